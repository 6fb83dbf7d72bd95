"""Calendar entries that have left somebody's calendar: another leader, another room, no group.

A calendar that has the entry must hear that it is cancelled there, though the session itself is
on elsewhere or its group is no more. Whether a file was ever written is not kept: a calendar
without the entry passes its cancelling over (RFC 5546, 3.2.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from familjecentral.groups.model import Group, GroupId, Session, SessionId, SessionKind


class Owner(StrEnum):
    """Whose calendar it is."""

    GROUP = "group"
    ROOM = "room"
    LEADER = "leader"


Place = tuple[Owner, UUID, SessionId]
"""An entry in somebody's calendar: whose, by id, and of which session"""


@dataclass(frozen=True, slots=True)
class Left:
    """An entry as it last stood in a calendar that has it no more.

    Attributes:
        whose, owner: the calendar. session: whose UID the entry has.
        term, title: of the group then. sequence: higher than any that the calendar can hold.
    """

    whose: Owner
    owner: UUID
    session: SessionId
    group: GroupId
    term: str
    title: str
    number: int
    kind: SessionKind
    day: dt.date
    start: int
    minutes: int
    sequence: int

    @property
    def place(self) -> Place:
        """Where the entry stood."""
        return self.whose, self.owner, self.session


def owners(group: Group, session: Session) -> Iterator[tuple[Owner, UUID]]:
    """Yield whose calendars a session stands in."""
    yield Owner.GROUP, group.id
    if session.room is not None:
        yield Owner.ROOM, session.room
    for leader in session.leaders:
        yield Owner.LEADER, leader


def left_after(was: Group | None, now: Group | None, known: Iterable[Left]) -> tuple[Left, ...]:
    """Return what has left calendars when a group is as ``now`` (None: removed).

    Args:
        was: the group before; None: it was not there. known: what had left until then.
    """
    before, after = _entries(was), _entries(now)
    sequences = {s.id: s.sequence for s in _sessions(now)}
    found = {one.place: one for one in known}
    if was is not None:
        for place, session in before.items():
            whose, owner, session_id = place
            found[place] = Left(
                whose, owner, session_id, was.id, was.term, was.title, session.number,
                session.kind, session.day, session.start, session.minutes,
                sequences.get(session_id, session.sequence + 1),
            )  # fmt: skip
    return tuple(one for place, one in found.items() if place not in after)


def sequence_again(session: Session, known: Iterable[Left]) -> int:
    """Return the SEQUENCE of a session whose group comes back: higher than its cancelling."""
    cancelled = (one.sequence + 1 for one in known if one.session == session.id)
    return max((session.sequence, *cancelled))


def _sessions(group: Group | None) -> tuple[Session, ...]:
    return (*group.sessions, *group.withdrawn) if group is not None else ()


def _entries(group: Group | None) -> Mapping[Place, Session]:
    if group is None:
        return {}
    return {
        (whose, owner, session.id): session
        for session in _sessions(group)
        for whose, owner in owners(group, session)
    }
