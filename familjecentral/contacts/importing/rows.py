"""What becomes of each row of a log: ignored, rejected, set aside, accepted. In this order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from familjecentral.contacts.importing.cells import Column, Found
from familjecentral.contacts.importing.decisions import (
    PERSONAL_DATA,
    Accepted,
    Decision,
    Ignored,
    Rejected,
    SetAside,
    is_total,
)
from familjecentral.contacts.importing.filling import Filler, Said
from familjecentral.contacts.importing.mapping import COLUMNS, LEVELS, ImportMapping
from familjecentral.contacts.importing.personal import BLOCK
from familjecentral.contacts.importing.raw import Cell, RawRow, letter, row_id
from familjecentral.contacts.importing.values import is_empty, plain, read_date, text_of
from familjecentral.contacts.model import ContactValues
from familjecentral.errors import UnusableFile

_SEARCHED_FOR_A_HEADER = 50
_NO_CODES = frozenset({"date", "count", "row_number", "note"})

Spoken = list[tuple[Column, Found]]
"""What the filled cells of a row say, from left to right."""


class LogRows:
    """Decides on the rows of one file, one after the other.

    Args:
        accepted: ids of rows that look like personal data and are taken in all the same.
        drop_notes: neither read nor keep a column of notes.
    """

    def __init__(
        self,
        mapping: ImportMapping,
        filler: Filler,
        *,
        accepted: frozenset[int] = frozenset(),
        drop_notes: bool = False,
    ) -> None:
        self._mapping = mapping
        self._filler = filler
        self._accepted = accepted
        self._drop_notes = drop_notes
        self._sheet = 0
        self._columns: tuple[Column, ...] = ()
        self._places: tuple[tuple[int, dict[object, Found | None], Column], ...] = ()
        self._date = self._count = self._running = Column(0, "date", "", filler.understanding)
        self._header: tuple[str, ...] = ()
        self._header_words: list[str] = []
        self._left_out: frozenset[int] = frozenset()
        self._unnamed: tuple[int, ...] = ()

    def decide(self, rows: Iterable[RawRow]) -> Iterator[Decision]:
        """Yield a decision for every row but the header. Every sheet has a header of its own;
        where several are read, one without is ignored row by row.

        Raises:
            UnusableFile: ``no_header``, ``unknown_column``, ``repeated_column``,
            ``missing_column``, ``unnamed_column``; ``place`` is a header or a letter.
        """
        seen, opened = 0, False
        for row in rows:
            if row.sheet != self._sheet:
                self._sheet, self._header, seen = row.sheet, (), 0
            seen += 1
            if self._header:
                yield self._decide(row)
            elif self._is_header(row, seen):
                self._open(row)
                opened = True
            else:
                yield Ignored(row.number, row.sheet)
        if not opened:
            raise UnusableFile("no_header")

    @property
    def number_header(self) -> str:
        """The header of the running numbers, empty if there are none."""
        return self._running.header if self._running.field == "row_number" else ""

    @property
    def unread(self) -> frozenset[str]:
        """No column is passed over unless the mapping says so."""
        return frozenset()

    # --- the header ---

    def _is_header(self, row: RawRow, seen: int) -> bool:
        if self._mapping.header_row is not None:
            return row.number == self._mapping.header_row
        if seen > _SEARCHED_FOR_A_HEADER:
            return False
        fields = {self._mapping.field_of(text_of(cell)) for cell in row.cells}
        return "date" in fields and sum(not is_empty(cell) for cell in row.cells) > 1

    def _open(self, row: RawRow) -> None:
        columns: list[Column] = []
        left_out: set[int] = set()
        for place, cell in enumerate(row.cells):
            header = " ".join(text_of(cell).split())
            name = self._mapping.field_of(header)
            is_dropped = name == "note" and self._drop_notes
            if is_dropped or self._mapping.is_ignored(header or letter(place)):
                left_out.add(place)
            elif header and name is None:
                raise UnusableFile("unknown_column", header)
            elif name in {column.field for column in columns}:
                raise UnusableFile("repeated_column", header)
            elif name:
                columns.append(Column(place, name, header, self._filler.understanding))
        found = {column.field: column for column in columns}
        for name in ("date", *LEVELS):
            if name not in found and name not in self._filler.defaults:
                raise UnusableFile("missing_column", COLUMNS[name])
        nowhere = Column(len(row.cells), "note", "", self._filler.understanding)
        self._date = found["date"]
        self._count = found.get("count", nowhere)
        self._running = found.get("row_number", nowhere)
        self._columns = tuple(columns)
        self._places = tuple((c.place, c.remembered, c) for c in columns)
        self._left_out = frozenset(left_out)
        self._header = tuple(plain(text_of(cell)) for cell in row.cells)
        self._header_words = [text for text in self._header if text]
        self._unnamed = tuple(
            place
            for place, text in enumerate(self._header)
            if not text and place not in self._left_out
        )

    # --- one row ---

    def _decide(self, row: RawRow) -> Decision:
        cells = row.cells
        if self._is_no_contact(cells):
            return Ignored(row.number, row.sheet)
        self._check_unnamed(cells)
        width = len(cells)
        spoken: Spoken = []
        count, odd = 1, False
        for place, remembered, column in self._places:
            cell = cells[place] if place < width else None
            if cell is None:
                continue
            found = remembered.get(cell) if type(cell) is str else None
            if found is None and (found := column.read(cell)) is None:
                continue
            spoken.append((column, found))
            if column is self._count:
                count = found.count
            if not found.is_plain:
                odd = True
        if count == 0:
            return Ignored(row.number, row.sheet)
        if odd and (stopped := self._personal(row, spoken)):
            return stopped
        return self._accept(row, spoken, count, odd)

    def _is_no_contact(self, cells: tuple[Cell, ...]) -> bool:
        """Tell whether a row is empty, a remark, a total or the header again."""
        day = self._date.place < len(cells) and self._date.read(cells[self._date.place])
        if self._left_out:
            cells = tuple([c for place, c in enumerate(cells) if place not in self._left_out])
        if day and day.day:  # neither empty nor a remark nor a header
            return is_total(cells)
        filled = [cell for cell in cells if not is_empty(cell)]
        if not filled or is_total(filled):
            return True
        if len(filled) == 1:
            return read_date(filled[0], self._mapping.year) is None
        words = [plain(text_of(cell)) for cell in filled]
        return words == self._header_words or words == [
            text for n, text in enumerate(self._header) if text and n not in self._left_out
        ]

    def _check_unnamed(self, cells: tuple[Cell, ...]) -> None:
        beyond = range(len(self._header), len(cells))
        for place in (*self._unnamed, *beyond):
            if place < len(cells) and not is_empty(cells[place]):
                if place in beyond and self._mapping.is_ignored(letter(place)):
                    continue
                raise UnusableFile("unnamed_column", letter(place))

    def _personal(self, row: RawRow, spoken: Spoken) -> Rejected | SetAside | None:
        """Return what becomes of a row in which the guard found something; block goes first."""
        found = [(column.header, cell.personal) for column, cell in spoken if cell.personal]
        for header, personal in found:
            if personal.level == BLOCK:
                return Rejected(row.number, header, PERSONAL_DATA, row.sheet, personal.kinds)
        if not found or row_id(row.number, row.sheet) in self._accepted:
            return None
        header, personal = found[0]
        return SetAside(row.number, header, row.sheet, personal.kinds)

    def _accept(self, row: RawRow, spoken: Spoken, count: int, odd: bool) -> Decision:
        said: Said = {}
        failed: dict[int, tuple[str, str]] = {}
        day: dt.date | None = None
        for column, found in spoken:
            if found.reason:
                failed[column.place] = (column.header, found.reason)
            elif column is self._date:
                day = found.day
            elif column.field not in _NO_CODES:
                said.setdefault(column.fills, found.keys)
        values = self._values(said, day, failed, odd)
        if values is None:
            header, reason = failed[min(failed)]
            return Rejected(row.number, header, reason, row.sheet)
        near: list[tuple[str, str]] = []
        number = ""
        for column, found in spoken if odd or self._running.field == "row_number" else ():
            near += [(column.header, key) for key in found.near]
            if column is self._running:
                number = found.keys[0]
        return Accepted(
            row.number, values, count, self._date.header, tuple(near), number, row.sheet
        )

    def _values(
        self, said: Said, day: dt.date | None, failed: dict[int, tuple[str, str]], odd: bool
    ) -> ContactValues | None:
        tried = frozenset(c.fills for c in self._columns if c.place in failed) if failed else ()
        self._filler.fill_in(said, frozenset(tried))
        if day is None and "date" not in tried:
            self._fail("date", "missing_required", failed)
        for name in self._filler.lacking(said):
            if name not in tried:
                self._fail(name, "missing_required", failed)
        if failed or day is None:
            return None
        values = self._filler.contact(said, day)
        if odd or not self._filler.fits_level(said):
            for name, reason in self._filler.problems(values):
                self._fail(name, reason, failed)
        return None if failed else values

    def _fail(self, name: str, reason: str, failed: dict[int, tuple[str, str]]) -> None:
        column = next((c for c in self._columns if c.fills == name), None)
        if column:
            failed.setdefault(column.place, (column.header, reason))
        else:
            failed.setdefault(len(self._header) + len(failed), (COLUMNS[name], reason))
