"""Structural activities and open groups of a demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from familjecentral.calendar.periods import Period
from familjecentral.contacts.model import ContactValues, PreventionLevel, WorkingLevel
from familjecentral.demo import weights
from familjecentral.demo.contacts import MadeUp
from familjecentral.demo.days import factor, is_closed_week
from familjecentral.demo.dice import Dice, Table, poisson
from familjecentral.demo.plan import DemoPlan

_FEWEST, _DIFFERENT = 3, 3  # structural activities a quarter: 3, 4 or 5
_TERM_WEEKS = frozenset(range(4, 23)) | frozenset(range(36, 50))
_TUESDAY, _THURSDAY = 1, 3


class OtherMaker:
    """Makes what is no individual contact, quarter by quarter; ask for them in order."""

    def __init__(self, plan: DemoPlan) -> None:
        self._plan = plan
        seed = plan.parameters.seed
        self._structural_dice = Dice(seed, "structural")
        self._group_dice = Dice(seed, "group rows")
        self._types = Table(weights.ACTIVITIES)
        self._levels = Table(weights.ACTIVITY_LEVELS)
        self._partners = Table(weights.PARTNERS)
        self._lengths = Table({"m31_60": 60, "gt60": 40})
        self._group_levels = {
            "baby_group": Table({"universal": 95, "selective": 5}),
            "cafe": Table({"universal": 75, "selective": 25}),
            "theme": Table({"universal": 40, "selective": 50, "indicated": 10}),
        }
        self._women = {name: poisson(mean, 20) for name, mean in _MEAN_WOMEN.items()}
        self._men = poisson(0.9, 10)
        self._new = poisson(0.8, 10)

    def quarter(self, quarter: Period) -> Iterator[MadeUp]:
        """Yield the activities and the open groups of a quarter, house by house."""
        for number, house in enumerate(self._plan.houses):
            days = self._days(number, quarter)
            for values in (
                *self._activities(number, days),
                *self._groups(number, days),
            ):
                yield MadeUp(house.counsellors[values.date.toordinal() % 2], values)

    def _days(self, house: int, quarter: Period) -> list[dt.date]:
        empty = self._plan.empty_days(house)
        span = (quarter.last - quarter.first).days + 1
        days = (quarter.first + dt.timedelta(days=n) for n in range(span))
        until = self._plan.parameters.until
        return [d for d in days if d <= until and d not in empty and factor(d) >= 0.5]

    def _activities(self, house: int, days: list[dt.date]) -> Iterator[ContactValues]:
        dice = self._structural_dice
        count = _FEWEST + dice.below(_DIFFERENT)
        for _ in range(count if days else 0):
            kind = dice.pick(self._types)
            together = kind in ("collaboration_meeting", "consultation")
            partner = dice.pick(self._partners)
            yield ContactValues(
                date=days[dice.below(len(days))],
                centre_id=self._plan.houses[house].centre.id,
                prevention_level=PreventionLevel(dice.pick(self._levels)),
                working_level=WorkingLevel.STRUCTURAL,
                arena="other",
                structural_activity_type=kind,
                duration_band=dice.pick(self._lengths),
                partners=(partner,) if together else (),
            )

    def _groups(self, house: int, days: list[dt.date]) -> Iterator[ContactValues]:
        for day in days:
            week = day.isocalendar().week
            if week not in _TERM_WEEKS or is_closed_week(day):
                continue
            if day.weekday() == _TUESDAY:
                yield self._group(house, day, "baby_group")
            elif day.weekday() == _THURSDAY:
                if week % 2 == 0:
                    yield self._group(house, day, "cafe")
                elif week % 4 == 1:
                    yield self._group(house, day, "theme")

    def _group(self, house: int, day: dt.date, name: str) -> ContactValues:
        dice = self._group_dice
        women, men = dice.pick(self._women[name]), dice.pick(self._men)
        children = max(women + men - dice.below(3), 0)
        return ContactValues(
            date=day,
            centre_id=self._plan.houses[house].centre.id,
            prevention_level=PreventionLevel(dice.pick(self._group_levels[name])),
            working_level=WorkingLevel.GROUP,
            arena="open_preschool",
            women=women,
            men=men,
            children=children,
            new_visitors=min(dice.pick(self._new), women + men + children),
            open_group=name,
            duration_band="gt60",
        )


_MEAN_WOMEN = {"baby_group": 6.0, "cafe": 5.0, "theme": 7.0}
