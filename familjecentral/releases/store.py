"""What period lock and releases need kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from familjecentral.access.model import Actor, Centre, CentreId, StaffId
from familjecentral.access.store import AuditStore, SettingsStore
from familjecentral.calendar.periods import Month, Period
from familjecentral.clock import IdSource
from familjecentral.codes import CodeBook
from familjecentral.contacts.store import LockStore
from familjecentral.disclosure.table import TableSet
from familjecentral.releases.layout import LayoutStore
from familjecentral.releases.model import (
    MonthLock,
    Outside,
    Partner,
    Release,
    ReleaseStep,
    StepTaken,
    WeekCompleteness,
)
from familjecentral.statistics.store import CountStore, DefinitionStore


class PeriodStore(LockStore, Protocol):
    """Months that are open or locked."""

    def lock(self, centre: CentreId, months: Sequence[Month], day: dt.date, ids: IdSource) -> int:
        """Freeze the open rows of these months: the day becomes the month, the worker and the
        batch go, ids are renewed in random order. Return how many rows were frozen.

        Drafts and batches that touch the months go too.
        """

    def locks(self, centre: CentreId) -> tuple[MonthLock, ...]:
        """Return the locked months in order."""

    def days_with_rows(self, centre: CentreId, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days of open months on which somebody logged a row with day precision."""

    def days_answered(self, centre: CentreId, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days of open months for which every counsellor of the centre has said that
        there was nothing to log. Who said what stays in the store."""

    def keep_completeness(self, weeks: Sequence[WeekCompleteness]) -> None:
        """Freeze the status of week parts."""

    def completeness(
        self, centre: CentreId, first: dt.date, last: dt.date
    ) -> tuple[WeekCompleteness, ...]:
        """Return the frozen week parts between two days."""

    def late_entries(self, centres: Sequence[CentreId], months: Sequence[Month]) -> int:
        """Return how many late entries wait; only that there are none may be told."""

    def counted(
        self, centres: Sequence[CentreId], months: Sequence[Month]
    ) -> Mapping[tuple[CentreId, Month], int]:
        """Return up to which state of the data each month has been counted: 1 after the lock."""

    def keep_counted(self, centre: CentreId, months: Sequence[Month], vintage: int) -> None:
        """Keep that months have been counted up to a state of the data; late entries that come
        in from now on belong to the next."""


class ReleaseStore(Protocol):
    """The register: append-only."""

    def add(self, release: Release) -> None:
        """Append a release whose number and previous hash continue the chain.

        Raises:
            Stale: another release was added since the last was read.
        """

    def all(self) -> tuple[Release, ...]:
        """Return every release in order of number."""

    def get(self, number: int) -> Release | None:
        """Return one release."""

    def set_status(self, release: Release) -> None:
        """Keep status and approval of a release; nothing else of it can change."""

    def keep_shown(self, period: Period, centres: Sequence[str], cells: TableSet) -> None:
        """Keep what a draft has shown a manager."""

    def shown(self) -> tuple[TableSet, ...]:
        """Return what drafts have shown."""

    def shown_of(self, period: Period, centres: Sequence[str]) -> tuple[TableSet, ...]:
        """Return what drafts of exactly this period and these centres have shown."""


class OutsideStore(Protocol):
    """What is known outside without an entry in the register, and whose signatures are believed."""

    def add(self, new: Outside) -> None:
        """Keep tables; the same once more changes nothing."""

    def all(self) -> tuple[Outside, ...]:
        """Return what is known outside, in a fixed order."""

    def add_partner(self, new: Partner) -> None:
        """Keep whose public key it is; a known key gets the new name."""

    def drop_partner(self, public_key: str) -> None:
        """Believe a key no more; what it has signed stays known outside."""

    def partners(self) -> tuple[Partner, ...]:
        """Return whose signatures are believed."""


class StepStore(Protocol):
    """Who took which step of a period."""

    def note(
        self,
        step: ReleaseStep,
        period: Period,
        centres: Sequence[str],
        day: dt.date,
        number: int | None = None,
    ) -> None:
        """Note that the actor took a step; the same on the same day once."""

    def of(self, period: Period) -> tuple[StepTaken, ...]:
        """Return the steps of a period, by day and in their order."""

    def people(self) -> Mapping[StaffId, str]:
        """Return the first names of those who have taken steps."""


class ReleasesUnitOfWork(Protocol):
    """The part of the unit of work that lock, draft and publish use."""

    @property
    def actor(self) -> Actor: ...
    @property
    def periods(self) -> PeriodStore: ...
    @property
    def counts(self) -> CountStore: ...
    @property
    def releases(self) -> ReleaseStore: ...
    @property
    def outside(self) -> OutsideStore: ...
    @property
    def steps(self) -> StepStore: ...
    @property
    def layouts(self) -> LayoutStore: ...
    @property
    def definitions(self) -> DefinitionStore: ...
    @property
    def settings(self) -> SettingsStore: ...
    @property
    def audit(self) -> AuditStore: ...
    def centres(self) -> tuple[Centre, ...]: ...
    def codes(self) -> CodeBook: ...
    def commit(self) -> None: ...
