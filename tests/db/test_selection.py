"""A selection of own rows in a real store: totals, one code changed in all of it, imports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Month
from familjecentral.contacts.imports import UndoImport, list_imports, undo_import
from familjecentral.contacts.model import Contact, ContactId, WorkingLevel
from familjecentral.contacts.selection import (
    Correction,
    CorrectMany,
    correct_many,
    preview_correction,
    total_contacts,
)
from familjecentral.contacts.store import ContactQuery, KeptImport
from familjecentral.contacts.undo import ImportStep, UndoStack, redo, undo
from familjecentral.errors import Cancelled, InvalidInput, NotFound, Stale
from familjecentral.gate import NewStore
from tests.factories import PASSPHRASE, TODAY, FixedClock, SeededIds, centre, contact_values, staff
from tests.fixtures_store import make_gate

CLOCK = FixedClock()
EVERYTHING = ContactQuery()
ME, OTHER = staff(1), staff(2, login_name="nora", roles=frozenset({Role.COUNSELLOR}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made, _ = make_gate(CLOCK).create(tmp_path / "linden.fcdb", NewStore(centre(), ME), PASSPHRASE)
    yield made
    made.close()


def fill(store: SqlStore, *kinds: dict[str, object]) -> list[Contact]:
    ids = SeededIds(5)
    rows = [Contact(ContactId(ids.new_id()), ME.id, contact_values(**kind)) for kind in kinds]
    with store.unit_of_work() as uow:
        for row in rows:
            uow.contacts.add(row)
        uow.commit()
    return rows


def held(store: SqlStore) -> dict[ContactId, object]:
    with store.unit_of_work() as uow:
        return {c.id: c.values for c in uow.contacts.page(EVERYTHING, after=None, size=9999).rows}


def correct(store: SqlStore, command: CorrectMany) -> Correction:
    with store.unit_of_work() as uow:
        seen = preview_correction(command, uow, CLOCK)
    with store.unit_of_work() as uow:
        done = correct_many(command, uow, CLOCK)
    assert replace(done, step=None) == seen
    assert len(seen.examples) == seen.changed
    return done


PHONE = {"contact_form": "phone", "arena": "remote"}
GROUP = {"working_level": WorkingLevel.GROUP, "open_group": "cafe"}


def test_the_three_levels_have_sums_of_their_own(store: SqlStore) -> None:
    """Contacts, sessions and activities are never added up; visitors count at group level."""
    visitors = {"women": 4, "men": 1, "children": 6, "new_visitors": 2}
    fill(store, {}, PHONE, GROUP | visitors, GROUP | {"women": 2})
    with store.unit_of_work() as uow:
        totals = {(t.prevention_level, t.working_level): t for t in total_contacts(EVERYTHING, uow)}
        only = total_contacts(ContactQuery(contact_form="phone"), uow)
    own = contact_values()
    assert totals[own.prevention_level, WorkingLevel.INDIVIDUAL].rows == 2
    group = totals[own.prevention_level, WorkingLevel.GROUP]
    assert group.rows == 2
    assert group.women >= 6
    assert [total.rows for total in only] == [1]


def test_a_code_is_changed_in_the_rows_that_hold_it(store: SqlStore) -> None:
    """All else stays; one step takes all of it back, and does it again."""
    rows = fill(store, PHONE, PHONE, {"contact_form": "video", "arena": "remote"}, GROUP)
    before = held(store)
    done = correct(store, CorrectMany(EVERYTHING, "contact_form", "phone", "video"))
    assert (done.changed, done.untouched, done.refused) == (2, 2, {})
    after = held(store)
    assert after[rows[0].id] == replace(rows[0].values, contact_form="video")
    assert after[rows[3].id] == before[rows[3].id]
    stack = UndoStack()
    assert done.step is not None
    stack.push(done.step)
    with store.unit_of_work() as uow:
        undo(stack, uow, CLOCK, SeededIds())
    assert held(store) == before
    with store.unit_of_work() as uow:
        redo(stack, uow, CLOCK, SeededIds())
    assert held(store) == after
    assert repr(done.step) == "RowsStep(2 rows)"


def test_a_selection_longer_than_a_page_is_changed_whole(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are read in portions."""
    monkeypatch.setattr("familjecentral.contacts.selection._AT_ONCE", 2)
    fill(store, *[PHONE] * 5)
    assert correct(store, CorrectMany(EVERYTHING, "arena", "remote", "home")).changed == 5


def test_a_correction_tells_how_far_it_is_and_is_stopped_whole(store: SqlStore) -> None:
    """The share grows up to one; stopped while rows are being written, none is changed."""
    fill(store, *[PHONE] * 450)
    before = held(store)
    command = CorrectMany(EVERYTHING, "contact_form", "phone", "video")
    shares: list[float] = []
    with store.unit_of_work() as uow:
        preview_correction(command, uow, CLOCK, progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) == 5

    def stop(share: float) -> None:
        if share > 0.8:
            raise Cancelled

    with pytest.raises(Cancelled), store.unit_of_work() as uow:
        correct_many(command, uow, CLOCK, progress=stop)
    assert held(store) == before
    shares.clear()
    with store.unit_of_work() as uow:
        assert correct_many(command, uow, CLOCK, progress=shares.append).changed == 450
    assert shares == sorted(shares)
    assert 0.8 < shares[-1] <= 1


def test_only_marked_rows_are_changed(store: SqlStore) -> None:
    """Marked rows go before the filter; a row that is gone is passed over."""
    rows = fill(store, PHONE, PHONE)
    gone = ContactId(SeededIds(9).new_id())
    done = correct(store, CorrectMany((rows[1].id, gone), "arena", "remote", "home"))
    assert done.changed == 1
    assert held(store)[rows[0].id] == rows[0].values


def test_what_is_missing_can_be_filled_and_taken_away(store: SqlStore) -> None:
    """None is a code of its own here; a level or a required code cannot be taken away."""
    rows = fill(store, {"participants": ()}, {"participants": ("mother", "father")})
    assert correct(store, CorrectMany(EVERYTHING, "participants", None, "father")).changed == 1
    assert held(store)[rows[0].id].participants == ("father",)
    correct(store, CorrectMany(EVERYTHING, "participants", "mother", "father"))
    assert held(store)[rows[1].id].participants == ("father",)
    correct(store, CorrectMany(EVERYTHING, "participants", "father", None))
    assert held(store)[rows[1].id].participants == ()
    form = rows[0].values.contact_form
    done = correct(store, CorrectMany(EVERYTHING, "contact_form", form, None))
    assert (done.changed, done.refused, done.step) == (0, {"required": 2}, None)
    level = rows[0].values.prevention_level.value
    done = correct(store, CorrectMany(EVERYTHING, "prevention_level", level, None))
    assert done.refused == {"required": 2}
    other = "indicated" if level != "indicated" else "universal"
    done = correct(store, CorrectMany(EVERYTHING, "prevention_level", level, other))
    assert done.changed == 2
    assert held(store)[rows[0].id].prevention_level == other


@pytest.mark.parametrize(
    ("field", "old", "new", "problem"),
    [
        ("date", None, "home", "unknown_field"),
        ("arena", "home", "home", "repeated"),
        ("arena", "home", "moon", "unknown_code"),
    ],
)
def test_a_correction_that_means_nothing_is_refused(
    store: SqlStore, field: str, old: str | None, new: str, problem: str
) -> None:
    """Before any row is read."""
    with store.unit_of_work() as uow, pytest.raises(InvalidInput) as told:
        preview_correction(CorrectMany(EVERYTHING, field, old, new), uow, CLOCK)
    assert [p.problem for p in told.value.problems] == [problem]


def test_a_retired_code_is_not_put_into_rows(store: SqlStore) -> None:
    """The rows that would take it are counted and stay as they are."""
    rows = fill(store, PHONE)
    with store.unit_of_work() as uow:
        code = uow.codes().lists["arena"]["home"]
        uow.replace_code(replace(code, active=False))
        uow.commit()
    done = correct(store, CorrectMany(EVERYTHING, "arena", "remote", "home"))
    assert (done.changed, done.refused) == (0, {"retired_code": 1})
    assert held(store)[rows[0].id] == rows[0].values


def test_rows_changed_since_stop_the_undo_whole(store: SqlStore) -> None:
    """Either all rows go back or none."""
    rows = fill(store, PHONE, PHONE)
    done = correct(store, CorrectMany(EVERYTHING, "arena", "remote", "home"))
    stack = UndoStack()
    assert done.step is not None
    stack.push(done.step)
    with store.unit_of_work() as uow:
        uow.contacts.remove(done.step.rows[1][0].id)
        uow.commit()
    with store.unit_of_work() as uow, pytest.raises(Stale):
        undo(stack, uow, CLOCK, SeededIds())
    left = held(store)
    assert len(left) == 1
    assert all(values.arena == "home" for values in left.values())
    assert not stack.can_undo
    assert {row.id for row in rows} >= set(left)


def test_a_lock_forgets_the_step_of_its_months(store: SqlStore) -> None:
    """What is locked stays."""
    fill(store, PHONE | {"date": dt.date(2026, 8, 3)}, PHONE)
    done = correct(store, CorrectMany(EVERYTHING, "arena", "remote", "home"))
    stack = UndoStack()
    assert done.step is not None
    stack.push(done.step)
    with store.unit_of_work() as uow:
        uow.periods.lock(centre().id, [Month(2026, 8)], TODAY, SeededIds(4))
        uow.commit()
    with store.unit_of_work() as uow:
        stack.drop_locked(uow)
    assert not stack.can_undo


def keep_import(store: SqlStore, day: dt.date, seed: int = 7) -> ImportStep:
    ids = SeededIds(seed)
    batch = ids.new_id()
    rows = [
        Contact(ContactId(ids.new_id()), ME.id, contact_values(date=day), batch) for _ in range(3)
    ]
    with store.unit_of_work() as uow:
        uow.contacts.add_many(rows)
        uow.batches.add(batch, f"{seed:064x}", f"{seed:064x}", TODAY)
        uow.commit()
    return ImportStep(batch, frozenset({(centre().id, Month.of(day))}))


def test_an_import_is_undone_after_a_restart(store: SqlStore) -> None:
    """The store knows which rows came together; what came otherwise stays."""
    rows = fill(store, {})
    step = keep_import(store, dt.date(2026, 9, 3))
    path = store.path
    store.close()
    again = make_gate(CLOCK).open(path, ME.login_name, PASSPHRASE)
    with again.unit_of_work() as uow:
        month = Month(2026, 9)
        assert list_imports(uow) == (KeptImport(step.batch, TODAY, 3, month, month),)
        undo_import(UndoImport(step.batch), UndoStack(), uow)
    with again.unit_of_work() as uow:
        assert list_imports(uow) == ()
        assert uow.batches.imported_on(f"{7:064x}", f"{7:064x}") is None
        with pytest.raises(NotFound):
            undo_import(UndoImport(step.batch), UndoStack(), uow)
    assert set(held(again)) == {rows[0].id}
    again.close()


def test_an_import_whose_month_is_locked_stays(store: SqlStore) -> None:
    """It is no longer listed, and its id is of no use."""
    step = keep_import(store, dt.date(2026, 8, 3))
    with store.unit_of_work() as uow:
        uow.periods.lock(centre().id, [Month(2026, 8)], TODAY, SeededIds(4))
        uow.commit()
    with store.unit_of_work() as uow:
        assert list_imports(uow) == ()
        with pytest.raises(NotFound):
            undo_import(UndoImport(step.batch), UndoStack(), uow)


def test_the_step_of_the_session_goes_with_its_import(store: SqlStore) -> None:
    """Ctrl Z afterwards takes back what came before it, not the import once more."""
    other, step = keep_import(store, TODAY, 8), keep_import(store, TODAY)
    stack = UndoStack()
    stack.push(other)
    stack.push(step)
    with store.unit_of_work() as uow:
        undo_import(UndoImport(step.batch), stack, uow)
    assert stack.last_done() is other
    assert stack.import_of(step.batch) is None
    assert stack.import_of(other.batch) is other


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.sampled_from(["phone", "video", "booked_talk"]), max_size=8),
    old=st.sampled_from(["phone", "video"]),
    new=st.sampled_from(["booked_talk", "video"]),
)
def test_every_row_is_changed_untouched_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], old: str, new: str
) -> None:
    """And afterwards no row that could change holds the old code."""
    if old == new:
        return
    path = tmp_path_factory.mktemp("lager") / "linden.fcdb"
    store, _ = make_gate(CLOCK).create(path, NewStore(centre(), ME), PASSPHRASE)
    fill(store, *({"contact_form": form} for form in rows))
    done = correct(store, CorrectMany(EVERYTHING, "contact_form", old, new))
    assert done.changed + done.untouched + sum(done.refused.values()) == len(rows)
    assert not [v for v in held(store).values() if v.contact_form == old]
    store.close()
