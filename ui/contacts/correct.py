"""*Byt kod*: one code in the place of another in all chosen rows, seen before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.model import ContactValues
from familjecentral.contacts.rules import RULES
from familjecentral.contacts.selection import (
    CORRECTABLE,
    LEVEL,
    Correction,
    CorrectMany,
    Progress,
    Scope,
    correct_many,
    preview_correction,
)
from familjecentral.errors import Cancelled, FamiljecentralError, FieldProblem
from ui.codes import choices
from ui.desk import Desk
from ui.errors import sentence_for, text_of
from ui.models.contact_rows import row_of
from ui.models.simple import TextTable
from ui.today.fields import titles
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import Banner
from ui.widgets.form import Field
from ui.widgets.table import Table
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from ui.jobs import Job

_NOTHING = "-"


class CorrectDialog(QDialog):
    """Which field, from which code, to which; below, the rows that will change. Enter does it."""

    def __init__(
        self, desk: Desk, codes: CodeBook, scope: Scope, scope_text: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("correct_dlg")
        self.setWindowTitle(self.tr("Byt kod i flera kontakter"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._codes, self._scope = desk, codes, scope
        self._question = 0
        self._command: CorrectMany | None = None
        self._job: Job | None = None
        self._is_left = False
        self._build_widgets()
        self._build_layout(scope_text, parent)
        self._on_field()

    def _build_widgets(self) -> None:
        names = titles() | {
            LEVEL: self.tr("Preventionsnivå"),
            "open_group": self.tr("Öppen grupp"),
            "programme": self.tr("Program"),
        }
        self._fields = {
            key: names[key] for key in CORRECTABLE if _list_of(key) in self._codes.lists
        }
        self._field = CodedCombo(self.tr("Uppgift"), name="correct_field_cmb", clearable=False)
        self._field.set_choices(Choice(key, text) for key, text in self._fields.items())
        self._field.set_value("contact_form")
        self._old = CodedCombo(self.tr("Byt från"), name="correct_old_cmb", clearable=False)
        self._new = CodedCombo(self.tr("Till"), name="correct_new_cmb", clearable=False)
        self._banner = Banner(name="correct_problem_bar")
        self._said = text_label("", wrap=True, name="correct_preview_lbl")
        heads = (self.tr("Datum"), self.tr("Prevention"), self.tr("Nu"), self.tr("Blir"))
        self._model = TextTable(heads)
        self._table = Table(self.tr("Det som ändras"), name="correct_rows_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(("mån 30/12", f"{heads[1]} ↓", heads[2], heads[3]), (0, 0, 1, 1))
        self._bar = QProgressBar()
        self._bar.setObjectName("correct_progress_bar")
        self._bar.setAccessibleName(self.tr("Framsteg"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(8))
        self._run = KeyButton(
            self.tr("Byt"), name="correct_run_btn", look="primary", key="Enter", height=36
        )
        self._leave = KeyButton(
            self.tr("Avbryt"), name="correct_cancel_btn", key="Esc", height=36, bind=False
        )
        self._field.changed.connect(self._on_field)
        self._old.changed.connect(self._on_code)
        self._new.changed.connect(self._on_code)
        self._run.clicked.connect(self._on_run)
        self._leave.clicked.connect(self.reject)

    def _build_layout(self, scope_text: str, parent: QWidget) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(scope_text, ink="text2", wrap=True, name="correct_scope_lbl"))
        body.addWidget(Field(self.tr("Uppgift"), self._field))
        codes = row(spacing=12)
        codes.addWidget(Field(self.tr("Byt från"), self._old), 1)
        codes.addWidget(Field(self.tr("Till"), self._new), 1)
        body.addLayout(codes)
        body.addWidget(self._banner)
        body.addWidget(self._said)
        body.addWidget(self._table, 1)
        body.addWidget(self._bar)
        body.addLayout(row(1, self._leave, self._run))
        self._banner.hide()
        self._bar.hide()
        room = parent.size()
        self.resize(min(px(620), room.width() - px(40)), min(px(560), room.height() - px(30)))
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- choices --------------------------------------------------------------------------------

    def _on_field(self) -> None:
        field = self._field.value() or "contact_form"
        code_list = _list_of(field)
        known = self._codes.lists[code_list]
        offered = choices(self._codes, code_list, self._desk.clock.today())
        all_codes = choices(self._codes, code_list, self._desk.clock.today(), keep=known)
        nothing = Choice(_NOTHING, self.tr("Ingen uppgift"))
        self._old.set_choices(all_codes if field == LEVEL else (*all_codes, nothing))
        self._new.set_choices(offered if field == LEVEL else (*offered, nothing))
        self._old.set_value(None)
        self._new.set_value(None)
        self._on_code()

    def _on_code(self) -> None:
        self._banner.hide()
        self._command = None
        self._question += 1
        self._stop()
        field, old, new = self._field.value(), self._old.value(), self._new.value()
        if not (field and old and new):
            self._say(self.tr("Välj vad som ska bytas mot vad."), (), 0)
            return
        if old == new:
            self._say(self.tr("Välj två olika."), (), 0)
            return
        command = CorrectMany(self._scope, field, _code(old), _code(new))
        question, desk = self._question, self._desk

        def work(progress: Progress) -> Correction:
            with desk.store.unit_of_work() as uow:
                return preview_correction(command, uow, desk.clock, progress=progress)

        def done(found: Correction) -> None:
            if question == self._question and not self._is_left:
                self._bar.hide()
                self._command = command
                self._show(found)

        self._say(self.tr("Räknar…"), (), 0)
        self._begin(work, done)

    def _show(self, found: Correction) -> None:
        n = found.changed
        text = self.tr("1 kontakt ändras.") if n == 1 else self.tr("{n} kontakter ändras.")
        parts = [text.format(n=n) if n else self.tr("Ingen kontakt ändras.")]
        if found.untouched:
            parts.append(self.tr("{n} berörs inte.").format(n=found.untouched))
        for problem, stuck in found.refused.items():
            reason = sentence_for(FieldProblem("", problem))
            text = self.tr("{n} kan inte ändras: {reason}")
            parts.append(text.format(n=stuck, reason=reason[:1].lower() + reason[1:]))
        if n > len(found.examples):
            parts.append(self.tr("De första {n} visas.").format(n=len(found.examples)))
        rows = []
        for before, after in found.examples:
            shown = row_of(before, self._codes)
            now, then = (self._said_in(side.values) for side in (before, after))
            rows.append((shown.day, shown.level, now, then))
        self._say(" ".join(parts), rows, n)
        self._desk.voice.announce(self._said.text())

    def _said_in(self, values: ContactValues) -> str:
        field = self._field.value() or LEVEL
        held = getattr(values, field)
        keys = held if isinstance(held, tuple) else (held,) if held else ()
        labels = [self._codes.label(_list_of(field), key) for key in keys]
        return ", ".join(labels) or self.tr("ingen uppgift")

    def _say(self, text: str, rows: Sequence[Sequence[str]], n: int) -> None:
        self._said.setText(text)
        self._model.set_rows(rows)
        words = self.tr("Byt i 1 kontakt") if n == 1 else self.tr("Byt i {n} kontakter")
        self._run.setText(words.format(n=n) if n else self.tr("Byt"))
        self._run.setAccessibleName(self._run.text())
        self._run.updateGeometry()
        self._run.disable("" if n else self.tr("Ingen kontakt ändras"))

    # --- doing it -------------------------------------------------------------------------------

    def _on_run(self) -> None:
        command, desk = self._command, self._desk
        if command is None or not self._run.isEnabled():
            return
        self._run.disable(self.tr("Sparar…"))
        for field in (self._field, self._old, self._new):
            field.setEnabled(False)

        def work(progress: Progress) -> Correction:
            with desk.store.unit_of_work() as uow:
                done = correct_many(command, uow, desk.clock, progress=progress)
            if done.step is not None:
                desk.undo.push(done.step)
            return done

        old, new = self._old.currentText(), self._new.currentText()
        self._begin(work, partial(self._on_done, f"{old} → {new}"))

    def _begin(
        self, work: Callable[[Progress], Correction], done: Callable[[Correction], None]
    ) -> None:
        """Do it with progress; *Avbryt* stops it, and then nothing is changed."""
        question = self._question

        def moved(share: float) -> None:
            if question == self._question and not self._is_left:
                self._bar.setVisible(share > 0)
                self._bar.setValue(round(100 * share))

        self._job = self._desk.runner.run_long(work, done, self._failed, moved)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._bar.hide()

    def _on_done(self, what: str, done: Correction) -> None:
        if not self._is_left:
            self.accept()
        n = done.changed
        text = self.tr("1 kontakt ändrades") if n == 1 else self.tr("{n} kontakter ändrades")
        self._desk.voice.saved(f"{text.format(n=n)}: {what}", can_undo=done.step is not None)
        self._desk.tell(done.changes)

    def _failed(self, error: FamiljecentralError) -> None:
        if not self._is_left and not isinstance(error, Cancelled):
            self._bar.hide()
            for field in (self._field, self._old, self._new):
                field.setEnabled(True)
            text = text_of(error)
            self._banner.say("err", text.title, f"{text.meaning} {text.action}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_run()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Let answers fall that come after the dialog is gone."""
        self._is_left = True
        self._stop()
        super().done(result)


def _list_of(field: str) -> str:
    return field if field == LEVEL else RULES[field].code_list or ""


def _code(value: str) -> str | None:
    return None if value == _NOTHING else value
