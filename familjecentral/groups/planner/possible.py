"""Says exactly whether a group can be planned when no other group is there."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.locked import own_breach
from familjecentral.groups.planner.occupancy import Occupancy
from familjecentral.groups.planner.spec import Slot, Spec, make_specs
from familjecentral.groups.planner.term import Term, at_least, bits
from familjecentral.groups.planner.weeks import INFINITE, Choice, cheapest
from familjecentral.groups.problem import Group, Problem


def possible_alone(problem: Problem, group: Group) -> bool:
    """Say whether the group has a plan that breaks no hard rule, all others left out."""
    term = Term(replace(problem, groups=(group,), relations=(), previous=()))
    spec = make_specs(term)[0]
    return own_breach(term, spec) is None and least_cost(term, spec) is not None


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
    if not (_has_team(ins) and _given_led(ins)):
        return {}
    price = term.problem.weights.moved_session
    rhythm = replace(spec.rhythm, max_moved=spec.group.max_moved)
    moved = _moved_choices(ins, price)
    costs: dict[tuple[int, int], int] = {}
    for slot in spec.slots:
        for room, calendar in slot.rooms:
            weeks = led_weeks(ins, slot, room, ins.weeks_at(slot, room, calendar))
            choices = {w: list(c) for w, c in moved.get(term.room_centre[room], {}).items()}
            for week in bits(weeks):
                starts = bool(spec.first[slot.weekday] >> week & 1)
                choices.setdefault(week, []).append(Choice(slot.preferred, 0, starts))
            answer = cheapest(rhythm, choices, spec.pins)
            if answer is not None:
                where = (slot.weekday, slot.start, room)
                off = sum(where != (g.weekday, g.start, g.room) for g in spec.given.values())
                key = (slot.weekday, slot.start)
                costs[key] = min(costs.get(key, INFINITE), answer[0] + price * off)
    return costs


def _has_team(ins: Insertion) -> bool:
    size, team = ins.spec.group.leaders, ins.spec.team
    if team is not None:
        return len(set(team)) == len(team) == size and set(team) <= set(ins.candidates)
    return len(ins.candidates) >= size


def _given_led(ins: Insertion) -> bool:
    """Say whether locked sessions that name no leader or interpreter can have them."""
    group = ins.spec.group
    for given in ins.unled:
        if given.held or 9 in given.accepted:
            continue
        able = [x for x in ins.helpers if ins.leads_given(x, given)]
        certified = sum(ins.certified(x, given.weekday) >> given.week & 1 for x in able)
        if len(able) < group.leaders or certified < group.certified:
            return False
    return all(
        ins.meeting(n, (g.week, g.weekday, g.start, g.room), ()) for n, g in ins.spec.given.items()
    )


def _moved_choices(ins: Insertion, price: int) -> dict[int, dict[int, list[Choice]]]:
    """Return, by centre and week, what a moved session costs; nothing if none may be moved."""
    spec = ins.spec
    found: dict[int, dict[int, list[Choice]]] = {}
    for slot in spec.moved_slots if spec.group.max_moved else ():
        for room, calendar in slot.rooms:
            options = found.setdefault(ins.term.room_centre[room], {})
            weeks = led_weeks(ins, slot, room, ins.weeks_at(slot, room, calendar))
            for week in bits(weeks):
                starts = bool(spec.first[slot.weekday] >> week & 1)
                choice = Choice(price + slot.preferred, 1, starts)
                if choice not in options.setdefault(week, []):
                    options[week].append(choice)
    return found


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
