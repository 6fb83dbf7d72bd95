"""Above the reach of the exact search: near patterns are tried, and the cheapest one is kept."""

from __future__ import annotations

import numpy as np
import pytest
from generate import TableSet, cross, inner_margins

from familjecentral.disclosure import improve, scatter, search
from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.facts import gather
from familjecentral.disclosure.interval import Cut
from familjecentral.disclosure.master import Master
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.pool import Pool, Spare
from familjecentral.disclosure.protect import problem_of, protect


def _loss(true: TableSet) -> int:
    return protect(true, policy=Policy()).certificate.hidden_other


def test_near_patterns_come_close_to_the_best_one(monkeypatch):
    """Never dearer than without them, never below the proven optimum, and mostly at it."""
    sets = [TableSet(tuple(cross(np.random.default_rng(s), a=5, b=7))) for s in range(6)]
    best = [_loss(true) for true in sets]
    monkeypatch.setattr(search, "EXACT_ROWS", 3)
    monkeypatch.setattr(improve, "_EFFORT", 4_000)
    near = [_loss(true) for true in sets]
    monkeypatch.setattr(improve, "_EFFORT", 0)
    plain = [_loss(true) for true in sets]
    assert all(b <= n <= p for b, n, p in zip(best, near, plain, strict=True))
    assert sum(near) <= sum(best) + 1
    assert sum(near) < sum(plain)


def test_a_talk_that_does_not_end_is_given_up(monkeypatch):
    """Where master and attacker do not agree in time, the neighbourhood stays as it was."""
    true = TableSet(tuple(cross(np.random.default_rng(1), a=5, b=7)))
    monkeypatch.setattr(search, "EXACT_ROWS", 3)
    monkeypatch.setattr(improve, "_EFFORT", 0)
    plain = _loss(true)
    monkeypatch.setattr(improve, "_EFFORT", 4_000)
    monkeypatch.setattr(improve, "_TALKS", 1)
    assert _loss(true) <= plain


def test_the_order_of_rows_does_not_matter_above_the_exact_search(monkeypatch):
    """The same cells in another order hide the same keys."""
    monkeypatch.setattr(search, "EXACT_ROWS", 3)
    monkeypatch.setattr(improve, "_EFFORT", 2_000)
    cells = tuple(inner_margins(np.random.default_rng(3).poisson(4, (4, 6)), ["a", "b"], {}))
    hidden = [
        {
            cell.key
            for cell in protect(TableSet(order), policy=Policy()).tables.cells
            if cell.value is None
        }
        for order in (cells, tuple(reversed(cells)), cells[7:] + cells[:7])
    ]
    assert hidden[0]
    assert hidden[0] == hidden[1] == hidden[2]


def test_a_row_is_shown_only_if_no_cut_needs_it():
    """Cuts that come in between count at once; bridges ask for nothing."""
    pool = Pool(np.array([0, 2, 3]), 4)
    pool.add([Cut(np.array([0, 2]), np.ones(2)), Cut(np.array([3, 0]), np.array([1.0, -1.0]), 0.0)])
    pool.add([Cut(np.array([0, 2]), np.ones(2))])
    assert len(pool.cuts) == 2
    hidden = np.array([True, False, True, True])
    spare = Spare(pool, hidden)
    assert spare.show(0)
    assert not spare.show(2)
    pool.add([Cut(np.array([3]), np.ones(1))])
    assert not spare.show(3)
    spare.hide(0)
    assert hidden.tolist() == [True, False, True, True]
    assert spare.show(2)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_rows_that_cuts_name_together_are_near(place):
    """A row is nearest to itself, then to those in a cut with it; strangers are far."""
    pool = Pool(np.array([4, 5, 6, 7]), 8)
    pool.add([Cut(np.array([4, 5]), np.ones(2)), Cut(np.array([5, 6]), np.ones(2))])
    near = pool.near(place)
    assert near.argmax() == place
    assert near[3] == 0
    assert (near[:3] > 0).sum() >= 2


def test_a_hard_proof_is_helped_and_then_given_up(monkeypatch):
    """A part whose optimum cannot be proved in time still gets a safe pattern near the best."""
    true = TableSet(tuple(cross(np.random.default_rng(2), a=5, b=7)))
    best = protect(true, policy=Policy()).certificate
    monkeypatch.setattr(search, "_HARD", -1)
    monkeypatch.setattr(scatter, "_EFFORT", 4_000)
    helped = protect(true, policy=Policy()).certificate
    assert (helped.hidden_other, helped.solver) == (best.hidden_other, best.solver)
    monkeypatch.setattr(search, "_TOO_HARD", -1)
    given_up = protect(true, policy=Policy()).certificate
    assert given_up.solver.endswith("heuristic")
    assert given_up.hidden_other >= best.hidden_other


def test_a_pattern_that_hides_nothing_is_left_alone():
    """Where only whole numbers see a danger, there is nothing to choose anew yet."""
    part = problem_of(
        gather(TableSet(tuple(cross(np.random.default_rng(1), a=3, b=3))), [], []),
        "",
        policy=Policy(),
        hidden_min=1,
        tick=lambda: None,
    ).reduction.parts[0]
    bare = part.hidden & ~part.free
    master = Master(part)
    found = improve.improve(Audit(part, lambda: None), master, bare, 45, lambda: False)
    assert (found == bare).all()


def test_a_choice_stopped_early_is_gone_on_with(monkeypatch):
    """A safe pattern from a master that met its limit of nodes is not the end of the search."""
    true = TableSet(tuple(cross(np.random.default_rng(2), a=5, b=9)))
    best = protect(true, policy=Policy(), hidden_min=0).certificate
    monkeypatch.setattr("familjecentral.disclosure.master._NODES", 1)
    again = protect(true, policy=Policy(), hidden_min=0).certificate
    assert (again.hidden_other, again.solver) == (best.hidden_other, best.solver)
    assert again.solver.endswith("exact")
