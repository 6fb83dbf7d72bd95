"""What a file asks of the person who imports it: columns without a place, words without a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from familjecentral.codes import CodeBook
from familjecentral.contacts.importing.decisions import is_total
from familjecentral.contacts.importing.mapping import CODE_FIELDS, SEVERAL, ImportMapping, Kind
from familjecentral.contacts.importing.personal import Reads, personal_data
from familjecentral.contacts.importing.preview import FoundColumn, columns_of
from familjecentral.contacts.importing.raw import Cell, RawRow, RowSource
from familjecentral.contacts.importing.values import (
    is_empty,
    is_text,
    plain,
    read_date,
    read_month,
    text_of,
)
from familjecentral.contacts.importing.words import CodeReader, Synonyms

_LOOKED_AT = 50
_MONTHS_OF_A_HEADER = 2
_MOST_ASKED = 40  # of one column; with more it is no column of codes
_LONGEST = 60
_MIDNIGHT = " 00:00:00"  # behind every date of a spreadsheet
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of the file that no list knows. Never one that looks like personal data.

    Attributes:
        field: the list that the answer comes from.
        header: of its column; empty in a tally sheet.
        text: as written. guess: the code that it may stand for.
        is_section: it stands alone on its row of a tally sheet, above the rows that it is about.
    """

    field: str
    header: str
    text: str
    guess: str = ""
    is_section: bool = False

    def __repr__(self) -> str:
        return f"UnknownWord({self.field})"


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of file it seems to be.

    Attributes:
        year: named in the name of the sheet or above the months of a tally sheet.
        header_row: of a log whose headers nobody knows; None: they are found as always.
    """

    kind: Kind
    year: int | None = None
    header_row: int | None = None


class Words:
    """Reads words by the lists of a store."""

    def __init__(
        self, codes: CodeBook, synonyms: Synonyms, guard: Reads, mapping: ImportMapping
    ) -> None:
        self._guard = guard
        self._readers = {
            name: CodeReader(
                codes.lists.get(name, {}).values(),
                synonyms.get(name, {}),
                mapping.values.get(name, {}),
                name,
            )
            for name in CODE_FIELDS
        }

    def reads(self, field: str, text: str) -> str:
        """Return the code of one word, empty for none."""
        found = self._readers[field].read(text)
        return found.key if found else ""

    def unknown(self, field: str, cell: Cell) -> Iterator[str]:
        """Yield the words of a cell that no code of the list is written as."""
        reader, text = self._readers[field], text_of(cell).strip()
        if field not in SEVERAL:
            if reader.read(text) is None and self.may_be_shown(text):
                yield text
        elif reader.read_several(text) is None:
            for part in re.split(r"[|,]", text):
                word = part.strip()
                if word and reader.read_several(word) is None and self.may_be_shown(word):
                    yield word

    def may_be_shown(self, text: str) -> bool:
        """Tell whether a text is short and nobody's personal data."""
        return len(text) <= _LONGEST and personal_data(text, self._guard) is None

    def is_code_of(self, field: str | None, text: str) -> bool:
        """Tell whether a text says a code, date or number and nothing else."""
        if not text or len(text) > _LONGEST or field == "note":
            return False
        if _NUMBER.fullmatch(text) or read_date(text) is not None:
            return True
        names = (field,) if field in self._readers else CODE_FIELDS
        return any(self._readers[name].read_several(text) is not None for name in names)


def shape_of(source: RowSource, mapping: ImportMapping) -> Shape:
    """Return what kind of file it seems to be, by its first rows.

    Raises:
        UnusableFile: the file cannot be read.
    """
    year: int | None = None
    for name in source.sheets:
        year = year or _year_in(name)
    first: int | None = None
    is_known = False
    for row in islice(source.rows(), _LOOKED_AT):
        if row.sheet:
            break
        fields = {mapping.field_of(text_of(cell)) for cell in row.cells} - {None}
        is_known = is_known or bool(fields)
        if "date" not in fields and _has_months(row):
            return Shape("tally", year)
        year = year or next(filter(None, (_year_in(text_of(c)) for c in row.cells)), None)
        if first is None and sum(is_text(cell) for cell in row.cells) > 1:
            first = row.number
    return Shape("log", None, None if is_known else first)


def example_columns(
    source: RowSource, mapping: ImportMapping, words: Words
) -> tuple[FoundColumn, ...]:
    """Return the columns of a log with at most one example each, and that one only if it is a
    code, a date or a number: free text stays in the file.

    Raises:
        UnusableFile: the file cannot be read.
    """
    return tuple(
        replace(
            column,
            examples=tuple(
                t.removesuffix(_MIDNIGHT)
                for t in column.examples
                if words.is_code_of(column.field, t)
            )[:1],
        )
        for column in columns_of(source, mapping)
    )


def unknown_in_log(
    rows: Iterable[RawRow], columns: Iterable[FoundColumn], words: Words
) -> tuple[UnknownWord, ...]:
    """Return the words in columns of codes that no list knows, in order of their columns; none
    of a column that holds too many of them to be one of codes."""
    read = [c for c in columns if c.field in CODE_FIELDS and not c.ignored]
    found: dict[int, dict[str, str]] = {column.place: {} for column in read}
    seen: dict[int, set[str]] = {column.place: set() for column in read}
    is_below = False
    for row in rows:
        if not is_below:
            is_below = all(
                plain(text_of(_at(row, c.place))) == plain(c.header) for c in read if c.header
            )
            continue
        if sum(not is_empty(cell) for cell in row.cells) < 2 or is_total(row.cells):
            continue
        for column in read:
            text = text_of(_at(row, column.place)).strip()
            asked = found[column.place]
            if not text or text in seen[column.place] or len(asked) > _MOST_ASKED:
                continue
            seen[column.place].add(text)
            for word in words.unknown(str(column.field), text):
                if plain(word) != plain(column.header):
                    asked.setdefault(plain(word), word)
    return tuple(
        UnknownWord(str(column.field), column.header, word)
        for column in read
        if len(found[column.place]) <= _MOST_ASKED
        for word in found[column.place].values()
    )


def unknown_in_tally(rows: Iterable[RawRow], words: Words) -> tuple[UnknownWord, ...]:
    """Return the headings of a tally sheet, and the labels that are no form of contact."""
    found: dict[str, UnknownWord] = {}
    is_below = False
    for row in rows:
        if _has_months(row):
            is_below = True
            continue
        label = text_of(_at(row, 0)).strip()
        if not is_below or not label or is_total(row.cells) or not words.may_be_shown(label):
            continue
        if sum(not is_empty(cell) for cell in row.cells) == 1:
            guess = _level_in(label, words)
            word = UnknownWord("prevention_level", "", label, guess, is_section=True)
            found.setdefault(plain(label), word)
        elif not words.reads("contact_form", label):
            found.setdefault(plain(label), UnknownWord("contact_form", "", label))
    return tuple(found.values())


def with_answers(
    mapping: ImportMapping, answers: Mapping[tuple[str, str, bool], str]
) -> ImportMapping:
    """Return a mapping that knows these words as well: (field, text, is section) → code."""
    values = {name: dict(own) for name, own in mapping.values.items()}
    sections = {text: dict(codes) for text, codes in mapping.sections.items()}
    rows = {text: dict(codes) for text, codes in mapping.rows.items()}
    for (field, text, is_section), code in answers.items():
        if is_section:
            sections[text] = {field: code}
        elif mapping.kind == "tally":
            rows[text] = {field: code}
        else:
            values.setdefault(field, {})[text] = code
    return replace(mapping, values=values, sections=sections, rows=rows)


def _at(row: RawRow, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None


def _has_months(row: RawRow) -> bool:
    named = sum(isinstance(c, str) and read_month(c) is not None for c in row.cells)
    return named >= _MONTHS_OF_A_HEADER


def _year_in(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def _level_in(label: str, words: Words) -> str:
    parts = label.split()
    return next(filter(None, (words.reads("prevention_level", p) for p in (label, *parts))), "")
