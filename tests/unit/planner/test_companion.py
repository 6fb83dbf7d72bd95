"""The second process: what it finds is taken, and it is gone when the first one is done."""

import multiprocessing
import time
from random import Random

import pytest

from familjecentral.groups.plan import to_json
from familjecentral.groups.planner import companion as companion_room
from familjecentral.groups.planner import run
from familjecentral.groups.planner.companion import Companion, _accompany
from familjecentral.groups.planner.result import make_plan
from familjecentral.groups.planner.search import Search
from familjecentral.groups.planner.spec import make_specs
from familjecentral.groups.planner.term import Term
from familjecentral.groups.problem_json import read_problem
from tests.unit.planner.checker import check
from tests.unit.planner.generator import make_problem
from tests.unit.planner.small import planned, term


def searching(problem):
    calendar = Term(problem)
    return Search(calendar, make_specs(calendar), (), Random(1))


def test_the_second_process_tells_of_a_plan_and_ends_when_asked():
    """What comes over is a whole plan that breaks no rule; nobody is left behind."""
    raw = term({}, {"centres": ["C2"]}, {})
    problem = read_problem(raw)
    companion = Companion(problem, (), 1, time.perf_counter() + 60)
    found = None
    try:
        process = companion._process
        assert companion._near.poll(60)
        found = companion.heard()
    finally:
        companion.close()
    assert process not in multiprocessing.active_children()
    cost, placed = found
    search = searching(problem)
    assert search.adopt(cost, placed)
    assert not search.adopt(cost, placed)  # no better than itself
    plan = make_plan(search.term, search.specs, search.best, (), bound=None, seconds=1.0)
    assert plan.total == cost
    assert check(raw, to_json(plan)) == []
    assert companion.heard() is None


def test_the_second_process_ends_when_it_is_left_and_when_the_time_is_out():
    """Nobody hears it any more, or nobody waits for it any more."""
    problem = read_problem(term({}, {}))
    near, far = multiprocessing.Pipe()
    near.close()
    _accompany(far, problem, (), 2, time.perf_counter() + 600)
    assert far.closed
    near, far = multiprocessing.Pipe()
    _accompany(far, problem, (), 2, time.perf_counter())
    assert near.recv()[0] < problem.weights.unplanned
    near.close()


def test_a_first_process_that_is_gone_is_noticed_and_no_error():
    """A pipe that broke means going on alone."""
    companion = Companion(read_problem(term()), (), 1, time.perf_counter() + 60)
    companion._process.terminate()
    companion._process.join()
    while companion._near is not None:
        companion.heard()
    assert companion._process is None


@pytest.mark.parametrize(("cores", "started"), [(None, []), (1, []), (3, [8, 9]), (16, [8, 9, 10])])
def test_every_core_to_spare_has_a_seed_of_its_own(monkeypatch, cores, started):
    """The first search has one core; with many, some are left to the person who waits."""
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    monkeypatch.setattr(companion_room, "Companion", lambda problem, out, seed, until: seed)
    assert companion_room.companions_of(None, (), 7, 0.0) == started


def test_where_no_process_can_be_had_the_first_search_goes_on_alone(monkeypatch):
    """Too little memory is no error."""

    def refused(self):
        raise OSError

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refused)
    companion = Companion(read_problem(term()), (), 1, 0.0)
    assert (companion._near, companion.heard()) == (None, None)
    companion.close()


def test_a_large_term_is_searched_by_two(monkeypatch):
    """The plan is checked as any other; the second process is gone after it."""
    monkeypatch.setattr(run, "MANY", 2)
    problem = make_problem(4, 8)
    plan = planned(problem, seconds=2)
    assert plan["groups"]
    assert not multiprocessing.active_children()
