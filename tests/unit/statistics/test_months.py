"""Visits month by month: small quarters, and somebody who tries every way they can have gone."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.statistics.cells import tables_of
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from familjecentral.statistics.rule import policy_of
from tests.unit.statistics.released import released

THRESHOLD, MOST = 5, 26
DECLARED = DeclaredSet(
    version=1,
    threshold=THRESHOLD,
    measures=(Measure("visits", "tally", "people"),),
    dimensions=(Dimension("visitor", DimensionKind.CODE, "visitor", {}, codes=("men", "women")),),
    tables=(TableSpec("t17", "visits", ("visitor",), by_month=True),),
    total_weight=2,
)
# In the third month the house is closed, which is shown: four numbers are to be found.
PLACES = [(month, who) for month in ("2026-01", "2026-02") for who in ("men", "women")]
# Later periods that hold the quarter, and a part of it; nobody came in their other months.
ORDERS = (("2026-Q1",), ("2026-Q1", "2026-H1"), ("2026-H1", "2026-Q1"), ("2026-02", "2026-Q1"))


@dataclass(frozen=True, slots=True)
class Quarter:
    """Numbers of visits, in the order of the places."""

    visits: tuple[int, ...]

    @property
    def rows(self) -> list[CountRow]:
        return [
            CountRow("C1", month, 1, "visits:visitor", (who,), n, 0, 0)
            for (month, who), n in zip(PLACES, self.visits, strict=True)
            if n
        ]


def counted(quarter: Quarter, period: str):
    return tables_of(
        quarter.rows,
        declared=DECLARED,
        period=Period.parse(period),
        vintage=1,
        centres=("C1",),
    )


def sum_of(key: Key, numbers) -> np.ndarray | int:
    """Return what a cell says, for every way at once."""
    who = dict(key.codes).get("visitor")
    return sum(
        n
        for (month, one), n in zip(PLACES, numbers, strict=True)
        if month in key.period and who in (None, one)
    )


def found_out(quarter: Quarter, releases: list[TableSet]) -> list[Key]:
    """Return the small numbers whose interval is too short for somebody who tries every way."""
    ways = np.indices((MOST,) * len(PLACES), dtype=np.int16)
    fits = np.ones(ways.shape[1:], dtype=bool)
    told = {cell.key: cell.value for tables in releases for cell in tables.cells}
    for key, value in told.items():
        whole = sum_of(key, ways)
        if isinstance(whole, np.ndarray):
            fits &= (whole >= 1) if value is None else (whole == value)
    found = []
    for key, value in told.items():
        true = sum_of(key, quarter.visits)
        if value is None and 0 < true < THRESHOLD:
            left = sum_of(key, ways)[fits]
            if left.max() < THRESHOLD or left.max() - left.min() < THRESHOLD - 1:
                found.append(key)
        assert value is None or not 0 < value < THRESHOLD
    return found


def small_quarters() -> list[Quarter]:
    draw = random.Random(11)
    return [
        Quarter(tuple(draw.choice((0, 1, 3, 4, 5, 6, 9, 12)) for _ in PLACES)) for _ in range(30)
    ]


@pytest.mark.parametrize("periods", ORDERS)
def test_months_give_nothing_away(periods: tuple[str, ...]) -> None:
    """Neither in one release, nor beside a longer period or a month released before or after."""
    for quarter in small_quarters():
        assert not found_out(quarter, released(quarter.rows, periods, DECLARED)), quarter


def test_the_stranger_finds_what_is_protected_month_by_month() -> None:
    """Each month protected by itself and the sum beside them: the small number is found."""
    quarter = Quarter((3, 9, 12, 9))
    apart = []
    for period in ("2026-01", "2026-02", "2026-Q1"):
        whole = counted(quarter, period)
        cells = tuple(
            c for c in whole.tables.cells if c.key.period == whole.tables.cells[0].key.period
        )
        tables = TableSet(cells)
        apart.append(protect(tables, policy=policy_of(DECLARED, whole)).tables)
    assert found_out(quarter, apart)


def test_the_sum_of_the_period_is_hidden_after_its_months() -> None:
    """A few who came in one month cost a number of another month, not that of the quarter."""
    (release,) = released(Quarter((3, 9, 12, 9)).rows, ("2026-Q1",), DECLARED)
    whole = {cell.value for cell in release.cells if len(cell.key.period) == 3}
    assert None not in whole
