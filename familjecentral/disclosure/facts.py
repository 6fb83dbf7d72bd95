"""Everything that is written, by key: the new numbers, what was shown and what was hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from familjecentral.disclosure.table import TOTAL, Bound, Hierarchy, Key, TableSet
from familjecentral.errors import UnusableFile


@dataclass(slots=True)
class Facts:
    """The written cells of all measures.

    Attributes:
        new: true values of the release that is being made; tables: where each key stands.
        shown: values shown in earlier releases.
        hidden: what earlier releases say of cells they hide (None: nothing).
        truth: true values that are known besides, of any key.
        hierarchy: all inner codes; codes: dimension → all finest codes there are.
    """

    new: dict[Key, int]
    tables: dict[Key, tuple[str, ...]]
    shown: dict[Key, int]
    hidden: dict[Key, Bound | None]
    truth: dict[Key, int]
    hierarchy: Hierarchy
    codes: dict[str, frozenset[str]]

    def value(self, key: Key) -> int | None:
        """Return the true value of a key, as far as it is known."""
        for known in (self.new, self.shown, self.truth):
            if key in known:
                return known[key]
        return None

    def keys(self, measure: str) -> list[Key]:
        """Return all keys ever written for a measure, in the public order."""
        found = {*self.new, *self.shown, *self.hidden}
        return sorted(key for key in found if key.measure == measure)


def gather(tables: TableSet, earlier: Sequence[TableSet], truth: Sequence[TableSet]) -> Facts:
    """Sort the cells of all releases.

    Raises:
        UnusableFile: one key has two values, a new number is hidden, or inner codes are broken.
    """
    hierarchy = _hierarchy([tables, *earlier, *truth])
    named: dict[Key, set[str]] = {}
    for cell in (cell for release in (tables, *earlier) for cell in release.cells):
        named.setdefault(cell.key, set()).add(cell.table)
    new = _values([tables])
    for cell in tables.cells:
        if not isinstance(cell.value, int):
            raise UnusableFile("hidden_input", place(cell.key))
    shown, known = _values(earlier), _values(truth)
    hidden: dict[Key, Bound | None] = {}
    for cell in (cell for release in earlier for cell in release.cells):
        if cell.key not in shown:
            assert not isinstance(cell.value, int)
            hidden[cell.key] = _narrower(hidden.get(cell.key), cell.value)
    for key, value in (*shown.items(), *known.items()):
        if new.get(key, value) != value or shown.get(key, value) != value:
            raise UnusableFile("published_otherwise", place(key))
    return Facts(
        new,
        {key: tuple(sorted(names)) for key, names in named.items()},
        shown,
        hidden,
        known,
        hierarchy,
        _codes([*new, *shown, *hidden], hierarchy),
    )


def place(key: Key) -> str:
    """Name a cell without its value, for messages."""
    period = key.period[0] if len(key.period) == 1 else f"{key.period[0]}:{key.period[-1]}"
    parts = [key.measure, period, *(f"{name}={code}" for name, code in key.codes)]
    if key.vintage != 1:
        parts.append(f"vintage={key.vintage}")
    return " ".join(part for part in parts if part) or TOTAL


def _values(sets: Iterable[TableSet]) -> dict[Key, int]:
    """Return the values that are written out."""
    values: dict[Key, int] = {}
    for cell in (cell for tables in sets for cell in tables.cells):
        if isinstance(cell.value, int) and values.setdefault(cell.key, cell.value) != cell.value:
            raise UnusableFile("contradiction", place(cell.key))
    return values


def _narrower(one: Bound | None, other: Bound | None) -> Bound | None:
    if one is None or other is None:
        return one or other
    return Bound(max(one.low, other.low), min(one.high, other.high))


def _hierarchy(sets: Iterable[TableSet]) -> Hierarchy:
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    for tables in sets:
        for dimension, inner in tables.hierarchy.children.items():
            into = merged.setdefault(dimension, {})
            for code, children in inner.items():
                if set(into.setdefault(code, children)) != set(children):
                    raise UnusableFile("contradiction_of_hierarchies", f"{dimension}/{code}")
    hierarchy = Hierarchy(MappingProxyType(merged))
    for dimension, inner in merged.items():
        for code in inner:
            try:
                hierarchy.leaves(dimension, code)
            except ValueError:
                raise UnusableFile("circle", f"{dimension}/{code}") from None
    return hierarchy


def _codes(keys: Iterable[Key], hierarchy: Hierarchy) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        for dimension, code in key.codes:
            found.setdefault(dimension, set()).add(code)
    return {
        dimension: frozenset().union(
            *(
                hierarchy.leaves(dimension, code)
                for code in codes | set(hierarchy.children.get(dimension, ()))
            )
        )
        for dimension, codes in found.items()
    }
