"""The graph of dimensions: which of them some table crosses, its cliques, and their tree.

Whole-number tables on the cliques of a chordal graph that agree on the separators always extend
to one table over all dimensions (decomposable models; Lauritzen 1996, ch. 4; Dobra and Fienberg
2000), so these cells are unknowns enough, and none of the attacker's knowledge is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

Graph = dict[str, set[str]]
Clique = tuple[str, ...]


def crossed(nodes: Iterable[str], groups: Iterable[Iterable[str]]) -> Graph:
    """Return the graph on ``nodes`` in which all members of a group are neighbours."""
    graph: Graph = {node: set() for node in nodes}
    for group in groups:
        for one, other in combinations(sorted(set(group)), 2):
            graph[one].add(other)
            graph[other].add(one)
    return graph


def maximal_cliques(graph: Graph) -> tuple[Clique, ...]:
    """Return the maximal cliques, each sorted, in sorted order; ``((),)`` of an empty graph."""
    found: list[Clique] = []
    pending: list[tuple[set[str], set[str], set[str]]] = [(set(), set(graph), set())]
    while pending:  # Bron and Kerbosch 1973, with a pivot
        chosen, may, done = pending.pop()
        if not may and not done:
            found.append(tuple(sorted(chosen)))
            continue
        pivot = max(sorted(may | done), key=lambda node: len(graph[node] & may))
        for node in sorted(may - graph[pivot]):
            pending.append((chosen | {node}, may & graph[node], done & graph[node]))
            may = may - {node}
            done = done | {node}
    return tuple(sorted(found))


def triangulated(graph: Graph, sizes: Mapping[str, int]) -> tuple[Clique, ...]:
    """Return the maximal cliques of a chordal graph that contains ``graph``.

    Nodes are taken away in the order of least fill-in; ties go to the smaller clique (by
    ``sizes``, the number of codes of a node), then to the name.
    """
    left = {node: set(near) for node, near in graph.items()}
    found: list[set[str]] = []

    def cost(node: str) -> tuple[int, int, str]:
        near = left[node]
        missing = sum(1 for one, other in combinations(near, 2) if other not in left[one])
        cells = sizes[node]
        for one in near:
            cells *= sizes[one]
        return missing, cells, node

    while left:
        node = min(left, key=cost)
        near = left.pop(node)
        for one in near:
            left[one] = (left[one] | near) - {one, node}
        if not any({node, *near} <= clique for clique in found):
            found.append({node, *near})
    return tuple(sorted(tuple(sorted(clique)) for clique in found)) or ((),)


def clique_tree(cliques: tuple[Clique, ...]) -> tuple[tuple[int, int, Clique], ...]:
    """Return a tree over the cliques of a chordal graph: edges (i, j, separator).

    A spanning tree of the largest separators has the running intersection property. Cliques
    without a common dimension are tied by their grand total: an empty separator.
    """
    inside, edges = {0}, []
    while len(inside) < len(cliques):
        _, i, j = min(
            (-len(set(cliques[i]) & set(cliques[j])), i, j)
            for i in inside
            for j in range(len(cliques))
            if j not in inside
        )
        inside.add(j)
        edges.append((i, j, tuple(sorted(set(cliques[i]) & set(cliques[j])))))
    return tuple(edges)
