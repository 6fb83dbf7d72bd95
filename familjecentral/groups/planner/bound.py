"""A proven lower bound of the objective, by a mixed integer program that forgets the clashes.

Kept of the problem: which times each group can have and what they cost (skipped weeks and wished
times, counted as if nobody else were there), who may lead how many sessions at which time, teams,
substitutes, certificates, ``max_groups`` and the balance of loads. Forgotten: rooms and people
are shared. So no plan can be better, and a plan that reaches the bound is the best.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from familjecentral.groups.planner.insert import Insertion
from familjecentral.groups.planner.occupancy import Occupancy
from familjecentral.groups.planner.possible import least_cost
from familjecentral.groups.planner.spec import Spec
from familjecentral.groups.planner.term import Term

LARGEST = 24
"""Groups up to which the program is solved; above, only the own costs are added up"""
Times = Mapping[tuple[int, int], int]


def lower_bound(
    term: Term,
    specs: list[Spec],
    impossible: int,
    own_costs: Mapping[int, Times],
    *,
    seconds: float,
    incumbent: int,
) -> int | None:
    """Return a number that no plan can go below.

    Args:
        impossible: how many groups are shown to be left out in every plan.
        own_costs: for the others, the least own cost by (weekday, start).
        seconds: how long the solver may work.
        incumbent: cost of a known plan; where it leaves out more than that, a bound
            with everything else planned would not hold, and only that is counted.
    """
    weights = term.problem.weights
    floor = weights.unplanned * impossible
    simple = floor + sum(min(costs.values()) for costs in own_costs.values())
    if any(spec.given for spec in specs) and any(min(c.values()) < 0 for c in own_costs.values()):
        return None
    if incumbent >= floor + weights.unplanned:
        return floor
    if len(own_costs) > LARGEST or simple >= incumbent:
        return simple
    found = _Program(term, dict(enumerate(specs)), own_costs).solve(seconds)
    return simple if found is None else max(simple, floor + found)


def cannot_all(term: Term, specs: list[Spec], *, seconds: float) -> bool:
    """Say whether even the program without clashes cannot plan all these groups."""
    costs = {spec.at: least_cost(term, spec) for spec in specs}
    every = {at: found for at, found in costs.items() if found}
    if len(every) < len(specs):
        return True
    return _Program(term, {spec.at: spec for spec in specs}, every).impossible(seconds)


class _Program:
    """The program, column by column; see the module for what it keeps."""

    def __init__(
        self, term: Term, specs: Mapping[int, Spec], own_costs: Mapping[int, Times]
    ) -> None:
        import highspy  # 0.2 s to import, and only needed here

        self.term = term
        self.model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        self.infinity = highspy.kHighsInf
        self.integer = highspy.HighsVarType.kInteger
        self.columns = 0
        led: dict[int, list[tuple[int, int]]] = {}
        teams: dict[int, list[int]] = {}
        for at, costs in own_costs.items():
            self._group(specs[at], costs, led, teams)
        for x, leader in enumerate(term.problem.leaders):
            self._balance(x, led.get(x, []))
            if leader.max_groups is not None and x in teams:
                self._row(0, leader.max_groups, [(column, 1) for column in teams[x]])

    def solve(self, seconds: float) -> int | None:
        """Return the rounded-up dual bound, or None without one."""
        self.model.setOptionValue("time_limit", float(seconds))
        self.model.setOptionValue("mip_max_nodes", 20_000)
        self.model.run()
        bound = float(self.model.getInfo().mip_dual_bound)
        return math.ceil(bound - 1e-6) if math.isfinite(bound) else None

    def impossible(self, seconds: float) -> bool:
        """Say whether the solver shows that there is no solution."""
        import highspy

        self.model.setOptionValue("time_limit", float(seconds))
        self.model.run()
        status = self.model.getModelStatus()
        return bool(status == highspy.HighsModelStatus.kInfeasible)

    def _column(self, cost: float, upper: float, *, lower: float = 0) -> int:
        self.model.addCol(cost, lower, upper, 0, [], [])
        self.model.changeColIntegrality(self.columns, self.integer)
        self.columns += 1
        return self.columns - 1

    def _row(self, lower: float, upper: float, terms: list[tuple[int, float]]) -> None:
        columns, values = [c for c, _ in terms], [float(v) for _, v in terms]
        self.model.addRow(lower, upper, len(terms), columns, values)

    def _group(
        self,
        spec: Spec,
        costs: Times,
        led: dict[int, list[tuple[int, int]]],
        teams: dict[int, list[int]],
    ) -> None:
        group, weights = spec.group, self.term.problem.weights
        free = group.sessions - len(spec.given)
        held = sum(g.held for g in spec.given.values())
        times = {when: self._column(cost, 1) for when, cost in costs.items()}
        self._row(1, 1, [(column, 1) for column in times.values()])
        able = self._able(spec, list(costs), free)
        team_sum, all_led, certified = [], [], []
        for x in spec.pool:
            base = sum(x in (g.leaders or ()) for g in spec.given.values())
            open_given = sum(g.leaders is None for g in spec.given.values())
            in_team = self._column(0, 1 if spec.team is None or x in spec.team else 0)
            count = self._column(0, group.sessions)
            led.setdefault(x, []).append((count, group.booking_minutes))
            teams.setdefault(x, []).append(in_team)
            team_sum.append((in_team, 1.0))
            all_led.append((count, 1.0))
            # Substitutes cost for every session not held that somebody outside the team leads.
            extra = self._column(weights.substitute, group.sessions)
            named = sum(x in (g.leaders or ()) and not g.held for g in spec.given.values())
            self._row(
                -self.infinity, held,
                [(count, 1), (in_team, -(group.sessions + named)), (extra, -1)],
            )  # fmt: skip
            # What the time chosen lets her lead, and what is given.
            self._row(
                -self.infinity, base + open_given,
                [(count, 1), *((column, -able[when, x]) for when, column in times.items())],
            )  # fmt: skip
            self._row(base, self.infinity, [(count, 1)])
            if self._ever_certified(spec, x):
                certified.append((count, 1.0))
        self._row(group.leaders, group.leaders, team_sum)
        needed = free * group.leaders + sum(
            group.leaders if g.leaders is None and not g.held else len(g.leaders or ())
            for g in spec.given.values()
        )
        unknown = sum(group.leaders for g in spec.given.values() if g.leaders is None and g.held)
        self._row(needed, needed + unknown, all_led)
        if group.certified:
            self._row(group.certified * free, self.infinity, certified)

    def _ever_certified(self, spec: Spec, leader: int) -> bool:
        code = spec.group.certificate or spec.group.programme
        held = self.term.problem.leaders[leader].certificates
        return any(c.programme == code for c in held)

    def _able(
        self, spec: Spec, times: list[tuple[int, int]], free: int
    ) -> dict[tuple[tuple[int, int], int], int]:
        """Return how many of the sessions not given each leader could lead at each time."""
        ins = Insertion(Occupancy(self.term, []), replace(spec, relations=()), Random(0))  # noqa: S311
        centres = {self.term.room_centre[room] for room in spec.rooms}
        found: dict[tuple[tuple[int, int], int], int] = {}
        for weekday, start in times:
            slot = next(s for s in spec.slots if (s.weekday, s.start) == (weekday, start))
            calendar = {
                centre: _union(w for r, w in slot.rooms if self.term.room_centre[r] == centre)
                for centre in centres
            }
            for x in spec.pool:
                weeks = max(
                    (
                        ins.leader_at(x, weekday, start, centre, mask).bit_count()
                        for centre, mask in calendar.items()
                    ),
                    default=0,
                )
                found[(weekday, start), x] = min(free, weeks + spec.group.max_moved)
        return found

    def _balance(self, leader: int, led: list[tuple[int, int]]) -> None:
        """Add ⌊|load − target| / 30⌋ as the least whole number not below (|…| − 29) / 30."""
        target = self.term.targets[leader]
        steps = self._column(self.term.problem.weights.balance, self.infinity)
        load = [(column, float(minutes)) for column, minutes in led]
        self._row(target - 29, self.infinity, [*load, (steps, 30)])
        self._row(-self.infinity, target + 29, [*load, (steps, -30)])


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
