"""Lets leaders change places while times and rooms stay: small steps, thousands a second."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.occupancy import Occupancy, Placed
from familjecentral.groups.planner.placement import build

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
        if len(self.occ.load) > 1:
            for _ in range(attempts):
                self._attempt()

    def _attempt(self) -> None:
        rng, occ = self.rng, self.occ
        many, few = rng.sample(range(len(occ.load)), 2)
        if self._above(many) < self._above(few):
            many, few = few, many
        giving = self._led(many, few)
        if not giving:
            return
        one = rng.choice(giving)
        swaps: list[Swap] = [(one, many, few)]
        moved = self._minutes(one, many)
        if rng.random() < 0.6:
            taking = self._led(few, many)
            if not taking:
                return
            other = rng.choice(taking)
            if other.group == one.group:
                return
            swaps.append((other, few, many))
            moved -= self._minutes(other, few)
        term = self.term
        worse = (
            term.balance(many, occ.load[many] - moved) - term.balance(many, occ.load[many])
            + term.balance(few, occ.load[few] + moved) - term.balance(few, occ.load[few])
        )  # fmt: skip
        if worse > 2 * self.warmth and worse > 0:
            return
        self._perform(swaps)

    def _above(self, leader: int) -> float:
        return self.occ.load[leader] - self.term.targets[leader]

    def _led(self, leader: int, by: int) -> list[Placed]:
        """Return groups whose team has ``leader`` and could have ``by`` instead."""
        return [
            p for p in self.occ.placed
            if p is not None and leader in p.team and by not in p.loads and by not in p.team
            and (spec := self.occ.specs[p.group]).team is None and by in spec.pool
        ]  # fmt: skip

    def _minutes(self, placed: Placed, leader: int) -> int:
        spec = self.occ.specs[placed.group]
        named = sum(leader in (g.leaders or ()) for g in spec.given.values())
        return placed.loads.get(leader, 0) - named * spec.group.booking_minutes

    def _perform(self, swaps: list[Swap]) -> None:
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
        worse = occ.cost - before
        kept = len(put) == len(swaps) and (
            worse <= 0 or self.rng.random() < math.exp(-worse / self.warmth)
        )
        if not kept:
            for placed in put:
                occ.take(placed.group)
            for placed in taken:
                occ.put(placed)

    def _changed(self, placed: Placed, old: int, new: int) -> Placed | None:
        """Return the group with another leader, or None where she cannot."""
        occ, spec = self.occ, self.occ.specs[placed.group]
        limit = self.term.problem.leaders[new].max_groups
        if limit is not None and occ.teams[new] >= limit:
            return None
        if new in occ.others_people(spec):
            return None
        ins = Insertion(occ, spec, self.rng, only=new)
        team = tuple(new if x == old else x for x in placed.team)
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
            meetings.append(replace(meeting, leaders=leaders))
        return build(self.term, spec, placed.weekday, placed.start, placed.room, team, meetings)
