"""Printed numbers: signs, Swedish writing, and what may be derived from shown cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.export.figures import (
    HIDDEN,
    LEAST_BASE,
    MISSING,
    NOTHING,
    Cells,
    Figure,
    Status,
    Unit,
    change,
    change_text,
    count,
    grouped,
    less,
    share,
    total,
)

COUNTS = st.integers(0, 5000).map(count)
FIGURES = st.one_of(COUNTS, st.just(HIDDEN), st.just(MISSING), st.just(Figure(Status.IMPOSSIBLE)))


def test_the_five_signs_differ() -> None:
    """Zero, hidden, impossible and missing never look alike, nor like a number."""
    texts = [
        count(0).text,
        HIDDEN.text,
        MISSING.text,
        Figure(Status.IMPOSSIBLE).text,
        count(1).text,
    ]
    assert texts == ["–", "..", "saknas", ".", "1"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (7, "7"),
        (999, "999"),
        (1000, "1\u202f000"),
        (1234567, "1\u202f234\u202f567"),
        (-3, "\u22123"),
    ],
)
def test_thousands_have_thin_spaces(number: int, text: str) -> None:
    """Whole numbers are grouped by a thin no-break space, with a true minus."""
    assert grouped(number) == text


@pytest.mark.parametrize(("number", "text"), [(8, "+8"), (-3, "\u22123"), (0, "±0")])
def test_changes_have_a_sign(number: int, text: str) -> None:
    """A change is written +8, −3 or ±0."""
    assert change_text(number) == text


@given(part=FIGURES, base=FIGURES)
def test_a_share_needs_shown_numbers_and_a_base(part: Figure, base: Figure) -> None:
    """A share stands only where numerator and base are shown and the base is at least ten."""
    told = share(part, base)
    assert told.unit is Unit.SHARE
    if told.status in (Status.NUMBER, Status.ZERO):
        assert part.known is not None
        assert base.known is not None
        assert base.known >= LEAST_BASE
    elif HIDDEN in (part, base) and MISSING not in (part, base):
        assert told.status in (Status.HIDDEN, Status.IMPOSSIBLE)


@given(base=st.integers(LEAST_BASE, 4000), data=st.data())
def test_percent_rounds_halves_up(base: int, data: st.DataObject) -> None:
    """Whole per cent are the nearest, halves up."""
    part = data.draw(st.integers(1, base))
    percent = share(count(part), count(base)).percent
    assert 2 * percent - 1 <= 200 * part / base + 1e-9
    assert 200 * part / base < 2 * percent + 1


@given(now=FIGURES, then=FIGURES)
def test_a_change_needs_both_numbers(now: Figure, then: Figure) -> None:
    """A change is told only between two shown numbers."""
    moved = change(now, then)
    if moved.status in (Status.NUMBER, Status.ZERO):
        assert now.known is not None
        assert then.known is not None
        assert moved.status is Status.ZERO or moved.value == now.known - then.known


@given(st.lists(FIGURES, max_size=5))
def test_a_sum_is_hidden_with_any_part(parts: list[Figure]) -> None:
    """A sum is missing or hidden as soon as one part is."""
    whole = total(parts)
    if MISSING in parts:
        assert whole.status is Status.MISSING
    elif HIDDEN in parts:
        assert whole.status is Status.HIDDEN
    else:
        assert whole.known == sum(part.known or 0 for part in parts)


@given(whole=FIGURES, part=FIGURES)
def test_what_is_left_is_hidden_with_any_part(whole: Figure, part: Figure) -> None:
    """A difference is told only of told numbers."""
    rest = less(whole, part)
    if HIDDEN in (whole, part) or MISSING in (whole, part):
        assert rest.known is None


def test_a_month_is_looked_up_beside_the_whole_period() -> None:
    """A month that the period does not have cannot occur; one without a number is missing."""
    may, june = ("2026-05",), ("2026-06",)
    numbers = ((may, 7), ((*may, *june), 9))
    tables = TableSet(tuple(Cell(Key("visits", when, 1, ()), n) for when, n in numbers))
    cells = Cells(tables, period=(*may, *june))
    assert [cells.get("visits", {}, month).text for month in (0, 5, 6, 7)] == [
        *("9", "7", "saknas", "."),
    ]
    assert NOTHING.get("visits", {}, 5).text == "saknas"


def test_cells_are_found_within_their_scope() -> None:
    """A cell is looked up with the report's centre and in its period; others are missing."""
    period = ("2026-07",)
    cells = Cells(
        TableSet(
            (
                Cell(Key("contacts", period, 1, (("centre", "C1"),)), 12),
                Cell(Key("contacts", period, 1, (("centre", "C1"), ("level", "a"))), None),
                Cell(Key("contacts", ("2026-08",), 1, (("centre", "C1"), ("level", "b"))), 3),
            )
        ),
        period=period,
        scope=(("centre", "C1"),),
    )
    assert cells.get("contacts", {}).text == "12"
    assert cells.get("contacts", {"level": "a"}).text == ".."
    assert cells.get("contacts", {"level": "b"}).text == "saknas"
