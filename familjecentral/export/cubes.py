"""Protected cells as whole tables with axes, for the formats of statistical offices.

PX and JSON-stat hold tables that are full: every combination of the codes of their axes. A
release's cells are put together to such tables, each as large as its declared table.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from familjecentral.calendar.names import capital, period_name
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.safe import SafeTable
from familjecentral.disclosure.table import TOTAL, Cell
from familjecentral.export.tables_csv import HIDDEN, period_text
from familjecentral.statistics.labels import TOTAL_LABEL, SetLabels
from familjecentral.statistics.printed import CENTRE

MEASURE, PERIOD, VINTAGE = "measure", "period", "vintage"
# A combination of codes that was never published: neither hidden nor zero. Six points are one
# of the six signs that a PX file can hold.
ABSENT = "......"
_FIXED = {MEASURE: "Mått", PERIOD: "Period", VINTAGE: "Årgång"}
_FLAG_WORDS = {"yes": "Ja", "no": "Nej"}


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension of a table: its key and name, and its codes with their labels, in order."""

    key: str
    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def has_total(self) -> bool:
        """Whether one of the codes is the sum of the others."""
        return TOTAL in self.codes


@dataclass(frozen=True, slots=True)
class Cube:
    """A full table.

    Attributes:
        table: key of the declared table. title: in words, without number and period.
        measure: key of what is counted. unit: its word for many.
        axes: the measure, what tells rows and columns apart, the period.
        values: one for each combination of codes, the last axis running fastest: a count,
            ``..`` for a hidden cell, or :data:`ABSENT`.
    """

    table: str
    title: str
    measure: str
    unit: str
    axes: tuple[Axis, ...]
    values: tuple[int | str, ...]

    @property
    def full_title(self) -> str:
        """The title with the period after it."""
        return f"{self.title}, {', '.join(self.axes[-1].labels)}"

    @property
    def name(self) -> str:
        """ASCII name, different for each table of a release: ``t3-contacts-topic-level``."""
        inner = (axis.key for axis in self.axes if axis.key not in (*_FIXED, CENTRE))
        return "-".join((self.table, self.measure, *inner)).replace(".", "_").lower()


def cubes_of(safe: SafeTable, labels: SetLabels, *, across: str = "") -> tuple[Cube, ...]:
    """Return the tables of a release in order; together they hold every cell and no other.

    A total that two tables share stands in both.

    Args:
        across: the dimension that stands in columns, where a table has it.
    """
    groups: dict[tuple[str, str], dict[frozenset[str], list[Cell]]] = {}
    for cell in safe.tables.cells:
        by_dimensions = groups.setdefault((cell.table, cell.key.measure), {})
        by_dimensions.setdefault(frozenset(name for name, _ in cell.key.codes), []).append(cell)
    several = any(cell.key.vintage != 1 for cell in safe.tables.cells)
    found = []
    for by_dimensions in groups.values():
        for dimensions in by_dimensions:
            if not any(dimensions < other for other in by_dimensions):
                cells = [
                    c for own, part in by_dimensions.items() if own <= dimensions for c in part
                ]
                found.append(_cube(cells, labels, across, with_vintage=several))
    return tuple(found)


def _cube(cells: Sequence[Cell], labels: SetLabels, across: str, *, with_vintage: bool) -> Cube:
    table, measure = cells[0].table, cells[0].key.measure
    dimensions = sorted(
        _in_order(n for cell in cells for n, _ in cell.key.codes), key=across.__eq__
    )
    keys = (MEASURE, *((VINTAGE,) if with_vintage else ()), *dimensions, PERIOD)
    known: dict[tuple[str, ...], int | str] = {}
    for cell in cells:
        codes = {**dict(cell.key.codes), MEASURE: measure, VINTAGE: str(cell.key.vintage)}
        codes[PERIOD] = period_text(cell.key.period)
        place = tuple(codes.get(key, TOTAL) for key in keys)
        known[place] = cell.value if isinstance(cell.value, int) else HIDDEN
    axes = tuple(
        _axis(key, _total_last(_in_order(codes[i] for codes in known)), labels)
        for i, key in enumerate(keys)
    )
    combinations = itertools.product(*(axis.codes for axis in axes))
    words = labels.measures[measure]
    names = [
        f"{axis.label[:1].lower()}{axis.label[1:]}"
        for axis in axes
        if len(axis.codes) > 1 and axis.key not in _FIXED
    ]
    by = f" efter {' och '.join(names)}" if names else ""
    return Cube(
        table=table,
        title=f"{capital(words.many)}{f' på {words.level.lower()}' if words.level else ''}{by}",
        measure=measure,
        unit=words.many,
        axes=axes,
        values=tuple(known.get(place, ABSENT) for place in combinations),
    )


def _in_order(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _total_last(codes: Sequence[str]) -> tuple[str, ...]:
    return (*(c for c in codes if c != TOTAL), *((TOTAL,) if TOTAL in codes else ()))


def _axis(key: str, codes: tuple[str, ...], labels: SetLabels) -> Axis:
    own = labels.codes.get(key, {})
    label = _FIXED.get(key) or labels.dimension(key)
    if "." in key:  # yes or no to one value of a list
        label = labels.code(key, "yes")
        own = {**own, **_FLAG_WORDS}
    return Axis(key, label, codes, _distinct(_label(key, code, own, labels) for code in codes))


def _label(key: str, code: str, own: Mapping[str, str], labels: SetLabels) -> str:
    if code == TOTAL:
        return TOTAL_LABEL
    if key == MEASURE:
        return capital(labels.measures[code].many)
    if key == PERIOD:
        with suppress(ValueError):  # a period that reports do not know keeps its own text
            return period_name(period_of(code))
    return own.get(code, code)


def period_of(text: str) -> Period:
    """Return the period of a table file's text such as ``2026Q3`` or ``2026M01:2026M06``."""
    for spelling in (text, f"{text[:4]}-VT", f"{text[:4]}-HT"):
        with suppress(ValueError):
            if (period := Period.parse(spelling)).file_text == text:
                return period
    raise ValueError("not a period of reports")


def _distinct(labels: Iterator[str]) -> tuple[str, ...]:
    """Return labels of which no two are equal: whoever reads a file goes by them."""
    found: list[str] = []
    for raw in labels:
        label, number = raw, 2
        while label in found:
            label, number = f"{raw} ({number})", number + 1
        found.append(label)
    return tuple(found)
