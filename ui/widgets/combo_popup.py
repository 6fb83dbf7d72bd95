"""The open list of a coded choice, with the keys that work in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ui.widgets import icons
from ui.widgets.buttons import KeyCap
from ui.widgets.paint import box, line_of_text
from ui.widgets.text import row, rule, text_label
from ui.widgets.theme import font, px, theme

if TYPE_CHECKING:
    from ui.widgets.combo import CodedCombo

Index = QModelIndex | QPersistentModelIndex


class _RowDelegate(QStyledItemDelegate):
    """Paints one row: soft fill when current, the hit underlined, the typed text at right."""

    def __init__(self, popup: ComboPopup) -> None:
        super().__init__(popup)
        self._popup = popup

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row has the height of a control."""
        del option, index
        return QSize(px(80), px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        t = theme()
        combo = self._popup.combo
        rect = QRectF(option.rect)
        current = index.row() == self._popup.current_row()
        if current:
            box(painter, rect.adjusted(px(2), 0, -px(2), 0), radius=4, fill=t.colour("sel"))
        inner = rect.adjusted(px(10), 0, -px(10), 0)
        if index.row() in self._popup.checked:
            place = QRectF(inner.right() - px(16), inner.center().y() - px(8), px(16), px(16))
            icons.draw(painter, "check", t.colour("primary"), place)
            inner.adjust(0, 0, -px(22), 0)
        mark = None
        if current and combo.typed:
            typed = combo.tr("skrivet: ”{typed}”").format(typed=combo.typed)
            room = QFontMetricsF(font("small")).horizontalAdvance(typed)
            right = QRectF(inner.right() - room, inner.top(), room + 1, inner.height())
            line_of_text(painter, right, typed, of=font("small"), ink=t.colour("text2"))
            inner.adjust(0, 0, -room - px(8), 0)
            mark = (combo.hit.start, combo.hit.length) if combo.hit else None
        choice = combo.choices[index.row()]
        of = QFont(font())
        of.setStrikeOut(choice.retired)
        ink = t.colour("text" if choice.key else "muted")
        line_of_text(painter, inner, choice.text, of=of, ink=ink, mark=mark)


class ComboPopup(QFrame):
    """A popup below its field. Keys go through the field's own type-ahead."""

    def __init__(self, combo: CodedCombo) -> None:
        super().__init__(combo, Qt.WindowType.Popup)
        self.combo = combo
        self.checked: frozenset[int] = frozenset()
        self._opened_at = -1
        self.setObjectName(f"{combo.objectName()}_popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.view = QListView(self)
        self.view.setObjectName(f"{combo.objectName()}_list")
        self.view.setAccessibleName(combo.accessibleName())
        self.view.setModel(combo.model())
        self.view.setItemDelegate(_RowDelegate(self))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.clicked.connect(self._on_clicked)
        self._notice: QLabel = text_label("", role="small", weight=500, ink="warn")
        box_layout = QVBoxLayout(self)
        box_layout.setContentsMargins(px(4), px(4), px(4), px(4))
        box_layout.setSpacing(px(4))
        box_layout.addWidget(self._notice)
        box_layout.addWidget(self.view)
        box_layout.addWidget(rule())
        keys = row(
            KeyCap("↑"),
            KeyCap("↓"),
            text_label(self.tr("välj"), role="small", ink="text2"),
            KeyCap("Tab"),
            text_label(self.tr("ta"), role="small", ink="text2"),
            KeyCap("Esc"),
            text_label(self.tr("stäng"), role="small", ink="text2"),
            1,
        )
        keys.setContentsMargins(px(8), px(2), px(8), px(2))
        box_layout.addLayout(keys)

    def current_row(self) -> int:
        """Return the row that the keys are on."""
        return self.combo.currentIndex()

    def open_below(self, index: int, notice: str, checked: frozenset[int]) -> None:
        """Show the list at its field, above it where there is no room below."""
        self._opened_at = index
        self.checked = checked
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        rows = min(max(self.combo.count(), 1), self.combo.maxVisibleItems())
        self.view.setFixedHeight(rows * px(30) + 2)
        metrics = QFontMetricsF(font())
        longest = max(
            (metrics.horizontalAdvance(choice.text) for choice in self.combo.choices), default=0
        )
        width = max(self.combo.width(), min(round(longest) + px(60), px(460)), px(250))
        self.setFixedWidth(width)
        self.adjustSize()
        below = self.combo.mapToGlobal(QPoint(0, self.combo.height() + px(5)))
        screen = self.combo.screen() or QGuiApplication.primaryScreen()
        if below.y() + self.height() > screen.availableGeometry().bottom():
            below = self.combo.mapToGlobal(QPoint(0, -self.height() - px(5)))
        self.move(below.x(), max(below.y(), 0))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.refresh()

    def refresh(self) -> None:
        """Follow the field."""
        if self.isVisible():
            index = self.combo.model().index(max(self.combo.currentIndex(), 0), 0)
            self.view.scrollTo(index)
            self.view.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with round corners."""
        del event
        t = theme()
        painter = QPainter(self)
        ground, border = t.colour("surface"), t.colour("outline")
        box(painter, QRectF(self.rect()), radius=6, fill=ground, border=border)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab and Enter take, Esc restores, the rest is the field's."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            row_now = self.combo.currentIndex()
            self.hide()
            self.combo.take(row_now)
            self.combo.setFocus(Qt.FocusReason.PopupFocusReason)
            if key == Qt.Key.Key_Tab:
                self.combo.focusNextChild()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.combo.settle()
            self.combo.move_to(self._opened_at)
            self.hide()
        else:
            self.combo.keyPressEvent(event)
            self.refresh()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab takes; it does not wander inside the popup."""
        del next
        return False

    def _on_clicked(self, index: QModelIndex) -> None:
        self.hide()
        self.combo.take(index.row())
