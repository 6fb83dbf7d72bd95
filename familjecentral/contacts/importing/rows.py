"""What becomes of each row of a log: ignored, rejected, dropped, accepted. In this order."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from familjecentral.access.model import Centre, CentreId
from familjecentral.codes import CodeBook
from familjecentral.contacts.importing.mapping import (
    CODE_FIELDS,
    COLUMNS,
    LEVELS,
    SEVERAL,
    ImportMapping,
)
from familjecentral.contacts.importing.raw import Cell, RawRow
from familjecentral.contacts.importing.values import (
    BadCount,
    CodeReader,
    How,
    band_of_minutes,
    is_empty,
    plain,
    read_count,
    read_date,
    text_of,
)
from familjecentral.contacts.model import (
    ContactValues,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.contacts.rules import MOST_TOPICS, RULES, Need, arena_for, check
from familjecentral.errors import InvalidInput, UnusableFile

Synonyms = Mapping[str, Mapping[str, Iterable[str]]]
"""List key → code key → further spellings."""

ATTRIBUTE = {"topic": "topics", "action_given": "actions", "referral_target": "referrals"}
"""Import field → attribute of the contact, where they differ."""

_TOTAL = re.compile(r"(?:summa|s:a|delsumma|total|totalt|antal totalt)\b")
_DEFAULTS = dict.fromkeys(("initiative_taker", "child_age_band", "contact_ordinal"), "unknown")
_SEARCHED_FOR_A_HEADER = 50


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row that is no contact: empty, a remark, a total, above the header, a count of nothing."""

    number: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be taken in: the leftmost column that fails, and why."""

    number: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that stands for ``count`` contacts with the same codes.

    ``near`` holds (column, code) of values that were read past a slip of the keyboard;
    ``running_number`` the file's own number, which is never stored.
    """

    number: int
    values: ContactValues
    count: int
    near: tuple[tuple[str, str], ...] = ()
    running_number: str = ""

    def __repr__(self) -> str:
        return f"Accepted({self.number})"

    def digest(self) -> bytes:
        """Return 32 bytes that are the same for the same content."""
        v = self.values
        told = (
            v.date.isoformat(), str(v.centre_id), v.prevention_level, v.working_level,
            v.contact_form, v.arena, v.topics, v.child_age_band, v.contact_ordinal,
            v.interpreter, v.initiative_taker, v.participants, v.structural_activity_type,
            v.duration_band, v.actions, tuple(r.target for r in v.referrals), self.count,
        )  # fmt: skip
        return hashlib.sha256(repr(told).encode()).digest()


Decision = Ignored | Rejected | Accepted


@dataclass(frozen=True, slots=True)
class _Column:
    place: int
    field: str
    header: str


def letter(place: int) -> str:
    """Return the spreadsheet's letter of a column, 0 is ``A``."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = ascii_uppercase[rest] + text
    return text


class LogRows:
    """Decides on the rows of one file, one after the other.

    Args:
        centres, own_centre: which centres a row may name, and the one it belongs to otherwise.
        drop_notes: read past a column of notes instead of stopping.

    Raises:
        UnusableFile: reason ``mapping`` with the path of a value that the lists do not know.
    """

    def __init__(
        self,
        mapping: ImportMapping,
        *,
        codes: CodeBook,
        synonyms: Synonyms,
        centres: Iterable[Centre],
        own_centre: CentreId,
        today: dt.date,
        drop_notes: bool = False,
    ) -> None:
        self._mapping = mapping
        self._codes = codes
        self._today = today
        self._drop_notes = drop_notes
        self._centres = {
            plain(text): centre.id for centre in centres for text in (centre.name, centre.key)
        }
        self._readers = {name: self._reader(name, synonyms) for name in CODE_FIELDS}
        self._own_centre = own_centre
        self._defaults = dict(self._read_defaults())
        self._columns: tuple[_Column, ...] = ()
        self._header: tuple[str, ...] = ()
        self._header_words: list[str] = []
        self._note: _Column | None = None

    def decide(self, rows: Iterable[RawRow]) -> Iterator[Decision]:
        """Yield a decision for every row but the header.

        Raises:
            UnusableFile: ``no_header``, ``unknown_column``, ``repeated_column``,
            ``missing_column``, ``unnamed_column``, ``notes``; ``place`` is a header or a letter.
        """
        for seen, row in enumerate(rows, 1):
            if self._header:
                yield self._decide(row)
            elif self._is_header(row):
                self._open(row)
            elif self._mapping.header_row is None and seen > _SEARCHED_FOR_A_HEADER:
                break
            else:
                yield Ignored(row.number)
        if not self._header:
            raise UnusableFile("no_header")

    @property
    def date_header(self) -> str:
        """The header of the date column, once the header has been read."""
        return next((c.header for c in self._columns if c.field == "date"), COLUMNS["date"])

    # --- the header ---

    def _is_header(self, row: RawRow) -> bool:
        if self._mapping.header_row is not None:
            return row.number == self._mapping.header_row
        fields = {self._mapping.field_of(text_of(cell)) for cell in row.cells}
        return "date" in fields and sum(not is_empty(cell) for cell in row.cells) > 1

    def _open(self, row: RawRow) -> None:
        columns: list[_Column] = []
        for place, cell in enumerate(row.cells):
            header = " ".join(text_of(cell).split())
            if not header or self._mapping.is_ignored(header):
                continue
            name = self._mapping.field_of(header)
            if name is None:
                raise UnusableFile("unknown_column", header)
            if name in {column.field for column in columns}:
                raise UnusableFile("repeated_column", header)
            columns.append(_Column(place, name, header))
        found = {column.field for column in columns} | set(self._defaults)
        for name in ("date", *LEVELS):
            if name not in found:
                raise UnusableFile("missing_column", COLUMNS[name])
        self._header = tuple(plain(text_of(cell)) for cell in row.cells)
        self._header_words = [text for text in self._header if text]
        self._note = next((c for c in columns if c.field == "note"), None)
        self._columns = tuple(c for c in columns if c.field != "note")

    # --- one row ---

    def _decide(self, row: RawRow) -> Decision:
        if self._is_no_contact([cell for cell in row.cells if not is_empty(cell)]):
            return Ignored(row.number)
        self._check_unnamed(row)
        failed: dict[int, tuple[str, str]] = {}
        count = self._count(row, failed)
        if count == 0:
            return Ignored(row.number)
        self._check_note(row)
        said: dict[str, tuple[str, ...]] = {}
        near: list[tuple[str, str]] = []
        for column in self._columns:
            reason = self._read(column, _cell(row, column), said, near)
            if reason:
                failed[column.place] = (column.header, reason)
        values = self._values(said, failed)
        if failed or values is None:
            column_name, reason = failed[min(failed)]
            return Rejected(row.number, column_name, reason)
        running = next((c for c in self._columns if c.field == "row_number"), None)
        number = plain(text_of(_cell(row, running))) if running else ""
        return Accepted(row.number, values, count, tuple(near), number)

    def _is_no_contact(self, filled: list[Cell]) -> bool:
        """Tell whether a row is empty, a remark, a total or the header again."""
        if not filled:
            return True
        if len(filled) == 1 and read_date(filled[0], self._mapping.year) is None:
            return True
        first_text = next((cell for cell in filled if isinstance(cell, str)), None)
        if first_text is not None and _TOTAL.match(plain(first_text)):
            return True
        return len(filled) == len(self._header_words) and self._header_words == [
            plain(text_of(cell)) for cell in filled
        ]

    def _check_unnamed(self, row: RawRow) -> None:
        for place, cell in enumerate(row.cells):
            if not is_empty(cell) and (place >= len(self._header) or not self._header[place]):
                raise UnusableFile("unnamed_column", letter(place))

    def _check_note(self, row: RawRow) -> None:
        if self._note and not self._drop_notes and not is_empty(_cell(row, self._note)):
            raise UnusableFile("notes", self._note.header)

    def _count(self, row: RawRow, failed: dict[int, tuple[str, str]]) -> int:
        column = next((c for c in self._columns if c.field == "count"), None)
        if column is None:
            return 1
        try:
            return read_count(_cell(row, column))
        except BadCount:
            failed[column.place] = (column.header, "bad_count")
            return 1

    def _read(
        self,
        column: _Column,
        cell: Cell,
        said: dict[str, tuple[str, ...]],
        near: list[tuple[str, str]],
    ) -> str | None:
        """Read one cell into ``said``; return why it fails, or None."""
        name = column.field
        if name in ("count", "row_number") or is_empty(cell):
            return None
        if name in CODE_FIELDS:
            return self._read_codes(column, cell, said, near)
        if name == "date":
            return self._read_date(cell, said)
        if name == "centre":
            centre = self._centres.get(plain(text_of(cell)))
            key = None if centre is None else str(centre)
        else:
            name, key = "duration_band", band_of_minutes(cell)
        if key is None:
            return "unknown_code"
        said.setdefault(name, (key,))
        return None

    def _read_date(self, cell: Cell, said: dict[str, tuple[str, ...]]) -> str | None:
        day = read_date(cell, self._mapping.year)
        if day is None:
            return "bad_date"
        said["date"] = (day.isoformat(),)
        return "future_date" if day > self._today else None

    def _read_codes(
        self,
        column: _Column,
        cell: Cell,
        said: dict[str, tuple[str, ...]],
        near: list[tuple[str, str]],
    ) -> str | None:
        reader = self._readers[column.field]
        if column.field in SEVERAL:
            readings = reader.read_several(cell)
        else:
            one = reader.read(cell)
            readings = (one,) if one else None
        if readings is None:
            return "unknown_code"
        keys = tuple(reading.key for reading in readings)
        near.extend((column.header, r.key) for r in readings if r.how is How.NEAR)
        if column.field == "topic" and len(keys) > MOST_TOPICS:
            return "too_many_topics"
        said[column.field] = keys if column.field == "topic" else reader.in_order(keys)
        return None

    # --- the contact ---

    def _values(
        self, said: dict[str, tuple[str, ...]], failed: dict[int, tuple[str, str]]
    ) -> ContactValues | None:
        tried = {column.field for column in self._columns if column.place in failed}
        self._fill_in(said, ("centre", *LEVELS), tried)
        needed = ["date", *LEVELS]
        if "working_level" in said:
            level = WorkingLevel(said["working_level"][0])
            fitting = [
                name
                for name in CODE_FIELDS[len(LEVELS) :]
                if RULES[ATTRIBUTE.get(name, name)].needs[level] is not Need.NEVER
            ]
            self._fill_in(said, fitting, tried)
            needed += [
                name
                for name in ("contact_form", "structural_activity_type")
                if RULES[name].need(level, imported=True) is Need.REQUIRED
            ]
        for name in needed:
            if name not in said and name not in tried:
                self._fail(name, "missing_required", failed)
        if failed:
            return None
        values = self._contact(said)
        try:
            check(values, codes=self._codes, today=self._today, imported=True)
        except InvalidInput as refused:
            fields = {attribute: name for name, attribute in ATTRIBUTE.items()}
            for problem in refused.problems:
                reason = "unknown_code" if problem.problem == "retired_code" else problem.problem
                self._fail(fields.get(problem.field, problem.field), reason, failed)
            return None
        return values

    def _fill_in(
        self, said: dict[str, tuple[str, ...]], names: Iterable[str], tried: set[str]
    ) -> None:
        """Take the mapping's default for what a row does not say."""
        for name in names:
            if name in self._defaults and name not in tried:
                said.setdefault(name, self._defaults[name])

    def _fail(self, name: str, reason: str, failed: dict[int, tuple[str, str]]) -> None:
        wanted = (name, "duration_minutes") if name == "duration_band" else (name,)
        column = next((c for c in self._columns if c.field in wanted), None)
        if column:
            failed.setdefault(column.place, (column.header, reason))
        else:
            failed.setdefault(len(self._header) + len(failed), (COLUMNS[name], reason))

    def _contact(self, said: Mapping[str, tuple[str, ...]]) -> ContactValues:
        def one(name: str) -> str | None:
            keys = said.get(name)
            return keys[0] if keys else None

        level = WorkingLevel(said["working_level"][0])
        individual = level is WorkingLevel.INDIVIDUAL

        def known(name: str) -> str | None:
            key = one(name) or _DEFAULTS[name]
            return key if individual or key != "unknown" else None

        centre = said.get("centre")
        return ContactValues(
            date=dt.date.fromisoformat(said["date"][0]),
            centre_id=self._centre_ids[centre[0]] if centre else self._own_centre,
            prevention_level=PreventionLevel(said["prevention_level"][0]),
            working_level=level,
            contact_form=one("contact_form"),
            arena=one("arena") or arena_for(level, one("contact_form")),
            topics=said.get("topic", ()),
            child_age_band=known("child_age_band"),
            contact_ordinal=known("contact_ordinal"),
            interpreter=one("interpreter"),
            initiative_taker=known("initiative_taker"),
            participants=said.get("participants", ()),
            structural_activity_type=one("structural_activity_type"),
            duration_band=one("duration_band"),
            actions=said.get("action_given", ()),
            referrals=tuple(Referral(key) for key in said.get("referral_target", ())),
        )

    @property
    def _centre_ids(self) -> dict[str, CentreId]:
        return {str(centre): centre for centre in self._centres.values()}

    # --- what the mapping says ---

    def _reader(self, name: str, synonyms: Synonyms) -> CodeReader:
        own = self._mapping.values.get(name, {})
        known = self._codes.lists.get(name, {})
        for spelling, key in own.items():
            if key not in known:
                raise UnusableFile("mapping", f"values.{name}.{spelling}")
        return CodeReader(known.values(), synonyms.get(name, {}), own)

    def _read_defaults(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, text in self._mapping.defaults.items():
            if name == "centre":
                centre = self._centres.get(plain(text))
                keys: tuple[str, ...] | None = None if centre is None else (str(centre),)
            elif name in SEVERAL:
                readings = self._readers[name].read_several(text)
                keys = tuple(r.key for r in readings) if readings else None
            else:
                one = self._readers[name].read(text)
                keys = (one.key,) if one else None
            if keys is None:
                raise UnusableFile("mapping", f"defaults.{name}")
            yield name, keys


def _cell(row: RawRow, column: _Column) -> Cell:
    return row.cells[column.place] if column.place < len(row.cells) else None
