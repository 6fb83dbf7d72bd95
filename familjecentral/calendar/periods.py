"""The period engine: months, quarters, tertials, half-years, terms, years and ISO weeks.

The year to date is January–September: after one quarter it is that quarter, after two the
half-year, after four the year.

Statistics go by date, never by week; weeks serve completeness and display only.
Terms: the spring term is January–June, the autumn term August–December, written as months
because they do not add up to a year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class PeriodType(StrEnum):
    """The lengths in which the product reports."""

    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"
    HALF_YEAR = "half_year"
    TERM_SPRING = "term_spring"
    TERM_AUTUMN = "term_autumn"
    YEAR_TO_DATE = "year_to_date"
    YEAR = "year"


_FIRST_MONTH_AND_LENGTH = {
    PeriodType.TERM_SPRING: (1, 6),
    PeriodType.TERM_AUTUMN: (8, 5),
    PeriodType.YEAR_TO_DATE: (1, 9),
    PeriodType.YEAR: (1, 12),
}
_LENGTH = {
    PeriodType.MONTH: 1,
    PeriodType.QUARTER: 3,
    PeriodType.TERTIAL: 4,
    PeriodType.HALF_YEAR: 6,
}
_TEXT = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-?(?:(?P<letter>[QTH]|YTD)(?P<n>[1-4])|(?P<term>VT|HT)|M?(?P<month>\d\d)))?"
)
_TO_DATE = {
    1: (PeriodType.QUARTER, 1),
    2: (PeriodType.HALF_YEAR, 1),
    3: (PeriodType.YEAR_TO_DATE, 1),
    4: (PeriodType.YEAR, 1),
}
_LETTER = {"Q": PeriodType.QUARTER, "T": PeriodType.TERTIAL, "H": PeriodType.HALF_YEAR}
_MAX_N = {PeriodType.QUARTER: 4, PeriodType.TERTIAL: 3, PeriodType.HALF_YEAR: 2}


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, the unit of the period lock."""

    year: int
    month: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``YYYY-MM``.

        Raises:
            ValueError: the text is not a month.
        """
        year, _, month = text.partition("-")
        found = cls(int(year), int(month))
        found.first  # noqa: B018 - checks the number of the month
        return found

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.shifted(1).first - dt.timedelta(days=1)

    def shifted(self, count: int) -> Month:
        """Return the month ``count`` months later (earlier if negative)."""
        index = self.year * 12 + self.month - 1 + count
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period.

    Attributes:
        type: its length.
        year: calendar year.
        number: 1-based number within the year (1 for year, year to date and terms).
    """

    type: PeriodType
    year: int
    number: int = 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2026-Q3``, ``2026-H1``, ``2026-T2``, ``2026-VT``, ``2026-YTD3``, ``2026-07``,
        ``2026``.

        Raises:
            ValueError: the text names no period.
        """
        match = _TEXT.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError("not a period")
        year = int(match["year"])
        if match["term"]:
            kind = PeriodType.TERM_SPRING if match["term"] == "VT" else PeriodType.TERM_AUTUMN
            return cls(kind, year)
        if match["month"]:
            if not 1 <= int(match["month"]) <= 12:
                raise ValueError("not a month")
            return cls(PeriodType.MONTH, year, int(match["month"]))
        if match["letter"] == "YTD":
            kind, number = _TO_DATE[int(match["n"])]
            return cls(kind, year, number)
        if match["letter"]:
            kind = _LETTER[match["letter"]]
            if int(match["n"]) > _MAX_N[kind]:
                raise ValueError("no such part of a year")
            return cls(kind, year, int(match["n"]))
        return cls(PeriodType.YEAR, year)

    @classmethod
    def containing(cls, day: dt.date, kind: PeriodType = PeriodType.QUARTER) -> Period:
        """Return the period of a kind that a day lies in (terms: July belongs to spring; the
        year to date: that of the day's year)."""
        if kind in _LENGTH:
            return cls(kind, day.year, (day.month - 1) // _LENGTH[kind] + 1)
        if kind in (PeriodType.YEAR, PeriodType.YEAR_TO_DATE):
            return cls(kind, day.year)
        return cls(PeriodType.TERM_AUTUMN if day.month >= 8 else PeriodType.TERM_SPRING, day.year)

    @property
    def months(self) -> tuple[Month, ...]:
        """The calendar months of the period, in order."""
        if self.type in _LENGTH:
            length = _LENGTH[self.type]
            first = (self.number - 1) * length + 1
        else:
            first, length = _FIRST_MONTH_AND_LENGTH[self.type]
        return tuple(Month(self.year, first).shifted(i) for i in range(length))

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.months[0].first

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.months[-1].last

    @property
    def previous(self) -> Period:
        """The period of the same kind just before (terms: the other term)."""
        if self.type is PeriodType.TERM_AUTUMN:
            return Period(PeriodType.TERM_SPRING, self.year)
        if self.type is PeriodType.TERM_SPRING:
            return Period(PeriodType.TERM_AUTUMN, self.year - 1)
        if self.type in (PeriodType.YEAR, PeriodType.YEAR_TO_DATE):
            return Period(self.type, self.year - 1)
        return Period.containing(self.first - dt.timedelta(days=1), self.type)

    @property
    def following(self) -> Period:
        """The period of the same kind just after (terms: the other term)."""
        if self.type is PeriodType.TERM_SPRING:
            return Period(PeriodType.TERM_AUTUMN, self.year)
        if self.type is PeriodType.TERM_AUTUMN:
            return Period(PeriodType.TERM_SPRING, self.year + 1)
        if self.type in (PeriodType.YEAR, PeriodType.YEAR_TO_DATE):
            return Period(self.type, self.year + 1)
        return Period.containing(self.last + dt.timedelta(days=1), self.type)

    @property
    def year_before(self) -> Period:
        """The same period one year earlier."""
        return Period(self.type, self.year - 1, self.number)

    @property
    def file_text(self) -> str:
        """The text of the ``period`` column in table files: ``2026Q3``, ``2026M07``, ``2026`` …"""
        if self.type is PeriodType.MONTH:
            return f"{self.year}M{self.number:02d}"
        if self.type in (PeriodType.TERM_SPRING, PeriodType.TERM_AUTUMN):
            first, last = self.months[0], self.months[-1]
            return f"{first.year}M{first.month:02d}:{last.year}M{last.month:02d}"
        if self.type is PeriodType.YEAR:
            return str(self.year)
        if self.type is PeriodType.YEAR_TO_DATE:
            return f"{self.year}YTD3"
        letter = {v: k for k, v in _LETTER.items()}[self.type]
        return f"{self.year}{letter}{self.number}"

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """The key used on the command line and in the store: ``2026-Q3``, ``2026-07``, ``2026``."""
        if self.type is PeriodType.MONTH:
            return f"{self.year}-{self.number:02d}"
        if self.type is PeriodType.YEAR:
            return str(self.year)
        if self.type is PeriodType.TERM_SPRING:
            return f"{self.year}-VT"
        if self.type is PeriodType.TERM_AUTUMN:
            return f"{self.year}-HT"
        if self.type is PeriodType.YEAR_TO_DATE:
            return f"{self.year}-YTD3"
        letter = {v: k for k, v in _LETTER.items()}[self.type]
        return f"{self.year}-{letter}{self.number}"


@dataclass(frozen=True, slots=True, order=True)
class WeekPart:
    """The part of an ISO week that lies inside a span of days.

    Attributes:
        iso_year, week: number of the week in its own ISO year.
        first, last: first and last day of the part.
    """

    iso_year: int
    week: int
    first: dt.date
    last: dt.date


def week_parts(first: dt.date, last: dt.date) -> Iterator[WeekPart]:
    """Yield the parts of ISO weeks from ``first`` to ``last``, both included (ISO 8601)."""
    day = first
    while day <= last:
        iso = day.isocalendar()
        end = min(day + dt.timedelta(days=7 - iso.weekday), last)
        yield WeekPart(iso.year, iso.week, day, end)
        day = end + dt.timedelta(days=1)
