"""Two houses with three locked quarters of invented contacts, and the acts of their manager."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from db.store import SqlStore
from familjecentral.access.model import CentreId
from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import (
    declared_set,
    frozen_words,
    report_readers,
    report_writer,
)
from familjecentral.commands.rule_file import read_rule
from familjecentral.contacts.model import Contact, ContactId, PreventionLevel, WorkingLevel
from familjecentral.contacts.use_cases import LogContact, log_contact
from familjecentral.disclosure.attack import AttackReport, attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.table import Hierarchy
from familjecentral.readers.tables_csv import read_tables
from familjecentral.releases.draft import Draft, Published, ReportScope
from familjecentral.releases.lock import LockPeriod, lock_period
from familjecentral.releases.model import RULE_ENDING, Release
from familjecentral.releases.use_cases import list_releases, make_draft, publish
from familjecentral.statistics.declared import DeclaredSet
from tests.factories import FixedClock, SeededIds, centre, contact_values, staff

QUARTERS = tuple(Period.parse(f"2026-Q{n}") for n in (1, 2, 3))
TO_DATE = Period.parse("2026-YTD3")
ASKEN = centre(2, name="Asken")


@dataclass
class Houses:
    """A store, and what a manager does with it."""

    store: SqlStore
    clock: FixedClock
    folder: Path
    ids: SeededIds

    @property
    def declared(self) -> DeclaredSet:
        with self.store.unit_of_work() as uow:
            return declared_set(uow.codes())

    @property
    def releases(self) -> tuple[Release, ...]:
        with self.store.unit_of_work() as uow:
            return list_releases(uow)

    def lock(self, *periods: Period) -> None:
        for period in periods:
            with self.store.unit_of_work() as uow:
                lock_period(
                    LockPeriod(period),
                    uow,
                    declared=declared_set(uow.codes()),
                    clock=self.clock,
                    ids=self.ids,
                )

    def log(self, times: int, **values: object) -> None:
        for _ in range(times):
            with self.store.unit_of_work() as uow:
                log_contact(LogContact(contact_values(**values)), uow, self.clock, self.ids)

    def draft(self, scope: ReportScope) -> Draft:
        return make_draft(scope, self.store.unit_of_work, declared=self.declared, clock=self.clock)

    def publish(self, draft: Draft, formats: tuple[str, ...] = ("csv",)) -> Published:
        return publish(
            draft,
            self.folder,
            self.store.unit_of_work,
            formats=formats,
            writer=report_writer(self.releases),
            readers=report_readers(draft),
            words=frozen_words,
            clock=self.clock,
        )

    def attack(self, **merged: dict[str, tuple[str, ...]]) -> AttackReport:
        """Try to solve everything that lies in the folder, as a stranger."""
        files = sorted(self.folder.glob("*.csv"))
        rule = next(iter(self.folder.glob(f"*{RULE_ENDING}")))
        inner = Hierarchy({"level": {"selective+indicated": ("selective", "indicated")}, **merged})
        return attack(
            [read_tables(file, hierarchy=inner).tables for file in files],
            thresholds=read_policy(read_rule(rule)),
        )


def some_contact(chance: random.Random, ids: SeededIds, day: dt.date, house: CentreId) -> Contact:
    """Return an invented contact of a day in a house."""
    values = contact_values(
        date=day,
        centre_id=house,
        prevention_level=chance.choices(tuple(PreventionLevel), (60, 30, 10))[0],
        working_level=WorkingLevel.INDIVIDUAL,
        topics=(chance.choice(("routines", "parenting", "economy")),),
        child_age_band=chance.choice(("m0_11", "y1_2", None)),
        contact_form=chance.choice(("drop_in_talk", "booked_talk")),
        arena=chance.choice(("open_preschool", "centre_room")),
        participants=chance.choice((("mother",), ("father",))),
        contact_ordinal="first",
        interpreter="none",
        initiative_taker="parent",
    )
    return Contact(ContactId(ids.new_id()), staff().id, values)


def two_houses(store: SqlStore, clock: FixedClock, folder: Path, a_quarter: int) -> Houses:
    """Fill a store: every quarter has as many contacts in each house."""
    chance, ids = random.Random(3), SeededIds(21)
    with store.unit_of_work() as uow:
        uow.add_centre(ASKEN)
        for quarter in QUARTERS:
            for house in (centre().id, ASKEN.id):
                for number in range(a_quarter):
                    day = quarter.first + dt.timedelta(days=number % 90)
                    uow.contacts.add(some_contact(chance, ids, day, house))
        uow.commit()
    return Houses(store, clock, folder, SeededIds(22))
