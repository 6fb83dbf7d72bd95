"""The ground behind the door: linen, with two low hills."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.text import text_label
from ui.widgets.theme import px, theme


class Backdrop(QWidget):
    """Holds one card in the middle and a line at the foot. What is too tall scrolls."""

    def __init__(self, card: QWidget, foot: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.card = card
        centred = QWidget()
        line = QHBoxLayout(centred)
        line.setContentsMargins(px(8), px(8), px(8), px(8))
        line.addStretch(1)
        line.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(centred)
        centred.setAutoFillBackground(False)  # setWidget switches it on
        scroll.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, px(8))
        outer.addWidget(scroll, 1)
        if foot:
            words = text_label(foot, role="small", ink="text2")
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            outer.addWidget(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and hills."""
        del event
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), t.colour("canvas"))
        if not t.high_contrast:
            self._hill(painter, t.colour("primary_soft"), (0.82, 0.70, 0.86, 0.84, 0.70))
            self._hill(painter, t.colour("sel"), (0.91, 0.83, 0.92, 0.95, 0.80))
        painter.end()

    def _hill(self, painter: QPainter, colour: QColor, heights: tuple[float, ...]) -> None:
        w, h = self.width(), self.height()
        path = QPainterPath()
        path.moveTo(0, h * heights[0])
        path.cubicTo(w * 0.25, h * heights[1], w * 0.42, h * heights[2], w * 0.65, h * heights[3])
        path.cubicTo(w * 0.8, h * (heights[3] - 0.01), w * 0.9, h * heights[4], w, h * heights[4])
        path.lineTo(w, h)
        path.lineTo(0, h)
        painter.fillPath(path, colour)
