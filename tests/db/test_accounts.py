"""Colleagues, their keys, the recovery key, and the renewal of the data key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import db.files
import db.store
from db.encryption import RECOVERY, KeyFile
from db.files import keys_path
from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.errors import (
    AccountEnded,
    InvalidInput,
    KeysDoNotFit,
    LastAdministrator,
    NotAllowed,
    PassphraseTooShort,
    WrongPassphrase,
)
from tests.db.pictures import untouched
from tests.factories import PASSPHRASE, FixedClock, contact, staff
from tests.fixtures_store import Template

BEA = staff(2, roles=frozenset({Role.COUNSELLOR}))
OTHER = "en helt annan fras"


def test_a_colleague_opens_the_store_in_her_own_name(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """Her roles and her id, her own passphrase."""
    store.add_account(BEA, OTHER)
    store.close()
    opened = gate.open(store_path, BEA.login_name.upper(), OTHER)
    assert opened.person == BEA
    assert opened.actor.roles == BEA.roles
    assert opened.check_passphrase(OTHER)
    assert not opened.check_passphrase(PASSPHRASE)
    opened.close()


def test_a_login_name_is_taken_whatever_its_case(store: SqlStore, store_path: Path) -> None:
    """Refused before anything is written, the key file included."""
    with untouched(store_path.parent), pytest.raises(InvalidInput) as caught:
        store.add_account(staff(2, login_name=staff().login_name.upper()), OTHER)
    assert [(p.field, p.problem) for p in caught.value.problems] == [("login_name", "taken")]


def test_short_passphrases_are_refused_everywhere(
    gate: SqlStoreGate, store: SqlStore, store_template: Template, store_path: Path
) -> None:
    """Twelve characters at least, for a colleague, for oneself, after recovery."""
    with pytest.raises(PassphraseTooShort):
        store.add_account(BEA, "elva tecken")
    with pytest.raises(PassphraseTooShort):
        store.change_passphrase(PASSPHRASE, "elva tecken")
    store.close()
    with pytest.raises(PassphraseTooShort):
        gate.recover(store_path, store_template.recovery_key, "login1", "elva tecken")


def test_the_passphrase_changes(gate: SqlStoreGate, store: SqlStore, store_path: Path) -> None:
    """The old one is asked for, and no longer opens."""
    with pytest.raises(WrongPassphrase):
        store.change_passphrase("fel lösenfras här", OTHER)
    store.change_passphrase(PASSPHRASE, OTHER)
    assert store.check_passphrase(OTHER)
    store.close()
    with pytest.raises(WrongPassphrase):
        gate.open(store_path, "login1", PASSPHRASE)
    gate.open(store_path, "login1", OTHER).close()


def test_switching_hands_the_store_on(store: SqlStore, clock: FixedClock) -> None:
    """The first person's object is dead afterwards; a failed attempt changes nothing."""
    store.add_account(BEA, OTHER)
    with pytest.raises(WrongPassphrase):
        store.switch(BEA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        assert uow.actor == store.actor
    opened = store.switch(BEA.login_name, OTHER)
    assert opened.person == BEA
    with pytest.raises(WrongPassphrase):
        store.unit_of_work().__enter__()
    store.close()  # does nothing: the store is Bea's now
    with opened.unit_of_work() as uow:
        assert uow.actor.staff_id == BEA.id
    opened.close()


def test_an_ended_colleague_cannot_be_switched_to(store: SqlStore, clock: FixedClock) -> None:
    """The end date holds inside a session too."""
    store.add_account(staff(2, ends_on=clock.day), OTHER)
    clock.day = clock.day.replace(day=clock.day.day + 1)
    with pytest.raises(AccountEnded):
        store.switch("login2", OTHER)


def test_ending_an_account_renews_the_data_key(
    gate: SqlStoreGate, store: SqlStore, store_path: Path, tmp_path: Path
) -> None:
    """Her slot is gone, and the data key she had does not open the file any more."""
    store.add_account(BEA, OTHER)
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    old_keys = keys_path(store_path).read_bytes()
    store.end_account(BEA.id)
    with store.unit_of_work() as uow:
        assert uow.contacts.get(contact().id) == contact()
        (bea,) = [person for person in uow.staff.all() if person.id == BEA.id]
    assert bea.ends_on is not None
    assert bea.ends_on < gate._clock.today()
    store.close()
    with pytest.raises(WrongPassphrase):
        gate.open(store_path, BEA.login_name, OTHER)
    gate.open(store_path, "login1", PASSPHRASE).close()
    # Her old key file beside the new store: her slot opens, its data key does not fit.
    stolen = tmp_path / "stulen.fcdb"
    shutil.copy(store_path, stolen)
    keys_path(stolen).write_bytes(old_keys)
    keys = KeyFile.parse(old_keys)
    assert keys.unlock(keys.derive(OTHER, BEA.login_name)) is not None
    with pytest.raises(KeysDoNotFit):
        gate.open(stolen, BEA.login_name, OTHER)


def test_the_last_administrator_cannot_end(store: SqlStore, store_path: Path) -> None:
    """Neither by ending the account nor by taking the role or setting a past end date."""
    store.add_account(BEA, OTHER)
    with untouched(store_path.parent), pytest.raises(LastAdministrator):
        store.end_account(staff().id)
    with store.unit_of_work() as uow, pytest.raises(LastAdministrator):
        uow.staff.replace(staff(roles=frozenset({Role.MANAGER})))
    store.add_account(staff(3), OTHER)
    store.end_account(staff().id)


STEPS: dict[str, tuple[str, int]] = {
    "before the key file holds both keys": ("db.store.write_atomically", 1),
    "before the file is copied": ("db.store.create_private", 1),
    "before the copy is rewritten": ("db.sqlite.rewrite_under", 1),
    "before the copy takes the file's place": ("db.store.move_into_place", 1),
    "before the old key goes": ("db.store.write_atomically", 2),
    "before the renewal is noted as done": ("db.store.write_setting", 2),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_renewal_can_be_cut_off_at_every_step(
    gate: SqlStoreGate,
    store: SqlStore,
    store_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """The files as they are at that moment open with the same passphrase, lose nothing, keep the
    ended colleague out, and the renewal is finished then."""
    store.add_account(BEA, OTHER)
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    crashed = tmp_path / "krasch" / store_path.name
    name, call = STEPS[step]
    module, _, attribute = name.rpartition(".")
    real: Callable[..., object] = getattr(
        db.sqlite if module == "db.sqlite" else db.store, attribute
    )
    calls = 0

    def snapshot(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            shutil.copytree(
                store_path.parent,
                crashed.parent,
                ignore=shutil.ignore_patterns("*.lock", "*-shm"),
            )
        return real(*arguments)

    monkeypatch.setattr(name, snapshot)
    store.end_account(BEA.id)
    monkeypatch.undo()
    assert crashed.exists()
    store.close()
    with pytest.raises(WrongPassphrase):
        gate.open(crashed, BEA.login_name, OTHER)
    opened = gate.open(crashed, "login1", PASSPHRASE)
    with opened.unit_of_work() as uow:
        assert uow.contacts.get(contact().id) == contact()
    assert opened.verify() == ()
    opened.close()
    keys = KeyFile.parse(keys_path(crashed).read_bytes())
    assert keys.unlock(keys.derive(OTHER, BEA.login_name)) is None
    found = keys.unlock(keys.derive(PASSPHRASE, "login1"))
    assert found is not None
    assert len(found.keys) == 1
    assert {path.name for path in crashed.parent.iterdir()} == {"linden.fcdb", "linden.fckeys"}


def test_a_renewal_that_finds_no_room_leaves_the_store_working(
    gate: SqlStoreGate, store: SqlStore, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy cannot be written: the account has ended all the same, the session goes on, and
    the next opening renews."""
    store.add_account(BEA, OTHER)

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("db.store.shutil.copyfile", full)
    with pytest.raises(db.files.DiskFull):
        store.end_account(BEA.id)
    monkeypatch.undo()
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    store.close()
    with pytest.raises(WrongPassphrase):
        gate.open(store_path, BEA.login_name, OTHER)
    opened = gate.open(store_path, "login1", PASSPHRASE)
    assert opened.verify() == ()
    opened.close()
    keys = KeyFile.parse(keys_path(store_path).read_bytes())
    assert keys.unlock(keys.derive(OTHER, BEA.login_name)) is None


def test_the_recovery_key_opens_once(
    gate: SqlStoreGate, store_path: Path, store_template: Template
) -> None:
    """A new passphrase, a new recovery key; the old ones open nothing any more."""
    opened, fresh = gate.recover(
        store_path, store_template.recovery_key.lower().replace("-", " "), "Login1", OTHER
    )
    assert opened.person == staff()
    assert opened.check_passphrase(OTHER)
    assert opened.verify() == ()
    opened.close()
    with pytest.raises(WrongPassphrase):
        gate.open(store_path, "login1", PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        gate.recover(store_path, store_template.recovery_key, "login1", PASSPHRASE)
    gate.open(store_path, "login1", OTHER).close()
    again, _ = gate.recover(store_path, fresh, "login1", PASSPHRASE)
    again.close()


def test_recovery_for_nobody_and_for_the_ended(
    gate: SqlStoreGate,
    store: SqlStore,
    store_path: Path,
    store_template: Template,
    clock: FixedClock,
) -> None:
    """An unknown name and an ended account are refused, and the key is not spent."""
    store.add_account(staff(2, ends_on=clock.day), OTHER)
    store.close()
    clock.day = clock.day.replace(day=clock.day.day + 1)
    key = store_template.recovery_key
    with untouched(store_path.parent), pytest.raises(InvalidInput):
        gate.recover(store_path, key, "ingen", OTHER)
    with untouched(store_path.parent), pytest.raises(AccountEnded):
        gate.recover(store_path, key, "login2", OTHER)
    opened, _ = gate.recover(store_path, key, "login1", OTHER)
    opened.close()


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_recovery_can_be_cut_off_at_every_step(
    gate: SqlStoreGate,
    store_path: Path,
    store_template: Template,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: int,
) -> None:
    """At each moment either the old recovery key or the new passphrase opens the store."""
    crashed = tmp_path / "krasch" / store_path.name
    real, calls = db.store.write_atomically, 0

    def snapshot(path: Path, content: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            shutil.copytree(
                store_path.parent,
                crashed.parent,
                ignore=shutil.ignore_patterns("*.lock", "*-shm"),
            )
        real(path, content)

    monkeypatch.setattr("db.store.write_atomically", snapshot)
    opened, _ = gate.recover(store_path, store_template.recovery_key, "login1", OTHER)
    monkeypatch.undo()
    opened.close()
    try:
        gate.open(crashed, "login1", OTHER).close()
    except WrongPassphrase:
        again, _ = gate.recover(crashed, store_template.recovery_key, "login1", OTHER)
        again.close()


def test_a_new_recovery_key_replaces_the_old(
    gate: SqlStoreGate, store: SqlStore, store_path: Path, store_template: Template
) -> None:
    """Only the newest opens."""
    fresh = store.new_recovery_key()
    store.close()
    with pytest.raises(WrongPassphrase):
        gate.recover(store_path, store_template.recovery_key, "login1", OTHER)
    opened, _ = gate.recover(store_path, fresh, "login1", OTHER)
    opened.close()


def test_a_slot_that_somebody_slipped_into_the_file_does_not_count(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """Even with the data key, a slot counts only if the store itself names it, and a renewal
    does not seal the next key to it."""
    session = store._session
    secret = session.keys.derive(OTHER, "mallory")
    with session.transaction() as connection:
        in_use = frozenset(session.owners(connection))
    for user in (staff().id, RECOVERY):
        keys, _ = session.keys.with_slot(secret, user, session.key, in_use)
        session.write_keys(keys)
    store.close()
    with untouched(store_path.parent), pytest.raises(WrongPassphrase):
        gate.open(store_path, "mallory", OTHER)
    opened = gate.open(store_path, "login1", PASSPHRASE)
    opened._session.renew()
    opened.close()
    renewed = KeyFile.parse(keys_path(store_path).read_bytes())
    assert renewed.unlock(renewed.derive(OTHER, "mallory")) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_accounts_and_keys_are_the_administrators(
    open_as: Callable[[Staff], SqlStore], store_path: Path, role: Role
) -> None:
    """No other role adds or ends accounts, replaces the recovery key, or copies the store."""
    opened = open_as(staff(2, roles=frozenset({role})))
    for act in (
        lambda: opened.add_account(staff(3), OTHER),
        lambda: opened.end_account(staff().id),
        opened.new_recovery_key,
        lambda: opened.back_up(store_path.with_name("kopia.fcbackup")),
    ):
        with pytest.raises(NotAllowed):
            act()
    if role is not Role.MANAGER:
        with pytest.raises(NotAllowed):
            opened.verify()
