"""Conversation dots and the curve of ratings, in the list and on the card."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from familjecentral.contacts.support import HIGHEST_RATING, Rating
from ui.widgets.theme import font, px, theme

_MOST_DOTS = 7
Points = Sequence[Rating]


def draw_dots(painter: QPainter, rect: QRectF, talks: int, limit: int) -> float:
    """Draw a filled dot for a talk, a ring for one that is left, a square for one beyond the
    limit; return the width. Where they would be too many there are none: the number says it."""
    count = max(talks, limit)
    if count > _MOST_DOTS:
        return 0.0
    t = theme()
    size, gap = px(11), px(3)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = rect.center().y() - size / 2
    for place in range(count):
        spot = QRectF(rect.left() + place * (size + gap), top, size, size).adjusted(1, 1, -1, -1)
        if place >= limit:
            painter.setPen(QPen(t.colour("warn"), px(1.5)))
            painter.setBrush(t.colour("warn_soft"))
            painter.drawRoundedRect(spot, px(2), px(2))
            continue
        painter.setPen(QPen(t.colour("primary"), px(1.5)))
        painter.setBrush(t.colour("primary") if place < talks else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(spot)
    painter.restore()
    return count * (size + gap) + px(6)


def draw_curve(painter: QPainter, rect: QRectF, points: Points, *, big: bool = False) -> None:
    """Draw ratings from left to right; one alone is a point without a line."""
    if not points:
        return
    t = theme()
    spots = [_spot(rect, points, place) for place in range(len(points))]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(t.colour("primary"), px(2 if big else 1.5)))
    for one, other in pairwise(spots):
        painter.drawLine(one, other)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.colour("primary"))
    for place, spot in enumerate(spots):
        last = place == len(spots) - 1
        radius = px(4.5 if big else 3.5 if last else 2)
        painter.drawEllipse(spot, radius, radius)
    painter.restore()


def _spot(rect: QRectF, points: Points, place: int) -> QPointF:
    first, last = points[0].talk, points[-1].talk
    span = max(last - first, 1)
    x = rect.left() + rect.width() * (points[place].talk - first) / span
    y = rect.bottom() - rect.height() * points[place].value / HIGHEST_RATING
    return QPointF(x, y)


class RatingCurve(QWidget):
    """The curve of one card with its values, 0–10. Its text alternative is its name."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("support_card_curve")
        self._points: tuple[Rating, ...] = ()
        self._talk_word = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ratings(self, points: Points, words: str, talk_word: str) -> None:
        """Show ratings; ``words`` says them, ``talk_word`` stands below each."""
        self._points = tuple(points)
        self._talk_word = talk_word
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Three lines of the scale, values above, talks below."""
        return QSize(px(240), px(136))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scale, the curve, and the numbers."""
        del event
        t = theme()
        painter = QPainter(self)
        small = font("small")
        metrics = QFontMetricsF(small)
        left = metrics.horizontalAdvance("10") + px(8)
        whole = QRectF(left, px(14), self.width() - left - px(4), self.height() - px(38))
        painter.setFont(small)
        for value in (0, 5, HIGHEST_RATING):
            y = whole.bottom() - whole.height() * value / HIGHEST_RATING
            painter.setPen(QPen(t.colour("line"), 1))
            painter.drawLine(QPointF(whole.left(), y), QPointF(whole.right(), y))
            painter.setPen(t.colour("text2"))
            scale = QRectF(0, y - px(9), left - px(6), px(18))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(scale, flags, str(value))
        side = metrics.horizontalAdvance(f"{self._talk_word} 00") / 2
        inner = whole.adjusted(side, 0, -side, 0)
        draw_curve(painter, inner, self._points, big=True)
        free = 0.0
        for place, point in enumerate(self._points):
            spot = _spot(inner, self._points, place)
            above = QRectF(spot.x() - px(20), spot.y() - px(24), px(40), px(18))
            if above.top() < 0:
                above.translate(0, px(30))
            painter.setPen(t.colour("text"))
            painter.setFont(font("small", 600))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(point.value))
            below = f"{self._talk_word} {point.talk}"
            width = metrics.horizontalAdvance(below)
            if spot.x() - width / 2 >= free:
                painter.setPen(t.colour("text2"))
                painter.setFont(small)
                where = QRectF(spot.x() - width / 2 - 1, whole.bottom() + px(6), width + 2, px(18))
                painter.drawText(where, Qt.AlignmentFlag.AlignCenter, below)
                free = spot.x() + width / 2 + px(6)
        painter.end()
