"""What the pages of groups and calendar show, and what is on today.

A coordinator sees everything; a counsellor her own groups, the rest as *Upptaget*; a manager
only when rooms are occupied.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from familjecentral.access.model import Act, Centre, require
from familjecentral.calendar.days import DayKind, kind_of, name_of, pre_holiday
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.errors import NotFound
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import (
    Booking,
    BookingId,
    BookingKind,
    CalendarDay,
    DayType,
    House,
    LocalDay,
)
from familjecentral.groups.model import (
    Clash,
    Grid,
    Group,
    GroupId,
    GroupStatus,
    Relation,
    Seat,
    Session,
    SessionStatus,
    Waiting,
)
from familjecentral.groups.outcome import Shown, seats_marked, shown_ratings
from familjecentral.groups.programme import Programme
from familjecentral.groups.rules import term_of
from familjecentral.groups.store import GroupsUnitOfWork
from familjecentral.order import by_name

READ_KIND = "groups"
_ONE = dt.timedelta(days=1)
_TYPES = {
    DayKind.RED_DAY: DayType.PUBLIC_HOLIDAY,
    DayKind.EVE: DayType.EVE,
    DayKind.BRIDGE_DAY: DayType.BRIDGE_DAY,
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as a list shows it; ``held`` of its sessions have taken place."""

    group: Group
    taken: int
    waiting: int
    held: int


@dataclass(frozen=True, slots=True)
class TermPage:
    """The groups of a term, by title; ``terms`` that have groups, newest first."""

    term: str
    terms: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    house: House
    programmes: tuple[Programme, ...]
    codes: CodeBook
    today: dt.date

    @property
    def by_status(self) -> dict[GroupStatus, int]:
        """How many groups there are by status."""
        return {
            status: sum(row.group.status is status for row in self.rows) for status in GroupStatus
        }


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Everything about one group.

    Attributes:
        queue: in order; empty for who only leads it. grid: empty once it has gone.
        ratings: means only from five answers on. handed_out: forms before and after.
        clashes: still open ones.
        may_plan: whether the actor may change more than attendance.
    """

    group: Group
    seats: tuple[Seat, ...]
    queue: tuple[Waiting, ...]
    grid: Grid
    ratings: tuple[Shown, ...]
    handed_out: tuple[int | None, int | None]
    relations: tuple[Relation, ...]
    clashes: tuple[Clash, ...]
    house: House
    codes: CodeBook
    today: dt.date
    may_plan: bool


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Some weeks: the schedule with all that the actor may see, and the days' names."""

    first: dt.date
    last: dt.date
    schedule: Schedule
    centres: tuple[Centre, ...]
    codes: CodeBook
    today: dt.date
    may_plan: bool


@dataclass(frozen=True, slots=True)
class TodaySession:
    """A session of today for *Idag*: ``number`` of ``of``, how many seats are taken."""

    group: Group
    session: Session
    of: int
    taken: int


@dataclass(frozen=True, slots=True)
class Today:
    """What *Idag* shows of groups.

    Attributes:
        sessions, bookings: of today, by time.
        unfilled: sessions of earlier days neither held nor cancelled, or held with squares empty.
        to_decide: groups whose decision day has come with fewer than the minimum registered.
        next: the next session to come, when there is none today.
    """

    sessions: tuple[TodaySession, ...]
    bookings: tuple[Booking, ...]
    unfilled: tuple[TodaySession, ...]
    to_decide: tuple[GroupRow, ...]
    next: TodaySession | None
    house: House


def list_groups(term: str | None, uow: GroupsUnitOfWork, clock: Clock) -> TermPage:
    """Return the groups of a term (None: of today's), the actor's own ones for a counsellor.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_GROUPS)
    today = clock.today()
    chosen = term or str(term_at(today))
    groups = [group for group in uow.groups.in_term(chosen) if may_see(group, uow)]
    taken = uow.groups.taken(group.id for group in groups)
    page = TermPage(
        chosen,
        tuple(uow.groups.terms()),
        tuple(_row(group, taken) for group in groups),
        read_house(uow, None, None),
        tuple(uow.house.programmes()),
        uow.codes(),
        today,
    )
    _note_read(uow, today)
    return page


def read_group(group_id: GroupId, uow: GroupsUnitOfWork, clock: Clock) -> GroupPage:
    """Return one group with seats, queue, grid and ratings.

    Raises:
        NotAllowed; NotFound: it is gone, or another counsellor's.
    """
    require(uow.actor, Act.READ_GROUPS)
    group = uow.groups.get(group_id)
    if group is None or not may_see(group, uow):
        raise NotFound("group")
    today = clock.today()
    days = [session.day for session in group.sessions] or [today]
    may_plan = uow.actor.may(Act.PLAN_GROUPS)
    schedule = read_schedule(uow, min(days), max(days))
    handed_out = uow.groups.handed_out(group_id)
    page = GroupPage(
        group,
        tuple(uow.groups.seats(group_id)),
        tuple(uow.groups.queue(group_id)) if may_plan else (),
        uow.groups.grid(group_id),
        shown_ratings(uow.groups.ratings(group_id), handed_out),
        handed_out,
        tuple(r for r in uow.groups.relations() if group_id in (r.one, r.other)),
        schedule.open_clashes([group_id]) if group.sessions and may_plan else (),
        schedule.house,
        uow.codes(),
        today,
        may_plan,
    )
    _note_read(uow, today)
    return page


def read_calendar(
    first: dt.date, last: dt.date, uow: GroupsUnitOfWork, clock: Clock
) -> CalendarView:
    """Return everything planned on these days, as far as the actor may see it: what others plan
    is *busy* without title to a counsellor, and without leaders to who sees occupancy only.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OCCUPANCY)
    today = clock.today()
    view = CalendarView(
        first,
        last,
        read_schedule(uow, first, last),
        uow.centres(),
        uow.codes(),
        today,
        uow.actor.may(Act.PLAN_GROUPS),
    )
    _note_read(uow, today)
    return view


def today_sessions(uow: GroupsUnitOfWork, clock: Clock) -> Today:
    """Return what is on today and what waits to be filled in or decided, own groups only for a
    counsellor.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.TAKE_ATTENDANCE)
    today = clock.today()
    house = read_house(uow, today, today)
    groups = [
        group
        for group in uow.groups.between(today - dt.timedelta(weeks=8), today + 26 * 7 * _ONE)
        if may_see(group, uow)
    ]
    taken = uow.groups.taken(group.id for group in groups)
    on = [
        TodaySession(group, session, len(group.course), taken.get(group.id, (0, 0))[0])
        for group in groups
        for session in group.sessions
        if session.is_on
    ]
    on.sort(key=lambda one: (one.session.day, one.session.start, by_name(one.group.title)))
    bookings = [b for b in uow.house.bookings(today, today) if _sees_booking(b, uow)]
    found = Today(
        tuple(one for one in on if one.session.day == today),
        tuple(bookings),
        tuple(one for one in on if one.session.day < today and _is_unfilled(one, uow)),
        tuple(_row(g, taken) for g in groups if _must_decide(g, taken, today, uow)),
        next(
            (o for o in on if o.session.day > today and o.session.status != SessionStatus.HELD),
            None,
        ),
        house,
    )
    _note_read(uow, today)
    return found


def read_schedule(uow: GroupsUnitOfWork, first: dt.date, last: dt.date) -> Schedule:
    """Return the schedule of the whole weeks around some days, as far as the actor may see it."""
    first -= dt.timedelta(days=first.weekday())
    last += dt.timedelta(days=6 - last.weekday())
    house = read_house(uow, first, last)
    groups, bookings = list(uow.groups.between(first, last)), list(uow.house.bookings(first, last))
    if not uow.actor.may(Act.PLAN_GROUPS):
        names = uow.actor.may(Act.READ_GROUPS)
        hidden = [group for group in groups if not may_see(group, uow)]
        groups = [group for group in groups if group not in hidden]
        busy = [
            _busy(session, names=names)
            for other in hidden
            for session in other.sessions
            if session.is_on and first <= session.day <= last
        ]
        if not names:
            house = replace(house, leaders={})
            bookings = [replace(b, kind=BookingKind.BUSY, title="", leaders=()) for b in bookings]
        bookings = sorted([*bookings, *busy], key=lambda b: (b.day, b.start))
    return Schedule(house, groups, bookings, uow.groups.relations())


def read_house(uow: GroupsUnitOfWork, first: dt.date | None, last: dt.date | None) -> House:
    """Return leaders, rooms, interpreters and hours, with the special days of a span (None: no
    days)."""
    days: tuple[CalendarDay, ...] = ()
    if first is not None and last is not None:
        days = (*special_days(first, last), *map(as_day, uow.house.local_days(first, last)))
    return House(
        leaders={leader.id: leader for leader in uow.house.leaders()},
        rooms={room.id: room for room in uow.house.rooms()},
        interpreters={one.id: one for one in uow.house.interpreters()},
        hours={hours.centre_id: hours for hours in uow.house.hours()},
        days=days,
    )


def special_days(first: dt.date, last: dt.date) -> tuple[CalendarDay, ...]:
    """Return red days but plain Sundays, work-free eves, days before red days and bridge days,
    in order. Only the first two keep a group away; the others become rules as local days."""
    found = []
    day = first
    while day <= last:
        kind, name = _TYPES.get(kind_of(day)), name_of(day)
        if kind is DayType.PUBLIC_HOLIDAY and not name:
            name = "Söndag"
        if kind is None and (name := pre_holiday(day)):
            kind = DayType.PRE_HOLIDAY
        if kind is not None:
            found.append(CalendarDay(day, day, kind, name or "Klämdag"))
        day += _ONE
    return tuple(found)


def as_day(local: LocalDay) -> CalendarDay:
    """Return a local day as planning sees it."""
    return CalendarDay(
        local.first, local.last, local.type, local.name, local.centre_id, local.until
    )


def term_at(day: dt.date) -> Period:
    """Return the term that a day lies in; July belongs to the autumn, which is planned then."""
    if day.month == 7:
        day = day.replace(month=8, day=1)
    return Period.containing(day, PeriodType.TERM_AUTUMN)


def terms_between(first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Return the keys of the terms that these days lie in, in order."""
    found = [str(term_at(first))]
    while (later := next_term(found[-1])) and later[:4] <= str(last.year):
        period = Period.parse(later)
        if period.first > last:
            break
        found.append(later)
    return tuple(found)


def next_term(term: str) -> str | None:
    """Return the key of the term after one; None if it is no term."""
    found = term_of(term)
    return None if found is None else str(term_at(found.last + 32 * _ONE))


def _row(group: Group, taken: dict[GroupId, tuple[int, int]]) -> GroupRow:
    seats, waiting = taken.get(group.id, (0, 0))
    if group.outcome is not None:
        seats, waiting = group.outcome.registered, group.outcome.waiting
    held = sum(s.status is SessionStatus.HELD for s in group.course)
    return GroupRow(group, seats, waiting, held)


def may_see(group: Group, uow: GroupsUnitOfWork) -> bool:
    """Tell whether the actor may read a group: a coordinator all, a counsellor her own."""
    if uow.actor.may(Act.PLAN_GROUPS):
        return True
    return uow.actor.may(Act.READ_GROUPS) and group.is_led_by(uow.house.led_by(uow.actor))


def _sees_booking(booking: Booking, uow: GroupsUnitOfWork) -> bool:
    own = uow.house.led_by(uow.actor)
    return uow.actor.may(Act.PLAN_GROUPS) or bool(own.intersection(booking.leaders))


def _busy(session: Session, *, names: bool) -> Booking:
    return Booking(
        BookingId(UUID(int=session.id.int)), BookingKind.BUSY, session.day,
        session.start, session.minutes, room=session.room,
        leaders=session.leaders if names else (),
    )  # fmt: skip


def _is_unfilled(one: TodaySession, uow: GroupsUnitOfWork) -> bool:
    group, session = one.group, one.session
    if group.closed_on is not None or group.status.is_over:
        return False
    if session.status is not SessionStatus.HELD:
        return True
    if not session.is_course or session.counts_only:
        return False
    return seats_marked(uow.groups.grid(group.id), session.id) < one.taken


def _must_decide(
    group: Group, taken: dict[GroupId, tuple[int, int]], today: dt.date, uow: GroupsUnitOfWork
) -> bool:
    waiting_for_it = group.status in (GroupStatus.OPEN, GroupStatus.PLANNED)
    due = group.decision_day is not None and group.decision_day <= today
    few = taken.get(group.id, (0, 0))[0] < group.minimum
    return uow.actor.may(Act.PLAN_GROUPS) and waiting_for_it and due and few


def _note_read(uow: GroupsUnitOfWork, today: dt.date) -> None:
    uow.audit.read(READ_KIND, today)
    uow.commit()
