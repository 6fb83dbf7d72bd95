"""Undo and redo."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.access.model import Role
from familjecentral.calendar.periods import Month
from familjecentral.changes import MOST_STEPS
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.contacts.undo import ImportStep, UndoStack, redo, undo
from familjecentral.contacts.use_cases import (
    CorrectContact,
    LogContact,
    WithdrawContact,
    correct_contact,
    log_contact,
    withdraw_contact,
)
from familjecentral.errors import NotAllowed, NothingToUndo, Stale
from tests.unit.contacts.test_rules import INDIVIDUAL, TODAY
from tests.unit.fakes import LINDEN, FakeStore, FixedClock, SeededIds, actor

CLOCK = FixedClock(TODAY)
SEPTEMBER = replace(INDIVIDUAL, date=dt.date(2026, 9, 3))
FORMS = ("booked_talk", "phone", "home_visit", "other")
DAYS = (TODAY, dt.date(2026, 9, 3))


class Session:
    """A counsellor at work: a store, a stack, ids."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.stack = UndoStack()
        self.ids = SeededIds()

    def log(self, values=INDIVIDUAL) -> ContactId:
        with self.store.unit_of_work() as uow:
            logged = log_contact(LogContact(values), uow, CLOCK, self.ids)
        self.stack.push(logged.step)
        return getattr(logged.step.after, "id", None)

    def correct(self, contact_id, values) -> None:
        with self.store.unit_of_work() as uow:
            logged = correct_contact(CorrectContact(contact_id, values), uow, CLOCK, self.ids)
        self.stack.push(logged.step)

    def withdraw(self, contact_id) -> None:
        with self.store.unit_of_work() as uow:
            logged = withdraw_contact(WithdrawContact(contact_id), uow, CLOCK, self.ids)
        self.stack.push(logged.step)

    def undo(self):
        with self.store.unit_of_work() as uow:
            return undo(self.stack, uow, CLOCK, self.ids)

    def redo(self):
        with self.store.unit_of_work() as uow:
            return redo(self.stack, uow, CLOCK, self.ids)

    @property
    def rows(self):
        return dict(self.store.kept.contacts)

    @property
    def late(self):
        return dict(self.store.kept.locked_rows)


@pytest.fixture
def session() -> Session:
    return Session()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 3)), max_size=30))
def test_any_sequence_ends_in_the_rows_of_a_model(acts: list[tuple[int, int, int]]) -> None:
    """Undo walks back through the very states that were, redo forward again."""
    session = Session()
    session.store.lock(Month(2026, 9))
    history = [({}, {})]
    place = 0
    for act, which, form in acts:
        ids = sorted(session.rows)
        values = replace(INDIVIDUAL, contact_form=FORMS[form], date=DAYS[which % 2])
        if act == 3:
            if place == 0:
                with pytest.raises(NothingToUndo):
                    session.undo()
            else:
                session.undo()
                place -= 1
        elif act == 4:
            if place == len(history) - 1:
                with pytest.raises(NothingToUndo):
                    session.redo()
            else:
                session.redo()
                place += 1
        elif act == 0 or not ids:
            session.log(values)
        elif act == 1:
            session.correct(ids[which % len(ids)], values)
        else:
            session.withdraw(ids[which % len(ids)])
        if act < 3:
            history = [*history[: place + 1], (session.rows, session.late)]
            place += 1
        assert (session.rows, session.late) == history[place]


def test_the_newest_fifty_steps_are_kept(session: Session) -> None:
    """Older ones can no longer be taken back."""
    for _ in range(MOST_STEPS + 5):
        session.log()
    for _ in range(MOST_STEPS):
        session.undo()
    assert not session.stack.can_undo
    assert session.stack.can_redo
    assert len(session.rows) == 5


def test_the_stack_is_empty_after_the_screen_lock(session: Session) -> None:
    """What the steps remember goes with the lock."""
    session.log()
    session.log()
    session.undo()
    session.stack.clear()
    assert not session.stack.can_undo
    assert not session.stack.can_redo


def test_steps_of_a_month_locked_since_are_dropped(session: Session) -> None:
    """What is locked stays; older steps of open months can still be taken back."""
    october = session.log()
    session.log(SEPTEMBER)
    session.store.lock(Month(2026, 9))
    session.undo()
    assert october not in session.rows
    assert len(session.late) == 1
    with pytest.raises(NothingToUndo):
        session.undo()


def test_a_late_entry_is_undone_from_memory_until_the_annual_release(session: Session) -> None:
    """Only this session knows which locked row it was."""
    session.store.lock(Month(2026, 9))
    session.log(SEPTEMBER)
    session.undo()
    assert session.late == {}
    session.redo()
    session.store.kept.annual.add((LINDEN.id, 2026))
    with pytest.raises(NothingToUndo):
        session.undo()
    assert len(session.late) == 1


def test_a_row_changed_elsewhere_is_left_alone_and_the_step_goes(session: Session) -> None:
    """Undo never overwrites what it does not know."""
    first = session.log()
    session.store.kept.contacts[first] = Contact(
        first, actor().staff_id, replace(INDIVIDUAL, contact_form="phone")
    )
    with pytest.raises(Stale):
        session.undo()
    assert session.rows[first].values.contact_form == "phone"
    assert not session.stack.can_undo


def test_a_redo_that_no_longer_fits_goes(session: Session) -> None:
    """The row that should be corrected again is gone."""
    first = session.log()
    session.correct(first, replace(INDIVIDUAL, contact_form="phone"))
    session.undo()
    del session.store.kept.contacts[first]
    with pytest.raises(Stale):
        session.redo()
    assert not session.stack.can_redo


def test_a_late_row_that_is_gone_cannot_be_taken_back(session: Session) -> None:
    """Somebody else emptied the place."""
    session.store.lock(Month(2026, 9))
    session.log(SEPTEMBER)
    session.store.kept.locked_rows.clear()
    with pytest.raises(Stale):
        session.undo()


def imported(session: Session) -> ImportStep:
    batch, late = uuid.UUID(int=77), uuid.UUID(int=78)
    with session.store.unit_of_work() as uow:
        for number in (5, 6):
            row = ContactId(uuid.UUID(int=number))
            uow.contacts.add(Contact(row, actor().staff_id, INDIVIDUAL, batch))
        uow.contacts.add_late(SEPTEMBER, late)
        uow.batches.add(batch, "hash", "month", TODAY)
        uow.commit()
    october, september = (LINDEN.id, Month(2026, 10)), (LINDEN.id, Month(2026, 9))
    step = ImportStep(batch, frozenset({october}), (late,), frozenset({september}))
    session.stack.push(step)
    return step


def test_an_import_is_one_step(session: Session) -> None:
    """Rows, late rows and the memory of the file go together; redo means to import again."""
    session.store.lock(Month(2026, 9))
    imported(session)
    assert session.undo().step.batch == uuid.UUID(int=77)
    assert (session.rows, session.late, session.store.kept.batches) == ({}, {}, {})
    assert not session.stack.can_redo


def test_an_import_that_is_partly_locked_stays(session: Session) -> None:
    """The step goes as a whole when one of its months is locked."""
    imported(session)
    session.store.lock(Month(2026, 10))
    with pytest.raises(NothingToUndo):
        session.undo()
    session.store.kept.annual.add((LINDEN.id, 2026))
    assert len(session.late) == 3


def test_a_fresh_act_ends_what_could_be_redone(session: Session) -> None:
    """There is one line of history."""
    session.log()
    session.undo()
    session.log()
    with pytest.raises(NothingToUndo):
        session.redo()


def test_only_a_counsellor_undoes(session: Session) -> None:
    """The role is asked again, even for one's own step."""
    session.log()
    with session.store.unit_of_work(actor(Role.MANAGER)) as uow:
        for act in (undo, redo):
            with pytest.raises(NotAllowed):
                act(session.stack, uow, CLOCK, session.ids)
    assert len(session.rows) == 1
