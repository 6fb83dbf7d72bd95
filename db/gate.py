"""The way in: make, open and recover a store. Importing this costs nothing of the database.

On every refusal the files are as they were: whatever can be refused is found out on a connection
that leaves no trace, before the store is opened for work.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.cost import KeyCost
from db.files import (
    SessionLock,
    create_private,
    keys_path,
    looks_encrypted,
    on_network,
    require_writable,
    sync_folder,
    typed_os_errors,
    wal_path,
    write_atomically,
)
from familjecentral.access.model import Role, Staff
from familjecentral.clock import Clock, IdSource
from familjecentral.codes import Code
from familjecentral.errors import (
    AccountEnded,
    FieldProblem,
    InvalidInput,
    KeysDoNotFit,
    KeysMissing,
    LastAdministrator,
    StoreDamaged,
    StoreExists,
    StoreMissing,
    StoreOnNetwork,
    StoreTooNew,
    WrongPassphrase,
)
from familjecentral.gate import NewStore
from familjecentral.groups.programme import Programme

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from db import sqlite
    from db.encryption import DataKey, KeyFile, Secret, Unlocked
    from db.store import Session, SqlStore

SAMPLE = "sample"
# Up to this size every page is authenticated at each opening; larger files by ``verify``.
_CHECKED_AT_OPENING = 32 * 2**20


class SqlStoreGate:
    """Fits ``StoreGate`` by structure.

    Args:
        clock: the day it is. ids: fresh random ids.
        seed_codes: the code lists that a store is seeded with; an older store gets what is new.
        seed_programmes: the catalogue of programmes, likewise.
        key_cost: Argon2id cost of new key files. is_network: tells network places.
    """

    def __init__(
        self,
        clock: Clock,
        ids: IdSource,
        seed_codes: tuple[Code, ...],
        *,
        seed_programmes: tuple[Programme, ...] = (),
        key_cost: KeyCost | None = None,
        is_network: Callable[[Path], bool] = on_network,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._seed = seed_codes
        self._programmes = seed_programmes
        self._cost = key_cost or KeyCost()
        self._is_network = is_network

    def create(self, path: Path, new: NewStore, passphrase: str) -> tuple[SqlStore, str]:
        """Make a store and return it open, with its recovery key (eight groups).

        Raises:
            StoreExists, StoreReadOnly, DiskFull, StoreOnNetwork, PassphraseTooShort;
            LastAdministrator: the first user is no administrator.
        """
        from db.encryption import RECOVERY, DataKey, KeyFile
        from db.recovery import new_recovery_key
        from db.store import check_length

        check_length(passphrase)
        if Role.ADMINISTRATOR not in new.first_user.roles:
            raise LastAdministrator("the first user must be one")
        if self._is_network(path):
            raise StoreOnNetwork("network place")
        with typed_os_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
        require_writable(path)
        with self._locked(path) as lock:
            if path.exists() or keys_path(path).exists():
                raise StoreExists("a file is there")
            key, keys, recovery = DataKey.fresh(), KeyFile.new(self._cost), new_recovery_key()
            personal = keys.derive(passphrase, new.first_user.login_name)
            keys, own = keys.with_slot(personal, new.first_user.id, key, frozenset())
            secret = keys.derive_recovery(recovery)
            keys, spare = keys.with_slot(secret, RECOVERY, key, frozenset((own,)))
            building = path.with_name(path.name + ".new")
            try:
                with typed_os_errors():
                    building.unlink(missing_ok=True)
                    create_private(building)
                self._fill(building, key, new, {own: new.first_user, spare: None})
                write_atomically(keys_path(path), keys.to_bytes())
                with typed_os_errors():
                    building.replace(path)
                    sync_folder(path.parent)
            finally:
                for ending in ("", "-wal", "-shm"):  # a full disk keeps the journal from closing
                    building.with_name(building.name + ending).unlink(missing_ok=True)
            session = self._session(path, key, keys, lock)
            unlocked = self._own_slot(keys, personal)
        return self._handed_out(session, new.first_user, unlocked), recovery

    def _fill(
        self, path: Path, key: DataKey, new: NewStore, slots: dict[bytes, Staff | None]
    ) -> None:
        from db import codes, programmes, sqlite
        from db.audit import write_setting
        from db.centres import insert_centre
        from db.migrate import migrate
        from db.schema import key_slot
        from db.staff import insert_staff
        from db.store import typed_errors

        engine = sqlite.make_engine(path, key)
        try:
            with typed_errors(), engine.begin() as connection:
                migrate(connection)
                codes.seed(connection, self._seed)
                programmes.seed(connection, self._programmes)
                insert_centre(connection, new.centre)
                insert_staff(connection, new.first_user)
                for public, owner in slots.items():
                    row = {"public_key": public.hex(), "staff_id": owner and owner.id}
                    connection.execute(key_slot.insert(), row)
                if new.sample:
                    write_setting(connection, SAMPLE, "1")
        finally:
            engine.dispose()

    def open(
        self, path: Path, login_name: str, passphrase: str, new_passphrase: str | None = None
    ) -> SqlStore:
        """Open a store. Copies and migrates an older one first; leaves files untouched on error.

        A start passphrase opens only with a ``new_passphrase``, which takes its place.

        Raises:
            WrongPassphrase, AccountEnded, KeysMissing, StoreMissing, StoreDamaged, StoreTooNew,
            StoreLocked, StoreReadOnly, StoreOnNetwork, DiskFull, StartPassphrase,
            PassphraseTooShort; InvalidInput: ``passphrase`` (``same``).
        """

        def attempt(keys: KeyFile) -> Unlocked | None:
            return keys.unlock(keys.derive(passphrase, login_name))

        with self._unlocked(path, attempt) as (session, unlocked):
            person = session.person(unlocked)
            session.make_her_own(person, unlocked, passphrase, new_passphrase)
        return self._handed_out(session, person, unlocked)

    def recover(
        self, path: Path, recovery_key: str, login_name: str, new_passphrase: str
    ) -> tuple[SqlStore, str]:
        """Open with the recovery key, give the person a new passphrase, and return the store
        with a new recovery key (the old one is spent).

        Raises:
            InvalidInput: ``recovery_key`` (length, group) or ``login_name`` (unknown).
            PassphraseTooShort, and what :meth:`open` raises.
        """
        from db.encryption import fold
        from db.recovery import new_recovery_key, read_recovery_key
        from db.staff import is_open, read_staff
        from db.store import check_length

        check_length(new_passphrase)
        normal = read_recovery_key(recovery_key)

        def attempt(keys: KeyFile) -> Unlocked | None:
            return keys.unlock(keys.derive_recovery(normal))

        with self._unlocked(path, attempt) as (session, _):
            fresh = new_recovery_key()
            with session.transaction() as connection:
                folded = fold(login_name)
                found = [p for p in read_staff(connection) if fold(p.login_name) == folded]
                if not found:
                    raise InvalidInput((FieldProblem("login_name", "unknown"),))
                person = found[0]
                if not is_open(person, self._clock.today()):
                    raise AccountEnded("past the end date")
                secret = session.keys.derive(new_passphrase, person.login_name)
                session.add_slot(connection, secret, person.id)
                session.add_slot(connection, session.keys.derive_recovery(fresh), None)
                owners = session.owners(connection)
            session.write_keys(session.keys.only(frozenset(owners)))
            unlocked = self._own_slot(session.keys, secret)
        return self._handed_out(session, person, unlocked), fresh

    @staticmethod
    def _own_slot(keys: KeyFile, secret: Secret) -> Unlocked:
        """Open the slot that was just made."""
        unlocked = keys.unlock(secret)
        assert unlocked is not None
        return unlocked

    @staticmethod
    def _handed_out(session: Session, person: Staff, unlocked: Unlocked) -> SqlStore:
        from db.store import SqlStore

        return SqlStore(session, person, unlocked)

    @contextmanager
    def _locked(self, path: Path) -> Iterator[SessionLock]:
        """Take the session lock; give it back if anything inside fails."""
        lock = SessionLock(path)
        lock.acquire()
        try:
            yield lock
        except BaseException:
            lock.release()
            raise

    @contextmanager
    def _unlocked(
        self, path: Path, attempt: Callable[[KeyFile], Unlocked | None]
    ) -> Iterator[tuple[Session, Unlocked]]:
        """Open the file with the slot that ``attempt`` opens; close it if anything inside fails."""
        if not path.is_file():
            raise StoreMissing("no such file")
        if self._is_network(path):
            raise StoreOnNetwork("network place")
        has_log = _has_content(wal_path(path))
        if not looks_encrypted(path, has_log=has_log):
            raise StoreDamaged("not a store")
        require_writable(path)
        with self._locked(path) as lock:
            from db.encryption import KeyFile

            if not keys_path(path).is_file():
                raise KeysMissing("no key file")
            with typed_os_errors():
                keys = KeyFile.parse(keys_path(path).read_bytes())
            unlocked = attempt(keys)
            if unlocked is None:
                raise WrongPassphrase("no slot opens")
            key = self._proven(path, unlocked, has_log=has_log)
            session = self._session(path, key, keys, lock)
            try:
                session.finish_renewal(unlocked)
                yield session, unlocked
            except BaseException:
                session.engine.dispose()
                raise

    def _proven(self, path: Path, unlocked: Unlocked, *, has_log: bool) -> DataKey:
        """Return the key that opens the file, once nothing stands against opening it.

        Raises:
            KeysDoNotFit, StoreDamaged, StoreTooNew, WrongPassphrase, AccountEnded.
        """
        from db import sqlite
        from db.store import typed_errors

        with _at_rest(path, has_log=has_log) as resting:
            candidates = reversed(unlocked.keys)
            fitting = (k for k in candidates if sqlite.opens(resting, k, has_log=has_log))
            key = next(fitting, None)
            if key is None:
                raise KeysDoNotFit("the data key does not fit")
            with typed_errors(reading=True):
                if has_log:
                    sqlite.replay_log(resting, key)
                raw = sqlite.connect_untouched(resting, key)
                try:
                    self._check(raw, unlocked)
                    small = resting.stat().st_size <= _CHECKED_AT_OPENING
                    if small and sqlite.page_faults(raw):
                        raise StoreDamaged("pages fail their check")
                finally:
                    raw.close()
        return key

    def _check(self, raw: sqlite.Raw, unlocked: Unlocked) -> None:
        """Refuse a newer schema, a slot that does not count, and an account that has ended."""
        from db.encryption import RECOVERY
        from db.migrate import HEAD, KNOWN, revision_of

        revision = revision_of(raw)
        if revision not in KNOWN:
            raise StoreTooNew(revision, HEAD)
        public = unlocked.public.hex()
        slot = "SELECT staff_id FROM key_slot WHERE public_key = ?"
        found = raw.execute(slot, (public,)).fetchone()
        owner = None if unlocked.user == RECOVERY else unlocked.user.hex
        if found is None or found[0] != owner:
            raise WrongPassphrase("slot not in use")
        (ends_on,) = raw.execute("SELECT max(ends_on) FROM staff WHERE id = ?", (owner,)).fetchone()
        if ends_on is not None and ends_on < self._clock.today().isoformat():
            raise AccountEnded("past the end date")

    def _session(self, path: Path, key: DataKey, keys: KeyFile, lock: SessionLock) -> Session:
        from db import codes, programmes, sqlite
        from db.audit import read_setting
        from db.shared import Shared
        from db.store import Session, typed_errors

        engine = sqlite.make_engine(path, key)
        try:
            with typed_errors():
                self._bring_up_to_date(path, key, engine)
                with engine.begin() as connection:
                    codes.seed(connection, self._seed)
                    programmes.seed(connection, self._programmes)
                    index = codes.CodeIndex.read(connection)
                    is_sample = read_setting(connection, SAMPLE) is not None
        except BaseException:
            engine.dispose()
            raise
        return Session(path, engine, key, keys, lock, Shared(self._clock, index, is_sample))

    @staticmethod
    def _bring_up_to_date(path: Path, key: DataKey, engine: Engine) -> None:
        """Copy an older store, then migrate it in one transaction."""
        from db import migrate, sqlite
        from db.backup import write_backup

        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            revision = migrate.revision_of(raw)
            if revision == migrate.HEAD:
                return
            sqlite.settle(raw)
        write_backup(path, path.with_name(f"{path.stem}-{revision}.fcbackup"), key)
        with (
            engine.connect() as connection,
            migrate.references_checked_at_the_end(connection),
        ):
            migrate.migrate(connection)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


@contextmanager
def _at_rest(path: Path, *, has_log: bool) -> Iterator[Path]:
    """Give a file that can be read without a trace. After a crash the write-ahead log holds
    committed rows, and reading them would change both files: then it is a private copy.

    Call with the session lock held: the copy has one place, so that the next opening clears away
    what a killed one left there."""
    if not has_log:
        yield path
        return

    folder = path.with_name(f".{path.name}-resting")
    shutil.rmtree(folder, ignore_errors=True)
    with typed_os_errors():
        folder.mkdir(mode=0o700)
    try:
        copy = folder / path.name
        with typed_os_errors():
            shutil.copyfile(path, copy)
            shutil.copyfile(wal_path(path), wal_path(copy))
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)
