"""Opens a log or a tally sheet: CSV or the sheets of a spreadsheet, row by row, whatever its
writing."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

from familjecentral.contacts.importing.mapping import EVERY_SHEET, ImportMapping
from familjecentral.contacts.importing.raw import Cell, RawRow, RowSource
from familjecentral.contacts.importing.values import plain, read_month
from familjecentral.errors import UnusableFile
from familjecentral.readers.encodings import PORTION, encoding_of
from familjecentral.readers.formulas import Uncalculated

SPACES = "  "
"""Two spaces or more between columns, as in a text that was laid out by hand."""

_SHEETS = (".xlsx", ".xlsm")
_DELIMITERS = (";", "\t", ",", "|", SPACES)
_GAPS, _GAP = re.compile(" {2,}"), "\x1f"
_LOOKED_AT = 50
_ROWS_AT_ONCE = 200
_MOST_BYTES = 512 * 1024 * 1024
_MOST_MERGED = 20_000
_LOWEST_HEAD = 20  # rows in which heads are looked for
_LONGEST_TAG = 200
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:$]+)"')
_DAMAGED = (  # what openpyxl comes out with when a part is missing or is not what it should be
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
)


def open_log(path: Path, mapping: ImportMapping) -> RowSource:
    """Return the rows of a file; the mapping may say type, sheet, encoding and delimiter.

    Raises:
        UnusableFile: ``missing_file``, ``encoding``, ``delimiter``, ``spreadsheet``, ``sheet``,
        ``too_large``, ``file_type``.
    """
    if not path.is_file():
        raise UnusableFile("missing_file", path.name)
    is_sheet = path.suffix.lower() in _SHEETS or zipfile.is_zipfile(path)
    if mapping.file_type and (mapping.file_type == "xlsx") != is_sheet:
        raise UnusableFile("file_type", path.name)
    if is_sheet:
        return SheetRows(path, mapping.sheet)
    encoding = encoding_of(path, mapping.encoding)
    return CsvRows(path, encoding, mapping.delimiter or delimiter_of(path, encoding, mapping))


def delimiter_of(path: Path, encoding: str, mapping: ImportMapping) -> str:
    """Return the delimiter with which a row among the first ones names the most columns or
    months, and of those the one that gives the widest row."""
    with path.open(encoding=encoding, newline="") as file:
        lines = list(islice(file, _LOOKED_AT))

    def fit(delimiter: str) -> tuple[int, int]:
        with suppress(csv.Error):
            rows = list(_reader(lines, delimiter))
            known = max((sum(is_known(cell) for cell in row) for row in rows), default=0)
            return known, max(map(len, rows), default=0)
        return 0, 0

    def is_known(cell: str) -> bool:
        if mapping.kind == "tally":
            return read_month(cell) is not None
        return mapping.field_of(cell) is not None

    return max(_DELIMITERS, key=fit)


def _reader(
    lines: Iterable[str],
    delimiter: str,
    *,
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL,
    strict: bool = False,
) -> Iterator[list[str]]:
    if delimiter == SPACES:
        lines, delimiter = (_GAPS.sub(_GAP, line) for line in lines), _GAP
    return csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=strict)


class CsvRows:
    """Rows of a CSV file; a row's number is the line that it starts on.

    A quotation mark that nobody closed does not swallow the rows that follow: the line in which
    it stands is taken as it is written.
    """

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        if len(delimiter) != 1 and delimiter != SPACES:
            raise UnusableFile("delimiter", path.name)
        self._path = path
        self.encoding = encoding
        self.delimiter = delimiter
        self._size = max(path.stat().st_size, 1)
        self._read = 0
        self.name = path.name
        self.sheets: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How much of the file has been read."""
        return min(self._read / self._size, 1.0)

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows.

        Raises:
            UnusableFile: ``csv``; ``place`` is the line.
        """
        with self._path.open(encoding=self.encoding, newline="") as file:
            taken: list[str] = []
            again: deque[str] = deque()
            reader = _reader(self._counted(file, taken, again), self.delimiter)
            line = 1
            try:
                while (cells := next(reader, None)) is not None:
                    if len(taken) > 1 and not self._is_closed(taken):
                        again.extendleft(reversed(taken[1:]))
                        del taken[1:]
                        cells = next(_reader(taken, self.delimiter, quoting=csv.QUOTE_NONE))
                        reader = _reader(self._counted(file, taken, again), self.delimiter)
                    yield RawRow(line, tuple(cells))
                    line += len(taken)
                    taken.clear()
            except csv.Error as error:
                raise UnusableFile("csv", str(line)) from error

    def _is_closed(self, lines: list[str]) -> bool:
        """Tell whether the lines of one row are one by the rules of quotation."""
        try:
            return len(list(_reader(lines, self.delimiter, strict=True))) == 1
        except csv.Error:
            return False

    def _counted(self, file: Iterator[str], taken: list[str], again: deque[str]) -> Iterator[str]:
        while True:
            if again:
                line = again.popleft()
            else:
                following = next(file, None)
                if following is None:
                    return
                line = following
                self._read += len(line)
            taken.append(line)
            yield line


class SheetRows:
    """Rows of one sheet or of all, hidden rows and columns too; formulas by their stored value,
    merged cells once."""

    def __init__(self, path: Path, sheet: str) -> None:
        import openpyxl

        _check_size(path)
        self._path = path
        with _quiet():
            try:
                self._book = openpyxl.load_workbook(
                    path if path.suffix.lower() in _SHEETS else BytesIO(path.read_bytes()),
                    read_only=True,
                    data_only=True,
                )
            except _DAMAGED as error:
                raise UnusableFile("spreadsheet", path.name) from error
        self._sheets: list[Any] = self._wanted(sheet)
        if not self._sheets:
            self._book.close()
            raise UnusableFile("sheet", sheet or path.name)
        self._expected = sum(max(getattr(s, "max_row", None) or 1, 1) for s in self._sheets)
        self._read = 0
        self.name = path.name
        self.sheets = tuple(str(found.title) for found in self._sheets)

    def _wanted(self, sheet: str) -> list[Any]:
        """Return the sheet of that name, by its plain name if need be; the first, or all."""
        found: list[Any] = list(self._book.worksheets)
        if sheet == EVERY_SHEET:
            return found
        if not sheet:
            return found[:1]
        named = [one for one in found if one.title == sheet]
        return named or [one for one in found if plain(one.title) == plain(sheet)][:1]

    @property
    def share(self) -> float:
        """How much has been read, by the size that the sheets say they have."""
        return min(self._read / self._expected, 1.0)

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows, and close the file after the last.

        Raises:
            UnusableFile: ``spreadsheet``; ``place`` is the row.
        """
        try:
            for place, sheet in enumerate(self._sheets):
                part_name = str(sheet._worksheet_path)
                covers = self._covers(part_name)
                sheet.reset_dimensions()  # some programs write a wrong size into the file
                found = sheet.iter_rows(values_only=True)
                number = 0
                with zipfile.ZipFile(self._path) as book, book.open(part_name) as part:
                    formulas = Uncalculated(part)
                    while portion := self._portion(found, number):
                        for cells in portion:
                            number += 1
                            self._read += 1
                            marked = formulas.marked(number, tuple(cells))
                            yield RawRow(number, covers.shown(number, marked), place)
        finally:
            self._book.close()

    def _portion(self, found: Iterator[tuple[Any, ...]], number: int) -> list[tuple[Any, ...]]:
        with _quiet():
            try:
                return list(islice(found, _ROWS_AT_ONCE))
            except _DAMAGED as error:
                raise UnusableFile("spreadsheet", str(number + 1)) from error

    def _covers(self, part_name: str) -> _Covers:
        try:
            with zipfile.ZipFile(self._path) as book, book.open(part_name) as part:
                return _Covers([match[1].decode() for match in islice(_merged(part), _MOST_MERGED)])
        except _DAMAGED as error:
            raise UnusableFile("spreadsheet", self.name) from error


class _Covers:
    """Merged cells of a sheet: what is still written under one does not show and does not count.
    Asked from top to bottom."""

    def __init__(self, ranges: list[str]) -> None:
        from openpyxl.utils.cell import range_boundaries

        found = (range_boundaries(text) for text in ranges)
        self._to_come = sorted(((top, bottom, left, right) for left, top, right, bottom in found))
        self._to_come.reverse()
        self._here: list[tuple[int, int, int, int]] = []
        self._sunk = _heads_of_several_rows(self._to_come)
        self._sinking: dict[int, dict[int, Cell]] = {}

    def shown(self, number: int, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the cells of a row without what lies under a merged one. A head that stands over
        several rows is given by the lowest, beside those that have a title of several columns
        above them."""
        while self._to_come and self._to_come[-1][0] <= number:
            self._here.append(self._to_come.pop())
        if not self._here:
            return cells
        self._here = [merged for merged in self._here if merged[1] >= number]
        shown = list(cells)
        for top, _, left, right in self._here:
            first = left if number == top else left - 1
            shown[first:right] = [None] * len(shown[first:right])
        for place, bottom in self._sunk.get(number, ()):
            if place < len(shown) and isinstance(shown[place], str):
                self._sinking.setdefault(bottom, {})[place] = shown[place]
                shown[place] = None
        for place, head in self._sinking.pop(number, {}).items():
            shown += [None] * (place + 1 - len(shown))
            shown[place] = head
        return tuple(shown)


def _heads_of_several_rows(
    ranges: list[tuple[int, int, int, int]],
) -> dict[int, list[tuple[int, int]]]:
    """Return, by their top row, the places of heads that are merged downwards beside one that is
    merged sideways, each with its lowest row. Ranges are (top, bottom, left, right)."""
    titled = {top for top, bottom, left, right in ranges if top == bottom and left < right}
    heads: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, left, right in ranges:
        if left == right and top < bottom and top in titled and top <= _LOWEST_HEAD:
            heads.setdefault(top, []).append((left - 1, bottom))
    return heads


def _merged(part: IO[bytes]) -> Iterator[re.Match[bytes]]:
    """Yield what names a merged range, reading a sheet in portions."""
    rest = b""
    while portion := part.read(PORTION):
        text = rest + portion
        end = 0
        for match in _MERGED.finditer(text):
            end = match.end()
            yield match
        rest = text[max(end, len(text) - _LONGEST_TAG) :]


def _check_size(path: Path) -> None:
    """Refuse a file that unpacks to more than any log holds (a packed bomb)."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise UnusableFile("spreadsheet", path.name) from error
    if unpacked > _MOST_BYTES:
        raise UnusableFile("too_large", path.name)


class _quiet(warnings.catch_warnings):  # noqa: N801 - reads as a word where it is used
    """What a spreadsheet holds beside its cells (styles, validation) does not matter here."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
