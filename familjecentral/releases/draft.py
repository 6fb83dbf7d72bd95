"""What a draft and a publication are made of, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from familjecentral.access.model import Centre, CentreId
from familjecentral.calendar.periods import Period
from familjecentral.codes import CodeBook
from familjecentral.disclosure.safe import SafeTable
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import Coarser
from familjecentral.releases.layout import Layout
from familjecentral.releases.model import Release, WeekCompleteness
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.denominators import Denominator, Target
from familjecentral.statistics.kept import Mixed

Begin = Callable[[], AbstractContextManager[ReleasesUnitOfWork]]
Progress = Callable[[float], None]
Reader = Callable[[Path], TableSet]


@dataclass(frozen=True, slots=True)
class ReportScope:
    """Which period a report covers, and which centres (None: all of the store).

    ``vintage``: state of the data to count, for a re-issue whose price has been shown; None:
    the first issue, and late entries in the annual release.
    ``coarser``: what has been made coarser, where the whole table set has no safe pattern.
    """

    period: Period
    centre: CentreId | None = None
    vintage: int | None = None
    coarser: tuple[Coarser, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A protected table set before it is published, with everything a report prints.

    Attributes:
        number: the number that the release would get.
        safe: the protected cells.
        scope: what was asked for, with the state of the data that was counted.
        declared: the table set as it is published. whole: as it is counted.
        late: late entries of the period that wait for the annual release, or None when their
            number may not be shown (1 … threshold - 1).
        previous, year_before: the registered releases of the earlier columns, if any.
        denominators: typed numbers that rates are counted by. targets: of key figures.
        earlier_numbers: the releases that the protection took into account.
        joint: the stores of a joint report, by name; empty for a report of this store.
        sums: the hidden sums of a joint report that everybody can bound, in words.
        layout: how it is set out on paper.
        versions: every version of the table set, by which earlier releases were made.
        before: of a release that is opened again: the register as it was when it was published.
        mixed: what it lacks where its months were counted by several versions.
        words: of such a release: its frozen words (:data:`Words`); "": those of today.
    """

    number: int
    period: Period
    centres: tuple[Centre, ...]
    vintage: int
    safe: SafeTable
    scope: ReportScope
    declared: DeclaredSet
    whole: DeclaredSet
    codes: CodeBook
    completeness: tuple[WeekCompleteness, ...]
    late: int | None
    previous: Release | None
    year_before: Release | None
    earlier_numbers: tuple[int, ...]
    made_on: dt.date
    is_sample: bool = False
    release: Release | None = None
    denominators: tuple[Denominator, ...] = ()
    targets: tuple[Target, ...] = ()
    joint: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    layout: Layout = field(default_factory=Layout)
    versions: tuple[DeclaredSet, ...] = ()
    before: tuple[Release, ...] | None = None
    mixed: Mixed = field(default_factory=Mixed)
    words: str = ""

    @property
    def hidden(self) -> int:
        """How many different numbers are hidden."""
        return len({c.key for c in self.safe.tables.cells if c.value is None})

    @property
    def shown(self) -> int:
        """How many different numbers are shown."""
        return len({c.key for c in self.safe.tables.cells if c.value is not None})


# Writes down the words that a draft is printed with, to be kept with the release.
Words = Callable[[Draft], str]


class ReportWriter(Protocol):
    """Writes a draft (or, when ``release`` is set, a release) as files into a folder."""

    def __call__(
        self, draft: Draft, folder: Path, formats: Sequence[str], progress: Progress
    ) -> tuple[Path, ...]:
        """Return the files written.

        Raises:
            OutputNotWritable, DiskFull, Cancelled.
        """


@dataclass(frozen=True, slots=True)
class Published:
    """A registered release and the files that were moved into place."""

    release: Release
    files: tuple[Path, ...]
