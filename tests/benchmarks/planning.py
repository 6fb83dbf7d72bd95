"""The planner against the best values known, and how soon a large term has a usable plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from familjecentral.groups.planner import Progress, plan_term
from familjecentral.groups.problem_json import read_problem
from tests.benchmarks.figures import Figure
from tests.unit.planner.generator import make_problem

PLANS = Path(__file__).parents[1] / "data" / "plans"
BEST = {
    "small-4-groups": 53,
    "eskilstuna-2023": 3,
    "infeasible-no-certified-leader": 100_038,
    "term-16-groups": 60,
}


def measure() -> Iterator[Figure]:
    """Plan the samples (10 s each) and two random terms of 60 groups (60 s each)."""
    for name, best in BEST.items():
        problem = read_problem(json.loads((PLANS / f"{name}.json").read_text("utf-8")))
        plan = plan_term(problem, seconds=10)
        yield Figure(f"objective of {name} / best known", plan.total / best, 1.05)
    for seed in (2, 3):
        seen: list[Progress] = []
        plan = plan_term(read_problem(make_problem(seed, 60)), seconds=60, on_progress=seen.append)
        early = [p.objective for p in seen if p.seconds <= 10]
        note = f"{early[-1] if early else 'none'} / {plan.total}, bound {plan.bound}"
        yield Figure(f"first plan of 60 groups, random {seed}, s", seen[0].seconds, 10)
        yield Figure(f"60 groups, random {seed}: after 60 s, s", plan.seconds, 61, note)
