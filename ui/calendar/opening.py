"""What opens over the calendar: a session, another booking, two versions of one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from familjecentral.access.model import Act
from familjecentral.errors import StaleEdit
from familjecentral.groups.house import Booking, BookingId, BookingKind, House
from familjecentral.groups.model import Group
from ui.calendar.cells import Card
from ui.calendar.draft import Absent
from ui.calendar.edits import at_place

if TYPE_CHECKING:
    from ui.calendar.grid import CalendarGrid
    from ui.calendar.presenter import CalendarPresenter
    from ui.desk import Desk
    from ui.versions import VersionsDialog


class Opener:
    """Opens the dialogs of the calendar; what they decide becomes part of the draft."""

    def __init__(self, page: QWidget, desk: Desk, presenter: CalendarPresenter) -> None:
        self._page = page
        self._desk = desk
        self._presenter = presenter

    def card(self, card: Card) -> bool:
        """Open a session or a booking; False where there is nothing to be changed."""
        from ui.calendar.session import SessionDialog

        presenter = self._presenter
        draft, view, booking = presenter.draft, presenter.view, presenter.booking_of(card)
        if booking is not None and self._desk.may(Act.PLAN_GROUPS):
            self._booking(booking, is_new=False)
            return True
        group = draft.group(card.group_id) if draft and card.group_id else None
        if group is None or view is None:
            return False
        dialog = SessionDialog(self._page.window(), group, card, view)
        dialog.changed.connect(lambda new: presenter.change((new,), new.title))
        dialog.open()
        return True

    def new_booking(self, grid: CalendarGrid) -> None:
        """Ask for another booking, at the cell in sight."""
        index, data = grid.currentIndex(), grid.calendar.grid
        fresh = Booking(
            BookingId(self._desk.ids.new_id()), BookingKind.MEETING, self._presenter.day, 9 * 60,
            60, version=0,
        )  # fmt: skip
        if data is not None and index.isValid():
            fresh = at_place(fresh, data, index.row(), index.column())
        self._booking(fresh, is_new=True, then=grid.choose)

    def remove(self, booking: Booking) -> None:
        """Take a booking away in the draft."""
        text = self._page.tr("Bokningen tas bort")
        self._presenter.change((Absent(booking.id),), text)

    def _booking(
        self, booking: Booking, *, is_new: bool, then: Callable[[UUID], object] | None = None
    ) -> None:
        from ui.calendar.booking import BookingDialog

        view = self._presenter.view
        if view is None:
            return
        dialog = BookingDialog(self._page.window(), self._desk, view, booking, is_new=is_new)
        dialog.kept.connect(lambda new: self._presenter.change((new,), new.title))
        if then is not None:
            dialog.kept.connect(lambda new: then(new.id))
        dialog.removed.connect(partial(self.remove, booking))
        dialog.open()

    def stale(self, error: StaleEdit) -> None:
        """Show both versions of what somebody else changed; chosen line by line."""
        from ui.calendar.stale import BookingStaleDialog, StaleDialog

        mine, theirs, view = error.mine, error.theirs, self._presenter.view
        dialog: VersionsDialog | None = None
        if view is not None and isinstance(mine, Group) and isinstance(theirs, Group):
            before = view.schedule.groups.get(mine.id, theirs)
            groups = (before, mine, theirs)
            dialog = StaleDialog(groups, view.codes, view.schedule.house, self._page.window())
        if view is not None and isinstance(mine, Booking) and isinstance(theirs, Booking):
            was = next((one for one in view.schedule.bookings if one.id == mine.id), theirs)
            house: House = view.schedule.house
            dialog = BookingStaleDialog((was, mine, theirs), house, self._page.window())
        if dialog is None:
            self._presenter.take_theirs(error)
            self._desk.voice.failed(error)
            return
        dialog.kept.connect(partial(self._presenter.take_theirs, error))
        dialog.chosen.connect(self._presenter.keep_mine)
        dialog.open()
