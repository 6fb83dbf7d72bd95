"""Several protected sets as one: sums of shown numbers only, so nothing new is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from familjecentral.disclosure.safe import Certificate, SafeTable, seal
from familjecentral.disclosure.table import Bound, Cell, Key, TableSet

PLACE = "centre"


def joined(
    parts: Mapping[str, TableSet], certificate: Certificate, whole: frozenset[Key]
) -> SafeTable:
    """Return the sums of protected sets, and each set's own cells where they are wanted.

    A sum of which one part is hidden or absent is hidden: a part of it would be a false sum. Sums
    of shown numbers can be worked out by everybody, so the protection of the parts is that of
    the whole.

    Args:
        parts: name → a set whose keys lack the place; the name becomes the place.
        certificate: what is said of the whole; its numbers of cells are counted here.
        whole: keys of which each part's own cell stands in the report too.
    """
    values = {
        name: {cell.key: cell.value for cell in tables.cells} for name, tables in parts.items()
    }
    cells: list[Cell] = []
    inner = next(tables.hierarchy for tables in parts.values())
    for cell in _every(parts):
        own = [values[name].get(cell.key) for name in parts]
        shown = [value for value in own if isinstance(value, int)]
        cells.append(Cell(cell.key, sum(shown) if len(shown) == len(own) else None, cell.table))
        if cell.key in whole:
            for name, value in zip(parts, own, strict=True):
                codes = tuple(sorted((*cell.key.codes, (PLACE, name))))
                place = Cell(replace(cell.key, codes=codes), None, cell.table)
                cells.append(replace(place, value=value) if isinstance(value, int) else place)
    keys = {cell.key: cell.value for cell in cells}
    hidden = sum(value is None for value in keys.values())
    said = replace(certificate, shown=len(keys) - hidden, hidden_small=0, hidden_other=hidden)
    return seal(TableSet(tuple(cells), inner), frozenset(), said)


def _every(parts: Mapping[str, TableSet]) -> list[Cell]:
    """Return the cells of all parts once, in the order of the first that has them."""
    seen: dict[tuple[str, Key], Cell] = {}
    for tables in parts.values():
        for cell in tables.cells:
            seen.setdefault((cell.table, cell.key), cell)
    return list(seen.values())


def bounded_sums(
    parts: Mapping[str, TableSet],
    bounds: Mapping[str, Mapping[Key, Bound]],
    threshold_of: Callable[[Key], int],
) -> dict[Key, Bound]:
    """Return the intervals of sums with hidden parts: the sums of what everybody can work out of
    each part. Nothing is told that was not known.

    Left out is a sum of which a part is absent or not bounded, or where the interval of the sum or
    of a hidden part is so narrow that a small number would not be hidden by it (rule 2).

    Args:
        bounds: name of a part → its hidden cells' intervals.
    """
    values = {name: {c.key: c.value for c in tables.cells} for name, tables in parts.items()}
    found: dict[Key, Bound] = {}
    for key in dict.fromkeys(cell.key for cell in _every(parts)):
        own = [
            _interval(key, values[name], bounds[name]) if key in values[name] else None
            for name in parts
        ]
        ends = [one for one in own if one is not None]
        hidden = [one for one in ends if one.low < one.high]
        whole = Bound(sum(one.low for one in ends), sum(one.high for one in ends))
        if len(ends) == len(own) and hidden and _all_wide((whole, *hidden), threshold_of(key)):
            found[key] = whole
    return found


def _interval(key: Key, values: Mapping[Key, object], bounds: Mapping[Key, Bound]) -> Bound | None:
    value = values[key]
    return Bound(value, value) if isinstance(value, int) else bounds.get(key)


def _all_wide(intervals: Iterable[Bound], threshold: int) -> bool:
    return all(i.high >= threshold and i.high - i.low >= threshold - 1 for i in intervals)
