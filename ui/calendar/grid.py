"""The calendar on screen: walk, lift, drag, stretch and put down.

Nothing moves here: the grid says what is wanted and asks, while it hovers, what would clash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableView,
)

from ui.calendar.cells import Card, GridData, Target
from ui.calendar.drawing import CellDelegate, ColumnHead, RowHead
from ui.calendar.model import CalendarModel, Index
from ui.calendar.painting import card_rects, cell_height, put_card
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.text import text_label
from ui.widgets.theme import px, theme

ACT_KEYS = {Qt.Key.Key_H: "skip", Qt.Key.Key_F: "move", Qt.Key.Key_A: "accept"}
SNAP = 15
"""Minutes that a key press or ``SNAP_PIXELS`` of a drag count"""
SNAP_PIXELS = 8
LEAST_MINUTES, DAY_MINUTES = 15, 24 * 60
_EDGE = 6
ROW_WIDTH, TERM_WIDTH = 112, 224
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Lifted:
    """A card in the air; ``word`` names what would clash at its target, empty for nothing."""

    card: Card
    origin: Target
    target: Target
    word: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether it is held elsewhere than it lay."""
        return self.origin != self.target


Preview = Callable[[Card, Target, Target], str]
"""Card, where it lies, where it is held → words of the clashes there"""


class CalendarGrid(QTableView):
    """Cells of cards. Arrows walk, M lifts, Enter opens or puts down, Esc takes back."""

    opened = Signal(object)
    moved = Signal(object, object, object)
    cancel_asked = Signal(object)
    decide_asked = Signal(object, object)
    chosen_changed = Signal(object)
    lifted_changed = Signal(object)
    refused = Signal(object)
    copied = Signal()

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self._preview = preview
        self._chosen: UUID | None = None
        self._lifted: Lifted | None = None
        self._grab: QPoint | None = None
        self._stretches = False
        self._ground: QPixmap | None = None
        self.tokens = theme()
        self.calendar = CalendarModel(self)
        self.setModel(self.calendar)
        label(self, self.tr("Kalender"), name="calendar_grid")
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(ColumnHead(self))
        self.setVerticalHeader(RowHead(self))
        self.setCornerButtonEnabled(False)
        self._corner = text_label("", weight=600, ink="text2")
        self._corner.setParent(self)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    # --- contents ---------------------------------------------------------------------------------

    def show_grid(self, grid: GridData) -> None:
        """Show other contents; the chosen card stays chosen where it is still there."""
        kept = self._chosen
        self.drop()
        self.calendar.set_grid(grid)
        self._measure()
        if kept is None or not self.choose(kept):
            self._settle_choice()

    @property
    def is_term(self) -> bool:
        """Whether columns are weeks."""
        return self.calendar.grid is not None and self.calendar.grid.span == "term"

    def _measure(self) -> None:
        grid = self.calendar.grid
        if grid is None or not grid.columns:
            return
        head = self.verticalHeader()
        head.setFixedWidth(px(TERM_WIDTH if self.is_term else ROW_WIDTH))
        if self.is_term:
            for row in range(self.calendar.rowCount()):
                self.setRowHeight(row, px(36))
        else:
            for place, row_data in enumerate(grid.rows):
                height = max(cell_height(cards) for cards in row_data.cells)
                self.setRowHeight(place, max(height, px(76)))
        least = px(44 if self.is_term else 118)
        width = max(self.viewport().width() // len(grid.columns), least)
        self._corner.setText(grid.corner)
        self._corner.setGeometry(px(13), px(2), head.width() - px(14), px(40))
        self._corner.raise_()
        self._corner.show()
        spare = max(self.viewport().width() - width * len(grid.columns), 0)
        for column in range(len(grid.columns)):
            self.setColumnWidth(column, width + (1 if column < spare else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        self._ground = None
        super().resizeEvent(event)
        self._measure()

    def minimumSizeHint(self) -> QSize:
        """It scrolls when it is small."""
        return QSize(px(300), px(160))

    # --- the chosen card --------------------------------------------------------------------------

    def chosen(self) -> Card | None:
        """Return the card that keys act on."""
        index = self.currentIndex()
        cards = self.calendar.cards(index.row(), index.column()) if index.isValid() else ()
        return next((card for card in cards if card.id == self._chosen), None)

    def is_chosen(self, card: Card, row: int, column: int) -> bool:
        """Tell whether a card in a cell has the choice."""
        index = self.currentIndex()
        return card.id == self._chosen and (row, column) == (index.row(), index.column())

    def choose(self, card_id: UUID) -> bool:
        """Choose a card and bring it into sight; False if it is not shown."""
        here = self.currentIndex()
        order = sorted(self._places(), key=lambda p: p[0] != here.row())
        for row, column, card in order:
            if card.id == card_id:
                self._chosen = card_id
                self._set_current(row, column)
                self.viewport().update()
                return True
        return False

    def _places(self) -> list[tuple[int, int, Card]]:
        grid = self.calendar.grid
        rows = grid.rows if grid else ()
        return [
            (place, column, card)
            for place, row in enumerate(rows)
            for column, cards in enumerate(row.cells)
            for card in cards
        ]

    def _set_current(self, row: int, column: int) -> None:
        index = self.calendar.index(row, column)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)

    def _settle_choice(self) -> None:
        if self.currentIndex().isValid():
            self._on_current_changed()
        else:
            places = self._places()
            of_groups = [place for place in places if place[2].moves] or places
            row, column, card = of_groups[0] if of_groups else (0, 0, None)
            self._chosen = card.id if card else None
            if self.calendar.rowCount() and self.calendar.columnCount():
                self._set_current(row, column)

    def _on_current_changed(self) -> None:
        index = self.currentIndex()
        cards = self.calendar.cards(index.row(), index.column())
        if not any(card.id == self._chosen for card in cards):
            self._chosen = cards[0].id if cards else None
        self.chosen_changed.emit(self.chosen())
        self.viewport().update()

    def _walk(self, step: int) -> None:
        """Go to the next card of the cell, or to the next row."""
        index = self.currentIndex()
        cards = self.calendar.cards(index.row(), index.column())
        here = next((n for n, card in enumerate(cards) if card.id == self._chosen), -1)
        if 0 <= here + step < len(cards) and here >= 0:
            self._chosen = cards[here + step].id
            self.chosen_changed.emit(self.chosen())
            self.viewport().update()
            return
        row = index.row() + step
        if 0 <= row < self.calendar.rowCount():
            entered = self.calendar.cards(row, index.column())
            self._chosen = entered[0 if step > 0 else -1].id if entered else None
            self._set_current(row, index.column())

    # --- lifting ----------------------------------------------------------------------------------

    @property
    def lifted(self) -> Lifted | None:
        """The card in the air."""
        return self._lifted

    def lift(self) -> bool:
        """Take the chosen card up; False where it cannot be moved."""
        card = self.chosen()
        if card is None:
            return False
        grid = self.calendar.grid
        if not card.moves or (grid is not None and not grid.may_plan):
            self.refused.emit(card)
            return False
        index = self.currentIndex()
        place = Target(index.row(), index.column(), card.start, card.minutes)
        self._lifted = Lifted(card, place, place, card.clash)
        self._keep_ground()
        self.lifted_changed.emit(self._lifted)
        self.viewport().update()
        return True

    def hover(self, target: Target) -> None:
        """Hold the lifted card over another place and ask what would clash there."""
        lifted, grid = self._lifted, self.calendar.grid
        if lifted is None or grid is None:
            return
        rows = len(grid.rows) - 1
        row = lifted.origin.row if grid.by == "group" else min(max(target.row, 0), rows)
        minutes = min(max(target.minutes, LEAST_MINUTES), DAY_MINUTES)
        held = Target(
            row,
            min(max(target.column, 0), len(grid.columns) - 1),
            min(max(target.start, 0), DAY_MINUTES - minutes),
            minutes,
        )
        if held == lifted.target:
            return
        word = self._preview(lifted.card, lifted.origin, held)
        self._lifted = replace(lifted, target=held, word=word)
        self.scrollTo(self.calendar.index(held.row, held.column))
        if self._ground is None:
            self._keep_ground()
        self.lifted_changed.emit(self._lifted)
        self.viewport().update()

    def put_down(self) -> None:
        """Ask for the move."""
        lifted = self._lifted
        self.drop()
        if lifted is not None and lifted.is_moved:
            self._chosen = lifted.card.id
            self.moved.emit(lifted.card, lifted.origin, lifted.target)

    def drop(self) -> None:
        """Let the lifted card fall back where it lay."""
        if self._lifted is not None:
            self._lifted = None
            self._ground = None
            self._grab = None
            self.lifted_changed.emit(None)
            self.viewport().update()

    def _step_lifted(self, key: Qt.Key, *, shift: bool) -> None:
        lifted = self._lifted
        assert lifted is not None
        t = lifted.target
        steps = {
            (Qt.Key.Key_Left, False): replace(t, column=t.column - 1),
            (Qt.Key.Key_Right, False): replace(t, column=t.column + 1),
            (Qt.Key.Key_Up, False): replace(t, row=t.row - 1),
            (Qt.Key.Key_Down, False): replace(t, row=t.row + 1),
            (Qt.Key.Key_Up, True): replace(t, start=t.start - SNAP),
            (Qt.Key.Key_Down, True): replace(t, start=t.start + SNAP),
            (Qt.Key.Key_Left, True): replace(t, minutes=t.minutes - SNAP),
            (Qt.Key.Key_Right, True): replace(t, minutes=t.minutes + SNAP),
        }
        self.hover(steps[key, shift])

    # --- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, lift and move; what is not the grid's own goes on."""
        key = Qt.Key(event.key())
        mods = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        arrow = key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        plain = mods == Qt.KeyboardModifier.NoModifier
        if arrow and self._lifted is not None and mods in (_SHIFT, Qt.KeyboardModifier.NoModifier):
            self._step_lifted(key, shift=mods == _SHIFT)
        elif arrow and mods in (_CTRL, _CTRL | _SHIFT):
            if self._lifted is not None or self.lift():
                self._step_lifted(key, shift=bool(mods & _SHIFT))
                self.put_down()
        elif arrow and plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(-1 if key == Qt.Key.Key_Up else 1)
        elif arrow and plain:
            super().keyPressEvent(event)
        elif not self._own_key(key, mods):
            event.ignore()

    def _own_key(self, key: Qt.Key, mods: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_C and mods == _CTRL:
            self.copied.emit()
            return True
        if mods != Qt.KeyboardModifier.NoModifier:
            return False
        card = self.chosen()
        if key == Qt.Key.Key_M and self._lifted is None:
            self.lift()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._lifted is not None:
            self.put_down()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and card is not None:
            self.opened.emit(card)
        elif key == Qt.Key.Key_Escape and self._lifted is not None:
            self.drop()
        elif key == Qt.Key.Key_Delete and card is not None:
            self.cancel_asked.emit(card)
        elif key in ACT_KEYS and card is not None and card.clash:
            self.decide_asked.emit(card, ACT_KEYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = self.calendar.columnCount() - 1
            self._set_current(self.currentIndex().row(), 0 if key == Qt.Key.Key_Home else last)
        else:
            return False
        return True

    # --- the mouse --------------------------------------------------------------------------------

    def card_at(self, point: QPointF) -> tuple[Index, Card, QRectF] | None:
        """Return cell, card and its rectangle under a point of the viewport."""
        index = self.indexAt(point.toPoint())
        cards = self.calendar.cards(index.row(), index.column()) if index.isValid() else ()
        rects = card_rects(QRectF(self.visualRect(index)), cards, chips=self.is_term)
        for card, rect in zip(cards, rects, strict=True):
            if rect.contains(point):
                return index, card, rect
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card under the pointer; a drag begins here, a stretch at its lower edge."""
        self.drop()
        super().mousePressEvent(event)
        found = self.card_at(event.position())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        _, card, rect = found
        self._chosen = card.id
        self._grab = event.position().toPoint()
        self._stretches = not self.is_term and event.position().y() > rect.bottom() - px(_EDGE)
        self.chosen_changed.emit(card)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag: other day or room, with Shift other time; at the lower edge other length."""
        point = event.position().toPoint()
        if self._grab is None or not event.buttons() & Qt.MouseButton.LeftButton:
            found = self.card_at(event.position())
            edge = found is not None and not self.is_term and found[1].moves
            edge = edge and event.position().y() > found[2].bottom() - px(_EDGE)  # type: ignore[index]
            shape = Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if self._lifted is None:
            far = (point - self._grab).manhattanLength() >= px(6)
            grab = self._grab
            if not far or not self.lift():
                return
            self._grab = grab
        self._drag(point, timed=bool(event.modifiers() & _SHIFT))

    def _drag(self, point: QPoint, *, timed: bool) -> None:
        lifted, grab = self._lifted, self._grab
        assert lifted is not None
        assert grab is not None
        steps = round((point.y() - grab.y()) / px(SNAP_PIXELS)) * SNAP
        origin = lifted.origin
        if self._stretches:
            self.hover(replace(origin, minutes=origin.minutes + steps))
        elif timed:
            self.hover(replace(origin, start=origin.start + steps))
        else:
            row, column = self.rowAt(point.y()), self.columnAt(point.x())
            last = self.calendar.columnCount() - 1
            column = column if column >= 0 else (0 if point.x() < 0 else last)
            self.hover(replace(origin, row=row if row >= 0 else origin.row, column=column))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put down what was dragged."""
        super().mouseReleaseEvent(event)
        if self._lifted is not None and self._grab is not None:
            self.put_down()
        self._grab = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card."""
        found = self.card_at(event.position())
        self._grab = None
        if found is not None:
            self.opened.emit(found[1])

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells; while a card is in the air they are drawn once, and only it anew."""
        self.tokens = theme()
        lifted = self._lifted
        if lifted is None or self._ground is None:
            super().paintEvent(event)
        if lifted is None:
            return
        painter = QPainter(self.viewport())
        if self._ground is not None:
            painter.drawPixmap(0, 0, self._ground)
        cell = QRectF(self.visualRect(self.calendar.index(lifted.target.row, lifted.target.column)))
        shown = replace(
            lifted.card, start=lifted.target.start, minutes=lifted.target.minutes,
            clash=lifted.word, is_draft=True,
        )  # fmt: skip
        box(painter, cell, radius=4, border=self.tokens.colour("focus"), width=2)
        rect = card_rects(cell, [shown], chips=self.is_term)[0]
        put_card(painter, rect, shown, self.tokens, chips=self.is_term, chosen=True)
        painter.end()

    def _keep_ground(self) -> None:
        """Remember how everything looks without the card in the air."""
        lifted, self._lifted = self._lifted, None
        self._ground = self.viewport().grab()
        self._lifted = lifted

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What was remembered lies elsewhere now."""
        self._ground = None
        super().scrollContentsBy(dx, dy)

    def changeEvent(self, event: QEvent) -> None:
        """Other colours or another size of text: nothing remembered holds."""
        self._ground = None
        super().changeEvent(event)
