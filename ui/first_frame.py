"""What is painted before anything else is imported: the ground, the card, the name.

The card's fields take its place in the next turn of the event loop. Nothing here may touch the
``Qt`` namespace, not even by painting with a colour: its hundred enumerations cost more to build
than all the rest of a small window. So palettes do the colouring.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.widgets.theme import font, px, theme

_WIDTH, _HEIGHT = 460, 330


class FirstFrame(QWidget):
    """A plain picture of the door: a card with the product's name on the window's ground."""

    def __init__(self) -> None:
        super().__init__()
        t = theme()
        role = QPalette.ColorRole
        self._card = QFrame(self)
        self._card.setFrameShape(QFrame.Shape.Box)
        self._card.setAutoFillBackground(True)
        self._card.setBackgroundRole(role.Base)
        frame = self.palette()
        frame.setColor(role.WindowText, t.colour("outline"))
        self._card.setPalette(frame)
        self._name = QLabel("Familjecentral", self._card)
        words = self.palette()
        words.setColor(role.WindowText, t.colour("text"))
        self._name.setPalette(words)
        self._name.setFont(font("dialog"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card in the middle."""
        super().resizeEvent(event)
        width, height = px(_WIDTH), px(_HEIGHT)
        left, top = (self.width() - width) // 2, (self.height() - height) // 2
        self._card.setGeometry(left, top, width, height)
        self._name.move(px(90), px(36))
