"""Copies: whole, private, verified, with the public register in the clear."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from db.backup import check_backup
from db.files import keys_path
from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.errors import DiskFull, StoreDamaged, StoreReadOnly
from tests.db.test_releases import release
from tests.factories import PASSPHRASE, contact, staff


@pytest.fixture
def copy(store: SqlStore, tmp_path: Path) -> Path:
    """Return a copy of a store with a row and a release."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.releases.add(release())
        uow.commit()
    target = tmp_path / "kopia.fcbackup"
    store.back_up(target)
    return target


def test_a_copy_opens_with_the_keys_of_that_moment(
    gate: SqlStoreGate, store: SqlStore, copy: Path, tmp_path: Path
) -> None:
    """Taken apart it is a store and its keys; a later passphrase does not open it."""
    store.change_passphrase(PASSPHRASE, "en helt annan fras")
    restored = tmp_path / "igen" / "linden.fcdb"
    restored.parent.mkdir()
    with zipfile.ZipFile(copy) as archive:
        restored.write_bytes(archive.read("store.fcdb"))
        keys_path(restored).write_bytes(archive.read("keys.fckeys"))
    opened = gate.open(restored, staff().login_name, PASSPHRASE)
    with opened.unit_of_work() as uow:
        assert uow.contacts.get(contact().id) == contact()
        assert uow.releases.all() == (release(),)
    assert opened.verify() == ()
    opened.close()


def test_the_register_in_a_copy_is_public_and_names_nobody(copy: Path) -> None:
    """Cells as shown or hidden, hashes, certificate; not who published."""
    with zipfile.ZipFile(copy) as archive:
        register = json.loads(archive.read("register.json"))
        text = archive.read("register.json").decode()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    (entry,) = register["releases"]
    assert (entry["number"], entry["hash"]) == (1, release().hash)
    for word in (str(staff().id), staff().first_name, staff().login_name):
        assert word not in text


def test_a_changed_copy_is_found(copy: Path, tmp_path: Path) -> None:
    """One byte anywhere in the store part, a missing part, another file."""
    check_backup(copy)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    bad = tmp_path / "skadad.fcbackup"
    bad.write_bytes(content)
    with pytest.raises(StoreDamaged):
        check_backup(bad)
    bad.write_text("kopia")
    with pytest.raises(StoreDamaged):
        check_backup(bad)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(StoreDamaged):
        check_backup(bad)


def test_a_copy_is_tried_against_the_keys_of_today(
    store: SqlStore, store_path: Path, copy: Path
) -> None:
    """Whole and open, whole but of older keys, damaged: three answers, and nothing is left."""
    names = sorted(path.name for path in store_path.parent.iterdir())
    assert store.check_copy(copy)
    store._session.renew()
    assert not store.check_copy(copy)
    store.back_up(copy)
    assert store.check_copy(copy)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    with pytest.raises(StoreDamaged):
        store.check_copy(copy)
    assert sorted(path.name for path in store_path.parent.iterdir()) == names


def test_a_copy_of_a_store_that_was_damaged_already_is_found(
    store: SqlStore, store_path: Path, copy: Path, tmp_path: Path
) -> None:
    """Its sums fit, its pages do not."""
    bad, parts = tmp_path / "skadad.fcbackup", {}
    with zipfile.ZipFile(copy) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    pages = bytearray(parts["store.fcdb"])
    pages[4096 * 2 + 50] ^= 1
    manifest = json.loads(parts["manifest.json"])
    manifest["sha256"]["store.fcdb"] = hashlib.sha256(pages).hexdigest()
    parts |= {"store.fcdb": bytes(pages), "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(bad, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(StoreDamaged):
        store.check_copy(bad)


@pytest.mark.parametrize(("number", "error"), [(28, DiskFull), (13, StoreReadOnly)])
def test_a_copy_that_cannot_be_written_leaves_the_old_one(
    store: SqlStore,
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    error: type[Exception],
) -> None:
    """No half copy, no trial file; the last good copy is where it was."""
    before = copy.read_bytes()

    def fail(source: Path, target: Path) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr("db.backup.move_into_place", fail)
    with pytest.raises(error):
        store.back_up(copy)
    assert copy.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir() if path.is_file()] == [copy.name]


def test_verify_reports_what_is_wrong(store: SqlStore, store_path: Path) -> None:
    """Pages, keys and references each have their own word; progress goes from 0 to 1."""
    seen: list[float] = []
    assert store.verify(seen.append) == ()
    assert (seen[0], seen[-1]) == (0.0, 1.0)
    assert seen == sorted(seen)
    with store._session.raw() as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE contact SET centre_key = 'C9'")
        raw.execute("INSERT INTO staff_role VALUES ('00', 'manager')")
        raw.execute("PRAGMA foreign_keys = ON")
    assert store.verify() == ("references",)
    keys = keys_path(store_path).read_bytes()
    keys_path(store_path).write_bytes(keys[:60] + bytes(len(keys) - 60))
    assert store.verify() == ("references", "keys")
    keys_path(store_path).unlink()
    assert store.verify() == ("references", "keys")
    content = bytearray(store_path.read_bytes())
    content[4096 * 2 + 50] ^= 1
    store_path.write_bytes(content)
    assert store.verify()[0] == "pages"
