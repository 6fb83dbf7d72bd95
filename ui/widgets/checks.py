"""Check boxes: one by itself, and a group that wraps."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.widgets import icons
from ui.widgets.combo import Choice
from ui.widgets.naming import label
from ui.widgets.paint import box
from ui.widgets.theme import font, px, theme


class Check(QCheckBox):
    """A check box as the design draws it. Enter belongs to the form."""

    def __init__(self, text: str, *, name: str, help: str = "") -> None:  # noqa: A002
        super().__init__(text)
        self.invalid = False
        label(self, text, help, name=name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Box, gap, text."""
        width = QFontMetricsF(font()).horizontalAdvance(self.text())
        return QSize(round(width) + px(28), px(28))

    def minimumSizeHint(self) -> QSize:
        """The text is never cut."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        """The text is part of the target."""
        del pos
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles; all else goes on."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and its mark."""
        del event
        t = theme()
        painter = QPainter(self)
        side = px(18)
        place = QRectF(1, (self.height() - side) / 2, side, side)
        if self.isChecked():
            box(painter, place, radius=4, fill=t.colour("primary"))
            icons.draw(painter, "check", t.colour("on_primary"), place.adjusted(2, 2, -2, -2))
        else:
            border = "error" if self.invalid else "text2" if self.underMouse() else "outline"
            box(painter, place, radius=4, fill=t.colour("surface"), border=t.colour(border))
        painter.setFont(font())
        painter.setPen(t.colour("text" if self.isEnabled() else "disabled"))
        rect = QRectF(self.rect()).adjusted(px(25), 0, 0, 0)
        painter.drawText(
            rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
        )
        painter.end()


class CheckGroup(QWidget):
    """Several check boxes in as many lines as they need. Arrows move, Space toggles, and the
    group is one tab stop."""

    changed = Signal()

    def __init__(self, text: str, choices: Iterable[Choice], *, name: str) -> None:
        super().__init__()
        label(self, text, name=name)
        self._offered: tuple[Choice, ...] | None = None
        self._boxes: dict[str, Check] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer these. The same ones leave all as it is, the focus too."""
        offered = tuple(choices)
        if offered == self._offered:
            return
        self._offered = offered
        kept = self.values()
        for check in self._boxes.values():
            check.deleteLater()
        self._boxes = {}
        for choice in offered:
            check = Check(choice.text, name=f"{self.objectName()}_{choice.key}")
            check.setParent(self)
            check.clicked.connect(self.changed)
            check.installEventFilter(self)
            check.show()
            self._boxes[choice.key] = check
        self.set_values(kept)
        self._rove()
        self._arrange(self.width())

    def values(self) -> tuple[str, ...]:
        """Return the checked codes in order of the list."""
        return tuple(key for key, check in self._boxes.items() if check.isChecked())

    def set_values(self, keys: Iterable[str]) -> None:
        """Check these without telling anybody."""
        wanted = set(keys)
        for key, check in self._boxes.items():
            check.setChecked(key in wanted)

    def set_invalid(self, invalid: bool) -> None:
        """Outline the boxes."""
        for check in self._boxes.values():
            check.invalid = invalid
            check.update()

    def _rove(self, current: Check | None = None) -> None:
        boxes = list(self._boxes.values())
        keeper = current or (boxes[0] if boxes else None)
        for check in boxes:
            own = check is keeper
            policy = Qt.FocusPolicy.StrongFocus if own else Qt.FocusPolicy.ClickFocus
            check.setFocusPolicy(policy)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows step between the boxes."""
        if isinstance(watched, Check) and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Left: -1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Right: 1,
                Qt.Key.Key_Down: 1,
            }
            step = steps.get(Qt.Key(event.key()))
            if (
                event.type() == QEvent.Type.KeyPress
                and step
                and not event.modifiers()
                & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
            ):
                boxes = list(self._boxes.values())
                chosen = boxes[(boxes.index(watched) + step) % len(boxes)]
                self._rove(chosen)
                chosen.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focus_field(self) -> None:
        """Put the focus on the first box."""
        for check in self._boxes.values():
            check.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _arrange(self, width: int, *, measure: bool = False) -> int:
        x = y = 0
        height = px(28)
        for check in self._boxes.values():
            size = check.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, y + height + px(2)
            if not measure:
                check.setGeometry(QRect(x, y, size.width(), height))
            x += size.width() + px(14)
        return y + height

    def heightForWidth(self, width: int) -> int:
        """The lines that the boxes need."""
        return self._arrange(width, measure=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        width = sum(check.sizeHint().width() + px(14) for check in self._boxes.values())
        return QSize(width, self._arrange(self.width() or width, measure=True))

    def minimumSizeHint(self) -> QSize:
        """At least the longest box."""
        longest = max((check.sizeHint().width() for check in self._boxes.values()), default=0)
        return QSize(longest, px(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        height = self._arrange(self.width())
        if height != self.height():
            self.setFixedHeight(height)
