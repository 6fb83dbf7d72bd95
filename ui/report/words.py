"""The small texts round the pages: subtitle, lines under the steps, weeks that lack a report."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.calendar.names import capital, period_name, runs, span
from familjecentral.contacts.weeks import WeekStatus
from ui.report.state import ReportState


def subtitle(state: ReportState, number: int, *, manager: bool) -> str:
    """Return ``Kvartal 3 2026, 1 juli–30 september · blir utgåva 8``."""
    period = state.period
    days = span(period.first, period.last).removesuffix(f" {period.year}")
    text = f"{capital(period_name(period))}, {days}"
    if state.release is not None:
        is_out = QCoreApplication.translate("report", "utgåva {n}")
        return f"{text} · {is_out.format(n=state.release.number)}"
    if not manager:
        return text
    becomes = QCoreApplication.translate("report", "blir utgåva {n}")
    return f"{text} · {becomes.format(n=number)}"


def below_steps(state: ReportState, pages: int) -> tuple[str, ...]:
    """Return the line under each of the six steps."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("report", text)

    weeks = state.weeks
    told = sum(s in (WeekStatus.REPORTED, WeekStatus.NOTHING) for _, s in weeks)
    return (
        tr("{n} av {of} veckor").format(n=told, of=len(weeks)) if weeks else "",
        tr("låst") if state.is_locked else "",
        tr("{n} sidor").format(n=pages) if pages else "",
        tr("provat") if state.proved else tr("kontrolleras"),
        tr("kommun och region"),
        "",
    )


def missing_weeks(state: ReportState) -> str:
    """Return ``Vecka 39 saknar uppgift.``, or nothing."""
    missing = [week for week, status in state.weeks if status is WeekStatus.MISSING]
    if not missing:
        return ""
    text = QCoreApplication.translate("report", "Vecka {weeks} saknar uppgift.")
    return text.format(weeks=runs(missing))
