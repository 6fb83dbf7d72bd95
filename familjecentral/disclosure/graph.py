"""The graph of dimensions: which are crossed somewhere, and the cliques that carry the unknowns.

Whole numbers on the cliques of a triangulated graph that agree on their separators always extend
to a full table (decomposable models: Lauritzen, Graphical Models, 1996, ch. 4), so the full
cross of all dimensions is never needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod


@dataclass(frozen=True, slots=True)
class CliqueTree:
    """Cliques of a triangulated graph and the separators that tie them together.

    Attributes:
        cliques: each a sorted tuple of dimensions; at least one, perhaps empty.
        ties: (clique number, clique number, separator).
    """

    cliques: tuple[tuple[str, ...], ...]
    ties: tuple[tuple[int, int, tuple[str, ...]], ...]


def neighbours(sizes: Mapping[str, int], crossed: Iterable[Iterable[str]]) -> dict[str, set[str]]:
    """Return the graph in which the dimensions of each group are joined pairwise."""
    graph: dict[str, set[str]] = {name: set() for name in sorted(sizes)}
    for group in crossed:
        for one, other in combinations(sorted(group), 2):
            graph[one].add(other)
            graph[other].add(one)
    return graph


def maximal_cliques(graph: Mapping[str, set[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the maximal cliques of a graph (Bron and Kerbosch with a pivot), sorted."""
    found: list[tuple[str, ...]] = []

    def grow(clique: set[str], open_: set[str], closed: set[str]) -> None:
        if not open_ and not closed:
            found.append(tuple(sorted(clique)))
            return
        pivot = max(sorted(open_ | closed), key=lambda name: len(graph[name] & open_))
        for name in sorted(open_ - graph[pivot]):
            grow(clique | {name}, open_ & graph[name], closed & graph[name])
            open_ = open_ - {name}
            closed = closed | {name}

    grow(set(), set(graph), set())
    return tuple(sorted(found))


def triangulate(sizes: Mapping[str, int], graph: Mapping[str, set[str]]) -> CliqueTree:
    """Triangulate by eliminating the vertex that needs the fewest new edges.

    Args:
        sizes: dimension → number of codes; among equals the smallest clique goes first.
        graph: as from :func:`neighbours`; it is not changed.
    """
    left = {name: set(near) for name, near in graph.items()}
    cliques: list[frozenset[str]] = []
    while left:

        def price(name: str) -> tuple[int, int, str]:
            near = sorted(left[name])
            fill = sum(b not in left[a] for a, b in combinations(near, 2))
            return fill, sizes[name] * prod(sizes[n] for n in near), name

        chosen = min(left, key=price)
        near = left.pop(chosen)
        for one in near:
            left[one] |= near - {one}
            left[one].discard(chosen)
        cliques.append(frozenset(near | {chosen}))
    kept = sorted(
        {tuple(sorted(c)) for c in cliques if not any(c < other for other in cliques)}
    ) or [()]
    return CliqueTree(tuple(kept), _tree(kept))


def _tree(cliques: list[tuple[str, ...]]) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Join the cliques by a spanning tree of the largest separators (a junction tree)."""
    pairs = sorted(
        combinations(range(len(cliques)), 2),
        key=lambda pair: (-len(set(cliques[pair[0]]) & set(cliques[pair[1]])), pair),
    )
    root = list(range(len(cliques)))
    ties = []
    for one, other in pairs:
        if root[one] == root[other]:
            continue
        ties.append((one, other, tuple(sorted(set(cliques[one]) & set(cliques[other])))))
        old = root[other]
        root = [root[one] if r == old else r for r in root]
    return tuple(ties)
