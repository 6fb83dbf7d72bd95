"""Period lock: what is frozen, what is forgotten, what is counted."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from db import schema
from db.store import SqlStore
from familjecentral.access.model import StaffId
from familjecentral.calendar.periods import Month, WeekPart, week_parts
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import (
    Contact,
    DatePrecision,
    PreventionLevel,
    Referral,
    WorkingLevel,
)
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.errors import Bug
from familjecentral.releases.model import WeekCompleteness
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from familjecentral.statistics.load import declared_from
from tests.factories import TODAY, SeededIds, centre, contact, contact_values, staff, uuid_of

JULY, AUGUST, SEPTEMBER, OCTOBER = (Month(2026, n) for n in (7, 8, 9, 10))
QUARTER = (JULY, AUGUST, SEPTEMBER)
CENTRE = centre().id
BATCH = uuid_of(70)
TABLE_SET = Path(__file__).parents[2] / "resources" / "table_set.toml"


def rows_of_a_quarter(count: int = 240) -> list[Contact]:
    """Return rows of all levels and kinds, and of the month after the quarter."""
    forms = ("booked_talk", "phone", "video", "home_visit", "other")
    topics = ("routines", "school", "violence", "grief_crisis", "separation")
    ordinals = ("first", "single", "returning", "unknown", None)
    people = ((), ("mother",), ("father", "child_present"), ("both_parents",), ("co_parent",))
    rows = [
        contact(
            n,
            date=dt.date(2026, 7, 1) + dt.timedelta(days=n * 11 % 92),
            prevention_level=list(PreventionLevel)[n % 3],
            contact_form=forms[n * 3 % 5],
            topics=(topics[n % 5], topics[(n + 1) % 5]) if n % 4 else (),
            contact_ordinal=ordinals[n * 2 % 5],
            participants=people[n * 7 % 5],
            referrals=(Referral("child_psychiatry", n % 2 == 0),) if n % 6 == 0 else (),
            interpreter="phone" if n % 9 == 0 else None,
        )
        for n in range(count)
    ]
    rows += [
        contact(
            2000 + n,
            date=dt.date(2026, 8, 3 + n),
            working_level=WorkingLevel.GROUP,
            prevention_level=list(PreventionLevel)[n % 3],
        )
        for n in range(9)
    ]
    rows += [
        contact(
            3000 + n,
            date=dt.date(2026, 9, 3 + n),
            working_level=WorkingLevel.STRUCTURAL,
            structural_activity_type=("consultation", "open_talk")[n % 2],
            partners=(("child_health", "police"), ("school",), (), ("school",))[n % 4],
        )
        for n in range(6)
    ]
    return rows


@pytest.fixture
def rows(store: SqlStore) -> list[Contact]:
    """Keep a quarter, and five rows of October."""
    found = rows_of_a_quarter()
    with store.unit_of_work() as uow:
        uow.contacts.add_many(found)
        uow.contacts.add_many(contact(5000 + n, date=dt.date(2026, 10, 2 + n)) for n in range(5))
        uow.commit()
    return found


def lock(store: SqlStore, *months: Month) -> int:
    """Lock months, and return how many rows were frozen."""
    with store.unit_of_work() as uow:
        frozen = uow.periods.lock(CENTRE, months, TODAY, SeededIds(9))
        uow.commit()
    return frozen


def frozen_rows(store: SqlStore) -> list[dict[str, object]]:
    """Return the locked rows as the file holds them."""
    with store.unit_of_work() as uow:
        found = uow.connection.execute(schema.locked_contact.select())
        return [dict(row) for row in found.mappings()]


def test_the_lock_freezes_the_months_and_leaves_the_rest(
    store: SqlStore, rows: list[Contact]
) -> None:
    """Every row of the months is frozen; open months and their rows stay."""
    assert lock(store, *QUARTER) == len(rows)
    with store.unit_of_work() as uow:
        assert uow.locks.locked_months(CENTRE) == frozenset(QUARTER)
        assert [found.month for found in uow.periods.locks(CENTRE)] == list(QUARTER)
        assert uow.contacts.count(ContactQuery()) == 5
        assert uow.contacts.get(rows[0].id) is None
    assert len(frozen_rows(store)) == len(rows)


def test_frozen_rows_know_no_day_no_worker_and_no_old_id(
    store: SqlStore, rows: list[Contact]
) -> None:
    """The day becomes the month, ids are new; codes and numbers are what they were."""
    lock(store, *QUARTER)
    found = frozen_rows(store)
    assert not {"owner", "date", "batch"} & found[0].keys()
    old = {row.id for row in rows}
    new = {row["id"] for row in found}
    assert len(new) == len(rows)
    assert not old & new
    with store.unit_of_work() as uow:
        keys = uow.shared.index.keys
    fields = ("contact_form", "contact_ordinal", "interpreter", "structural_activity_type")
    assert Counter(
        (
            row["month"],
            row["prevention_level"],
            row["working_level"],
            row["women"],
            *(keys.get(row[field]) for field in fields),  # type: ignore[call-overload]
        )
        for row in found
    ) == Counter(
        (
            str(Month.of(row.values.date)),
            row.values.prevention_level.value,
            row.values.working_level.value,
            row.values.women,
            *(getattr(row.values, field) for field in fields),
        )
        for row in rows
    )


def test_frozen_rows_lie_in_an_order_that_tells_nothing(store: SqlStore) -> None:
    """Rows logged day after day, told apart by a number: in the file about half of all pairs lie
    the other way round, as by chance."""
    with store.unit_of_work() as uow:
        uow.contacts.add_many(
            contact(n, date=dt.date(2026, 9, 1 + n // 4), working_level=WorkingLevel.GROUP, women=n)
            for n in range(100)
        )
        uow.commit()
    lock(store, SEPTEMBER)
    with store._session.raw() as raw:
        order = [row[0] for row in raw.execute("SELECT women FROM locked_contact")]
    assert sorted(order) == list(range(100))
    pairs = [(a, b) for place, a in enumerate(order) for b in order[place + 1 :]]
    assert 0.35 < sum(a > b for a, b in pairs) / len(pairs) < 0.65


def test_the_lock_leaves_nothing_of_the_rows_in_the_log(
    store: SqlStore, rows: list[Contact], store_path: Path
) -> None:
    """The write-ahead log, which holds the rows as they were, is emptied after the commit."""
    log = store_path.with_name(store_path.name + "-wal")
    assert log.stat().st_size > 0
    lock(store, *QUARTER)
    assert log.stat().st_size == 0


def test_a_lock_without_commit_changes_nothing(store: SqlStore, rows: list[Contact]) -> None:
    """Rows, months and what the session remembers are as before."""
    with store.unit_of_work() as uow:
        assert uow.periods.lock(CENTRE, QUARTER, TODAY, SeededIds(9)) == len(rows)
        assert uow.locks.locked_months(CENTRE) == frozenset(QUARTER)
    with store.unit_of_work() as uow:
        assert uow.locks.locked_months(CENTRE) == frozenset()
        assert uow.contacts.count(ContactQuery()) == len(rows) + 5


def test_a_locked_month_is_not_locked_twice(store: SqlStore, rows: list[Contact]) -> None:
    """Only what is still open is frozen; nothing happens the second time."""
    first = lock(store, JULY)
    assert lock(store, JULY, AUGUST, SEPTEMBER) == len(rows) - first
    assert lock(store, *QUARTER) == 0


def test_an_import_that_touches_a_locked_month_can_no_longer_be_taken_back(
    store: SqlStore,
) -> None:
    """Its id goes, from its rows of open months too, and its hash by day; another stays."""
    other, emptied = uuid_of(71), uuid_of(72)
    with store.unit_of_work() as uow:
        uow.batches.add(BATCH, "a" * 64, "1" * 64, TODAY)
        uow.batches.add(other, "b" * 64, "2" * 64, TODAY)
        uow.batches.add(emptied, "c" * 64, "3" * 64, TODAY)
        uow.contacts.add_many(
            [
                contact(1, date=dt.date(2026, 9, 9), batch=BATCH),
                contact(2, date=dt.date(2026, 10, 2), batch=BATCH),
                contact(3, date=dt.date(2026, 10, 2), batch=other),
            ]
        )
        uow.commit()
    lock(store, SEPTEMBER)
    with store.unit_of_work() as uow:
        assert uow.contacts.remove_batch(BATCH) == 0
        assert uow.contacts.get(contact(2).id) == contact(2, date=dt.date(2026, 10, 2))
        kept = uow.connection.exec_driver_sql("SELECT id, content_hash FROM import_batch").all()
        assert [row for row in kept if row[1]] == [(other.hex, "b" * 64)]
        assert not {BATCH.hex, emptied.hex} & {row[0] for row in kept}
        assert uow.batches.imported_on("d" * 64, "1" * 64) == TODAY
        assert uow.batches.imported_on("d" * 64, "2" * 64) is None
        assert uow.contacts.remove_batch(other) == 1


def test_completeness_is_read_from_days_and_frozen(store: SqlStore) -> None:
    """Days with rows of day precision in open months; frozen parts come back in order."""
    first, last = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
    with store.unit_of_work() as uow:
        uow.contacts.add(contact(1, date=dt.date(2026, 9, 2)))
        uow.contacts.add(contact(2, date=dt.date(2026, 9, 2)))
        uow.contacts.add(contact(3, date=dt.date(2026, 9, 15), date_precision=DatePrecision.MONTH))
        assert uow.periods.days_with_rows(CENTRE, first, last) == {dt.date(2026, 9, 2)}
        parts = tuple(week_parts(first, last))
        weeks = tuple(WeekCompleteness(CENTRE, part, WeekStatus.MISSING) for part in parts)
        uow.periods.keep_completeness(reversed_weeks := weeks[::-1])
        assert reversed_weeks
        assert uow.periods.completeness(CENTRE, first, last) == weeks
        assert uow.periods.completeness(CENTRE, first, dt.date(2026, 9, 13)) == weeks[:2]
        upcoming = WeekCompleteness(CENTRE, WeekPart(2026, 50, last, last), None)
        uow.periods.keep_completeness([upcoming])


def declared(book: CodeBook) -> DeclaredSet:
    """Return the product's table set."""
    return declared_from(tomllib.loads(TABLE_SET.read_text(encoding="utf-8")), book)


def counted_by_hand(wanted: DeclaredSet, rows: list[Contact]) -> Counter[tuple[object, ...]]:
    """Count rows of domain values by the definitions, one row at a time."""
    levels = {measure.key: measure.working_level for measure in wanted.measures}
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        values = row.values
        single = {
            "prevention_level": values.prevention_level.value,
            "topic": values.topics[0] if values.topics else None,
        }
        several = {
            "participants": values.participants,
            "referral_target": tuple(r.target for r in values.referrals),
            "topics": values.topics,
            "consulted": values.partners,
            "handover": tuple("yes" if r.warm_handover else "no" for r in values.referrals),
        }
        own = {values.working_level.value, values.structural_activity_type}
        for spec in wanted.tables:
            if levels[spec.measure] not in own:
                continue
            codes = []
            for dimension in map(wanted.dimension, spec.dimensions):
                if dimension.kind is DimensionKind.CODE:
                    field = dimension.field
                    stored = single[field] if field in single else getattr(values, field)
                    codes.append(dimension.reporting(stored))
                else:
                    held = set(several[dimension.field])
                    yes = held & set(dimension.any_of) if dimension.any_of else held
                    codes.append("yes" if yes else "no" if held else dimension.empty_means)
            cell = (str(Month.of(values.date)), spec.id, tuple(codes))
            found[(*cell, "n")] += 1
            found[(*cell, "known")] += values.contact_ordinal not in (None, "unknown")
            found[(*cell, "first")] += values.contact_ordinal in ("first", "single")
    return +found


def as_counter(counts: tuple[CountRow, ...]) -> Counter[tuple[object, ...]]:
    """Return counts in the shape of :func:`counted_by_hand`."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in counts:
        for name in ("n", "known", "first"):
            found[(row.month, row.table, row.codes, name)] += getattr(row, name)
    return +found


def test_counting_in_the_database_agrees_with_counting_by_hand(
    store: SqlStore, rows: list[Contact]
) -> None:
    """Every cell of every declared table, of each month, with known and first ordinals."""
    lock(store, *QUARTER)
    with store.unit_of_work() as uow:
        wanted = declared(uow.codes())
        counts = uow.counts.count(wanted, CENTRE, QUARTER, 1)
    assert as_counter(counts) == counted_by_hand(wanted, rows)
    assert len({(row.month, row.table, row.codes) for row in counts}) == len(counts)
    assert {(row.centre, row.vintage) for row in counts} == {("C1", 1)}
    by_police = [row for row in counts if row.table == "consultations:consulted.other"]
    assert {row.codes: row.n for row in by_police} == {("yes",): 2, ("missing",): 1}


def test_tables_over_all_topics_and_without_dimensions_are_counted(
    store: SqlStore, rows: list[Contact]
) -> None:
    """A yes/no dimension over a list of which a row holds several, and the bare sum."""
    lock(store, *QUARTER)
    wanted = DeclaredSet(
        version=1,
        threshold=5,
        measures=(Measure("contacts", "individual", "people"),),
        dimensions=(
            Dimension("topics.school", DimensionKind.FLAG, "topics", {}, ("school",), "missing"),
        ),
        tables=(TableSpec("t1", "contacts", ()), TableSpec("t2", "contacts", ("topics.school",))),
    )
    with store.unit_of_work() as uow:
        counts = uow.counts.count(wanted, CENTRE, QUARTER, 1)
    assert as_counter(counts) == counted_by_hand(wanted, rows)
    assert {row.codes for row in counts} == {(), ("yes",), ("no",), ("missing",)}


def test_a_dimension_over_an_unknown_field_is_a_bug(store: SqlStore) -> None:
    """It is told by its name, not by a wrong number."""
    wanted = DeclaredSet(
        version=1,
        threshold=5,
        measures=(Measure("contacts", "individual", "people"),),
        dimensions=(Dimension("x", DimensionKind.CODE, "shoe_size", {}),),
        tables=(TableSpec("t1", "contacts", ("x",)),),
    )
    with store.unit_of_work() as uow, pytest.raises(Bug, match="shoe_size"):
        uow.counts.count(wanted, CENTRE, QUARTER, 1)


def test_late_entries_are_the_next_vintage(store: SqlStore, rows: list[Contact]) -> None:
    """Counted on their own, waiting until they are counted, never among the first issue."""
    lock(store, *QUARTER)
    late = contact_values(date=dt.date(2026, 8, 5), contact_form="phone")
    with store.unit_of_work() as uow:
        wanted = declared(uow.codes())
        uow.counts.keep(uow.counts.count(wanted, CENTRE, QUARTER, 1))
        for n in range(3):
            uow.contacts.add_late(late, uuid_of(600 + n))
        uow.commit()
    with store.unit_of_work() as uow:
        assert uow.periods.late_entries([CENTRE], QUARTER) == 3
        assert uow.periods.late_entries([CENTRE], [JULY]) == 0
        first = uow.counts.count(wanted, CENTRE, QUARTER, 1)
        assert as_counter(first) == counted_by_hand(wanted, rows)
        second = uow.counts.count(wanted, CENTRE, QUARTER, 2)
        assert {(row.vintage, row.month) for row in second} == {(2, "2026-08")}
        assert as_counter(second) == counted_by_hand(
            wanted, [Contact(contact(n).id, StaffId(staff().id), late) for n in range(3)]
        )
        uow.counts.keep(second)
        uow.periods.keep_counted(CENTRE, QUARTER, 2)
        uow.periods.keep_counted(CENTRE, [], 3)
        assert set(uow.periods.counted([CENTRE], [*QUARTER, OCTOBER]).items()) == {
            *(((CENTRE, month), 2) for month in QUARTER),
            ((CENTRE, OCTOBER), 1),
        }
        assert uow.periods.late_entries([CENTRE], QUARTER) == 0
        assert not uow.contacts.remove_late(uuid_of(600)), "it has been counted"
        uow.contacts.add_late(late, uuid_of(700))
        assert uow.periods.late_entries([CENTRE], QUARTER) == 1
        assert uow.contacts.remove_late(uuid_of(700))
        assert uow.counts.kept([CENTRE], QUARTER, 1) == first
        assert Counter(uow.counts.kept([CENTRE], QUARTER, 2)) == Counter((*first, *second))
        assert uow.counts.kept([CENTRE], [OCTOBER], 9) == ()


def test_keeping_twice_replaces(store: SqlStore) -> None:
    """A kept count that is there already gets the new numbers."""
    old = CountRow("C1", "2026-07", 1, "contacts:level", ("universal",), 7, 3, 1)
    new = CountRow("C1", "2026-07", 1, "contacts:level", ("universal",), 8, 3, 1)
    bare = CountRow("C1", "2026-07", 1, "contacts:", (), 8, 3, 1)
    with store.unit_of_work() as uow:
        uow.counts.keep([old])
        uow.counts.keep([new, bare])
        uow.counts.keep([])
        assert Counter(uow.counts.kept([CENTRE], [JULY], 1)) == Counter([new, bare])


def test_counting_reads_one_place_of_the_file(store: SqlStore) -> None:
    """Rows are clustered by what is counted: no other quarter's rows are looked at."""
    with store._session.raw() as raw:
        plan = raw.execute(
            "EXPLAIN QUERY PLAN SELECT month, topic_1, count(*) FROM locked_contact WHERE "
            "centre_key = 'C1' AND vintage = 1 AND month IN ('2026-07') "
            "AND working_level = 'group' GROUP BY month, topic_1"
        ).fetchall()
    details = " ".join(row[3] for row in plan)
    assert "SEARCH locked_contact USING PRIMARY KEY" in details
    assert "centre_key=? AND vintage=? AND month=? AND working_level=?" in details
