"""Dates and times of day among the tokens of a note."""

from __future__ import annotations

from calendar import monthrange
from typing import Final

from familjecentral.privacy.scan import Note

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "mars mar",
            "april apr",
            "maj",
            "juni jun",
            "juli jul",
            "augusti aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_PARTERS: Final = frozenset({"-", ".", "/", " ", " - ", ". ", " / ", " -", "- "})
_LENGTHS: Final = frozenset({1, 2, 4, 6, 8})  # of the first number of a date
_COORDINATION: Final = 60  # added to the day in a coordination number


def real_date(digits: str) -> bool:
    """Say whether six digits (``YYMMDD`` of either century) or eight (``YYYYMMDD``, 1800 to 2099)
    are a date."""
    month, day = int(digits[-4:-2]), int(digits[-2:])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    if len(digits) == 6:
        years: tuple[int, ...] = (1900 + int(digits[:2]), 2000 + int(digits[:2]))
    elif "1800" <= digits < "2100":
        years = (int(digits[:4]),)
    else:
        return False
    return day <= 28 or any(day <= monthrange(year, month)[1] for year in years)


def birth_part(digits: str) -> str:
    """Return the kind of number that begins with these six or eight digits, or nothing.

    A coordination number has the day of birth with 60 added.
    """
    if real_date(digits):
        return "personnummer"
    day = int(digits[-2:]) - _COORDINATION
    if day > 0 and real_date(f"{digits[:-2]}{day:02}"):
        return "samordningsnummer"
    return ""


def date_at(note: Note, index: int) -> int:
    """Return the token after a full date in any Swedish writing that begins here, or 0."""
    words = note.words
    first = words[index]
    if not first.isdecimal() or len(first) not in _LENGTHS:
        return 0
    if len(first) in (6, 8) and real_date(first):
        return index + 1
    return _three_numbers(note, index) or _with_month(note, index)


def _three_numbers(note: Note, index: int) -> int:
    """``2022-02-01``, ``1/2 2022``, ``1.2.22``, ``1/2 -22``, ``22 02 01``."""
    parts = [index]
    while len(parts) < 3:
        after = _next_number(note, parts[-1])
        if not after:
            return 0
        parts.append(after)
    a, b, c = (note.words[part] for part in parts)
    before, between = (note.next_number[part][1] for part in parts[:2])
    if len(b) > 2:
        return 0
    if len(a) == 4 and len(c) <= 2:
        found = real_date(f"{a}{b:0>2}{c:0>2}")
    elif before == between == " ":
        found = False  # three numbers in a row are more often something else
    elif before in (" ", ". ") and between == "-" and len(c) == 2:
        found = False  # "rum 4 08-12 34 56": what is tight belongs together
    elif len(a) <= 2 and (len(c) == 4 or (len(c) == 2 and (before == between or "-" in between))):
        found = real_date(f"{c}{b:0>2}{a:0>2}")
        found = found or (len(a) == len(b) == len(c) == 2 and real_date(a + b + c))
    else:
        found = False
    return parts[-1] + 1 if found else 0


def _next_number(note: Note, index: int) -> int:
    """Return the next number when only a parter lies between, or 0."""
    after, between = note.next_number.get(index, (0, ""))
    return after if between in _PARTERS else 0


def _with_month(note: Note, index: int) -> int:
    """``1 februari 2022``, ``1:a feb. -22``."""
    words = note.words
    after = index + 1
    if note.word(after) in (":", "."):
        after += 1
    if note.word(after) in ("a", "e"):
        after += 1
    month = MONTHS.get(note.word(after), 0)
    if not month:
        return 0
    after += 1
    while note.word(after) in (".", "-", "'", ","):
        after += 1
    year = note.word(after)
    if not (year.isdecimal() and len(year) in (2, 4) and len(words[index]) <= 2):
        return 0
    return after + 1 if real_date(f"{year}{month:02}{words[index]:0>2}") else 0


def time_of_day(digits: str) -> bool:
    """Say whether four digits are hours and minutes."""
    return int(digits[:2]) <= 24 and int(digits[2:]) < 60
