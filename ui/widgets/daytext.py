"""Days as people write them. Swedish in, ISO out; no Qt."""

from __future__ import annotations

import datetime as dt
import re

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_DAY_MONTH = re.compile(r"(\d{1,2})\s*[/.]\s*(\d{1,2})(?:\s*[/.-]?\s*(\d{4}))?")
_WORDS = {"i dag": 0, "idag": 0, "i går": 1, "igår": 1, "i förrgår": 2, "förrgår": 2}
_BACK = re.compile(r"[-−](\d{1,3})")


def read_day(text: str, today: dt.date, *, ahead: bool = False) -> dt.date | None:
    """Return the day that a text means, None when it means none.

    Understood: ``2026-10-08``, ``20261008``, ``8/10``, ``i dag``, ``igår``, ``-1`` (days back).
    A day without year is the latest such day that is not after today, or ``ahead`` the first
    that is not before it.
    """
    word = re.sub(r"\s+", " ", text.strip().casefold())
    if word in _WORDS:
        return today - dt.timedelta(days=_WORDS[word])
    if back := _BACK.fullmatch(word):
        return today - dt.timedelta(days=int(back[1]))
    try:
        return _read_date(word, today, ahead=ahead)
    except ValueError:
        return None


def _read_date(word: str, today: dt.date, *, ahead: bool) -> dt.date | None:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", word):
        return dt.date(*(int(part) for part in word.split("-")))
    if re.fullmatch(r"\d{8}", word):
        return dt.date.fromisoformat(word)
    match = _DAY_MONTH.fullmatch(word)
    if match is None:
        return None
    day = dt.date(int(match[3] or today.year), int(match[2]), int(match[1]))
    if match[3]:
        return day
    if ahead:
        return day if day >= today else day.replace(year=day.year + 1)
    return day if day <= today else day.replace(year=day.year - 1)


def long_day(day: dt.date) -> str:
    """Return ``torsdag 8 oktober 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: dt.date) -> str:
    """Return ``tor 8/10``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day}/{day.month}"


def month_name(day: dt.date) -> str:
    """Return ``oktober 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def quarter_name(day: dt.date) -> str:
    """Return ``kvartal 4``."""
    return f"kvartal {(day.month - 1) // 3 + 1}"
