"""Says exactly whether a group can be planned when no other group is there."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.occupancy import Occupancy
from familjecentral.groups.planner.spec import Slot, Spec, make_specs
from familjecentral.groups.planner.term import Term, bits
from familjecentral.groups.planner.weeks import Choice, cheapest
from familjecentral.groups.problem import Group, Problem


def possible_alone(problem: Problem, group: Group) -> bool:
    """Say whether the group has a plan that breaks no hard rule, all others left out."""
    term = Term(replace(problem, groups=(group,), relations=(), previous=()))
    spec = make_specs(term)[0]
    return least_cost(term, spec) is not None


def least_cost(term: Term, spec: Spec) -> dict[tuple[int, int], int] | None:
    """Return the least own cost by series time, or None if no time is possible at all.

    Counted are wished times, skipped weeks and moved sessions; whoever leads, and whatever other
    groups do, it cannot be less.
    """
    lonely = replace(spec, relations=())
    ins = Insertion(Occupancy(term, [lonely]), lonely, Random(0))  # noqa: S311
    return slot_costs(ins) or None


def slot_costs(ins: Insertion) -> dict[tuple[int, int], int]:
    """Return, for every series time (weekday, start) that is possible, the least own cost."""
    spec, term = ins.spec, ins.term
    group = spec.group
    team = spec.team
    if len(ins.candidates) < group.leaders:
        return {}
    if team is not None and (
        len(set(team)) != group.leaders or not set(team) <= set(ins.candidates)
    ):
        return {}
    for given in ins.unled:
        if given.held:
            continue
        able = [x for x in ins.helpers if ins.leads_given(x, given)]
        needed = 0 if 9 in given.accepted else group.certified
        certified = sum(ins.certified(x, given.weekday) >> given.week & 1 for x in able)
        if 9 not in given.accepted and (len(able) < group.leaders or certified < needed):
            return {}
    if not all(ins.meeting(n, (g.week, g.weekday, g.start, g.room), ()) for n, g in
               spec.given.items()):  # fmt: skip
        return {}
    weeks = {
        (slot.weekday, slot.start, room): led_weeks(
            ins, slot, room, ins.weeks_at(slot, room, calendar)
        )
        for slot in {*spec.slots, *spec.moved_slots}
        for room, calendar in slot.rooms
    }
    price = term.problem.weights.moved_session
    moved: dict[int, dict[int, list[Choice]]] = {}
    if group.max_moved:
        for slot in spec.moved_slots:
            for room, _ in slot.rooms:
                options = moved.setdefault(term.room_centre[room], {})
                for week in bits(weeks[slot.weekday, slot.start, room]):
                    starts = bool(spec.first[slot.weekday] >> week & 1)
                    choice = Choice(price + slot.preferred, 1, starts)
                    if choice not in options.setdefault(week, []):
                        options[week].append(choice)
    costs: dict[tuple[int, int], int] = {}
    for slot in spec.slots:
        for room, _ in slot.rooms:
            where = (slot.weekday, slot.start, room)
            choices = {w: list(c) for w, c in moved.get(term.room_centre[room], {}).items()}
            for week in bits(weeks[where]):
                starts = bool(spec.first[slot.weekday] >> week & 1)
                choices.setdefault(week, []).append(Choice(slot.preferred, 0, starts))
            answer = cheapest(replace(spec.rhythm, max_moved=group.max_moved), choices, spec.pins)
            if answer is not None:
                off = sum(where != (g.weekday, g.start, g.room) for g in spec.given.values())
                key = (slot.weekday, slot.start)
                costs[key] = min(costs.get(key, 1 << 60), answer[0] + price * off)
    return costs


def led_weeks(ins: Insertion, slot: Slot, room: int, weeks: int) -> int:
    """Weeks in which anybody of the pool, enough of them certified, can lead a session."""
    group = ins.spec.group
    centre = ins.term.room_centre[room]
    able = [
        (mask, ins.certified(x, slot.weekday))
        for x in ins.helpers
        if (mask := ins.leader_at(x, slot.weekday, slot.start, centre, weeks))
    ]
    certified = [mask & valid for mask, valid in able]
    return (
        weeks
        & at_least(group.leaders, [mask for mask, _ in able], weeks)
        & at_least(group.certified, certified, weeks)
    )


def at_least(count: int, masks: list[int], weeks: int) -> int:
    """Weeks that lie in at least ``count`` of the sets."""
    reached = [weeks] + [0] * count
    for mask in masks:
        for k in range(count, 0, -1):
            reached[k] |= reached[k - 1] & mask
    return reached[count]
