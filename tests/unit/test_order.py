"""Names are listed as one reads them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.order import by_name


@pytest.mark.parametrize(
    "names",
    [
        ("Grupp 1", "Grupp 2", "Grupp 10", "Grupp 10, kväll", "Grupp 11"),
        ("abc 0–2 år", "ABC 3–12 år", "ABC, höst", "Bra start"),
        ("Ada", "Zara", "Åke", "Ängla", "Örjan"),
        ("Rum Björk", "Rum Bok", "Rum Rönn"),
        ("Eva", "Évelyne", "Ewa"),
        ("2 rum", "10 rum", "kök 3", "Köket"),
        ("", "007", "8", "a"),
    ],
)
def test_names_stand_in_this_order(names: tuple[str, ...]) -> None:
    """Numbers by value, å ä ö after z, accents and capitals beside the plain letter."""
    mixed = list(names)
    random.Random(3).shuffle(mixed)
    assert tuple(sorted(mixed, key=by_name)) == names


def test_a_composed_letter_is_the_same_as_one_with_a_loose_accent() -> None:
    """A name that was typed on another system stands in the same place."""
    assert by_name("A\N{COMBINING RING ABOVE}ke") == by_name("Åke")


@given(st.lists(st.text(max_size=12), max_size=6), st.integers(0, 10**9), st.integers(0, 10**9))
def test_any_names_can_be_compared(names: list[str], small: int, great: int) -> None:
    """Whatever stands in a name, sorting neither fails nor mixes up numbers."""
    sorted(names, key=by_name)
    assert (by_name(f"Grupp {small}") < by_name(f"Grupp {great}")) == (small < great)
