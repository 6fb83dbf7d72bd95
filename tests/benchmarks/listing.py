"""The own list: a new filter's first page in a store of a million rows, and its first paint."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.contacts.selection import total_contacts
from familjecentral.contacts.store import ContactQuery, SortColumn
from familjecentral.contacts.use_cases import form_start, list_contacts
from familjecentral.gate import NewStore
from tests.benchmarks.figures import ROUNDS, Figure, in_turn, seconds
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, staff
from tests.ui.stage import invented, make_gate
from ui.contacts.presenter import PAGE_SIZE
from ui.models.contact_rows import Row, row_of
from ui.models.contacts import LEVEL_COLUMN, LEVEL_ROLE, ContactsModel
from ui.refcount import hold_constants
from ui.widgets.table import Table

OWN, ALL = 5_000, 1_000_000
MOST_MS = 150.0
MOST_PAINT = 1.5
ME, OTHERS = (
    staff(1),
    tuple(staff(n, login_name=f"nr{n}", roles=frozenset({Role.COUNSELLOR})) for n in range(2, 12)),
)
Index = QModelIndex | QPersistentModelIndex


def measure() -> Iterator[Figure]:
    """Ask for the first page of several filters and orders; then paint the list."""
    with tempfile.TemporaryDirectory() as folder:
        store, _ = make_gate().create(
            Path(folder) / "stor.fcdb", NewStore(centre(), ME), PASSPHRASE
        )
        fill(store)
        clock = FixedClock()
        rows: list[Row] = []

        def first_page(query: ContactQuery) -> None:
            """As the page does it: lists, rows as texts, sums."""
            with store.unit_of_work() as uow:
                start = form_start(uow, clock)
                page = list_contacts(query, uow, clock, size=PAGE_SIZE)
                rows[:] = [row_of(contact, start.codes) for contact in page.rows]
                total_contacts(query, uow)

        slowest, times = "", {}
        for name, query in QUERIES.items():
            first_page(query)
            times[name] = statistics.median(
                seconds(lambda q=query: first_page(q)) for _ in range(ROUNDS)
            )
        slowest = max(times, key=lambda name: times[name])
        yield Figure(
            f"a new filter's first page, ms ({slowest})",
            times[slowest] * 1000,
            MOST_MS,
            f"{OWN:,} own of {ALL:,} rows; "
            + ", ".join(f"{k} {v * 1000:.0f}" for k, v in times.items()),
        )
        first_page(QUERIES["all"])
        store.close()
    yield _paint(rows)


QUERIES = {
    "all": ContactQuery(),
    "level": ContactQuery(prevention_level="indicated"),
    "working": ContactQuery(working_level="individual"),
    "form": ContactQuery(contact_form="phone"),
    "topic": ContactQuery(topic="economy"),
    "by topic": ContactQuery(sort=SortColumn.TOPIC, descending=False),
    "by level": ContactQuery(sort=SortColumn.PREVENTION_LEVEL),
    "both": ContactQuery(prevention_level="selective", contact_form="phone", topic="routines"),
}


def fill(store: SqlStore) -> None:
    """Put invented rows in: some by the program's own way, the rest as copies of them under other
    ids and owners."""
    for person in OTHERS:
        store.add_account(person, PASSPHRASE)
    chance, ids = random.Random(7), SeededIds(3)
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(270)]
    with store.unit_of_work() as uow:
        uow.contacts.add_many(
            Contact(ContactId(ids.new_id()), ME.id, invented(chance, chance.choice(days)))
            for _ in range(OWN)
        )
        uow.commit()
    with store.unit_of_work() as uow:
        held = uow.connection
        columns = [str(row[1]) for row in held.exec_driver_sql("PRAGMA table_info(contact)")]
        rest = ", ".join(column for column in columns if column not in ("id", "owner"))
        times = (ALL - OWN) // OWN
        per_owner = times // len(OTHERS) + 1
        for n in range(times):
            owner = OTHERS[n // per_owner].id.hex
            held.exec_driver_sql(
                f"INSERT INTO contact (id, owner, {rest}) SELECT lower(hex(randomblob(16))), ?, "
                f"{rest} FROM contact WHERE owner = ?",
                (owner, ME.id.hex),
            )
        uow.commit()


class _Bare(QAbstractTableModel):
    """As many cells of text and nothing else."""

    def __init__(self, cells: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._cells = cells

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return (
            self._cells[index.row()][index.column()]
            if role == Qt.ItemDataRole.DisplayRole
            else None
        )


def _paint(rows: list[Row]) -> Figure:
    hold_constants()
    QApplication.instance() or QApplication(["listing"])
    cells = [row.cells for row in rows]

    def shown(view: QTableView, model: QAbstractTableModel) -> None:
        view.setModel(model)
        if isinstance(view, Table):
            held = model.columns
            view.set_widths(tuple(c.sample for c in held), tuple(c.stretch for c in held))
        view.resize(1000, 700)
        view.grab()
        view.deleteLater()

    def contacts_table() -> Table:
        return Table("Kontakter", name="list_tbl", level_role=LEVEL_ROLE, level_column=LEVEL_COLUMN)

    def ours() -> None:
        model = ContactsModel(lambda: None)
        model.set_rows(rows, has_more=False)
        shown(contacts_table(), model)

    def bare() -> None:
        shown(QTableView(), _Bare(cells))

    mine, theirs = in_turn(ours, bare, rounds=15)
    note = f"{mine * 1000:.1f} ms / {theirs * 1000:.1f} ms, {len(rows)} rows"
    return Figure("first paint of the list / bare QTableView", mine / theirs, MOST_PAINT, note)
