"""Opens a log: a CSV file or one sheet of a spreadsheet, row by row, whatever its writing."""

from __future__ import annotations

import codecs
import csv
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.raw import RawRow, RowSource
from familjecentral.errors import UnusableFile

_DELIMITERS = (";", "\t", ",")
_LOOKED_AT = 20
_PORTION = 1 << 16
_ROWS_AT_ONCE = 200
_MOST_BYTES = 512 * 1024 * 1024


def open_log(path: Path, mapping: ImportMapping) -> RowSource:
    """Return the rows of a file; the mapping may say type, sheet, encoding and delimiter.

    Raises:
        UnusableFile: ``missing_file``, ``encoding``, ``delimiter``, ``spreadsheet``, ``sheet``,
        ``too_large``, ``file_type``.
    """
    if not path.is_file():
        raise UnusableFile("missing_file", path.name)
    is_sheet = path.suffix.lower() in (".xlsx", ".xlsm") or zipfile.is_zipfile(path)
    if mapping.file_type and (mapping.file_type == "xlsx") != is_sheet:
        raise UnusableFile("file_type", path.name)
    if is_sheet:
        return SheetRows(path, mapping.sheet)
    encoding = encoding_of(path, mapping.encoding)
    return CsvRows(path, encoding, mapping.delimiter or delimiter_of(path, encoding))


def encoding_of(path: Path, said: str = "") -> str:
    """Return the encoding of a text file: what was said, else UTF-8 if it is, else windows-1252.

    Raises:
        UnusableFile: it is neither.
    """
    if said:
        try:
            name = codecs.lookup(said).name
        except LookupError as error:
            raise UnusableFile("encoding", said) from error
        candidates = ["utf-8-sig" if name == "utf-8" else name]
    else:
        candidates = ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        with suppress(UnicodeDecodeError), path.open(encoding=encoding, newline="") as file:
            while text := file.read(_PORTION):
                if "\0" in text:
                    raise UnusableFile("encoding", path.name)
            return encoding
    raise UnusableFile("encoding", path.name)


def delimiter_of(path: Path, encoding: str) -> str:
    """Return the delimiter that gives the widest row among the first ones."""
    with path.open(encoding=encoding, newline="") as file:
        lines = list(islice(file, _LOOKED_AT))

    def width(delimiter: str) -> int:
        with suppress(csv.Error):
            return max(map(len, csv.reader(lines, delimiter=delimiter)), default=0)
        return 0

    return max(_DELIMITERS, key=width)


class CsvRows:
    """Rows of a CSV file; a row's number is the line that it starts on."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        if len(delimiter) != 1:
            raise UnusableFile("delimiter", path.name)
        self._path = path
        self._encoding = encoding
        self._delimiter = delimiter
        self._size = max(path.stat().st_size, 1)
        self._read = 0
        self.name = path.name

    @property
    def share(self) -> float:
        """How much of the file has been read."""
        return min(self._read / self._size, 1.0)

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows.

        Raises:
            UnusableFile: ``csv``; ``place`` is the line.
        """
        with self._path.open(encoding=self._encoding, newline="") as file:
            reader = csv.reader(self._counted(file), delimiter=self._delimiter)
            line = 1
            try:
                for cells in reader:
                    yield RawRow(line, tuple(cells))
                    line = reader.line_num + 1
            except csv.Error as error:
                raise UnusableFile("csv", str(line)) from error

    def _counted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._read += len(line)
            yield line


class SheetRows:
    """Rows of one sheet, hidden rows and columns too; formulas by their stored value."""

    def __init__(self, path: Path, sheet: str) -> None:
        import openpyxl

        _check_size(path)
        with _quiet():
            try:
                self._book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            except (OSError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
                raise UnusableFile("spreadsheet", path.name) from error
        names = self._book.sheetnames
        if not names or (sheet and sheet not in names):
            self._book.close()
            raise UnusableFile("sheet", sheet or path.name)
        self._sheet: Any = self._book[sheet or names[0]]
        self._expected = max(getattr(self._sheet, "max_row", None) or 1, 1)
        self._sheet.reset_dimensions()  # some programs write a wrong size into the file
        self._read = 0
        self.name = path.name

    @property
    def share(self) -> float:
        """How much of the sheet has been read, by the size that it says it has."""
        return min(self._read / self._expected, 1.0)

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows, and close the file after the last.

        Raises:
            UnusableFile: ``spreadsheet``; ``place`` is the row.
        """
        found = self._sheet.iter_rows(values_only=True)
        try:
            while portion := self._portion(found):
                for cells in portion:
                    self._read += 1
                    yield RawRow(self._read, tuple(cells))
        finally:
            self._book.close()

    def _portion(self, found: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        with _quiet():
            try:
                return list(islice(found, _ROWS_AT_ONCE))
            except (OSError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
                raise UnusableFile("spreadsheet", str(self._read + 1)) from error


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
