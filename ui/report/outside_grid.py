"""A printed table to type off: one square for each number, moved through with the arrows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from familjecentral.statistics.printed import Shape
from ui.widgets.naming import label
from ui.widgets.theme import px, theme

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SquareModel(QAbstractTableModel):
    """The squares of a table. An empty one was not in the table."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shape: Shape | None = None
        self.squares: dict[tuple[int, int], str] = {}
        self._wrong: frozenset[tuple[int, int]] = frozenset()

    def show_shape(self, shape: Shape | None) -> None:
        """Show another table, empty."""
        self.beginResetModel()
        self.shape, self.squares, self._wrong = shape, {}, frozenset()
        self.endResetModel()

    def show_wrong(self, wrong: frozenset[tuple[int, int]]) -> None:
        """Mark the squares that are no counts."""
        self._wrong = wrong
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows of the table."""
        inner = parent is not None and parent.isValid()
        return 0 if self.shape is None or inner else len(self.shape.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns of the table."""
        inner = parent is not None and parent.isValid()
        return 0 if self.shape is None or inner else len(self.shape.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every square can be written in."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is typed; read aloud with row and column, and what is wrong with it."""
        place = index.row(), index.column()
        text = self.squares.get(place, "")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            is_wrong = place in self._wrong and role == Qt.ItemDataRole.DisplayRole
            return f"{text} !" if is_wrong else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and place in self._wrong:
            return theme().colour("error")
        if role == Qt.ItemDataRole.AccessibleTextRole and self.shape is not None:
            row, column = self.shape.rows[place[0]].label, self.shape.columns[place[1]].label
            said = self.tr("inget tal") if place in self._wrong else text or self.tr("tom")
            return f"{row}, {column}: {said}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what is typed."""
        place = index.row(), index.column()
        self.squares[place] = str(value).strip()
        self._wrong -= {place}
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return role == Qt.ItemDataRole.EditRole

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Rows and columns as they are printed."""
        if self.shape is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.shape.rows[section].label
        column = self.shape.columns[section]
        return column.label if column.group in ("", "därav") else f"{column.group}\n{column.label}"


class SquareGrid(QTableView):
    """Type to write, Enter goes down, Ctrl V pastes a block from a spreadsheet, Del empties."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = SquareModel()
        self.setModel(self.typed)
        label(
            self,
            self.tr("Tabellens tal"),
            self.tr("Skriv talen som de står. Enter går nedåt, Ctrl V klistrar in ett block."),
            name="outside_grid_tbl",
        )
        label(self.horizontalHeader(), self.tr("Kolumner"), name="outside_grid_heads")
        label(self.verticalHeader(), self.tr("Rader"), name="outside_grid_sides")
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(px(30))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(px(190))

    def show_shape(self, shape: Shape | None) -> None:
        """Show another table, from its first square."""
        self.typed.show_shape(shape)
        self.setCurrentIndex(self.typed.index(0, 0))

    def squares(self) -> Mapping[tuple[int, int], str]:
        """Return what is typed, by row and column."""
        return dict(self.typed.squares)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a sheet."""
        here = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and here.isValid():
            self.typed.setData(here, "")
        else:
            super().keyPressEvent(event)

    def _go_down(self) -> None:
        here = self.currentIndex()
        row, column = here.row() + 1, here.column()
        if row >= self.typed.rowCount():
            row, column = 0, (column + 1) % max(self.typed.columnCount(), 1)
        self.setCurrentIndex(self.typed.index(row, column))

    def paste(self, text: str) -> None:
        """Write a block of lines and tabs from the current square on; what goes over is left."""
        here = self.currentIndex()
        for down, line in enumerate(text.splitlines()):
            for across, value in enumerate(line.split("\t")):
                square = self.typed.index(here.row() + down, here.column() + across)
                if square.isValid():
                    self.typed.setData(square, value)
