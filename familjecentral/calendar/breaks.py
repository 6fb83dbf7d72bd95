"""School breaks and closed days from a file: local data, one row each.

``first;last;type;name;until;source`` or the Swedish headings; dates ISO, semicolon or comma, with
or without a byte-order mark. ``last`` and ``until`` may be empty. A school calendar in this form
is what a municipality's page can be copied into by hand.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

from familjecentral.errors import UnusableFile

TYPES = ("school_break", "staff_day", "closed", "pre_holiday", "bridge_day")
LONGEST = 366
_NAMES = {
    "first": "first", "från": "first", "first_day": "first", "startdatum": "first",
    "last": "last", "till": "last", "last_day": "last", "slutdatum": "last",
    "type": "type", "typ": "type",
    "name": "name", "namn": "name", "benämning": "name",
    "until": "until", "stänger": "until",
    "source": "source", "källa": "source",
}  # fmt: skip
_TYPE_WORDS = {
    "lov": "school_break", "lovdag": "school_break", "skollov": "school_break",
    "studiedag": "staff_day", "planeringsdag": "staff_day", "stängt": "closed",
    "klämdag": "bridge_day", "dag före röd dag": "pre_holiday",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BreakRow:
    """A run of days; ``until`` in minutes from midnight: bookings end by then."""

    first: dt.date
    last: dt.date
    type: str
    name: str
    until: int | None = None
    source: str = ""


def read_breaks(content: bytes) -> tuple[BreakRow, ...]:
    """Read a file of days, in the order of the file.

    Raises:
        UnusableFile: ``reason`` is a stable key (``not_text``, ``no_heading``, ``bad_date``,
            ``before_first``, ``too_long``, ``unknown_type``, ``bad_time``, ``no_name``), ``place``
            the line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableFile("not_text") from None
    lines = text.splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    heading = [_NAMES.get(cell.strip().casefold(), "") for cell in next(rows, [])]
    if not {"first", "type", "name"} <= set(heading):
        raise UnusableFile("no_heading", "1")
    found = []
    for cells in rows:
        values = {key: cell.strip() for key, cell in zip(heading, cells, strict=False) if key}
        if any(values.values()):
            found.append(_row(values, str(rows.line_num)))
    return tuple(found)


def _row(values: dict[str, str], place: str) -> BreakRow:
    first = _day(values.get("first", ""), place)
    last = _day(values["last"], place) if values.get("last") else first
    if last < first:
        raise UnusableFile("before_first", place)
    if (last - first).days > LONGEST:
        raise UnusableFile("too_long", place)
    word = values.get("type", "").casefold()
    kind = _TYPE_WORDS.get(word, word)
    if kind not in TYPES:
        raise UnusableFile("unknown_type", place)
    if not values.get("name"):
        raise UnusableFile("no_name", place)
    until = _time(values["until"], place) if values.get("until") else None
    return BreakRow(first, last, kind, values["name"], until, values.get("source", ""))


def _day(text: str, place: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        raise UnusableFile("bad_date", place) from None


def _time(text: str, place: str) -> int:
    hours, _, minutes = text.replace(".", ":").partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise UnusableFile("bad_time", place)
    found = int(hours) * 60 + int(minutes)
    if found > 24 * 60 or int(minutes) > 59 or found % 5:
        raise UnusableFile("bad_time", place)
    return found
