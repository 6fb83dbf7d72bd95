"""The planner against the best values known, and how soon a large term has a usable plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from familjecentral.groups.planner import Progress, plan_term
from familjecentral.groups.problem_json import read_problem
from tests.benchmarks.figures import Figure
from tests.benchmarks.terms import Kind, make_term

PLANS = Path(__file__).parents[1] / "data" / "plans"
BEST = {
    "small-4-groups": 53,
    "eskilstuna-2023": 3,
    "infeasible-no-certified-leader": 100_038,
    "term-16-groups": 33,
}
LEFT_OUT = 100_000
"""What a group left out costs; the rest of the objective is judged by itself"""
FAMILY = {
    "30 groups": (Kind(104, 30, 12, 5, 2), 100_146),
    "45 groups": (Kind(106, 45, 16, 8, 3, relations=3), 273),
    "60 groups, tied": (
        Kind(108, 60, 20, 8, 2, 4, relations=5, room_to_lead=1.2, evenings=0.3), 221,
    ),
    "60 groups, one centre": (Kind(110, 60, 16, 8, 1, 6, relations=3, evenings=0.3), 200_315),
}  # fmt: skip
"""Random terms with the best value that any run has found, however long"""


def measure() -> Iterator[Figure]:
    """Plan the samples (10 s each) and the family of random terms (60 s, two seeds)."""
    for name, best in BEST.items():
        problem = read_problem(json.loads((PLANS / f"{name}.json").read_text("utf-8")))
        plan = plan_term(problem, seconds=10)
        yield Figure(f"objective of {name} / best known", plan.total / best, 1.05)
    for name, (kind, best) in FAMILY.items():
        problem = read_problem(make_term(kind))
        totals, firsts = [], []
        for seed in (0, 1):
            seen: list[Progress] = []
            plan = plan_term(problem, seconds=60, seed=seed, on_progress=seen.append)
            totals.append(plan.total)
            firsts.append(seen[0].seconds)
            yield Figure(f"{name}: after 60 s, s", plan.seconds, 61, f"bound {plan.bound}")
        yield Figure(f"{name}: first plan, s", max(firsts), 10)
        out, own = zip(*(divmod(total, LEFT_OUT) for total in totals), strict=True)
        known = divmod(best, LEFT_OUT)
        yield Figure(f"{name}: left out, beyond the best known", max(out) - known[0], 0)
        yield Figure(f"{name}: worse seed / best known", max(own) / known[1], 1.05, str(own))
        yield Figure(f"{name}: worse seed / better seed", max(own) / min(own), 1.05)
