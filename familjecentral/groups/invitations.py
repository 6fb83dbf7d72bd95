"""Sessions as calendar entries for a leader, a room or a group. No participants, ever.

An entry keeps its id whatever is moved, and its SEQUENCE is kept in the store: it rises at every
change that a calendar shows (RFC 5545, 3.8.7.4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from familjecentral.access.model import Act, CentreId, require
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.groups.house import House
from familjecentral.groups.left import Left, Owner, owners
from familjecentral.groups.model import Group, GroupId, Session, SessionId, SessionKind
from familjecentral.groups.reading import may_see, read_house
from familjecentral.groups.store import GroupsUnitOfWork
from familjecentral.order import by_name


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as it stands in a calendar.

    Attributes:
        uid: the same for ever. sequence: as kept. start, minutes: local time and length.
        number, of: which session of how many; ``kind`` tells a booster from an ordinary one.
        languages: Swedish labels of the interpreters' languages.
        booked_from, booked_to: minutes before and after for which the room is taken.
    """

    uid: str
    sequence: int
    day: dt.date
    start: int
    minutes: int
    title: str
    number: int
    of: int
    kind: SessionKind
    place: str
    leaders: tuple[str, ...]
    languages: tuple[str, ...]
    booked_from: int
    booked_to: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """The calendar of one leader, room or group."""

    kind: Owner
    key: str
    title: str
    entries: tuple[Entry, ...]


def term_feeds(term: str, uow: GroupsUnitOfWork, clock: Clock) -> tuple[Feed, ...]:
    """Return the calendars of a term: groups, then rooms, then leaders, each by title. A
    counsellor gets those of her own groups.

    Raises:
        NotAllowed.
    """
    del clock
    require(uow.actor, Act.READ_GROUPS)
    groups = [g for g in uow.groups.in_term(term) if may_see(g, uow)]
    mine, seen = uow.house.led_by(uow.actor), {group.id for group in groups}
    left = [
        one
        for one in uow.groups.left_in(term)
        if uow.actor.may(Act.PLAN_GROUPS) or one.group in seen or one.owner in mine
    ]
    return _feeds(groups, left, uow)


def group_feed(group_id: GroupId, uow: GroupsUnitOfWork, clock: Clock) -> tuple[Feed, ...]:
    """Return the calendars that one group touches; none when it is gone or another's.

    Raises:
        NotAllowed.
    """
    del clock
    require(uow.actor, Act.READ_GROUPS)
    group = uow.groups.get(group_id)
    if group is None or not may_see(group, uow):
        return ()
    return _feeds([group], uow.groups.left(group_id), uow)


def _feeds(
    groups: Iterable[Group], left: Iterable[Left], uow: GroupsUnitOfWork
) -> tuple[Feed, ...]:
    house, codes = read_house(uow, None, None), uow.codes()
    centres = {centre.id: centre.name for centre in uow.centres()}
    found: dict[tuple[Owner, UUID], list[Entry]] = {}
    titles: dict[UUID, str] = {
        **{one.id: one.first_name for one in house.leaders.values()},
        **{one.id: one.name for one in house.rooms.values()},
    }
    for one in left:
        titles.setdefault(one.owner, one.title)
        found.setdefault((one.whose, one.owner), []).append(_left_entry(one))
    for group in groups:
        titles[group.id] = group.title
        for session in (*group.sessions, *group.withdrawn):
            entry = entry_of(group, session, house, centres, codes)
            for owner in owners(group, session):
                found.setdefault(owner, []).append(entry)
    order = list(Owner)
    feeds = [
        Feed(whose, str(key), titles[key], tuple(sorted(entries, key=_when)))
        for (whose, key), entries in found.items()
    ]
    return tuple(sorted(feeds, key=lambda f: (order.index(f.kind), by_name(f.title), f.key)))


def _when(entry: Entry) -> tuple[dt.date, int, str]:
    return entry.day, entry.start, entry.uid


def _left_entry(one: Left) -> Entry:
    """Return what tells a calendar that an entry stands there no more."""
    return Entry(
        uid=uid_of(one.session), sequence=one.sequence, day=one.day, start=one.start,
        minutes=one.minutes, title=one.title, number=one.number, of=one.number, kind=one.kind,
        place="", leaders=(), languages=(), booked_from=0, booked_to=0, cancelled=True,
    )  # fmt: skip


def uid_of(session: SessionId) -> str:
    """Return the UID of a session: the same for ever."""
    return f"{session}@familjecentral"


def entry_of(
    group: Group,
    session: Session,
    house: House,
    centres: dict[CentreId, str],
    codes: CodeBook,
) -> Entry:
    """Return a session as a calendar entry."""
    room = house.rooms.get(session.room) if session.room else None
    centre = centres.get(room.centre_id if room else group.centre_id, "")
    return Entry(
        uid=uid_of(session.id),
        sequence=session.sequence,
        day=session.day,
        start=session.start,
        minutes=session.minutes,
        title=group.title,
        number=session.number,
        of=max(len(group.course), group.values.sessions),
        kind=session.kind,
        place=", ".join(part for part in (room.name if room else "", centre) if part),
        leaders=tuple(house.leaders[one].first_name for one in session.leaders),
        languages=tuple(codes.label("language", one) for one, _ in session.interpreters),
        booked_from=max(group.setup_minutes, room.setup_minutes if room else 0),
        booked_to=max(group.cleanup_minutes, room.cleanup_minutes if room else 0),
        cancelled=not session.is_on,
    )
