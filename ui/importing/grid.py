"""What each thing in the file becomes: a line with its name, a closed list, an example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import ElidedLabel
from ui.widgets.text import text_label
from ui.widgets.theme import px


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the file.

    Attributes:
        key: ends its object name. text: as it stands in the file. chosen: empty: nothing yet.
        example: a code, date or number from the file; empty for free text.
    """

    key: str
    text: str
    choices: tuple[Choice, ...]
    chosen: str = ""
    example: str = ""


class ChoiceGrid(QWidget):
    """Lines under a head. Every list is a tab stop of its own and says what it is about."""

    chosen = Signal(str, str)

    def __init__(self, name: str, heads: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._heads = tuple(heads)
        self._lines: tuple[Line, ...] = ()
        self._combos: dict[str, CodedCombo] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        for column, stretch in enumerate((5, 8, 4)[: len(self._heads)]):
            self._grid.setColumnStretch(column, stretch)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; what is there already keeps its place and the focus."""
        wanted = tuple(lines)
        shape = [(line.key, line.text, line.choices) for line in wanted]
        if shape != [(line.key, line.text, line.choices) for line in self._lines]:
            self._build(wanted)
        self._lines = wanted
        for line in wanted:
            combo = self._combos[line.key]
            if (combo.value() or "") != line.chosen:
                combo.set_value(line.chosen or None)
            combo.set_marked(not line.chosen)

    def first_open(self) -> QWidget | None:
        """Return the first list in which nothing is chosen."""
        return next((self._combos[line.key] for line in self._lines if not line.chosen), None)

    def _build(self, lines: Sequence[Line]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._combos = {}
        for column, head in enumerate(self._heads if lines else ()):
            caption = text_label(head, role="small", weight=600, ink="text2")
            self._grid.addWidget(caption, 0, column)
        for place, line in enumerate(lines, start=1):
            name = ElidedLabel(line.text, role="body", weight=600, ink="text")
            name.setMinimumWidth(px(90))
            combo = CodedCombo(
                self.tr("{text} blir").format(text=line.text),
                name=f"{self.objectName()}_cmb_{line.key}",
                placeholder=self.tr("Välj"),
                clearable=False,
                help=self.tr("Exempel: {text}").format(text=line.example) if line.example else "",
            )
            combo.setMinimumWidth(px(150))
            combo.set_choices(line.choices)
            combo.changed.connect(lambda key=line.key: self._on_changed(key))
            self._combos[line.key] = combo
            self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(combo, place, 1)
            if len(self._heads) > 2:
                example = ElidedLabel(line.example or "–", role="body", ink="text2")
                example.setMinimumWidth(px(70))
                self._grid.addWidget(example, place, 2, Qt.AlignmentFlag.AlignVCenter)

    def _on_changed(self, key: str) -> None:
        value = self._combos[key].value()
        if value:
            self.chosen.emit(key, value)
