"""What is said when a contact is saved."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import ContactValues
from ui.codes import level_line
from ui.models.contact_rows import what_is


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
