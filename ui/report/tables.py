"""The printed tables as tables that can be read aloud and copied: an image is silent."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from familjecentral.statistics.printed import TextTable
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.table import Head, cell_padding
from ui.widgets.text import frame, text_label
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
_HIDDEN = ".."
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _flat(head: str) -> str:
    """Return a head on one line."""
    return head.replace("\n", " ")


class TextTableModel(QAbstractTableModel):
    """One printed table."""

    def __init__(self) -> None:
        super().__init__()
        self.table = TextTable("", (), (), ())

    def show_table(self, table: TextTable) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows of the table."""
        return 0 if parent is not None and parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns, that of the labels first."""
        return 0 if parent is not None and parent.isValid() else len(self.table.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text as printed; a hidden number is read as such."""
        text = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            spoken = self.tr("dold uppgift") if text == _HIDDEN else text
            row, head = self.table.rows[index.row()][0], _flat(self.table.heads[index.column()])
            return f"{row}, {head}: {spoken}" if index.column() else text
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The heads as printed."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None


class TextDelegate(QStyledItemDelegate):
    """Draws a cell as the other tables do: a line below, the ring on the current cell."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The text with the room round it."""
        del option
        metrics = QFontMetricsF(font("body", 600))
        around = cell_padding(index.column(), index.model().columnCount() - 1)
        return QSize(round(metrics.horizontalAdvance(str(index.data()))) + sum(around) + 2, px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line, ring and text."""
        t, rect = theme(), QRectF(option.rect)
        here = index == self._table.currentIndex()
        painter.fillRect(rect, t.colour("sel" if here else "surface"))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, t.colour("line"))
        if here and self._table.hasFocus():
            box(painter, rect.adjusted(2, 2, -3, -3), radius=4, border=t.colour("focus"), width=2)
        before, after = cell_padding(index.column(), index.model().columnCount() - 1)
        text = str(index.data())
        hidden = text == _HIDDEN
        painter.setFont(font("body", 600 if hidden else 400))
        painter.setPen(t.colour("muted" if hidden else "text"))
        flags = _RIGHT if index.column() else _LEFT
        painter.drawText(rect.adjusted(before, 0, -after, 0), int(flags), text)


class TableHead(Head):
    """The heads of a printed table, on as many lines as they are printed."""

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - Qt's own name
        """The longest line, with the room round it."""
        model = self.model()
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        metrics = QFontMetricsF(font("body", 600))
        wide = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
        around = cell_padding(logicalIndex, model.columnCount() - 1)
        return QSize(round(wide) + sum(around) + 2, px(16 + 18 * (text.count("\n") + 1)))


class TablesView(QWidget):
    """A list of the tables and the chosen one. Ctrl C copies rows with their heads."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_tables")
        self._tables: tuple[TextTable, ...] = ()
        self.choice = CodedCombo(self.tr("Välj tabell"), name="report_table_cmb", clearable=False)
        self.choice.changed.connect(self._on_chosen)
        self.model = TextTableModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(px(34))
        self.table.setHorizontalHeader(TableHead(Qt.Orientation.Horizontal))
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        heads, sides = self.table.horizontalHeader(), self.table.verticalHeader()
        heads.setMinimumHeight(px(46))
        label(heads, self.tr("Kolumner"), name="report_tables_heads")
        label(sides, self.tr("Rader"), name="report_tables_sides")
        label(self.table, self.tr("Tabell"), name="report_tables_tbl")
        self._caption = text_label("", weight=600, wrap=True, name="report_table_lbl")
        self._notes = text_label("", role="small", ink="text2", wrap=True)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)
        card = frame("card", "report_tables_card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(16), px(14), px(16), px(14))
        inner.setSpacing(px(10))
        for part in (self.choice, self._caption):
            inner.addWidget(part)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._notes)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_tables(self, tables: tuple[TextTable, ...]) -> None:
        """List other tables."""
        if tables == self._tables:
            return
        self._tables = tables
        self.choice.set_choices(
            Choice(str(place), table.caption) for place, table in enumerate(tables)
        )
        self.choice.set_value("0" if tables else None)
        self._on_chosen()

    def _on_chosen(self) -> None:
        place = int(self.choice.value() or 0)
        if place >= len(self._tables):
            return
        table = self._tables[place]
        self.model.show_table(table)
        self._caption.setText(table.caption)
        self._notes.setText("\n".join(table.notes))
        self.table.setAccessibleName(table.caption)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setCurrentIndex(self.model.index(0, 0))

    def copy(self) -> None:
        """Copy the table as tab-separated text with its heads, hidden numbers as two points."""
        table = self.model.table
        heads = tuple(_flat(head) for head in table.heads)
        lines = ["\t".join(line) for line in (heads, *table.rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def focus_field(self) -> None:
        """Put the focus on the list of tables."""
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
