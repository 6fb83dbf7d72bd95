"""True values of cells and of sums that were never written, as far as the true tables tell."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from familjecentral.disclosure.attack_space import Leaves, Period
from familjecentral.disclosure.table import TOTAL, Key, TableSet

_Leaf = tuple[str, ...]


class Truth:
    """Looks up true values, and adds up finer cells where a value is not written itself.

    A measure in which every row has a finest code on every dimension is a file of elementary
    counts: a combination that is absent from it did not occur.
    """

    def __init__(self, tables: TableSet, leaves: Leaves) -> None:
        self._leaves = leaves
        self.cells: dict[Key, int] = {
            cell.key: cell.value for cell in tables.cells if isinstance(cell.value, int)
        }
        self._groups: dict[tuple[str, int], dict[_Leaf, list[Key]]] = {}
        shapes: dict[str, set[_Leaf | None]] = {}
        for key in self.cells:
            names = tuple(name for name, _ in key.codes)
            finest = all(self._is_leaf(name, code) for name, code in key.codes)
            shapes.setdefault(key.measure, set()).add(names if finest else None)
            if finest:
                group = self._groups.setdefault((key.measure, key.vintage), {})
                group.setdefault(names, []).append(key)
        self._elementary = {
            measure for measure, found in shapes.items() if len(found) == 1 and None not in found
        }
        self._sums: dict[tuple[object, ...], tuple[Mapping[_Leaf, tuple[int, int]], int]] = {}

    def value(self, key: Key) -> int | None:
        """Return the true value, or None where the tables do not say it outright."""
        if key in self.cells:
            return self.cells[key]
        asked = tuple(name for name, _ in key.codes)
        groups = self._groups.get((key.measure, key.vintage), {})
        for names in sorted(groups, key=lambda names: (len(names), names)):
            if set(asked) <= set(names):
                total = self._added(key, asked, names)
                if total is not None:
                    return total
        return None

    def _below(self, name: str, code: str) -> frozenset[str]:
        """Return the finest codes of a code; codes that the measure never tells apart are asked
        for together, under their names."""
        return self._leaves[name].get(code, frozenset(code.split("+")))

    def _is_leaf(self, name: str, code: str) -> bool:
        return self._leaves[name][code] == {code}

    def _added(self, key: Key, asked: _Leaf, names: _Leaf) -> int | None:
        tiles = _tiles(
            {k.period for k in self._groups[(key.measure, key.vintage)][names]}, key.period
        )
        if not tiles:
            return None
        sums, each = self._marginal(key, asked, names, tiles)
        found = [
            sums.get(leaf, (0, 0))
            for leaf in product(*(sorted(self._below(name, code)) for name, code in key.codes))
        ]
        if key.measure not in self._elementary and any(count < each for _, count in found):
            return None
        return sum(value for value, _ in found)

    def _marginal(
        self, key: Key, asked: _Leaf, names: _Leaf, tiles: frozenset[Period]
    ) -> tuple[Mapping[_Leaf, tuple[int, int]], int]:
        """Return sum and number of rows for each combination of the asked dimensions, and how
        many rows a complete sum has."""
        mark = (key.measure, key.vintage, asked, names, tiles)
        if mark not in self._sums:
            sums: dict[_Leaf, tuple[int, int]] = {}
            for row in self._groups[(key.measure, key.vintage)][names]:
                if row.period in tiles:
                    codes = dict(row.codes)
                    leaf = tuple(codes[name] for name in asked)
                    value, count = sums.get(leaf, (0, 0))
                    sums[leaf] = value + self.cells[row], count + 1
            others = (len(self._leaves[name][TOTAL]) for name in names if name not in asked)
            self._sums[mark] = sums, prod(others) * len(tiles)
        return self._sums[mark]


def _tiles(periods: set[Period], whole: Period) -> frozenset[Period]:
    """Return the finest of ``periods`` that make up ``whole`` exactly, or nothing."""
    inside = [period for period in periods if set(period) <= set(whole)]
    finest = [p for p in inside if not any(set(q) < set(p) for q in inside)]
    atoms = [atom for period in finest for atom in period]
    return frozenset(finest) if sorted(atoms) == sorted(whole) else frozenset()
