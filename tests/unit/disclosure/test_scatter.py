"""Small parts that are hard to prove: many beginnings, and crosses of them."""

from __future__ import annotations

import numpy as np
from generate import TableSet, cross

from familjecentral.disclosure import scatter, search
from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.facts import gather
from familjecentral.disclosure.master import Master
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import problem_of, protect


def _part(seed: int):
    """Return the largest part of a small set whose optimum can be proved."""
    true = TableSet(tuple(cross(np.random.default_rng(seed), a=5, b=7)))
    problem = problem_of(gather(true, [], []), "", policy=Policy(), hidden_min=1, tick=lambda: None)
    return max(problem.reduction.parts, key=lambda part: part.free.sum())


def _all(part):
    return part.hidden | part.free


def test_beginnings_and_crosses_come_close_to_the_proven_best(monkeypatch):
    """From the dearest pattern there is, without a proof, to the cheapest one or nearly so."""
    monkeypatch.setattr(scatter, "_EFFORT", 8_000)
    found, best = 0.0, 0.0
    for seed in range(4):
        part = _part(seed)
        audit = Audit(part, lambda: None)
        proved = search.find(audit, lambda: False)
        assert proved.best
        audit = Audit(part, lambda: None)
        near = scatter.scatter(audit, Master(part), _all(part), 45, lambda _: False)
        assert not audit.cuts(near.astype(float))
        assert audit.loss(near) >= proved.loss
        found, best = found + audit.loss(near), best + proved.loss
    assert found <= 1.02 * best


def test_the_same_input_gives_the_same_pattern(monkeypatch):
    monkeypatch.setattr(scatter, "_EFFORT", 5_000)
    part = _part(1)
    one, other = (
        scatter.scatter(Audit(part, lambda: None), Master(part), _all(part), 45, lambda _: False)
        for _ in range(2)
    )
    assert np.array_equal(one, other)


def test_what_will_do_is_not_searched_on():
    part = _part(2)
    audit = Audit(part, lambda: None)
    hidden = _all(part)
    assert scatter.scatter(audit, Master(part), hidden, 45, lambda _: True) is hidden


def test_patterns_that_differ_too_much_are_not_crossed(monkeypatch):
    """The choice would be as hard as the part itself."""
    part = _part(3)
    audit = Audit(part, lambda: None)
    master = Master(part)
    drawn = np.random.default_rng(0)
    one = search.find(audit, lambda: False).hidden
    monkeypatch.setattr(scatter, "_WIDEST_CROSS", 1)
    assert scatter._crossed(audit, master, one, _all(part), drawn) is one


def test_a_hard_part_is_scattered(monkeypatch):
    """Once the proof has become hard, the pattern is never dearer than without the search."""
    true = TableSet(tuple(cross(np.random.default_rng(1), a=5, b=7)))
    monkeypatch.setattr(search, "_HARD", -1)
    monkeypatch.setattr(search, "_TOO_HARD", -1)
    monkeypatch.setattr(search, "_TOO_HARD_IF_NEAR", -1)
    losses = []
    for effort in (0, 4_000):
        monkeypatch.setattr(scatter, "_EFFORT", effort)
        losses.append(protect(true, policy=Policy()).certificate.hidden_other)
    assert losses[1] <= losses[0]


def test_what_two_patterns_hide_in_vain_is_shown_by_their_cross():
    """Each hides what is needed and half of the rest: the cross is cheaper than both."""
    part = _part(3)
    audit = Audit(part, lambda: None)
    best = search.find(audit, lambda: False)
    rest = np.flatnonzero(part.free & ~best.hidden)
    one, other = best.hidden.copy(), best.hidden.copy()
    one[rest[::2]] = other[rest[1::2]] = True
    master = Master(part)
    master.add(audit.cuts(part.hidden.astype(float)))
    found = scatter._crossed(audit, master, one, other, np.random.default_rng(0))
    assert best.loss <= audit.loss(found) < min(audit.loss(one), audit.loss(other))
    assert not audit.cuts(found.astype(float))
