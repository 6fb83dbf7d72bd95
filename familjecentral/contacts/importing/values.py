"""Reading of single values as people write them: codes, dates, counts, minutes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from familjecentral.calendar.names import MONTHS
from familjecentral.codes import Code
from familjecentral.contacts.importing.raw import Cell
from familjecentral.contacts.rules import FIRST_DAY

MOST_OF_ONE_ROW = 200
_MOST_VALUES = 100  # in one cell; more is no list of codes
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_DATE_FORMS = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(
        r"(?P<d>[0-9]{1,2}) ?[/.] ?(?P<m>[0-9]{1,2})(?: ?[/.\-] ?| )(?P<y>[0-9]{4}|[0-9]{2})"
    ),
    re.compile(r"(?P<d>[0-9]{1,2}) (?P<name>[a-zåäö]{3,9})\.? (?P<y>[0-9]{4})"),
    re.compile(r"(?P<d>[0-9]{1,2}) ?/ ?(?P<m>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2}) (?P<name>[a-zåäö]{3,9})"),
)
_MIDNIGHT = re.compile(r"[ t]00[:.]00(?:[:.]00(?:\.0+)?)?$")
_SERIAL_OF_2000, _SERIAL_OF_2100 = 36526, 73051  # days since 1899-12-30, the spreadsheet's zero
_COUNT = re.compile(r"(?P<n>[0-9]{1,6})(?:[.,]0+)?(?: ?st)?")
_MINUTES = re.compile(r"(?P<n>[0-9]{1,4})(?:[.,](?P<part>[0-9]+))?(?: ?min(?:uter)?)?")
_TICKS = re.compile(r"[xX|I ]+")


def plain(text: str) -> str:
    """Return a text as it is compared: one space for several, small letters, no full stop last."""
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return joined.casefold().rstrip(". ")


def text_of(cell: Cell) -> str:
    """Return what stands in a cell as text; whole numbers without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


class How(StrEnum):
    """How a text was understood."""

    EXACT = "exact"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Reading:
    """A code key and how it was found."""

    key: str
    how: How


class CodeReader:
    """Reads the codes of one list: by key, label, synonym, or as a slip of the keyboard.

    Args:
        codes: of the list, as the store holds them.
        synonyms: further spellings by code key.
        own: the file's own values by spelling (from its mapping).
    """

    _MOST_REMEMBERED = 10_000

    def __init__(
        self,
        codes: Iterable[Code],
        synonyms: Mapping[str, Iterable[str]],
        own: Mapping[str, str],
    ) -> None:
        self._exact: dict[str, str] = {}
        self._labels: list[tuple[str, str]] = []
        listed = list(codes)
        self._order = {code.key: place for place, code in enumerate(listed)}
        tiers = (
            [(code.key, code.key) for code in listed],
            [(code.label, code.key) for code in listed],
            [(text, key) for text, key in own.items() if key in self._order],
            [
                (text, key)
                for key, texts in synonyms.items()
                if key in self._order
                for text in texts
            ],
        )
        for tier, pairs in enumerate(tiers):
            for text, key in pairs:
                for form in _forms(text):
                    self._exact.setdefault(form, key)
                if tier > 0:
                    self._labels.append((plain(text), key))
        self._most_words = max((text.count(",") for text, _ in self._labels), default=0) + 1
        self._remembered: dict[str, Reading | None] = {}
        self._remembered_several: dict[str, tuple[Reading, ...] | None] = {}

    def read(self, cell: Cell) -> Reading | None:
        """Return the code of a whole cell, or None if there is none or no single nearest."""
        text = text_of(cell)
        if text not in self._remembered:
            self._make_room(self._remembered)
            words = plain(text)
            self._remembered[text] = self._exactly(words) or self._nearly(words)
        return self._remembered[text]

    def read_several(self, cell: Cell) -> tuple[Reading, ...] | None:
        """Return the codes of a cell with several values, each once, in the order written.

        Values are separated by a comma or ``|``; a label that itself contains a comma is tried
        first. None if one of them is unknown.
        """
        text = text_of(cell)
        if text not in self._remembered_several:
            self._make_room(self._remembered_several)
            self._remembered_several[text] = self._cut(text)
        return self._remembered_several[text]

    def _make_room(self, remembered: dict[str, Any]) -> None:
        if len(remembered) >= self._MOST_REMEMBERED:
            remembered.clear()

    def _cut(self, text: str) -> tuple[Reading, ...] | None:
        found: dict[str, Reading] = {}
        for part in text.split("|"):
            readings = self._with_commas(part)
            if readings is None:
                return None
            for reading in readings:
                found.setdefault(reading.key, reading)
        return tuple(found.values())

    def in_order(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return keys in the order of the list."""
        return tuple(sorted(keys, key=self._order.__getitem__))

    def _with_commas(self, part: str) -> tuple[Reading, ...] | None:
        """Cut a text at its commas so that every piece is a code, long pieces first."""
        words = part.split(",")
        if len(words) > _MOST_VALUES:
            return None
        cuts: list[tuple[Reading, ...] | None] = [None] * len(words) + [()]
        for start in range(len(words) - 1, -1, -1):
            if not words[start].strip():
                cuts[start] = cuts[start + 1]
                continue
            for end in range(min(len(words), start + self._most_words), start, -1):
                rest = cuts[end]
                reading = self.read(",".join(words[start:end])) if rest is not None else None
                if reading and rest is not None:
                    cuts[start] = (reading, *rest)
                    break
        return cuts[0]

    def _exactly(self, text: str) -> Reading | None:
        for form in _forms(text):
            if form in self._exact:
                return Reading(self._exact[form], How.EXACT)
        return None

    def _nearly(self, text: str) -> Reading | None:
        most = 2 if len(text) >= 9 else 1 if len(text) >= 5 else 0
        nearest: dict[int, set[str]] = {}
        for label, key in self._labels:
            if abs(len(label) - len(text)) <= most:
                distance = edits(text, label)
                if distance <= most:
                    nearest.setdefault(distance, set()).add(key)
        if not nearest or most == 0:
            return None
        keys = nearest[min(nearest)]
        return Reading(keys.pop(), How.NEAR) if len(keys) == 1 else None


def _forms(text: str) -> tuple[str, str]:
    """Return the ways in which an exact text is looked up: as it is, and with every dash alike
    and no spaces around it or before a unit (``0 – 11 mån`` is ``0-11mån``)."""
    whole = plain(text)
    tight = re.sub(r" ?- ?", "-", whole.translate(_DASHES))
    return whole, re.sub(r"(?<=[0-9]) (?=[a-zåäö])", "", tight)


def edits(one: str, other: str) -> int:
    """Return the edit distance: insert, delete, replace, or swap two neighbours, each once.

    Method: optimal string alignment (Damerau 1964, Levenshtein 1966).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def read_date(cell: Cell, year: int | None = None) -> dt.date | None:
    """Return the day that a cell names, or None if it names no real day from 2000 on.

    ``year`` completes dates that are written without one. Days come before months.
    """
    if isinstance(cell, dt.datetime):
        found: dt.date | None = cell.date() if cell.time() == dt.time() else None
    elif isinstance(cell, dt.date):
        found = cell
    elif isinstance(cell, (int, float)) and _SERIAL_OF_2000 <= cell < _SERIAL_OF_2100:
        whole = int(cell)
        found = dt.date(1899, 12, 30) + dt.timedelta(days=whole) if whole == cell else None
    else:
        found = _date_of_text(text_of(cell), year)
    return found if found and found >= FIRST_DAY else None


def _date_of_text(cell: str, year: int | None) -> dt.date | None:
    text = _MIDNIGHT.sub("", plain(cell.translate(_DASHES)))
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = _month(parts["name"]) if parts.get("name") else int(parts["m"])
        written = parts.get("y")
        if written:
            year = int(written) if len(written) == 4 else 2000 + int(written)
        if year is None or month is None:
            return None
        try:
            return dt.date(year, month, int(parts["d"]))
        except ValueError:
            return None
    return None


def _month(name: str) -> int | None:
    for number, full in enumerate(MONTHS, 1):
        if full.startswith(name):
            return number
    return None


class BadCount(ValueError):
    """A count cell that says no whole number from 0 to 200."""


def read_count(cell: Cell) -> int:
    """Return how many contacts a row stands for: 1 when empty, 0 for a dash, ticks as marks.

    Raises:
        BadCount.
    """
    if is_empty(cell):
        return 1
    if isinstance(cell, str) and _TICKS.fullmatch(cell):
        return len(cell) - cell.count(" ")
    text = plain(text_of(cell)).translate(_DASHES)
    if text == "-":
        return 0
    match = _COUNT.fullmatch(text)
    if match is None or isinstance(cell, bool) or int(match["n"]) > MOST_OF_ONE_ROW:
        raise BadCount
    return int(match["n"])


def band_of_minutes(cell: Cell) -> str | None:
    """Return the code of the duration band that minutes fall into, or None if they are none."""
    match = _MINUTES.fullmatch(plain(text_of(cell)))
    if match is None or isinstance(cell, bool):
        return None
    minutes = float(f"{match['n']}.{match['part'] or 0}")
    if minutes < 15:
        return "lt15"
    if minutes <= 30:
        return "m15_30"
    return "m31_60" if minutes <= 60 else "gt60"
