"""Why the number of contacts of a report is hidden: from what is published, and nothing else."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.releases.hidden_total import HiddenTotal, Why, why_hidden
from familjecentral.releases.model import Release, ReleaseStatus
from tests.unit.releases.test_late import YEAR, quarter, total
from tests.unit.releases.test_register import entry

HIDDEN = total(YEAR, None, 2)


def told(register: list[Release], cells: TableSet = HIDDEN) -> HiddenTotal | None:
    return why_hidden(YEAR, ("C1",), cells, register)


def test_a_number_that_is_shown_or_absent_has_no_reason() -> None:
    """Nothing is said where nothing is hidden."""
    assert told([], total(YEAR, 12, 2)) is None
    assert told([], TableSet(HIDDEN.cells[:1])) is None


def test_quarters_that_are_published_stand_in_the_way_of_the_late_entries() -> None:
    """What they add up to without late entries is public, and is said."""
    register = [quarter(n, 10 * n) for n in (4, 3, 2, 1)]
    assert told(register) == HiddenTotal(Why.LATE, (1, 2, 3, 4), 100)


def test_a_hidden_quarter_stands_in_the_way() -> None:
    """With the year it could be worked out from the others; which ones hide is public."""
    register = [quarter(1, None), *(quarter(n, 10) for n in (2, 3, 4))]
    assert told(register) == HiddenTotal(Why.PART, (1,))


@pytest.mark.parametrize(
    "change",
    [
        {"status": ReleaseStatus.WITHDRAWN},
        {"vintage": 2},
        {"centres": ("C2",)},
        {"period": Period.parse("2025-Q1")},
    ],
)
def test_parts_that_do_not_make_up_the_year_are_not_added(change: dict[str, object]) -> None:
    """Withdrawn, corrected, of another house or another year: no sum is said."""
    register = [quarter(n, 10) for n in (1, 2, 3, 4)]
    register[0] = replace(register[0], **change)  # type: ignore[arg-type]
    found = told(register)
    assert found is not None
    assert (found.why, found.parts) == (Why.EARLIER, None)


def test_months_that_nothing_touches_have_no_releases_to_name() -> None:
    """Nor do hidden parts alone stand in the way of anything."""
    assert told([]) == HiddenTotal(Why.ALONE)
    assert told([entry(1, "0" * 64, period=Period.parse("2024-Q1"))]) == HiddenTotal(Why.ALONE)
    register = [quarter(n, None) for n in (1, 2, 3, 4)]
    assert told(register) == HiddenTotal(Why.EARLIER, (1, 2, 3, 4))


# --- brute force: the sentence never splits the worlds that look alike ----------------------------

LEVELS = ("U", "S")


def _counts(period: Period, vintage: int, values: tuple[int, ...]) -> TableSet:
    months = tuple(str(month) for month in period.months)
    by_level = zip(LEVELS, values, strict=True)
    cells = [Cell(Key("contacts", months, vintage, (("level", c),)), n, "t1") for c, n in by_level]
    whole = Cell(Key("contacts", months, vintage, ()), sum(values), "t1")
    return TableSet((*cells, whole))


@pytest.mark.parametrize("first", [(9, 9), (12, 0)])
def test_worlds_that_publish_the_same_are_told_the_same(first: tuple[int, int]) -> None:
    """All late entries of a tiny house: where shown cells agree, so does every word; and each
    hidden number still has its interval among the worlds that look alike."""
    half, month = Period.parse("2026-H1"), Period.parse("2026-Q1")
    policy, seen = Policy(threshold=3), {}
    quarter_cells = _counts(month, 1, first)
    protected = protect(quarter_cells, policy=policy).tables
    register = [entry(1, "0" * 64, period=month, centres=("C1", "C2"), cells=protected)]
    for late in itertools.product(range(5), repeat=2):
        year = _counts(half, 2, tuple(a + b for a, b in zip(first, late, strict=True)))
        safe = protect(
            year, policy=policy, earlier=[protected], earlier_truth=[quarter_cells]
        ).tables
        said = why_hidden(half, ("C1", "C2"), safe, register)
        seen.setdefault(tuple(cell.value for cell in safe.cells), set()).add(said)
    assert all(len(said) == 1 for said in seen.values())
    assert len(seen) > 1
