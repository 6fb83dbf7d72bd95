"""Rows of open months: kept whole, one's own only, paged by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import schema
from db.store import SqlStore
from familjecentral.access.model import CentreId, Role, Staff, StaffId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import (
    Contact,
    ContactId,
    ContactValues,
    DatePrecision,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.contacts.store import ContactQuery, SortColumn
from familjecentral.errors import InvalidInput, NotAllowed, PeriodLocked, PeriodOpen, Stale
from tests.factories import (
    TODAY,
    SeededIds,
    centre,
    contact,
    contact_values,
    seed_codes,
    staff,
    uuid_of,
)

BEA = staff(2, roles=frozenset({Role.COUNSELLOR}))
KEYS = {
    list_key: [code.key for code in seed_codes() if code.list == list_key]
    for list_key in schema.LISTS
}
SEPTEMBER = Month(2026, 9)


def one_of(list_key: str) -> st.SearchStrategy[str | None]:
    """Return a code of a list or none."""
    return st.none() | st.sampled_from(KEYS[list_key])


def some_of(list_key: str, most: int = 4) -> st.SearchStrategy[tuple[str, ...]]:
    """Return several codes in order of their list."""
    keys = KEYS[list_key]
    chosen = st.lists(st.sampled_from(keys), max_size=most, unique=True)
    return chosen.map(lambda found: tuple(sorted(found, key=keys.index)))


@st.composite
def individual_values(draw: st.DrawFn) -> ContactValues:
    """Return any individual contact that may be kept."""
    targets = draw(some_of("referral_target"))
    return contact_values(
        date=draw(st.dates(dt.date(2026, 1, 1), TODAY)),
        prevention_level=draw(st.sampled_from(PreventionLevel)),
        contact_form=draw(st.sampled_from(KEYS["contact_form"])),
        arena=draw(one_of("arena")),
        topics=tuple(draw(st.lists(st.sampled_from(KEYS["topic"]), max_size=3, unique=True))),
        child_age_band=draw(one_of("child_age_band")),
        contact_ordinal=draw(one_of("contact_ordinal")),
        interpreter=draw(one_of("interpreter")),
        initiative_taker=draw(one_of("initiative_taker")),
        participants=draw(some_of("participants")),
        duration_band=draw(one_of("duration_band")),
        partners=draw(some_of("partner")),
        colleagues=draw(st.none() | st.integers(0, 20)),
        actions=draw(some_of("action_given")),
        referrals=tuple(Referral(target, draw(st.none() | st.booleans())) for target in targets),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(values=individual_values())
def test_what_is_kept_is_what_was_given(store: SqlStore, values: ContactValues) -> None:
    """Every field of every row comes back as it was, alone or in an import."""
    new = Contact(ContactId(SeededIds(hash(values) % 2**32).new_id()), staff().id, values)
    with store.unit_of_work() as uow:
        uow.contacts.add(new)
        assert uow.contacts.get(new.id) == new
        assert uow.contacts.remove(new.id) == new
        assert uow.contacts.get(new.id) is None
        assert uow.contacts.add_many([new]) == 1
        assert uow.contacts.get(new.id) == new


@pytest.mark.parametrize(
    "values",
    [
        contact_values(working_level=WorkingLevel.GROUP),
        contact_values(working_level=WorkingLevel.GROUP, programme="icdp", open_group=None),
        contact_values(working_level=WorkingLevel.STRUCTURAL, partners=("school", "library")),
        contact_values(
            date=dt.date(2026, 9, 15), date_precision=DatePrecision.MONTH, topics=(), arena=None
        ),
    ],
    ids=["open group", "programme", "structural", "tally sheet"],
)
def test_rows_of_other_levels_come_back(store: SqlStore, values: ContactValues) -> None:
    """Group and structural rows, and rows that know only their month."""
    partners = tuple(key for key in KEYS["partner"] if key in values.partners)
    values = ContactValues(
        **{f: getattr(values, f) for f in values.__slots__} | {"partners": partners}
    )
    new = Contact(ContactId(uuid_of(9)), staff().id, values)
    with store.unit_of_work() as uow:
        uow.contacts.add(new)
        assert uow.contacts.get(new.id) == new


def test_nothing_is_kept_without_commit(store: SqlStore) -> None:
    """Leaving a unit of work without commit rolls back, sets of codes too."""
    new = contact(participants=("mother", "father"))
    with store.unit_of_work() as uow:
        uow.contacts.add(new)

    def fail() -> None:
        with store.unit_of_work() as uow:
            uow.contacts.add(new)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    with store.unit_of_work() as uow:
        assert uow.contacts.get(new.id) is None
        uow.contacts.add(new)
        uow.commit()
    with store.unit_of_work() as uow:
        assert uow.contacts.get(new.id) == new


def test_saving_twice_is_no_error_and_no_second_row(store: SqlStore) -> None:
    """The id makes a repeated save harmless; the same id with other values is refused."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.contacts.add(contact())
        assert uow.contacts.count(ContactQuery()) == 1
        with pytest.raises(Stale):
            uow.contacts.add(contact(contact_form="phone"))


def test_a_row_is_corrected_in_place(store: SqlStore) -> None:
    """New values under the same id; a row that is gone says so."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        assert uow.contacts.replace(contact(contact_form="phone", participants=("mother",)))
        assert uow.contacts.get(contact().id) == contact(
            contact_form="phone", participants=("mother",)
        )
        assert not uow.contacts.replace(contact(2))


def test_others_rows_do_not_exist(store: SqlStore, open_as: Callable[[Staff], SqlStore]) -> None:
    """Not to read, count, correct, remove or overwrite."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    with open_as(BEA).unit_of_work() as uow:
        assert uow.contacts.get(contact().id) is None
        assert uow.contacts.count(ContactQuery()) == 0
        assert uow.contacts.page(ContactQuery(), after=None, size=9).rows == ()
        assert not uow.contacts.on_day(contact().values.date)
        assert uow.contacts.remove(contact().id) is None
        with pytest.raises(NotAllowed):
            uow.contacts.replace(contact())
        with pytest.raises(NotAllowed):
            uow.contacts.add(contact())
        with pytest.raises(NotAllowed):
            uow.contacts.add_many([contact(2)])
        with pytest.raises(Stale):
            uow.contacts.add(contact(owner=BEA.id))
        assert not uow.contacts.replace(contact(owner=BEA.id))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"contact_form": "fax"}, "unknown_code"),
        ({"topics": ("routines", "fotboll")}, "unknown_code"),
        ({"participants": ("farmor",)}, "unknown_code"),
        ({"participants": ("mother", "mother")}, "repeated"),
        ({"topics": ("routines", "school", "network", "siblings")}, "too_many"),
        ({"centre_id": CentreId(uuid_of(7))}, "unknown_code"),
    ],
)
def test_codes_that_are_not_in_the_lists_are_refused(
    store: SqlStore, changes: dict[str, object], problem: str
) -> None:
    """As a typed error that names the field, not as a constraint."""
    with store.unit_of_work() as uow, pytest.raises(InvalidInput) as caught:
        uow.contacts.add(contact(**changes))
    assert [p.problem for p in caught.value.problems] == [problem]


def fill(store: SqlStore, count: int) -> list[Contact]:
    """Keep rows of many kinds; return them."""
    forms, topics = KEYS["contact_form"], KEYS["topic"]
    rows = [
        contact(
            n,
            date=TODAY - dt.timedelta(days=n * 7 % 40),
            prevention_level=list(PreventionLevel)[n % 3],
            contact_form=forms[n * 5 % len(forms)],
            topics=(topics[n % len(topics)], topics[(n + 3) % len(topics)])[: n % 3],
        )
        for n in range(count)
    ]
    rows += [contact(1000 + n, working_level=WorkingLevel.GROUP) for n in range(5)]
    with store.unit_of_work() as uow:
        uow.contacts.add_many(rows)
        uow.commit()
    return rows


@pytest.mark.parametrize("sort", SortColumn)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_give_every_row_once_in_order(
    store: SqlStore, sort: SortColumn, descending: bool
) -> None:
    """Whatever the order and however many rows are equal in it; sorted as the lists are."""
    rows = fill(store, 57)
    query = ContactQuery(sort=sort, descending=descending)
    seen: list[Contact] = []
    after = None
    with store.unit_of_work() as uow:
        while True:
            page = uow.contacts.page(query, after=after, size=7)
            seen += page.rows
            assert len(page.rows) == 7 or page.after is None
            if (after := page.after) is None:
                break

    def place(row: Contact) -> tuple[object, ...]:
        values = row.values
        first: object = 0
        if sort is SortColumn.PREVENTION_LEVEL:
            first = list(PreventionLevel).index(values.prevention_level)
        elif sort is SortColumn.WORKING_LEVEL:
            first = list(WorkingLevel).index(values.working_level)
        elif sort is SortColumn.CONTACT_FORM:
            form = values.contact_form
            first = KEYS["contact_form"].index(form) if form else 9999
        elif sort is SortColumn.TOPIC:
            first = KEYS["topic"].index(values.topics[0]) if values.topics else 9999
        return (first, values.date, row.id.hex)

    assert seen == sorted(rows, key=place, reverse=descending)


@pytest.mark.parametrize(
    "query",
    [
        ContactQuery(first=dt.date(2026, 9, 20), last=dt.date(2026, 10, 1)),
        ContactQuery(prevention_level="selective"),
        ContactQuery(working_level="group"),
        ContactQuery(contact_form="phone"),
        ContactQuery(topic="school"),
        ContactQuery(prevention_level="selective", first=dt.date(2026, 9, 1), topic="school"),
    ],
)
def test_filters_find_what_they_say(store: SqlStore, query: ContactQuery) -> None:
    """Days inclusive; a topic is found wherever it stands; the count agrees with the pages."""
    rows = fill(store, 80)

    def fits(values: ContactValues) -> bool:
        return (
            (query.first is None or values.date >= query.first)
            and (query.last is None or values.date <= query.last)
            and query.prevention_level in (None, values.prevention_level)
            and query.working_level in (None, values.working_level)
            and query.contact_form in (None, values.contact_form)
            and (query.topic is None or query.topic in values.topics)
        )

    wanted = {row.id for row in rows if fits(row.values)}
    with store.unit_of_work() as uow:
        page = uow.contacts.page(query, after=None, size=500)
        assert {row.id for row in page.rows} == wanted
        assert uow.contacts.count(query) == len(wanted) > 0
        assert {row.id for row in uow.contacts.on_day(TODAY)} == {
            row.id for row in rows if row.values.date == TODAY
        }


@contextmanager
def statements(store: SqlStore) -> Iterator[list[str]]:
    """Collect the statements that a block sends."""
    sent: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    engine = store._session.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_a_page_costs_one_query_by_an_index(store: SqlStore) -> None:
    """However many rows; no OFFSET, and the newest first come straight from the index."""
    fill(store, 60)
    with store.unit_of_work() as uow:
        uow.codes()
        with statements(store) as sent:
            page = uow.contacts.page(ContactQuery(), after=None, size=50)
        assert len(page.rows) == 50
        (query,) = [text for text in sent if text.startswith("SELECT")]
        assert "LIMIT" in query
        assert "OFFSET" not in query.replace("LIMIT ? OFFSET ?", "")
    with store._session.raw() as raw:
        plan = raw.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM contact WHERE owner = ? AND (date, id) < (?, ?) "
            "ORDER BY date DESC, id DESC LIMIT 50",
            ("a", "b", "c"),
        ).fetchall()
    details = " ".join(row[3] for row in plan)
    assert "USING INDEX ix_contact_owner_date" in details
    assert "TEMP B-TREE" not in details


def test_saving_costs_one_statement(store: SqlStore) -> None:
    """Beginning, one insert, commit: nothing else once the session is warm."""
    sent: list[str] = []
    with store.unit_of_work() as uow:
        uow.contacts.add(contact(1))
        uow.commit()
        raw: Any = uow.connection.connection.driver_connection
    raw.set_trace_callback(sent.append)
    try:
        with store.unit_of_work() as uow:
            uow.contacts.add(contact(2))
            uow.commit()
    finally:
        raw.set_trace_callback(None)
    assert [text.split()[0] for text in sent] == ["BEGIN", "INSERT", "COMMIT"]


def test_a_save_that_is_not_committed_is_not_kept(store: SqlStore) -> None:
    """The insert stands inside the transaction, whoever executes it."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact(1))
    with store.unit_of_work() as uow:
        assert uow.contacts.count(ContactQuery()) == 0


def test_an_import_is_taken_back_by_its_batch(store: SqlStore) -> None:
    """All its open rows and no others; the hash is remembered until then."""
    batch = uuid_of(77)
    with store.unit_of_work() as uow:
        uow.batches.add(batch, "a" * 64, "b" * 64, TODAY)
        uow.contacts.add_many([contact(n, batch=batch) for n in range(5)] + [contact(9)])
        uow.commit()
    with store.unit_of_work() as uow:
        assert uow.batches.imported_on("a" * 64, "b" * 64) == TODAY
        assert uow.contacts.remove_batch(batch) == 5
        uow.batches.remove(batch)
        uow.commit()
    with store.unit_of_work() as uow:
        assert uow.batches.imported_on("a" * 64, "b" * 64) is None
        assert uow.contacts.count(ContactQuery()) == 1


def lock_september(store: SqlStore) -> None:
    """Lock a month without rows."""
    with store.unit_of_work() as uow:
        uow.periods.lock(centre().id, [SEPTEMBER], TODAY, SeededIds(3))
        uow.commit()


def test_rows_of_locked_months_go_to_the_locked_rows_only(store: SqlStore) -> None:
    """An open row cannot be dated there, new, corrected or imported; a late entry can, and is
    seen nowhere."""
    late = contact_values(date=dt.date(2026, 9, 10))
    with store.unit_of_work() as uow, pytest.raises(PeriodOpen):
        uow.contacts.add_late(late, uuid_of(5))
    lock_september(store)
    with store.unit_of_work() as uow:
        uow.contacts.add(contact(1))
        for act in (
            lambda: uow.contacts.add(contact(2, date=late.date)),
            lambda: uow.contacts.replace(contact(1, date=late.date)),
            lambda: uow.contacts.add_many([contact(2, date=late.date)]),
        ):
            with pytest.raises(PeriodLocked):
                act()
        uow.contacts.add_late(late, uuid_of(5))
        assert uow.contacts.count(ContactQuery()) == 1
        assert uow.contacts.get(ContactId(uuid_of(5))) is None
        assert uow.periods.late_entries([centre().id], [SEPTEMBER]) == 1
        assert uow.contacts.remove_late(uuid_of(5))
        assert not uow.contacts.remove_late(uuid_of(5))
        assert uow.periods.late_entries([centre().id], [SEPTEMBER]) == 0


def test_a_sample_store_takes_rows_of_any_colleague_from_its_administrator(
    store: SqlStore,
) -> None:
    """Only there, because its rows are made up; in a real store nobody writes for another."""
    store.add_account(BEA, "en helt annan fras")
    foreign = contact(owner=StaffId(BEA.id))
    with store.unit_of_work() as uow, pytest.raises(NotAllowed):
        uow.contacts.add_many([foreign])
    store._session.shared.is_sample = True
    with store.unit_of_work() as uow:
        assert uow.contacts.add_many([foreign]) == 1
        with pytest.raises(NotAllowed):
            uow.contacts.add(contact(2, owner=BEA.id))
