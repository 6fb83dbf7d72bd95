"""A small term that is easy to plan, to be changed one thing at a time."""

import copy

from familjecentral.groups.plan import to_json
from familjecentral.groups.planner import plan_term
from familjecentral.groups.problem_json import read_problem
from tests.unit.planner.checker import check

OPEN = [{"weekdays": [1, 2, 3, 4, 5], "from": "08:00", "to": "20:00"}]
TERM = {
    "format": "familjecentral-plan-problem", "version": 1, "id": "small",
    "term": {"name": "ht", "first": "2026-08-24", "last": "2026-12-18"},
    "centres": [{"id": "C1", "name": "Linden", "opening": OPEN},
                {"id": "C2", "name": "Björken", "opening": OPEN}],
    "travel_minutes": [{"from": "C1", "to": "C2", "minutes": 25}],
    "rooms": [{"id": "R1", "centre": "C1", "name": "Stora", "seats": 20,
               "equipment": ["projector"]},
              {"id": "R2", "centre": "C1", "name": "Lilla", "seats": 8},
              {"id": "R3", "centre": "C2", "name": "Salen", "seats": 20}],
    "leaders": [{"id": "L1", "name": "Anna", "certificates": [{"programme": "P"}]},
                {"id": "L2", "name": "Bo", "certificates": [{"programme": "P"}]},
                {"id": "L3", "name": "Cia"}],
    "interpreters": [{"id": "T1", "name": "T1", "languages": ["arabiska"]},
                     {"id": "T2", "name": "T2", "languages": ["arabiska", "tigrinja"]}],
    "child_minding": [{"centre": "C1", "max_children": 8}],
    "groups": [],
    "relations": [],
}  # fmt: skip
GROUP = {
    "title": "Gruppen", "programme": "P", "centres": ["C1"], "sessions": 4, "minutes": 90,
    "setup_minutes": 15, "cleanup_minutes": 15, "seats": 10, "leaders": 1,
    "start_earliest": "2026-09-07", "start_latest": "2026-09-25",
}  # fmt: skip


def term(*groups, **changes):
    """Return a problem with groups G1, G2, … that differ from the plain one as given."""
    problem = copy.deepcopy(TERM) | copy.deepcopy(changes)
    problem["groups"] = [
        copy.deepcopy(GROUP) | {"id": f"G{i}"} | copy.deepcopy(group)
        for i, group in enumerate(groups or ({},), start=1)
    ]
    return problem


def planned(problem, *, seconds=600, seed=0):
    """Plan, have it checked, and return the plan as JSON."""
    plan = to_json(plan_term(read_problem(problem), seconds=seconds, seed=seed))
    assert check(problem, plan) == []
    return plan


def group(plan, name="G1"):
    """Return a planned group."""
    return next(g for g in plan["groups"] if g["group"] == name)


def left(plan, name="G1"):
    """Return a group left out."""
    return next(g for g in plan["unplanned"] if g["group"] == name)
