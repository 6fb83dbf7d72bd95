"""Why a group that is possible alone found no place beside the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from familjecentral.groups.plan import Unplanned
from familjecentral.groups.planner import explain
from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.loosen import Relaxation, relaxations
from familjecentral.groups.planner.mend import Mending
from familjecentral.groups.planner.occupancy import Occupancy
from familjecentral.groups.planner.possible import slot_costs
from familjecentral.groups.planner.proof import cannot_both, shown_together
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import Spec, make_spec
from familjecentral.groups.problem import Group, Problem

PROOF_SECONDS = 2.0


def why_not_together(
    search: Search,
    spec: Spec,
    *,
    stopped: bool,
    soon: Callable[[], bool],
    late: Callable[[], bool],
) -> Unplanned:
    """Return reason and groups in the way, seen from the best plan.

    First the relations are loosened, then one group at a time is taken away, then two; what is
    found is then tried to be proved.

    Args:
        stopped: the search did not end by itself.
        soon: no more time to look for who is in the way.
        late: no more time to look for what would help.
    """
    term, groups = search.term, search.term.problem.groups
    related = sorted({at for _, at, _ in spec.relations if search.occ.placed[at]})
    for at in related:
        other = search.specs[at]
        if cannot_both(term, spec, other) and not cannot_both(term, spec, other, related=False):
            return explain.together(
                spec, "relation", [groups[at]], proven=True, relax=("relations",)
            )
    if related and _fits(search, replace(spec, relations=())):
        return explain.together(
            spec, "relation", [groups[at] for at in related], proven=False, relax=("relations",)
        )
    rivals = _rivals(search, spec)
    blockers = _blockers(search, spec, rivals, soon)
    for at in blockers:
        if soon():
            break
        if cannot_both(term, spec, search.specs[at], related=False):
            return explain.together(
                spec, "resource_conflict", [groups[at]], proven=True,
                helps=_helps(search, spec, late),
            )  # fmt: skip
    if not blockers and not stopped:
        blockers = rivals
    if not blockers:
        helps = _helps(search, spec, late)
        return explain.together(spec, "not_found", (), proven=False, helps=helps)
    proven = not soon() and shown_together(
        term, [spec, *(search.specs[at] for at in blockers)], PROOF_SECONDS
    )
    return explain.together(
        spec, "resource_conflict", [groups[at] for at in blockers], proven=proven,
        helps=_helps(search, spec, late),
    )  # fmt: skip


def _helps(search: Search, spec: Spec, late: Callable[[], bool]) -> tuple[Relaxation, ...]:
    """Return single changes, the least first, with which the group fits beside the others.

    Each is tried: the others stay where they are in the best plan.
    """
    term = search.term

    def fits(problem: Problem, group: Group) -> bool:
        groups = (*problem.groups[: spec.at], group, *problem.groups[spec.at + 1 :])
        changed = term.changed(replace(problem, groups=groups))
        if changed is None:
            return False
        one = make_spec(changed, spec.at)
        specs = [*search.specs[: spec.at], one, *search.specs[spec.at + 1 :]]
        occ = Occupancy(changed, specs)
        for at in search.active:
            occ.reserve(specs[at])
        for placed in search.occ.placed:
            if placed is not None:
                occ.put(placed)
        ins = Insertion(occ, one, search.rng)
        if len(ins.candidates) < group.leaders:
            return False
        return ins.best() is not None or Mending(ins).best(tries=20) is not None

    return relaxations(term.problem, spec.group, "resource_conflict", late, fits)


def _blockers(search: Search, spec: Spec, rivals: list[int], late: Callable[[], bool]) -> list[int]:
    """Return groups each of which makes place by going, or else the first pair that does."""
    found: list[int] = []
    for at in rivals:
        if late():
            return found
        if _fits_without(search, spec, (at,)):
            found.append(at)
    if found:
        return found
    for pair in _pairs(rivals, late):
        if _fits_without(search, spec, pair):
            return list(pair)
    return []


def _pairs(rivals: list[int], late: Callable[[], bool]) -> Iterator[tuple[int, int]]:
    for pair in combinations(rivals, 2):
        if late():
            return
        yield pair


def _rivals(search: Search, spec: Spec) -> list[int]:
    """Return planned groups that use a room, leader or interpreter which the group could use."""
    people = set(spec.pool)
    spoken = {who for able in spec.interpreters for who in able}
    return [
        at
        for at in search.active
        if (placed := search.occ.placed[at])
        and (
            any(m.room in spec.rooms for m in placed.meetings)
            or placed.people & people
            or any(spoken & set(m.interpreters) for m in placed.meetings)
        )
    ]


def _fits(search: Search, spec: Spec) -> bool:
    if any(search.occ.placed[other] for other in spec.parallel):
        return search.place_probe(spec.at)
    ins = Insertion(search.occ, spec, search.rng)
    if len(ins.candidates) < spec.group.leaders or not slot_costs(ins):
        return False
    return ins.best() is not None or Mending(ins).best(tries=40) is not None


def _fits_without(search: Search, spec: Spec, gone: tuple[int, ...]) -> bool:
    taken = [search.occ.take(at) for at in gone]
    try:
        return _fits(search, spec)
    finally:
        for placed in taken:
            search.occ.put(placed)
