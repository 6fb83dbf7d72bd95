"""The command that weeds: counted first, then gone; the administrator's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.gate import SqlStoreGate
from db.schema_support import support_card
from db.store import SqlStore
from familjecentral import __main__ as program
from familjecentral.access.model import Role
from familjecentral.commands import weed
from familjecentral.contacts.caseload import OpenCard, open_card
from familjecentral.contacts.model import PreventionLevel
from tests.factories import PASSPHRASE, FixedClock, SeededIds, staff


@pytest.fixture
def house(
    store: SqlStore, store_path: Path, gate: SqlStoreGate, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a store with a card of long ago, and a colleague who is no administrator."""
    store.add_account(staff(2, roles=frozenset({Role.COUNSELLOR})), PASSPHRASE)
    with store.unit_of_work() as uow:
        command = OpenCard("LUGN-SJÖ", PreventionLevel.UNIVERSAL)
        open_card(command, uow, FixedClock(), SeededIds())
        uow.connection.execute(support_card.update().values(since="2020-01"))
        uow.commit()
    store.close()
    monkeypatch.setattr(weed, "store_gate", lambda clock, *, weeds: gate)
    monkeypatch.setenv("FAMILJECENTRAL_PASSPHRASE", PASSPHRASE)
    return store_path


def called(*arguments: object) -> int:
    return program.main([str(argument) for argument in ("weed", *arguments)])


def test_weeding_is_counted_before_it_is_done(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The preview changes nothing; the second time nothing is left; nobody else may."""
    assert called(house, "--user", "login2") == 1
    for arguments, answer in (
        (("--preview", "--json"), {"cards": 1, "groups": 0, "done": False}),
        (("--json",), {"cards": 1, "groups": 0, "done": True}),
        (("--json",), {"cards": 0, "groups": 0, "done": True}),
    ):
        capsys.readouterr()
        assert called(house, "--user", "login1", *arguments) == 0
        assert json.loads(capsys.readouterr().out) == answer
    assert called(house, "--user", "login1", "--preview") == 0
    assert "Att gallra: stödkort 0, grupper 0." in capsys.readouterr().out
