"""Services in the real store: a code with its decision, on contacts and cards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.use_cases import LogContact, form_start, log_contact
from familjecentral.errors import Bug, InvalidInput, NotFound
from tests.factories import TODAY, FixedClock, SeededIds, contact, contact_values

WHOLE = OpenService(
    None,
    "Rådgivande samtal",
    dt.date(2025, 6, 18),
    "§ 84",
    "Högst fem samtal.",
    True,
    dt.date(2025, 6, 18),
    "§ 85",
    5,
    4,
    dt.date(2025, 7, 1),
    dt.date(2027, 6, 30),
)


def put(store: SqlStore, service: OpenService) -> OpenService:
    with store.unit_of_work() as uow:
        key = uow.services.put(service)
        uow.commit()
    return replace(service, key=key)


def test_a_service_comes_back_as_it_was_kept(store: SqlStore) -> None:
    """New, changed, and one without anything but its name; also when the store is asked anew."""
    first = put(store, WHOLE)
    second = put(store, OpenService(None, "Samspelsstöd"))
    changed = put(store, replace(first, name="Samtal", limit=None, remind_at=None, exempt=None))
    with store.unit_of_work() as uow:
        assert uow.services.all() == (changed, second)
        assert uow.codes().label("open_service", "service_1") == "Samtal"
        with pytest.raises(NotFound):
            uow.services.put(replace(first, key="service_9"))


def test_what_was_not_committed_is_not_there(store: SqlStore) -> None:
    """And the next new service gets the key again."""
    with store.unit_of_work() as uow:
        uow.services.put(WHOLE)
    with store.unit_of_work() as uow:
        assert uow.services.all() == ()
        assert not uow.codes().has("open_service", "service_1")
    assert put(store, WHOLE).key == "service_1"


def test_a_contact_names_a_service_that_is_offered_on_its_day(store: SqlStore) -> None:
    """At individual level only; the form knows which ones lack a decision."""
    service = put(store, WHOLE)
    undecided = put(store, OpenService(None, "Samspelsstöd"))
    clock, ids = FixedClock(TODAY), SeededIds(5)
    with store.unit_of_work() as uow:
        assert form_start(uow, clock).undecided == {undecided.key}
        log_contact(LogContact(contact_values(open_service=service.key)), uow, clock, ids)
    early = contact_values(open_service=service.key, date=dt.date(2025, 6, 30))
    for wrong in (contact_values(open_service="service_9"), early):
        with pytest.raises(InvalidInput), store.unit_of_work() as uow:
            log_contact(LogContact(wrong), uow, clock, ids)
    with store.unit_of_work() as uow:
        (kept,) = uow.contacts.on_day(contact_values().date)
        assert kept.values.open_service == service.key


def test_at_the_lock_the_service_stays_with_the_row(store: SqlStore) -> None:
    """It is counted like other codes."""
    from familjecentral.calendar.periods import Month

    service = put(store, WHOLE)
    with store.unit_of_work() as uow:
        uow.contacts.add(contact(open_service=service.key))
        centre = uow.actor.centre_id
        uow.periods.lock(centre, [Month(2026, 10)], dt.date(2026, 11, 2), SeededIds(4))
        uow.commit()
    with store.unit_of_work() as uow:
        found = uow.connection.exec_driver_sql("SELECT open_service FROM locked_contact").scalar()
    assert found == 17001


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("talks = 0", "ck_open_service_talks"),
        ("remind_at = 6", "ck_open_service_remind"),
        ("decided_on = '18 juni'", "ck_open_service_decided_on_is_a_day"),
    ],
)
def test_the_table_keeps_its_limits(store: SqlStore, change: str, constraint: str) -> None:
    """Whatever writes to it."""
    put(store, WHOLE)
    with pytest.raises(Bug, match=constraint), store.unit_of_work() as uow:
        uow.connection.exec_driver_sql(f"UPDATE open_service SET {change}")
