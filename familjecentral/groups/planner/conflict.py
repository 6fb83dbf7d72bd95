"""Why a group that is possible alone found no place beside the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from familjecentral.groups.plan import Unplanned
from familjecentral.groups.planner import explain
from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.mend import Mending
from familjecentral.groups.planner.possible import slot_costs
from familjecentral.groups.planner.proof import cannot_both, shown_together
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import Spec

PROOF_SECONDS = 2.0


def why_not_together(
    search: Search, spec: Spec, *, stopped: bool, late: Callable[[], bool]
) -> Unplanned:
    """Return reason and groups in the way, seen from the best plan.

    First the relations are loosened, then one group at a time is taken away, then two; what is
    found is then tried to be proved.

    Args:
        stopped: the search did not end by itself.
        late: no more time to look closer.
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
    blockers = _blockers(search, spec, rivals, late)
    for at in blockers:
        if late():
            break
        if cannot_both(term, spec, search.specs[at], related=False):
            return explain.together(
                spec, "resource_conflict", [groups[at]], proven=True, relax=_helps(spec)
            )
    if not blockers and not stopped:
        blockers = rivals
    if not blockers:
        return explain.together(spec, "not_found", (), proven=False, relax=())
    proven = not late() and shown_together(
        term, [spec, *(search.specs[at] for at in blockers)], PROOF_SECONDS
    )
    return explain.together(
        spec, "resource_conflict", [groups[at] for at in blockers], proven=proven,
        relax=_helps(spec),
    )  # fmt: skip


def _helps(spec: Spec) -> tuple[str, ...]:
    """Return fields that are narrow here and whose widening is the first thing to try."""
    group = spec.group
    found: list[str] = []
    if (group.start_latest - group.start_earliest).days < 42:
        found.append("start_latest")
    if group.fixed.weekday is not None or group.fixed.start is not None:
        found.append("fixed")
    found.append("window_to")
    return tuple(found)


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
