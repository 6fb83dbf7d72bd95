"""Printed numbers: what stands in one place of a page, and what may be derived from shown cells.

A derived number (share, change, sum) is made from shown cells or not at all, so it can never say
more than they do. A share also needs a base of at least :data:`LEAST_BASE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.disclosure.safe import SafeTable
from familjecentral.disclosure.table import Key, TableSet
from familjecentral.releases.model import Release

# Rule of disclosure control: no share of a base below ten.
LEAST_BASE = 10

NO_BREAK = "\u00a0"
THIN = "\u202f"
MINUS = "\u2212"
ZERO_SIGN, HIDDEN_SIGN, IMPOSSIBLE_SIGN, MISSING_SIGN = "–", "..", ".", "saknas"


class Status(StrEnum):
    """What a place on paper says. Hidden, missing and zero never look alike."""

    NUMBER = "number"
    ZERO = "zero"
    HIDDEN = "hidden"
    IMPOSSIBLE = "impossible"
    MISSING = "missing"


class Unit(StrEnum):
    """How a number is written."""

    COUNT = "count"
    SHARE = "share"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number.

    Attributes:
        value: the count or the change; for a share its numerator. None unless a number is shown.
        base: denominator of a share.
        revised: the number differs from the release that this one corrects.
    """

    status: Status
    unit: Unit = Unit.COUNT
    value: int | None = None
    base: int | None = None
    revised: bool = False

    @property
    def text(self) -> str:
        """The number as it is printed, or its sign."""
        if self.status is not Status.NUMBER or self.value is None:
            return _SIGNS.get(self.status, HIDDEN_SIGN)
        if self.unit is Unit.SHARE:
            written = f"{self.percent}{NO_BREAK}%"
        elif self.unit is Unit.CHANGE:
            written = change_text(self.value)
        else:
            written = grouped(self.value)
        return written + (f"{NO_BREAK}r" if self.revised else "")

    @property
    def percent(self) -> int:
        """The share in whole per cent, halves rounded up."""
        assert self.value is not None
        assert self.base
        return (200 * self.value + self.base) // (2 * self.base)

    @property
    def known(self) -> int | None:
        """The count if it is told (zero is told), else None."""
        if self.status is Status.ZERO:
            return 0
        return self.value if self.status is Status.NUMBER else None


_SIGNS = {
    Status.ZERO: ZERO_SIGN,
    Status.HIDDEN: HIDDEN_SIGN,
    Status.IMPOSSIBLE: IMPOSSIBLE_SIGN,
    Status.MISSING: MISSING_SIGN,
}
HIDDEN = Figure(Status.HIDDEN)
MISSING = Figure(Status.MISSING)


def grouped(number: int) -> str:
    """Return a whole number with thin no-break spaces between thousands and a true minus."""
    return f"{abs(number):,}".replace(",", THIN) if number >= 0 else MINUS + grouped(-number)


def change_text(number: int) -> str:
    """Return a change as ``+8``, ``−3`` or ``±0``."""
    if number == 0:
        return "±0"
    return f"+{grouped(number)}" if number > 0 else grouped(number)


def count(number: int) -> Figure:
    """Return a shown count; zero has a sign of its own."""
    return Figure(Status.NUMBER, value=number) if number else Figure(Status.ZERO)


def total(parts: Iterable[Figure]) -> Figure:
    """Return the sum of figures: hidden if one of them is, missing if one is missing."""
    whole = 0
    worst: Figure | None = None
    for part in parts:
        if part.status is Status.MISSING:
            return MISSING
        if part.status is Status.HIDDEN:
            worst = HIDDEN
        elif part.known is not None:
            whole += part.known
    return worst or count(whole)


def less(whole: Figure, part: Figure) -> Figure:
    """Return what is left of a sum without a part of it; hidden or missing as :func:`total`."""
    checked = total((whole, part))
    if checked.status in (Status.HIDDEN, Status.MISSING):
        return checked
    return count((whole.known or 0) - (part.known or 0))


def share(part: Figure, base: Figure) -> Figure:
    """Return a share: only of shown numbers, and only of a base of ten or more."""
    if Status.MISSING in (part.status, base.status):
        return Figure(Status.MISSING, Unit.SHARE)
    if part.status is Status.IMPOSSIBLE:
        return Figure(Status.IMPOSSIBLE, Unit.SHARE)
    if part.known is None or base.known is None or base.known < LEAST_BASE:
        return Figure(Status.HIDDEN, Unit.SHARE)
    if part.known == 0:
        return Figure(Status.ZERO, Unit.SHARE)
    return Figure(Status.NUMBER, Unit.SHARE, part.known, base.known)


def change(now: Figure, then: Figure) -> Figure:
    """Return the change of a count between two releases; zero in both is zero."""
    if Status.MISSING in (now.status, then.status):
        return Figure(Status.MISSING, Unit.CHANGE)
    if Status.IMPOSSIBLE in (now.status, then.status):
        return Figure(Status.IMPOSSIBLE, Unit.CHANGE)
    if now.known is None or then.known is None:
        return Figure(Status.HIDDEN, Unit.CHANGE)
    if now.known == then.known == 0:
        return Figure(Status.ZERO, Unit.CHANGE)
    return Figure(Status.NUMBER, Unit.CHANGE, now.known - then.known)


Codes = Mapping[str, str]


class Cells:
    """The cells of one release, looked up by measure and codes within the release's scope, for the
    whole period or one of its months.

    Attributes:
        scope: codes that every cell of the report carries, such as the centre.
    """

    def __init__(
        self,
        tables: TableSet,
        *,
        period: Sequence[str],
        scope: Sequence[tuple[str, str]] = (),
        impossible: frozenset[Key] = frozenset(),
        replaced: Cells | None = None,
    ) -> None:
        self._scope = dict(scope)
        self._replaced = replaced
        places: dict[tuple[str, ...], int] = {
            (month,): int(month[5:]) for month in period if month[5:].isdecimal()
        }
        places[tuple(period)] = 0
        self._months = frozenset(places.values())
        self._figures: dict[tuple[int, str, frozenset[tuple[str, str]]], Figure] = {}
        for cell in tables.cells:
            place = places.get(cell.key.period)
            if place is None:
                continue
            figure = HIDDEN
            if cell.key in impossible:
                figure = Figure(Status.IMPOSSIBLE)
            elif isinstance(cell.value, int):
                figure = count(cell.value)
            self._figures[place, cell.key.measure, frozenset(cell.key.codes)] = figure

    @classmethod
    def of(
        cls,
        safe: SafeTable,
        *,
        period: Sequence[str],
        scope: Sequence[tuple[str, str]],
        replaced: Cells | None = None,
    ) -> Cells:
        """Return the cells of a protected table set."""
        return cls(
            safe.tables, period=period, scope=scope, impossible=safe.impossible, replaced=replaced
        )

    @classmethod
    def released(cls, release: Release, scope: Sequence[tuple[str, str]]) -> Cells:
        """Return the cells of a registered release, shown and hidden as they were."""
        atoms = tuple(str(month) for month in release.period.months)
        return cls(release.cells, period=atoms, scope=scope)

    def get(self, measure: str, codes: Codes, month: int = 0) -> Figure:
        """Return a figure; a cell that was not published is missing, and a month that the period
        does not have cannot occur."""
        if month not in self._months and self._figures:
            return Figure(Status.IMPOSSIBLE)
        wanted = {**self._scope, **codes}
        found = self._figures.get((month, measure, frozenset(wanted.items())), MISSING)
        if self._replaced is None or found.status is not Status.NUMBER:
            return found
        before = self._replaced.get(measure, codes, month)
        revised = before.known is not None and before.known != found.known
        return Figure(found.status, found.unit, found.value, revised=revised)


NOTHING = Cells(TableSet(()), period=())
