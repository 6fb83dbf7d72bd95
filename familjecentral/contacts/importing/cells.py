"""Reading of the cells of one column, each text once however often it stands there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from familjecentral.access.model import CentreId
from familjecentral.codes import Code
from familjecentral.contacts.importing.mapping import CODE_FIELDS, SEVERAL
from familjecentral.contacts.importing.personal import Personal, Reads, personal_data
from familjecentral.contacts.importing.raw import Cell, NotCalculated
from familjecentral.contacts.importing.values import (
    BadCount,
    band_of_minutes,
    is_empty,
    plain,
    read_count,
    read_date,
    text_of,
)
from familjecentral.contacts.importing.words import CodeReader, How
from familjecentral.contacts.rules import FIRST_DAY, MOST_TOPICS

_REASONS = {"date": "bad_date", "count": "bad_count"}
_MAY_BE_UNKNOWN = frozenset({"note", "row_number"})
_MOST_REMEMBERED = 10_000
_LONGEST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What a filled cell says.

    Attributes:
        keys: code keys, or the text of a running number. day, count: of such cells.
        reason: why it cannot be read, empty if it can.
        near: keys that were read past a slip of the keyboard.
        personal: what the guard found.
        always: its codes may be chosen on every day.
        is_plain: there is nothing more to say or to check.
    """

    keys: tuple[str, ...] = ()
    day: dt.date | None = None
    count: int = 1
    reason: str = ""
    near: tuple[str, ...] = ()
    personal: Personal | None = None
    always: bool = True

    is_plain: bool = field(init=False)

    def __post_init__(self) -> None:
        more = self.reason or self.near or self.personal
        object.__setattr__(self, "is_plain", self.always and not more)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What cells are read against.

    Attributes:
        readers, codes: by list. centres: by plain name and key.
        year: of dates without one. guard: reads what is no code, date or number.
    """

    readers: Mapping[str, CodeReader]
    codes: Mapping[str, Mapping[str, Code]]
    centres: Mapping[str, CentreId]
    today: dt.date
    year: int | None
    guard: Reads


class Column:
    """One column: where it stands, what it is called, and which field it fills.

    ``fills`` is the field of the contact that its cells fill; ``remembered`` are texts that have
    been read, and what they said.
    """

    __slots__ = ("_read", "_understanding", "field", "fills", "header", "place", "remembered")

    def __init__(self, place: int, name: str, header: str, understanding: Understanding) -> None:
        self.place = place
        self.field = name
        self.fills = "duration_band" if name == "duration_minutes" else name
        self.header = header
        self._understanding = understanding
        self._read = self._reading()
        self.remembered: dict[object, Found | None] = {}

    def read(self, cell: Cell) -> Found | None:
        """Return what a cell says; None if nothing stands there, or nothing that is stored."""
        if isinstance(cell, NotCalculated):
            if self.field in _MAY_BE_UNKNOWN:
                return None
            return Found(reason=_REASONS.get(self.field, "unknown_code"))
        key = cell if type(cell) is str else (type(cell), cell)
        try:
            return self.remembered[key]
        except KeyError:
            found = None if is_empty(cell) else self._read(cell)
            if len(self.remembered) >= _MOST_REMEMBERED:
                self.remembered.clear()
            if not isinstance(cell, str) or len(cell) <= _LONGEST_REMEMBERED:
                self.remembered[key] = found
            return found

    def _reading(self) -> Callable[[Cell], Found]:
        if self.field in CODE_FIELDS:
            return self._code
        others: dict[str, Callable[[Cell], Found]] = {
            "date": self._date,
            "centre": self._centre,
            "duration_minutes": self._minutes,
            "count": self._count,
            "row_number": self._row_number,
            "note": self._note,
        }
        return others[self.field]

    def _personal(self, cell: Cell) -> Personal | None:
        if not isinstance(cell, str):
            return None
        return personal_data(cell, self._understanding.guard)

    def _code(self, cell: Cell) -> Found:
        reader = self._understanding.readers[self.field]
        if self.field in SEVERAL:
            readings = reader.read_several(cell)
        else:
            one = reader.read(cell)
            readings = (one,) if one else None
        if readings is None:
            return Found(reason="unknown_code", personal=self._personal(cell))
        keys = tuple(reading.key for reading in readings)
        near = tuple(reading.key for reading in readings if reading.how is How.NEAR)
        # The words of the lists themselves are nobody's name; everything else is looked at.
        own = near or reader.is_own(cell)
        personal = self._personal(cell) if own else None
        if self.field == "topic" and len(keys) > MOST_TOPICS:
            return Found(reason="too_many_topics", near=near, personal=personal)
        if self.field != "topic":
            keys = reader.in_order(keys)
        known = self._understanding.codes[self.field]
        always = all(_is_always_valid(known[key]) for key in keys)
        return Found(keys, near=near, personal=personal, always=always)

    def _date(self, cell: Cell) -> Found:
        day = read_date(cell, self._understanding.year)
        if day is None:
            return Found(reason="bad_date", personal=self._personal(cell))
        return Found(day=day, reason="future_date" if day > self._understanding.today else "")

    def _centre(self, cell: Cell) -> Found:
        centre = self._understanding.centres.get(plain(text_of(cell)))
        if centre is None:
            return Found(reason="unknown_code", personal=self._personal(cell))
        return Found((str(centre),))

    def _minutes(self, cell: Cell) -> Found:
        band = band_of_minutes(cell)
        if band is None:
            return Found(reason="unknown_code", personal=self._personal(cell))
        return Found((band,))

    def _count(self, cell: Cell) -> Found:
        try:
            return Found(count=read_count(cell))
        except BadCount:
            return Found(reason="bad_count", personal=self._personal(cell))

    def _row_number(self, cell: Cell) -> Found:
        text = plain(text_of(cell))
        # A formula that went wrong (#SAKNAS!, #REF!) says the same in every row: no number.
        number = "" if text[:1] == "#" and text[1:2].isalpha() else text
        return Found((number,), personal=self._personal(cell))

    def _note(self, cell: Cell) -> Found:
        return Found(personal=personal_data(cell, self._understanding.guard))


def _is_always_valid(code: Code) -> bool:
    began = code.valid_from is None or code.valid_from <= FIRST_DAY
    return code.active and began and code.valid_to is None
