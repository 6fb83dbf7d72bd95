"""Reading of single values as people write them: dates, months, counts, minutes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from familjecentral.calendar.names import MONTHS
from familjecentral.contacts.importing.raw import Cell, NotCalculated
from familjecentral.contacts.rules import FIRST_DAY

MOST_OF_ONE_ROW = 200
_LETTERS_OF_A_MONTH = 3
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_DATE_FORMS = (
    re.compile(r"(?P<y>[0-9]{4})(?P<s>[-/. ])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(
        r"(?P<d>[0-9]{1,2}) ?[/.] ?(?P<m>[0-9]{1,2})(?: ?[/.\-] ?| )(?P<y>[0-9]{4}|[0-9]{2})"
    ),
    re.compile(r"(?P<d>[0-9]{1,2})-(?P<m>[0-9]{1,2})-(?P<y>[0-9]{4})"),
    re.compile(
        r"(?P<d>[0-9]{1,2})(?::e|[.-]| )? ?(?P<name>[a-zåäö]{3,9})\.?[ ,-]{1,2}"
        r"(?P<y>[0-9]{4}|[0-9]{2})"
    ),
    re.compile(r"(?P<d>[0-9]{1,2}) ?/ ?(?P<m>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})(?::e|[.])? (?P<name>[a-zåäö]{3,9})"),
)
_SERIAL = re.compile("[0-9]{5}")  # what is left of a date that has lost its form
_MIDNIGHT = re.compile(r"[ t]00[:.]00(?:[:.]00(?:\.0+)?)?$")
_WEEKDAY = re.compile(r"^(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag)?(?:en)?\.?,? |^den ")
_SERIAL_OF_2000, _SERIAL_OF_2100 = 36526, 73051  # days since 1899-12-30, the spreadsheet's zero
_MONTH_AND_YEAR = re.compile(r"(?P<name>[a-zåäö]{3,9})\.?[ '/-]{1,3}(?P<y>(?:20)?[0-9]{2})")
_COUNT = re.compile(r"(?P<n>[0-9]{1,6})(?:[.,]0+)?(?: ?st)?")
_MINUTES = re.compile(r"(?P<n>[0-9]{1,4})(?:[.,](?P<part>[0-9]+))?(?: ?min(?:uter)?)?")
_TICKS = re.compile(r"[xX|I\s]+")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,]*")


def plain(text: str) -> str:
    """Return a text as it is compared: one space for several, small letters, no full stop last."""
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return joined.casefold().rstrip(". ")


def text_of(cell: Cell) -> str:
    """Return what stands in a cell as text; whole numbers without decimals."""
    if cell is None or isinstance(cell, NotCalculated):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing can be read in a cell."""
    if cell is None or isinstance(cell, NotCalculated):
        return True
    return isinstance(cell, str) and not cell.strip()


def is_text(cell: Cell) -> bool:
    """Tell whether words stand in a cell: not a number, in a text file either."""
    return isinstance(cell, str) and not is_empty(cell) and not _NUMBER.fullmatch(cell.strip())


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
    text = _MIDNIGHT.sub("", plain(cell.translate(DASHES)))
    if _SERIAL.fullmatch(text):
        serial = int(text)
        return read_date(serial) if _SERIAL_OF_2000 <= serial < _SERIAL_OF_2100 else None
    text = _WEEKDAY.sub("", _WEEKDAY.sub("", text))
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = read_month(parts["name"]) if parts.get("name") else int(parts["m"])
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


def read_month(text: str) -> int | None:
    """Return the number of the month that a text names, in full or by three letters or more."""
    name = plain(text)
    if len(name) < _LETTERS_OF_A_MONTH:
        return None
    return next((n for n, full in enumerate(MONTHS, 1) if full.startswith(name)), None)


def read_month_of(text: str, year: int) -> int | None:
    """Return the month of a header that may name the year too (``jan -26``, ``Mars 2026``);
    None for another year."""
    match = _MONTH_AND_YEAR.fullmatch(plain(text.translate(DASHES)))
    if match is None:
        return read_month(text)
    return read_month(match["name"]) if int(match["y"]) % 100 == year % 100 else None


class BadCount(ValueError):
    """A count cell that says no whole number from 0 to 200."""


def read_count(cell: Cell) -> int:
    """Return how many contacts a cell stands for: 1 when empty, 0 for a dash, ticks as marks.

    Raises:
        BadCount.
    """
    if isinstance(cell, NotCalculated):
        raise BadCount
    if is_empty(cell):
        return 1
    if isinstance(cell, str) and _TICKS.fullmatch(cell):
        marks = len("".join(cell.split()))
        if marks > MOST_OF_ONE_ROW:
            raise BadCount
        return marks
    text = plain(text_of(cell)).translate(DASHES)
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
