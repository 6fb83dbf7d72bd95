"""The fake store and the real one, side by side: what holds for one must hold for the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from db.store import SqlStore
from familjecentral.access.model import Actor, Role, Staff
from familjecentral.calendar.periods import Month
from tests.factories import TODAY, FixedClock, SeededIds, centre, staff
from tests.unit.contacts.test_fake_and_store import fake_store

COLLEAGUE = staff(2, roles=frozenset({Role.COUNSELLOR, Role.MANAGER}))


@dataclass
class House:
    """A store with two counsellors; ``begin`` opens a unit of work in the first one's name."""

    begin: Callable[[], AbstractContextManager[Any]]
    begin_as_colleague: Callable[[], AbstractContextManager[Any]]
    clock: FixedClock
    ids: SeededIds

    def lock(self, *months: Month) -> None:
        """Lock months as the use case would."""
        with self.begin() as uow:
            uow.periods.lock(centre().id, months, months[-1].shifted(1).first, SeededIds(9))
            uow.commit()


def _actor(person: Staff) -> Actor:
    return Actor(person.id, person.roles, person.centre_id)


@pytest.fixture(params=["fake", "real"])
def house(request: pytest.FixtureRequest) -> House:
    """Return a house on a fake store, and on a real one."""
    clock, ids = FixedClock(TODAY), SeededIds(5)
    if request.param == "fake":
        fake = fake_store()
        for person in (staff(), COLLEAGUE):
            fake.kept.staff[person.id] = person
        return House(
            lambda: fake.unit_of_work(_actor(staff())),
            lambda: fake.unit_of_work(_actor(COLLEAGUE)),
            clock,
            ids,
        )
    store: SqlStore = request.getfixturevalue("store")
    with store.unit_of_work() as uow:
        uow.staff.add(COLLEAGUE)
        uow.commit()
    other = _Colleague(store)
    return House(store.unit_of_work, other.unit_of_work, clock, ids)


@dataclass
class _Colleague:
    """The open store in a colleague's name, with a key of her own."""

    store: SqlStore

    def unit_of_work(self) -> AbstractContextManager[Any]:
        from contextlib import contextmanager

        from db.encryption import PersonalKey
        from db.unit_of_work import SqlUnitOfWork

        @contextmanager
        def begin():
            session = self.store._session
            with session.engine.connect() as connection:
                uow = SqlUnitOfWork(
                    connection, _actor(COLLEAGUE), session.shared, PersonalKey(bytes(32))
                )
                try:
                    yield uow
                finally:
                    uow.close()

        return begin()
