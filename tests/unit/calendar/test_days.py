"""Red days, eves and bridge days against the law's rules, computed here on their own."""

from __future__ import annotations

import datetime as dt

import pytest

from familjecentral.calendar.days import (
    DayKind,
    is_bridge_day,
    is_red_day,
    is_working_day,
    kind_of,
    name_of,
    named_days,
)

YEARS = range(2020, 2036)
ONE = dt.timedelta(days=1)


def easter(year: int) -> dt.date:
    """Easter Sunday after Gauss, with the two corrections for the Gregorian calendar."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if (d, e) == (29, 6):
        return dt.date(year, 4, 19)
    if (d, e) == (28, 6) and (11 * m + 11) % 30 < 19:
        return dt.date(year, 4, 18)
    return dt.date(year, 3, 22) + dt.timedelta(days=d + e)


def saturday_from(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(5 - day.weekday()) % 7)


def red_by_law(year: int) -> set[dt.date]:
    sunday = easter(year)
    return {
        dt.date(year, 1, 1),
        dt.date(year, 1, 6),
        sunday - 2 * ONE,
        sunday,
        sunday + ONE,
        dt.date(year, 5, 1),
        sunday + 39 * ONE,
        sunday + 49 * ONE,
        dt.date(year, 6, 6),
        saturday_from(dt.date(year, 6, 20)),
        saturday_from(dt.date(year, 10, 31)),
        dt.date(year, 12, 25),
        dt.date(year, 12, 26),
    }


def eves_by_custom(year: int) -> set[dt.date]:
    return {
        easter(year) - ONE,
        easter(year) + 48 * ONE,
        saturday_from(dt.date(year, 6, 20)) - ONE,
        dt.date(year, 12, 24),
        dt.date(year, 12, 31),
    }


def every_day(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + n * ONE for n in range((dt.date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_what_the_law_makes_of_it(year: int) -> None:
    """Sundays and the named days are red, five eves are free by custom, Saturdays are not work."""
    red, eves = red_by_law(year), eves_by_custom(year)
    for day in every_day(year):
        off = day in red or day.weekday() == 6
        assert is_red_day(day) == off
        assert is_working_day(day) == (not off and day not in eves and day.weekday() < 5)
        kind = kind_of(day)
        assert (kind is DayKind.RED_DAY) == off
        assert (kind is DayKind.EVE) == (day in eves and not off)
    assert set(named_days(year)) == red | eves


def test_a_bridge_day_stands_alone_between_days_off() -> None:
    """The Friday after Ascension Day, and in 2026 the Monday before Epiphany."""
    bridges = {day for day in every_day(2026) if is_bridge_day(day)}
    assert bridges == {dt.date(2026, 1, 2), dt.date(2026, 1, 5), dt.date(2026, 5, 15)}
    assert kind_of(dt.date(2026, 5, 15)) is DayKind.BRIDGE_DAY


def test_days_have_their_swedish_names() -> None:
    """The calendar shows the name; an ordinary day has none."""
    assert name_of(dt.date(2027, 5, 6)) == "Kristi himmelsfärdsdag"
    assert name_of(dt.date(2026, 6, 19)) == "Midsommarafton"
    assert name_of(dt.date(2026, 10, 8)) == ""
    assert kind_of(dt.date(2026, 10, 10)) is DayKind.WEEKEND
    assert kind_of(dt.date(2026, 10, 8)) is DayKind.WEEKDAY
