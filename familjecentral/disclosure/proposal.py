"""A coarser table set that can be published, where the wished one cannot.

Tried in the order that costs the reader least: merge the smallest categories of a table, count a
longer period, leave out a dimension, leave out the table; then the same for the next table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from familjecentral.disclosure.table import Cell, Hierarchy, Key, TableSet
from familjecentral.errors import Coarser

_MERGES = 3


def propose(
    tables: TableSet,
    blamed: Sequence[str],
    truth: Sequence[TableSet],
    works: Callable[[TableSet], tuple[str, ...] | None],
) -> tuple[Coarser, ...]:
    """Return steps that together make the set publishable.

    Args:
        tables: the wished set.
        blamed: tables whose numbers could not be protected.
        truth: true values of earlier releases, for longer periods.
        works: protects a set; None if that worked, otherwise the tables to blame.
    """
    steps: list[Coarser] = []
    while True:
        named = [name for name in _names(tables) if name in blamed] or _names(tables)
        for step, coarser in _coarser(tables, named[0], truth):
            still = works(coarser) if coarser.cells else None
            if still is None:
                return (*steps, step)
        # The last thing tried was to leave the table out, so every round has a table less.
        steps.append(step)
        tables, blamed = coarser, still or ()


def _names(tables: TableSet) -> list[str]:
    return sorted({cell.table for cell in tables.cells})


def _coarser(
    tables: TableSet, name: str, truth: Sequence[TableSet]
) -> Iterator[tuple[Coarser, TableSet]]:
    mine = [cell for cell in tables.cells if cell.table == name]
    dimensions = sorted({dimension for cell in mine for dimension, _ in cell.key.codes})
    for dimension in dimensions:
        yield from _merged(tables, name, dimension)
    yield from _longer(tables, name, truth)
    for dimension in dimensions:
        kept = tuple(
            c for c in tables.cells if c.table != name or dimension not in dict(c.key.codes)
        )
        if any(cell.table == name for cell in kept):
            yield Coarser("dimension", name, dimension), TableSet(kept, tables.hierarchy)
    kept = tuple(cell for cell in tables.cells if cell.table != name)
    yield Coarser("leave", name), TableSet(kept, tables.hierarchy)


def _merged(tables: TableSet, name: str, dimension: str) -> Iterator[tuple[Coarser, TableSet]]:
    inner = tables.hierarchy.children.get(dimension, {})
    sizes: dict[str, int] = {}
    for cell in tables.cells:
        code = dict(cell.key.codes).get(dimension)
        if cell.table == name and code is not None and code not in inner:
            assert isinstance(cell.value, int)
            sizes[code] = sizes.get(code, 0) + cell.value
    smallest = sorted(sizes, key=lambda code: (sizes[code], code))
    for count in range(2, min(len(smallest), _MERGES + 2)):
        codes = tuple(sorted(smallest[:count]))
        yield (
            Coarser("merge", name, dimension, codes),
            merge(tables, name, dimension, codes),
        )


def merge(tables: TableSet, name: str, dimension: str, codes: Sequence[str]) -> TableSet:
    """Return the set with codes of one table's dimension counted together.

    Inner codes that hold some of them, but not all, are left out of the table; so are sums of
    which a part is absent, for what is absent is not known.
    """
    together = "+".join(codes)
    old = tables.hierarchy
    cells: list[Cell] = []
    parts: dict[Key, dict[str, int]] = {}
    for cell in tables.cells:
        given = dict(cell.key.codes)
        code = given.get(dimension)
        if cell.table != name or code is None:
            cells.append(cell)
        elif code in codes:
            given[dimension] = together
            key = replace(cell.key, codes=tuple(sorted(given.items())))
            assert isinstance(cell.value, int)
            if key not in parts:
                cells.append(Cell(key, None, name))
            parts.setdefault(key, {})[code] = cell.value
        elif len(old.leaves(dimension, code) & set(codes)) in (0, len(codes)):
            cells.append(cell)
    children = {d: dict(below) for d, below in old.children.items()}
    children.setdefault(dimension, {})[together] = tuple(codes)
    return TableSet(
        tuple(
            replace(cell, value=sum(parts[cell.key].values())) if cell.value is None else cell
            for cell in cells
            if cell.value is not None or len(parts[cell.key]) == len(codes)
        ),
        Hierarchy(MappingProxyType(children)),
    )


def _longer(
    tables: TableSet, name: str, truth: Sequence[TableSet]
) -> Iterator[tuple[Coarser, TableSet]]:
    """Count the table together with other periods whose numbers are known in full."""
    mine = {cell.key: cell for cell in tables.cells if cell.table == name}
    known = {
        cell.key: cell.value
        for release in (tables, *truth)
        for cell in release.cells
        if isinstance(cell.value, int)
    }
    periods = sorted({key.period for key in mine})
    if len(periods) > 1:
        together = [tuple(periods)]
    else:
        others = sorted({key.period for key in known} - set(periods))
        together = [(period, periods[0]) for period in others]
    for parts in together:
        atoms = sorted(atom for period in parts for atom in period)
        if len(set(atoms)) < len(atoms):
            continue
        longer = _added(tables, name, parts, known, tuple(atoms))
        if longer is not None:
            yield Coarser("period", name, period=tuple(atoms)), longer


def _added(
    tables: TableSet,
    name: str,
    parts: Sequence[tuple[str, ...]],
    known: Mapping[Key, int],
    atoms: tuple[str, ...],
) -> TableSet | None:
    """Return the set with one table counted over several periods, if all of it is known."""
    cells: list[Cell] = []
    done: set[Key] = set()
    for cell in tables.cells:
        if cell.table != name:
            cells.append(cell)
            continue
        old = cell.key
        values = [known.get(Key(old.measure, part, old.vintage, old.codes)) for part in parts]
        key = Key(old.measure, atoms, old.vintage, old.codes)
        if None in values:
            return None
        if key not in done:
            done.add(key)
            cells.append(Cell(key, sum(value or 0 for value in values), name))
    return TableSet(tuple(cells), tables.hierarchy)
