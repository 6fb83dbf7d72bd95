"""What support cards leave behind: no word in errors and logs, and nothing in an older store."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from db import migrate
from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.contacts.caseload import (
    CloseCard,
    OpenCard,
    Rate,
    SetService,
    close_card,
    rate,
    set_service,
)
from familjecentral.contacts.support import CardId, Reason, SupportCard
from familjecentral.errors import FamiljecentralError
from tests.db.test_support import Cards, U, cards, offer, rows
from tests.factories import PASSPHRASE, contact, staff, uuid_of

__all__ = ["cards"]
CANARY = "KANARIE-FÅGEL"


def test_no_error_and_no_log_repeats_a_code_word(
    cards: Cards, caplog: pytest.LogCaptureFixture
) -> None:
    """A canary as the word of a card through every act, refusals included: neither an error, nor
    a repr, nor what the libraries log at their most talkative holds it."""
    caplog.set_level(logging.DEBUG)
    card = cards.open(CANARY)
    twin = replace(card, id=CardId(uuid_of(7)))
    for wrong in (
        lambda: cards.open(CANARY),
        lambda: cards.act(rate, Rate(card.id, 11)),
        lambda: cards.act(set_service, SetService(card.id, CANARY)),
        lambda: keep(cards.store, twin),
        lambda: keep(cards.store, replace(twin, word="X", talks=100)),
        lambda: keep(cards.store, replace(twin, word="X", service=CANARY)),
    ):
        with pytest.raises(FamiljecentralError) as caught:
            wrong()
        assert CANARY not in "".join(traceback.format_exception(caught.value))
    cards.act(close_card, CloseCard(card.id, Reason.DONE))
    cards.back()
    assert cards.own()[0].word == CANARY
    shown = repr([card, cards.stack.last_undone(), OpenCard(CANARY, U)])
    assert CANARY not in shown
    assert CANARY not in caplog.text
    assert not [e for e in rows(cards.store, "audit") if CANARY in str(e)]


def keep(store: SqlStore, card: SupportCard) -> None:
    with store.unit_of_work() as uow:
        uow.cards.add(card)


def test_the_step_goes_back_and_forth_with_rows(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """Back: cards and services go, contacts stay as they were but for the service. Forward
    again: rows and references are there."""
    service = offer(store)
    own = contact(1, participants=("mother",), partners=("school",))
    with store.unit_of_work() as uow:
        uow.contacts.add(replace(own, values=replace(own.values, open_service=service)))
        uow.commit()
    Cards(store).open(service=service)
    with store._session.engine.connect() as connection:
        with migrate.references_checked_at_the_end(connection):
            migrate.migrate(connection, f"-{len(migrate.KNOWN) - 2}")
        found = connection.exec_driver_sql("SELECT * FROM contact").mappings().one()
        assert "open_service" not in found
        lists = connection.exec_driver_sql("SELECT DISTINCT list FROM code").scalars()
        assert "open_service" not in set(lists)
        connection.rollback()
    store.close()
    opened = gate.open(store_path, staff().login_name, PASSPHRASE)
    with opened.unit_of_work() as uow:
        assert uow.contacts.get(own.id) == own
        assert (uow.cards.own(), uow.services.all()) == ((), ())
    Cards(opened).open(service=offer(opened))
    assert opened.verify() == ()
    opened.close()
