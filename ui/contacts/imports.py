"""The imports that can be taken back, each as a whole, also after the program was started anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.calendar.periods import Month
from familjecentral.changes import Changes
from familjecentral.contacts.imports import UndoImport, list_imports, undo_import
from familjecentral.contacts.store import KeptImport
from familjecentral.errors import FamiljecentralError
from ui.desk import Desk
from ui.errors import text_of
from ui.models.simple import NumbersTable
from ui.report.dialogs import Question
from ui.widgets.buttons import KeyButton
from ui.widgets.daytext import month_name
from ui.widgets.feedback import Banner, EmptyState
from ui.widgets.table import Table
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork


class ImportsDialog(QDialog):
    """Day, rows and months of each import; Del or the button takes the chosen one back."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("imports_dlg")
        self.setWindowTitle(self.tr("Dina importer"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._shown: tuple[KeptImport, ...] = ()
        self._is_left = False
        heads = (self.tr("Importerad"), self.tr("Kontakter"), self.tr("Månader"))
        self._model = NumbersTable(heads, right={1})
        self._table = Table(self.tr("Importer"), name="imports_list_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(("2026-10-30", heads[1], heads[2]), (0, 0, 1))
        self._empty = EmptyState("list", name="imports_list_empty")
        self._empty.say(
            self.tr("Ingen import kan ångras."),
            self.tr("När en månad låses ligger dess rader fast."),
        )
        self._banner = Banner(name="imports_problem_bar")
        self._undo = KeyButton(
            self.tr("Ångra importen…"), name="imports_undo_btn", icon="undo-2", key="Del", height=36
        )
        self._leave = KeyButton(
            self.tr("Stäng"), name="imports_close_btn", key="Esc", height=36, bind=False
        )
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        text = self.tr(
            "En import kan ångras som en helhet tills någon av dess månader låses. Det du har "
            "loggat själv ligger kvar."
        )
        body.addWidget(text_label(text, ink="text2", wrap=True))
        body.addWidget(self._banner)
        body.addWidget(self._table, 1)
        body.addWidget(self._empty, 1)
        body.addLayout(row(1, self._leave, self._undo))
        self._banner.hide()
        self._empty.hide()
        self.resize(min(px(560), parent.width() - px(40)), min(px(420), parent.height() - px(30)))
        self._undo.clicked.connect(self._on_undo)
        self._table.delete_asked.connect(self._on_undo)
        self._leave.clicked.connect(self.reject)
        self._load()

    def _load(self) -> None:
        self._desk.ask(list_imports, self._on_loaded, self._failed)

    def _on_loaded(self, found: tuple[KeptImport, ...]) -> None:
        if self._is_left:
            return
        self._shown = found
        self._model.set_rows(
            [(one.imported_on.isoformat(), str(one.rows), _months(one)) for one in found]
        )
        self._table.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._undo.disable("" if found else self.tr("Ingen import kan ångras"))
        if found:
            self._table.choose_row(0)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_undo(self) -> None:
        rows = self._table.chosen_rows()
        if not rows:
            return
        chosen = self._shown[rows[0]]
        day, n = chosen.imported_on.isoformat(), chosen.rows
        words = self.tr("1 kontakt tas bort") if n == 1 else self.tr("{n} kontakter tas bort")
        question = Question(
            self,
            name="imports_question",
            title=self.tr("Ångra importen från {day}?").format(day=day),
            text=self.tr("{rows}, också de som du har ändrat. Filen kan importeras igen.").format(
                rows=words.format(n=n)
            ),
            wait=self.tr("Behåll importen"),
            act=self.tr("Ångra importen"),
        )
        question.accepted.connect(partial(self._take_back, chosen))
        question.open()

    def _take_back(self, chosen: KeptImport) -> None:
        desk = self._desk

        def work(uow: UnitOfWork) -> Changes:
            return undo_import(UndoImport(chosen.batch), desk.undo, uow)

        desk.ask(work, self._on_undone, self._failed)

    def _on_undone(self, changes: Changes) -> None:
        self._desk.tell(changes)
        self._desk.voice.told(self.tr("Importen är ångrad. Inga av raderna finns kvar."))
        self._load()

    def _failed(self, error: FamiljecentralError) -> None:
        if not self._is_left:
            text = text_of(error)
            self._banner.say("err", text.title, f"{text.meaning} {text.action}")

    def done(self, result: int) -> None:
        """Let answers fall that come after the dialog is gone."""
        self._is_left = True
        super().done(result)


def _months(one: KeptImport) -> str:
    first, last = _month(one.first), _month(one.last)
    return first if one.first == one.last else f"{first} – {last}"


def _month(month: Month) -> str:
    return month_name(month.first)
