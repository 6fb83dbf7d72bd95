"""Which groups are taken out together: those that may want to change places."""

from __future__ import annotations

from random import Random

from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.occupancy import Occupancy
from familjecentral.groups.planner.spec import Slot, Spec

Cluster = tuple[int, ...]
"""Groups tied by ``parallel``; most stand alone"""
LED_AWAY = 0.5
"""How often those that hold the leaders of a wished time are taken out as well"""


class Ruin:
    """Chooses; nothing is taken out here."""

    def __init__(self, occupancy: Occupancy, rng: Random) -> None:
        self.occ = occupancy
        self.rng = rng

    def choose(self, clusters: list[Cluster]) -> list[Cluster]:
        """Choose what to take out: something missing, dear, or led by the wrong people."""
        rng = self.rng
        missing = [c for c in clusters if any(self.occ.placed[at] is None for at in c)]
        size = rng.choice((1, 2, 2, 3, 3, 4, 5))
        if missing and rng.random() < 0.5:
            centre = rng.choice(missing)
            near = [c for c in clusters if c != centre and self._related(c, centre)]
            return [centre, *rng.sample(near, min(size, len(near)))]
        if rng.random() < 0.5:
            leaders = self._unbalanced()
            led = [
                c for c in clusters
                if any((p := self.occ.placed[at]) and leaders & p.people for at in c)
            ]  # fmt: skip
            if led:
                return rng.sample(led, min(size, len(led)))
        if rng.random() < 0.6:
            dear = [p.group for p in self.occ.placed if p is not None and p.cost > 0]
            if dear:
                return self._make_way(clusters, rng.choice(dear), size)
        return rng.sample(clusters, min(size, len(clusters)))

    def _make_way(self, clusters: list[Cluster], at: int, size: int) -> list[Cluster]:
        """Choose a dear group and those in its way at a time it would rather have.

        In the way are those that hold a room then, and those that people who could lead hold.
        """
        placed, spec, rng = self.occ.placed[at], self.occ.specs[at], self.rng
        assert placed is not None
        here = next((s.preferred for s in spec.slots
                     if (s.weekday, s.start) == (placed.weekday, placed.start)), 0)  # fmt: skip
        wished = [s for s in spec.slots if s.preferred < here or here == 0] or list(spec.slots)
        slot = rng.choice(wished)
        room, _ = rng.choice(slot.rooms)
        holding = self._holding("room", room, slot, spec)
        if rng.random() < LED_AWAY:
            centre = self.occ.term.room_centre[room]
            ins = Insertion(self.occ, spec, rng)
            able = [x for x, _ in ins.able(slot.weekday, slot.start, centre)]
            for x in rng.sample(able, min(spec.group.leaders, len(able))):
                holding |= self._holding("leader", x, slot, spec)
        holding -= {at}
        members = [at, *rng.sample(sorted(holding), min(size, len(holding)))]
        if size > len(members):
            members += [c[0] for c in rng.sample(clusters, min(size - len(members), len(clusters)))]
        of = {member: cluster for cluster in clusters for member in cluster}
        return list(dict.fromkeys(of[member] for member in members))

    def _holding(self, kind: str, who: int, slot: Slot, spec: Spec) -> set[int]:
        """Return the groups that hold a room or a leader while a series would."""
        begin = slot.start - spec.group.setup_minutes
        end = begin + spec.group.booking_minutes
        return {
            block[4]
            for block in self.occ.groups_at(kind, who, slot.weekday)
            if block[0] < end and begin < block[1]
        }

    def _unbalanced(self) -> set[int]:
        """Choose two or three leaders, those far from their target more often."""
        count = len(self.occ.load)
        if not count:
            return set()
        weights = [
            1 + abs(load - self.occ.term.targets[x]) // 30 for x, load in enumerate(self.occ.load)
        ]
        return set(self.rng.choices(range(count), weights, k=3))

    def _related(self, one: Cluster, other: Cluster) -> bool:
        """Say whether two clusters compete for rooms or people."""
        for a in one:
            for b in other:
                x, y = self.occ.specs[a], self.occ.specs[b]
                if x.rooms & y.rooms or set(x.pool) & set(y.pool):
                    return True
        return False
