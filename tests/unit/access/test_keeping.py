"""Copies, checks, and the log of who did what."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from familjecentral.access.keeping import (
    LogEntry,
    back_up,
    check_copy,
    last_done,
    read_log,
    verify_store,
)
from familjecentral.access.model import Role
from tests.unit.fakes import FakeOpenedStore, FixedClock, actor

CLOCK = FixedClock()
ADMINISTRATOR = actor(Role.ADMINISTRATOR)
ME = ADMINISTRATOR.staff_id
COPY = Path("kopia.fcbackup")


@pytest.fixture
def store() -> FakeOpenedStore:
    return FakeOpenedStore(ADMINISTRATOR)


def test_verification_tells_what_is_wrong(store: FakeOpenedStore) -> None:
    """The store's own words, as stable keys."""
    assert verify_store(store) == ()
    store.wrong = ("chain",)
    assert verify_store(store) == ("chain",)


def test_a_copy_is_noted_without_its_place(store: FakeOpenedStore) -> None:
    """A path can hold a name. The day of the newest copy is known from the log."""
    store.store.kept.audit = [(CLOCK.day - dt.timedelta(days=9), ME, "contacts", "")]
    with store.unit_of_work() as uow:
        assert last_done(uow, "backed_up") == {}
    assert not check_copy(store, COPY)
    back_up(store, COPY, CLOCK)
    assert check_copy(store, COPY)
    assert store.copies == [COPY]
    assert store.store.kept.audit[-1] == (CLOCK.day, ME, "backed_up", "")
    with store.unit_of_work() as uow:
        assert last_done(uow, "backed_up", "publish") == {"backed_up": CLOCK.day}


def test_the_log_is_read_between_two_days_that_count_in(store: FakeOpenedStore) -> None:
    """Newest first, of one kind if that is asked for."""
    days = [CLOCK.day - dt.timedelta(days=n) for n in range(4)]
    store.store.kept.audit = [(day, ME, "contacts", "") for day in reversed(days)]
    store.store.kept.audit.append((CLOCK.day, ME, "backed_up", ""))
    with store.unit_of_work() as uow:
        assert [entry.day for entry in read_log(uow, kind="contacts")] == days
        between = read_log(uow, first=days[2], last=days[1])
        assert [e.words for e in read_log(uow, kind="backed_up")] == [("maria", "backed_up", "")]
    assert [entry.day for entry in between] == days[1:3]


def test_whom_an_entry_is_about_stands_in_it_by_login_name(store: FakeOpenedStore) -> None:
    """Other references stay as they are; a repr tells neither."""
    store.store.kept.audit = [
        (CLOCK.day, ME, "staff_changed", str(ME)),
        (CLOCK.day, ME, "publish", "7"),
    ]
    with store.unit_of_work() as uow:
        found = read_log(uow)
    assert {entry.reference for entry in found} == {"maria", "7"}
    assert "maria" not in repr(LogEntry(CLOCK.day, "maria", "publish", "7"))
