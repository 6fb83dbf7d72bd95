"""Where the linear programme sees more room than whole numbers have."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from generate import cell

from familjecentral.disclosure.audit import Audit, NoPattern
from familjecentral.disclosure.history import history
from familjecentral.disclosure.interval import Attacker
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.solver import new_solver, program, solved
from familjecentral.disclosure.system import Part, sums
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, TableSet

NONE = np.empty(0, dtype=np.int64)
PAIRS = ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5))


def triangles(*, free: bool) -> Part:
    """Two triangles whose pairs are at most 3: the sum of all is 9 in fractions, 8 in whole."""
    lines = [(np.array(pair), NONE) for pair in PAIRS] + [(np.array([6]), NONE)]
    count = len(lines)
    last = np.arange(count) == count - 1
    return Part(
        size=7,
        rows=[[n] for n in range(count)],
        matrix=sums(lines),
        ties=sums([]),
        value=np.where(last, 9.0, 2.0),
        low=np.zeros(count),
        high=np.where(last, np.inf, 3.0),
        known=np.ones(count, dtype=bool),
        free=last & free,
        hidden=~last,
        price=np.ones(count),
        order=np.ones(count),
        new=True,
        targets=[0],
        upper=sums([(np.arange(6), NONE)]),
        lower=sums([(np.arange(6), NONE)]),
        up=np.array([9.0]),
        span=np.array([0.0]),
        floor=np.array([np.inf]),
    )


def test_a_fraction_is_no_witness():
    """Fractions reach 9, whole numbers 8: the pattern is unsafe, and something must be hidden."""
    audit = Audit(triangles(free=True), lambda: None)
    pattern = audit.part.hidden.astype(float)
    assert audit.cuts(pattern) == []
    (found,) = audit.cuts(pattern, whole=True)
    assert list(found.row) == [6]
    assert found.broken(pattern)
    assert audit.interval(0) == (0, 8)


def test_where_nothing_is_left_to_hide_no_pattern_exists():
    """With everything settled the target itself is named."""
    audit = Audit(triangles(free=False), lambda: None)
    with pytest.raises(NoPattern) as none:
        audit.cuts(audit.part.hidden.astype(float), whole=True)
    assert none.value.target == 0


def test_an_interval_that_could_not_be_proved_counts_as_too_short(monkeypatch):
    """When branch and bound stops at its limit, the cautious answer is taken."""
    monkeypatch.setattr(Attacker, "least_whole", lambda self, *sum_: None)
    audit = Audit(triangles(free=True), lambda: None)
    assert len(audit.cuts(audit.part.hidden.astype(float), whole=True)) == 1
    assert audit.interval(0) == (0, 9)


def test_branch_and_bound_that_finds_nothing_says_so():
    """Bounds that no whole number meets give no point."""
    part = triangles(free=False)
    part.low[:3], part.high[:3] = 1.0, 1.0
    attacker = Attacker(part)
    attacker.show(part.hidden.astype(float))
    assert attacker.least(np.arange(6), np.ones(6)) is not None
    assert attacker.least_whole(np.arange(6), np.ones(6)) is None


def test_a_dive_comes_to_a_whole_point_or_to_nothing():
    """Triangles that leave halves are made whole; where no whole number fits, it gives up."""
    part = triangles(free=False)
    part.low[:3], part.high[:3] = 1.0, 1.0
    attacker = Attacker(part)
    attacker.show(part.hidden.astype(float))
    assert attacker.dive(np.ones(6)) is None
    part = triangles(free=True)
    attacker = Attacker(part)
    attacker.show((part.hidden | part.free).astype(float))
    point = attacker.dive(np.ones(6))
    assert point is not None
    assert (point == np.rint(point)).all()


def test_a_dive_goes_to_the_other_side_where_rounding_leads_nowhere():
    """x + a is 1; a at 1 leaves no room for b or c, of which one is needed: x must be 1."""
    part = triangles(free=False)
    lines = [(np.array(pair), NONE) for pair in ((0, 1), (1, 2), (1, 3), (2, 3))]
    four = replace(
        part,
        size=4,
        rows=[[n] for n in range(4)],
        matrix=sums(lines),
        value=np.ones(4),
        low=np.array([1.0, 0.0, 0.0, 1.0]),
        high=np.array([1.0, 1.0, 1.0, np.inf]),
        **{name: getattr(part, name)[:4] for name in ("known", "free", "price", "order")},
        hidden=np.ones(4, dtype=bool),
        upper=sums([(np.array([0]), NONE)]),
        lower=sums([(np.array([0]), NONE)]),
    )
    attacker = Attacker(four)
    attacker.show(four.hidden.astype(float))
    cost = np.array([1.0, 0.0, 0.0, 0.0])
    halves = attacker.point(cost)
    assert halves is not None
    assert halves[0] == 0.5
    point = attacker.dive(cost)
    assert point is not None
    assert list(point[:2]) == [1.0, 0.0]


@pytest.mark.parametrize("odd", [1.0, 3.0])
def test_where_no_whole_number_fits_nothing_is_proved(odd):
    """Three pairs of an odd number leave halves: no sweep and no dive makes a proof of them."""
    part = triangles(free=False)
    part.low[:3], part.high[:3] = odd, odd
    audit = Audit(part, lambda: None)
    with pytest.raises(NoPattern):
        audit.cuts(part.hidden.astype(float), whole=True)
    assert audit.witnesses.kept == []


def test_a_dive_where_nothing_fits_at_all_comes_to_nothing():
    """Bounds that cross leave no point, whole or not."""
    part = triangles(free=False)
    part.low[:3], part.high[:3] = 3.0, 2.0
    attacker = Attacker(part)
    attacker.show(part.hidden.astype(float))
    assert attacker.point(np.ones(7)) is None
    assert attacker.dive(np.ones(7)) is None


def test_one_point_at_one_end_can_be_enough():
    """Eight is taken in whole numbers: once it is found, nobody looks for the other end."""
    part = triangles(free=False)
    two = replace(
        part,
        targets=[0, 1],
        upper=sums([(np.arange(6), NONE)] * 2),
        lower=sums([(np.arange(6), NONE)] * 2),
        up=np.full(2, 8.0),
        span=np.zeros(2),
        floor=np.full(2, np.inf),
    )
    audit = Audit(two, lambda: None)
    assert audit.cuts(part.hidden.astype(float), whole=True, limit=1) == []
    assert max(point[:6].sum() for point in audit.witnesses.kept) == 8


def test_history_counts_whole_numbers():
    """The list of lost numbers gives the whole-number interval."""
    names = "abcdef"
    inner = {f"g{n}": tuple(names[i] for i in pair) for n, pair in enumerate(PAIRS)}
    inner["six"] = tuple(names)
    hierarchy = Hierarchy(MappingProxyType({"k": inner}))
    cells = [Cell(cell(0, k=f"g{n}").key, Bound(0, 3)) for n in range(6)]
    cells += [Cell(cell(0, k="six").key, None), cell(90, k="other")]
    truth = TableSet((cell(8, k="six"),), hierarchy)
    old = TableSet(tuple(cells), hierarchy)
    lost = history([old], policy=Policy(threshold=9), truth=[truth])
    (six,) = [one for one in lost if one.key.codes == (("k", "six"),)]
    assert (six.low, six.high, six.sure) == (1, 8, True)


def test_a_solver_without_a_verdict_has_not_solved():
    """It is started once more from nothing, then given up."""
    highs = new_solver(simplex_iteration_limit=0, presolve="off")
    entries = (np.array([0, 0]), np.array([0, 1]), np.ones(2))
    bounds = (np.zeros(2), np.full(2, 9.0))
    rows = (np.array([3.0]), np.array([5.0]))
    highs.passModel(program(cost=np.ones(2), columns=bounds, rows=rows, entries=entries))
    assert not solved(highs)
