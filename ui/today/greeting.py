"""What stands at the head of *Idag*: a greeting, the day, its week and quarter."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from ui.widgets.daytext import long_day, quarter_name


def _tr(text: str) -> str:
    return QCoreApplication.translate("greeting", text)


def is_morning() -> bool:
    """Tell whether it is before noon on this machine's clock; nothing of it is kept."""
    return dt.datetime.now().astimezone().hour < 12


def greeting(first_name: str) -> str:
    """Return the greeting of this time of day."""
    now = dt.datetime.now().astimezone().hour
    if now < 10:
        text = _tr("God morgon, {name}")
    elif now < 12:
        text = _tr("God förmiddag, {name}")
    elif now < 18:
        text = _tr("God eftermiddag, {name}")
    else:
        text = _tr("God kväll, {name}")
    return text.format(name=first_name)


def day_line(day: dt.date) -> str:
    """Return ``torsdag 8 oktober 2026 · vecka 41 · kvartal 4 2026``."""
    return _tr("{day} · vecka {week} · {quarter}").format(
        day=long_day(day), week=day.isocalendar().week, quarter=quarter_name(day)
    )
