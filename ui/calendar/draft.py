"""A draft of moves, and the clashes of every session, kept up to date move by move. No Qt.

Only what a change can touch is judged again: the sessions of the days it leaves and enters, and
those of its leaders in the same weeks. The core judges; nothing here is a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import Booking, BookingId, LeaderId
from familjecentral.groups.model import Clash, Group, GroupId, Session, SessionId

Week = tuple[int, int]


def week_of(day: dt.date) -> Week:
    """Return ISO year and week."""
    return day.isocalendar()[:2]


@dataclass(frozen=True, slots=True)
class Absent:
    """A booking that is not there."""

    id: BookingId


Piece = Group | Booking | Absent
"""What a draft is made of"""


class Draft:
    """The schedule as it would be, beside the one that is saved."""

    def __init__(self, saved: Schedule, edited: Iterable[Piece] = ()) -> None:
        self.saved = saved
        self.edited: dict[GroupId, Group] = {}
        self.booked: dict[BookingId, Booking | None] = {}
        self._saved_bookings = {one.id: one for one in saved.bookings}
        self._bookings = dict(self._saved_bookings)
        self.now = saved
        self.judged = 0
        self._open: dict[SessionId, tuple[Clash, ...]] = {}
        self._take(edited)
        for group, session in self._sessions():
            self._judge(group, session)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything that is otherwise than it is saved."""
        booked = (one or Absent(booking_id) for booking_id, one in self.booked.items())
        return (*self.edited.values(), *booked)

    @property
    def is_empty(self) -> bool:
        """Whether all is as it is saved."""
        return not self.edited and not self.booked

    def group(self, group_id: GroupId) -> Group | None:
        """Return a group as the draft has it."""
        return self.now.groups.get(group_id)

    def booking(self, booking_id: BookingId) -> Booking | None:
        """Return a booking as the draft has it."""
        return self._bookings.get(booking_id)

    def same(self, piece: Piece) -> Piece:
        """Return the draft's own version of a piece."""
        if isinstance(piece, Group):
            return self.now.groups[piece.id]
        return self._bookings.get(piece.id) or Absent(piece.id)

    def as_saved(self, piece: Piece) -> Piece | None:
        """Return the saved version of a piece; None for a group that is not saved."""
        if isinstance(piece, Group):
            return self.saved.groups.get(piece.id)
        return self._saved_bookings.get(piece.id) or Absent(piece.id)

    def find(self, session_id: SessionId) -> tuple[Group, Session] | None:
        """Return a session and its group as the draft has them."""
        return next(((g, s) for g, s in self._sessions() if s.id == session_id), None)

    def clashes(self, session_id: SessionId) -> tuple[Clash, ...]:
        """Return what stands against a session and nobody has accepted."""
        return self._open.get(session_id, ())

    def all_clashes(self) -> tuple[Clash, ...]:
        """Return every clash that nobody has accepted, by day and time."""
        found = [clash for clashes in self._open.values() for clash in clashes]
        return tuple(sorted(found, key=lambda c: (c.day, c.start, c.kind)))

    def changed_sessions(self) -> frozenset[SessionId]:
        """Return the sessions that lie elsewhere than they are saved."""
        found: set[SessionId] = set()
        for group_id, group in self.edited.items():
            was = self.saved.groups.get(group_id)
            old = {s.id: s for s in was.sessions} if was else {}
            found.update(s.id for s in group.sessions if old.get(s.id) != s)
        return frozenset(found)

    def to_decide(self) -> tuple[SessionId, ...]:
        """Return the sessions whose clashes have to be decided: those that lie elsewhere than
        they are saved, and those that a changed booking stands against."""
        changed, booked = self.changed_sessions(), {str(one) for one in self.booked}
        return tuple(
            session_id
            for session_id, clashes in self._open.items()
            if session_id in changed or any(clash.other in booked for clash in clashes)
        )

    def put(self, pieces: Iterable[Piece]) -> None:
        """Take groups and bookings as they are now; what is as it is saved leaves the draft."""
        changed = tuple(pieces)
        before = {one.id: self.now.groups.get(one.id) for one in changed if isinstance(one, Group)}
        days = {
            one.day
            for piece in changed
            if not isinstance(piece, Group)
            for one in (self.booking(piece.id), piece)
            if isinstance(one, Booking)
        }
        self._take(changed)
        for old in before.values():
            for session in old.sessions if old else ():
                self._open.pop(session.id, None)
        after = {one.id: one for one in changed if isinstance(one, Group)}
        for group, session in self._touched(before, after, days):
            self._judge(group, session)

    def _take(self, pieces: Iterable[Piece]) -> None:
        groups: list[Group] = []
        bookings: dict[BookingId, Booking | None] = {}
        for piece in pieces:
            is_saved = self.as_saved(piece) == piece
            if isinstance(piece, Group):
                groups.append(piece)
                if is_saved:
                    self.edited.pop(piece.id, None)
                else:
                    self.edited[piece.id] = piece
                continue
            bookings[piece.id] = now = piece if isinstance(piece, Booking) else None
            if is_saved:
                self.booked.pop(piece.id, None)
            else:
                self.booked[piece.id] = now
            if now is None:
                self._bookings.pop(piece.id, None)
            else:
                self._bookings[piece.id] = now
        if groups:
            self.now = self.now.with_groups(groups)
        self.now = self.now.with_bookings(bookings)

    def preview_booking(self, booking: Booking) -> tuple[Clash, ...]:
        """Return what would stand against a booking if it were like this."""
        return self.now.clashes_of_booking(booking)

    def preview(self, group: Group, session_id: SessionId) -> tuple[Clash, ...]:
        """Return what would stand against one session if its group were like this."""
        session = group.session(session_id)
        if session is None:
            return ()
        schedule = self.now.with_groups([group])
        return tuple(c for c in schedule.clashes_of(group, session) if not c.is_accepted(session))

    def _sessions(self) -> Iterator[tuple[Group, Session]]:
        for group in self.now.groups.values():
            for session in group.sessions:
                yield group, session

    def _judge(self, group: Group, session: Session) -> None:
        self.judged += 1
        found = tuple(c for c in self.now.clashes_of(group, session) if not c.is_accepted(session))
        if found:
            self._open[session.id] = found
        else:
            self._open.pop(session.id, None)

    def _touched(
        self,
        before: dict[GroupId, Group | None],
        after: dict[GroupId, Group],
        days: set[dt.date],
    ) -> Iterator[tuple[Group, Session]]:
        weeks: set[tuple[LeaderId, Week]] = set()
        teams: set[LeaderId] = set()
        for group_id, group in after.items():
            old = before[group_id]
            was = {s.id: s for s in old.sessions} if old else {}
            now = {s.id: s for s in group.sessions}
            for session_id in was.keys() | now.keys():
                for session in (was.get(session_id), now.get(session_id)):
                    if session is not None and was.get(session_id) != now.get(session_id):
                        days.add(session.day)
                        week = week_of(session.day)
                        weeks.update((leader, week) for leader in session.leaders)
            if old is None or old.team != group.team or old.status != group.status:
                teams.update(m.leader for g in (old, group) if g for m in g.team)
        for group, session in self._sessions():
            if (
                group.id in after
                or session.day in days
                or any(one in teams for one in session.leaders)
                or any((one, week_of(session.day)) in weeks for one in session.leaders)
            ):
                yield group, session
