"""From the store's groups to a problem of the planner, and from its plan back to drafts.

The planner gets a term whole: its open groups, what others occupy as busy time, and the plan as
it stands, so that the least is changed. Sessions that have been held or announced are locked;
an announced session keeps date, time and room, and its leaders too unless one of them is away.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from familjecentral.access.model import Act, CentreId, require
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.groups import problem as planner
from familjecentral.groups.clashes import Schedule, Taken, taken_by, touched
from familjecentral.groups.house import House, InterpreterId, Leader, LeaderId, RoomId
from familjecentral.groups.model import (
    Group,
    GroupId,
    GroupStatus,
    LeaderRole,
    Session,
    SessionId,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.plan import Plan, PlannedGroup, Series
from familjecentral.groups.plan import Session as PlannedSession
from familjecentral.groups.problem import Fixed, Locked, Problem, Span, Weights
from familjecentral.groups.reading import read_schedule
from familjecentral.groups.rules import term_of
from familjecentral.groups.store import GroupsUnitOfWork

GRID = 15
_LEADING = (LeaderRole.LEAD, LeaderRole.CO_LEAD)


@dataclass(frozen=True, slots=True)
class TermToPlan:
    """A problem and the groups it was built from, as they were read.

    ``problem``: for ``plan_term``. ``groups``: to be handed to :func:`drafts`.
    """

    problem: Problem
    groups: tuple[Group, ...]


def term_problem(
    term: str,
    uow: GroupsUnitOfWork,
    clock: Clock,
    *,
    drafts: Iterable[Group] = (),
    only: frozenset[GroupId] | None = None,
) -> TermToPlan:
    """Build the problem of a term from its groups that are not over.

    Args:
        drafts: groups as edited and not saved yet, in place of the stored ones.
        only: plan these; the others stay where they are and are in the way.

    Raises:
        NotAllowed; InvalidInput: ``term``.
    """
    require(uow.actor, Act.PLAN_GROUPS)
    period = term_of(term)
    if period is None:
        raise InvalidInput((FieldProblem("term", "required"),))
    schedule = read_schedule(uow, period.first, period.last).with_groups(drafts)
    return problem_of(schedule, term, clock.today(), only=only)


def problem_of(
    schedule: Schedule, term: str, today: dt.date, *, only: frozenset[GroupId] | None = None
) -> TermToPlan:
    """Build the problem of a term from a schedule that covers it."""
    period = term_of(term)
    assert period is not None
    chosen = tuple(
        group
        for group in schedule.groups.values()
        if group.term == term
        and not group.status.is_over
        and group.closed_on is None
        and (only is None or group.id in only)
    )
    busy = _Busy(schedule, {group.id for group in chosen})
    house = schedule.house
    ids = {group.id for group in chosen}
    found = Problem(
        id=term,
        title=term,
        term_first=period.first,
        term_last=period.last,
        grid_minutes=GRID,
        weights=Weights(),
        days=tuple(
            planner.Day(
                day.first, day.last, day.type.value, day.name,
                frozenset({str(day.centre_id)}) if day.centre_id else None, day.until,
            )
            for day in house.days
        ),
        centres=_centres(house, chosen),
        travel=tuple(
            (str(hours.centre_id), str(there), minutes)
            for hours in house.hours.values()
            for there, minutes in hours.travel
        ),
        rooms=tuple(
            planner.Room(
                str(room.id), str(room.centre_id), room.name, room.seats, room.equipment,
                (*room.unavailable, *busy.of(room.id)),
            )
            for room in house.rooms.values()
            if room.active or any(s.room == room.id for g in chosen for s in g.sessions)
        ),
        leaders=tuple(_leader(one, busy) for one in house.leaders.values()),
        interpreters=tuple(
            planner.Interpreter(
                str(one.id), one.name, one.languages, one.remote, one.available,
                (*one.absent, *busy.of(one.id)),
            )
            for one in house.interpreters.values()
            if one.active
        ),
        child_minding=tuple(
            planner.ChildMinding(str(h.centre_id), h.most_children, h.minding, ())
            for h in house.hours.values()
            if h.most_children
        ),
        groups=tuple(_group(group, schedule, period.first, period.last, today) for group in chosen),
        relations=tuple(
            planner.Relation(r.type.value, (str(r.one), str(r.other)), r.gap_minutes)
            for r in schedule.relations
            if r.one in ids and r.other in ids
        ),
        previous=tuple(_previous(group) for group in chosen if _placed(group)),
    )  # fmt: skip
    return TermToPlan(found, chosen)


def drafts(plan: Plan, groups: Sequence[Group], ids: IdSource) -> tuple[Group, ...]:
    """Return the groups of a plan as drafts, to be looked at and handed to ``save_groups``.

    Held sessions and those of other kinds stay as they are; a session keeps its id, so that its
    calendar entry moves instead of being doubled; what had been accepted stays accepted.
    """
    known = {str(group.id): group for group in groups}
    return tuple(_draft(planned, known[planned.group], ids) for planned in plan.groups)


def _draft(planned: PlannedGroup, group: Group, ids: IdSource) -> Group:
    course = group.course
    others = [s for s in group.sessions if s not in course]
    extra = tuple(m for m in group.team if m.role not in _LEADING)
    laid = []
    for session in planned.sessions:
        old = course[session.n - 1] if session.n <= len(course) else None
        if old is not None and old.status is SessionStatus.HELD:
            laid.append(old)
            continue
        laid.append(_session(session, old, group, planned.series, extra, ids))
    laid += course[len(planned.sessions) :]
    series = planned.series
    room, team = group.room, group.team
    if series is not None:
        room = RoomId(UUID(series.room))
        roles = {m.leader: m for m in group.team}
        named = [LeaderId(UUID(one)) for one in series.leaders]
        team = (*(roles.get(one) or _member(n, one) for n, one in enumerate(named)), *extra)
    sessions = sorted([*others, *laid], key=lambda s: (s.day, s.start, s.number))
    return replace(group, room=room, team=team, sessions=tuple(sessions))


def _member(place: int, leader: LeaderId) -> TeamMember:
    return TeamMember(leader, LeaderRole.CO_LEAD if place else LeaderRole.LEAD)


def _session(
    planned: PlannedSession,
    old: Session | None,
    group: Group,
    series: Series | None,
    extra: tuple[TeamMember, ...],
    ids: IdSource,
) -> Session:
    moved = series is not None and (planned.date.isoweekday(), planned.start) != (
        series.weekday,
        series.start,
    )
    base = old or Session(
        SessionId(ids.new_id()), planned.n, planned.date, planned.start, group.values.minutes
    )
    return replace(
        base,
        day=planned.date,
        start=planned.start,
        status=SessionStatus.MOVED if moved else SessionStatus.PLANNED,
        room=RoomId(UUID(planned.room)),
        leaders=(
            *(LeaderId(UUID(one)) for one in planned.leaders),
            *(member.leader for member in extra),
        ),
        interpreters=tuple(
            (language, InterpreterId(UUID(who))) for language, who in planned.interpreters
        ),
    )


class _Busy:
    """What rooms, leaders and interpreters are taken up by beside the groups to be planned."""

    def __init__(self, schedule: Schedule, planned: set[GroupId]) -> None:
        self._spans: dict[UUID, list[Span]] = defaultdict(list)
        for group in schedule.groups.values():
            for session in group.sessions:
                if session.is_on and not (group.id in planned and session.is_course):
                    self._put(taken_by(schedule.house, group, session))
        for booking in schedule.bookings:
            day, start, end = booking.day, booking.start, booking.end
            span = Span(day, day, start=start, end=end)
            for one in (*booking.leaders, *([booking.room] if booking.room else [])):
                self._spans[one].append(span)

    def _put(self, taken: Taken) -> None:
        span = Span(taken.day, taken.day, start=max(taken.begin, 0), end=min(taken.end, 24 * 60))
        session = taken.session
        who: list[UUID] = [*taken.leaders]
        who += [taken.room.id] if taken.room else []
        who += [one for _, one in session.interpreters] if session else []
        for one in who:
            self._spans[one].append(span)

    def of(self, one: UUID) -> tuple[Span, ...]:
        return tuple(self._spans.get(one, ()))


def _centres(house: House, groups: Iterable[Group]) -> tuple[planner.Centre, ...]:
    used: dict[CentreId, None] = dict.fromkeys(room.centre_id for room in house.rooms.values())
    for group in groups:
        used.update(dict.fromkeys((group.centre_id, *sorted(group.wishes.centres))))
    used.update(dict.fromkeys(house.hours))
    return tuple(
        planner.Centre(
            str(centre),
            "",
            (house.hours[centre].opening if centre in house.hours else ()) or (Span(),),
        )
        for centre in used
    )


def _leader(leader: Leader, busy: _Busy) -> planner.Leader:
    left = (Span(first=leader.ends_on + dt.timedelta(days=1)),) if leader.ends_on else ()
    return planner.Leader(
        str(leader.id),
        leader.first_name,
        frozenset(str(centre) for centre in leader.centres) or None,
        tuple(
            planner.Certificate(held.programme, held.first, held.last)
            for held in leader.certificates
            if not held.in_training
        ),
        leader.available,
        (*leader.absent, *left, *busy.of(leader.id)),
        leader.avoid,
        leader.max_groups,
        leader.max_minutes_week,
        leader.share_percent,
    )


def _group(
    group: Group, schedule: Schedule, first: dt.date, last: dt.date, today: dt.date
) -> planner.Group:
    values, wishes = group.values, group.wishes
    locked = _locked(group, schedule, today)
    held = any(one.held for one in locked)
    earliest = max(wishes.start_earliest or first, first)
    if not held:
        earliest = max(earliest, min(today, last))
    latest = wishes.start_latest or last
    before, after = _around(group, schedule.house)
    return planner.Group(
        id=str(group.id),
        title=group.title,
        programme=values.programme,
        centres=tuple(dict.fromkeys(map(str, (group.centre_id, *sorted(wishes.centres))))),
        rooms=frozenset(map(str, wishes.rooms)) or None,
        sessions=len(group.course) if locked else values.sessions,
        minutes=values.minutes,
        setup_minutes=before,
        cleanup_minutes=after,
        every_weeks=values.every_weeks,
        extra_weeks=wishes.extra_weeks,
        start_earliest=earliest,
        start_latest=max(latest, earliest),
        end_latest=wishes.end_latest or last,
        weekdays=wishes.weekdays,
        window_from=wishes.window_from,
        window_to=wishes.window_to,
        preferred=wishes.preferred,
        max_moved=wishes.max_moved,
        seats=group.seats,
        equipment=group.equipment,
        leaders=values.leaders,
        certificate=values.programme if values.certified else None,
        certified=values.certified,
        leader_pool=tuple(map(str, sorted(wishes.pool))) or None,
        languages=group.languages,
        children_minded=group.children_minded,
        avoid_school_breaks=group.avoid_school_breaks,
        fixed=_fixed(group),
        locked=locked,
    )


def _around(group: Group, house: House) -> tuple[int, int]:
    """Return set-up and clean-up: the longest of the rooms that the group may get."""
    used = {s.room for s in group.course if s.room}
    rooms = [
        room
        for room in house.rooms.values()
        if (room.id in used if used else not group.wishes.rooms or room.id in group.wishes.rooms)
    ]
    return (
        max([group.setup_minutes, *(room.setup_minutes for room in rooms)]),
        max([group.cleanup_minutes, *(room.cleanup_minutes for room in rooms)]),
    )


def _locked(group: Group, schedule: Schedule, today: dt.date) -> tuple[Locked, ...]:
    announced = group.status is not GroupStatus.PLANNED
    found = []
    for n, session in enumerate(group.course, 1):
        held = session.status is SessionStatus.HELD
        if session.room is None or not (held or announced or session.day < today):
            continue
        leading = _leading(group, session)
        whole = len(leading) == group.values.leaders
        kept = held or (whole and not _is_away(session, leading, group, schedule))
        booked = dict(session.interpreters)
        found.append(
            Locked(
                n=n,
                date=session.day,
                start=session.start,
                room=str(session.room),
                leaders=tuple(map(str, leading)) if kept and whole else None,
                interpreters=tuple((lang, str(who)) for lang, who in session.interpreters)
                if set(booked) == set(group.languages) and booked
                else None,
                held=held,
                accepted=frozenset(a.kind.rule for a in session.accepted),
            )
        )
    return tuple(found)


def _leading(group: Group, session: Session) -> tuple[LeaderId, ...]:
    extra = {m.leader for m in group.team if m.role not in _LEADING}
    return tuple(one for one in session.leaders if one not in extra)


def _is_away(
    session: Session, leading: Iterable[LeaderId], group: Group, schedule: Schedule
) -> bool:
    taken = taken_by(schedule.house, group, session)
    for one in leading:
        leader = schedule.house.leaders[one]
        left = leader.ends_on is not None and leader.ends_on < taken.day
        if left or touched(leader.absent, taken.day, taken.begin, taken.end):
            return True
    return False


def _fixed(group: Group) -> Fixed:
    """Return what the coordinator decided before any session was laid."""
    if group.sessions:
        return Fixed()
    team = tuple(str(m.leader) for m in group.team if m.role in _LEADING)
    return Fixed(
        room=str(group.room) if group.room else None,
        leaders=team if len(team) == group.values.leaders else None,
    )


def _placed(group: Group) -> bool:
    return any(session.room is not None for session in group.course)


def _previous(group: Group) -> PlannedGroup:
    sessions = tuple(
        PlannedSession(
            n, s.day, s.start, str(s.room), tuple(map(str, _leading(group, s))),
            tuple((language, str(who)) for language, who in s.interpreters),
        )
        for n, s in enumerate(group.course, 1)
        if s.room is not None
    )  # fmt: skip
    often = Counter((s.date.isoweekday(), s.start, s.room) for s in sessions)
    weekday, start, room = often.most_common(1)[0][0]
    team = tuple(str(m.leader) for m in group.team if m.role in _LEADING)
    return PlannedGroup(str(group.id), Series(weekday, start, room, team), sessions)
