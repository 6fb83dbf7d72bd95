"""Small strokes that every painted widget shares: boxes, key caps, text with a marked part."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.widgets.theme import Theme, font, px


def box(  # one call draws every frame of the product
    painter: QPainter,
    rect: QRectF,
    *,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1,
) -> None:
    """Draw a rounded box whose border lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = width / 2 if border is not None else 0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), px(radius), px(radius))
    painter.restore()


def key_cap_width(text: str) -> float:
    """Return how wide the cap of a key is."""
    return max(px(18), QFontMetricsF(font("key")).horizontalAdvance(_on_cap(text)) + px(11))


def _on_cap(key: str) -> str:
    """Return a key as it stands on the keyboard: the sign of Skift, not its English name."""
    return key.replace("Shift ", "⇧ ")


def key_cap(
    painter: QPainter,
    left: float,
    centre: float,
    text: str,
    *,
    tokens: Theme,
    ink: QColor | None = None,
) -> float:
    """Draw a key cap whose middle lies at ``centre``; return its width.

    With ``ink`` it is drawn as an outline on a filled button.
    """
    width, height = key_cap_width(text), float(px(20))
    rect = QRectF(left, centre - height / 2, width, height)
    if ink is None:
        box(painter, rect, radius=4, fill=tokens.colour("subtle"), border=tokens.colour("line"))
        painter.save()
        painter.setPen(QPen(tokens.colour("outline"), 1))
        y = rect.bottom() - 0.5
        painter.drawLine(QPointF(rect.left() + px(3), y), QPointF(rect.right() - px(3), y))
        painter.restore()
    else:
        box(painter, rect, radius=4, border=ink)
    painter.setFont(font("key"))
    painter.setPen(ink or tokens.colour("text2"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _on_cap(text))
    return width


def line_of_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    of: QFont,
    ink: QColor,
    mark: tuple[int, int] | None = None,
) -> float:
    """Draw one line, shortened with … when it must; underline ``mark`` (start, length).

    Returns the width that was used.
    """
    metrics = QFontMetricsF(of)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(of)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    if mark is not None and mark[0] + mark[1] <= len(shown):
        start = rect.left() + metrics.horizontalAdvance(shown[: mark[0]])
        length = metrics.horizontalAdvance(shown[mark[0] : mark[0] + mark[1]])
        y = rect.center().y() + metrics.ascent() / 2 + 1
        painter.save()
        painter.setPen(QPen(ink, max(1.5, px(2))))
        painter.drawLine(QPointF(start, y), QPointF(start + length, y))
        painter.restore()
    return metrics.horizontalAdvance(shown)
