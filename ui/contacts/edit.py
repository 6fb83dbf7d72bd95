"""Changing a stored contact, in the same form as it was logged in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.codes import CodeBook
from familjecentral.contacts.drafts import FormDraft
from familjecentral.contacts.model import Contact, ContactValues
from familjecentral.errors import FamiljecentralError, FieldProblem
from ui.codes import level_line
from ui.desk import Desk
from ui.errors import text_of
from ui.models.contact_rows import what_is
from ui.today.drafting import DRAFT_MS
from ui.today.entry import Entry
from ui.today.form import LogForm
from ui.today.presenter import Day, TodayPresenter
from ui.today.saved import stale_words
from ui.widgets.buttons import KeyButton
from ui.widgets.text import frame, text_label
from ui.widgets.theme import px


class EditDialog(QDialog):
    """The log form over the list. Enter or Ctrl S saves, Esc leaves it as it was. What is typed
    is kept in the person's slot; at a screen lock the dialog steps aside."""

    def __init__(self, desk: Desk, contact: Contact, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("edit_dlg")
        self.setWindowTitle(self.tr("Ändra kontakt"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._contact = contact
        self._presenter = TodayPresenter(self, desk)
        self._form = LogForm("edit", desk.clock.today())
        self._save = KeyButton(
            self.tr("Spara ändringen"), name="edit_save_btn", look="primary", key="Enter"
        )
        self._leave = KeyButton(self.tr("Avbryt"), name="edit_cancel_btn", key="Esc")
        foot = frame("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(px(16), px(10), px(16), px(10))
        line.addWidget(self._save)
        line.addWidget(self._leave)
        line.addStretch(1)
        head = text_label(self.tr("Ändra kontakt"), role="dialog")
        head.setContentsMargins(px(16), px(12), px(16), px(4))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self._form, 1)
        outer.addWidget(foot)
        room = parent.size()
        self.resize(min(px(760), room.width() - px(40)), min(px(700), room.height() - px(30)))
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(DRAFT_MS)
        self._typed.timeout.connect(self._keep)
        self._form.changed.connect(self._typed.start)
        self._form.submitted.connect(self._on_save)
        self._form.cleared.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        self._leave.clicked.connect(self.reject)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.activated.connect(self._on_save)
        self._presenter.load()

    def _on_save(self) -> None:
        self._typed.stop()
        self._presenter.save(self._form.entry())

    def _keep(self) -> None:
        if self._presenter.is_editing:
            self._presenter.keep_draft(self._form.entry())

    def set_aside(self) -> None:
        """Keep what is typed, at once, and show nothing until the screen is unlocked."""
        self._form.set.settle()
        self._typed.stop()
        self._keep()
        self.hide()

    def reject(self) -> None:
        """Leave the row as it is."""
        self._typed.stop()
        self._presenter.leave_change()
        super().reject()

    # --- the view of the presenter --------------------------------------------------------------

    def show_day(self, day: Day) -> None:
        """Fill the lists, then the form, once."""
        if self._presenter.is_editing:
            return
        self._form.set_codes(day.start.codes, day.start.today, day.start.undecided)
        self._presenter.edit(self._contact)
        self._form.focus_first()

    def show_entry(self, entry: Entry, *, editing: bool) -> None:
        """Fill the form."""
        if editing:
            self._form.set_entry(entry, show_date=True)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show all problems at once."""
        self._form.show_problems(problems)

    def show_saved(
        self, values: ContactValues, codes: CodeBook, *, late: bool, edited: bool, count: int
    ) -> None:
        """Close, and say that it is changed."""
        del edited, count
        level = level_line(codes, values.prevention_level, values.working_level)
        text = self.tr("Kontakten ändrades: {level}, {what}")
        if late:
            text = self.tr("Ändrad till sen uppgift: {level}, {what}")
        what = what_is(values, codes).lower()
        self.accept()
        self._desk.voice.saved(text.format(level=level, what=what))

    def show_cleared(self, bring_back: Callable[[], None]) -> None:
        """Nothing is emptied here."""

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say it in the dialog: the form stays."""
        text = text_of(error)
        self._form.banner.say("err", text.title, f"{text.meaning} {text.action}")

    def show_stale(self, *, gone: bool) -> None:
        """Say that the row was changed meanwhile."""
        self._form.banner.say("warn", *stale_words(gone=gone))

    def show_draft(self, draft: FormDraft, codes: CodeBook) -> None:
        """A form that was left is asked about on *Idag*."""

    def show_busy(self, busy: bool) -> None:
        """A save takes a few milliseconds."""
