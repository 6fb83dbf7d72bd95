"""What the undo bar says of a step that was taken back or done again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from familjecentral.contacts.caseload import CardStep
from familjecentral.contacts.tally import TickStep
from familjecentral.contacts.undo import RowsStep, RowStep, Undone
from ui.support.words import step_text
from ui.today.tally_words import moved_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("undone", text)


def taken_back(undone: Undone, *, kept: bool) -> str:
    """Return the sentence; ``kept`` tells that the values lie in a form again."""
    step = undone.step
    if isinstance(step, TickStep) and undone.tally is not None:
        return moved_text(step, undone.tally, again=False)
    if isinstance(step, CardStep):
        return step_text(step, again=False)
    if isinstance(step, RowsStep):
        return _rows_taken_back(step, kept=kept).format(n=len(step.rows))
    if isinstance(step, RowStep) and (step.before is None or step.after is None):
        return _came_or_went(step, kept=kept)
    return _tr("Ändringen togs tillbaka.")


def _came_or_went(step: RowStep, *, kept: bool) -> str:
    if step.after is None:
        return _tr("Kontakten är tillbaka.")
    if kept:
        return _tr("Kontakten togs tillbaka. Uppgifterna ligger kvar i formuläret.")
    return _tr("Kontakten togs tillbaka. Ctrl Y sparar den igen.")


def _rows_taken_back(step: RowsStep, *, kept: bool) -> str:
    if step.rows[0][0] is not None:
        return _tr("{n} kontakter är som förut. Ctrl Y ändrar dem igen.")
    if kept:
        return _tr("{n} kontakter togs tillbaka. Uppgifterna ligger kvar i formuläret.")
    return _tr("{n} kontakter togs tillbaka. Ctrl Y sparar dem igen.")


def done_again(undone: Undone) -> str:
    """Return the sentence."""
    if isinstance(undone.step, TickStep) and undone.tally is not None:
        return moved_text(undone.step, undone.tally, again=True)
    if isinstance(undone.step, CardStep):
        return step_text(undone.step, again=True)
    return _tr("Gjort igen.")
