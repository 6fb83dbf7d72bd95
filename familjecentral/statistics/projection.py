"""A part of one printed table: which of its rows and columns are seen, and beside what.

A projection leaves lines out, and adds shown rows up where it is asked to: a row that is merged
from others is hidden where one of them is. It crosses none, so whatever it shows follows from
numbers that the published table shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from familjecentral.statistics.printed import MONTH, Line, Shape

# The rows or columns of a line without codes.
WHOLE = "total"
_BETWEEN = "|"


class Compare(StrEnum):
    """Which earlier period stands beside."""

    NONE = "none"
    PREVIOUS = "previous"
    YEAR_BEFORE = "year_before"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Pick:
    """What of a release is to be seen.

    Attributes:
        table: number of the printed table, such as ``11a``.
        rows, columns: keys of the lines (:func:`key_of`) to be seen; empty: all of them.
        compare: earlier periods beside it.
        as_share: shares of the column's total instead of counts.
        merged: keys of rows that are shown as one, group by group.
    """

    table: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    compare: Compare = Compare.NONE
    as_share: bool = False
    merged: tuple[tuple[str, ...], ...] = ()


def key_of(line: Line) -> str:
    """Return what a line is called in a :class:`Pick`, the same in every period."""
    if line.parts:
        return _BETWEEN.join(key_of(part) for part in line.parts)
    if line.month:
        return f"{MONTH}={line.month}"
    codes = ",".join(f"{name}={code}" for name, code in line.codes) or WHOLE
    return f"{line.measure}:{codes}" if line.measure else codes


def can_merge(shape: Shape) -> bool:
    """Tell whether rows can be added up: each occasion is in one of them."""
    return shape.adds_up and not shape.is_list and shape.field != MONTH


def project(shape: Shape, pick: Pick) -> Shape:
    """Return the table with the picked lines in printed order; where a table has none of them
    (it was published coarser), all of its lines."""
    rows = _picked(shape.rows, pick.rows)
    for keys in pick.merged if can_merge(shape) else ():
        rows = _merged(rows, keys)
    return replace(shape, rows=rows, columns=_picked(shape.columns, pick.columns))


def _picked(lines: tuple[Line, ...], keys: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if key_of(line) in keys) or lines


def _merged(lines: tuple[Line, ...], keys: tuple[str, ...]) -> tuple[Line, ...]:
    """Return the lines with those of the keys as one, in the place of their first."""
    parts = tuple(x for x in lines if key_of(x) in keys and not x.is_total and not x.parts)
    if len(parts) < 2:
        return lines
    whole = Line(" + ".join(part.label for part in parts), parts=parts)
    return tuple(whole if x is parts[0] else x for x in lines if x not in parts[1:])
