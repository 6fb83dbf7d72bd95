"""Rows as a file gives them, before anybody knows what they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
"""What a cell can hold: text from CSV, typed values from a spreadsheet, None for nothing."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. ``number``: of the sheet's row or of the CSV's line, 1 is the first."""

    number: int
    cells: tuple[Cell, ...]

    def __repr__(self) -> str:
        return f"RawRow({self.number})"


class RowSource(Protocol):
    """An opened file that gives its rows once, one after the other."""

    @property
    def name(self) -> str:
        """Name of the file, without its folder."""

    @property
    def share(self) -> float:
        """How much of it has been read, 0 to 1."""

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows.

        Raises:
            UnusableFile: it cannot be read further; ``place`` is the line.
        """
