"""What stands against the sessions of groups: room, leaders, days, hours, travel, load.

One schedule holds everything that can get in each other's way, indexed by day, so that a draft
of a whole term is judged in a few milliseconds. Rules after formats/plan.md, 5 and 7 to 15.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from familjecentral.access.model import CentreId
from familjecentral.groups.house import (
    Booking,
    BookingId,
    CalendarDay,
    CertificateStatus,
    DayType,
    House,
    Leader,
    LeaderId,
    Room,
)
from familjecentral.groups.model import (
    Clash,
    ClashKind,
    Group,
    GroupId,
    Relation,
    RelationType,
    Session,
    SessionId,
    SessionStatus,
)
from familjecentral.groups.problem import Span

EVENING_FROM = 17 * 60
"""A session that ends later than this is an evening"""
_DAY_CLASHES = {
    DayType.PUBLIC_HOLIDAY: ClashKind.RED_DAY,
    DayType.EVE: ClashKind.EVE,
    DayType.STAFF_DAY: ClashKind.CLOSED_DAY,
    DayType.CLOSED: ClashKind.CLOSED_DAY,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a day that something occupies: ``begin`` to ``end`` the booking, ``start`` to
    ``stop`` the time itself. ``group`` is None for other bookings."""

    id: UUID
    label: str
    day: dt.date
    begin: int
    end: int
    start: int
    stop: int
    room: Room | None
    group: Group | None
    session: Session | None
    leaders: tuple[LeaderId, ...]

    def overlaps(self, other: Taken) -> bool:
        """Tell whether the bookings share a minute."""
        return self.begin < other.end and other.begin < self.end

    @property
    def centre(self) -> CentreId | None:
        """The house where it takes place; None when that is not known."""
        if self.room is not None:
            return self.room.centre_id
        return self.group.centre_id if self.group is not None else None


class Schedule:
    """All sessions and bookings of some weeks, with what they are judged by."""

    def __init__(
        self,
        house: House,
        groups: Iterable[Group],
        bookings: Iterable[Booking] = (),
        relations: Iterable[Relation] = (),
    ) -> None:
        self.house = house
        self.groups = {group.id: group for group in groups}
        self.bookings = tuple(bookings)
        self.relations = tuple(relations)
        self._on: dict[dt.date, list[Taken]] = defaultdict(list)
        self._weeks: dict[tuple[LeaderId, tuple[int, int]], list[Taken]] = defaultdict(list)
        self._days: dict[dt.date, list[CalendarDay]] = defaultdict(list)
        for group in self.groups.values():
            for session in group.sessions:
                if session.is_on:
                    self._put(taken_by(house, group, session))
        for booking in self.bookings:
            room = house.rooms.get(booking.room) if booking.room else None
            self._put(_booked(booking, room))
        for day in house.days:
            for n in range((day.last - day.first).days + 1):
                self._days[day.first + dt.timedelta(days=n)].append(day)

    def _put(self, taken: Taken) -> None:
        self._on[taken.day].append(taken)
        if taken.group is not None:
            for leader in taken.leaders:
                self._weeks[leader, _week(taken.day)].append(taken)

    def with_groups(self, changed: Iterable[Group]) -> Schedule:
        """Return the schedule as it would be with these groups in place of the old ones."""
        groups = {**self.groups, **{group.id: group for group in changed}}
        return Schedule(self.house, groups.values(), self.bookings, self.relations)

    def with_bookings(self, changed: Mapping[BookingId, Booking | None]) -> Schedule:
        """Return the schedule as it would be with these bookings; None: not there."""
        if not changed:
            return self
        kept = {one.id: one for one in self.bookings}
        bookings = [one for one in {**kept, **changed}.values() if one is not None]
        return Schedule(self.house, self.groups.values(), bookings, self.relations)

    def clashes_of_booking(self, booking: Booking) -> tuple[Clash, ...]:
        """Return what stands against another booking; ``session`` is its id. Nothing that a
        session carries an acceptance of."""
        room = self.house.rooms.get(booking.room) if booking.room else None
        taken = _booked(booking, room)
        found = [
            Clash(
                SessionId(booking.id), kind, about, other, label, taken.day, taken.begin, taken.end
            )
            for kind, about, other, label in self._against(taken)
        ]
        return tuple(found)

    def _against(self, taken: Taken) -> Iterator[tuple[ClashKind, str, str, str]]:
        room = taken.room
        if room is not None:
            about, hours = str(room.id), self.house.hours.get(room.centre_id)
            if not room.active or touched(room.unavailable, taken.day, taken.begin, taken.end):
                yield ClashKind.ROOM_UNAVAILABLE, about, "", room.name
            opening = hours.opening if hours else ()
            if opening and not covered(opening, taken.day, taken.begin, taken.end):
                yield ClashKind.OPENING_HOURS, str(room.centre_id), "", ""
        people = [self.house.leaders[one] for one in taken.leaders if one in self.house.leaders]
        for one in people:
            if touched(one.absent, taken.day, taken.begin, taken.end):
                yield ClashKind.LEADER_ABSENT, str(one.id), "", one.first_name
        for other in self._others(taken):
            if taken.overlaps(other) and not _is_settled(taken, other.session):
                yield from _double(taken, other, people)

    def days(self, day: dt.date, centre: CentreId | None) -> tuple[CalendarDay, ...]:
        """Return what the calendar says of a day in a house."""
        return tuple(d for d in self._days.get(day, ()) if d.centre_id in (None, centre))

    def clashes(self, groups: Iterable[GroupId] | None = None) -> tuple[Clash, ...]:
        """Return every clash of the sessions still to come of these groups (None: of all), in
        order of group, day and time, accepted ones too."""
        wanted = self.groups if groups is None else groups
        return tuple(
            clash
            for group_id in wanted
            for session in self.groups[group_id].sessions
            for clash in self.clashes_of(self.groups[group_id], session)
        )

    def open_clashes(self, groups: Iterable[GroupId] | None = None) -> tuple[Clash, ...]:
        """Return the clashes that nobody has accepted."""
        wanted = tuple(self.groups if groups is None else groups)
        return tuple(
            clash
            for group_id in wanted
            for session in self.groups[group_id].sessions
            for clash in self.clashes_of(self.groups[group_id], session)
            if not clash.is_accepted(session)
        )

    def clashes_of(self, group: Group, session: Session) -> Iterator[Clash]:
        """Yield what stands against one session of a group; nothing for one held or cancelled,
        or of a group that is over."""
        if not session.is_on or session.status is SessionStatus.HELD or group.status.is_over:
            return
        taken = taken_by(self.house, group, session)
        for kind, about, other, label in (
            *self._of_the_day(taken, group),
            *self._of_the_room(taken, group),
            *self._of_the_leaders(taken, group, session),
            *self._of_the_rest(taken, group, session),
        ):
            yield Clash(session.id, kind, about, other, label, taken.day, taken.begin, taken.end)

    def _of_the_day(self, taken: Taken, group: Group) -> Iterator[tuple[ClashKind, str, str, str]]:
        for day in self.days(taken.day, taken.centre):
            kind = _DAY_CLASHES.get(day.type)
            if day.type is DayType.SCHOOL_BREAK and group.avoid_school_breaks:
                kind = ClashKind.SCHOOL_BREAK
            if kind is not None:
                yield kind, day.type.value, "", day.name
            elif day.until is not None and taken.end > day.until:
                yield ClashKind.SHORT_DAY, day.type.value, "", day.name
        hours = self.house.hours.get(taken.centre) if taken.centre else None
        if (
            hours
            and hours.opening
            and not covered(hours.opening, taken.day, taken.begin, taken.end)
        ):
            yield ClashKind.OPENING_HOURS, str(hours.centre_id), "", ""

    def _of_the_room(self, taken: Taken, group: Group) -> Iterator[tuple[ClashKind, str, str, str]]:
        room = taken.room
        if room is None:
            yield ClashKind.NO_ROOM, "", "", ""
            return
        about = str(room.id)
        if room.seats < group.seats:
            yield ClashKind.ROOM_TOO_SMALL, about, "", room.name
        if not group.equipment <= room.equipment:
            yield ClashKind.ROOM_EQUIPMENT, about, "", room.name
        if not room.active or touched(room.unavailable, taken.day, taken.begin, taken.end):
            yield ClashKind.ROOM_UNAVAILABLE, about, "", room.name
        for other in self._others(taken):
            if other.room is not None and other.room.id == room.id and taken.overlaps(other):
                yield ClashKind.ROOM_TAKEN, about, str(other.id), other.label

    def _of_the_leaders(
        self, taken: Taken, group: Group, session: Session
    ) -> Iterator[tuple[ClashKind, str, str, str]]:
        if len(session.leaders) < group.values.leaders:
            yield ClashKind.LEADERS_MISSING, "", "", ""
        valid = 0
        for leader_id in session.leaders:
            leader = self.house.leaders[leader_id]
            about, name = str(leader_id), leader.first_name
            status = leader.certificate(group.values.programme, taken.day)
            valid += status is CertificateStatus.VALID
            yield from (
                (kind, about, other, name)
                for kind, other in (
                    *self._of_her_time(leader, taken),
                    *((ClashKind.LOAD, what) for what in self._overload(leader, taken, group)),
                )
            )
        if valid < group.values.certified:
            yield ClashKind.CERTIFICATE, group.values.programme, "", group.values.certificate

    def _of_her_time(self, leader: Leader, taken: Taken) -> Iterator[tuple[ClashKind, str]]:
        day, begin, end = taken.day, taken.begin, taken.end
        if leader.centres and taken.centre not in leader.centres:
            yield ClashKind.LEADER_ELSEWHERE, ""
        left = leader.ends_on is not None and leader.ends_on < day
        free = leader.available is None or covered(leader.available, day, begin, end)
        if left or not free or touched(leader.absent, day, begin, end):
            yield ClashKind.LEADER_ABSENT, ""
        for other in self._others(taken):
            if leader.id in other.leaders and self._too_far(taken, other):
                kind = ClashKind.LEADER_TAKEN if taken.overlaps(other) else ClashKind.TRAVEL
                yield kind, str(other.id)

    def _overload(self, leader: Leader, taken: Taken, group: Group) -> Iterator[str]:
        week = self._weeks[leader.id, _week(taken.day)]
        most = leader.max_minutes_week
        if most is not None and sum(one.end - one.begin for one in week) > most:
            yield "minutes_week"
        most = leader.max_evenings_week
        evenings = {one.day for one in week if one.stop > EVENING_FROM}
        if most is not None and taken.day in evenings and len(evenings) > most:
            yield "evenings_week"
        most = leader.max_groups
        if most is not None and most < sum(
            any(member.leader == leader.id for member in other.team)
            for other in self.groups.values()
            if other.term == group.term and not other.status.is_over
        ):
            yield "groups"

    def _of_the_rest(
        self, taken: Taken, group: Group, session: Session
    ) -> Iterator[tuple[ClashKind, str, str, str]]:
        yield from self._of_interpreters(taken, group, session)
        if group.children_minded:
            yield from self._of_minding(taken, group)
        for relation in self.relations:
            if group.id not in (relation.one, relation.other):
                continue
            other_id = relation.other if relation.one == group.id else relation.one
            for other in self._others(taken):
                met = other.group is not None and other.group.id == other_id
                if met and breaks(relation, taken, other):
                    yield ClashKind.RELATION, str(other_id), str(other.id), other.label

    def _of_interpreters(
        self, taken: Taken, group: Group, session: Session
    ) -> Iterator[tuple[ClashKind, str, str, str]]:
        booked = dict(session.interpreters)
        for language in group.languages:
            who = self.house.interpreters.get(booked[language]) if language in booked else None
            if who is None or language not in who.languages:
                yield ClashKind.INTERPRETER, language, "", ""
                continue
            free = who.available is None or covered(
                who.available, taken.day, taken.start, taken.stop
            )
            if not free or touched(who.absent, taken.day, taken.start, taken.stop):
                yield ClashKind.INTERPRETER, language, "", who.name
            for other in self._others(taken):
                if other.session is None or who.id not in dict(other.session.interpreters).values():
                    continue
                travel = 0 if who.remote else self._travel(taken, other)
                if taken.start < other.stop + travel and other.start < taken.stop + travel:
                    yield ClashKind.INTERPRETER, language, str(other.id), who.name

    def _of_minding(self, taken: Taken, group: Group) -> Iterator[tuple[ClashKind, str, str, str]]:
        hours = self.house.hours.get(taken.centre) if taken.centre else None
        about = str(taken.centre)
        if hours is None or hours.most_children < group.children_minded:
            yield ClashKind.CHILD_MINDING, about, "", ""
            return
        if hours.minding is not None and not covered(
            hours.minding, taken.day, taken.start, taken.stop
        ):
            yield ClashKind.CHILD_MINDING, about, "", ""
        at_once = [
            other
            for other in self._others(taken)
            if other.group is not None
            and other.group.children_minded
            and other.centre == taken.centre
            and other.start < taken.stop
            and taken.start < other.stop
        ]
        for moment in sorted({taken.start, *(other.start for other in at_once)}):
            there = [o for o in at_once if o.start <= moment < o.stop]
            children = sum(o.group.children_minded for o in there if o.group)
            if moment >= taken.start and children + group.children_minded > hours.most_children:
                yield ClashKind.CHILD_MINDING, about, str(there[0].id), there[0].label
                return

    def _others(self, taken: Taken) -> Iterator[Taken]:
        for other in self._on.get(taken.day, ()):
            if other.id != taken.id:
                yield other

    def _travel(self, one: Taken, other: Taken) -> int:
        if one.centre is None or other.centre is None or one.centre == other.centre:
            return 0
        here, there = self.house.hours.get(one.centre), self.house.hours.get(other.centre)
        minutes = dict(here.travel).get(other.centre) if here else None
        if minutes is None and there:
            minutes = dict(there.travel).get(one.centre)
        return minutes or 0

    def _too_far(self, one: Taken, other: Taken) -> bool:
        travel = self._travel(one, other)
        return one.begin < other.end + travel and other.begin < one.end + travel


def taken_by(house: House, group: Group, session: Session) -> Taken:
    """Return the stretch that a session occupies, set-up and clean-up included."""
    room = house.rooms.get(session.room) if session.room else None
    before = max(group.setup_minutes, room.setup_minutes if room else 0)
    after = max(group.cleanup_minutes, room.cleanup_minutes if room else 0)
    return Taken(
        session.id,
        group.title,
        session.day,
        session.start - before,
        session.end + after,
        session.start,
        session.end,
        room,
        group,
        session,
        session.leaders,
    )


def _is_settled(taken: Taken, session: Session | None) -> bool:
    """Tell whether a session has been held, or carries the acceptance of a booking."""
    if session is None:
        return False
    met = any(accepted.other == str(taken.id) for accepted in session.accepted)
    return met or session.status is SessionStatus.HELD


def _double(
    taken: Taken, other: Taken, people: Iterable[Leader]
) -> Iterator[tuple[ClashKind, str, str, str]]:
    """Yield the room and the leaders that two overlapping bookings share."""
    room = taken.room
    if room is not None and other.room is not None and other.room.id == room.id:
        yield ClashKind.ROOM_TAKEN, str(room.id), str(other.id), other.label
    for one in people:
        if one.id in other.leaders:
            yield ClashKind.LEADER_TAKEN, str(one.id), str(other.id), one.first_name


def _booked(booking: Booking, room: Room | None) -> Taken:
    start, end = booking.start, booking.end
    return Taken(
        booking.id,
        booking.title,
        booking.day,
        start,
        end,
        start,
        end,
        room,
        None,
        None,
        booking.leaders,
    )


def breaks(relation: Relation, one: Taken, other: Taken) -> bool:
    """Tell whether two sessions of one day break a relation between their groups.

    That parallel sessions have the same dates is a matter of both series, not of one day.
    """
    gap = relation.gap_minutes
    if relation.type is RelationType.SEPARATE_LEADERS:
        return bool(set(one.leaders) & set(other.leaders))
    if relation.type is RelationType.PARALLEL:
        return one.start != other.start
    if relation.type is RelationType.NO_OVERLAP:
        return one.start < other.stop + gap and other.start < one.stop + gap
    if one.centre != other.centre:
        return False
    return one.begin < other.end + gap and other.begin < one.end + gap


def covered(spans: Iterable[Span], day: dt.date, begin: int, end: int) -> bool:
    """Tell whether the whole stretch lies in the union of the spans."""
    for start, stop in sorted((span.start, span.end) for span in spans if span.on(day)):
        if start > begin:
            return False
        begin = max(begin, stop)
        if begin >= end:
            return True
    return False


def touched(spans: Iterable[Span], day: dt.date, begin: int, end: int) -> bool:
    """Tell whether any minute of the stretch lies in one of the spans."""
    return any(span.on(day) and span.start < end and begin < span.end for span in spans)


def _week(day: dt.date) -> tuple[int, int]:
    return day.isocalendar()[:2]
