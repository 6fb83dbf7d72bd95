"""Tables as the design draws them: 34 px rows, row lines, one selected row in ``sel``."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.widgets import icons
from ui.widgets.naming import label
from ui.widgets.paint import line_of_text
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 34
OWN_ROWS = "application/x-familjecentral-rows"
"""Marks what was copied from here, so that the screen lock can take it back."""


def cell_padding(column: int, last: int) -> tuple[int, int]:
    """Return the room left and right of a cell's text: more at the edges of the table."""
    return px(16 if column == 0 else 8), px(16 if column == last else 8)


class Head(QHeaderView):
    """The head of a table: semibold words on ``subtle``, a line below."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw one head."""
        t = theme()
        area = QRectF(rect)
        painter.fillRect(area, t.colour("subtle"))
        painter.fillRect(
            QRectF(area.left(), area.bottom() - 1, area.width(), 1), t.colour("outline")
        )
        model = self.model()
        left, right = cell_padding(logicalIndex, model.columnCount() - 1)
        horizontal = Qt.Orientation.Horizontal
        text = str(model.headerData(logicalIndex, horizontal) or "")
        alignment = model.headerData(logicalIndex, horizontal, Qt.ItemDataRole.TextAlignmentRole)
        painter.setFont(font("body", 600))
        painter.setPen(t.colour("text2"))
        flags = int(alignment or (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter))
        painter.drawText(area.adjusted(left, 0, -right, 0), flags, text)


class RowDelegate(QStyledItemDelegate):
    """Paints a cell; with ``level_role`` the shape of a prevention level before its word."""

    def __init__(self, table: Table, level_role: int | None = None) -> None:
        super().__init__(table)
        self._table = table
        self._level_role = level_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line, focus and text."""
        t = theme()
        rect = QRectF(option.rect)
        self.draw_ground(painter, option, index)
        left, right = cell_padding(index.column(), index.model().columnCount() - 1)
        inner = rect.adjusted(left, 0, -right, 0)
        level = index.data(self._level_role) if self._level_role is not None else None
        if level:
            picture = icons.pixmap(icons.LEVEL_ICONS[level], t.level(level), 10)
            painter.drawPixmap(round(inner.left()), round(inner.center().y() - px(5)), picture)
            inner.adjust(px(18), 0, 0, 0)
        text = str(index.data() or "")
        shown = font("body", 600 if self._table.is_strong(index) else 400)
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        if alignment is not None and int(alignment) & int(Qt.AlignmentFlag.AlignRight):
            painter.setFont(shown)
            painter.setPen(t.colour("text"))
            painter.drawText(inner, int(alignment), text)
        else:
            ink = t.colour("muted" if text in ("?", ".") else "text")
            line_of_text(painter, inner, text, of=shown, ink=ink)

    def draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw what lies below the text: selection or hover, the row's line, the focus."""
        t = theme()
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self._table.hovered:
            painter.fillRect(rect, t.colour("sel" if selected else "subtle"))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, t.colour("line"))
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            self._draw_focus(painter, rect, index)

    def _draw_focus(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        t = theme()
        width = max(2, px(2))
        colour = t.colour("focus")
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), width), colour)
        bottom = rect.bottom() - width
        painter.fillRect(QRectF(rect.left(), bottom, rect.width(), width), colour)
        if index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), width, rect.height()), colour)
        if index.column() == index.model().columnCount() - 1:
            right = rect.right() - width
            painter.fillRect(QRectF(right, rect.top(), width, rect.height()), colour)


class Table(QTableView):
    """Rows that are chosen whole. Enter opens, Ctrl C copies with head, Alt and a digit sort."""

    opened = Signal()
    copied = Signal(int)
    sort_asked = Signal(int)
    delete_asked = Signal()

    def __init__(self, text: str, *, name: str, level_role: int | None = None) -> None:
        super().__init__()
        self.hovered = -1
        self._samples: tuple[str, ...] = ()
        self._stretches: tuple[int, ...] = ()
        self._strong_column = -1
        label(self, text, name=name)
        self.setItemDelegate(RowDelegate(self, level_role))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(Head(Qt.Orientation.Horizontal, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        self.verticalHeader().setMinimumSectionSize(px(28))
        head = self.horizontalHeader()
        label(head, self.tr("Kolumner: {table}").format(table=text), name=f"{name}_head")
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(px(40))
        head.setFixedHeight(px(ROW_HEIGHT))
        head.sectionClicked.connect(self.sort_asked)
        self.entered.connect(self._on_entered)
        self.doubleClicked.connect(self._on_double_clicked)

    def set_widths(
        self, samples: tuple[str, ...], stretches: tuple[int, ...], *, strong: int = -1
    ) -> None:
        """Let each column hold a sample text and share the rest; ``strong`` is semibold."""
        self._samples = samples
        self._stretches = stretches
        self._strong_column = strong
        self._divide()

    def is_strong(self, index: Index) -> bool:
        """Tell whether a cell is semibold."""
        return index.column() == self._strong_column

    def _divide(self) -> None:
        if not self._samples or self.model() is None:
            return
        metrics = QFontMetricsF(font("body", 600))
        last = len(self._samples) - 1
        widths = [
            round(metrics.horizontalAdvance(sample)) + sum(cell_padding(column, last)) + 2
            for column, sample in enumerate(self._samples)
        ]
        spare = self.viewport().width() - sum(widths)
        whole = sum(self._stretches) or 1
        used = 0
        for column, stretch in enumerate(self._stretches):
            extra = max(spare, 0) * stretch // whole
            widths[column] += extra
            used += extra
        widths[last] += max(spare - used, 0)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new width."""
        super().resizeEvent(event)
        self._divide()

    def chosen_rows(self) -> list[int]:
        """Return the rows that are selected, from the top."""
        model = self.selectionModel()
        return sorted(index.row() for index in model.selectedRows()) if model else []

    def choose_row(self, row: int) -> None:
        """Select one row and go there."""
        if 0 <= row < self.model().rowCount():
            # Said outright: the view's own command would toggle while Ctrl is held down.
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                self.model().index(row, 0), flags.ClearAndSelect | flags.Rows
            )
            self.scrollTo(self.model().index(row, 0))

    def focus_field(self) -> None:
        """Take the focus and choose the first row if none is chosen."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.chosen_rows():
            self.choose_row(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a table; letters do not search."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif key == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy_rows()
        elif (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
            and Qt.Key.Key_1 <= key <= Qt.Key.Key_9
        ):
            self.sort_asked.emit(key - Qt.Key.Key_1)
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Copy the selected rows (all, when none is) as tab-separated text with head."""
        model = self.model()
        rows = self.chosen_rows() or list(range(model.rowCount()))
        columns = range(model.columnCount())
        horizontal = Qt.Orientation.Horizontal
        lines = ["\t".join(str(model.headerData(c, horizontal)).rstrip(" ↓↑") for c in columns)]
        lines += ["\t".join(str(model.index(r, c).data() or "") for c in columns) for r in rows]
        data = QMimeData()
        data.setText("\n".join(lines) + "\n")
        data.setData(OWN_ROWS, b"1")
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(len(rows))

    def _on_entered(self, index: QModelIndex) -> None:
        self.hovered = index.row()
        self.viewport().update()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit()

    def leaveEvent(self, event: object) -> None:
        """No row is under the mouse any more."""
        del event
        self.hovered = -1
        self.viewport().update()
