"""The flow from completeness to a printed release. Imports no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from familjecentral.access.model import Act, Centre, CentreId, StaffId
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.changes import Changes, Kind
from familjecentral.codes import CodeBook
from familjecentral.errors import (
    Cancelled,
    Coarser,
    FamiljecentralError,
    FilesNotPlaced,
    NotPublishable,
    PeriodNotEnded,
    WrongPassphrase,
)
from familjecentral.releases.counted_by import every_set
from familjecentral.releases.draft import Draft, Published, ReportScope
from familjecentral.releases.known import read_basis, registered
from familjecentral.releases.layout import Layout
from familjecentral.releases.lock import LockPeriod, PeriodState, lock_period, period_state
from familjecentral.releases.model import Release
from familjecentral.releases.proving import prove
from familjecentral.releases.reissue import Price, price_of_reissue
from familjecentral.releases.use_cases import (
    NoteApproval,
    list_releases,
    make_draft,
    note_approval,
    publish,
    reopen_release,
    review,
)
from familjecentral.statistics.declared import DeclaredSet
from ui.ownfolder import OwnFolder, copy_files
from ui.report.files import PROVED_FORMATS, Made, write_files
from ui.report.state import Busy, ReportState, Step, formats_of

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.jobs import Job
    from ui.kit import ReportKit

T = TypeVar("T")
Progress = Callable[[float], None]

LONGER = {
    PeriodType.MONTH: PeriodType.QUARTER,
    PeriodType.QUARTER: PeriodType.HALF_YEAR,
}
_KINDS = frozenset({Kind.PERIODS, Kind.RELEASES, Kind.CENTRES})


class ReportView(Protocol):
    """What the presenter asks of the page."""

    def show_state(self, state: ReportState) -> None:
        """Show a state."""

    def ask_lock(self) -> None:
        """Ask whether to lock; the answer is :meth:`ReportPresenter.lock`."""

    def ask_publish(self) -> None:
        """Ask for the passphrase; the answer is :meth:`ReportPresenter.publish`."""

    def passphrase_wrong(self) -> None:
        """Say that the passphrase is not the person's own."""

    def ask_reissue(self, price: Price, said: tuple[str, ...]) -> None:
        """Show what a re-issue would cost; the answer is :meth:`ReportPresenter.reissue`."""

    def published(self, release: Release) -> None:
        """Say that a release is registered."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look into the store brings back."""

    centres: tuple[Centre, ...]
    book: CodeBook
    progress: PeriodState | None
    releases: tuple[Release, ...]
    people: Mapping[StaffId, str]
    tables: DeclaredSet


class ReportPresenter:
    """Knows which step comes next, and runs lock, draft, proof and publication as jobs."""

    def __init__(self, view: ReportView, desk: Desk, kit: ReportKit) -> None:
        self._view = view
        self._desk = desk
        self._kit = kit
        self._book: CodeBook | None = None
        self._every: DeclaredSet | None = None  # all tables there have been, for their words
        self._job: Job | None = None
        self._folder = OwnFolder()
        self._scope: ReportScope | None = None
        self.today = desk.clock.today()
        self.is_manager = desk.may(Act.LOCK_PERIOD)
        now = Period.containing(self.today)
        self.state = ReportState(now.previous if self.is_manager else now)

    # --- reading ----------------------------------------------------------------------------

    def read(self) -> None:
        """Read completeness and register, and show where the period stands."""
        period, centre = self.state.period, self.state.centre
        desk, manager = self._desk, self.is_manager

        def work(uow: UnitOfWork) -> _Read:
            progress = period_state(period, centre, uow, desk.clock) if manager else None
            people = {desk.person.id: desk.person.first_name}
            if desk.may(Act.PUBLISH):  # readers do not learn who works at the house
                people = dict(uow.steps.people())
            tables = every_set(uow, self._kit.declared_set(uow.codes()))
            return _Read(uow.centres(), uow.codes(), progress, list_releases(uow), people, tables)

        desk.ask(work, self._on_read, self._failed)

    def _on_read(self, read: _Read) -> None:
        self._book, self._every = read.book, read.tables
        state = self.state
        keys = [c.key for c in self._covered(read.centres, state.centre)]
        release = registered(read.releases, state.period, keys)
        if state.correcting is not None:
            release = None  # the draft on the screen takes its place
        known = state.draft is not None and state.draft.period == state.period
        step = state.step
        if release is not None and not (known and state.step is Step.EXPORT):
            step = Step.EXPORT
        elif not known:
            step = Step.COMPLETENESS
        self._set(
            centres=read.centres,
            progress=read.progress,
            releases=read.releases,
            release=release,
            people=read.people,
            has_ended=self._desk.clock.today() > state.period.last,
            step=step,
        )
        if release is not None and (state.draft is None or state.draft.number != release.number):
            self.open_release(release.number)
        elif release is None and not self.is_manager and read.releases and state.draft is None:
            self.open_release(read.releases[-1].number)

    def _covered(self, centres: Sequence[Centre], centre: CentreId | None) -> tuple[Centre, ...]:
        chosen = (c for c in centres if centre in (None, c.id))
        return tuple(sorted(chosen, key=lambda c: (len(c.key), c.key)))

    def choose_period(self, period: Period) -> None:
        """Go to another period."""
        self._start_over(period, self.state.centre)

    def choose_kind(self, kind: PeriodType) -> None:
        """Go to the period of another length that ends with, or holds, the present one."""
        period = self.state.period
        if kind is not period.type:
            self.choose_period(Period.containing(period.last, kind))

    def choose_longer(self) -> None:
        """Go to the next longer period that holds the present one."""
        self.choose_kind(LONGER.get(self.state.period.type, PeriodType.YEAR))

    def choose_centre(self, centre: CentreId | None) -> None:
        """Report one centre, or all together."""
        self._start_over(self.state.period, centre)

    def _start_over(self, period: Period, centre: CentreId | None) -> None:
        if self.state.busy is not None:
            return
        old = self.state
        self.state = ReportState(period, old.centres, centre, releases=old.releases)
        self._view.show_state(self.state)
        self.read()

    def changed(self, changes: Changes) -> None:
        """Hear that something changed elsewhere."""
        if changes.kinds & _KINDS and self.state.busy is None:
            self.read()

    # --- the steps ----------------------------------------------------------------------------

    def forward(self) -> None:
        """Go to the next step, or do what it asks for."""
        state = self.state
        if state.busy is not None:
            return
        if state.step in (Step.COMPLETENESS, Step.LOCK):
            if not state.has_ended:
                self._set(problem=PeriodNotEnded(str(state.period)))
            elif state.is_locked:
                self._make_draft()
            else:
                self._set(step=Step.LOCK, problem=None)
                self._view.ask_lock()
        elif state.step is Step.REVIEW:
            self._prove()
        elif state.step is Step.APPROVE or (state.step is Step.PROTECTION and state.proved):
            self._set(step=Step.APPROVE, problem=None)
            self._view.ask_publish()

    def back(self) -> None:
        """Go one step back: after the lock to the pages at most."""
        step = self.state.step
        if self.state.busy is not None or step is Step.EXPORT:
            return
        if step is Step.LOCK:
            self._set(step=Step.COMPLETENESS, problem=None)
        elif step > Step.REVIEW:
            self._set(step=Step(step - 1), problem=None)

    def lock(self) -> None:
        """Lock the period, and make the draft."""
        command = LockPeriod(self.state.period, self.state.centre)
        desk, kit = self._desk, self._kit

        def work(uow: UnitOfWork) -> Changes:
            declared = kit.declared_set(uow.codes())
            return lock_period(command, uow, declared=declared, clock=desk.clock, ids=desk.ids)

        def done(changes: Changes) -> None:
            self._set(busy=None)
            desk.tell(changes)
            self._make_draft()

        self._set(busy=Busy("lock"), problem=None)
        desk.ask(work, done, self._failed)

    def _make_draft(self, scope: ReportScope | None = None) -> None:
        scope = scope or ReportScope(self.state.period, self.state.centre)
        self._scope = scope
        desk, kit, book, releases = self._desk, self._kit, self._book, self.state.releases
        if book is None:
            return
        declared = kit.declared_set(book)

        def work(progress: Progress) -> Made:
            draft = make_draft(
                scope,
                desk.store.unit_of_work,
                declared=declared,
                clock=desk.clock,
                is_sample=desk.store.is_sample,
                progress=lambda share: progress(0.8 * share),
            )
            return self._written(draft, releases, ("pdf",), lambda s: progress(0.8 + 0.2 * s))

        def done(made: Made) -> None:
            self._show(made, Step.REVIEW)

        self._long("draft", work, done)

    def take_proposal(self) -> None:
        """Make the draft with the coarser tables."""
        scope = self._scope or ReportScope(self.state.period, self.state.centre)
        coarser = self.state.coarser
        self._set(coarser=(), proposal=())
        self._make_draft(replace(scope, coarser=coarser))

    def _written(
        self, draft: Draft, releases: Sequence[Release], formats: Sequence[str], progress: Progress
    ) -> Made:
        return write_files(
            draft, releases, formats, kit=self._kit, folder=self._folder, progress=progress
        )

    def _show(self, made: Made, step: Step) -> None:
        self._set(
            busy=None,
            problem=None,
            proposal=(),
            coarser=(),
            draft=made.draft,
            files=made.files,
            tables=made.tables,
            step=step,
            proved=step is Step.EXPORT,
            saved=(),
        )

    def set_out(self, layout: Layout) -> None:
        """Draw the pages of the draft anew, set out in another way; its numbers stay."""
        state = self.state
        if state.draft is not None:
            draft = replace(state.draft, layout=layout)
            self._long(
                "draft",
                lambda progress: self._written(draft, state.releases, ("pdf",), progress),
                lambda made: self._show(made, Step.REVIEW),
            )

    def _prove(self) -> None:
        """Attack the files of the draft as publishing will do."""
        state, desk, kit = self.state, self._desk, self._kit
        draft = state.draft
        if draft is None:
            return

        def work(progress: Progress) -> None:
            made = self._written(draft, state.releases, PROVED_FORMATS, lambda s: progress(0.3 * s))
            with desk.store.unit_of_work() as uow:
                basis = read_basis(uow, draft.scope, draft.whole)
                uow.commit()
            readers = kit.report_readers(draft)
            prove(draft, made.files, readers, basis, progress=lambda s: progress(0.3 + 0.7 * s))
            with desk.store.unit_of_work() as uow:
                review(draft, uow, desk.clock)

        def done(_: None) -> None:
            self._set(busy=None, proved=True)

        self._set(step=Step.PROTECTION, proved=False)
        self._long("proof", work, done)

    def publish(self, passphrase: str) -> None:
        """Register the release, if the passphrase is the person's own."""
        state, desk, kit = self.state, self._desk, self._kit
        draft = state.draft
        if draft is None or not state.proved:
            return

        def work(progress: Progress) -> tuple[Published, Made]:
            if not desk.store.check_passphrase(passphrase):
                raise WrongPassphrase
            published = publish(
                draft,
                self._folder.new(),
                desk.store.unit_of_work,
                formats=PROVED_FORMATS,
                writer=kit.report_writer(state.releases),
                readers=kit.report_readers(draft),
                words=kit.frozen_words,
                clock=desk.clock,
                progress=progress,
            )
            final = replace(draft, release=published.release)
            tables = kit.report_tables(final, state.releases)
            return published, Made(final, published.files, tables)

        def done(result: tuple[Published, Made]) -> None:
            published, made = result
            self._set(correcting=None, release=published.release)
            self._show(made, Step.EXPORT)
            self._view.published(published.release)
            desk.tell(Changes(frozenset({Kind.RELEASES})))

        self._long("publish", work, done)

    # --- a correction ---------------------------------------------------------------------------

    def ask_price(self) -> None:
        """Work out what a re-issue of the release on the screen would cost."""
        state, desk, kit, book = self.state, self._desk, self._kit, self._book
        release = state.release
        if book is None or release is None or state.busy is not None:
            return
        declared = kit.declared_set(book)
        centres = [c for c in state.centres if c.key in release.centres]
        one = centres[0].id if len(centres) == 1 and len(state.centres) > 1 else None
        scope = ReportScope(release.period, one)

        def work(progress: Progress) -> tuple[Price, tuple[str, ...]]:
            begin = desk.store.unit_of_work
            price = price_of_reissue(scope, begin, declared=declared, progress=progress)
            return price, kit.price_words(price, self._every or declared, book, state.centres)

        def done(found: tuple[Price, tuple[str, ...]]) -> None:
            self._set(busy=None)
            self._view.ask_reissue(*found)

        self._long("price", work, done)

    def reissue(self, price: Price) -> None:
        """Make the draft of a re-issue whose price is paid."""
        self._set(correcting=price.replaces, release=None, draft=None, step=Step.LOCK)
        self._make_draft(price.scope)

    # --- releases -----------------------------------------------------------------------------

    def open_release(self, number: int) -> None:
        """Show a registered release, cells as frozen."""
        desk, kit, book, state = self._desk, self._kit, self._book, self.state
        if book is None or state.busy is not None:
            return
        declared = kit.declared_set(book)

        def work(progress: Progress) -> Made:
            draft = reopen_release(
                number, desk.store.unit_of_work, declared=declared, is_sample=desk.store.is_sample
            )
            return self._written(draft, state.releases, PROVED_FORMATS, progress)

        def done(made: Made) -> None:
            release = made.draft.release
            self._set(period=made.draft.period, release=release, has_ended=True)
            self._show(made, Step.EXPORT)

        self._long("open", work, done)

    def note_approval(self, name: str, *, approved: bool, on: dt.date | None) -> None:
        """Keep what the signed paper says. A period whose release is withdrawn starts over."""
        release = self.state.release
        if release is None:
            return
        command = NoteApproval(release.number, approved, name.strip(), on if approved else None)
        clock = self._desk.clock

        def done(changes: Changes) -> None:
            if not approved:
                self._start_over(self.state.period, self.state.centre)
            self._desk.tell(changes)

        self._desk.ask(lambda uow: note_approval(command, uow, clock), done, self._failed)

    def save(self, folder: Path, formats: Sequence[str]) -> None:
        """Copy the proved files of a release into a folder."""
        chosen = [file for file in self.state.files if formats_of(file).intersection(formats)]

        def work(progress: Progress) -> tuple[Path, ...]:
            return copy_files(chosen, folder, progress)

        def done(saved: tuple[Path, ...]) -> None:
            self._set(busy=None, saved=saved)

        self._long("save", work, done)

    # --- jobs ---------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Stop what is under way at its next step."""
        if self._job is not None:
            self._job.cancel()

    def _long(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._set(busy=Busy(what), problem=None)

        def moved(share: float) -> None:
            if self.state.busy is not None:
                self._set(busy=Busy(what, share))

        self._job = self._desk.runner.run_long(work, done, self._failed, moved)

    def _failed(self, error: FamiljecentralError) -> None:
        step = self.state.step
        if isinstance(error, WrongPassphrase):
            self._view.passphrase_wrong()
            self._set(busy=None)
            return
        if step is Step.PROTECTION and isinstance(error, Cancelled):
            step = Step.REVIEW
        if isinstance(error, NotPublishable) and error.coarser and self._book is not None:
            self._propose(error.coarser, self._book)
            return
        if isinstance(error, FilesNotPlaced):
            self._desk.tell(Changes(frozenset({Kind.RELEASES})))
        self._set(busy=None, problem=None if isinstance(error, Cancelled) else error, step=step)

    def _propose(self, coarser: tuple[Coarser, ...], book: CodeBook) -> None:
        declared = self._every or self._kit.declared_set(book)
        said = self._kit.coarser_words(coarser, declared, book, self.state.centres)
        self._set(busy=None, problem=None, coarser=coarser, proposal=said)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self.state)

    def close(self) -> None:
        """Remove the page's files."""
        self._folder.remove()
