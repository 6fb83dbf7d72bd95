"""Whether what came from elsewhere can be used: what is taken in is never taken out again."""

from __future__ import annotations

import re

from familjecentral.calendar.periods import Month
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet, Value
from familjecentral.releases.model import Release

_HASH = re.compile(r"[0-9a-f]{64}")


def sound(cells: TableSet) -> TableSet:
    """Return cells that are counts, shown or hidden, of what cells can count.

    Raises:
        ValueError: something is of another kind, or the same number has two values. Its text
            tells nothing of the cells.
    """
    if not cells.cells:
        raise ValueError("no cells")
    values: dict[Key, Value] = {}
    for cell in cells.cells:
        _require_texts(cell.table, cell.key.measure)
        _require_key(cell)
        _require_count(cell.value)
        if values.setdefault(cell.key, cell.value) != cell.value:
            raise ValueError("two values")
    _require_tree(cells.hierarchy)
    return cells


def sound_release(release: Release) -> Release:
    """Return a release whose every part can be used.

    Raises:
        ValueError: something is of another kind, or the cells are of another period.
    """
    wholes: tuple[tuple[object, int], ...] = (
        (release.number, 1),
        (release.vintage, 1),
        (release.declared_version, 0),
        (release.codes_version, 0),
        (0 if release.late is None else release.late, 0),
        (1 if release.replaces is None else release.replaces, 1),
        (release.certificate.shown, 0),
    )
    if any(type(number) is not int or number < least for number, least in wholes):
        raise ValueError("no number")
    _require_texts(*release.centres, release.policy)
    if not release.centres or not all(map(_HASH.fullmatch, (release.previous_hash, release.hash))):
        raise ValueError("no entry")
    months = {str(month) for month in release.period.months}
    if not all(months.issuperset(cell.key.period) for cell in sound(release.cells).cells):
        raise ValueError("another period")
    return release


def _require_texts(*found: object) -> None:
    if any(type(text) is not str or not text for text in found):
        raise ValueError("no text")


def _require_key(cell: Cell) -> None:
    key = cell.key
    _require_texts(*key.period)
    months = [str(Month.parse(month)) for month in key.period]
    if not months or months != sorted(set(months)) or tuple(months) != key.period:
        raise ValueError("no period")
    if type(key.vintage) is not int or key.vintage < 1:
        raise ValueError("no state")
    for pair in key.codes:
        _require_texts(*pair)
    names = [name for name, _ in key.codes]
    if names != sorted(set(names)):
        raise ValueError("no codes")


def _require_count(value: Value) -> None:
    ends = (value.low, value.high) if isinstance(value, Bound) else (value,)
    if any(end is not None and (type(end) is not int or end < 0) for end in ends):
        raise ValueError("no count")
    if isinstance(value, Bound) and (None in ends or value.low > value.high):
        raise ValueError("no interval")


def _require_tree(hierarchy: Hierarchy) -> None:
    for name, codes in hierarchy.children.items():
        for code, children in codes.items():
            _require_texts(name, code, *children)
            hierarchy.leaves(name, code)  # raises where a code is a part of itself
