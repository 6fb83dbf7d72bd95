"""The flow of tables that left the house before: read or typed, weighed, then kept. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from familjecentral.access.model import Centre
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import FamiljecentralError, InvalidInput
from familjecentral.releases.counted_by import every_set
from familjecentral.releases.model import Outside, OutsideKind
from familjecentral.releases.outside import (
    Entered,
    EnterTables,
    enter_tables,
    list_outside,
    what_is_lost,
)
from familjecentral.releases.typed import strangers, typed_cells
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.printed import Shape, shapes

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.kit import ReportKit

Reading = Callable[[], TableSet]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Tables that wait for an answer.

    Attributes:
        lost: the small numbers that everything known outside would give away, in words.
        strange: how many cells count nothing that the house counts.
    """

    cells: TableSet
    lost: tuple[str, ...]
    strange: int


@dataclass(frozen=True, slots=True)
class OutsideState:
    """The dialog at one moment.

    Attributes:
        before: what has been entered, newest first. shapes: the tables that can be typed.
        waiting: tables that have been weighed and are not kept yet; name: what they are called.
        wrong: squares that are no counts, as (row, column).
    """

    before: tuple[Outside, ...] = ()
    centres: tuple[Centre, ...] = ()
    shapes: tuple[Shape, ...] = ()
    waiting: Weighed | None = None
    name: str = ""
    is_busy: bool = False
    problem: FamiljecentralError | None = None
    wrong: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    kept: str = ""


class OutsideView(Protocol):
    """What the flow asks of the dialog."""

    def show_state(self, state: OutsideState) -> None:
        """Show a state."""


class Outsiding:
    """Weighs and keeps tables as jobs."""

    def __init__(self, view: OutsideView, desk: Desk, kit: ReportKit) -> None:
        self._view = view
        self._desk = desk
        self._kit = kit
        self._is_closed = False
        self._declared: DeclaredSet | None = None
        self.state = OutsideState()

    def read(self) -> None:
        """Read what has been entered, and which tables there are."""
        kit = self._kit

        def work(
            uow: UnitOfWork,
        ) -> tuple[tuple[Outside, ...], tuple[Centre, ...], DeclaredSet, tuple[Shape, ...]]:
            book, centres = uow.codes(), uow.centres()
            declared = every_set(uow, kit.declared_set(book))
            found = [o for o in list_outside(uow) if o.kind is OutsideKind.BEFORE]
            before = tuple(sorted(found, key=lambda o: (o.noted_on, o.name), reverse=True))
            return before, centres, declared, shapes(declared, kit.set_labels(declared, book, ()))

        def done(
            found: tuple[tuple[Outside, ...], tuple[Centre, ...], DeclaredSet, tuple[Shape, ...]],
        ) -> None:
            before, centres, self._declared, tables = found
            self._set(before=before, centres=centres, shapes=tables)

        self._desk.ask(work, done, self._failed)

    def weigh_file(self, path: Path) -> None:
        """Read a CSV or PX file and tell what it gives away. Nothing is kept."""
        self._weigh(lambda: self._kit.read_outside(path), path.stem)

    def weigh_typed(
        self, shape: Shape, squares: Mapping[tuple[int, int], str], period: Period, centre: str
    ) -> None:
        """Take a typed table and tell what it gives away. Nothing is kept."""
        declared = self._declared
        if declared is None:
            return
        try:
            cells = typed_cells(shape, squares, period=period, centre=centre, declared=declared)
        except InvalidInput as error:
            places = (problem.field.split(",") for problem in error.problems)
            wrong = frozenset((int(p[0]), int(p[1])) for p in places if len(p) > 1)
            self._set(problem=error, wrong=wrong, waiting=None, kept="")
            return
        self._weigh(lambda: cells, "")

    def _weigh(self, read: Reading, name: str) -> None:
        desk, kit = self._desk, self._kit

        def work() -> Weighed:
            cells = read()
            with desk.store.unit_of_work() as uow:
                book = uow.codes()
                shipped = kit.declared_set(book)
                declared = every_set(uow, shipped)
                lost = what_is_lost(uow, shipped, cells)
                said = kit.lost_words(lost, declared, book, uow.centres())
            return Weighed(cells, said, strangers(cells, declared))

        def done(waiting: Weighed) -> None:
            self._set(waiting=waiting, name=name, is_busy=False)

        self._set(is_busy=True, problem=None, waiting=None, wrong=frozenset(), kept="")
        desk.work(work, done, self._failed)

    def keep(self, name: str, *, confirmed: bool = False) -> None:
        """Keep the tables that wait: from now on everything is protected against them too.
        ``confirmed``: the name looked like somebody's, and is nobody's."""
        desk, kit, waiting = self._desk, self._kit, self.state.waiting
        if waiting is None:
            return
        guard = desk.guard()

        def work() -> Entered:
            with desk.store.unit_of_work() as uow:
                declared = kit.declared_set(uow.codes())
            return enter_tables(
                EnterTables(name, waiting.cells, confirmed),
                desk.store.unit_of_work,
                declared=declared,
                clock=desk.clock,
                guard=guard,
            )

        def done(entered: Entered) -> None:
            self._set(waiting=None, is_busy=False, kept=name.strip())
            desk.tell(entered.changes)
            self.read()

        self._set(is_busy=True, problem=None)
        desk.work(work, done, self._failed)

    def forget(self) -> None:
        """Leave the waiting tables alone."""
        self._set(waiting=None, problem=None)

    def close(self) -> None:
        """Nobody hears of what is still under way."""
        self._is_closed = True

    def _failed(self, error: FamiljecentralError) -> None:
        self._set(is_busy=False, problem=error)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        if not self._is_closed:
            self._view.show_state(self.state)
