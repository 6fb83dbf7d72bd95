"""The cheapest safe pattern of one part: a master that obeys the attacker's cuts.

Benders decomposition as in Fischetti and Salazar, "Models and algorithms for optimizing cell
suppression in tabular data with linear constraints", JASA 95 (2000). All bounds are numbers of
nodes and rounds, so that the same input gives the same pattern on every run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.improve import improve
from familjecentral.disclosure.master import Master
from familjecentral.disclosure.mend import fill, mended
from familjecentral.disclosure.scatter import scatter
from familjecentral.disclosure.solver import Floats
from familjecentral.disclosure.system import Flags

EXACT_ROWS = 300
_RELAXED_ROUNDS = 25
_RELAXED_ROUNDS_LARGE = 16
_EXACT_ROUNDS = 400
# Simplex iterations of the master after which other patterns are tried, and after which no proof
# is sought; a bound that is near the best pattern is worth some more.
_HARD, _TOO_HARD, _TOO_HARD_IF_NEAR = 20_000, 60_000, 300_000
_NEAR = 1.1
_MORE_NODES = 4
# Rows that are chosen anew at once. A wide choice in a small part is as hard as the part itself.
_WIDEST, _WIDEST_LARGE = 45, 150


@dataclass(frozen=True, slots=True)
class Found:
    """A safe pattern: hidden rows of the part, and whether no cheaper one exists."""

    hidden: Flags
    loss: float
    best: bool


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
    if not exact:
        hidden = _bettered(audit, master, mended(audit, master, shares, late), late)
        return Found(hidden, audit.loss(hidden), False)
    return _exact(audit, master, _repaired(audit, master, shares, late), late)


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
    """Make a guess safe, and prove it with whole numbers.

    Only the proof needs branch and bound. If it fails, more is hidden until it holds.
    """
    hidden = mended(audit, master, guide, late)
    return fill(audit, master, hidden, guide, whole=True)


def _bettered(audit: Audit, master: Master, hidden: Flags, late: Callable[[], bool]) -> Flags:
    """Look for cheaper patterns near a safe one, and prove what is found with whole numbers."""
    found = improve(audit, master, hidden, _WIDEST_LARGE, late)
    return fill(audit, master, found, np.ones(len(found)), whole=True)


def _scattered(
    audit: Audit, master: Master, hidden: Flags, bound: float, late: Callable[[], bool]
) -> Flags:
    """Look for cheaper patterns of a small part, near and far from the best one so far."""
    found = scatter(
        audit, master, hidden, _WIDEST, lambda best: late() or audit.loss(best) <= bound
    )
    return fill(audit, master, found, np.ones(len(found)), whole=True)


def _exact(audit: Audit, master: Master, best: Flags, late: Callable[[], bool]) -> Found:
    """Let master and attacker talk until nothing cheaper than ``best`` is left, or until it is
    clear that they will not end."""
    hard, bound = False, 0.0
    for _ in range(_EXACT_ROUNDS):
        if late() or audit.loss(best) <= bound:
            break
        if master.steps > _HARD and not hard:
            hard = True
            best = min((best, _scattered(audit, master, best, bound, late)), key=audit.loss)
        near = audit.loss(best) <= _NEAR * bound
        if master.steps > (_TOO_HARD_IF_NEAR if near else _TOO_HARD):
            break
        hidden, bound = master.whole(best)
        if bound < audit.loss(best):
            best = _answered(audit, master, hidden, best, late)
    return Found(best, audit.loss(best), audit.loss(best) <= bound)


def _answered(
    audit: Audit, master: Master, hidden: Flags, best: Flags, late: Callable[[], bool]
) -> Flags:
    """Let the attacker answer a choice of the master; return the better one of the best pattern
    and what the answer makes of the choice."""
    cuts = audit.cuts(hidden.astype(float), whole=True)
    if not cuts:
        # The bound is low only because the master stopped early.
        master.nodes *= _MORE_NODES
        return min((hidden, best), key=audit.loss)
    master.add(cuts)
    master.add(audit.bridges(hidden.astype(float)))
    return min((_repaired(audit, master, hidden.astype(float), late), best), key=audit.loss)
