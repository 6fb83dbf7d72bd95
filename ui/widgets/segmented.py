"""Exclusive short values side by side; too narrow, it becomes a coded choice."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.focus import chain_tab_order
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.theme import font, px, theme


class Segment(QAbstractButton):
    """One value; a radio button to a screen reader."""

    def __init__(self, owner: SegmentedControl, choice: Choice, name: str) -> None:
        super().__init__(owner)
        self.key = choice.key
        self._owner = owner
        self.count_text = ""
        self.setText(choice.text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label(self, choice.text, name=name)

    def sizeHint(self) -> QSize:
        """Room for the semibold text."""
        text = f"{self.text()} {self.count_text}" if self.count_text else self.text()
        width = QFontMetricsF(font("body", 600)).horizontalAdvance(text)
        return QSize(round(width) + px(22), px(32))

    def minimumSizeHint(self) -> QSize:
        """A value is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the space bar is the segment's own."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the value; the chosen one has fill, weight and a line below."""
        del event
        t = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        first, last = self._owner.ends(self)
        if self.isChecked() or self.underMouse():
            fill = t.colour("sel" if self.isChecked() else "subtle")
            painter.save()
            painter.setClipRect(rect.adjusted(0, 1, 0, -1))
            grown = rect.adjusted(1 if first else -px(8), 1, -1 if last else px(8), -1)
            box(painter, grown, radius=5, fill=fill)
            painter.restore()
        if self.isChecked():
            height = max(2, px(2))
            line = QRectF(rect.left() + 1, rect.bottom() - height - 1, rect.width() - 2, height)
            painter.fillRect(line, t.colour("primary"))
        if not last:
            painter.fillRect(
                QRectF(rect.right() - 1, rect.top() + 1, 1, rect.height() - 2), t.colour("line")
            )
        painter.setFont(font("body", 600 if self.isChecked() else 400))
        painter.setPen(t.colour("text" if self.isEnabled() else "disabled"))
        text = f"{self.text()}  {self.count_text}" if self.count_text else self.text()
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class SegmentedControl(QWidget):
    """2–7 short values, one tab stop, arrows choose. Del empties it where that is allowed."""

    changed = Signal()

    def __init__(
        self, text: str, choices: Iterable[Choice], *, name: str, clearable: bool = False
    ) -> None:
        super().__init__()
        self._clearable = clearable
        self._invalid = False
        label(self, text, name=name)
        self._offered: tuple[Choice, ...] | None = None
        self._segments: list[Segment] = []
        self._combo = CodedCombo(
            text, name=f"{name}_cmb", clearable=clearable, placeholder=self.tr("Välj")
        )
        self._combo.setParent(self)
        self._combo.changed.connect(self._on_combo_changed)
        self._combo.hide()
        self._chosen: str | None = None
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer these values. The same ones leave all as it is, the focus too."""
        offered = tuple(choices)
        if offered == self._offered:
            return
        self._offered = offered
        kept = self.value()
        for segment in self._segments:
            self._line.removeWidget(segment)
            segment.deleteLater()
        self._segments = []
        for choice in offered:
            segment = Segment(self, choice, f"{self.objectName()}_{choice.key}")
            segment.clicked.connect(self._on_clicked)
            self._segments.append(segment)
            self._line.addWidget(segment)
        chain_tab_order(self._combo, *self._segments)  # where it stands, not after everything
        self._combo.set_choices(offered)
        self.set_value(kept)
        self._fold()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The values in order."""
        return tuple(self._segments)

    def ends(self, segment: Segment) -> tuple[bool, bool]:
        """Tell whether a segment is the first and the last."""
        return segment is self._segments[0], segment is self._segments[-1]

    def value(self) -> str | None:
        """Return the chosen key."""
        return next((s.key for s in self._segments if s.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Choose without telling anybody."""
        self._chosen = key
        cursor = 0
        for place, segment in enumerate(self._segments):
            segment.setChecked(segment.key == key)
            cursor = place if segment.key == key else cursor
        self._combo.set_value(key)
        self._rove(cursor)

    def set_invalid(self, invalid: bool) -> None:
        """Draw the error border."""
        self._invalid = invalid
        self._combo.set_invalid(invalid)
        self.update()

    def _rove(self, cursor: int) -> None:
        for place, segment in enumerate(self._segments):
            own = Qt.FocusPolicy.StrongFocus if place == cursor else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(own)

    def _choose(self, place: int) -> None:
        segment = self._segments[place]
        before = self._chosen  # a click has checked the segment already
        self.set_value(segment.key)
        segment.setFocus(Qt.FocusReason.OtherFocusReason)
        if before != segment.key:
            self.set_invalid(False)
            self.changed.emit()

    def _on_clicked(self) -> None:
        segment = self.sender()
        if isinstance(segment, Segment):
            self._choose(self._segments.index(segment))

    def _on_combo_changed(self) -> None:
        self.set_value(self._combo.value())
        self.changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the value that holds the tab stop."""
        super().focusInEvent(event)
        self.focus_field()

    def focus_field(self) -> None:
        """Put the focus on the chosen value."""
        if self._combo.isVisibleTo(self):
            self._combo.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for segment in self._segments:
            if segment.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                segment.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; Del empties."""
        focused = [i for i, s in enumerate(self._segments) if s.hasFocus()]
        here = focused[0] if focused else 0
        last = len(self._segments) - 1
        steps = {
            Qt.Key.Key_Left: max(here - 1, 0),
            Qt.Key.Key_Up: max(here - 1, 0),
            Qt.Key.Key_Right: min(here + 1, last),
            Qt.Key.Key_Down: min(here + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            # The first arrow on an empty control chooses where the focus already is.
            self._choose(here if self.value() is None else steps[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._clearable:
            if self.value() is not None:
                self.set_value(None)
                self.changed.emit()
        else:
            event.ignore()

    def wanted_width(self) -> int:
        """Return the width that shows all values."""
        return sum(segment.sizeHint().width() for segment in self._segments)

    def sizeHint(self) -> QSize:
        """All values side by side."""
        return QSize(self.wanted_width(), px(32))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow: then it folds."""
        return QSize(px(72), px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < self.wanted_width()
        self._combo.setGeometry(self.rect())
        self._combo.setVisible(narrow)
        for segment in self._segments:
            segment.setVisible(not narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the common frame."""
        del event
        if self._combo.isVisibleTo(self):
            return
        t = theme()
        painter = QPainter(self)
        border = t.colour("error" if self._invalid else "outline")
        width = max(2.0, px(2)) if self._invalid else 1.0
        box(
            painter,
            QRectF(self.rect()),
            radius=6,
            fill=t.colour("surface"),
            border=border,
            width=width,
        )
        painter.end()
