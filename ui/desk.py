"""What a page works with while a person is at work: the open store and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from familjecentral.access.model import Act, Actor, Staff
from familjecentral.changes import Changes
from familjecentral.clock import Clock, IdSource
from familjecentral.contacts.undo import Undone, UndoStack
from familjecentral.errors import FamiljecentralError
from familjecentral.groups.steps import GroupUndo

if TYPE_CHECKING:
    from familjecentral.gate import OpenedStore, UnitOfWork
    from familjecentral.privacy import Reads
    from ui.kit import ImportKit, PaperKit, ReportKit
    from ui.runner import Runner

T = TypeVar("T")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Turn(Generic[C]):
    """The way back from a change that its opposite takes back, and from there forth again.

    Attributes:
        carry_out: does a command, and hands the turn on to ``Voice.saved`` when it is kept.
        command: what takes the change back. other: the change itself.
        came: whether the change was made, taken back or made again.
    """

    carry_out: Callable[[C, Turn[C]], None]
    command: C
    other: C
    came: Literal["made", "undone", "again"] = "made"

    def __call__(self) -> None:
        """Take the change back, or make it again if it was taken back."""
        came: Literal["undone", "again"] = "again" if self.came == "undone" else "undone"
        self.carry_out(self.command, Turn(self.carry_out, self.other, self.command, came))


class Voice(Protocol):
    """How a page speaks through the window's frame."""

    def saved(
        self, text: str, *, can_undo: bool = True, undo: Callable[[], None] | None = None
    ) -> None:
        """Say in the undo bar what happened; ``undo`` takes back what is not a contact. A
        ``Turn`` can be made again too."""

    def planned(self, text: str) -> None:
        """Say what happened to a group; the newest step of ``Desk.group_undo`` takes it back."""

    def counted(self) -> None:
        """Remember that a tick was saved: it can be taken back, but needs no words."""

    def undo_tick(self) -> None:
        """Take the newest tick of the tally pad back."""

    def forgot(self, steps: int) -> None:
        """Remember so many steps fewer: they were dropped and cannot be taken back."""

    def undone_one(self, undone: Undone) -> None:
        """Say that a step was taken back, whichever it was."""

    def show_help(self, name: str) -> None:
        """Open a help page beside the page."""

    def happened(self, text: str, undo: Callable[[], None]) -> None:
        """Say what happened to something that is not saved yet, and how to take it back."""

    def failed(self, error: FamiljecentralError) -> None:
        """Say in the window's banner what went wrong."""

    def announce(self, text: str, *, at_once: bool = False) -> None:
        """Say something to the screen reader only."""

    def told(self, text: str) -> None:
        """Say in the undo bar something that needs no way back."""

    def look_chosen(self, *, rebuild: bool) -> None:
        """Take on another look; ``rebuild`` when measures change, not only colours."""

    def open_page(self, key: str, given: object = None) -> None:
        """Go to another page, with something for it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The open store, the day, fresh ids, the undo steps of the session, and the ways out.

    ``tell`` carries changes to all pages; ``runner`` does the work on the database thread;
    ``guard`` gives what reads texts for personal data, made when it is first asked for;
    ``reports`` makes and reads the files of reports, ``imports`` reads logs, ``paper`` writes
    sheets and calendars; ``group_undo`` holds the steps of groups, to be used on the database
    thread.
    """

    store: OpenedStore
    clock: Clock
    ids: IdSource
    undo: UndoStack
    runner: Runner
    tell: Callable[[Changes], None]
    voice: Voice
    guard: Callable[[], Reads]
    reports: ReportKit | None = None
    imports: ImportKit | None = None
    paper: PaperKit | None = None
    group_undo: GroupUndo = field(default_factory=GroupUndo)

    @property
    def actor(self) -> Actor:
        """In whose name."""
        return self.store.actor

    @property
    def person(self) -> Staff:
        """Who it is."""
        return self.store.person

    def may(self, act: Act) -> bool:
        """Tell whether the person may do an act."""
        return self.store.actor.may(act)

    def ask(
        self,
        work: Callable[[UnitOfWork], T],
        done: Callable[[T], None],
        failed: Callable[[FamiljecentralError], None] | None = None,
    ) -> None:
        """Do ``work`` in one unit of work on the database thread and bring back the answer."""

        def in_one_unit() -> T:
            with self.store.unit_of_work() as uow:
                return work(uow)

        self.runner.run(in_one_unit, done, failed or self.voice.failed)

    def work(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[FamiljecentralError], None] | None = None,
    ) -> None:
        """Do ``work`` that opens its own units of work on the database thread."""
        self.runner.run(work, done, failed or self.voice.failed)
