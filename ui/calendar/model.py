"""The calendar as a table, for keyboard, screen reader and copying."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.calendar.cells import Card, GridData, Load, Row
from ui.calendar.words import times

Index = QModelIndex | QPersistentModelIndex
CARDS = Qt.ItemDataRole.UserRole + 1


class CalendarModel(QAbstractTableModel):
    """Rows of rooms, leaders or groups and, below a term, the evenings of each leader."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: GridData | None = None

    def set_grid(self, grid: GridData) -> None:
        """Show other contents; where the shape is the same, the view keeps its place."""
        old = self.grid
        same = (
            old is not None
            and [row.key for row in old.rows] == [row.key for row in grid.rows]
            and len(old.columns) == len(grid.columns)
            and len(old.loads) == len(grid.loads)
            and old.span == grid.span
        )
        if same:
            self.grid = grid
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(len(grid.columns) - 1, 0))
        else:
            self.beginResetModel()
            self.grid = grid
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the rows, with the head line and the lines of the evenings below a term."""
        if parent.isValid() or self.grid is None:
            return 0
        loads = len(self.grid.loads)
        return len(self.grid.rows) + (loads + 1 if loads else 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the days or weeks."""
        return 0 if parent.isValid() or self.grid is None else len(self.grid.columns)

    def row(self, place: int) -> Row | None:
        """Return a row of cards; None below them."""
        rows = self.grid.rows if self.grid else ()
        return rows[place] if 0 <= place < len(rows) else None

    def load(self, place: int) -> Load | None:
        """Return a line of evenings; None above them, and for their head line."""
        if self.grid is None:
            return None
        below = place - len(self.grid.rows) - 1
        return self.grid.loads[below] if 0 <= below < len(self.grid.loads) else None

    def cards(self, row: int, column: int) -> tuple[Card, ...]:
        """Return the cards of a cell."""
        found = self.row(row)
        return found.cells[column] if found and 0 <= column < len(found.cells) else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words."""
        if self.grid is None or not index.isValid():
            return None
        cards = self.cards(index.row(), index.column())
        load = self.load(index.row())
        if role == Qt.ItemDataRole.DisplayRole and load is not None:
            return evening_text(load, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return "; ".join(map(short_text, cards))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column(), cards, load)
        tip = role == Qt.ItemDataRole.ToolTipRole
        return "\n".join(card.text() for card in cards) or None if tip else None

    def _spoken(self, row: int, column: int, cards: tuple[Card, ...], load: Load | None) -> str:
        assert self.grid is not None
        head = self.grid.columns[column]
        where = f"vecka {head.head}" if self.grid.span == "term" else head.head
        if load is not None:
            return f"{load.name}, {where}, kvällspass {evening_text(load, column)}"
        found = self.row(row)
        if found is None:
            return ""
        parts = [found.title, where, found.shut[column] or head.note]
        parts += [card.text() for card in cards] or [self.tr("inget bokat")]
        return ". ".join(part for part in parts if part)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the words of a head: day or week, room, leader or group."""
        if self.grid is None or section < 0:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._column_head(section, role)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        named = self.row(section)
        if named is not None:
            return named.title
        load = self.load(section)
        return load.name if load is not None else self.tr("Kvällspass per ledare och vecka")

    def _column_head(self, section: int, role: int) -> str | None:
        assert self.grid is not None
        if section >= len(self.grid.columns):
            return None
        column = self.grid.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        head = f"vecka {column.head}" if self.grid.span == "term" else column.head
        return ", ".join(part for part in (head, column.sub, column.note) if part)

    def table(self) -> list[list[str]]:
        """Return everything as a table of texts, head line first."""
        if self.grid is None:
            return []
        heads = [" ".join(filter(None, (c.head, c.note))) for c in self.grid.columns]
        rows = [
            [row.title, *("; ".join(map(short_text, cell)) for cell in row.cells)]
            for row in self.grid.rows
        ]
        evenings = [
            [load.name, *(evening_text(load, n) for n in range(len(load.evenings)))]
            for load in self.grid.loads
        ]
        return [[self.grid.corner, *heads], *rows, *evenings]


def evening_text(load: Load, column: int) -> str:
    """Return the evenings of a week; – for none, an exclamation mark above the limit."""
    number = load.evenings[column]
    over = load.most is not None and number > load.most
    return f"{number}{'!' if over else ''}" if number else "–"


def short_text(card: Card) -> str:
    """Return a card in one line: time, title, number, clash."""
    head = f"{card.title}, {card.part}" if card.part else card.title
    text = f"{times(card.start, card.end)} {head}"
    return f"{text} ({card.clash})" if card.clash else text
