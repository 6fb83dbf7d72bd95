"""The frame of a demo: its quarters, centres, people, and how many contacts fall where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from familjecentral.access.model import Centre, CentreId, Role, Staff, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.demo.days import MonthDays, empty_week
from familjecentral.demo.dice import Dice, shared_out
from familjecentral.demo.weights import AWKWARD_SHARE, GROWTH, MONTHS
from familjecentral.errors import FieldProblem, InvalidInput

SAMPLE = "Exempeldata"
_TREES = (
    "Linden", "Björken", "Eken", "Asken", "Rönnen", "Lönnen", "Hasseln", "Tallen", "Granen",
    "Alen", "Boken", "Sälgen", "Häggen", "Oxeln", "Almen", "Enen", "Idegranen", "Kastanjen",
    "Syrenen", "Äppelträdet", "Päronträdet", "Plommonträdet", "Körsbärsträdet", "Poppeln",
)  # fmt: skip
_SIZES = (1.0, 0.7, 0.5, 0.4, 0.3)
_QUARTERS_A_YEAR = 4
_ROLES = (
    ("Kurator 1", "kurator1", Role.COUNSELLOR),
    ("Kurator 2", "kurator2", Role.COUNSELLOR),
    ("Samordnare", "samordnare", Role.COORDINATOR),
    ("Chef", "chef", Role.MANAGER),
    ("Systemansvarig", "systemansvarig", Role.ADMINISTRATOR),
)
_FIRST_CENTRE_ONLY = (("Pinnare", "pinnare", Role.TALLY), ("Läsare", "lasare", Role.READER))


@dataclass(frozen=True, slots=True)
class DemoParameters:
    """What can be asked for. Raises ``InvalidInput`` (``out_of_range``) outside the ranges."""

    contacts: int = 5000
    years: int = 3
    centres: int = 1
    seed: int = 1
    until: dt.date = dt.date(2026, 9, 30)

    def __post_init__(self) -> None:
        ranges = (
            ("contacts", self.contacts, 0, 10_000_000),
            ("years", self.years, 1, 10),
            ("centres", self.centres, 1, 300),
            ("seed", self.seed, 0, 2**63),
            ("until", self.until.year, 2010, 2100),
        )
        problems = tuple(
            FieldProblem(name, "out_of_range", most)
            for name, value, least, most in ranges
            if not least <= value <= most
        )
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True, slots=True)
class House:
    """A centre of the demo with its people; ``counsellors`` own the contacts."""

    centre: Centre
    staff: tuple[Staff, ...]

    @property
    def counsellors(self) -> tuple[StaffId, ...]:
        """Who logs contacts here."""
        return tuple(person.id for person in self.staff if Role.COUNSELLOR in person.roles)


class DemoPlan:
    """Everything that is settled before the first contact is made up."""

    def __init__(self, parameters: DemoParameters) -> None:
        self.parameters = parameters
        last = Period.containing(parameters.until)
        quarters = [last]
        while len(quarters) < parameters.years * _QUARTERS_A_YEAR:
            quarters.insert(0, quarters[0].previous)
        self.quarters = tuple(quarters)
        self.awkward = quarters[-_QUARTERS_A_YEAR]
        self.houses = tuple(_houses(parameters))
        dice = Dice(parameters.seed, "empty weeks")
        spans = [
            (quarters[n].first, quarters[n + _QUARTERS_A_YEAR - 1].last)
            for n in range(0, len(quarters), _QUARTERS_A_YEAR)
        ]
        self._empty = [
            frozenset[dt.date]().union(*(empty_week(dice, *span) for span in spans))
            for _ in self.houses
        ]

    def year_index(self, quarter: Period) -> int:
        """Return the year of the demo that a quarter lies in, from 0."""
        return self.quarters.index(quarter) // _QUARTERS_A_YEAR

    def empty_days(self, house: int) -> frozenset[dt.date]:
        """Return the days of the weeks in which a house logged nothing."""
        return self._empty[house]

    def month_days(self, house: int, month: Month) -> MonthDays:
        """Return the days on which a house works in a month."""
        return MonthDays(month, self.parameters.until, self._empty[house])

    @cached_property
    def contacts(self) -> tuple[dict[Month, int], ...]:
        """How many individual contacts each house has in each month; together exactly as many
        as were asked for."""
        sizes = [_SIZES[min(n, len(_SIZES) - 1)] for n in range(len(self.houses))]
        totals = shared_out(self.parameters.contacts, sizes)
        months = [month for quarter in self.quarters for month in quarter.months]
        return tuple(
            dict(zip(months, shared_out(total, self._month_weights(house)), strict=True))
            for house, total in enumerate(totals)
        )

    @cached_property
    def closed_share(self) -> float:
        """Which part of the contacts falls into weeks without the open preschool."""
        weights = self._month_weights(0)
        months = [month for quarter in self.quarters for month in quarter.months]
        total = sum(weights)
        if not total:
            return 0.0
        return sum(
            weight / total * self.month_days(0, month).closed_share
            for month, weight in zip(months, weights, strict=True)
        )

    @cached_property
    def awkward_share(self) -> float:
        """Which part of the contacts falls into the awkward quarter."""
        months = set(self.awkward.months)
        found = sum(n for house in self.contacts for month, n in house.items() if month in months)
        return found / max(self.parameters.contacts, 1)

    def _month_weights(self, house: int) -> list[float]:
        weights = []
        grown = 1.0
        for place, quarter in enumerate(self.quarters):
            if place and place % _QUARTERS_A_YEAR == 0:
                grown *= GROWTH
            for month in quarter.months:
                days = self.month_days(house, month)
                weight = MONTHS[month.month - 1] * grown * days.share * days.is_open
                weights.append(weight * (AWKWARD_SHARE if quarter == self.awkward else 1.0))
        return weights


def _houses(parameters: DemoParameters) -> list[House]:
    dice = Dice(parameters.seed, "people")
    found = []
    for number in range(1, parameters.centres + 1):
        rounds, tree = divmod(number - 1, len(_TREES))
        short = _TREES[tree] + (f" {rounds + 1}" if rounds else "")
        centre = Centre(
            CentreId(dice.new_id()), f"C{number}", f"Familjecentralen {short} ({SAMPLE})"
        )
        suffix = "" if number == 1 else f"-{number}"
        people = _ROLES if number > 1 else (*_ROLES, *_FIRST_CENTRE_ONLY)
        staff = tuple(
            Staff(
                StaffId(dice.new_id()),
                f"{title}, {short}",
                login + suffix,
                centre.id,
                frozenset({role}),
            )
            for title, login, role in people
        )
        found.append(House(centre, staff))
    return found
