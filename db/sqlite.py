"""Everything that is said in SQLite's or SQLCipher's own words: connections, checks, triggers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver

from db.errors import typed

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy import Engine

    from db.encryption import DataKey

Raw = Any  # a connection of sqlcipher3, which has no types
DriverError = driver.Error
_BUSY_SECONDS = 5


def connect(path: Path, key: DataKey) -> Raw:
    """Return a connection for work: encrypted, write-ahead log, durable, keys enforced."""
    raw = driver.connect(
        str(path), timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
    )
    try:
        _unlock(raw, key)
        # FULL: a commit that was answered survives a power cut. secure_delete: what is withdrawn
        # or frozen is overwritten, not just unlinked.
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",  # without it REPLACE takes a row away unseen by triggers
            "secure_delete = ON",
            "cache_size = -64000",
        ):
            raw.execute(f"PRAGMA {pragma}")
    except BaseException:
        raw.close()
        raise
    return raw


def connect_untouched(path: Path, key: DataKey) -> Raw:
    """Return a connection that reads a file at rest and leaves no trace beside it."""
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    raw = driver.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    try:
        _unlock(raw, key)
    except BaseException:
        raw.close()
        raise
    return raw


def _unlock(raw: Raw, key: DataKey) -> None:
    raw.execute("PRAGMA cipher_log_level = NONE")  # a wrong key would print on stderr
    key.unlock(raw)
    raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first read shows the key


def opens(path: Path, key: DataKey, *, has_log: bool = False) -> bool:
    """Tell whether a file at rest opens with a key.

    ``has_log``: it is a private copy with a write-ahead log, which is read too. A checkpoint that
    was cut off leaves a file that makes no sense without its log.
    """
    try:
        (connect if has_log else connect_untouched)(path, key).close()
    except driver.DatabaseError:
        return False
    return True


def is_sound(path: Path, key: DataKey) -> bool:
    """Tell whether a file at rest opens and every page of it is authentic."""
    try:
        raw = connect_untouched(path, key)
        try:
            return page_faults(raw) == 0
        finally:
            raw.close()
    except driver.DatabaseError:
        return False


def make_engine(path: Path, key: DataKey) -> Engine:
    """Return the engine of an open store: one connection, kept warm, for the database thread."""
    import sqlalchemy as sa

    engine = sa.create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: connect(path, key),
        poolclass=sa.pool.QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_reset_on_return=None,  # a unit of work rolls back itself
        pool_timeout=_BUSY_SECONDS,
        hide_parameters=True,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # The driver's own transactions are off. Taking the write lock at once means that no
        # statement in the middle can meet a busy store.
        _raw(connection).execute("BEGIN IMMEDIATE")

    return engine


def execute_raw(connection: sa.Connection, statement: str, values: tuple[object, ...]) -> int:
    """Execute a statement by the driver itself, inside the transaction, and return how many rows
    it touched.

    For what happens at every save: SQLAlchemy's execution context costs as much as the insert.
    """
    if not connection.in_transaction():
        connection.begin()
    return int(_raw(connection).execute(statement, values).rowcount)


def _raw(connection: sa.Connection) -> Raw:
    return connection.connection.driver_connection


def rewrite_under(path: Path, old: DataKey, new: DataKey) -> None:
    """Encrypt a file at rest, that nobody else uses, anew under another key."""
    raw = driver.connect(str(path), isolation_level=None)
    try:
        _unlock(raw, old)
        # The file is a copy that is thrown away if anything fails: it needs no journal.
        raw.execute("PRAGMA journal_mode = OFF")
        raw.execute("PRAGMA synchronous = OFF")
        new.rekey(raw)
    except driver.Error as error:
        raise typed(error) from None
    finally:
        raw.close()


def settle(raw: Raw) -> bool:
    """Move the write-ahead log into the file and empty it; tell whether all of it went."""
    busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def replay_log(path: Path, key: DataKey) -> None:
    """Move what a crash left in the write-ahead log into the file, and remove the log."""
    raw = connect(path, key)
    try:
        settle(raw)
    finally:
        raw.close()


def page_faults(raw: Raw) -> int:
    """Return how many pages fail their authentication (HMAC)."""
    return len(raw.execute("PRAGMA cipher_integrity_check").fetchall())


def structure_faults(raw: Raw) -> int:
    """Return how many faults SQLite finds in trees, indexes, NOT NULL and CHECK constraints."""
    return sum(line != "ok" for (line,) in raw.execute("PRAGMA integrity_check"))


def reference_faults(raw: Raw) -> int:
    """Return how many rows refer to something that is not there."""
    return len(raw.execute("PRAGMA foreign_key_check").fetchall())


def append_only(table: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the triggers that freeze columns of a table and forbid taking rows away.

    Migrations use this; what it returns for given arguments must never change.
    """
    frozen = ", ".join(columns)
    return (
        f"CREATE TRIGGER tr_{table}_frozen BEFORE UPDATE OF {frozen} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'tr_{table}_frozen'); END",
        f"CREATE TRIGGER tr_{table}_kept BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'tr_{table}_kept'); END",
    )
