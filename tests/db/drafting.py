"""A process that types in a form until it is killed, and what comes back after it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from db.gate import SqlStoreGate
from familjecentral.contacts.drafts import FormDraft, read_draft
from tests.factories import PASSPHRASE, TODAY, staff

ROOT = Path(__file__).parents[2]
MOST = 100  # how many keys a form takes here before it is saved

# Keeps the form at each key and says its number when that has been answered; after MOST keys the
# form is saved as a contact, which empties the slot in the same transaction: then it says 0.
TYPIST = """
    import sys
    from pathlib import Path
    from familjecentral.contacts.drafts import KeepDraft, keep_draft
    from familjecentral.contacts.use_cases import LogContact, log_contact
    from tests.db.drafting import MOST, form_after
    from tests.factories import *
    from tests.fixtures_store import make_gate
    store = make_gate().open(Path(sys.argv[1]), staff().login_name, PASSPHRASE)
    clock, ids, n = FixedClock(), SeededIds(int(sys.argv[2])), 0
    while True:
        n = n % MOST + 1
        with store.unit_of_work() as uow:
            keep_draft(KeepDraft(form_after(n)), uow, clock)
        print(n, flush=True)
        if n == MOST:
            with store.unit_of_work() as uow:
                log_contact(LogContact(contact_values(), None, True), uow, clock, ids)
            print(0, flush=True)
"""


def form_after(keys: int) -> FormDraft:
    """Return the form as it stands after so many keys; no two are alike."""
    topics = ("routines", "separation", "violence")[: keys % 4]
    return FormDraft(
        TODAY,
        day=TODAY,
        level=("selective", "individual"),
        codes={"contact_form": ("phone",), **({"topics": topics} if topics else {})},
        numbers={"colleagues": keys},
    )


def start_typing(path: Path, seed: int) -> subprocess.Popen[str]:
    """Start a process that types until it is killed."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(TYPIST), str(path), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def form_found(gate: SqlStoreGate, path: Path) -> FormDraft | None:
    """Open the store as the person does and return the form that she is offered."""
    opened = gate.open(path, staff().login_name, PASSPHRASE)
    try:
        with opened.unit_of_work() as uow:
            return read_draft(uow)
    finally:
        opened.close()
