"""Edits of a group's sessions, as functions from a group to a group; nothing is kept here.

A screen edits a draft with these, asks the schedule for clashes, and hands the whole group to
``save_groups``. ``lay_series`` lays all sessions of a programme in one step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from familjecentral.clock import IdSource
from familjecentral.errors import NotFound
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import DayType, InterpreterId, LeaderId, RoomId
from familjecentral.groups.model import (
    Accepted,
    Clash,
    ClashKind,
    Group,
    GroupStatus,
    Session,
    SessionId,
    SessionKind,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.rules import term_of

_WEEK = dt.timedelta(weeks=1)
FURTHEST = 60
"""Intervals after the first session that a series is laid over at most"""
_CLOSED = (DayType.PUBLIC_HOLIDAY, DayType.EVE, DayType.STAFF_DAY, DayType.CLOSED)


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the date out; the session comes at the end of the series."""


@dataclass(frozen=True, slots=True)
class Move:
    """Hold the session elsewhere; None keeps what the series has."""

    day: dt.date | None = None
    start: int | None = None
    room: RoomId | None = None
    leaders: tuple[LeaderId, ...] | None = None
    interpreters: tuple[tuple[str, InterpreterId], ...] | None = None


@dataclass(frozen=True, slots=True)
class Accept:
    """Hold it all the same; ``reason`` is a key of the list ``clash_reason``."""

    reason: str


Decision = Skip | Move | Accept


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """When and where a series lies: every ``group.values.every_weeks`` from ``first`` on.

    ``decisions`` are by the date that the series falls on by itself. ``skip_closed`` leaves out
    red days, eves, closed days, and school breaks of a group that avoids them, without asking.
    """

    first: dt.date
    start: int
    room: RoomId | None
    team: tuple[TeamMember, ...]
    decisions: Mapping[dt.date, Decision] = field(default_factory=dict)
    skip_closed: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series as it would be saved.

    Attributes:
        group: with its sessions laid. dates: the date of the series behind each new session.
        clashes: what stands against the new sessions, accepted ones left out.
        skipped: dates left out. after_term: the last session lies after the term's last day.
    """

    group: Group
    dates: Mapping[SessionId, dt.date]
    clashes: tuple[Clash, ...]
    skipped: tuple[dt.date, ...]
    after_term: bool


def lay_series(group: Group, plan: SeriesPlan, schedule: Schedule, ids: IdSource) -> Proposal:
    """Return the group with its regular sessions laid, and every clash of them.

    Sessions held, moved by hand or of another kind stay; the others are laid anew. A date that
    is skipped is made up for at the end, so the number of sessions is the programme's.
    """
    kept = [s for s in group.sessions if not _is_laid_anew(s)]
    missing = group.values.sessions - sum(s.is_course and s.is_on for s in kept)
    number = max((s.number for s in kept if s.kind is SessionKind.REGULAR), default=0)
    leaders = tuple(member.leader for member in plan.team)
    old = [s for s in group.sessions if _is_laid_anew(s)]
    draft = replace(group, room=plan.room, team=plan.team, sessions=tuple(kept))
    laid: list[Session] = []
    dates: dict[SessionId, dt.date] = {}
    skipped: list[dt.date] = []
    every = max(group.values.every_weeks, 1)
    for n in range(FURTHEST):
        if len(laid) >= missing:
            break
        day = plan.first + n * every * _WEEK
        decision = plan.decisions.get(day)
        if isinstance(decision, Skip) or (
            decision is None and plan.skip_closed and is_closed(schedule, draft, day)
        ):
            skipped.append(day)
            continue
        number += 1
        session_id = old[len(laid)].id if len(laid) < len(old) else SessionId(ids.new_id())
        session = Session(
            session_id, number, day, plan.start, group.values.minutes, room=plan.room,
            leaders=leaders, interpreters=old[0].interpreters if old else (),
        )  # fmt: skip
        if isinstance(decision, Move):
            session = moved(session, decision)
        laid.append(session)
        dates[session_id] = day
    sequences = {session.id: session.sequence for session in old}
    laid = [replace(s, sequence=sequences.get(s.id, 0)) for s in laid]
    group = replace(draft, sessions=_in_order([*kept, *laid]))
    group = with_interpreters(group, schedule, frozenset(dates))
    group = _accepting(group, plan, dates, schedule)
    after = schedule.with_groups([group])
    clashes = tuple(c for c in after.open_clashes([group.id]) if c.session in dates)
    term = term_of(group.term)
    last = group.last_day
    return Proposal(
        group, dates, clashes, tuple(skipped),
        after_term=term is not None and last is not None and last > term.last,
    )  # fmt: skip


def is_closed(schedule: Schedule, group: Group, day: dt.date) -> bool:
    """Tell whether the calendar keeps this group from a day."""
    room = schedule.house.rooms.get(group.room) if group.room else None
    centre = room.centre_id if room else group.centre_id
    closed = {*_CLOSED, DayType.SCHOOL_BREAK} if group.avoid_school_breaks else {*_CLOSED}
    return any(found.type in closed for found in schedule.days(day, centre))


def moved(session: Session, to: Move) -> Session:
    """Return a session elsewhere. Another day or time makes it *moved*; what had been accepted
    stays on it and counts where it still fits."""
    day = session.day if to.day is None else to.day
    start = session.start if to.start is None else to.start
    other_time = (day, start) != (session.day, session.start)
    return replace(
        session,
        day=day,
        start=start,
        room=session.room if to.room is None else to.room,
        leaders=session.leaders if to.leaders is None else to.leaders,
        interpreters=session.interpreters if to.interpreters is None else to.interpreters,
        status=SessionStatus.MOVED if other_time else session.status,
    )


def with_session(group: Group, session: Session) -> Group:
    """Return the group with a session new, or in place of the one with its id."""
    others = [other for other in group.sessions if other.id != session.id]
    return replace(group, sessions=_in_order([*others, session]))


def move_session(group: Group, session_id: SessionId, to: Move) -> Group:
    """Return the group with one session elsewhere; the series stays as it is."""
    return with_session(group, moved(_one(group, session_id), to))


def resize_session(group: Group, session_id: SessionId, minutes: int) -> Group:
    """Return the group with one session longer or shorter."""
    return with_session(group, replace(_one(group, session_id), minutes=minutes))


def cancel_session(group: Group, session_id: SessionId, reason: str) -> Group:
    """Return the group with one session cancelled; the others keep date and number."""
    session = _one(group, session_id)
    cancelled = replace(session, status=SessionStatus.CANCELLED, cancel_reason=reason, accepted=())
    return with_session(group, cancelled)


def restore_session(group: Group, session_id: SessionId) -> Group:
    """Return the group with a cancelled session on again."""
    session = _one(group, session_id)
    return with_session(group, replace(session, status=SessionStatus.PLANNED, cancel_reason=None))


def replace_session(group: Group, session_id: SessionId, to: Move, ids: IdSource) -> Group:
    """Return the group with a new session in place of a cancelled one."""
    cancelled = _one(group, session_id)
    fresh = Session(
        SessionId(ids.new_id()), cancelled.number, cancelled.day, cancelled.start,
        cancelled.minutes, SessionKind.REPLACEMENT, room=cancelled.room,
        leaders=cancelled.leaders, interpreters=cancelled.interpreters, replaces=session_id,
    )  # fmt: skip
    return with_session(group, replace(moved(fresh, to), status=SessionStatus.PLANNED))


def with_interpreters(
    group: Group, schedule: Schedule, only: frozenset[SessionId] | None = None
) -> Group:
    """Return the group with an interpreter for each of its languages at every session still to
    come (``only``: at these), as far as one is free; who is booked stays. Others have none."""
    for session in group.sessions:
        coming = session.status in (SessionStatus.PLANNED, SessionStatus.MOVED)
        if coming and (only is None or session.id in only):
            group = with_session(group, _interpreted(group, session, schedule))
            schedule = schedule.with_groups([group]) if group.languages else schedule
    return group


def _interpreted(group: Group, session: Session, schedule: Schedule) -> Session:
    booked = {one: who for one, who in session.interpreters if one in group.languages}
    for language in group.languages:
        if language in booked:
            continue
        for one in schedule.house.interpreters.values():
            if one.active and language in one.languages and one.id not in booked.values():
                tried = replace(session, interpreters=(*booked.items(), (language, one.id)))
                found = schedule.clashes_of(group, tried)
                if not any((c.kind, c.about) == (ClashKind.INTERPRETER, language) for c in found):
                    booked[language] = one.id
                    break
    return replace(session, interpreters=tuple(booked.items()))


def add_session(
    group: Group, kind: SessionKind, day: dt.date, ids: IdSource, *, start: int | None = None
) -> Group:
    """Return the group with one more session at the series' own time and place."""
    model = group.course[-1] if group.course else None
    number = max((s.number for s in group.sessions), default=0) + 1
    fresh = Session(
        SessionId(ids.new_id()), number, day,
        start if start is not None else model.start if model else 9 * 60,
        group.values.minutes, kind, room=group.room,
        leaders=tuple(member.leader for member in group.team),
        interpreters=model.interpreters if model else (),
    )  # fmt: skip
    return with_session(group, fresh)


def booster_day(group: Group) -> dt.date | None:
    """Return the day that the programme proposes for the booster; None without one."""
    weeks, last = group.values.booster_weeks, group.last_day
    return None if weeks is None or last is None else last + weeks * _WEEK


def accept_clashes(group: Group, clashes: Iterable[Clash], reason: str) -> Group:
    """Return the group with these clashes accepted for one reason."""
    by_session: dict[SessionId, list[Accepted]] = {}
    for clash in clashes:
        by_session.setdefault(clash.session, []).append(clash.accepted_with(reason))
    sessions = tuple(
        replace(s, accepted=_united(s.accepted, by_session.get(s.id, ()))) for s in group.sessions
    )
    return replace(group, sessions=sessions)


def cancelled_group(group: Group, reason: str) -> Group:
    """Return the group cancelled, or aborted when a session has been held; what was still to
    come is cancelled with it, so that rooms and leaders are free."""
    held = any(s.status is SessionStatus.HELD for s in group.sessions)
    sessions = tuple(
        s
        if s.status in (SessionStatus.HELD, SessionStatus.CANCELLED)
        else replace(s, status=SessionStatus.CANCELLED, cancel_reason=reason, accepted=())
        for s in group.sessions
    )
    status = GroupStatus.ABORTED if held else GroupStatus.CANCELLED
    return replace(group, status=status, cancel_reason=reason, sessions=sessions)


def _is_laid_anew(session: Session) -> bool:
    return session.kind is SessionKind.REGULAR and session.status is SessionStatus.PLANNED


def _accepting(
    group: Group, plan: SeriesPlan, dates: Mapping[SessionId, dt.date], schedule: Schedule
) -> Group:
    after = schedule.with_groups([group])
    for session_id, day in dates.items():
        decision = plan.decisions.get(day)
        if isinstance(decision, Accept):
            found = [c for c in after.clashes([group.id]) if c.session == session_id]
            group = accept_clashes(group, found, decision.reason)
    return group


def _united(held: tuple[Accepted, ...], more: Iterable[Accepted]) -> tuple[Accepted, ...]:
    found = {(a.kind, a.about, a.other): a for a in (*held, *more)}
    return tuple(found.values())


def _one(group: Group, session_id: SessionId) -> Session:
    found = group.session(session_id)
    if found is None:
        raise NotFound("session")
    return found


def _in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda s: (s.day, s.start, s.number)))
