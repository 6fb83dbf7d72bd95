"""The fake unit of work keeps the same promises as the real store: one story told to both."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.access.model import Actor
from familjecentral.calendar.periods import Month
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import ContactId, ContactValues
from familjecentral.contacts.store import ContactQuery, SortColumn
from familjecentral.contacts.undo import UndoStack, redo, undo
from familjecentral.contacts.use_cases import (
    CorrectContact,
    LogContact,
    WithdrawContact,
    correct_contact,
    count_contacts,
    day_contacts,
    list_contacts,
    log_contact,
    withdraw_contact,
)
from familjecentral.errors import FamiljecentralError
from tests.factories import TODAY, FixedClock, SeededIds, centre, contact_values, seed_codes, staff
from tests.unit.fakes import FakeStore

FORMS = ("booked_talk", "phone", "drop_in_talk")
TOPICS = ("routines", "separation", "violence")


class Teller:
    """Tells a story to a store and writes down what comes back."""

    def __init__(self, begin) -> None:
        self.begin = begin
        self.stack = UndoStack()
        self.ids = SeededIds(5)
        self.clock = FixedClock()

    def tell(self, act) -> str:
        try:
            with self.begin() as uow:
                return act(uow)
        except FamiljecentralError as error:
            return type(error).__name__

    def write(self, use_case, command) -> str:
        def act(uow) -> str:
            done = use_case(command, uow, self.clock, self.ids)
            self.stack.push(done.step)
            return f"{done.late}"

        return self.tell(act)

    def back(self, use_case) -> str:
        return self.tell(lambda uow: repr(use_case(self.stack, uow, self.clock, self.ids).changes))

    def everything(self) -> list:
        told = []
        with self.begin() as uow:
            for sort in (SortColumn.DATE, SortColumn.PREVENTION_LEVEL):
                for descending in (False, True):
                    query = ContactQuery(sort=sort, descending=descending)
                    rows, after = [], None
                    while True:
                        page = list_contacts(query, uow, self.clock, after=after, size=3)
                        rows += [(row.id, row.values) for row in page.rows]
                        after = page.after
                        if after is None:
                            break
                    told.append(rows if sort is SortColumn.DATE else sorted(rows, key=str))
            queries = (
                ContactQuery(contact_form="phone"),
                ContactQuery(topic="violence"),
                ContactQuery(first=TODAY, last=TODAY),
                ContactQuery(prevention_level="universal", working_level="individual"),
            )
            told += [count_contacts(query, uow) for query in queries]
            told.append([row.id for row in day_contacts(TODAY, uow, self.clock)])
            told.append(sorted(map(str, uow.locks.locked_months(centre().id))))
        return told

    def act(self, kind: str, values: ContactValues, row: ContactId, new: ContactId) -> str:
        acts = {
            "log": lambda: self.write(log_contact, LogContact(values, new)),
            "correct": lambda: self.write(correct_contact, CorrectContact(row, values)),
            "withdraw": lambda: self.write(withdraw_contact, WithdrawContact(row)),
            "lock": lambda: self.tell(lock),
            "undo": lambda: self.back(undo),
            "redo": lambda: self.back(redo),
        }
        return acts[kind]()


def lock(uow) -> str:
    frozen = uow.periods.lock(centre().id, [Month(2026, 8), Month(2026, 9)], TODAY, SeededIds(9))
    uow.commit()
    return str(frozen)


def fake_store() -> FakeStore:
    fake = FakeStore(centre())
    lists: dict = {}
    for code in seed_codes():
        lists.setdefault(code.list, {})[code.key] = code
    fake.kept.codes = CodeBook(lists)
    return fake


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_tell_the_same_story(store: SqlStore, seed: int) -> None:
    """Log, correct, withdraw, undo, redo, lock: answers, errors and rows are the same."""
    fake = fake_store()
    who = Actor(staff().id, staff().roles, centre().id)
    tellers = [Teller(lambda: fake.unit_of_work(who)), Teller(store.unit_of_work)]
    chance = random.Random(seed)
    known: list[ContactId] = [ContactId(uuid.UUID(int=1))]
    for step in range(60):
        values = replace(
            contact_values(),
            date=TODAY - dt.timedelta(days=chance.randrange(70)),
            contact_form=chance.choice(FORMS),
            topics=tuple(chance.sample(TOPICS, chance.randrange(4))),
        )
        row = chance.choice(known)
        new = ContactId(uuid.UUID(int=chance.getrandbits(128), version=4))
        kind = chance.choice(["log", "log", "log", "correct", "withdraw", "undo", "undo", "redo"])
        if step == 40:
            kind = "lock"
        fakes, reals = (teller.act(kind, values, row, new) for teller in tellers)
        assert fakes == reals, f"{kind} at step {step}"
        if kind == "log":
            known.append(new)
        if step % 10 == 9:
            assert tellers[0].everything() == tellers[1].everything()
