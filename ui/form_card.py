"""A card with a form and its foot, and where the errors of its fields go."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from familjecentral.errors import FieldProblem
from ui.errors import sentence_for
from ui.widgets.buttons import KeyButton
from ui.widgets.focus import chain_tab_order
from ui.widgets.form import Field
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px


class FormCard(Card):
    """Fields in a grid, *Spara* and *Ångra ändringar* below. Enter saves."""

    def __init__(self, title: str, *, name: str, save_text: str) -> None:
        super().__init__(title or " ", name=f"{name}_card")
        self.fields: dict[str, Field] = {}
        self._on_save: Callable[[], None] | None = None
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(px(16))
        self.grid.setVerticalSpacing(px(12))
        self.body.addLayout(self.grid)
        self.save_button = KeyButton(
            save_text, name=f"{name}_save_btn", look="primary", key="Ctrl S", bind=False
        )
        self.reset_button = KeyButton(self.tr("Ångra ändringar"), name=f"{name}_reset_btn")
        self.foot: QHBoxLayout = self.add_foot()
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(self.reset_button)
        self.foot.addStretch(1)
        self.note = text_label("", role="small", ink="muted")
        self.foot.addWidget(self.note)

    def add_field(self, key: str, field: Field, line: int, column: int, span: int = 1) -> None:
        """Place a field; ``key`` is the field of the core whose problems it shows."""
        self.fields[key] = field
        self.grid.addWidget(field, line, column, 1, span, Qt.AlignmentFlag.AlignTop)

    def order_tabs(self) -> None:
        """Let Tab go through the fields as they stand, and to the foot after the last of them."""
        foot = self.save_button.parentWidget()
        above = [part for part in self.children() if part is not foot]
        chain_tab_order(*(part for part in (*above, foot) if isinstance(part, QWidget)))

    def showEvent(self, event: QShowEvent) -> None:
        """Fields are placed after the buttons were made."""
        super().showEvent(event)
        self.order_tabs()

    def on_save(self, act: Callable[[], None]) -> None:
        """Save by button, Enter and Ctrl S."""
        self._on_save = act
        self.save_button.clicked.connect(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._on_save is not None:
            self._on_save()
        else:
            super().keyPressEvent(event)

    def clear_problems(self) -> None:
        """Take all errors away."""
        for field in self.fields.values():
            field.set_error("")

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show the problems at their fields and go to the first."""
        wrong: Mapping[str, str] = {p.field: sentence_for(p) for p in reversed(problems)}
        first = None
        for key, field in self.fields.items():
            field.set_error(wrong.get(key, ""))
            if key in wrong and first is None:
                first = field
        if first is not None:
            first.focus_control()
