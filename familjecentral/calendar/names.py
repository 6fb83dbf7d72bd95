"""Swedish names of periods, for paper, spreadsheets, the proof that reads them, and the window."""

from __future__ import annotations

import datetime as dt

from familjecentral.calendar.periods import Period, PeriodType

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def period_name(period: Period) -> str:
    """Return ``kvartal 3 2026``, ``första halvåret 2026``, ``september 2026``, ``2026`` …"""
    match period.type:
        case PeriodType.MONTH:
            return f"{MONTHS[period.number - 1]} {period.year}"
        case PeriodType.QUARTER:
            return f"kvartal {period.number} {period.year}"
        case PeriodType.TERTIAL:
            return f"tertial {period.number} {period.year}"
        case PeriodType.HALF_YEAR:
            return f"{'första' if period.number == 1 else 'andra'} halvåret {period.year}"
        case PeriodType.TERM_SPRING:
            return f"vårterminen {period.year}"
        case PeriodType.TERM_AUTUMN:
            return f"höstterminen {period.year}"
    return f"{period.year}"


def period_short(period: Period) -> str:
    """Return ``kv. 3 2026``, ``halvår 1 2026``, ``sept. 2026`` … for the head of a column."""
    match period.type:
        case PeriodType.MONTH:
            name = MONTHS[period.number - 1]
            return f"{name if len(name) < 5 else name[:3] + '.'} {period.year}"
        case PeriodType.QUARTER:
            return f"kv. {period.number} {period.year}"
        case PeriodType.HALF_YEAR:
            return f"halvår {period.number} {period.year}"
        case PeriodType.TERM_SPRING:
            return f"vt {period.year}"
        case PeriodType.TERM_AUTUMN:
            return f"ht {period.year}"
    return period_name(period)


_NOUNS = {
    PeriodType.MONTH: ("månaden", "samma månad"),
    PeriodType.QUARTER: ("kvartalet", "samma kvartal"),
    PeriodType.TERTIAL: ("tertialet", "samma tertial"),
    PeriodType.HALF_YEAR: ("halvåret", "samma halvår"),
    PeriodType.TERM_SPRING: ("terminen", "samma termin"),
    PeriodType.TERM_AUTUMN: ("terminen", "samma termin"),
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
        PeriodType.YEAR: "Årsrapport",
    }[period.type]


def span(first: dt.date, last: dt.date) -> str:
    """Return ``1 juli–30 september 2026`` (both years when they differ)."""
    start = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start}–{last.day} {MONTHS[last.month - 1]} {last.year}"
