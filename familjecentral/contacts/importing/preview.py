"""What a file's columns are taken for, before it is imported: the first step of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.raw import RawRow, RowSource, letter
from familjecentral.contacts.importing.values import is_empty, text_of

_LOOKED_AT = 50
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """One column of a file.

    Attributes:
        place, letter, header: where it stands and what it is called (empty: it has no name).
        field: what it becomes; None: somebody must say, or leave it out.
        ignored: the mapping leaves it out.
        examples: a few of its first texts, for the person at the screen only. Never of notes.
    """

    place: int
    letter: str
    header: str
    field: str | None
    ignored: bool
    examples: tuple[str, ...]

    def __repr__(self) -> str:
        return f"FoundColumn({self.letter})"


def columns_of(source: RowSource, mapping: ImportMapping) -> tuple[FoundColumn, ...]:
    """Return the columns of a log that hold something, by the header that names most of them;
    none if no row names a column.

    Raises:
        UnusableFile: the file cannot be read.
    """
    rows = [row for row in islice(source.rows(), _LOOKED_AT) if row.sheet == 0]
    header = max(rows, key=lambda row: _known(row, mapping), default=None)
    if header is None or not _known(header, mapping):
        return ()
    below = [row for row in rows if row.number > header.number]
    width = max(len(row.cells) for row in (header, *below))
    found = (_column(place, header, below, mapping) for place in range(width))
    return tuple(column for column in found if column.header or column.examples)


def _known(row: RawRow, mapping: ImportMapping) -> int:
    if mapping.header_row is not None:
        return int(row.number == mapping.header_row)
    return sum(mapping.field_of(text_of(cell)) is not None for cell in row.cells)


def _column(place: int, header: RawRow, below: list[RawRow], mapping: ImportMapping) -> FoundColumn:
    name = " ".join(_text(header, place).split())
    field = mapping.field_of(name) if name else None
    ignored = mapping.is_ignored(name or letter(place))
    texts = [] if field == "note" or ignored else [_text(row, place) for row in below]
    examples = tuple(dict.fromkeys(text for text in texts if text))[:_EXAMPLES]
    return FoundColumn(place, letter(place), name, field, ignored, examples)


def _text(row: RawRow, place: int) -> str:
    cell = row.cells[place] if place < len(row.cells) else None
    return "" if is_empty(cell) else text_of(cell).strip()
