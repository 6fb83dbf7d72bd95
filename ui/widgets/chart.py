"""Draws charts on the screen: a pen for :class:`~familjecentral.releases.view.Picture`.

Every series has a colour, a hatch or a marker of its own, so that it is told apart in black and
white, and the whole chart stands in words in the accessible description.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from familjecentral.releases.view import Picture
from ui.widgets.naming import label
from ui.widgets.theme import Theme, font, px, theme

_POINT = 1.36  # pixels at 100 % text to a point of the chart: its words are as large as small type
_STRIPE, _STRIPES_APART = 2.2, 6.0
_RADIUS = 4.2


class ScreenPen:
    """Draws a chart with the colours of the theme; lengths are in the chart's points."""

    def __init__(self, painter: QPainter | None, unit: float, tokens: Theme) -> None:
        self._painter = painter
        self._unit = unit
        self._tokens = tokens
        self._faces = {bold: font("small", 600 if bold else 400) for bold in (False, True)}
        self._metrics = {bold: QFontMetricsF(face) for bold, face in self._faces.items()}

    def measure(self, text: str, bold: bool) -> float:
        """Return the width of words in points."""
        return self._metrics[bold].horizontalAdvance(text) / self._unit

    def _colour(self, ink: str) -> QColor:
        t = self._tokens
        if ink.startswith("series_"):
            return QColor(t.chart[int(ink[-1]) - 1])
        tokens = {
            "single": "primary",
            "hidden": "text2",
            "axis": "text2",
            "grid": "line",
            "text": "text",
            "muted": "text2",
            "on_fill": "surface",
            "plate": "surface",
        }
        return t.colour(tokens[ink])

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """Draw a bar; hidden parts are a dashed frame, the second series is striped."""
        painter = self._painter
        if painter is None:
            return
        unit = self._unit
        rect = QRectF(x * unit, y * unit, width * unit, height * unit)
        if ink == "hidden":
            pen = QPen(self._colour(ink), max(1.0, px(1)))
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
            return
        colour = self._colour(ink)
        if ink != "series_2":
            painter.fillRect(rect, colour)
            return
        ground = QColor(colour)
        ground.setAlphaF(0.35)
        painter.fillRect(rect, ground)
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(QPen(colour, _STRIPE * unit))
        left = rect.left() - rect.height()
        while left < rect.right():
            painter.drawLine(
                QPointF(left, rect.bottom()), QPointF(left + rect.height(), rect.top())
            )
            left += _STRIPES_APART * unit
        painter.restore()

    def line(self, x1: float, y1: float, x2: float, y2: float, ink: str) -> None:
        """Draw a line."""
        if self._painter is not None:
            wide = 1.0 if ink in ("grid", "axis") else 2.0
            self._painter.setPen(QPen(self._colour(ink), max(1.0, px(wide))))
            unit = self._unit
            self._painter.drawLine(QPointF(x1 * unit, y1 * unit), QPointF(x2 * unit, y2 * unit))

    def words(
        self, x: float, y: float, text: str, ink: str, anchor: str, *, bold: bool, plate: bool
    ) -> None:
        """Draw words on their baseline."""
        painter = self._painter
        if painter is None:
            return
        wide = self._metrics[bold].horizontalAdvance(text)
        left = x * self._unit - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        base = y * self._unit
        if plate:
            tall = self._metrics[bold].ascent()
            ground = QRectF(left - px(3), base - tall + px(1), wide + px(6), tall + px(2))
            painter.fillRect(ground, self._tokens.colour("surface"))
        painter.setFont(self._faces[bold])
        painter.setPen(self._colour(ink))
        painter.drawText(QPointF(left, base), text)

    def mark(self, x: float, y: float, series: int, ink: str) -> None:
        """Draw circle, diamond or triangle."""
        painter = self._painter
        if painter is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(self._colour(ink)))
        middle, radius = QPointF(x * self._unit, y * self._unit), _RADIUS * px(1)
        corners = {
            1: ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)),
            2: ((0.0, -1.25), (1.25, 1.0), (-1.25, 1.0)),
        }.get(series % 3)
        if corners is None:
            painter.drawEllipse(middle, radius, radius)
        else:
            painter.drawPolygon(
                QPolygonF([middle + QPointF(dx * radius, dy * radius) for dx, dy in corners])
            )


class ChartView(QWidget):
    """One chart, as high as it needs at the width that it gets."""

    def __init__(self, *, name: str, text: str) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self._text = text
        label(self, text, name=name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, picture: Picture | None) -> None:
        """Show another chart."""
        self._picture = picture
        words = picture.words if picture is not None else ""
        self.setAccessibleName(
            f"{self._text}: {picture.title}" if picture is not None else self._text
        )
        self.setAccessibleDescription(words)
        self._fit()
        self.updateGeometry()
        self.update()

    @property
    def _unit(self) -> float:
        return _POINT * px(100) / 100

    def heightForWidth(self, width: int) -> int:
        """Return how high the chart is."""
        if self._picture is None:
            return 0
        pen = ScreenPen(None, self._unit, theme())
        return round((self._picture.draw(pen, width / self._unit) + 4) * self._unit)

    def sizeHint(self) -> QSize:
        """As high as it needs at its width."""
        wide = max(self.width(), px(240))
        return QSize(px(320), self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Narrower than this the words would lie over each other."""
        return QSize(px(220), px(40))

    def _fit(self) -> None:
        self.setMinimumHeight(self.heightForWidth(max(self.width(), px(240))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        del event
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, 2 * self._unit)
        self._picture.draw(ScreenPen(painter, self._unit, theme()), self.width() / self._unit)
        painter.end()
