"""Lets leaders change places while times and rooms stay: small steps, thousands a second."""

from __future__ import annotations

import math
from random import Random

from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.occupancy import Occupancy, Placed
from familjecentral.groups.planner.placement import build, build_plain
from familjecentral.groups.planner.spec import Meeting

SPARED = 1
"""Points that a change may win beside the balance: what is avoided, who led it before"""
Swap = tuple[Placed, int, int]
"""(group, leader who leaves, leader who comes)"""


class Exchange:
    """Replaces one leader of one team, or exchanges two leaders between two teams."""

    def __init__(self, occupancy: Occupancy, rng: Random, warmth: float) -> None:
        self.occ = occupancy
        self.term = occupancy.term
        self.rng = rng
        self.warmth = warmth

    def run(self, attempts: int) -> None:
        """Try so many changes; each is judged like a step of the search."""
        if len(self.occ.load) < 2:
            return
        led: list[list[Placed]] = [[] for _ in self.occ.load]
        for placed in self.occ.placed:
            if placed is not None and self.occ.specs[placed.group].team is None:
                for leader in placed.team:
                    led[leader].append(placed)
        for _ in range(attempts):
            for placed, changed in self._attempt(led):
                for leader in placed.team:
                    led[leader].remove(placed)
                for leader in changed.team:
                    led[leader].append(changed)

    def _attempt(self, led: list[list[Placed]]) -> list[tuple[Placed, Placed]]:
        """Try one change; return what was replaced by what."""
        rng, occ = self.rng, self.occ
        count = len(occ.load)
        many = int(rng.random() * count)
        few = int(rng.random() * (count - 1))
        few += few >= many
        if self._above(many) < self._above(few):
            many, few = few, many
        one = self._pick(led[many], few)
        if one is None:
            return []
        swaps: list[Swap] = [(one, many, few)]
        moved = self._minutes(one, many)
        if rng.random() < 0.6:
            other = self._pick(led[few], many)
            if other is None or other.group == one.group:
                return []
            swaps.append((other, few, many))
            moved -= self._minutes(other, few)
        worse = self._tilt(many, -moved) + self._tilt(few, moved)
        # How much may be lost is drawn first: most changes are given up without a closer look.
        allowed = -self.warmth * math.log(1.0 - rng.random())
        if worse > allowed + SPARED:
            return []
        if len(swaps) == 1 and not self._may_join(one, few):
            return []
        return self._perform(swaps, allowed)

    def _tilt(self, leader: int, minutes: int) -> int:
        """Return what more or fewer minutes add to the balance of a leader."""
        load = self.occ.load[leader]
        return self.term.balance(leader, load + minutes) - self.term.balance(leader, load)

    def _above(self, leader: int) -> float:
        return self.occ.load[leader] - self.term.targets[leader]

    def _pick(self, giving: list[Placed], by: int) -> Placed | None:
        """Return one of the groups at random if ``by`` could be in its team."""
        if not giving:
            return None
        placed = giving[int(self.rng.random() * len(giving))]
        if by in placed.loads or by in placed.team or by not in self.occ.specs[placed.group].pool:
            return None
        return placed

    def _may_join(self, placed: Placed, new: int) -> bool:
        """Say whether anything speaks at once against a leader who gives nothing away."""
        limit = self.term.problem.leaders[new].max_groups
        if limit is not None and self.occ.teams[new] >= limit:
            return False
        meeting = placed.meetings[-1]
        if meeting.locked:
            return True
        group = self.occ.specs[placed.group].group
        begin = meeting.start - group.setup_minutes
        end = meeting.start + group.minutes + group.cleanup_minutes
        centre = self.term.room_centre[meeting.room]
        weeks = 1 << meeting.week
        return self.term.works_at(new, centre) and bool(
            self.occ.leader_free(new, meeting.weekday, begin, end, centre, weeks)
        )

    def _minutes(self, placed: Placed, leader: int) -> int:
        spec = self.occ.specs[placed.group]
        minutes = placed.loads.get(leader, 0)
        if spec.given:
            named = sum(leader in (g.leaders or ()) for g in spec.given.values())
            minutes -= named * spec.group.booking_minutes
        return minutes

    def _perform(self, swaps: list[Swap], allowed: float) -> list[tuple[Placed, Placed]]:
        occ = self.occ
        before = occ.cost
        taken = [occ.take(placed.group) for placed, _, _ in swaps]
        put: list[Placed] = []
        for swap in swaps:
            changed = self._changed(*swap)
            if changed is None:
                break
            occ.put(changed)
            put.append(changed)
        if len(put) == len(swaps) and occ.cost - before <= allowed:
            return list(zip(taken, put, strict=True))
        for placed in put:
            occ.take(placed.group)
        for placed in taken:
            occ.put(placed)
        return []

    def _changed(self, placed: Placed, old: int, new: int) -> Placed | None:
        """Return the group with another leader, or None where she cannot."""
        occ, spec = self.occ, self.occ.specs[placed.group]
        limit = self.term.problem.leaders[new].max_groups
        if (limit is not None and occ.teams[new] >= limit) or new in occ.others_people(spec):
            return None
        team = tuple([new if x == old else x for x in placed.team])
        ins = Insertion(occ, spec, self.rng, only=new)
        series = placed.weekday, placed.start, placed.room, team
        if placed.plain:
            centre = self.term.room_centre[placed.room]
            free = ins.leader_at(new, placed.weekday, placed.start, centre, placed.plain)
            if placed.plain & ~ins.qualified(team, placed.weekday, free):
                return None
            return build_plain(self.term, spec, *series, [m.week for m in placed.meetings])
        meetings = self._meetings(ins, placed, old, new)
        return None if meetings is None else build(self.term, spec, *series, meetings)

    def _meetings(self, ins: Insertion, placed: Placed, old: int, new: int) -> list[Meeting] | None:
        """Return the sessions with another leader, one by one, or None where she cannot."""
        spec = ins.spec
        meetings = []
        times: dict[tuple[int, int, int], int] = {}
        for meeting in placed.meetings:
            given = spec.given.get(meeting.n)
            if old not in meeting.leaders or (given is not None and given.leaders is not None):
                meetings.append(meeting)
                continue
            leaders = tuple(new if x == old else x for x in meeting.leaders)
            bit = 1 << meeting.week
            if given is not None:
                if not ins.leads_given(new, given):
                    return None
            else:
                where = (meeting.weekday, meeting.start, self.term.room_centre[meeting.room])
                if where not in times:
                    times[where] = ins.leader_at(new, *where, self.term.every)
                if not times[where] & bit:
                    return None
            free_of_rule = given is not None and (given.held or 9 in given.accepted)
            if not free_of_rule and not ins.qualified(leaders, meeting.weekday, bit):
                return None
            meetings.append(meeting._replace(leaders=leaders))
        return meetings
