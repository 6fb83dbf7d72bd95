"""Small random worlds: elementary counts, the tables made of them, and every world that an
attacker cannot tell apart from the true one, by enumeration."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from random import Random

import numpy as np

from familjecentral.disclosure.table import TOTAL, Bound, Cell, Hierarchy, Key, TableSet

Codes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class World:
    """Counts of every combination of finest codes, by state (month, vintage they came with)."""

    dims: dict[str, tuple[str, ...]]
    hierarchy: Hierarchy
    states: tuple[tuple[str, int], ...]
    counts: np.ndarray  # states × combinations

    @property
    def combinations(self) -> list[dict[str, str]]:
        return [dict(zip(self.dims, c, strict=True)) for c in product(*self.dims.values())]

    def mask(self, key: Key, since: int = 0) -> np.ndarray:
        """Return the states × combinations that a number adds up."""
        wanted = {
            name: {leaf for part in code.split("+") for leaf in self.hierarchy.leaves(name, part)}
            for name, code in key.codes
        }
        codes = [all(c[n] in w for n, w in wanted.items()) for c in self.combinations]
        states = [m in key.period and since < v <= key.vintage for m, v in self.states]
        return np.outer(states, codes)

    def value(self, key: Key, since: int = 0) -> int:
        return int(self.counts[self.mask(key, since)].sum())

    def table(self, name: str, dims: tuple[str, ...], period, vintage: int) -> list[Cell]:
        """Return all combinations of the codes, inner codes and TOTAL of some dimensions."""
        inner = self.hierarchy.children
        kinds = [(*self.dims[d], *inner.get(d, {}), TOTAL) for d in dims]
        cells = []
        for codes in product(*kinds):
            named = tuple(sorted(it for it in zip(dims, codes, strict=True) if it[1] != TOTAL))
            key = Key("", period, vintage, named)
            cells.append(Cell(key, self.value(key), name))
        return cells


def random_world(random: Random, *, dims, months, vintages=1, most=2, hierarchy=None) -> World:
    names = {name: tuple(f"{name}{i}" for i in range(size)) for name, size in dims.items()}
    states = tuple((m, v) for m in months for v in range(1, vintages + 1))
    size = int(np.prod([len(codes) for codes in names.values()], dtype=int))
    counts = [
        [
            random.choice((0, 0, *range(most + 1))) if v == 1 else random.choice((0, 0, 0, 1))
            for _ in range(size)
        ]
        for _, v in states
    ]
    return World(names, Hierarchy(hierarchy or {}), states, np.array(counts, dtype=int))


def hidden(tables: TableSet, which) -> TableSet:
    """Return the tables with ``..`` where ``which`` holds for the key."""
    cells = (Cell(c.key, None if which(c.key) else c.value, c.table) for c in tables.cells)
    return TableSet(tuple(cells), tables.hierarchy)


def indistinguishable(world: World, releases: list[TableSet], hidden_min: int) -> np.ndarray:
    """Return all worlds (n × states × combinations) that fit the releases.

    The grand total of each state must follow from the releases.
    """
    states = [
        np.array(list(_splits(int(row.sum()), len(row))), dtype=np.int32) for row in world.counts
    ]
    found = np.zeros((1, 0, len(world.counts[0])), dtype=np.int32)
    for number, options in enumerate(states):
        left, right = len(found), len(options)
        found = np.concatenate(
            (np.repeat(found, right, 0), np.tile(options[:, None, :], (left, 1, 1))), axis=1
        )
        for release in releases:
            for cell in release.cells:
                mask = world.mask(cell.key)
                if not mask[number + 1 :].any() and mask[number].any():
                    sums = (found * mask[: number + 1]).sum((1, 2))
                    found = found[_fits(sums, cell.value, hidden_min)]
    return found


def _fits(sums: np.ndarray, value, hidden_min: int) -> np.ndarray:
    if value is None:
        return sums >= hidden_min
    if isinstance(value, Bound):
        return (sums >= value.low) & (sums <= value.high)
    return sums == value


def _splits(total: int, parts: int):
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _splits(total - first, parts - 1):
            yield (first, *rest)
