"""What pages need from outside the window: writers and readers of a report, readers of a log,
writers of sheets and calendars.

The composition root hands it in: the window itself imports neither writers nor readers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from familjecentral.access.model import Centre
from familjecentral.calendar.periods import Period
from familjecentral.clock import Clock
from familjecentral.codes import CodeBook
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.personal import Reads
from familjecentral.contacts.importing.raw import RowSource
from familjecentral.contacts.importing.words import Synonyms
from familjecentral.disclosure.table import TableSet
from familjecentral.disclosure.targets import Lost
from familjecentral.errors import Coarser
from familjecentral.groups.house import House
from familjecentral.groups.invitation import Invitation
from familjecentral.groups.invitations import Feed
from familjecentral.groups.model import Group
from familjecentral.groups.on_paper import RoomOnPaper
from familjecentral.groups.programme import Programme
from familjecentral.releases.draft import Draft, Reader, ReportWriter
from familjecentral.releases.joint import JointReport
from familjecentral.releases.model import Release
from familjecentral.releases.reissue import Difference, Price
from familjecentral.releases.view import CardBook, StatBook
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.labels import SetLabels
from familjecentral.statistics.printed import TextTable

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork


class ReportKit(Protocol):
    """The parts of a report, made for a store's code lists."""

    def declared_set(self, book: CodeBook) -> DeclaredSet:
        """Return the table set that the program ships."""

    def set_labels(
        self, declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
    ) -> SetLabels:
        """Return the Swedish words of a table set."""

    def coarser_words(
        self,
        steps: Sequence[Coarser],
        declared: DeclaredSet,
        book: CodeBook,
        centres: Sequence[Centre],
    ) -> tuple[str, ...]:
        """Return what coarser tables mean, one sentence each."""

    def price_words(
        self, price: Price, declared: DeclaredSet, book: CodeBook, centres: Sequence[Centre]
    ) -> tuple[str, ...]:
        """Return what a re-issue would cost: the numbers that it would hide, one line each."""

    def difference_words(
        self,
        changed: Sequence[Difference],
        declared: DeclaredSet,
        book: CodeBook,
        centres: Sequence[Centre],
    ) -> tuple[str, ...]:
        """Return the numbers that a correction says differently, one line each."""

    def lost_words(
        self,
        lost: Sequence[Lost],
        declared: DeclaredSet,
        book: CodeBook,
        centres: Sequence[Centre],
    ) -> tuple[str, ...]:
        """Return the small numbers that are given away already, one line each."""

    def read_outside(self, path: Path) -> TableSet:
        """Return the tables of a CSV or PX file.

        Raises:
            UnusableFile.
        """

    def joint_report(
        self, period: Period, uow: UnitOfWork, *, clock: Clock, is_sample: bool
    ) -> JointReport:
        """Return the joint report of a period, its bounded sums in words."""

    def report_writer(self, history: Sequence[Release]) -> ReportWriter:
        """Return the writer of the files."""

    def report_readers(self, draft: Draft) -> Mapping[str, Reader]:
        """Return the readers of the proof, by file ending."""

    def frozen_words(self, draft: Draft) -> str:
        """Return the words that a draft is printed with, as they are kept with the release."""

    def report_tables(self, draft: Draft, history: Sequence[Release]) -> tuple[TextTable, ...]:
        """Return the printed tables as texts."""

    def stat_book(self, draft: Draft, history: Sequence[Release]) -> StatBook:
        """Return the tables of a draft or release, ready to be looked at part by part."""

    def card_sheet(
        self,
        houses: Sequence[tuple[Centre, Sequence[ClosedHalfYear]]],
        *,
        day: dt.date,
        is_sample: bool,
    ) -> CardBook:
        """Return what is left of closed support cards, ready to be looked at and saved."""


class ImportKit(Protocol):
    """The parts of an import."""

    def open_log(self, path: Path, mapping: ImportMapping) -> RowSource:
        """Return the rows of a file."""

    def about_file(self, path: Path) -> tuple[str, str, tuple[str, ...]]:
        """Return encoding, delimiter and names of sheets."""

    def guard(self) -> Reads:
        """Return what finds personal data."""

    def synonyms(self) -> Synonyms:
        """Return what else is read as a code."""


class SheetWriter(Protocol):
    """Writes the sheets of one house as PDF. Every method raises ``OutputNotWritable`` or
    ``DiskFull`` and then has written nothing."""

    def attendance(self, path: Path, group: Group, house: House) -> None:
        """Write the attendance sheet of a group."""

    def poster(
        self, path: Path, group: Group, house: House, said: Invitation, programme: Programme | None
    ) -> None:
        """Write the invitation to a group."""

    def programme(
        self,
        path: Path,
        term: str,
        groups: Iterable[Group],
        house: House,
        programmes: Mapping[str, Programme],
        sign_up: str = "",
    ) -> None:
        """Write the programme of a term."""

    def room(self, path: Path, found: RoomOnPaper) -> None:
        """Write who has a room between two days."""


class PaperKit(Protocol):
    """The sheets and calendars of groups."""

    def sheets(self, centre: str, printed: dt.date, *, sample: bool) -> SheetWriter:
        """Return the writer of the sheets of a house."""

    def invitation_to(self, group: Group) -> Invitation:
        """Return the words that the poster of a group starts from."""

    def clean_logo(self, path: Path) -> bytes:
        """Return a logo as PNG without metadata; raises ``UnusableFile``."""

    def write_calendars(
        self, folder: Path, feeds: Sequence[Feed], *, stamp: dt.datetime
    ) -> tuple[Path, ...]:
        """Write calendars into a folder and return the files."""


class Kits(NamedTuple):
    """Everything that is handed in; None: what needs it is not offered."""

    reports: ReportKit | None = None
    imports: ImportKit | None = None
    paper: PaperKit | None = None
