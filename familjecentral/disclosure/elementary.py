"""Tables made from elementary counts: every combination of codes, inner codes and totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from familjecentral.disclosure.facts import place
from familjecentral.disclosure.graph import maximal_cliques, neighbours
from familjecentral.disclosure.table import TOTAL, Cell, Key, TableSet, period_atoms
from familjecentral.errors import UnusableFile

_LARGEST_CROSS = 200_000


@dataclass(frozen=True, slots=True)
class Layout:
    """A table to make: its name, the dimensions it crosses, and its periods (as atoms)."""

    name: str
    dimensions: tuple[str, ...]
    periods: tuple[tuple[str, ...], ...]


def layouts_from_json(data: object, elementary: TableSet) -> tuple[Layout, ...]:
    """Read ``[{"name", "dims", "periods"}]``.

    Args:
        data: what ``json`` made of the file.
        elementary: the counts; ``TOTAL`` is all their periods.

    Raises:
        UnusableFile: a part is missing or of a wrong type, or a dimension is not in the counts.
    """
    if not isinstance(data, list) or not data:
        raise UnusableFile("tables", "")
    known = {name for cell in elementary.cells for name, _ in cell.key.codes}
    every = tuple(sorted({atom for cell in elementary.cells for atom in cell.key.period}))
    found = []
    for number, item in enumerate(data):
        path = f"[{number}]"
        if not isinstance(item, dict) or set(item) - {"name", "dims", "periods"}:
            raise UnusableFile("tables", path)
        name = item.get("name")
        if not isinstance(name, str) or not name:
            raise UnusableFile("tables", f"{path}.name")
        dims = _texts(item.get("dims"), f"{path}.dims", empty=True)
        if len(set(dims)) < len(dims) or not known >= set(dims):
            raise UnusableFile("no_such_column", f"{path}.dims")
        periods = _texts(item.get("periods", [TOTAL]), f"{path}.periods", empty=False)
        atoms = tuple(every if text == TOTAL else period_atoms(text) for text in periods)
        for text, one in zip(periods, atoms, strict=True):
            if not set(every) & set(one):
                raise UnusableFile("no_such_period", f"{path}.periods {text}")
        found.append(Layout(name, tuple(sorted(dims)), atoms))
    return tuple(found)


def _texts(value: object, path: str, *, empty: bool) -> tuple[str, ...]:
    if not isinstance(value, list) or (not value and not empty):
        raise UnusableFile("tables", path)
    for number, text in enumerate(value):
        if not isinstance(text, str) or not text:
            raise UnusableFile("tables", f"{path}[{number}]")
    return tuple(value)


class Counts:
    """Elementary counts that can be summed up; a combination that is not written is zero.

    Raises:
        UnusableFile: a row is not elementary: it is hidden, lacks a dimension or has an inner
            code.
    """

    def __init__(self, elementary: TableSet) -> None:
        self.hierarchy = elementary.hierarchy
        names = {name for cell in elementary.cells for name, _ in cell.key.codes}
        self.codes: dict[str, set[str]] = {name: set() for name in names}
        self._rows: dict[Key, int] = {}
        for cell in elementary.cells:
            given = dict(cell.key.codes)
            inner = any(c in self.hierarchy.children.get(n, ()) for n, c in given.items())
            if not isinstance(cell.value, int) or set(given) != names or inner:
                raise UnusableFile("not_elementary", place(cell.key))
            self._rows[cell.key] = cell.value
            for name, code in given.items():
                self.codes[name].add(code)
        for name in names:
            for code in self.hierarchy.children.get(name, ()):
                self.codes[name] |= self.hierarchy.leaves(name, code)

    def tables(self, layouts: Sequence[Layout]) -> TableSet:
        """Return the tables with every combination of codes, inner codes and TOTAL."""
        cells: list[Cell] = []
        for measure, vintage in sorted({(key.measure, key.vintage) for key in self._rows}):
            for layout in layouts:
                for period in layout.periods:
                    cells += self._table(measure, vintage, layout, period)
        return TableSet(tuple(cells), self.hierarchy)

    def _table(
        self, measure: str, vintage: int, layout: Layout, period: tuple[str, ...]
    ) -> Iterable[Cell]:
        leaves = self._sums(measure, vintage, layout.dimensions, period)
        choices: list[list[tuple[str, frozenset[str]]]] = []
        for name in layout.dimensions:
            inner = sorted(self.hierarchy.children.get(name, ()))
            every = [*sorted(self.codes[name]), *inner]
            choices.append([(code, self.hierarchy.leaves(name, code)) for code in every])
            choices[-1].append((TOTAL, frozenset(self.codes[name])))
        for picked in product(*choices):
            codes = tuple(
                (name, code)
                for name, (code, _) in zip(layout.dimensions, picked, strict=True)
                if code != TOTAL
            )
            value = sum(leaves.get(one, 0) for one in product(*(below for _, below in picked)))
            yield Cell(Key(measure, period, vintage, codes), value, layout.name)

    def _sums(
        self, measure: str, vintage: int, dimensions: Sequence[str], period: tuple[str, ...]
    ) -> dict[tuple[str, ...], int]:
        within = set(period)
        found: dict[tuple[str, ...], int] = {}
        for key, value in self._rows.items():
            if (key.measure, key.vintage) != (measure, vintage) or not within & set(key.period):
                continue
            if not within >= set(key.period):
                raise UnusableFile("period_cut", place(key))
            given = dict(key.codes)
            where = tuple(given[name] for name in dimensions)
            found[where] = found.get(where, 0) + value
        return found

    def truth(self, layouts: Sequence[Layout], earlier: Iterable[TableSet]) -> TableSet:
        """Return the true elementary counts behind the tables, as far as they are countable.

        They are not published; they tell the protection which of them are small.
        """
        keys = [cell.key for release in earlier for cell in release.cells]
        periods = sorted(
            {p for layout in layouts for p in layout.periods} | {k.period for k in keys}
        )
        together: dict[tuple[bool, ...], list[str]] = {}
        for atom in sorted({atom for key in self._rows for atom in key.period}):
            together.setdefault(tuple(atom in p for p in periods), []).append(atom)
        crossed = [layout.dimensions for layout in layouts]
        crossed += [tuple(n for n, _ in key.codes if n in self.codes) for key in keys]
        sizes = {name: len(codes) for name, codes in self.codes.items()}
        cells: list[Cell] = []
        for group in maximal_cliques(neighbours(sizes, crossed)):
            if prod(sizes[name] for name in group) > _LARGEST_CROSS:
                continue
            for signature, atoms in together.items():
                if any(signature):
                    cells += self._cross(group, tuple(atoms))
        return TableSet(tuple(cells), self.hierarchy)

    def _cross(self, group: tuple[str, ...], atoms: tuple[str, ...]) -> Iterable[Cell]:
        for measure, vintage in sorted({(key.measure, key.vintage) for key in self._rows}):
            try:
                leaves = self._sums(measure, vintage, group, atoms)
            except UnusableFile:
                return
            for picked in product(*(sorted(self.codes[name]) for name in group)):
                codes = tuple(zip(group, picked, strict=True))
                yield Cell(Key(measure, atoms, vintage, codes), leaves.get(picked, 0))


def make_tables(
    elementary: TableSet, layouts: Sequence[Layout], earlier: Sequence[TableSet]
) -> tuple[TableSet, TableSet]:
    """Return the tables to publish, and the true elementary counts behind them.

    Raises:
        UnusableFile: as :class:`Counts`, or a row's period lies only partly in a table's.
    """
    counts = Counts(elementary)
    return counts.tables(layouts), counts.truth(layouts, earlier)
