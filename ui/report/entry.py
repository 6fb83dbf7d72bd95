"""What the register tells of the marked release: its steps, by whom, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.calendar.names import period_name
from familjecentral.releases.compare import Beside, Entry
from familjecentral.releases.model import ReleaseStep, StepTaken
from ui.widgets.text import Card, row, text_label

_MOST_LINES = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("report", text)


def step_words(step: StepTaken, by: str) -> str:
    """Return ``2026-10-02  Låst av Maja``."""
    said = {
        ReleaseStep.LOCKED: _tr("Låst"),
        ReleaseStep.DRAFTED: _tr("Utkast visat"),
        ReleaseStep.REVIEWED: _tr("Sidor granskade, skyddet provat"),
        ReleaseStep.PUBLISHED: _tr("Fastställd"),
        ReleaseStep.APPROVED: _tr("Godkännande antecknat"),
        ReleaseStep.REFUSED: _tr("Avslag antecknat, utgåvan återkallad"),
    }[step.step]
    if by:
        said = _tr("{what} av {name}").format(what=said, name=by)
    return f"{step.day.isoformat()}  {said}"


def difference_lines(found: Beside, changed: Sequence[str]) -> tuple[str, ...]:
    """Return what differs, one line each. ``changed``: numbers that a correction says otherwise."""
    before = found.before
    if before is None:
        return (_tr("Det finns ingen tidigare utgåva att jämföra med."),)
    lines = [
        _counted(found.hidden, _tr("1 tal döljs som syntes"), _tr("{n} tal döljs som syntes")),
        _counted(found.shown, _tr("1 tal syns som var dolt"), _tr("{n} tal syns som var dolda")),
        _counted(found.new, _tr("1 tal är nytt"), _tr("{n} tal är nya")),
        _counted(found.gone, _tr("1 tal finns inte längre"), _tr("{n} tal finns inte längre")),
        _counted(len(changed), _tr("1 tal är ändrat:"), _tr("{n} tal är ändrade:")),
    ]
    said = [line for line in lines if line]
    said += changed[:_MOST_LINES]
    if len(changed) > _MOST_LINES:
        said.append(_tr("… och {n} till").format(n=len(changed) - _MOST_LINES))
    return tuple(said) or (_tr("Samma tal visas och samma tal döljs."),)


def _counted(number: int, one: str, many: str) -> str:
    return "" if number == 0 else one if number == 1 else many.format(n=number)


class EntryPanel(QWidget):
    """Steps to the left, differences to the right."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = text_label("", wrap=True, name="register_steps_lbl")
        self.differences = text_label("", wrap=True, name="register_differences_lbl")
        self._against = text_label("", role="small", ink="text2", wrap=True)
        parts = row(
            self._card(self.tr("Steg"), "register_steps_card", self.steps),
            self._card(
                self.tr("Skillnad"), "register_differences_card", self._against, self.differences
            ),
            spacing=12,
        )
        parts.setStretch(0, 1)
        parts.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(parts)
        outer.addStretch(1)

    def _card(self, title: str, name: str, *parts: QWidget) -> Card:
        made = Card(title, name=name, margin=12)
        for part in parts:
            made.body.addWidget(part)
        made.body.addStretch(1)
        return made

    def show_entry(self, entry: Entry, changed: Sequence[str]) -> None:
        """Show another release."""
        steps = [step_words(step, entry.people.get(step.by, "")) for step in entry.steps]
        none = self.tr("Inga steg är antecknade i det här lagret.")
        self.steps.setText("\n".join(steps) or none)
        before = entry.beside.before
        self._against.setVisible(before is not None)
        if before is not None:
            text = self.tr("Mot utgåva {n}, {period}")
            said = text.format(n=before.number, period=period_name(before.period))
            if before.period != entry.release.period:
                said += self.tr(". Perioderna är olika: vad som döljs jämförs, inte talen.")
            self._against.setText(said)
        self.differences.setText("\n".join(difference_lines(entry.beside, changed)))
