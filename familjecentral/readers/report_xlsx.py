"""Reads the printed tables of a report back from its workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.disclosure.table import TableSet
from familjecentral.errors import UnusableFile
from familjecentral.readers.report_grid import Definitions, Entry, Grid, Head, cells_of

if TYPE_CHECKING:
    from openpyxl import Workbook

_CAPTION = "Tabell "


def read_report_xlsx(path: Path, known: Definitions) -> TableSet:
    """Return the cells of a report's workbook.

    Raises:
        UnusableFile: not a workbook, or not one that the definitions explain.
    """
    from openpyxl import load_workbook  # late: off the start path
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as error:
        raise UnusableFile("unreadable", path.name) from error
    return cells_of(_grids(book), known)


def _grids(book: Workbook) -> Iterator[Grid]:
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        if rows and isinstance(rows[0][0], str) and rows[0][0].startswith(_CAPTION):
            for merged in sheet.merged_cells.ranges:
                line = rows[merged.min_row - 1]
                line[merged.min_col - 1 : merged.max_col] = [line[merged.min_col - 1]] * (
                    merged.max_col - merged.min_col + 1
                )
            yield _grid(sheet.title, rows)


def _grid(place: str, rows: list[list[object]]) -> Grid:
    """Read caption, heads and rows; the head is the first line with words in the label column
    and in all others, the table ends at the first line without entries."""
    for number, row in enumerate(rows):
        if number and all(isinstance(value, str) and value for value in row) and len(row) > 1:
            break
    else:
        raise UnusableFile("no_head", place)
    groups = rows[number - 1]
    heads = tuple(
        Head(str(text), str(group or "") if groups[0] is None else "")
        for text, group in zip(row[1:], groups[1:], strict=True)
    )
    found = []
    for line in rows[number + 1 :]:
        if line[0] is None or any(value is None for value in line[1:]):
            break
        found.append((str(line[0]), tuple(_entry(value, place) for value in line[1:])))
    return Grid(str(rows[0][0]), heads, tuple(found), place)


def _entry(value: object, place: str) -> Entry:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    raise UnusableFile("value", place)
