"""The second process: what it finds is taken, and it is gone when the first one is done."""

import multiprocessing
from random import Random

from familjecentral.groups.plan import to_json
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
    companion = Companion(problem, (), 1)
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
    companion.tell(found)
    assert companion.heard() is None


def test_the_second_process_goes_on_from_what_it_is_given_and_stops_when_left():
    """The first process hangs up: the search ends by itself, with the better plan taken over."""
    problem = read_problem(term({}, {}))
    search = searching(problem)
    search.construct(lambda: False)
    near, far = multiprocessing.Pipe()
    near.send((search.best_cost, search.best))
    near.close()
    _accompany(far, problem, (), 2)
    assert far.closed


def test_a_first_process_that_is_gone_is_noticed_and_no_error():
    """A pipe that broke means going on alone."""
    companion = Companion(read_problem(term()), (), 1)
    companion._process.terminate()
    companion._process.join()
    while companion._near is not None:
        companion.tell((0, [None] * 10_000))
        companion.heard()
    assert companion._process is None


def test_one_processor_searches_alone(monkeypatch):
    """Where there is no second core, nothing is started."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    companion = Companion(read_problem(term()), (), 1)
    assert (companion._near, companion.heard()) == (None, None)
    companion.close()


def test_a_large_term_is_searched_by_two(monkeypatch):
    """The plan is checked as any other; the second process is gone after it."""
    monkeypatch.setattr(run, "MANY", 2)
    monkeypatch.setattr(run, "ALONE", 0.0)
    monkeypatch.setattr(run, "PATIENCE_PER_PAIR", 10**6)
    problem = make_problem(4, 8)
    plan = planned(problem, seconds=2)
    assert plan["groups"]
    assert not multiprocessing.active_children()
