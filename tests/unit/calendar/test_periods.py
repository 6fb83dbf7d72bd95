"""The period engine: what a period covers, how it is written, what came before it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.calendar.names import span
from familjecentral.calendar.periods import Month, Period, PeriodType, week_parts

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31))
ADDING_UP = (
    PeriodType.MONTH,
    PeriodType.QUARTER,
    PeriodType.TERTIAL,
    PeriodType.HALF_YEAR,
    PeriodType.YEAR,
)


@pytest.mark.parametrize(
    ("text", "first", "last", "file_text"),
    [
        ("2026-Q3", "2026-07-01", "2026-09-30", "2026Q3"),
        ("2026q1", "2026-01-01", "2026-03-31", "2026Q1"),
        ("2026-H2", "2026-07-01", "2026-12-31", "2026H2"),
        ("2026-T2", "2026-05-01", "2026-08-31", "2026T2"),
        ("2026-VT", "2026-01-01", "2026-06-30", "2026M01:2026M06"),
        ("2026-HT", "2026-08-01", "2026-12-31", "2026M08:2026M12"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024M02"),
        (" 2026M07 ", "2026-07-01", "2026-07-31", "2026M07"),
        ("2026", "2026-01-01", "2026-12-31", "2026"),
        ("2026-YTD3", "2026-01-01", "2026-09-30", "2026YTD3"),
        ("2026YTD1", "2026-01-01", "2026-03-31", "2026Q1"),
        ("2026-YTD2", "2026-01-01", "2026-06-30", "2026H1"),
        ("2026-YTD4", "2026-01-01", "2026-12-31", "2026"),
    ],
)
def test_a_period_is_read_and_covers_its_days(
    text: str, first: str, last: str, file_text: str
) -> None:
    """In the writings of the command line; terms have no sum."""
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.file_text == file_text
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-T4", "2026-H3", "2026-13", "2026-00", "Q3"])
def test_what_names_no_period_is_refused(text: str) -> None:
    """No guess is made."""
    with pytest.raises(ValueError, match=r"not a|no such"):
        Period.parse(text)


@given(DAYS, st.sampled_from(ADDING_UP))
def test_every_day_lies_in_one_period_of_a_kind(day: dt.date, kind: PeriodType) -> None:
    """Periods of one kind follow each other without gap or overlap."""
    period = Period.containing(day, kind)
    assert day in period
    assert period.previous.last + dt.timedelta(days=1) == period.first
    assert period.previous.type is kind
    assert period.following.previous == period == period.previous.following
    assert period.year_before.first.year == period.first.year - 1
    assert period.months[0].first == period.first
    assert period.first - dt.timedelta(days=1) not in period


@given(DAYS)
def test_terms_leave_july_to_spring_but_do_not_cover_it(day: dt.date) -> None:
    """A term before autumn is spring, before spring last year's autumn."""
    term = Period.containing(day, PeriodType.TERM_AUTUMN)
    assert (day in term) == (day.month != 7)
    assert term.previous.previous == Period(term.type, term.year - 1)
    assert term.following.following == Period(term.type, term.year + 1)
    assert term.following.previous == term
    to_date = Period.containing(day, PeriodType.YEAR_TO_DATE)
    assert to_date == Period(PeriodType.YEAR_TO_DATE, day.year)
    assert to_date.following.previous == to_date
    spring = Period(PeriodType.TERM_SPRING, day.year)
    assert Period(PeriodType.TERM_AUTUMN, day.year).previous == spring
    assert Period.parse(str(term)) == term


@given(DAYS, st.integers(-50, 50))
def test_months_are_counted_across_years(day: dt.date, count: int) -> None:
    """There and back again."""
    month = Month.of(day)
    assert month.shifted(count).shifted(-count) == month
    assert month.first <= day <= month.last
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize("text", ["2026-13", "2026", "x-1"])
def test_what_names_no_month_is_refused(text: str) -> None:
    """Thirteen is none."""
    with pytest.raises(ValueError, match=r"month|invalid"):
        Month.parse(text)


@given(DAYS, st.integers(0, 400))
def test_week_parts_cut_a_span_at_mondays(first: dt.date, length: int) -> None:
    """Every day in exactly one part, each part inside one ISO week."""
    last = first + dt.timedelta(days=length)
    parts = list(week_parts(first, last))
    days = [
        part.first + dt.timedelta(days=n)
        for part in parts
        for n in range((part.last - part.first).days + 1)
    ]
    assert days == [first + dt.timedelta(days=n) for n in range(length + 1)]
    for part in parts:
        for day in (part.first, part.last):
            assert day.isocalendar()[:2] == (part.iso_year, part.week)


def test_the_first_of_january_2027_lies_in_week_53_of_2026() -> None:
    """Weeks do not add up to quarters."""
    (part, *_) = week_parts(dt.date(2027, 1, 1), dt.date(2027, 1, 31))
    assert (part.iso_year, part.week, part.last) == (2026, 53, dt.date(2027, 1, 3))


def test_a_span_over_new_year_names_both_years() -> None:
    """Within a year its number is said once."""
    assert span(dt.date(2026, 12, 28), dt.date(2027, 1, 3)) == "28 december 2026–3 januari 2027"
    assert span(dt.date(2026, 7, 1), dt.date(2026, 9, 30)) == "1 juli–30 september 2026"
