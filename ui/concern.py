"""*Oro för barn*: the way to the help card. The program stores nothing about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.desk import Desk
from ui.widgets.buttons import KeyButton


def concern_button(desk: Desk, page: str) -> KeyButton:
    """Return the link of a page that opens the help card beside it."""
    text = QCoreApplication.translate("concern", "Oro för barn")
    made = KeyButton(text, name=f"{page}_concern_btn", look="link", icon="info")
    made.clicked.connect(lambda: desk.voice.show_help("concern"))
    return made
