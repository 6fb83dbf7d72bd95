"""Cards that were closed a moment ago: how long they can still be brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from familjecentral.contacts.support import CardId
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner

KEPT_MS = 10 * 60 * 1000


class ClosingBanner(Banner):
    """*BLÅ-EK förstörs 10.52*, with *Ångra* for each. The time is on the screen only."""

    def __init__(
        self, parent: QWidget, reopen: Callable[[CardId], None], expire: Callable[[CardId], None]
    ) -> None:
        super().__init__(name="support_closing_banner")
        self.setParent(parent)
        self._reopen = reopen
        self._expire = expire
        self._cards: dict[CardId, tuple[str, str, QTimer]] = {}

    @property
    def cards(self) -> tuple[CardId, ...]:
        """Which cards can still be brought back."""
        return tuple(self._cards)

    def add(self, card: CardId, word: str) -> None:
        """Begin to count."""
        self.drop(card)
        gone = dt.datetime.now().astimezone() + dt.timedelta(milliseconds=KEPT_MS)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(KEPT_MS)
        timer.timeout.connect(partial(self._expire, card))
        timer.start()
        self._cards[card] = word, gone.strftime("%H.%M"), timer
        self._show()

    def drop(self, card: CardId) -> None:
        """Count no longer: it is back, or destroyed."""
        found = self._cards.pop(card, None)
        if found is not None:
            found[2].stop()
            found[2].deleteLater()
            self._show()

    def clear(self) -> None:
        """Forget all."""
        for card in self.cards:
            self.drop(card)

    def _show(self) -> None:
        if not self._cards:
            self.say("warn", "")  # the word goes with the card
            self.hide()
            return
        said = [
            self.tr("{word} förstörs {time}.").format(word=word, time=time)
            for word, time, _ in self._cards.values()
        ]
        self.say("warn", " ".join(said))
        for card, (word, _, _) in self._cards.items():
            button = KeyButton(
                self.tr("Ångra {word}").format(word=word),
                name=f"support_reopen_btn_{card}",
                look="link",
                icon="undo-2",
                height=28,
            )
            button.clicked.connect(partial(self._reopen, card))
            self.add_link(button)
        self.links.addStretch(1)
