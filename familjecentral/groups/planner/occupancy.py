"""Who and what is taken when, and the plan so far with its cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from familjecentral.groups.planner.spec import Given, Meeting, Spec
from familjecentral.groups.planner.term import Term, bits

Block = tuple[int, int, int, int, int]
"""(begin, end, centre, weeks, group) on one weekday"""


@dataclass(slots=True)
class Placed:
    """A group with its series and sessions, its own cost and what it takes.

    ``cost`` is all but ``balance`` and ``unplanned``; ``loads`` are minutes by leader.
    """

    group: int
    weekday: int
    start: int
    room: int
    team: tuple[int, ...]
    meetings: tuple[Meeting, ...]
    cost: int
    loads: dict[int, int]
    people: frozenset[int]
    """Team, and leaders of sessions not held"""
    blocks: list[tuple[str, int, int, Block]] = field(default_factory=list)
    """(kind, whose, weekday, block): ``room``, ``leader``, ``interpreter``, ``minding``"""
    minutes: int = 0
    """Length of a booking"""
    led: dict[int, list[int]] = field(default_factory=dict)
    """Leader → weeks of the sessions that :meth:`Occupancy.reserve` has not counted"""
    shape: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    """(weekday, start, end, centre, weeks) of the session times"""
    plain: int = 0
    """Weeks of a series that is held as it is by its team, without interpreters; else none"""


class Occupancy:
    """The state of the search: what is placed, and for every question the weeks still free."""

    def __init__(self, term: Term, specs: list[Spec]) -> None:
        self.term = term
        self.specs = specs
        problem = term.problem
        self._taken: dict[tuple[str, int, int], list[Block]] = {}
        # What was asked since the last change of a resource on a weekday, with the answer.
        self._answers: dict[tuple[str, int, int], dict[tuple[int, ...], int]] = {}
        self.known: list[list[dict[tuple[int, int, int], int]]] = [
            [{} for _ in range(8)] for _ in problem.leaders
        ]
        """By leader and weekday: (begin, end, centre) → weeks in which she has no booking then"""
        leaders = range(len(problem.leaders))
        self.minutes = [[0] * term.weeks for _ in leaders]
        self.load = [0 for _ in leaders]
        self.teams = [0 for _ in leaders]
        self._full: list[dict[int, int]] = [{} for _ in leaders]
        self.placed: list[Placed | None] = [None] * len(specs)
        self.cost = problem.weights.unplanned * len(specs) + sum(
            term.balance(leader, 0) for leader in leaders
        )

    def reserve(self, spec: Spec) -> None:
        """Take the rooms and named people of locked sessions before anything is placed."""
        for given in spec.given.values():
            for kind, who, weekday, block in given_blocks(self.term, spec, given):
                self._taken.setdefault((kind, who, weekday), []).append(block)
                self._forget(kind, who, weekday)
            for leader in given.leaders or ():
                self.minutes[leader][given.week] += spec.group.booking_minutes
                self._full[leader].clear()

    def release(self, spec: Spec) -> None:
        """Give the locked sessions of a group that is left out back."""
        for given in spec.given.values():
            for kind, who, weekday, block in given_blocks(self.term, spec, given):
                self._taken[kind, who, weekday].remove(block)
                self._forget(kind, who, weekday)
            for leader in given.leaders or ():
                self.minutes[leader][given.week] -= spec.group.booking_minutes
                self._full[leader].clear()

    def _forget(self, kind: str, who: int, weekday: int) -> None:
        """Let go the answers about something that changes."""
        if kind == "leader":
            self.known[who][weekday].clear()
        else:
            self._answers.pop((kind, who, weekday), None)

    def put(self, placed: Placed) -> None:
        """Add a group to the plan."""
        self._change(placed, 1)
        for kind, who, weekday, block in placed.blocks:
            key = (kind, who, weekday)
            self._taken.setdefault(key, []).append(block)
            self._forget(kind, who, weekday)
        self.placed[placed.group] = placed

    def take(self, group: int) -> Placed:
        """Remove a group from the plan and return it."""
        placed = self.placed[group]
        assert placed is not None
        self._change(placed, -1)
        for kind, who, weekday, block in placed.blocks:
            key = (kind, who, weekday)
            self._taken[key].remove(block)
            self._forget(kind, who, weekday)
        self.placed[group] = None
        return placed

    def _change(self, placed: Placed, sign: int) -> None:
        weights, targets = self.term.problem.weights, self.term.targets
        steps = 0
        for leader, minutes in placed.loads.items():
            above = self.load[leader] - targets[leader]
            self.load[leader] += sign * minutes
            steps += abs(above + sign * minutes) // 30 - abs(above) // 30
        minutes = sign * placed.minutes
        for leader, weeks in placed.led.items():
            used = self.minutes[leader]
            for week in weeks:
                used[week] += minutes
            self._full[leader].clear()
        for leader in placed.team:
            self.teams[leader] += sign
        self.cost += weights.balance * steps + sign * (placed.cost - weights.unplanned)

    def room_free(self, room: int, weekday: int, begin: int, end: int, weeks: int) -> int:
        """Weeks in which no booking of the room overlaps (rule 8)."""
        key = ("room", room, weekday)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = {}
        free = known.get((begin, end))
        if free is None:
            free = self.term.every
            for b, e, _, taken, _ in self._taken.get(key, ()):
                if b < end and begin < e:
                    free &= ~taken
            known[begin, end] = free
        return weeks & free

    def leader_free(
        self, leader: int, weekday: int, begin: int, end: int, centre: int, weeks: int
    ) -> int:
        """Weeks in which the leader has neither a booking then nor too short a way (rule 11)."""
        known = self.known[leader][weekday]
        free = known.get((begin, end, centre))
        if free is None:
            free, travel = self.term.every, self.term.travel
            there = travel[centre]
            for b, e, c, taken, _ in self._taken.get(("leader", leader, weekday), ()):
                if b < end + there[c] and begin < e + travel[c][centre]:
                    free &= ~taken
            known[begin, end, centre] = free
        return weeks & free

    def interpreter_free(
        self, who: int, weekday: int, start: int, end: int, centre: int, weeks: int
    ) -> int:
        """Weeks in which the interpreter has neither a session then nor too short a way."""
        remote = self.term.problem.interpreters[who].remote
        travel = self.term.travel
        for s, e, c, taken, _ in self._taken.get(("interpreter", who, weekday), ()):
            there, back = (0, 0) if remote else (travel[centre][c], travel[c][centre])
            if s < end + there and start < e + back:
                weeks &= ~taken
        return weeks

    def minding_free(
        self, centre: int, weekday: int, start: int, end: int, children: int, weeks: int
    ) -> int:
        """Weeks in which the centre's child-minding has room for the children (rule 14)."""
        room = self.term.minding[centre].max_children - children
        around = [
            block
            for block in self._taken.get(("minding", centre, weekday), ())
            if block[0] < end and start < block[1]
        ]
        if not around:
            return weeks if room >= 0 else 0
        moments = {start} | {block[0] for block in around if block[0] > start}
        for week in bits(weeks):
            bit = 1 << week
            for moment in moments:
                there = sum(
                    self.specs[g].group.children_minded
                    for b, e, _, taken, g in around
                    if taken & bit and b <= moment < e
                )
                if there > room:
                    weeks &= ~bit
                    break
        return weeks

    def full_weeks(self, leader: int, minutes: int) -> int:
        """Weeks in which a booking of this length is too much for the leader (rule 12)."""
        limit = self.term.problem.leaders[leader].max_minutes_week
        if limit is None:
            return 0
        kept = self._full[leader]
        weeks = kept.get(minutes)
        if weeks is None:
            room = limit - minutes
            weeks = 0
            for week, used in enumerate(self.minutes[leader]):
                if used > room:
                    weeks |= 1 << week
            kept[minutes] = weeks
        return weeks

    def related_free(
        self, spec: Spec, weekday: int, start: int, end: int, centre: int, weeks: int
    ) -> int:
        """Weeks in which ``no_overlap`` and ``apart`` hold (rule 15)."""
        group = spec.group
        for kind, other, gap in spec.relations:
            if kind not in ("no_overlap", "apart"):
                continue
            for day, s, e, c, taken in self.shape(other):
                if day != weekday or (kind == "apart" and c != centre):
                    continue
                if kind == "no_overlap":
                    clash = s < end + gap and start < e + gap
                else:
                    their = self.specs[other].group
                    clash = (
                        s - their.setup_minutes < end + group.cleanup_minutes + gap
                        and start - group.setup_minutes < e + their.cleanup_minutes + gap
                    )
                if clash:
                    weeks &= ~taken
        return weeks

    def shape(self, group: int) -> list[tuple[int, int, int, int, int]]:
        """Session times of a group: all where it is placed, else of its announced sessions."""
        placed = self.placed[group]
        if placed is not None:
            return placed.shape
        spec = self.specs[group]
        return [
            (g.weekday, g.start, g.start + spec.group.minutes,
             self.term.room_centre[g.room], 1 << g.week)
            for g in spec.given.values()
            if not g.held
        ]  # fmt: skip

    def others_people(self, spec: Spec) -> frozenset[int]:
        """Leaders that ``separate_leaders`` keeps away from this group."""
        found: set[int] = set()
        for kind, other, _ in spec.relations:
            if kind == "separate_leaders":
                placed = self.placed[other]
                if placed is not None:
                    found |= placed.people
                else:
                    theirs = self.specs[other]
                    found.update(theirs.team or ())
                    for given in theirs.given.values():
                        if not given.held:
                            found.update(given.leaders or ())
        return frozenset(found)

    def groups_at(self, kind: str, who: int, weekday: int) -> Iterable[Block]:
        """Return what is taken of one resource on a weekday."""
        return self._taken.get((kind, who, weekday), ())


def given_blocks(term: Term, spec: Spec, given: Given) -> list[tuple[str, int, int, Block]]:
    """Return what a locked session takes by itself."""
    group = spec.group
    centre = term.room_centre[given.room]
    begin = given.start - group.setup_minutes
    end = given.start + group.minutes + group.cleanup_minutes
    booked: Block = (begin, end, centre, 1 << given.week, spec.at)
    spoken: Block = (given.start, given.start + group.minutes, centre, 1 << given.week, spec.at)
    blocks = [("room", given.room, given.weekday, booked)]
    blocks += [("leader", who, given.weekday, booked) for who in given.leaders or ()]
    blocks += [("interpreter", who, given.weekday, spoken) for who in given.interpreters or ()]
    if group.children_minded:
        blocks.append(("minding", centre, given.weekday, spoken))
    return blocks
