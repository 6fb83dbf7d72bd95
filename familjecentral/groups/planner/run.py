"""One planning run from problem to plan: reasons first, then search, then what is left over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from familjecentral.groups.plan import Plan, Unplanned
from familjecentral.groups.planner import explain
from familjecentral.groups.planner.bound import LARGEST, lower_bound
from familjecentral.groups.planner.companion import companions_of
from familjecentral.groups.planner.conflict import why_not_together
from familjecentral.groups.planner.locked import Breach, clashes, overworked, own_breach
from familjecentral.groups.planner.occupancy import Placed
from familjecentral.groups.planner.possible import least_cost
from familjecentral.groups.planner.result import make_plan
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import Spec, make_specs
from familjecentral.groups.planner.term import Term
from familjecentral.groups.problem import Problem

PATIENCE, PATIENCE_PER_PAIR = 200, 60
"""Steps without a better plan after which the search ends by itself"""
LOOKING, LOOK = 0.2, 2.0
"""Share of the time, and seconds at least, to look for what would make groups possible that are
not so even alone"""
MANY = 24
"""From so many groups the time is used to the end, by several processes where there are cores"""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands; ``plan`` is the best so far and may be used as it is."""

    seconds: float
    steps: int
    planned: int
    total: int
    objective: int
    plan: Callable[[], Plan]


def plan_term(
    problem: Problem,
    *,
    seconds: float = 60.0,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best plan found within the time.

    The same problem, seed and version give the same plan unless the time or ``cancelled``
    stopped it. No group is ever planned against a hard rule; a group that cannot be planned is
    left out with a reason.

    Args:
        seconds: wall clock; a usable plan is there long before.
        on_progress: called after the first plan and whenever a better one is found.
        cancelled: asked often; when it says yes, the best plan so far is returned.
    """
    return _Run(problem, seconds, seed, on_progress, cancelled).plan()


class _Run:
    def __init__(
        self,
        problem: Problem,
        seconds: float,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.began = time.perf_counter()
        self.term = Term(problem)
        self.specs = make_specs(self.term)
        self.limit = seconds
        self.seed = seed
        self.rng = Random(seed)  # noqa: S311 - repeatable search, no secret
        self.on_progress = on_progress
        self.cancelled = cancelled or (lambda: False)
        self.left_out: dict[int, Unplanned] = {}
        self.breaches: dict[int, Breach] = {}
        self.stopped = False
        self.missing = True
        self.maybe = 0

    def passed(self) -> float:
        return time.perf_counter() - self.began

    def stop(self) -> bool:
        """Say whether to end the search; the rest of the time is for reasons and bound."""
        self.stopped = self.share() > 1.0 or self.cancelled()
        return self.stopped

    def share(self) -> float:
        """Return how much of the time for the search has passed."""
        return self.passed() / (self.limit * self.searching())

    def searching(self) -> float:
        """Return the share of the time for the search; with nothing left out little is told."""
        return 0.9 if self.missing else 0.96

    def plan(self) -> Plan:
        self._leave_out_decided()
        search = Search(self.term, self.specs, self.left_out, self.rng)
        search.construct(self.stop)
        self._tell(search)
        self._leave_out_impossible(search)
        self._tell(search)
        bound = None
        if len(search.active) <= LARGEST:
            bound = self._bound(search, min(5.0, 0.1 * self.limit))
        low = bound if bound is not None else 0
        count = len(search.active)
        pairs = count * count * max(count, 10) // 10  # larger terms hide more behind each pair
        self._search(search, PATIENCE + PATIENCE_PER_PAIR * pairs, low)
        search.restore(search.best)
        unplanned = self._reasons(search)
        if bound is None and self.passed() < self.limit:
            bound = self._bound(search, max(self.limit - self.passed(), 0.1))
        return self._result(search.best, unplanned, bound)

    def _search(self, search: Search, patience: int, low: int) -> None:
        """Improve the plan: a large term until the time is out, others until nothing is found."""
        if len(search.active) < MANY:
            search.run(self.stop, lambda: self._tell(search), patience, low)
            return
        # They end a little before, so that the last they find is heard.
        until = self.began + self.limit * (self.searching() - 0.01)
        companions = companions_of(self.term.problem, search.absent(), self.seed, until)

        def stop() -> bool:
            for companion in companions:
                found = companion.heard()
                if found is not None and search.adopt(*found):
                    self._tell(search)
            return self.stop()

        try:
            search.run_until(stop, lambda: self._tell(search), self.share)
        finally:
            for companion in companions:
                companion.close()

    def _bound(self, search: Search, seconds: float) -> int | None:
        costs = {}
        for at in search.active:
            costs[at] = least_cost(self.term, self.specs[at]) or {(0, 0): 0}
            if self.passed() > self.limit:
                return None
        return lower_bound(
            self.term, self.specs, len(self.left_out) - self.maybe, costs,
            seconds=seconds, incumbent=search.best_cost,
        )  # fmt: skip

    def _leave_out_decided(self) -> None:
        """Leave out groups whose decided sessions break a rule, alone or with another's."""
        for spec in self.specs:
            breach = own_breach(self.term, spec)
            if breach is not None:
                self._leave_out(spec, breach)
        kept = [s for s in self.specs if s.given and s.at not in self.left_out]
        pairs = self._leave_out_clashing(kept)
        kept = [s for s in kept if s.at not in self.left_out]
        for spec in reversed(kept):
            others = [s for s in kept if s is not spec and s.at not in self.left_out]
            breach = overworked(self.term, spec, others)
            if breach is not None:
                self._leave_out(spec, breach)
                pairs += 1
        # Whether as many had to go is not shown; the bound must not count on more than one.
        self.maybe = pairs - min(pairs, 1)

    def _leave_out(self, spec: Spec, breach: Breach) -> None:
        """What would help is looked for once there is a plan to show."""
        self.breaches[spec.at] = breach
        self.left_out[spec.at] = explain.decided(self.term, self.specs, spec, breach, lambda: True)

    def _leave_out_clashing(self, kept: Sequence[Spec]) -> int:
        """Leave out one of each two groups whose decided sessions clash; return how many."""
        clash: dict[int, dict[int, Breach]] = {}
        for one, other in permutations(kept, 2):
            breach = clashes(self.term, one, other)
            if breach is not None:
                clash.setdefault(one.at, {})[other.at] = breach
        left = 0
        while clash:  # the one with most clashes goes, of equal ones the last
            worst = max(clash, key=lambda at: (len(clash[at]), at))
            self._leave_out(self.specs[worst], next(iter(clash[worst].values())))
            left += 1
            del clash[worst]
            for at in list(clash):
                clash[at].pop(worst, None)
                if not clash[at]:
                    del clash[at]
        return left

    def _leave_out_impossible(self, search: Search) -> None:
        """Leave out what found no place and cannot be planned even alone; say what would help."""
        alone = [
            at for at in search.active
            if search.best[at] is None and least_cost(self.term, self.specs[at]) is None
        ]  # fmt: skip
        turn = max(LOOKING * self.limit, LOOK) / max(len(alone) + len(self.breaches), 1)
        for at, breach in self.breaches.items():
            self.left_out[at] = explain.decided(
                self.term, self.specs, self.specs[at], breach, self._late(turn)
            )
        for at in alone:
            search.give_up(at)
            self.left_out[at] = explain.alone(self.term, self.specs[at].group, self._late(turn))

    def _late(self, seconds: float) -> Callable[[], bool]:
        until = self.passed() + seconds
        return lambda: self.passed() > until or self.cancelled()

    def _reasons(self, search: Search) -> list[Unplanned]:
        found = dict(self.left_out)
        missing = [at for at in search.active if search.best[at] is None]
        for i, at in enumerate(missing):
            share = max(0.98 * self.limit - self.passed(), 0.01 * self.limit) / (len(missing) - i)
            found[at] = why_not_together(
                search, self.specs[at], stopped=self.stopped,
                soon=self._late(0.6 * share), late=self._late(share),
            )  # fmt: skip
        return [found[at] for at in sorted(found)]

    def _result(
        self, placed: Sequence[Placed | None], unplanned: Sequence[Unplanned], bound: int | None
    ) -> Plan:
        return make_plan(
            self.term, self.specs, placed, unplanned, bound=bound, seconds=self.passed()
        )

    def _tell(self, search: Search) -> None:
        best = list(search.best)
        planned = sum(p is not None for p in best)
        self.missing = planned < len(search.active)
        if self.on_progress is None:
            return

        def current() -> Plan:
            waiting = [
                explain.together(self.specs[at], "not_found", (), proven=False, relax=())
                for at in search.active
                if best[at] is None
            ]
            known = [*self.left_out.values(), *waiting]
            order = {group.id: i for i, group in enumerate(self.term.problem.groups)}
            return self._result(best, sorted(known, key=lambda u: order[u.group]), None)

        self.on_progress(
            Progress(
                self.passed(), search.steps, planned, len(self.specs), search.best_cost, current
            )
        )
