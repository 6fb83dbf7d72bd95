"""Visitors of the open preschool of a demo, by half-day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from familjecentral.access.model import CentreId
from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.model import HalfDay, Tally, TallyKey
from familjecentral.demo.days import factor, is_christmas, is_closed_week
from familjecentral.demo.dice import Dice, Table, poisson
from familjecentral.demo.plan import DemoPlan

OPEN_GROUP = "open_preschool"
_MEAN_ADULTS, _MOST_ADULTS = 14.0, 40
_SEASON = (1.0, 1.0, 1.0, 0.9, 0.9, 0.7, 0.5, 0.8, 1.0, 1.1, 1.1, 0.8)
_CHILDREN = 115  # for a hundred adults
_MEN_FIRST, _MEN_LAST = 10.0, 16.0  # per cent of adults, over the years
_NEW = 6  # per cent of all visitors
_MORNING = 70  # per cent of visitors


class TallyMaker:
    """Makes the records of one quarter after the other; ask for the quarters in order."""

    def __init__(self, plan: DemoPlan) -> None:
        self._plan = plan
        self._dice = Dice(plan.parameters.seed, "tally")
        self._adults = [poisson(_MEAN_ADULTS * share, _MOST_ADULTS) for share in _SEASON]
        whole = _CHILDREN // 100
        self._children = Table(
            {whole: 100 - (_CHILDREN - 100 * whole), whole + 1: _CHILDREN - 100 * whole}
        )
        months = [month for quarter in plan.quarters for month in quarter.months]
        usual = [month for month in months if month.month != 7]
        self._missing = [usual[self._dice.below(len(usual))] for _ in plan.houses]

    def missing_month(self, house: int) -> Month:
        """Return the month whose sheet a house has lost."""
        return self._missing[house]

    def quarter(self, quarter: Period) -> Iterator[Tally]:
        """Yield the records of a quarter, house by house and day by day."""
        year = self._plan.year_index(quarter)
        years = max(self._plan.parameters.years - 1, 1)
        men = _MEN_FIRST + (_MEN_LAST - _MEN_FIRST) * year / years
        for number, house in enumerate(self._plan.houses):
            for day in self._open_days(number, quarter):
                yield from self._day(house.centre.id, day, men)

    def _open_days(self, house: int, quarter: Period) -> Iterator[dt.date]:
        """Monday to Friday but for closed days; nothing of the month that is lost."""
        empty = self._plan.empty_days(house)
        for n in range((quarter.last - quarter.first).days + 1):
            day = quarter.first + dt.timedelta(days=n)
            if day > self._plan.parameters.until or day in empty or not factor(day):
                continue
            if is_closed_week(day) or is_christmas(day) or Month.of(day) == self._missing[house]:
                continue
            yield day

    def _day(self, centre: CentreId, day: dt.date, men: float) -> Iterator[Tally]:
        dice = self._dice
        found = {half: [0, 0, 0, 0] for half in HalfDay}
        for _ in range(dice.pick(self._adults[day.month - 1])):
            counts = found[HalfDay.MORNING if dice.happens(_MORNING) else HalfDay.AFTERNOON]
            children = dice.pick(self._children)
            counts[1 if dice.happens(men) else 0] += 1
            counts[2] += children
            counts[3] += sum(dice.happens(_NEW) for _ in range(1 + children))
        for half, (women, men_here, children, new) in found.items():
            if women + men_here:
                yield Tally(
                    TallyKey(centre, OPEN_GROUP, day, half),
                    women=women,
                    men=men_here,
                    children=children,
                    new_visitors=new,
                )
