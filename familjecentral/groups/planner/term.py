"""What the calendar allows: for a weekday and a time, the weeks in which something can be.

A set of weeks is an integer, bit *w* for the week *w* Mondays after :attr:`Term.base`; every rule
that asks "is it free" becomes one ``&``. Sets are computed once and kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from familjecentral.groups.problem import CLOSED_TYPES, Problem, Span, by_id


def bits(mask: int) -> Iterator[int]:
    """Give the weeks of a set, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def at_least(count: int, masks: list[int], weeks: int) -> int:
    """Weeks that lie in at least ``count`` of the sets."""
    reached = [weeks] + [0] * count
    for mask in masks:
        for k in range(count, 0, -1):
            reached[k] |= reached[k - 1] & mask
    return reached[count]


def merged(spans: Sequence[Span], day: dt.date) -> list[tuple[int, int]]:
    """Return the union of the spans on one date as intervals that neither touch nor overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((s.start, s.end) for s in spans if s.start < s.end and s.on(day)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def covered(spans: Sequence[Span], day: dt.date, start: int, end: int) -> bool:
    """Say whether the whole interval lies in the union."""
    return any(a <= start and end <= b for a, b in merged(spans, day))


def touched(spans: Sequence[Span], day: dt.date, start: int, end: int) -> bool:
    """Say whether any minute of the interval lies in the union."""
    return any(s.start < end and start < s.end and s.start < s.end and s.on(day) for s in spans)


def monday(day: dt.date) -> dt.date:
    """Return the Monday of the ISO week."""
    return day - timedelta(days=day.weekday())


class Term:
    """The calendar of one problem, asked by position of centre, room, leader and interpreter."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        dates = [problem.term_first, problem.term_last]
        dates += [lock.date for group in problem.groups for lock in group.locked]
        dates += [s.date for group in problem.previous for s in group.sessions]
        self.base = monday(min(dates))
        self.weeks = (monday(max(dates)) - self.base).days // 7 + 1
        self.every = (1 << self.weeks) - 1
        self.centre_at = by_id(problem.centres)
        self.room_at = by_id(problem.rooms)
        self.leader_at = by_id(problem.leaders)
        self.interpreter_at = by_id(problem.interpreters)
        self.room_centre = [self.centre_at[room.centre] for room in problem.rooms]
        self.travel = _travel(problem, self.centre_at)
        self.minding = {self.centre_at[m.centre]: m for m in problem.child_minding}
        total = sum(g.sessions * g.booking_minutes * g.leaders for g in problem.groups)
        shares = sum(leader.share_percent for leader in problem.leaders)
        self.targets = [
            total * leader.share_percent // shares if shares else 0 for leader in problem.leaders
        ]
        self._kept: dict[tuple[object, ...], int] = {}

    def changed(self, problem: Problem) -> Term | None:
        """Return the calendar of a problem changed a little, or None if its weeks are others."""
        other = Term(problem)
        if (other.base, other.weeks) != (self.base, self.weeks):
            return None
        mine = self.problem
        if (problem.leaders, problem.rooms) == (mine.leaders, mine.rooms):
            other._kept = self._kept
        return other

    def date(self, week: int, weekday: int) -> dt.date:
        """Return the date of a weekday in a week."""
        return self.base + timedelta(days=7 * week + weekday - 1)

    def week(self, day: dt.date) -> int:
        """Return the number of the week that holds a date."""
        return (monday(day) - self.base).days // 7

    def _mask(self, key: tuple[object, ...], weekday: int, test: Callable[[dt.date], bool]) -> int:
        mask = self._kept.get(key)
        if mask is None:
            mask = sum(1 << w for w in range(self.weeks) if test(self.date(w, weekday)))
            self._kept[key] = mask
        return mask

    def between(self, weekday: int, first: dt.date, last: dt.date) -> int:
        """Weeks whose date lies from ``first`` to ``last``."""
        key = ("between", weekday, first, last)
        return self._mask(key, weekday, lambda day: first <= day <= last)

    def open_weeks(self, centre: int, weekday: int, start: int, end: int, breaks: bool) -> int:
        """Weeks without red day, closed day (or school break), booking in the opening hours.

        Rules 5 and 7. ``breaks``: school breaks are avoided.
        """

        def test(day: dt.date) -> bool:
            return self.day_allows(centre, day, end, breaks) and covered(
                self.problem.centres[centre].opening, day, start, end
            )

        return self._mask(("open", centre, weekday, start, end, breaks), weekday, test)

    def day_allows(self, centre: int, day: dt.date, end: int, breaks: bool) -> bool:
        """Say whether the day itself allows a booking that ends at ``end`` (rule 5)."""
        for special in self.problem.days:
            if not special.first <= day <= special.last:
                continue
            if special.centres and self.problem.centres[centre].id not in special.centres:
                continue
            if special.type in CLOSED_TYPES or (breaks and special.type == "school_break"):
                return False
            if special.until is not None and end > special.until:
                return False
        return True

    def room_weeks(self, room: int, weekday: int, start: int, end: int) -> int:
        """Weeks in which a booking does not touch what makes the room unavailable (rule 8)."""
        spans = self.problem.rooms[room].unavailable
        if not spans:
            return self.every
        key = ("room", room, weekday, start, end)
        return self._mask(key, weekday, lambda day: not touched(spans, day, start, end))

    def leader_weeks(self, leader: int, weekday: int, start: int, end: int) -> int:
        """Weeks in which the leader works then and is not absent (rule 10)."""
        person = self.problem.leaders[leader]
        if person.available is None and not person.absent:
            return self.every
        key = ("leader", leader, weekday, start, end)
        return self._mask(
            key, weekday, lambda day: _free(person.available, person.absent, day, start, end)
        )

    def avoid_weeks(self, leader: int, weekday: int, start: int, end: int) -> int:
        """Weeks in which the leader would rather not."""
        spans = self.problem.leaders[leader].avoid
        if not spans:
            return 0
        key = ("avoid", leader, weekday, start, end)
        return self._mask(key, weekday, lambda day: touched(spans, day, start, end))

    def certified_weeks(self, leader: int, programme: str, weekday: int) -> int:
        """Weeks in which the leader's certificate for the programme is valid on that day."""
        held = [c for c in self.problem.leaders[leader].certificates if c.programme == programme]
        if not held:
            return 0
        key = ("certificate", leader, programme, weekday)
        return self._mask(key, weekday, lambda day: any(c.valid(day) for c in held))

    def interpreter_weeks(self, who: int, weekday: int, start: int, end: int) -> int:
        """Weeks in which the interpreter is available and not absent (rule 13)."""
        person = self.problem.interpreters[who]
        key = ("interpreter", who, weekday, start, end)
        return self._mask(
            key, weekday, lambda day: _free(person.available, person.absent, day, start, end)
        )

    def minding_weeks(self, centre: int, weekday: int, start: int, end: int) -> int:
        """Weeks in which the centre's child-minding is open then (rule 14)."""
        minding = self.minding.get(centre)
        if minding is None:
            return 0
        key = ("minding", centre, weekday, start, end)
        return self._mask(
            key, weekday, lambda day: _free(minding.available, minding.absent, day, start, end)
        )

    def works_at(self, leader: int, centre: int) -> bool:
        """Say whether the leader works at the centre (rule 9)."""
        centres = self.problem.leaders[leader].centres
        return centres is None or self.problem.centres[centre].id in centres

    def balance(self, leader: int, load: int) -> int:
        """Return a leader's part of ``balance`` for a load in minutes."""
        return self.problem.weights.balance * (abs(load - self.targets[leader]) // 30)


def _free(
    available: tuple[Span, ...] | None, absent: tuple[Span, ...], day: dt.date, start: int, end: int
) -> bool:
    return (available is None or covered(available, day, start, end)) and not touched(
        absent, day, start, end
    )


def _travel(problem: Problem, centre_at: dict[str, int]) -> list[list[int]]:
    """Minutes between centres, valid both ways unless both are given."""
    size = len(problem.centres)
    given = {(centre_at[a], centre_at[b]): minutes for a, b, minutes in problem.travel}
    return [
        [0 if a == b else given.get((a, b), given.get((b, a), 0)) for b in range(size)]
        for a in range(size)
    ]
