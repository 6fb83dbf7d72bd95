"""What the numbers of one measure are sums of: cells of cliques by period part and vintage.

Codes that no cell tells apart are one class, months that no cell tells apart are one period part;
so the unknowns are as few as what has been asked about allows. Sources: disclosure rule 2 and
"one linear model over everything".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from familjecentral.disclosure.graph import (
    CliqueTree,
    maximal_cliques,
    neighbours,
    triangulate,
)
from familjecentral.disclosure.solver import Ints
from familjecentral.disclosure.table import Hierarchy, Key

LARGEST_MODEL = 2_000_000
Codes = tuple[tuple[str, tuple[int, ...]], ...]


class TooLarge(Exception):
    """The model would have more unknowns than any computer of an office can hold."""


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A number of the measure in terms of classes; equal Numbers are the same number.

    Attributes:
        codes: (dimension, classes) for dimensions on which not everything is counted.
        parts: period parts that it counts.
        vintage: state of the data.
    """

    codes: Codes
    parts: tuple[int, ...]
    vintage: int


class Space:
    """The unknowns of one measure.

    Args:
        keys: every cell ever shown or hidden, and those about to be.
        codes: dimension → all finest codes there are.
        hierarchy: inner codes.
        impossible: structural zeros as (dimension, code) pairs.
        grows: a later vintage can only grow.

    Raises:
        TooLarge: more than two million unknowns.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        *,
        codes: Mapping[str, frozenset[str]],
        hierarchy: Hierarchy,
        impossible: Sequence[Sequence[tuple[str, str]]],
        grows: bool,
    ) -> None:
        self._hierarchy = hierarchy
        self.grows = grows
        self.dimensions = tuple(sorted({name for key in keys for name, _ in key.codes}))
        known = set(self.dimensions)
        self.zeros = [
            tuple(pattern)
            for pattern in impossible
            if all(
                name in known and code in self._codes(keys, codes, name) for name, code in pattern
            )
        ]
        self._classify(keys, codes)
        self._split_periods(keys)
        sizes = {name: len(self.classes[name]) for name in self.dimensions}
        crossed = {tuple(name for name, _ in self.number(key).codes) for key in keys}
        self.elementary = maximal_cliques(neighbours(sizes, crossed))
        filled = crossed | {tuple(name for name, _ in pattern) for pattern in self.zeros}
        self.tree: CliqueTree = triangulate(sizes, neighbours(sizes, filled))
        self._shapes = [tuple(sizes[name] for name in clique) for clique in self.tree.cliques]
        self._lay_out()

    @staticmethod
    def _codes(keys: Sequence[Key], codes: Mapping[str, frozenset[str]], name: str) -> set[str]:
        return {c for key in keys for n, c in key.codes if n == name} | codes[name]

    def _classify(self, keys: Sequence[Key], codes: Mapping[str, frozenset[str]]) -> None:
        used: dict[str, set[str]] = {name: set() for name in self.dimensions}
        for key in keys:
            for name, code in key.codes:
                used[name].add(code)
        for pattern in self.zeros:
            for name, code in pattern:
                used[name].add(code)
        self.classes: dict[str, list[frozenset[str]]] = {}
        self._of_code: dict[str, dict[str, tuple[int, ...]]] = {}
        self._names: dict[str, dict[tuple[int, ...], tuple[str, ...]]] = {}
        for name in self.dimensions:
            leaves = {code: self._hierarchy.leaves(name, code) for code in sorted(used[name])}
            together: dict[tuple[str, ...], set[str]] = {}
            for leaf in sorted(codes[name].union(*leaves.values())):
                signature = tuple(code for code, below in leaves.items() if leaf in below)
                together.setdefault(signature, set()).add(leaf)
            classes = sorted((frozenset(group) for group in together.values()), key=min)
            self.classes[name] = classes
            self._of_code[name] = {
                code: tuple(n for n, group in enumerate(classes) if group <= below)
                for code, below in leaves.items()
            }
            inner = set(self._hierarchy.children.get(name, ())) | set(leaves)
            named: dict[tuple[int, ...], list[str]] = {}
            for code in sorted(inner.union(*classes)):
                below = self._hierarchy.leaves(name, code)
                inside = tuple(n for n, group in enumerate(classes) if group <= below)
                if sum(len(classes[n]) for n in inside) == len(below):
                    named.setdefault(inside, []).append(code)
            self._names[name] = {inside: tuple(found) for inside, found in named.items()}

    def _split_periods(self, keys: Sequence[Key]) -> None:
        periods = sorted({key.period for key in keys})
        within: dict[str, list[int]] = {}
        for number, period in enumerate(periods):
            for atom in period:
                within.setdefault(atom, []).append(number)
        together: dict[tuple[int, ...], list[str]] = {}
        for atom in sorted(within):
            together.setdefault(tuple(within[atom]), []).append(atom)
        self.parts = sorted(tuple(atoms) for atoms in together.values())
        self._part_of = {atom: n for n, atoms in enumerate(self.parts) for atom in atoms}
        seen: list[set[int]] = [set() for _ in self.parts]
        for key in keys:
            for part in self._parts(key.period):
                seen[part].add(key.vintage)
        self.vintages = [sorted(found) for found in seen]
        self._written = {self._parts(period) for period in periods}

    def _parts(self, period: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self._part_of[atom] for atom in period}))

    def _lay_out(self) -> None:
        self._start: dict[tuple[int, int, int], int] = {}
        self._cells: list[Ints] = []
        total = 0
        for clique, shape in enumerate(self._shapes):
            size = prod(shape)
            if size > LARGEST_MODEL:
                raise TooLarge
            self._cells.append(np.arange(size, dtype=np.int64).reshape(shape))
            for part, vintages in enumerate(self.vintages):
                for vintage in vintages:
                    self._start[clique, part, vintage] = total
                    total += size
        if total > LARGEST_MODEL:
            raise TooLarge
        self.size = total

    def names(self, name: str, classes: tuple[int, ...]) -> tuple[str, ...]:
        """Return the codes that mean exactly these classes of a dimension (perhaps none)."""
        return self._names[name].get(classes, ())

    def number(self, key: Key) -> Number:
        """Return which number a key counts.

        Raises:
            KeyError: the key counts something that no cell of the space distinguishes.
        """
        codes = []
        for name, code in key.codes:
            found = self._of_code[name][code]
            if len(found) < len(self.classes[name]):
                codes.append((name, found))
        parts = self._parts(key.period)
        if sum(len(self.parts[part]) for part in parts) != len(key.period):
            raise KeyError(key.period)
        if any(key.vintage not in self.vintages[part] for part in parts):
            raise KeyError(key.vintage)
        return Number(tuple(codes), parts, key.vintage)

    def columns(self, number: Number) -> Ints:
        """Return the unknowns whose sum is the number, sorted."""
        where = dict(number.codes)
        wanted = set(where)
        clique = min(
            (n for n, c in enumerate(self.tree.cliques) if wanted <= set(c)),
            key=lambda n: (self._cells[n].size, n),
        )
        return self._within(clique, where, number.parts, number.vintage)

    def _within(
        self, clique: int, where: Mapping[str, Sequence[int]], parts: Iterable[int], vintage: int
    ) -> Ints:
        cells = self._cells[clique]
        if where:
            axes = [
                list(where.get(name, range(size)))
                for name, size in zip(self.tree.cliques[clique], self._shapes[clique], strict=True)
            ]
            cells = cells[np.ix_(*axes)]
        flat = cells.ravel()
        blocks = [
            flat + self._start[clique, part, v]
            for part in parts
            for v in self.vintages[part]
            if (v <= vintage if self.grows else v == vintage)
        ]
        return np.sort(np.concatenate(blocks))

    def tied(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield pairs of sums that are equal because two cliques share a separator."""
        for one, other, separator in self.tree.ties:
            choices = [range(len(self.classes[name])) for name in separator]
            for part, vintages in enumerate(self.vintages):
                for vintage in vintages:
                    for picked in product(*choices):
                        where = {n: (p,) for n, p in zip(separator, picked, strict=True)}
                        yield (
                            self._block(one, where, part, vintage),
                            self._block(other, where, part, vintage),
                        )

    def _block(
        self, clique: int, where: Mapping[str, tuple[int, ...]], part: int, vintage: int
    ) -> Ints:
        axes = [
            list(where.get(name, range(size)))
            for name, size in zip(self.tree.cliques[clique], self._shapes[clique], strict=True)
        ]
        cells = self._cells[clique][np.ix_(*axes)] if axes else self._cells[clique]
        return cells.ravel() + self._start[clique, part, vintage]

    def impossible(self) -> Iterator[Ints]:
        """Yield the unknowns of each structural zero, in every clique that can tell it."""
        for pattern in self.zeros:
            where = {name: self._of_code[name][code] for name, code in pattern}
            for clique, names in enumerate(self.tree.cliques):
                if set(where) <= set(names):
                    for part, vintages in enumerate(self.vintages):
                        for vintage in vintages[-1:] if self.grows else vintages:
                            yield self._within(clique, where, (part,), vintage)

    def behind(self) -> Iterator[tuple[Codes, tuple[int, ...]]]:
        """Yield the codes and period parts of every count behind the tables, in a fixed order.

        These are the cells of the maximal cliques of the graph before fill-in, with their sums
        over the codes, inner codes and totals that some cell names, for every span of time.
        """
        spans = self._spans()
        seen: set[Codes] = set()
        for clique in self.elementary:
            for picked in product(*(self._choices(name) for name in clique)):
                codes = tuple(
                    (name, classes)
                    for name, classes in zip(clique, picked, strict=True)
                    if len(classes) < len(self.classes[name])
                )
                if codes not in seen:
                    seen.add(codes)
                    yield from ((codes, parts) for parts in spans)

    def _choices(self, name: str) -> list[tuple[int, ...]]:
        every = tuple(range(len(self.classes[name])))
        return sorted({every, *((n,) for n in every), *self._of_code[name].values()})

    def _spans(self) -> list[tuple[int, ...]]:
        """Return the periods that were written, those that none divides, and differences."""
        written = [set(parts) for parts in self._written]
        left = (long - short for long in written for short in written if short < long)
        single = ({part} for part in range(len(self.parts)))
        return sorted({tuple(sorted(span)) for span in (*written, *single, *left)})

    def issued(self, parts: Iterable[int]) -> list[int]:
        """Return the vintages in which all these period parts were counted, sorted."""
        return sorted(set.intersection(*(set(self.vintages[part]) for part in parts)))
