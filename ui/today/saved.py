"""What is said when a contact is saved."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import ContactValues
from ui.codes import level_line
from ui.models.contact_rows import what_is
from ui.widgets.daytext import quarter_name


def _tr(text: str) -> str:
    return QCoreApplication.translate("saved", text)


def saved_text(
    values: ContactValues, codes: CodeBook, *, late: bool, edited: bool, count: int
) -> str:
    """Return the sentence of the undo bar; ``count``: how many alike were saved."""
    if edited:
        text = _tr("Kontakten ändrades: {level}, {what}")
    elif count > 1 and late:
        text = _tr("{n} sparade som sena uppgifter: {level}, {what}")
    elif count > 1:
        text = _tr("{n} likadana kontakter sparades: {level}, {what}")
    elif late:
        text = _tr("Sparad som sen uppgift: {level}, {what}")
    else:
        text = _tr("Kontakten sparades: {level}, {what}")
    level = level_line(codes, values.prevention_level, values.working_level)
    return text.format(n=count, level=level, what=what_is(values, codes).lower())


def late_text(day: dt.date) -> str:
    """Return what is said of a day in a locked period while it is being filled in."""
    text = _tr("Dagen ligger i {quarter}, som är fastställt. Kontakten sparas som sen uppgift.")
    return text.format(quarter=quarter_name(day))


def stale_words(*, gone: bool) -> tuple[str, str]:
    """Return what is said when the stored row in the form was changed since its change began, or
    is gone: what happened, and what to do."""
    if gone:
        rest = _tr("Det du skrev står kvar i formuläret, som en ny kontakt.")
        return _tr("Kontakten finns inte längre."), rest
    rest = _tr("Det du skrev står kvar. Spara om det ska gälla i stället, eller tryck Esc.")
    return _tr("Kontakten har ändrats sedan du började."), rest
