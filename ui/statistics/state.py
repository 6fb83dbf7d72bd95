"""What the page shows, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from familjecentral.calendar.periods import Period
from familjecentral.errors import FamiljecentralError
from familjecentral.releases.model import Release
from familjecentral.releases.saved_views import SavedView
from familjecentral.releases.view import Picture, Shelf, StatBook, View
from familjecentral.statistics.projection import Pick


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be looked at: a release, or a locked period without one."""

    period: Period
    release: Release | None = None

    @property
    def key(self) -> str:
        """Its key in lists."""
        return f"{self.period}:{self.release.number if self.release else 'draft'}"


@dataclass(frozen=True, slots=True)
class StatsState:
    """The page at one moment.

    Attributes:
        shelf: what may be looked at; None until read.
        source, book: what is looked at, and its tables.
        row: key of the row whose line over time is shown.
        busy: a long job under way, and how far it has come (0–1).
        saved: where files were saved to last.
        views: the person's own saved views. measure: the tables offered count it; "": all.
    """

    shelf: Shelf | None = None
    source: Source | None = None
    book: StatBook | None = None
    pick: Pick = field(default_factory=lambda: Pick(""))
    row: str = ""
    view: View | None = None
    trend: Picture | None = None
    busy: float | None = None
    problem: FamiljecentralError | None = None
    saved: tuple[Path, ...] = ()
    views: tuple[SavedView, ...] = ()
    measure: str = ""

    @property
    def view_name(self) -> str:
        """The name of the saved view that is looked at, or ""."""
        return next((view.name for view in self.views if view.pick == self.pick), "")

    @property
    def sources(self) -> tuple[Source, ...]:
        """What can be chosen: locked periods first, then the releases, newest first."""
        if self.shelf is None:
            return ()
        return (
            *(Source(period) for period in self.shelf.locked),
            *(Source(release.period, release) for release in self.shelf.releases),
        )

    @property
    def longer(self) -> Source | None:
        """The shortest longer period that holds the present one and can be looked at."""
        if self.source is None:
            return None
        own = self.source
        centres = own.release.centres if own.release else None
        found = [
            s
            for s in self.sources
            if len(s.period.months) > len(own.period.months)
            and set(own.period.months) <= set(s.period.months)
            and (centres is None or s.release is None or s.release.centres == centres)
        ]
        return min(found, key=lambda s: len(s.period.months), default=None)
