"""A line of keys and what they do, as long as the room allows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.widgets.buttons import KeyCap
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class HintLine(QWidget):
    """Caps and words. What does not fit whole is left out, the last first: no word is cut."""

    def __init__(self, *hints: tuple[tuple[str, ...], str]) -> None:
        super().__init__()
        self._words: list[QLabel] = []
        self._groups: list[QWidget] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(8))
        for keys, text in hints:
            words = text_label(text, role="small", ink="text2")
            group = QWidget()
            group.setLayout(row(*(KeyCap(key) for key in keys), words))
            self._line.addWidget(group)
            self._words.append(words)
            self._groups.append(group)
        self._line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_words(self, number: int, text: str) -> None:
        """Say something else of a key."""
        self._words[number].setText(text)
        self._fold()

    def shown_words(self) -> list[str]:
        """Return what there is room for."""
        pairs = zip(self._words, self._groups, strict=True)
        return [words.text() for words, group in pairs if not group.isHidden()]

    def minimumSizeHint(self) -> QSize:
        """It takes what the buttons beside it leave."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out or bring back."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        used = -self._line.spacing()
        for group in self._groups:
            used += group.sizeHint().width() + self._line.spacing()
            group.setVisible(used <= self.width())
