"""Period texts as months."""

from __future__ import annotations

import pytest

from familjecentral.disclosure.table import period_atoms


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("2026Q2", "2026-04", 3),
        ("2026H2", "2026-07", 6),
        ("2026T3", "2026-09", 4),
        ("2026", "2026-01", 12),
        ("2026YTD3", "2026-01", 9),
        ("2026M04", "2026-04", 1),
        ("2026M08:2027M01", "2026-08", 6),
    ],
)
def test_a_period_is_its_months(text, first, count):
    """Every documented way of writing a period."""
    atoms = period_atoms(text)
    assert (atoms[0], len(atoms)) == (first, count)


@pytest.mark.parametrize("text", ["HT26", "2026Q3:2026Q1", "2026:x", "2026M13"])
def test_other_texts_are_periods_of_their_own(text):
    """They add up with nothing."""
    assert period_atoms(text) == (text,)
