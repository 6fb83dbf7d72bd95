"""What the groups room needs kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from familjecentral.access.model import Actor, Centre, CentreId
from familjecentral.access.store import AuditStore, SettingsStore
from familjecentral.calendar.periods import Month
from familjecentral.codes import CodeBook
from familjecentral.groups.house import (
    Booking,
    BookingId,
    Hours,
    Interpreter,
    Leader,
    LeaderId,
    LocalDay,
    LocalDayId,
    Room,
)
from familjecentral.groups.left import Left
from familjecentral.groups.model import (
    Grid,
    Group,
    GroupId,
    Mark,
    Rating,
    Relation,
    Seat,
    SessionId,
    Waiting,
)
from familjecentral.groups.programme import Programme


class GroupStore(Protocol):
    """Groups with their sessions; beside them seats, queue, grid and ratings."""

    def get(self, group_id: GroupId) -> Group | None:
        """Return one group."""

    def of_session(self, session_id: SessionId) -> Group | None:
        """Return the group that a session belongs to."""

    def in_term(self, term: str) -> Sequence[Group]:
        """Return the groups planned for a term (``2026-HT``), by title."""

    def between(self, first: dt.date, last: dt.date) -> Sequence[Group]:
        """Return the groups of the terms of these days, and those with a session on them, by
        title."""

    def to_weed(self) -> Sequence[Group]:
        """Return the groups that are not closed yet, whoever asks: weeding runs at every start."""

    def terms(self) -> Sequence[str]:
        """Return the terms that have groups, newest first."""

    def put(self, group: Group) -> None:
        """Keep a new group (version 1) or the next version of one.

        Raises:
            StaleEdit: the stored version is not the one before; carries both.
        """

    def remove(self, group_id: GroupId) -> None:
        """Delete a group with all that hangs on it."""

    def left(self, group_id: GroupId) -> Sequence[Left]:
        """Return the entries of a group that have left calendars, of one that is no more too."""

    def left_in(self, term: str) -> Sequence[Left]:
        """Return the entries of a term's groups that have left calendars."""

    def put_left(self, group_id: GroupId, left: Iterable[Left]) -> None:
        """Keep exactly these."""

    def relations(self) -> Sequence[Relation]:
        """Return what must hold between groups."""

    def put_relation(self, relation: Relation) -> None:
        """Keep a relation; one of the same type and groups is replaced."""

    def remove_relation(self, relation: Relation) -> None:
        """Forget a relation."""

    def seats(self, group_id: GroupId) -> Sequence[Seat]:
        """Return the registrations in order of number."""

    def taken(self, groups: Iterable[GroupId]) -> dict[GroupId, tuple[int, int]]:
        """Return how many seats are taken and how many wait, by group."""

    def put_seats(self, group_id: GroupId, seats: Iterable[Seat]) -> None:
        """Keep exactly these registrations; marks of seats that go are deleted for good."""

    def queue(self, group_id: GroupId) -> Sequence[Waiting]:
        """Return who waits, in order of the queue, whatever their state."""

    def put_queue(self, group_id: GroupId, queue: Iterable[Waiting]) -> None:
        """Keep exactly this queue; who is not in it is deleted for good."""

    def grid(self, group_id: GroupId) -> Grid:
        """Return the marks."""

    def put_marks(
        self, group_id: GroupId, marks: Iterable[tuple[int, SessionId, Mark | None]]
    ) -> None:
        """Set marks, or take them away (None)."""

    def ratings(self, group_id: GroupId) -> Sequence[Rating]:
        """Return what is kept of the answers."""

    def put_rating(self, group_id: GroupId, rating: Rating) -> None:
        """Keep the sums of one question and moment."""

    def handed_out(self, group_id: GroupId) -> tuple[int | None, int | None]:
        """Return how many forms were handed out before and after."""

    def put_handed_out(self, group_id: GroupId, before: int | None, after: int | None) -> None:
        """Keep how many forms were handed out."""

    def add_late_session(self, session_id: SessionId, row_id: UUID) -> None:
        """Keep a session of a locked month that is marked held now as a locked row, next
        vintage: month, no leader, nothing that leads back to the session.

        Raises:
            PeriodLocked: its annual release is out.
        """

    def remove_late_session(self, row_id: UUID) -> bool:
        """Take a late row back; False if it is gone."""

    def private(self, group_id: GroupId) -> tuple[Sequence[Seat], Grid, Sequence[Waiting]]:
        """Return seats, grid and queue to be counted at close: to who plans groups, and to
        anybody once the group is due."""

    def close(self, group: Group) -> None:
        """Keep the last version of a group with its outcome, and delete seats, queue and grid
        for good: overwritten in the file, and in the journal after the commit. Anybody may once
        the group is due, so that weeding needs nobody in particular.

        Raises:
            NotAllowed, StaleEdit.
        """


class HouseStore(Protocol):
    """Programmes, leaders, rooms, hours, days, other bookings."""

    def programmes(self) -> Sequence[Programme]:
        """Return the newest version of each programme, in order of the catalogue."""

    def put_programme(self, programme: Programme) -> None:
        """Keep the next version of a programme.

        Raises:
            StaleEdit: another version came in between.
        """

    def leaders(self) -> Sequence[Leader]:
        """Return all leaders by first name, ended ones too."""

    def put_leader(self, leader: Leader) -> None:
        """Keep a new leader (version 1) or the next version of one.

        Raises:
            StaleEdit.
        """

    def led_by(self, actor: Actor) -> frozenset[LeaderId]:
        """Return the leaders that the actor's account stands for."""

    def rooms(self) -> Sequence[Room]:
        """Return all rooms by centre and name."""

    def put_room(self, room: Room) -> None:
        """Keep a new room or the next version of one.

        Raises:
            StaleEdit.
        """

    def interpreters(self) -> Sequence[Interpreter]:
        """Return all interpreters by name."""

    def put_interpreter(self, interpreter: Interpreter) -> None:
        """Keep a new interpreter or the next version of one.

        Raises:
            StaleEdit.
        """

    def remove_unused(self, thing: Leader | Room | Interpreter) -> bool:
        """Delete one that nothing refers to; False, and nothing done, when something does."""

    def hours(self) -> Sequence[Hours]:
        """Return opening hours, child-minding and travel of the centres that have any."""

    def put_hours(self, hours: Hours) -> None:
        """Keep them, next version.

        Raises:
            StaleEdit.
        """

    def local_days(self, first: dt.date, last: dt.date) -> Sequence[LocalDay]:
        """Return breaks, closed days and short days that touch these days, in order."""

    def put_local_day(self, day: LocalDay) -> None:
        """Keep a new one, or other values of one."""

    def remove_local_day(self, day_id: LocalDayId) -> None:
        """Delete one."""

    def bookings(self, first: dt.date, last: dt.date) -> Sequence[Booking]:
        """Return the other bookings of these days, in order of day and time."""

    def booking(self, booking_id: BookingId) -> Booking | None:
        """Return one."""

    def put_booking(self, booking: Booking) -> None:
        """Keep a new one or the next version of one.

        Raises:
            StaleEdit.
        """

    def remove_booking(self, booking_id: BookingId) -> None:
        """Delete one."""


class Locks(Protocol):
    """Which months are locked in which centre."""

    def locked_months(self, centre: CentreId) -> frozenset[Month]:
        """Return the locked months of a centre."""

    def annual_released(self, centre: CentreId, year: int) -> bool:
        """Tell whether the annual release that holds the centre's late entries is out."""


class GroupsUnitOfWork(Protocol):
    """The part of the unit of work that groups use. Leaving without commit rolls back."""

    @property
    def actor(self) -> Actor: ...
    @property
    def groups(self) -> GroupStore: ...
    @property
    def house(self) -> HouseStore: ...
    @property
    def locks(self) -> Locks: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def settings(self) -> SettingsStore: ...
    def centres(self) -> tuple[Centre, ...]: ...
    def codes(self) -> CodeBook: ...
    def commit(self) -> None: ...
