"""What only systems with file modes have: private files, read-only folders."""

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
    for parent in folder.parents[:3]:
        parent.chmod(0o755)
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
