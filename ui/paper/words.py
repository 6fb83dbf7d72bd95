"""Words of the sheets, and the terms around one."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from familjecentral.calendar.names import capital, period_name
from familjecentral.groups.reading import term_at
from familjecentral.groups.rules import term_of


def tr(text: str) -> str:
    """Return the translation of a text of this room."""
    return QCoreApplication.translate("paper", text)


def term_name(term: str) -> str:
    """Return ``Hösttermin 2026``; an unknown key as it is."""
    period = term_of(term)
    return capital(period_name(period)) if period is not None else term


def terms_around(day: dt.date) -> tuple[str, ...]:
    """Return the terms after, at and before a day, the latest first."""
    now = term_at(day)
    after, before = now.last + dt.timedelta(days=20), now.first - dt.timedelta(days=40)
    return str(term_at(after)), str(now), str(term_at(before))
