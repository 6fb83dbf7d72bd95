"""One planning run from problem to plan: reasons first, then search, then what is left over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from familjecentral.groups.plan import Plan, Unplanned
from familjecentral.groups.planner import explain
from familjecentral.groups.planner.bound import lower_bound
from familjecentral.groups.planner.conflict import why_not_together
from familjecentral.groups.planner.locked import clashes, own_breach, overworked
from familjecentral.groups.planner.occupancy import Placed
from familjecentral.groups.planner.possible import least_cost
from familjecentral.groups.planner.result import make_plan
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import make_specs
from familjecentral.groups.planner.term import Term
from familjecentral.groups.problem import Problem

PATIENCE_PER_GROUP = 1500
"""Steps without a better plan after which the search ends by itself, for each group"""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands; ``plan`` is the best so far and may be used as it is."""

    seconds: float
    steps: int
    planned: int
    total: int
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
        self.rng = Random(seed)  # noqa: S311 - repeatable search, no secret
        self.on_progress = on_progress
        self.cancelled = cancelled or (lambda: False)
        self.left_out: dict[int, Unplanned] = {}
        self.out_of_time = False

    def passed(self) -> float:
        return time.perf_counter() - self.began

    def stop(self) -> bool:
        """Say whether to end now; a part of the time is kept for the reasons."""
        self.out_of_time = self.passed() > self.limit * 0.93 or self.cancelled()
        return self.out_of_time

    def plan(self) -> Plan:
        own_costs = self._leave_out()
        search = Search(self.term, self.specs, self.left_out, self.rng)
        search.construct(lambda: False)
        self._tell(search)
        bound = lower_bound(
            self.term, self.specs, self.left_out, own_costs,
            seconds=min(5.0, 0.1 * self.limit), incumbent=search.best_cost,
        )  # fmt: skip
        patience = PATIENCE_PER_GROUP * max(len(search.active), 1)
        search.run(
            self.stop,
            lambda: self._tell(search),
            patience,
            bound if bound is not None else 0,
        )
        search.restore(search.best)
        return self._result(search.best, self._reasons(search), bound)

    def _leave_out(self) -> dict[int, dict[tuple[int, int], int]]:
        """Leave out what no plan can hold; return the least own costs by time of the others."""
        costs: dict[int, dict[tuple[int, int], int]] = {}
        for spec in self.specs:
            breach = own_breach(self.term, spec)
            if breach is not None:
                self.left_out[spec.at] = explain.decided(self.term, self.specs, spec, breach)
                continue
            found = least_cost(self.term, spec)
            if found is None:
                self.left_out[spec.at] = explain.alone(self.term, spec.group)
            else:
                costs[spec.at] = found
        kept = [spec for spec in self.specs if spec.at in costs]
        for one in reversed(kept):  # of two that cannot stand together the later one goes
            others = [s for s in kept if s is not one and s.at not in self.left_out]
            breach = next((b for s in others if (b := clashes(self.term, one, s))), None)
            breach = breach or overworked(self.term, one, others)
            if breach is not None:
                self.left_out[one.at] = explain.decided(self.term, self.specs, one, breach)
                del costs[one.at]
        return costs

    def _reasons(self, search: Search) -> list[Unplanned]:
        found = dict(self.left_out)
        for at in search.active:
            if search.best[at] is None:
                found[at] = why_not_together(
                    search, self.specs[at], out_of_time=self.out_of_time, seconds=self._rest()
                )
        return [found[at] for at in sorted(found)]

    def _rest(self) -> float:
        return max(self.limit - self.passed(), 0.02 * self.limit)

    def _result(
        self, placed: Sequence[Placed | None], unplanned: Sequence[Unplanned], bound: int | None
    ) -> Plan:
        return make_plan(
            self.term, self.specs, placed, unplanned, bound=bound, seconds=self.passed()
        )

    def _tell(self, search: Search) -> None:
        if self.on_progress is None:
            return
        best = list(search.best)
        planned = sum(p is not None for p in best)

        def current() -> Plan:
            waiting = [
                explain.together(self.specs[at], "not_found", (), proven=False, relax=())
                for at in search.active
                if best[at] is None
            ]
            known = [*self.left_out.values(), *waiting]
            order = {group.id: i for i, group in enumerate(self.term.problem.groups)}
            return self._result(best, sorted(known, key=lambda u: order[u.group]), None)

        self.on_progress(Progress(self.passed(), search.steps, planned, len(self.specs), current))
