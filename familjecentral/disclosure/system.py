"""Rows, unknowns and targets of one measure, reduced and cut into parts that share nothing.

Shown zeros fix unknowns, equal rows and equal columns merge, components separate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from familjecentral.disclosure.solver import Floats, Ints
from familjecentral.disclosure.space import Number, Space

Flags = NDArray[np.bool_]
ZERO, LOOSE = -1, -2  # unknowns that are zero for everybody, and that no row limits


class State(IntEnum):
    """Whether a row may be hidden: it is ours to choose, or already settled."""

    FREE = 0
    SHOWN = 1
    HIDDEN = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A number that has been or will be written, shown or hidden.

    Attributes:
        number: what it counts.
        value: true value, None where it is not known (hidden in an earlier release).
        low, high: what the attacker knows of it while it is hidden; high None: no limit.
        state: settled or free.
        price: what hiding it costs; order: place in the public order that breaks ties.
        small: it must be hidden, and so must every equal number.
        new: it belongs to the release that is being made.
        tables: names for messages.
    """

    number: Number
    value: int | None
    low: int
    high: int | None
    state: State
    price: int = 1
    order: int = 0
    small: bool = False
    new: bool = False
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A sum of unknowns as one part sees it. Equal forms have the same ends.

    Attributes:
        part: number of the part.
        upper, lower: the part's unknowns added and subtracted for the upper and the lower end.
        endless: nothing limits its lower end.
    """

    part: int
    upper: tuple[Ints, Ints]
    lower: tuple[Ints, Ints]
    endless: bool

    @property
    def mark(self) -> tuple[bytes | int, ...]:
        """What equal forms have in common."""
        return (self.part, *(columns.tobytes() for columns in (*self.upper, *self.lower)))


@dataclass(frozen=True, slots=True)
class Target:
    """What must stay uncertain of a sum.

    Attributes:
        form: the sum.
        up: its upper end must reach this.
        span: distance of the ends must reach this (0: not asked for).
        low: its lower end must reach down to this (None: not asked for).
    """

    form: Form
    up: int
    span: int
    low: int | None = None


class Contradiction(Exception):
    """Written numbers cannot all be true; ``rows`` are places of some that disagree."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = tuple(rows)
        super().__init__(f"{len(self.rows)} numbers contradict each other")


@dataclass(frozen=True, slots=True)
class Sums:
    """A sparse matrix, row by row: which unknowns make each sum."""

    row: Ints
    column: Ints
    sign: Floats
    count: int

    def of(self, point: Floats) -> Floats:
        """Return the sums at a point (whole numbers stay exact below 2**53)."""
        weights = self.sign * point[self.column]
        return np.bincount(self.row, weights=weights, minlength=self.count).astype(np.float64)

    def turned(self, weights: Floats, size: int) -> Floats:
        """Return the sum of all rows, each times its weight, by unknown."""
        signs = self.sign * weights[self.row]
        return np.bincount(self.column, weights=signs, minlength=size).astype(np.float64)

    def at(self, row: int) -> tuple[Ints, Floats]:
        """Return columns and signs of one row."""
        first, last = np.searchsorted(self.row, (row, row + 1))
        return self.column[first:last], self.sign[first:last]


def sums(lines: Sequence[tuple[Ints, Ints]]) -> Sums:
    """Make a matrix of (columns added, columns subtracted)."""
    if not lines:
        none = np.empty(0, dtype=np.int64)
        return Sums(none, none, np.empty(0), 0)
    row = np.repeat(np.arange(len(lines)), [len(a) + len(b) for a, b in lines])
    column = np.concatenate([np.concatenate(line) for line in lines])
    sign = np.concatenate([np.repeat((1.0, -1.0), (len(a), len(b))) for a, b in lines])
    return Sums(row.astype(np.int64), column.astype(np.int64), sign, len(lines))


@dataclass(slots=True)
class Part:
    """One component: its own unknowns, rows and targets.

    Attributes:
        size: number of unknowns.
        rows: which of the given rows each line of ``matrix`` stands for (several if equal).
        matrix: rows by unknowns; ties: sums that are zero.
        value: true values (0 where not known: then the row is settled as hidden).
        low, high: bounds while hidden; free, hidden: states; price, order: of the free ones.
        known: the true value is known; new: a row of it belongs to the new release.
        targets: given target numbers; upper, lower: their sums for the two ends.
    """

    size: int
    rows: list[list[int]]
    matrix: Sums
    ties: Sums
    value: Floats
    low: Floats
    high: Floats
    known: Flags
    free: Flags
    hidden: Flags
    price: Floats
    order: Floats
    new: bool
    targets: list[int] = field(default_factory=list)
    upper: Sums = field(default_factory=lambda: sums([]))
    lower: Sums = field(default_factory=lambda: sums([]))
    up: Floats = field(default_factory=lambda: np.empty(0))
    span: Floats = field(default_factory=lambda: np.empty(0))
    floor: Floats = field(default_factory=lambda: np.empty(0))


class Reduction:
    """A space with its rows, reduced. ``parts`` are in a fixed order.

    Args:
        links: sums that shall lie in one part although no row holds them together.

    Raises:
        Contradiction: a row above zero has nothing left that it could count.
    """

    def __init__(self, space: Space, rows: Sequence[Row], links: Iterable[Ints] = ()) -> None:
        self.space = space
        self.rows = rows
        raw = [space.columns(row.number) for row in rows]
        tied = list(space.tied())
        gone = self._zeros(raw, tied)
        lines = self._lines(raw, gone)
        left = [(a[~gone[a]], b[~gone[b]]) for a, b in tied]
        left = [(a, b) for a, b in left if len(a) or len(b)]
        self._merge(gone, [columns for columns, _ in lines], left)
        held = [columns for columns, _ in lines] + [np.concatenate(pair) for pair in left]
        label = self._components([*held, *links])
        self._collect(lines, left, label)

    def _zeros(self, raw: Sequence[Ints], tied: Iterable[tuple[Ints, Ints]]) -> Flags:
        """Return which unknowns are zero for everybody."""
        gone = np.zeros(self.space.size, dtype=bool)
        for columns in self.space.impossible():
            gone[columns] = True
        for row, columns in zip(self.rows, raw, strict=True):
            if row.state is State.SHOWN and row.value == 0:
                gone[columns] = True
        changed = True
        tied = list(tied)
        while changed:
            changed = False
            for one, other in tied:
                if gone[one].all() != gone[other].all():
                    gone[one] = gone[other] = True
                    changed = True
        return gone

    def _lines(self, raw: Sequence[Ints], gone: Flags) -> list[tuple[Ints, list[int]]]:
        """Return the rows that still count something, equal ones together."""
        together: dict[bytes, tuple[Ints, list[int]]] = {}
        for number, (row, columns) in enumerate(zip(self.rows, raw, strict=True)):
            kept = columns[~gone[columns]]
            if len(kept):
                together.setdefault(kept.tobytes(), (kept, []))[1].append(number)
            elif row.value or (row.value is None and row.low > 0):
                raise Contradiction([number])
        return list(together.values())

    def _merge(self, gone: Flags, lines: Sequence[Ints], tied: Sequence[tuple[Ints, Ints]]) -> None:
        """Merge unknowns that no row tells apart; ``self.column`` leads from old to new."""
        random = np.random.default_rng(1)
        mark = np.zeros((self.space.size, 2), dtype=np.uint64)
        for columns in lines:
            mark[columns] += random.integers(0, 2**64, 2, dtype=np.uint64)
        for one, other in tied:
            mark[one] += random.integers(0, 2**64, 2, dtype=np.uint64)
            mark[other] += random.integers(0, 2**64, 2, dtype=np.uint64)
        loose = ~mark.any(axis=1)
        left = np.flatnonzero(~gone & ~loose)
        _, first, inverse = np.unique(mark[left], axis=0, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first)] = np.arange(len(first))
        self.column = np.where(loose & ~gone, LOOSE, ZERO)
        self.column[left] = rank[inverse.ravel()]
        self.members = np.bincount(self.column[left], minlength=len(first))

    def _components(self, sums_: Iterable[Ints]) -> Ints:
        label = np.arange(len(self.members))
        groups = [np.unique(self.column[columns]) for columns in sums_]
        groups = [group[group >= 0] for group in groups]
        groups = [group for group in groups if len(group) > 1]
        changed = True
        while changed:
            changed = False
            for group in groups:
                lowest = label[group].min()
                if (label[group] != lowest).any():
                    label[group] = lowest
                    changed = True
        return label

    def _collect(
        self,
        lines: Sequence[tuple[Ints, list[int]]],
        tied: Sequence[tuple[Ints, Ints]],
        label: Ints,
    ) -> None:
        names, self.part_of = np.unique(label, return_inverse=True)
        self.local = np.empty(len(label), dtype=np.int64)
        for number in range(len(names)):
            mine = self.part_of == number
            self.local[mine] = np.arange(mine.sum())
        line_of: list[list[int]] = [[] for _ in names]
        tied_of: list[list[int]] = [[] for _ in names]
        for number, (columns, _) in enumerate(lines):
            line_of[self.part_of[self.column[columns[0]]]].append(number)
        for number, pair in enumerate(tied):
            tied_of[self.part_of[self.column[np.concatenate(pair)[0]]]].append(number)
        sizes = np.bincount(self.part_of, minlength=len(names))
        self.parts = [
            self._part(
                int(sizes[number]),
                [lines[n] for n in line_of[number]],
                [tied[n] for n in tied_of[number]],
            )
            for number in range(len(names))
        ]

    def _to_local(self, columns: Ints) -> Ints:
        return np.unique(self.local[self.column[columns]])

    def _part(
        self,
        size: int,
        lines: Sequence[tuple[Ints, list[int]]],
        tied: Sequence[tuple[Ints, Ints]],
    ) -> Part:
        none = np.empty(0, dtype=np.int64)
        groups = [[self.rows[n] for n in members] for _, members in lines]
        states = [self._settle(group) for group in groups]
        values = [next((r.value for r in group if r.value is not None), None) for group in groups]
        for group, value, (_, members) in zip(groups, values, lines, strict=True):
            if any(row.value not in (None, value) for row in group):
                raise Contradiction(members)
        highs = [[r.high for r in group if r.high is not None] for group in groups]
        return Part(
            size=size,
            rows=[members for _, members in lines],
            matrix=sums([(self._to_local(columns), none) for columns, _ in lines]),
            ties=sums([(self._to_local(a), self._to_local(b)) for a, b in tied]),
            value=np.array([0 if value is None else value for value in values], dtype=float),
            low=np.array([max(r.low for r in group) for group in groups], dtype=float),
            high=np.array([min(high) if high else np.inf for high in highs], dtype=float),
            known=np.array([value is not None for value in values], dtype=bool),
            free=np.array([state is State.FREE for state in states], dtype=bool),
            hidden=np.array([state is State.HIDDEN for state in states], dtype=bool),
            price=np.array(
                [sum(r.price for r in g if r.state is State.FREE) for g in groups], dtype=float
            ),
            order=np.array([min(r.order for r in group) for group in groups], dtype=float),
            new=any(row.new for group in groups for row in group),
        )

    @staticmethod
    def _settle(group: Sequence[Row]) -> State:
        """Equal numbers are hidden together: one that is shown shows the others."""
        states = {row.state for row in group}
        if State.SHOWN in states:
            return State.SHOWN
        if any(row.small for row in group) or State.FREE not in states:
            return State.HIDDEN
        return State.FREE

    def place(self, targets: Mapping[int, Target]) -> None:
        """Give every part its targets, which are numbered."""
        found: list[dict[int, Target]] = [{} for _ in self.parts]
        for number in sorted(targets):
            found[targets[number].form.part][number] = targets[number]
        for part, mine in zip(self.parts, found, strict=True):
            chosen = list(mine.values())
            part.targets = list(mine)
            part.upper = sums([target.form.upper for target in chosen])
            part.lower = sums([target.form.lower for target in chosen])
            part.up = np.array([target.up for target in chosen], dtype=float)
            part.span = np.array(
                [0 if target.form.endless else target.span for target in chosen], dtype=float
            )
            part.floor = np.array(
                [np.inf if target.low is None else target.low for target in chosen], dtype=float
            )

    def form(self, plus: Ints, minus: Ints) -> Form | None:
        """Return a sum and difference of unknowns as its part sees it.

        None: it is zero for everybody, or nothing limits it.
        """
        plus, minus = self.column[plus], self.column[minus]
        if (plus == LOOSE).any():
            return None
        touched = np.concatenate((plus, minus))
        touched = touched[touched >= 0]
        if not len(touched):
            return None
        upper, lower = self._split(plus), self._split(minus)
        return Form(
            int(self.part_of[touched[0]]),
            (upper[0], lower[1]),
            (upper[1], lower[0]),
            bool((minus == LOOSE).any()),
        )

    def _split(self, columns: Ints) -> tuple[Ints, Ints]:
        """Return the merged columns that a sum touches, and those that it holds whole."""
        found, count = np.unique(columns[columns >= 0], return_counts=True)
        return self.local[found], self.local[found[count == self.members[found]]]
