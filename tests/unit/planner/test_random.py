"""Random terms: never a broken rule, whatever is asked for and whenever it is stopped."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familjecentral.groups.plan import to_json
from familjecentral.groups.planner import plan_term
from familjecentral.groups.problem_json import read_problem
from tests.unit.planner.checker import check
from tests.unit.planner.generator import lock_some, make_problem

LEFT_OUT = 100_000  # the price of a group that is not planned


def planned(problem, seconds, **watched):
    plan = to_json(plan_term(read_problem(problem), seconds=seconds, **watched))
    assert check(problem, plan) == []
    return plan


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(1, 7), st.booleans())
def test_no_plan_breaks_a_rule(seed, groups, hard):
    """Feasible or not."""
    planned(make_problem(seed, groups, hard=hard), 0.2)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_no_plan_breaks_a_rule_after_an_absence(seed, groups):
    """Some sessions held, some announced, one leader ill: the rest is planned again."""
    problem = make_problem(seed, groups)
    plan = planned(problem, 0.15)
    problem = lock_some(copy.deepcopy(problem), plan, seed, held_before="2026-10-01")
    ill = problem["leaders"][0]
    ill.setdefault("absent", []).append({"first": "2026-10-12", "last": "2026-10-30"})
    planned(problem, 0.15)


@pytest.mark.parametrize(("hard", "enough"), [(False, 50), (True, 10)])
def test_a_term_of_60_groups_is_usable_soon(hard, enough):
    """The first plans break no rule and hold most of the groups; nobody waits for the best."""
    seen = []
    plan = planned(
        make_problem(11, 60, hard=hard),
        60,
        on_progress=seen.append,
        cancelled=lambda: bool(seen) and seen[-1].objective <= (60 - enough) * LEFT_OUT,
    )
    assert len(plan["groups"]) >= enough


def test_the_best_plan_so_far_can_be_taken_and_the_run_cancelled():
    """Progress gives ever better plans, each complete in itself."""
    problem = make_problem(5, 12)
    seen = []
    plan = plan_term(
        read_problem(problem),
        seconds=15,
        on_progress=seen.append,
        cancelled=lambda: len(seen) >= 3,
    )
    totals = [progress.objective for progress in seen]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) >= 3
    for progress in (seen[0], seen[-1]):
        assert check(problem, to_json(progress.plan())) == []
    assert plan.total == totals[-1]
    assert plan.seconds < 12


def test_stopped_at_once_it_still_gives_every_group_an_answer():
    """Cancelled before anything was placed: nothing planned, nothing forgotten."""
    problem = make_problem(5, 6)
    plan = plan_term(read_problem(problem), seconds=5, cancelled=lambda: True)
    assert {u.reason for u in plan.unplanned} <= {"not_found", "no_room"}
    assert check(problem, to_json(plan)) == []
