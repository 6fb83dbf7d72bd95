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
    Points,
    Reach,
    Witnesses,
    cut,
)
from familjecentral.disclosure.solver import Floats, Ints
from familjecentral.disclosure.system import Flags, Part

# Sweeps without gain before the targets are asked one by one.
_IDLE, _IDLE_WHOLE = 2, 5
# Where one cut is enough, so many targets are asked before the first sweep.
_PROBED = 6


def _widen(ends: tuple[Floats, Floats], upper: Floats, lower: Floats, slack: float) -> None:
    """Take in ends that a point shows, each as much farther as ``slack``."""
    np.maximum(ends[0], upper + slack, out=ends[0])
    np.minimum(ends[1], lower - slack, out=ends[1])


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

    Attributes:
        programmes: how many have been solved, roughly.
    """

    def __init__(self, part: Part, tick: Callable[[], None]) -> None:
        self.part = part
        self._tick = tick
        self.programmes = 0
        self.attacker = Attacker(part)
        self.witnesses = Witnesses(part)
        self.fractions = Points(part)
        self._broken = np.zeros(len(part.targets), dtype=np.int64)
        self._hidden = np.zeros(part.matrix.count, dtype=bool)

    def _count(self) -> None:
        self.programmes += 1
        self._tick()

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
        if proves and not whole:
            more = self.fractions.ends(hidden)
            _widen(ends, *more, SLACK / 2)
        found: list[Cut] = []
        short = np.flatnonzero(self.short(*ends))
        probe = _PROBED if limit < len(short) else 0
        for number, target in enumerate(short[np.argsort(-self._broken[short], kind="stable")]):
            if number == probe:
                self._sweep(ends, proves, whole)
            if not self.short(*ends)[target]:
                continue
            self._count()
            made = self._target(int(target), ends, proves, whole)
            if made is None:
                continue
            if made.weight.sum() < 1 - SLACK:
                raise NoPattern(part.targets[int(target)])
            found.append(made)
            self._broken[target] += proves
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
        moves = (self.witnesses.moves(hidden) | self.fractions.moves(hidden)) & whole
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

    def _sweep(self, ends: tuple[Floats, Floats], proves: bool, whole: bool) -> None:
        """Widen the ends by points that serve many targets at once, as long as there are such.

        Which targets a point leads up, and which down, is drawn from a fixed seed.
        """
        drawn = np.random.default_rng(0)
        idle = 0
        while idle < (_IDLE_WHOLE if whole else _IDLE):
            short = np.flatnonzero(self.short(*ends))
            if not len(short):
                break
            self._count()
            cost = self._apart(short, ends, drawn)
            point = self.attacker.dive(cost) if proves and whole else self.attacker.point(cost)
            if point is not None:
                self._take(point, ends, proves, whole)
            left = np.count_nonzero(self.short(*ends))
            idle = idle + 1 if left == len(short) else 0

    def _apart(
        self, short: Ints, ends: tuple[Floats, Floats], drawn: np.random.Generator
    ) -> Floats:
        part = self.part
        way = np.zeros(len(part.targets))
        up = (ends[0][short] < part.up[short]) | (drawn.random(len(short)) < 0.5)
        way[short] = np.where(up, -1.0, 1.0) * (drawn.random(len(short)) < 0.5)
        return part.upper.turned(np.minimum(way, 0), part.size) + part.lower.turned(
            np.maximum(way, 0), part.size
        )

    def _take(self, point: Floats, ends: tuple[Floats, Floats], proves: bool, whole: bool) -> None:
        """Widen the ends by a point of the linear programme.

        Where no proof is asked for, a point in fractions tells as well that no cut is broken.
        """
        kept = proves and self._keep(point, ends)
        if not kept and not whole:
            part = self.part
            upper, lower = (
                self.fractions.keep(point)
                if proves
                else (part.upper.of(point), part.lower.of(point))
            )
            _widen(ends, upper, lower, SLACK / 2)

    def _target(
        self, target: int, ends: tuple[Floats, Floats], proves: bool, whole: bool
    ) -> Cut | None:
        """Solve one target as far as is needed; return a cut if it is too well known."""
        part = self.part
        upper, lower = part.upper.at(target), part.lower.at(target)
        highest = self._least(upper[0], -upper[1], ends, proves, whole)
        if -highest.value < part.up[target] - SLACK:
            return self._too_near(target, highest, None)
        if self.short(*ends)[target]:
            lowest = self._least(lower[0], lower[1], ends, proves, whole)
            if lowest.value > part.floor[target] + SLACK:
                return self._too_near(target, None, lowest)
            if -highest.value - lowest.value < part.span[target] - SLACK:
                return self._too_near(target, highest, lowest)
        if whole and self.short(*ends)[target]:
            self._point(target, ends, up=True)
            self._point(target, ends, up=False)
            if self.short(*ends)[target]:
                return self._more()
        return None

    def _point(self, target: int, ends: tuple[Floats, Floats], *, up: bool) -> None:
        """Look for a whole-number point at one end of a target: by diving, then by branch and
        bound."""
        if not self.short(*ends)[target]:
            return
        part = self.part
        columns, signs = (part.upper if up else part.lower).at(target)
        signs = -signs if up else signs
        enough = self._enough(target, ends, up=up)
        cost = np.bincount(columns, weights=signs, minlength=part.size).astype(np.float64)
        point = self.attacker.dive(cost)
        if point is not None and self._keep(point, ends) and cost @ point <= enough:
            return
        found = self.attacker.least_whole(columns, signs, enough)
        if found is not None:
            self._keep(found[1], ends)

    def _enough(self, target: int, ends: tuple[Floats, Floats], *, up: bool) -> float:
        """Return how far (to minimise) an end must be for the target to be safe, when the other
        end stays as it is known to be."""
        part = self.part
        far = ends[1][target] if up else -ends[0][target]
        least = part.up[target] if up else -part.floor[target]
        return -float(max(least, far + part.span[target])) if np.isfinite(far) else -np.inf

    def _least(
        self,
        columns: Ints,
        signs: Floats,
        ends: tuple[Floats, Floats],
        proves: bool,
        whole: bool,
    ) -> Reach:
        found = self.attacker.least(columns, signs)
        assert found is not None, "the true numbers fit every pattern"
        self._take(found.point, ends, proves, whole)
        return found

    def _keep(self, point: Floats, ends: tuple[Floats, Floats]) -> bool:
        """Widen the ends by a point, if it is a witness."""
        found = self.witnesses.add(point)
        if found is None:
            return False
        _widen(ends, *found, 0.0)
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
