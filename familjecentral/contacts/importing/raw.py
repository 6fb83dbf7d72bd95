"""Rows as a file gives them, before anybody knows what they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final, Protocol


class NotCalculated:
    """A formula of which the file stores no value: what it says is not known, and not nothing."""

    __slots__ = ()


NOT_CALCULATED: Final = NotCalculated()

Cell = (
    str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | NotCalculated | None
)
"""What a cell can hold: text from CSV, typed values from a spreadsheet, None for nothing."""

_SHEET_STEP = 1 << 24  # more rows than a sheet has


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row.

    Attributes:
        number: of the sheet's row or of the CSV's line, 1 is the first.
        sheet: place of its sheet among those that are read, 0 is the first.
    """

    number: int
    cells: tuple[Cell, ...]
    sheet: int = 0

    def __repr__(self) -> str:
        return f"RawRow({self.number})"


class RowSource(Protocol):
    """An opened file that gives its rows once, one after the other."""

    @property
    def name(self) -> str:
        """Name of the file, without its folder."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets that are read; none for a text file."""

    @property
    def share(self) -> float:
        """How much of it has been read, 0 to 1."""

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows.

        Raises:
            UnusableFile: it cannot be read further; ``place`` is the line.
        """


def row_id(number: int, sheet: int = 0) -> int:
    """Return what tells a row from all others of its file; in the first sheet its number."""
    return sheet * _SHEET_STEP + number


def letter(place: int) -> str:
    """Return the spreadsheet's letter of a column, 0 is ``A``."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = ascii_uppercase[rest] + text
    return text


def place_of(letters: str) -> int | None:
    """Return the place of a column by its letter, in either case; None if it is none."""
    place = 0
    for sign in letters.strip().upper():
        if sign not in ascii_uppercase:
            return None
        place = place * 26 + ascii_uppercase.index(sign) + 1
    return place - 1 if 0 < place <= 18278 else None  # ZZZ
