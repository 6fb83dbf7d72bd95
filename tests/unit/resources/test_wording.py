"""Longer texts: report, key figures, help and words for passphrases."""

import re
import string

import pytest

from resources import (
    code_lists,
    help_names,
    help_page,
    key_figures,
    passphrase_words,
    report_texts,
    table_set,
)

FORBIDDEN = re.compile(r"\banonyma?\s+(rader|kontakter)|\beffekt(en|er)?\b|<\s?5|färre än", re.I)


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(report_texts().text))
def test_report_texts_are_ready_to_fill(key):
    """Texts of the report are not empty, and their fields have plain names."""
    text = report_texts().text[key]
    assert text.strip()
    assert all(name.isidentifier() for name in _fields(text))


def test_the_protection_page_covers_what_is_promised_and_what_is_not():
    """A lay reader learns threshold, second hiding, the proof and where the proof ends."""
    paragraphs = report_texts().protection
    whole = " ".join(p.text for p in paragraphs)
    assert _fields(whole) == {"threshold", "sensitive", "base"}
    for needed in (
        "tidigare utgåvor",
        "summa",
        "tystnadsplikt",
        "just dessa tal",
        "avidentifierade",
    ):
        assert needed in whole
    assert len({p.title for p in paragraphs}) == len(paragraphs)


def test_every_sign_is_explained_once():
    """The legend of the report says what the code list of cell states says."""
    text = report_texts().text
    states = code_lists()["cell_status"]
    for sign, state in (
        ("zero", "zero"),
        ("hidden", "suppressed_primary"),
        ("hidden", "suppressed_secondary"),
        ("not_applicable", "not_applicable"),
        ("missing", "missing"),
        ("preliminary", "preliminary"),
        ("revised", "revised"),
    ):
        assert text[f"signs.{sign}"] == states[state].sv


def test_hidden_cells_look_alike():
    """Primary and secondary hiding share label and sign, so nobody can tell them apart."""
    states = code_lists()["cell_status"]
    one, other = states["suppressed_primary"], states["suppressed_secondary"]
    assert (one.sv, one.en, one.short) == (other.sv, other.en, other.short)
    assert one.short == ".."


@pytest.mark.parametrize("text", [*report_texts().text.values(), *map(help_page, help_names())])
def test_texts_keep_to_honest_words(text):
    """Rows are never called anonymous, benefit never effect, a hidden number never 'fewer than'."""
    allowed = text.replace("{value}, färre än {period}", "")
    assert not FORBIDDEN.search(allowed)


@pytest.mark.parametrize("figure", key_figures().values(), ids=lambda f: f.code)
def test_a_key_figure_names_what_it_divides(figure):
    """A share has a base; its codes exist, and what is counted is part of the base."""
    assert figure.code.startswith("kpi_")
    assert figure.sv
    assert figure.en
    assert figure.version >= 1
    assert bool(figure.denominator) == (figure.unit != "count")
    if figure.numerator_codes:
        if figure.measure:
            known = set(table_set()["labels"][figure.dimension])
            assert figure.measure in table_set()["measures"]
        else:
            known = {code.key for code in code_lists()[figure.dimension].codes}
        assert set(figure.numerator_codes) | set(figure.denominator_codes) <= known
    if figure.denominator_dimension:
        labels = table_set()["labels"][figure.denominator_dimension]
        assert set(figure.denominator_codes) < set(labels)
    elif figure.denominator_codes:
        assert set(figure.numerator_codes) < set(figure.denominator_codes)
        assert "unknown" not in figure.denominator_codes


def test_every_page_of_the_window_has_help():
    """F1 finds a page for each view, and the card on concern for a child."""
    assert set(help_names()) == {
        "today", "contacts", "support", "groups", "group", "calendar", "settings", "report",
        "unlock", "start", "import", "concern", "tally", "stats",
    }  # fmt: skip
    with pytest.raises(KeyError):
        help_page("no-such-page")


@pytest.mark.parametrize("name", help_names())
def test_a_help_page_opens_with_its_title(name):
    """A page is Markdown with one title, and falls back to Swedish without a translation."""
    page = help_page(name)
    assert page.startswith("# ")
    assert len(re.findall(r"^# ", page, re.M)) == 1
    assert help_page(name, "en") == page
    assert "!" not in page


def test_the_concern_card_says_who_when_and_where():
    """A report of concern is one's own duty, made at once and outside the program."""
    card = help_page("concern")
    assert card.startswith("# Oro för barn")
    for needed in ("själv", "genast", "utanför", "sparar inget"):
        assert needed in card


def test_words_for_passphrases_give_eleven_bits_each():
    """At least 2048 different words of four to eight small Swedish letters."""
    words = passphrase_words()
    assert len(words) >= 2048
    assert len(set(words)) == len(words)
    assert all(re.fullmatch("[a-zåäö]{4,8}", word) for word in words)
