"""Swedish names of periods and weeks, for paper, the proof that reads it, and the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from familjecentral.calendar.periods import Period, PeriodType

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def period_name(period: Period) -> str:
    """Return ``kvartal 3 2026``, ``första halvåret 2026``, ``september 2026``, ``2026`` …"""
    year, number = period.year, period.number
    return {
        PeriodType.MONTH: f"{MONTHS[number - 1]} {year}",
        PeriodType.QUARTER: f"kvartal {number} {year}",
        PeriodType.TERTIAL: f"tertial {number} {year}",
        PeriodType.HALF_YEAR: f"{'första' if number == 1 else 'andra'} halvåret {year}",
        PeriodType.TERM_SPRING: f"vårterminen {year}",
        PeriodType.TERM_AUTUMN: f"höstterminen {year}",
        PeriodType.YEAR_TO_DATE: f"januari–september {year}",
        PeriodType.YEAR: f"{year}",
    }[period.type]


def period_short(period: Period) -> str:
    """Return ``kv. 3 2026``, ``halvår 1 2026``, ``sep. 2026`` … for the head of a column."""
    year, number = period.year, period.number
    month = MONTHS[number - 1]
    return {
        PeriodType.MONTH: f"{month if len(month) < 5 else month[:3] + '.'} {year}",
        PeriodType.QUARTER: f"kv. {number} {year}",
        PeriodType.TERTIAL: f"tertial {number} {year}",
        PeriodType.HALF_YEAR: f"halvår {number} {year}",
        PeriodType.TERM_SPRING: f"vt {year}",
        PeriodType.TERM_AUTUMN: f"ht {year}",
        PeriodType.YEAR_TO_DATE: f"jan.–sep. {year}",
        PeriodType.YEAR: f"{year}",
    }[period.type]


def kind_name(kind: PeriodType) -> str:
    """Return what a length of period is called in a list: ``Kvartal``, ``Hittills i år`` …"""
    return {
        PeriodType.MONTH: "Månad",
        PeriodType.QUARTER: "Kvartal",
        PeriodType.TERTIAL: "Tertial",
        PeriodType.HALF_YEAR: "Halvår",
        PeriodType.TERM_SPRING: "Vårtermin",
        PeriodType.TERM_AUTUMN: "Hösttermin",
        PeriodType.YEAR_TO_DATE: "Januari–september",
        PeriodType.YEAR: "År",
    }[kind]


_NOUNS = {
    PeriodType.MONTH: ("månaden", "samma månad"),
    PeriodType.QUARTER: ("kvartalet", "samma kvartal"),
    PeriodType.TERTIAL: ("tertialet", "samma tertial"),
    PeriodType.HALF_YEAR: ("halvåret", "samma halvår"),
    PeriodType.TERM_SPRING: ("terminen", "samma termin"),
    PeriodType.TERM_AUTUMN: ("terminen", "samma termin"),
    PeriodType.YEAR_TO_DATE: ("perioden", "samma månader"),
    PeriodType.YEAR: ("året", "samma år"),
}


def period_noun(period: Period) -> str:
    """Return ``kvartalet`` or what the period is called in definite form."""
    return _NOUNS[period.type][0]


def same_last_year(period: Period) -> str:
    """Return ``samma kvartal i fjol`` (for a year: ``året före``)."""
    if period.type is PeriodType.YEAR:
        return "året före"
    return f"{_NOUNS[period.type][1]} i fjol"


def report_name(period: Period) -> str:
    """Return what the report is called: ``Kvartalsrapport``, ``Månadsrapport`` …"""
    return {
        PeriodType.MONTH: "Månadsrapport",
        PeriodType.QUARTER: "Kvartalsrapport",
        PeriodType.TERTIAL: "Tertialrapport",
        PeriodType.HALF_YEAR: "Halvårsrapport",
        PeriodType.TERM_SPRING: "Terminsrapport",
        PeriodType.TERM_AUTUMN: "Terminsrapport",
        PeriodType.YEAR_TO_DATE: "Delårsrapport",
        PeriodType.YEAR: "Årsrapport",
    }[period.type]


def span(first: dt.date, last: dt.date) -> str:
    """Return ``1 juli–30 september 2026`` (both years when they differ)."""
    start = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start}–{last.day} {MONTHS[last.month - 1]} {last.year}"


def listed(parts: Sequence[str]) -> str:
    """Return ``a``, ``a och b``, ``a, b och c``."""
    return " och ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def runs(numbers: Sequence[int]) -> str:
    """Return ``28–30 och 39``: numbers in rising order with runs drawn together."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return listed([str(a) if a == b else f"{a}–{b}" for a, b in spans])


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
