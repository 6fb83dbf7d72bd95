"""A part of one printed table: which of its rows and columns are seen, and beside what.

A projection leaves lines out. It adds none up and crosses none, so it can never show a number that
the published table does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from familjecentral.statistics.printed import Line, Shape

# The rows or columns of a line without codes.
WHOLE = "total"


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
    """

    table: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    compare: Compare = Compare.NONE
    as_share: bool = False


def key_of(line: Line) -> str:
    """Return what a line is called in a :class:`Pick`, the same in every period."""
    codes = ",".join(f"{name}={code}" for name, code in line.codes) or WHOLE
    return f"{line.measure}:{codes}" if line.measure else codes


def project(shape: Shape, pick: Pick) -> Shape:
    """Return the table with the picked lines in printed order; where a table has none of them
    (it was published coarser), all of its lines."""
    return replace(
        shape, rows=_picked(shape.rows, pick.rows), columns=_picked(shape.columns, pick.columns)
    )


def _picked(lines: tuple[Line, ...], keys: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if key_of(line) in keys) or lines
