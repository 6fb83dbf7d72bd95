"""Draws the best plan so far as a term view, on the thread of the search. No Qt widgets."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

from familjecentral.clock import SystemIds
from familjecentral.groups.bridge import TermToPlan, drafts
from familjecentral.groups.planner import Progress
from familjecentral.groups.reading import term_at
from ui.calendar.cells import GridData, term_grid
from ui.calendar.draft import Draft

PAUSE = 2.0
"""Seconds between two pictures: judging a whole term's clashes must not slow the search"""


class Sketch:
    """What is better and not drawn yet. The identifiers of its sessions are for show."""

    def __init__(self, draft: Draft, term: TermToPlan, day: dt.date, today: dt.date) -> None:
        self._saved, self._edited = draft.saved, dict(draft.edited)
        self._term = term
        self._period = term_at(day)
        self._today = today
        self._waiting: Progress | None = None
        self._next = 0.0

    def better(self, progress: Progress) -> None:
        """Take a better plan; it is drawn when the pause is over."""
        self._waiting = progress

    def due(self) -> GridData | None:
        """Return the picture of a plan not drawn yet, at most one in each pause."""
        progress = self._waiting
        if progress is None or time.monotonic() < self._next:
            return None
        self._waiting = None
        laid = {g.id: g for g in drafts(progress.plan(), self._term.groups, SystemIds())}
        whole = Draft(self._saved, (self._edited | laid).values())
        first, last = self._period.first, self._period.last
        grid = term_grid(whole, first, last, "group", self._today, "Grupp")
        self._next = time.monotonic() + PAUSE
        return replace(grid, loads=())
