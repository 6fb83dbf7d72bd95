"""Rates by typed denominators: a shown total divided by a public number, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from familjecentral.export.figures import HIDDEN_SIGN, LEAST_BASE, THIN, grouped
from familjecentral.export.report_input import KeyFigureText, ReportInput
from familjecentral.statistics.denominators import Base, DenominatorKind, base_for

# Fewer posts may be two people, and nothing is reported per worker.
LEAST_POSTS = 300  # hundredths
_KINDS = {"per_1000": DenominatorKind.CHILDREN, "per_post": DenominatorKind.POSTS}
_TIMES = {"per_1000": 1000, "per_post": 1}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as it is printed: its words, its value, ``412 / 1 200``, and the source."""

    text: KeyFigureText
    value: str
    parts: str
    source: str


def rates(report: ReportInput) -> Iterator[Rate]:
    """Yield the rates whose denominator has been typed in for every house of the report."""
    draft = report.draft
    measure = next((m.key for m in draft.declared.measures if m.working_level == "individual"), "")
    for text in report.words.key_figures:
        kind = _KINDS.get(text.unit)
        if kind is None or not measure:
            continue
        base = base_for(kind, draft.period, report.centre_keys, draft.denominators)
        if base is None or base.hundredths < _least(kind):
            continue
        total = report.cells.get(measure, {}).known
        times = _TIMES[text.unit]
        value = HIDDEN_SIGN if total is None else _tenths(total * times * 100, base.hundredths)
        parts = f"{HIDDEN_SIGN if total is None else grouped(total)}{THIN}/{THIN}{number(base)}"
        yield Rate(text, value, parts, "; ".join(base.sources))


def _least(kind: DenominatorKind) -> int:
    return LEAST_POSTS if kind is DenominatorKind.POSTS else 100 * LEAST_BASE


def number(base: Base) -> str:
    """Return a denominator as it is printed: decimals only where there are any."""
    whole, rest = divmod(base.hundredths, 100)
    return grouped(whole) + (f",{rest:02d}".rstrip("0") if rest else "")


def _tenths(part: int, of: int) -> str:
    tenths = (20 * part + of) // (2 * of)
    return f"{grouped(tenths // 10)},{tenths % 10}"
