"""What is known outside before a new release: earlier releases and drafts that were shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from familjecentral.access.model import Centre
from familjecentral.calendar.periods import Month, Period, PeriodType
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import PeriodOpen
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.lock import centres_of, open_months
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.cells import Counted, tables_of, truth_of
from familjecentral.statistics.declared import DeclaredSet

FIRST_ISSUE = 1
WITH_LATE_ENTRIES = 2


@dataclass(frozen=True, slots=True)
class Basis:
    """What one reading of the store gives a draft: true counts, and what is known outside.

    Attributes:
        earlier: releases and shown drafts that can tell something about the new cells.
        earlier_truth: their true values as far as kept counts give them, in the same order.
        releases: the whole register.
    """

    centres: tuple[Centre, ...]
    vintage: int
    counted: Counted
    earlier: tuple[TableSet, ...]
    earlier_truth: tuple[TableSet, ...]
    releases: tuple[Release, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the centres, in order."""
        return tuple(c.key for c in self.centres)


def vintage_of(period: Period) -> int:
    """Return the state of the data that a period is counted from: late entries enter with the
    annual release."""
    return WITH_LATE_ENTRIES if period.type is PeriodType.YEAR else FIRST_ISSUE


def read_basis(uow: ReleasesUnitOfWork, scope: ReportScope, declared: DeclaredSet) -> Basis:
    """Read the counts of a locked period and everything published that touches it.

    Raises:
        PeriodOpen: a month is open in a centre that the report covers.
        NotFound: no such centre.
    """
    centres = centres_of(uow, scope.centre)
    if still_open := open_months(uow, scope.period, centres):
        raise PeriodOpen(str(scope.period), tuple(str(m) for m in still_open))
    vintage = vintage_of(scope.period)
    if vintage > FIRST_ISSUE:
        for centre in centres:
            uow.counts.keep(uow.counts.count(declared, centre.id, scope.period.months, vintage))
    counted = tables_of(
        uow.counts.kept([c.id for c in centres], scope.period.months, vintage),
        declared=declared,
        period=scope.period,
        vintage=vintage,
        centres=[c.key for c in centres],
    )
    releases = uow.releases.all()
    shown = [*(r.cells for r in releases), *uow.releases.shown()]
    earlier = touching(counted.tables, list({s.cells: s for s in shown}.values()))
    return Basis(
        centres=centres,
        vintage=vintage,
        counted=counted,
        earlier=earlier,
        earlier_truth=_truths(uow, declared, earlier),
        releases=releases,
    )


def touching(new: TableSet, known: Sequence[TableSet]) -> tuple[TableSet, ...]:
    """Return the earlier table sets that share months with the new one, directly or through
    others; the rest can tell nothing about it."""
    months = _atoms(new)
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


def _atoms(tables: TableSet) -> frozenset[str]:
    return frozenset(atom for cell in tables.cells for atom in cell.key.period)


def _truths(
    uow: ReleasesUnitOfWork, declared: DeclaredSet, earlier: Sequence[TableSet]
) -> tuple[TableSet, ...]:
    months = sorted(frozenset[str]().union(*(_atoms(tables) for tables in earlier)))
    if not months:
        return ()
    centres = uow.centres()
    rows = uow.counts.kept(
        [c.id for c in centres], [Month.parse(m) for m in months], WITH_LATE_ENTRIES
    )
    keys = [c.key for c in centres]
    return tuple(truth_of(tables, rows, declared=declared, centres=keys) for tables in earlier)
