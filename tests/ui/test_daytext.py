"""A day can be written as people write it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.daytext import long_day, read_day, short_day

TODAY = dt.date(2026, 10, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-08", TODAY),
        ("20261008", TODAY),
        ("8/10", TODAY),
        ("8/10/2025", dt.date(2025, 10, 8)),
        ("24/12", dt.date(2025, 12, 24)),
        ("i dag", TODAY),
        ("I  DAG", TODAY),
        ("igår", dt.date(2026, 10, 7)),
        ("i går", dt.date(2026, 10, 7)),
        ("-1", dt.date(2026, 10, 7)),
        ("−3", dt.date(2026, 10, 5)),
        ("2026-10-32", None),
        ("29/2", None),
        ("snart", None),
        ("", None),
    ],
)
def test_a_day_is_read(text: str, day: dt.date | None) -> None:
    """ISO, day/month (the latest that is not ahead), words and days back."""
    assert read_day(text, TODAY) == day


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_iso_is_read_back(day: dt.date) -> None:
    """What the field shows, it reads."""
    assert read_day(day.isoformat(), TODAY) == day


def test_days_are_written_in_swedish() -> None:
    """Long in heads, short in lists."""
    assert long_day(TODAY) == "torsdag 8 oktober 2026"
    assert short_day(TODAY) == "tor 8/10"
