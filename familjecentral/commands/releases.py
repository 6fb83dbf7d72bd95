"""``familjecentral releases``: list, show and verify the register."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.commands import add_command
from familjecentral.commands.composition import store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.errors import NotFound

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers
    from familjecentral.releases.model import Release


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "releases")
    parser.add_argument("act", choices=("list", "show", "verify"), metavar="list|show|verify")
    parser.add_argument("number", nargs="?", type=int, metavar="NR", help="utgåva, för show")
    parser.add_argument("--store", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the register, one entry of it, or whether its chain holds (1 if it does not)."""
    from familjecentral.releases.use_cases import list_releases, verify_releases

    with (
        opened_store(args.store, args, store_gate()) as store,
        store.unit_of_work() as uow,
    ):
        if args.act == "verify":
            broken = verify_releases(uow)
            print(json.dumps({"broken": broken}) if args.json else _verdict(broken))
            return 1 if broken else 0
        releases = list_releases(uow)
    if args.act == "show":
        releases = tuple(r for r in releases if r.number == args.number)
        if not releases:
            raise NotFound("release")
    if args.json:
        print(json.dumps([_facts(r) for r in releases], ensure_ascii=False))
    elif args.act == "show":
        facts = _facts(releases[0]).items()
        print("\n".join(f"{name}: {'–' if value is None else value}" for name, value in facts))
    else:
        print("\n".join(_line(r) for r in releases) or "Inga utgåvor är fastställda.")
    return 0


def _verdict(broken: tuple[int, ...]) -> str:
    if not broken:
        return "Kedjan av utgåvor håller."
    return "Kedjan bryts vid utgåva " + ", ".join(str(number) for number in broken) + "."


def _line(release: Release) -> str:
    facts = _facts(release)
    return f"{facts['utgåva']:>4}  {facts['period']:<8}  {facts['fastställd']}  {facts['läge']}"


def _facts(release: Release) -> dict[str, object]:
    from familjecentral.releases.register import checksum

    keys = {cell.key: cell.value for cell in release.cells.cells}
    return {
        "utgåva": release.number,
        "period": str(release.period),
        "familjecentraler": ", ".join(release.centres),
        "fastställd": release.published_on.isoformat(),
        "läge": "gäller" if release.status == "released" else "återtagen",
        "ersätter": release.replaces,
        "godkänd": release.approved_on.isoformat() if release.approved_on else None,
        "visade tal": sum(value is not None for value in keys.values()),
        "dolda tal": sum(value is None for value in keys.values()),
        "kontrollsumma": checksum(release),
        "hash": release.hash,
    }
