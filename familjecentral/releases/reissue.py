"""A re-issue: what it costs is shown first, and what a release says differently from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, require
from familjecentral.disclosure.table import Cell, Key, TableSet, Value
from familjecentral.errors import Coarser, NotFound, NotPublishable, UnusableFile
from familjecentral.releases.draft import Begin, Progress, ReportScope
from familjecentral.releases.known import next_vintage, read_basis, registered
from familjecentral.releases.lock import centres_of
from familjecentral.releases.model import Release
from familjecentral.releases.propose import propose, protected
from familjecentral.statistics.declared import DeclaredSet


@dataclass(frozen=True, slots=True)
class Price:
    """What a re-issue would cost. No number of it has been shown.

    Attributes:
        replaces: number of the release that it would correct.
        scope: what to draft if the price is paid.
        hidden: numbers that the release shows and the re-issue would hide, with their table.
        still_shown: how many numbers both would show.
        lost: how many small numbers everything published before gives away already; they can
            no longer be saved, and nothing more of them is revealed.
    """

    replaces: int
    scope: ReportScope
    hidden: tuple[tuple[str, Key], ...]
    still_shown: int
    lost: int

    @property
    def coarser(self) -> tuple[Coarser, ...]:
        """What would have to be made coarser."""
        return self.scope.coarser


def price_of_reissue(
    scope: ReportScope, begin: Begin, *, declared: DeclaredSet, progress: Progress
) -> Price:
    """Protect a re-issue with the late entries that wait now, solved together with everything
    published before, and return what it would cost. That it would hide a number counts as shown.

    Raises:
        NotAllowed, NotFound (no release to correct), PeriodOpen, Cancelled.
    """
    with begin() as uow:
        require(uow.actor, Act.READ_PROTECTED)
        centres = centres_of(uow, scope.centre)
        keys = [centre.key for centre in centres]
        old = registered(uow.releases.all(), scope.period, keys)
        if old is None:
            raise NotFound("release")
        wished = replace(scope, vintage=next_vintage(uow, scope.period, centres))
        basis = read_basis(uow, wished, declared)
        try:
            made = protected(
                basis.declared, basis.counted, basis.known, lambda share: progress(0.5 * share)
            )
        except NotPublishable:
            steps = propose(
                basis.declared, basis.count, basis.known, lambda share: progress(0.5 * share)
            )
            wished = replace(wished, coarser=(*wished.coarser, *steps))
            basis = read_basis(uow, wished, declared)
            made = protected(
                basis.declared,
                basis.counted,
                basis.known,
                lambda share: progress(0.5 + 0.5 * share),
            )
        new = {_same(cell): cell.value for cell in made.safe.tables.cells}
        shown = [cell for cell in _once(old.cells) if cell.value is not None]
        hidden = tuple((c.table, c.key) for c in shown if new.get(_same(c)) is None)
        dark = tuple(cell for cell in made.safe.tables.cells if cell.value is None)
        pattern = TableSet(dark, made.safe.tables.hierarchy)
        uow.releases.keep_shown(scope.period, keys, pattern)
        uow.commit()
    progress(1.0)
    return Price(old.number, wished, hidden, len(shown) - len(hidden), len(made.lost))


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that two releases of the same period say differently; None: hidden or absent."""

    table: str
    key: Key
    before: Value
    after: Value


def compared(before: Release, after: Release) -> tuple[Difference, ...]:
    """Return :func:`differences` of any two releases that somebody names.

    Raises:
        UnusableFile: ``not_comparable``: they are of different periods or centres, so that no
            number of one says what a number of the other says.
    """
    if (before.period, before.centres) != (after.period, after.centres):
        named = " / ".join(
            f"{one.number}: {one.period}, {', '.join(one.centres)}" for one in (before, after)
        )
        raise UnusableFile("not_comparable", named)
    return differences(before, after)


def differences(before: Release, after: Release) -> tuple[Difference, ...]:
    """Return the numbers that a later release says differently, in its order.

    Both are registered: everything in the answer has been published.
    """
    old = {_same(cell): cell.value for cell in before.cells.cells}
    new = {_same(cell): cell for cell in _once(after.cells)}
    changed = [
        Difference(cell.table, cell.key, old.get(same), cell.value)
        for same, cell in new.items()
        if old.get(same) != cell.value
    ]
    gone = [
        Difference(cell.table, cell.key, cell.value, None)
        for cell in _once(before.cells)
        if _same(cell) not in new and cell.value is not None
    ]
    return (*changed, *gone)


def _same(cell: Cell) -> Key:
    """Return what a cell counts, whatever the state of the data."""
    return replace(cell.key, vintage=1)


def _once(tables: TableSet) -> Iterator[Cell]:
    seen: set[Key] = set()
    for cell in tables.cells:
        if cell.key not in seen:
            seen.add(cell.key)
            yield cell
