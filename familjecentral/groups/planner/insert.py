"""Finds the cheapest place for one group while all others stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from familjecentral.groups.planner.occupancy import Occupancy, Placed
from familjecentral.groups.planner.placement import build, build_plain
from familjecentral.groups.planner.spec import Given, Meeting, Prices, Slot, Spec
from familjecentral.groups.planner.teams import Found, Teams
from familjecentral.groups.planner.term import at_least, bits
from familjecentral.groups.planner.weeks import (
    INFINITE,
    Choice,
    Ends,
    cheapest,
    fewest_extra,
    path,
)

Forced = tuple[tuple[int, int, int], ...]
"""(week, weekday, start) of every session, where a parallel group has decided them"""
KEPT = 200_000
"""Answers about weeks that are kept for a group"""


class Insertion:
    """One search for one group; the state of others is read once."""

    def __init__(
        self, occupancy: Occupancy, spec: Spec, rng: Random, *, only: int | None = None
    ) -> None:
        """``only``: the one leader that will be asked for."""
        self.occ = occupancy
        self.term = occupancy.term
        self.spec = spec
        self.rng = rng
        group = spec.group
        problem = self.term.problem
        apart = occupancy.others_people(spec)
        self.helpers = [x for x in spec.pool if x not in apart and only in (None, x)]
        """Who may lead a session"""
        self.candidates = [
            x for x in self.helpers
            if (limit := problem.leaders[x].max_groups) is None or occupancy.teams[x] < limit
        ]  # fmt: skip
        """Who may be in the team"""
        self.booking = group.booking_minutes
        self.full = {x: occupancy.full_weeks(x, self.booking) for x in self.helpers}
        self.free_sessions = group.sessions - len(spec.given)
        self.delta = self._deltas()
        self.unled = [g for g in spec.given.values() if g.leaders is None]
        if spec.team is not None:
            self.candidates = [x for x in self.candidates if x in spec.team]

    def _deltas(self) -> dict[int, int]:
        """Return what each helper's balance changes by if she is in the team."""
        occ, spec, term = self.occ, self.spec, self.term
        if not spec.given:
            minutes, price = spec.group.sessions * self.booking, term.problem.weights.balance
            load, targets = occ.load, term.targets
            return {
                x: price * (abs((above := load[x] - targets[x]) + minutes) // 30 - abs(above) // 30)
                for x in self.helpers
            }
        led = [g for g in spec.given.values() if g.leaders is not None]
        minutes = (spec.group.sessions - len(led)) * self.booking
        found: dict[int, int] = {}
        for x in self.helpers:
            now = occ.load[x] + self.booking * sum(x in (g.leaders or ()) for g in led)
            # Not in the team, she would be a substitute at the sessions that name her.
            named = sum(x in (g.leaders or ()) for g in led if not g.held)
            found[x] = (
                term.balance(x, now + minutes)
                - term.balance(x, now)
                - term.problem.weights.substitute * named
            )
        return found

    # --- what is free --------------------------------------------------------------------

    def weeks_at(self, slot: Slot, room: int, weeks: int) -> int:
        """Weeks in which room, child-minding, interpreters and relations allow the slot."""
        group, occ = self.spec.group, self.occ
        start, end = slot.start, slot.start + group.minutes
        begin, finish = start - group.setup_minutes, end + group.cleanup_minutes
        centre = self.term.room_centre[room]
        weeks = occ.room_free(room, slot.weekday, begin, finish, weeks)
        if weeks and group.children_minded:
            weeks = occ.minding_free(centre, slot.weekday, start, end, group.children_minded, weeks)
        if weeks and self.spec.relations:
            weeks = occ.related_free(self.spec, slot.weekday, start, end, centre, weeks)
        if weeks and group.languages:
            weeks = self.spoken(slot.weekday, start, centre, weeks)
        return weeks

    def spoken(self, weekday: int, start: int, centre: int, weeks: int) -> int:
        """Weeks in which every language has an interpreter of its own (rule 13)."""
        end = start + self.spec.group.minutes
        free = [
            [
                (who, self.occ.interpreter_free(
                    who, weekday, start, end, centre,
                    weeks & self.term.interpreter_weeks(who, weekday, start, end)))
                for who in able
            ]
            for able in self.spec.interpreters
        ]  # fmt: skip

        def match(language: int, used: frozenset[int], left: int) -> int:
            if language == len(free) or not left:
                return left
            found = 0
            for who, mask in free[language]:
                if who not in used:
                    found |= match(language + 1, used | {who}, left & mask & ~found)
            return found

        return match(0, frozenset(), weeks)

    def leader_at(self, leader: int, weekday: int, start: int, centre: int, weeks: int) -> int:
        """Weeks in which the leader can lead a session then and there (rules 9–12)."""
        if not self.term.works_at(leader, centre):
            return 0
        group = self.spec.group
        begin, end = start - group.setup_minutes, start + group.minutes + group.cleanup_minutes
        weeks &= self.term.leader_weeks(leader, weekday, begin, end) & ~self.full[leader]
        if not weeks:
            return 0
        return self.occ.leader_free(leader, weekday, begin, end, centre, weeks)

    def able(self, weekday: int, start: int, centre: int) -> tuple[tuple[int, int], ...]:
        """Return who of the pool could lead sessions then and there if nobody else asked."""
        known, key = self.spec.workers, (weekday, start, centre)
        if key not in known:
            group = self.spec.group
            begin, end = start - group.setup_minutes, start + group.minutes + group.cleanup_minutes
            known[key] = tuple(
                (x, mask)
                for x in self.spec.pool
                if self.term.works_at(x, centre)
                and (mask := self.term.leader_weeks(x, weekday, begin, end))
            )
        return known[key]

    def led_by(self, weekday: int, start: int, centre: int, weeks: int) -> list[tuple[int, int]]:
        """Return who may lead sessions then and there, with the weeks (rules 9–12)."""
        group, occ, full = self.spec.group, self.occ, self.full
        begin, end = start - group.setup_minutes, start + group.minutes + group.cleanup_minutes
        able = self.able(weekday, start, centre)
        found = []
        where = (begin, end, centre)
        for x, own in able:
            if x in full and (left := own & weeks & ~full[x]):
                free = occ.known[x][weekday].get(where)
                if free is None:
                    free = occ.leader_free(x, weekday, begin, end, centre, self.term.every)
                if left & free:
                    found.append((x, left & free))
        return found

    def avoided(self, weekday: int, start: int) -> dict[int, int]:
        """Return who would rather not lead a session then, with the weeks."""
        known = self.spec.avoided
        if (weekday, start) not in known:
            group = self.spec.group
            begin, end = start - group.setup_minutes, start + group.minutes + group.cleanup_minutes
            known[weekday, start] = {
                x: weeks
                for x in self.spec.pool
                if (weeks := self.term.avoid_weeks(x, weekday, begin, end))
            }
        return known[weekday, start]

    def certified(self, leader: int, weekday: int) -> int:
        """Weeks in which the leader counts as certified for this group."""
        group = self.spec.group
        return self.term.certified_weeks(leader, group.certificate or group.programme, weekday)

    def qualified(self, team: Sequence[int], weekday: int, weeks: int) -> int:
        """Weeks in which enough of these leaders hold a valid certificate (rule 9)."""
        needed = self.spec.group.certified
        if not needed:
            return weeks
        key = (tuple(team), weekday)
        known = self.spec.valid
        if key not in known:
            masks = [self.certified(leader, weekday) for leader in team]
            known[key] = at_least(needed, masks, self.term.every)
        return weeks & known[key]

    # --- the series ------------------------------------------------------------------------

    def best(
        self,
        *,
        only: tuple[int, int] | None = None,
        within: int | None = None,
        bound: int = INFINITE,
    ) -> Found | None:
        """Return the cheapest series whose team leads every session, none of them moved.

        Args:
            only: (weekday, start) that the series must have.
            within: weeks that the sessions must lie in.
            bound: give up what is not cheaper than this.
        """
        spec = self.spec
        group = spec.group
        if len(self.candidates) < group.leaders:
            return None
        if spec.team is not None and len(self.candidates) < len(set(spec.team)):
            return None
        deltas = sorted(self.delta[x] for x in self.candidates)
        base = sum(deltas[: group.leaders])
        order = list(self.candidates)
        self.rng.shuffle(order)
        order.sort(key=self.delta.__getitem__)
        found: Found | None = None
        for own, slots in self._ranked(only):
            for slot in self.rng.sample(slots, len(slots)):
                if own + base >= (found.cost if found else bound):
                    return found
                found = self._try_slot(slot, order, within, found, bound)
        return found

    def _ranked(self, only: tuple[int, int] | None) -> list[tuple[int, list[Slot]]]:
        """Return what a series costs at least, and the times that cost so, cheapest first."""
        spec, free = self.spec, self.free_sessions
        wishes = spec.wishes
        if only is not None:
            slots = spec.times.get(only)
            wishes = [(slots[0].preferred, slots)] if slots else []
        if not spec.before:
            return [(free * preferred, slots) for preferred, slots in wishes]
        by_cost: dict[int, list[Slot]] = {}
        for preferred, slots in wishes:
            for slot in slots:
                own = free * preferred + self.kept_at_best(slot)
                by_cost.setdefault(own, []).append(slot)
        return sorted(by_cost.items())

    def kept_at_best(self, slot: Slot) -> int:
        """Return the least that changes since the previous plan can cost at this slot."""
        before = self.spec.before
        if not before:
            return 0
        price = self.term.problem.weights.changed_time
        same = sum(1 for key in before if key[1:] == (slot.weekday, slot.start))
        return price * (len(before) - min(same, len(before)))

    def _try_slot(
        self,
        slot: Slot,
        order: list[int],
        within: int | None,
        found: Found | None,
        bound: int,
    ) -> Found | None:
        rooms = slot.rooms
        if len(rooms) > 1:
            rooms = tuple(self.rng.sample(rooms, len(rooms)))
        people: dict[int, list[tuple[int, int]]] = {}
        for room, calendar in rooms:
            weeks = calendar if within is None else calendar & within
            weeks = self.weeks_at(slot, room, weeks)
            if not self.spec.given and not self.skips(slot.weekday, weeks):
                continue
            constant = self.constant(slot, room)
            centre = self.term.room_centre[room]
            if centre not in people:
                reachable = self.term.every if within is None else within
                there = dict(self.led_by(slot.weekday, slot.start, centre, reachable))
                people[centre] = [
                    (x, there[x])
                    for x in order
                    if x in there and all(self.leads_given(x, given) for given in self.unled)
                ]
            team = Teams(self, slot, room, constant, people[centre], found, bound)
            team.extend((), weeks, constant, 0)
            found = team.found
        return found

    def constant(self, slot: Slot, room: int) -> int:
        weights = self.term.problem.weights
        moved = sum(
            (g.weekday, g.start, g.room) != (slot.weekday, slot.start, room)
            for g in self.spec.given.values()
        )
        cost = weights.moved_session * moved + slot.preferred * self.free_sessions
        cost += weights.substitute * sum(
            len(g.leaders or ()) for g in self.spec.given.values() if not g.held
        )
        if self.spec.before:
            held = {(g.week, g.weekday, g.start) for g in self.spec.given.values()}
            kept = sum(key in held for key in self.spec.before)
            cost += weights.changed_time * (len(self.spec.before) - kept)
        return cost

    def leads_given(self, leader: int, given: Given) -> bool:
        """Say whether the leader can lead a locked session whose leaders are not named."""
        exempt = given.accepted
        centre = self.term.room_centre[given.room]
        if not given.held and 9 not in exempt and not self.term.works_at(leader, centre):
            return False
        group = self.spec.group
        begin = given.start - group.setup_minutes
        end = given.start + group.minutes + group.cleanup_minutes
        bit = 1 << given.week
        if not given.held and 10 not in exempt:
            bit &= self.term.leader_weeks(leader, given.weekday, begin, end)
        if 12 not in exempt:
            bit &= ~self.full[leader]
        return bool(bit and self.occ.leader_free(leader, given.weekday, begin, end, centre, bit))

    def skips(self, weekday: int, weeks: int) -> Ends | None:
        """Return the fewest skipped weeks and where they end; None: the weeks are too few."""
        known = self.spec.skipped
        try:
            return known[weekday, weeks]
        except KeyError:
            rhythm = self.spec.rhythm
            if len(known) > KEPT:
                known.clear()
            answer = known[weekday, weeks] = fewest_extra(
                weeks, self.spec.first[weekday], rhythm.sessions, rhythm.every, rhythm.extra
            )
            return answer

    def weeks_of(
        self, weekday: int, weeks: int, extra: Prices
    ) -> tuple[int, tuple[int, ...]] | None:
        """Return the cost of skipped weeks and ``extra`` prices, and the weeks not pinned."""
        rhythm = self.spec.rhythm
        if not extra and not self.spec.given:
            ends = self.skips(weekday, weeks)
            if ends is None:
                return None
            start, last = ends[1][self.rng.randrange(len(ends[1]))]
            taken = path(weeks, start, last, rhythm.sessions, rhythm.every, rhythm.extra)
            return rhythm.price * ends[0], taken
        key = (weekday, weeks, extra)
        known = self.spec.priced
        if key not in known:
            if len(known) > KEPT:
                known.clear()
            first = self.spec.first[weekday]
            choices = {
                week: (
                    Choice(
                        sum(price for price, mask in extra if mask >> week & 1),
                        first=bool(first >> week & 1),
                    ),
                )
                for week in bits(weeks)
            }
            known[key] = cheapest(rhythm, choices, self.spec.pins)
        answer = known[key]
        if answer is None:
            return None
        return answer[0], tuple(week for week, i in answer[1] if i >= 0)

    # --- the sessions ----------------------------------------------------------------------

    def finish(self, found: Found) -> Placed | None:
        """Build the placement, or None if an announced session lacks an interpreter."""
        slot, spec = found.slot, self.spec
        if spec.simple:
            return build_plain(
                self.term, spec, slot.weekday, slot.start, found.room, found.team, found.weeks
            )
        free = iter(found.weeks)
        meetings = []
        for n in range(1, spec.group.sessions + 1):
            given = spec.given.get(n)
            if given is None:
                at, leaders = (next(free), slot.weekday, slot.start, found.room), found.team
            else:
                at = (given.week, given.weekday, given.start, given.room)
                leaders = found.team if given.leaders is None else given.leaders
            meeting = self.meeting(n, at, leaders)
            if meeting is None:
                return None
            meetings.append(meeting)
        return build(self.term, spec, slot.weekday, slot.start, found.room, found.team, meetings)

    def meeting(
        self, n: int, at: tuple[int, int, int, int], leaders: tuple[int, ...]
    ) -> Meeting | None:
        """Return a session at (week, weekday, start, room) with interpreters, if there are."""
        week, weekday, start, room = at
        given = self.spec.given.get(n)
        speakers: tuple[int, ...] | None
        if given is not None and (given.interpreters is not None or given.held):
            speakers = given.interpreters or ()
        else:
            speakers = self._speakers(week, weekday, start, self.term.room_centre[room])
        if speakers is None:
            if given is None or 13 not in given.accepted:
                return None
            speakers = ()
        held = given is not None and given.held
        return Meeting(
            n, week, weekday, start, room, tuple(leaders), speakers, given is not None, held
        )

    def _speakers(self, week: int, weekday: int, start: int, centre: int) -> tuple[int, ...] | None:
        """Choose different interpreters; those of fewest languages first, others need them."""
        people = self.term.problem.interpreters
        end = start + self.spec.group.minutes
        bit = 1 << week
        free = [
            sorted(
                (
                    who for who in able
                    if self.occ.interpreter_free(
                        who, weekday, start, end, centre,
                        bit & self.term.interpreter_weeks(who, weekday, start, end),
                    )
                ),
                key=lambda who: (len(people[who].languages), who),
            )
            for able in self.spec.interpreters
        ]  # fmt: skip

        def match(language: int, used: tuple[int, ...]) -> tuple[int, ...] | None:
            if language == len(free):
                return used
            for who in free[language]:
                if who not in used and (found := match(language + 1, (*used, who))) is not None:
                    return found
            return None

        return match(0, ())
