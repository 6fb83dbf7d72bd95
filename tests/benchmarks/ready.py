"""From Enter in the quick log to a form that is ready for the next contact, in a real window on a
store of a million rows; beside it the bare INSERT of such a row into the same store."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from db.store import SqlStore
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.gate import NewStore
from tests.benchmarks.figures import ROUNDS, Figure, seconds
from tests.benchmarks.listing import ALL, OWN, fill
from tests.factories import PASSPHRASE, TODAY, SeededIds, contact_values
from tests.ui.stage import HOUSE, MAJA, Sample, Stage, make_gate
from ui.app import Dresser
from ui.preferences import Preferences
from ui.refcount import hold_constants
from ui.today.entry import from_values

SAVES = 20  # in a round
MOST_MS = 100.0
_VALUES = contact_values(
    date=TODAY,
    participants=("mother", "child_present"),
    child_age_band="y1_2",
    contact_ordinal="first",
    duration_band="m31_60",
    initiative_taker="parent",
    interpreter="none",
)


def measure() -> Iterator[Figure]:
    """Save 20 contacts five times, each as the form does it; the median of the 95th percentiles."""
    hold_constants()
    app = QApplication.instance() or QApplication(["ready"])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stor.fcdb"
        store, _ = make_gate().create(path, NewStore(HOUSE, MAJA), PASSPHRASE)
        fill(store)
        bare = statistics.median(_bare(store) for _ in range(ROUNDS))
        store.close()
        preferences = Preferences(Path(folder) / "window.ini")
        dresser = Dresser(app, preferences)
        dresser.load_fonts()
        dresser.dress()
        stage = Stage(Sample(path, ""), Path(folder), preferences, app)
        stage.window.resize(1440, 900)
        stage.log_in()
        page = stage.window.shell.page
        for _ in range(OWN):  # the window's ids begin as those of the rows that are there
            stage.window.shell.desk.ids.new_id()
        _save(stage, page)
        rounds = [[_save(stage, page) for _ in range(SAVES)] for _ in range(ROUNDS)]
        stage.close()
    ready = statistics.median(_late(ready for ready, _ in each) for each in rounds)
    shown = statistics.median(_late(shown for _, shown in each) for each in rounds)
    size = f"{OWN:,} own of {ALL:,} rows"
    note = f"{size}; today's list and the quarter follow at {shown * 1000:.0f} ms"
    yield Figure("save to ready for the next, ms (95th percentile)", ready * 1000, MOST_MS, note)
    sides = f"{ready * 1000:.1f} ms / {bare * 1000:.1f} ms"
    name = "save to ready for the next / bare INSERT (95th percentiles)"
    yield Figure(name, ready / bare, note=sides)


def _late(times: Any) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _bare(store: SqlStore) -> float:
    """The 95th percentile of as many bare INSERTs, one transaction each, taken back after."""
    ids = SeededIds(11)
    with store.unit_of_work() as uow:
        first = ContactId(ids.new_id())
        uow.contacts.add(Contact(first, MAJA.id, _VALUES))
        uow.commit()
        found = uow.connection.exec_driver_sql("SELECT * FROM contact WHERE id = ?", (first.hex,))
        row = found.one()
        columns, values = list(row._fields), list(row)
        raw: Any = uow.connection.connection.driver_connection
        uow.connection.rollback()
        places = ", ".join("?" * len(columns))
        statement = f"INSERT INTO contact ({', '.join(columns)}) VALUES ({places})"
        mine = [ids.new_id().hex for _ in range(SAVES)]

        def insert(row_id: str) -> None:
            values[columns.index("id")] = row_id
            raw.execute("BEGIN IMMEDIATE")
            raw.execute(statement, values)
            raw.execute("COMMIT")

        times = [seconds(lambda row_id=row_id: insert(row_id)) for row_id in mine]
        raw.execute("BEGIN IMMEDIATE")
        for row_id in (*mine, first.hex):
            raw.execute("DELETE FROM contact WHERE id = ?", (row_id,))
        raw.execute("COMMIT")
    return _late(times)


def _save(stage: Stage, page: Any) -> tuple[float, float]:
    """Return the seconds until the form is empty for the next contact, and until everything on
    the page has been read anew."""
    page.form.set_entry(from_values(_VALUES))
    page.form.set.fields["contact_form"].focus_control()
    stage.settle()
    begun = time.perf_counter()
    page.save()
    while page.form.levels.value() is not None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    ready = time.perf_counter() - begun
    stage.settle()
    return ready, time.perf_counter() - begun
