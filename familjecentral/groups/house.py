"""Who and what groups are planned with: leaders, rooms, interpreters, hours, days, other bookings.

Times are minutes from midnight, local time. A :class:`Span` is a set of intervals, the same as
in the planner's problem.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType
from uuid import UUID

from familjecentral.access.model import CentreId, StaffId
from familjecentral.groups.problem import Span

LeaderId = NewType("LeaderId", UUID)
RoomId = NewType("RoomId", UUID)
InterpreterId = NewType("InterpreterId", UUID)
BookingId = NewType("BookingId", UUID)
LocalDayId = NewType("LocalDayId", UUID)


class CertificateStatus(StrEnum):
    """Whether a leader may lead a programme on a day."""

    VALID = "valid"
    IN_TRAINING = "in_training"
    EXPIRED = "expired"
    MISSING = "missing"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The right to lead a programme, from ``first`` to ``last`` (None: open), both included."""

    programme: str
    first: dt.date | None = None
    last: dt.date | None = None
    in_training: bool = False

    def status(self, day: dt.date) -> CertificateStatus:
        """Return what it is worth on a day; one that begins later is still a training."""
        if self.in_training or (self.first is not None and day < self.first):
            return CertificateStatus.IN_TRAINING
        if self.last is not None and self.last < day:
            return CertificateStatus.EXPIRED
        return CertificateStatus.VALID


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who leads groups: a colleague with an account, or not (a nurse, a midwife).

    Attributes:
        first_name: shown where work is planned, never in statistics.
        staff_id: the account whose own groups she leads; None without one.
        centres: works only there; empty: everywhere.
        available: None means always. absent: holidays, illness, courses. avoid: a wish.
        max_groups, max_minutes_week, max_evenings_week: load; None without limit.
        share_percent: how much of the work should be hers (for an even load).
        ends_on: last day she leads groups.
    """

    id: LeaderId
    first_name: str
    version: int = 1
    staff_id: StaffId | None = None
    centres: frozenset[CentreId] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    available: tuple[Span, ...] | None = None
    absent: tuple[Span, ...] = ()
    avoid: tuple[Span, ...] = ()
    max_groups: int | None = None
    max_minutes_week: int | None = None
    max_evenings_week: int | None = None
    share_percent: int = 100
    ends_on: dt.date | None = None

    def certificate(self, programme: str, day: dt.date) -> CertificateStatus:
        """Return the best she holds for a programme on a day."""
        found = {c.status(day) for c in self.certificates if c.programme == programme}
        order = (CertificateStatus.VALID, CertificateStatus.IN_TRAINING, CertificateStatus.EXPIRED)
        return next((status for status in order if status in found), CertificateStatus.MISSING)

    def __repr__(self) -> str:
        return f"Leader(id={self.id})"


@dataclass(frozen=True, slots=True)
class Room:
    """A room with places and equipment (keys of the list ``equipment``).

    Attributes:
        setup_minutes, cleanup_minutes: what a session in it needs before and after, at least.
        unavailable: let to others, being repaired.
    """

    id: RoomId
    centre_id: CentreId
    name: str
    seats: int
    version: int = 1
    equipment: frozenset[str] = frozenset()
    setup_minutes: int = 0
    cleanup_minutes: int = 0
    unavailable: tuple[Span, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter who can be booked; ``name`` says which service, not who.

    ``languages`` are keys of the list ``language``; a remote one needs no travel time.
    """

    id: InterpreterId
    name: str
    languages: frozenset[str]
    version: int = 1
    remote: bool = False
    available: tuple[Span, ...] | None = None
    absent: tuple[Span, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Hours:
    """A centre as a place to plan in.

    Attributes:
        opening: when bookings can lie; none given: always.
        most_children: in child-minding at once; 0 without child-minding.
        minding: when it is open; None: whenever the house is.
        travel: minutes to other centres.
    """

    centre_id: CentreId
    version: int = 1
    opening: tuple[Span, ...] = ()
    most_children: int = 0
    minding: tuple[Span, ...] | None = None
    travel: tuple[tuple[CentreId, int], ...] = ()


class DayType(StrEnum):
    """The code list ``day_type`` (domain 6.12)."""

    WEEKDAY = "weekday"
    PUBLIC_HOLIDAY = "public_holiday"
    EVE = "eve"
    PRE_HOLIDAY = "pre_holiday"
    BRIDGE_DAY = "bridge_day"
    SCHOOL_BREAK = "school_break"
    STAFF_DAY = "staff_day"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A school break, staff day, closed day or short day: local data with a source.

    ``until``: bookings of that day end by then; ``centre_id`` None: all houses; ``version`` 0: not
    kept yet.
    """

    id: LocalDayId
    first: dt.date
    last: dt.date
    type: DayType
    name: str
    centre_id: CentreId | None = None
    until: int | None = None
    source: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day or run of days as planning sees it, computed (red days, eves …) or local."""

    first: dt.date
    last: dt.date
    type: DayType
    name: str
    centre_id: CentreId | None = None
    until: int | None = None


class BookingKind(StrEnum):
    """What occupies a room or a leader beside groups. A talk is only ``busy``."""

    OPEN_ACTIVITY = "open_activity"
    MEETING = "meeting"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Booking:
    """Something else in the calendar; ``title`` has passed the guard and is empty for ``busy``."""

    id: BookingId
    kind: BookingKind
    day: dt.date
    start: int
    minutes: int
    title: str = ""
    version: int = 1
    room: RoomId | None = None
    leaders: tuple[LeaderId, ...] = ()

    @property
    def end(self) -> int:
        """Minutes from midnight at which it ends."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class House:
    """All of it at once: what clashes are judged by."""

    leaders: dict[LeaderId, Leader] = field(default_factory=dict)
    rooms: dict[RoomId, Room] = field(default_factory=dict)
    interpreters: dict[InterpreterId, Interpreter] = field(default_factory=dict)
    hours: dict[CentreId, Hours] = field(default_factory=dict)
    days: tuple[CalendarDay, ...] = ()
