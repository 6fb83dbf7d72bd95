"""Clears away what may stay no longer when a new day has begun while the store stays open."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer

from familjecentral.access.model import Act
from familjecentral.changes import Changes
from familjecentral.contacts.caseload import CARDS_CHANGED
from familjecentral.contacts.parting import weed_cards
from familjecentral.gate import UnitOfWork
from familjecentral.groups.closing import CLOSED, weed_groups
from ui.desk import Desk

LOOK_MS = 60_000


class NewDay(QObject):
    """Looks every minute, locked or not: grids and aliases go on their day, not at the next start,
    and forgotten support cards where an administrator is at work.

    A store that is opened is weeded by whoever opens it; one that only changes hands is not, so
    the first look always asks.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._weeded: dt.date | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Weed if this day has not been seen yet; the pages hear of it."""
        desk, today = self._desk, self._desk.clock.today()
        if today == self._weeded:
            return
        self._weeded = today

        def weed(uow: UnitOfWork) -> list[Changes]:
            found = [CLOSED] if weed_groups(uow, desk.clock, desk.group_undo) else []
            if desk.may(Act.WEED_CARDS) and weed_cards(uow, desk.clock):
                found.append(CARDS_CHANGED)
            return found

        def done(changes: list[Changes]) -> None:
            for each in changes:
                desk.tell(each)

        desk.ask(weed, done)
