"""Tables as the design draws them: 34 px rows, row lines, one selected row in ``sel``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

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
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.widgets import icons
from ui.widgets.copied import OWN_ROWS
from ui.widgets.naming import label
from ui.widgets.theme import Theme, font, px, theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 34


def cell_padding(column: int, last: int) -> tuple[int, int]:
    """Return the room left and right of a cell's text: more at the edges of the table."""
    return px(16 if column == 0 else 8), px(16 if column == last else 8)


def _as_page(cells: Sequence[Sequence[str]]) -> str:
    """Return rows as a table of a page; the cells are text, so that no spreadsheet takes ``< 15``
    or ``1–2`` for something else."""
    head, *rows = ["".join(f"<td>{escape(cell)}</td>" for cell in line) for line in cells]
    body = "".join(f"<tr>{line}</tr>" for line in rows)
    style = "<style>td, th { mso-number-format: '\\@'; }</style>"
    heads = head.replace("td>", "th>")
    return (
        f'<html><head><meta charset="utf-8">{style}</head>'
        f"<body><table><tr>{heads}</tr>{body}</table></body></html>"
    )


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
        room = area.adjusted(left, 0, -right, 0)
        metrics = QFontMetricsF(painter.font())
        elide = Qt.TextElideMode.ElideRight
        lines = [metrics.elidedText(line, elide, room.width() + 1) for line in text.split("\n")]
        painter.drawText(room, flags, "\n".join(lines))


_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
_SELECTED = QStyle.StateFlag.State_Selected
_RIGHT = int(Qt.AlignmentFlag.AlignRight.value)
_LEFT = int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value)


class _Brush:
    """Colours, fonts and measures of the cells under one theme."""

    def __init__(self, of: Theme) -> None:
        self.theme = of
        self.selected, self.hover = of.colour("sel"), of.colour("subtle")
        self.line, self.ink, self.muted = of.colour("line"), of.colour("text"), of.colour("muted")
        self.wide, self.narrow = px(16), px(8)
        self.plain, self.strong = (
            (face, QFontMetricsF(face)) for face in (font("body", 400), font("body", 600))
        )


class RowDelegate(QStyledItemDelegate):
    """Paints a cell; in ``level_column`` the shape of a prevention level stands before its word."""

    def __init__(self, table: Table, level_role: int) -> None:
        super().__init__(table)
        self._table = table
        self._level_role = level_role
        self._brush: _Brush | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line, focus and text. Some hundred cells are drawn at a time: what they
        share is made once."""
        brush = self._brush
        if brush is None or brush.theme is not theme():
            brush = self._brush = _Brush(theme())
        table, rect, place = self._table, option.rect, index.column()
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        line = index.row()
        if option.state & _SELECTED:
            painter.fillRect(rect, brush.selected)
        elif line == table.hovered:
            painter.fillRect(rect, brush.hover)
        painter.fillRect(left, top + height - 1, width, 1, brush.line)
        model = index.model()
        last = model.columnCount() - 1
        if line == table.currentIndex().row() and table.hasFocus():
            self._draw_focus(painter, QRectF(rect), index)
        before = brush.wide if place == 0 else brush.narrow
        after = brush.wide if place == last else brush.narrow
        level = model.data(index, self._level_role) if place == table.level_column else None
        if level:
            picture = icons.pixmap(icons.LEVEL_ICONS[level], brush.theme.level(level), 12)
            painter.drawPixmap(left + before, round(top + height / 2 - px(6)), picture)
            before += px(18)
        text = str(model.data(index, _DISPLAY) or "")
        if not text:
            return
        shown, metrics = brush.strong if place == table.strong_column else brush.plain
        painter.setFont(shown)
        painter.setPen(brush.muted if text in ("?", ".") else brush.ink)
        room = width - before - after
        alignment = model.data(index, _ALIGNMENT)
        is_right = alignment is not None and bool(int(alignment) & _RIGHT)
        if not is_right and metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            left + before, top, room, height, int(alignment) if is_right else _LEFT, text
        )

    def draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> QRectF:
        """Draw what lies below the text; return the room for it."""
        t = theme()
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self._table.hovered:
            painter.fillRect(rect, t.colour("sel" if selected else "subtle"))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, t.colour("line"))
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            self._draw_focus(painter, rect, index)
        left, right = cell_padding(index.column(), index.model().columnCount() - 1)
        return rect.adjusted(left, 0, -right, 0)

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
    """Rows that are chosen whole; ``level_role`` gives the prevention level of the cells in
    ``level_column``. Enter opens, Ctrl C copies with head, Alt and a digit sort, Home and End go
    to the first and the last row."""

    opened = Signal()
    copied = Signal(int)
    sort_asked = Signal(int)
    delete_asked = Signal()

    def __init__(
        self, text: str, *, name: str, level_role: int = -1, level_column: int = -1
    ) -> None:
        super().__init__()
        self.hovered = -1
        self.everything: Callable[[Callable[[], None]], None] | None = None
        self._samples: tuple[str, ...] = ()
        self._stretches: tuple[int, ...] = ()
        self.level_column = level_column
        self.strong_column = -1
        self._empty_text = ""
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
        self.strong_column = strong
        self._divide()

    def say_when_empty(self, text: str) -> None:
        """Show a sentence in the place of the first row while there is none."""
        self._empty_text = text

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or the sentence."""
        super().paintEvent(event)
        empty = bool(self._empty_text) and not self.model().rowCount()
        self.setAccessibleDescription(self._empty_text if empty else "")
        if empty:
            painter = QPainter(self.viewport())
            painter.setFont(font("body"))
            painter.setPen(theme().colour("muted"))
            place = QRectF(px(16), 0, self.viewport().width() - px(32), px(ROW_HEIGHT))
            painter.drawText(place, _LEFT, self._empty_text)
            painter.end()

    def hide_columns(self, columns: tuple[int, ...]) -> None:
        """Leave out what there is no room for; the others share the width."""
        for column in range(len(self._samples)):
            self.setColumnHidden(column, column in columns)
        self._divide()

    def is_strong(self, index: Index) -> bool:
        """Tell whether a cell is semibold."""
        return index.column() == self.strong_column

    def _divide(self) -> None:
        if not self._samples or self.model() is None:
            return
        metrics = QFontMetricsF(font("body", 600))
        last = len(self._samples) - 1
        widths = [
            round(metrics.horizontalAdvance(sample)) + sum(cell_padding(column, last)) + 2
            for column, sample in enumerate(self._samples)
        ]
        hidden = [column for column in range(len(widths)) if self.isColumnHidden(column)]
        for column in hidden:
            widths[column] = 0
        spare = self.viewport().width() - sum(widths)
        whole = sum(self._stretches) or 1
        used = 0
        for column, stretch in enumerate(self._stretches):
            extra = max(spare, 0) * stretch // whole
            if spare < 0 and widths[column] > px(60):
                # The same columns give way: their texts are shortened, and none is cut off.
                extra = max(spare * stretch // whole, px(60) - widths[column])
            widths[column] += extra
            used += extra
        widths[last] += max(spare - used, 0)
        for column, width in enumerate(widths):
            if column not in hidden:
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
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self.choose_row(0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1)
        elif (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
            and Qt.Key.Key_1 <= key <= Qt.Key.Key_9
        ):
            self.sort_asked.emit(key - Qt.Key.Key_1)
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selectAll(self) -> None:
        """Ctrl A: all rows there are; where the model holds only the first, it is asked to have
        the rest fetched."""
        if self.everything is None:
            super().selectAll()
        else:
            self.everything(super().selectAll)

    def copy_rows(self) -> None:
        """Copy the selected rows (all, when none is) with head: as tab-separated text, and as a
        table of a page, which spreadsheets and documents take over with its cells."""
        model = self.model()
        rows = self.chosen_rows() or list(range(model.rowCount()))
        columns = range(model.columnCount())
        horizontal = Qt.Orientation.Horizontal
        cells = [[str(model.headerData(c, horizontal)).rstrip(" ↓↑") for c in columns]]
        cells += [[str(model.index(r, c).data() or "") for c in columns] for r in rows]
        data = QMimeData()
        data.setText("".join("\t".join(line) + "\n" for line in cells))
        data.setHtml(_as_page(cells))
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
