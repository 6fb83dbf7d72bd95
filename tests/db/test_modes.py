"""What only POSIX systems have: private files, read-only folders, limits on file sizes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

from db.store import SqlStore
from familjecentral.errors import StoreReadOnly
from tests.db.pictures import untouched
from tests.factories import PASSPHRASE, contact

ROOT = Path(__file__).parents[2]


def _as_nobody(path: Path, code: str) -> str:
    """Run code in a process that the file system's permissions apply to (root ignores them)."""
    program = f"""
        import os
        if os.getuid() == 0:
            import db.gate, db.store, db.encryption, db.backup, db.recovery, tests.fixtures_store
            import familjecentral.errors
            os.setuid(65534)
        from tests.fixtures_store import make_gate
        from tests.factories import *
        from familjecentral.gate import NewStore
        from pathlib import Path
        path = Path({str(path)!r})
        try:
            {code}
        except Exception as error:
            print(type(error).__name__)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_read_only_folder_is_refused(store_path: Path) -> None:
    """Nothing is written, and the error says read-only, for opening and for making."""
    folder = store_path.parent
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if mode & 0o005 != 0o005:
            parent.chmod(mode | 0o055)
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o555)
    try:
        with untouched(folder):
            opening = "make_gate().open(path, staff().login_name, PASSPHRASE)"
            assert _as_nobody(store_path, opening) == StoreReadOnly.__name__
            making = "make_gate().create(path, NewStore(centre(), staff()), PASSPHRASE)"
            new = store_path.with_name("ny.fcdb")
            assert _as_nobody(new, making) == StoreReadOnly.__name__
    finally:
        folder.chmod(0o755)


def test_every_file_is_private(store: SqlStore, store_path: Path) -> None:
    """Store, keys, log, shared memory, lock and copies: the owner alone, whatever the umask."""
    before = os.umask(0)
    try:
        with store.unit_of_work() as uow:
            uow.contacts.add(contact())
            uow.commit()
        store.change_passphrase(PASSPHRASE, "en helt annan fras")
        store.back_up(store_path.with_name("kopia.fcbackup"))
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in store_path.parent.iterdir()}
    finally:
        os.umask(before)
    assert {"linden.fcdb", "linden.fcdb-wal", "linden.fcdb-shm", "linden.fckeys"} < modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_file_system_that_takes_no_more_is_a_full_disk(store_path: Path) -> None:
    """The system's own refusal, by a limit on the size of files: typed, and nothing is lost."""
    code = f"""
        import resource, signal
        from pathlib import Path
        from tests.factories import *
        from tests.fixtures_store import make_gate
        from familjecentral.errors import DiskFull
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        path = Path({str(store_path)!r})
        store = make_gate().open(path, staff().login_name, PASSPHRASE)
        with store.unit_of_work() as uow:
            uow.contacts.add(contact(1))
            uow.commit()
        size = path.with_name(path.name + "-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 9000, resource.RLIM_INFINITY))
        try:
            with store.unit_of_work() as uow:
                uow.contacts.add_many(contact(n) for n in range(10, 2000))
                uow.commit()
        except DiskFull:
            print("full")
        try:
            store.back_up(path.with_name("kopia.fcbackup"))
        except DiskFull:
            print("full")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        with store.unit_of_work() as uow:
            assert uow.contacts.get(contact(1).id) == contact(1)
            assert uow.contacts.get(contact(10).id) is None
            uow.contacts.add(contact(2))
            uow.commit()
        assert store.verify() == ()
        store.close()
        print(sorted(p.name for p in path.parent.iterdir()))
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["full", "full", "['linden.fcdb', 'linden.fckeys']"]
