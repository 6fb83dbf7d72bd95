"""The flow of *Statistik*: choose a period, a table, a part of it. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from familjecentral.changes import Changes, Kind
from familjecentral.errors import Cancelled, FamiljecentralError, InvalidInput
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.saved_views import SavedView, drop_view, list_views, save_view
from familjecentral.releases.use_cases import make_draft, reopen_release, write_draft
from familjecentral.releases.view import Shelf, StatBook, read_shelf
from familjecentral.statistics.projection import Pick
from ui.ownfolder import OwnFolder
from ui.statistics.state import StatsState

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.jobs import Job
    from ui.kit import ReportKit

T = TypeVar("T")
Progress = Callable[[float], None]
_KINDS = frozenset({Kind.PERIODS, Kind.RELEASES, Kind.CENTRES, Kind.CODES})


class StatsView(Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: StatsState) -> None:
        """Show a state."""

    def print_file(self, file: Path) -> None:
        """Print a written PDF."""

    def view_saved(self, name: str) -> None:
        """Say that a view is kept."""

    def view_refused(self, error: InvalidInput) -> None:
        """Say at the name what is wrong with it."""

    def view_missing(self, name: str) -> None:
        """Say that the release lacks the table of a view."""

    def view_dropped(self) -> None:
        """Show the views that are left."""


class StatsPresenter:
    """Knows what is looked at. A draft is made once for each locked period."""

    def __init__(self, view: StatsView, desk: Desk, kit: ReportKit) -> None:
        self._view = view
        self._desk = desk
        self._kit = kit
        self._job: Job | None = None
        self._drafts: dict[str, Draft] = {}
        self._folder = OwnFolder()
        self.state = StatsState()

    def read(self) -> None:
        """Read what there is, and show the newest release."""

        def work(uow: UnitOfWork) -> tuple[Shelf, tuple[SavedView, ...]]:
            return read_shelf(uow), list_views(uow)

        self._desk.ask(work, self._on_read, self._failed)

    def _on_read(self, found: tuple[Shelf, tuple[SavedView, ...]]) -> None:
        self._set(shelf=found[0], views=found[1])
        sources = {source.key: source for source in self.state.sources}
        own = self.state.source
        if own is None or own.key not in sources:
            newest = next((s for s in sources.values() if s.release is not None), None)
            self._set(source=None, book=None, view=None, trend=None)
            if newest is not None:
                self.choose_source(newest.key)
        elif self.state.book is None:
            self.choose_source(own.key)

    def changed(self, changes: Changes) -> None:
        """Hear that something changed elsewhere."""
        if changes.kinds & _KINDS:
            self._drafts.clear()
            if self.state.busy is None:
                self.read()

    def choose_source(self, key: str) -> None:
        """Look at a release or a locked period."""
        source = next((s for s in self.state.sources if s.key == key), None)
        shelf, desk, kit = self.state.shelf, self._desk, self._kit
        if source is None or shelf is None or self.state.busy is not None:
            return
        declared = kit.declared_set(shelf.book)
        held = self._drafts.get(key)

        def work(progress: Progress) -> tuple[Draft, StatBook]:
            begin, sample = desk.store.unit_of_work, desk.store.is_sample
            draft = held
            if source.release is not None:
                number = source.release.number
                draft = reopen_release(number, begin, declared=declared, is_sample=sample)
            elif draft is None:
                draft = make_draft(
                    ReportScope(source.period),
                    begin,
                    declared=declared,
                    clock=desk.clock,
                    is_sample=sample,
                    progress=progress,
                )
            return draft, kit.stat_book(draft, shelf.register)

        def done(found: tuple[Draft, StatBook]) -> None:
            draft, book = found
            if source.release is None:
                self._drafts[key] = draft
            pick = self.state.pick
            numbers = [table.number for table in book.tables]
            if pick.table not in numbers:
                pick = Pick(numbers[0])
            row = self.state.row
            self._set(
                busy=None,
                source=source,
                book=book,
                pick=pick,
                view=book.view(pick),
                trend=book.trend(pick, row),
                saved=(),
            )

        self._long(work, done)

    def choose_table(self, number: str) -> None:
        """Look at another table, whole; comparison and unit stay."""
        self.choose(replace(self.state.pick, table=number, rows=(), columns=(), merged=()))

    def choose_measure(self, measure: str) -> None:
        """Offer the tables that count something, and look at the first where this one does not."""
        book = self.state.book
        self._set(measure=measure)
        if book is None or not measure:
            return
        own = [t for t in book.tables if measure in dict(t.measures)]
        if own and self.state.pick.table not in [table.number for table in own]:
            self.choose_table(own[0].number)

    def merge(self, keys: tuple[str, ...]) -> None:
        """Look at rows as one; without keys all are apart again."""
        pick = self.state.pick
        self.choose(replace(pick, merged=(*pick.merged, keys) if keys else ()))

    # --- saved views ------------------------------------------------------------------------

    def choose_view(self, name: str) -> None:
        """Look at what is kept under a name, in the present period."""
        found = next((view for view in self.state.views if view.name == name), None)
        book = self.state.book
        if found is None or book is None:
            return
        if found.pick.table not in [table.number for table in book.tables]:
            self._set()
            self._view.view_missing(name)
            return
        self._set(measure="")
        self.choose(found.pick)

    def save_view(self, name: str, *, confirmed: bool = False) -> None:
        """Keep what is looked at under a name; ``confirmed``: it is nobody's."""
        view, guard = SavedView(name, self.state.pick), self._desk.guard()

        def done(views: tuple[SavedView, ...]) -> None:
            self._set(views=views)
            self._view.view_saved(name.strip())

        self._desk.ask(
            lambda uow: save_view(view, uow, guard, confirmed=confirmed), done, self._view_failed
        )

    def drop_view(self, name: str) -> None:
        """Take a view away."""

        def done(views: tuple[SavedView, ...]) -> None:
            self._set(views=views)
            self._view.view_dropped()

        self._desk.ask(lambda uow: drop_view(name, uow), done, self._failed)

    def _view_failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            self._view.view_refused(error)
        else:
            self._failed(error)

    def choose(self, pick: Pick) -> None:
        """Look at a part of a table."""
        book = self.state.book
        if book is None:
            return
        row = self.state.row if pick.table == self.state.pick.table else ""
        self._set(pick=pick, view=book.view(pick), row=row, trend=book.trend(pick, row))

    def choose_row(self, row: str) -> None:
        """Show how a row came about."""
        book = self.state.book
        if book is not None and row != self.state.row:
            self._set(row=row, trend=book.trend(self.state.pick, row))

    def step(self, by: int) -> None:
        """Go to the source before or after in time."""
        keys = [source.key for source in self.state.sources]
        if self.state.source is not None and self.state.source.key in keys:
            place = keys.index(self.state.source.key) - by
            if 0 <= place < len(keys):
                self.choose_source(keys[place])

    # --- files ------------------------------------------------------------------------------

    def save(self, folder: Path, formats: Sequence[str]) -> None:
        """Save what is seen as files."""

        def done(saved: tuple[Path, ...]) -> None:
            self._set(busy=None, saved=saved)

        self._write(folder, formats, done)

    def print(self) -> None:
        """Write what is seen as a PDF and hand it to the page."""

        def done(written: tuple[Path, ...]) -> None:
            self._set(busy=None)
            self._view.print_file(written[0])

        self._write(self._folder.new(), ("pdf",), done)

    def _write(
        self, folder: Path, formats: Sequence[str], done: Callable[[tuple[Path, ...]], None]
    ) -> None:
        book, pick = self.state.book, self.state.pick
        if book is None or self.state.busy is not None:
            return

        def writer(
            draft: Draft, folder: Path, formats: Sequence[str], progress: Progress
        ) -> tuple[Path, ...]:
            del draft
            return book.write(pick, folder, formats, progress)

        def work(progress: Progress) -> tuple[Path, ...]:
            return write_draft(
                book.draft, folder, formats=formats, writer=writer, progress=progress
            )

        self._long(work, done)

    def _long(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._set(busy=0.0, problem=None)

        def moved(share: float) -> None:
            if self.state.busy is not None:
                self._set(busy=share)

        self._job = self._desk.runner.run_long(work, done, self._failed, moved)

    def cancel(self) -> None:
        """Stop what is under way at its next step."""
        if self._job is not None:
            self._job.cancel()

    def _failed(self, error: FamiljecentralError) -> None:
        self._set(busy=None, problem=None if isinstance(error, Cancelled) else error)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self.state)

    def close(self) -> None:
        """Remove what was written to be printed."""
        self._folder.remove()
