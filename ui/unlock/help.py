"""The help at the door, in a dialog of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QTextBrowser, QVBoxLayout, QWidget

from resources.wording import help_page
from ui.widgets.buttons import KeyButton
from ui.widgets.naming import label
from ui.widgets.text import row
from ui.widgets.theme import px


class DoorHelp(QDialog):
    """How to get in, and what to do when that fails."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unlock_help_dlg")
        self.setWindowTitle(self.tr("Hjälp"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(px(560), px(480))
        text = QTextBrowser()
        text.setFrameShape(QFrame.Shape.NoFrame)
        text.setMarkdown(help_page("unlock"))
        label(text, self.tr("Hjälp"), name="unlock_help_txt")
        close = KeyButton(self.tr("Stäng"), name="unlock_help_btn_close", key="Esc", bind=False)
        close.clicked.connect(self.accept)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(16), px(16), px(16), px(12))
        inner.addWidget(text, 1)
        inner.addLayout(row(1, close))

    @classmethod
    def show_for(cls, parent: QWidget) -> None:
        """Open it over a window."""
        cls(parent).open()
