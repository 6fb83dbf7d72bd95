"""The cheapest safe pattern of one part: a master that obeys the attacker's cuts.

Benders decomposition as in Fischetti and Salazar, "Models and algorithms for optimizing cell
suppression in tabular data with linear constraints", JASA 95 (2000). All bounds are numbers of
nodes and rounds, so that the same input gives the same pattern on every run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.interval import Cut
from familjecentral.disclosure.solver import INFINITY, Floats, new_solver, program
from familjecentral.disclosure.system import Flags, Part

EXACT_ROWS = 300
_RELAXED_ROUNDS = 25
_RELAXED_ROUNDS_LARGE = 40
_EXACT_ROUNDS = 400
_NODES = 5_000
TIE = 0.4


@dataclass(frozen=True, slots=True)
class Found:
    """A safe pattern: hidden rows of the part, and whether no cheaper one exists."""

    hidden: Flags
    loss: float
    best: bool


class Master:
    """The choice of rows to hide, as cheap as the cuts so far allow.

    Ties are broken by the public order of rows, never by their values: each price has a small
    part of the row's order added, all together less than ``TIE``.
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        self.rows = np.flatnonzero(part.free)
        self._place = np.full(part.matrix.count, -1, dtype=np.int64)
        self._place[self.rows] = np.arange(len(self.rows))
        count = len(self.rows)
        rank = part.order[self.rows] + np.arange(count) / max(count, 1)
        self._rank = rank / rank.max(initial=1)
        self._cuts: list[Cut] = []
        self._seen: set[bytes] = set()
        self._relaxed = self._model(count, whole=False)
        self._whole: highspy.Highs | None = None
        self._passed = 0

    def _model(self, hidden: int, *, whole: bool) -> highspy.Highs:
        count = len(self.rows)
        highs = new_solver(
            mip_max_nodes=_NODES,
            mip_rel_gap=0.0,
            mip_abs_gap=TIE / 8,
            mip_heuristic_effort=0.0,
            mip_heuristic_run_feasibility_jump=False,
            mip_pool_soft_limit=10,
            mip_lp_age_limit=3,
        )
        none = np.empty(0)
        lp = program(
            cost=self.part.price[self.rows] + TIE / max(hidden, 1) * self._rank,
            columns=(np.zeros(count), np.ones(count)),
            rows=(none, none),
            entries=(none.astype(np.int64), none.astype(np.int64), none),
            whole=whole,
        )
        highs.passModel(lp)
        return highs

    def add(self, cuts: Sequence[Cut]) -> None:
        """Obey these cuts from now on."""
        for one in cuts:
            mark = one.row.tobytes() + np.round(one.weight, 6).tobytes()
            if mark not in self._seen:
                self._seen.add(mark)
                self._cuts.append(one)
                self._pass(self._relaxed, one)

    def _pass(self, highs: highspy.Highs, one: Cut) -> None:
        highs.addRow(
            one.least,
            INFINITY,
            len(one.row),
            self._place[one.row].astype(np.int32),
            one.weight,
        )

    def is_broken(self, hidden: Flags) -> bool:
        """Tell whether a cut so far shows that a pattern is not safe (bridges only say that one
        is dearer than it need be)."""
        flags = hidden.astype(float)
        return any(one.least > 0 and one.broken(flags) for one in reversed(self._cuts))

    def relaxed(self) -> tuple[Floats, float]:
        """Return hidden shares by row, and the least cost."""
        self._relaxed.run()
        hidden = self.part.hidden.astype(float)
        hidden[self.rows] = np.clip(np.array(self._relaxed.getSolution().col_value), 0, 1)
        return hidden, self._relaxed.getInfo().objective_function_value

    def whole(self, start: Flags) -> tuple[Flags, float]:
        """Return a pattern, and a price that no safe pattern is below.

        Args:
            start: a safe pattern to begin with.
        """
        if self._whole is None:
            self._whole = self._model(int(start[self.rows].sum()), whole=True)
        for one in self._cuts[self._passed :]:
            self._pass(self._whole, one)
        self._passed = len(self._cuts)
        begin = highspy.HighsSolution()
        begin.col_value = start[self.rows].astype(float)
        self._whole.setSolution(begin)
        self._whole.run()
        hidden = self.part.hidden.copy()
        hidden[self.rows] = np.array(self._whole.getSolution().col_value) > 0.5
        bound = self._whole.getInfo().mip_dual_bound
        return hidden, float(np.ceil(bound - TIE - 1e-6))


def find(audit: Audit, late: Callable[[], bool]) -> Found:
    """Return a safe pattern of a part, the cheapest one within the bounds of the search.

    Args:
        audit: the part.
        late: an emergency clock; when it says so, the best pattern so far is taken.

    Raises:
        NoPattern: hiding everything that may be hidden is not enough.
    """
    part = audit.part
    first = audit.cuts(part.hidden.astype(float), whole=True)
    if not first:
        return Found(part.hidden.copy(), 0.0, True)
    audit.cuts((part.hidden | part.free).astype(float), whole=True)
    master = Master(part)
    master.add(first)
    exact = len(master.rows) <= EXACT_ROWS
    shares = _relax(audit, master, _RELAXED_ROUNDS if exact else _RELAXED_ROUNDS_LARGE)
    hidden = _repaired(audit, master, shares, late)
    if not exact:
        return Found(hidden, audit.loss(hidden), False)
    return _exact(audit, master, hidden, late)


def _relax(audit: Audit, master: Master, rounds: int) -> Floats:
    """Tighten the relaxed master by fractional patterns; return the last one."""
    shares, bound = master.relaxed()
    stalled = 0
    for _ in range(rounds):
        found = audit.cuts(shares) + audit.bridges(shares)
        if not found:
            break
        master.add(found)
        shares, now = master.relaxed()
        stalled = stalled + 1 if now - bound < 1e-3 * abs(bound) else 0
        bound = now
        if stalled == 3:
            break
    return shares


def _repaired(audit: Audit, master: Master, guide: Floats, late: Callable[[], bool]) -> Flags:
    """Make a guess safe: hide more, show what is not needed, prove it with whole numbers.

    Only the proof needs branch and bound. If it fails, more is hidden until it holds.
    """
    part = audit.part
    hidden = part.hidden | (part.free & (guide > 0.5))
    hidden = fill(audit, master, hidden, guide, whole=False)
    hidden = unhide(audit, master, hidden, guide, late)
    return fill(audit, master, hidden, guide, whole=True)


def fill(audit: Audit, master: Master, hidden: Flags, guide: Floats, *, whole: bool) -> Flags:
    """Hide more, guided by shares, until the pattern is safe."""
    part = audit.part
    hidden = hidden.copy()
    while cuts := audit.cuts(hidden.astype(float), whole=whole):
        master.add(cuts)
        for one in cuts:
            cost = part.price[one.row] / (one.weight * (guide[one.row] + 0.1))
            order = iter(one.row[np.lexsort((one.row, part.order[one.row], cost))])
            while one.broken(hidden.astype(float)):
                hidden[next(order)] = True
    return hidden


def unhide(
    audit: Audit, master: Master, hidden: Flags, shares: Floats, late: Callable[[], bool]
) -> Flags:
    """Show again whatever the others do not need, the dearest and least wanted first."""
    part = audit.part
    hidden = hidden.copy()
    chosen = np.flatnonzero(hidden & part.free)
    order = np.lexsort((chosen, -part.order[chosen], shares[chosen], -part.price[chosen]))
    for row in chosen[order]:
        if late():
            break
        hidden[row] = False
        if master.is_broken(hidden):
            hidden[row] = True
        elif found := audit.cuts(hidden.astype(float), limit=1):
            master.add(found)
            hidden[row] = True
    return hidden


def _exact(audit: Audit, master: Master, best: Flags, late: Callable[[], bool]) -> Found:
    """Let master and attacker talk until nothing cheaper than ``best`` is left."""
    for _ in range(_EXACT_ROUNDS):
        if late():
            break
        hidden, bound = master.whole(best)
        if bound >= audit.loss(best):
            return Found(best, audit.loss(best), True)
        cuts = audit.cuts(hidden.astype(float), whole=True)
        if not cuts:
            best = min((hidden, best), key=audit.loss)
            return Found(best, audit.loss(best), audit.loss(best) <= bound)
        master.add(cuts)
        master.add(audit.bridges(hidden.astype(float)))
        other = _repaired(audit, master, hidden.astype(float), late)
        best = min((best, other), key=audit.loss)
    return Found(best, audit.loss(best), False)
