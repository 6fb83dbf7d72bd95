"""The flow of the joint follow-up: keys, files out and in, a report over several stores. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.errors import (
    Cancelled,
    FamiljecentralError,
    UnknownSender,
    UnusableFile,
)
from familjecentral.releases.exchange import (
    ConfirmPartner,
    Overview,
    Received,
    confirm_partner,
    export_release,
    import_file,
    keep_joint,
    overview,
    read_file,
)
from familjecentral.releases.joint import JointReport
from familjecentral.releases.joint_files import ENDING
from familjecentral.releases.use_cases import write_draft
from familjecentral.whole import make_folder, write_whole
from ui.ownfolder import OwnFolder, copy_files
from ui.report.files import PROVED_FORMATS
from ui.report.state import formats_of

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from familjecentral.privacy import Reads
    from ui.desk import Desk
    from ui.jobs import Job
    from ui.kit import ReportKit

T = TypeVar("T")
Progress = Callable[[float], None]
_TOLD = Changes(frozenset({Kind.RELEASES}))


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """The dialog at one moment.

    Attributes:
        house: what this store's centres are called together.
        unknown: a file whose key nobody has compared yet.
        joint, files: a joint report on the screen and its written files.
        said: what happened last, in a word of the flow and its parts.
    """

    house: str = ""
    known: Overview | None = None
    unknown: str = ""
    joint: JointReport | None = None
    files: tuple[Path, ...] = ()
    busy: str = ""
    problem: FamiljecentralError | None = None
    said: tuple[str, ...] = ()


class ExchangeView(Protocol):
    """What the flow asks of the dialog."""

    def show_state(self, state: ExchangeState) -> None:
        """Show a state."""


class Exchanging:
    """Reads and writes signed files, and makes joint reports, as jobs."""

    def __init__(self, view: ExchangeView, desk: Desk, kit: ReportKit) -> None:
        self._view = view
        self._desk = desk
        self._kit = kit
        self._job: Job | None = None
        self._folder = OwnFolder()
        self._is_closed = False
        self.state = ExchangeState()

    def read(self) -> None:
        """Read keys, files and releases."""

        def work(uow: UnitOfWork) -> tuple[str, Overview]:
            return ", ".join(c.name for c in uow.centres()), overview(uow)

        def done(found: tuple[str, Overview]) -> None:
            self._set(house=found[0], known=found[1])

        self._desk.ask(work, done, self._failed)

    def take_in(self, path: Path) -> None:
        """Take a file in; one with an unknown key is kept until its fingerprint is typed."""
        clock = self._desk.clock

        def work() -> tuple[str, Received | None]:
            text = _text_of(path)
            with self._desk.store.unit_of_work() as uow:
                try:
                    return text, import_file(text, uow, clock)
                except UnknownSender:
                    return text, None

        def done(found: tuple[str, Received | None]) -> None:
            text, received = found
            if received is None:
                self._set(unknown=text, problem=None, said=())
            else:
                self._taken_in(received)

        self._desk.work(work, done, self._failed)

    def _taken_in(self, received: Received) -> None:
        cells = str(len({cell.key for cell in received.cells.cells}))
        self._set(unknown="", problem=None, said=("in", received.name, cells))
        self._desk.tell(_TOLD)
        self.read()

    def guard(self) -> Reads:
        """Return what finds personal data."""
        return self._desk.guard()

    def confirm(self, name: str, typed: str, *, replaces: bool, sure: bool = False) -> None:
        """Believe the key of the waiting file, and take the file in."""
        text, desk = self.state.unknown, self._desk
        guard = desk.guard()

        def work() -> Received:
            command = ConfirmPartner(read_file(text).sender, name, typed, replaces, sure)
            with desk.store.unit_of_work() as uow:
                confirm_partner(command, uow, desk.clock, guard)
            with desk.store.unit_of_work() as uow:
                return import_file(text, uow, desk.clock)

        desk.work(work, self._taken_in, self._failed)

    def forget_file(self) -> None:
        """Leave the waiting file alone."""
        self._set(unknown="", problem=None)

    def export(self, number: int, path: Path) -> None:
        """Write the signed file of a release."""

        def work() -> str:
            with self._desk.store.unit_of_work() as uow:
                text = export_release(number, uow)
            _write(path, text)
            return path.name

        def done(name: str) -> None:
            self._set(problem=None, said=("out", name))

        self._desk.work(work, done, self._failed)

    # --- a report over several stores ---------------------------------------------------------

    def make(self, period: Period) -> None:
        """Make the joint report of a period and write its pages."""
        desk, kit, folder = self._desk, self._kit, self._folder.new()

        def work(progress: Progress) -> tuple[JointReport, tuple[Path, ...]]:
            with desk.store.unit_of_work() as uow:
                joint = kit.joint_report(
                    period, uow, clock=desk.clock, is_sample=desk.store.is_sample
                )
            files = write_draft(
                joint.draft,
                folder,
                formats=PROVED_FORMATS,
                writer=kit.report_writer(()),
                readers=kit.report_readers(joint.draft),
                progress=progress,
            )
            return joint, files

        def done(made: tuple[JointReport, tuple[Path, ...]]) -> None:
            self._set(joint=made[0], files=made[1], busy="", said=("made",))

        self._set(joint=None, files=(), problem=None, said=())
        self._long("make", work, done)

    def save(self, folder: Path, formats: Sequence[str]) -> None:
        """Enter the joint report into the register, then write its files and the signed one for
        the others: what leaves the house is known to it first."""
        desk, joint = self._desk, self.state.joint
        if joint is None:
            return
        chosen = [file for file in self.state.files if formats_of(file).intersection(formats)]

        def work(progress: Progress) -> tuple[str, ...]:
            with desk.store.unit_of_work() as uow:
                text = keep_joint(joint, uow, desk.clock)
            signed = folder / f"gemensam-{joint.name}{ENDING}"
            _write(signed, text)
            copy_files(chosen, folder, progress)
            return (signed.name,)

        def done(saved: tuple[str, ...]) -> None:
            self._set(busy="", said=("saved", *saved))
            desk.tell(_TOLD)
            self.read()

        self._long("save", work, done)

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Remove the files of the preview; nobody hears of what is still under way."""
        self._is_closed = True
        self.cancel()
        self._clear()

    def _clear(self) -> None:
        self._folder.remove()

    def _long(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._set(busy=what, problem=None)
        self._job = self._desk.runner.run_long(work, done, self._failed, lambda _: None)

    def _failed(self, error: FamiljecentralError) -> None:
        quiet = isinstance(error, Cancelled)
        self._set(busy="", said=(), problem=None if quiet else error)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        if self._is_closed:  # the view is gone; a job that ended late may have left files
            self._clear()
            return
        self._view.show_state(self.state)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile("unreadable", path.name) from error


def _write(path: Path, text: str) -> None:
    """Write a whole file, or none."""
    make_folder(path.parent)
    write_whole(path, text.encode())
