"""Import a log or tally sheet: read, check, report; when asked to, store it in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from familjecentral.access.model import Act, CentreId, require
from familjecentral.calendar.periods import Month, Period
from familjecentral.changes import Changes
from familjecentral.clock import Clock, IdSource
from familjecentral.contacts.importing.decisions import Accepted, Ignored, Rejected, SetAside
from familjecentral.contacts.importing.filling import Filler
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.numbers import KnownNumbers
from familjecentral.contacts.importing.personal import Reads
from familjecentral.contacts.importing.raw import RowSource
from familjecentral.contacts.importing.report import ImportReport
from familjecentral.contacts.importing.rows import LogRows
from familjecentral.contacts.importing.tally import TallyRows
from familjecentral.contacts.importing.words import Synonyms
from familjecentral.contacts.model import Contact, ContactId, ContactValues
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.contacts.undo import CONTACTS_CHANGED, ImportStep
from familjecentral.contacts.use_cases import becomes_late
from familjecentral.errors import AlreadyImported, PeriodLocked

Progress = Callable[[float], None]
_KEPT_AT_ONCE = 500
_TOLD_EVERY = 200
_HASH_SPACE = 1 << 256


@dataclass(frozen=True, slots=True)
class ImportLog:
    """Import a log or a tally sheet.

    Attributes:
        source: the opened file. mapping, mapping_name: how to read it, and from which file.
        commit: store it; otherwise only the report is made.
        drop_notes: neither read nor keep the column of notes.
        accepted_rows: ids of rows that were set aside and that the user has looked at.
        insist: store the same rows again although they have been imported before.
    """

    source: RowSource
    mapping: ImportMapping = field(default_factory=ImportMapping)
    mapping_name: str | None = None
    commit: bool = False
    drop_notes: bool = False
    accepted_rows: frozenset[int] = frozenset()
    insist: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome: what was found, and when it was stored, what changed and how to undo it."""

    report: ImportReport
    changes: Changes | None = None
    step: ImportStep | None = None


def _ignore(_: float) -> None:
    """No progress is wanted."""


def import_log(
    command: ImportLog,
    uow: ContactsUnitOfWork,
    clock: Clock,
    ids: IdSource,
    *,
    synonyms: Synonyms,
    guard: Reads,
    progress: Progress = _ignore,
) -> Imported:
    """Read a file row by row; with ``commit`` keep its contacts in the actor's name.

    One transaction: if anything stops it, nothing is kept. Dates in locked months become late
    entries. ``progress`` gets a share from 0 to 1 and may raise ``Cancelled``.

    Raises:
        NotAllowed, Cancelled.
        UnusableFile: the file or its mapping cannot be read; nothing was stored.
        AlreadyImported: the same rows came before (only with ``commit``, unless insisted).
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    source = command.source
    rows = _rows(command, uow, clock, synonyms, guard)
    report = ImportReport(source.name, command.mapping_name, source.sheets)
    keep = _Keeper(uow, ids, command.commit, report)
    for done, decision in enumerate(rows.decide(source.rows())):
        if done % _TOLD_EVERY == 0:
            progress(source.share)
        if isinstance(decision, Accepted):
            keep.take(decision)
        elif isinstance(decision, Ignored):
            report.ignored_rows.append(decision.number)
        elif isinstance(decision, SetAside):
            report.set_aside.append(decision)
        else:
            report.rejected.append(decision)
    progress(1.0)
    report.number_column = rows.number_header
    report.unread_columns = rows.unread
    if report.accepted_rows:
        report.imported_on = uow.batches.imported_on(keep.content_hash, keep.month_hash)
    if not command.commit or not report.accepted_rows:
        return Imported(report)
    if report.imported_on and not command.insist:
        raise AlreadyImported(report.imported_on.isoformat())
    step = keep.finish(clock.today())
    uow.audit.done("import", clock.today())
    uow.commit()
    return Imported(report, CONTACTS_CHANGED, step)


def _plus(content: int, digest: bytes) -> int:
    """Add what tells one row, so that the order of rows does not matter."""
    return (content + int.from_bytes(digest)) % _HASH_SPACE


def _rows(
    command: ImportLog,
    uow: ContactsUnitOfWork,
    clock: Clock,
    synonyms: Synonyms,
    guard: Reads,
) -> LogRows | TallyRows:
    filler = Filler(
        command.mapping,
        codes=uow.codes(),
        synonyms=synonyms,
        centres=uow.centres(),
        own_centre=uow.actor.centre_id,
        today=clock.today(),
        guard=guard,
    )
    layout = command.mapping.tally
    if layout:
        return TallyRows(command.mapping, layout, filler, accepted=command.accepted_rows)
    return LogRows(
        command.mapping, filler, accepted=command.accepted_rows, drop_notes=command.drop_notes
    )


@dataclass(slots=True)
class _Where:
    """What is the same for all rows of one centre and day. ``is_late`` None: nothing goes in;
    ``is_used``: a row has been kept there."""

    centre: CentreId
    month: Month
    quarter: str
    is_late: bool | None
    is_used: bool = False


class _Keeper:
    """Counts accepted rows and hands them to the store in portions."""

    def __init__(
        self, uow: ContactsUnitOfWork, ids: IdSource, commit: bool, report: ImportReport
    ) -> None:
        self._uow = uow
        self._ids = ids
        self._commit = commit
        self._report = report
        self._batch = ids.new_id()
        self._known = KnownNumbers()
        self._content = self._content_by_month = 0
        self._waiting: list[Contact] = []
        self._late: list[UUID] = []
        self._months: set[tuple[CentreId, Month]] = set()
        self._late_months: set[tuple[CentreId, Month]] = set()
        self._places: dict[tuple[CentreId, dt.date], _Where] = {}

    @property
    def content_hash(self) -> str:
        """What tells the accepted rows, in whatever order they stand."""
        return f"{self._content:064x}"

    @property
    def month_hash(self) -> str:
        """The same with dates cut to months."""
        return f"{self._content_by_month:064x}"

    def take(self, row: Accepted) -> None:
        """Count a row and keep its contacts, unless its month takes nothing in any more or it
        has come before."""
        where = self._where(row.values)
        if where.is_late is None:
            rejected = Rejected(row.number, row.column, "period_locked", row.sheet)
            self._report.rejected.append(rejected)
            return
        digest = row.digest()
        if row.running_number and self._is_repeated(row, digest):
            return
        self._content = _plus(self._content, digest)
        self._content_by_month = _plus(self._content_by_month, row.digest(by_month=True))
        self._report.tell(row, where.quarter)
        if where.is_late:
            self._report.late_months.add(str(where.month))
        if self._commit:
            self._keep(row, where)

    def _is_repeated(self, row: Accepted, digest: bytes) -> bool:
        """Tell whether number and content have come before; note what only shares a number."""
        if self._known.is_repeated(row.running_number, digest):
            self._report.dropped_duplicates.append(row.number)
            return True
        if self._known.is_known(row.running_number):
            self._report.same_number.append(row.number)
        return False

    def _where(self, values: ContactValues) -> _Where:
        key = values.centre_id, values.date
        found = self._places.get(key)
        if found is None:
            try:
                is_late: bool | None = becomes_late(values, self._uow)
            except PeriodLocked:
                is_late = None
            quarter = Period.containing(values.date).file_text
            found = _Where(values.centre_id, Month.of(values.date), quarter, is_late)
            self._places[key] = found
        return found

    def _keep(self, row: Accepted, where: _Where) -> None:
        if not where.is_used:
            months = self._late_months if where.is_late else self._months
            months.add((where.centre, where.month))
            where.is_used = True
        owner = self._uow.actor.staff_id
        for _ in range(row.count):
            row_id = self._ids.new_id()
            if where.is_late:
                self._uow.contacts.add_late(row.values, row_id)
                self._late.append(row_id)
            else:
                self._waiting.append(Contact(ContactId(row_id), owner, row.values, self._batch))
        if len(self._waiting) >= _KEPT_AT_ONCE:
            self._flush()

    def finish(self, day: dt.date) -> ImportStep:
        """Keep the last portion and the memory of the import."""
        self._flush()
        # Of a late entry the store keeps no day, not even in a hash that days can be tried on.
        by_day = None if self._late else self.content_hash
        self._uow.batches.add(self._batch, by_day, self.month_hash, day)
        return ImportStep(
            self._batch, frozenset(self._months), tuple(self._late), frozenset(self._late_months)
        )

    def _flush(self) -> None:
        self._uow.contacts.add_many(self._waiting)
        self._waiting = []
