"""The 3×3 field: prevention level by working level, one tab stop, keys 1–9."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QSizePolicy,
    QWidget,
)

from ui.widgets import icons
from ui.widgets.naming import label
from ui.widgets.paint import box, key_cap, key_cap_width, line_of_text
from ui.widgets.text import text_label
from ui.widgets.theme import font, px, theme

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One of the nine: the two keys, and the words of its box."""

    prevention_level: str
    working_level: str
    title: str
    gloss: str
    name: str


@dataclass(frozen=True, slots=True)
class LevelHead:
    """A row (with gloss) or a column of the field."""

    key: str
    title: str
    gloss: str = ""


@dataclass(frozen=True, slots=True)
class LevelTexts:
    """What stands in the field: three rows, three columns, nine boxes by rows."""

    rows: tuple[LevelHead, ...]
    columns: tuple[LevelHead, ...]
    choices: tuple[LevelChoice, ...]


class LevelButton(QAbstractButton):
    """One box. A radio button to a screen reader."""

    def __init__(self, choice: LevelChoice, digit: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = choice
        self.digit = digit
        self.compact = False
        self.invalid = False
        self.setText(choice.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label(self, choice.name, name=name)

    def sizeHint(self) -> QSize:
        """Two lines, or one where it is narrow."""
        width = QFontMetricsF(font("body", 600)).horizontalAdvance(self.text())
        return QSize(round(width) + px(78), px(44 if self.compact else 54))

    def minimumSizeHint(self) -> QSize:
        """The title is never cut."""
        width = QFontMetricsF(font("body", 600)).horizontalAdvance(self.text())
        return QSize(round(width) + px(62), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the space bar is the button's own; the field has the rest."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box in the state that it is in."""
        del event
        t = theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        level = self.choice.prevention_level
        fill, border, width = t.colour("surface"), t.colour("outline"), 1.0
        if self.isChecked():
            fill, border, width = t.level_soft(level), t.level(level), max(2.0, px(2))
        elif self.invalid:
            border, width = t.colour("error"), max(2.0, px(2))
        elif self.underMouse():
            fill, border = t.colour("subtle"), t.colour("text2")
        box(painter, rect, radius=6, fill=fill, border=border, width=width)
        x = rect.left() + px(11)
        digit = str(self.digit)
        key_cap(painter, x, rect.center().y(), digit, tokens=t)
        x += key_cap_width(digit) + px(9)
        room = rect.right() - px(34 if self.isChecked() else 8) - x
        if self.compact:
            line = QRectF(x, rect.top(), room, rect.height())
        else:
            line = QRectF(x, rect.top() + px(8), room, px(19))
            under = QRectF(x, line.bottom() - px(1), rect.right() - px(8) - x, px(18))
            line_of_text(painter, under, self.choice.gloss, of=font("small"), ink=t.colour("text2"))
        line_of_text(painter, line, self.text(), of=font("body", 600), ink=t.colour("text"))
        if self.isChecked():
            # On the line of the title: the gloss below may need the whole width.
            mark = QRectF(rect.right() - px(28), line.center().y() - px(9), px(18), px(18))
            icons.draw(painter, "check", t.level(level), mark)
        painter.end()


class LevelField(QWidget):
    """Nine boxes that act as one radio group.

    Arrows move and choose; 1–9 choose and report :attr:`taken`, so that the form goes on to its
    next field. Digits lie as on a telephone, or with 7 at the top left (``numeric_pad``).
    """

    chosen = Signal(str, str)
    taken = Signal()

    def __init__(self, texts: LevelTexts, *, name: str, numeric_pad: bool = False) -> None:
        super().__init__()
        self._numeric_pad = numeric_pad
        self._cursor = 0
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Nivå"))
        prefix = name.rsplit("_", 1)[0]
        self._buttons = [
            LevelButton(
                choice,
                self._digit(place),
                f"{prefix}_btn_{choice.prevention_level}_{choice.working_level}",
                self,
            )
            for place, choice in enumerate(texts.choices)
        ]
        for place, button in enumerate(self._buttons):
            self._connect(place, button)
        self._build_layout(texts)
        self._rove(0)

    def _connect(self, place: int, button: LevelButton) -> None:
        button.setAccessibleDescription(
            self.tr("ruta {n} av 9, tangent {digit}").format(n=place + 1, digit=button.digit)
        )
        button.clicked.connect(self._on_clicked)

    def _digit(self, place: int) -> int:
        row, column = divmod(place, 3)
        return (2 - row if self._numeric_pad else row) * 3 + column + 1

    def _build_layout(self, texts: LevelTexts) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(6))
        grid.setVerticalSpacing(px(6))
        for column, head in enumerate(texts.columns):
            grid.addWidget(
                text_label(head.title, role="small", weight=500, ink="text2"), 0, column + 1
            )
            grid.setColumnStretch(column + 1, 1)
        for row, head in enumerate(texts.rows):
            grid.addWidget(self._row_head(head), row + 1, 0)
        for place, button in enumerate(self._buttons):
            grid.addWidget(button, place // 3 + 1, place % 3 + 1)

    def _row_head(self, head: LevelHead) -> QWidget:
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, px(10), 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(0)
        grid.setRowStretch(0, 1)
        grid.addWidget(LevelShape(head.key), 1, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(text_label(head.title, weight=600), 1, 1)
        grid.addWidget(text_label(head.gloss, role="small", ink="muted"), 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)
        return holder

    @property
    def buttons(self) -> tuple[LevelButton, ...]:
        """The nine boxes by rows."""
        return tuple(self._buttons)

    def value(self) -> tuple[str, str] | None:
        """Return (prevention level, working level) of the chosen box."""
        for button in self._buttons:
            if button.isChecked():
                return button.choice.prevention_level, button.choice.working_level
        return None

    def set_value(self, value: tuple[str, str] | None) -> None:
        """Choose a box without telling anybody, or none."""
        for place, button in enumerate(self._buttons):
            button.setAutoExclusive(False)
            found = value == (button.choice.prevention_level, button.choice.working_level)
            button.setChecked(found)
            button.setAutoExclusive(True)
            if found:
                self._rove(place)
        if value is None:
            self._rove(0)
        self.set_invalid(False)

    def set_compact(self, compact: bool) -> None:
        """Show one line in each box."""
        for button in self._buttons:
            button.compact = compact
            button.updateGeometry()

    def set_invalid(self, invalid: bool) -> None:
        """Outline all nine, since one of them is missing."""
        for button in self._buttons:
            button.invalid = invalid
            button.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the box that holds the tab stop."""
        super().focusInEvent(event)
        self.focus_field()

    def focus_field(self) -> None:
        """Put the focus on the chosen box, or on the first."""
        self._buttons[self._cursor].setFocus(Qt.FocusReason.TabFocusReason)

    def _rove(self, place: int) -> None:
        self._cursor = place
        for other, button in enumerate(self._buttons):
            policy = Qt.FocusPolicy.StrongFocus if other == place else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, LevelButton):
            self._choose(self._buttons.index(button))

    def _choose(self, place: int) -> None:
        self._rove(place)
        button = self._buttons[place]
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_invalid(False)
        self.chosen.emit(button.choice.prevention_level, button.choice.working_level)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and digits, wherever in the field the focus is."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _ARROWS:
            row, column = divmod(self._cursor, 3)
            down, right = _ARROWS[key]
            self._choose((row + down) % 3 * 3 + (column + right) % 3)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            digit = key - Qt.Key.Key_0
            place = next(i for i, b in enumerate(self._buttons) if b.digit == digit)
            self._choose(place)
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class LevelShape(QWidget):
    """The shape of a prevention level: ● ◆ ▲ in its colour."""

    def __init__(self, level: str, size: float = 12) -> None:
        super().__init__()
        self._level = level
        self._size = size
        self.setFixedSize(px(size + 2), px(size + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        del event
        painter = QPainter(self)
        icon = icons.LEVEL_ICONS[self._level]
        painter.drawPixmap(px(1), px(1), icons.pixmap(icon, theme().level(self._level), self._size))
        painter.end()
