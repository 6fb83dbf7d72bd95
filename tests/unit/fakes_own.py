"""What is a person's own, in memory."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from familjecentral.access.model import CentreId, Role, StaffId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.favourites import Favourite
from familjecentral.contacts.model import WorkingLevel

if TYPE_CHECKING:
    from tests.unit.fakes import Kept

_DAY = dt.timedelta(days=1)


@dataclass
class KeptOwn:
    """What stands in the store for each person."""

    drafts: dict[StaffId, tuple[CentreId, Month, bytes]] = field(default_factory=dict)
    choices: dict[tuple[StaffId, WorkingLevel, str], Mapping[str, int]] = field(
        default_factory=dict
    )
    favourites: dict[uuid.UUID, tuple[StaffId, Favourite]] = field(default_factory=dict)
    answers: dict[tuple[StaffId, CentreId, dt.date], dt.date] = field(default_factory=dict)

    def drop_own(self, centre: CentreId, months: Sequence[Month]) -> None:
        """What a period lock takes away."""
        for who in [w for w, (c, m, _) in self.drafts.items() if c == centre and m in months]:
            del self.drafts[who]
        for key in [k for k in self.answers if k[1] == centre and Month.of(k[2]) in months]:
            del self.answers[key]


@dataclass
class FakeDrafts:
    """One slot."""

    kept: Kept
    who: StaffId

    def put(self, centre: CentreId, month: Month, content: bytes) -> None:
        self.kept.drafts[self.who] = (centre, month, content)

    def get(self) -> bytes | None:
        found = self.kept.drafts.get(self.who)
        return found[2] if found else None

    def clear(self) -> bool:
        return self.kept.drafts.pop(self.who, None) is not None


@dataclass
class FakeChoices:
    """Counters."""

    kept: Kept
    who: StaffId

    def counts(self) -> Mapping[tuple[WorkingLevel, str], Mapping[str, int]]:
        return {
            (level, name): counted
            for (who, level, name), counted in self.kept.choices.items()
            if who == self.who
        }

    def put(self, level: WorkingLevel, field: str, counts: Mapping[str, int]) -> None:
        self.kept.choices.pop((self.who, level, field), None)
        if counts:
            self.kept.choices[self.who, level, field] = dict(counts)


@dataclass
class FakeFavourites:
    """Named sets of codes."""

    kept: Kept
    who: StaffId

    def all(self) -> tuple[Favourite, ...]:
        own = [found for who, found in self.kept.favourites.values() if who == self.who]
        return tuple(sorted(own, key=lambda each: (each.name.casefold(), each.id)))

    def add(self, favourite: Favourite) -> None:
        self.kept.favourites[favourite.id] = (self.who, favourite)

    def remove(self, favourite_id: uuid.UUID) -> Favourite | None:
        who, found = self.kept.favourites.get(favourite_id, (None, None))
        if who != self.who:
            return None
        del self.kept.favourites[favourite_id]
        return found


@dataclass
class FakeWeeks:
    """Answers."""

    kept: Kept
    who: StaffId

    def answered(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        return frozenset(
            day
            for (who, _, begin), end in self.kept.answers.items()
            for day in _days(begin, end)
            if who == self.who and first <= day <= last
        )

    def put(self, centre: CentreId, first: dt.date, last: dt.date, *, nothing: bool) -> None:
        self.kept.answers.pop((self.who, centre, first), None)
        if nothing:
            self.kept.answers[self.who, centre, first] = last


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]


def days_all_answered(kept: Kept, centre: CentreId) -> frozenset[dt.date]:
    """The days on which every counsellor with an open account had nothing to log."""
    counsellors = [
        person
        for person in kept.staff.values()
        if person.centre_id == centre and Role.COUNSELLOR in person.roles
    ]
    said: dict[dt.date, set[StaffId]] = defaultdict(set)
    for (who, where, begin), end in kept.answers.items():
        for day in _days(begin, end) if where == centre else ():
            said[day].add(who)
    return frozenset(
        day
        for day, who in said.items()
        if all(p.id in who or (p.ends_on and p.ends_on < day) for p in counsellors)
    )
