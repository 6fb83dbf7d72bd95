"""Open rows change hands unread: by who leaves, or by two when she has left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from familjecentral.access.model import Actor, Role, Staff
from familjecentral.contacts.caseload import Offered, read_cards, waiting
from familjecentral.contacts.model import Contact
from familjecentral.contacts.parting import (
    TAKEN_OVER,
    HandOn,
    HandOverRows,
    answer_offer,
    hand_on,
    hand_over_rows,
    list_receivers,
)
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.undo import RowStep, UndoStack
from familjecentral.errors import NotFound
from tests.db.test_support import CLOCK, JOHAN, cards, rows
from tests.factories import contact, staff

__all__ = ["cards"]
OWN = (contact(1), contact(2))


def keep(store: SqlStore) -> None:
    with store.unit_of_work() as uow:
        for row in OWN:
            uow.contacts.add(row)
        uow.commit()


@contextmanager
def acting(store: SqlStore, who: Staff) -> Iterator[SqlUnitOfWork]:
    """Return a unit of work of somebody else, beside the one who has the store open."""
    actor = Actor(who.id, who.roles, who.centre_id)
    with store._session.engine.connect() as connection:
        uow = SqlUnitOfWork(connection, actor, store._session.shared, store._own)
        try:
            yield uow
        finally:
            uow.close()


def found(store: SqlStore, who: Staff) -> set[Contact]:
    """Return the rows of somebody."""
    with acting(store, who) as uow:
        return {*uow.contacts.page(ContactQuery(), after=None, size=9).rows}


def test_who_leaves_gives_all_open_rows_away(store: SqlStore) -> None:
    """Unread, to a counsellor of the house; what they say stays, and the log tells no number."""
    keep(store)
    with store.unit_of_work() as uow:
        assert list_receivers(uow) == ()
        with pytest.raises(NotFound):
            hand_over_rows(HandOverRows(JOHAN.id), uow, CLOCK)
    store.add_account(JOHAN, "korrekt häst batteri")
    with store.unit_of_work() as uow:
        assert list_receivers(uow) == ((JOHAN.id, "Johan"),)
        hand_over_rows(HandOverRows(JOHAN.id), uow, CLOCK)
    assert found(store, staff()) == set()
    assert found(store, JOHAN) == {replace(row, owner=JOHAN.id) for row in OWN}
    with store.unit_of_work() as uow, pytest.raises(NotFound):
        hand_over_rows(HandOverRows(JOHAN.id), uow, CLOCK)
    told = [(e["act"], e["kind"]) for e in rows(store, "audit")]
    assert ("done", "rows_handed_over") in told
    assert not any("contacts" in kind for _, kind in told)


@pytest.mark.parametrize("accept", [False, True])
def test_rows_of_somebody_who_left_need_two(store: SqlStore, *, accept: bool) -> None:
    """An administrator offers without learning what; nothing moves before the counsellor's yes,
    and an answer ends the offer."""
    admin = replace(JOHAN, roles=frozenset({Role.ADMINISTRATOR, Role.COUNSELLOR}))
    keep(store)
    store.add_account(admin, "korrekt häst batteri")
    offer = HandOn(staff().id, admin.id)
    with acting(store, admin) as uow, pytest.raises(NotFound):
        hand_on(offer, uow, CLOCK)  # the account is still open
    with store.unit_of_work() as uow:
        uow.connection.exec_driver_sql(
            f"UPDATE staff SET ends_on = '2026-10-01' WHERE id = '{staff().id.hex}'"
        )
        uow.commit()
    with acting(store, admin) as uow:
        hand_on(offer, uow, CLOCK)
    assert found(store, admin) == set()
    with acting(store, admin) as uow:
        assert read_cards(uow, CLOCK).offered == Offered(cards=0, rows=True)
        assert answer_offer(accept, uow, CLOCK) == TAKEN_OVER
        assert not waiting(uow).is_any
    assert len(found(store, admin)) == (len(OWN) if accept else 0)
    with acting(store, admin) as uow, pytest.raises(NotFound):
        answer_offer(accept, uow, CLOCK)


def test_steps_of_rows_that_were_given_away_go() -> None:
    """Nothing of them stays in memory, and undo does not meet them."""
    stack = UndoStack()
    stack.push(RowStep(None, OWN[0]))
    assert stack.forget_rows() == 1
    assert not stack.can_undo
