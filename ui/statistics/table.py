"""The table of *Statistik*: numbers of one release, and the signs of what is not shown."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from familjecentral.releases.view import View, ViewCell, ViewRow
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.table import Head, cell_padding
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
_SHAPES = {"circle": "●", "diamond": "◆", "triangle": "▲"}
_LEVELS = {"circle": "lvl_u", "diamond": "lvl_s", "triangle": "lvl_i"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
STRONG = Qt.ItemDataRole.UserRole + 1
HIDDEN = Qt.ItemDataRole.UserRole + 2
MARKER = Qt.ItemDataRole.UserRole + 3


class StatModel(QAbstractTableModel):
    """A view as rows and columns; the labels of the rows come first."""

    def __init__(self) -> None:
        super().__init__()
        self.view: View | None = None

    def show_view(self, view: View | None) -> None:
        """Show another table."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows of the table."""
        inner = parent is not None and parent.isValid()
        return 0 if self.view is None or inner else len(self.view.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns, that of the labels first."""
        inner = parent is not None and parent.isValid()
        return 0 if self.view is None or inner else len(self.view.heads) + 1

    def row(self, index: Index) -> ViewRow | None:
        """Return the row of an index."""
        if self.view is None or not 0 <= index.row() < len(self.view.rows):
            return None
        return self.view.rows[index.row()]

    def cell(self, index: Index) -> ViewCell | None:
        """Return the number at an index; None for a label."""
        found = self.row(index)
        if found is None or not 1 <= index.column() <= len(found.cells):
            return None
        return found.cells[index.column() - 1]

    def head(self, column: int) -> str:
        """Return the head of a column in one line."""
        if self.view is None:
            return ""
        if column == 0:
            return self.view.row_head
        head = self.view.heads[column - 1]
        group = "" if head.group == "därav" else head.group
        return f"{group} {head.text}".strip()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Number or sign; read aloud with row and column."""
        row, cell = self.row(index), self.cell(index)
        if row is None or self.view is None:
            return None
        if cell is None:
            return {
                Qt.ItemDataRole.DisplayRole: row.label,
                Qt.ItemDataRole.ToolTipRole: row.label,
                Qt.ItemDataRole.AccessibleTextRole: row.label,
                Qt.ItemDataRole.TextAlignmentRole: _LEFT,
                MARKER: row.marker,
                STRONG: row.is_total,
            }.get(role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index)
        return {
            Qt.ItemDataRole.DisplayRole: cell.text,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT,
            HIDDEN: cell.is_hidden,
            STRONG: row.is_total or self.view.heads[index.column() - 1].is_strong,
        }.get(role)

    def spoken(self, index: Index) -> str:
        """Return ``Ekonomi, Selektiv: dold uppgift``."""
        row, cell = self.row(index), self.cell(index)
        if row is None or cell is None:
            return ""
        words = {
            "hidden": self.tr("dold uppgift"),
            "zero": self.tr("noll"),
            "missing": self.tr("saknas"),
            "impossible": self.tr("kan inte förekomma"),
        }
        return f"{row.label}, {self.head(index.column())}: {words.get(cell.status, cell.text)}"

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The heads, with the shape of a level before its word."""
        if orientation is Qt.Orientation.Vertical or self.view is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.head(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return self.view.row_head
        head = self.view.heads[section - 1]
        shape = _SHAPES.get(head.marker, "")
        text = f"{shape} {head.text}" if shape else head.text
        group = "" if head.group == "därav" else head.group
        return f"{group}\n{text}" if group else text


_LINES = 3


def in_lines(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Break a label at its spaces into three lines at most; what has no room there is cut."""
    words, lines = text.split(), [""]
    while words and len(lines) < _LINES:
        longer = f"{lines[-1]} {words[0]}".strip()
        if metrics.horizontalAdvance(longer) > width and lines[-1]:
            lines.append("")
        else:
            lines[-1] = longer
            words.pop(0)
    lines[-1] = " ".join((lines[-1], *words)).strip()
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines if line]


class StatDelegate(QStyledItemDelegate):
    """Paints numbers right, hidden ones as two points, totals in heavier type."""

    def __init__(self, table: StatTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line, focus and text."""
        t, rect = theme(), QRectF(option.rect)
        model = index.model()
        hidden, strong = bool(model.data(index, HIDDEN)), bool(model.data(index, STRONG))
        is_current = index.row() == self._table.currentIndex().row()
        same = is_current and index.column() == self._table.currentIndex().column()
        total = index.row() == model.rowCount() - 1 and bool(
            model.data(model.index(index.row(), 0), STRONG)
        )
        painter.fillRect(rect, t.colour("sel" if is_current else "subtle" if total else "surface"))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, t.colour("line"))
        if same and self._table.hasFocus():
            ring = rect.adjusted(2, 2, -3, -3)
            box(painter, ring, radius=4, border=t.colour("focus"), width=2)
        before, after = cell_padding(index.column(), model.columnCount() - 1)
        area = rect.adjusted(before, 0, -after, 0)
        marker = str(model.data(index, MARKER) or "")
        if marker:
            painter.setFont(font("body"))
            painter.setPen(t.colour(_LEVELS[marker]))
            painter.drawText(area, int(_LEFT), _SHAPES[marker])
            area.setLeft(area.left() + px(18))
        face = font("body", 600 if strong or hidden else 400)
        painter.setFont(face)
        painter.setPen(t.colour("muted" if hidden else "text"))
        text = str(model.data(index, Qt.ItemDataRole.DisplayRole) or "")
        shown = "\n".join(in_lines(text, QFontMetricsF(face), area.width()))
        painter.drawText(area, int(_RIGHT if index.column() else _LEFT), shown)


class StatTable(QTableView):
    """Cell by cell with the arrows; Ctrl C copies the table, Shift F1 explains a cell."""

    cell_changed = Signal()
    explain_asked = Signal()
    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown = StatModel()
        self.setModel(self.shown)
        head = Head(Qt.Orientation.Horizontal)
        self.setHorizontalHeader(head)
        head.setDefaultAlignment(_RIGHT)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        label(head, self.tr("Kolumner"), name="stats_heads")
        label(self.verticalHeader(), self.tr("Rader"), name="stats_sides")
        label(
            self,
            self.tr("Tabell"),
            self.tr("Pilarna går mellan talen, Skift F1 förklarar en dold uppgift"),
            name="stats_table_tbl",
        )
        self.setItemDelegate(StatDelegate(self))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(34))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_view(self, view: View | None) -> None:
        """Show another table, from its total; another part of it at the same place."""
        if view is self.shown.view:
            return
        before = self.shown.view
        same = before is not None and view is not None and before.title == view.title
        row, column = (self.currentIndex().row(), self.currentIndex().column()) if same else (-1, 1)
        blocked = self.blockSignals(True)
        self.shown.show_view(view)
        self.setAccessibleName(view.title if view is not None else self.tr("Tabell"))
        self._divide()
        last_row, last_column = self.shown.rowCount() - 1, self.shown.columnCount() - 1
        row = last_row if row < 0 else min(row, last_row)
        self.setCurrentIndex(self.shown.index(row, min(max(column, 0), last_column)))
        self.blockSignals(blocked)

    def _divide(self) -> None:
        """Give numbers what they need and the labels the rest."""
        if self.shown.view is None:
            return
        strong = QFontMetricsF(font("body", 600))
        last = self.shown.columnCount() - 1
        left = self.viewport().width()
        lines = 1
        for column in range(1, last + 1):
            head = str(self.shown.headerData(column, Qt.Orientation.Horizontal))
            lines = max(lines, head.count("\n") + 1)
            texts = [*head.split("\n"), *(r.cells[column - 1].text for r in self.shown.view.rows)]
            before, after = cell_padding(column, last)
            width = round(max(strong.horizontalAdvance(x) for x in texts)) + before + after + px(4)
            self.setColumnWidth(column, max(width, px(64)))
            left -= max(width, px(64))
        self.setColumnWidth(0, max(left, px(128)))
        self.horizontalHeader().setFixedHeight(px(34 if lines == 1 else 52))
        before, after = cell_padding(0, last)
        for place, row in enumerate(self.shown.view.rows):
            room = self.columnWidth(0) - before - after - (px(18) if row.marker else 0)
            face = QFontMetricsF(font("body", 600 if row.is_total else 400))
            more = len(in_lines(row.label, face, room)) - 1
            self.setRowHeight(place, px(34 + 18 * more))

    def resizeEvent(self, event: object) -> None:
        """Divide the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._divide()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another cell is marked."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.cell_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        elif event.key() == Qt.Key.Key_F1 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.explain_asked.emit()
        else:
            super().keyPressEvent(event)

    def copy_table(self) -> None:
        """Copy title, heads and rows: as tab-separated text, and as a table of a page."""
        view = self.shown.view
        if view is None:
            return
        heads = [self.shown.head(column) for column in range(self.shown.columnCount())]
        lines = [heads, *([row.label, *(c.text for c in row.cells)] for row in view.rows)]
        caption = f"{view.title}. {view.unit}"
        data = QMimeData()
        texts = ["\t".join(line) for line in lines]
        data.setText("\n".join((caption, *texts, *view.notes)) + "\n")
        data.setHtml(_as_page(caption, lines, view.notes))
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit()


def _as_page(caption: str, lines: list[list[str]], notes: tuple[str, ...]) -> str:
    """Return a table as a page; its cells are text, so that no spreadsheet reads ``..`` or ``–``
    as something else."""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in lines[0])
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f'<td align="right">{escape(text)}</td>' for text in rest)
        + "</tr>"
        for first, *rest in lines[1:]
    )
    below = "".join(f"<p>{escape(note)}</p>" for note in notes)
    style = "<style>td, th { mso-number-format: '\\@'; }</style>"
    return (
        f'<html lang="sv"><head><meta charset="utf-8">{style}</head><body><table>'
        f"<caption>{escape(caption)}</caption><tr>{heads}</tr>{rows}</table>{below}</body></html>"
    )
