"""``familjecentral weed``: what may stay no longer goes, or is only counted."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.contacts.parting import count_forgotten, weed_cards
from familjecentral.groups.closing import count_due, weed_groups

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "weed")
    parser.add_argument("store", type=Path, metavar="LAGER", help="NAMN.fcdb")
    parser.add_argument("--preview", action="store_true", help="räkna bara, ta inte bort något")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Weed and say how much it was; with ``--preview``, how much it would be."""
    clock = SystemClock()
    gate = store_gate(clock, weeds=False)
    with opened_store(args.store, args, gate) as store, store.unit_of_work() as uow:
        cards, groups = count_forgotten(uow, clock), count_due(uow, clock)
        if not args.preview:
            weed_cards(uow, clock)
            weed_groups(uow, clock)
    if args.json:
        print(json.dumps({"cards": cards, "groups": groups, "done": not args.preview}))
    else:
        verb = "Att gallra" if args.preview else "Gallrat"
        print(f"{verb}: stödkort {cards}, grupper {groups}. Summorna blir kvar.")
    return 0
