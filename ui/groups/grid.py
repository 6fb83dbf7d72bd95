"""The attendance grid: seats down, sessions across, one key for each mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from familjecentral.groups.model import Mark, Session, SessionId
from familjecentral.groups.outcome import count_session
from familjecentral.groups.reading import GroupPage
from ui.groups.words import count_of, day_month, tr
from ui.widgets import icons
from ui.widgets.daytext import long_day
from ui.widgets.focus import OWN_FOCUS
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.table import Head
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
KEYS = {
    Qt.Key.Key_N: Mark.PRESENT,
    Qt.Key.Key_A: Mark.ABSENT_NOTIFIED,
    Qt.Key.Key_O: Mark.ABSENT,
    Qt.Key.Key_E: Mark.NOT_STARTED,
    Qt.Key.Key_V: Mark.LEFT,
}
LETTERS = dict(zip(KEYS.values(), "NAOEV", strict=True))
_GROUNDS = {
    Mark.PRESENT: ("ok_soft", "ok"),
    Mark.ABSENT_NOTIFIED: ("warn_soft", "warn"),
    Mark.ABSENT: ("error_soft", "error"),
    Mark.NOT_STARTED: ("sunken", "text2"),
    Mark.LEFT: ("sunken", "text2"),
}
EMPTY = "·"


def mark_words() -> dict[Mark, str]:
    """Return what each mark is called."""
    return {
        Mark.PRESENT: tr("närvarande"),
        Mark.ABSENT_NOTIFIED: tr("anmäld frånvaro"),
        Mark.ABSENT: tr("oanmäld frånvaro"),
        Mark.NOT_STARTED: tr("ej börjat"),
        Mark.LEFT: tr("avslutat"),
    }


class GridModel(QAbstractTableModel):
    """Squares of one group. The last row sums each session, the last column each seat."""

    def __init__(self) -> None:
        super().__init__()
        self.seats: tuple[int, ...] = ()
        self.sessions: tuple[Session, ...] = ()
        self.today = dt.date.min
        self._grid: dict[tuple[int, SessionId], Mark] = {}

    def rowCount(self, parent: Index | None = None) -> int:
        """Seats and the sum."""
        return 0 if parent is not None and parent.isValid() else len(self.seats) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        """The seat's name, the sessions, so far."""
        return 0 if parent is not None and parent.isValid() else len(self.sessions) + 2

    def show_page(self, page: GroupPage) -> None:
        """Show a group's squares; when only marks differ the cursor stays."""
        seats = tuple(seat.number for seat in page.seats)
        sessions = tuple(s for s in page.group.sessions if s.is_course and s.is_on)
        grid = dict(page.grid)
        alike = seats == self.seats and [s.id for s in sessions] == [s.id for s in self.sessions]
        if not alike:
            self.beginResetModel()
        self.seats, self.sessions, self._grid, self.today = seats, sessions, grid, page.today
        if not alike:
            self.endResetModel()
            return
        corner = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), corner)

    def mark_at(self, row: int, column: int) -> Mark | None:
        """Return the mark of a square."""
        return self._grid.get((self.seats[row], self.sessions[column - 1].id))

    def marks_of(self, column: int) -> Mapping[int, Mark | None]:
        """Return seat → mark of a session."""
        session = self.sessions[column - 1].id
        return {seat: self._grid.get((seat, session)) for seat in self.seats}

    def put(self, row: int, column: int, mark: Mark | None) -> None:
        """Show a mark at once; saving follows."""
        square = (self.seats[row], self.sessions[column - 1].id)
        if mark is None:
            self._grid.pop(square, None)
        else:
            self._grid[square] = mark
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.seats), self.columnCount() - 1))

    def is_square(self, row: int, column: int) -> bool:
        """Tell whether a cell is a seat in a session with squares."""
        inside = 0 <= row < len(self.seats) and 1 <= column <= len(self.sessions)
        return inside and not self.sessions[column - 1].counts_only

    def is_open(self, column: int) -> bool:
        """Tell whether a session can be filled in: it is not still to come."""
        return self.sessions[column - 1].day <= self.today

    def sum_of(self, column: int) -> str:
        """Return ``7 av 8`` of a session, ``·`` while nothing is filled in."""
        session = self.sessions[column - 1]
        filled = any(where == session.id for _, where in self._grid)
        if not filled and session.present is None:
            return EMPTY
        return count_of(*count_session(self._grid, session, len(self.seats)))

    def so_far(self, row: int) -> str:
        """Return ``3 av 4`` of a seat: present of the squares filled in, but for those before it
        began and after it left."""
        marks = [self._grid.get((self.seats[row], s.id)) for s in self.sessions]
        counted = [m for m in marks if m not in (None, Mark.LEFT, Mark.NOT_STARTED)]
        return count_of(sum(m is Mark.PRESENT for m in counted), len(counted)) if counted else EMPTY

    def whole(self) -> str:
        """Return present of expected over all sessions."""
        found = [
            count_session(self._grid, s, len(self.seats))
            for n, s in enumerate(self.sessions, 1)
            if self.sum_of(n) != EMPTY
        ]
        if not found:
            return EMPTY
        return count_of(sum(present for present, _ in found), sum(most for _, most in found))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sign of a square, a sum, and both in words for a screen reader."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(index.row(), index.column())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(index.row(), index.column())
        return None

    def _text(self, row: int, column: int) -> str:
        is_sum, is_total = row == len(self.seats), column == len(self.sessions) + 1
        if column == 0:
            return tr("Närvarande") if is_sum else tr("Plats {n}").format(n=self.seats[row])
        if is_total:
            return self.whole() if is_sum else self.so_far(row)
        if is_sum:
            return self.sum_of(column)
        mark = self.mark_at(row, column)
        return LETTERS[mark] if mark else EMPTY

    def _spoken(self, row: int, column: int) -> str:
        if not self.is_square(row, column):
            return f"{self._text(row, 0)}, {self._text(row, column)}"
        session, mark = self.sessions[column - 1], self.mark_at(row, column)
        text = tr("Plats {seat}, träff {n}, {day}, {mark}")
        return text.format(
            seat=self.seats[row],
            n=session.number,
            day=long_day(session.day),
            mark=mark_words()[mark] if mark else tr("inte ifylld"),
        )

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Number and day of a session."""
        if orientation is Qt.Orientation.Vertical:
            return None
        middle = 0 < section <= len(self.sessions)
        if role == Qt.ItemDataRole.DisplayRole:
            if middle:
                session = self.sessions[section - 1]
                return f"{session.number}\n{day_month(session.day)}"
            return tr("Hittills") if section else tr("Plats")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section > len(self.sessions)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            if middle:
                side = Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class GridDelegate(QStyledItemDelegate):
    """Draws a mark as a sign on a soft ground; the sign carries the meaning."""

    def __init__(self, view: AttendanceGrid) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        t, rect = theme(), QRectF(option.rect)
        grid, row, column = self._view.grid, index.row(), index.column()
        is_sum = row == len(grid.seats)
        middle = 0 < column <= len(grid.sessions)
        if is_sum:
            painter.fillRect(rect, t.colour("subtle"))
        elif middle and grid.sessions[column - 1].day == grid.today:
            painter.fillRect(rect, t.colour("sel"))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, t.colour("line"))
        square = rect.adjusted(px(4), px(3), -px(4), -px(4))
        here = self._view.hasFocus() and self._view.currentIndex() == index
        if grid.is_square(row, column):
            self._draw_square(painter, square, row, column)
        else:
            side = Qt.AlignmentFlag.AlignHCenter
            if not middle:
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            painter.setFont(font("body", 600 if is_sum else 400))
            painter.setPen(t.colour("text"))
            inner = rect.adjusted(px(16 if column == 0 else 4), 0, -px(4 if middle else 16), 0)
            text = str(index.data()) if is_sum or not middle else ""
            painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if here:
            box(painter, square, radius=5, border=t.colour("focus"), width=max(2, px(2)))

    def _draw_square(self, painter: QPainter, square: QRectF, row: int, column: int) -> None:
        t, grid = theme(), self._view.grid
        mark = grid.mark_at(row, column)
        if mark is None:
            if grid.is_open(column):
                box(painter, square, radius=4, fill=t.colour("surface"), border=t.colour("outline"))
            painter.setPen(t.colour("muted"))
            painter.setFont(font("body", 600))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, EMPTY)
            return
        ground, ink = _GROUNDS[mark]
        box(painter, square, radius=4, fill=t.colour(ground))
        if mark is Mark.PRESENT:
            centre = square.center()
            spot = QRectF(centre.x() - px(8), centre.y() - px(8), px(16), px(16))
            icons.draw(painter, "check", t.colour(ink), spot)
            return
        painter.setPen(t.colour(ink))
        painter.setFont(font("body", 600))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, LETTERS[mark])


class AttendanceGrid(QTableView):
    """N A O E V mark and go down, Shift N fills the session, Del empties, arrows move."""

    marked = Signal(object, object, object)
    """Session id, seat → mark, seat → what stood there"""
    all_asked = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.grid = GridModel()
        self.setModel(self.grid)
        self.setProperty(OWN_FOCUS, True)
        label(self, tr("Närvaro, plats för plats"), name="group_attendance_grid")
        self.setItemDelegate(GridDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(Head(Qt.Orientation.Horizontal, self))
        head = self.horizontalHeader()
        label(head, tr("Träffar"), name="group_attendance_head")
        head.setFixedHeight(px(48))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(px(40))
        head.setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(34))
        self.verticalHeader().setMinimumSectionSize(px(28))

    def show_page(self, page: GroupPage) -> None:
        """Show a group; the cursor goes to the first square to fill in."""
        before = self.currentIndex()
        place = (before.row(), before.column())
        self.grid.show_page(page)
        self._divide()
        if not self.currentIndex().isValid():
            row, column = place if self.grid.is_square(*place) else self._first_empty()
            self.setCurrentIndex(self.grid.index(row, column))

    def _first_empty(self) -> tuple[int, int]:
        """Return the first square to fill in: of today, else of the earliest session open."""
        grid = self.grid
        columns = [c for c in range(1, len(grid.sessions) + 1) if grid.is_open(c)]
        columns.sort(key=lambda c: grid.sessions[c - 1].day != grid.today)
        for column in columns:
            for row in range(len(grid.seats)):
                if grid.is_square(row, column) and grid.mark_at(row, column) is None:
                    return row, column
        return 0, min(columns or [1])

    def go_to(self, session: SessionId) -> None:
        """Put the cursor on the first empty square of a session."""
        for column, found in enumerate(self.grid.sessions, 1):
            if found.id == session:
                marks = list(self.grid.marks_of(column).values())
                row = marks.index(None) if None in marks else 0
                self.setCurrentIndex(self.grid.index(row, column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def session(self) -> Session | None:
        """Return the session that the cursor is in."""
        column = self.currentIndex().column()
        inside = 1 <= column <= len(self.grid.sessions)
        return self.grid.sessions[column - 1] if inside else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, fill, empty, move."""
        here, key = self.currentIndex(), Qt.Key(event.key())
        row, column = here.row(), here.column()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if plain and (key in KEYS or key == Qt.Key.Key_Delete):
            if not 1 <= column <= len(self.grid.sessions) or not self.grid.is_open(column):
                self.refused.emit(tr("Träffen har inte varit än."))
            elif key == Qt.Key.Key_N and shift:
                self.all_asked.emit(self.grid.sessions[column - 1].id)
            elif self.grid.is_square(row, column):
                self._mark(row, column, KEYS.get(key))
        elif key == Qt.Key.Key_Home:
            self.setCurrentIndex(self.grid.index(row, 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            event.text().isprintable() and event.text()
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _mark(self, row: int, column: int, mark: Mark | None) -> None:
        seat, session = self.grid.seats[row], self.grid.sessions[column - 1].id
        seen = self.grid.mark_at(row, column)
        self.grid.put(row, column, mark)
        if row + 1 < len(self.grid.seats):
            self.setCurrentIndex(self.grid.index(row + 1, column))
        if seen is not mark:
            self.marked.emit(session, {seat: mark}, {seat: seen})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width over the sessions."""
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        many = len(self.grid.sessions)
        if not many:
            return
        ends = (px(112), px(96))
        each = max((self.viewport().width() - sum(ends)) // many, px(48))
        self.setColumnWidth(0, ends[0])
        for column in range(1, many + 1):
            self.setColumnWidth(column, min(each, px(110)))
        used = ends[0] + min(each, px(110)) * many
        self.setColumnWidth(many + 1, max(self.viewport().width() - used, ends[1]))
