"""Questions about one part's patterns: is this one safe, and if not, what would have to be
hidden besides?"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from familjecentral.disclosure.interval import (
    SLACK,
    Attacker,
    Cut,
    Reach,
    Witnesses,
    cut,
)
from familjecentral.disclosure.solver import Floats, Ints
from familjecentral.disclosure.system import Flags, Part


class NoPattern(Exception):
    """Nothing that may be hidden protects this target (its place among the part's targets)."""

    def __init__(self, target: int) -> None:
        self.target = target
        super().__init__("no safe pattern")


class Audit:
    """One part with its linear programme and all whole-number points found so far.

    Args:
        part: rows, unknowns and targets.
        tick: called between programmes; it may raise ``Cancelled``.
    """

    def __init__(self, part: Part, tick: Callable[[], None]) -> None:
        self.part = part
        self.tick = tick
        self.attacker = Attacker(part)
        self.witnesses = Witnesses(part)
        self._hidden = np.zeros(part.matrix.count, dtype=bool)

    def loss(self, hidden: Flags) -> float:
        """Return the price of a pattern."""
        return float(self.part.price[hidden & self.part.free].sum())

    def cuts(self, hidden: Floats, *, whole: bool = False, limit: int = 10**9) -> list[Cut]:
        """Return cuts that a pattern breaks; none: it is safe.

        Args:
            hidden: 1 for hidden, by row; fractions make cuts, but no proof.
            whole: prove every target by whole-number points, by branch and bound where the
                linear programme gives none.
            limit: stop at so many cuts.

        Raises:
            NoPattern: a cut cannot be obeyed.
        """
        part = self.part
        self.attacker.show(hidden)
        ends = self.witnesses.ends(hidden)
        self._hidden = hidden > 0.5
        proves = bool(((hidden == 0) | (hidden == 1)).all())
        found: list[Cut] = []
        for target in np.flatnonzero(self.short(*ends)):
            if not self.short(*ends)[target]:
                continue
            self.tick()
            made = self._target(int(target), ends, proves, whole)
            if made is None:
                continue
            if made.weight.sum() < 1 - SLACK:
                raise NoPattern(part.targets[int(target)])
            found.append(made)
            if len(found) >= limit:
                break
        return found

    def bridges(self, hidden: Floats) -> list[Cut]:
        """Return cuts for hidden rows that the shown ones give away.

        Hiding such a row is of no use, so no cheapest pattern does it: the row is hidden only
        if another one of those that prove its value is hidden too.
        """
        part, attacker = self.part, self.attacker
        attacker.show(hidden)
        whole = bool(((hidden == 0) | (hidden == 1)).all())
        moves = self.witnesses.moves(hidden) & whole
        found = []
        for row in np.flatnonzero(part.free & (hidden > 0.05) & ~moves):
            columns, signs = part.matrix.at(int(row))
            attacker.open(int(row), 1.0)
            proof = np.zeros(part.matrix.count)
            for way in (1, -1):
                reach = attacker.least(columns, way * signs)
                assert reach is not None, "the true numbers fit every pattern"
                dual = reach.dual.copy()
                dual[row] = 0.0
                bound, loss = attacker.losses(dual)
                if bound < way * part.value[row] - SLACK:
                    break
                proof = proof + loss
            else:
                others = np.flatnonzero(proof)
                made = Cut(np.append(others, row), np.append(np.ones(len(others)), -1.0), 0.0)
                if made.broken(hidden):
                    found.append(made)
            attacker.open(int(row), float(hidden[row]))
        return found

    def interval(
        self, target: int, ends: tuple[Floats, Floats] | None = None
    ) -> tuple[int, int | None]:
        """Return the whole-number interval of a target under the pattern last asked about
        (upper end None: no limit).

        Args:
            target: its place among the part's targets.
            ends: what points prove of all targets; it is widened by what is found here.
        """
        part = self.part
        ends = ends or self.witnesses.ends(self.attacker.hidden)
        found = []
        for (columns, signs), way in ((part.lower.at(target), 1), (part.upper.at(target), -1)):
            reach = self.attacker.least(columns, way * signs)
            assert reach is not None, "the true numbers fit every pattern"
            value = round(reach.value)
            if not self._keep(reach.point, ends):
                value = math.ceil(reach.value - SLACK)
                whole = self.attacker.least_whole(columns, way * signs)
                value = value if whole is None else max(value, whole[0])
            found.append(way * value)
        low, high = found[0], None if found[1] > self.attacker.cap / 2 else found[1]
        ends[0][target], ends[1][target] = np.inf if high is None else high, low
        return low, high

    def ends(self, hidden: Floats) -> tuple[Floats, Floats]:
        """Look at a pattern; return what points prove of the targets' upper and lower ends."""
        self.attacker.show(hidden)
        return self.witnesses.ends(hidden)

    def short(self, highest: Floats, lowest: Floats) -> Flags:
        """Tell which targets these ends leave too well known."""
        part = self.part
        with np.errstate(invalid="ignore"):
            near = ~(highest - lowest >= part.span)
        return np.asarray((highest < part.up) | (lowest > part.floor) | near)

    def _target(
        self, target: int, ends: tuple[Floats, Floats], proves: bool, whole: bool
    ) -> Cut | None:
        """Solve one target as far as is needed; return a cut if it is too well known."""
        part = self.part
        upper, lower = part.upper.at(target), part.lower.at(target)
        highest = self._least(upper[0], -upper[1], ends, proves)
        if -highest.value < part.up[target] - SLACK:
            return self._too_near(target, highest, None)
        if self.short(*ends)[target]:
            lowest = self._least(lower[0], lower[1], ends, proves)
            if lowest.value > part.floor[target] + SLACK:
                return self._too_near(target, None, lowest)
            if -highest.value - lowest.value < part.span[target] - SLACK:
                return self._too_near(target, highest, lowest)
        if whole and self.short(*ends)[target]:
            for columns, signs in ((upper[0], -upper[1]), lower):
                found = self.attacker.least_whole(columns, signs)
                if found is not None:
                    self._keep(found[1], ends)
            if self.short(*ends)[target]:
                return self._more()
        return None

    def _least(
        self, columns: Ints, signs: Floats, ends: tuple[Floats, Floats], proves: bool
    ) -> Reach:
        found = self.attacker.least(columns, signs)
        assert found is not None, "the true numbers fit every pattern"
        if proves:
            self._keep(found.point, ends)
        return found

    def _keep(self, point: Floats, ends: tuple[Floats, Floats]) -> bool:
        """Widen the ends by a point, if it is a witness."""
        found = self.witnesses.add(point)
        if found is None:
            return False
        np.maximum(ends[0], found[0], out=ends[0])
        np.minimum(ends[1], found[1], out=ends[1])
        return True

    def _too_near(self, target: int, highest: Reach | None, lowest: Reach | None) -> Cut:
        """Make the cut: losses of the rows that the duals use must close the gap."""
        gap, loss = 0.0, np.zeros(self.part.matrix.count)
        wanted = self.part.span[target]
        if lowest is None:
            wanted = self.part.up[target]
        elif highest is None:
            wanted = -self.part.floor[target]
        for reach in (highest, lowest):
            if reach is not None:
                bound, losses = self.attacker.losses(reach.dual)
                gap += bound
                loss = loss + losses
        return cut(wanted + gap, loss)

    def _more(self) -> Cut:
        """Only whole numbers see it: at least one row that is shown now must be hidden."""
        row = np.flatnonzero(self.part.free & ~self._hidden)
        return Cut(row, np.ones(len(row)))
