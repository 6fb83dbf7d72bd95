"""Times as a coordinator writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.groups.problem import Span
from familjecentral.groups.programme import Range
from ui.groups.words import read_clock
from ui.settings.programmes import range_text, read_range
from ui.settings.spans import read_spans, written
from ui.widgets.daytext import read_day

TODAY = dt.date(2026, 10, 8)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Return a span that can be written: both days or none, whole minutes."""
    days = draw(st.one_of(st.none(), st.tuples(st.dates(), st.dates())))
    first, last = (min(days), max(days)) if days else (None, None)
    start = draw(st.integers(0, 1438))
    end = draw(st.integers(start + 1, 1440))
    weekdays = draw(st.frozensets(st.integers(1, 7), min_size=1))
    return Span(first, last, weekdays, start, end)


@given(st.lists(spans(), max_size=4))
def test_what_is_written_is_read_back(found: list[Span]) -> None:
    """Dates, weekdays and times survive the text of the field."""
    assert read_spans(written(found)) == tuple(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mån–fre 8.00-17.00", Span(weekdays=frozenset({1, 2, 3, 4, 5}), start=480, end=1020)),
        ("tisdag, tor 9:30–12.00", Span(weekdays=frozenset({2, 4}), start=570, end=720)),
        ("2026-10-12", Span(dt.date(2026, 10, 12), dt.date(2026, 10, 12))),
        ("alltid", Span()),
    ],
)
def test_people_write_times_in_several_ways(text: str, expected: Span) -> None:
    """Hyphens, colons and whole names of days are understood."""
    assert read_spans(text) == (expected,)


@pytest.mark.parametrize(
    "text", ["när jag kan", "17.00–8.00", "2026-13-01", "fre–mån", "2026-10-16–2026-10-12"]
)
def test_what_means_no_time_is_refused(text: str) -> None:
    """Nothing is guessed."""
    assert read_spans(text) is None


def test_a_range_is_one_number_or_two() -> None:
    """Empty is no number, words are none."""
    assert read_range("6–8") == read_range("6-8") == Range(6, 8)
    assert read_range("8") == Range(8, 8)
    assert read_range("") is None
    assert read_range("några") == Range(-1, -1)
    assert range_text(Range(6, 8)) == "6–8"
    assert range_text(Range(8, 8)) == "8"


@pytest.mark.parametrize(
    ("text", "minutes"), [("13.30", 810), ("13:30", 810), ("1330", 810), ("9", 540), ("25", None),
                          ("tolv", None), ("9.75", None)]
)  # fmt: skip
def test_a_time_of_day_is_read_as_it_is_written(text: str, minutes: int | None) -> None:
    """Point, colon or nothing between hours and minutes."""
    assert read_clock(text) == minutes


def test_a_day_of_a_plan_lies_in_front() -> None:
    """Without a year it is the next such day, where work is planned."""
    assert read_day("19/1", TODAY, ahead=True) == dt.date(2027, 1, 19)
    assert read_day("8/10", TODAY, ahead=True) == TODAY
    assert read_day("19/1", TODAY) == dt.date(2026, 1, 19)
