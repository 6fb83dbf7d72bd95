"""A cheaper safe pattern for a part that is small but hard: many beginnings, and crosses of them.

Scatter search (Glover 1977): the relaxed master is asked again and again with other prices, each
answer is made safe and bettered a little, and where it differs from the best patterns so far the
rows are chosen anew. Effort is counted in the solvers' own steps, from a fixed seed, so that the
same input gives the same pattern on every run.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.improve import QUESTION, Choice, anew, improve
from familjecentral.disclosure.master import Master
from familjecentral.disclosure.mend import mended, unhide
from familjecentral.disclosure.solver import Floats
from familjecentral.disclosure.system import Flags

# In simplex iterations of a small master: of the whole search, and of bettering one beginning.
_EFFORT, _ONE = 80_000, 1_000
# A price is at most so much higher, as a share of it.
_DEARER = 0.5
_ROUNDS = 3
_KEPT, _CROSSED = 8, 3
_WIDEST_CROSS = 70


def scatter(
    audit: Audit, master: Master, hidden: Flags, widest: int, enough: Callable[[Flags], bool]
) -> Flags:
    """Return a pattern that is at most as dear, and as safe as linear programmes can tell.

    Args:
        audit, master: the part, and the cuts so far. Those found here are not handed on:
            thousands of them would slow the proof.
        hidden: a pattern that no linear programme breaks.
        widest: at most so many rows are chosen anew at once.
        enough: tells whether a pattern will do, or the time is out.
    """
    own = Master(audit.part)
    own.add(master.pool.cuts)
    drawn = np.random.default_rng(0)
    kept, effort = [hidden], 0
    while effort < _EFFORT and not enough(kept[0]):
        before = own.eased + QUESTION * audit.programmes
        found = _begun(audit, own, drawn.random(len(own.rows)))
        found = improve(audit, own, found, widest, _never, _ONE)
        for other in kept[:_CROSSED]:
            found = _crossed(audit, own, found, other, drawn)
        if not any(np.array_equal(found, other) for other in kept):
            kept = sorted((*kept, found), key=audit.loss)[:_KEPT]
        effort += _ONE + own.eased + QUESTION * audit.programmes - before
    return kept[0]


def _never() -> bool:
    """Let a beginning be ended: it is short."""
    return False


def _begun(audit: Audit, master: Master, dearer: Floats) -> Flags:
    """Return a pattern that is cheap at other prices."""
    shares, _ = master.relaxed(_DEARER * dearer)
    for _ in range(_ROUNDS):
        master.add(audit.cuts(shares))
        shares, _ = master.relaxed()
    return mended(audit, master, shares, _never)


def _crossed(
    audit: Audit, master: Master, one: Flags, other: Flags, drawn: np.random.Generator
) -> Flags:
    """Choose anew the rows in which two patterns differ; return the best that is known then."""
    best = min((one, other), key=audit.loss)
    differ = np.flatnonzero((one != other)[master.rows])
    if not 0 < len(differ) <= _WIDEST_CROSS:
        return one
    choice = Choice(master, best, differ, drawn.random(len(differ)), aside=False)
    found = anew(audit, master, choice)
    if found is None:
        return one
    return min((unhide(audit, master, found, np.ones(len(found)), _never), one), key=audit.loss)
