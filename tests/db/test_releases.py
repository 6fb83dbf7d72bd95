"""The register: append-only, chained, and what drafts have shown."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from db import sqlite
from db.store import SqlStore
from familjecentral.calendar.periods import Month, Period
from familjecentral.disclosure.safe import Certificate
from familjecentral.disclosure.table import Bound, Cell, Hierarchy, Key, TableSet
from familjecentral.errors import NotFound, PeriodLocked, Stale
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.register import GENESIS, sealed
from tests.factories import TODAY, SeededIds, centre, contact_values, staff, uuid_of

CELLS = TableSet(
    (
        Cell(
            Key("contacts", ("2026-07", "2026-08", "2026-09"), 1, (("level", "universal"),)),
            12,
            "t1",
        ),
        Cell(Key("contacts", ("2026-07",), 1, (("level", "å"), ("topic", "x"))), None, "t2"),
        Cell(Key("contacts", ("2026-07",), 1, ()), Bound(5, 9), ""),
        Cell(Key("sessions", ("",), 2, ()), 0, "t1"),
    ),
    Hierarchy({"topic": {"merged": ("a", "b")}}),
)
CERTIFICATE = Certificate("1", 5, 3, 1, 0, 7, "HiGHS exact", 0.25, True, False, 0)


def release(number: int = 1, previous: str = GENESIS, **changes: object) -> Release:
    """Return a sealed entry."""
    values: dict[str, object] = {
        "number": number,
        "period": Period.parse("2026-Q3"),
        "centres": ("C1",),
        "vintage": 1,
        "cells": CELLS,
        "policy": '{"threshold": 5}',
        "certificate": CERTIFICATE,
        "declared_version": 1,
        "codes_version": 1,
        "published_on": TODAY,
        "published_by": staff().id,
        "previous_hash": previous,
        "hash": "",
    }
    return sealed(Release(**values | changes))  # type: ignore[arg-type]


def test_an_entry_comes_back_as_it_was_frozen(store: SqlStore) -> None:
    """Cells shown, hidden, bounded and zero, inner codes, policy and certificate."""
    first = release()
    second = release(2, first.hash, replaces=1, centres=("C1", "C2"), period=Period.parse("2026"))
    with store.unit_of_work() as uow:
        uow.releases.add(first)
        uow.releases.add(second)
        uow.commit()
    store._session.shared.cells.clear()
    with store.unit_of_work() as uow:
        assert uow.releases.all() == (first, second)
        assert uow.releases.get(2) == second
        assert uow.releases.get(3) is None
    assert store.verify() == ()


@pytest.mark.parametrize(("number", "previous"), [(1, "f" * 64), (2, GENESIS), (3, None)])
def test_only_the_next_entry_of_the_chain_is_taken(
    store: SqlStore, number: int, previous: str | None
) -> None:
    """A number or a previous hash that does not continue the chain: somebody was faster."""
    first = release()
    with store.unit_of_work() as uow:
        uow.releases.add(first)
        with pytest.raises(Stale):
            uow.releases.add(release(number, previous or first.hash))


def test_status_and_approval_can_be_noted(store: SqlStore) -> None:
    """Nothing else of the entry changes, whatever is handed in."""
    first = release()
    approved = dataclasses.replace(
        first,
        approved_on=TODAY,
        approved_by="Karin",
        status=ReleaseStatus.WITHDRAWN,
        vintage=9,
    )
    with store.unit_of_work() as uow:
        uow.releases.add(first)
        uow.releases.set_status(approved)
        assert uow.releases.get(1) == dataclasses.replace(approved, vintage=1)
        with pytest.raises(NotFound):
            uow.releases.set_status(release(2))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM release",
        "UPDATE release SET cells = '{}'",
        "UPDATE release SET hash = previous_hash",
        "UPDATE release SET number = 7",
        "INSERT OR REPLACE INTO release SELECT * FROM release",
    ],
)
def test_the_tables_themselves_refuse_to_forget(store: SqlStore, statement: str) -> None:
    """No program that writes to the file by the rules can change or remove an entry."""
    with store.unit_of_work() as uow:
        uow.releases.add(release())
        uow.commit()
    with store._session.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        with pytest.raises(sqlite.DriverError, match="tr_release_"):
            raw.execute(statement)


def test_a_forged_entry_is_found(store: SqlStore) -> None:
    """Whoever drops the trigger first still breaks the hash."""
    with store.unit_of_work() as uow:
        uow.releases.add(release())
        uow.commit()
    with store._session.raw() as raw:
        raw.execute("DROP TRIGGER tr_release_frozen")
        raw.execute("UPDATE release SET vintage = 2")
    assert store.verify() == ("releases",)


def test_what_drafts_have_shown_is_kept_once(store: SqlStore) -> None:
    """The same cells shown twice are one; other cells are another."""
    period = Period.parse("2026-Q3")
    fewer = TableSet(CELLS.cells[:1])
    with store.unit_of_work() as uow:
        uow.releases.keep_shown(period, ("C1",), CELLS)
        uow.releases.keep_shown(period, ("C1",), CELLS)
        uow.releases.keep_shown(period, ("C1",), fewer)
        uow.releases.keep_shown(period, ("C1", "C2"), fewer)
        uow.commit()
    with store.unit_of_work() as uow:
        shown = uow.releases.shown()
        assert len(shown) == 2
        assert CELLS in shown
        assert fewer in shown


def test_after_the_annual_release_a_locked_month_takes_no_more_entries(store: SqlStore) -> None:
    """Only the whole year's release of this centre closes it, not a quarter's or another's."""
    late = contact_values(date=dt.date(2026, 9, 9))
    quarter = release()
    other = release(2, quarter.hash, period=Period.parse("2026"), centres=("C2", "C11"))
    annual = release(3, other.hash, period=Period.parse("2026"), centres=("C1", "C2"))
    with store.unit_of_work() as uow:
        uow.periods.lock(centre().id, [Month(2026, 9)], TODAY, SeededIds())
        for entry in (quarter, other):
            uow.releases.add(entry)
            assert not uow.locks.annual_released(centre().id, 2026)
            uow.contacts.add_late(late, uuid_of(entry.number))
        uow.releases.add(annual)
        assert uow.locks.annual_released(centre().id, 2026)
        assert not uow.locks.annual_released(centre().id, 2025)
        uow.commit()
    with store.unit_of_work() as uow, pytest.raises(PeriodLocked):
        uow.contacts.add_late(late, uuid_of(3))
