"""Saving a contact, against a bare INSERT of the same columns through the driver.

Both sides write into the same kind of table, with its constraints and indexes: the ratio is what
the program adds, not what the rules of the store cost.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.store import SqlStore
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

        save()
        bare = _Bare(Path(folder) / "bare.fcdb", store)
        ours, baseline = in_turn(save, bare.save)
        bare.close()
        store.close()
    yield ratio("saving a contact / bare INSERT (200 each)", ours, baseline, 2.0)


class _Bare:
    """The same columns into the same table of a second store, by the driver alone."""

    def __init__(self, path: Path, filled: SqlStore) -> None:
        with filled.unit_of_work() as uow:
            first = uow.connection.exec_driver_sql("SELECT * FROM contact LIMIT 1").one()
            sets = uow.connection.exec_driver_sql("SELECT * FROM code_set").all()
        columns = list(first._fields)
        self._row, self._id = list(first), columns.index("id")
        places = ", ".join("?" * len(columns))
        self._statement = f"INSERT INTO contact ({', '.join(columns)}) VALUES ({places})"
        self._ids = SeededIds(4)
        self._store, _ = make_gate().create(path, NewStore(centre(), staff()), PASSPHRASE)
        with self._store.unit_of_work() as uow:
            self._raw: Any = uow.connection.connection.driver_connection
        for (number,) in sets:
            self._raw.execute("INSERT INTO code_set (id) VALUES (?)", (number,))

    def save(self) -> None:
        for _ in range(ROWS):
            row = list(self._row)
            row[self._id] = self._ids.new_id().hex
            self._raw.execute("BEGIN IMMEDIATE")
            self._raw.execute(self._statement, row)
            self._raw.execute("COMMIT")

    def close(self) -> None:
        self._store.close()
