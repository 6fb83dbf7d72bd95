"""What the statistics room needs kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from familjecentral.access.model import CentreId
from familjecentral.calendar.periods import Month, Period
from familjecentral.statistics.declared import CountRow, DeclaredSet
from familjecentral.statistics.denominators import (
    Denominator,
    DenominatorKind,
    Frozen,
    Target,
)
from familjecentral.statistics.kept import KeptSet


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
    """What the manager defines: table sets, typed denominators, and what a release was made by."""

    def table_sets(self) -> tuple[KeptSet, ...]:
        """Return every version of the table set that was in force, in order."""

    def add_table_set(self, new: KeptSet) -> None:
        """Keep a version; none is ever changed."""

    def counted_by(self) -> Mapping[tuple[str, str], int]:
        """Return by which version months were counted: key of the centre and ``YYYY-MM``."""

    def keep_counted_by(self, centre: CentreId, months: Sequence[Month], version: int) -> None:
        """Keep by which version months were counted."""

    def targets(self) -> tuple[Target, ...]:
        """Return the targets of key figures in force."""

    def put_target(self, new: Target) -> None:
        """Keep the target of a key figure in the place of the one before."""

    def remove_target(self, code: str) -> None:
        """Take the target of a key figure away."""

    def frozen(self, number: int) -> Frozen | None:
        """Return what a release was made by; None where it came from elsewhere."""

    def freeze(self, number: int, made_by: Frozen) -> None:
        """Keep what a release was made by."""

    def denominators(self) -> tuple[Denominator, ...]:
        """Return every typed number."""

    def put_denominator(self, new: Denominator) -> None:
        """Keep a number; one for the same period is replaced."""

    def remove_denominator(self, kind: DenominatorKind, centre: str, period: Period) -> None:
        """Take a number away."""
