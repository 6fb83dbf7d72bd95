"""The solver of the attack: whole numbers, and what it does when it cannot settle."""

from __future__ import annotations

import highspy
import numpy as np
import pytest

from familjecentral.disclosure import attack_solve, attack_space
from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_graph import (
    clique_tree,
    crossed,
    maximal_cliques,
    triangulated,
)
from familjecentral.disclosure.attack_solve import Relation, System, Unsettled
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet
from familjecentral.errors import UnusableFile

PAIRS = Hierarchy({"a": {"f": ("x", "y"), "g": ("y", "z"), "h": ("x", "z")}})


def cell(value, **codes: str) -> Cell:
    return Cell(Key("", ("",), 1, tuple(codes.items())), value)


def columns(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def pairs(value) -> TableSet:
    cells = (cell(value, a="f"), cell(value, a="g"), cell(value, a="h"), cell(None))
    return TableSet(cells, PAIRS)


def test_intervals_are_whole_numbers_where_the_relaxation_has_halves() -> None:
    """Three pairs of at most three sum up to four, not to four and a half."""
    report = attack([pairs(Bound(0, 3))], thresholds=9, strict=True)
    total = next(f for f in report.breaches if not f.key.codes)
    assert (total.low, total.high) == (1, 4)


def test_an_end_between_whole_numbers_is_settled_by_branch_and_bound() -> None:
    """Two triangles of pairs up to three: nine in fractions, four and four in whole numbers."""
    empty = columns()
    pairs_of = ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5))
    every = columns(*range(6))
    system = System(
        6,
        [
            *(Relation(columns(*pair), empty, None, 3) for pair in pairs_of),
            Relation(every, empty, 1, 100),
        ],
    )
    asked = system.sum_of(every)
    system.prepare()
    assert (system.lowest(asked), system.highest(asked)) == (1, 8)


def test_where_walks_lead_nowhere_the_exact_ends_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Walks only save time: without a single one the verdict is the same."""
    release = TableSet((*(cell(None, a=a) for a in "xyz"), cell(30)))
    usual = attack([release], thresholds=5)
    monkeypatch.setattr(attack_solve._Component, "_wholly", lambda self, costs: None)
    slow = attack([release], thresholds=5)
    assert (slow.safe, slow.targets) == (usual.safe, usual.targets) == (True, 3)


def test_no_whole_solution_is_a_contradiction() -> None:
    """Three pairs of three each would need halves."""
    with pytest.raises(UnusableFile, match="contradiction_of_releases"):
        attack([pairs(3)], thresholds=5)


def test_what_cannot_be_settled_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search without result is not a proof."""
    monkeypatch.setattr(attack_solve._Component, "_keep", lambda self, point: False)
    release = TableSet((cell(None, a="x"), cell(None, a="y"), cell(30)))
    report = attack([release], thresholds=5)
    assert [f.key.codes for f in report.unproven] == [(("a", "x"),), (("a", "y"),)]
    assert not report.safe
    assert not report.breaches


def test_large_differences_do_not_bound_the_unknowns_away() -> None:
    """An unknown may be thousands above another that is small."""
    small, large = columns(0), columns(1)
    system = System(2, [Relation(small, large, -3000, -3000), Relation(small, columns(), 1, 5)])
    asked = system.sum_of(large)
    system.prepare()
    assert (system.lowest(asked), system.highest(asked)) == (3001, 3005)


class Stopping:
    """A solver that stops without verdict until it has been started afresh."""

    def __init__(self, *verdicts: highspy.HighsModelStatus) -> None:
        self.verdicts = [highspy.HighsModelStatus.kUnknown, *verdicts]
        self.fresh = False

    def run(self) -> None:
        self.status = self.verdicts.pop(0)

    def getModelStatus(self) -> highspy.HighsModelStatus:
        return self.status

    def clearSolver(self) -> None:
        self.fresh = True

    def setOptionValue(self, name: str, value: int) -> None:
        assert self.fresh


def test_only_an_optimum_counts() -> None:
    """A solver that stopped on its way has shown nothing; it gets a second start."""
    attack_solve._solve(Stopping(highspy.HighsModelStatus.kOptimal))
    with pytest.raises(UnusableFile):
        attack_solve._solve(Stopping(highspy.HighsModelStatus.kInfeasible))
    with pytest.raises(Unsettled):
        attack_solve._solve(Stopping(highspy.HighsModelStatus.kUnknown))


def test_too_many_unknowns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A smaller model would flatter the protection."""
    monkeypatch.setattr(attack_space, "MOST_UNKNOWNS", 1)
    with pytest.raises(UnusableFile, match="too_large"):
        attack([TableSet((cell(7, a="x"), cell(9, a="y")))], thresholds=5)


def test_sums_reach_over_components_and_over_what_is_known() -> None:
    """Ends of a sum add up over parts that nothing ties."""
    empty = columns()
    system = System(
        6,
        [
            Relation(columns(0, 1), empty, 4, 4),
            Relation(columns(1, 0), empty, None, 9),
            Relation(columns(2), empty, 7, 7),
            Relation(columns(3), columns(2), 0, 0),
            Relation(empty, columns(4, 5), -6, None),
        ],
    )
    every, half = system.sum_of(columns(0, 1, 2, 3, 4, 5)), system.sum_of(columns(0, 3, 4))
    known = system.sum_of(columns(2, 3))
    system.prepare()
    assert (system.lowest(every), system.highest(every)) == (18, 24)
    assert (system.lowest(half), system.highest(half)) == (7, 17)
    assert system.seen(known) == (14, 14)


def test_a_witness_must_fit_in_exact_arithmetic() -> None:
    """A point that is whole but wrong by one is no witness."""
    system = System(2, [Relation(columns(0, 1), columns(), 4, 4)])
    system.sum_of(columns(0))
    (component,) = system.components
    component.prepare()
    assert not component._keep(np.array([2.0, 3.0]))
    assert component._keep(np.array([2.0, 2.0]))


@pytest.mark.parametrize(
    ("edges", "cliques", "chordal"),
    [
        ([], [("a",), ("b",), ("c",), ("d",)], 4),
        (["ab", "bc"], [("a", "b"), ("b", "c"), ("d",)], 3),
        (["ab", "bc", "ac"], [("a", "b", "c"), ("d",)], 2),
        (["ab", "bc", "cd", "ad"], [("a", "b"), ("a", "d"), ("b", "c"), ("c", "d")], 2),
        (["abc", "bcd"], [("a", "b", "c"), ("b", "c", "d")], 2),
    ],
)
def test_cliques_and_their_tree(edges: list[str], cliques: list[tuple[str, ...]], chordal: int):
    """Maximal cliques before fill-in; after it a tree in which each dimension hangs together."""
    graph = crossed("abcd", edges)
    assert list(maximal_cliques(graph)) == cliques
    filled = triangulated(graph, dict.fromkeys("abcd", 3))
    assert len(filled) == chordal
    assert all(any(set(c) <= set(f) for f in filled) for c in cliques)
    tree = clique_tree(filled)
    assert len(tree) == len(filled) - 1
    for name in "abcd":
        homes = [i for i, clique in enumerate(filled) if name in clique]
        inner = [e for e in tree if e[0] in homes and e[1] in homes]
        assert len(inner) == len(homes) - 1
        assert all(name in separator for _, _, separator in inner)


def test_empty_graph_has_the_empty_clique() -> None:
    """A measure without dimensions still has its total."""
    assert maximal_cliques({}) == ((),)
    assert triangulated({}, {}) == ((),)
    assert clique_tree(((),)) == ()


def test_what_cannot_be_settled_is_not_called_as_narrow() -> None:
    """A bounded search that ended without an answer proves nothing."""
    from familjecentral.disclosure import attack
    from familjecentral.disclosure.attack_solve import Unsettled

    class Hard:
        def exact(self, system):
            raise Unsettled

    assert not attack._as_narrow(None, Hard(), None)
