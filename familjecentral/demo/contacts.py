"""Individual contacts of a demo, quarter by quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from familjecentral.access.model import CentreId, StaffId
from familjecentral.calendar.periods import Period
from familjecentral.contacts.model import ContactValues, PreventionLevel, Referral, WorkingLevel
from familjecentral.contacts.rules import arena_for
from familjecentral.demo import weights
from familjecentral.demo.awkward import reshaped
from familjecentral.demo.days import is_closed_week
from familjecentral.demo.dice import Dice, Table
from familjecentral.demo.mix import FormAndTopic, Mix
from familjecentral.demo.plan import DemoPlan

# Half of the late entries come within twelve days, the others ever more seldom up to sixty.
_LAGS = Table(
    [(day, 51 / 12) for day in range(1, 13)]
    + [(day, 49 * (61 - day) / 1176) for day in range(13, 61)]
)
_SECOND_COUNSELLOR = 7 / 17  # 1.7 full-time posts


@dataclass(slots=True)
class Draft:
    """What is settled first of a contact."""

    date: dt.date
    level: str
    form: str
    topic: str


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up row. ``lag``: days after the lock on which it was entered late, else None."""

    owner: StaffId
    values: ContactValues
    lag: int | None = None


class ContactMaker:
    """Makes the contacts of one quarter after the other; ask for the quarters in order."""

    def __init__(self, plan: DemoPlan) -> None:
        self._plan = plan
        seed = plan.parameters.seed
        self._dice = Dice(seed, "contacts")
        self._late = Dice(seed, "late")
        spread = Dice(seed, "levels")
        self._shift = [
            spread.below(2 * weights.CENTRE_SPREAD * 10 + 1) / 10 - weights.CENTRE_SPREAD
            for _ in plan.houses
        ]
        self._mix = Mix(plan.closed_share, plan.awkward_share)
        self._topic_count = Table(weights.NUMBER_OF_TOPICS)
        self._topics = {level: Table(column) for level, column in weights.TOPICS.items()}
        self._durations = {form: Table(bands) for form, bands in weights.DURATIONS.items()}
        self._drop_in_ordinal = Table(weights.DROP_IN_ORDINAL)
        self._ordinal = Table(weights.ORDINAL)
        self._ages = Table(weights.AGES)
        self._new_parent_ages = Table(weights.NEW_PARENT_AGES)
        self._initiative = Table(weights.INITIATIVE)
        self._targets = Table(weights.TARGETS)
        self._interpreter = Table(weights.INTERPRETER)
        self._guide_interpreter = Table(
            (key, weight * (1 if key in ("none", None) else weights.INTERPRETER_FACTOR))
            for key, weight in weights.INTERPRETER.items()
        )
        years = plan.parameters.years
        self._participants = [_participants(year, years) for year in range(years)]
        present = weights.CHILD_PRESENT / (100 - weights.WITHOUT_FATHER["expectant_parent"])
        self._child_present = 100 * present

    def quarter(self, quarter: Period) -> Iterator[MadeUp]:
        """Yield the contacts of a quarter, house by house."""
        is_last = quarter == self._plan.quarters[-1]
        year = self._plan.year_index(quarter)
        for number, house in enumerate(self._plan.houses):
            drafts = self._drafts(number, quarter, year)
            if quarter == self._plan.awkward:
                drafts = reshaped(drafts, self._dice)
            first, *others = house.counsellors
            for draft in drafts:
                second = self._dice.happens(100 * _SECOND_COUNSELLOR)
                values = self._values(draft, house.centre.id, year)
                late = not is_last and self._late.happens(weights.LATE)
                yield MadeUp(
                    others[0] if second else first,
                    values,
                    self._late.pick(_LAGS) if late else None,
                )

    def _drafts(self, house: int, quarter: Period, year: int) -> list[Draft]:
        levels = self._levels(house, year)
        places: dict[tuple[str, bool], list[int]] = {}
        days: list[dt.date] = []
        for month in quarter.months:
            count = self._plan.contacts[house][month]
            if count:
                days += self._plan.month_days(house, month).pick(count, self._dice)
        for place, day in enumerate(days):
            level = self._dice.pick(levels)
            places.setdefault((level, is_closed_week(day)), []).append(place)
        awkward = quarter == self._plan.awkward
        drafts: dict[int, Draft] = {}
        for level in weights.LEVELS:
            for closed in (False, True):
                found = places.get((level, closed), [])
                table = self._mix.table(level, awkward=awkward, closed_week=closed)
                for place, said in zip(found, self._said(table, len(found)), strict=True):
                    drafts[place] = Draft(days[place], level, *said)
        return [drafts[place] for place in range(len(days))]

    def _said(self, table: Table[FormAndTopic], count: int) -> list[FormAndTopic]:
        """Choose forms with topics: half of them by chance alone, half spread by their shares, so
        that quarters differ as they do in life and no share strays far."""
        free = count // 2
        by_chance = [self._dice.pick(table) for _ in range(free)]
        return self._dice.shuffled([*by_chance, *self._dice.spread(count - free, table)])

    def _levels(self, house: int, year: int) -> Table[str]:
        indicated = weights.LEVELS["indicated"] + weights.INDICATED_RISE * year
        universal = weights.LEVELS["universal"] + self._shift[house]
        selective = weights.LEVELS["selective"] - self._shift[house]
        rest = (100 - indicated) / (universal + selective)
        return Table(
            {
                "universal": universal * rest,
                "selective": selective * rest,
                "indicated": indicated,
            }
        )

    def _values(self, draft: Draft, centre: CentreId, year: int) -> ContactValues:
        dice = self._dice
        drop_in = draft.form == "drop_in_talk"
        guide = draft.topic == "society_guide"
        new_parent = draft.topic == "becoming_parent"
        guided = dice.happens(weights.GUIDED_ON[draft.level])
        return ContactValues(
            date=draft.date,
            centre_id=centre,
            prevention_level=PreventionLevel(draft.level),
            working_level=WorkingLevel.INDIVIDUAL,
            contact_form=draft.form,
            arena=arena_for(WorkingLevel.INDIVIDUAL, draft.form),
            topics=self._all_topics(draft),
            child_age_band=dice.pick(self._new_parent_ages if new_parent else self._ages),
            contact_ordinal=dice.pick(self._drop_in_ordinal if drop_in else self._ordinal),
            interpreter=dice.pick(self._guide_interpreter if guide else self._interpreter),
            initiative_taker=dice.pick(self._initiative),
            participants=self._who(year),
            duration_band=dice.pick(self._durations[draft.form]),
            referrals=(self._referral(),) if guided else (),
        )

    def _all_topics(self, draft: Draft) -> tuple[str, ...]:
        found = [draft.topic]
        wanted = self._dice.pick(self._topic_count)
        while len(found) < wanted:
            topic = self._dice.pick(self._topics[draft.level])
            if topic not in found:
                found.append(topic)
        return tuple(found)

    def _who(self, year: int) -> tuple[str, ...]:
        adult = self._dice.pick(self._participants[year])
        child = adult != "expectant_parent" and self._dice.happens(self._child_present)
        if not child:
            return (adult,)
        # In the order of the list: another adult comes after the child.
        return ("child_present", adult) if adult == "other_adult" else (adult, "child_present")

    def _referral(self) -> Referral:
        warm = self._dice.happens(weights.WARM_HANDOVER)
        return Referral(self._dice.pick(self._targets), warm_handover=warm)


def _participants(year: int, years: int) -> Table[str]:
    part = year / (years - 1) if years > 1 else 0.5
    fathers = weights.FATHERS_FROM + (weights.FATHERS_TO - weights.FATHERS_FROM) * part
    with_sum = sum(weights.WITH_FATHER.values())
    without_sum = sum(weights.WITHOUT_FATHER.values())
    return Table(
        [(key, w * fathers / with_sum) for key, w in weights.WITH_FATHER.items()]
        + [(key, w * (100 - fathers) / without_sum) for key, w in weights.WITHOUT_FATHER.items()]
    )
