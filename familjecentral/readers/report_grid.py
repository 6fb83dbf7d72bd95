"""From the printed tables of a report back to cells, as a stranger reads them.

The stranger knows the public definitions: the declared table set, its words, and how Swedish
tables are written. Where a share or a change tells more than the cell beside it, what it tells is
returned: a number that is hidden in its place but not on the page is then seen by the proof.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from familjecentral.calendar.names import period_short
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import MISSING, Bound, Cell, Key, TableSet, Value, period_atoms
from familjecentral.errors import UnusableFile
from familjecentral.readers.parse import Unreadable, read_value
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.labels import SetLabels, packed
from familjecentral.statistics.printed import (
    CENTRE,
    Line,
    Shape,
    free_number,
    next_number,
    shapes,
)

ZERO, HIDDEN, IMPOSSIBLE, ABSENT = "–", "..", ".", "saknas"
_CAPTION = re.compile(r"Tabell([0-9]+[a-z]?)\.(.*)")
_CHANGE = re.compile(r"([+−±])([0-9]+)")
_SHARE = re.compile(r"([0-9]+)%")
_FOOTNOTE = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Head:
    """Words over a column, and over the group it stands in."""

    text: str
    group: str = ""


# What stands in a place: a text, or the number of a spreadsheet.
Entry = str | float


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table as it stands in a file; ``place`` says where, for messages."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, tuple[Entry, ...]], ...]
    place: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """What everybody may know about a report.

    Attributes:
        centres: keys of the centres it covers, in order.
        vintage: state of the data, as the release's register entry says.
    """

    declared: DeclaredSet
    labels: SetLabels
    period: Period
    centres: tuple[str, ...]
    vintage: int = 1

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        """The codes that every cell carries."""
        return ((CENTRE, self.centres[0]),) if len(self.centres) == 1 else ()


def cells_of(grids: Iterable[Grid], known: Definitions) -> TableSet:
    """Return the cells of this release that the printed tables hold, in printed order.

    A hidden cell has the value None; a cell that other places narrow down has what they tell.

    Raises:
        UnusableFile: a table, row, column or entry that the definitions do not explain, two
            places that contradict each other, or no table at all.
    """
    by_number = {
        shape.number: shape
        for shape in shapes(known.declared, known.labels, known.centres, known.period)
    }
    found: dict[Key, Value] = {}
    tables: dict[Key, str] = {}
    parts: dict[tuple[str, tuple[str, ...]], tuple[Shape, list[Grid]]] = {}
    for grid in grids:
        shape = _shape_of(grid, by_number, known)
        if shape is not None:
            heads = tuple(packed(head.group + head.text) for head in grid.heads)
            parts.setdefault((shape.number, heads), (shape, []))[1].append(grid)
    for shape, same in parts.values():
        for key, value in _Table(shape, same, known).cells():
            tables.setdefault(key, shape.key)
            found[key] = _together(found[key], value, same[0].place) if key in found else value
    if not found:
        raise UnusableFile("no_rows")
    return TableSet(tuple(Cell(key, value, tables[key]) for key, value in found.items()))


def _shape_of(grid: Grid, by_number: Mapping[str, Shape], known: Definitions) -> Shape | None:
    """Return the shape of a table by its number and title; None for the key figures."""
    match = _CAPTION.fullmatch(packed(grid.caption))
    if match is None:
        raise UnusableFile("unknown_table", grid.place)
    if match[1] in (free_number(known.declared), next_number(known.declared)):
        return None
    shape = by_number.get(match[1])
    if shape is None or not match[2].startswith(packed(shape.title)):
        raise UnusableFile("unknown_table", grid.place)
    return shape


def _together(first: Value, second: Value, place: str) -> Value:
    """Return what two statements about one number tell together."""
    spans = [
        (value, value) if isinstance(value, int) else (value.low, value.high)
        for value in (first, second)
        if value is not None
    ]
    if not spans:
        return None
    low, high = max(s[0] for s in spans), min(s[1] for s in spans)
    if low > high:
        raise UnusableFile("contradiction", place)
    return low if low == high else Bound(low, high)


class _Table:
    """One printed table (its parts on several pages together)."""

    def __init__(self, shape: Shape, grids: Sequence[Grid], known: Definitions) -> None:
        self.shape = shape
        self.known = known
        self.place = grids[0].place
        self.heads = grids[0].heads
        self.rows: list[tuple[Line, tuple[Entry, ...]]] = []
        lines = {packed(line.label).casefold(): line for line in shape.rows}
        for grid in grids:
            for label, entries in grid.rows:
                line = _line_of(label, lines)
                if line is None:
                    raise UnusableFile("unknown_row", grid.place)
                if len(entries) != len(self.heads):
                    raise UnusableFile("number_of_fields", grid.place)
                self.rows.append((line, entries))
        if len({line.label for line, _ in self.rows}) < len(shape.rows):
            raise UnusableFile("missing_row", self.place)
        period = known.period
        self.now = packed(period_short(period)).casefold()
        self.earlier = {
            packed(period_short(p)).casefold() for p in (period.previous, period.year_before)
        }

    def cells(self) -> Iterable[tuple[Key, Value]]:
        """Yield the cells of this release's columns, narrowed by the derived ones."""
        columns = [self._column(head) for head in self.heads]
        missing = [line for line in self.shape.columns if line not in columns]
        if missing:
            raise UnusableFile("missing_column", self.place)
        atoms = period_atoms(self.known.period.file_text)
        months = {month.month: (str(month),) for month in self.known.period.months}
        base = self._base(columns)
        for line, entries in self.rows:
            values: dict[Line, Value] = {}
            for column, entry in zip(columns, entries, strict=True):
                if isinstance(column, Line) and not self._is_absent(entry):
                    values[column] = self._count(entry)
            told = dict(values)
            for place, (head, entry) in enumerate(zip(self.heads, entries, strict=True)):
                first = self.shape.columns[0]
                if packed(head.text) == "Andel":
                    if base is None or line.is_total or self._is_missing(line):
                        continue
                    told[first] = _together(
                        told[first], _share(entry, base, self.place), self.place
                    )
                elif (versus := self._versus(head)) is not None:
                    told.update(self._changed(columns, entries, place, versus, told))
            for column, value in told.items():
                codes = (*self.known.scope, *line.codes, *column.codes)
                yield (
                    Key(
                        column.measure or line.measure or self.shape.measure,
                        months[line.month] if line.month else atoms,
                        self.known.vintage,
                        tuple(sorted(codes)),
                    ),
                    value,
                )

    def _column(self, head: Head) -> Line | None:
        """Return the counts that a column holds; None for a derived or earlier column."""
        text = packed(head.text).rstrip("*").casefold()
        if self.shape.is_matrix:
            for line in self.shape.columns:
                if packed(head.group) == packed(line.label + line.group) and text == self.now:
                    return line
            return None
        if len(self.shape.columns) == 1:
            return self.shape.columns[0] if text == self.now else None
        for line in self.shape.columns:
            if text == packed(line.label).casefold() and packed(head.group) == packed(line.group):
                return line
        if text == "andel" or text in self.earlier:
            return None
        raise UnusableFile("unknown_column", self.place)

    def _versus(self, head: Head) -> str | None:
        """Return the group of a column of changes."""
        return packed(head.group) if packed(head.text).startswith("mot") else None

    def _changed(
        self,
        columns: Sequence[Line | None],
        entries: Sequence[Entry],
        place: int,
        group: str,
        told: Mapping[Line, Value],
    ) -> Mapping[Line, Value]:
        """Return what a change tells when the number itself does not.

        The earlier number is known from its own release, so a change gives the present one away:
        it is told as shown, at the least as the change itself.
        """
        for column, head in zip(columns, self.heads, strict=True):
            if column is None or packed(head.group) != group or told[column] is not None:
                continue
            if change := _change(entries[place], self.place):
                return {column: max(change, 0)}
        return {}

    def _is_absent(self, entry: Entry) -> bool:
        """Tell whether a place holds no cell: not all rows of measures beside each other stand."""
        return self.shape.is_side_by_side and isinstance(entry, str) and packed(entry) == ABSENT

    def _count(self, entry: Entry) -> Value:
        if isinstance(entry, float):
            return _whole(entry, self.place)
        text = packed(entry).removesuffix("r")
        if text in (ZERO, IMPOSSIBLE):
            return 0
        if text == HIDDEN:
            return None
        try:
            value = read_value(text)
        except Unreadable as error:
            raise UnusableFile(error.reason, self.place) from error
        if value is None:
            raise UnusableFile("value", self.place)
        return value

    def _is_missing(self, line: Line) -> bool:
        return any(code == MISSING for _, code in line.codes)

    def _base(self, columns: Sequence[Line | None]) -> int | None:
        """Return the base of shares: the total, without the missing if that is what is told."""
        first = columns.index(self.shape.columns[0])
        total = lacking = None
        for line, entries in self.rows:
            value = self._count(entries[first])
            if line.is_total:
                total = value
            elif self._is_missing(line) and self.shape.adds_up:
                share = next(
                    (
                        e
                        for head, e in zip(self.heads, entries, strict=True)
                        if packed(head.text) == "Andel"
                    ),
                    None,
                )
                if isinstance(share, str) and packed(share) == IMPOSSIBLE:
                    lacking = value
        if not isinstance(total, int) or lacking is None:
            return total if isinstance(total, int) else None
        return total - lacking if isinstance(lacking, int) else None


def _line_of(label: str, lines: Mapping[str, Line]) -> Line | None:
    """Return the row that a label names; the signs of a footnote may stand after it."""
    text = packed(label).casefold()
    while text not in lines and text[-1:] in _FOOTNOTE:
        text = text[:-1]
    return lines.get(text)


def _whole(number: float, place: str) -> int:
    if number != int(number) or number < 0:
        raise UnusableFile("value", place)
    return int(number)


def _share(entry: Entry, base: int, place: str) -> Value:
    """Return the numerators that a share leaves possible."""
    if isinstance(entry, float):
        exact = entry * base
        low, high = math.ceil(exact - 1e-6), math.floor(exact + 1e-6)
    else:
        text = packed(entry)
        if text in (HIDDEN, ABSENT, IMPOSSIBLE):
            return None
        if text == ZERO:
            return 0
        match = _SHARE.fullmatch(text)
        if match is None:
            raise UnusableFile("value", place)
        percent = int(match[1])
        # Halves are rounded up: percent - 0.5 <= 100 n / base < percent + 0.5.
        low = -(-(2 * percent - 1) * base // 200)
        high = -(-(2 * percent + 1) * base // 200) - 1
    if max(low, 0) > high:
        raise UnusableFile("contradiction", place)
    return Bound(max(low, 0), high) if low != high else high


def _change(entry: Entry, place: str) -> int | None:
    if isinstance(entry, float):
        return int(entry)
    text = packed(entry)
    if text in (HIDDEN, ABSENT, IMPOSSIBLE, ZERO):
        return None
    match = _CHANGE.fullmatch(text)
    if match is None:
        raise UnusableFile("value", place)
    return -int(match[2]) if match[1] == "−" else int(match[2])
