"""``familjecentral backup``: a store, its keys and the public register in one file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.access.keeping import back_up
from familjecentral.clock import SystemClock
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.errors import UnusableFile

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers

ENDING = ".fcbackup"


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "backup")
    parser.add_argument("store", type=Path, metavar="LAGER", help="NAMN.fcdb")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="KOPIA", help=f"filen som skrivs, NAMN{ENDING}"
    )
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write the copy; 0 when it has been read back and lies in its place."""
    if args.out.suffix != ENDING:
        raise UnusableFile("not_a_copy_name", args.out.name)
    with opened_store(args.store, args, store_gate()) as store:
        back_up(store, args.out, SystemClock())
    said = f"Kopian är skriven och prövad: {args.out}"
    print(json.dumps({"copy": str(args.out)}, ensure_ascii=False) if args.json else said)
    return 0
