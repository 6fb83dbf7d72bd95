"""A draft of moves, and the clashes of every session, kept up to date move by move. No Qt.

Only what a change can touch is judged again: the sessions of the days it leaves and enters, and
those of its leaders in the same weeks. The core judges; nothing here is a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import LeaderId
from familjecentral.groups.model import Clash, Group, GroupId, Session, SessionId

Week = tuple[int, int]


def week_of(day: dt.date) -> Week:
    """Return ISO year and week."""
    return day.isocalendar()[:2]


class Draft:
    """The schedule as it would be, beside the one that is saved."""

    def __init__(self, saved: Schedule, edited: Iterable[Group] = ()) -> None:
        self.saved = saved
        self.edited: dict[GroupId, Group] = {group.id: group for group in edited}
        self.now = saved.with_groups(self.edited.values()) if self.edited else saved
        self.judged = 0
        self._open: dict[SessionId, tuple[Clash, ...]] = {}
        for group, session in self._sessions():
            self._judge(group, session)

    def group(self, group_id: GroupId) -> Group | None:
        """Return a group as the draft has it."""
        return self.now.groups.get(group_id)

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

    def put(self, groups: Iterable[Group]) -> None:
        """Take groups as they are now; a group as it is saved leaves the draft."""
        changed = {group.id: group for group in groups}
        before = {group_id: self.now.groups.get(group_id) for group_id in changed}
        for group_id, group in changed.items():
            if self.saved.groups.get(group_id) == group:
                self.edited.pop(group_id, None)
            else:
                self.edited[group_id] = group
        self.now = self.now.with_groups(changed.values())
        for old in before.values():
            for session in old.sessions if old else ():
                self._open.pop(session.id, None)
        for group, session in self._touched(before, changed):
            self._judge(group, session)

    def remove_new(self, group_ids: Iterable[GroupId]) -> None:
        """Take back edits: the groups are as they are saved."""
        self.put(self.saved.groups[g] for g in group_ids if g in self.saved.groups)

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
        self, before: dict[GroupId, Group | None], after: dict[GroupId, Group]
    ) -> Iterator[tuple[Group, Session]]:
        days: set[dt.date] = set()
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
