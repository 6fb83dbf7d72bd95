"""The cells and heads of the calendar as they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from ui.calendar.model import Index
from ui.calendar.painting import GAP, PAD, card_rects, hatch, put_card
from ui.widgets.naming import label
from ui.widgets.paint import box, line_of_text
from ui.widgets.theme import font, px, theme

if TYPE_CHECKING:
    from ui.calendar.grid import CalendarGrid


class CellDelegate(QStyledItemDelegate):
    """Paints a cell of cards, or of the evenings below a term."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(grid)
        self._view = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, lines and cards of a cell."""
        t = self._view.tokens
        grid = self._view.calendar.grid
        if grid is None:
            return
        rect = QRectF(option.rect)
        row = self._view.calendar.row(index.row())
        column = grid.columns[index.column()]
        current = self._view.currentIndex() == index and self._view.hasFocus()
        shut = column.shut or bool(row and row.shut[index.column()])
        tint = "sel" if column.now and self._view.is_term else "surface"
        painter.fillRect(rect, t.colour("subtle" if row is None else tint))
        if shut and row is not None:
            hatch(painter, rect, t.colour("line"))
        line = t.colour("line")
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), line)
        painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), line)
        if row is None:
            self._draw_load(painter, rect, index)
            return
        cards = row.cells[index.column()]
        chips = self._view.is_term
        if cards:
            focused = self._view.hasFocus()
            for card, place in zip(cards, card_rects(rect, cards, chips=chips), strict=True):
                chosen = focused and self._view.is_chosen(card, index.row(), index.column())
                put_card(painter, place, card, t, chips=chips, chosen=chosen)
        why = row.shut[index.column()]
        if why and not cards and not chips:
            place = rect.adjusted(px(PAD), px(PAD), -px(PAD), 0)
            place.setHeight(px(18))
            painter.fillRect(place, t.colour("surface"))
            inner = place.adjusted(px(GAP), 0, -px(GAP), 0)
            line_of_text(painter, inner, why, of=font("small"), ink=t.colour("text2"))
        if current and not cards:
            inner = rect.adjusted(px(3), px(3), -px(4), -px(4))
            box(painter, inner, radius=5, border=t.colour("focus"), width=max(2, px(2)))

    def _draw_load(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        t = theme()
        load = self._view.calendar.load(index.row())
        if load is None:
            return
        text = str(index.data() or "")
        over = text.endswith("!")
        if over:
            painter.fillRect(rect.adjusted(0, 0, -1, -1), t.colour("warn_soft"))
        painter.setFont(font("body", 600 if over else 400))
        painter.setPen(t.colour("warn" if over else "text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class ColumnHead(QHeaderView):
    """Paints days or weeks with what the calendar says of them."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._view = grid
        label(self, self.tr("Dagar eller veckor"), name="calendar_grid_columns")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(px(24))
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Two lines: the day and what the calendar says of it."""
        return QSize(px(60), px(44))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw a day or week; red, closed and bridge days carry their name."""
        t = theme()
        grid = self._view.calendar.grid
        if grid is None or logicalIndex >= len(grid.columns):
            return
        column = grid.columns[logicalIndex]
        area = QRectF(rect)
        ground = "sunken" if column.shut else "sel" if column.now else "subtle"
        painter.fillRect(area, t.colour(ground))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), t.colour("text"))
        painter.fillRect(QRectF(area.right() - 1, area.top(), 1, area.height()), t.colour("line"))
        inner = area.adjusted(px(4 if self._view.is_term else 10), px(4), -px(3), -px(4))
        top = QRectF(inner.left(), inner.top(), inner.width(), px(18))
        below = QRectF(inner.left(), inner.top() + px(18), inner.width(), px(16))
        if self._view.is_term:
            painter.setFont(font("body", 600))
            painter.setPen(t.colour("text"))
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, column.head)
            painter.setFont(font("key"))
            painter.setPen(t.colour("text2"))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, column.sub)
            return
        if not column.note:
            top = inner
        weight = font("body", 600)
        line_of_text(painter, top, column.head, of=weight, ink=t.colour("text"))
        if column.sub:
            used = QFontMetricsF(weight).horizontalAdvance(column.head) + px(5)
            rest = top.adjusted(used, 0, 0, 0)
            line_of_text(painter, rest, column.sub, of=font("small"), ink=t.colour("text2"))
        ink = "error" if column.shut else "text2"
        line_of_text(painter, below, column.note, of=font("small"), ink=t.colour(ink))


class RowHead(QHeaderView):
    """Paints rooms, leaders or groups."""

    def __init__(self, grid: CalendarGrid) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self._view = grid
        label(self, self.tr("Lokaler, ledare eller grupper"), name="calendar_grid_rows")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(px(30))
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw a room, leader or group with a line of facts."""
        t = theme()
        area = QRectF(rect)
        painter.fillRect(area, t.colour("subtle"))
        line = t.colour("line")
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), line)
        painter.fillRect(QRectF(area.right() - 1, area.top(), 1, area.height()), line)
        row = self._view.calendar.row(logicalIndex)
        inner = area.adjusted(px(12), px(1 if self._view.is_term else 8), -px(6), -px(1))
        if row is None:
            text = str(self._view.calendar.headerData(logicalIndex, Qt.Orientation.Vertical) or "")
            strong = self._view.calendar.load(logicalIndex) is None
            of = font("small", 600 if strong else 400)
            line_of_text(painter, inner, text, of=of, ink=t.colour("text"))
            return
        weight = 400 if self._view.is_term else 600
        top = QRectF(inner.left(), inner.top(), inner.width(), px(18))
        line_of_text(painter, top, row.title, of=font("body", weight), ink=t.colour("text"))
        below = QRectF(inner.left(), inner.top() + px(17), inner.width(), px(16))
        line_of_text(painter, below, row.sub, of=font("small"), ink=t.colour("text2"))
