"""Times as a coordinator writes them: ``mån–fre 8.00–17.00; 2026-10-12–2026-10-16``. No Qt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from familjecentral.groups.problem import ALL_DAYS, Span
from familjecentral.groups.rules import DAY_MINUTES

_DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_DATE = r"\d{4}-\d{2}-\d{2}"
_DATES = re.compile(rf"({_DATE})(?:\s*[–-]\s*({_DATE}))?")
_CLOCK = r"(\d{1,2})[.:](\d{2})"
_CLOCKS = re.compile(rf"{_CLOCK}\s*[–-]\s*{_CLOCK}")
_WEEKDAYS = re.compile(r"[a-zåäö]+", re.IGNORECASE)


def written(spans: Iterable[Span]) -> str:
    """Return spans as text, several with semicolons between."""
    return "; ".join(_one(span) for span in spans)


def _one(span: Span) -> str:
    parts = []
    if span.first is not None and span.last is not None:
        same = span.first == span.last
        parts.append(f"{span.first}" if same else f"{span.first}–{span.last}")
    if span.weekdays != ALL_DAYS:
        parts.append(_weekdays(sorted(span.weekdays)))
    if (span.start, span.end) != (0, DAY_MINUTES):
        parts.append(f"{_clock(span.start)}–{_clock(span.end)}")
    return " ".join(parts) or "alltid"


def _weekdays(days: list[int]) -> str:
    names = [_DAYS[day - 1] for day in days]
    runs = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    return f"{names[0]}–{names[-1]}" if runs else ",".join(names)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02d}"


def read_spans(text: str) -> tuple[Span, ...] | None:
    """Return the spans that a text means, None when a part of it means none.

    Each part has dates, weekdays, times, or some of them; what is left out does not limit.
    """
    found = []
    for part in re.split(r"[;\n]+", text):
        if part.strip():
            span = _read(part.strip().casefold())
            if span is None:
                return None
            found.append(span)
    return tuple(found)


def _read(part: str) -> Span | None:
    if part == "alltid":
        return Span()
    first = last = None
    weekdays, start, end = ALL_DAYS, 0, DAY_MINUTES
    try:
        if dates := _DATES.search(part):
            first = dt.date.fromisoformat(dates[1])
            last = dt.date.fromisoformat(dates[2] or dates[1])
            part = part.replace(dates[0], " ")
    except ValueError:
        return None
    if clocks := _CLOCKS.search(part):
        start, end = (int(clocks[n]) * 60 + int(clocks[n + 1]) for n in (1, 3))
        part = part.replace(clocks[0], " ")
    rest = part.strip()
    if rest:
        named = _read_weekdays(rest)
        if named is None:
            return None
        weekdays = named
    backwards = first is not None and last is not None and last < first
    if backwards or not 0 <= start < end <= DAY_MINUTES:
        return None
    return Span(first, last, weekdays, start, end)


def _read_weekdays(text: str) -> frozenset[int] | None:
    days: set[int] = set()
    for piece in re.split(r"[,\s]+", re.sub(r"\s*[–-]\s*", "–", text)):
        ends = [_DAYS.index(w[:3]) + 1 for w in _WEEKDAYS.findall(piece) if w[:3] in _DAYS]
        if len(ends) == 1:
            days.add(ends[0])
        elif len(ends) == 2 and ends[0] <= ends[1]:
            days |= set(range(ends[0], ends[1] + 1))
        elif piece:
            return None
    return frozenset(days)
