"""An open store: units of work, accounts and their keys, renewal, verification, copies.

Whose slot is whose stands in the encrypted store (``key_slot``), never in the key file. What
touches both goes in the order that leaves a way in at every moment: a new slot is written to the
key file before the store names it, an old one is taken away after.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from db import sqlite
from db.audit import read_setting, write_setting
from db.backup import opens_with, write_backup
from db.encryption import RECOVERY, DataKey, KeyFile, Secret, Unlocked
from db.errors import typed
from db.files import (
    SessionLock,
    create_private,
    keys_path,
    move_into_place,
    typed_os_errors,
    write_atomically,
)
from db.guard import guard
from db.recovery import new_recovery_key
from db.releases import read_register
from db.schema import key_slot
from db.schema_own import draft
from db.shared import Shared
from db.staff import insert_staff, is_open, read_staff, replace_staff
from db.unit_of_work import SqlUnitOfWork
from familjecentral.access.model import Act, Actor, Staff, StaffId
from familjecentral.errors import (
    AccountEnded,
    FieldProblem,
    InvalidInput,
    KeysMissing,
    NotFound,
    PassphraseTooShort,
    StartPassphrase,
    StoreDamaged,
    WrongPassphrase,
)
from familjecentral.gate import MINIMUM_PASSPHRASE
from familjecentral.releases.register import broken_links

RENEWAL_DUE = "renewal_due"
_START = "start_passphrase."


@contextmanager
def typed_errors(*, reading: bool = False) -> Iterator[None]:
    """Turn the driver's errors into the product's; the original could quote content."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise typed(error.orig or error, reading=reading) from None
    except sqlite.DriverError as error:
        raise typed(error, reading=reading) from None


def check_length(passphrase: str) -> None:
    """Stop if a new passphrase is too short.

    Raises:
        PassphraseTooShort.
    """
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise PassphraseTooShort(MINIMUM_PASSPHRASE)


@dataclass(slots=True, repr=False)
class Session:
    """What belongs to the open file, whoever works in it."""

    path: Path
    engine: Engine
    key: DataKey
    keys: KeyFile
    lock: SessionLock
    shared: Shared

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that is kept unless something is raised."""
        with typed_errors(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def raw(self) -> Iterator[sqlite.Raw]:
        """Give the driver's own connection, outside any transaction."""
        with typed_errors(), self.engine.connect() as connection:
            yield connection.connection.dbapi_connection

    def write_keys(self, keys: KeyFile) -> None:
        """Replace the key file."""
        write_atomically(keys_path(self.path), keys.to_bytes())
        self.keys = keys

    def add_slot(
        self,
        connection: Connection,
        secret: Secret,
        staff_id: StaffId | None,
        *,
        start: bool = False,
    ) -> None:
        """Give somebody (None: the recovery key) a slot; an earlier one no longer counts.
        ``start``: it opens only together with a passphrase of her own.

        The key file is written first: until the transaction is kept the store ignores the slot.
        """
        in_use = frozenset(self.owners(connection))
        keys, public = self.keys.with_slot(secret, staff_id or RECOVERY, self.key, in_use)
        self.write_keys(keys)
        connection.execute(key_slot.delete().where(key_slot.c.staff_id.is_(staff_id)))
        connection.execute(key_slot.insert(), {"public_key": public.hex(), "staff_id": staff_id})
        write_setting(connection, f"{_START}{staff_id}", "1" if start else None)

    def make_her_own(self, who: Staff, unlocked: Unlocked, old: str, new: str | None) -> None:
        """Put a passphrase of her own in the place of a start passphrase; do nothing to any
        other.

        Raises:
            StartPassphrase: there is none of her own; PassphraseTooShort; InvalidInput: ``same``.
        """
        key = f"{_START}{who.id}"
        with self.transaction() as connection:
            if read_setting(connection, key) is None:
                return
        if new is None:
            raise StartPassphrase("a passphrase of her own is wanted")
        check_length(new)
        if new == old:
            raise InvalidInput((FieldProblem("passphrase", "same"),))
        keys, name = self.keys, who.login_name
        changed = keys.rewrapped(keys.derive(old, name), keys.derive(new, name), unlocked.public)
        assert changed is not None  # the old one has just opened the slot
        self.write_keys(changed)
        with self.transaction() as connection:
            write_setting(connection, key, None)

    def drop_unused_slots(self) -> None:
        """Take away what no longer counts."""
        with self.transaction() as connection:
            owners = self.owners(connection)
        self.write_keys(self.keys.only(frozenset(owners)))

    def owners(self, connection: Connection) -> dict[bytes, UUID]:
        """Return the public keys that count, and whose they are."""
        rows = connection.execute(sa.select(key_slot.c.public_key, key_slot.c.staff_id))
        return {bytes.fromhex(public): owner or RECOVERY for public, owner in rows}

    def settle(self) -> None:
        """Empty the write-ahead log."""
        with self.raw() as raw:
            sqlite.settle(raw)
        self.shared.must_settle = False

    def renew(self) -> None:
        """Encrypt the store under a fresh data key, sealed to everybody who still has a slot.

        First the key file holds both keys, then the file is replaced, then the old key goes:
        whenever it is interrupted, one of the two keys in the key file opens the store.

        Raises:
            DiskFull, StoreReadOnly: the store is as it was.
        """
        with self.transaction() as connection:
            owners = self.owners(connection)
        self.settle()
        old, new = self.key, DataKey.fresh()
        self.engine.dispose()  # the last connection takes the log away
        copy = self.path.with_name(self.path.name + ".new")
        try:
            self.write_keys(self.keys.sealed_anew(owners, old, new))
            with typed_os_errors():
                copy.unlink(missing_ok=True)
                create_private(copy)
                shutil.copyfile(self.path, copy)
                sqlite.rewrite_under(copy, old, new)
                if not sqlite.opens(copy, new):
                    raise StoreDamaged("the copy does not open")
                move_into_place(copy, self.path)
            self.key = new
            self.write_keys(self.keys.sealed_anew(owners, new))
        finally:
            copy.unlink(missing_ok=True)
            self.engine = sqlite.make_engine(self.path, self.key)
        with self.transaction() as connection:
            write_setting(connection, RENEWAL_DUE, None)

    def finish_renewal(self, unlocked: Unlocked) -> None:
        """Finish what an interrupted session left half done: an ended account's slot, two keys
        in the key file."""
        with self.transaction() as connection:
            due = read_setting(connection, RENEWAL_DUE) is not None
            owners = self.owners(connection)
        if due:
            self.renew()
        elif len(unlocked.keys) > 1:
            self.write_keys(self.keys.sealed_anew(owners, self.key))

    def person(self, unlocked: Unlocked) -> Staff:
        """Return who a slot belongs to.

        Raises:
            WrongPassphrase: the store does not know the slot (any more). AccountEnded.
        """
        with self.transaction() as connection:
            owner = self.owners(connection).get(unlocked.public)
            if owner is None or owner != unlocked.user or owner == RECOVERY:
                raise WrongPassphrase("slot not in use")
            (person,) = read_staff(connection, StaffId(owner))
        if not is_open(person, self.shared.today()):
            raise AccountEnded("past the end date")
        return person

    def close(self) -> None:
        """Close the file and give the lock back."""
        try:
            self.engine.dispose()
        finally:
            self.lock.release()


class SqlStore:
    """The store in one person's name. Fits ``OpenedStore`` by structure."""

    def __init__(self, session: Session, person: Staff, unlocked: Unlocked) -> None:
        self._open: Session | None = session
        self._path = session.path
        self._is_sample = session.shared.is_sample
        self._person = person
        self._public = unlocked.public
        self._own = unlocked.own
        self._actor = Actor(person.id, person.roles, person.centre_id)

    @property
    def _session(self) -> Session:
        if self._open is None:
            raise WrongPassphrase("the store was closed or handed on")
        return self._open

    @property
    def actor(self) -> Actor:
        """Id, roles and centre of the person."""
        return self._actor

    @property
    def person(self) -> Staff:
        """The person who opened the store."""
        return self._person

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._path

    @property
    def is_sample(self) -> bool:
        """Whether everything in it is *Exempeldata*."""
        return self._is_sample

    def unit_of_work(self) -> AbstractContextManager[SqlUnitOfWork]:
        """Begin a unit of work in the person's name. Call on the database thread only."""
        return self._unit_of_work()

    @contextmanager
    def _unit_of_work(self) -> Iterator[SqlUnitOfWork]:
        session = self._session
        with typed_errors(), session.engine.connect() as connection:
            uow = SqlUnitOfWork(connection, self._actor, session.shared, self._own)
            try:
                yield uow
            finally:
                uow.close()
        if session.shared.must_settle:
            session.settle()

    def add_account(self, staff: Staff, passphrase: str, *, start: bool = False) -> None:
        """Keep a colleague and give her a key slot, in one step; ``start``: under a start
        passphrase.

        Raises:
            NotAllowed, InvalidInput, PassphraseTooShort.
        """
        guard(self._actor, Act.CHANGE_STAFF)
        check_length(passphrase)
        session = self._session
        secret = session.keys.derive(passphrase, staff.login_name)
        with session.transaction() as connection:
            insert_staff(connection, staff)
            session.add_slot(connection, secret, staff.id, start=start)

    def reset_passphrase(self, staff_id: StaffId, passphrase: str) -> None:
        """Give a colleague a new key slot under a start passphrase. The old one is overwritten,
        and the form that was sealed to it is destroyed: nobody could open it any more.

        Raises:
            NotAllowed, PassphraseTooShort; NotFound: no open account has this id.
        """
        guard(self._actor, Act.CHANGE_STAFF)
        check_length(passphrase)
        session = self._session
        with session.transaction() as connection:
            found = read_staff(connection, staff_id)
            if not found or not is_open(found[0], session.shared.today()):
                raise NotFound("staff")
            secret = session.keys.derive(passphrase, found[0].login_name)
            session.add_slot(connection, secret, staff_id, start=True)
            connection.execute(draft.delete().where(draft.c.staff_id == staff_id))
        session.drop_unused_slots()

    def end_account(self, staff_id: StaffId) -> None:
        """Take away a colleague's key slot and renew the data key.

        Raises:
            NotAllowed, NotFound, LastAdministrator; DiskFull, StoreReadOnly: the account has
            ended, and the renewal is done when the store is opened next time.
        """
        guard(self._actor, Act.CHANGE_STAFF)
        session = self._session
        today = session.shared.today()
        with session.transaction() as connection:
            found = read_staff(connection, staff_id)
            if not found:
                raise NotFound("staff")
            yesterday = today - dt.timedelta(days=1)
            ends_on = min(yesterday, found[0].ends_on or yesterday)
            replace_staff(connection, replace(found[0], ends_on=ends_on), today)
            connection.execute(key_slot.delete().where(key_slot.c.staff_id == staff_id))
            write_setting(connection, RENEWAL_DUE, "1")
        session.renew()

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the own key anew.

        Raises:
            WrongPassphrase, PassphraseTooShort.
        """
        check_length(new)
        keys, name = self._session.keys, self._person.login_name
        changed = keys.rewrapped(keys.derive(old, name), keys.derive(new, name), self._public)
        if changed is None:
            raise WrongPassphrase("the old passphrase does not open the slot")
        self._session.write_keys(changed)

    def check_passphrase(self, passphrase: str) -> bool:
        """Tell whether it is the person's own."""
        keys = self._session.keys
        unlocked = keys.unlock(keys.derive(passphrase, self._person.login_name))
        return unlocked is not None and unlocked.public == self._public

    def new_recovery_key(self) -> str:
        """Replace the recovery slot and return the new key, eight groups.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.CHANGE_STAFF)
        session = self._session
        text = new_recovery_key()
        with session.transaction() as connection:
            session.add_slot(connection, session.keys.derive_recovery(text), None)
        session.drop_unused_slots()
        return text

    def switch(
        self, login_name: str, passphrase: str, new_passphrase: str | None = None
    ) -> SqlStore:
        """Continue in another person's name; this object can no longer be used.

        Raises:
            WrongPassphrase, AccountEnded, StartPassphrase, PassphraseTooShort, InvalidInput (see
            ``SqlStoreGate.open``): nothing has changed.
        """
        session = self._session
        unlocked = session.keys.unlock(session.keys.derive(passphrase, login_name))
        if unlocked is None:
            raise WrongPassphrase("no slot opens")
        person = session.person(unlocked)
        session.make_her_own(person, unlocked, passphrase, new_passphrase)
        self._open = None
        return SqlStore(session, person, unlocked)

    def verify(self, progress: Callable[[float], None] | None = None) -> tuple[str, ...]:
        """Check pages, structure, references, keys and the chain of releases.

        Return stable keys of what is wrong: ``pages``, ``structure``, ``references``, ``keys``,
        ``releases``; empty when all is well.

        Raises:
            NotAllowed; whatever ``progress`` (share done, 0–1) raises.
        """
        guard(self._actor, Act.VERIFY_STORE)
        session = self._session
        checks: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("pages", lambda: self._count(sqlite.page_faults) == 0),
            ("structure", lambda: self._count(sqlite.structure_faults) == 0),
            ("references", lambda: self._count(sqlite.reference_faults) == 0),
            ("keys", self._keys_hold),
            ("releases", self._chain_holds),
        )
        session.settle()  # the pages are checked in the file
        wrong = []
        for done, (name, holds) in enumerate(checks):
            if progress is not None:
                progress(done / len(checks))
            if not holds():
                wrong.append(name)
        if progress is not None:
            progress(1.0)
        return tuple(wrong)

    def _count(self, check: Callable[[sqlite.Raw], int]) -> int:
        with self._session.raw() as raw:
            return check(raw)

    def _keys_hold(self) -> bool:
        session = self._session
        with session.transaction() as connection:
            owners = session.owners(connection)
        try:
            file = KeyFile.parse(keys_path(session.path).read_bytes())
        except (OSError, KeysMissing):  # taken away or changed while the store was open
            return False
        return RECOVERY in owners.values() and owners.keys() <= file.public_keys

    def _chain_holds(self) -> bool:
        with self._session.transaction() as connection:
            return not broken_links(read_register(connection))

    def back_up(self, target: Path) -> None:
        """Write one file: store, keys of this moment, public register; read back and compared.

        Raises:
            NotAllowed, DiskFull, StoreReadOnly, StoreDamaged.
        """
        guard(self._actor, Act.BACK_UP)
        session = self._session
        session.settle()
        with session.transaction() as connection:
            register = read_register(connection)
        write_backup(session.path, target, session.key, register)

    def check_copy(self, copy: Path) -> bool:
        """Read a copy from end to end; tell whether the present data key opens it.

        Raises:
            NotAllowed, DiskFull, StoreReadOnly, StoreDamaged.
        """
        guard(self._actor, Act.BACK_UP)
        return opens_with(copy, self._session.key, beside=self._session.path)

    def close(self) -> None:
        """Close the file. Afterwards nothing of the data key is kept."""
        if self._open is not None:
            session, self._open = self._open, None
            session.close()
