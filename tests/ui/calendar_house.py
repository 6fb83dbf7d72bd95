"""An invented house with a term of groups, in a real store, for tests and pictures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from db.store import SqlStore
from familjecentral.access.model import CentreId
from familjecentral.groups.booking import SaveBooking, save_booking
from familjecentral.groups.furnishing import (
    SaveHours,
    SaveLeader,
    SaveLocalDay,
    SaveRoom,
    save_hours,
    save_leader,
    save_local_day,
    save_room,
)
from familjecentral.groups.house import (
    Booking,
    BookingId,
    BookingKind,
    Certificate,
    DayType,
    Hours,
    Leader,
    LeaderId,
    LocalDay,
    LocalDayId,
    Room,
    RoomId,
)
from familjecentral.groups.model import (
    Group,
    GroupId,
    Session,
    SessionId,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.problem import Span
from familjecentral.groups.programme import Values
from familjecentral.groups.saving import SaveGroups, save_groups
from tests.factories import PASSPHRASE, FixedClock, SeededIds, uuid_of
from tests.ui.stage import HOUSE, PEOPLE, Sample, make_gate, make_sample

LEILA = next(person for person in PEOPLE if person.login_name == "leila")
ROOMS = (
    ("Stora rummet", 20),
    ("Lilla salen", 12),
    ("Rum Björk", 6),
    ("Rum Rönn", 8),
    ("Köket", 10),
)
NAMES = ("Sara", "Johan", "Leila", "Amir", "Maja", "Karin")
TERM = "2026-HT"
WORKDAYS = frozenset({1, 2, 3, 4, 5})
# Title, weekday, start, room, leaders, first week, sessions, weeks between.
GROUPS = (
    ("Vägledande samspel, torsdag", 4, 810, 1, (4, 1), 38, 8, 1),
    ("Vägledande samspel, kväll", 2, 1020, 1, (0, 1), 38, 8, 1),
    ("ABC 3–12 år", 4, 1020, 0, (2, 1), 39, 4, 2),
    ("ABC 0–2 år", 2, 780, 3, (2, 0), 36, 4, 2),
    ("Trygghetscirkeln", 2, 540, 2, (4, 3), 37, 8, 1),
    ("Föräldraskap i Sverige", 3, 570, 0, (3, 2), 37, 5, 1),
    ("Bra start, höst 1", 4, 600, 3, (0, 4), 34, 8, 1),
    ("Bra start, höst 2", 5, 600, 3, (0, 4), 34, 8, 1),
    ("Aktiva småbarnsföräldrar", 3, 780, 4, (2, 0), 45, 4, 1),
)


def monday(week: int) -> dt.date:
    """Return the Monday of an ISO week of 2026."""
    return dt.date.fromisocalendar(2026, week, 1)


def room_id(number: int) -> RoomId:
    """Return the id of one of the rooms."""
    return RoomId(uuid_of(3100 + number))


def leader_id(number: int) -> LeaderId:
    """Return the id of one of the leaders."""
    return LeaderId(uuid_of(4100 + number))


def values(sessions: int, minutes: int = 120, every: int = 1, **changes: Any) -> Values:
    """Return what a group was planned with."""
    return Values(
        **{
            "programme": "ICDP", "version": 1, "as_of": dt.date(2026, 1, 1), "sessions": sessions,
            "minutes": minutes, "every_weeks": every, "leaders": 2, "certified": 0,
        }
        | changes
    )  # fmt: skip


def open_group(number: int, title: str, **changes: Any) -> Group:
    """Return a group without sessions, to be planned."""
    given: dict[str, Any] = {
        "id": GroupId(uuid_of(6000 + number)),
        "version": 0,
        "centre_id": CentreId(HOUSE.id),
        "title": title,
        "values": values(6),
        "prevention_level": "universal",
        "seats": 8,
        "minimum": 4,
        "term": TERM,
    }
    return Group(**given | changes)


def laid_group(number: int, ids: SeededIds, today: dt.date) -> Group:
    """Return one of the groups above with its sessions; those of days gone by are held."""
    title, weekday, start, place, leaders, week, sessions, every = GROUPS[number]
    team = tuple(leader_id(one) for one in leaders)
    laid = []
    day = monday(week) + dt.timedelta(days=weekday - 1)
    while len(laid) < sessions:
        if day.isocalendar().week != 44:
            status = SessionStatus.HELD if day < today else SessionStatus.PLANNED
            laid.append(
                Session(
                    SessionId(ids.new_id()),
                    len(laid) + 1,
                    day,
                    start,
                    90 if place == 3 else 120,
                    status=status,
                    room=room_id(place),
                    leaders=team,
                )
            )
        day += dt.timedelta(weeks=every)
    return open_group(
        number,
        title,
        values=values(sessions, every=every, avoid_school_breaks=True),
        room=room_id(place),
        team=tuple(TeamMember(one) for one in team),
        sessions=tuple(laid),
        seats=6,
    )


class Office:
    """The coordinator in her store."""

    def __init__(self, store: SqlStore, clock: FixedClock, ids: SeededIds) -> None:
        self.store, self.clock, self.ids = store, clock, ids

    def run(self, use_case: Any, command: Any, **named: Any) -> Any:
        """Run a use case in a unit of work of its own."""
        with self.store.unit_of_work() as uow:
            return use_case(command, uow, self.clock, self.ids, **named)

    def furnish(self) -> None:
        """Keep rooms, leaders, hours and the autumn break."""
        for number, (name, seats) in enumerate(ROOMS):
            room = Room(room_id(number), CentreId(HOUSE.id), name, seats, version=0)
            self.run(save_room, SaveRoom(room), guard=Quiet())
        for number, name in enumerate(NAMES):
            person = Leader(
                leader_id(number), name, version=0, certificates=(Certificate("ICDP"),),
                max_evenings_week=2,
            )  # fmt: skip
            self.run(save_leader, SaveLeader(person))
        opening = (Span(weekdays=WORKDAYS, start=480, end=1200),)
        self.run(save_hours, SaveHours(Hours(CentreId(HOUSE.id), 0, opening)))
        autumn = LocalDay(
            LocalDayId(uuid_of(7001)), monday(44), monday(44) + dt.timedelta(days=4),
            DayType.SCHOOL_BREAK, "Höstlov", source="Exempel",
        )  # fmt: skip
        self.run(save_local_day, SaveLocalDay(autumn), guard=Quiet())

    def book(
        self, number: int, day: dt.date, start: int, minutes: int, title: str, **more: Any
    ) -> None:
        """Keep another booking."""
        with self.store.unit_of_work() as uow:
            self.book_in(uow, number, day, start, minutes, title, **more)

    def book_in(
        self, uow: Any, number: int, day: dt.date, start: int, minutes: int, title: str, **more: Any
    ) -> Any:
        """Keep another booking in a unit of work that is open."""
        kind = more.pop("kind", BookingKind.MEETING)
        booking = Booking(
            BookingId(uuid_of(8000 + number)), kind, day, start, minutes, title, 0, **more
        )
        return save_booking(SaveBooking(booking), uow, self.clock, self.ids, guard=Quiet())

    def save(self, *groups: Group) -> tuple[Group, ...]:
        """Keep groups; what clashes is accepted."""
        saved = self.run(save_groups, SaveGroups(groups), guard=Quiet())
        return tuple(saved.groups)


class Quiet:
    """A guard that finds nothing."""

    level = "ok"

    def read(self, text: str) -> Quiet:
        """Return that all is well."""
        del text
        return self


def make_house(folder: Path, today: dt.date, *, laid: bool = True) -> Sample:
    """Make a store with house and groups, and close it. With ``laid`` the term stands as in the
    autumn; otherwise twelve groups wait to be planned."""
    import random

    sample = make_sample(folder, random.Random(7), rows=4)
    clock = FixedClock(today)
    store = make_gate(clock).open(sample.path, LEILA.login_name, PASSPHRASE)
    office = Office(store, clock, SeededIds(11))
    office.furnish()
    if laid:
        _autumn(office, today)
    else:
        _waiting(office)
    store.close()
    return sample


def _autumn(office: Office, today: dt.date) -> None:
    start = monday(today.isocalendar().week)
    groups = [laid_group(number, office.ids, today) for number in range(len(GROUPS))]
    office.save(*groups)
    opened = BookingKind.OPEN_ACTIVITY
    for n, (day, begin, length) in enumerate(
        ((0, 540, 180), (1, 780, 150), (3, 540, 180), (4, 540, 180))
    ):
        office.book(
            n, start + dt.timedelta(days=day), begin, length, "Öppna förskolan", kind=opened,
            room=room_id(0), leaders=(leader_id(0 if n % 2 else 5),),
        )  # fmt: skip
    office.book(10, start + dt.timedelta(days=3), 660, 60, "BVC, föräldramöte", room=room_id(3))
    office.book(
        11, start + dt.timedelta(days=1), 1080, 90, "Öppet hus, pappor", room=room_id(4),
        leaders=(leader_id(1),),
    )  # fmt: skip
    office.book(
        12, start + dt.timedelta(days=2), 600, 60, "", kind=BookingKind.BUSY, room=room_id(2),
        leaders=(leader_id(4),),
    )  # fmt: skip


def _waiting(office: Office) -> None:
    for number in range(12):
        office.save(open_group(number, f"Grupp {number + 1}", values=values(6 + number % 3)))
