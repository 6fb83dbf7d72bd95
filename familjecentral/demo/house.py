"""Rooms, leaders, hours and breaks of a demo's houses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from familjecentral.access.model import CentreId, Role
from familjecentral.demo.days import is_school_break
from familjecentral.demo.dice import Dice
from familjecentral.demo.plan import SAMPLE
from familjecentral.demo.plan import House as DemoHouse
from familjecentral.gate import UnitOfWork
from familjecentral.groups.house import (
    CalendarDay,
    Certificate,
    DayType,
    Hours,
    House,
    Leader,
    LeaderId,
    LocalDay,
    LocalDayId,
    Room,
    RoomId,
)
from familjecentral.groups.problem import Span
from familjecentral.groups.reading import as_day

_ROOMS = (
    ("Stora rummet", 20, frozenset({"projector", "kitchen", "play_corner"})),
    ("Lilla salen", 14, frozenset({"projector", "play_corner"})),
    ("Rum Rönn", 12, frozenset({"whiteboard", "floor_space"})),
)
_OPEN = Span(weekdays=frozenset({1, 2, 3, 4, 5}), start=8 * 60, end=20 * 60)
_PROGRAMMES = ("ICDP", "ABC_0_2", "ABC_3_12", "COSP", "FOS")
_LEADING = (Role.COUNSELLOR, Role.COORDINATOR)
_ONE = dt.timedelta(days=1)


def furnish(
    house: DemoHouse, seed: int, first: dt.date, last: dt.date, uow: UnitOfWork
) -> tuple[House, tuple[CalendarDay, ...]]:
    """Keep what groups of a house are planned with; return it, and its breaks."""
    dice = Dice(seed, f"house {house.centre.key}")
    centre = house.centre.id
    rooms = [
        Room(RoomId(dice.new_id()), centre, name, seats, equipment=equipment)
        for name, seats, equipment in _ROOMS
    ]
    held = tuple(Certificate(code, first=dt.date(2015, 1, 1)) for code in _PROGRAMMES)
    leaders = [
        Leader(
            LeaderId(dice.new_id()),
            person.first_name.partition(",")[0],
            staff_id=person.id,
            centres=frozenset({centre}),
            certificates=held,
        )
        for person in house.staff
        if person.roles & frozenset(_LEADING)
    ]
    nurse = Leader(
        LeaderId(dice.new_id()),
        "BHV-sköterska",
        centres=frozenset({centre}),
        certificates=(*held[1:3], Certificate("ICDP", in_training=True)),
    )
    leaders.append(nurse)
    hours = Hours(centre, opening=(_OPEN,), most_children=12)
    for room in rooms:
        uow.house.put_room(room)
    for leader in leaders:
        uow.house.put_leader(leader)
    uow.house.put_hours(hours)
    days = tuple(_breaks(centre, first, last, dice))
    for day in days:
        uow.house.put_local_day(day)
    found = House(
        {leader.id: leader for leader in leaders}, {room.id: room for room in rooms}, {},
        {centre: hours},
    )  # fmt: skip
    return found, tuple(map(as_day, days))


def _breaks(centre: CentreId, first: dt.date, last: dt.date, dice: Dice) -> Iterator[LocalDay]:
    """Yield the weeks in which the schools have a break, Monday to Friday, until a half-year after
    the demo's end."""
    monday = first - first.weekday() * _ONE
    while monday <= last + 182 * _ONE:
        if is_school_break(monday):
            name = {9: "Sportlov", 44: "Höstlov"}.get(monday.isocalendar().week, "Påsklov")
            yield LocalDay(
                LocalDayId(dice.new_id()), monday, monday + 4 * _ONE, DayType.SCHOOL_BREAK, name,
                centre, source=SAMPLE, version=1,
            )  # fmt: skip
        monday += 7 * _ONE
