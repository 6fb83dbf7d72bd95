"""Which hard rule an announced session or a fixed series breaks by itself or with another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from familjecentral.groups.planner.spec import Given, Spec, allowed_rooms, centre_holds, starts
from familjecentral.groups.planner.term import Term, covered


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that something decided breaks; ``n`` is the session, None the fixed series."""

    rule: int
    n: int | None
    other: int | None = None
    """Position of the other group"""


def own_breach(term: Term, spec: Spec) -> Breach | None:
    """Return the first rule that the group's own decisions break whatever is planned."""
    if (fixed := _fixed_breach(term, spec)) is not None:
        return Breach(fixed, None)
    for given in spec.given.values():
        if not given.held and (rule := _session_breach(term, spec, given)) is not None:
            return Breach(rule, given.n)
    for a, b in combinations(sorted(spec.given.values(), key=lambda g: g.n), 2):
        if a.held and b.held:
            continue
        accepted = a.accepted | b.accepted
        gap, steps = b.week - a.week, b.n - a.n
        if (b.week, b.weekday) <= (a.week, a.weekday) and 1 not in accepted:
            return Breach(1, b.n)
        low, high = spec.rhythm.every, spec.rhythm.every + spec.rhythm.extra
        if 3 not in accepted and not low * steps <= gap <= high * steps:
            return Breach(3, b.n)
    return None


def _fixed_breach(term: Term, spec: Spec) -> int | None:
    group, fixed = spec.group, spec.group.fixed
    if fixed.weekday is not None and fixed.weekday not in group.weekdays:
        return 6
    if fixed.start is not None and fixed.start not in starts(term.problem, group):
        return 17 if fixed.start % term.problem.grid_minutes else 6
    rooms = allowed_rooms(term, group)
    if fixed.room is not None and rooms and term.room_at[fixed.room] not in rooms:
        return 8
    if fixed.leaders is not None and (
        len(fixed.leaders) != group.leaders
        or len(set(fixed.leaders)) != group.leaders
        or not {term.leader_at[x] for x in fixed.leaders} <= set(spec.pool)
    ):
        return 9
    if fixed.weekday is not None and fixed.start is not None and not spec.given:
        begin = fixed.start - group.setup_minutes
        end = fixed.start + group.minutes + group.cleanup_minutes
        opening = [
            span
            for centre in term.problem.centres
            if centre.id in group.centres
            and (fixed.room is None or term.problem.rooms[term.room_at[fixed.room]].centre
                 == centre.id)
            for span in centre.opening
        ]  # fmt: skip
        days = (term.date(week, fixed.weekday) for week in range(term.weeks))
        if not any(covered(opening, day, begin, end) for day in days):
            return 7
    return None


def _session_breach(term: Term, spec: Spec, given: Given) -> int | None:
    """Return the rule that an announced session breaks, but for those accepted."""
    problem, group = term.problem, spec.group
    day = term.date(given.week, given.weekday)
    bit = 1 << given.week
    centre = term.room_centre[given.room]
    begin, stop = given.start - group.setup_minutes, given.start + group.minutes
    end = stop + group.cleanup_minutes
    at = (given.weekday, begin, end)
    broken = {
        4: not problem.term_first <= day <= problem.term_last,
        5: not term.day_allows(centre, day, end, group.avoid_school_breaks),
        7: not covered(problem.centres[centre].opening, day, begin, end),
        8: given.room not in spec.rooms or not term.room_weeks(given.room, *at) & bit,
        14: bool(group.children_minded)
        and not (
            centre_holds(term, centre, group.children_minded)
            and term.minding_weeks(centre, given.weekday, given.start, stop) & bit
        ),
    }
    if given.leaders is not None:
        code = group.certificate or group.programme
        valid = sum(
            term.certified_weeks(x, code, given.weekday) >> given.week & 1 for x in given.leaders
        )
        broken[9] = (
            len(given.leaders) != group.leaders
            or len(set(given.leaders)) != group.leaders
            or not set(given.leaders) <= set(spec.pool)
            or not all(term.works_at(x, centre) for x in given.leaders)
            or valid < group.certified
        )
        broken[10] = not all(term.leader_weeks(x, *at) & bit for x in given.leaders)
        limits = [problem.leaders[x].max_minutes_week for x in given.leaders]
        broken[12] = any(m is not None and group.booking_minutes > m for m in limits)
    if given.interpreters is not None:
        speaks = zip(given.interpreters, spec.interpreters, strict=False)
        broken[13] = (
            len(given.interpreters) != len(group.languages)
            or len(set(given.interpreters)) != len(given.interpreters)
            or not all(who in able for who, able in speaks)
            or not all(
                term.interpreter_weeks(x, given.weekday, given.start, stop) & bit
                for x in given.interpreters
            )
        )
    return min((rule for rule, yes in broken.items() if yes and rule not in given.accepted),
               default=None)  # fmt: skip


def clashes(term: Term, one: Spec, other: Spec) -> Breach | None:
    """Return the first breach between the decided sessions of two groups."""
    for a in one.given.values():
        for b in other.given.values():
            if (a.week, a.weekday) != (b.week, b.weekday) or (a.held and b.held):
                continue
            for rule in _pair_rules(term, one, a, other, b):
                if rule not in a.accepted | b.accepted and not (rule == 15 and a.held | b.held):
                    return Breach(rule, a.n, other.at)
    for kind, at, _ in one.relations:
        if kind == "separate_leaders" and at == other.at and _people(one) & _people(other):
            return Breach(15, None, other.at)
    return None


def _people(spec: Spec) -> set[int]:
    """Leaders that are decided and count for ``separate_leaders``."""
    named = set(spec.team or ())
    for given in spec.given.values():
        if not given.held and 15 not in given.accepted:
            named |= set(given.leaders or ())
    return named


def _pair_rules(term: Term, one: Spec, a: Given, other: Spec, b: Given) -> list[int]:
    """Return the rules that two decided sessions of one day break together."""
    x, y = one.group, other.group
    a_end, b_end = a.start + x.minutes, b.start + y.minutes
    a_centre, b_centre = term.room_centre[a.room], term.room_centre[b.room]
    there, back = term.travel[a_centre][b_centre], term.travel[b_centre][a_centre]

    def booked(gap_there: int, gap_back: int) -> bool:
        return (
            a.start - x.setup_minutes < b_end + y.cleanup_minutes + gap_back
            and b.start - y.setup_minutes < a_end + x.cleanup_minutes + gap_there
        )

    def meet(gap_there: int, gap_back: int) -> bool:
        return a.start < b_end + gap_back and b.start < a_end + gap_there

    broken = []
    if a.room == b.room and booked(0, 0):
        broken.append(8)
    if set(a.leaders or ()) & set(b.leaders or ()) and booked(there, back):
        broken.append(11)
    people = term.problem.interpreters
    shared = set(a.interpreters or ()) & set(b.interpreters or ())
    if any(meet(0, 0) if people[x].remote else meet(there, back) for x in shared):
        broken.append(13)
    if a_centre == b_centre and x.children_minded and y.children_minded and meet(0, 0):
        minding = term.minding.get(a_centre)
        if minding and x.children_minded + y.children_minded > minding.max_children:
            broken.append(14)
    related = any(
        (kind == "no_overlap" and meet(gap, gap))
        or (kind == "apart" and a_centre == b_centre and booked(gap, gap))
        for kind, at, gap in one.relations
        if at == other.at
    )
    if related:
        broken.append(15)
    return broken


def overworked(term: Term, one: Spec, others: Sequence[Spec]) -> Breach | None:
    """Return the announced session that gives a leader too many decided minutes in a week."""
    minutes: dict[tuple[int, int], int] = {}
    for spec in (one, *others):
        for given in spec.given.values():
            for x in given.leaders or ():
                key = (x, given.week)
                minutes[key] = minutes.get(key, 0) + spec.group.booking_minutes
    for given in one.given.values():
        for x in given.leaders or ():
            limit = term.problem.leaders[x].max_minutes_week
            if limit is None or minutes[x, given.week] <= limit:
                continue
            excused = any(
                12 in g.accepted
                for spec in (one, *others)
                for g in spec.given.values()
                if g.week == given.week and x in (g.leaders or ())
            )
            if not given.held and not excused:
                return Breach(12, given.n)
    return None
