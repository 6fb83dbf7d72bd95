"""A coded choice with its own type-ahead: never editable, every value is a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QSizePolicy

from ui.widgets import icons
from ui.widgets.combo_popup import ComboPopup
from ui.widgets.naming import label
from ui.widgets.paint import box, line_of_text
from ui.widgets.theme import font, px, theme
from ui.widgets.typeahead import Hit, TypeAhead

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: its code, its words, and whether it is retired."""

    key: str
    text: str
    retired: bool = False


class CodedCombo(QComboBox):
    """A closed list. Letters find, arrows step, F4 or Alt ↓ opens, Enter is the form's."""

    changed = Signal()

    def __init__(
        self,
        text: str,
        *,
        name: str,
        placeholder: str = "",
        clearable: bool = True,
        help: str = "",  # noqa: A002 - the word that the design uses
    ) -> None:
        super().__init__()
        self._placeholder = placeholder
        self._clearable = clearable
        self._choices: tuple[Choice, ...] = ()
        self._ahead = TypeAhead()
        self._hit: Hit | None = None
        self._before = -1
        self._hint = ""
        self._invalid = False
        self._marked = False
        self._popup: ComboPopup | None = None
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(1000)
        self._forget.timeout.connect(self._on_forget)
        label(self, text, help, name=name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)

    # --- values ---------------------------------------------------------------------------

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer these, in this order; what was chosen stays if it is among them."""
        kept, hint = self.value(), self._hint
        self._choices = tuple(choices)
        blocked = self.blockSignals(True)
        self.clear()
        for choice in self._choices:
            self.addItem(choice.text, choice.key)
        self.blockSignals(blocked)
        self.set_value(kept)
        self._hint = hint

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is offered."""
        return self._choices

    def value(self) -> str | None:
        """Return the chosen code, None when nothing or the empty row is chosen."""
        found = self.currentData() if self.currentIndex() >= 0 else None
        return str(found) if found else None

    def set_value(self, key: str | None) -> None:
        """Choose a code without telling anybody; None or an unknown one chooses nothing."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(-1 if key is None else self.findData(key))
        self.blockSignals(blocked)
        self._hit = None
        self._hint = ""
        self._ahead.clear()
        self.update()

    def set_hint(self, hint: str) -> None:
        """Say after the value where it comes from (*följer kontaktform*)."""
        self._hint = hint
        self.update()

    def set_invalid(self, invalid: bool) -> None:
        """Draw the error border."""
        self._invalid = invalid
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Draw the border and dot of a filter that is in use."""
        self._marked = marked
        self.update()

    @property
    def typed(self) -> str:
        """What has been typed towards a hit."""
        return self._ahead.typed

    @property
    def hit(self) -> Hit | None:
        """Where the hit stands in its text."""
        return self._hit

    # --- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find by letters, clear, open; leave Enter and Esc to the form."""
        key = event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and alt):
            self.showPopup()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            event.ignore()
        elif key == Qt.Key.Key_Escape:
            self._on_escape(event)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._on_rub_out(key)
        elif self._is_letter(event):
            self.type_text(event.text())
        elif event.modifiers() & _MODIFIERS:
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(Qt.Key(key))
        elif key == Qt.Key.Key_Space:
            self.showPopup()
        else:
            event.ignore()

    def _is_letter(self, event: QKeyEvent) -> bool:
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & _MODIFIERS:
            return False
        return text != " " or bool(self._ahead.typed)

    def type_text(self, text: str) -> None:
        """Add to the type-ahead and go to the best hit."""
        if not self._ahead.typed:
            self._before = self.currentIndex()
        texts = [choice.text for choice in self._choices]
        self._hit = self._ahead.add(text, texts, self.currentIndex())
        if self._hit is not None:
            self.move_to(self._hit.index)
        self._forget.start()
        self.update()
        if self._popup is not None:
            self._popup.refresh()

    def _on_forget(self) -> None:
        self._ahead.clear()
        self._hit = None
        self.update()
        if self._popup is not None:
            self._popup.refresh()

    def _on_escape(self, event: QKeyEvent) -> None:
        if self._ahead.typed:
            self.move_to(self._before)
            self._on_forget()
        else:
            event.ignore()

    def _on_rub_out(self, key: int) -> None:
        if key == Qt.Key.Key_Backspace and self._ahead.typed:
            self._on_forget()
            self.move_to(self._before)
        elif self._clearable:
            self.move_to(-1)

    def _step(self, key: Qt.Key) -> None:
        last = self.count() - 1
        steps = {
            Qt.Key.Key_Up: max(self.currentIndex() - 1, 0),
            Qt.Key.Key_Down: min(self.currentIndex() + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        self._ahead.clear()
        self._hit = None
        if last >= 0:
            self.move_to(steps[key])

    def move_to(self, index: int) -> None:
        """Choose by place, as the user does."""
        if index != self.currentIndex():
            self.setCurrentIndex(index)
            self.on_moved()
        self.update()

    def on_moved(self) -> None:
        """Tell that the user has chosen."""
        self._hint = ""
        self.set_invalid(False)
        self.changed.emit()

    def settle(self) -> None:
        """Take what the type-ahead found."""
        self.settle_only()

    def settle_only(self) -> None:
        """End the type-ahead."""
        if self._ahead.typed:
            self._forget.stop()
            self._on_forget()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes what was found."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it never changes a value by accident."""
        event.ignore()

    # --- the open list ----------------------------------------------------------------------

    def showPopup(self) -> None:
        """Open the list below (or above) the field."""
        if self._popup is None:
            self._popup = ComboPopup(self)
        self._popup.open_below(self.currentIndex(), self.notice(), self.chosen_rows())

    def hidePopup(self) -> None:
        """Close the list."""
        if self._popup is not None:
            self._popup.hide()

    def take(self, index: int) -> None:
        """Choose from the open list."""
        self.move_to(index)
        self.settle()

    def notice(self) -> str:
        """Return what the open list should say at its top, empty for nothing."""
        return ""

    def chosen_rows(self) -> frozenset[int]:
        """Return the rows that have a check mark in the open list."""
        return frozenset()

    # --- looks ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Room for the longest text, within reason."""
        metrics = QFontMetricsF(font())
        texts = [choice.text for choice in self._choices] or [self._placeholder]
        longest = max((metrics.horizontalAdvance(t) for t in texts), default=0)
        return QSize(min(round(longest) + px(44), px(260)), px(32))

    def minimumSizeHint(self) -> QSize:
        """Narrow places shorten the text; its tooltip has the whole."""
        return QSize(px(72), px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, value, what was typed, and the arrow."""
        del event
        painter = QPainter(self)
        self.draw_frame(painter)
        rect = QRectF(self.rect())
        self.draw_value(painter, rect.adjusted(px(10), 0, -px(34), 0))
        painter.end()

    def draw_frame(self, painter: QPainter) -> None:
        """Draw the box and the arrow in their state."""
        t = theme()
        rect = QRectF(self.rect())
        fill, border, width = t.colour("surface"), t.colour("outline"), 1.0
        arrow = t.colour("text2")
        if not self.isEnabled():
            fill, border, arrow = t.colour("subtle"), t.colour("line"), t.colour("disabled")
        elif self._invalid:
            border, width = t.colour("error"), max(2.0, px(2))
        elif self._marked:
            border, width = t.colour("primary"), max(2.0, px(2))
        elif self.underMouse():
            fill, border = t.colour("subtle"), t.colour("text2")
        box(painter, rect, radius=6, fill=fill, border=border, width=width)
        place = QRectF(rect.right() - px(27), rect.center().y() - px(8), px(16), px(16))
        icons.draw(painter, "chevron-down", arrow, place)

    def draw_value(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the chosen text, or the placeholder."""
        t = theme()
        index = self.currentIndex()
        if self._marked:
            dot = px(7)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.colour("primary"))
            painter.drawEllipse(QRectF(rect.left(), rect.center().y() - dot / 2, dot, dot))
            painter.restore()
            rect = rect.adjusted(px(13), 0, 0, 0)
        text = self.itemText(index) if index >= 0 else self._placeholder
        shown = "text" if index >= 0 else "muted"
        if not self.isEnabled():
            shown = "disabled"
        typed = self._typed_text()
        if typed:
            room = QFontMetricsF(font("small")).horizontalAdvance(typed) + px(8)
            right = QRectF(rect.right() - room + px(8), rect.top(), room, rect.height())
            line_of_text(painter, right, typed, of=font("small"), ink=t.colour("muted"))
            rect = rect.adjusted(0, 0, -room, 0)
        mark = (self._hit.start, self._hit.length) if self._hit and index >= 0 else None
        used = line_of_text(painter, rect, text, of=font(), ink=t.colour(shown), mark=mark)
        if self._hint and index >= 0:
            line_of_text(
                painter,
                rect.adjusted(used + px(8), 0, 0, 0),
                self._hint,
                of=font("small"),
                ink=t.colour("muted"),
            )

    def _typed_text(self) -> str:
        return f"”{self._ahead.typed}”" if self._ahead.typed else ""
