"""Changes of groups that can be taken back and done again.

A step holds what it touched as it was before and after: whole groups, seats, queues, marks,
bookings. Taking it back puts the first state in place of the second, as a new version, and only
while the second still stands. Steps live in memory; those of a group go when it is closed, so
that no alias and no mark outlives it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from familjecentral.access.model import Act, require
from familjecentral.calendar.periods import Month
from familjecentral.changes import Changes, Kind, Steps
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import PeriodLocked, Stale
from familjecentral.groups.house import Booking, BookingId
from familjecentral.groups.house_steps import Key, Thing, put_back
from familjecentral.groups.left import left_after, sequence_again
from familjecentral.groups.model import (
    Group,
    GroupId,
    Mark,
    Relation,
    Seat,
    Session,
    SessionId,
    SessionStatus,
    Waiting,
)
from familjecentral.groups.programme import Programme
from familjecentral.groups.store import GroupsUnitOfWork

Square = tuple[GroupId, int, SessionId]


@dataclass(frozen=True, slots=True)
class State:
    """What a step touched, at one moment. None: it was not there."""

    groups: dict[GroupId, Group | None] = field(default_factory=dict)
    seats: dict[GroupId, tuple[Seat, ...]] = field(default_factory=dict)
    queues: dict[GroupId, tuple[Waiting, ...]] = field(default_factory=dict)
    marks: dict[Square, Mark | None] = field(default_factory=dict)
    bookings: dict[BookingId, Booking | None] = field(default_factory=dict)
    relations: dict[Relation, bool] = field(default_factory=dict)
    late: dict[SessionId, UUID | None] = field(default_factory=dict)
    house: dict[Key, Thing | None] = field(default_factory=dict)

    def touches(self, group_id: GroupId) -> bool:
        """Tell whether a group is in it."""
        return (
            group_id in self.groups
            or group_id in self.seats
            or group_id in self.queues
            or any(square[0] == group_id for square in self.marks)
        )

    def __repr__(self) -> str:
        return "State(…)"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: from one state to another."""

    before: State
    after: State

    @property
    def changes(self) -> Changes:
        """What a page has to read anew."""
        if self.before.house:
            programmes = any(isinstance(one, Programme) for one in self.after.house.values())
            return Changes(frozenset({Kind.PROGRAMMES if programmes else Kind.HOUSE}))
        kinds = {Kind.GROUPS}
        if self.before.seats or self.before.queues or self.before.marks:
            kinds.add(Kind.ATTENDANCE)
        return Changes(frozenset(kinds))


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a change: what changed, how to take it back, the groups as they are kept."""

    changes: Changes
    step: Step
    groups: tuple[Group, ...] = ()


class GroupUndo(Steps[Step]):
    """The steps of groups and of the house of one session."""

    def forget(self, is_gone: Callable[[State], bool]) -> None:
        """Drop the steps that hold something that must not be kept."""
        self.drop(lambda step: is_gone(step.before) or is_gone(step.after))

    def forget_group(self, group_id: GroupId) -> None:
        """Drop everything about a group (closed or weeded)."""
        self.forget(lambda state: state.touches(group_id))

    def forget_session(self, session_id: SessionId) -> None:
        """Drop the marks of a session that keeps a number only."""
        self.forget(lambda state: any(square[2] == session_id for square in state.marks))


def undo_group(stack: GroupUndo, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Changes:
    """Take the newest step back.

    Raises:
        NotAllowed; NothingToUndo: no step is left;
        Stale: somebody changed it since; PeriodLocked: it has been counted since (both drop it).
    """
    del ids
    require(uow.actor, Act.TAKE_ATTENDANCE)
    step = stack.last_done()
    try:
        _move(step.after, step.before, uow)
        put_back(step.after.house, step.before.house, uow, clock)
    except (Stale, PeriodLocked):
        stack.forget_done(step)
        raise
    uow.commit()
    stack.took_back(step)
    return step.changes


def redo_group(stack: GroupUndo, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Changes:
    """Do the newest undone step again.

    Raises:
        NotAllowed; NothingToUndo: no step is left; Stale, PeriodLocked (the step is dropped).
    """
    del ids
    require(uow.actor, Act.TAKE_ATTENDANCE)
    step = stack.last_undone()
    try:
        _move(step.before, step.after, uow)
        put_back(step.before.house, step.after.house, uow, clock)
    except (Stale, PeriodLocked):
        stack.forget_undone()
        raise
    uow.commit()
    stack.did_again()
    return step.changes


def keep(before: State, after: State, uow: GroupsUnitOfWork) -> Step:
    """Put a state in place of another and return the step; the caller commits.

    Raises:
        StaleEdit: the store holds another version. PeriodLocked: a counted session would change.
    """
    # What refers to a group goes before it, and comes after it.
    _keep_relations(after, uow, there=False)
    groups = {
        group_id: _keep_group(before.groups.get(group_id), group, group_id, before.late, uow)
        for group_id, group in after.groups.items()
    }
    _keep_relations(after, uow, there=True)
    for group_id, seats in after.seats.items():
        uow.groups.put_seats(group_id, seats)
    for group_id, queue in after.queues.items():
        uow.groups.put_queue(group_id, queue)
    for (group_id, seat, session), mark in after.marks.items():
        uow.groups.put_marks(group_id, [(seat, session, mark)])
    for booking_id, booking in after.bookings.items():
        if booking is None:
            uow.house.remove_booking(booking_id)
        else:
            uow.house.put_booking(booking)
    _keep_late(before, after, uow)
    return Step(before, replace(after, groups=groups))


def _keep_relations(after: State, uow: GroupsUnitOfWork, *, there: bool) -> None:
    change = uow.groups.put_relation if there else uow.groups.remove_relation
    for relation, wanted in after.relations.items():
        if wanted is there:
            change(relation)


def _keep_late(before: State, after: State, uow: GroupsUnitOfWork) -> None:
    for session_id, row_id in after.late.items():
        was = before.late[session_id]
        if row_id is not None:
            uow.groups.add_late_session(session_id, row_id)
        elif was is not None and not uow.groups.remove_late_session(was):
            raise Stale("group")


def _keep_group(
    was: Group | None,
    group: Group | None,
    group_id: GroupId,
    late: Mapping[SessionId, UUID | None],
    uow: GroupsUnitOfWork,
) -> Group | None:
    _refuse_counted(was, group, late, uow)
    left = uow.groups.left(group_id)
    kept = None
    if group is None:
        uow.groups.remove(group_id)
    else:
        kept = replace(
            group,
            version=was.version + 1 if was else 1,
            sessions=_in_sequence(was or group, group),
            withdrawn=_withdrawn(was or group, group),
        )
        if was is None:
            again = tuple(replace(s, sequence=sequence_again(s, left)) for s in kept.sessions)
            kept = replace(kept, sessions=again)
        uow.groups.put(kept)
    leaving = left_after(was, kept, left)
    if set(leaving) != set(left):
        uow.groups.put_left(group_id, leaving)
    return kept


def _refuse_counted(
    was: Group | None,
    group: Group | None,
    late: Mapping[SessionId, UUID | None],
    uow: GroupsUnitOfWork,
) -> None:
    """Stop when a session that was counted at the lock of its month would change its fate. One
    whose late row is remembered can be taken back until the annual release is out."""
    if was is None:
        return
    locked = uow.locks.locked_months(was.centre_id)
    for session in was.sessions:
        month = Month.of(session.day)
        if session.status is not SessionStatus.HELD or month not in locked:
            continue
        if late.get(session.id) and not uow.locks.annual_released(was.centre_id, month.year):
            continue
        now = group.session(session.id) if group else None
        if now is None or _fate(now) != _fate(session):
            raise PeriodLocked(str(month))


def _fate(session: Session) -> tuple[object, ...]:
    return session.status, session.day, session.kind


def _withdrawn(was: Group, group: Group) -> tuple[Session, ...]:
    """Return the sessions that are in the series no more. Whether a calendar file was written
    meanwhile is not kept: a calendar without the entry passes its cancelling over (RFC 5546)."""
    on = {session.id for session in group.sessions}
    gone = [
        Session(
            s.id, s.number, s.day, s.start, s.minutes, s.kind, SessionStatus.CANCELLED, s.room,
            s.leaders, sequence=s.sequence + 1,
        )
        for s in was.sessions
        if s.id not in on
    ]  # fmt: skip
    kept = [session for session in was.withdrawn if session.id not in on]
    return tuple(sorted([*kept, *gone], key=lambda s: (s.day, s.start, s.number)))


def _in_sequence(was: Group, group: Group) -> tuple[Session, ...]:
    """Return the sessions in order, SEQUENCE raised where the calendar entry changes (5545)."""
    old = {session.id: session for session in (*was.withdrawn, *was.sessions)}
    kept = []
    for session in group.sessions:
        before = old.get(session.id)
        sequence = before.sequence if before else session.sequence
        if before and (_entry(before) != _entry(session) or was.title != group.title):
            sequence += 1
        who = tuple(sorted(session.interpreters))  # as they are read
        kept.append(replace(session, sequence=sequence, interpreters=who))
    return tuple(sorted(kept, key=lambda s: (s.day, s.start, s.number)))


def _entry(session: Session) -> tuple[object, ...]:
    return (
        session.day,
        session.start,
        session.minutes,
        session.room,
        session.leaders,
        tuple(sorted(session.interpreters)),
        session.is_on,
    )


def _plain(group: Group | None) -> Group | None:
    """Return a group with version and what only calendars need put aside: what it says."""
    if group is None:
        return None
    sessions = tuple(replace(session, sequence=0) for session in group.sessions)
    return replace(group, version=0, sessions=sessions, withdrawn=())


def _move(now: State, then: State, uow: GroupsUnitOfWork) -> None:
    """Put ``then`` in place of ``now``.

    Raises:
        Stale: what is in the store is not ``now``.
    """
    stored = {group_id: uow.groups.get(group_id) for group_id in now.groups}
    for group_id, group in now.groups.items():
        _same_or_stale(_plain(stored[group_id]), _plain(group))
        _may_change(uow, stored[group_id])
    for group_id, seats in now.seats.items():
        _same_or_stale(tuple(uow.groups.seats(group_id)), seats)
    for group_id, queue in now.queues.items():
        _same_or_stale(tuple(uow.groups.queue(group_id)), queue)
    for (group_id, seat, session), mark in now.marks.items():
        _same_or_stale(uow.groups.grid(group_id).get((seat, session)), mark)
    bookings: dict[BookingId, Booking | None] = {}
    for booking_id, booking in now.bookings.items():
        found, new = uow.house.booking(booking_id), then.bookings[booking_id]
        _same_or_stale(found and replace(found, version=0), booking and replace(booking, version=0))
        bookings[booking_id] = new and replace(new, version=found.version + 1 if found else 1)
    keep(replace(now, groups=stored), replace(then, bookings=bookings), uow)


def _same_or_stale(found: object, expected: object) -> None:
    if found != expected:
        raise Stale("group")


def _may_change(uow: GroupsUnitOfWork, group: Group | None) -> None:
    """Stop when the actor's roles no longer give what the step did (another person's session)."""
    if group is None or not group.is_led_by(uow.house.led_by(uow.actor)):
        require(uow.actor, Act.PLAN_GROUPS)
