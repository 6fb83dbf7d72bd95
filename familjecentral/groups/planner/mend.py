"""Places a group whose series does not hold as it is: with substitutes and moved sessions.

Slower than :class:`Insertion` and complete: if the group can lie anywhere at all while the others
stay, a place is found. Whether a session can be held does not depend on the team, since anybody of
the pool may stand in; so weeks are chosen per series by dynamic programming over sessions.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from familjecentral.groups.planner.insert import Forced, Insertion
from familjecentral.groups.planner.occupancy import Placed
from familjecentral.groups.planner.placement import build
from familjecentral.groups.planner.spec import Given, Slot
from familjecentral.groups.planner.term import bits
from familjecentral.groups.planner.weeks import INFINITE, Choice, Rhythm, cheapest

Offer = tuple[Slot, int, tuple[int, ...]]
"""(time, room, leaders) of one session"""
TEAM_SCOUTS = 6


class Mending:
    """One thorough search for one group."""

    def __init__(self, insertion: Insertion, *, forced: Forced | None = None) -> None:
        self.ins = insertion
        self.spec = insertion.spec
        self.term = insertion.term
        self.forced = forced
        self._people: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        self._weeks: dict[tuple[int, int, int], int] = {}
        self.within = self.term.every
        if forced:
            self.within = sum(1 << week for week, _, _ in forced)

    def price(self, placed: Placed) -> int:
        """Return what a placement adds to the objective."""
        cost = placed.cost
        for leader, minutes in placed.loads.items():
            load = self.ins.occ.load[leader]
            cost += self.term.balance(leader, load + minutes) - self.term.balance(leader, load)
        return cost

    def best(
        self,
        *,
        only: tuple[int, int] | None = None,
        tries: int | None = None,
        bound: int = INFINITE,
    ) -> tuple[int, Placed] | None:
        """Return the cheapest placement found and its price.

        Args:
            only: (weekday, start) that the series must have.
            tries: at most so many series and teams; None: all, which makes the answer complete.
            bound: only what is cheaper than this.
        """
        spec = self.spec
        if len(self.ins.candidates) < spec.group.leaders:
            return None
        if spec.team is not None and len(spec.team) != spec.group.leaders:
            return None
        slots = [s for s in spec.slots if only is None or (s.weekday, s.start) == only]
        self.ins.rng.shuffle(slots)
        slots.sort(key=lambda s: s.preferred * self.ins.free_sessions + self.ins.kept_at_best(s))
        answer: tuple[int, Placed] | None = None
        left = INFINITE if tries is None else tries
        for slot, room in self._places(slots, None if tries is None else bound):
            for team in self._teams(slot, room):
                if left <= 0:
                    return answer
                left -= 1
                placed = self.series(slot, room, team)
                if placed is not None and (cost := self.price(placed)) < bound:
                    bound, answer = cost, (cost, placed)
                if placed is None and tries is None:
                    break  # no team would do: anybody may stand in
        return answer

    def _places(self, slots: list[Slot], bound: int | None) -> Iterator[tuple[Slot, int]]:
        """Give series that may be possible and, under a bound, cheap enough."""
        spec = self.spec
        saved = self.term.problem.weights.changed_time * len(spec.before)
        low = sum(sorted(self.ins.delta[x] for x in self.ins.candidates)[: spec.group.leaders])
        for slot in slots:
            for room, _ in slot.rooms:
                least = self.ins.constant(slot, room) - saved + min(low, 0)
                if (bound is None or least < bound) and self._can_meet(slot, room):
                    yield slot, room

    def _can_meet(self, slot: Slot, room: int) -> bool:
        """Say quickly whether the series has weeks enough if nothing may be moved."""
        spec = self.spec
        if spec.group.max_moved or spec.given or self.forced:
            return True
        return self.ins.skips(slot.weekday, self._room_weeks(slot, room)) is not None

    def _room_weeks(self, slot: Slot, room: int) -> int:
        key = (slot.weekday, slot.start, room)
        if key not in self._weeks:
            calendar = dict(slot.rooms).get(room, 0)
            self._weeks[key] = self.ins.weeks_at(slot, room, calendar & self.within)
        return self._weeks[key]

    def _helpers(self, weekday: int, start: int, centre: int) -> list[tuple[int, int]]:
        key = (weekday, start, centre)
        if key not in self._people:
            self._people[key] = self.ins.led_by(weekday, start, centre, self.within)
        return self._people[key]

    def _teams(self, slot: Slot, room: int) -> Iterator[tuple[int, ...]]:
        """Give teams worth trying: people who can lead most sessions at the least cost."""
        size = self.spec.group.leaders
        if self.spec.team is not None:
            if set(self.spec.team) <= set(self.ins.candidates):
                yield self.spec.team
            return
        centre = self.term.room_centre[room]
        weeks = self._room_weeks(slot, room)
        masks = dict(self._helpers(slot.weekday, slot.start, centre))
        needed = self.spec.group.sessions
        price = self.term.problem.weights.substitute
        known: dict[int, int] = {}
        for earlier in self.spec.before.values():
            for x in earlier.leaders:
                known[x] = known.get(x, 0) + self.term.problem.weights.changed_leader

        def score(x: int) -> tuple[int, int]:
            held = min((weeks & masks.get(x, 0)).bit_count(), needed)
            return self.ins.delta[x] + price * (needed - held) - known.get(x, 0), x

        def certified(x: int) -> bool:
            return bool(self.ins.certified(x, slot.weekday) & weeks)

        ranked = sorted(self.ins.candidates, key=score)
        scouts = ranked[:TEAM_SCOUTS]
        if self.spec.group.certified:
            scouts += [x for x in ranked if certified(x) and x not in scouts][:2]
        scouts += [x for x in known if x in self.ins.candidates and x not in scouts][:size]
        rank = {x: score(x)[0] for x in scouts}
        teams = sorted(combinations(scouts, size), key=lambda t: (sum(rank[x] for x in t), t))
        yield from teams[: 4 * TEAM_SCOUTS]

    def series(self, slot: Slot, room: int, team: tuple[int, ...]) -> Placed | None:
        """Return the cheapest sessions of one series, or None if it cannot be held."""
        spec = self.spec
        given_leaders: dict[int, tuple[int, ...]] = {}
        for given in self.ins.unled:
            leaders = self._stand_ins(given, team)
            if leaders is None:
                return None
            given_leaders[given.n] = leaders
        choices, offers = self._choices(slot, room, team)
        rhythm = spec.rhythm
        answer = cheapest(
            Rhythm(rhythm.sessions, rhythm.every, rhythm.extra, rhythm.price, spec.group.max_moved),
            choices,
            spec.pins,
        )
        if answer is None:
            return None
        meetings = []
        for n, (week, i) in enumerate(answer[1], start=1):
            pinned = spec.given.get(n)
            if pinned is None:
                time, where, leaders = offers[week][i]
                at = (week, time.weekday, time.start, where)
            else:
                at = (pinned.week, pinned.weekday, pinned.start, pinned.room)
                leaders = given_leaders.get(n, pinned.leaders or ())
            meeting = self.ins.meeting(n, at, leaders)
            if meeting is None:
                return None
            meetings.append(meeting)
        return build(self.term, spec, slot.weekday, slot.start, room, team, meetings)

    def _choices(
        self, slot: Slot, room: int, team: tuple[int, ...]
    ) -> tuple[dict[int, list[Choice]], dict[int, list[Offer]]]:
        """Return, by week, what sessions of the series and moved sessions would cost."""
        spec, weights = self.spec, self.term.problem.weights
        choices: dict[int, list[Choice]] = {}
        offers: dict[int, list[Offer]] = {}
        centre = self.term.room_centre[room]
        places = [(slot, room, 0)]
        if spec.group.max_moved:
            places += [
                (other, elsewhere, 1)
                for other in spec.moved_slots
                for elsewhere, _ in other.rooms
                if self.term.room_centre[elsewhere] == centre
                and (other.weekday, other.start, elsewhere) != (slot.weekday, slot.start, room)
            ]
        for time, where, moved in places:
            weeks = self._allowed(time, self._room_weeks(time, where))
            if not weeks:
                continue
            people = self._helpers(time.weekday, time.start, centre)
            first = spec.first[time.weekday]
            for week in bits(weeks):
                starts = bool(first >> week & 1)
                own = time.preferred + weights.moved_session * moved
                least = own - (weights.changed_time if spec.before else 0)
                if moved and any(
                    c.cost <= least and (c.first or not starts) for c in choices.get(week, ())
                ):
                    continue
                picked = self._leaders(time, week, people, team, where)
                if picked is None:
                    continue
                cost, leaders = own + picked[0], picked[1]
                choices.setdefault(week, []).append(Choice(cost, moved, starts))
                offers.setdefault(week, []).append((time, where, leaders))
        return choices, offers

    def _allowed(self, time: Slot, weeks: int) -> int:
        if self.forced is None:
            return weeks
        return weeks & sum(
            1 << week
            for week, weekday, start in self.forced
            if (weekday, start) == (time.weekday, time.start)
        )

    def _leaders(
        self,
        time: Slot,
        week: int,
        people: list[tuple[int, int]],
        team: tuple[int, ...],
        room: int,
    ) -> tuple[int, tuple[int, ...]] | None:
        """Choose who leads one session: the team, and stand-ins where it cannot."""
        weights = self.term.problem.weights
        group = self.spec.group
        begin = time.start - group.setup_minutes
        end = time.start + group.minutes + group.cleanup_minutes
        earlier = self.spec.before.get((week, time.weekday, time.start))
        kept = 0
        if earlier:
            kept = weights.changed_room * (earlier.room != room) - weights.changed_time
        rated = []
        for x, mask in people:
            if not mask >> week & 1:
                continue
            cost = weights.substitute * (x not in team)
            if self.term.avoid_weeks(x, time.weekday, begin, end) >> week & 1:
                cost += weights.leader_avoid
            if earlier and x not in earlier.leaders:
                cost += weights.changed_leader
            rated.append((cost, self.ins.delta[x], x))
        picked = self._pick(sorted(rated), time.weekday, week)
        return None if picked is None else (kept + picked[0], picked[1])

    def _pick(
        self, rated: list[tuple[int, int, int]], weekday: int, week: int
    ) -> tuple[int, tuple[int, ...]] | None:
        """Take the cheapest people, certified ones first as far as they are needed."""
        group = self.spec.group
        taken: list[tuple[int, int, int]] = []
        if group.certified:
            valid = [r for r in rated if self.ins.certified(r[2], weekday) >> week & 1]
            if len(valid) < group.certified:
                return None
            taken = valid[: group.certified]
        taken += [r for r in rated if r not in taken][: max(group.leaders - len(taken), 0)]
        if len(taken) != group.leaders:
            return None
        return sum(r[0] for r in taken), tuple(sorted(r[2] for r in taken))

    def _stand_ins(self, given: Given, team: tuple[int, ...]) -> tuple[int, ...] | None:
        """Choose leaders of a locked session that names none."""
        able = [x for x in self.ins.helpers if self.ins.leads_given(x, given)]
        rated = sorted((x not in team, self.ins.delta[x], x) for x in able)
        if given.held or 9 in given.accepted:
            return tuple(sorted(r[2] for r in rated[: self.spec.group.leaders]))
        priced = [(int(out), delta, x) for out, delta, x in rated]
        picked = self._pick(priced, given.weekday, given.week)
        return None if picked is None else picked[1]
