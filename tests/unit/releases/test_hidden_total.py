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
from tests.unit.disclosure.oracle import Oracle
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


# --- brute force: late entries of a tiny house ---------------------------------------------------

LEVELS = ("U", "S", "I")
LIMIT, HALF = 3, Period.parse("2026-H1")
FIRST = (9, 12, 7)  # in each of its two quarters
WHOLE = Key("contacts", tuple(str(m) for m in HALF.months), 2, ())


def counts(period: Period, vintage: int, values: tuple[int, ...]) -> TableSet:
    key = Key("contacts", tuple(str(month) for month in period.months), vintage, ())
    levels = (replace(key, codes=(("level", code),)) for code in LEVELS)
    rows = (Cell(one, n, "t1") for one, n in zip(levels, values, strict=True))
    return TableSet((*rows, Cell(key, sum(values), "t1")))


def late_intervals(known: list[TableSet]) -> dict[Key, tuple[int, int]]:
    """Return what a stranger can work out of the late entries, each level and all."""
    oracle = Oracle(known)
    found = {}
    for key in (cell.key for cell in known[-1].cells):
        now, then = (oracle.mask(key.period, vintage, key.codes) for vintage in (2, 1))
        late = tuple(a and not b for a, b in zip(now, then, strict=True))
        found[key] = oracle.interval(late)
    return found


def test_neither_the_sentence_nor_the_shown_total_tells_of_a_few_late_entries() -> None:
    """The total is shown wherever all late entries together are not few, and then no level's few
    can be worked out. Where the published numbers are the same, so is every word."""
    quarters = [counts(Period.parse(f"2026-Q{n}"), 1, FIRST) for n in (1, 2)]
    register = [
        entry(n, "0" * 64, period=Period.parse(f"2026-Q{n}"), centres=("C1", "C2"), cells=cells)
        for n, cells in enumerate(quarters, start=1)
    ]
    policy = Policy(threshold=LIMIT, weights={"t1": 20}, prices={WHOLE: 100})
    said: dict[tuple[object, ...], set[HiddenTotal | None]] = {}
    for late in itertools.product((0, 2, 4), repeat=len(LEVELS)):
        truth = counts(HALF, 2, tuple(2 * a + b for a, b in zip(FIRST, late, strict=True)))
        safe = protect(truth, policy=policy, earlier=quarters).tables
        shown = {cell.key: cell.value for cell in safe.cells}
        assert (shown[WHOLE] is not None) == (sum(late) not in range(1, LIMIT))
        for (low, high), number in zip(
            late_intervals([*quarters, safe]).values(), (*late, sum(late)), strict=True
        ):
            assert low <= number <= high
            if 0 < number < LIMIT:
                assert high >= LIMIT
                assert high - low >= LIMIT - 1
        words = why_hidden(HALF, ("C1", "C2"), safe, register)
        assert (words is None) == (shown[WHOLE] is not None)
        assert words is None or words == HiddenTotal(Why.LATE, (1, 2), 2 * sum(FIRST))
        said.setdefault(tuple(shown.values()), set()).add(words)
    assert all(len(words) == 1 for words in said.values())
    assert len(said) > len(LEVELS)
