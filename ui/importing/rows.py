"""The rows that do not come in by themselves: where, why, and whether they are let in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.contacts.importing.decisions import SetAside
from familjecentral.contacts.importing.report import KINDS, REASONS, ImportReport, reason_of
from ui.widgets.combo import Choice
from ui.widgets.feedback import EmptyState
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import Table
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_REASON = 2
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that does not come in by itself. ``id``: of one that may be let in; 0 for others.
    ``kinds``: what the guard found, where there is room for nothing more."""

    sheet: str
    number: int
    column: str
    reason: str
    id: int = 0
    kinds: str = ""
    is_duplicate: bool = False


def left_rows(report: ImportReport) -> list[LeftRow]:
    """Return them in the order of the file."""
    several = len(report.sheets) > 1
    found = []
    for one in sorted(report.left, key=lambda r: (r.sheet, r.number, r.column)):
        sheet = report.sheets[one.sheet] if several else ""
        may = one.id if isinstance(one, SetAside) else 0
        kinds = ", ".join(KINDS.get(kind, kind) for kind in one.kinds)
        short = f"{kinds[:1].upper()}{kinds[1:]}"
        found.append(LeftRow(sheet, one.number, one.column, reason_of(one), may, short))
    reason = REASONS["duplicate_row"]
    found += [
        LeftRow("", number, report.number_column, reason, is_duplicate=True)
        for number in report.dropped_duplicates
    ]
    return found


class LeftModel(QAbstractTableModel):
    """Row, column, reason and state. No content of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[LeftRow] = []
        self.accepted: frozenset[int] = frozenset()

    def show_rows(self, rows: list[LeftRow], accepted: frozenset[int]) -> None:
        """Show other rows, or the same with another answer."""
        if rows == self.rows:
            self.accepted = accepted
            last = self.index(len(rows) - 1, self.columnCount() - 1)
            if rows:
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows, self.accepted = rows, accepted
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """The rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Row, column, reason, state."""
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tooltip, and the whole row read aloud."""
        if not index.isValid():
            return None
        left = self.rows[index.row()]
        texts = self._texts(left)
        if role == Qt.ItemDataRole.DisplayRole and index.column() == _REASON and left.kinds:
            # What differs from row to row stands first: the rest is cut off at large text.
            short = self.tr("{kinds} (kanske)") if left.id else self.tr("{kinds} (personuppgift)")
            return short.format(kinds=left.kinds)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return texts[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Rad {row}, {column}: {reason}, {state}").format(
                row=texts[0], column=texts[1], reason=texts[2], state=texts[3]
            )
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The heads."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Rad"), self.tr("Kolumn"), self.tr("Orsak"), self.tr("Tas med"))[
                section
            ]
        return None

    def _texts(self, left: LeftRow) -> tuple[str, str, str, str]:
        if left.id:
            state = self.tr("Ja") if left.id in self.accepted else self.tr("Nej – välj")
        elif left.is_duplicate:
            state = self.tr("Dubblett")
        else:
            state = self.tr("Fel")
        where = f"{left.sheet} {left.number}".strip()
        return where, left.column, left.reason, state


class LeftTable(Table):
    """Space or Enter answers for the row; *Nej* stands until somebody does."""

    answered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space answers."""
        if event.key() == Qt.Key.Key_Space:
            self.answered.emit()
        else:
            super().keyPressEvent(event)


class RowsPane(QWidget):
    """The table with its filter, and the sentence of the chosen row."""

    accepted = Signal(int, bool)

    def __init__(self, name: str = "import_rows") -> None:
        super().__init__()
        self._all: list[LeftRow] = []
        self._accepted: frozenset[int] = frozenset()
        self._texts: tuple[str, ...] = ()
        self.model = LeftModel()
        self.table = LeftTable(self.tr("Rader som inte kom med"), name=f"{name}_tbl")
        self.table.setModel(self.model)
        self.table.set_widths(("9999", "Frågeställning", "Datumet går", "Nej – välj"), (0, 1, 4, 0))
        self.table.setMinimumHeight(px(110))
        self._part = SegmentedControl(
            self.tr("Vilka rader"), (Choice("all", self.tr("Alla")),), name=f"{name}_seg"
        )
        self._part.set_value("all")
        self._title = text_label(self.tr("Rader som inte kommer med"), role="h2")
        self._empty = EmptyState("circle-check", name=f"{name}_empty")
        self._hint = text_label("", role="small", ink="text2", wrap=True, name=f"{name}_hint_lbl")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(8))
        outer.addWidget(self._title)
        outer.addLayout(row(self._part, 1))
        outer.addWidget(self.table, 1)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._hint)
        self._empty.hide()
        self._part.changed.connect(self._show)
        self.table.opened.connect(self._answer)
        self.table.answered.connect(self._answer)
        self.table.selectionModel().selectionChanged.connect(self._say_chosen)

    def show_report(self, report: ImportReport | None, accepted: frozenset[int]) -> None:
        """Show what a look or an import left."""
        self._all = left_rows(report) if report is not None else []
        self._accepted = accepted
        open_rows = sum(bool(r.id) for r in self._all)
        wrong = len(self._all) - open_rows
        texts = (
            self.tr("Alla {n}").format(n=len(self._all)),
            self.tr("Att välja {n}").format(n=open_rows),
            self.tr("Fel {n}").format(n=wrong),
        )
        if texts != self._texts:
            self._texts = texts
            keys = ("all", "open", "wrong")
            self._part.set_choices(Choice(k, t) for k, t in zip(keys, texts, strict=True))
        if report is None:
            self._empty.say(
                self.tr("Raderna är inte lästa än."), self.tr("Svara först på det som saknas.")
            )
        else:
            self._empty.say(self.tr("Alla rader kommer med."), self.tr("Ingen rad behöver rättas."))
        self._show()

    def _show(self) -> None:
        part = self._part.value() or "all"
        shown = [r for r in self._all if part == "all" or (part == "open") == bool(r.id)]
        keep = self.table.chosen_rows()
        same = shown == self.model.rows
        self.model.show_rows(shown, self._accepted)
        if shown and not same:
            self.table.choose_row(keep[0] if keep and keep[0] < len(shown) else 0)
        for part_of in (self.table, self._part, self._title):
            part_of.setVisible(bool(self._all))
        self._empty.setVisible(not self._all)
        self._say_chosen()

    def _chosen(self) -> LeftRow | None:
        places = self.table.chosen_rows()
        return self.model.rows[places[0]] if places else None

    def _answer(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.id:
            self.accepted.emit(chosen.id, chosen.id not in self._accepted)

    def _say_chosen(self) -> None:
        chosen = self._chosen()
        self._hint.setVisible(chosen is not None)
        if chosen is None:
            return
        what = f"{chosen.reason[:1].lower()}{chosen.reason[1:]}"
        if chosen.id and chosen.id in self._accepted:
            text = self.tr("Rad {n}: {what}. Den tas med. Mellanslag ändrar.")
        elif chosen.id:
            text = self.tr(
                "Rad {n}: {what}. Titta på raden i filen. Är den inte om någon person: tryck "
                "mellanslag för att ta med den."
            )
        elif chosen.is_duplicate:
            text = self.tr("Rad {n}: {what}. Den räknas bara en gång.")
        else:
            text = self.tr(
                "Rad {n}: {what}. Rätta i filen, eller låt raden stå kvar i listan över rader som "
                "inte kom med."
            )
        self._hint.setText(text.format(n=chosen.number, what=what))
