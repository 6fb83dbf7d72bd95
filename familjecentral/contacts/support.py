"""Support cards: the caseload without a case.

A card counts the talks with one family. It has a random code word and holds nothing of who it
is; no contact refers to it and it refers to none. Of when it knows the month of the last talk,
or only the quarter where the owner has few contacts in the month, so that not even the store
can tell which contact was the talk. Closed, it is destroyed; separate sums are what stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from math import gcd
from typing import NewType
from uuid import UUID

from familjecentral.access.model import CentreId, StaffId
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.clock import IdSource
from familjecentral.contacts.model import PreventionLevel
from familjecentral.errors import NoWordLeft

CardId = NewType("CardId", UUID)
CardSums = Mapping[tuple[str, str], int]
"""Measure and code → number. Each measure stands by itself; none is crossed with another."""

HIGHEST_RATING = 10
MOST_TALKS = 99
FEWEST_CANDIDATES = 10
"""With fewer contacts of the owner in the month a card keeps the quarter only."""
FORGOTTEN_AFTER = 6
"""Months without a talk after which a card ends by itself."""
_HYPHEN = "-"
_LONGEST_HALF = 12
_BANDS = ((0, "0"), (1, "1"), (3, "2_3"), (5, "4_5"))


class Reason(StrEnum):
    """Why a card was closed."""

    DONE = "done"
    REFERRED = "referred"
    INTERRUPTED = "interrupted"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How a card stands to the board's limit. It reminds, it never stops anything."""

    NO_LIMIT = "no_limit"
    BELOW = "below"
    NEAR = "near"
    REACHED = "reached"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Rating:
    """How the family says it is, 0–10, after so many talks."""

    talk: int
    value: int


@dataclass(frozen=True, slots=True)
class SupportCard:
    """One open card.

    Attributes:
        word: the code word, ``BLÅ-EK``.
        first_level, level: prevention level at the start and now.
        since: month or quarter of the last talk; of the opening before the first one.
        ratings: in order of talks, at most one for each.
        service: key of the open service, None when none is said.
    """

    id: CardId
    owner: StaffId
    centre_id: CentreId
    word: str
    first_level: PreventionLevel
    level: PreventionLevel
    since: Period
    talks: int = 0
    ratings: tuple[Rating, ...] = ()
    service: str | None = None

    def __repr__(self) -> str:
        return f"SupportCard(id={self.id})"


def standing(talks: int, limit: int | None, reminds_at: int | None) -> Standing:
    """Return how a number of talks stands to a limit; near: the next talk is one that the board
    wants to be reminded of."""
    if limit is None or reminds_at is None:
        return Standing.NO_LIMIT
    if talks > limit:
        return Standing.OVER
    if talks == limit:
        return Standing.REACHED
    return Standing.NEAR if talks + 1 >= reminds_at else Standing.BELOW


def month_of(day: dt.date) -> Period:
    """Return the month of a day as a period."""
    return Period.containing(day, PeriodType.MONTH)


def coarser(period: Period) -> Period:
    """Return the quarter of a month (a quarter stays)."""
    return Period.containing(period.first)


def halves(word: str) -> tuple[str, str]:
    """Return the two words of a code word, in small letters."""
    first, _, second = word.casefold().partition(_HYPHEN)
    return first, second


def is_code_word(text: str) -> bool:
    """Tell whether a text can be a code word: two words of letters, nothing of a person's hand
    such as a date or a number."""
    both = text.split(_HYPHEN)
    return len(both) == 2 and all(half.isalpha() and len(half) <= _LONGEST_HALF for half in both)


def draw_word(
    words: tuple[Sequence[str], Sequence[str]],
    in_use: Collection[str],
    ids: IdSource,
    is_used: Callable[[str], bool],
) -> str:
    """Return a code word that has never been in use, drawn at random.

    It shares neither half with an open card of the house, and the lists hold no two words that
    differ in one letter only: so any two open cards differ in both halves, by two letters or
    more in each. Where the house has used up a list, only the pair has to be new.

    Raises:
        NoWordLeft: every pair has been in use.
    """
    free = [[w for w in half if w not in in_use] or list(half) for half in words]
    pairs = len(free[0]) * len(free[1])
    start = ids.new_id().int % pairs
    # From a random place through all pairs in big steps, so that neighbours are not alike.
    step = next(n for n in count(pairs * 5 // 8 + 1) if gcd(n, pairs) == 1)
    for n in range(pairs):
        first, second = divmod((start + n * step) % pairs, len(free[1]))
        word = _HYPHEN.join((free[0][first], free[1][second])).upper()
        if not is_used(word):
            return word
    raise NoWordLeft


def closing_sums(card: SupportCard, reason: Reason) -> CardSums:
    """Return what a closed card adds to the sums of its half-year, each by itself."""
    sums = {
        ("closed", ""): 1,
        ("band", band_of(card.talks)): 1,
        ("level", f"{card.first_level}>{card.level}"): 1,
        ("rating", movement([rating.value for rating in card.ratings])): 1,
        ("reason", reason.value): 1,
    }
    return sums | ({("talks", ""): card.talks} if card.talks else {})


def band_of(talks: int) -> str:
    """Return the band of a number of talks: 0, 1, 2–3, 4–5, 6 or more."""
    return next((band for most, band in _BANDS if talks <= most), "6_plus")


def movement(values: Sequence[int]) -> str:
    """Return how the last value differs from the first; ``none`` without two."""
    if len(values) < 2:
        return "none"
    if values[-1] == values[0]:
        return "same"
    return "higher" if values[-1] > values[0] else "lower"
