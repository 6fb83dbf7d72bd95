"""What the page shows, as one value. Every change makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from familjecentral.access.model import Centre, CentreId, StaffId
from familjecentral.calendar.periods import Period
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.errors import Coarser, FamiljecentralError
from familjecentral.releases.draft import Draft
from familjecentral.releases.lock import PeriodState
from familjecentral.releases.model import RULE_ENDING, Release
from familjecentral.statistics.printed import TextTable


class Step(IntEnum):
    """The way of a report, in order."""

    COMPLETENESS = 0
    LOCK = 1
    REVIEW = 2
    PROTECTION = 3
    APPROVE = 4
    EXPORT = 5


@dataclass(frozen=True, slots=True)
class Busy:
    """A long job under way: what it does, and how far it has come (0–1)."""

    what: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class ReportState:
    """The page at one moment.

    Attributes:
        has_ended: the period's last day has passed.
        progress: completeness and open months; None until read, and for readers of releases.
        release: the valid release of the period, if there is one.
        draft: the protected tables on the screen; with ``draft.release`` they are registered.
        files: the written files of ``draft``, the PDF first.
        proved: the files have been attacked and nothing was found.
        coarser, proposal: coarser tables that were tried where the whole set cannot be
            protected, and what they mean.
        correcting: the release that the draft corrects.
        saved: where files were copied to last. people: first names for the register.
    """

    period: Period
    centres: tuple[Centre, ...] = ()
    centre: CentreId | None = None
    has_ended: bool = False
    step: Step = Step.COMPLETENESS
    progress: PeriodState | None = None
    releases: tuple[Release, ...] = ()
    release: Release | None = None
    draft: Draft | None = None
    tables: tuple[TextTable, ...] = ()
    files: tuple[Path, ...] = ()
    proved: bool = False
    busy: Busy | None = None
    problem: FamiljecentralError | None = None
    coarser: tuple[Coarser, ...] = ()
    proposal: tuple[str, ...] = ()
    correcting: int | None = None
    saved: tuple[Path, ...] = ()
    people: Mapping[StaffId, str] = field(default_factory=dict)

    @property
    def is_locked(self) -> bool:
        """Whether every month is locked."""
        return self.progress is not None and self.progress.is_locked

    @property
    def is_corrected(self) -> bool:
        """Whether a later release takes the place of the one on the screen."""
        number = self.release.number if self.release is not None else None
        return any(number is not None and r.replaces == number for r in self.releases)

    @property
    def weeks(self) -> tuple[tuple[int, WeekStatus | None], ...]:
        """One status for each ISO week of the period: missing in one centre is missing."""
        if self.progress is None:
            return ()
        found: dict[tuple[int, int], list[WeekStatus | None]] = {}
        for week in self.progress.weeks:
            found.setdefault((week.part.iso_year, week.part.week), []).append(week.status)
        order = (WeekStatus.MISSING, WeekStatus.REPORTED, WeekStatus.NOTHING)
        return tuple(
            (number, next((s for s in order if s in statuses), None))
            for (_, number), statuses in found.items()
        )


def formats_of(file: Path) -> frozenset[str]:
    """Return the formats that a file belongs to; the rule goes with every statistics file."""
    if file.name.endswith(RULE_ENDING):
        return frozenset(("csv", "px", "json-stat"))
    if file.stem.endswith("-excel"):
        return frozenset(("csv-excel",))
    return frozenset(("json-stat" if file.suffix == ".json" else file.suffix.removeprefix("."),))
