"""What is known outside before a new release: earlier releases and drafts that were shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Centre
from familjecentral.calendar.periods import Month, Period, PeriodType
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import PeriodOpen
from familjecentral.releases.counted_by import every_set, sets_of
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.lock import centres_of, open_months
from familjecentral.releases.model import Release, ReleaseStatus, ReleaseStep
from familjecentral.releases.propose import Count, Known
from familjecentral.releases.public import require_newest
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.cells import Counted, tables_of, truth_of
from familjecentral.statistics.coarser import coarsened
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.kept import Mixed, mixed, together
from familjecentral.statistics.quiet import PROGRAMME, Ended
from familjecentral.statistics.standing import PLACES

FIRST_ISSUE = 1
WITH_LATE_ENTRIES = 2
_ANSWERS = (ReleaseStep.APPROVED, ReleaseStep.REFUSED)


@dataclass(frozen=True, slots=True)
class Basis:
    """What one reading of the store gives a draft: true counts, and what is known outside.

    Attributes:
        declared: the table set as it is to be published. count: counts another one.
        known: releases and shown drafts that can tell something about the new cells, and their
            true values as far as kept counts give them.
        releases: the whole register.
        mixed: what is lacking where the months were counted by several versions.
    """

    centres: tuple[Centre, ...]
    vintage: int
    declared: DeclaredSet
    counted: Counted
    count: Count
    known: Known
    releases: tuple[Release, ...]
    mixed: Mixed

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the centres, in order."""
        return tuple(c.key for c in self.centres)


def vintage_of(uow: ReleasesUnitOfWork, scope: ReportScope, centres: Sequence[Centre]) -> int:
    """Return the state of the data that a period is counted from.

    Late entries enter with the annual release: with those there are when its first draft is
    shown. Later drafts repeat that state, for a single entry more could be told from the
    difference.
    """
    if scope.vintage is not None:
        return scope.vintage
    if scope.period.type is not PeriodType.YEAR:
        return FIRST_ISSUE
    shown = uow.releases.shown_of(scope.period, [c.key for c in centres])
    if shown:
        return max(cell.key.vintage for tables in shown for cell in tables.cells)
    return next_vintage(uow, scope.period, centres)


def next_vintage(uow: ReleasesUnitOfWork, period: Period, centres: Sequence[Centre]) -> int:
    """Return the state of the data that holds every late entry that waits now."""
    ids = [centre.id for centre in centres]
    newest = max(uow.periods.counted(ids, period.months).values())
    waiting = uow.periods.late_entries(ids, period.months) > 0
    return max(WITH_LATE_ENTRIES, newest + waiting)


def count_late(
    uow: ReleasesUnitOfWork,
    period: Period,
    centres: Sequence[Centre],
    vintage: int,
    declared: DeclaredSet,
) -> None:
    """Count the late entries up to a state of the data, where that has not been done: by the
    set that the rest of their month was counted by. ``declared`` is the shipped one."""
    counted = uow.periods.counted([c.id for c in centres], period.months)
    sets = sets_of(uow, declared, centres, period.months)
    for centre in centres:
        for step in range(WITH_LATE_ENTRIES, vintage + 1):
            late = [m for m in period.months if counted[centre.id, m] < step]
            for version in sorted({sets[centre.id, m].version for m in late}):
                behind = [m for m in late if sets[centre.id, m].version == version]
                by = sets[centre.id, behind[0]]
                uow.counts.keep(uow.counts.count(by, centre.id, behind, step))
        behind = [m for m in period.months if counted[centre.id, m] < vintage]
        uow.periods.keep_counted(centre.id, behind, vintage)


def read_basis(uow: ReleasesUnitOfWork, scope: ReportScope, declared: DeclaredSet) -> Basis:
    """Read the counts of a locked period and everything published that touches it. ``declared``
    is the shipped set; the period is published by what its months were counted by.

    Raises:
        PeriodOpen: a month is open in a centre that the report covers.
        NotFound: no such centre. RegisterBehind: releases may be missing.
    """
    require_newest(uow)
    centres = centres_of(uow, scope.centre)
    if still_open := open_months(uow, scope.period, centres):
        raise PeriodOpen(str(scope.period), tuple(str(m) for m in still_open))
    vintage = vintage_of(uow, scope, centres)
    if vintage > FIRST_ISSUE:
        count_late(uow, scope.period, centres, vintage, declared)
    rows = uow.counts.kept([c.id for c in centres], scope.period.months, vintage)

    def count(tables: DeclaredSet) -> Counted:
        return tables_of(
            rows,
            declared=tables,
            period=scope.period,
            vintage=vintage,
            centres=[c.key for c in centres],
        )

    known = known_of(uow, scope.period, declared)
    by = sets_of(uow, declared, centres, scope.period.months)
    published = coarsened(together([*by.values()], near_sets(uow, declared, known)), scope.coarser)
    counted = count(published)
    return Basis(
        centres=centres,
        vintage=vintage,
        declared=published,
        counted=counted,
        count=count,
        known=known,
        releases=uow.releases.all(),
        mixed=mixed([*by.values()]),
    )


def known_of(uow: ReleasesUnitOfWork, period: Period, declared: DeclaredSet) -> Known:
    """Return what is known outside that can tell something about a period, with its true values
    by whatever set it was counted. ``declared`` is the shipped one."""
    shown = [
        *(r.cells for r in uow.releases.all()),
        *uow.releases.shown(),
        *(other.cells for other in uow.outside.all()),
    ]
    earlier = touching(period, list({s.cells: s for s in shown}.values()))
    months = sorted({*period.months, *_months(earlier)})
    return Known(earlier, _truths(uow, every_set(uow, declared), earlier), _ended(uow, months))


def near_sets(
    uow: ReleasesUnitOfWork, declared: DeclaredSet, known: Known
) -> tuple[DeclaredSet, ...]:
    """Return the sets by which the months were counted that are known outside."""
    return tuple(sets_of(uow, declared, uow.centres(), _months(known.earlier)).values())


def touching(period: Period, known: Sequence[TableSet]) -> tuple[TableSet, ...]:
    """Return the earlier table sets that share months with a period, directly or through
    others; the rest can tell nothing about it."""
    months = frozenset(str(month) for month in period.months)
    spans = [_atoms(tables) for tables in known]
    chosen: set[int] = set()
    while found := {i for i, span in enumerate(spans) if i not in chosen and span & months}:
        chosen |= found
        months = months.union(*(spans[i] for i in found))
    return tuple(known[i] for i in sorted(chosen))


def registered(
    releases: Sequence[Release], period: Period, centres: Sequence[str]
) -> Release | None:
    """Return the newest valid release of a period for exactly these centres, if there is one."""
    return next(
        (
            r
            for r in reversed(releases)
            if r.period == period
            and r.centres == tuple(centres)
            and r.status is ReleaseStatus.RELEASED
        ),
        None,
    )


def register_then(uow: ReleasesUnitOfWork, number: int) -> tuple[Release, ...]:
    """Return the releases before a registered one, each valid or withdrawn as it was on the day
    that the later one was published: what is printed again repeats what it said."""
    register = uow.releases.all()
    day = register[number - 1].published_on

    def then(release: Release) -> Release:
        answers = [
            step
            for step in uow.steps.of(release.period)
            if step.number == release.number and step.step in _ANSWERS
        ]
        if not answers:  # taken over from the public register, which tells how it ended only
            return release
        known = [step for step in answers if step.day <= day]
        refused = bool(known) and known[-1].step is ReleaseStep.REFUSED
        status = ReleaseStatus.WITHDRAWN if refused else ReleaseStatus.RELEASED
        return replace(release, status=status)

    return tuple(then(release) for release in register[: number - 1])


def _atoms(tables: TableSet) -> frozenset[str]:
    return frozenset(atom for cell in tables.cells for atom in cell.key.period)


def _months(known: Sequence[TableSet]) -> list[Month]:
    found = frozenset[str]().union(*(_atoms(tables) for tables in known))
    return [Month.parse(month) for month in sorted(found)]


def _ended(uow: ReleasesUnitOfWork, months: Sequence[Month]) -> Ended:
    """Return which groups ended in the months that were counted by tables that tell so."""
    table = f"{PLACES}:{PROGRAMME}"
    tells = {
        one.version
        for one in uow.definitions.table_sets()
        if any(spec.id == table for spec in one.declared.tables)
    }
    wanted = {str(month) for month in months}
    known = {
        (centre, month)
        for (centre, month), version in uow.definitions.counted_by().items()
        if version in tells and month in wanted
    }
    rows = uow.counts.kept([centre.id for centre in uow.centres()], months, FIRST_ISSUE)
    found = {(r.centre, r.month, r.codes[0]) for r in rows if r.table == table}
    return Ended(frozenset(found), frozenset(known))


def _truths(
    uow: ReleasesUnitOfWork, declared: DeclaredSet, earlier: Sequence[TableSet]
) -> tuple[TableSet, ...]:
    months = _months(earlier)
    if not months:
        return ()
    centres = uow.centres()
    newest = max(cell.key.vintage for tables in earlier for cell in tables.cells)
    rows = uow.counts.kept([c.id for c in centres], months, newest)
    keys = [c.key for c in centres]
    return tuple(truth_of(tables, rows, declared=declared, centres=keys) for tables in earlier)
