"""Why a group that is possible alone found no place beside the others."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import combinations

from familjecentral.groups.plan import Unplanned
from familjecentral.groups.planner import explain
from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.mend import Mending
from familjecentral.groups.planner.possible import slot_costs
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import Spec


def why_not_together(search: Search, spec: Spec, *, out_of_time: bool, seconds: float) -> Unplanned:
    """Return reason and groups in the way, seen from the best plan.

    First the relations are loosened, then one group at a time is taken away, then two.
    """
    began = time.perf_counter()
    groups = search.term.problem.groups
    related = [other for _, other, _ in spec.relations if search.occ.placed[other]]
    if related and _fits(search, replace(spec, relations=())):
        proven = False
        return explain.together(
            spec, "relation", [groups[at] for at in sorted(set(related))],
            proven=proven, relax=("relations",),
        )  # fmt: skip
    rivals = _rivals(search, spec)
    blockers = []
    for at in rivals:
        if _fits_without(search, spec, (at,)):
            blockers.append(at)
    if not blockers:
        for pair in combinations(rivals, 2):
            if time.perf_counter() - began > seconds:
                break
            if _fits_without(search, spec, pair):
                blockers = list(pair)
                break
    if not blockers and not out_of_time:
        blockers = rivals
    if not blockers:
        return explain.together(spec, "not_found", (), proven=False, relax=())
    return explain.together(
        spec, "resource_conflict", [groups[at] for at in blockers], proven=False, relax=()
    )


def _rivals(search: Search, spec: Spec) -> list[int]:
    """Return planned groups that use a room, leader or interpreter which the group could use."""
    people = set(spec.pool)
    spoken = {who for able in spec.interpreters for who in able}
    found = []
    for at in search.active:
        placed = search.occ.placed[at]
        if placed is None:
            continue
        if (
            any(m.room in spec.rooms for m in placed.meetings)
            or placed.people & people
            or any(spoken & set(m.interpreters) for m in placed.meetings)
        ):
            found.append(at)
    return found


def _fits(search: Search, spec: Spec) -> bool:
    ins = Insertion(search.occ, spec, search.rng)
    if spec.parallel:
        return search.place_probe(spec.at)
    if not slot_costs(ins):
        return False
    return Mending(ins).best(tries=None) is not None if ins.best() is None else True


def _fits_without(search: Search, spec: Spec, gone: tuple[int, ...]) -> bool:
    taken = [search.occ.take(at) for at in gone]
    try:
        return _fits(search, spec)
    finally:
        for placed in taken:
            search.occ.put(placed)
