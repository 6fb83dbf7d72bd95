"""Formulas of a sheet of which the file stores no value: what a spreadsheet program has not
calculated yet, or another program wrote. Nothing stands there for a reader of values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from familjecentral.contacts.importing.raw import NOT_CALCULATED, Cell, place_of
from familjecentral.readers.encodings import PORTION

_ROW_END = b"row>"
_FORMULA = (b"<f", b":f")  # with the prefix of a name space too
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c(?P<about>\s[^<>]*)>\s*"
    rb"<(?:\w+:)?f\b(?:[^<>]*/|[^<>]*>[^<]*</(?:\w+:)?f\s*)>\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)"
)
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TEXT = re.compile(rb"""\st=["']str["']""")  # its value is a text, and that is empty


class Uncalculated:
    """The formulas without a value of one sheet. Asked from top to bottom."""

    def __init__(self, part: IO[bytes]) -> None:
        self._found = _places(part)
        self._next = next(self._found, None)

    def marked(self, number: int, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the cells of a row with what is not calculated."""
        if self._next is None or self._next[0] > number:
            return cells
        marked = list(cells)
        while self._next is not None and self._next[0] <= number:
            row, place = self._next
            if row == number and place < len(marked) and marked[place] is None:
                marked[place] = NOT_CALCULATED
            self._next = next(self._found, None)
        return tuple(marked)


def _places(part: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield row and place of what is not calculated, reading whole rows of the sheet."""
    rest = b""
    while portion := part.read(PORTION):
        text = rest + portion
        end = text.rfind(_ROW_END) + 1
        whole, rest = text[:end], text[end:]
        if not any(sign in whole for sign in _FORMULA):
            continue
        for match in _NO_VALUE.finditer(whole):
            about = match["about"]
            found = _PLACE.search(about)
            if found and not _TEXT.search(about):
                place = place_of(found[1].decode())
                if place is not None:
                    yield int(found[2]), place
