"""A group made ready for planning: its possible times and rooms, and what a session costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from familjecentral.groups.planner.term import Term
from familjecentral.groups.planner.weeks import Ends, Pin, Rhythm, Weeks
from familjecentral.groups.problem import Group, Locked, Problem

Prices = tuple[tuple[int, int], ...]
"""(cost of a session, weeks)"""


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday and a start, with the rooms and the weeks that the calendar leaves them."""

    weekday: int
    start: int
    preferred: int
    """Cost of a session at this time: ``not_preferred``"""
    rooms: tuple[tuple[int, int], ...]
    """(room, weeks)"""


@dataclass(frozen=True, slots=True)
class Given:
    """A locked session in positions; ``leaders`` and ``interpreters`` None are to be chosen."""

    n: int
    week: int
    weekday: int
    start: int
    room: int
    leaders: tuple[int, ...] | None
    interpreters: tuple[int, ...] | None
    held: bool
    accepted: frozenset[int]


class Meeting(NamedTuple):
    """A session of a placement; ``n`` from 1."""

    n: int
    week: int
    weekday: int
    start: int
    room: int
    leaders: tuple[int, ...]
    interpreters: tuple[int, ...]
    locked: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """A session of the previous plan."""

    week: int
    weekday: int
    start: int
    room: int
    leaders: frozenset[int]


@dataclass(slots=True)
class Spec:
    """A group in positions, with everything that does not depend on other groups."""

    at: int
    group: Group
    rhythm: Rhythm
    slots: tuple[Slot, ...]
    """Where the series may lie"""
    moved_slots: tuple[Slot, ...]
    """Where a moved session may lie"""
    first: dict[int, int]
    """Weekday → weeks in which session 1 may lie"""
    pool: tuple[int, ...]
    rooms: frozenset[int]
    given: dict[int, Given]
    """By number of the session, from 1"""
    before: dict[tuple[int, int, int], Before]
    """(week, weekday, start) → session of the previous plan that was not held"""
    relations: tuple[tuple[str, int, int], ...]
    """(type, other group, gap)"""
    team: tuple[int, ...] | None
    interpreters: tuple[tuple[int, ...], ...] = ()
    """Who speaks each language"""
    skipped: dict[tuple[int, int], Ends | None] = field(default_factory=dict)
    """(weekday, weeks) → fewest skipped weeks: the same sets come again and again"""
    priced: dict[tuple[int, int, Prices], Weeks | None] = field(default_factory=dict)
    """(weekday, weeks, prices) → the cheapest weeks"""
    valid: dict[tuple[tuple[int, ...], int], int] = field(default_factory=dict)
    """(team, weekday) → weeks in which enough of the team hold a certificate"""
    avoided: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    """(weekday, start) → leader of the pool who would rather not → in which weeks"""
    workers: dict[tuple[int, int, int], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """(weekday, start, centre) → (leader of the pool, weeks that her own calendar leaves)"""

    times: dict[tuple[int, int], list[Slot]] = field(init=False)
    """(weekday, start) → where the series may lie then"""
    wishes: list[tuple[int, list[Slot]]] = field(init=False)
    """Cost of a session and the times that have it, cheapest first"""

    def __post_init__(self) -> None:
        """Sort the times once: every search for a place begins with the cheapest."""
        self.times = {}
        by_cost: dict[int, list[Slot]] = {}
        for slot in self.slots:
            self.times.setdefault((slot.weekday, slot.start), []).append(slot)
            by_cost.setdefault(slot.preferred, []).append(slot)
        self.wishes = sorted(by_cost.items())

    @property
    def simple(self) -> bool:
        """Say whether nothing is announced or planned before, and nobody interprets."""
        return not (self.given or self.before or self.group.languages)

    @property
    def parallel(self) -> tuple[int, ...]:
        """Groups that meet at the same dates and starts."""
        return tuple(other for kind, other, _ in self.relations if kind == "parallel")

    @property
    def usual(self) -> tuple[int, int] | None:
        """(weekday, start) that most sessions of the previous plan had."""
        if not self.before:
            return None
        return Counter(key[1:] for key in self.before).most_common(1)[0][0]

    @property
    def pins(self) -> dict[int, Pin]:
        """Locked sessions by position from 0."""
        return {g.n - 1: Pin(g.week, 3 in g.accepted) for g in self.given.values()}


def make_specs(term: Term) -> list[Spec]:
    """Return one spec per group, in the problem's order."""
    return [make_spec(term, at) for at in range(len(term.problem.groups))]


def make_spec(term: Term, at: int) -> Spec:
    """Return the spec of one group."""
    problem = term.problem
    group = problem.groups[at]
    given = {lock.n: _given(term, group, lock) for lock in group.locked}
    rooms = allowed_rooms(term, group)
    moved = tuple(
        slot
        for weekday in sorted(group.weekdays)
        for start in starts(problem, group)
        if (slot := _slot(term, group, weekday, start, rooms)).rooms
    )
    everything = moved if len(given) < group.sessions else _any_slots(term, group, rooms)
    pool_ids = group.leader_pool
    return Spec(
        at=at,
        group=group,
        rhythm=Rhythm(
            group.sessions, group.every_weeks, group.extra_weeks, problem.weights.extra_week,
            group.max_moved,
        ),
        slots=tuple(s for s in (_fixed(slot, term, group) for slot in everything) if s.rooms),
        moved_slots=moved,
        first={
            day: term.between(day, group.start_earliest, group.start_latest)
            for day in group.weekdays
        },
        pool=tuple(
            i for i, leader in enumerate(problem.leaders)
            if (pool_ids is None or leader.id in pool_ids)
        ),
        rooms=frozenset(rooms),
        given=given,
        before=_before(term, group),
        relations=_relations(problem, group),
        team=None if group.fixed.leaders is None
        else tuple(term.leader_at[name] for name in group.fixed.leaders),
        interpreters=tuple(
            tuple(i for i, who in enumerate(problem.interpreters) if language in who.languages)
            for language in group.languages
        ),
    )  # fmt: skip


def allowed_rooms(term: Term, group: Group) -> list[int]:
    """Return rooms with centre, seats and equipment (rule 8)."""
    return [
        i
        for i, room in enumerate(term.problem.rooms)
        if room.centre in group.centres
        and (group.rooms is None or room.id in group.rooms)
        and room.seats >= group.seats
        and group.equipment <= room.equipment
    ]


def starts(problem: Problem, group: Group) -> Iterable[int]:
    """Return the starts of the grid that keep the session inside the window (rules 6, 17)."""
    grid = problem.grid_minutes
    low = -(-group.window_from // grid) * grid
    return range(low, group.window_to - group.minutes + 1, grid)


def not_preferred(problem: Problem, group: Group, weekday: int, start: int) -> int:
    """Return the cost of a session at this time, neither locked nor held."""
    if not group.preferred:
        return 0
    end = start + group.minutes
    return min(
        (
            wish.points
            for wish in group.preferred
            if weekday in wish.weekdays and wish.start <= start and end <= wish.end
        ),
        default=problem.weights.not_preferred,
    )


def _slot(term: Term, group: Group, weekday: int, start: int, rooms: Sequence[int]) -> Slot:
    problem = term.problem
    begin, end = start - group.setup_minutes, start + group.minutes + group.cleanup_minutes
    within = term.between(
        weekday,
        max(problem.term_first, group.start_earliest)
        if all(lock.n != 1 for lock in group.locked)
        else problem.term_first,
        min(problem.term_last, group.end_latest),
    )
    found = []
    for room in rooms:
        centre = term.room_centre[room]
        weeks = (
            within
            & term.open_weeks(centre, weekday, begin, end, group.avoid_school_breaks)
            & term.room_weeks(room, weekday, begin, end)
        )
        if group.children_minded:
            if not centre_holds(term, centre, group.children_minded):
                continue
            weeks &= term.minding_weeks(centre, weekday, start, start + group.minutes)
        if weeks:
            found.append((room, weeks))
    return Slot(weekday, start, not_preferred(problem, group, weekday, start), tuple(found))


def centre_holds(term: Term, centre: int, children: int) -> bool:
    """Say whether the centre's child-minding takes that many children at all (rule 14)."""
    return centre in term.minding and term.minding[centre].max_children >= children


def _any_slots(term: Term, group: Group, rooms: Sequence[int]) -> tuple[Slot, ...]:
    """With every session given, the series is only a name: any time of the window does."""
    return tuple(
        Slot(
            weekday, start, not_preferred(term.problem, group, weekday, start),
            tuple((room, 0) for room in rooms),
        )
        for weekday in sorted(group.weekdays)
        for start in starts(term.problem, group)
    )  # fmt: skip


def _fixed(slot: Slot, term: Term, group: Group) -> Slot:
    """Keep only what the fixed parts of the series allow (rule 16)."""
    fixed = group.fixed
    wrong_time = (fixed.weekday is not None and fixed.weekday != slot.weekday) or (
        fixed.start is not None and fixed.start != slot.start
    )
    rooms = () if wrong_time else tuple(
        (room, weeks) for room, weeks in slot.rooms
        if fixed.room is None or term.problem.rooms[room].id == fixed.room
    )  # fmt: skip
    return Slot(slot.weekday, slot.start, slot.preferred, rooms)


def _given(term: Term, group: Group, lock: Locked) -> Given:
    spoken = dict(lock.interpreters) if lock.interpreters else None
    return Given(
        n=lock.n,
        week=term.week(lock.date),
        weekday=lock.date.isoweekday(),
        start=lock.start,
        room=term.room_at[lock.room],
        leaders=None
        if lock.leaders is None
        else tuple(term.leader_at[name] for name in lock.leaders),
        interpreters=tuple(
            term.interpreter_at[spoken[language]]
            for language in group.languages
            if spoken.get(language) in term.interpreter_at
        )
        if spoken
        else None,
        held=lock.held,
        accepted=lock.accepted,
    )


def _before(term: Term, group: Group) -> dict[tuple[int, int, int], Before]:
    """Sessions of the previous plan, but those held since; unknown rooms and people are none."""
    held = {lock.n for lock in group.locked if lock.held}
    found = {}
    for planned in term.problem.previous:
        if planned.group == group.id:
            for s in planned.sessions:
                if s.n in held:
                    continue
                one = Before(
                    term.week(s.date),
                    s.date.isoweekday(),
                    s.start,
                    term.room_at.get(s.room, -1),
                    frozenset(term.leader_at[x] for x in s.leaders if x in term.leader_at),
                )
                found[(one.week, one.weekday, one.start)] = one
    return found


def _relations(problem: Problem, group: Group) -> tuple[tuple[str, int, int], ...]:
    place = {other.id: i for i, other in enumerate(problem.groups)}
    return tuple(
        (relation.type, place[other], relation.gap_minutes)
        for relation in problem.relations
        if group.id in relation.groups
        for other in relation.groups
        if other != group.id
    )
