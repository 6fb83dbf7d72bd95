"""``familjecentral verify``: pages, keys, constraints and the chain of releases."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.access.keeping import verify_store
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers

WORDS = {
    "pages": "sidor i filen är skadade",
    "structure": "filens uppbyggnad stämmer inte",
    "references": "rader hänvisar till något som saknas",
    "keys": "nyckelfilen stämmer inte med lagret",
    "releases": "kedjan av utgåvor är bruten",
}
"""What can be wrong, in Swedish."""


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "verify")
    parser.add_argument("store", type=Path, metavar="LAGER", help="NAMN.fcdb")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Check a store. Return 0 if all is well, 1 if something is wrong."""
    with opened_store(args.store, args, store_gate()) as store:
        wrong = verify_store(store)
    if args.json:
        print(json.dumps({"store": args.store.name, "wrong": list(wrong)}, ensure_ascii=False))
    elif wrong:
        print("Något är fel: " + "; ".join(WORDS.get(key, key) for key in wrong) + ".")
        print("Skriv inte mer i lagret. Återställ den senaste kopian.")
    else:
        print("Lagret är helt: sidor, uppbyggnad, nycklar och kedjan av utgåvor stämmer.")
    return 1 if wrong else 0
