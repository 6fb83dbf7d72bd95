"""Logging, correcting, withdrawing and listing own contacts."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from familjecentral.access.model import CentreId, Role
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import ContactId
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.undo import Late
from familjecentral.contacts.use_cases import (
    CorrectContact,
    LogContact,
    WithdrawContact,
    correct_contact,
    count_contacts,
    day_contacts,
    form_start,
    get_contact,
    list_contacts,
    log_contact,
    withdraw_contact,
)
from familjecentral.errors import InvalidInput, NotAllowed, NotFound, PeriodLocked
from tests.unit.contacts.test_rules import INDIVIDUAL, TODAY
from tests.unit.fakes import BJORKEN, FakeStore, FixedClock, SeededIds, actor

CLOCK = FixedClock(TODAY)
SEPTEMBER = replace(INDIVIDUAL, date=dt.date(2026, 9, 3))
ELSEWHERE = ContactId(uuid.UUID(int=9))


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def log(store: FakeStore, values=INDIVIDUAL, **more):
    with store.unit_of_work() as uow:
        return log_contact(LogContact(values, **more), uow, CLOCK, SeededIds())


def correct(store: FakeStore, contact_id, values):
    with store.unit_of_work() as uow:
        return correct_contact(CorrectContact(contact_id, values), uow, CLOCK, SeededIds(2))


def rows(store: FakeStore):
    return [contact.values for contact in store.kept.contacts.values()]


def test_a_logged_contact_is_kept_in_the_counsellors_name(store: FakeStore) -> None:
    """Owner and values are all there is to a row."""
    logged = log(store)
    assert rows(store) == [INDIVIDUAL]
    assert {c.owner for c in store.kept.contacts.values()} == {actor().staff_id}
    assert not logged.late


def test_the_same_save_twice_keeps_one_row(store: FakeStore) -> None:
    """The id of the form makes a repeated save harmless."""
    for _ in range(2):
        log(store, contact_id=ELSEWHERE)
    assert len(store.kept.contacts) == 1


def test_an_unacceptable_contact_is_not_kept(store: FakeStore) -> None:
    """The core checks again what the form has checked."""
    with pytest.raises(InvalidInput):
        log(store, replace(INDIVIDUAL, topics=()))
    assert rows(store) == []


def test_a_contact_belongs_to_a_centre_of_the_store(store: FakeStore) -> None:
    """The own centre or another of the store, nothing else."""
    log(store, replace(INDIVIDUAL, centre_id=BJORKEN.id))
    with pytest.raises(InvalidInput, match="centre_id:unknown_code"):
        log(store, replace(INDIVIDUAL, centre_id=CentreId(uuid.UUID(int=3))))
    assert len(rows(store)) == 1


def test_a_date_in_a_locked_month_becomes_a_late_entry(store: FakeStore) -> None:
    """Stored at once as a locked row, without day and worker, and never listed."""
    store.lock(Month(2026, 9))
    logged = log(store, SEPTEMBER)
    assert logged.late
    assert rows(store) == []
    assert [v.date for v in store.kept.locked_rows.values()] == [dt.date(2026, 9, 15)]


def test_after_the_annual_release_the_date_is_refused(store: FakeStore) -> None:
    """Late entries are counted with the annual release; afterwards there is no place for them."""
    store.lock(Month(2026, 9))
    store.kept.annual.add((SEPTEMBER.centre_id, 2026))
    with pytest.raises(PeriodLocked, match="2026-09"):
        log(store, SEPTEMBER)
    assert store.kept.locked_rows == {}


def test_a_correction_replaces_the_values(store: FakeStore) -> None:
    """The row keeps its id."""
    log(store, contact_id=ELSEWHERE)
    changed = replace(INDIVIDUAL, contact_form="phone", arena="remote")
    logged = correct(store, ELSEWHERE, changed)
    assert rows(store) == [changed]
    assert (logged.step.before.values, logged.step.after.values) == (INDIVIDUAL, changed)


def test_a_correction_into_a_locked_month_makes_a_late_entry(store: FakeStore) -> None:
    """The open row goes, the locked one comes under a fresh id."""
    log(store, contact_id=ELSEWHERE)
    store.lock(Month(2026, 9))
    logged = correct(store, ELSEWHERE, SEPTEMBER)
    assert logged.late
    assert rows(store) == []
    assert len(store.kept.locked_rows) == 1
    assert isinstance(logged.step.after, Late)
    assert logged.step.after.row_id != ELSEWHERE


def test_a_withdrawn_contact_is_gone(store: FakeStore) -> None:
    """Withdrawing deletes, and a second time there is nothing to withdraw."""
    log(store, contact_id=ELSEWHERE)
    with store.unit_of_work() as uow:
        withdraw_contact(WithdrawContact(ELSEWHERE), uow, CLOCK, SeededIds())
    assert rows(store) == []
    with store.unit_of_work() as uow, pytest.raises(NotFound):
        withdraw_contact(WithdrawContact(ELSEWHERE), uow, CLOCK, SeededIds())


def test_nobody_reaches_a_colleagues_row(store: FakeStore) -> None:
    """Reads and writes end at the own rows."""
    log(store, contact_id=ELSEWHERE)
    with store.unit_of_work(actor(staff=101)) as uow:
        assert list_contacts(ContactQuery(), uow, CLOCK).rows == ()
        with pytest.raises(NotFound):
            get_contact(ELSEWHERE, uow, CLOCK)
        with pytest.raises(NotFound):
            withdraw_contact(WithdrawContact(ELSEWHERE), uow, CLOCK, SeededIds())


def test_lists_and_days_show_own_rows_and_are_noted_once_a_day(store: FakeStore) -> None:
    """One entry per person, kind and day, without content and without counts."""
    log(store, contact_id=ELSEWHERE)
    log(store, replace(INDIVIDUAL, date=dt.date(2026, 10, 7)))
    with store.unit_of_work() as uow:
        assert len(list_contacts(ContactQuery(), uow, CLOCK).rows) == 2
        assert count_contacts(ContactQuery(), uow) == 2
        assert [c.id for c in day_contacts(TODAY, uow, CLOCK)] == [ELSEWHERE]
        assert get_contact(ELSEWHERE, uow, CLOCK).values == INDIVIDUAL
    assert store.kept.audit == [(TODAY, actor().staff_id, "read:contacts", "")]


def test_the_form_starts_from_today_and_the_own_centre(store: FakeStore) -> None:
    """It also knows which months make late entries, so that it can say so before saving."""
    store.lock(Month(2026, 9))
    with store.unit_of_work() as uow:
        start = form_start(uow, CLOCK)
    assert (start.today, start.centre_id) == (TODAY, INDIVIDUAL.centre_id)
    assert start.locked == {Month(2026, 9)}
    assert start.codes.has("topic", "parenting")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.COUNSELLOR])
def test_only_counsellors_log_and_read_rows(store: FakeStore, role: Role) -> None:
    """Nobody else sees a single row, managers and administrators included."""
    log(store, contact_id=ELSEWHERE)
    with store.unit_of_work(actor(role)) as uow:
        for act in (
            lambda: log_contact(LogContact(INDIVIDUAL), uow, CLOCK, SeededIds()),
            lambda: correct_contact(CorrectContact(ELSEWHERE, INDIVIDUAL), uow, CLOCK, SeededIds()),
            lambda: withdraw_contact(WithdrawContact(ELSEWHERE), uow, CLOCK, SeededIds()),
            lambda: form_start(uow, CLOCK),
            lambda: list_contacts(ContactQuery(), uow, CLOCK),
            lambda: count_contacts(ContactQuery(), uow),
            lambda: get_contact(ELSEWHERE, uow, CLOCK),
            lambda: day_contacts(TODAY, uow, CLOCK),
        ):
            with pytest.raises(NotAllowed):
                act()
        assert uow.commits == 0


def test_reprs_tell_no_content(store: FakeStore) -> None:
    """What ends up in a log by mistake says nothing of a row."""
    logged = log(store)
    assert "booked_talk" not in repr(logged)
    assert "2026" not in repr(INDIVIDUAL)
