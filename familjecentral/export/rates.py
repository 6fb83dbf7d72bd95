"""Rates by typed denominators: a shown total divided by a public number, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from familjecentral.export.figures import HIDDEN_SIGN, LEAST_BASE, THIN, grouped
from familjecentral.export.report_input import KeyFigureText, ReportInput
from familjecentral.statistics.denominators import Base, DenominatorKind, base_for

# Fewer posts may be two people, and nothing is reported per worker.
LEAST_POSTS = 300  # hundredths
_KINDS = {
    "per_1000": DenominatorKind.CHILDREN,
    "per_post": DenominatorKind.POSTS,
    "per_day": DenominatorKind.OPENING_DAYS,
}
_TIMES = {"per_1000": 1000, "per_post": 1, "per_day": 1}
# Days on which visits were counted: they stand where nobody has typed how many days were open.
_DAYS = "open_days"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as it is printed: its words, its value, ``412 / 1 200``, and the source."""

    text: KeyFigureText
    value: str
    parts: str
    source: str


def rates(report: ReportInput) -> Iterator[Rate]:
    """Yield the rates whose denominator has been typed in for every house of the report; visits
    are divided by the days on which they were counted, where the days are not typed."""
    draft = report.draft
    measure = next((m.key for m in draft.declared.measures if m.working_level == "individual"), "")
    for text in report.words.key_figures:
        kind = _KINDS.get(text.unit)
        counted = text.measure or measure
        if kind is None or all(spec.measure != counted for spec in draft.declared.tables):
            continue
        base = base_for(kind, draft.period, report.centre_keys, draft.denominators)
        if base is None and kind is DenominatorKind.OPENING_DAYS:
            base = _days_counted(report)
        if base is None or base.hundredths < _least(kind):
            continue
        total = report.cells.get(counted, {}).known
        times = _TIMES[text.unit]
        value = HIDDEN_SIGN if total is None else _tenths(total * times * 100, base.hundredths)
        parts = f"{HIDDEN_SIGN if total is None else grouped(total)}{THIN}/{THIN}{number(base)}"
        yield Rate(text, value, parts, "; ".join(base.sources))


def _days_counted(report: ReportInput) -> Base | None:
    """Return the days on which visits were counted, as far as the report shows them."""
    days = report.cells.get(_DAYS, {}).known
    return None if days is None else Base(100 * days, ("Besöksräkning (pinna)",))


def _least(kind: DenominatorKind) -> int:
    return LEAST_POSTS if kind is DenominatorKind.POSTS else 100 * LEAST_BASE


def number(base: Base) -> str:
    """Return a denominator as it is printed: decimals only where there are any."""
    whole, rest = divmod(base.hundredths, 100)
    return grouped(whole) + (f",{rest:02d}".rstrip("0") if rest else "")


def _tenths(part: int, of: int) -> str:
    tenths = (20 * part + of) // (2 * of)
    return f"{grouped(tenths // 10)},{tenths % 10}"
