"""The texts of a report that the guard reads: comments of several lines, and names of one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.privacy import Reads
from familjecentral.releases.draft import Draft
from familjecentral.releases.layout import unshown_numbers
from ui.widgets.checks import Check
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.guarded_text import GuardedText
from ui.widgets.text import text_label
from ui.widgets.theme import px

Guard = Callable[[], Reads]


class CommentField(QWidget):
    """A text that the guard reads; a number that the report does not show is asked about.
    ``lines``: how many are seen of a text of several paragraphs; 1: a text of one line."""

    def __init__(
        self,
        key: str,
        text: str,
        guard: Guard,
        draft: Draft,
        *,
        longest: int,
        caption: str = "",
        lines: int = 1,
    ) -> None:
        super().__init__()
        self.key = key
        self._draft = draft
        name = key.replace(".", "_")
        self.edit: GuardedEdit | GuardedText
        if lines == 1:
            self.edit = GuardedEdit(text, guard, name=f"layout_{name}_edt", longest=longest)
        else:
            self.edit = GuardedText(
                *(text, guard),
                name=f"layout_{name}_edt",
                longest=longest,
                lines=lines,
                has_paragraphs=True,
            )
        self.field = GuardedField(caption or text, self.edit)
        self.sure = Check(self.tr("Talet får stå"), name=f"layout_{name}_number_chk")
        self.warning = text_label("", role="small", ink="warn", wrap=True)
        self.warning.hide()
        self.sure.hide()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(2))
        for part in (self.field, self.warning, self.sure):
            inner.addWidget(part)
        self.edit.textChanged.connect(self._on_text)

    def text(self) -> str:
        """Return the text without white space round it."""
        return self.edit.text().strip()

    def show_text(self, text: str) -> None:
        """Show a text that is kept."""
        if isinstance(self.edit, GuardedText):
            self.edit.set_text(text)
        else:
            self.edit.setText(text)

    def _on_text(self) -> None:
        self.field.set_error("")
        strange = unshown_numbers(self.edit.text(), self._draft)
        self.sure.setChecked(False)
        self.warning.setVisible(bool(strange))
        self.sure.setVisible(bool(strange))
        words = self.tr("{numbers} visas inte i rapporten. Kan ett dolt tal räknas ut med det?")
        self.warning.setText(words.format(numbers=", ".join(str(n) for n in strange)))

    @property
    def answers(self) -> frozenset[str]:
        """What has been answered: that it is nobody, that the number may stand."""
        found = {self.key} if self.field.is_confirmed else set()
        if self.sure.isChecked():
            found.add(f"{self.key}.numbers")
        return frozenset(found)
