"""The groups of a term as a table of two-line rows, with the bar of seats and the status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from familjecentral.groups.model import Group, GroupId, GroupStatus
from familjecentral.groups.reading import GroupRow, TermPage
from familjecentral.order import by_name
from ui.calendar.words import leader_names, room_name
from ui.codes import short_label
from ui.groups.words import LOOKS, count_of, dates, or_dash, reminder, status_note, tr, weekday_time
from ui.widgets import icons
from ui.widgets.paint import box, line_of_text
from ui.widgets.table import RowDelegate, Table
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
LEVEL_ROLE = Qt.ItemDataRole.UserRole + 1
BELOW_ROLE = Qt.ItemDataRole.UserRole + 2
SEATS_ROLE = Qt.ItemDataRole.UserRole + 3
STATUS_ROLE = Qt.ItemDataRole.UserRole + 4
WARN_ROLE = Qt.ItemDataRole.UserRole + 5
TALL_ROW = 53
_COLUMNS = ("title", "level", "when", "room", "leaders", "seats", "waiting", "status")
_BAR = 48


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with the words of its row: ``above`` and ``below`` per column."""

    row: GroupRow
    above: tuple[str, ...]
    below: tuple[str, ...]
    warns: bool

    @property
    def group(self) -> Group:
        """The group itself."""
        return self.row.group

    @property
    def spoken(self) -> str:
        """The whole row as it is read aloud."""
        parts = [text for pair in zip(self.above, self.below, strict=True) for text in pair]
        return ", ".join(text for text in parts if text)


def shown(row: GroupRow, page: TermPage) -> ShownGroup:
    """Return the words of a group's row."""
    group, codes, house = row.group, page.codes, page.house
    programme = codes.label("programme", group.values.programme)
    note = status_note(group, row.held, codes, page.today)
    warning = reminder(group, row.taken, page.today)
    leaders = leader_names(house, [member.leader for member in group.team])
    above = (
        group.title,
        short_label(codes, "prevention_level", group.prevention_level),
        weekday_time(group) or tr("ingen tid"),
        room_name(house, group.room) or "–",
        leaders or "–",
        count_of(row.taken, group.seats),
        or_dash(row.waiting),
        codes.label("group_status", group.status),
    )
    below = (programme, "", dates(group), "", "", "", "", warning or note)
    return ShownGroup(row, above, below, bool(warning))


class GroupsModel(QAbstractTableModel):
    """Rows in the chosen order, filtered by status and by what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = (
            tr("Grupp"),
            tr("Nivå"),
            tr("Dag och tid"),
            tr("Lokal"),
            tr("Ledare"),
            tr("Platser"),
            tr("Väntelista"),
            tr("Status"),
        )
        self.samples = (
            "Vägledande samspel, kväll",
            "Universell ◆ ↓",
            "mån 10.00–15.00",
            "Stora rummet",
            "Maja, Johan",
            "12 av 12 ——————",
            "Väntelista ↓",
            "Öppen för anmälan ———",
        )
        self.stretches = (5, 0, 1, 2, 3, 0, 0, 0)
        self.rows: list[ShownGroup] = []
        self._all: list[ShownGroup] = []
        self._status: GroupStatus | None = None
        self._text = ""
        self.sort_column = 2
        self.descending = False

    def rowCount(self, parent: Index | None = None) -> int:
        """The groups shown."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Both lines, level, seats, status, and the whole row read aloud."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        one = self.rows[index.row()]
        key = _COLUMNS[index.column()]
        above, below = one.above[index.column()], one.below[index.column()]
        side = Qt.AlignmentFlag.AlignRight if key == "waiting" else Qt.AlignmentFlag.AlignLeft
        answers: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: above,
            Qt.ItemDataRole.ToolTipRole: ", ".join(text for text in (above, below) if text),
            Qt.ItemDataRole.AccessibleTextRole: one.spoken,
            Qt.ItemDataRole.TextAlignmentRole: int(side | Qt.AlignmentFlag.AlignVCenter),
            LEVEL_ROLE: one.group.prevention_level if key == "level" else None,
            BELOW_ROLE: below,
            SEATS_ROLE: (one.row.taken, one.group.seats) if key == "seats" else None,
            STATUS_ROLE: one.group.status if key == "status" else None,
            WARN_ROLE: one.warns and key == "status",
        }
        return answers.get(role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The head; the arrow of the sort stands beside the word."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = ("↓" if self.descending else "↑") if section == self.sort_column else ""
            return f"{self.heads[section]} {arrow}".rstrip()
        if role == Qt.ItemDataRole.TextAlignmentRole and _COLUMNS[section] == "waiting":
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def set_groups(self, groups: Sequence[ShownGroup]) -> None:
        """Take other groups; filter and order stay."""
        self._all = list(groups)
        self._arrange()

    def filter_by(self, status: GroupStatus | None, text: str) -> None:
        """Show one status only, and only rows that hold what is typed."""
        self._status, self._text = status, text.strip().casefold()
        self._arrange()

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out on purpose."""
        return self._status is not None or bool(self._text)

    def sort_by(self, column: int) -> None:
        """Sort by a column; the same again turns the order."""
        self.descending = not self.descending if column == self.sort_column else False
        self.sort_column = column
        self._arrange()

    def place_of(self, group_id: GroupId | None) -> int | None:
        """Return where a group stands, None when it is not shown."""
        return next((n for n, one in enumerate(self.rows) if one.group.id == group_id), None)

    def _arrange(self) -> None:
        self.beginResetModel()
        wanted = [one for one in self._all if self._is_wanted(one)]
        wanted.sort(key=lambda one: by_name(one.group.title))
        wanted.sort(key=self._order, reverse=self.descending)
        self.rows = wanted
        self.endResetModel()

    def _is_wanted(self, one: ShownGroup) -> bool:
        if self._status is not None and one.group.status is not self._status:
            return False
        return self._text in one.spoken.casefold()

    def _order(self, one: ShownGroup) -> tuple[object, ...]:
        key, group = _COLUMNS[self.sort_column], one.group
        if key == "when":
            first = group.course[0] if group.course else None
            return (first.day, first.start) if first else (dt.date.max, 0)
        if key == "seats":
            return (one.row.taken / group.seats, one.row.taken)
        if key == "waiting":
            return (one.row.waiting,)
        if key == "status":
            return (list(GroupStatus).index(group.status),)
        if key == "level":
            return (("universal", "selective", "indicated").index(group.prevention_level),)
        return (by_name(one.above[self.sort_column]),)


class GroupDelegate(RowDelegate):
    """Draws two lines, the bar of seats, and the status with icon and word."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, LEVEL_ROLE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        status, seats = index.data(STATUS_ROLE), index.data(SEATS_ROLE)
        below = str(index.data(BELOW_ROLE) or "")
        if status is None and seats is None and not below:
            super().paint(painter, option, index)
            return
        inner = self.draw_ground(painter, option, index)
        t = theme()
        if seats is not None:
            self._draw_bar(painter, inner, *seats)
            inner.adjust(px(_BAR + 10), 0, 0, 0)
            text = str(index.data())
            line_of_text(painter, inner, text, of=font("body"), ink=t.colour("text"))
            return
        upper = QRectF(inner.left(), inner.top() + px(6), inner.width(), px(21))
        lower = QRectF(inner.left(), upper.bottom(), inner.width(), px(20))
        ink = t.colour("warn" if index.data(WARN_ROLE) else "text2")
        if status is not None:
            self._draw_status(painter, upper, GroupStatus(status), str(index.data()))
            if index.data(WARN_ROLE):
                spot = QRectF(lower.left(), lower.center().y() - px(7), px(14), px(14))
                icons.draw(painter, "clock-alert", ink, spot)
                lower.adjust(px(18), 0, 0, 0)
        else:
            weight = 600 if index.column() == 0 else 400
            line_of_text(
                painter, upper, str(index.data()), of=font("body", weight), ink=t.colour("text")
            )
        line_of_text(painter, lower, below, of=font("small"), ink=ink)

    def _draw_bar(self, painter: QPainter, rect: QRectF, taken: int, seats: int) -> None:
        t = theme()
        track = QRectF(rect.left(), rect.center().y() - px(4), px(_BAR), px(8))
        box(painter, track, radius=2, fill=t.colour("sunken"))
        if taken:
            share = min(taken / max(seats, 1), 1.0)
            filled = QRectF(track.left(), track.top(), track.width() * share, track.height())
            box(painter, filled, radius=2, fill=t.colour("primary"))

    def _draw_status(self, painter: QPainter, rect: QRectF, status: GroupStatus, word: str) -> None:
        draw_status(painter, rect, status, word)


def draw_status(painter: QPainter, rect: QRectF, status: GroupStatus, word: str) -> None:
    """Draw a pill with icon and word; the ground is only an addition."""
    t, look = theme(), LOOKS[status]
    ground = {"ok": "ok_soft", "info": "info_soft", "warn": "warn_soft", "err": "error_soft"}
    ink = t.colour({"err": "error", "": "text2"}.get(look.kind, look.kind))
    words = font("small", 600)
    width = min(QFontMetricsF(words).horizontalAdvance(word) + px(40), rect.width())
    pill = QRectF(rect.left(), rect.top(), width, rect.height())
    box(painter, pill, radius=10, fill=t.colour(ground.get(look.kind, "sunken")))
    icons.draw(
        painter,
        look.icon,
        ink,
        QRectF(pill.left() + px(8), pill.center().y() - px(7), px(14), px(14)),
    )
    inner = pill.adjusted(px(28), 0, -px(8), 0)
    line_of_text(painter, inner, word, of=words, ink=ink)
