"""The card of the quick log: the form, or what is asked in its place, and its buttons."""

from __future__ import annotations

import datetime as dt

from ui.today.form import LogForm
from ui.today.found import FoundDraft
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.daytext import short_day
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px


class LogCard(Card):
    """*Snabblogg*. In a low window the form gets the room of its head, whose buttons stand in
    the foot."""

    def __init__(self, today: dt.date, *, numeric_pad: bool) -> None:
        super().__init__(self.tr("Snabblogg"), name="today_log_card", margin=0)
        self._low: bool | None = None
        self.form = LogForm("today", today, numeric_pad=numeric_pad, several=True)
        self.found = FoundDraft()
        self._day = text_label("", role="small", ink="text2", name="today_day_lbl")
        self.other_day = KeyButton(
            self.tr("Annan dag"), name="today_day_btn", icon="calendar-days", key="Alt D"
        )
        self.repeat = KeyButton(
            self.tr("Som förra"), name="today_repeat_btn", icon="copy", key="Ctrl R", bind=False
        )
        self.favourites = KeyButton(
            self.tr("Favoriter"), name="today_favourites_btn", icon="list", key="Alt F"
        )
        self.save = KeyButton(
            self.tr("Spara och ny"), name="today_save_btn", look="primary", key="Enter"
        )
        self.clear = KeyButton(self.tr("Rensa"), name="today_clear_btn", key="Esc")
        self._hint = text_label("", role="small", ink="muted")
        self._key = KeyCap("Ctrl N")
        self._build()

    def _build(self) -> None:
        self.body.setSpacing(px(4))
        self.head.setContentsMargins(px(16), 0, px(16), 0)
        self.head.addWidget(self._key)
        self.head.addStretch(1)
        self.body.addWidget(self.found, 1)
        self.body.addWidget(self.form, 1)
        self._foot = self.add_foot()
        for part in (self.save, self.clear):
            self._foot.addWidget(part)
        self._foot.addStretch(1)
        self._foot.addWidget(self._hint)
        self.set_low(False)
        self.show_last(there=False)

    @property
    def asks(self) -> bool:
        """Whether a form that was left stands in the form's place."""
        return not self.found.isHidden()

    def set_low(self, low: bool) -> None:
        """Say whether the window is low."""
        if low == self._low:
            return
        self._low = low
        home = self._foot if low else self.head
        for part in (self._day, self.other_day, self.favourites, self.repeat):
            home.addWidget(part)
        for widget in (self.title, self._key, self._day, self._hint):
            widget.setVisible(not low)
        self.body.setContentsMargins(0, px(4 if low else 10), 0, 0)

    def show_asking(self) -> None:
        """The form is away, and its buttons off, until the question is answered."""
        self.form.setVisible(not self.asks)
        reason = self.tr("Svara först: fortsätta eller kasta?") if self.asks else ""
        for button in (self.save, self.clear, self.other_day, self.favourites):
            button.disable(reason)

    def show_last(self, *, there: bool) -> None:
        """Offer to repeat what was saved last, or say that there is nothing."""
        self.repeat.disable("" if there else self.tr("Inget är sparat sedan du låste upp"))

    def show_editing(self, editing: bool) -> None:
        """Say whether a stored contact is being changed."""
        self.save.setText(self.tr("Spara ändringen") if editing else self.tr("Spara och ny"))
        self.save.updateGeometry()
        self._hint.setText(self.tr("Du ändrar en sparad kontakt. Esc avbryter.") if editing else "")

    def show_day(self, today: dt.date, name: str) -> None:
        """Say of which day and by whom the contact is."""
        self._day.setText(f"{short_day(self.form.date.day() or today)} · {name}")
