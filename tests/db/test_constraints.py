"""The limits that the tables keep by themselves, whatever writes to them."""

from __future__ import annotations

from typing import Any

import pytest

from db import schema, sqlite
from db.store import SqlStore
from familjecentral.contacts.model import WorkingLevel
from tests.factories import contact, staff, uuid_of

GROUP, STRUCTURAL = WorkingLevel.GROUP, WorkingLevel.STRUCTURAL
SETS = schema.SETS_PER_LIST


def row(store: SqlStore, **changes: Any) -> dict[str, Any]:
    """Return a good row as columns."""
    with store.unit_of_work() as uow:
        found = uow.contacts._row(contact(participants=("mother",), **changes), staff().id)
        if changes.get("working_level") in (GROUP, STRUCTURAL):
            found["participants"] = None
        uow.commit()
    return {name: sqlite_value(value) for name, value in found.items()}


def sqlite_value(value: Any) -> Any:
    """Return a value as the driver takes it."""
    return getattr(value, "hex", value) if not isinstance(value, float) else value


def insert(store: SqlStore, table: str, values: dict[str, Any]) -> None:
    """Write a row past every rule of the program."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    with store._session.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


@pytest.mark.parametrize("level", [WorkingLevel.INDIVIDUAL, GROUP, STRUCTURAL])
def test_a_good_row_of_each_level_is_taken(store: SqlStore, level: WorkingLevel) -> None:
    """What the refusals below start from is accepted itself."""
    insert(store, "contact", row(store, working_level=level))


@pytest.mark.parametrize(
    ("level", "changes", "constraint"),
    [
        ("individual", {"prevention_level": "none"}, "prevention_level"),
        ("individual", {"working_level": "family"}, "working_level"),
        ("individual", {"date": "2026-1-1"}, "date_is_a_day"),
        ("individual", {"date": "2026-00-10"}, "date_is_a_day"),
        ("individual", {"date": "2026-13-10"}, "date_is_a_day"),
        ("individual", {"date": "2026-09-00"}, "date_is_a_day"),
        ("individual", {"date": "2026-09-32"}, "date_is_a_day"),
        ("individual", {"date_precision": "year"}, "date_precision"),
        ("individual", {"date_precision": "month", "date": "2026-09-14"}, "month_row_on_the_15th"),
        ("individual", {"contact_form": None}, "individual_has_form"),
        ("individual", {"contact_form": 2001}, "contact_form_list"),
        ("individual", {"topic_1": 1001}, "topic_1_list"),
        ("individual", {"topic_1": None, "topic_2": 3001}, "topics_differ"),
        ("individual", {"topic_1": 3001, "topic_2": 3001}, "topics_differ"),
        ("individual", {"topic_1": 3001, "topic_2": None, "topic_3": 3002}, "topics_differ"),
        ("individual", {"topic_1": 3001, "topic_2": 3002, "topic_3": 3001}, "topics_differ"),
        ("individual", {"participants": 15 * SETS}, "participants_list"),
        ("individual", {"colleagues": 21}, "colleagues_limit"),
        ("individual", {"colleagues": -1}, "colleagues_limit"),
        ("individual", {"women": 1}, "group_only"),
        ("individual", {"open_group": 10001}, "group_only"),
        ("individual", {"structural_activity_type": 11001}, "structural_has_type"),
        ("group", {"women": 201}, "women_limit"),
        ("group", {"children": -1}, "children_limit"),
        ("group", {"new_visitors": 99}, "new_are_visitors"),
        ("group", {"programme": 9001}, "one_group"),
        ("group", {"contact_form": 1001}, "individual_only"),
        ("group", {"child_age_band": 4001}, "individual_only"),
        ("group", {"structural_activity_type": 11001}, "structural_has_type"),
        ("structural", {"structural_activity_type": None}, "structural_has_type"),
        ("structural", {"topic_1": 3001}, "structural_has_no_topic"),
        ("structural", {"initiative_taker": 7001}, "individual_only"),
        ("structural", {"women": 1}, "group_only"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(
    store: SqlStore, level: str, changes: dict[str, Any], constraint: str
) -> None:
    """Both tables of contacts name the constraint that holds."""
    good = row(store, working_level=WorkingLevel(level))
    with pytest.raises(sqlite.DriverError, match=f"ck_contact_{constraint}$"):
        insert(store, "contact", good | changes)
    if changes.keys() & {"date", "date_precision"}:
        return
    locked = {
        k: v for k, v in good.items() if k not in {"owner", "batch", "date", "date_precision"}
    }
    locked |= {"vintage": 1, "month": "2026-09"} | changes
    with pytest.raises(sqlite.DriverError, match=f"ck_locked_contact_{constraint}$"):
        insert(store, "locked_contact", locked)


@pytest.mark.parametrize(
    "changes",
    [
        {"contact_form": 1999},
        {"participants": 8 * SETS + 1},
        {"owner": uuid_of(99).hex},
        {"centre_key": "C9"},
    ],
)
def test_what_a_row_refers_to_must_be_there(store: SqlStore, changes: dict[str, Any]) -> None:
    """Foreign keys are on for every connection."""
    good = row(store)
    with pytest.raises(sqlite.DriverError, match="FOREIGN KEY"):
        insert(store, "contact", good | changes)


@pytest.mark.parametrize(
    ("table", "values", "constraint"),
    [
        ("staff_role", {"staff_id": staff().id.hex, "role": "boss"}, "ck_staff_role_role"),
        ("locked_contact", {}, "NOT NULL"),
        (
            "month_lock",
            {"centre_key": "C1", "month": "2026-10", "locked_on": "2026-10-31"},
            "ck_month_lock_locked_after_its_end",
        ),
        (
            "month_lock",
            {"centre_key": "C1", "month": "2026-00", "locked_on": "2026-10-31"},
            "ck_month_lock_month_is_a_month",
        ),
        (
            "completeness",
            {
                "centre_key": "C1",
                "first_day": "2026-09-01",
                "last_day": "2026-09-06",
                "iso_year": 2026,
                "week": 54,
                "status": "missing",
            },
            "ck_completeness_week",
        ),
        (
            "kept_count",
            {
                "centre_key": "C1",
                "month": "2026-09",
                "vintage": 1,
                "table_id": "t",
                "codes": "",
                "n": 1,
                "known": 2,
                "first": 0,
            },
            "ck_kept_count_counts",
        ),
        (
            "audit",
            {
                "day": "2026-09-01",
                "staff_id": staff().id.hex,
                "act": "read",
                "kind": "contacts",
                "reference": "17",
            },
            "ck_audit_reads_name_nothing",
        ),
        ("code_set_code", {"set_id": 8 * SETS, "code_id": 7001}, "ck_code_set_code_same_list"),
        ("key_slot", {"public_key": "ab"}, "ck_key_slot_public_key_length"),
    ],
)
def test_other_tables_keep_their_limits(
    store: SqlStore, table: str, values: dict[str, Any], constraint: str
) -> None:
    """Roles, weeks, counts, the access log, sets and slots."""
    wanted = dict(values)
    if table == "locked_contact":
        wanted = {"centre_key": "C1", "vintage": 1, "month": "2026-09"}
    with pytest.raises(sqlite.DriverError, match=constraint):
        insert(store, table, wanted)


def test_every_connection_is_durable_and_forgets(store: SqlStore) -> None:
    """WAL, full synchronisation, foreign keys, secure delete, memory for temporaries."""
    with store._session.raw() as raw:
        found = {
            name: raw.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "cache_size",
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "cache_size": -64000,
    }


def test_tables_with_random_keys_have_no_row_order() -> None:
    """No rowid that would tell which row came before which."""
    for table in schema.metadata.sorted_tables:
        if table.name in ("code", "release"):
            continue  # lists and the register are in a public order anyway
        assert table.dialect_options["sqlite"]["with_rowid"] is False, table.name


def test_contacts_have_no_text_and_no_time() -> None:
    """Codes, numbers, a day: no column of a contact could hold a name or an hour."""
    for table in (schema.contact, schema.locked_contact):
        for column in table.columns:
            kind = str(column.type)
            assert kind in ("INTEGER", "BIGINT", "CHAR(32)", "UUID") or column.name in (
                "centre_key",
                "date",
                "date_precision",
                "month",
                "prevention_level",
                "working_level",
            ), column.name
    assert not {"owner", "batch", "date"} & set(schema.locked_contact.columns.keys())
