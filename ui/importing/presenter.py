"""The flow of an import. No Qt. Every choice is looked through anew; nothing is saved before
*Importera*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from familjecentral.contacts.importing.examining import (
    UnknownWord,
    Words,
    example_columns,
    shape_of,
    unknown_in_log,
    unknown_in_tally,
)
from familjecentral.contacts.importing.mapping import ImportMapping, Kind
from familjecentral.contacts.importing.preview import FoundColumn
from familjecentral.contacts.importing.report import ImportReport
from familjecentral.contacts.importing.saved import forget_mapping, save_mapping, saved_mappings
from familjecentral.contacts.importing.use_case import Imported, ImportLog, Progress, import_log
from familjecentral.contacts.undo import ImportStep, Undone, undo
from familjecentral.errors import (
    FamiljecentralError,
    NothingToUndo,
    UnusableFile,
)
from familjecentral.whole import write_whole
from ui.importing.draft import AboutFile, Answer, Draft, Looked

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.jobs import Job
    from ui.kit import ImportKit

T = TypeVar("T")
_UNREADABLE = frozenset(
    {"missing_file", "encoding", "spreadsheet", "csv", "too_large", "delimiter"}
)
_FIRST_PART = 0.4  # of a look: what is asked; the rest is the preview
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


class ImportView(Protocol):
    """What the flow needs of the dialog."""

    def show_busy(self, what: str, share: float) -> None:
        """Show a job: ``look`` or ``import``."""

    def show_looked(self, looked: Looked) -> None:
        """Show columns and rows."""

    def show_failed(self, error: FamiljecentralError, what: str) -> None:
        """Say what went wrong with ``look``, ``import``, ``list``, ``mapping`` or ``undo``."""

    def show_done(self, report: ImportReport) -> None:
        """Say what was imported."""

    def show_undone(self) -> None:
        """Say that the import was taken back."""

    def show_list_saved(self, path: Path) -> None:
        """Say where the list of left rows was saved."""

    def show_mapping_saved(self, name: str) -> None:
        """Say that a mapping was saved; an empty name: that one was forgotten."""


class ImportPresenter:
    """Holds the choices and the last look. An answer to an older choice is let fall."""

    def __init__(self, view: ImportView, desk: Desk, kit: ImportKit) -> None:
        self._view = view
        self._desk = desk
        self._kit = kit
        self._job: Job | None = None
        self._question = 0
        self.draft: Draft | None = None
        self.looked: Looked | None = None
        self.report: ImportReport | None = None
        self._step: ImportStep | None = None
        self._is_left = False

    @property
    def can_undo(self) -> bool:
        """Whether there is an import to take back."""
        return self._step is not None

    # --- a look at the file -----------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Look at a file for the first time."""
        self._run("look", partial(self._first_look, path, None), self._on_looked)

    def choose_mapping(self, name: str) -> None:
        """Start anew from a saved mapping; an empty name: from none."""
        if self.draft is None or self.looked is None:
            return
        if not name:
            self.open(self.draft.path)
            return
        self._look(self.draft.starting_from(self.looked.saved[name]))

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet, as a file of its own."""
        if self.draft is not None:
            self._run("look", partial(self._first_look, self.draft.path, sheet), self._on_looked)

    def choose_kind(self, kind: Kind) -> None:
        """Read it as a log or as a tally sheet."""
        self._change(kind=kind)

    def choose_year(self, year: int | None) -> None:
        """Say the year of months, or of dates without one."""
        if year is None or _FIRST_YEAR <= year <= _LAST_YEAR:
            self._change(year=year)

    def choose_level(self, level: str) -> None:
        """Say the working level of rows that name none."""
        self._change(working_level=level)

    def choose_column(self, header: str, field: str) -> None:
        """Say what a column becomes."""
        if self.draft is not None:
            self._change(columns={**self.draft.columns, header: field})

    def choose_word(self, word: Answer, code: str) -> None:
        """Say what a word stands for."""
        if self.draft is not None:
            self._change(answers={**self.draft.answers, word: code})

    def drop_notes(self, *, drop: bool) -> None:
        """Neither read nor keep notes, for the whole file."""
        self._change(drop_notes=drop)

    def insist(self, *, insist: bool) -> None:
        """Import the same file once more."""
        self._alter(insist=insist)

    def accept(self, row: int, *, accept: bool) -> None:
        """Let in a row that was set aside, or not."""
        if self.draft is not None:
            kept = self.draft.accepted - {row}
            self._alter(accepted=kept | {row} if accept else kept)

    def _change(self, **changed: object) -> None:
        """Take a choice that changes what the rows say: accepted rows are asked for again."""
        if self.draft is not None:
            self._look(replace(self.draft, accepted=frozenset(), **changed))  # type: ignore[arg-type]

    def _alter(self, **changed: object) -> None:
        """Take a choice that changes only which rows come in."""
        if self.draft is not None and self.looked is not None:
            self.draft = replace(self.draft, **changed)  # type: ignore[arg-type]
            self.looked = replace(self.looked, draft=self.draft)
            self._view.show_looked(self.looked)

    def _look(self, draft: Draft) -> None:
        self.draft = draft
        self._run("look", partial(self._work_look, draft), self._on_looked)

    def _first_look(self, path: Path, sheet: str | None, progress: Progress) -> Looked:
        about = AboutFile(*self._kit.about_file(path))
        if sheet is None:
            sheet = about.sheets[0] if about.sheets else ""
        draft = Draft(path, about, sheet=sheet)
        shape = shape_of(self._kit.open_log(path, draft.mapping()), draft.mapping())
        year = shape.year
        if shape.kind == "tally" and year is None:
            year = self._desk.clock.today().year
        draft = replace(draft, kind=shape.kind, year=year, header_row=shape.header_row)
        return self._work_look(draft, progress)

    def _work_look(self, draft: Draft, progress: Progress) -> Looked:
        with self._desk.store.unit_of_work() as uow:
            return self._looked(draft, uow, progress)

    def _looked(self, draft: Draft, uow: UnitOfWork, progress: Progress) -> Looked:
        saved = saved_mappings(uow)
        kit, mapping, codes = self._kit, draft.mapping(), uow.codes()
        words = Words(codes, kit.synonyms(), kit.guard(), mapping)
        progress(0.0)
        columns: tuple[FoundColumn, ...] = ()
        asked: tuple[UnknownWord, ...] = ()
        rows = kit.open_log(draft.path, mapping)
        if draft.kind == "log":
            columns = example_columns(rows, mapping, words)
            asked = unknown_in_log(kit.open_log(draft.path, mapping).rows(), columns, words)
        elif draft.base.tally is None:
            asked = unknown_in_tally(rows.rows(), words)
        progress(_FIRST_PART)
        looked = Looked(draft, codes, columns, asked, None, None, saved)
        if looked.blocked_by() in ("column", "level", "section"):
            return looked
        try:
            found = self._import(
                looked, uow, lambda s: progress(_FIRST_PART + s * (1 - _FIRST_PART))
            )
        except UnusableFile as problem:
            if problem.reason in _UNREADABLE:
                raise
            return replace(looked, problem=problem)
        return replace(looked, report=found.report)

    def _import(
        self, looked: Looked, uow: UnitOfWork, progress: Progress, *, commit: bool = False
    ) -> Imported:
        draft, desk, kit = looked.draft, self._desk, self._kit
        mapping = draft.answered(looked.words)
        command = ImportLog(
            kit.open_log(draft.path, mapping),
            mapping,
            draft.base.name or None,
            commit=commit,
            drop_notes=draft.drop_notes,
            accepted_rows=draft.accepted if commit else frozenset(),
            insist=draft.insist,
        )
        return import_log(
            command,
            uow,
            desk.clock,
            desk.ids,
            synonyms=kit.synonyms(),
            guard=kit.guard(),
            progress=progress,
        )

    def _on_looked(self, looked: Looked) -> None:
        self.draft, self.looked = looked.draft, looked
        self._view.show_looked(looked)

    # --- the import -------------------------------------------------------------------------------

    def start(self) -> None:
        """Import the rows that can be read."""
        looked = self.looked
        if looked is not None and not looked.blocked_by():
            self._run("import", partial(self._work_import, looked), self._on_imported)

    def _work_import(self, looked: Looked, progress: Progress) -> Imported:
        with self._desk.store.unit_of_work() as uow:
            imported = self._import(looked, uow, progress, commit=True)
        if imported.step is not None and not self._is_left:
            self._desk.undo.push(imported.step)
        return imported

    def _on_imported(self, imported: Imported) -> None:
        self.report, self._step = imported.report, imported.step
        if imported.changes is not None:
            self._desk.tell(imported.changes)
        self._view.show_done(imported.report)

    def undo(self) -> None:
        """Take the import back, if it is the newest step still."""
        step, desk = self._step, self._desk
        if step is None:
            return

        def work(uow: UnitOfWork) -> Undone:
            desk.undo.drop_locked(uow)
            if desk.undo.last_done() is not step:
                raise NothingToUndo
            return undo(desk.undo, uow, desk.clock, desk.ids)

        desk.ask(work, self._on_undone, partial(self._failed, what="undo"))

    def _on_undone(self, undone: Undone) -> None:
        self._step = None
        self._desk.tell(undone.changes)
        if not self._is_left:
            self._view.show_undone()

    def save_list(self, path: Path) -> None:
        """Write row, column and reason of what did not come in; no content."""
        report = self.report or (self.looked.report if self.looked else None)
        if report is None:
            return
        text = report.as_csv()

        def work() -> Path:
            write_whole(path, text.encode("utf-8-sig"))
            return path

        failed = partial(self._failed, what="list")
        self._desk.work(work, self._on_list_saved, failed)

    def _on_list_saved(self, path: Path) -> None:
        if not self._is_left:
            self._view.show_list_saved(path)

    # --- saved mappings ---------------------------------------------------------------------------

    def save_mapping(self, name: str, *, confirmed: bool) -> None:
        """Keep the choices under a name."""
        looked = self.looked
        if looked is None:
            return
        mapping = replace(looked.draft.answered(looked.words), name=name)

        def work(uow: UnitOfWork) -> dict[str, ImportMapping]:
            save_mapping(mapping, uow, guard=self._kit.guard(), confirmed=confirmed)
            return saved_mappings(uow)

        self._ask_mappings(work, name)

    def forget_mapping(self, name: str) -> None:
        """Forget a saved mapping; the choices that it made stay."""

        def work(uow: UnitOfWork) -> dict[str, ImportMapping]:
            forget_mapping(name, uow)
            return saved_mappings(uow)

        self._ask_mappings(work, "")

    def _ask_mappings(
        self, work: Callable[[UnitOfWork], dict[str, ImportMapping]], name: str
    ) -> None:
        def done(saved: dict[str, ImportMapping]) -> None:
            if self._is_left:
                return
            if self.looked is not None:
                self.looked = replace(self.looked, saved=saved)
                self._view.show_looked(self.looked)
            self._view.show_mapping_saved(name)

        self._desk.ask(work, done, partial(self._failed, what="mapping"))

    # --- jobs -------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()

    def leave(self) -> None:
        """Stop, and let all answers fall: the dialog is gone."""
        self.cancel()
        self._question += 1
        self._is_left = True

    def _failed(self, error: FamiljecentralError, what: str) -> None:
        if not self._is_left:
            self._view.show_failed(error, what)

    def _run(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self.cancel()
        self._question += 1
        question = self._question

        def is_asked() -> bool:
            return question == self._question

        def on_done(found: T) -> None:
            if is_asked():
                self._job = None
                done(found)

        def on_failed(error: FamiljecentralError) -> None:
            if is_asked():
                self._job = None
                self._view.show_failed(error, what)

        def on_moved(share: float) -> None:
            if is_asked() and self._job is not None:
                self._view.show_busy(what, share)

        self._job = self._desk.runner.run_long(work, on_done, on_failed, on_moved)
        self._view.show_busy(what, 0.0)
