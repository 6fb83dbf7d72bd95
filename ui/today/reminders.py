"""What waits for the counsellor on *Idag*: support cards near, at or over the board's limit, and
what a colleague who left has left behind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.contacts.caseload import CardSeen, Offered, reminders, waiting
from familjecentral.contacts.support import Standing
from ui.desk import Desk
from ui.support.words import offered_words, today_reminder
from ui.widgets.buttons import KeyButton
from ui.widgets.text import Card, IconLabel, rule, text_label
from ui.widgets.theme import px

_MOST = 2


class Reminders(Card):
    """A line for each card, with *Visa kort*; hidden while nothing waits."""

    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Påminnelser"), name="today_reminders_card")
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(4))
        self.body.addLayout(self._lines)
        self.count = 0
        self._has_room = True
        self.hide()

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        first = self.findChild(KeyButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def set_room(self, has_room: bool) -> None:
        """Be shown where there is room for it and something waits."""
        self._has_room = has_room
        self.setVisible(has_room and self.count > 0)

    def load(self) -> None:
        """Read which cards remind."""
        desk = self._desk
        desk.ask(
            lambda uow: (reminders(uow, desk.clock), waiting(uow)),
            lambda found: self.show_cards(*found),
        )

    def show_cards(self, cards: Sequence[CardSeen], offered: Offered) -> None:
        """Show what was left behind, and the first few cards; all of them stand under
        *Pågående stöd*."""
        self.count = len(cards) + offered.is_any
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if offered.is_any:
            self._lines.addWidget(self._offered_line(offered))
        over_first = sorted(cards, key=lambda seen: seen.standing is not Standing.OVER)
        for place, seen in enumerate(over_first[:_MOST]):
            if place or offered.is_any:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(seen))
        left = len(cards) - _MOST
        if left > 0:
            words = self.tr("och ett kort till") if left == 1 else self.tr("och {n} kort till")
            self._lines.addWidget(text_label(words.format(n=left), role="small", ink="muted"))
        self.set_room(self._has_room)
        self.counted.emit()

    def _line(self, seen: CardSeen) -> QWidget:
        text = today_reminder(seen)
        icon = "triangle-alert" if seen.standing is Standing.OVER else "clock-alert"
        tint = "error" if seen.standing is Standing.OVER else "warn"
        show = KeyButton(
            self.tr("Visa kort"),
            name=f"today_reminder_btn_{seen.card.id}",
            look="link",
            height=28,
            accessible=self.tr("Visa kort {word}").format(word=seen.card.word),
        )
        show.clicked.connect(partial(self._desk.voice.open_page, "support", seen.card.id))
        return _laid(icon, tint, text, show)

    def _offered_line(self, offered: Offered) -> QWidget:
        text = self.tr("{what} En kollega har slutat.").format(what=offered_words(offered))
        show = KeyButton(
            self.tr("Visa"),
            name="today_reminder_btn_offered",
            look="link",
            height=28,
            accessible=self.tr("Visa det som en kollega har lämnat"),
        )
        show.clicked.connect(partial(self._desk.voice.open_page, "support"))
        return _laid("log-out", "info", text, show)


def _laid(icon: str, tint: str, text: str, show: KeyButton) -> QWidget:
    line = QWidget()
    inner = QHBoxLayout(line)
    inner.setContentsMargins(0, px(2), 0, px(2))
    inner.setSpacing(px(8))
    inner.addWidget(IconLabel(icon, tint, 16), 0, Qt.AlignmentFlag.AlignTop)
    inner.addWidget(text_label(text, role="small", wrap=True), 1)
    inner.addWidget(show)
    return line
