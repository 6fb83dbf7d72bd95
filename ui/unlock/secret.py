"""A field for a passphrase: hidden, can be shown, says when Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit

from ui.widgets.buttons import KeyButton
from ui.widgets.form import TextEdit
from ui.widgets.theme import px


class SecretEdit(TextEdit):
    """A line of dots. The eye shows the text until it is pressed again."""

    caps_changed = Signal(bool)

    def __init__(self, text: str, *, name: str) -> None:
        super().__init__(text, name=name, longest=400)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setTextMargins(0, 0, px(28), 0)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._caps = False
        base = name.rsplit("_", 1)[0]
        self._eye = KeyButton(
            "",
            name=f"{base}_btn_show",
            look="bare",
            icon="eye-off",
            help="Alt V",
            height=28,
            accessible=self.tr("Visa lösenfrasen"),
            parent=self,
        )
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._eye.clicked.connect(self._on_eye)
        shortcut = QShortcut(QKeySequence("Alt+V"), self)
        # Two of these fields stand on one card: the key belongs to the one with the focus.
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_eye)

    def show_text(self, shown: bool) -> None:
        """Show letters instead of dots, or dots again."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye" if shown else "eye-off")

    def _on_eye(self) -> None:
        self.show_text(self.echoMode() != QLineEdit.EchoMode.Normal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Learn from the letters whether Caps Lock is on: Qt does not tell."""
        text = event.text()
        if text.isalpha() and text.upper() != text.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            caps = text.isupper() != shift
            if caps != self._caps:
                self._caps = caps
                self.caps_changed.emit(caps)
        elif event.key() == Qt.Key.Key_CapsLock and self._caps:
            self._caps = False
            self.caps_changed.emit(False)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right."""
        super().resizeEvent(event)
        side = self._eye.sizeHint()
        y = (self.height() - side.height()) // 2
        self._eye.setGeometry(self.width() - side.width() - px(3), y, side.width(), side.height())
