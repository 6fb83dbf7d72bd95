"""Letters find a choice; å, ä and ö are letters of their own."""

from __future__ import annotations

import pytest

from ui.widgets.typeahead import Hit, TypeAhead, find

TOPICS = ["Samspel och anknytning", "Sömn, mat, rutiner", "Separation, vårdnad, boende", "Ekonomi"]


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("s", Hit(0, 0, 1)),
        ("sö", Hit(1, 0, 2)),
        ("SÖ", Hit(1, 0, 2)),
        ("vård", Hit(2, 12, 4)),
        ("mat", Hit(1, 6, 3)),
        ("ö", None),
        ("konomi", None),
    ],
)
def test_letters_match_the_start_of_a_word(typed: str, hit: Hit | None) -> None:
    """The start of the text goes before the start of a later word; the middle never matches."""
    assert find(typed, TOPICS) == hit


def test_the_same_letter_goes_on_to_the_next() -> None:
    """s, s finds the second text with s when no text begins with ss."""
    ahead = TypeAhead()
    first = ahead.add("s", TOPICS, -1)
    assert first is not None
    second = ahead.add("s", TOPICS, first.index)
    assert second is not None
    assert second.index == 1


def test_a_letter_that_fits_nothing_is_dropped() -> None:
    """A slip of the finger keeps what was found."""
    ahead = TypeAhead()
    ahead.add("e", TOPICS, -1)
    hit = ahead.add("x", TOPICS, 3)
    assert hit is not None
    assert (hit.index, ahead.typed) == (3, "e")
