"""A start passphrase opens once, together with one of her own; what a reset costs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

import db.store
from db.encryption import KeyFile
from db.files import keys_path
from db.gate import SqlStoreGate
from db.schema_own import draft
from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.contacts.drafts import KeepDraft, keep_draft, read_draft
from familjecentral.errors import (
    FamiljecentralError,
    InvalidInput,
    NotAllowed,
    NotFound,
    PassphraseTooShort,
    StartPassphrase,
    WrongPassphrase,
)
from tests.db.drafting import form_after
from tests.db.pictures import untouched
from tests.factories import PASSPHRASE, FixedClock, staff
from tests.fixtures_store import Template

BEA = staff(2, roles=frozenset({Role.COUNSELLOR}))
FORGOTTEN, START, OWN = "den som är glömd", "fem ord på ett papper", "hennes alldeles egna"
Way = Callable[..., SqlStore]


@pytest.fixture(params=["from cold", "in a running session"])
def way_in(
    request: pytest.FixtureRequest, gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> Way:
    """Return how Bea comes in: she opens the store, or takes the session over."""
    store.add_account(BEA, FORGOTTEN)
    store.reset_passphrase(BEA.id, START)
    if request.param == "in a running session":
        return lambda *phrases: store.switch(BEA.login_name, *phrases)
    store.close()
    return lambda *phrases: gate.open(store_path, BEA.login_name, *phrases)


def test_a_start_passphrase_opens_only_with_one_of_her_own(way_in: Way, store_path: Path) -> None:
    """Alone, with a short one or with itself it opens nothing, and no file has changed."""
    refusals: list[tuple[tuple[str, ...], type[FamiljecentralError]]] = [
        ((FORGOTTEN, OWN), WrongPassphrase),
        ((START,), StartPassphrase),
        ((START, "för kort"), PassphraseTooShort),
        ((START, START), InvalidInput),
    ]
    keys = keys_path(store_path).read_bytes()
    for phrases, error in refusals:
        with pytest.raises(error):
            way_in(*phrases)
    assert keys_path(store_path).read_bytes() == keys
    opened = way_in(START, OWN)
    assert opened.person == BEA
    assert opened.check_passphrase(OWN)
    opened.close()


def test_the_start_passphrase_opens_once(way_in: Way, gate: SqlStoreGate, store_path: Path) -> None:
    """Then it is spent, her own opens as it is, and the house's keys hold."""
    way_in(START, OWN).close()
    with pytest.raises(WrongPassphrase):
        gate.open(store_path, BEA.login_name, START, "ännu en helt annan")
    gate.open(store_path, BEA.login_name, OWN, "läses inte ens").close()
    gate.open(store_path, BEA.login_name, OWN).close()
    opened = gate.open(store_path, "login1", PASSPHRASE)
    assert opened.verify() == ()
    opened.close()


def test_a_new_account_can_begin_with_one_too(gate: SqlStoreGate, store: SqlStore) -> None:
    """As the window makes them: the administrator knows nobody's passphrase."""
    store.add_account(BEA, START, start=True)
    with pytest.raises(StartPassphrase):
        store.switch(BEA.login_name, START)
    store.switch(BEA.login_name, START, OWN).close()


def test_a_reset_overwrites_the_old_slot_and_what_was_sealed_to_it(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """The forgotten passphrase opens no slot of the file; the form is gone and nothing else."""
    store.add_account(BEA, FORGOTTEN)
    with store.unit_of_work() as uow:
        assert keep_draft(KeepDraft(form_after(3)), uow, FixedClock())
    bea = store.switch(BEA.login_name, FORGOTTEN)
    with bea.unit_of_work() as uow:
        assert keep_draft(KeepDraft(form_after(5)), uow, FixedClock())
    boss = bea.switch("login1", PASSPHRASE)
    boss.reset_passphrase(BEA.id, START)
    keys = KeyFile.parse(keys_path(store_path).read_bytes())
    assert keys.unlock(keys.derive(FORGOTTEN, BEA.login_name)) is None
    assert boss.verify() == ()
    with boss.unit_of_work() as uow:
        assert read_draft(uow) == form_after(3)
        assert uow.connection.scalar(sa.select(sa.func.count()).select_from(draft)) == 1
    bea = boss.switch(BEA.login_name, START, OWN)
    with bea.unit_of_work() as uow:
        assert read_draft(uow) is None
    bea.close()


def test_a_reset_can_be_done_again_before_she_came(store: SqlStore) -> None:
    """The paper was lost: the newest phrase holds."""
    store.add_account(BEA, FORGOTTEN)
    store.reset_passphrase(BEA.id, START)
    store.reset_passphrase(BEA.id, "ett annat papper")
    with pytest.raises(WrongPassphrase):
        store.switch(BEA.login_name, START, OWN)
    store.switch(BEA.login_name, "ett annat papper", OWN).close()


def test_the_recovery_key_ends_a_start_passphrase(
    gate: SqlStoreGate, store: SqlStore, store_path: Path, store_template: Template
) -> None:
    """Who came in with the key has chosen a passphrase of her own already."""
    store.add_account(BEA, START, start=True)
    store.close()
    opened, _ = gate.recover(store_path, store_template.recovery_key, BEA.login_name, OWN)
    opened.close()
    gate.open(store_path, BEA.login_name, OWN).close()


def test_nobody_else_and_nobody_who_is_not_there(
    store: SqlStore, store_path: Path, clock: FixedClock
) -> None:
    """Ended and unknown accounts, a short phrase: refused before a file is touched."""
    store.add_account(staff(3, ends_on=clock.day), FORGOTTEN)
    clock.day = clock.day.replace(day=clock.day.day + 1)
    for who, phrase, error in (
        (staff(3), START, NotFound),
        (staff(9), START, NotFound),
        (staff(1), "för kort", PassphraseTooShort),
    ):
        with untouched(store_path.parent), pytest.raises(error):
            store.reset_passphrase(who.id, phrase)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_resets(open_as: Callable[[Staff], SqlStore], role: Role) -> None:
    """No other role."""
    opened = open_as(staff(2, roles=frozenset({role})))
    with pytest.raises(NotAllowed):
        opened.reset_passphrase(staff(1).id, START)


def crashed_at(
    call: int, act: Callable[[], object], path: Path, target: Path, patch: pytest.MonkeyPatch
) -> None:
    """Copy the files as they are right before a certain writing of the key file."""
    real, calls = db.store.write_atomically, 0

    def snapshot(file: Path, content: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            left = shutil.ignore_patterns("*.lock", "*-shm")
            shutil.copytree(path.parent, target.parent, ignore=left)
        real(file, content)

    patch.setattr("db.store.write_atomically", snapshot)
    act()
    patch.undo()


@pytest.mark.parametrize("call", [1, 2])
def test_a_reset_can_be_cut_off(
    gate: SqlStoreGate,
    store: SqlStore,
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: int,
) -> None:
    """At each moment either the old passphrase or the start passphrase lets her in."""
    store.add_account(BEA, FORGOTTEN)
    crashed = tmp_path / "krasch" / store_path.name
    reset = partial(store.reset_passphrase, BEA.id, START)
    crashed_at(call, reset, store_path, crashed, monkeypatch)
    store.close()
    if call == 1:
        gate.open(crashed, BEA.login_name, FORGOTTEN).close()
        return
    with pytest.raises(WrongPassphrase):
        gate.open(crashed, BEA.login_name, FORGOTTEN)
    gate.open(crashed, BEA.login_name, START, OWN).close()
