"""A new recovery key after the old one was spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.unlock.keypanel import KeyPanel
from ui.widgets.buttons import KeyButton
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import OpenedStore


class NewKeyCard(QFrame):
    """Shows the key and goes on when two groups have been typed back."""

    entered = Signal(object, str)

    def __init__(self, store: OpenedStore, recovery_key: str, house: str) -> None:
        super().__init__()
        self.setProperty("kind", "dialog")
        self.setObjectName("newkey_card")
        self.setFixedWidth(px(720))
        self._store = store
        self._panel = KeyPanel("newkey")
        self._panel.show_key(recovery_key, house)
        self._go = KeyButton(
            self.tr("Fortsätt"), name="newkey_next_btn", look="primary", key="Enter"
        )
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(32), px(26), px(32), px(20))
        inner.setSpacing(px(10))
        inner.addWidget(text_label(self.tr("Spara den nya nyckeln på papper"), role="h1"))
        inner.addWidget(
            text_label(
                self.tr("Den gamla gäller inte längre. Förstör pappret med den."),
                ink="text2",
                wrap=True,
            )
        )
        inner.addWidget(self._panel)
        inner.addLayout(row(1, self._go))
        self._go.clicked.connect(self._on_go)

    def focus_first(self) -> None:
        """Put the focus in the first group that is asked for."""
        self._panel.focus_field()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_go()
        else:
            super().keyPressEvent(event)

    def _on_go(self) -> None:
        if self._panel.is_checked():
            self.entered.emit(self._store, "")
        else:
            self._panel.show_wrong()
