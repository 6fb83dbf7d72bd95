"""Turns the state of a search into a plan."""

from __future__ import annotations

from collections.abc import Sequence

from familjecentral.groups.plan import PARTS, Plan, PlannedGroup, Series, Session, Unplanned
from familjecentral.groups.planner.occupancy import Placed
from familjecentral.groups.planner.placement import own_parts
from familjecentral.groups.planner.spec import Spec
from familjecentral.groups.planner.term import Term


def make_plan(
    term: Term,
    specs: Sequence[Spec],
    placed: Sequence[Placed | None],
    unplanned: Sequence[Unplanned],
    *,
    bound: int | None,
    seconds: float,
) -> Plan:
    """Return the plan with its objective counted anew from the sessions."""
    problem = term.problem
    weights = problem.weights
    parts = dict.fromkeys(PARTS, 0)
    parts["unplanned"] = weights.unplanned * sum(p is None for p in placed)
    load = [0] * len(problem.leaders)
    for one in placed:
        if one is None:
            continue
        own = own_parts(
            term, specs[one.group], one.weekday, one.start, one.room, one.team, one.meetings
        )
        for name, value in own.items():
            parts[name] += value
        for leader, minutes in one.loads.items():
            load[leader] += minutes
    parts["balance"] = sum(term.balance(x, minutes) for x, minutes in enumerate(load))
    return Plan(
        problem=problem.id,
        groups=tuple(_planned(term, specs[p.group], p) for p in placed if p is not None),
        unplanned=tuple(unplanned),
        parts=parts,
        bound=bound,
        seconds=seconds,
    )


def _planned(term: Term, spec: Spec, placed: Placed) -> PlannedGroup:
    problem = term.problem
    names = [leader.id for leader in problem.leaders]
    return PlannedGroup(
        group=spec.group.id,
        series=Series(
            placed.weekday,
            placed.start,
            problem.rooms[placed.room].id,
            spec.group.fixed.leaders or tuple(names[x] for x in sorted(placed.team)),
        ),
        sessions=tuple(
            Session(
                n=m.n,
                date=term.date(m.week, m.weekday),
                start=m.start,
                room=problem.rooms[m.room].id,
                leaders=tuple(names[x] for x in sorted(m.leaders)),
                interpreters=tuple(
                    zip(
                        spec.group.languages,
                        (problem.interpreters[x].id for x in m.interpreters),
                        strict=False,
                    )
                ),
            )
            for m in placed.meetings
        ),
    )
