"""The navigation at the left: icon, word, badge and key of each page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.widgets import icons
from ui.widgets.paint import box, key_cap, key_cap_width, line_of_text
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RailItem:
    """One page: key, word, icon and the key that opens it (empty: none)."""

    key: str
    text: str
    icon: str
    shortcut: str = ""


class RailModel(QAbstractListModel):
    """The pages that a person may see, with the number of things that wait on each."""

    def __init__(self, items: tuple[RailItem, ...]) -> None:
        super().__init__()
        self.items = items
        self.badges: dict[str, int] = {}
        self.active = ""

    def rowCount(self, parent: Index | None = None) -> int:
        """One row for each page."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The word, and the whole item read aloud."""
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [item.text, item.shortcut]
            if self.badges.get(item.key):
                parts.append(self.tr("{n} väntar").format(n=self.badges[item.key]))
            if item.key == self.active:
                parts.append(self.tr("vald"))
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.text}  {item.shortcut}".rstrip()
        return None

    def refresh(self) -> None:
        """Tell the view that active page or badges changed."""
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))


class _RailDelegate(QStyledItemDelegate):
    def __init__(self, rail: NavigationRail) -> None:
        super().__init__(rail)
        self._rail = rail

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or a square icon."""
        del option, index
        return QSize(px(40), px(44 if self._rail.compact else 40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one page."""
        t = theme()
        model = self._rail.pages
        item = model.items[index.row()]
        state = option.state
        rect = QRectF(option.rect).adjusted(0, px(1), 0, -px(1))
        active = item.key == model.active
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        if active or hover:
            box(painter, rect, radius=6, fill=t.colour("sel" if active else "sunken"))
        if active:
            bar = QRectF(rect.left(), rect.top() + px(8), px(3), rect.height() - px(16))
            box(painter, bar, radius=1, fill=t.colour("primary"))
        if self._rail.hasFocus() and index.row() == self._rail.currentIndex().row():
            width = max(2, px(2))
            box(painter, rect, radius=6, border=t.colour("focus"), width=width)
        middle = rect.center().y()
        left = rect.left() + (px(20) if self._rail.compact else px(10))
        place = QRectF(left, middle - px(9), px(18), px(18))
        icons.draw(painter, item.icon, t.colour("primary" if active else "text2"), place)
        count = 0 if active else model.badges.get(item.key, 0)
        if self._rail.compact:
            if count:
                self._badge(painter, rect.right() - px(2), rect.top() + px(13), str(count))
            return
        right = rect.right() - px(8)
        if item.shortcut:
            right -= key_cap_width(item.shortcut)
            key_cap(painter, right, middle, item.shortcut, tokens=t)
        if count:
            right = self._badge(painter, right - px(6), middle, str(count))
        words = QRectF(left + px(29), rect.top(), right - left - px(35), rect.height())
        weight = 600 if active else 500
        line_of_text(painter, words, item.text, of=font("body", weight), ink=t.colour("text"))

    def _badge(self, painter: QPainter, right: float, middle: float, text: str) -> float:
        t = theme()
        width = max(px(20), px(12) + len(text) * px(8))
        rect = QRectF(right - width, middle - px(10), width, px(20))
        box(painter, rect, radius=10, fill=t.colour("warn_soft"))
        painter.setFont(font("small", 600))
        painter.setPen(t.colour("warn"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return right - width


class NavigationRail(QListView):
    """↑ ↓ move, Enter opens; one tab stop."""

    opened = Signal(str)

    def __init__(self, items: tuple[RailItem, ...], *, name: str, accessible: str) -> None:
        super().__init__()
        self.compact = False
        self.pages = RailModel(items)
        self.setModel(self.pages)
        self.setItemDelegate(_RailDelegate(self))
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self._on_activated)

    def set_active(self, key: str) -> None:
        """Mark the page that is open."""
        self.pages.active = key
        self.pages.refresh()
        for row, item in enumerate(self.pages.items):
            if item.key == key:
                self.setCurrentIndex(self.pages.index(row, 0))

    def set_badge(self, key: str, count: int) -> None:
        """Show how many things wait on a page; 0: none."""
        if self.pages.badges.get(key, 0) != count:
            self.pages.badges[key] = count
            self.pages.refresh()

    def set_compact(self, compact: bool) -> None:
        """Show icons only; tooltips carry the words."""
        if compact != self.compact:
            self.compact = compact
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are not for finding here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_activated(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.pages.items[index.row()].key)
