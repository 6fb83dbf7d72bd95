"""Support cards of a demo, and what the board offers.

Every counsellor has twelve open cards, unless she has so few contacts in the open quarter that
a card could be joined with them. Closed cards leave their sums only.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from familjecentral.access.model import StaffId
from familjecentral.calendar.periods import Month, Period, PeriodType
from familjecentral.contacts.caseload import HalfWords
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.support import (
    FEWEST_CANDIDATES,
    CardId,
    CardSums,
    Rating,
    Reason,
    SupportCard,
    closing_sums,
    draw_word,
    month_of,
)
from familjecentral.demo.dice import Dice, Table
from familjecentral.demo.plan import DemoPlan, House
from familjecentral.demo.weights import LEVELS

OPEN_CARDS = 12
CLOSED_IN_HALF_YEAR = 9
_MOST_TALKS = 15
_MEAN_TALKS = 3.4
_MOVED, _UP = 15.0, 35.0  # percent; of those moved, to a higher level
_RATED, _WITH_SERVICE = 55.0, 75.0
_REASONS = {Reason.DONE: 62, Reason.REFERRED: 18, Reason.INTERRUPTED: 14, Reason.UNKNOWN: 6}
_BOARD = dt.date(2025, 6, 18)
RowsByMonth = Mapping[tuple[StaffId, Month], int]


def services() -> tuple[OpenService, ...]:
    """Return what the board of the demo offers: a limited one, a free one, one undecided."""
    return (
        OpenService(
            None,
            "Rådgivande samtal",
            decided_on=_BOARD,
            reference="§ 84",
            condition="Högst fem samtal. Föräldrar med barn 0–12 år som bor i kommunen.",
            exempt=True,
            exempt_on=_BOARD,
            exempt_reference="§ 85",
            limit=5,
            remind_at=4,
        ),
        OpenService(
            None,
            "Föräldrastöd i hemmet",
            decided_on=_BOARD,
            reference="§ 84",
            condition="Familjer som väntar barn eller har barn under två år.",
            exempt=False,
        ),
        OpenService(None, "Samspelsstöd"),
    )


class CardMaker:
    """Makes cards with a chance of their own."""

    def __init__(self, plan: DemoPlan) -> None:
        self._plan = plan
        self._dice = Dice(plan.parameters.seed, "cards")
        stop = 1 / _MEAN_TALKS
        self._talks = Table([(n, stop * (1 - stop) ** (n - 1)) for n in range(1, _MOST_TALKS + 1)])
        self._levels = Table(LEVELS)
        self._reasons = Table(_REASONS)

    def open_cards(
        self,
        house: House,
        rows: RowsByMonth,
        offered: tuple[str, ...],
        words: HalfWords,
        is_used: Callable[[str], bool],
    ) -> Iterator[SupportCard]:
        """Yield the open cards of a house's counsellors. ``rows``: contacts by owner and month
        of the open quarter; ``offered``: keys of services."""
        in_use: set[str] = set()
        quarter = self._plan.quarters[-1]
        for owner in house.counsellors:
            found = {month: rows.get((owner, month), 0) for month in quarter.months}
            if sum(found.values()) < FEWEST_CANDIDATES:
                continue
            months = Table({month: n for month, n in found.items() if n})
            for _ in range(OPEN_CARDS):
                month = self._dice.pick(months)
                thin = found[month] < FEWEST_CANDIDATES
                word = draw_word(words, in_use, self._dice, is_used)
                in_use.update(word.casefold().split("-"))
                since = quarter if thin else month_of(month.first)
                yield self._card(house, owner, since, word, offered)

    def closed_sums(self) -> Iterator[tuple[House, Period, CardSums]]:
        """Yield what closed cards have left, by house and half-year."""
        quarters = self._plan.quarters
        halves = dict.fromkeys(Period.containing(q.first, PeriodType.HALF_YEAR) for q in quarters)
        for half in halves:
            parts = sum(half.first <= quarter.first <= half.last for quarter in quarters)
            for house in self._plan.houses:
                count = len(house.counsellors) * CLOSED_IN_HALF_YEAR * parts // 2
                count += self._dice.below(5)
                cards = (self._card(house, house.counsellors[0], half, "") for _ in range(count))
                yield house, half, self._sums(cards)

    def _sums(self, cards: Iterable[SupportCard]) -> CardSums:
        total: Counter[tuple[str, str]] = Counter()
        for card in cards:
            total.update(closing_sums(card, self._dice.pick(self._reasons)))
        return total

    def _card(
        self,
        house: House,
        owner: StaffId,
        since: Period,
        word: str,
        offered: tuple[str, ...] = (),
    ) -> SupportCard:
        dice = self._dice
        first = PreventionLevel(dice.pick(self._levels))
        talks = dice.pick(self._talks)
        service = None
        if offered and dice.happens(_WITH_SERVICE):
            service = offered[dice.below(len(offered))]
        return SupportCard(
            CardId(dice.new_id()),
            owner,
            house.centre.id,
            word,
            first,
            self._moved(first),
            since,
            talks,
            self._ratings(talks),
            service,
        )

    def _moved(self, first: PreventionLevel) -> PreventionLevel:
        if not self._dice.happens(_MOVED):
            return first
        levels = tuple(PreventionLevel)
        step = 1 if self._dice.happens(_UP) else -1
        place = levels.index(first) + step
        return levels[place if 0 <= place < len(levels) else levels.index(first) - step]

    def _ratings(self, talks: int) -> tuple[Rating, ...]:
        found, value = [], 2 + self._dice.below(5)
        for talk in range(1, talks + 1):
            value = min(max(value + self._dice.below(4) - 1, 0), 10)
            if self._dice.happens(_RATED):
                found.append(Rating(talk, value))
        return tuple(found)
