"""The dialogs of the page: a new card, a rating, the end of a card, another owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.access.model import StaffId
from familjecentral.contacts.caseload import Caseload
from familjecentral.contacts.support import HIGHEST_RATING, Reason
from ui.colleague import ColleagueField
from ui.support.panel import level_choices, service_choices
from ui.support.words import reasons
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import CodedCombo
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field
from ui.widgets.number import NumberField
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

BACKUPS_KEPT_DAYS = 30
"""How long a backup keeps a closed card."""


class SupportDialog(FittedDialog):
    """A title, a column, buttons below. Enter does the main act, unless it is the safe one."""

    def __init__(self, name: str, title: str, parent: QWidget, width: int = 480) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_dlg")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.inner = QVBoxLayout(self)
        self.inner.setContentsMargins(px(24), px(20), px(24), px(18))
        self.inner.setSpacing(px(12))
        self.headline = text_label(title, role="dialog")
        self.inner.addWidget(self.headline)
        self.setMinimumWidth(px(width))

    def add_text(self, text: str) -> None:
        """Add a paragraph."""
        self.inner.addWidget(text_label(text, ink="text2", wrap=True))

    def enter(self) -> None:
        """Do what Enter does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts from every field; a focused button keeps its own Enter."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, KeyButton):
                focus.click()
            else:
                self.enter()
        else:
            super().keyPressEvent(event)


class NewCardDialog(SupportDialog):
    """The word first; then level and service."""

    def __init__(
        self,
        load: Caseload,
        ask_word: Callable[[], None],
        create: Callable[[str, str, str | None], None],
        parent: QWidget,
    ) -> None:
        super().__init__("support_new", "…", parent)
        self.setWindowTitle(self.tr("Nytt stödkort"))
        self._word = ""
        self._create_card = create
        self.add_text(
            self.tr(
                "Säg det till familjen om ni vill, eller skriv det i din egen kalender. "
                "Det står ingen annanstans."
            )
        )
        self._level = SegmentedControl(
            self.tr("Nivå vid start"), level_choices(load.codes), name="support_new_level_seg"
        )
        self._level.set_value("universal")
        self._service = CodedCombo(
            self.tr("Insats"),
            name="support_new_service_cmb",
            placeholder=self.tr("Ingen vald"),
            clearable=True,
        )
        self._service.set_choices(service_choices(load.services))
        if len(load.services) == 1:
            self._service.set_value(load.services[0].key)
        self._create = KeyButton(
            self.tr("Skapa kortet"), name="support_new_create_btn", look="primary", key="Enter"
        )
        self._other = KeyButton(
            self.tr("Byt ord"), name="support_new_word_btn", icon="shuffle", key="Alt B"
        )
        leave = KeyButton(self.tr("Avbryt"), name="support_new_cancel_btn", key="Esc")
        self._create.clicked.connect(self.enter)
        self._other.clicked.connect(ask_word)
        leave.clicked.connect(self.reject)
        self.inner.addWidget(Field(self.tr("Nivå vid start"), self._level))
        self.inner.addWidget(Field(self.tr("Insats"), self._service))
        self.inner.addLayout(row(self._create, self._other, leave, 1))
        self._create.disable(self.tr("Kodordet slumpas"))
        self._level.focus_field()

    def show_word(self, word: str) -> None:
        """Show the word that was drawn."""
        self._word = word
        self.headline.setText(self.tr("Kodordet är {word}.").format(word=word))
        self.headline.setObjectName("support_new_word_lbl")
        self._create.disable("")

    def enter(self) -> None:
        """Open the card."""
        if self._word:
            self._service.settle()
            level = self._level.value() or "universal"
            self._create_card(self._word, level, self._service.value())
            self.accept()


class RatingDialog(SupportDialog):
    """One number, 0–10."""

    def __init__(self, word: str, keep: Callable[[int], None], parent: QWidget) -> None:
        super().__init__("support_rating", word, parent, width=420)
        self._keep = keep
        question = self.tr("Hur har familjen det? Egen skattning, 0–10")
        self._value = NumberField(question, name="support_rating_spn", largest=HIGHEST_RATING)
        self._field = Field(question, self._value)
        save = KeyButton(
            self.tr("Lägg till skattning"),
            name="support_rating_save_btn",
            look="primary",
            key="Enter",
        )
        leave = KeyButton(self.tr("Avbryt"), name="support_rating_cancel_btn", key="Esc")
        save.clicked.connect(self.enter)
        leave.clicked.connect(self.reject)
        self.inner.addWidget(self._field)
        self.inner.addWidget(
            text_label(self.tr("0 är sämst, 10 är bäst."), role="small", ink="muted")
        )
        self.inner.addLayout(row(save, leave, 1))
        self._value.focus_field()

    def enter(self) -> None:
        """Keep the number."""
        value = self._value.value()
        if value is None:
            self._field.set_error(self.tr("Skriv ett tal från 0 till 10."))
            self._value.focus_field()
        else:
            self._keep(value)
            self.accept()


class CloseCardDialog(SupportDialog):
    """Asked, because it cannot be undone for long. The safe choice is the default."""

    def __init__(
        self,
        word: str,
        today: dt.date,
        reason: Reason,
        close: Callable[[Reason], None],
        parent: QWidget,
    ) -> None:
        title = self.tr("Avsluta och förstöra {word}?").format(word=word)
        super().__init__("support_close", title, parent, width=540)
        self._close_card = close
        until = (today + dt.timedelta(days=BACKUPS_KEPT_DAYS)).isoformat()
        self.add_text(
            self.tr(
                "Antal samtal, nivå vid start och slut samt förändring i skattning läggs till "
                "summorna för halvåret. Kortet och kodordet förstörs om 10 minuter, eller när "
                "programmet låses. Säkerhetskopior behåller det tills de gallras, senast {date}."
            ).format(date=until)
        )
        self._reason = SegmentedControl(self.tr("Skäl"), reasons(), name="support_close_reason_seg")
        self._reason.set_value(reason.value)
        self._keep = KeyButton(
            self.tr("Behåll kortet"), name="support_close_keep_btn", look="primary", key="Esc"
        )
        end = KeyButton(self.tr("Avsluta kortet"), name="support_close_end_btn", look="danger")
        self._keep.clicked.connect(self.reject)
        end.clicked.connect(self._on_end)
        self.inner.addWidget(Field(self.tr("Skäl"), self._reason))
        self.inner.addLayout(row(self._keep, end, 1))
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Enter in the choice of reason keeps the card."""
        self.reject()

    def _on_end(self) -> None:
        self._close_card(Reason(self._reason.value() or Reason.UNKNOWN))
        self.accept()


class HandOverDialog(SupportDialog):
    """To whom; the card leaves the list at once, and only the receiver can give it back."""

    def __init__(
        self,
        word: str,
        receivers: tuple[tuple[StaffId, str], ...],
        give: Callable[[StaffId], None],
        parent: QWidget,
    ) -> None:
        super().__init__("support_hand", self.tr("Lämna över {word}?").format(word=word), parent)
        self._give = give
        self.add_text(
            self.tr(
                "Kortet blir kollegans med samtal, nivåer och skattningar. Du ser det inte mer. "
                "Det går inte att ångra, men kollegan kan lämna tillbaka det."
            )
        )
        self._to = ColleagueField("support_hand_to_cmb", receivers)
        keep = KeyButton(
            self.tr("Behåll kortet"), name="support_hand_keep_btn", look="primary", key="Esc"
        )
        give_button = KeyButton(self.tr("Lämna över"), name="support_hand_give_btn", look="danger")
        keep.clicked.connect(self.reject)
        give_button.clicked.connect(self._on_give)
        self.inner.addWidget(self._to)
        self.inner.addLayout(row(keep, give_button, 1))
        self._to.focus_control()

    def _on_give(self) -> None:
        chosen = self._to.taken()
        if chosen is not None:
            self._give(chosen)
            self.accept()
