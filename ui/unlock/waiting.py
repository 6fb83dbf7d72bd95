"""Something long is under way: what, how far, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.widgets.buttons import KeyButton
from ui.widgets.paint import box
from ui.widgets.text import row, text_label
from ui.widgets.theme import px, theme


class ProgressLine(QWidget):
    """A line that fills; its share is told in words too."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(px(8))
        self.setAccessibleName(self.tr("Förlopp"))

    def set_share(self, share: float) -> None:
        """Show how far it has come, 0–1."""
        self._share = share
        self.setAccessibleDescription(self.tr("{n} procent").format(n=round(share * 100)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and filling."""
        del event
        t = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, radius=4, fill=t.colour("sunken"))
        rect.setWidth(rect.width() * self._share)
        box(painter, rect, radius=4, fill=t.colour("primary"))
        painter.end()


class WaitingCard(QFrame):
    """A card with a title, a line and *Avbryt*."""

    cancelled = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "dialog")
        self.setObjectName("waiting_card")
        self.setFixedWidth(px(420))
        self._line = ProgressLine()
        cancel = KeyButton(self.tr("Avbryt"), name="waiting_cancel_btn", key="Esc", bind=False)
        cancel.setShortcut("Esc")
        cancel.clicked.connect(self.cancelled)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(34), px(28), px(34), px(24))
        inner.setSpacing(px(16))
        inner.addWidget(text_label(title, role="dialog"))
        inner.addWidget(self._line)
        inner.addLayout(row(1, cancel))

    def set_share(self, share: float) -> None:
        """Show how far it has come."""
        self._line.set_share(share)
