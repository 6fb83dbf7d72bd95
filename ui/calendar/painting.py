"""How cards are drawn and where they lie in a cell: the same measures paint and find them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPen,
    QPixmap,
    QPixmapCache,
)

from familjecentral.groups.model import SessionStatus
from ui.calendar.cells import Card
from ui.calendar.words import times
from ui.widgets import icons
from ui.widgets.paint import box, line_of_text
from ui.widgets.theme import Theme, font, px, scale, theme

PAD, GAP, LINE, EDGE = 6, 4, 17, 6
CHIP = 28, 23
_STRIPES = {
    "group": ("primary", Qt.BrushStyle.SolidPattern),
    "open_activity": ("lvl_s", Qt.BrushStyle.Dense4Pattern),
    "meeting": ("outline", Qt.BrushStyle.SolidPattern),
    "busy": ("outline", Qt.BrushStyle.SolidPattern),
}


def card_height(card: Card) -> int:
    """Return how high a card is in the week."""
    lines = 2 + bool(card.below) + bool(card.clash)
    return px(lines * LINE + 8)


def cell_height(cards: Sequence[Card]) -> int:
    """Return how high a cell of the week must be."""
    return sum(card_height(card) + px(GAP) for card in cards) + px(2 * PAD)


def card_rects(cell: QRectF, cards: Sequence[Card], *, chips: bool) -> list[QRectF]:
    """Return where the cards of a cell lie: stacked in the week, side by side in the term."""
    if chips:
        width, height = px(CHIP[0]), px(CHIP[1])
        step = min(width + px(2), (cell.width() - px(4)) / max(len(cards), 1))
        left = cell.center().x() - (step * (len(cards) - 1) + width) / 2
        top = cell.center().y() - height / 2
        return [QRectF(left + n * step, top, width, height) for n in range(len(cards))]
    found = []
    top = cell.top() + px(PAD)
    for card in cards:
        height = card_height(card)
        found.append(QRectF(cell.left() + px(PAD), top, cell.width() - px(2 * PAD), height))
        top += height + px(GAP)
    return found


def hatch(painter: QPainter, rect: QRectF, colour: QColor, *, step: int = 9) -> None:
    """Draw diagonal stripes over a rectangle."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, px(3)))
    gap = px(step)
    height = rect.height()
    x = rect.left() - height - (rect.left() - height) % gap
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + height, rect.top()))
        x += gap
    painter.restore()


def put_card(
    painter: QPainter, rect: QRectF, card: Card, t: Theme, *, chips: bool, chosen: bool = False
) -> None:
    """Draw a card or chip, from the cache where the same one has been drawn before."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    width, height = round(rect.width()), round(rect.height())
    words = card.number if chips else (card.title, card.start, card.minutes, card.below, card.of)
    look = (words, card.number, card.state, card.is_draft, card.clash, card.accepted, card.kind)
    key = f"fc:card:{chips}:{width}:{height}:{ratio}:{scale()}:{t.name}:{t.surface}:{look}"
    drawn = QPixmap()
    if not QPixmapCache.find(key, drawn):
        drawn = QPixmap(round(width * ratio), round(height * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        inner = QPainter(drawn)
        (draw_chip if chips else draw_card)(inner, QRectF(0, 0, width, height), card)
        inner.end()
        QPixmapCache.insert(key, drawn)
    painter.drawPixmap(round(rect.left()), round(rect.top()), drawn)
    if chosen:
        _ring(painter, QRectF(round(rect.left()), round(rect.top()), width, height), t)


def draw_card(painter: QPainter, rect: QRectF, card: Card) -> None:
    """Draw a card of the week: kind, time, title, who or where, clash with its word.

    Dashed: a draft. Struck through: cancelled. Check mark: held.
    """
    t = theme()
    ground = t.colour("error_soft" if card.clash else "subtle")
    _frame(painter, rect, card, t, ground)
    if card.clash:
        hatch(painter, rect.adjusted(2, 2, -2, -2), t.colour("surface"), step=11)
    else:
        draw_stripe(painter, rect, card.kind)
    inner = rect.adjusted(px(10), px(4), -px(EDGE), -px(4))
    ink = t.colour("text")
    line = QRectF(inner.left(), inner.top(), inner.width(), px(LINE))
    if card.state is SessionStatus.HELD:
        icons.draw(painter, "check", t.colour("ok"), _icon(line))
    elif card.accepted and not card.clash:
        icons.draw(painter, "circle-check", t.colour("warn"), _icon(line))
    used = line_of_text(painter, line, times(card.start, card.end), of=font("small", 600), ink=ink)
    if card.of:
        rest = line.adjusted(used + px(8), 0, -px(16), 0)
        number = f"{card.number}/{card.of}"
        line_of_text(painter, rest, number, of=font("small"), ink=t.colour("text2"))
    body = font("body")
    body.setStrikeOut(card.state is SessionStatus.CANCELLED)
    line.translate(0, px(LINE))
    line_of_text(painter, line, card.title, of=body, ink=ink)
    if card.below:
        line.translate(0, px(LINE))
        line_of_text(painter, line, card.below, of=font("small"), ink=t.colour("text2"))
    if card.clash:
        line.translate(0, px(LINE))
        words = font("small", 600)
        width = min(QFontMetricsF(words).horizontalAdvance(card.clash) + px(24), line.width())
        painter.fillRect(
            QRectF(line.left() - px(2), line.top() + 1, width, line.height() - 2),
            t.colour("surface"),
        )
        mark = QRectF(line.left(), line.top() + px(1), px(15), px(15))
        icons.draw(painter, "triangle-alert", t.colour("error"), mark)
        rest = line.adjusted(px(19), 0, 0, 0)
        line_of_text(painter, rest, card.clash, of=words, ink=t.colour("error"))


def draw_stripe(painter: QPainter, rect: QRectF, kind: str) -> None:
    """Draw the left edge that tells the kind: broad for a group, dotted for an open activity,
    narrow for a meeting."""
    token, brush = _STRIPES[kind]
    width = px(4) if kind in ("group", "open_activity") else px(2)
    edge = QRectF(rect.left() + 1, rect.top() + px(3), width, rect.height() - px(6))
    painter.fillRect(edge, QBrush(theme().colour(token), brush))


def draw_chip(painter: QPainter, rect: QRectF, card: Card) -> None:
    """Draw a session of the term: filled held, outlined planned, dashed draft, × cancelled, a
    triangle where it clashes."""
    t = theme()
    ink, weight = t.colour("text"), 600
    text = str(card.number) if card.number else ""
    if card.clash:
        box(painter, rect, radius=4, fill=t.colour("error_soft"), border=t.colour("error"), width=2)
        square = QRectF(0, 0, px(15), px(15))
        square.moveCenter(rect.center())
        icons.draw(painter, "triangle-alert", t.colour("error"), square)
        text = ""
    elif card.state is SessionStatus.CANCELLED:
        box(painter, rect, radius=4, fill=t.colour("sunken"))
        ink, text = t.colour("text2"), "×"
    elif card.state is SessionStatus.HELD:
        box(painter, rect, radius=4, fill=t.colour("primary"))
        ink = t.colour("on_primary")
    else:
        fill = t.colour("surface" if card.is_draft else "primary_soft")
        _frame(painter, rect, card, t, fill)
    if text:
        painter.setFont(font("small", weight))
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _frame(painter: QPainter, rect: QRectF, card: Card, t: Theme, ground: QColor) -> None:
    if card.clash:
        box(painter, rect, radius=5, fill=ground, border=t.colour("error"), width=2)
    elif card.is_draft:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(t.colour("surface"))
        painter.setPen(QPen(t.colour("primary"), max(1.4, px(1)), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), px(5), px(5))
        painter.restore()
    else:
        soft = card.kind == "group" and rect.height() <= px(CHIP[1])
        border = t.colour("primary" if soft else "line")
        box(painter, rect, radius=5, fill=ground, border=border)


def _ring(painter: QPainter, rect: QRectF, t: Theme) -> None:
    grown = rect.adjusted(-px(3), -px(3), px(3), px(3))
    box(painter, grown, radius=7, border=t.colour("focus"), width=max(2, px(2)))


def _icon(line: QRectF) -> QRectF:
    return QRectF(line.right() - px(14), line.top() + px(1), px(14), px(14))
