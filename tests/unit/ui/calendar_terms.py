"""Terms of invented groups in memory, for the calendar's tests and its benchmark."""

from __future__ import annotations

import datetime as dt
from typing import Any

from familjecentral.access.model import CentreId
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import House, Leader, LeaderId, Room, RoomId
from familjecentral.groups.model import (
    Group,
    GroupId,
    Session,
    SessionId,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.programme import Values
from familjecentral.groups.reading import special_days
from tests.factories import centre, uuid_of

TODAY = dt.date(2026, 9, 30)
MONDAY = dt.date(2026, 9, 28)


def room(number: int, **changes: Any) -> Room:
    """Return a room with twelve seats."""
    given: dict[str, Any] = {"seats": 12, "name": f"Rum {number}"} | changes
    return Room(RoomId(uuid_of(3000 + number)), CentreId(centre().id), **given)


def leader(number: int, **changes: Any) -> Leader:
    """Return a leader."""
    return Leader(LeaderId(uuid_of(4000 + number)), f"Ledare {number}", **changes)


def session(number: int, day: dt.date, start: int = 600, **changes: Any) -> Session:
    """Return a session of an hour and a half in the first room."""
    given: dict[str, Any] = {"room": room(1).id, "leaders": (leader(1).id,)} | changes
    minutes = given.pop("minutes", 90)
    n = given.pop("n", 1)
    return Session(SessionId(uuid_of(number)), n, day, start, minutes, **given)


def group(number: int, *sessions: Session, **changes: Any) -> Group:
    """Return a group of the autumn with these sessions."""
    values = Values("ICDP", 1, dt.date(2026, 1, 1), max(len(sessions), 1), 90)
    given: dict[str, Any] = {
        "version": 1,
        "centre_id": CentreId(centre().id),
        "title": f"Grupp {number}",
        "values": values,
        "prevention_level": "universal",
        "seats": 8,
        "minimum": 4,
        "term": "2026-HT",
        "sessions": sessions,
    } | changes
    return Group(GroupId(uuid_of(6000 + number)), **given)


def house(rooms: int = 2, leaders: int = 2, **changes: Any) -> House:
    """Return a house with its red days."""
    given: dict[str, Any] = {
        "rooms": {one.id: one for one in map(room, range(1, rooms + 1))},
        "leaders": {one.id: one for one in map(leader, range(1, leaders + 1))},
        "days": special_days(dt.date(2026, 8, 1), dt.date(2027, 1, 10)),
    } | changes
    return House(**given)


def big_term(groups: int = 60, sessions: int = 12) -> Schedule:
    """Return a full term: 8 rooms, 20 leaders, every group on its own weekday and time."""
    made = []
    for number in range(groups):
        first = dt.date(2026, 8, 31) + dt.timedelta(days=number % 5)
        laid = tuple(
            session(
                100_000 + number * 100 + n,
                first + dt.timedelta(weeks=n),
                480 + (number // 5 % 6) * 105,
                n=n + 1,
                room=room(1 + number % 8).id,
                leaders=(leader(1 + number % 20).id, leader(1 + (number + 7) % 20).id),
                status=SessionStatus.HELD
                if first + dt.timedelta(weeks=n) < TODAY
                else SessionStatus.PLANNED,
            )
            for n in range(sessions)
        )
        team = tuple(TeamMember(one) for one in laid[0].leaders)
        made.append(group(number, *laid, team=team, room=laid[0].room))
    return Schedule(house(8, 20), made)
