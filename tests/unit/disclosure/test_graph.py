"""The graph of dimensions."""

from __future__ import annotations

from familjecentral.disclosure.graph import maximal_cliques, neighbours, triangulate


def test_a_cycle_of_four_gets_a_chord():
    """Fill-in makes the graph decomposable; the cliques before it stay the four edges."""
    sizes = {"a": 2, "b": 3, "c": 4, "d": 5}
    graph = neighbours(sizes, [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    assert len(maximal_cliques(graph)) == 4
    tree = triangulate(sizes, graph)
    assert sorted(len(clique) for clique in tree.cliques) == [3, 3]
    assert [len(separator) for _, _, separator in tree.ties] == [2]


def test_a_star_needs_no_fill():
    """Tables that share one dimension stay apart."""
    sizes = {"level": 3, "topic": 9, "form": 6}
    tree = triangulate(sizes, neighbours(sizes, [("level", "topic"), ("form", "level")]))
    assert set(tree.cliques) == {("level", "topic"), ("form", "level")}
    assert tree.ties == ((0, 1, ("level",)),)


def test_a_cycle_of_five_has_a_tree_and_no_circle():
    """The junction tree has one tie less than cliques."""
    sizes = dict.fromkeys("abcde", 2)
    graph = neighbours(sizes, [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("a", "e")])
    tree = triangulate(sizes, graph)
    assert len(tree.ties) == len(tree.cliques) - 1 == 2


def test_a_set_without_dimensions_has_one_empty_clique():
    """A grand total alone is a table too."""
    assert triangulate({}, {}).cliques == ((),)
    assert maximal_cliques({}) == ((),)
