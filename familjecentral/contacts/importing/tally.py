"""What becomes of each row and cell of a tally sheet: months as columns, kinds as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

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
from familjecentral.contacts.importing.mapping import ImportMapping, TallyLayout
from familjecentral.contacts.importing.personal import BLOCK, personal_data
from familjecentral.contacts.importing.raw import (
    Cell,
    NotCalculated,
    RawRow,
    letter,
    place_of,
    row_id,
)
from familjecentral.contacts.importing.values import (
    BadCount,
    is_empty,
    read_count,
    read_date,
    read_month_of,
    text_of,
)
from familjecentral.contacts.importing.words import CodeReader, Words
from familjecentral.contacts.model import DatePrecision, WorkingLevel
from familjecentral.contacts.rules import DAY_OF_A_MONTH_ROW
from familjecentral.errors import UnusableFile

_MONTHS_OF_A_HEADER = 2
_KINDS: Mapping[str, str] = {
    WorkingLevel.INDIVIDUAL.value: "contact_form",
    WorkingLevel.STRUCTURAL.value: "structural_activity_type",
}
"""Working level → the list that the labels of its rows come from."""

Filled = Mapping[int, Cell]
"""The cells of a row by place that say something or, below a month, should."""


Kind = tuple[Said, str]
"""The codes of a label, and what it was read as past a slip of the keyboard."""


class TallyRows:
    """Decides on the rows of one file, sheet by sheet; every cell of a month is its own.

    Args:
        accepted: ids of rows that look like personal data and are taken in all the same.

    Raises:
        UnusableFile: reason ``mapping`` with the path of a value that the lists do not know.
    """

    def __init__(
        self,
        mapping: ImportMapping,
        layout: TallyLayout,
        filler: Filler,
        *,
        accepted: frozenset[int] = frozenset(),
    ) -> None:
        self._mapping = mapping
        self._layout = layout
        self._filler = filler
        self._accepted = accepted
        self._sections = self._given(mapping.sections, "sections")
        self._rows = self._given(mapping.rows, "rows")
        self._section_words = Words((), ((text, text) for text in self._sections))
        self._row_words = Words((), ((text, text) for text in self._rows))
        self._unread: set[str] = set()
        self._begin(0)

    def _given(self, texts: Mapping[str, Mapping[str, str]], part: str) -> dict[str, Said]:
        return {
            text: dict(self._filler.given(codes, f"{part}.{text}")) for text, codes in texts.items()
        }

    def _begin(self, sheet: int) -> None:
        self._sheet = sheet
        self._months: dict[int, int] = {}
        self._left_out: frozenset[int] = frozenset()
        self._section: Said = {}

    def decide(self, rows: Iterable[RawRow]) -> Iterator[Decision]:
        """Yield what is ignored, rejected and accepted, from top to bottom, left to right.

        Raises:
            UnusableFile: ``no_months``: no header of any sheet names one.
        """
        found = False
        for row in rows:
            if row.sheet != self._sheet:
                self._begin(row.sheet)
            yield from self._decide(row)
            found = found or bool(self._months)
        if not found:
            raise UnusableFile("no_months")

    @property
    def number_header(self) -> str:
        """A tally sheet has no running numbers."""
        return ""

    @property
    def unread(self) -> frozenset[str]:
        """Letters of columns that are neither label nor month: totals, remarks, other years."""
        return frozenset(self._unread)

    def _decide(self, row: RawRow) -> Iterator[Decision]:
        filled = {
            place: cell
            for place, cell in enumerate(row.cells)
            if (not is_empty(cell) or (isinstance(cell, NotCalculated) and place in self._months))
            and place not in self._left_out
        }
        if self._is_above(row, filled) or self._is_no_contact(filled):
            yield Ignored(row.number, row.sheet)
        elif stopped := self._personal(row, filled):
            yield stopped
        else:
            yield from self._cells(row, filled)

    # --- rows that are no contacts ---

    def _is_above(self, row: RawRow, filled: Filled) -> bool:
        """Tell whether a row is a header or stands above the counts. A header further down counts
        from there on."""
        layout = self._layout
        first = layout.first_row or layout.header_row or 0
        months = {
            place: month
            for place, cell in filled.items()
            if place != layout.label_column and (month := self._month(cell))
        }
        is_first = row.number == layout.header_row
        may_be = layout.header_row is None or row.number >= first
        if is_first or (may_be and len(months) >= _MONTHS_OF_A_HEADER):
            self._left_out = self._ignored(row.cells)
            self._months = {p: m for p, m in months.items() if p not in self._left_out}
            read = {layout.label_column, *self._months, *self._left_out}
            self._unread.update(letter(place) for place in filled if place not in read)
            return True
        return not self._months or row.number < first

    def _ignored(self, header: tuple[Cell, ...]) -> frozenset[int]:
        """Return the places that the mapping leaves alone: by header, or by letter if unnamed."""
        named = {place: text_of(cell).strip() for place, cell in enumerate(header)}
        by_letter = {place_of(text) for text in self._mapping.ignored}
        return frozenset(
            [place for place, text in named.items() if text and self._mapping.is_ignored(text)]
            + [place for place in by_letter if place is not None and not named.get(place)]
        )

    def _month(self, cell: Cell) -> int | None:
        if isinstance(cell, str):
            return read_month_of(cell, self._layout.year)
        day = read_date(cell) if isinstance(cell, dt.date) else None
        return day.month if day and day.year == self._layout.year else None

    def _is_no_contact(self, filled: Filled) -> bool:
        if all(isinstance(cell, NotCalculated) for cell in filled.values()):
            return True
        label = filled.get(self._layout.label_column)
        if label is None:
            label = next((cell for cell in filled.values() if isinstance(cell, str)), None)
        section = self._section_of(text_of(label))
        if section is not None:
            self._section = section
            return True
        if is_total(filled.values()):
            return True
        return len(filled) == 1 and read_date(next(iter(filled.values()))) is None

    def _section_of(self, label: str) -> Said | None:
        found = self._section_words.exactly(label)
        if found is None and self._kind(label) is None:
            found = self._section_words.nearly(label)
        return self._sections[found.key] if found else None

    def _personal(self, row: RawRow, filled: Filled) -> Rejected | SetAside | None:
        aside: SetAside | None = None
        for place, cell in filled.items():
            if not isinstance(cell, str) or self._is_known(place, cell):
                continue
            found = personal_data(cell, self._filler.understanding.guard)
            if found and found.level == BLOCK:
                return Rejected(row.number, letter(place), PERSONAL_DATA, row.sheet, found.kinds)
            if found and aside is None:
                aside = SetAside(row.number, letter(place), row.sheet, found.kinds)
        return None if row_id(row.number, row.sheet) in self._accepted else aside

    def _is_known(self, place: int, cell: str) -> bool:
        """Tell whether a text is a word of the lists or a count: nobody's name."""
        if place == self._layout.label_column:
            reader = self._reader()
            return reader is not None and reader.words.exactly(cell) is not None
        try:
            read_count(cell)
        except BadCount:
            return False
        return True

    # --- labels and cells ---

    def _reader(self) -> CodeReader | None:
        level = self._section.get("working_level") or self._filler.defaults.get("working_level")
        name = _KINDS.get(level[0]) if level else _KINDS[WorkingLevel.INDIVIDUAL]
        return self._filler.understanding.readers[name] if name else None

    def _kind(self, label: str) -> Kind | None:
        """Return what a label stands for: a row of the mapping, else a code of the list."""
        reader = self._reader()
        if found := self._row_words.exactly(label):
            return self._rows[found.key], ""
        if reader and (found := reader.words.exactly(label)):
            return {reader.name: (found.key,)}, ""
        steps, rows = self._row_words.nearest(label)
        list_steps, keys = reader.words.nearest(label) if reader else (steps, frozenset[str]())
        if rows and keys and steps != list_steps:
            rows, keys = (rows, frozenset()) if steps < list_steps else (frozenset(), keys)
        if len(rows) + len(keys) != 1:
            return None
        if rows:
            return self._rows[min(rows)], min(rows)
        assert reader is not None
        return {reader.name: (min(keys),)}, min(keys)

    def _cells(self, row: RawRow, filled: Filled) -> Iterator[Decision]:
        column = letter(self._layout.label_column)
        label = filled.get(self._layout.label_column)
        kind = None if label is None else self._kind(text_of(label))
        if kind is None:
            reason = "missing_required" if label is None else "unknown_code"
            yield Rejected(row.number, column, reason, row.sheet)
            return
        said: Said = {**self._section, **kind[0]}
        self._filler.fill_in(said)
        if next(self._filler.lacking(said), None):
            yield Rejected(row.number, column, "missing_required", row.sheet)
        elif not self._filler.fits_level(said):
            yield Rejected(row.number, column, "not_at_this_level", row.sheet)
        else:
            near = ((column, kind[1]),) if kind[1] else ()
            for place, month in self._months.items():
                decision = self._cell(row, place, filled.get(place), month, said)
                if isinstance(decision, Accepted) and near:
                    decision, near = replace(decision, near=near), ()
                if decision:
                    yield decision

    def _cell(
        self, row: RawRow, place: int, cell: Cell, month: int, said: Said
    ) -> Rejected | Accepted | None:
        column = letter(place)
        try:
            count = 0 if cell is None else read_count(cell)
        except BadCount:
            return Rejected(row.number, column, "bad_count", row.sheet)
        if count == 0:
            return None
        day = dt.date(self._layout.year, month, DAY_OF_A_MONTH_ROW)
        values = self._filler.contact(said, day, DatePrecision.MONTH)
        problem = next(self._filler.problems(values), None)
        if problem:
            return Rejected(row.number, column, problem[1], row.sheet)
        return Accepted(row.number, values, count, column, sheet=row.sheet)
