"""What everybody can work out of the hidden cells of one published set."""

from __future__ import annotations

from contextlib import suppress

from familjecentral.disclosure.attack_knowledge import all_leaves, known_cells, relations
from familjecentral.disclosure.attack_policy import AttackPolicy
from familjecentral.disclosure.attack_solve import System, Unsettled
from familjecentral.disclosure.attack_space import Space
from familjecentral.disclosure.table import Bound, Key, TableSet


def public_bounds(tables: TableSet, policy: AttackPolicy) -> dict[Key, Bound]:
    """Return what everybody can work out of the hidden cells of a published set by itself.

    A cell that no shown number bounds from above, and one that the bounded search cannot settle, is
    left out.
    """
    found: dict[Key, Bound] = {}
    leaves = all_leaves((tables,))
    for measure, cells in known_cells((tables,), policy, 1).items():
        impossible = [s.codes for s in policy.impossible if s.measure in (None, measure)]
        space = Space(tuple(cells), leaves=leaves, impossible=impossible)
        system = System(space.unknowns, relations(space, cells)[0])
        asked = {
            key: system.sum_of(space.columns(key.period, key.codes, vintage=key.vintage))
            for key, known in cells.items()
            if known.number is None
        }
        system.prepare()
        most = max((known.number or 0 for known in cells.values()), default=0)
        for key, one in asked.items():
            with suppress(Unsettled):
                ends = Bound(system.lowest(one), system.highest(one))
                if ends.high <= most:  # otherwise no shown number holds it
                    found[key] = ends
    return found
