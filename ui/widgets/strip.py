"""The completeness strip: one box for each ISO week, with a sign and not by colour alone."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from familjecentral.contacts.weeks import WeekStatus
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.theme import font, px, theme

Index = QModelIndex | QPersistentModelIndex
Weeks = tuple[tuple[int, WeekStatus | None], ...]

_SIGNS = {WeekStatus.REPORTED: "✓", WeekStatus.NOTHING: "–", WeekStatus.MISSING: "?", None: ""}
_IN_ROW = 7
_WIDTH, _HEIGHT = 30, 40


class WeekModel(QAbstractListModel):
    """The weeks of a period and what is known of each."""

    def __init__(self) -> None:
        super().__init__()
        self.weeks: Weeks = ()

    def show_weeks(self, weeks: Weeks) -> None:
        """Show other weeks."""
        self.beginResetModel()
        self.weeks = weeks
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row for each week."""
        return 0 if parent is not None and parent.isValid() else len(self.weeks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number, and the status in words."""
        week, status = self.weeks[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(week)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.tr("Vecka {week}, {status}").format(week=week, status=self._words(status))
        return None

    def _words(self, status: WeekStatus | None) -> str:
        if status is WeekStatus.REPORTED:
            return self.tr("redovisad")
        if status is WeekStatus.NOTHING:
            return self.tr("inget att redovisa")
        if status is WeekStatus.MISSING:
            return self.tr("ingen uppgift lämnad")
        return self.tr("kommande")


class _WeekDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the box and the number below."""
        del option, index
        return QSize(px(_WIDTH), px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one week."""
        t = theme()
        view = option.widget
        assert isinstance(view, QListView)
        model = index.model()
        assert isinstance(model, WeekModel)
        week, status = model.weeks[index.row()]
        rect = QRectF(option.rect)
        place = QRectF(rect.left() + px(1), rect.top() + px(2), rect.width() - px(3), px(19))
        ink = "text"
        if status is WeekStatus.REPORTED:
            box(painter, place, radius=3, fill=t.colour("primary"))
            ink = "on_primary"
        elif status is WeekStatus.NOTHING:
            box(painter, place, radius=3, fill=t.colour("sunken"))
        elif status is WeekStatus.MISSING:
            painter.setPen(QPen(t.colour("warn"), max(1, px(1)), Qt.PenStyle.DashLine))
            painter.setBrush(QBrush(t.colour("sunken"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(place, px(3), px(3))
        else:
            box(painter, place, radius=3, border=t.colour("outline"))
        painter.setFont(font("small", 600))
        painter.setPen(t.colour(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _SIGNS[status])
        below = QRectF(rect.left(), place.bottom(), rect.width(), rect.bottom() - place.bottom())
        painter.setPen(t.colour("text2"))
        painter.setFont(font("small"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(week))
        if view.hasFocus() and view.currentIndex() == index:
            edge = rect.adjusted(0, 0, -px(1), -px(1))
            box(painter, edge, radius=4, border=t.colour("focus"), width=max(2, px(2)))


class CompletenessStrip(QListView):
    """← → move from week to week, Enter asks about one; one tab stop."""

    asked = Signal(int)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.model_of_weeks = WeekModel()
        self.setModel(self.model_of_weeks)
        self.setItemDelegate(_WeekDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(lambda index: self.asked.emit(index.row()))
        label(self, self.tr("Underlag per vecka"), name=name)

    def show_weeks(self, weeks: Weeks) -> None:
        """Show the weeks of a period."""
        if weeks != self.model_of_weeks.weeks:
            self.model_of_weeks.show_weeks(weeks)
            self.setCurrentIndex(self.model_of_weeks.index(0, 0))
        rows = max(1, -(-len(weeks) // _IN_ROW))
        self.setFixedSize(px(_WIDTH) * _IN_ROW + px(4), px(_HEIGHT) * rows + px(2))

    def missing(self) -> tuple[int, ...]:
        """Return the numbers of the weeks without a report."""
        return tuple(w for w, s in self.model_of_weeks.weeks if s is WeekStatus.MISSING)

    def next_missing(self, step: int) -> None:
        """Go to the next (or with -1 the previous) week without a report, round the end."""
        weeks = self.model_of_weeks.weeks
        here = max(self.currentIndex().row(), 0)
        for distance in range(1, len(weeks) + 1):
            row = (here + step * distance) % len(weeks)
            if weeks[row][1] is WeekStatus.MISSING:
                self.setCurrentIndex(self.model_of_weeks.index(row, 0))
                self.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter asks; letters are not for finding here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(self.currentIndex().row())
            return
        keys = (
            *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
            *(Qt.Key.Key_Home, Qt.Key.Key_End),
        )
        if event.key() in keys and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()
