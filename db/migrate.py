"""Which schema a store has, and how it gets the program's own.

Alembic is imported only when there is something to do: it costs more than opening the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from familjecentral.errors import Bug

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.sqlite import Raw

HEAD = "r0011"
KNOWN = (
    "r0001", "r0002", "r0003", "r0004", "r0005", "r0006", "r0007", "r0008", "r0009", "r0010",
    "r0011",
)  # fmt: skip
SCRIPTS = "db:migrations"


def revision_of(raw: Raw) -> str:
    """Return the revision written in an open file, one cheap query."""
    (found,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


def migrate(
    connection: Connection, target: str = "head", *, scripts: str = SCRIPTS, versions: str = ""
) -> None:
    """Bring the schema to a revision inside the connection's transaction.

    ``target``: a revision or ``head`` to go forward to; ``base``, ``-1`` or ``r0002-1`` (the one
    before r0002) to go back to. ``versions``: another folder of steps to read beside the
    product's own.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", scripts)
    config.set_main_option("path_separator", "newline")
    if versions:
        own = "db:migrations/versions"
        config.set_main_option("version_locations", f"{own}\n{versions}")
    config.attributes["connection"] = connection
    if target == "base" or "-" in target:
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


@contextmanager
def references_checked_at_the_end(connection: Connection) -> Iterator[None]:
    """Let tables be rebuilt although others refer to them; check before the commit.

    Raises:
        Bug: a step left a row that refers to nothing; the transaction is not committed.
    """
    from db import sqlite

    raw: Raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
            if sqlite.reference_faults(raw):
                raise Bug("migration broke a reference")
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
