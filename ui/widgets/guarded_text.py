"""Several lines of text that the guard reads while somebody types. Enter leaves the field, as in
every other one: the text is one paragraph, unless the field is made for several."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from familjecentral.privacy.model import Level, Reading
from ui.widgets.naming import label
from ui.widgets.theme import px, theme

if TYPE_CHECKING:
    from familjecentral.privacy import Reads


class GuardedText(QPlainTextEdit):
    """A paragraph whose findings are underlined: waves for what cannot be saved, dots for a
    doubt. What the program puts in is not read."""

    read = Signal()
    edited = Signal()
    entered = Signal()

    def __init__(
        self,
        text: str,
        reads: Callable[[], Reads],
        *,
        name: str,
        longest: int,
        lines: int,
        has_paragraphs: bool = False,
    ) -> None:
        super().__init__()
        self.reading = Reading(Level.OK)
        self._reads = reads
        self._longest = longest
        self._by_program = False
        self._has_paragraphs = has_paragraphs
        label(self, text, name=name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + px(22))
        self.textChanged.connect(self._on_text)

    def text(self) -> str:
        """Return the paragraph, or the paragraphs, one a line."""
        if not self._has_paragraphs:
            return " ".join(self.toPlainText().split())
        lines = (" ".join(line.split()) for line in self.toPlainText().splitlines())
        return "\n".join(line for line in lines if line)

    def set_text(self, text: str) -> None:
        """Show a text of the program's own."""
        self._by_program = True
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._by_program = False

    def set_invalid(self, invalid: bool) -> None:
        """Draw the error border."""
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().polish(self)

    def _on_text(self) -> None:
        whole = self.toPlainText()
        if len(whole) > self._longest:
            place = min(self.textCursor().position(), self._longest)
            self.setPlainText(whole[: self._longest])  # comes back here once more
            cursor = self.textCursor()
            cursor.setPosition(place)
            self.setTextCursor(cursor)
            return
        own = self._by_program or not whole.strip()
        self.reading = Reading(Level.OK) if own else self._reads().read(whole)
        self.set_invalid(False)
        self._underline()
        self.read.emit()
        if not self._by_program:
            self.edited.emit()

    def _underline(self) -> None:
        marks = []
        for finding in self.reading.findings:
            blocks = finding.level is Level.BLOCK
            shape = QTextCharFormat()
            style = QTextCharFormat.UnderlineStyle
            shape.setUnderlineStyle(style.WaveUnderline if blocks else style.DotLine)
            shape.setUnderlineColor(theme().colour("error" if blocks else "warn"))
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(finding.first)
            cursor.setPosition(finding.last + 1, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format = shape
            marks.append(mark)
        self.setExtraSelections(marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the form's, unless the text has paragraphs."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not self._has_paragraphs:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the end of the text, where one goes on writing."""
        super().focusInEvent(event)
        self.ensureCursorVisible()
