"""Which sheets and calendars a page offers, and how each is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from familjecentral.access.model import Act
from familjecentral.groups.house import House
from familjecentral.groups.invitations import Feed, group_feed, term_feeds
from familjecentral.groups.model import Group
from familjecentral.groups.reading import term_at
from ui.paper.words import term_name, terms_around, tr
from ui.widgets.buttons import KeyButton
from ui.widgets.menu import MenuButton

if TYPE_CHECKING:
    from familjecentral.clock import Clock
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.paper.sheet import PaperDesk


class _Paper:
    """What both kinds of pages share: the dialogs get the window as their parent."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk = desk
        self._page = page
        self.is_offered = desk.paper is not None and desk.may(Act.READ_GROUPS)
        self.dialog: QDialog | None = None

    def _paper(self) -> PaperDesk:
        from ui.paper.sheet import PaperDesk

        assert self._desk.paper is not None  # nothing of this is offered without it
        return PaperDesk(self._desk, self._desk.paper)

    def _calendars(self, read: Callable[[UnitOfWork, Clock], tuple[Feed, ...]], about: str) -> None:
        from ui.paper.calendars import CalendarFilesDialog

        self.dialog = dialog = CalendarFilesDialog(self._paper(), read, about, self._page.window())
        dialog.begin()


class TermPaper(_Paper):
    """*Mer* of the list and of the calendar: programme, room, calendars. The first two take all
    groups of the house, so they are for who plans them.

    Args:
        day: the day that the page shows; its term is meant. house: None while it is being read.
    """

    def __init__(
        self, desk: Desk, page: QWidget, name: str,
        day: Callable[[], dt.date], house: Callable[[], House | None],
    ) -> None:  # fmt: skip
        super().__init__(desk, page)
        self._day = day
        self._house = house
        self.button = MenuButton(tr("Mer"), name=f"{name}_more_btn", accessible=tr("Mer på papper"))
        if desk.may(Act.PLAN_GROUPS):
            self.button.add("programme", tr("Terminsprogram…"), self.programme)
            self.button.add("room", tr("Lokalblad…"), self.room)
        self.button.add("calendar", tr("Till kalendern (.ics)…"), self.calendars)
        self.show_buttons(on=True)

    def show_buttons(self, *, on: bool) -> None:
        """Show what the page offers."""
        self.button.setVisible(on and self.is_offered)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do."""
        return {"export": self.calendars} if self.is_offered else {}

    def programme(self) -> None:
        """Show the programme of the term."""
        from ui.paper.house import ProgrammeDialog

        term = str(term_at(self._day()))
        terms = terms_around(self._day())
        self.dialog = dialog = ProgrammeDialog(self._paper(), terms, term, self._page.window())
        dialog.begin()

    def room(self) -> None:
        """Show who has a room in some weeks."""
        from ui.paper.house import RoomDialog

        house = self._house()
        if house is None or not house.rooms:
            self._desk.voice.told(tr("Lägg in lokalerna under Inställningar först."))
            return
        self.dialog = dialog = RoomDialog(self._paper(), house, self._day(), self._page.window())
        dialog.begin()

    def calendars(self) -> None:
        """Offer the calendars of the term."""
        term = str(term_at(self._day()))
        self._calendars(lambda uow, clock: term_feeds(term, uow, clock), term_name(term))


class GroupPaper(_Paper):
    """The buttons of an open group: *Närvarolista*, *Till kalendern*, and *Mer* with the rest."""

    def __init__(self, desk: Desk, page: QWidget, group: Callable[[], Group | None]) -> None:
        super().__init__(desk, page)
        self._group = group
        attendance = KeyButton(
            tr("Närvarolista"), name="group_paper_attendance_btn", icon="printer", key="Ctrl P",
            bind=False,
        )  # fmt: skip
        self._calendar = KeyButton(
            tr("Till kalendern (.ics)"), name="group_paper_calendar_btn", icon="calendar-days",
            help="Ctrl E",
        )  # fmt: skip
        more = MenuButton(tr("Mer"), name="group_more_btn", accessible=tr("Mer på papper"))
        more.add("poster", tr("Inbjudan…"), self.poster)
        more.add("calendar", tr("Till kalendern (.ics)…"), self.calendars)
        attendance.clicked.connect(self.attendance)
        self._calendar.clicked.connect(self.calendars)
        self.buttons = (attendance, self._calendar, more)

    def show_buttons(self, *, on: bool, wide: bool) -> None:
        """Show the buttons; where it is narrow, calendars stand under *Mer* only."""
        for button in self.buttons:
            button.setVisible(on and self.is_offered and (wide or button is not self._calendar))

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do."""
        if not self.is_offered:
            return {}
        return {"print": self.attendance, "export": self.calendars}

    def attendance(self) -> None:
        """Show the attendance sheet."""
        from ui.paper.sheet import AttendanceDialog

        group = self._group()
        if group is not None:
            self.dialog = dialog = AttendanceDialog(
                self._paper(), group.id, group.title, self._page.window()
            )
            dialog.begin()

    def poster(self) -> None:
        """Show the poster and let its words be changed."""
        from ui.paper.poster import PosterDialog

        group = self._group()
        if group is not None:
            self.dialog = dialog = PosterDialog(self._paper(), group, self._page.window())
            dialog.begin()

    def calendars(self) -> None:
        """Offer the calendar of the group, and the whole ones of its rooms and leaders."""
        group = self._group()
        if group is None:
            return

        def read(uow: UnitOfWork, clock: Clock) -> tuple[Feed, ...]:
            touched = {(feed.kind, feed.key) for feed in group_feed(group.id, uow, clock)}
            feeds = term_feeds(group.term, uow, clock)
            return tuple(feed for feed in feeds if (feed.kind, feed.key) in touched)

        self._calendars(read, group.title)
