"""``familjecentral releases newest|outside|public``: what the store is told about releases."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock
from familjecentral.commands.composition import guard
from familjecentral.errors import UnusableFile

if TYPE_CHECKING:
    from familjecentral.gate import OpenedStore

CHANGING = ("newest", "outside", "public")


def run_change(args: argparse.Namespace, store: OpenedStore) -> int:
    """Give the newest release after a restore, enter tables that left the house before, or
    choose the folder of the public register."""
    acts = {"newest": _newest, "outside": _outside, "public": _public}
    answer = acts[args.act](args, store)
    print(json.dumps({"svar": answer}, ensure_ascii=False) if args.json else answer)
    return 0


def _newest(args: argparse.Namespace, store: OpenedStore) -> str:
    from familjecentral.releases.public import confirm_newest

    text = _text(args.register) if args.register else ""
    number = int(args.what) if args.what and args.what.isdecimal() else None
    if not text and number is None:
        raise UnusableFile("nothing_named", "newest")
    with store.unit_of_work() as uow:
        confirm_newest(uow, SystemClock(), number=number, text=text)
        count = len(uow.releases.all())
    return f"Registret är helt: utgåva 1–{count}."


def _outside(args: argparse.Namespace, store: OpenedStore) -> str:
    from familjecentral.commands.reporting import declared_set, read_outside
    from familjecentral.releases.outside import EnterTables, enter_tables, list_outside

    if not args.what:
        with store.unit_of_work() as uow:
            known = list_outside(uow)
        return "\n".join(f"{o.noted_on}  {o.name}" for o in known) or "Inget är inlagt."
    file = Path(args.what)
    with store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
    command = EnterTables(args.name or file.stem, read_outside(file), args.sure)
    entered = enter_tables(
        command, store.unit_of_work, declared=declared, clock=SystemClock(), guard=guard()
    )
    lines = [f"Inlagt: {len(command.cells.cells)} tal. Allt skyddas mot dem från och med nu."]
    if entered.lost:
        lines.append("De här små talen röjs redan av det som är utlämnat och går inte att rädda:")
    for lost in entered.lost:
        codes = " ".join(f"{name}={code}" for name, code in lost.key.codes)
        lines.append(f"  {lost.key.period[0]}–{lost.key.period[-1]} {lost.key.measure} {codes}")
    return "\n".join(lines)


def _public(args: argparse.Namespace, store: OpenedStore) -> str:
    from familjecentral.releases.public import choose_folder

    if args.folder is None:
        raise UnusableFile("no_folder", "--folder")
    with store.unit_of_work() as uow:
        choose_folder(str(args.folder.resolve()), uow, SystemClock())
    return f"Registret skrivs i {args.folder} vid varje utgåva."


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile("unreadable", path.name) from error
