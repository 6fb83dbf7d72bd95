"""A field of a form: label, control, and its error as icon and sentence below."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.naming import label
from ui.widgets.paint import line_of_text
from ui.widgets.text import IconLabel, Ink, text_label
from ui.widgets.theme import Role, font, px, theme


class _CanBeInvalid(Protocol):
    def set_invalid(self, invalid: bool) -> None: ...


class Field(QWidget):
    """Label above, control, and a sentence when something is wrong.

    The label is the control's buddy; the error becomes part of the control's description.
    """

    def __init__(self, text: str, control: QWidget, *, required: str = "", hint: str = "") -> None:
        super().__init__()
        self.control = control
        self._text = text
        self._description = control.accessibleDescription()
        caption = QHBoxLayout()
        caption.setSpacing(px(4))
        self.caption = text_label(text, role="small", weight=500, ink="text2")
        self.caption.setBuddy(control)
        caption.addWidget(self.caption)
        self._hint = ElidedLabel(hint)
        self._required = text_label(required, role="small", ink="muted")
        caption.addWidget(self._required)
        caption.addWidget(self._hint, 1)
        caption.addStretch(0)
        self._error: QLabel | None = None
        self._error_row: QWidget | None = None
        inner = self._inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(3))
        inner.addLayout(caption)
        inner.addWidget(control)
        # A widget without a parent would open as a window of its own, so this comes last.
        self._hint.setVisible(bool(hint))
        self._required.setVisible(bool(required))
        self.caption.setVisible(bool(text))
        grows = control.hasHeightForWidth()  # tokens on several lines
        high = QSizePolicy.Policy.Minimum if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, high)

    def set_caption(self, text: str, required: str) -> None:
        """Show another label, and whether the field is required."""
        self._text = text
        self.caption.setText(text)
        self._required.setText(required)
        self._required.setVisible(bool(required))

    def set_hint(self, hint: str) -> None:
        """Say something after the label; an empty text takes it away."""
        self._hint.setText(hint)
        self._hint.setToolTip(hint)
        self._hint.setVisible(bool(hint))

    @property
    def text(self) -> str:
        """The visible label."""
        return self._text

    @property
    def error(self) -> str:
        """The sentence below the control, empty when all is well."""
        return self._error.text() if self._error is not None else ""

    def set_error(self, sentence: str) -> None:
        """Show (or with an empty sentence remove) an error."""
        if sentence and self._error is None:
            self._build_error()
        if self._error is not None and self._error_row is not None:
            self._error.setText(sentence)
            self._error_row.setVisible(bool(sentence))
        if hasattr(self.control, "set_invalid"):
            cast(_CanBeInvalid, self.control).set_invalid(bool(sentence))
        parts = [sentence, self._description] if sentence else [self._description]
        self.control.setAccessibleDescription(". ".join(p for p in parts if p))

    def _build_error(self) -> None:
        """Make the row below the control, the first time that something is wrong."""
        self._error = text_label("", role="small", weight=500, ink="error", wrap=True)
        self._error_row = QWidget()
        line = QHBoxLayout(self._error_row)
        line.setContentsMargins(0, px(1), 0, 0)
        line.setSpacing(px(6))
        line.addWidget(IconLabel("circle-alert", "error", 15), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._error, 1)
        self._inner.addWidget(self._error_row)

    def focus_control(self) -> None:
        """Put the focus on the control."""
        focus = getattr(self.control, "focus_field", None)
        if focus is not None:
            focus()
        else:
            self.control.setFocus(Qt.FocusReason.OtherFocusReason)


class ElidedLabel(QLabel):
    """A hint that gives way: shortened with …, whole in its tooltip."""

    def __init__(
        self, text: str, *, role: Role = "small", weight: int | None = None, ink: Ink = "muted"
    ) -> None:
        super().__init__(text)
        self._ink = ink
        self.setFont(font(role, weight))
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        del event
        painter = QPainter(self)
        rect = QRectF(self.rect())
        line_of_text(painter, rect, self.text(), of=self.font(), ink=theme().colour(self._ink))
        painter.end()


def is_own(edit: QLineEdit, event: QEvent) -> bool:
    """Tell whether a field may claim a key before the window's shortcuts: not undo and redo of
    what was saved, while it has no typing of its own to take back."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return True
    undo = event.matches(QKeySequence.StandardKey.Undo) and not edit.isUndoAvailable()
    redo = event.matches(QKeySequence.StandardKey.Redo) and not edit.isRedoAvailable()
    if undo or redo:
        event.ignore()
    return not (undo or redo)


class TextEdit(QLineEdit):
    """One line of text outside the log: names of the centre, of colleagues, of codes."""

    def __init__(
        self,
        text: str,
        *,
        name: str,
        longest: int = 80,
        help: str = "",  # noqa: A002 - the word that the design uses
        placeholder: str = "",
    ) -> None:
        super().__init__()
        self.setMaxLength(longest)
        self.setPlaceholderText(placeholder)
        label(self, text, help, name=name)
        self.textEdited.connect(self._on_edited)

    def set_invalid(self, invalid: bool) -> None:
        """Draw the error border."""
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().polish(self)

    def _on_edited(self) -> None:
        self.set_invalid(False)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl Z to the window while nothing was typed here."""
        return super().event(event) if is_own(self, event) else False
