"""What the statistics room needs kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from familjecentral.access.model import CentreId
from familjecentral.calendar.periods import Month, Period
from familjecentral.statistics.declared import CountRow, DeclaredSet
from familjecentral.statistics.denominators import Denominator, DenominatorKind


class CountStore(Protocol):
    """Counts of the locked rows. Rows never leave the database; only sums do."""

    def count(
        self, declared: DeclaredSet, centre: CentreId, months: Sequence[Month], vintage: int
    ) -> tuple[CountRow, ...]:
        """Count the locked rows of a vintage in SQL, aggregated in the database.

        Finest cells of every declared table with n > 0, and per month and working level the
        sums that belong to no dimension (a table without dimensions).
        """

    def keep(self, rows: Iterable[CountRow]) -> None:
        """Keep counts; a row that is there already is replaced."""

    def kept(
        self, centres: Sequence[CentreId], months: Sequence[Month], up_to_vintage: int
    ) -> tuple[CountRow, ...]:
        """Return the kept counts of centres and months, vintages 1 to ``up_to_vintage``."""


class DefinitionStore(Protocol):
    """What the manager defines: typed denominators."""

    def denominators(self) -> tuple[Denominator, ...]:
        """Return every typed number."""

    def put_denominator(self, new: Denominator) -> None:
        """Keep a number; one for the same period is replaced."""

    def remove_denominator(self, kind: DenominatorKind, centre: str, period: Period) -> None:
        """Take a number away."""
