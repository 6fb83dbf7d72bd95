"""From a guess to a safe pattern that hides nothing in vain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.master import Master
from familjecentral.disclosure.pool import Spare
from familjecentral.disclosure.solver import Floats
from familjecentral.disclosure.system import Flags


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
    spare = Spare(master.pool, hidden)
    for row in chosen[order]:
        if late():
            break
        if spare.show(row) and (found := audit.cuts(hidden.astype(float), limit=1)):
            master.add(found)
            spare.hide(row)
    return hidden


def mended(audit: Audit, master: Master, guide: Floats, late: Callable[[], bool]) -> Flags:
    """Make a guess as safe as linear programmes can tell: hide more, show what is not needed.

    Args:
        audit, master: the part, and the cuts so far.
        guide: hidden shares by row; above a half is hidden at first.
        late: an emergency clock.
    """
    part = audit.part
    hidden = part.hidden | (part.free & (guide > 0.5))
    hidden = fill(audit, master, hidden, guide, whole=False)
    return unhide(audit, master, hidden, guide, late)
