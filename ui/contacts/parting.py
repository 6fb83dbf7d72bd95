"""Who leaves gives all open rows to a colleague, unread; a question comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.access.model import StaffId
from familjecentral.changes import Changes
from familjecentral.contacts.parting import HandOverRows, hand_over_rows, list_receivers
from familjecentral.errors import FamiljecentralError
from ui.colleague import ColleagueField
from ui.desk import Desk
from ui.errors import text_of
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.fitting import FittedDialog
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork


class HandOverRowsDialog(FittedDialog):
    """To whom. To keep them is the default."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("contacts_hand_dlg")
        self.setWindowTitle(self.tr("Lämna över dina kontakter?"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._is_left = False
        self._to = ColleagueField("contacts_hand_to_cmb")
        self._banner = Banner(name="contacts_hand_problem_bar")
        self._banner.hide()
        keep = KeyButton(
            self.tr("Behåll kontakterna"), name="contacts_hand_keep_btn", look="primary", key="Esc"
        )
        give = KeyButton(self.tr("Lämna över"), name="contacts_hand_give_btn", look="danger")
        keep.clicked.connect(self.reject)
        give.clicked.connect(self._on_give)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(20), px(24), px(18))
        inner.setSpacing(px(12))
        inner.addWidget(text_label(self.windowTitle(), role="dialog"))
        text = self.tr(
            "Alla dina kontakter i öppna perioder blir kollegans, olästa. Du ser dem inte mer, "
            "och de går inte att skilja från kollegans egna. Det går inte att ångra. Stödkort "
            "lämnas över under Pågående stöd."
        )
        inner.addWidget(text_label(text, ink="text2", wrap=True))
        inner.addWidget(self._banner)
        inner.addWidget(self._to)
        inner.addLayout(row(keep, give, 1))
        self.setMinimumWidth(px(480))
        self._to.focus_control()
        desk.ask(list_receivers, self._on_loaded, self._failed)

    def _on_loaded(self, receivers: tuple[tuple[StaffId, str], ...]) -> None:
        if not self._is_left:
            self._to.set_people(receivers)

    def _on_give(self) -> None:
        chosen = self._to.taken()
        if chosen is None:
            return
        desk, command = self._desk, HandOverRows(chosen)

        def work(uow: UnitOfWork) -> tuple[Changes, int]:
            changes = hand_over_rows(command, uow, desk.clock)
            return changes, desk.undo.forget_rows()

        desk.ask(work, self._on_given, self._failed)

    def _on_given(self, done: tuple[Changes, int]) -> None:
        changes, forgotten = done
        self._desk.voice.forgot(forgotten)
        self._desk.voice.told(self.tr("Kontakterna är överlämnade."))
        self._desk.tell(changes)
        if not self._is_left:
            self.accept()

    def _failed(self, error: FamiljecentralError) -> None:
        if not self._is_left:
            text = text_of(error)
            self._banner.say("err", text.title, f"{text.meaning} {text.action}")

    def done(self, result: int) -> None:
        """Let answers fall that come after the dialog is gone."""
        self._is_left = True
        super().done(result)
