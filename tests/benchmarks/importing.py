"""Import of a log, against a bare ``executemany`` of the same rows; memory at 500,000 rows."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from familjecentral.commands.composition import first_codes, guard, synonyms
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.use_case import ImportLog, import_log
from familjecentral.gate import NewStore
from familjecentral.readers.log import open_log
from tests.benchmarks.figures import ROUNDS, Figure, in_turn
from tests.factories import PASSPHRASE, FixedClock, SeededIds, centre, staff
from tests.fixtures_store import make_gate

ROWS = 20_000
MANY = 500_000
FEW = 200_000  # by then the store's page cache (64 MB) is full
LEAST_SPEED = 0.3
MOST_GROWTH_MB = 32.0
SINGLE = (
    "contact_form",
    "arena",
    "initiative_taker",
    "child_age_band",
    "contact_ordinal",
    "duration_band",
    "interpreter",
    "action_given",
)
HEADER = ("date", "prevention_level", "working_level", *SINGLE, "participants", "topic", "count")


def measure() -> Iterator[Figure]:
    """Compare speed, then the memory that 300,000 further rows take."""
    with tempfile.TemporaryDirectory() as folder:
        yield _speed(Path(folder))
    few, many = (_peak_mb(rows) for rows in (FEW, MANY))
    note = f"{few:.0f} MB at {FEW:,}, {many:.0f} MB at {MANY:,} rows"
    yield Figure("memory of an import, MB more for 300,000 rows", many - few, MOST_GROWTH_MB, note)


def write_log(path: Path, rows: int) -> None:
    """Write a log of random codes, hardly two rows alike."""
    codes = {name: list(listed) for name, listed in first_codes().lists.items()}
    rnd = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        print(*HEADER, sep=";", file=file)
        for _ in range(rows):
            day = dt.date(2026, 1, 1) + dt.timedelta(days=rnd.randrange(270))
            single = [rnd.choice(codes[name]) for name in SINGLE]
            people = ",".join(rnd.sample(codes["participants"], 2))
            topics = ",".join(rnd.sample(codes["topic"], rnd.randint(1, 3)))
            level = rnd.choice(codes["prevention_level"])
            print(day, level, "individual", *single, people, topics, "", sep=";", file=file)


def _speed(folder: Path) -> Figure:
    log = folder / "logg.csv"
    write_log(log, ROWS)
    clock, ids = FixedClock(), SeededIds(3)
    first = NewStore(centre(), staff())
    store, _ = make_gate(clock).create(folder / "a.fcdb", first, PASSPHRASE)
    other, _ = make_gate(clock).create(folder / "b.fcdb", first, PASSPHRASE)

    def run() -> None:
        command = ImportLog(open_log(log, ImportMapping()), commit=True, insist=True)
        with store.unit_of_work() as uow:
            import_log(command, uow, clock, ids, synonyms=synonyms(), guard=guard())

    run()
    with store.unit_of_work() as uow:
        held = uow.connection
        names = [str(row[1]) for row in held.exec_driver_sql("PRAGMA table_info(contact)")]
        rows = [tuple(r) for r in held.exec_driver_sql(f"SELECT * FROM contact LIMIT {ROWS}")]
        sets = [tuple(r) for r in held.exec_driver_sql("SELECT * FROM code_set")]
    random.Random(1).shuffle(rows)
    with other.unit_of_work() as uow:
        uow.connection.exec_driver_sql("INSERT INTO code_set VALUES (?)", sets)
        uow.commit()
    insert = f"INSERT INTO contact VALUES ({', '.join('?' * len(names))})"
    fresh = SeededIds(4)
    unbatched = names.index("batch")

    portions = [
        [(fresh.new_id().hex, *row[1:unbatched], None, *row[unbatched + 1 :]) for row in rows]
        for _ in range(ROUNDS + 1)
    ]

    def bare() -> None:
        with other.unit_of_work() as uow:
            uow.connection.exec_driver_sql(insert, portions.pop())
            uow.commit()

    ours, baseline = in_turn(run, bare)
    store.close()
    other.close()
    note = f"{baseline * 1000:.0f} ms / {ours * 1000:.0f} ms"
    return Figure("speed of bare executemany / import", baseline / ours, LEAST_SPEED, note, True)


def _peak_mb(rows: int) -> float:
    """Import in a process of its own and return the most memory that it held."""
    with tempfile.TemporaryDirectory() as folder:
        code = f"from tests.benchmarks.importing import alone; alone({folder!r}, {rows})"
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
    return float(ran.stdout)


def alone(folder: str, rows: int) -> None:
    """Import so many rows, each with a running number, and print the peak in MB."""
    plain, log = Path(folder) / "utan.csv", Path(folder) / "logg.csv"
    write_log(plain, rows)
    with plain.open(encoding="utf-8") as source, log.open("w", encoding="utf-8") as target:
        for number, line in enumerate(source):
            target.write(line.rstrip("\n") + (f";{number}\n" if number else ";row_number\n"))
    clock, ids = FixedClock(), SeededIds(3)
    first = NewStore(centre(), staff())
    store, _ = make_gate(clock).create(Path(folder) / "a.fcdb", first, PASSPHRASE)
    with store.unit_of_work() as uow:
        command = ImportLog(open_log(log, ImportMapping()), commit=True)
        found = import_log(command, uow, clock, ids, synonyms=synonyms(), guard=guard())
    assert found.report.contacts == rows
    store.close()
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in status if line.startswith("VmHWM:"))
    print(int(peak.split()[1]) / 1024)
