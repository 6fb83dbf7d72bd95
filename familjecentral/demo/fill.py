"""Fills an empty store with a demo: people, rows, locked quarters, late entries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from familjecentral.access.model import Role, Staff, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.clock import IdSource
from familjecentral.codes import CodeBook
from familjecentral.contacts.caseload import HalfWords
from familjecentral.contacts.model import Contact, ContactId, ContactValues
from familjecentral.demo.cards import CardMaker, RowsByMonth, services
from familjecentral.demo.contacts import ContactMaker
from familjecentral.demo.dice import Dice
from familjecentral.demo.groups import GroupMaker
from familjecentral.demo.others import OtherMaker
from familjecentral.demo.plan import DemoPlan
from familjecentral.demo.tally import TallyMaker
from familjecentral.gate import NewStore, OpenedStore
from familjecentral.releases.lock import LockPeriod, lock_period
from familjecentral.statistics.declared import DeclaredSet

Progress = Callable[[float], None]
LOCKED_AFTER = dt.timedelta(days=8)
PUBLISHED_AFTER = dt.timedelta(days=15)
_HOUSES_WITH_KEYS = 10  # each account's key costs a derivation


class DemoClock:
    """The day that the demo has come to; nothing in it depends on the real day."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    def today(self) -> dt.date:
        """Return that day."""
        return self.day


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What filling is handed.

    Attributes:
        clock: the clock of the store's gate too. ids: seeded, for rows and for the lock.
        declared: gives the table set for the store's codes.
        publish: makes and registers the release of a locked quarter, or None for no releases.
        words: what the code words of support cards are drawn from, or None for no cards.
    """

    clock: DemoClock
    ids: IdSource
    declared: Callable[[CodeBook], DeclaredSet]
    publish: Callable[[Period], None] | None = None
    words: HalfWords | None = None


def first_user(plan: DemoPlan) -> Staff:
    """Return the manager in whose name quarters are locked and published, with every role that
    filling needs."""
    person = _manager(plan)
    needed = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.COUNSELLOR, Role.MANAGER}
    return replace(person, roles=frozenset(needed))


def new_store(plan: DemoPlan) -> NewStore:
    """Return what the empty store starts with."""
    return NewStore(plan.houses[0].centre, first_user(plan), sample=True)


def row_ids(plan: DemoPlan) -> IdSource:
    """Return the seeded source of row ids and of their renewal at lock."""
    return Dice(plan.parameters.seed, "ids")


def people_with_keys(plan: DemoPlan) -> list[Staff]:
    """Return whose login names open the store: everybody in the first ten houses."""
    return [person for house in plan.houses[:_HOUSES_WITH_KEYS] for person in house.staff]


def _ignore(_: float) -> None:
    """No progress is wanted."""


def fill(
    store: OpenedStore,
    plan: DemoPlan,
    passphrase: str,
    around: Surroundings,
    progress: Progress = _ignore,
) -> None:
    """Fill an empty store, quarter by quarter; all but the last are locked.

    One transaction a quarter, so memory does not grow with the number of rows. ``progress``
    gets a share from 0 to 1 and may raise ``Cancelled``; the store is then to be thrown away.
    """
    _people(store, plan, passphrase)
    contacts, others, tallies = ContactMaker(plan), OtherMaker(plan), TallyMaker(plan)
    groups = GroupMaker(plan)
    with store.unit_of_work() as uow:
        groups.furnish(uow)
        uow.commit()
    for done, quarter in enumerate(plan.quarters):
        progress(done / len(plan.quarters))
        is_last = quarter == plan.quarters[-1]
        around.clock.day = plan.parameters.until if is_last else quarter.last
        late: list[ContactValues] = []
        rows: Counter[tuple[StaffId, Month]] = Counter()
        with store.unit_of_work() as uow:
            uow.contacts.add_many(_on_time(contacts, others, quarter, around.ids, late, rows))
            uow.tallies.add_many(tallies.quarter(quarter))
            groups.quarter(quarter, around.clock.day, uow)
            uow.commit()
        if not is_last:
            _lock(store, quarter, late, around)
        elif around.words is not None:
            _cards(store, plan, rows, around.words)
    _hand_over(store, plan)
    progress(1.0)


def _people(store: OpenedStore, plan: DemoPlan, passphrase: str) -> None:
    with store.unit_of_work() as uow:
        for house in plan.houses[1:]:
            uow.add_centre(house.centre)
        uow.commit()
    first = _manager(plan).id
    keyed = {person.id for person in people_with_keys(plan)}
    for house in plan.houses:
        for person in house.staff:
            if person.id == first:
                continue
            if person.id in keyed:
                store.add_account(person, passphrase)
            else:
                with store.unit_of_work() as uow:
                    uow.staff.add(person)
                    uow.commit()


def _on_time(
    contacts: ContactMaker,
    others: OtherMaker,
    quarter: Period,
    ids: IdSource,
    late: list[ContactValues],
    rows: Counter[tuple[StaffId, Month]],
) -> Iterator[Contact]:
    """Yield the rows of a quarter, counted by owner and month in ``rows``, and put those that
    come after its lock into ``late``."""
    for made_up in chain(contacts.quarter(quarter), others.quarter(quarter)):
        if made_up.lag is None:
            rows[made_up.owner, Month.of(made_up.values.date)] += 1
            yield Contact(ContactId(ids.new_id()), made_up.owner, made_up.values)
        else:
            late.append(made_up.values)


def _cards(store: OpenedStore, plan: DemoPlan, rows: RowsByMonth, words: HalfWords) -> None:
    maker = CardMaker(plan)
    with store.unit_of_work() as uow:
        offered = tuple(uow.services.put(service) for service in services())
        for house, half_year, sums in maker.closed_sums():
            uow.cards.add_sums(house.centre.id, half_year, sums, 1)
        for house in plan.houses:
            for card in maker.open_cards(house, rows, offered, words, uow.cards.is_used):
                uow.cards.add(card)
        uow.commit()


def _lock(
    store: OpenedStore, quarter: Period, late: list[ContactValues], around: Surroundings
) -> None:
    around.clock.day = quarter.last + LOCKED_AFTER
    with store.unit_of_work() as uow:
        lock_period(
            LockPeriod(quarter),
            uow,
            declared=around.declared(uow.codes()),
            clock=around.clock,
            ids=around.ids,
        )
    if around.publish is not None:
        around.clock.day = quarter.last + PUBLISHED_AFTER
        around.publish(quarter)
    with store.unit_of_work() as uow:
        for values in late:
            uow.contacts.add_late(values, around.ids.new_id())
        uow.commit()


def _hand_over(store: OpenedStore, plan: DemoPlan) -> None:
    """Leave the first user the one role that is his."""
    with store.unit_of_work() as uow:
        uow.staff.replace(_manager(plan))
        uow.commit()


def _manager(plan: DemoPlan) -> Staff:
    return next(p for p in plan.houses[0].staff if Role.MANAGER in p.roles)
