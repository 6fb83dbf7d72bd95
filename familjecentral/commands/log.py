"""``familjecentral log``: who read which kind of rows on which day, and who changed what."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.access.use_cases import list_staff, read_log
from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers

WORDS = {
    "contacts": "läste egna kontakter",
    "tallies": "läste pinnar",
    "cards": "läste egna stödkort",
    "groups": "läste grupper",
    "approval": "antecknade svar på utgåva",
    "backed_up": "skrev säkerhetskopia",
    "cards_handed_over": "lämnade över stödkort",
    "cards_weeded": "gallrade stödkort",
    "centre_added": "lade till familjecentral",
    "centre_changed": "ändrade familjecentral",
    "change_tally": "ändrade hur pinnar räknas",
    "code_changed": "ändrade kod",
    "days_changed": "ändrade lov och stängda dagar",
    "days_imported": "importerade lov och stängda dagar",
    "denominator": "ändrade nämnare",
    "exchange": "lämnade eller tog emot underskriven fil",
    "group_closed": "avslutade grupp",
    "groups_weeded": "öppnade programmet när grupper gallrades",
    "handed_on": "lämnade vidare efter",
    "hours_changed": "ändrade öppettider",
    "import": "importerade",
    "interpreter_changed": "ändrade tolk",
    "leader_changed": "ändrade gruppledare",
    "newest_release": "angav senaste utgåvan",
    "outside": "lade in tabeller från tiden före",
    "partner": "godkände avsändare",
    "programme_changed": "ändrade program",
    "public_folder": "valde mapp för registret",
    "publish": "fastställde utgåva",
    "restored": "arbetade i ett återställt lager",
    "room_changed": "ändrade lokal",
    "rows_handed_over": "lämnade över kontakter",
    "service_changed": "ändrade insats",
    "staff_added": "lade till konto",
    "staff_changed": "ändrade konto",
    "staff_ended": "avslutade konto",
    "table_set": "ändrade tabellmängd",
    "table_set_tried": "provade tabellmängd",
    "taken_over": "tog över kontakter och stödkort",
    "target": "ändrade mål",
}
"""Every kind of entry in Swedish."""


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
        entries = read_log(uow, first=args.first, last=args.last)
        people = {str(person.id): person.login_name for person in list_staff(uow)}
    found = [
        (day.isoformat(), who.login_name, kind, people.get(reference, reference))
        for day, who, kind, reference in entries
    ]
    if args.json:
        names = ("day", "user", "kind", "reference")
        answer = [dict(zip(names, entry, strict=True)) for entry in found]
        print(json.dumps(answer, ensure_ascii=False))
    else:
        for day, user, kind, reference in found:
            print("  ".join(filter(None, (day, user, WORDS[kind], reference))))
    return 0
