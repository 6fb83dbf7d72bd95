"""Which days of the demo a house works, and how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from familjecentral.calendar.days import is_bridge_day, is_working_day, name_of
from familjecentral.calendar.periods import Month
from familjecentral.demo.dice import Dice, Table
from familjecentral.demo.weights import BREAK_FACTOR, EMERGENCY_FACTOR, WEEKDAYS

_DAY = dt.timedelta(days=1)
_CLOSED_WEEKS = range(28, 32)
_SPORT_WEEK, _AUTUMN_WEEK = 9, 44


def is_open(day: dt.date) -> bool:
    """Tell whether the house works: no weekend, red day, eve or bridge day."""
    return is_working_day(day) and not is_bridge_day(day)


def is_closed_week(day: dt.date) -> bool:
    """Tell whether the open preschool is closed for the summer (weeks 28–31)."""
    return day.isocalendar().week in _CLOSED_WEEKS


def is_christmas(day: dt.date) -> bool:
    """Tell whether only emergencies are met: 20 December to 6 January."""
    return (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6)


@cache
def _easter_week(year: int) -> tuple[int, int]:
    easter = next(
        day
        for day in (dt.date(year, 3, 22) + n * _DAY for n in range(35))
        if name_of(day) == "Påskdagen"
    )
    iso = easter.isocalendar()
    return iso.year, iso.week


def is_school_break(day: dt.date) -> bool:
    """Tell whether the schools have a break: weeks 9 and 44, and the week before Easter.

    The demo's own calendar; real ones differ by municipality.
    """
    iso = day.isocalendar()
    return iso.week in (_SPORT_WEEK, _AUTUMN_WEEK) or (iso.year, iso.week) == _easter_week(day.year)


@cache
def factor(day: dt.date) -> float:
    """Return how much of an ordinary day's work a day has: 0 for a closed one."""
    if not is_open(day):
        return 0.0
    if is_christmas(day):
        return EMERGENCY_FACTOR
    return BREAK_FACTOR if is_school_break(day) else 1.0


def empty_week(dice: Dice, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Choose a whole ISO week between two days in which nothing is logged.

    Not in the summer's closed weeks and not over Christmas.
    """
    monday = first + (7 - first.weekday()) % 7 * _DAY
    weeks = []
    while monday + 6 * _DAY <= last:
        days = [monday + n * _DAY for n in range(7)]
        if not is_closed_week(monday) and not any(map(is_christmas, days)):
            weeks.append(frozenset(days))
        monday += 7 * _DAY
    return weeks[dice.below(len(weeks))] if weeks else frozenset()


class MonthDays:
    """The days of a month on which a centre meets somebody, by weekday and by how much."""

    def __init__(self, month: Month, until: dt.date, empty: frozenset[dt.date]) -> None:
        days = [month.first + n * _DAY for n in range((month.last - month.first).days + 1)]
        self.share = sum(day <= until for day in days) / len(days)
        by_weekday: dict[int, list[tuple[dt.date, float]]] = {n: [] for n in range(len(WEEKDAYS))}
        for day in days:
            if day <= until and day not in empty and factor(day):
                by_weekday[day.weekday()].append((day, factor(day)))
        self._days = {n: Table(found) for n, found in by_weekday.items() if found}
        self._weekdays = Table((n, WEEKDAYS[n]) for n in self._days)
        self._closed = sum(
            WEEKDAYS[n] * _part_closed(found) for n, found in by_weekday.items() if found
        ) / max(sum(WEEKDAYS[n] for n in self._days), 1)

    @property
    def is_open(self) -> bool:
        """Whether there is any day to work."""
        return bool(self._days)

    @property
    def closed_share(self) -> float:
        """Which part of the month's contacts falls into the summer's closed weeks."""
        return self._closed

    def pick(self, count: int, dice: Dice) -> list[dt.date]:
        """Choose days for a number of contacts: weekdays by their shares, then a day of them."""
        return [dice.pick(self._days[n]) for n in dice.spread(count, self._weekdays)]


def _part_closed(found: Sequence[tuple[dt.date, float]]) -> float:
    closed = sum(weight for day, weight in found if is_closed_week(day))
    return closed / sum(weight for _, weight in found)
