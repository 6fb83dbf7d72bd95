"""Completeness of a period, and its lock: snapshot, counts, and no way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familjecentral.access.model import Act, Centre, CentreId, require
from familjecentral.calendar.periods import Month, Period, week_parts
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.contacts.weeks import spans, status_of
from familjecentral.errors import NotFound, PeriodNotEnded
from familjecentral.releases.counted_by import set_for_lock
from familjecentral.releases.model import ReleaseStep, WeekCompleteness
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.declared import DeclaredSet


@dataclass(frozen=True, slots=True)
class PeriodState:
    """How far a period has come: its week parts by centre, and the months that are open."""

    period: Period
    weeks: tuple[WeekCompleteness, ...]
    open_months: tuple[Month, ...]

    @property
    def is_locked(self) -> bool:
        """Whether every month is locked in every centre."""
        return not self.open_months


def centres_of(uow: ReleasesUnitOfWork, centre: CentreId | None) -> tuple[Centre, ...]:
    """Return the centre asked for, or all of the store in order of key.

    Raises:
        NotFound: no such centre.
    """
    found = tuple(
        c
        for c in sorted(uow.centres(), key=lambda c: (len(c.key), c.key))
        if centre in (None, c.id)
    )
    if not found:
        raise NotFound("centre")
    return found


def open_months(
    uow: ReleasesUnitOfWork, period: Period, centres: Sequence[Centre]
) -> tuple[Month, ...]:
    """Return the months of a period that are open in at least one of the centres."""
    locked = [uow.periods.locked_months(centre.id) for centre in centres]
    return tuple(m for m in period.months if not all(m in months for months in locked))


def period_state(
    period: Period, centre: CentreId | None, uow: ReleasesUnitOfWork, clock: Clock
) -> PeriodState:
    """Return the completeness of a period, week by week and centre by centre.

    Raises:
        NotAllowed, NotFound.
    """
    require(uow.actor, Act.READ_COMPLETENESS)
    centres = centres_of(uow, centre)
    today = clock.today()
    weeks = [week for c in centres for week in _weeks(uow, c, period, today)]
    return PeriodState(period, tuple(weeks), open_months(uow, period, centres))


@dataclass(frozen=True, slots=True)
class LockPeriod:
    """Lock the open months of a period in one centre, or in all of the store."""

    period: Period
    centre: CentreId | None = None


def lock_period(
    command: LockPeriod,
    uow: ReleasesUnitOfWork,
    *,
    declared: DeclaredSet,
    clock: Clock,
    ids: IdSource,
) -> Changes:
    """Freeze the snapshot of a period's open months, its completeness and its counts, by the
    table set in force; ``declared`` is the shipped one.

    Raises:
        NotAllowed, NotFound.
        PeriodNotEnded: its last day has not passed.
    """
    require(uow.actor, Act.LOCK_PERIOD)
    today = clock.today()
    if today <= command.period.last:
        raise PeriodNotEnded(str(command.period))
    now = set_for_lock(uow, declared, today)
    for centre in centres_of(uow, command.centre):
        months = open_months(uow, command.period, (centre,))
        if not months:
            continue
        for first, last in spans(months):
            uow.periods.keep_completeness(tuple(_live(uow, centre, first, last, None)))
        uow.periods.lock(centre.id, months, today, ids)
        uow.counts.keep(uow.counts.count(now, centre.id, months, 1))
        uow.definitions.keep_counted_by(centre.id, months, now.version)
        uow.steps.note(ReleaseStep.LOCKED, command.period, [centre.key], today)
    uow.commit()
    return Changes(frozenset({Kind.CONTACTS, Kind.PERIODS}))


def _weeks(
    uow: ReleasesUnitOfWork, centre: Centre, period: Period, today: dt.date
) -> Iterator[WeekCompleteness]:
    """Yield frozen parts for locked months and live ones for open months, in order."""
    locked = uow.periods.locked_months(centre.id)
    found = list(uow.periods.completeness(centre.id, period.first, period.last))
    still_open = [m for m in period.months if m not in locked]
    for first, last in spans(still_open):
        found.extend(_live(uow, centre, first, last, today))
    yield from sorted(found, key=lambda week: week.part.first)


def _live(
    uow: ReleasesUnitOfWork, centre: Centre, first: dt.date, last: dt.date, today: dt.date | None
) -> Iterator[WeekCompleteness]:
    """Yield the present status; nothing to log is what all say who could have logged."""
    days = uow.periods.days_with_rows(centre.id, first, last)
    answered = uow.periods.days_answered(centre.id, first, last)
    for part in week_parts(first, last):
        yield WeekCompleteness(centre.id, part, status_of(part, days, answered, today))
