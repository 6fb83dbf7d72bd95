"""The help of a page, at the right of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.widgets.buttons import KeyButton
from ui.widgets.naming import label
from ui.widgets.text import text_label
from ui.widgets.theme import px, theme


class HelpPanel(QFrame):
    """Shows a help page. Esc or F1 closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setObjectName("shell_help_panel")
        self.setFixedWidth(px(340))
        self._before: QWidget | None = None
        self._close = KeyButton(
            "", name="shell_help_btn_close", look="bare", icon="x", accessible=self.tr("Stäng")
        )
        self._close.clicked.connect(self.closed)
        self._text = QTextBrowser()
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setOpenLinks(False)
        label(self._text, self.tr("Hjälp"), name="shell_help_txt")
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, 0, 0)
        head.addWidget(text_label(self.tr("Hjälp"), role="h2"))
        head.addStretch(1)
        head.addWidget(self._close)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(8), px(10), px(10), px(12))
        inner.addLayout(head)
        inner.addWidget(self._text, 1)
        self.hide()

    def show_page(self, name: str) -> None:
        """Show the help page of a name, and the card about concern for a child after it."""
        from resources import help_page  # late: most sessions never open it

        parts = []
        for wanted in dict.fromkeys((name, "concern")):
            try:
                parts.append(help_page(wanted))
            except KeyError:
                continue
        t = theme()
        document = self._text.document()
        document.setDefaultStyleSheet(f"a {{ color: {t.link}; }}")
        document.setDocumentMargin(px(8))
        self._text.setMarkdown("\n\n---\n\n".join(parts))
        self._text.setStyleSheet("background: transparent;")
        before = self.window().focusWidget()
        if before is not None and not self.isAncestorOf(before):
            self._before = before
        self.show()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Hide, and give the focus back to where it was when the help was opened."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
