"""What a move in the calendar means for a group, and where a clashing session could go. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import Booking, LeaderId, RoomId
from familjecentral.groups.model import Clash, ClashKind, Group, Session, SessionId
from familjecentral.groups.series import (
    FURTHEST,
    Move,
    accept_clashes,
    is_closed,
    move_session,
    moved,
    resize_session,
)
from ui.calendar.cells import NOBODY, Card, GridData, Target
from ui.calendar.words import day_head, times

_DAY = dt.timedelta(days=1)
_LEADER = (
    ClashKind.LEADER_TAKEN, ClashKind.LEADER_ABSENT, ClashKind.LEADER_ELSEWHERE, ClashKind.TRAVEL,
    ClashKind.LOAD,
)  # fmt: skip
MOST_OPTIONS = 12


def moved_group(grid: GridData, group: Group, card: Card, origin: Target, to: Target) -> Group:
    """Return the group with the card's session where it is held: other day, time, length, room
    or leader. In a term the weekday stays; the row of a group never changes."""
    session_id = SessionId(card.id)
    day = grid.columns[to.column].first
    if grid.span == "term":
        day += card.day.weekday() * _DAY
        day = card.day if to.column == origin.column else day
    move = Move(day=day, start=to.start)
    if to.row != origin.row:
        new, old = grid.rows[to.row].key, grid.rows[origin.row].key
        if grid.by == "room" and new != NOBODY:
            move = replace(move, room=RoomId(UUID(new)))
        elif grid.by == "leader":
            move = replace(move, leaders=_swapped(card, old, new))
    group = move_session(group, session_id, move)
    return resize_session(group, session_id, to.minutes) if to.minutes != card.minutes else group


def moved_booking(
    grid: GridData, booking: Booking, card: Card, origin: Target, to: Target
) -> Booking:
    """Return a booking where its card is held: other day, time, length, room or leader."""
    first = grid.columns[to.column].first
    day = booking.day if to.column == origin.column else first
    moved = replace(booking, day=day, start=to.start, minutes=to.minutes)
    new, old = grid.rows[to.row].key, grid.rows[origin.row].key
    if to.row == origin.row:
        return moved
    if grid.by == "room":
        return moved if new == NOBODY else replace(moved, room=RoomId(UUID(new)))
    return replace(moved, leaders=_swapped(card, old, new))


def at_place(booking: Booking, grid: GridData, row: int, column: int) -> Booking:
    """Return a booking in a cell of the grid: its day, its room or leader."""
    placed = replace(booking, day=grid.columns[column].first)
    key = grid.rows[row].key if row < len(grid.rows) else NOBODY
    if key == NOBODY or grid.by == "group":
        return placed
    if grid.by == "room":
        return replace(placed, room=RoomId(UUID(key)))
    return replace(placed, leaders=(LeaderId(UUID(key)),))


def _swapped(card: Card, old: str, new: str) -> tuple[LeaderId, ...]:
    others = [one for one in card.leaders if one not in (old, new)]
    place = card.leaders.index(old) if old in card.leaders else len(others)
    if new != NOBODY:
        others.insert(min(place, len(others)), new)
    return tuple(LeaderId(UUID(one)) for one in others)


@dataclass(frozen=True, slots=True)
class Option:
    """Somewhere that a clashing session could go, in words."""

    text: str
    move: Move


def options(schedule: Schedule, group: Group, session: Session) -> tuple[Option, ...]:
    """Return where a session fits without any clash, the least change first: another room,
    another leader for the one who cannot, another time that day, another day of that week."""
    found: list[Option] = []
    for option in _candidates(schedule, group, session):
        elsewhere = moved(session, option.move)
        if not any(
            not clash.is_accepted(elsewhere) for clash in schedule.clashes_of(group, elsewhere)
        ):
            found.append(option)
        if len(found) == MOST_OPTIONS:
            break
    return tuple(found)


def _candidates(schedule: Schedule, group: Group, session: Session) -> Iterator[Option]:
    house = schedule.house
    for room in house.rooms.values():
        if room.active and room.id != session.room:
            yield Option(f"{room.name}, samma tid", Move(room=room.id))
    kinds = {c.about for c in schedule.clashes_of(group, session) if c.kind in _LEADER}
    for about in sorted(kinds):
        out = LeaderId(UUID(about))
        for leader in house.leaders.values():
            if leader.id not in session.leaders:
                team = tuple(leader.id if one == out else one for one in session.leaders)
                yield Option(f"{leader.first_name} leder i stället", Move(leaders=team))
    yield from _interpreters(schedule, group, session)
    for step in (30, -30, 60, -60, 90, -90, 120, -120):
        start = session.start + step
        if start >= 7 * 60 and start + session.minutes <= 21 * 60:
            text = f"samma dag {times(start, start + session.minutes)}"
            yield Option(text, Move(start=start))
    monday = session.day - session.day.weekday() * _DAY
    for n in range(5):
        day = monday + n * _DAY
        if day != session.day:
            yield Option(f"{day_head(day)}, samma tid", Move(day=day))


def _interpreters(schedule: Schedule, group: Group, session: Session) -> Iterator[Option]:
    clashes = schedule.clashes_of(group, session)
    for language in sorted({c.about for c in clashes if c.kind is ClashKind.INTERPRETER}):
        booked = tuple(pair for pair in session.interpreters if pair[0] != language)
        for one in schedule.house.interpreters.values():
            if one.active and language in one.languages:
                pairs = (*booked, (language, one.id))
                yield Option(f"{one.name} tolkar", Move(interpreters=pairs))


def skipped(schedule: Schedule, group: Group, session: Session) -> Group:
    """Return the group with a session put at the end of its series: the first date after the
    last one that the calendar leaves open, at the same time and place."""
    last = max(s.day for s in group.course)
    every = max(group.values.every_weeks, 1)
    shift = (session.day.weekday() - last.weekday()) % 7
    day = last + shift * _DAY if shift else last
    for _ in range(FURTHEST):
        day += 7 * every * _DAY
        later = moved(session, Move(day=day))
        if not is_closed(schedule, group, day) and not list(schedule.clashes_of(group, later)):
            break
    return move_session(group, session.id, Move(day=day))


def accepted(group: Group, clashes: tuple[Clash, ...], reason: str) -> Group:
    """Return the group with clashes accepted for a reason."""
    return accept_clashes(group, clashes, reason)
