"""A unit of work in memory that keeps the promises of the real store, for tests of the core.

It passes the same contract tests as the store. What is not committed is gone.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
import uuid
from collections import Counter as Counter_
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Self

from familjecentral.access.model import Actor, Centre, CentreId, Role, Staff, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.clock import IdSource
from familjecentral.codes import Code, CodeBook
from familjecentral.contacts.model import (
    Contact,
    ContactId,
    ContactValues,
    Counter,
    DatePrecision,
    PreventionLevel,
    Tally,
    TallyKey,
    WorkingLevel,
)
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.store import ContactPage, ContactQuery, SortColumn, Total
from familjecentral.contacts.support import CardId, SupportCard
from familjecentral.contacts.tally import MOST_TALLIED
from familjecentral.releases.model import MonthLock, WeekCompleteness
from tests.unit.fakes_house import FakeAudit, FakeSettings, FakeStaff
from tests.unit.fakes_own import (
    FakeChoices,
    FakeDrafts,
    FakeFavourites,
    FakeWeeks,
    KeptOwn,
    days_all_answered,
)
from tests.unit.fakes_parts import FakeBatches, FakeCards, FakeServices
from tests.unit.fakes_rows import coarse, sums


@dataclass
class FixedClock:
    """A day that stands still until a test moves it."""

    day: dt.date = dt.date(2026, 10, 8)

    def today(self) -> dt.date:
        return self.day


class SeededIds:
    """Identifiers that are the same on every run."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def new_id(self) -> uuid.UUID:
        return uuid.UUID(int=self._random.getrandbits(128), version=4)


LINDEN = Centre(CentreId(uuid.UUID(int=1)), "C1", "Familjecentralen Linden")
BJORKEN = Centre(CentreId(uuid.UUID(int=2)), "C2", "Familjecentralen Björken")
Length = tuple[PreventionLevel, WorkingLevel, str | None]
EVERY_ROLE = frozenset(Role)


def actor(*roles: Role, staff: int = 100, centre: Centre = LINDEN) -> Actor:
    """An actor of a centre; without roles a counsellor."""
    given = frozenset(roles) or frozenset({Role.COUNSELLOR})
    return Actor(StaffId(uuid.UUID(int=staff)), given, centre.id)


def code_book() -> CodeBook:
    """A small book with a code of every list and one retired topic."""
    lists = {
        "contact_form": ("booked_talk", "drop_in_talk", "phone", "home_visit", "other"),
        "arena": ("open_preschool", "centre_room", "home", "remote", "other"),
        "topic": ("parenting", "attachment", "routines", "violence", "other", "retired"),
        "child_age_band": ("pregnancy", "m0_11", "y1_2", "unknown"),
        "contact_ordinal": ("first", "returning", "single", "unknown"),
        "interpreter": ("none", "on_site"),
        "initiative_taker": ("parent", "child_health", "unknown"),
        "participants": ("mother", "father", "co_parent", "child_present"),
        "programme": ("ICDP", "COSP"),
        "open_group": ("open_preschool", "cafe", "retired"),
        "tally_occasion": ("ordinary", "october_count"),
        "structural_activity_type": ("area_work", "consultation"),
        "duration_band": ("lt15", "m15_30", "m31_60", "gt60"),
        "partner": ("child_health", "school"),
        "action_given": ("advice", "support_talk"),
        "referral_target": ("child_health", "family_law"),
        "open_service": ("service_1", "service_2"),
        "prevention_level": ("universal", "selective", "indicated"),
        "working_level": ("individual", "group", "structural"),
    }
    return CodeBook(
        {
            name: {
                key: Code(name, key, key, key, "", place, active=key != "retired")
                for place, key in enumerate(keys)
            }
            for name, keys in lists.items()
        }
    )


@dataclass
class Kept(KeptOwn):
    """Everything that is in the store."""

    contacts: dict[ContactId, Contact] = field(default_factory=dict)
    locked_rows: dict[uuid.UUID, ContactValues] = field(default_factory=dict)
    tallies: dict[TallyKey, Tally] = field(default_factory=dict)
    frozen_tallies: list[tuple[CentreId, Month, Tally]] = field(default_factory=list)
    batches: dict[uuid.UUID, tuple[str | None, str, dt.date]] = field(default_factory=dict)
    locks: dict[tuple[CentreId, Month], dt.date] = field(default_factory=dict)
    annual: set[tuple[CentreId, int]] = field(default_factory=set)
    cards: dict[CardId, SupportCard] = field(default_factory=dict)
    card_words: set[str] = field(default_factory=set)
    card_sums: dict[Period, dict[tuple[str, str], int]] = field(default_factory=dict)
    services: dict[str, OpenService] = field(default_factory=dict)
    staff: dict[StaffId, Staff] = field(default_factory=dict)
    centres: dict[CentreId, Centre] = field(default_factory=dict)
    codes: CodeBook = field(default_factory=code_book)
    settings: dict[str, str] = field(default_factory=dict)
    audit: list[tuple[dt.date, StaffId, str, str]] = field(default_factory=list)
    completeness: dict[tuple[CentreId, dt.date], WeekCompleteness] = field(default_factory=dict)

    def copied(self) -> Kept:
        """The containers anew; what they hold is frozen."""
        return Kept(**{f.name: copy.copy(getattr(self, f.name)) for f in fields(self)})


def _by_key(contact: Contact, column: SortColumn) -> tuple[str, str]:
    values = contact.values
    topic = values.topics[0] if values.topics else ""
    shown = {
        SortColumn.DATE: values.date.isoformat(),
        SortColumn.PREVENTION_LEVEL: values.prevention_level,
        SortColumn.WORKING_LEVEL: values.working_level,
        SortColumn.CONTACT_FORM: values.contact_form or "",
        SortColumn.TOPIC: topic,
    }[column]
    return (shown, str(contact.id))


def _fits(contact: Contact, query: ContactQuery) -> bool:
    values = contact.values
    return all(
        (
            query.first is None or values.date >= query.first,
            query.last is None or values.date <= query.last,
            query.prevention_level in (None, values.prevention_level),
            query.working_level in (None, values.working_level),
            query.contact_form in (None, values.contact_form),
            query.topic is None or query.topic in values.topics,
        )
    )


@dataclass
class FakeContacts:
    """Rows of open months, limited to the actor's own."""

    kept: Kept
    owner: StaffId

    def add(self, contact: Contact) -> None:
        there = self.kept.contacts.get(contact.id)
        assert there is None or there.values == contact.values, "another row has this id"
        self.kept.contacts[contact.id] = contact

    def add_many(self, contacts: Iterable[Contact]) -> int:
        count = 0
        for contact in contacts:
            self.add(contact)
            count += 1
        return count

    def add_late(self, values: ContactValues, row_id: uuid.UUID) -> None:
        self.kept.locked_rows[row_id] = coarse(values)

    def remove_late(self, row_id: uuid.UUID) -> bool:
        return self.kept.locked_rows.pop(row_id, None) is not None

    def get(self, contact_id: ContactId) -> Contact | None:
        found = self.kept.contacts.get(contact_id)
        return found if found and found.owner == self.owner else None

    def replace(self, contact: Contact) -> bool:
        if self.get(contact.id) is None:
            return False
        self.kept.contacts[contact.id] = contact
        return True

    def remove(self, contact_id: ContactId) -> Contact | None:
        if self.get(contact_id) is None:
            return None
        return self.kept.contacts.pop(contact_id)

    def _own(self) -> list[Contact]:
        return [c for c in self.kept.contacts.values() if c.owner == self.owner]

    def page(self, query: ContactQuery, *, after: str | None, size: int) -> ContactPage:
        rows = sorted(
            (c for c in self._own() if _fits(c, query)),
            key=lambda c: _by_key(c, query.sort),
            reverse=query.descending,
        )
        start = 0
        if after is not None:
            start = next((i + 1 for i, c in enumerate(rows) if str(c.id) == after), len(rows))
        shown = rows[start : start + size]
        more = start + size < len(rows)
        return ContactPage(tuple(shown), str(shown[-1].id) if more and shown else None)

    def hand_over(self, to: StaffId) -> int:
        return 0

    def offered(self) -> bool:
        return False

    def take_over(self) -> int:
        return 0

    def count(self, query: ContactQuery) -> int:
        return sum(_fits(c, query) for c in self._own())

    def totals(self, query: ContactQuery) -> tuple[Total, ...]:
        return sums(c for c in self._own() if _fits(c, query))

    def on_day(self, day: dt.date) -> Sequence[Contact]:
        return [
            c
            for c in self._own()
            if c.values.date == day and c.values.date_precision is DatePrecision.DAY
        ]

    def days(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        found = (c.values for c in self._own())
        precise = (v.date for v in found if v.date_precision is DatePrecision.DAY)
        return frozenset(day for day in precise if first <= day <= last)

    def lengths(self, first: dt.date, last: dt.date) -> Counter_[Length]:
        inside = (c.values for c in self._own() if first <= c.values.date <= last)
        return Counter_((v.prevention_level, v.working_level, v.duration_band) for v in inside)

    def remove_batch(self, batch: uuid.UUID) -> int:
        gone = [c.id for c in self._own() if c.batch == batch]
        for contact_id in gone:
            del self.kept.contacts[contact_id]
        return len(gone)


@dataclass
class FakeTallies:
    """Tallies of open months, and talks without an owner."""

    kept: Kept

    def change(self, key: TallyKey, counter: Counter, by: int) -> Tally | None:
        now = self.kept.tallies.get(key, Tally(key))
        number = now.count(counter) + by
        if not 0 <= number <= MOST_TALLIED:
            return None
        then = replace(now, **{counter.value: number})
        self.kept.tallies.pop(key, None)
        if any(then.count(each) for each in Counter):
            self.kept.tallies[key] = then
        return then

    def on_day(self, centre: CentreId, day: dt.date) -> Sequence[Tally]:
        return [t for k, t in self.kept.tallies.items() if (k.centre_id, k.day) == (centre, day)]

    def add_many(self, tallies: Iterable[Tally]) -> int:
        found = {tally.key: tally for tally in tallies}
        self.kept.tallies.update(found)
        return len(found)

    def add_talk(self, talk: Contact) -> None:
        assert talk.owner is None
        self.kept.contacts[talk.id] = talk

    def talks(self, centre: CentreId, day: dt.date) -> Sequence[ContactId]:
        return sorted(
            c.id
            for c in self.kept.contacts.values()
            if c.owner is None and (c.values.centre_id, c.values.date) == (centre, day)
        )

    def remove_talk(self, contact_id: ContactId) -> bool:
        found = self.kept.contacts.get(contact_id)
        if found is None or found.owner is not None:
            return False
        del self.kept.contacts[contact_id]
        return True


@dataclass
class FakePeriods:
    """Month locks."""

    kept: Kept

    def locked_months(self, centre: CentreId) -> frozenset[Month]:
        return frozenset(month for where, month in self.kept.locks if where == centre)

    def annual_released(self, centre: CentreId, year: int) -> bool:
        return (centre, year) in self.kept.annual

    def lock(self, centre: CentreId, months: Sequence[Month], day: dt.date, ids: IdSource) -> int:
        frozen = [
            c
            for c in self.kept.contacts.values()
            if c.values.centre_id == centre and Month.of(c.values.date) in months
        ]
        for contact in frozen:
            del self.kept.contacts[contact.id]
            self.kept.locked_rows[ids.new_id()] = coarse(contact.values)
            if contact.batch and (kept := self.kept.batches.pop(contact.batch, None)):
                self.kept.batches[ids.new_id()] = (None, *kept[1:])
        for key in [
            k for k in self.kept.tallies if k.centre_id == centre and Month.of(k.day) in months
        ]:
            frozen_one = self.kept.tallies.pop(key)
            self.kept.frozen_tallies.append((centre, Month.of(key.day), frozen_one))
        self.kept.locks.update({(centre, month): day for month in months})
        self.kept.drop_own(centre, months)
        return len(frozen)

    def locks(self, centre: CentreId) -> tuple[MonthLock, ...]:
        return tuple(
            MonthLock(centre, month, self.kept.locks[centre, month])
            for month in sorted(self.locked_months(centre))
        )

    def days_with_rows(self, centre: CentreId, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        return frozenset(
            c.values.date
            for c in self.kept.contacts.values()
            if c.values.centre_id == centre
            and first <= c.values.date <= last
            and c.values.date_precision is DatePrecision.DAY
        )

    def days_answered(self, centre: CentreId, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        return days_all_answered(self.kept, centre)

    def keep_completeness(self, weeks: Sequence[WeekCompleteness]) -> None:
        self.kept.completeness.update({(w.centre_id, w.part.first): w for w in weeks})

    def completeness(
        self, centre: CentreId, first: dt.date, last: dt.date
    ) -> tuple[WeekCompleteness, ...]:
        found = (w for (where, _), w in self.kept.completeness.items() if where == centre)
        inside = (w for w in found if first <= w.part.first and w.part.last <= last)
        return tuple(sorted(inside, key=lambda w: w.part.first))


class FakeUnitOfWork:
    """One transaction: works on a copy and writes it back at commit."""

    def __init__(self, store: FakeStore, actor: Actor) -> None:
        self._store = store
        self.actor = actor
        self.commits = 0
        self._begin()

    def _begin(self) -> None:
        self._kept = self._store.kept.copied()
        self.contacts = FakeContacts(self._kept, self.actor.staff_id)
        self.tallies = FakeTallies(self._kept)
        own = self.actor.staff_id
        self.batches = FakeBatches(self._kept, own)
        self.drafts = FakeDrafts(self._kept, own)
        self.choices = FakeChoices(self._kept, own)
        self.favourites = FakeFavourites(self._kept, own)
        self.weeks = FakeWeeks(self._kept, own)
        self.services = FakeServices(self._kept)
        self.cards = FakeCards(self._kept, self.actor)
        self.periods = FakePeriods(self._kept)
        self.locks = self.periods
        self.staff = FakeStaff(self._kept)
        self.audit = FakeAudit(self._kept, self.actor.staff_id)
        self.settings = FakeSettings(self._kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._begin()

    def centres(self) -> tuple[Centre, ...]:
        return tuple(self._kept.centres.values())

    def add_centre(self, centre: Centre) -> None:
        self._kept.centres[centre.id] = centre

    def replace_centre(self, centre: Centre) -> None:
        self._kept.centres[centre.id] = centre

    def codes(self) -> CodeBook:
        return self._kept.codes

    def replace_code(self, code: Code) -> None:
        lists: dict[str, Mapping[str, Code]] = dict(self._kept.codes.lists)
        lists[code.list] = {**lists[code.list], code.key: code}
        self._kept.codes = CodeBook(lists)

    def commit(self) -> None:
        self._store.kept = self._kept.copied()
        self.commits += 1


class FakeStore:
    """What stays between units of work."""

    def __init__(self, *centres: Centre) -> None:
        given = centres or (LINDEN, BJORKEN)
        self.kept = Kept(centres={centre.id: centre for centre in given})

    def unit_of_work(self, who: Actor | None = None) -> FakeUnitOfWork:
        return FakeUnitOfWork(self, who or actor())

    def lock(self, month: Month, centre: Centre = LINDEN) -> None:
        """Lock a month as its use case would."""
        with self.unit_of_work() as uow:
            uow.periods.lock(centre.id, [month], month.last, SeededIds(month.month))
            uow.commit()


class FakeOpenedStore:
    """An open store with accounts, as far as keys matter to the core."""

    def __init__(self, who: Actor) -> None:
        self.store = FakeStore()
        self.actor = who
        self.passphrases: dict[StaffId, str] = {}
        self.wrong: tuple[str, ...] = ()
        self.copies: list[Path] = []
        self.starting: set[StaffId] = set()
        first = Staff(who.staff_id, "Maria", "maria", who.centre_id, EVERY_ROLE)
        self.store.kept.staff[first.id] = first

    def unit_of_work(self) -> FakeUnitOfWork:
        return self.store.unit_of_work(self.actor)

    def add_account(self, staff: Staff, passphrase: str, *, start: bool = False) -> None:
        self.store.kept.staff[staff.id] = staff
        self.passphrases[staff.id] = passphrase
        self.starting |= {staff.id} if start else set()

    def reset_passphrase(self, staff_id: StaffId, passphrase: str) -> None:
        self.passphrases[staff_id] = passphrase
        self.starting.add(staff_id)

    def check_copy(self, copy: Path) -> bool:
        return copy in self.copies

    def end_account(self, staff_id: StaffId) -> None:
        ended = replace(self.store.kept.staff[staff_id], ends_on=dt.date(2026, 10, 7))
        self.store.kept.staff[staff_id] = ended
        self.passphrases.pop(staff_id, None)

    def verify(self, progress: object = None) -> tuple[str, ...]:
        return self.wrong

    def back_up(self, target: Path) -> None:
        self.copies.append(target)
