"""Other bookings in the calendar: an open activity, a meeting, or only that something is busy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, require
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import FieldProblem, InvalidInput, NotFound, StaleEdit
from familjecentral.groups.house import Booking, BookingId, BookingKind
from familjecentral.groups.reading import read_house
from familjecentral.groups.rules import Reads, text_problems
from familjecentral.groups.steps import Saved, State, keep
from familjecentral.groups.store import GroupsUnitOfWork


@dataclass(frozen=True, slots=True)
class SaveBooking:
    """Keep another booking; version 1 is a new one."""

    booking: Booking
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RemoveBooking:
    """Delete another booking."""

    booking_id: BookingId
    version: int


def check_booking(
    command: SaveBooking, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Booking:
    """Return a booking that could be saved, before it becomes part of a draft.

    Raises:
        NotAllowed, InvalidInput.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    problems = tuple(booking_problems(command.booking, uow, guard, confirmed=command.confirmed))
    if problems:
        raise InvalidInput(problems)
    return _plain(command.booking)


def save_booking(
    command: SaveBooking, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Keep something else in the calendar: an open activity, a meeting, or only *busy*.

    Raises:
        NotAllowed, StaleEdit, NotFound, InvalidInput.
    """
    check_booking(command, uow, clock, ids, guard=guard)
    before, after = as_kept(command.booking, uow)
    step = keep(State(bookings={after.id: before}), State(bookings={after.id: after}), uow)
    uow.commit()
    return Saved(step.changes, step)


def remove_booking(
    command: RemoveBooking, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Saved:
    """Delete another booking.

    Raises:
        NotAllowed, NotFound, StaleEdit.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    before = uow.house.booking(command.booking_id)
    if before is None:
        raise NotFound("booking")
    if before.version != command.version:
        raise StaleEdit("booking", None, before)
    step = keep(State(bookings={before.id: before}), State(bookings={before.id: None}), uow)
    uow.commit()
    return Saved(step.changes, step)


def as_kept(booking: Booking, uow: GroupsUnitOfWork) -> tuple[Booking | None, Booking]:
    """Return a booking as it is stored, and as it would be kept.

    Raises:
        StaleEdit: somebody saved it meanwhile, or took it away.
    """
    before = uow.house.booking(booking.id)
    if before.version != booking.version if before else booking.version > 1:
        raise StaleEdit("booking", booking, before)
    return before, replace(_plain(booking), version=before.version + 1 if before else 1)


def _plain(booking: Booking) -> Booking:
    title = "" if booking.kind is BookingKind.BUSY else booking.title.strip()
    return replace(booking, title=title)


def booking_problems(
    booking: Booking, uow: GroupsUnitOfWork, guard: Reads, *, confirmed: bool
) -> Iterator[FieldProblem]:
    """Yield what is wrong with a booking; its title is read for personal data."""
    if booking.kind is not BookingKind.BUSY:
        yield from text_problems("title", booking.title, guard, confirmed=confirmed)
    if not 0 <= booking.start < booking.end <= 24 * 60:
        yield FieldProblem("start", "out_of_range")
    house = read_house(uow, booking.day, booking.day)
    if booking.room is None and not booking.leaders:
        yield FieldProblem("room", "required")
    if booking.room is not None and booking.room not in house.rooms:
        yield FieldProblem("room", "unknown_code")
    if not set(booking.leaders) <= set(house.leaders):
        yield FieldProblem("leaders", "unknown_code")
