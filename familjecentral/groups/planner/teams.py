"""Which team leads a series, while its time and room are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from familjecentral.groups.planner.spec import Slot

if TYPE_CHECKING:
    from familjecentral.groups.planner.insert import Insertion


@dataclass(slots=True)
class Found:
    """The best series so far: what it costs and the weeks of the sessions not locked."""

    cost: int
    slot: Slot
    room: int
    team: tuple[int, ...]
    weeks: tuple[int, ...]


class Teams:
    """Depth-first choice of a team: cheapest people first, cut where it cannot get better."""

    def __init__(
        self,
        insertion: Insertion,
        slot: Slot,
        room: int,
        constant: int,
        people: list[tuple[int, int]],
        found: Found | None,
        bound: int,
    ) -> None:
        self.insertion = insertion
        self.slot = slot
        self.room = room
        self.people = people
        self.found = found
        self.limit = found.cost if found else bound
        self.size = insertion.spec.group.leaders
        self.needs = insertion.spec.group.certified
        self.constant = constant
        group = insertion.spec.group
        self.begin = slot.start - group.setup_minutes
        self.end = slot.start + group.minutes + group.cleanup_minutes
        # What the previous plan gives back at most for every session that keeps its time.
        same = sum(key[1:] == (slot.weekday, slot.start) for key in insertion.spec.before)
        self.hope = same * insertion.term.problem.weights.changed_time
        self.avoided = insertion.avoided(slot.weekday, slot.start)

    def extend(self, team: tuple[int, ...], weeks: int, cost: int, after: int) -> None:
        """Try every team that begins with ``team``."""
        ins = self.insertion
        missing = self.size - len(team)
        if not missing:
            self.judge(team, weeks, cost)
            return
        for i in range(after, len(self.people) - missing + 1):
            leader, mask = self.people[i]
            paid = cost + ins.delta[leader]
            if paid + (missing - 1) * ins.delta[leader] - self.hope >= self.limit:
                return  # the people after this one cost no less
            both = weeks & mask
            if not ins.spec.given and not ins.skips(self.slot.weekday, both):
                continue
            self.extend((*team, leader), both, paid, i + 1)

    def judge(self, team: tuple[int, ...], weeks: int, cost: int) -> None:
        ins = self.insertion
        if cost - self.hope >= self.limit:
            return
        weekday = self.slot.weekday
        if self.needs:
            weeks = ins.qualified(team, weekday, weeks)
            if any(
                not given.held
                and 9 not in given.accepted
                and not ins.qualified(team, given.weekday, 1 << given.week)
                for given in ins.unled
            ):
                return
        prices = self.prices(team, weekday, weeks)
        if prices and cost + sum(price for price, _ in prices if price < 0) >= self.limit:
            return
        if not ins.spec.given:
            if self.too_dear(cost, weekday, weeks, prices):
                return
            weeks, prices = self.left_alone(weekday, weeks, prices)
        answer = ins.weeks_of(weekday, weeks, tuple(prices))
        if answer is None or cost + answer[0] >= self.limit:
            return
        self.limit = cost + answer[0]
        self.found = Found(cost + answer[0], self.slot, self.room, team, answer[1])

    def prices(self, team: tuple[int, ...], weekday: int, weeks: int) -> list[tuple[int, int]]:
        """Return (price, weeks) of what is avoided, and of what the previous plan had."""
        ins = self.insertion
        prices: list[tuple[int, int]] = []
        weights = ins.term.problem.weights
        if self.avoided:
            for leader in team:
                avoid = self.avoided.get(leader, 0) & weeks
                if avoid:
                    prices.append((weights.leader_avoid, avoid))
        for (week, day, start), earlier in ins.spec.before.items():
            if (day, start) == (weekday, self.slot.start) and weeks >> week & 1:
                changed = (
                    weights.changed_room * (earlier.room != self.room)
                    + weights.changed_leader * len(set(team) - earlier.leaders)
                    - weights.changed_time
                )
                prices.append((changed, 1 << week))
        return prices

    def too_dear(self, cost: int, weekday: int, weeks: int, prices: list[tuple[int, int]]) -> bool:
        """Say whether not even the fewest skipped weeks make the series cheap enough."""
        ends = self.insertion.skips(weekday, weeks)
        if ends is None:
            return True
        best = sum(price * mask.bit_count() for price, mask in prices if price < 0)
        return cost + self.insertion.spec.rhythm.price * ends[0] + best >= self.limit

    def left_alone(
        self, weekday: int, weeks: int, prices: list[tuple[int, int]]
    ) -> tuple[int, list[tuple[int, int]]]:
        """Take the dear weeks away where as few weeks are skipped without them."""
        apart = weeks
        for price, mask in prices:
            if price <= 0:
                return weeks, prices
            apart &= ~mask
        if apart == weeks:
            return weeks, prices
        ins = self.insertion
        ends, without = ins.skips(weekday, weeks), ins.skips(weekday, apart)
        if ends is None or without is None or without[0] != ends[0]:
            return weeks, prices
        return apart, []
