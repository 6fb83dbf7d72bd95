"""Import a log: read, check, report; and, when asked to, store it in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from familjecentral.access.model import Act, CentreId, require
from familjecentral.calendar.periods import Month, Period
from familjecentral.changes import Changes
from familjecentral.clock import Clock, IdSource
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.raw import RowSource
from familjecentral.contacts.importing.rows import (
    Accepted,
    Ignored,
    LogRows,
    Rejected,
    Synonyms,
)
from familjecentral.contacts.model import Contact, ContactId, PreventionLevel
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
    """Import a file.

    Attributes:
        source: the opened file. mapping, mapping_name: how to read it, and from which file.
        commit: store it; otherwise only the report is made.
        drop_notes: read past a column of notes.
        insist: store the same rows again although they have been imported before.
    """

    source: RowSource
    mapping: ImportMapping = field(default_factory=ImportMapping)
    mapping_name: str | None = None
    commit: bool = False
    drop_notes: bool = False
    insist: bool = False


@dataclass(slots=True)
class ImportReport:
    """What was found, row by row and in sums. No content of rows.

    Attributes:
        accepted_rows: rows taken in; contacts: after expansion by count.
        counts: quarter (``2026Q1``) → prevention level → contacts.
        near: (column, code) → how many values were read past a slip of the keyboard.
        same_number: rows with the running number of an accepted row and other content.
        late_months: months (``YYYY-MM``) whose rows become late entries.
        imported_on: day on which the same rows were imported before.
    """

    file: str
    mapping: str | None
    accepted_rows: int = 0
    contacts: int = 0
    ignored_rows: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    dropped_duplicates: list[int] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    near: dict[tuple[str, str], int] = field(default_factory=dict)
    same_number: list[int] = field(default_factory=list)
    late_months: set[str] = field(default_factory=set)
    imported_on: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values, by the names of the import format."""
        return {
            "file": self.file,
            "mapping": self.mapping,
            "accepted_rows": self.accepted_rows,
            "contacts": self.contacts,
            "ignored_rows": self.ignored_rows,
            "rejected": [
                {"row": r.number, "column": r.column, "reason": r.reason} for r in self.rejected
            ],
            "set_aside": [],
            "dropped_duplicates": self.dropped_duplicates,
            "counts": dict(sorted(self.counts.items())),
            "read_as": [
                {"column": column, "code": code, "values": n}
                for (column, code), n in sorted(self.near.items())
            ],
            "same_number": self.same_number,
            "late_months": sorted(self.late_months),
            "imported_on": self.imported_on.isoformat() if self.imported_on else None,
        }


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
    progress: Progress = _ignore,
) -> Imported:
    """Read a log row by row; with ``commit`` keep its contacts in the actor's name.

    One transaction: if anything stops it, nothing is kept. Dates in locked months become late
    entries. ``progress`` gets a share from 0 to 1 and may raise ``Cancelled``.

    Raises:
        NotAllowed, Cancelled.
        UnusableFile: the file or its mapping cannot be read; nothing was stored.
        AlreadyImported: the same rows came before (only with ``commit``, unless insisted).
    """
    require(uow.actor, Act.IMPORT_CONTACTS)
    rows = LogRows(
        command.mapping,
        codes=uow.codes(),
        synonyms=synonyms,
        centres=uow.centres(),
        own_centre=uow.actor.centre_id,
        today=clock.today(),
        drop_notes=command.drop_notes,
    )
    report = ImportReport(command.source.name, command.mapping_name)
    keep = _Keeper(uow, ids, command.commit)
    known = _KnownNumbers()
    content = 0
    for done, decision in enumerate(rows.decide(command.source.rows())):
        if done % _TOLD_EVERY == 0:
            progress(command.source.share)
        if isinstance(decision, Ignored):
            report.ignored_rows.append(decision.number)
        elif isinstance(decision, Rejected):
            report.rejected.append(decision)
        else:
            digest = decision.digest()
            if known.is_repeated(decision, digest, report):
                continue
            if not keep.take(decision, report):
                report.rejected.append(Rejected(decision.number, rows.date_header, "period_locked"))
                continue
            content = (content + int.from_bytes(digest)) % _HASH_SPACE
    progress(1.0)
    content_hash = f"{content:064x}"
    report.imported_on = uow.batches.imported_on(content_hash) if report.accepted_rows else None
    if not command.commit or not report.accepted_rows:
        return Imported(report)
    if report.imported_on and not command.insist:
        raise AlreadyImported(report.imported_on.isoformat())
    step = keep.finish(content_hash, clock.today())
    uow.audit.done("import", clock.today())
    uow.commit()
    return Imported(report, CONTACTS_CHANGED, step)


class _KnownNumbers:
    """Running numbers of accepted rows, and what stood there."""

    def __init__(self) -> None:
        self._known: dict[str, set[bytes]] = {}

    def is_repeated(self, row: Accepted, digest: bytes, report: ImportReport) -> bool:
        """Tell whether number and content have come before; note what only shares a number."""
        if not row.running_number:
            return False
        contents = self._known.setdefault(row.running_number, set())
        if digest in contents:
            report.dropped_duplicates.append(row.number)
            return True
        if contents:
            report.same_number.append(row.number)
        contents.add(digest)
        return False


class _Keeper:
    """Counts accepted rows and hands them to the store in portions."""

    def __init__(self, uow: ContactsUnitOfWork, ids: IdSource, commit: bool) -> None:
        self._uow = uow
        self._ids = ids
        self._commit = commit
        self._batch = ids.new_id()
        self._waiting: list[Contact] = []
        self._late: list[UUID] = []
        self._months: set[tuple[CentreId, Month]] = set()
        self._late_months: set[tuple[CentreId, Month]] = set()
        self._is_late: dict[tuple[CentreId, Month], bool] = {}

    def take(self, row: Accepted, report: ImportReport) -> bool:
        """Count a row and keep its contacts; False if its month takes nothing in any more."""
        values = row.values
        where = values.centre_id, Month.of(values.date)
        if where not in self._is_late:
            try:
                self._is_late[where] = becomes_late(values, self._uow)
            except PeriodLocked:
                return False
        _tell(row, report)
        late = self._is_late[where]
        if late:
            report.late_months.add(str(where[1]))
        if not self._commit:
            return True
        (self._late_months if late else self._months).add(where)
        for _ in range(row.count):
            row_id = self._ids.new_id()
            if late:
                self._uow.contacts.add_late(values, row_id)
                self._late.append(row_id)
            else:
                self._waiting.append(
                    Contact(ContactId(row_id), self._uow.actor.staff_id, values, self._batch)
                )
        if len(self._waiting) >= _KEPT_AT_ONCE:
            self._flush()
        return True

    def finish(self, content_hash: str, day: dt.date) -> ImportStep:
        """Keep the last portion and the memory of the import."""
        self._flush()
        self._uow.batches.add(self._batch, content_hash, day)
        return ImportStep(
            self._batch, frozenset(self._months), tuple(self._late), frozenset(self._late_months)
        )

    def _flush(self) -> None:
        self._uow.contacts.add_many(self._waiting)
        self._waiting = []


def _tell(row: Accepted, report: ImportReport) -> None:
    report.accepted_rows += 1
    report.contacts += row.count
    quarter = Period.containing(row.values.date).file_text
    levels = report.counts.setdefault(quarter, {level.value: 0 for level in PreventionLevel})
    levels[row.values.prevention_level.value] += row.count
    for found in row.near:
        report.near[found] = report.near.get(found, 0) + 1
