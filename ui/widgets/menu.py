"""A button that opens a short menu of acts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from ui.widgets.buttons import KeyButton


class MenuButton(KeyButton):
    """*Mer*: Enter, Space or ↓ opens, Esc closes and comes back."""

    def __init__(self, text: str, *, name: str, accessible: str = "", icon: str = "") -> None:
        super().__init__(text, name=name, icon=icon or "chevron-down", accessible=accessible)
        self.menu_acts = QMenu(self)
        self.menu_acts.setObjectName(name.removesuffix("_btn") + "_menu")
        self.menu_acts.setAccessibleName(accessible or text)
        self.clicked.connect(self.open_menu)

    def add(self, key: str, text: str, act: Callable[[], None]) -> None:
        """Offer one more act."""
        action = self.menu_acts.addAction(text)
        action.setObjectName(f"{self.objectName().removesuffix('_btn')}_act_{key}")
        action.triggered.connect(lambda _=False: act())

    def open_menu(self) -> None:
        """Open the acts below the button, the first one marked."""
        self.menu_acts.popup(self.mapToGlobal(self.rect().bottomLeft()))
        self.menu_acts.setActiveAction(self.menu_acts.actions()[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ opens too, as in every menu button."""
        if event.key() == Qt.Key.Key_Down:
            self.click()
        else:
            super().keyPressEvent(event)
