"""The yearly counts as data."""

from __future__ import annotations

import datetime as dt

import pytest

from resources import code_lists
from resources.tally import Occasion, occasions


@pytest.mark.parametrize("occasion", occasions(), ids=lambda found: found.key)
def test_a_yearly_count_has_a_code_an_activity_and_a_day(occasion: Occasion) -> None:
    """Its key and its open group stand in their lists; the day exists in every year."""
    keys = {name: {code.key for code in found.codes} for name, found in code_lists().items()}
    assert occasion.key in keys["tally_occasion"]
    assert occasion.open_group in keys["open_group"]
    assert [occasion.day_in(year).year for year in range(2000, 2100)] == list(range(2000, 2100))


def test_the_october_count_is_on_the_fifteenth() -> None:
    """As the national statistics count it."""
    assert occasions()[0].day_in(2026) == dt.date(2026, 10, 15)
