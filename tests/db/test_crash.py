"""Power cuts and full disks: what was answered is there, what was not is not there by half."""

from __future__ import annotations

import logging
import os
import random
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.gate import SqlStoreGate
from db.store import SqlStore
from familjecentral.codes import Code
from familjecentral.contacts.model import WorkingLevel
from familjecentral.contacts.store import ContactQuery
from familjecentral.errors import Bug, DiskFull, FamiljecentralError
from tests.factories import PASSPHRASE, contact, staff, uuid_of

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("FC_CRASH_ROUNDS", "20"))
ROW_WITH_SETS = {"participants": ("mother", "child_present"), "partners": ("school",)}

# Saves row after row, and says the number of each when the commit has been answered.
WRITER = """
    import sys
    from pathlib import Path
    from tests.factories import *
    from tests.fixtures_store import make_gate
    store = make_gate().open(Path(sys.argv[1]), staff().login_name, PASSPHRASE)
    n = int(sys.argv[2])
    while True:
        with store.unit_of_work() as uow:
            uow.contacts.add(contact(n, participants=("mother", "child_present"),
                                     partners=("school",)))
            uow.contacts.add(contact(n + 500_000, contact_form="phone"))
            uow.commit()
        print(n, flush=True)
        n += 1
"""


def start_writer(path: Path, first: int) -> subprocess.Popen[str]:
    """Start a process that saves pairs of rows until it is killed."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_killed_process_loses_no_answered_row_and_leaves_no_half(
    gate: SqlStoreGate, store_path: Path
) -> None:
    """Killed at a random moment, again and again on the same store: every pair of rows whose
    commit was answered is there, no pair is there by half, every page is sound, and the store
    opens at once."""
    chance = random.Random(7)
    answered: list[int] = []
    for _ in range(ROUNDS):
        first = 1 + (answered[-1] + 10 if answered else 0)
        with start_writer(store_path, first) as writer:
            assert writer.stdout is not None
            answered += [int(writer.stdout.readline()) for _ in range(chance.randint(1, 12))]
            writer.kill()
            answered += [int(line) for line in writer.stdout if line.endswith("\n")]
    opened = gate.open(store_path, staff().login_name, PASSPHRASE)
    with opened.unit_of_work() as uow:
        for n in answered:
            assert uow.contacts.get(contact(n).id) == contact(n, **ROW_WITH_SETS)
        pages = uow.contacts.page(ContactQuery(), after=None, size=100_000)
        ids = {row.id for row in pages.rows}
        assert len(ids) % 2 == 0
        assert len(answered) * 2 <= len(ids) <= (len(answered) + ROUNDS) * 2
    assert opened.verify() == ()
    opened.close()


def test_a_lock_that_is_killed_is_whole_or_not_at_all(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """The month is locked and all of its rows frozen, or neither."""
    with store.unit_of_work() as uow:
        uow.contacts.add_many(contact(n) for n in range(3000))
        uow.commit()
    store.close()
    locker = """
        import sys
        from pathlib import Path
        from familjecentral.calendar.periods import Month
        from tests.factories import *
        from tests.fixtures_store import make_gate
        store = make_gate().open(Path(sys.argv[1]), staff().login_name, PASSPHRASE)
        print("ready", flush=True)
        with store.unit_of_work() as uow:
            uow.periods.lock(centre().id, [Month(2026, 10)], dt.date(2026, 11, 1), SeededIds(4))
            uow.commit()
    """
    chance = random.Random(3)
    for _ in range(ROUNDS // 4):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(locker), str(store_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            try:
                process.wait(chance.uniform(0.0, 0.12))
            except subprocess.TimeoutExpired:
                process.kill()
        opened = gate.open(store_path, staff().login_name, PASSPHRASE)
        with opened.unit_of_work() as uow:
            still_open = uow.contacts.count(ContactQuery())
            frozen = uow.connection.exec_driver_sql("SELECT count(*) FROM locked_contact")
            locks = uow.periods.locks(staff().centre_id)
            assert (still_open, frozen.scalar(), len(locks)) in ((3000, 0, 0), (0, 3000, 1))
        opened.close()


def test_a_full_disk_keeps_what_was_there_and_nothing_of_the_rest(
    gate: SqlStoreGate, store: SqlStore, store_path: Path
) -> None:
    """SQLite's own word for no room, in the middle of an import: typed, rolled back, and the
    session goes on."""
    with store.unit_of_work() as uow:
        uow.contacts.add(contact(1))
        uow.commit()
    with store._session.raw() as raw:
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(DiskFull), store.unit_of_work() as uow:
        uow.contacts.add_many(contact(n) for n in range(10, 3000))
    with store._session.raw() as raw:
        raw.execute("PRAGMA max_page_count = 1000000")
    with store.unit_of_work() as uow:
        assert uow.contacts.count(ContactQuery()) == 1
        uow.contacts.add(contact(2, participants=("mother",)))
        uow.commit()
    assert store.verify() == ()


def test_no_error_and_no_log_repeats_what_a_row_says(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    """A canary in every place where text or a code can be handed in: neither the error, nor its
    cause, nor what the libraries log at their most talkative holds it."""
    canary = "KANARIEFÅGEL"
    caplog.set_level(logging.DEBUG)
    attempts = (
        lambda u: u.contacts.add(contact(contact_form=canary)),
        lambda u: u.contacts.add(contact(participants=(canary,))),
        lambda u: u.staff.add(staff(2, login_name="login1", first_name=canary)),
        lambda u: u.staff.add(staff(1, login_name=canary, first_name=canary)),
        lambda u: u.replace_code(Code("topic", canary, canary, canary, canary, 0)),
        lambda u: u.batches.add(uuid_of(1), canary, canary, None),  # type: ignore[arg-type]
        lambda u: u.audit.done(canary, staff().id, canary),  # type: ignore[arg-type]
    )

    def run(attempt: Callable[[Any], None]) -> None:
        with store.unit_of_work() as uow:
            attempt(uow)

    for attempt in attempts:
        with pytest.raises((FamiljecentralError, AttributeError)) as caught:
            run(attempt)
        assert canary not in "".join(traceback.format_exception(caught.value))
        assert caught.value.__cause__ is None
    assert canary not in caplog.text


def test_a_broken_constraint_is_a_bug_that_names_the_constraint(store: SqlStore) -> None:
    """The developer learns which limit was hit, and nothing of the row."""
    group = contact(working_level=WorkingLevel.GROUP, women=999)
    with (
        pytest.raises(Bug, match="constraint: CHECK constraint failed: ck_contact_women_limit"),
        store.unit_of_work() as uow,
    ):
        uow.contacts.add(group)


def test_a_checkpoint_that_was_cut_off_does_not_close_the_door(
    store: SqlStore, store_path: Path, gate: SqlStoreGate
) -> None:
    """The file's first page is newer than the rest; with its log it is whole, and opens."""
    counsellor = staff()
    log = store_path.with_name(store_path.name + "-wal")
    raw = store._session.engine.raw_connection()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    older = store_path.read_bytes()
    for start in range(0, 1200, 100):
        with store.unit_of_work() as uow:
            uow.contacts.add_many(contact(n) for n in range(start, start + 100))
            uow.commit()
    left = log.read_bytes()
    raw = store._session.engine.raw_connection()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    newer = store_path.read_bytes()
    store.close()
    assert len(newer) > len(older)
    store_path.write_bytes(newer[:4096] + older[4096:])
    log.write_bytes(left)
    opened = gate.open(store_path, counsellor.login_name, PASSPHRASE)
    try:
        assert opened.verify() == ()
        with opened.unit_of_work() as uow:
            assert uow.contacts.count(ContactQuery()) == 1200
    finally:
        opened.close()
