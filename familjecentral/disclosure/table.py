"""The table type: cells with keys, values and inner codes. The only thing that protection
and its proof have in common.

A cell is a whole number of occasions for a period, a vintage (state of the data), a measure and
one code per dimension; ``TOTAL`` on a dimension is left out of the key. A period is the set of
its atoms: months ``"2026-01"``, or one text for a period that does not add up with others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

TOTAL = "TOTAL"
MISSING = "missing"
RESERVED = ("table", "period", "vintage", "measure", "value")
NO_MEASURE = ""
NO_PERIOD: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Bound:
    """A value shown only as an interval, both ends included (``<5`` is 0–4)."""

    low: int
    high: int


# A whole number, an interval, or None: hidden.
Value = int | Bound | None


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a number counts. Two cells with equal keys are the same number.

    Attributes:
        measure: what is counted; each measure is protected on its own.
        period: the atoms of the period, sorted (months, or one opaque text).
        vintage: state of the data, from 1.
        codes: (dimension, code) pairs sorted by dimension, without TOTAL.
    """

    measure: str
    period: tuple[str, ...]
    vintage: int
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One written cell: a key, its value, and the table it was written in ("" if none)."""

    key: Key
    value: Value
    table: str = ""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Inner codes: dimension → inner code → its children (leaf codes or inner codes)."""

    children: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def leaves(self, dimension: str, code: str) -> frozenset[str]:
        """Return the finest codes that ``code`` is the sum of (itself if it has no children).

        Raises:
            ValueError: the inner codes form a circle.
        """
        return self._leaves(dimension, code, ())

    def _leaves(self, dimension: str, code: str, above: tuple[str, ...]) -> frozenset[str]:
        if code in above:
            raise ValueError(f"circle in hierarchy of {dimension}")
        below = self.children.get(dimension, {}).get(code)
        if below is None:
            return frozenset((code,))
        found = [self._leaves(dimension, child, (*above, code)) for child in below]
        return frozenset().union(*found)


@dataclass(frozen=True, slots=True)
class TableSet:
    """The cells of one file or one release, in the order they were written.

    The same key may occur several times (in different tables); the values are then equal.
    """

    cells: tuple[Cell, ...]
    hierarchy: Hierarchy = field(default_factory=Hierarchy)


_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_HALF = re.compile(r"(\d{4})-?H([12])")
_TERTIAL = re.compile(r"(\d{4})-?T([1-3])")
_YEAR = re.compile(r"(\d{4})")
_TO_DATE = re.compile(r"(\d{4})-?YTD([1-4])")
_MONTH = re.compile(r"(\d{4})(?:-?M|-)(0[1-9]|1[0-2])")


def months(text: str) -> tuple[int, int] | None:
    """Return the half-open span of months (year * 12 + month - 1) that a period text names.

    Reads ``2026Q1``, ``2026H1``, ``2026T1``, ``2026``, ``2026YTD3``, ``2026M04``, ``2026-04``
    and ``FROM:TO`` of any of them; None for a text that does not add up with others.
    """
    if ":" in text:
        first, _, last = text.partition(":")
        start, end = months(first), months(last)
        if start is None or end is None or end[1] <= start[0]:
            return None
        return start[0], end[1]
    for pattern, length in ((_QUARTER, 3), (_HALF, 6), (_TERTIAL, 4), (_MONTH, 1)):
        if match := pattern.fullmatch(text):
            start_month = int(match[1]) * 12 + (int(match[2]) - 1) * length
            return start_month, start_month + length
    if match := _YEAR.fullmatch(text):
        return int(match[1]) * 12, int(match[1]) * 12 + 12
    if match := _TO_DATE.fullmatch(text):
        return int(match[1]) * 12, int(match[1]) * 12 + 3 * int(match[2])
    return None


def period_atoms(text: str) -> tuple[str, ...]:
    """Return the atoms of a period text: its months as ``YYYY-MM``, or the text itself."""
    span = months(text)
    if span is None:
        return (text,)
    return tuple(f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(*span))
