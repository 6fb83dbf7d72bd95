"""Choosing a passphrase: twice, with a meter in words and a draw of words."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.errors import FieldProblem
from resources.wording import passphrase_words
from ui.errors import sentence_for
from ui.unlock.passphrase import Strength, draw, strength
from ui.unlock.secret import SecretEdit
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Field
from ui.widgets.paint import box
from ui.widgets.text import row, text_label
from ui.widgets.theme import px, theme

_STEPS = {Strength.TOO_SHORT: 1, Strength.WEAK: 2, Strength.GOOD: 3, Strength.STRONG: 4}


class _Bars(QWidget):
    """Four bars; the word beside them says the same."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.setFixedSize(px(128), px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        del event
        t = theme()
        painter = QPainter(self)
        ink = t.colour("error" if self.steps <= 1 else "warn" if self.steps == 2 else "ok")
        for step in range(4):
            rect = QRectF(step * px(32), px(2), px(28), px(6))
            filled = step < self.steps
            box(painter, rect, radius=3, fill=ink if filled else t.colour("sunken"))
        painter.end()


class PassphraseChoice(QWidget):
    """Two fields, *Slumpa*, and how good the phrase is."""

    changed = Signal()

    def __init__(self, page: str, title: str = "") -> None:
        super().__init__()
        title, again = title or self.tr("Lösenfras"), self.tr("Lösenfrasen igen")
        self._first = SecretEdit(title, name=f"{page}_new_edt")
        self._again = SecretEdit(again, name=f"{page}_again_edt")
        self.first_field = Field(title, self._first)
        self.again_field = Field(again, self._again)
        self._draw = KeyButton(
            self.tr("Slumpa"), name=f"{page}_draw_btn", icon="dices", key="Alt S"
        )
        self._drawn = False
        self._bars = _Bars()
        self._word = text_label("", role="small", weight=600, name=f"{page}_strength_lbl")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(10))
        inner.addWidget(
            text_label(
                self.tr("Skriv minst fyra ord, eller låt programmet slumpa."),
                ink="text2",
                wrap=True,
            )
        )
        inner.addWidget(self.first_field)
        inner.addLayout(row(self._bars, self._word, 1, self._draw))
        inner.addWidget(self.again_field)
        # Twice in a row, then *Slumpa*: a space typed after Tab must not draw another phrase.
        QWidget.setTabOrder(self._first, self._again)
        QWidget.setTabOrder(self._again, self._draw)
        self._draw.clicked.connect(self._on_draw)
        self._first.textEdited.connect(self._on_edited)
        self._first.textChanged.connect(self._on_changed)
        self._again.textChanged.connect(self._on_again_changed)

    def focus_field(self) -> None:
        """Put the focus in the first field."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def passphrase(self) -> str:
        """Return the phrase."""
        return self._first.text()

    def clear(self) -> None:
        """Forget what was typed."""
        for edit in (self._first, self._again):
            edit.clear()
            edit.show_text(False)

    def _on_draw(self) -> None:
        """Draw five words and show them: they must be remembered, and typed again."""
        self._first.setText(draw(passphrase_words(), secrets.choice))
        self._first.show_text(True)
        self._drawn = True
        self._again.clear()
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        """Hide the field again when somebody's own words take the place of drawn ones."""
        if self._drawn:
            self._drawn = False
            self._first.show_text(False)

    def _on_again_changed(self) -> None:
        self.again_field.set_error("")
        self.changed.emit()

    def _on_changed(self) -> None:
        text = self._first.text()
        words = {
            Strength.TOO_SHORT: self.tr("för kort"),
            Strength.WEAK: self.tr("svag"),
            Strength.GOOD: self.tr("bra"),
            Strength.STRONG: self.tr("stark"),
        }
        found = strength(text)
        self._bars.steps = _STEPS[found] if text else 0
        self._bars.update()
        self._word.setText(words[found] if text else "")
        self._first.setAccessibleDescription(self._word.text())
        self.first_field.set_error("")
        self.changed.emit()

    def show_too_short(self) -> None:
        """Say that the phrase is too short."""
        self.first_field.set_error(sentence_for(FieldProblem("passphrase", "too_short")))
        self.focus_field()

    def check(self) -> bool:
        """Show what is wrong with the two; True when nothing is."""
        text = self._first.text()
        self.first_field.set_error("")
        self.again_field.set_error("")
        if strength(text) is Strength.TOO_SHORT:
            problem = "too_short" if text else "required"
            self.first_field.set_error(sentence_for(FieldProblem("passphrase", problem)))
            self.focus_field()
            return False
        if text != self._again.text():
            self.again_field.set_error(sentence_for(FieldProblem("passphrase", "different")))
            self._again.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True
