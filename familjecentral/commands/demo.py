"""``familjecentral demo``: fill a new store with *Exempeldata*."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.files import keys_path, typed_os_errors
from familjecentral.calendar.periods import Period
from familjecentral.commands import add_command, shown_progress
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_passphrase_argument, given_passphrase
from familjecentral.demo.fill import (
    DemoClock,
    Surroundings,
    fill,
    new_store,
    people_with_keys,
    row_ids,
)
from familjecentral.demo.plan import DemoParameters, DemoPlan
from familjecentral.errors import (
    InvalidInput,
    NotPublishable,
    StoreExists,
    StoreLocked,
    UnusableFile,
)

if TYPE_CHECKING:
    from familjecentral.access.model import Staff
    from familjecentral.commands import Subparsers
    from familjecentral.gate import NewStore, OpenedStore, StoreGate

PASSPHRASE = "Exempeldata Linden"  # noqa: S105 - known to everybody, opens made-up data only
"""The passphrase of all users when nobody gives another one."""

_ROLE_WORDS = {
    "counsellor": "kurator",
    "coordinator": "samordnare",
    "manager": "chef",
    "administrator": "systemansvarig",
    "tally": "pinnare",
    "reader": "läsare",
}
ENDING = ".fcdb"
Progress = Callable[[float], None]


@dataclass(slots=True)
class MadeDemo:
    """What was made: who can log in, and which quarters no safe report was found for."""

    path: Path
    people: list[Staff]
    unpublished: list[Period] = field(default_factory=list)


def _ignore(_: float) -> None:
    """No progress is wanted."""


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "demo")
    parser.add_argument("--out", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    standard = DemoParameters()
    for name, help_text in (
        ("contacts", "individuella kontakter"),
        ("years", "år"),
        ("centres", "familjecentraler"),
        ("seed", "slumpfrö"),
    ):
        value = getattr(standard, name)
        parser.add_argument(
            f"--{name}", type=int, default=value, metavar="N", help=f"{help_text} ({value})"
        )
    parser.add_argument(
        "--until",
        type=dt.date.fromisoformat,
        default=standard.until,
        metavar="DATUM",
        help=f"sista dag ({standard.until})",
    )
    add_passphrase_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Make the store and print who can log in."""
    if args.out.suffix != ENDING:
        raise UnusableFile("not_a_store_name", args.out.name)
    try:
        parameters = DemoParameters(args.contacts, args.years, args.centres, args.seed, args.until)
    except InvalidInput as error:
        names = ", ".join(f"--{problem.field}" for problem in error.problems)
        raise UnusableFile("out_of_range", names) from error
    given = given_passphrase(args)
    made = make_demo(args.out, parameters, given or PASSPHRASE, progress=shown_progress)
    known = None if given else PASSPHRASE
    print(_as_json(made, known) if args.json else _as_text(made, known))
    return 0


def make_demo(
    path: Path,
    parameters: DemoParameters,
    passphrase: str = PASSPHRASE,
    *,
    publish: bool = True,
    progress: Progress = _ignore,
) -> MadeDemo:
    """Make a demo store; if anything stops it, nothing is left behind.

    Args:
        publish: publish the locked quarters too, not only lock them.

    Raises:
        StoreExists, PassphraseTooShort, StoreReadOnly, DiskFull, StoreOnNetwork; Cancelled:
        raised by ``progress``.
    """
    from familjecentral.commands.reporting import declared_set
    from resources.card_words import card_words

    plan = DemoPlan(parameters)
    made = MadeDemo(path, people_with_keys(plan))
    clock = DemoClock(plan.quarters[0].first)
    with _in_the_making(path, store_gate(clock), new_store(plan), passphrase) as store:
        publishing = _publisher(store, clock, made) if publish else None
        around = Surroundings(clock, row_ids(plan), declared_set, publishing, card_words())
        fill(store, plan, passphrase, around, progress)
    return made


@contextmanager
def _in_the_making(
    path: Path, gate: StoreGate, new: NewStore, passphrase: str
) -> Iterator[OpenedStore]:
    """Give a store in a folder of its own, and move it into place when it is whole.

    So what bears the name is never half a demo, however the process ends; what an earlier one
    left in the folder is thrown away.
    """
    _require_free(path)
    folder = path.with_name(f".{path.stem}-under-arbete")
    making = folder / path.name
    try:
        try:
            store, _ = gate.create(making, new, passphrase)
        except StoreExists:
            shutil.rmtree(folder)
            store, _ = gate.create(making, new, passphrase)
        try:
            yield store
        finally:
            store.close()
        _require_free(path)
        with typed_os_errors():
            keys_path(making).replace(keys_path(path))
            making.replace(path)
    except StoreLocked:
        raise  # somebody else is making it, and the folder is theirs
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _require_free(path: Path) -> None:
    if path.exists() or keys_path(path).exists():
        raise StoreExists("a file is there")


def _publisher(store: OpenedStore, clock: DemoClock, made: MadeDemo) -> Callable[[Period], None]:
    """Return what publishes a locked quarter as its manager would; the files are thrown away."""
    from familjecentral.commands.reporting import (
        declared_set,
        frozen_words,
        report_readers,
        report_writer,
    )
    from familjecentral.disclosure.safe import reopen
    from familjecentral.releases.draft import ReportScope
    from familjecentral.releases.use_cases import make_draft
    from familjecentral.releases.use_cases import publish as publish_release

    def publish(quarter: Period) -> None:
        with store.unit_of_work() as uow:
            declared = declared_set(uow.codes())
        try:
            draft = make_draft(
                ReportScope(quarter),
                store.unit_of_work,
                declared=declared,
                clock=clock,
                is_sample=True,
            )
            # How long it took would make every demo another one.
            timeless = replace(draft.safe.certificate, seconds=0.0)
            draft = replace(draft, safe=reopen(draft.safe.tables, timeless))
            with tempfile.TemporaryDirectory() as folder:
                publish_release(
                    draft,
                    Path(folder),
                    store.unit_of_work,
                    formats=("csv",),
                    writer=report_writer(),
                    readers=report_readers(draft),
                    words=frozen_words,
                    clock=clock,
                )
        except NotPublishable:
            made.unpublished.append(quarter)

    return publish


def _as_json(made: MadeDemo, passphrase: str | None) -> str:
    users = [
        {"login": p.login_name, "name": p.first_name, "roles": sorted(p.roles)} for p in made.people
    ]
    answer = {
        "store": made.path.name,
        "users": users,
        "passphrase": passphrase,
        "unpublished": [str(period) for period in made.unpublished],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _as_text(made: MadeDemo, passphrase: str | None) -> str:
    lines = [f"Exempeldata finns i {made.path.name}. Inloggningsnamn:"]
    lines += [f"  {p.login_name:<18} {p.first_name} ({_words(p)})" for p in made.people]
    if passphrase:
        lines.append(f"Lösenfras för alla: {passphrase}")
    if made.unpublished:
        periods = ", ".join(map(str, made.unpublished))
        lines.append(f"Låsta men inte publicerade (inget säkert mönster finns): {periods}")
    return "\n".join(lines)


def _words(person: Staff) -> str:
    return ", ".join(_ROLE_WORDS[role] for role in sorted(person.roles))
