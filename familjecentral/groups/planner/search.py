"""Large-neighbourhood search: take a few groups out, put each back where it is cheapest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from random import Random

from familjecentral.groups.planner.exchange import Exchange
from familjecentral.groups.planner.insert import Forced, Insertion
from familjecentral.groups.planner.mend import Mending
from familjecentral.groups.planner.occupancy import Occupancy, Placed
from familjecentral.groups.planner.ruin import Ruin
from familjecentral.groups.planner.spec import Spec
from familjecentral.groups.planner.term import Term
from familjecentral.groups.planner.weeks import INFINITE

HOT, COLD = 18.0, 1.0
"""Average worsening that is accepted at the beginning and at the end of a cycle, in points"""
QUICK = 0.1
"""Share of a search by the clock that cools quickly, for a good plan soon; the rest cools once"""
MILD = 1.5
"""The most that exchanging leaders may worsen on average: they have only small changes to make"""
CYCLE, GROW = 1000, 1.5
"""Steps of the first cycle, and how much longer the next is; each begins at the best plan"""
TOGETHER = 3
"""Times that are tried for parallel groups in one step; all of them cost too much time"""
MENDED = 0.03
"""How often substitutes and moved sessions are tried while groups are put back"""
EXCHANGES = 30
"""Attempts to let leaders change places before each step"""


class Search:
    """The state of one planning run. ``stop`` is asked between steps."""

    def __init__(self, term: Term, specs: list[Spec], left_out: Iterable[int], rng: Random) -> None:
        self.term = term
        self.specs = specs
        self.rng = rng
        self.left_out = frozenset(left_out)
        self.active = [s.at for s in specs if s.at not in self.left_out]
        self.occ = Occupancy(term, specs)
        for at in self.active:
            self.occ.reserve(specs[at])
        self.clusters = _clusters(specs, self.active)
        self.ruin = Ruin(self.occ, rng)
        self.best: list[Placed | None] = list(self.occ.placed)
        self.best_cost = self.occ.cost
        self.steps = 0
        self.warmth = HOT
        self.exchange = Exchange(self.occ, rng, MILD)
        self.least = [_least(spec) for spec in specs]

    # --- one group -------------------------------------------------------------------------

    def place(
        self,
        at: int,
        *,
        only: tuple[int, int] | None = None,
        mend: int = 8,
        bound: int = INFINITE,
    ) -> bool:
        """Put one group where it is cheapest now; ``mend`` tries where no plain series fits.

        ``bound``: what costs as much is not looked for.
        """
        ins = Insertion(self.occ, self.specs[at], self.rng)
        found = ins.best(only=only, bound=bound)
        placed = ins.finish(found) if found else None
        mending = None
        if placed is None and mend:
            mending = Mending(ins).best(only=only, tries=mend, bound=bound)
        elif placed is not None and mend and self._worth_mending(placed):
            tool = Mending(ins)
            near = (placed.weekday, placed.start)
            mending = tool.best(only=near, tries=4, bound=tool.price(placed))
        if mending:
            placed = mending[1]
        if placed is None:
            return False
        self.occ.put(placed)
        return True

    def _worth_mending(self, placed: Placed) -> bool:
        """Say whether substitutes or moved sessions could be cheaper than what was found."""
        spec, weights = self.specs[placed.group], self.term.problem.weights
        if spec.before:
            return placed.cost > 0 and self.rng.random() < 0.3
        rhythm = spec.rhythm
        span = placed.meetings[-1].week - placed.meetings[0].week
        skipped = span - (rhythm.sessions - 1) * rhythm.every
        return skipped * weights.extra_week > weights.substitute

    def place_cluster(
        self, cluster: tuple[int, ...], *, mend: int = 8, only: tuple[int, int] | None = None
    ) -> None:
        """Put groups that meet in parallel; those that cannot follow are left out."""
        if len(cluster) == 1:
            usual = self.specs[cluster[0]].usual
            if usual is None or not self.place(cluster[0], only=usual, mend=mend):
                self.place(cluster[0], mend=mend)
            return
        order = sorted(cluster, key=lambda at: (not self.specs[at].given, at))
        only = only or self.specs[order[0]].usual
        tries = TOGETHER if mend < 8 else None
        if self._place_together(order, only, None if only else tries) or (
            only and self._place_together(order, None, tries)
        ):
            return
        for at in self.rng.sample(order, len(order)):
            if not any(self.occ.placed[other] for other in self.specs[at].parallel):
                self.place(at, mend=mend)
            else:
                self._follow(at, 4)

    def _place_together(
        self, order: list[int], only: tuple[int, int] | None, tries: int | None
    ) -> bool:
        """Put parallel groups at the best time, of ``tries``, that all of them can have."""
        first, *others = order
        best: tuple[int, list[Placed]] | None = None
        wishes = [
            {(s.weekday, s.start): s.preferred * self.specs[at].group.sessions
             for s in self.specs[at].slots}
            for at in order
        ]  # fmt: skip
        common = sorted(set.intersection(*(set(wish) for wish in wishes)))
        if only is not None:
            common = [slot for slot in common if slot == only]
        if tries is not None:
            common = self.rng.sample(common, min(tries, len(common)))
        ranked = sorted(
            (sum(wish[slot] for wish in wishes), self.rng.random(), slot) for slot in common
        )
        for wished, _, slot in ranked:
            if best is not None and wished >= best[0]:
                break
            before = self.occ.cost
            if self._put_together(first, others, slot):
                # What is won by having them at all is the same for every time.
                cost = self.occ.cost - before + self.term.problem.weights.unplanned * len(order)
                if best is None or cost < best[0]:
                    best = cost, [p for at in order if (p := self.occ.placed[at])]
            for at in order:
                if self.occ.placed[at]:
                    self.occ.take(at)
        for placed in best[1] if best else ():
            self.occ.put(placed)
        return best is not None

    def _put_together(self, first: int, others: list[int], slot: tuple[int, int]) -> bool:
        within = self.term.every
        for at in others:
            within &= self._possible(at, slot)
        ins = Insertion(self.occ, self.specs[first], self.rng)
        found = ins.best(only=slot, within=within)
        placed = ins.finish(found) if found else None
        if placed is None and self.specs[first].given:
            answer = Mending(ins).best(only=slot, tries=4)
            placed = answer[1] if answer else None
        if placed is None:
            return False
        self.occ.put(placed)
        return all(self._follow(at, 2) for at in others)

    def _possible(self, at: int, slot: tuple[int, int]) -> int:
        """Weeks in which a group has a room and leaders enough at a time."""
        spec = self.specs[at]
        ins = Insertion(self.occ, spec, self.rng)
        found = 0
        for option in spec.times.get(slot, ()):
            for room, calendar in option.rooms:
                weeks = ins.weeks_at(option, room, calendar)
                centre = self.term.room_centre[room]
                enough = [weeks] + [0] * spec.group.leaders
                for _, mask in ins.led_by(option.weekday, option.start, centre, weeks):
                    for k in range(spec.group.leaders, 0, -1):
                        enough[k] |= enough[k - 1] & mask
                found |= enough[-1]
        return found

    def _follow(self, at: int, tries: int) -> bool:
        """Put a group at the dates and starts of the parallel group that is placed."""
        spec = self.specs[at]
        leads = [p for other in spec.parallel if (p := self.occ.placed[other])]
        forced: Forced = tuple((m.week, m.weekday, m.start) for m in leads[0].meetings)
        if len(forced) != spec.group.sessions or any(
            forced[n - 1] != (g.week, g.weekday, g.start) for n, g in spec.given.items()
        ):
            return False
        ins = Insertion(self.occ, spec, self.rng)
        time = (leads[0].weekday, leads[0].start)
        placed = None
        if all(where[1:] == time for where in forced):
            found = ins.best(only=time, within=sum(1 << week for week, _, _ in forced))
            placed = ins.finish(found) if found else None
        if placed is None:
            answer = Mending(ins, forced=forced).best(only=time, tries=tries)
            placed = answer[1] if answer else None
        if placed is None:
            return False
        self.occ.put(placed)
        return True

    def place_probe(self, at: int) -> bool:
        """Say whether a group tied by ``parallel`` could be put now; nothing is changed."""
        tied = any(self.occ.placed[other] for other in self.specs[at].parallel)
        found = self._follow(at, 8) if tied else self.place(at)
        if found:
            self.occ.take(at)
        return found

    # --- the whole plan --------------------------------------------------------------------

    def construct(self, stop: Callable[[], bool]) -> None:
        """Make a first plan: what has announced sessions or few possible times goes first."""

        def freedom(cluster: tuple[int, ...]) -> tuple[bool, int]:
            specs = [self.specs[at] for at in cluster]
            return not any(s.given for s in specs), min(_freedom(s) for s in specs)

        for cluster in sorted(self.clusters, key=freedom):
            if stop():
                break
            self.place_cluster(cluster)
        self.keep()

    def keep(self) -> bool:
        """Remember the plan if it is the best so far."""
        if self.occ.cost >= self.best_cost and any(self.best):
            return False
        self.best = list(self.occ.placed)
        self.best_cost = self.occ.cost
        return True

    def give_up(self, at: int) -> None:
        """Forget a group that cannot be planned; its announced sessions free what they took."""
        self.active.remove(at)
        self.occ.release(self.specs[at])
        self.clusters = _clusters(self.specs, self.active)

    def absent(self) -> list[int]:
        """Return the groups that are not to be planned."""
        return sorted({spec.at for spec in self.specs} - set(self.active))

    def restore(self, plan: list[Placed | None]) -> None:
        """Go back to a plan that was kept."""
        for at in self.active:
            if self.occ.placed[at] is not plan[at] and self.occ.placed[at]:
                self.occ.take(at)
        for at in self.active:
            wanted = plan[at]
            if wanted is not None and self.occ.placed[at] is None:
                self.occ.put(wanted)

    def adopt(self, cost: int, plan: list[Placed | None]) -> bool:
        """Remember a plan that was found elsewhere, if it is better than the best here."""
        if cost >= self.best_cost:
            return False
        self.best_cost, self.best = cost, plan
        return True

    def run(
        self, stop: Callable[[], bool], on_better: Callable[[], None], patience: int, low: int
    ) -> bool:
        """Improve until ``stop`` or ``patience`` steps brought nothing or ``low`` is reached.

        Returns whether it ended by itself, which the same seed repeats.
        """
        idle = 0
        cycle, length = 0, max(min(CYCLE, patience // 4), 1)
        while idle < patience and self.best_cost > low:
            if stop():
                return False
            idle += 1
            cycle += 1
            if cycle >= length:
                cycle, length = 0, int(length * GROW)
                self.restore(self.best)
            if self._cooled_step(cycle / length):
                idle = 0
                on_better()
        return True

    def run_until(
        self, stop: Callable[[], bool], on_better: Callable[[], None], passed: Callable[[], float]
    ) -> None:
        """Improve until ``stop``, cooling by the share of the time that has ``passed``.

        A large term is better served by one slow cooling than by several faster ones.
        """
        begin = passed()
        for end in (begin + QUICK * (1.0 - begin), 1.0):
            self.restore(self.best)
            while not stop() and (now := passed()) < end:
                if self._cooled_step((now - begin) / (end - begin)):
                    on_better()
            begin = end

    def _cooled_step(self, share: float) -> bool:
        """Take one step of a cycle of which a share has passed; return whether it is better."""
        self.steps += 1
        self.warmth = HOT * (COLD / HOT) ** share
        self.exchange.warmth = min(self.warmth, MILD)
        self.exchange.run(EXCHANGES)
        better = self.keep()
        return self.step() or better

    def step(self) -> bool:
        """Take some groups out and put them back; return whether a better plan was found."""
        before = self.occ.cost
        chosen = self.ruin.choose(self.clusters)
        if not chosen:
            return False
        same_time = self.rng.random() < 0.5
        old = {at: self.occ.take(at) for c in chosen for at in c if self.occ.placed[at]}
        # How much may be lost is drawn first, so that what cannot be accepted is given up early.
        allowed = before - self.warmth * math.log(1.0 - self.rng.random())
        order = self.rng.sample(chosen, len(chosen))
        for i, cluster in enumerate(order):
            room = allowed - self.occ.cost - sum(map(self._hope, order[i + 1 :]))
            if self._hope(cluster) > room:
                break
            self._put_back(cluster, old, room, same_time=same_time)
        if self.occ.cost <= allowed:
            return self.keep()
        for cluster in chosen:
            for at in cluster:
                if self.occ.placed[at]:
                    self.occ.take(at)
        for placed in old.values():
            self.occ.put(placed)
        return False

    def _put_back(
        self, cluster: tuple[int, ...], old: dict[int, Placed], room: float, *, same_time: bool
    ) -> None:
        """Put a cluster where it adds at most ``room`` to the objective."""
        time = self._time_for(cluster, old, same_time=same_time)
        mend = 4 if self.rng.random() < MENDED else 0
        if len(cluster) > 1:
            self.place_cluster(cluster, mend=mend, only=time)
            return
        bound = min(math.floor(room) + self.term.problem.weights.unplanned + 1, INFINITE)
        if time is None or not self.place(cluster[0], only=time, mend=0, bound=bound):
            self.place(cluster[0], mend=mend, bound=bound)

    def _hope(self, cluster: tuple[int, ...]) -> int:
        """Return about the least that putting a cluster now can add to the objective."""
        weights, load, targets = self.term.problem.weights, self.occ.load, self.term.targets
        total = 0
        for at in cluster:
            spec = self.specs[at]
            minutes = spec.group.sessions * spec.group.booking_minutes
            deltas = [
                abs((above := load[x] - targets[x]) + minutes) // 30 - abs(above) // 30
                for x in spec.pool
            ]
            deltas.sort()
            total += self.least[at] + weights.balance * sum(deltas[: spec.group.leaders])
            total -= weights.unplanned + spec.group.leaders
        return total

    def _time_for(
        self, cluster: tuple[int, ...], old: dict[int, Placed], *, same_time: bool
    ) -> tuple[int, int] | None:
        """Choose the time to try first: that of the previous plan, that of now, or any."""
        usual, was = self.specs[cluster[0]].usual, old.get(cluster[0])
        if usual is not None and self.rng.random() < 0.8:
            return usual
        return (was.weekday, was.start) if was is not None and same_time else None


def _least(spec: Spec) -> int:
    """Return what the group's sessions cost at least, whoever leads them."""
    free = spec.group.sessions - len(spec.given)
    return free * min((slot.preferred for slot in (*spec.slots, *spec.moved_slots)), default=0)


def _freedom(spec: Spec) -> int:
    sessions = spec.group.sessions
    people = max(len(spec.pool) - spec.group.leaders - spec.group.certified, 1)
    times = sum(
        1 for slot in spec.slots for _, weeks in slot.rooms if weeks.bit_count() >= sessions
    )
    return times * people


def _clusters(specs: list[Spec], active: list[int]) -> list[tuple[int, ...]]:
    """Return the groups tied by ``parallel``; most stand alone."""
    seen: set[int] = set()
    found = []
    for at in active:
        if at in seen:
            continue
        queue, members = [at], []
        while queue:
            one = queue.pop()
            if one in seen or one not in active:
                continue
            seen.add(one)
            members.append(one)
            queue += specs[one].parallel
        found.append(tuple(sorted(members)))
    return found
