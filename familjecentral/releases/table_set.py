"""The house's own table set: tried on what is locked, and then in force for what is locked next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, require
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import NotFound, NotPublishable, Stale
from familjecentral.releases.draft import Begin, Progress
from familjecentral.releases.known import known_of, near_sets
from familjecentral.releases.propose import Known, protected
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.cells import Counted, tables_of
from familjecentral.statistics.choosing import TableWish, chosen_set
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.kept import KeptSet, in_force, is_own, next_version, together

MOST_TRIED = 4  # quarters: a year of them
ROUNDED_TO = 10  # per cent: finer steps could tell of single cells, try by try


@dataclass(frozen=True, slots=True)
class TableSets:
    """The set in force, the shipped one, and every version there has been."""

    now: DeclaredSet
    shipped: DeclaredSet
    kept: tuple[KeptSet, ...]

    @property
    def is_own(self) -> bool:
        """Whether the house has chosen."""
        return is_own(self.kept)

    @property
    def newest(self) -> int:
        """The version of the newest kept set, 0 where none is."""
        return self.kept[-1].version if self.kept else 0


@dataclass(frozen=True, slots=True)
class ChooseTables:
    """Another table set: its tables in printed order, and the threshold.

    ``after``: version of the newest kept set when the choice was begun, 0 for none.
    """

    tables: tuple[TableWish, ...]
    threshold: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial tells, and nothing else of what was counted.

    Attributes:
        periods: how many locked periods it was tried on; 0 if there are none.
        is_safe: whether all of them can be protected.
        longest: type of the longest of them; if not safe, of the one that cannot be protected.
        shown_percent: how many of all numbers would be shown, in tens; None if not safe or
            nothing was tried.
    """

    periods: int
    is_safe: bool
    shown_percent: int | None = None
    longest: PeriodType | None = None


def read_table_sets(uow: ReleasesUnitOfWork, shipped: DeclaredSet) -> TableSets:
    """Return the table set in force and its versions.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.DEFINE)
    kept = uow.definitions.table_sets()
    return TableSets(in_force(kept, shipped), shipped, kept)


def try_table_set(
    command: ChooseTables, begin: Begin, *, shipped: DeclaredSet, clock: Clock, progress: Progress
) -> Trial:
    """Protect the last locked quarters as the set would have them, next to everything that is
    known outside, and then a half-year and a year that they make up, next to those quarters too;
    keep and show no count.

    Raises:
        NotAllowed, InvalidInput. Cancelled: raised by ``progress``.
    """
    with begin() as uow:
        require(uow.actor, Act.DEFINE)
        require(uow.actor, Act.READ_PROTECTED)
        kept = uow.definitions.table_sets()
        wished = chosen_set(command.tables, command.threshold, shipped, kept)
        tried = [_told(uow, wished, shipped, period) for period in _last_locked(uow)]
        uow.audit.done("table_set_tried", clock.today())
        uow.commit()
    shown = total = 0
    longest = tried[-1].period.type if tried else None
    before: list[tuple[Period, TableSet, TableSet]] = []
    for place, one in enumerate(tried):
        start = place / len(tried)
        inside = [b for b in before if set(b[0].months) < set(one.period.months)]
        known = Known(
            (*one.known.earlier, *(safe for _, safe, _ in inside)),
            (*one.known.truth, *(true for _, _, true in inside)),
        )

        def moved(share: float, start: float = start) -> None:
            progress(start + share / len(tried))

        moved(0.0)
        try:
            safe = protected(one.declared, one.counted, known, moved).safe
        except NotPublishable:
            return Trial(len(tried), is_safe=False, longest=one.period.type)
        before.append((one.period, safe.tables, one.counted.tables))
        cells = {cell.key: cell.value for cell in safe.tables.cells}
        shown += sum(value is not None for value in cells.values())
        total += len(cells)
    progress(1.0)
    if not total:
        return Trial(len(tried), is_safe=True, longest=longest)
    percent = ROUNDED_TO * round(100 * shown / total / ROUNDED_TO)
    return Trial(len(tried), is_safe=True, shown_percent=percent, longest=longest)


def choose_tables(
    command: ChooseTables, begin: Begin, *, shipped: DeclaredSet, clock: Clock, progress: Progress
) -> tuple[Trial, Changes | None]:
    """Try a table set and, if it can be protected, put it in force for what is locked from now
    on; without changes if it cannot.

    Raises:
        NotAllowed, InvalidInput, Cancelled. Stale: somebody chose in between.
    """
    trial = try_table_set(command, begin, shipped=shipped, clock=clock, progress=progress)
    if not trial.is_safe:
        return trial, None
    with begin() as uow:
        kept = uow.definitions.table_sets()
        if command.after != (kept[-1].version if kept else 0):
            raise Stale("table_set")
        wished = chosen_set(command.tables, command.threshold, shipped, kept)
        return trial, _keep(uow, kept, wished, shipped, clock, own=True)


def restore_tables(
    version: int | None, uow: ReleasesUnitOfWork, *, shipped: DeclaredSet, clock: Clock
) -> Changes:
    """Put a version in force again that was accepted before, or (None) the shipped set.

    Raises:
        NotAllowed. NotFound: no such version.
    """
    require(uow.actor, Act.DEFINE)
    kept = uow.definitions.table_sets()
    if version is None:
        return _keep(uow, kept, shipped, shipped, clock, own=False)
    found = next((one for one in kept if one.version == version), None)
    if found is None:
        raise NotFound("table_set")
    return _keep(uow, kept, found.declared, shipped, clock, own=found.is_own)


def _keep(
    uow: ReleasesUnitOfWork,
    kept: Sequence[KeptSet],
    wished: DeclaredSet,
    shipped: DeclaredSet,
    clock: Clock,
    *,
    own: bool,
) -> Changes:
    require(uow.actor, Act.DEFINE)
    # The shipped set has its own number even where nothing has been locked by it.
    version = next_version(kept, shipped) + (own and not kept)
    uow.definitions.add_table_set(
        KeptSet(version, replace(wished, version=version), own, clock.today())
    )
    uow.audit.done("table_set", clock.today(), str(version))
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


def _last_locked(uow: ReleasesUnitOfWork) -> tuple[Period, ...]:
    """Return the last quarters that are locked in every centre, in order, and then the newest
    half-year and year that they make up."""
    locked = frozenset.intersection(*(uow.periods.locked_months(c.id) for c in uow.centres()))
    quarters = {Period.containing(month.first, PeriodType.QUARTER) for month in locked}
    whole = [period for period in quarters if set(period.months) <= locked]
    last = sorted(whole, key=lambda p: p.first)[-MOST_TRIED:]
    months = {month for quarter in last for month in quarter.months}
    found = list(last)
    for kind in (PeriodType.HALF_YEAR, PeriodType.YEAR):
        longer = {Period.containing(quarter.first, kind) for quarter in last}
        held = [period for period in longer if set(period.months) <= months]
        found += sorted(held, key=lambda p: p.first)[-1:]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Told:
    """A locked period as a set would have it told, next to what is known outside."""

    period: Period
    declared: DeclaredSet
    counted: Counted
    known: Known


def _told(
    uow: ReleasesUnitOfWork, wished: DeclaredSet, shipped: DeclaredSet, period: Period
) -> _Told:
    centres = sorted(uow.centres(), key=lambda c: (len(c.key), c.key))
    known = known_of(uow, period, shipped)
    declared = together([wished], near_sets(uow, shipped, known))
    rows = [
        row for c in centres for row in uow.counts.count(declared, c.id, period.months, vintage=1)
    ]
    keys = [c.key for c in centres]
    counted = tables_of(rows, declared=declared, period=period, vintage=1, centres=keys)
    return _Told(period, declared, counted, known)
