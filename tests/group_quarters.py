"""Small quarters of groups, and somebody who tries every way in which they can have gone.

The stranger knows what is published of participants, places and attendance, how many sessions
each group held, and what the words mean: who completed missed at most a quarter of the sessions,
who came to the first alone missed all the others. Nothing here is shared with the program's rule.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import Key, TableSet, Value
from familjecentral.releases.propose import Known, protected
from familjecentral.statistics.cells import CENTRE, Counted, tables_of, truth_of
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from familjecentral.statistics.quiet import Ended
from familjecentral.statistics.rule import policy_of

PEOPLE, PLACES, ATTENDANCE = "group_participants", "group_places", "group_attendance"
WAYS = ("completed", "other", "only_first")
BESIDE = (PLACES, ATTENDANCE)
PRESENT = "attendance.present"
THRESHOLD = 5
HELD = (
    Measure(PEOPLE, "group_run", "people"),
    Measure(PLACES, "group_run", "things"),
    Measure(ATTENDANCE, "group_run", "people"),
    Measure("activities", "structural", "things"),
)
DECLARED = DeclaredSet(
    version=1,
    threshold=THRESHOLD,
    measures=HELD,
    dimensions=(
        Dimension("programme", DimensionKind.CODE, "programme", {}, codes=("a", "b")),
        Dimension("course", DimensionKind.CODE, "course", {}, codes=WAYS),
        Dimension("attendance.held", DimensionKind.CODE, "held", {}),
        Dimension(PRESENT, DimensionKind.FLAG, "present", {}, ("yes",), "no", ("yes", "no")),
    ),
    tables=(
        TableSpec("t1", "activities", (), by_centre=True),  # tells which centres there are
        TableSpec("t13", PEOPLE, ("programme",)),
        TableSpec("t13", PLACES, ("programme",)),
        TableSpec(
            "t13",
            ATTENDANCE,
            ("programme", PRESENT),
            counted_by=("programme", "attendance.held", PRESENT),
        ),
        TableSpec("t15", PEOPLE, ("course",)),
    ),
    total_weight=2,
)
# A house that counts all who did not complete together.
MERGED = replace(
    DECLARED,
    tables=tuple(
        replace(spec, merged=(("course", ("other", "only_first")),))
        if spec.dimensions == ("course",)
        else spec
        for spec in DECLARED.tables
    ),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A group that ended: how many completed, did something between, came to the first alone."""

    programme: str
    went: tuple[int, int, int]
    held: int = 8
    missed: int = 0
    free: int = 0
    month: str = "2026-01"
    centre: str = "C1"

    @property
    def people(self) -> int:
        return sum(self.went)

    @property
    def enough(self) -> int:
        return -(-3 * self.held // 4)


def least(run: Run, went: Sequence[int]) -> int:
    """Return the fewest absences of people who went through a group in these ways."""
    return went[1] * (run.held - run.enough + 1) + went[2] * (run.held - 1)


def came(went: Sequence[int], way: str) -> int:
    """Return how many came through in a way, or in one of several that are counted together."""
    return sum(went[WAYS.index(one)] for one in way.split("+"))


def most(run: Run, went: Sequence[int]) -> int:
    """Return the most absences; nobody misses every session."""
    return went[0] * (run.held - run.enough) + (went[1] + went[2]) * (run.held - 1)


def rows_of(runs: Iterable[Run]) -> list[CountRow]:
    """Return the kept counts of groups."""
    found: Counter[tuple[str, str, str, tuple[str, ...]]] = Counter()
    for run in runs:
        where = run.centre, run.month
        way = f"{run.held}:{run.enough}"
        found[*where, f"{PEOPLE}:programme", (run.programme,)] += run.people
        found[*where, f"{PLACES}:programme", (run.programme,)] += run.people + run.free
        for name, n in zip(WAYS, run.went, strict=True):
            found[*where, f"{PEOPLE}:course", (name,)] += n
        table = f"{ATTENDANCE}:programme*attendance.held*{PRESENT}"
        missed = run.missed
        found[*where, table, (run.programme, way, "yes")] += run.people * run.held - missed
        found[*where, table, (run.programme, way, "no")] += missed
    return [
        CountRow(centre, month, 1, table, codes, n, 0, 0)
        for (centre, month, table, codes), n in found.items()
        if n
    ]


def counted(
    runs: Iterable[Run],
    period: str,
    centres: Sequence[str] = ("C1",),
    declared: DeclaredSet = DECLARED,
) -> Counted:
    """Return the true cells of a period."""
    return tables_of(
        rows_of(runs),
        declared=declared,
        period=Period.parse(period),
        vintage=1,
        centres=centres,
    )


def calendar(runs: Sequence[Run], centres: Sequence[str]) -> Ended:
    """Return what the notice boards of a year say."""
    months = [f"2026-{n:02}" for n in range(1, 13)]
    return Ended(
        frozenset((run.centre, run.month, run.programme) for run in runs),
        frozenset(itertools.product(centres, months)),
    )


def quiet(share: float) -> None:
    """Say nothing."""


def released(
    runs: Sequence[Run],
    periods: Sequence[str],
    centres: Sequence[str] = ("C1",),
    sets: Sequence[DeclaredSet] = (),
) -> list[TableSet]:
    """Return the releases of some periods, each protected against those before it, by table sets
    of their own if there are any."""
    rows = rows_of(runs)
    earlier: list[TableSet] = []
    for period, declared in zip(periods, sets or [DECLARED] * len(periods), strict=True):
        truth = tuple(truth_of(t, rows, declared=DECLARED, centres=centres) for t in earlier)
        known = Known(tuple(earlier), truth, calendar(runs, centres))
        made = protected(declared, counted(runs, period, centres, declared), known, quiet)
        earlier.append(made.safe.tables)
    return earlier


def naive(runs: Sequence[Run], period: str) -> TableSet:
    """Return a release with every row, as if no measure could tell of another."""
    whole = counted(runs, period)
    return protect(whole.tables, policy=policy_of(DECLARED, whole)).tables


@dataclass(frozen=True, slots=True)
class Breach:
    """A small number that the stranger gets too near to."""

    key: Key
    value: int
    low: int
    high: int


class Stranger:
    """Tries every way in which the groups can have gone, next to what has been released.

    Args:
        runs: the groups; only their programme, month, centre and sessions are looked at.
        relates: whether the stranger sees how the measures hang together.
    """

    def __init__(
        self, runs: Sequence[Run], releases: Sequence[TableSet], *, relates: bool = True
    ) -> None:
        self._runs = list(runs)
        self._told: dict[Key, Value] = {c.key: c.value for t in releases for c in t.cells}
        self._relates = relates

    def breaches(self) -> list[Breach]:
        """Return the small numbers whose interval is too short."""
        ends: dict[Key, tuple[int, int]] = {}
        asked = [key for key, value in self._told.items() if value is None]
        for went in self._ways():
            for key in asked:
                low, high = self._span(key, went)
                known = ends.get(key, (low, high))
                ends[key] = min(known[0], low), max(known[1], high)
        found = []
        for key, (low, high) in ends.items():
            true = self._true(key)
            if 0 < true < THRESHOLD and (high < THRESHOLD or high - low < THRESHOLD - 1):
                found.append(Breach(key, true, low, high))
        return found

    def _span(self, key: Key, went: Sequence[Sequence[int]]) -> tuple[int, int]:
        if key.measure == PEOPLE:
            value = self._people(key, went)
            return value, value
        chosen = self._behind(key)
        whole = sum(sum(went[n]) * self._runs[n].held for n in chosen)
        low = sum(least(self._runs[n], went[n]) for n in chosen) if self._relates else 0
        high = sum(most(self._runs[n], went[n]) for n in chosen) if self._relates else whole
        side = dict(key.codes).get(PRESENT)
        if side == "yes":
            return max(whole - high, 1), whole - max(low, 1)
        return (max(low, 1), min(high, whole - 1)) if side == "no" else (whole, whole)

    def _true(self, key: Key) -> int:
        if key.measure == PEOPLE:
            return self._people(key, [run.went for run in self._runs])
        runs = [self._runs[n] for n in self._behind(key)]
        missed = sum(run.missed for run in runs)
        whole = sum(run.people * run.held for run in runs)
        side = dict(key.codes).get(PRESENT)
        return missed if side == "no" else whole - missed if side == "yes" else whole

    def _behind(self, key: Key) -> list[int]:
        codes = dict(key.codes)
        return [
            n
            for n, run in enumerate(self._runs)
            if run.month in key.period
            and codes.get("programme", run.programme) == run.programme
            and codes.get(CENTRE, run.centre) == run.centre
        ]

    def _people(self, key: Key, went: Sequence[Sequence[int]]) -> int:
        way = dict(key.codes).get("course")
        return sum(sum(went[n]) if way is None else came(went[n], way) for n in self._behind(key))

    def _ways(self) -> Iterator[tuple[tuple[int, ...], ...]]:
        """Yield how the groups can have gone, all of them together."""
        months = sorted({(run.month, run.centre) for run in self._runs})
        by_month = [
            [n for n, run in enumerate(self._runs) if (run.month, run.centre) == month]
            for month in months
        ]
        tests = [*self._tests()]
        choices = []
        for inside in by_month:
            own = [test for behind, test in tests if behind <= set(inside)]
            choices.append([one for one in self._all(inside) if all(test(one) for test in own)])
        rest = [
            test for behind, test in tests if not any(behind <= set(inside) for inside in by_month)
        ]
        for picked in itertools.product(*choices):
            together: dict[int, tuple[int, ...]] = {}
            for one in picked:
                together |= one
            if all(test(together) for test in rest):
                yield tuple(together[n] for n in range(len(self._runs)))

    def _all(self, inside: Sequence[int]) -> Iterator[dict[int, tuple[int, ...]]]:
        """Yield all ways of some groups; some more people than there were, where nobody tells."""
        total = sum(self._runs[n].people for n in inside)
        width = 3 * len(inside)
        for many in range(total + THRESHOLD + 1):
            for bars in itertools.combinations(range(many + width - 1), width - 1):
                edges = (-1, *bars, many + width - 1)
                parts = [b - a - 1 for a, b in itertools.pairwise(edges)]
                yield {n: tuple(parts[3 * i : 3 * i + 3]) for i, n in enumerate(inside)}
            if many == total and self._is_told(inside):
                return

    def _is_told(self, inside: Sequence[int]) -> bool:
        """Tell whether the number of all their people is published."""
        return any(
            value is not None
            and key.measure == PEOPLE
            and not {"programme", "course"} & dict(key.codes).keys()
            and set(self._behind(key)) == set(inside)
            for key, value in self._told.items()
        )

    def _tests(
        self,
    ) -> Iterator[tuple[set[int], Callable[[Mapping[int, tuple[int, ...]]], bool]]]:
        for key, value in self._told.items():
            behind = set(self._behind(key))
            if key.measure == PEOPLE:
                yield behind, self._agrees(key, value)
            elif self._relates and key.measure in BESIDE and isinstance(value, int):
                yield behind, self._allows(key, value, sorted(behind))

    def _agrees(self, key: Key, value: Value) -> Callable[[Mapping[int, tuple[int, ...]]], bool]:
        behind = self._behind(key)
        way = dict(key.codes).get("course")

        def test(went: Mapping[int, tuple[int, ...]]) -> bool:
            n = sum(sum(went[i]) if way is None else came(went[i], way) for i in behind)
            return n >= 1 if value is None else n == value

        return test

    def _allows(
        self, key: Key, value: int, behind: Sequence[int]
    ) -> Callable[[Mapping[int, tuple[int, ...]]], bool]:
        runs = self._runs
        side = dict(key.codes).get(PRESENT)

        def test(went: Mapping[int, tuple[int, ...]]) -> bool:
            if key.measure == PLACES:
                return sum(sum(went[i]) for i in behind) <= value
            whole = sum(sum(went[i]) * runs[i].held for i in behind)
            if side is None:
                return whole == value
            missed = value if side == "no" else whole - value
            low = sum(least(runs[i], went[i]) for i in behind)
            return low <= missed <= sum(most(runs[i], went[i]) for i in behind)

        return test
