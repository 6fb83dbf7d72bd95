"""What *Statistik* asks: which rows stand as one, what a view is called."""

from __future__ import annotations

from familjecentral.access.model import Centre
from familjecentral.contacts.closed import ClosedHalfYear, closed_by_centre
from familjecentral.errors import InvalidInput
from familjecentral.statistics.projection import WHOLE
from ui.desk import Desk
from ui.kit import ReportKit
from ui.page import Page
from ui.statistics.cards import CardsDialog
from ui.statistics.merge import MergeDialog
from ui.statistics.presenter import StatsPresenter
from ui.statistics.state import StatsState
from ui.statistics.views import ViewsDialog


def can_merge(state: StatsState) -> bool:
    """Tell whether rows of the table can be seen as one."""
    if state.book is None:
        return False
    return any(t.number == state.pick.table and t.can_merge for t in state.book.tables)


class Asking(Page):
    """The part of the page that opens dialogs on what is looked at."""

    presenter: StatsPresenter
    _desk: Desk
    _kit: ReportKit
    _views: ViewsDialog | None = None

    def ask_merge(self) -> None:
        """Ask which rows are to stand as one."""
        state = self.presenter.state
        if state.book is None or not can_merge(state):
            return
        table = next(t for t in state.book.tables if t.number == state.pick.table)
        rows = [pair for pair in table.rows if not state.pick.rows or pair[0] in state.pick.rows]
        dialog = MergeDialog(self, [pair for pair in rows if pair[0] != WHOLE], state.pick.merged)
        dialog.merged.connect(self.presenter.merge)
        dialog.open()

    def show_cards(self) -> None:
        """Show what is left of closed support cards."""
        clock = self._desk.clock

        def done(houses: tuple[tuple[Centre, tuple[ClosedHalfYear, ...]], ...]) -> None:
            sheet = self._kit.card_sheet(
                houses, day=clock.today(), is_sample=self._desk.store.is_sample
            )
            CardsDialog(self, houses, sheet, self._desk).open()

        self._desk.ask(lambda uow: closed_by_centre(uow, clock), done)

    def ask_view(self) -> None:
        """Ask what the view is to be called."""
        state = self.presenter.state
        if state.view is None or self._views is not None:
            return
        dialog = self._views = ViewsDialog(self, state.view.title, state.views, self._desk.guard)
        dialog.save_asked.connect(lambda name, sure: self.presenter.save_view(name, confirmed=sure))
        dialog.drop_asked.connect(self.presenter.drop_view)
        dialog.finished.connect(self._forget_views)
        dialog.open()

    def _forget_views(self) -> None:
        self._views = None

    def view_saved(self, name: str) -> None:
        """Close the dialog and say it."""
        if self._views is not None:
            self._views.accept()
        self._desk.voice.told(self.tr("Vyn {name} är sparad.").format(name=name))

    def view_refused(self, error: InvalidInput) -> None:
        """Say it in the dialog, which stays."""
        if self._views is not None:
            self._views.show_problem(error)

    def view_missing(self, name: str) -> None:
        """Say that the release lacks the table of a view."""
        text = self.tr("Utgåvan har ingen tabell för vyn {name}. Välj en annan period.")
        self._desk.voice.told(text.format(name=name))

    def view_dropped(self) -> None:
        """Show the views that are left."""
        if self._views is not None:
            self._views.show_views(self.presenter.state.views)
