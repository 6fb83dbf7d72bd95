"""Several alike at once: one transaction, one step."""

from __future__ import annotations

import datetime as dt

import pytest

from familjecentral.calendar.periods import Month
from familjecentral.contacts.drafts import FormDraft, KeepDraft, keep_draft, read_draft
from familjecentral.contacts.model import ContactId
from familjecentral.contacts.rules import MOST_ALIKE
from familjecentral.contacts.undo import Late, RowsStep, UndoStack, redo, undo
from familjecentral.contacts.use_cases import (
    LogSeveral,
    WithdrawContact,
    day_contacts,
    log_several,
    withdraw_contact,
)
from familjecentral.errors import InvalidInput, NothingToUndo, Stale
from tests.factories import TODAY, contact_values, uuid_of
from tests.unit.contacts.both import House

IDS = tuple(ContactId(uuid_of(n)) for n in range(3))
VALUES = contact_values(date=TODAY)
LATE = contact_values(date=dt.date(2026, 9, 3))


def log(house: House, values=VALUES, ids=IDS, *, ends_draft: bool = False) -> RowsStep:
    with house.begin() as uow:
        logged = log_several(LogSeveral(values, ids, ends_draft), uow, house.clock, house.ids)
    assert isinstance(logged.step, RowsStep)
    return logged.step


def rows(house: House) -> list[ContactId]:
    with house.begin() as uow:
        return [row.id for row in day_contacts(TODAY, uow, house.clock)]


def test_as_many_rows_as_ids_and_one_step(house: House) -> None:
    """Back and forth together; the same ids again make no second rows."""
    stack = UndoStack()
    log(house)
    stack.push(log(house))
    assert rows(house) == sorted(IDS)
    with house.begin() as uow:
        undo(stack, uow, house.clock, house.ids)
    assert rows(house) == []
    with house.begin() as uow:
        redo(stack, uow, house.clock, house.ids)
    assert rows(house) == sorted(IDS)


def test_when_one_has_gone_none_is_taken_back(house: House) -> None:
    """All or nothing."""
    stack = UndoStack()
    stack.push(log(house))
    with house.begin() as uow:
        withdraw_contact(WithdrawContact(IDS[1]), uow, house.clock, house.ids)
    with pytest.raises(Stale), house.begin() as uow:
        undo(stack, uow, house.clock, house.ids)
    assert rows(house) == sorted((IDS[0], IDS[2]))
    assert not stack.can_undo


def test_in_a_locked_month_all_are_late(house: House) -> None:
    """And are taken back as one step too, until the annual release."""
    house.lock(Month(2026, 9))
    stack = UndoStack()
    step = log(house, LATE)
    assert all(isinstance(after, Late) for _, after in step.rows)
    stack.push(step)
    with house.begin() as uow:
        undo(stack, uow, house.clock, house.ids)
    assert stack.can_redo


def test_a_lock_takes_the_step(house: House) -> None:
    """What is locked stays."""
    stack = UndoStack()
    stack.push(log(house, LATE))
    house.lock(Month(2026, 9))
    with pytest.raises(NothingToUndo), house.begin() as uow:
        undo(stack, uow, house.clock, house.ids)


@pytest.mark.parametrize("count", [0, MOST_ALIKE + 1])
def test_not_none_and_not_too_many(house: House, count: int) -> None:
    """Twenty is a day's work; more is a slip of the keyboard."""
    ids = tuple(ContactId(uuid_of(n)) for n in range(count))
    with pytest.raises(InvalidInput) as caught:
        log(house, ids=ids)
    assert [p.field for p in caught.value.problems] == ["alike"]
    assert rows(house) == []


@pytest.mark.parametrize("ends", [True, False])
def test_the_draft_goes_with_them(house: House, ends: bool) -> None:
    """In the same transaction."""
    with house.begin() as uow:
        keep_draft(KeepDraft(FormDraft(TODAY, day=TODAY)), uow, house.clock)
    log(house, ends_draft=ends)
    with house.begin() as uow:
        assert (read_draft(uow) is None) is ends
