"""The flow of choosing tables: a list in memory, tried beside the window, then kept. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from familjecentral.changes import Changes
from familjecentral.errors import (
    Cancelled,
    FamiljecentralError,
    FieldProblem,
    InvalidInput,
)
from familjecentral.releases.table_set import (
    ChooseTables,
    TableSets,
    Trial,
    choose_tables,
    read_table_sets,
    restore_tables,
    try_table_set,
)
from familjecentral.statistics.choosing import TableWish, choices, chosen_set, wish_of
from familjecentral.statistics.declared import TableSpec
from familjecentral.statistics.labels import SetLabels
from ui.desk import Turn

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.jobs import Job
    from ui.kit import ReportKit


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table that can be taken: what it is, whether it is in force, whether it is chosen now."""

    spec: TableSpec
    in_force: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class TablesState:
    """The room at one moment.

    Attributes:
        offered: tables that can be added, by their measure and first dimension.
        busy: share of a trial under way, None without one.
        trial: what the last trial of this very choice told.
    """

    sets: TableSets
    labels: SetLabels
    rows: tuple[TableRow, ...]
    threshold: int
    offered: tuple[TableSpec, ...]
    busy: float | None = None
    trial: Trial | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the choice differs from what is in force."""
        return self.threshold != self.sets.now.threshold or any(
            row.in_force != row.taken for row in self.rows
        )

    @property
    def command(self) -> ChooseTables:
        """The choice as it is now."""
        return ChooseTables(
            tuple(wish_of(row.spec) for row in self.rows if row.taken),
            self.threshold,
            self.sets.newest,
        )


class TablesView(Protocol):
    """The room of the table set."""

    def show_state(self, state: TablesState) -> None:
        """Show list, threshold, and what is under way."""

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""

    def show_saved(self, undo: Turn[int | None]) -> None:
        """Say that the choice holds for what is locked from now on."""


class TablesPresenter:
    """Which tables the house has, and the way to others."""

    def __init__(self, view: TablesView, desk: Desk, kit: ReportKit) -> None:
        self._view = view
        self._desk = desk
        self._kit = kit
        self._job: Job | None = None
        self.state: TablesState | None = None

    def load(self) -> None:
        """Read the set; a choice that is not saved stays."""
        if self.state is not None and (self.state.is_changed or self.state.busy is not None):
            return
        self.reset()

    def reset(self) -> None:
        """Read the set in force and forget the choice."""
        kit = self._kit

        def work(uow: UnitOfWork) -> tuple[TableSets, SetLabels]:
            book = uow.codes()
            sets = read_table_sets(uow, kit.declared_set(book))
            whole = replace(sets.now, tables=(*sets.shipped.tables, *sets.now.tables))
            return sets, kit.set_labels(whole, book, uow.centres())

        self._desk.ask(work, self._on_read)

    def _on_read(self, read: tuple[TableSets, SetLabels]) -> None:
        sets, labels = read
        held = {_same(spec): spec for spec in sets.now.tables}
        shipped = {_same(spec): spec for spec in sets.shipped.tables}
        rows = [
            TableRow(held.get(same, spec), same in held, same in held)
            for same, spec in shipped.items()
        ]
        rows += [TableRow(s, True, True) for same, s in held.items() if same not in shipped]
        trial = self.state.trial if self.state is not None else None
        self._show(
            TablesState(
                sets, labels, tuple(rows), sets.now.threshold, choices(sets.shipped), None, trial
            )
        )

    def take(self, place: int) -> None:
        """Take a table, or leave it."""
        if self.state is not None and self.state.busy is None:
            row = self.state.rows[place]
            rows = list(self.state.rows)
            if row.taken and not row.in_force and not self._is_shipped(row.spec):
                del rows[place]
            else:
                rows[place] = replace(row, taken=not row.taken)
            self._show(replace(self.state, rows=tuple(rows), trial=None))

    def _is_shipped(self, spec: TableSpec) -> bool:
        state = self.state
        return state is not None and _same(spec) in {_same(s) for s in state.sets.shipped.tables}

    def add(self, wish: TableWish) -> bool:
        """Put another table into the list; tell whether it can be."""
        state = self.state
        if state is None or state.busy is not None:
            return False
        same = (wish.measure, wish.dimensions)
        others = [row for row in state.rows if _same(row.spec) != same]
        taken = [row for row in state.rows if _same(row.spec) == same and row.taken]
        wishes = [wish_of(row.spec) for row in others if row.taken]
        try:
            if taken and wish_of(taken[0].spec) == wish:
                raise InvalidInput((FieldProblem("dimension", "twice"),))
            chosen = chosen_set(
                (*wishes, wish), state.threshold, state.sets.shipped, state.sets.kept
            )
        except InvalidInput as error:
            self._view.show_problems(error.problems)
            return False
        new = TableRow(chosen.tables[-1], in_force=False, taken=True)
        places = [i for i, row in enumerate(state.rows) if _same(row.spec) == same]
        rows = list(state.rows)
        if places:
            rows[places[0]] = new
        else:
            rows.append(new)
        self._show(replace(state, rows=tuple(rows), trial=None))
        return True

    def set_threshold(self, threshold: int) -> None:
        """Choose another threshold."""
        if self.state is not None and self.state.busy is None:
            self._show(replace(self.state, threshold=threshold, trial=None))

    def try_out(self) -> None:
        """Try the choice and keep nothing."""
        state = self.state
        if state is None or state.busy is not None:
            return
        desk, shipped, command = self._desk, state.sets.shipped, state.command

        def work(progress: Callable[[float], None]) -> Trial:
            return try_table_set(
                command,
                desk.store.unit_of_work,
                shipped=shipped,
                clock=desk.clock,
                progress=progress,
            )

        self._begin()
        self._job = desk.runner.run_long(work, self._tried, self._failed, self._moved)

    def save(self) -> None:
        """Try the choice and put it in force if it can be protected."""
        state = self.state
        if state is None or state.busy is not None or not state.is_changed:
            return
        desk, shipped, command = self._desk, state.sets.shipped, state.command
        before = command.after if state.sets.is_own else None

        def work(progress: Callable[[float], None]) -> tuple[Trial, Changes | None, int]:
            begin = desk.store.unit_of_work
            trial, changes = choose_tables(
                command, begin, shipped=shipped, clock=desk.clock, progress=progress
            )
            with begin() as uow:
                return trial, changes, read_table_sets(uow, shipped).newest

        def done(found: tuple[Trial, Changes | None, int]) -> None:
            trial, changes, version = found
            self._tried(trial)
            if changes is not None:
                self._kept(changes, Turn(self.restore, before, version))

        self._begin()
        self._job = desk.runner.run_long(work, done, self._failed, self._moved)

    def restore(self, version: int | None, undo: Turn[int | None]) -> None:
        """Go to a version that was in force, or (None) to the shipped set."""
        desk, kit = self._desk, self._kit

        def work(uow: UnitOfWork) -> Changes:
            shipped = kit.declared_set(uow.codes())
            return restore_tables(version, uow, shipped=shipped, clock=desk.clock)

        desk.ask(work, lambda changes: self._kept(changes, undo), self._failed)

    def restore_shipped(self) -> None:
        """Go back to the shipped set; undo gives the own one back."""
        state = self.state
        if state is not None and state.busy is None and state.sets.is_own:
            self.restore(None, Turn(self.restore, state.sets.newest, None))

    def cancel(self) -> None:
        """Stop a trial at its next step."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        if self.state is not None:
            self._show(replace(self.state, busy=0.0, trial=None))

    def _moved(self, share: float) -> None:
        if self.state is not None and self.state.busy is not None:
            self._show(replace(self.state, busy=share))

    def _tried(self, trial: Trial) -> None:
        if self.state is not None:
            self._show(replace(self.state, busy=None, trial=trial))

    def _kept(self, changes: Changes, undo: Turn[int | None]) -> None:
        self._desk.tell(changes)
        self.reset()
        self._view.show_saved(undo)

    def _failed(self, error: FamiljecentralError) -> None:
        if self.state is not None:
            self._show(replace(self.state, busy=None))
        if isinstance(error, InvalidInput):
            self._view.show_problems(error.problems)
        elif not isinstance(error, Cancelled):
            self._desk.voice.failed(error)

    def _show(self, state: TablesState) -> None:
        self.state = state
        self._view.show_state(state)


def _same(spec: TableSpec) -> tuple[str, tuple[str, ...]]:
    return spec.measure, spec.dimensions
