"""An import into the real store: all of it or nothing, and taken back as a whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.calendar.periods import Month
from familjecentral.commands.composition import guard, synonyms
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.saved import save_mapping, saved_mappings
from familjecentral.contacts.importing.use_case import Imported, ImportLog, import_log
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.undo import UndoStack, undo
from familjecentral.errors import AlreadyImported, Cancelled
from familjecentral.readers.log import open_log
from tests.factories import FixedClock, SeededIds, centre

HEAD = "Datum;Preventionsnivå;Arbetsnivå;Kontaktform;Deltagare;Frågeställning;Antal\n"
ROWS = 1500


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "logg.csv"
    lines = (
        f"2026-{1 + n % 9:02}-{1 + n % 28:02};univ;individ;hb;Mamma, Pappa;Boende|Ekonomi;2\n"
        for n in range(ROWS)
    )
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


def run(store: SqlStore, log: Path, seed: int = 5, **more: object) -> Imported:
    progress = more.pop("progress", lambda share: None)
    command = ImportLog(open_log(log, ImportMapping()), commit=True, **more)
    with store.unit_of_work() as uow:
        return import_log(
            command,
            uow,
            FixedClock(),
            SeededIds(seed),
            synonyms=synonyms(),
            guard=guard(),
            progress=progress,
        )


def kept(store: SqlStore) -> int:
    with store.unit_of_work() as uow:
        return uow.contacts.count(ContactQuery())


def test_rows_are_kept_as_they_were_read(store: SqlStore, log: Path) -> None:
    """With every code that the file gives them, and none twice."""
    assert run(store, log).report.contacts == kept(store) == 2 * ROWS
    with store.unit_of_work() as uow:
        page = uow.contacts.page(ContactQuery(), after=None, size=50)
    for contact in page.rows:
        assert contact.values.contact_form == "home_visit"
        assert contact.values.participants == ("mother", "father")
        assert contact.values.topics == ("housing", "economy")
        assert contact.batch is not None


@pytest.mark.parametrize("times", [1, 3, 8])
def test_a_cancelled_import_leaves_nothing(store: SqlStore, log: Path, times: int) -> None:
    """Neither rows nor sets of codes nor the memory of the file, wherever it was stopped."""
    told: list[float] = []

    def stop(share: float) -> None:
        told.append(share)
        if len(told) == times:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(store, log, progress=stop)
    assert kept(store) == 0
    with store.unit_of_work() as uow:
        assert uow.connection.exec_driver_sql("SELECT count(*) FROM code_set").scalar() == 0
        assert uow.connection.exec_driver_sql("SELECT count(*) FROM import_batch").scalar() == 0
    assert run(store, log).report.contacts == kept(store)


def test_the_same_file_is_refused_and_an_import_is_one_step(store: SqlStore, log: Path) -> None:
    """Until it has been taken back."""
    stack = UndoStack()
    step = run(store, log).step
    assert step is not None
    stack.push(step)
    with pytest.raises(AlreadyImported):
        run(store, log, seed=6)
    with store.unit_of_work() as uow:
        undo(stack, uow, FixedClock(), SeededIds(7))
    assert kept(store) == 0
    run(store, log, seed=8)
    assert kept(store) == 2 * ROWS


def test_the_same_file_is_refused_after_its_months_are_locked(store: SqlStore, log: Path) -> None:
    """Also when rows of it came as late entries; no hash by day outlives the days."""
    other = log.with_name("annan.csv")
    other.write_text(log.read_text("utf-8").replace("Boende|", ""), encoding="utf-8")
    run(store, log)
    with store.unit_of_work() as uow:
        uow.periods.lock(centre().id, [Month(2026, 3)], dt.date(2026, 11, 2), SeededIds(9))
        uow.commit()
    rows = kept(store)
    run(store, other, seed=10)
    for path in (log, other):
        with pytest.raises(AlreadyImported):
            run(store, path, seed=11)
    with store.unit_of_work() as uow:
        statement = "SELECT count(*), count(content_hash) FROM import_batch"
        assert uow.connection.exec_driver_sql(statement).one() == (2, 0)
    before = kept(store)
    assert before > rows
    run(store, log, seed=12, insist=True)
    assert kept(store) == before + rows


def test_mappings_are_saved_in_the_store(store: SqlStore) -> None:
    """As the person's own setting."""
    mapping = ImportMapping(name="Egen logg", columns={"Dag": "date"})
    with store.unit_of_work() as uow:
        save_mapping(mapping, uow, guard=guard())
    with store.unit_of_work() as uow:
        assert saved_mappings(uow) == {"Egen logg": mapping}
