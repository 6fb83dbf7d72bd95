"""What is read of the store to print a group, a term's programme, or the list for a room's door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from familjecentral.access.model import Act, CentreId, require
from familjecentral.clock import Clock
from familjecentral.errors import NotFound
from familjecentral.groups.house import Booking, House, RoomId
from familjecentral.groups.model import Group, GroupId
from familjecentral.groups.programme import Programme
from familjecentral.groups.reading import may_see, read_house
from familjecentral.groups.store import GroupsUnitOfWork


@dataclass(frozen=True, slots=True)
class GroupOnPaper:
    """A group to be printed; ``house`` has the special days between its sessions, ``centre`` is
    the name of the house, ``programme`` None when the catalogue has it no more."""

    group: Group
    house: House
    centre: str
    programme: Programme | None


@dataclass(frozen=True, slots=True)
class TermOnPaper:
    """The groups of one house in a term; ``programmes`` by code."""

    term: str
    groups: tuple[Group, ...]
    house: House
    centre: str
    programmes: Mapping[str, Programme]


@dataclass(frozen=True, slots=True)
class RoomOnPaper:
    """The groups with a session on some days and what else a room is booked for, to be printed
    for its door."""

    room: RoomId
    first: dt.date
    last: dt.date
    groups: tuple[Group, ...]
    bookings: tuple[Booking, ...]
    house: House
    centre: str


def group_on_paper(group_id: GroupId, uow: GroupsUnitOfWork, clock: Clock) -> GroupOnPaper:
    """Return a group as its sheets need it, a counsellor's own ones only.

    Raises:
        NotAllowed; NotFound: it is gone, or another counsellor's.
    """
    del clock
    require(uow.actor, Act.READ_GROUPS)
    group = uow.groups.get(group_id)
    if group is None or not may_see(group, uow):
        raise NotFound("group")
    programmes = {one.code: one for one in uow.house.programmes()}
    return GroupOnPaper(
        group,
        _house([group], uow),
        _name(group.centre_id, uow),
        programmes.get(group.values.programme),
    )


def term_on_paper(term: str, centre: CentreId, uow: GroupsUnitOfWork, clock: Clock) -> TermOnPaper:
    """Return what one house offers in a term. It hangs where families read it, so it takes all
    groups: who sees her own only cannot print it.

    Raises:
        NotAllowed.
    """
    del clock
    require(uow.actor, Act.PLAN_GROUPS)
    groups = tuple(group for group in uow.groups.in_term(term) if group.centre_id == centre)
    programmes = {one.code: one for one in uow.house.programmes()}
    return TermOnPaper(term, groups, _house(groups, uow), _name(centre, uow), programmes)


def room_on_paper(
    room: RoomId, first: dt.date, last: dt.date, uow: GroupsUnitOfWork, clock: Clock
) -> RoomOnPaper:
    """Return who may have a room between two days, both included.

    Raises:
        NotAllowed; NotFound: there is no such room.
    """
    del clock
    require(uow.actor, Act.PLAN_GROUPS)
    house = read_house(uow, first, last)
    found = house.rooms.get(room)
    if found is None:
        raise NotFound("room")
    groups = tuple(uow.groups.between(first, last))
    bookings = tuple(one for one in uow.house.bookings(first, last) if one.room == room)
    return RoomOnPaper(room, first, last, groups, bookings, house, _name(found.centre_id, uow))


def _house(groups: Iterable[Group], uow: GroupsUnitOfWork) -> House:
    days = [session.day for group in groups for session in group.sessions]
    return read_house(uow, min(days, default=None), max(days, default=None))


def _name(centre: CentreId, uow: GroupsUnitOfWork) -> str:
    return next((one.name for one in uow.centres() if one.id == centre), "")
