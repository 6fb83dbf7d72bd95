"""What an attacker can work out of one part: intervals by linear and whole-number programming.

An interval's end is proved to be far enough by a whole-number point, checked in exact
arithmetic, that agrees with everything shown. It is proved to be too near by the duals of the
linear programme, which also say which rows could free it (Fischetti and Salazar 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from familjecentral.disclosure.solver import (
    INFINITY,
    Floats,
    Ints,
    aim,
    bind,
    new_solver,
    program,
    solved,
)
from familjecentral.disclosure.system import Flags, Part

_TINY = 1e-7
SLACK = 1e-6
_ITERATIONS = 200_000
_NODES = 20_000
_TURNS = 8
_ROOM = 64
_DUAL, _PRIMAL = 1, 4


@dataclass(frozen=True, slots=True)
class Cut:
    """What every safe pattern obeys: the sum of weight × hidden over rows reaches ``least``."""

    row: Ints
    weight: Floats
    least: float = 1.0

    def broken(self, hidden: Floats) -> bool:
        """Tell whether a pattern breaks the cut."""
        return bool(self.weight @ hidden[self.row] < self.least - SLACK)


@dataclass(frozen=True, slots=True)
class Reach:
    """The end of an interval: its value in the linear programme and the proof of it."""

    value: float
    point: Floats
    dual: Floats


class Attacker:
    """The linear programme of one part. Patterns are arrays with 1 for hidden, by row."""

    def __init__(self, part: Part) -> None:
        self.part = part
        count = np.bincount(part.matrix.row, minlength=part.matrix.count)
        self._single = count == 1
        self._line = np.cumsum(~self._single) - 1
        first = np.searchsorted(part.matrix.row, np.arange(part.matrix.count))
        self._alone = part.matrix.column[first[self._single]]
        finite = part.high[np.isfinite(part.high)]
        largest = max(part.value.max(initial=0), finite.max(initial=0), 100)
        self.cap = float(4 * largest + 1000)
        self._move = largest
        self._highs = self._model(whole=False)
        self._whole: highspy.Highs | None = None
        self.hidden = part.hidden.astype(float)
        none = np.empty(0)
        self._bounds: tuple[tuple[Floats, Floats], tuple[Floats, Floats]] = (
            (none, none),
            (none, none),
        )

    def _model(self, *, whole: bool) -> highspy.Highs:
        part = self.part
        many = ~self._single[part.matrix.row]
        rows = int((~self._single).sum()) + part.ties.count
        ties = part.ties.row + int((~self._single).sum())
        entries = (
            np.concatenate((self._line[part.matrix.row[many]], ties)),
            np.concatenate((part.matrix.column[many], part.ties.column)),
            np.concatenate((part.matrix.sign[many], part.ties.sign)),
        )
        highs = new_solver(
            presolve="on" if whole else "off",
            simplex_iteration_limit=_ITERATIONS,
            simplex_strategy=_PRIMAL,
            mip_max_nodes=_NODES,
            mip_rel_gap=0.0,
            mip_abs_gap=0.5,
        )
        nothing = np.zeros(part.size)
        highs.passModel(
            program(
                cost=nothing,
                columns=(nothing, np.full(part.size, self.cap)),
                rows=(np.zeros(rows), np.zeros(rows)),
                entries=entries,
                whole=whole,
            )
        )
        return highs

    def show(self, hidden: Floats) -> None:
        """Set what the attacker sees; fractions loosen a row in part (for stronger cuts)."""
        part = self.part
        self.hidden = hidden
        low = part.value - hidden * (part.value - part.low)
        far = np.minimum(part.high, part.value + self._move)
        part_way = part.value + hidden * (far - part.value)
        high = np.where(hidden >= 1, part.high, part_way)
        columns_low = np.zeros(part.size)
        columns_high = np.full(part.size, self.cap)
        columns_low[self._alone] = low[self._single]
        columns_high[self._alone] = np.minimum(high[self._single], self.cap)
        tied = np.zeros(part.ties.count)
        rows_low = np.concatenate((low[~self._single], tied))
        rows_high = np.concatenate((high[~self._single], tied))
        self._bounds = ((columns_low, columns_high), (rows_low, rows_high))
        bind(self._highs, *self._bounds)

    def open(self, row: int, share: float) -> None:
        """Set how far one row is hidden, leaving the others as they are."""
        part = self.part
        low = part.value[row] - share * (part.value[row] - part.low[row])
        far = min(part.high[row], part.value[row] + self._move)
        high = part.high[row] if share >= 1 else part.value[row] + share * (far - part.value[row])
        if self._single[row]:
            column = int(self._alone[np.count_nonzero(self._single[:row])])
            self._highs.changeColBounds(column, low, min(high, self.cap))
        else:
            self._highs.changeRowBounds(int(self._line[row]), low, high)

    def least(self, columns: Ints, signs: Floats) -> Reach | None:
        """Return the least value of a sum in the linear programme (None: nothing fits)."""
        aim(self._highs, columns, signs, self.part.size)
        if not solved(self._highs):
            return None
        found = self._highs.getSolution()
        point = np.array(found.col_value)
        reduced = np.array(found.col_dual)
        dual = np.zeros(self.part.matrix.count)
        dual[self._single] = reduced[self._alone]
        lines = int((~self._single).sum())
        dual[~self._single] = np.array(found.row_dual)[:lines]
        dual[np.abs(dual) < _TINY] = 0.0
        return Reach(self._highs.getInfo().objective_function_value, point, dual)

    def point(self, cost: Floats) -> Floats | None:
        """Return where a sum is least in the linear programme (None: nothing fits).

        Args:
            cost: weight of each unknown in the sum.
        """
        highs, size = self._highs, self.part.size
        highs.changeColsCost(size, np.arange(size, dtype=np.int32), cost)
        return np.array(highs.getSolution().col_value) if solved(highs) else None

    def dive(self, cost: Floats) -> Floats | None:
        """Look for a whole-number point where a sum is small, without branch and bound.

        The linear programme's point is made whole one unknown at a time, the one nearest to a
        whole number first. None: it led nowhere.

        Args:
            cost: weight of each unknown in the sum.
        """
        highs, size = self._highs, self.part.size
        every = np.arange(size, dtype=np.int32)
        if self.point(cost) is None:
            return None
        # Each step only moves a bound, so the last basis stays dual feasible.
        highs.setOptionValue("simplex_strategy", _DUAL)
        low, high = (bounds.copy() for bounds in self._bounds[0])
        point = self._made_whole(low, high)
        highs.setOptionValue("simplex_strategy", _PRIMAL)
        highs.changeColsBounds(size, every, *self._bounds[0])
        return point

    def _made_whole(self, low: Floats, high: Floats) -> Floats | None:
        highs = self._highs
        turns = 0
        while True:
            point = np.array(highs.getSolution().col_value)
            whole = np.rint(point)
            off = np.round(np.abs(point - whole), 6)
            if not off.any():
                return np.asarray(whole, dtype=np.float64)
            column = int(np.argmin(np.where(off > 0, off, 1.0)))
            ends = low[column], high[column]
            low[column] = high[column] = value = whole[column]
            highs.changeColBounds(column, value, value)
            if solved(highs):
                continue
            turns += 1
            if value > point[column]:
                low[column], high[column] = ends[0], value - 1
            else:
                low[column], high[column] = value + 1, ends[1]
            highs.changeColBounds(column, low[column], high[column])
            if turns > _TURNS or low[column] > high[column] or not solved(highs):
                return None

    def least_whole(
        self, columns: Ints, signs: Floats, enough: float = -INFINITY
    ) -> tuple[int, Floats] | None:
        """Return the least value of a sum over whole numbers, with a point where it is taken.

        Args:
            columns, signs: the sum.
            enough: any value that is not above this will do.
        """
        if self._whole is None:
            self._whole = self._model(whole=True)
        bind(self._whole, *self._bounds)
        aim(self._whole, columns, signs, self.part.size)
        self._whole.setOptionValue("objective_target", float(enough))
        if not solved(self._whole):
            return None
        point = np.rint(np.array(self._whole.getSolution().col_value))
        return round(float((point[columns] * signs).sum())), point

    def losses(self, dual: Floats) -> tuple[float, Floats]:
        """Return the bound that the duals prove when every free row is shown, and by how much
        each free row lowers it when it is hidden."""
        part = self.part
        settled = np.where(dual > 0, part.low, part.high)
        seen = np.where(part.hidden, settled, part.value)
        used = dual != 0
        bound = float((dual[used] * seen[used]).sum())
        loss = np.zeros(len(dual))
        free = used & part.free
        loss[free] = np.where(
            dual[free] > 0,
            dual[free] * (part.value[free] - part.low[free]),
            -dual[free] * (part.high[free] - part.value[free]),
        )
        return bound, loss


def cut(gap: float, loss: Floats) -> Cut:
    """Return the cut "the losses of the hidden rows reach the gap"."""
    row = np.flatnonzero(loss > _TINY)
    return Cut(row, np.minimum(loss[row] / gap, 1.0))


class Points:
    """Points of a part's linear programme, each possible for the patterns that hide the rows in
    which it differs from the truth, with what they make of the targets' upper and lower ends."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._count = 0
        self.kept: list[Floats] = []
        self._differs = np.empty((_ROOM, part.matrix.count), dtype=bool)
        self._upper = np.empty((_ROOM, len(part.targets)))
        self._lower = np.empty((_ROOM, len(part.targets)))
        self._seen: set[bytes] = set()

    def keep(self, point: Floats) -> tuple[Floats, Floats]:
        """Keep a point that is known to fit; return the targets' upper and lower values there."""
        part = self.part
        upper, lower = part.upper.of(point), part.lower.of(point)
        mark = point.tobytes()
        if mark not in self._seen:
            self._seen.add(mark)
            self.kept.append(point)
            if self._count == len(self._differs):
                self._differs, self._upper, self._lower = (
                    np.concatenate((one, np.empty_like(one)))
                    for one in (self._differs, self._upper, self._lower)
                )
            sums = part.matrix.of(point)
            here = self._count
            self._differs[here] = (
                part.known & ~part.hidden & (np.abs(sums - part.value) > SLACK / 10)
            )
            self._upper[here], self._lower[here] = upper, lower
            self._count += 1
        return upper, lower

    def ends(self, hidden: Floats) -> tuple[Floats, Floats]:
        """Return the highest and lowest values of the targets at points that fit a pattern."""
        fits = self._fits(hidden)
        return (
            self._upper[: self._count][fits].max(axis=0, initial=-np.inf),
            self._lower[: self._count][fits].min(axis=0, initial=np.inf),
        )

    def moves(self, hidden: Floats) -> Flags:
        """Tell which rows points prove to be uncertain under a pattern."""
        return np.asarray(self._differs[: self._count][self._fits(hidden)].any(axis=0))

    def _fits(self, hidden: Floats) -> Flags:
        shown = np.flatnonzero(hidden < 0.5)
        return np.asarray(~self._differs[: self._count, shown].any(axis=1))


class Witnesses(Points):
    """Whole-number points, checked in exact arithmetic: what they show possible is proved."""

    def add(self, point: Floats) -> tuple[Floats, Floats] | None:
        """Keep a point if it is whole and possible when everything that may be hidden is.

        Returns:
            What it makes of the targets' upper and lower ends, or None if it is no witness.
        """
        part = self.part
        whole = np.rint(point)
        sums = part.matrix.of(whole)
        differs = part.known & ~part.hidden & (sums != part.value)
        hidden = differs | part.hidden
        fits = (
            np.abs(whole - point).max(initial=0) < 10 * SLACK
            and not (whole < 0).any()
            and not part.ties.of(whole).any()
            and not (differs & ~part.free).any()
            and not (hidden & ((sums < part.low) | (sums > part.high))).any()
        )
        return self.keep(whole) if fits else None


def disagreeing(part: Part) -> list[int]:
    """Return rows whose known values cannot all be true (duals of the least correction)."""
    rows = part.matrix.count
    size = part.size + 2 * rows
    slack = np.arange(rows)
    tied = np.zeros(part.ties.count)
    highs = new_solver()
    highs.passModel(
        program(
            cost=np.concatenate((np.zeros(part.size), np.ones(2 * rows))),
            columns=(np.zeros(size), np.full(size, INFINITY)),
            rows=(
                np.concatenate((np.where(part.known, part.value, part.low), tied)),
                np.concatenate((np.where(part.known, part.value, part.high), tied)),
            ),
            entries=(
                np.concatenate((part.matrix.row, part.ties.row + rows, slack, slack)),
                np.concatenate(
                    (
                        part.matrix.column,
                        part.ties.column,
                        slack + part.size,
                        slack + part.size + rows,
                    )
                ),
                np.concatenate((part.matrix.sign, part.ties.sign, np.ones(rows), -np.ones(rows))),
            ),
        )
    )
    highs.run()
    dual = np.array(highs.getSolution().row_dual)[:rows]
    return [int(n) for n in np.flatnonzero(np.abs(dual) > _TINY)]
