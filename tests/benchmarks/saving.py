"""Saving a contact, against a bare INSERT of the same columns through the driver."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from familjecentral.contacts.use_cases import LogContact, log_contact
from familjecentral.gate import NewStore
from tests.benchmarks.figures import Figure, in_turn, ratio
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, contact_values, staff
from tests.fixtures_store import make_gate

ROWS = 200


def measure() -> Iterator[Figure]:
    """Compare 200 saves, one transaction each (WAL, FULL), with 200 bare INSERTs."""
    with tempfile.TemporaryDirectory() as folder:
        clock, ids = FixedClock(), SeededIds(3)
        store, _ = make_gate(clock).create(
            Path(folder) / "linden.fcdb", NewStore(centre(), staff()), PASSPHRASE
        )
        values = contact_values(
            participants=("mother", "child_present"),
            child_age_band="y1_2",
            contact_ordinal="first",
            duration_band="m31_60",
            initiative_taker="parent",
            interpreter="none",
        )

        def save() -> None:
            for _ in range(ROWS):
                with store.unit_of_work() as uow:
                    log_contact(LogContact(values), uow, clock, ids)

        bare = _Bare(Path(folder) / "bare.db", store)
        ours, baseline = in_turn(save, bare.save)
        bare.close()
        store.close()
    yield ratio("saving a contact / bare INSERT (200 each)", ours, baseline, 2.0)


class _Bare:
    """The same columns in a file of its own, with the same settings and the same key length."""

    def __init__(self, path: Path, store: object) -> None:
        from db.schema import contact

        del store
        self._connection = driver.connect(str(path), isolation_level=None)
        for pragma in (
            f"key = \"x'{'5a' * 32}'\"",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "cache_size = -64000",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        columns = [column.name for column in contact.columns]
        self._connection.execute(
            f"CREATE TABLE contact ({', '.join(columns)}, PRIMARY KEY (id)) WITHOUT ROWID"
        )
        places = ", ".join("?" * len(columns))
        self._statement = f"INSERT INTO contact ({', '.join(columns)}) VALUES ({places})"
        self._width = len(columns)
        self._ids = SeededIds(4)

    def save(self) -> None:
        for _ in range(ROWS):
            row = [self._ids.new_id().hex, *["universal"] * (self._width - 1)]
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(self._statement, row)
            self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
