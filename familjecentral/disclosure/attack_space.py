"""The unknowns behind the cells of one measure, and which of them a cell is the sum of.

Codes and months that no cell tells apart are one. For every period that is left there is one
table of counts per vintage: the first state, then what each later state added (``grow``), or
each state by itself (``any``). Such a table is held by its margins on the cliques of the
triangulated graph of dimensions, tied by their separators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from familjecentral.disclosure.attack_graph import (
    Clique,
    clique_tree,
    crossed,
    maximal_cliques,
    triangulated,
)
from familjecentral.disclosure.table import TOTAL, Key
from familjecentral.errors import UnusableFile

Columns = NDArray[np.int64]
Codes = tuple[tuple[str, str], ...]
Period = tuple[str, ...]
Leaves = Mapping[str, Mapping[str, frozenset[str]]]

# More unknowns than this would not be solved in hours; refusing is honest, a smaller model is not.
MOST_UNKNOWNS = 400_000
PERIOD = "\0period"  # the node of time among the dimensions; no column can have this name


@dataclass(frozen=True, slots=True)
class Partition:
    """Leaves that no set tells apart, as numbered classes; and the classes of each set.

    A class that no set names is a set by itself, under the names of its leaves.
    """

    classes: tuple[frozenset[str], ...]
    members: Mapping[str, tuple[int, ...]]

    @staticmethod
    def of(everything: frozenset[str], sets: Mapping[str, frozenset[str]]) -> Partition:
        names = sorted(sets)
        found: dict[tuple[bool, ...], list[str]] = {}
        for leaf in sorted(everything):
            found.setdefault(tuple(leaf in sets[name] for name in names), []).append(leaf)
        signatures = list(found)
        members = {
            name: tuple(i for i, signature in enumerate(signatures) if signature[place])
            for place, name in enumerate(names)
        }
        members[TOTAL] = tuple(range(len(signatures)))
        told = set(members.values())
        for place, signature in enumerate(signatures):
            if (place,) not in told:
                members.setdefault("+".join(found[signature]), (place,))
        return Partition(tuple(frozenset(found[s]) for s in signatures), members)


@dataclass(frozen=True, slots=True)
class State:
    """One table of unknown counts: a period class, and the vintage that it came with."""

    period: int
    vintage: int


class Space:
    """Numbers the unknowns of one measure.

    Args:
        keys: every cell whose sum can be asked for, known or not.
        leaves: dimension → code → its finest codes; ``TOTAL`` among the codes.
        impossible: combinations of codes that cannot occur.
        grow: later vintages only add.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        *,
        leaves: Leaves,
        impossible: Iterable[Codes] = (),
        grow: bool = True,
    ) -> None:
        self.grow = grow
        used = {name for key in keys for name, _ in key.codes}
        self.impossible = tuple(
            pairs for pairs in impossible if all(n in used and c in leaves[n] for n, c in pairs)
        )
        told: dict[str, dict[str, frozenset[str]]] = {name: {} for name in sorted(used)}
        for codes in (*(key.codes for key in keys), *self.impossible):
            for name, code in codes:
                told[name][code] = leaves[name][code]
        self.codes = {n: Partition.of(leaves[n][TOTAL], sets) for n, sets in told.items()}
        self.written = periods = frozenset(key.period for key in keys)
        self.everything = tuple(sorted({atom for period in periods for atom in period}))
        self.periods = Partition.of(
            frozenset(self.everything), {"\0".join(p): frozenset(p) for p in periods}
        )
        self._classes_of: dict[Period, tuple[int, ...]] = {}
        self._number_vintages(keys)
        self._draw(keys)
        self._inside: dict[tuple[int, Codes], Columns] = {}

    def _number_vintages(self, keys: Sequence[Key]) -> None:
        """Note in which vintages a dimension was counted in a period ("" stands for any)."""
        self.issued: dict[tuple[str, int], set[int]] = {}
        for key in keys:
            for period in self.period_classes(key.period):
                for name in ("", *(name for name, _ in key.codes)):
                    self.issued.setdefault((name, period), set()).add(key.vintage)

    def _draw(self, keys: Sequence[Key]) -> None:
        names = tuple(self.codes)
        groups = [[name for name, _ in key.codes] for key in keys]
        over_time = [
            [PERIOD, *group]
            for key, group in zip(keys, groups, strict=True)
            if key.period != self.everything
        ]
        self.graph = crossed((*names, PERIOD), (*groups, *over_time))
        self.published = tuple(maximal_cliques(self.graph))
        ties = [[name for name, _ in codes] for codes in self.impossible]
        sizes = {name: len(self.codes[name].classes) for name in names}
        self.cliques: tuple[Clique, ...] = triangulated(crossed(names, (*groups, *ties)), sizes)
        self.tree = clique_tree(self.cliques)
        self._shapes = [tuple(sizes[name] for name in clique) for clique in self.cliques]
        self._starts = [0]
        for shape in self._shapes:
            self._starts.append(self._starts[-1] + prod(shape))
        self.states = tuple(
            State(period, vintage)
            for period in range(len(self.periods.classes))
            for vintage in sorted(self.issued[("", period)])
        )
        self._state = {state: place for place, state in enumerate(self.states)}
        self.unknowns = self._starts[-1] * len(self.states)
        if self.unknowns > MOST_UNKNOWNS:
            raise UnusableFile("too_large", f"{self.unknowns}")

    def period_classes(self, period: Period) -> tuple[int, ...]:
        """Return the period classes that a period is made of, as numbers."""
        found = self._classes_of.get(period)
        if found is None:
            atoms = frozenset(period)
            found = tuple(i for i, c in enumerate(self.periods.classes) if c <= atoms)
            self._classes_of[period] = found
        return found

    def expresses(self, key: Key) -> bool:
        """Say whether a cell is a sum of these unknowns."""
        names = {name for name, _ in key.codes}
        classes = self.period_classes(key.period)
        return (
            sum(len(self.periods.classes[p]) for p in classes) == len(key.period)
            and all(key.vintage in self.issued[("", p)] for p in classes)
            and any(names <= set(clique) for clique in self.cliques)
            and all(code in self.codes[name].members for name, code in key.codes)
        )

    def columns(self, period: Period, codes: Codes, *, vintage: int, after: int = 0) -> Columns:
        """Return the unknowns that sum up to a cell in the state ``vintage``.

        Args:
            after: count only what came after this vintage (only where vintages grow).
        """
        names = {name for name, _ in codes}
        clique = next(i for i, c in enumerate(self.cliques) if names <= set(c))
        inside = self.inside(clique, codes)
        starts = [
            self._state[State(p, v)] * self._starts[-1]
            for p in self.period_classes(period)
            for v in sorted(self.issued[("", p)])
            if (after < v <= vintage if self.grow else v == vintage)
        ]
        return np.add.outer(np.array(starts, dtype=np.int64), inside).ravel()

    def inside(self, clique: int, codes: Codes) -> Columns:
        """Return the places of a combination of codes within one state's table."""
        found = self._inside.get((clique, codes))
        if found is None:
            chosen = dict(codes)
            grids = np.ix_(
                *(self.codes[n].members[chosen.get(n, TOTAL)] for n in self.cliques[clique])
            )
            shape = self._shapes[clique]
            flat = np.ravel_multi_index(grids, shape).ravel() if shape else np.zeros(1)
            found = flat.astype(np.int64) + self._starts[clique]
            self._inside[(clique, codes)] = found
        return found

    def ties(self) -> Iterable[tuple[Columns, Columns]]:
        """Give the pairs of column sets whose sums are equal: separators, state by state."""
        for one, other, separator in self.tree:
            kinds = [range(len(self.codes[name].classes)) for name in separator]
            for chosen in product(*kinds):
                fixed = dict(zip(separator, chosen, strict=True))
                sides = [self._slice(clique, fixed) for clique in (one, other)]
                for place in range(len(self.states)):
                    start = place * self._starts[-1]
                    yield sides[0] + start, sides[1] + start

    def never(self) -> Iterable[Columns]:
        """Give the column sets of impossible combinations, all states together."""
        starts = np.arange(len(self.states), dtype=np.int64) * self._starts[-1]
        for codes in self.impossible:
            names = {name for name, _ in codes}
            for clique, dims in enumerate(self.cliques):
                if names <= set(dims):
                    yield np.add.outer(starts, self.inside(clique, codes)).ravel()

    def _slice(self, clique: int, fixed: Mapping[str, int]) -> Columns:
        dims, shape = self.cliques[clique], self._shapes[clique]
        grids = np.ix_(
            *(
                (fixed[name],) if name in fixed else range(size)
                for name, size in zip(dims, shape, strict=True)
            )
        )
        flat = np.ravel_multi_index(grids, shape).ravel()
        return flat.astype(np.int64) + self._starts[clique]
