"""A whole number: minus, field, plus; empty where nothing is said."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.widgets.buttons import KeyButton
from ui.widgets.naming import label
from ui.widgets.theme import px


class NumberField(QWidget):
    """A number from 0 up to a limit, or empty. ↑ ↓ step, Enter belongs to the form."""

    changed = Signal()

    def __init__(self, text: str, *, name: str, largest: int = 999) -> None:
        super().__init__()
        self._largest = largest
        self._edit = QLineEdit()
        self._edit.setValidator(QIntValidator(0, largest, self))
        self._edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._edit.setMinimumWidth(px(52))
        self._edit.textEdited.connect(self._on_edited)
        self._edit.installEventFilter(self)
        label(self._edit, text, name=name)
        self.setObjectName(f"{name}_field")
        base = name.rsplit("_", 1)[0]
        self._minus = KeyButton(
            "",
            name=f"{base}_btn_minus",
            look="plain",
            icon="minus",
            accessible=self.tr("{field}, en färre").format(field=text),
        )
        self._plus = KeyButton(
            "",
            name=f"{base}_btn_plus",
            look="plain",
            icon="plus",
            accessible=self.tr("{field}, en fler").format(field=text),
        )
        for button in (self._minus, self._plus):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setFixedWidth(px(32))
        self._minus.clicked.connect(self._on_minus)
        self._plus.clicked.connect(self._on_plus)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(4))
        line.addWidget(self._minus)
        line.addWidget(self._edit, 1)
        line.addWidget(self._plus)

    @property
    def edit(self) -> QLineEdit:
        """The field itself."""
        return self._edit

    def value(self) -> int | None:
        """Return the number, None when empty."""
        text = self._edit.text()
        return int(text) if text.isdigit() else None

    def set_value(self, value: int | None) -> None:
        """Show a number without telling anybody."""
        self._edit.setText("" if value is None else str(value))

    def set_invalid(self, invalid: bool) -> None:
        """Draw the error border."""
        if bool(self._edit.property("invalid")) != invalid:
            self._edit.setProperty("invalid", invalid)
            self._edit.style().polish(self._edit)

    def focus_field(self) -> None:
        """Put the focus in the field and mark what is there."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.selectAll()

    def eventFilter(self, watched: object, event: object) -> bool:
        """↑ and ↓ step."""
        if watched is self._edit and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
            step = steps.get(Qt.Key(event.key()))
            if event.type() == QKeyEvent.Type.KeyPress and step and not event.modifiers():
                self._step(step)
                return True
        return False

    def _step(self, step: int) -> None:
        self.set_value(min(max((self.value() or 0) + step, 0), self._largest))
        self._on_edited()

    def _on_edited(self) -> None:
        self.set_invalid(False)
        self.changed.emit()

    def _on_minus(self) -> None:
        self._step(-1)

    def _on_plus(self) -> None:
        self._step(1)
