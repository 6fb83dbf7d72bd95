"""Clears away what may stay no longer when a new day has begun while the store stays open."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer

from familjecentral.groups.closing import CLOSED, weed_groups
from ui.desk import Desk

LOOK_MS = 60_000


class NewDay(QObject):
    """Looks every minute, locked or not: grids and aliases go on their day, not at the next start.

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

        def done(closed: int) -> None:
            if closed:
                desk.tell(CLOSED)

        desk.ask(lambda uow: weed_groups(uow, desk.clock, desk.group_undo), done)
