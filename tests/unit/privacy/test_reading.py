"""Places of findings, silence about the text, and odd signs."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.commands import composition
from familjecentral.privacy import Finding, Guard, Level, Words

TEXTS = st.text(
    st.sampled_from("aåEö0127981 -–+./@():,*xX\n\u00ad\u030a١９½İ") | st.characters(), max_size=80
)
NOTES = Path(__file__).parents[2] / "data" / "guard" / "notes.csv"
WRITTEN = st.lists(
    st.sampled_from(re.split(r"[;\n]+", NOTES.read_text(encoding="utf-8"))), max_size=6
).map(" ".join)
PARTS = st.lists(
    st.sampled_from(
        [
            "Anna",
            "Karin",
            "Exempelsson",
            "von",
            "811218",
            "9876",
            "070",
            "174",
            "06",
            "05",
            "4",
            "år",
            "åk",
            "2",
            "f.",
            "född",
            "2020-01-02",
            "-",
            "/",
            ",",
            ".",
            "(",
            ")",
            "dnr",
            "konto",
            "swish",
            "insta",
            "på",
            "@",
            "test_a",
            "snabel-a",
            "punkt",
            "lgh",
            "Testgatan",
            "väg",
            "skola",
            "Rum",
            "A.",
            "ABC",
            "12D",
            "sista",
            "fyra",
            "noll",
            "ett",
            "19811218",
            "xxxx",
            "2026/118",
            "SON",
            "mål",
            "T",
            "maj",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(TEXTS | PARTS | WRITTEN)
def test_any_text_is_read_and_findings_lie_inside_it(text: str) -> None:
    """No text breaks the guard, and a field can mark each finding."""
    reading = composition.guard().read(text)
    for finding in reading.findings:
        assert 0 <= finding.first <= finding.last < len(text)
    levels = [finding.level for finding in reading.findings]
    assert reading.level == max(levels, key=list(Level).index, default=Level.OK)


@given(PARTS)
def test_harmless_words_around_do_not_hide_a_number(text: str) -> None:
    """An identifier in a sentence of its own is refused whatever stands before it."""
    assert composition.guard().read(f"{text}. Nr. 19811218-9876").level is Level.BLOCK


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Samtal med Eva Exempelsson i dag", "Eva Exempelsson"),
        ("ring 070-174 06 05 i dag", "070-174 06 05"),
        ("Ny: 19811218-9876.", "19811218-9876"),
        ("bor på Testgatan 3 B, igen", "Testgatan 3 B"),
        ("f\u00f6r Eva Exempelsson".replace("\u00f6", "o\u0308"), "Eva Exempelsson"),
        ("Eva\u00adlinn ringde 0701740605", "0701740605"),
    ],
)
def test_the_place_is_that_of_the_text_as_written(guard: Guard, text: str, marked: str) -> None:
    """Invisible and composed signs do not move the mark."""
    (finding,) = [f for f in guard.read(text).findings if f.level is Level.BLOCK]
    assert text[finding.first : finding.last + 1] == marked


@pytest.mark.parametrize(
    "text",
    [
        "８１１２１８-９８７６",
        "٨١١٢١٨-٩٨٧٦",
        "811218\u2011 9876",
        "811218\u200b-\u200b9876",
        unicodedata.normalize("NFD", "Åsa Sjöström"),
        "\u030aEva Exempelsson",
        "x\u030a Eva Exempelsson",
        "testa\uff20example.com",
    ],
)
def test_other_writings_of_the_same_signs_do_not_hide(guard: Guard, text: str) -> None:
    """Signs that look alike are read alike."""
    assert guard.read(text).level is Level.BLOCK


@pytest.mark.parametrize("text", ["", " \n\t", "\u00ad\u200b", "ﬁ ǆ №"])
def test_nothing_to_read_is_harmless(guard: Guard, text: str) -> None:
    """Empty and strange texts pass."""
    assert guard.read(text).level is Level.OK


def test_nothing_shows_the_text(guard: Guard) -> None:
    """A reading that ends in a log gives nothing away."""
    reading = guard.read("Eva Exempelsson 19811218-9876")
    assert "Eva" not in repr(reading)
    assert "9876" not in repr(reading)
    assert all("Eva" not in repr(finding) for finding in reading.findings)


def test_kinds_are_named_once_in_the_order_of_the_text(guard: Guard) -> None:
    """The report of rejected rows says kinds, not places."""
    reading = guard.read("a@example.com och b@example.com, ring 0701740605")
    assert reading.kinds == ("email", "phone")
    assert reading.findings[0] == Finding("email", Level.BLOCK, 0, 12)


def test_a_centre_adds_names_and_harmless_terms() -> None:
    """The lists are data: a centre's own terms pass, its own names are found."""
    words = Words(first_names=frozenset({"eva"}))
    assert Guard(words).read("samtal med Eva").level is Level.WARN
    assert Guard(words).read("samtal med Qyx").level is Level.OK
    own = words.extended(first_names=["Qyx"], harmless=["Eva  Huset"])
    assert Guard(own).read("samtal med Qyx").level is Level.WARN
    assert Guard(own).read("samtal i Eva Huset").level is Level.OK
    assert Guard(own).read("samtal i Eva Husets kök").level is Level.OK
    assert Guard(own).read("samtal med Eva Zyxq").level is Level.BLOCK
