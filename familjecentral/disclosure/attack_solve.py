"""Whole-number intervals of sums of unknowns under linear knowledge.

Known zeros and single unknowns are removed first, what is left falls apart into components.
In a component, points found on the way are kept as witnesses; each is rounded and checked in
exact arithmetic. An upper end is exact when a witness attains the bound of the linear program;
otherwise a whole-number program settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil, floor

import highspy
import numpy as np
from numpy.typing import NDArray

from familjecentral.errors import FamiljecentralError, UnusableFile

Ints = NDArray[np.int64]

_EPS = 1e-6
_IDLE = 4
_MOST_NODES = 20_000
_MOST_FIXED = 100
_OPEN = 2**62
_DUAL, _PRIMAL = 1, 4
_EMPTY: Ints = np.zeros(0, dtype=np.int64)


class Unsettled(FamiljecentralError):
    """The bounded search found neither a point nor its absence; counts as not proven."""


@dataclass(frozen=True, slots=True)
class Relation:
    """``low <= sum(plus) - sum(minus) <= high``; an end that is not known is None."""

    plus: Ints
    minus: Ints
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a sum that lies in one component."""

    component: int
    part: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of unknowns after what is known was taken out."""

    known: int
    shares: tuple[Share, ...]


class System:
    """Everything that is known about the unknowns of one measure.

    Raises:
        UnusableFile: the relations contradict each other.
    """

    def __init__(self, unknowns: int, relations: Sequence[Relation]) -> None:
        self._value = np.full(unknowns, -1, dtype=np.int64)
        rows = _reduce(self._value, relations)
        # No unknown is above this where anything bounds it at all.
        self.cap = 1000 + sum(max(abs(row.low or 0), abs(row.high or 0)) for row in rows)
        self._home = np.full(unknowns, -1, dtype=np.int64)
        self._place = np.zeros(unknowns, dtype=np.int64)
        self.components: list[_Component] = []
        groups = _components(self._value, rows)
        for number, columns in enumerate(groups):
            self._home[columns] = number
            self._place[columns] = np.arange(len(columns))
        inside: list[list[Relation]] = [[] for _ in groups]
        for row in rows:
            first = row.plus[0] if len(row.plus) else row.minus[0]
            inside[self._home[first]].append(
                Relation(self._place[row.plus], self._place[row.minus], row.low, row.high)
            )
        self.components = [
            _Component(len(columns), its, self.cap)
            for columns, its in zip(groups, inside, strict=True)
        ]

    def sum_of(self, columns: Ints, *, reach: int = 0) -> Sum:
        """Register a sum of unknowns whose interval will be asked for.

        Args:
            columns: the unknowns.
            reach: the first walks try to show that the sum may be as much, in an interval of
                as many numbers.
        """
        values = self._value[columns]
        free = columns[values < 0]
        homes = self._home[free]
        shares = []
        for home in np.unique(homes):
            part = np.sort(self._place[free[homes == home]])
            shares.append(Share(int(home), self.components[home].part_of(part, reach)))
        return Sum(int(values[values >= 0].sum()), tuple(shares))

    def prepare(self) -> None:
        """Find the first witnesses of every component.

        Raises:
            UnusableFile: a component has no whole-number solution.
        """
        for component in self.components:
            component.prepare()

    def seen(self, asked: Sum) -> tuple[int, int]:
        """Return the least and the greatest value that a witness has shown."""
        parts = [self.components[s.component].seen(s.part) for s in asked.shares]
        return asked.known + sum(p[0] for p in parts), asked.known + sum(p[1] for p in parts)

    def walk(self, asked: Sum) -> None:
        """Look for witnesses far down and far up, without proof that there are none beyond."""
        for share in asked.shares:
            self.components[share.component].walk(share.part)

    def lowest(self, asked: Sum) -> int:
        """Return the exact lower end of the whole-number interval."""
        ends = (self.components[s.component].end(s.part, -1) for s in asked.shares)
        return asked.known + sum(ends)

    def highest(self, asked: Sum) -> int:
        """Return the exact upper end; :attr:`cap` or more where nothing bounds it."""
        ends = (self.components[s.component].end(s.part, 1) for s in asked.shares)
        return asked.known + sum(ends)


def _reduce(value: Ints, relations: Sequence[Relation]) -> list[Relation]:
    """Fix what relations fix by themselves until nothing changes; return the rest.

    Unknowns are never negative, so a sum of zero fixes all of its terms.
    """
    rows = list(relations)
    changed = True
    while changed:
        changed = False
        left: list[Relation] = []
        for row in rows:
            known = value[row.plus], value[row.minus]
            if (known[0] >= 0).any() or (known[1] >= 0).any():
                shift = int(known[0][known[0] >= 0].sum() - known[1][known[1] >= 0].sum())
                row = Relation(  # noqa: PLW2901 - the row without what is known by now
                    row.plus[known[0] < 0],
                    row.minus[known[1] < 0],
                    None if row.low is None else row.low - shift,
                    None if row.high is None else row.high - shift,
                )
            verdict = _settle(value, row)
            changed |= verdict
            if not verdict and not _says_nothing(row):
                left.append(row)
        rows = left
    return _merged(rows)


def _settle(value: Ints, row: Relation) -> bool:
    """Fix the unknowns of one relation if it alone fixes them; say whether it did."""
    if not len(row.plus) and not len(row.minus):
        if (row.low or 0) > 0 or (row.high is not None and row.high < 0):
            raise UnusableFile("contradiction_of_releases")
        return False
    if not len(row.minus):
        columns, low, high = row.plus, row.low, row.high
    elif not len(row.plus):
        columns = row.minus
        low = None if row.high is None else -row.high
        high = None if row.low is None else -row.low
    else:
        return False
    if high is not None and high < 0:
        raise UnusableFile("contradiction_of_releases")
    if high == 0:
        value[columns] = 0
        return True
    if len(columns) == 1 and low is not None and low == high:
        value[columns] = low
        return True
    return False


def _says_nothing(row: Relation) -> bool:
    """Say whether a relation holds for all unknowns >= 0."""
    if len(row.minus):
        return False
    return not len(row.plus) or (row.high is None and (row.low or 0) <= 0)


def _merged(rows: list[Relation]) -> list[Relation]:
    """Join relations between the same unknowns: the narrower ends hold."""
    found: dict[tuple[bytes, bytes], Relation] = {}
    for row in rows:
        plus, minus = np.sort(row.plus), np.sort(row.minus)
        key = plus.tobytes(), minus.tobytes()
        same = found.get(key)
        lows = [r.low for r in (row, same) if r and r.low is not None]
        highs = [r.high for r in (row, same) if r and r.high is not None]
        found[key] = Relation(
            plus, minus, max(lows) if lows else None, min(highs) if highs else None
        )
    return list(found.values())


def _components(value: Ints, rows: list[Relation]) -> list[Ints]:
    """Return the free unknowns in groups that no relation ties to each other."""
    parent = np.arange(len(value))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = int(parent[node])
        return node

    for row in rows:
        members = np.concatenate((row.plus, row.minus))
        first = root(int(members[0]))
        for other in members[1:]:
            parent[root(int(other))] = first
    groups: dict[int, list[int]] = {}
    for node in np.flatnonzero(value < 0):
        groups.setdefault(root(int(node)), []).append(int(node))
    return [np.array(group, dtype=np.int64) for group in groups.values()]


def _joined(arrays: list[Ints]) -> Ints:
    return np.concatenate([_EMPTY, *arrays])


def _solve(solver: highspy.Highs) -> None:
    """Run to an optimum; nothing else is one.

    The primal walk now and then stops without verdict; a fresh start the dual way has one.
    """
    solver.run()
    status = solver.getModelStatus()
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
        solver.clearSolver()
        solver.setOptionValue("simplex_strategy", _DUAL)
        solver.run()
        solver.setOptionValue("simplex_strategy", _PRIMAL)
        status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise UnusableFile("contradiction_of_releases")
    if status != highspy.HighsModelStatus.kOptimal:
        raise Unsettled


class _Component:
    """One linear system over unknowns >= 0, its parts of sums, and the witnesses so far."""

    def __init__(self, unknowns: int, rows: list[Relation], cap: int) -> None:
        self._n = unknowns
        self._rows = rows
        self._index = _joined([columns for r in rows for columns in (r.plus, r.minus)])
        self._signs = _joined(
            [np.full(len(c), sign) for r in rows for sign, c in ((1, r.plus), (-1, r.minus))]
        )
        sizes = [len(r.plus) + len(r.minus) for r in rows]
        self._starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._low = np.array([-_OPEN if r.low is None else r.low for r in rows], dtype=np.int64)
        self._high = np.array([_OPEN if r.high is None else r.high for r in rows], dtype=np.int64)
        self._upper = np.full(unknowns, cap, dtype=np.int64)
        for row in rows:
            if row.high is not None and not len(row.minus):
                self._upper[row.plus] = np.minimum(self._upper[row.plus], row.high)
        self._parts: dict[bytes, int] = {}
        self._columns: list[Ints] = []
        self._reach: list[int] = []
        self._witnessed = False
        self._least: Ints = np.zeros(0, dtype=np.int64)
        self._most: Ints = np.zeros(0, dtype=np.int64)
        self._ends: dict[tuple[int, int], int] = {}
        self._solver: highspy.Highs | None = None

    def part_of(self, columns: Ints, reach: int) -> int:
        """Register a sum of columns; equal sums are one part."""
        part = self._parts.setdefault(columns.tobytes(), len(self._columns))
        if part == len(self._columns):
            self._columns.append(columns)
            self._reach.append(reach)
        self._reach[part] = max(self._reach[part], reach)
        return part

    def seen(self, part: int) -> tuple[int, int]:
        return int(self._least[part]), int(self._most[part])

    def prepare(self) -> None:
        """Walk to the ends of sums chosen by a fixed seed and keep the whole points."""
        lengths = [len(columns) for columns in self._columns]
        self._flat = _joined(self._columns)
        self._heads = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
        self._least = np.full(len(lengths), _OPEN)
        self._most = np.full(len(lengths), -_OPEN)
        seeded = np.random.default_rng(0)
        with suppress(Unsettled):  # another walk will do
            self._wholly(np.zeros(self._n))
        self._spread(np.repeat(np.arange(len(lengths)), lengths), seeded)
        if not self._witnessed:
            with suppress(Unsettled):  # then every end that is asked for is unsettled too
                self._whole(np.zeros(self._n))

    def _spread(self, part: Ints, seeded: np.random.Generator) -> None:
        """Walk to where many parts at once are large or small, while that shows anything new.

        Args:
            part: the part that each of ``_flat`` belongs to.
            seeded: draws which parts go up and which down.
        """
        reach = np.array(self._reach, dtype=np.int64)
        idle = 0
        while idle < _IDLE:
            low = self._most < reach
            short = low | (self._most < self._least + reach - 1)
            if not short.any():
                break
            drawn = seeded.integers(0, 2, (2, len(reach)))
            way = np.where(short & (drawn[0] == 1), np.where(low | (drawn[1] == 1), -1.0, 1.0), 0.0)
            costs = np.bincount(self._flat, weights=way[part], minlength=self._n)
            with suppress(Unsettled):
                self._wholly(costs.astype(np.float64))
            left = (self._most < reach) | (self._most < self._least + reach - 1)
            idle = idle + 1 if left.sum() == short.sum() else 0

    def end(self, part: int, direction: int) -> int:
        """Return the least (direction -1) or greatest (1) whole value of a part."""
        if (part, direction) not in self._ends:
            self._ends[(part, direction)] = self._find_end(part, direction)
        return self._ends[(part, direction)]

    def walk(self, part: int) -> None:
        """Keep whole points near both ends of a part, if the walks there come to any."""
        for direction in (-1.0, 1.0):
            costs = np.zeros(self._n)
            costs[self._columns[part]] = direction
            with suppress(Unsettled):
                self._wholly(costs)

    def _find_end(self, part: int, direction: int) -> int:
        costs = np.zeros(self._n)
        costs[self._columns[part]] = -direction
        bound, point = self._linear(costs)
        limit = floor(-bound + _EPS) if direction > 0 else ceil(bound - _EPS)
        self._keep(point)
        if self.seen(part)[direction > 0] == limit:
            return limit
        return self._whole(costs) * -direction

    def _wholly(self, costs: NDArray[np.float64]) -> None:
        """Minimise over the relaxation; then make one unknown after the other whole.

        The unknown that lacks least is moved to its nearest whole number; if that cannot be, to
        the other side of it.
        """
        point = self._linear(costs)[1]
        solver, tries = self._solver, _MOST_FIXED
        assert solver is not None
        solver.setOptionValue("simplex_strategy", _DUAL)  # only bounds move from here on
        fixed: dict[int, tuple[float, float]] = {}
        while not self._keep(point) and tries:
            tries -= 1
            lack = np.abs(point - np.rint(point)).round(6)  # equal ones are equal
            lack[lack == 0] = 1.0
            number = int(lack.argmin())
            if lack[number] == 1.0:
                break
            near = float(np.rint(point[number]))
            # Bounds are whole, the point lies between them: either side has a number left.
            low, high = fixed.get(number, (0.0, float(self._upper[number])))
            other = (low, near - 1) if near > point[number] else (near + 1, high)
            for ends in ((near, near), other):
                fixed[number] = ends
                solver.changeColBounds(number, *ends)
                solver.run()
                if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                    break
            else:
                break
            point = np.array(solver.getSolution().col_value)
        solver.setOptionValue("simplex_strategy", _PRIMAL)
        for number in fixed:
            solver.changeColBounds(number, 0.0, float(self._upper[number]))

    def _linear(self, costs: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Minimise over the relaxation, from where the last walk ended."""
        if self._solver is None:
            self._solver = self._model(whole=False)
        solver = self._solver
        solver.changeColsCost(self._n, np.arange(self._n, dtype=np.int32), costs)
        _solve(solver)
        return (
            float(solver.getInfo().objective_function_value),
            np.array(solver.getSolution().col_value),
        )

    def _whole(self, costs: NDArray[np.float64]) -> int:
        """Minimise over whole numbers and return the least value."""
        solver = self._model(whole=True)
        solver.changeColsCost(self._n, np.arange(self._n, dtype=np.int32), costs)
        _solve(solver)
        point = np.array(solver.getSolution().col_value)
        if not self._keep(point):
            raise Unsettled
        return int(np.rint(point) @ costs)

    def _keep(self, point: NDArray[np.float64]) -> bool:
        """Keep a point as a witness if, rounded, it fits every relation exactly."""
        whole = np.rint(point).astype(np.int64)
        if (whole < 0).any() or np.abs(point - whole).max(initial=0) > 1e-4:
            return False
        if len(self._rows):
            terms = whole[self._index] * self._signs
            sums = np.add.reduceat(terms, self._starts[:-1])
            if (sums < self._low).any() or (sums > self._high).any():
                return False
        self._witnessed = True
        if len(self._columns):
            values = np.add.reduceat(whole[self._flat], self._heads)
            self._least = np.minimum(self._least, values)
            self._most = np.maximum(self._most, values)
        return True

    def _model(self, *, whole: bool) -> highspy.Highs:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._n, len(self._rows)
        lp.col_cost_ = np.zeros(self._n)
        lp.col_lower_ = np.zeros(self._n)
        lp.col_upper_ = self._upper.astype(float)
        lp.row_lower_ = np.where(self._low == -_OPEN, -highspy.kHighsInf, self._low)
        lp.row_upper_ = np.where(self._high == _OPEN, highspy.kHighsInf, self._high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = self._starts.astype(np.int32)
        lp.a_matrix_.index_ = self._index.astype(np.int32)
        lp.a_matrix_.value_ = self._signs.astype(float)
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * self._n
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        if whole:
            solver.setOptionValue("mip_rel_gap", 0.0)
            solver.setOptionValue("mip_abs_gap", 0.5)
            solver.setOptionValue("mip_max_nodes", _MOST_NODES)
        else:
            solver.setOptionValue("simplex_strategy", _PRIMAL)  # the last point stays feasible
        solver.passModel(lp)
        return solver
