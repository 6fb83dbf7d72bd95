"""Judges a saved term by what is stored alone; it shares no rule with the planner or the window.

Only what a house without travel and child-minding needs: rooms, leaders, hours, days, courses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from familjecentral.groups.house import Booking, Leader, Room
from familjecentral.groups.model import Group, Session

RED_DAYS = frozenset(
    {dt.date(2026, 10, 31), *(dt.date(2026, 12, day) for day in (24, 25, 26, 31))}
)  # All Saints, Christmas and New Year's Eve of the autumn of 2026
OPENS, CLOSES = 8 * 60, 20 * 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a session: a word, and the session or booking on the other side."""

    session: Session
    word: str
    other: object = None

    @property
    def is_accepted(self) -> bool:
        """Whether a reason is written beside the other side of it."""
        other = str(getattr(self.other, "id", ""))
        return bool(other) and any(
            one.other == other and one.reason for one in self.session.accepted
        )


def faults(
    groups: Iterable[Group],
    rooms: dict[object, Room],
    leaders: dict[object, Leader],
    bookings: Iterable[Booking],
    breaks: Iterable[tuple[dt.date, dt.date]],
) -> Iterator[Fault]:
    """Yield everything that is wrong with a term."""
    groups, breaks = list(groups), list(breaks)
    laid = [(group, session) for group in groups for session in group.sessions if session.is_on]
    for group, session in laid:
        yield from _alone(group, session, rooms, leaders, breaks)
    for (_, one), (_, other) in combinations(laid, 2):
        if _meets(one, other):
            yield Fault(one, "twice at once", other)
    for booking in bookings:
        for _, session in laid:
            if _meets(session, booking):
                yield Fault(session, "booked by others", booking)
    for group in groups:
        days = [session.day for session in group.sessions if session.is_course and session.is_on]
        if len(days) != group.values.sessions or len(set(days)) != len(days):
            yield Fault(group.sessions[0], "not the whole course")
        if any(later - day < dt.timedelta(days=4) for day, later in pairwise(days)):
            yield Fault(group.sessions[0], "two sessions of a course close together")


def _alone(
    group: Group,
    session: Session,
    rooms: dict[object, Room],
    leaders: dict[object, Leader],
    breaks: list[tuple[dt.date, dt.date]],
) -> Iterator[Fault]:
    if session.day in RED_DAYS or session.day.isoweekday() > 5:
        yield Fault(session, "closed day")
    if group.avoid_school_breaks and any(a <= session.day <= b for a, b in breaks):
        yield Fault(session, "school break")
    if session.start < OPENS or session.start + session.minutes > CLOSES:
        yield Fault(session, "outside opening hours")
    if session.room not in rooms or rooms[session.room].seats < group.seats:
        yield Fault(session, "no room that holds the group")
    if len(set(session.leaders)) < group.values.leaders:
        yield Fault(session, "too few leaders")
    rights = [
        any(
            right.programme == group.values.programme and not right.in_training
            for right in leaders[one].certificates
        )
        for one in session.leaders
    ]
    if sum(rights) < group.values.certified:
        yield Fault(session, "nobody has the certificate")
    for one in session.leaders:
        if any(
            (span.first or dt.date.min) <= session.day <= (span.last or dt.date.max)
            for span in leaders[one].absent
        ):
            yield Fault(session, "a leader is away")


def _meets(one: Session, other: Session | Booking) -> bool:
    """Two things at one moment that want the same room or the same person."""
    if one.day != other.day:
        return False
    if one.start >= other.start + other.minutes or other.start >= one.start + one.minutes:
        return False
    same_room = one.room is not None and one.room == other.room
    return same_room or not set(one.leaders).isdisjoint(other.leaders)
