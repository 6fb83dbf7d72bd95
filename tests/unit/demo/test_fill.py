"""A filled store: what is locked, what is open, what is late, and that it is the same again."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from db.schema import metadata
from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands.composition import first_codes
from familjecentral.commands.reporting import declared_set
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.use_cases import count_contacts
from familjecentral.demo.fill import DemoClock, Surroundings, fill, new_store, row_ids
from familjecentral.demo.plan import DemoParameters, DemoPlan
from familjecentral.errors import Cancelled
from resources.card_words import card_words
from tests.fixtures_store import make_gate

PASSPHRASE = "exempel på lösenfras"
SMALL = DemoParameters(contacts=200, years=1, centres=2)
NOT_CONTENT = {"key_slot", "alembic_version"}


def seed() -> tuple:
    return tuple(code for listed in first_codes().lists.values() for code in listed.values())


def filled(path: Path, parameters: DemoParameters = SMALL, **more) -> tuple[DemoPlan, SqlStore]:
    plan = DemoPlan(parameters)
    clock = DemoClock(plan.quarters[0].first)
    gate = make_gate(clock)
    gate._seed = seed()
    store, _ = gate.create(path, new_store(plan), PASSPHRASE)
    publish = more.pop("publish", None)
    around = Surroundings(clock, row_ids(plan), declared_set, publish, card_words())
    fill(store, plan, PASSPHRASE, around, **more)
    return plan, store


def content(store: SqlStore) -> dict[str, list]:
    with store._session.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in metadata.sorted_tables
            if table.name not in NOT_CONTENT
        }


def test_all_quarters_but_the_last_are_locked_and_late_entries_wait(tmp_path: Path) -> None:
    """Every row is either open in the last quarter, locked, or late; together all of them."""
    published = []
    plan, store = filled(tmp_path / "demo.fcdb", publish=published.append)
    assert published == list(plan.quarters[:-1])
    found = content(store)
    rows = len(found["contact"]) + len(found["locked_contact"])
    assert rows >= 200
    months = {month for quarter in plan.quarters[:-1] for month in quarter.months}
    with store.unit_of_work() as uow:
        for house in plan.houses:
            assert uow.periods.locked_months(house.centre.id) == months
    assert store.verify() == ()
    assert store.is_sample
    store.close()


def test_counsellors_find_their_own_open_rows_and_nobody_has_a_role_too_many(
    tmp_path: Path,
) -> None:
    """The first user was more than an administrator only while the store was filled."""
    plan, store = filled(tmp_path / "demo.fcdb")
    with store.unit_of_work() as uow:
        assert all(len(person.roles) == 1 for person in uow.staff.all())
        assert len(uow.staff.all()) == 7 + 5
    counsellor = store.switch("kurator1", PASSPHRASE)
    assert counsellor.actor.roles == {Role.COUNSELLOR}
    with counsellor.unit_of_work() as uow:
        own = count_contacts(ContactQuery(), uow)
        last = plan.quarters[-1]
        assert own == count_contacts(ContactQuery(first=last.first, last=last.last), uow) > 0
    counsellor.close()


def test_the_same_parameters_give_the_same_content_in_every_table(tmp_path: Path) -> None:
    """Ids and the order renewed at lock included; another seed gives other rows."""
    contents = []
    for name, number in (("a", 1), ("b", 1), ("c", 2)):
        parameters = DemoParameters(contacts=60, years=1, seed=number)
        _, store = filled(tmp_path / f"{name}.fcdb", parameters)
        contents.append(content(store))
        store.close()
    assert contents[0] == contents[1]
    assert contents[0]["locked_contact"] != contents[2]["locked_contact"]


def test_filling_can_be_stopped(tmp_path: Path) -> None:
    """Between two quarters."""
    shares = []

    def stop(share: float) -> None:
        shares.append(share)
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        filled(tmp_path / "demo.fcdb", progress=stop)
    assert shares == [0.0, 0.25, 0.5]


def test_times_follow_the_period_and_not_the_clock(tmp_path: Path) -> None:
    """A quarter is locked eight days after its last day."""
    plan, store = filled(tmp_path / "demo.fcdb")
    with store.unit_of_work() as uow:
        locks = uow.periods.locks(plan.houses[0].centre.id)
    assert [lock.locked_on.isoformat() for lock in locks[:4]] == [
        "2026-01-08",
        "2026-01-08",
        "2026-01-08",
        "2026-04-08",
    ]
    assert Period.containing(locks[0].month.first) == plan.quarters[0]
    store.close()
