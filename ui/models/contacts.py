"""The own contacts as a table that fetches its rows in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from familjecentral.contacts.model import ContactId
from familjecentral.contacts.store import SortColumn
from ui.models.contact_rows import UNKNOWN, Row

Index = QModelIndex | QPersistentModelIndex
# Looked up once: a table asks for them some thousand times when it is painted.
_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEVEL_COLUMN = 1
LEVEL_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its head, what it sorts by (None: nothing), a text that must fit, and
    its part of the room that is left."""

    key: str
    head: str
    sort: SortColumn | None
    sample: str
    stretch: int = 0
    right: bool = False


def columns() -> tuple[Column, ...]:
    """Return the columns of the list."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("contacts_table", text)

    return (
        Column("day", tr("Datum"), SortColumn.DATE, "mån 30/12"),
        Column("level", tr("Prevention"), SortColumn.PREVENTION_LEVEL, "Prevention ↓"),
        Column("working", tr("Arbetsnivå"), SortColumn.WORKING_LEVEL, "Arbetsnivå ↓"),
        Column("what", tr("Kontaktform"), SortColumn.CONTACT_FORM, "Kontaktform ↓", 3),
        Column("topic", tr("Huvudfråga"), SortColumn.TOPIC, "Huvudfråga ↓", 3),
        Column("age", tr("Ålder"), None, "00–11 mån"),
        Column("people", tr("Deltog"), None, "Medförälder", 1),
        Column("minutes", tr("Minuter"), None, "Minuter", right=True),
    )


class ContactsModel(QAbstractTableModel):
    """Rows that have been fetched; asks for the next page when the view comes near the end."""

    def __init__(self, fetch_more: Callable[[], None]) -> None:
        super().__init__()
        self.columns = columns()
        self.rows: list[Row] = []
        self.sort_column = SortColumn.DATE
        self.descending = True
        self._fetch_more = fetch_more
        self._has_more = False

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows fetched so far."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, alignment, tooltip, level, and the whole row read aloud."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, place = self.rows[index.row()], index.column()
        if role == _DISPLAY:
            return row.cells[place]
        if role == _ALIGNMENT:
            return _RIGHT if self.columns[place].right else _LEFT
        if role == LEVEL_ROLE:
            return row.contact.values.prevention_level.value if place == LEVEL_COLUMN else None
        if role == Qt.ItemDataRole.ToolTipRole:
            text = row.cells[place]
            return self.tr("ingen uppgift") if text == UNKNOWN else text
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The head; the arrow of the sort stands beside the word."""
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        sorted_by = column.sort is self.sort_column
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = ("↓" if self.descending else "↑") if sorted_by else ""
            return f"{column.head} {arrow}".rstrip()
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and sorted_by:
            return self.tr("fallande") if self.descending else self.tr("stigande")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there is another page."""
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it comes later."""
        if not parent.isValid() and self._has_more:
            self._has_more = False
            self._fetch_more()

    def set_rows(self, rows: Sequence[Row], *, has_more: bool) -> None:
        """Begin anew with the first page."""
        self.beginResetModel()
        self.rows = list(rows)
        self._has_more = has_more
        self.endResetModel()

    def append_rows(self, rows: Sequence[Row], *, has_more: bool) -> None:
        """Add a page at the end."""
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()
        self._has_more = has_more

    def place_of(self, contact_id: ContactId) -> int | None:
        """Return the row of a contact among those fetched."""
        return next((i for i, r in enumerate(self.rows) if r.contact.id == contact_id), None)
