"""*Idag* for somebody who only counts visitors: the tally pad and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from familjecentral.changes import Changes, Kind
from familjecentral.contacts.undo import Undone
from ui.desk import Desk
from ui.page import Page
from ui.today.greeting import day_line, greeting
from ui.today.tally import TallyPad
from ui.widgets.text import text_label
from ui.widgets.theme import px

_WIDEST = 640


class KeeperPage(Page):
    """The pad on a page of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("today", "")
        self._desk = desk
        self.setAccessibleName(self.tr("Idag"))
        self.pad = TallyPad(desk)
        self.pad.setMaximumWidth(px(_WIDEST))
        self.outer.addWidget(self.pad)
        note = text_label(
            self.tr("Varje tryck sparas på en gång. Här räknas besök, aldrig vem som kom."),
            ink="text2",
            wrap=True,
        )
        self.outer.addWidget(note)
        self.outer.addStretch(1)
        self._greet()

    def _greet(self) -> None:
        self.title.setText(greeting(self._desk.person.first_name))
        self.subtitle.setText(day_line(self._desk.clock.today()))

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        return {"tally": self.pad.focus_field}

    def panels(self) -> Sequence[QWidget]:
        """Return the panel that F6 reaches."""
        return (self.pad,)

    def help_name(self) -> str:
        """Return the name of its help page."""
        return "tally"

    def opened(self) -> None:
        """Read anew and take the focus."""
        self._greet()
        self.pad.load()
        self.pad.focus_field()

    def changed(self, changes: Changes) -> None:
        """Read anew when a period was locked, or a list or the way of counting changed."""
        if changes.kinds & {Kind.TALLIES, Kind.CODES, Kind.PERIODS}:
            self.pad.load()

    def undone(self, undone: Undone, *, again: bool) -> bool:
        """A tick that was taken back is off the number."""
        del again
        self.pad.undone(undone)
        return False
