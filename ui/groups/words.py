"""Words and times of groups, as the pages and the clipboard show them."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from familjecentral.codes import CodeBook
from familjecentral.groups.model import (
    Group,
    GroupStatus,
    Session,
    SessionStatus,
)
from familjecentral.groups.rules import term_of
from ui.calendar.words import times
from ui.widgets.daytext import WEEKDAYS, short_day

Kind = Literal["ok", "info", "warn", "err", ""]


class Look(NamedTuple):
    """Icon and ground of a status; its word stands beside."""

    icon: str
    kind: Kind


LOOKS = {
    GroupStatus.PLANNED: Look("calendar", ""),
    GroupStatus.OPEN: Look("door-open", "ok"),
    GroupStatus.FULL: Look("check", ""),
    GroupStatus.CONFIRMED: Look("circle-check", "ok"),
    GroupStatus.RUNNING: Look("circle-check", "info"),
    GroupStatus.COMPLETED: Look("archive", ""),
    GroupStatus.CANCELLED: Look("calendar-x-2", "err"),
    GroupStatus.ABORTED: Look("calendar-x-2", "err"),
}


def tr(text: str) -> str:
    """Return the translation of a text of this room."""
    return QCoreApplication.translate("groups", text)


def term_name(term: str, *, short: bool = False) -> str:
    """Return ``Hösttermin 2026``, short ``ht 2026``; an unknown key as it is."""
    period = term_of(term)
    if period is None:
        return term
    autumn = term.endswith("HT")
    if short:
        return f"{'ht' if autumn else 'vt'} {period.year}"
    name = tr("Hösttermin {year}") if autumn else tr("Vårtermin {year}")
    return name.format(year=period.year)


def read_clock(text: str) -> int | None:
    """Return minutes from midnight of ``13.30``, ``13:30``, ``1330`` or ``13``; None otherwise."""
    digits = text.strip().replace(":", ".").replace(",", ".")
    hours, _, minutes = digits.partition(".")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    if not hours.isdecimal() or not (minutes or "0").isdecimal():
        return None
    found = int(hours) * 60 + int(minutes or 0)
    return found if int(hours) < 24 and int(minutes or 0) < 60 else None


def day_month(day: dt.date) -> str:
    """Return ``8/10``."""
    return f"{day.day}/{day.month}"


def week_of(day: dt.date) -> str:
    """Return ``v. 41``."""
    return tr("v. {n}").format(n=day.isocalendar().week)


def count_of(n: int, all_of: int) -> str:
    """Return ``7 av 8``."""
    return tr("{n} av {all}").format(n=n, all=all_of)


def or_dash(n: int) -> str:
    """Return a number, an en dash for zero."""
    return str(n) if n else "–"


def _series(group: Group) -> tuple[Session, ...]:
    """Return the sessions of the course, of a cancelled group as they were to be."""
    return group.course or tuple(s for s in group.sessions if s.is_course)


def weekday_time(group: Group) -> str:
    """Return ``tor 13.30–15.30`` of the series, empty without sessions."""
    series = _series(group)
    if not series:
        return ""
    first = series[0]
    name = WEEKDAYS[first.day.weekday()][:3]
    return f"{name} {times(first.start, first.end)}"


def dates(group: Group) -> str:
    """Return ``17/9–12/11``, empty without sessions."""
    series = _series(group)
    return f"{day_month(series[0].day)}–{day_month(series[-1].day)}" if series else ""


def unfilled(group: Group, today: dt.date) -> Session | None:
    """Return the earliest session that lies behind and is neither held nor cancelled."""
    if group.status.is_over or group.closed_on is not None:
        return None
    return next(
        (
            s
            for s in group.sessions
            if s.day < today and s.status in (SessionStatus.PLANNED, SessionStatus.MOVED)
        ),
        None,
    )


def coming(group: Group, today: dt.date) -> Session | None:
    """Return the next session that is still to take place, today included."""
    if group.status.is_over:
        return None
    waits = (SessionStatus.PLANNED, SessionStatus.MOVED)
    return next((s for s in group.sessions if s.day >= today and s.status in waits), None)


def must_decide(group: Group, taken: int, today: dt.date) -> bool:
    """Tell whether too few are registered and the decision day comes within a week."""
    soon = group.decision_day is not None and group.decision_day <= today + dt.timedelta(days=7)
    open_now = group.status in (GroupStatus.PLANNED, GroupStatus.OPEN)
    return open_now and soon and taken < group.minimum


def reminder(group: Group, taken: int, today: dt.date) -> str:
    """Return what waits for somebody, empty when nothing does."""
    late = unfilled(group, today)
    if late is not None:
        return tr("Närvaro saknas, träff {n}").format(n=late.number)
    if must_decide(group, taken, today) and group.decision_day is not None:
        return tr("Bestäm senast {day}").format(day=day_month(group.decision_day))
    return ""


def status_note(group: Group, held: int, codes: CodeBook, today: dt.date) -> str:
    """Return what stands below the status: how far it has come, or when it begins."""
    many = len(group.course)
    if group.status in (GroupStatus.CANCELLED, GroupStatus.ABORTED):
        reason = group.cancel_reason
        return codes.label("cancel_reason", reason).lower() if reason else ""
    if group.status is GroupStatus.COMPLETED:
        return tr("1 träff") if many == 1 else tr("{n} träffar").format(n=many)
    if group.status is not GroupStatus.RUNNING:
        return _start_note(group, today)
    text = tr("träff {n} av {all}").format(n=held, all=many)
    following = coming(group, today)
    if following is None:
        return text
    return tr("{text}, nästa {day}").format(text=text, day=short_day(following.day))


def _start_note(group: Group, today: dt.date) -> str:
    if group.status is GroupStatus.PLANNED and group.opens_on is not None:
        return tr("anmälan öppnar {day}").format(day=day_month(group.opens_on))
    if group.first_day is None:
        return tr("inga träffar lagda")
    days = (group.first_day - today).days
    if days == 0:
        return tr("startar i dag")
    if 0 < days <= 7:
        return tr("start om 1 dag") if days == 1 else tr("start om {n} dagar").format(n=days)
    return tr("start {week}").format(week=week_of(group.first_day))
