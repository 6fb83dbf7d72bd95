"""``familjecentral log``: who read which kind of rows on which day, and who changed what."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.access.keeping import read_log
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from resources.log_words import LOG_WORDS

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "log")
    parser.add_argument("store", type=Path, metavar="LAGER", help="NAMN.fcdb")
    day = dt.date.fromisoformat
    parser.add_argument("--first", type=day, metavar="DATUM", help="första dag (annars alla)")
    parser.add_argument("--last", type=day, metavar="DATUM", help="sista dag (annars alla)")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the log, newest day first."""
    with opened_store(args.store, args, store_gate()) as store, store.unit_of_work() as uow:
        found = read_log(uow, first=args.first, last=args.last)
    if args.json:
        names = ("day", "user", "kind", "reference")
        rows = [(entry.day.isoformat(), *entry.words) for entry in found]
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False))
    else:
        for entry in found:
            user, kind, reference = entry.words
            parts = (entry.day.isoformat(), user, LOG_WORDS[kind], reference)
            print("  ".join(filter(None, parts)))
    return 0
