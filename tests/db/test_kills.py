"""Killed while typing, logging, ticking and importing: nothing saved is lost, nothing half is
there, and the form comes back as it was typed.

``FC_KILLS`` says how often (200 for a thorough trial); each kill hits the same store again.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
import time
import uuid
from collections import Counter as Count
from collections.abc import Iterator
from pathlib import Path

from db.gate import SqlStoreGate
from familjecentral.contacts.drafts import FormDraft, read_draft
from familjecentral.contacts.model import Counter
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.tally import read_pad
from tests.db.drafting import MOST, form_after
from tests.factories import PASSPHRASE, TODAY, FixedClock, staff

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("FC_KILLS", "12"))
ROWS = 150  # of each import: long enough to be hit in the middle
FILE_HEADER = "date;prevention_level;working_level;contact_form"

# Types, logs, ticks and imports in turn and says each when its commit has been answered. The form
# that is saved empties the slot of the draft; the next one lies in it from then on.
WORKER = """
    import sys
    from pathlib import Path
    from familjecentral.clock import SystemIds
    from familjecentral.commands.composition import guard, synonyms
    from familjecentral.contacts.drafts import KeepDraft, keep_draft
    from familjecentral.contacts.importing.mapping import ImportMapping
    from familjecentral.contacts.importing.use_case import ImportLog, import_log
    from familjecentral.contacts.model import ContactId, Counter, HalfDay, TallyKey
    from familjecentral.contacts.tally import Tick, tick
    from familjecentral.contacts.use_cases import LogContact, log_contact
    from familjecentral.readers.log import open_log
    from tests.db.drafting import MOST, form_after
    from tests.factories import *
    from tests.fixtures_store import make_gate
    store = make_gate().open(Path(sys.argv[1]), staff().login_name, PASSPHRASE)
    clock, ids = FixedClock(), SystemIds()
    key = TallyKey(centre().id, "open_preschool", TODAY, HalfDay.MORNING)
    reads, keys = guard(), 0
    def type_a_key():
        global keys
        keys = keys % MOST + 1
        with store.unit_of_work() as uow:
            keep_draft(KeepDraft(form_after(keys)), uow, clock)
        print("typed", keys, flush=True)
    print("ready", flush=True)
    while True:
        type_a_key()
        given = ContactId(ids.new_id())
        with store.unit_of_work() as uow:
            log_contact(LogContact(contact_values(), given, True), uow, clock, ids)
        print("logged", given, flush=True)
        type_a_key()
        for counter in (Counter.TALKS, Counter.CHILDREN):
            with store.unit_of_work() as uow:
                tick(Tick(key, counter), uow, clock, ids)
            print(counter.value, flush=True)
        with store.unit_of_work() as uow:
            command = ImportLog(
                open_log(Path(sys.argv[2]), ImportMapping()), commit=True, insist=True
            )
            done = import_log(command, uow, clock, ids, synonyms=synonyms(), guard=reads)
        print("imported", done.step.batch, flush=True)
"""


def answers(store_path: Path, log: Path, chance: random.Random) -> Iterator[list[str]]:
    """Let it work for a while, kill it, and yield what it had been answered until then."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(store_path), str(log)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        deadline = time.monotonic() + chance.uniform(0.0, 0.4)
        try:
            worker.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()
        yield from (line.split() for line in worker.stdout if line.endswith("\n"))


def test_a_killed_program_loses_nothing_saved_and_leaves_nothing_half(
    gate: SqlStoreGate, store_path: Path, tmp_path: Path
) -> None:
    """Every answered contact, tick and import is there; an import is there with all its rows or
    none, a short talk with its contact; at most one act a kill went through unanswered. The form
    is the one of the last answer, or of the act that was under way."""
    log = tmp_path / "logg.csv"
    line = f"{TODAY};universal;individual;phone"
    log.write_text("\n".join((FILE_HEADER, *[line] * ROWS)), encoding="utf-8")
    chance = random.Random(11)
    logged: set[uuid.UUID] = set()
    imported: set[uuid.UUID] = set()
    ticked: Count[str] = Count()
    form: FormDraft | None = None
    came_back = 0
    for kills in range(1, KILLS + 1):
        keys = 0
        for what, *which in answers(store_path, log, chance):
            if what == "typed":
                keys = int(which[0])
                form = form_after(keys)
            elif what == "logged":
                form = None
                logged.add(uuid.UUID(which[0]))
            elif what == "imported":
                imported.add(uuid.UUID(which[0]))
            else:
                ticked[what] += 1
        opened = gate.open(store_path, staff().login_name, PASSPHRASE)
        with opened.unit_of_work() as uow:
            found = read_draft(uow)
            # Odd keys are followed by the save, which empties the slot.
            assert found in (form, form_after(keys % MOST + 1), *((None,) if keys % 2 else ()))
            form = found
            came_back += found is not None
            kept = uow.batches.open_ones()
            assert {one.batch for one in kept} >= imported
            assert {one.rows for one in kept} <= {ROWS}
            in_files = sum(one.rows for one in kept)
            (tally,) = read_pad(uow, FixedClock()).tallies or (None,)
            talks = tally.count(Counter.TALKS) if tally else 0
            children = tally.count(Counter.CHILDREN) if tally else 0
            talk_rows = uow.contacts.count(ContactQuery(contact_form="drop_in_talk"))
            others = uow.contacts.count(ContactQuery()) - in_files - talk_rows
            unanswered = (
                len(kept)
                - len(imported)
                + talks
                - ticked["talks"]
                + children
                - ticked["children"]
                + others
                - len(logged)
            )
            assert talks == talk_rows
            assert talks >= ticked["talks"]
            assert children >= ticked["children"]
            assert 0 <= unanswered <= kills
        opened.close()
    opened = gate.open(store_path, staff().login_name, PASSPHRASE)
    assert came_back > KILLS // 3
    with opened.unit_of_work() as uow:
        assert all(uow.contacts.get(one) is not None for one in logged)
    assert opened.verify() == ()
    opened.close()
