"""Sessions as calendar entries for a leader, a room or a group. No participants, ever.

An entry keeps its id whatever is moved, and its SEQUENCE is kept in the store: it rises at every
change that a calendar shows (RFC 5545, 3.8.7.4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from familjecentral.access.model import Act, CentreId, require
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.groups.house import House
from familjecentral.groups.model import Group, GroupId, Session, SessionKind
from familjecentral.groups.reading import may_see, read_house
from familjecentral.groups.store import GroupsUnitOfWork


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
    """The calendar of one leader, room or group: ``kind`` is ``ledare``, ``lokal``, ``grupp``."""

    kind: str
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
    return _feeds((g for g in uow.groups.in_term(term) if may_see(g, uow)), uow)


def group_feed(group_id: GroupId, uow: GroupsUnitOfWork, clock: Clock) -> tuple[Feed, ...]:
    """Return the calendars that one group touches; none when it is gone or another's.

    Raises:
        NotAllowed.
    """
    del clock
    require(uow.actor, Act.READ_GROUPS)
    group = uow.groups.get(group_id)
    return _feeds([group] if group and may_see(group, uow) else [], uow)


def _feeds(groups: Iterable[Group], uow: GroupsUnitOfWork) -> tuple[Feed, ...]:
    house, codes = read_house(uow, None, None), uow.codes()
    centres = {centre.id: centre.name for centre in uow.centres()}
    found: dict[tuple[str, UUID], tuple[str, list[Entry]]] = {}
    for group in groups:
        for session in (*group.sessions, *group.withdrawn):
            entry = entry_of(group, session, house, centres, codes)
            for kind, key, title in _targets(group, session, house):
                found.setdefault((kind, key), (title, []))[1].append(entry)
    order = {"grupp": 0, "lokal": 1, "ledare": 2}
    return tuple(
        Feed(kind, str(key), title, tuple(sorted(entries, key=lambda e: (e.day, e.start, e.uid))))
        for (kind, key), (title, entries) in sorted(
            found.items(), key=lambda item: (order[item[0][0]], item[1][0].casefold())
        )
    )


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
        uid=f"{session.id}@familjecentral",
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


def _targets(group: Group, session: Session, house: House) -> Iterator[tuple[str, UUID, str]]:
    yield "grupp", group.id, group.title
    if session.room is not None:
        yield "lokal", session.room, house.rooms[session.room].name
    for one in session.leaders:
        yield "ledare", one, house.leaders[one].first_name
