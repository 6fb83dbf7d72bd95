"""Every way in that is refused: a typed error each, and the files as they were."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from db.encryption import KeyFile
from db.files import SessionLock, filesystem_of, keys_path, on_network
from db.gate import SqlStoreGate
from db.migrate import HEAD
from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.errors import (
    AccountEnded,
    KeysMissing,
    LastAdministrator,
    PassphraseTooShort,
    StoreDamaged,
    StoreExists,
    StoreLocked,
    StoreMissing,
    StoreOnNetwork,
    StoreTooNew,
    WrongPassphrase,
)
from familjecentral.gate import NewStore
from tests.db.pictures import untouched
from tests.factories import PASSPHRASE, FixedClock, centre, contact, staff
from tests.fixtures_store import Template, copy_store, make_gate

LOGIN = staff().login_name
ROOT = Path(__file__).parents[2]


def refused(gate: SqlStoreGate, path: Path, error: type[Exception], **changes: str) -> None:
    """Assert that opening raises an error and touches nothing."""
    arguments = {"login_name": LOGIN, "passphrase": PASSPHRASE} | changes
    with untouched(path.parent), pytest.raises(error):
        gate.open(path, **arguments)


def test_wrong_passphrase_and_unknown_name(gate: SqlStoreGate, store_path: Path) -> None:
    """Neither a wrong passphrase nor an unknown name opens or changes anything."""
    refused(gate, store_path, WrongPassphrase, passphrase="fel lösenfras här")
    refused(gate, store_path, WrongPassphrase, login_name="ingen")


def test_missing_store_and_missing_keys(gate: SqlStoreGate, store_path: Path) -> None:
    """Each missing file has its own error."""
    refused(gate, store_path.with_name("annat.fcdb"), StoreMissing)
    keys_path(store_path).unlink()
    refused(gate, store_path, KeysMissing)


def test_another_file_in_the_place_of_the_keys(gate: SqlStoreGate, store_path: Path) -> None:
    """A key file that is none is as good as missing."""
    keys_path(store_path).write_text("nycklar")
    refused(gate, store_path, KeysMissing)


def test_keys_of_another_store(
    gate: SqlStoreGate, store_path: Path, store_template: Template
) -> None:
    """Keys that open but do not fit the file: the pair is damaged, not the passphrase wrong."""
    other = store_path.with_name("annan.fcdb")
    stranger, _ = make_gate().create(other, NewStore(centre(), staff()), PASSPHRASE)
    stranger.close()
    shutil.copy(keys_path(other), keys_path(store_path))
    refused(gate, store_path, StoreDamaged)


@pytest.mark.parametrize(
    "content",
    [b"", b"Kontakter 2026\n" * 3, b"x" * 4096 * 3, b"SQLite format 3\x00" + b"\x00" * 8176],
    ids=["empty", "text", "page-sized", "plain-database"],
)
def test_another_file_with_the_ending_of_a_store(
    gate: SqlStoreGate, store_path: Path, content: bytes
) -> None:
    """Text and other databases are told from a store and left alone."""
    store_path.write_bytes(content)
    refused(gate, store_path, StoreDamaged)


@pytest.mark.parametrize("where", [0, 20, 4096 + 100, -5], ids=["salt", "page1", "page2", "end"])
def test_one_changed_byte_is_found(gate: SqlStoreGate, store_path: Path, where: int) -> None:
    """Every page is authenticated before the store is opened for work."""
    content = bytearray(store_path.read_bytes())
    content[where] ^= 1
    store_path.write_bytes(content)
    refused(gate, store_path, StoreDamaged)


def test_a_store_cut_short_is_found(gate: SqlStoreGate, store_path: Path) -> None:
    """Half a file is damaged, wherever it was cut."""
    whole = store_path.read_bytes()
    for length in (len(whole) // 2 // 4096 * 4096, len(whole) - 100, 4096):
        store_path.write_bytes(whole[:length])
        refused(gate, store_path, StoreDamaged)


def test_a_newer_store_is_refused_with_both_versions(
    gate: SqlStoreGate, store_path: Path, store: SqlStore
) -> None:
    """The error names what the store has and what the program knows."""
    with store._session.raw() as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'r9999'")
    store.close()
    with untouched(store_path.parent), pytest.raises(StoreTooNew) as caught:
        gate.open(store_path, LOGIN, PASSPHRASE)
    assert (caught.value.store, caught.value.program) == ("r9999", HEAD)


def test_an_ended_account_does_not_open(
    gate: SqlStoreGate, store_path: Path, store: SqlStore, clock: FixedClock
) -> None:
    """The last day counts; the day after it does not open, and says why."""
    colleague = staff(2, roles=frozenset({Role.COUNSELLOR}), ends_on=clock.day)
    store.add_account(colleague, PASSPHRASE)
    store.close()
    gate.open(store_path, colleague.login_name, PASSPHRASE).close()
    clock.day = clock.day.replace(day=clock.day.day + 1)
    refused(gate, store_path, AccountEnded, login_name=colleague.login_name)


def test_one_session_at_a_time(gate: SqlStoreGate, store_path: Path) -> None:
    """A second session is refused, in the same process too, until the first has closed."""
    first = gate.open(store_path, LOGIN, PASSPHRASE)
    with pytest.raises(StoreLocked):
        gate.open(store_path, LOGIN, PASSPHRASE)
    first.close()
    gate.open(store_path, LOGIN, PASSPHRASE).close()


def test_a_session_that_died_gives_the_store_back(gate: SqlStoreGate, store_path: Path) -> None:
    """The lock belongs to the process: whatever is left of it keeps nobody out."""
    code = f"""
        import os, sys
        from pathlib import Path
        from db.files import SessionLock
        SessionLock(Path({str(store_path)!r})).acquire()
        print("locked", flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(StoreLocked):
            gate.open(store_path, LOGIN, PASSPHRASE)
        other.kill()
        other.wait()
    gate.open(store_path, LOGIN, PASSPHRASE).close()


def test_closing_leaves_nothing_but_store_and_keys(gate: SqlStoreGate, store_path: Path) -> None:
    """No log, no shared memory, no lock file; opening and closing does not change the files."""
    with untouched(store_path.parent):
        gate.open(store_path, LOGIN, PASSPHRASE).close()
    assert {p.name for p in store_path.parent.iterdir()} == {"linden.fcdb", "linden.fckeys"}


def test_a_network_place_is_refused(store_path: Path) -> None:
    """Neither opened nor made there."""
    gate = make_gate(is_network=lambda path: True)
    refused(gate, store_path, StoreOnNetwork)
    new = store_path.with_name("ny.fcdb")
    with untouched(store_path.parent), pytest.raises(StoreOnNetwork):
        gate.create(new, NewStore(centre(), staff()), PASSPHRASE)


def test_a_folder_that_is_copied_to_the_cloud_is_no_place_for_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OneDrive says in the environment where its folders are; beside them is all right."""
    assert not on_network(tmp_path / "OneDrive" / "Dokument" / "linden.fcdb")
    monkeypatch.setenv("OneDrive", "")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "OneDrive"))
    assert on_network(tmp_path / "OneDrive" / "Dokument" / "linden.fcdb")
    assert not on_network(tmp_path / "OneDrive2" / "linden.fcdb")


def test_the_innermost_mount_decides_whether_a_place_is_on_the_network() -> None:
    """A mount table as Linux writes it; spaces in paths are escaped there."""
    table = (
        "21 1 0:19 / / rw - ext4 /dev/sda rw\n"
        "22 21 0:40 / /mnt/gemensam\\040mapp rw - cifs //server/x rw\n"
        "23 22 0:41 / /mnt/gemensam\\040mapp/lokal rw - ext4 /dev/sdb rw\n"
    )
    assert filesystem_of(Path("/mnt/gemensam mapp/a"), table) == "cifs"
    assert filesystem_of(Path("/mnt/gemensam mapp/lokal/a"), table) == "ext4"
    assert filesystem_of(Path("/mnt/gemensam"), table) == "ext4"


def test_a_making_that_was_cut_off_is_cleared_away(gate: SqlStoreGate, tmp_path: Path) -> None:
    """A full disk or a power cut leaves a journal; the next attempt starts and ends clean."""
    path = tmp_path / "ny.fcdb"
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ".new" + ending).write_bytes(b"rest" * 9000)
    gate.create(path, NewStore(centre(), staff()), PASSPHRASE)[0].close()
    assert {p.name for p in tmp_path.iterdir()} == {"ny.fcdb", "ny.fckeys"}


def test_a_store_is_never_overwritten(gate: SqlStoreGate, store_path: Path) -> None:
    """A store or keys that are there stop the making of a new one."""
    new = NewStore(centre(), staff())
    with untouched(store_path.parent), pytest.raises(StoreExists):
        gate.create(store_path, new, PASSPHRASE)
    store_path.unlink()
    with untouched(store_path.parent), pytest.raises(StoreExists):
        gate.create(store_path, new, PASSPHRASE)


def test_a_new_store_needs_a_long_passphrase_and_an_administrator(
    gate: SqlStoreGate, tmp_path: Path
) -> None:
    """Both are refused before a file is made."""
    path = tmp_path / "ny.fcdb"
    with pytest.raises(PassphraseTooShort):
        gate.create(path, NewStore(centre(), staff()), "elva tecken")
    manager = staff(roles=frozenset({Role.MANAGER}))
    with pytest.raises(LastAdministrator):
        gate.create(path, NewStore(centre(), manager), PASSPHRASE)
    assert not list(tmp_path.iterdir())


def test_a_failed_beginning_leaves_nothing(
    gate: SqlStoreGate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that could not be filled is not there, nor its keys, nor a lock."""

    def fail(connection: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("db.migrate.migrate", fail)
    with pytest.raises(OSError, match="no room"):
        gate.create(tmp_path / "ny.fcdb", NewStore(centre(), staff()), PASSPHRASE)
    assert not list(tmp_path.iterdir())


def test_what_a_crash_left_in_the_log_is_kept_and_not_touched_by_refusals(
    gate: SqlStoreGate, store: SqlStore, store_path: Path, tmp_path: Path
) -> None:
    """A copy of the files of a running session is what a crash leaves: refusals leave its log
    alone, and the right passphrase finds the committed row and leaves nothing more behind."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    crashed = tmp_path / "krasch" / "linden.fcdb"
    crashed.parent.mkdir()
    for path in store_path.parent.iterdir():
        if path.suffix != ".lock":
            shutil.copy2(path, crashed.parent / path.name)
    refused(gate, crashed, WrongPassphrase, passphrase="fel lösenfras här")
    killed = crashed.with_name(".linden.fcdb-resting")  # while it looked at the log's copy
    killed.mkdir()
    shutil.copy2(store_path, killed)
    opened = gate.open(crashed, LOGIN, PASSPHRASE)
    with opened.unit_of_work() as uow:
        assert uow.contacts.get(contact().id) == contact()
    opened.close()
    assert {p.name for p in crashed.parent.iterdir()} == {"linden.fcdb", "linden.fckeys"}


def test_importing_the_way_in_costs_nothing_of_the_database() -> None:
    """The login screen is painted before SQLAlchemy, Alembic and the driver are imported."""
    heavy = "{'sqlalchemy', 'alembic', 'sqlcipher3', 'cryptography'}"
    code = f"import sys, db, db.gate; print({heavy} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_opening_does_not_import_alembic(store_path: Path) -> None:
    """An up-to-date store is opened without the migration tool."""
    code = f"""
        import sys
        from pathlib import Path
        from tests.fixtures_store import make_gate
        from tests.factories import *
        make_gate().open(Path({str(store_path)!r}), staff().login_name, PASSPHRASE).close()
        print("alembic" in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_the_key_file_of_a_new_store_costs_what_was_asked(store_path: Path) -> None:
    """The cost stands in the file, so that every machine derives the same key."""
    keys = KeyFile.parse(keys_path(store_path).read_bytes())
    assert (keys.cost.memory_kib, keys.cost.iterations, keys.cost.lanes) == (64, 1, 1)


def test_two_locks_on_one_file_in_one_process(tmp_path: Path) -> None:
    """Releasing gives the lock to the next, and twice does no harm."""
    first, second = SessionLock(tmp_path / "a"), SessionLock(tmp_path / "a")
    first.acquire()
    with pytest.raises(StoreLocked):
        second.acquire()
    first.release()
    first.release()
    second.acquire()
    second.release()
    assert not list(tmp_path.iterdir())


def test_nothing_in_the_files_is_readable(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """No login name, first name, code or centre stands in the clear in any file of a session."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact())
        uow.commit()
    words = [LOGIN, staff().first_name, "Linden", "booked_talk", "routines", "CREATE TABLE"]
    for path in store_path.parent.iterdir():
        content = path.read_bytes()
        for word in words:
            assert word.encode() not in content, (path.name, word)
            assert word.encode("utf-16-le") not in content


def test_copying_a_closed_store_is_enough(
    gate: SqlStoreGate, store_path: Path, tmp_path: Path, store_template: Template
) -> None:
    """Two files are the whole store."""
    moved = copy_store(store_path, tmp_path / "flyttat.fcdb")
    opened = gate.open(moved, LOGIN, PASSPHRASE)
    assert opened.person == staff()
    opened.close()
