"""Leaders, rooms, interpreters, hours, local days and other bookings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from db.groups_spans import (
    Spans,
    day,
    joined,
    plain,
    put_version,
    read_spans,
    replace_rows,
    split,
    stale,
    write_spans,
)
from db.guard import guard
from db.programmes import SqlProgrammeStore
from db.schema import metadata
from db.schema_groups import (
    booking,
    booking_leader,
    calendar_left,
    centre_hours,
    group_wish,
    interpreter,
    leader,
    leader_centre,
    leader_certificate,
    local_day,
    room,
    session_withdrawn,
    time_span,
    travel,
)
from familjecentral.access.model import Act, Actor
from familjecentral.groups.house import (
    Booking,
    BookingId,
    BookingKind,
    Certificate,
    DayType,
    Hours,
    Interpreter,
    InterpreterId,
    Leader,
    LeaderId,
    LocalDay,
    LocalDayId,
    Room,
    RoomId,
)
from familjecentral.order import by_name

_READERS = (Act.READ_OCCUPANCY, Act.CHANGE_HOUSE)
_OF_LEADERS = ("available", "absent", "avoid")


_TABLES = {Leader: leader, Room: room, Interpreter: interpreter}
_PARTS = tuple((part, part.c.leader_id) for part in (leader_centre, leader_certificate))


class SqlHouseStore(SqlProgrammeStore):
    """What groups are planned with, inside one transaction. Fits ``HouseStore``."""

    @property
    def _connection(self) -> Connection:
        return self._uow.connection

    def _spans(self, *purposes: str) -> Spans:
        return read_spans(self._connection, purposes)

    def leaders(self) -> Sequence[Leader]:
        """Return all leaders by first name, ended ones too.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_READERS)
        spans = self._spans(*_OF_LEADERS)
        centres, certificates = defaultdict(set), defaultdict(list)
        for leader_id, centre_key in self._connection.execute(sa.select(leader_centre)):
            centres[leader_id].add(self._uow.centre_id(centre_key))
        held = sa.select(leader_certificate).order_by(
            leader_certificate.c.leader_id, leader_certificate.c.place
        )
        for row in self._connection.execute(held):
            certificates[row.leader_id].append(
                Certificate(row.programme, day(row.first), day(row.last), row.in_training)
            )
        rows = self._connection.execute(sa.select(leader))
        found = [
            Leader(
                LeaderId(row.id),
                row.first_name,
                row.version,
                row.staff_id,
                frozenset(centres[row.id]),
                tuple(certificates[row.id]),
                None if row.always_available else spans.get((str(row.id), "available"), ()),
                spans.get((str(row.id), "absent"), ()),
                spans.get((str(row.id), "avoid"), ()),
                row.max_groups,
                row.max_minutes_week,
                row.max_evenings_week,
                row.share_percent,
                day(row.ends_on),
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda one: (by_name(one.first_name), str(one.id))))

    def put_leader(self, new: Leader) -> None:
        """Keep a new leader or the next version of one.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        row = {
            "first_name": new.first_name,
            "staff_id": new.staff_id,
            "always_available": new.available is None,
            "max_groups": new.max_groups,
            "max_minutes_week": new.max_minutes_week,
            "max_evenings_week": new.max_evenings_week,
            "share_percent": new.share_percent,
            "ends_on": plain(new.ends_on),
        }
        if not put_version(self._connection, leader, {"id": new.id}, new.version, row):
            theirs = next((one for one in self.leaders() if one.id == new.id), None)
            raise stale("leader", new, theirs)
        self._put_spans(new, "available", "absent", "avoid")
        of = {"leader_id": new.id}
        keys = sorted(self._uow.centre_key(centre) for centre in new.centres)
        replace_rows(self._connection, leader_centre, of, [{"centre_key": key} for key in keys])
        replace_rows(
            self._connection,
            leader_certificate,
            of,
            [
                {
                    "place": place,
                    "programme": held.programme,
                    "first": plain(held.first),
                    "last": plain(held.last),
                    "in_training": held.in_training,
                }
                for place, held in enumerate(new.certificates)
            ],
        )

    def led_by(self, actor: Actor) -> frozenset[LeaderId]:
        """Return the leaders that the actor's account stands for."""
        found = sa.select(leader.c.id).where(leader.c.staff_id == actor.staff_id)
        return frozenset(map(LeaderId, self._connection.scalars(found)))

    def rooms(self) -> Sequence[Room]:
        """Return all rooms by centre and name.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_READERS)
        spans = self._spans("unavailable")
        rows = self._connection.execute(sa.select(room).order_by(room.c.centre_key)).all()
        found = [
            (
                row.centre_key,
                Room(
                    RoomId(row.id),
                    self._uow.centre_id(row.centre_key),
                    row.name,
                    row.seats,
                    row.version,
                    frozenset(split(row.equipment)),
                    row.setup_minutes,
                    row.cleanup_minutes,
                    spans.get((str(row.id), "unavailable"), ()),
                    row.active,
                ),
            )
            for row in rows
        ]
        found.sort(key=lambda pair: (pair[0], by_name(pair[1].name), str(pair[1].id)))
        return tuple(one for _, one in found)

    def put_room(self, new: Room) -> None:
        """Keep a new room or the next version of one.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        row = {
            "centre_key": self._uow.centre_key(new.centre_id),
            "name": new.name,
            "seats": new.seats,
            "equipment": joined(sorted(new.equipment)),
            "setup_minutes": new.setup_minutes,
            "cleanup_minutes": new.cleanup_minutes,
            "active": new.active,
        }
        if not put_version(self._connection, room, {"id": new.id}, new.version, row):
            raise stale("room", new, next((r for r in self.rooms() if r.id == new.id), None))
        self._put_spans(new, "unavailable")

    def interpreters(self) -> Sequence[Interpreter]:
        """Return all interpreters by name.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_READERS)
        spans = self._spans("available", "absent")
        rows = self._connection.execute(sa.select(interpreter))
        found = [
            Interpreter(
                InterpreterId(row.id),
                row.name,
                frozenset(split(row.languages)),
                row.version,
                row.remote,
                None if row.always_available else spans.get((str(row.id), "available"), ()),
                spans.get((str(row.id), "absent"), ()),
                row.active,
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda one: (by_name(one.name), str(one.id))))

    def put_interpreter(self, new: Interpreter) -> None:
        """Keep a new interpreter or the next version of one.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        row = {
            "name": new.name,
            "languages": joined(sorted(new.languages)),
            "remote": new.remote,
            "always_available": new.available is None,
            "active": new.active,
        }
        if not put_version(self._connection, interpreter, {"id": new.id}, new.version, row):
            theirs = next((one for one in self.interpreters() if one.id == new.id), None)
            raise stale("interpreter", new, theirs)
        self._put_spans(new, "available", "absent")

    def remove_unused(self, thing: Leader | Room | Interpreter) -> bool:
        """Delete one that nothing refers to; False, and nothing done, when something does.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        table = _TABLES[type(thing)]
        if any(self._connection.scalar(found) for found in _references(table, thing.id)):
            return False
        for part, column in _PARTS:
            if table is leader:
                self._connection.execute(part.delete().where(column == thing.id))
        self._connection.execute(time_span.delete().where(time_span.c.owner == str(thing.id)))
        self._connection.execute(table.delete().where(table.c.id == thing.id))
        return True

    def hours(self) -> Sequence[Hours]:
        """Return opening hours, child-minding and travel of the centres that have any.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_READERS)
        spans = self._spans("opening", "minding")
        trips = defaultdict(list)
        order = sa.select(travel).order_by(travel.c.from_key, travel.c.to_key)
        for here, there, minutes in self._connection.execute(order):
            trips[here].append((self._uow.centre_id(there), minutes))
        rows = self._connection.execute(sa.select(centre_hours).order_by(centre_hours.c.centre_key))
        return tuple(
            Hours(
                self._uow.centre_id(row.centre_key),
                row.version,
                spans.get((row.centre_key, "opening"), ()),
                row.most_children,
                None if row.minding_always else spans.get((row.centre_key, "minding"), ()),
                tuple(trips[row.centre_key]),
            )
            for row in rows
        )

    def put_hours(self, new: Hours) -> None:
        """Keep them, next version.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        key = self._uow.centre_key(new.centre_id)
        row = {"most_children": new.most_children, "minding_always": new.minding is None}
        if not put_version(self._connection, centre_hours, {"centre_key": key}, new.version, row):
            theirs = next((one for one in self.hours() if one.centre_id == new.centre_id), None)
            raise stale("hours", new, theirs)
        write_spans(self._connection, key, "opening", new.opening)
        write_spans(self._connection, key, "minding", new.minding or ())
        trips = [
            {"to_key": self._uow.centre_key(centre), "minutes": minutes}
            for centre, minutes in new.travel
        ]
        replace_rows(self._connection, travel, {"from_key": key}, trips)

    def local_days(self, first: dt.date, last: dt.date) -> Sequence[LocalDay]:
        """Return breaks, closed days and short days that touch these days, in order.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_READERS)
        rows = self._connection.execute(
            sa.select(local_day)
            .where(local_day.c.first <= last.isoformat(), local_day.c.last >= first.isoformat())
            .order_by(local_day.c.first, local_day.c.last, local_day.c.name, local_day.c.id)
        )
        return tuple(
            LocalDay(
                LocalDayId(row.id),
                dt.date.fromisoformat(row.first),
                dt.date.fromisoformat(row.last),
                DayType(row.type),
                row.name,
                self._uow.centre_id(row.centre_key) if row.centre_key else None,
                row.until,
                row.source,
                row.version,
            )
            for row in rows
        )

    def put_local_day(self, new: LocalDay) -> None:
        """Keep a new one or the next version of one.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        row = {
            "first": plain(new.first),
            "last": plain(new.last),
            "type": new.type.value,
            "name": new.name,
            "centre_key": self._uow.centre_key(new.centre_id) if new.centre_id else None,
            "until": new.until,
            "source": new.source,
        }
        if not put_version(self._connection, local_day, {"id": new.id}, new.version, row):
            days = self.local_days(dt.date.min, dt.date.max)
            raise stale("day", new, next((one for one in days if one.id == new.id), None))

    def remove_local_day(self, day_id: LocalDayId) -> None:
        """Delete one.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        self._connection.execute(local_day.delete().where(local_day.c.id == day_id))

    def bookings(self, first: dt.date, last: dt.date) -> Sequence[Booking]:
        """Return the other bookings of these days, in order of day and time.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_OCCUPANCY)
        return self._bookings(booking.c.day.between(first.isoformat(), last.isoformat()))

    def booking(self, booking_id: BookingId) -> Booking | None:
        """Return one.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_OCCUPANCY)
        return next(iter(self._bookings(booking.c.id == booking_id)), None)

    def _bookings(self, where: sa.ColumnElement[bool]) -> tuple[Booking, ...]:
        leaders: dict[object, list[LeaderId]] = defaultdict(list)
        chosen = (
            sa.select(booking_leader)
            .join(booking, booking.c.id == booking_leader.c.booking_id)
            .where(where)
            .order_by(booking_leader.c.booking_id, booking_leader.c.place)
        )
        for row in self._connection.execute(chosen):
            leaders[row.booking_id].append(LeaderId(row.leader_id))
        rows = self._connection.execute(
            sa.select(booking).where(where).order_by(booking.c.day, booking.c.start, booking.c.id)
        )
        return tuple(
            Booking(
                BookingId(row.id),
                BookingKind(row.kind),
                dt.date.fromisoformat(row.day),
                row.start,
                row.minutes,
                row.title,
                row.version,
                RoomId(row.room) if row.room else None,
                tuple(leaders[row.id]),
            )
            for row in rows
        )

    def put_booking(self, new: Booking) -> None:
        """Keep a new one or the next version of one.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        row = {
            "kind": new.kind.value,
            "day": plain(new.day),
            "start": new.start,
            "minutes": new.minutes,
            "title": new.title,
            "room": new.room,
        }
        if not put_version(self._connection, booking, {"id": new.id}, new.version, row):
            raise stale("booking", new, self.booking(new.id))
        rows = [{"place": n, "leader_id": one} for n, one in enumerate(new.leaders)]
        replace_rows(self._connection, booking_leader, {"booking_id": new.id}, rows)

    def remove_booking(self, booking_id: BookingId) -> None:
        """Delete one.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        replace_rows(self._connection, booking_leader, {"booking_id": booking_id}, [])
        self._connection.execute(booking.delete().where(booking.c.id == booking_id))

    def _put_spans(self, owner: Leader | Room | Interpreter, *purposes: str) -> None:
        for purpose in purposes:
            spans = getattr(owner, purpose) or ()
            write_spans(self._connection, str(owner.id), purpose, spans)


def _references(table: sa.Table, wanted: UUID) -> Iterator[sa.Select[tuple[bool]]]:
    """Yield what finds a row that needs a leader, room or interpreter."""
    own = {part for part, _ in _PARTS}
    for other in metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and other not in own:
                yield sa.select(sa.exists().where(key.parent == wanted))
    # Lists in one column, and what may be any of them.
    yield sa.select(sa.exists().where(group_wish.c.wanted == str(wanted)))
    yield sa.select(sa.exists().where(calendar_left.c.owner == wanted))
    yield sa.select(sa.exists().where(session_withdrawn.c.leaders.contains(str(wanted))))
