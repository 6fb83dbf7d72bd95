"""A day: typed as people write it, or taken from a calendar with week numbers."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout

from ui.widgets import icons
from ui.widgets.daytext import read_day
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.theme import px, theme


class DateField(QLineEdit):
    """``2026-10-08``, ``8/10``, ``i dag``, ``igår``, ``-1``. ↑ ↓ step a day, F4 opens.

    :meth:`day` is None while the text means no day.
    """

    changed = Signal()

    def __init__(
        self, text: str, *, name: str, today: dt.date, optional: bool = False, ahead: bool = False
    ) -> None:
        """``ahead``: a day without year lies in front, not behind."""
        super().__init__()
        self._ahead = ahead
        self._today = today
        self._optional = optional
        self._popup: CalendarPopup | None = None
        label(
            self,
            text,
            self.tr("Skriv 2026-10-08, 8/10, i dag, igår eller -1. F4 öppnar kalendern"),
            name=name,
        )
        self.setMinimumWidth(px(136))
        action = QAction(self.tr("Öppna kalendern"), self)
        action.setIcon(icons.icon("calendar-days", "text2", 16))
        action.triggered.connect(self.open_calendar)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.findChildren(QToolButton):  # the action's own
            button.setAccessibleName(self.tr("Öppna kalendern"))
            button.setObjectName(f"{name}_btn_calendar")
            button.setToolTip(self.tr("Öppna kalendern"))
        self.editingFinished.connect(self._tidy)
        self.textEdited.connect(self._on_edited)

    def day(self) -> dt.date | None:
        """Return the day that the text means."""
        return read_day(self.text(), self._today, ahead=self._ahead)

    def is_wrong(self) -> bool:
        """Tell whether something is written that is no day, or nothing where one is needed."""
        return self.day() is None and not (self._optional and not self.text().strip())

    def set_day(self, day: dt.date | None) -> None:
        """Show a day without telling anybody."""
        self.setText(day.isoformat() if day else "")

    def set_invalid(self, invalid: bool) -> None:
        """Draw the error border."""
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().polish(self)

    def _tidy(self) -> None:
        day = self.day()
        if day is not None and self.text() != day.isoformat():
            self.setText(day.isoformat())

    def _on_edited(self) -> None:
        self.set_invalid(False)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows, open with F4."""
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and alt):
            self.open_calendar()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            step = dt.timedelta(days=1 if key == Qt.Key.Key_Up else -1)
            self._pick((self.day() or self._today) + step)
        else:
            super().keyPressEvent(event)

    def _pick(self, day: dt.date) -> None:
        self.set_day(day)
        self._on_edited()

    def open_calendar(self) -> None:
        """Open the calendar below the field."""
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.picked.connect(self._pick)
        self._popup.open_below(self.day() or self._today, self._today)


class CalendarPopup(QFrame):
    """A month, Monday first, with ISO week numbers."""

    picked = Signal(dt.date)

    def __init__(self, field: DateField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._field = field
        self.calendar = QCalendarWidget(self)
        self.calendar.setObjectName(f"{field.objectName()}_calendar")
        self.calendar.setAccessibleName(field.accessibleName())
        self.calendar.setLocale(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setGridVisible(False)
        self.calendar.activated.connect(self._on_activated)
        self.calendar.clicked.connect(self._on_activated)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(6), px(6), px(6), px(6))
        inner.addWidget(self.calendar)

    def open_below(self, day: dt.date, today: dt.date) -> None:
        """Show the month of a day, today in semibold."""
        ink = QTextCharFormat()
        ink.setForeground(QColor(theme().colour("text")))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekday, ink)
        now = QTextCharFormat()
        now.setFontWeight(600)
        now.setFontUnderline(True)
        self.calendar.setDateTextFormat(QDate(today.year, today.month, today.day), now)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        self.move(self._field.mapToGlobal(QPoint(0, self._field.height() + px(5))))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with round corners."""
        del event
        t = theme()
        painter = QPainter(self)
        ground, border = t.colour("surface"), t.colour("outline")
        box(painter, QRectF(self.rect()), radius=6, fill=ground, border=border)
        painter.end()

    def _on_activated(self, date: QDate) -> None:
        self.hide()
        self.picked.emit(dt.date(date.year(), date.month(), date.day()))
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
