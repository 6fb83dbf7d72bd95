"""Reads published tables in the long CSV format, inner codes, and thresholds of single cells.

Errors are :class:`UnusableFile` with a stable reason (texts stand with the command line and the
window) and a place such as ``rad 12, kolumn value``; never with the content of a field.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from familjecentral.disclosure.table import (
    NO_MEASURE,
    NO_PERIOD,
    RESERVED,
    TOTAL,
    Cell,
    Hierarchy,
    Key,
    TableSet,
    Value,
)
from familjecentral.errors import UnusableFile
from familjecentral.readers.parse import (
    Unreadable,
    read_json,
    read_period,
    read_value,
    read_vintage,
)

BOM = "\ufeff"
LOWEST_THRESHOLD = 3
# Deeper nesting is no grouping of codes that anybody has made; it would only exhaust the stack.
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """How a file was written, so that the same rows can be written back in the same form.

    Attributes:
        rows: the raw fields of every row below the header, aligned with ``TableSet.cells``.
    """

    delimiter: str
    bom: bool
    newline: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file's cells, row by row, and its layout."""

    tables: TableSet
    layout: CsvLayout


def read_tables(path: Path, *, hierarchy: Hierarchy | None = None) -> TableFile:
    """Read a table file; ``tables.cells[i]`` is what ``layout.rows[i]`` says.

    Raises:
        UnusableFile: the file cannot be read, a field of it cannot, or two rows with the same
            key have different values.
    """
    layout, rows = _rows(path, "value")
    everything = _everything(row.period for row in rows)
    cells: list[Cell] = []
    first: dict[Key, tuple[Value, int]] = {}
    for row in rows:
        key = row.key(everything)
        value = row.read("value")
        known, line = first.setdefault(key, (value, row.line))
        if known != value:
            raise UnusableFile("contradiction", f"rad {line} och rad {row.line}, kolumn value")
        cells.append(Cell(key, value, row.text("table")))
    return TableFile(TableSet(tuple(cells), hierarchy or Hierarchy()), layout)


def read_cell_thresholds(path: Path, *, within: TableSet | None = None) -> Mapping[Key, int]:
    """Read the thresholds of single cells: a table file's key columns and ``threshold``.

    Args:
        within: the tables whose periods ``TOTAL`` stands for (default: those of this file).

    Raises:
        UnusableFile: as :func:`read_tables`, or a threshold below 3.
    """
    _, rows = _rows(path, "threshold")
    everything = _everything(
        (row.period for row in rows)
        if within is None
        else (cell.key.period for cell in within.cells)
    )
    found: dict[Key, int] = {}
    for row in rows:
        threshold = row.read("threshold")
        if not isinstance(threshold, int) or threshold < LOWEST_THRESHOLD:
            raise row.problem("threshold", "threshold")
        if found.setdefault(row.key(everything), threshold) != threshold:
            raise row.problem("contradiction", "threshold")
    return MappingProxyType(found)


def read_hierarchy(path: Path) -> Hierarchy:
    """Read inner codes: ``{"topic": {"merged": ["violence", "disability"]}}``.

    Raises:
        UnusableFile: not JSON, another structure, a code below itself, or a code that is
            counted twice in one sum. The place is the path inside the file.
    """
    data = read_json(path)
    if not isinstance(data, dict):
        raise UnusableFile("not_a_hierarchy", path.name)
    children = {name: _inner_codes(name, below) for name, below in data.items()}
    hierarchy = Hierarchy(MappingProxyType(children))
    for name, inner in children.items():
        for code in inner:
            _sum_once(inner, name, code, ())
    return hierarchy


def _inner_codes(dimension: str, below: object) -> Mapping[str, tuple[str, ...]]:
    if dimension in RESERVED or not isinstance(below, dict):
        raise UnusableFile("not_a_hierarchy", dimension)
    found: dict[str, tuple[str, ...]] = {}
    for code, listed in below.items():
        place = f"{dimension}/{code}"
        if not isinstance(listed, list) or not listed or code in (TOTAL, ""):
            raise UnusableFile("not_a_hierarchy", place)
        if not all(isinstance(child, str) and child not in (TOTAL, "") for child in listed):
            raise UnusableFile("not_a_hierarchy", place)
        found[code] = tuple(listed)
    return MappingProxyType(found)


def _sum_once(
    inner: Mapping[str, tuple[str, ...]], dimension: str, code: str, above: tuple[str, ...]
) -> frozenset[str]:
    """Return the leaves of a code; refuse circles and leaves that one sum would count twice."""
    if code in above or len(above) > DEEPEST:
        raise UnusableFile("circle", f"{dimension}/{code}")
    if code not in inner:
        return frozenset((code,))
    leaves: frozenset[str] = frozenset()
    for child in inner[code]:
        more = _sum_once(inner, dimension, child, (*above, code))
        if leaves & more:
            raise UnusableFile("code_twice", f"{dimension}/{code}")
        leaves |= more
    return leaves


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the line it starts on, its fields, and which column is what."""

    line: int
    fields: tuple[str, ...]
    columns: Mapping[str, int]
    dimensions: tuple[str, ...]
    period: tuple[str, ...] | None  # None: TOTAL, all periods in the file

    def text(self, column: str) -> str:
        place = self.columns.get(column)
        return "" if place is None else self.fields[place].strip()

    def problem(self, reason: str, column: str) -> UnusableFile:
        return UnusableFile(reason, f"rad {self.line}, kolumn {column}")

    def read(self, column: str) -> Value:
        try:
            return read_value(self.text(column))
        except Unreadable as error:
            raise self.problem(error.reason, column) from error

    def key(self, everything: tuple[str, ...]) -> Key:
        try:
            vintage = read_vintage(self.text("vintage"))
        except Unreadable as error:
            raise self.problem(error.reason, "vintage") from error
        codes = tuple(
            (name, code) for name in self.dimensions if (code := self.text(name)) not in ("", TOTAL)
        )
        period = everything if self.period is None else self.period
        return Key(self.text("measure") or NO_MEASURE, period, vintage, codes)


def _rows(path: Path, counted: str) -> tuple[CsvLayout, tuple[_Row, ...]]:
    """Return the layout and the rows of a file whose numbers stand in the column ``counted``."""
    layout, lines = _read_layout(path)
    columns = _columns(layout.header, counted)
    dimensions = tuple(sorted(name for name in columns if name not in (*RESERVED, counted)))
    return layout, tuple(
        _Row(line, fields, columns, dimensions, _period(line, fields, columns.get("period")))
        for line, fields in zip(lines, layout.rows, strict=True)
    )


def _period(line: int, fields: tuple[str, ...], column: int | None) -> tuple[str, ...] | None:
    if column is None:
        return NO_PERIOD
    text = fields[column].strip()
    if text in ("", TOTAL):
        return None
    try:
        return read_period(text)
    except Unreadable as error:
        raise UnusableFile(error.reason, f"rad {line}, kolumn period") from error


def _everything(periods: Iterable[tuple[str, ...] | None]) -> tuple[str, ...]:
    """Return the atoms of all periods in the file; a file of TOTAL alone has but one period."""
    return tuple(sorted({atom for period in periods for atom in period or ()})) or NO_PERIOD


def _columns(header: tuple[str, ...], counted: str) -> Mapping[str, int]:
    columns: dict[str, int] = {}
    for place, raw in enumerate(header):
        name = raw.strip()
        if not name:
            raise UnusableFile("unnamed_column", f"rad 1, kolumn {place + 1}")
        if name in columns:
            raise UnusableFile("column_twice", f"rad 1, kolumn {name}")
        columns[name] = place
    if counted not in columns:
        raise UnusableFile("no_such_column", f"rad 1, kolumn {counted}")
    return MappingProxyType(columns)


def _read_layout(path: Path) -> tuple[CsvLayout, tuple[int, ...]]:
    """Return the layout with its raw rows, and the line that each row starts on."""
    text = _read_text(path)
    bom = text.startswith(BOM)
    lines = io.StringIO(text.removeprefix(BOM), newline="")
    head = lines.readline()
    lines.seek(0)
    delimiter = ";" if head.count(";") > head.count(",") else ","
    newline = "\r\n" if head.endswith("\r\n") else "\n"
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    starts: list[int] = []
    start = 1
    try:
        for fields in reader:
            if fields:
                rows.append(tuple(fields))
                starts.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnusableFile("not_csv", f"rad {start}") from error
    if len(rows) < 2:
        raise UnusableFile("no_rows", path.name)
    for line, row in zip(starts, rows, strict=True):
        if len(row) != len(rows[0]):
            raise UnusableFile("number_of_fields", f"rad {line}")
    return CsvLayout(delimiter, bom, newline, rows[0], tuple(rows[1:])), tuple(starts[1:])


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnusableFile("unreadable", path.name) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnusableFile("not_utf8", f"rad {line}") from error
