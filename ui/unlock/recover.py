"""The way in with the recovery key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from familjecentral.errors import (
    FamiljecentralError,
    FieldProblem,
    InvalidInput,
    PassphraseTooShort,
)
from ui.errors import sentence_for, text_of
from ui.unlock.choose import PassphraseChoice
from ui.unlock.presenter import UnlockPresenter
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import OpenedStore, StoreGate
    from ui.runner import Runner


class RecoverCard(QFrame):
    """Recovery key, login name, a new passphrase twice."""

    entered = Signal(object, str)
    left = Signal()

    def __init__(self, runner: Runner, gate: Callable[[], StoreGate], path: Path) -> None:
        super().__init__()
        self.setProperty("kind", "dialog")
        self.setObjectName("recover_card")
        self._path = path
        self._presenter = UnlockPresenter(self, runner, gate)
        self._key = TextEdit(
            self.tr("Återställningsnyckel"),
            name="recover_key_edt",
            longest=80,
            help=self.tr("Åtta grupper. Mellanslag och versaler spelar ingen roll"),
        )
        self._key_field = Field(
            self.tr("Återställningsnyckel"), self._key, hint=self.tr("åtta grupper")
        )
        self._login = TextEdit(self.tr("Inloggningsnamn"), name="recover_login_edt")
        self._login_field = Field(self.tr("Inloggningsnamn"), self._login)
        self._choice = PassphraseChoice("recover")
        self._go = KeyButton(
            self.tr("Öppna lagret"),
            name="recover_open_btn",
            look="primary",
            icon="key-round",
            key="Enter",
            height=40,
        )
        self._back = KeyButton(self.tr("Tillbaka"), name="recover_back_btn", key="Alt T")
        self._banner = Banner(name="recover_banner")
        self.setFixedWidth(px(560))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(34), px(28), px(34), px(24))
        inner.setSpacing(px(12))
        inner.addWidget(text_label(self.tr("Öppna med återställningsnyckeln"), role="dialog"))
        inner.addWidget(
            text_label(
                self.tr("Nyckeln gäller en gång. Du får en ny att skriva ut."),
                ink="text2",
                wrap=True,
            )
        )
        for part in (self._key_field, self._login_field, self._choice):
            inner.addWidget(part)
        inner.addLayout(row(self._back, 1, self._go))
        inner.addWidget(self._banner)
        self._go.clicked.connect(self._on_go)
        self._back.clicked.connect(self.left)

    def focus_first(self) -> None:
        """Put the focus in the first field."""
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_go()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_go(self) -> None:
        login = self._login.text().strip()
        fine = self._choice.check()
        self._login_field.set_error(
            "" if login else sentence_for(FieldProblem("login_name", "required"))
        )
        if login and fine and self._go.isEnabled():
            self._presenter.recover(self._path, self._key.text(), login, self._choice.passphrase())

    def show_busy(self, busy: bool) -> None:
        """Show that the store is being opened."""
        self._go.setEnabled(not busy)

    def show_wait(self, seconds: int) -> None:
        """Say that key or name do not fit. The search space needs no wait."""
        del seconds
        self._banner.say(
            "err",
            self.tr("Nyckeln och namnet hör inte ihop med lagret."),
            self.tr("Inga data är skadade. Jämför med pappret och försök igen."),
        )

    def show_start(self) -> None:
        """Not used here: whoever recovers chooses a passphrase of her own."""

    def show_error(self, error: FamiljecentralError) -> None:
        """Show a wrong group at the field, all else in the banner."""
        if isinstance(error, InvalidInput):
            self._key_field.set_error(sentence_for(error.problems[0]))
            self._key.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, PassphraseTooShort):
            self._choice.show_too_short()
        else:
            text = text_of(error)
            self._banner.say("err", text.title, f"{text.meaning} {text.action}")

    def came_in(self, store: OpenedStore, recovery_key: str) -> None:
        """Pass the open store and its new key on."""
        self.entered.emit(store, recovery_key)

    def came_back(self) -> None:
        """Not used here: a recovery always opens anew."""
