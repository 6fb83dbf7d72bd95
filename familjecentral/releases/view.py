"""What may be looked at outside a report: registered releases, and locked periods for managers.

A view is made from the cells of one registered release, or of one draft. Nothing is counted for
it, and what is hidden in the release is hidden in the view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from familjecentral.access.model import Act, Centre, require
from familjecentral.calendar.periods import Month, Period, PeriodType
from familjecentral.codes import CodeBook
from familjecentral.releases.draft import Draft
from familjecentral.releases.known import registered
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.projection import Pick

# Longer periods are offered before they are published only when a draft has shown them: the
# first look at one is a decision, and it is made where the report is.
_LONGER = (PeriodType.TERTIAL, PeriodType.HALF_YEAR, PeriodType.YEAR_TO_DATE, PeriodType.YEAR)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a person may look at.

    Attributes:
        releases: the newest valid release of each period and its centres, newest period first.
        register: every release, for columns of earlier periods.
        locked: locked periods without a release of all centres, newest first; empty for whoever
            may not see protected cells.
    """

    releases: tuple[Release, ...]
    register: tuple[Release, ...]
    locked: tuple[Period, ...]
    centres: tuple[Centre, ...]
    book: CodeBook


def read_shelf(uow: ReleasesUnitOfWork) -> Shelf:
    """Return what the actor may look at.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_RELEASED)
    register = uow.releases.all()
    newest: dict[tuple[Period, tuple[str, ...]], Release] = {
        (r.period, r.centres): r for r in register if r.status is ReleaseStatus.RELEASED
    }
    return Shelf(
        releases=tuple(sorted(newest.values(), key=_newest_first)),
        register=register,
        locked=_locked(uow, register) if uow.actor.may(Act.READ_PROTECTED) else (),
        centres=uow.centres(),
        book=uow.codes(),
    )


def _newest_first(release: Release) -> tuple[int, int, int]:
    """Latest end first, the longer of two first, the wider of two first."""
    last = release.period.last
    return -last.toordinal(), release.period.first.toordinal(), -len(release.centres)


def _locked(uow: ReleasesUnitOfWork, register: Sequence[Release]) -> tuple[Period, ...]:
    """Return the quarters, and the longer periods that a draft has shown, which are locked in
    every centre and have no release of all centres."""
    centres = uow.centres()
    keys = sorted((c.key for c in centres), key=lambda key: (len(key), key))
    months = [frozenset(lock.month for lock in uow.periods.locks(c.id)) for c in centres]
    whole: frozenset[Month] = frozenset.intersection(*months)
    found = {
        Period.containing(month.first, kind)
        for month in whole
        for kind in (PeriodType.QUARTER, *_LONGER)
        if month.first in Period.containing(month.first, kind)
    }
    waiting = [
        period
        for period in found
        if whole.issuperset(period.months)
        and registered(register, period, keys) is None
        and (period.type is PeriodType.QUARTER or uow.releases.shown_of(period, keys))
    ]
    return tuple(sorted(waiting, key=lambda p: (p.last, p.first), reverse=True))


class Pen(Protocol):
    """What a chart is drawn with; measures are points, y grows downwards."""

    def measure(self, text: str, bold: bool) -> float:
        """Return the width of words."""

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """Draw a bar: ``series_1`` … ``series_3``, ``single`` or ``hidden``."""

    def line(self, x1: float, y1: float, x2: float, y2: float, ink: str) -> None:
        """Draw a line: ``axis``, ``grid`` or a series."""

    def words(  # one call draws every text of a chart
        self, x: float, y: float, text: str, ink: str, anchor: str, *, bold: bool, plate: bool
    ) -> None:
        """Draw words on their baseline; ``anchor`` is ``start``, ``middle`` or ``end``."""

    def mark(self, x: float, y: float, series: int, ink: str) -> None:
        """Draw the shape of a series: circle, diamond, triangle."""


class Picture(Protocol):
    """A chart that can be drawn in any width."""

    @property
    def title(self) -> str:
        """What it shows, in a line."""

    @property
    def words(self) -> str:
        """All of it in words, for whoever does not see it."""

    @property
    def note(self) -> str:
        """The line below it, or ""."""

    def draw(self, pen: Pen, width: float) -> float:
        """Draw it and return its height in points."""


@dataclass(frozen=True, slots=True)
class ViewCell:
    """One number as text. ``status``: number, zero, hidden, impossible or missing."""

    text: str
    status: str

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden, small or for the sake of another: nobody can tell."""
        return self.status == "hidden"


@dataclass(frozen=True, slots=True)
class ViewHead:
    """Head of a column. ``group`` stands above neighbours that share it; ``marker`` is the shape
    of a level; ``kind`` is count, share, earlier or change."""

    text: str
    kind: str
    group: str = ""
    marker: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row: the key of its line, its label and its numbers."""

    key: str
    label: str
    cells: tuple[ViewCell, ...]
    marker: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A table and its charts.

    Attributes:
        charts: key (``bars``, ``shares``) → the chart, as far as the table has it.
        threshold, sensitive: the public limits, for the explanation of hidden cells.
    """

    title: str
    unit: str
    row_head: str
    heads: tuple[ViewHead, ...]
    rows: tuple[ViewRow, ...]
    notes: tuple[str, ...]
    charts: tuple[tuple[str, Picture], ...]
    threshold: int
    sensitive: int


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table that can be looked at, with its lines: (key, label).

    Attributes:
        can_merge: rows can be shown as one. measures: what it counts, (key, words).
    """

    number: str
    title: str
    row_head: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    is_matrix: bool
    can_merge: bool = False
    measures: tuple[tuple[str, str], ...] = ()


class CardBook(Protocol):
    """What is left of closed support cards, ready to be looked at and saved."""

    @property
    def picture(self) -> Picture | None:
        """Its chart, None where no card was closed."""

    def write(
        self, folder: Path, formats: Sequence[str], progress: Callable[[float], None]
    ) -> tuple[Path, ...]:
        """Write it as ``pdf``, ``html`` or ``xlsx``.

        Raises:
            OutputNotWritable, DiskFull, Cancelled.
        """


class StatBook(Protocol):
    """The tables of one release or draft, ready to be looked at."""

    @property
    def draft(self) -> Draft: ...
    @property
    def tables(self) -> tuple[TableChoice, ...]: ...

    def view(self, pick: Pick) -> View:
        """Return a part of a table with its charts."""

    def trend(self, pick: Pick, row: str) -> Picture | None:
        """Return how a row came about over the last periods; None where fewer than two are
        registered."""

    def write(
        self, pick: Pick, folder: Path, formats: Sequence[str], progress: Callable[[float], None]
    ) -> tuple[Path, ...]:
        """Write the part of the table as files.

        Raises:
            OutputNotWritable, DiskFull, Cancelled.
        """
