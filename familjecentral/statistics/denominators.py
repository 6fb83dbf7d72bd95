"""Typed numbers that rates are counted by, each with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.calendar.periods import Period


class DenominatorKind(StrEnum):
    """What is typed in, for a centre and a period."""

    CHILDREN = "children_0_5"
    POSTS = "full_time_posts"
    OPENING_DAYS = "opening_days"


@dataclass(frozen=True, slots=True)
class Denominator:
    """A typed number.

    Attributes:
        centre: key of the centre. hundredths: the number times hundred (2.75 posts are 275).
        source: where it comes from, printed beside the rate.
    """

    kind: DenominatorKind
    centre: str
    period: Period
    hundredths: int
    source: str
    noted_on: dt.date


@dataclass(frozen=True, slots=True)
class Target:
    """What a house aims at with a key figure: per cent for a share, else the number itself,
    times hundred."""

    code: str
    hundredths: int
    noted_on: dt.date

    @property
    def number(self) -> str:
        """The number as it is written, with a decimal comma where it has decimals."""
        return plain(self.hundredths)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What stood beside the counts when a release was made: it is printed so again.

    Attributes:
        words: the words of its tables and key figures, as whoever prints them wrote them down;
            "" for a release from before they were kept.
        houses: key, name, municipality and region of its centres.
    """

    denominators: tuple[Denominator, ...]
    targets: tuple[Target, ...]
    words: str = ""
    houses: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """A denominator of a report: of all its centres together, with its sources."""

    hundredths: int
    sources: tuple[str, ...]


def base_for(
    kind: DenominatorKind, period: Period, centres: Sequence[str], typed: Sequence[Denominator]
) -> Base | None:
    """Return the denominator of a period and its centres, None when one of them lacks it.

    Children and posts hold for every period inside the one that they were typed for, the
    shortest first. Opening days are counted, so they are those of the period itself, or the sum
    of periods that it consists of.
    """
    found = [_of_centre(kind, period, centre, typed) for centre in centres]
    if not found or not all(found):
        return None
    parts = [part for several in found for part in several]
    sources = tuple(dict.fromkeys(part.source for part in parts))
    return Base(sum(part.hundredths for part in parts), sources)


def _of_centre(
    kind: DenominatorKind, period: Period, centre: str, typed: Sequence[Denominator]
) -> tuple[Denominator, ...]:
    mine = [d for d in typed if d.kind is kind and d.centre == centre]
    months = set(period.months)
    exact = tuple(d for d in mine if set(d.period.months) == months)
    if exact:
        return exact[:1]
    if kind is DenominatorKind.OPENING_DAYS:
        inside = sorted(
            (d for d in mine if set(d.period.months) < months),
            key=lambda d: (-len(d.period.months), d.period.first),
        )
        left, chosen = set(months), []
        for part in inside:
            if set(part.period.months) <= left:
                left -= set(part.period.months)
                chosen.append(part)
        return () if left else tuple(chosen)
    around = [d for d in mine if set(d.period.months) > months]
    return tuple(sorted(around, key=lambda d: (len(d.period.months), d.period.first))[:1])


def plain(hundredths: int) -> str:
    """Return a number as people type it: ``30`` or ``2,75``."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}".rstrip("0") if rest else str(whole)
