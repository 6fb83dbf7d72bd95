"""``familjecentral exchange``: signed files between houses without a shared store."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock
from familjecentral.commands import add_command, shown_progress
from familjecentral.commands.composition import guard, store_gate
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.commands.scope import period_named
from familjecentral.errors import UnusableFile

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers
    from familjecentral.gate import OpenedStore

_ACTS = ("key", "partner", "export", "import", "joint")


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "exchange")
    parser.add_argument("act", choices=_ACTS, metavar="|".join(_ACTS))
    parser.add_argument(
        "what", nargs="?", metavar="NR|FIL|PERIOD", help="utgåva, fil eller period, efter handling"
    )
    parser.add_argument("--store", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    parser.add_argument("--out", type=Path, metavar="MAPP", help="mapp för filerna")
    parser.add_argument("--name", default="", metavar="HUS", help="vad avsändaren heter")
    parser.add_argument(
        "--new-key", action="store_true", help="huset har bytt nyckel; den gamla gäller inte mer"
    )
    parser.add_argument(
        "--sure", action="store_true", help="namnet ser ut som en persons men är ingens"
    )
    parser.add_argument("--fingerprint", default="", metavar="FING", help="jämfört på papper")
    parser.add_argument("--format", default="pdf,csv", metavar="LISTA", help="för joint (pdf,csv)")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Do one act; 0 when it is done."""
    acts = {
        "key": _key,
        "partner": _partner,
        "export": _export,
        "import": _import,
        "joint": _joint,
    }
    if args.act != "key" and not args.what:
        raise UnusableFile("nothing_named", args.act)
    if args.act in ("export", "joint") and args.out is None:
        raise UnusableFile("no_folder", "--out")
    with opened_store(args.store, args, store_gate()) as store:
        answer = acts[args.act](args, store)
    text = " ".join(str(value) for value in answer.values())
    print(json.dumps(answer, ensure_ascii=False) if args.json else text)
    return 0


def _key(args: argparse.Namespace, store: OpenedStore) -> dict[str, object]:
    from familjecentral.releases.exchange import fingerprint, own_key

    del args
    with store.unit_of_work() as uow:
        key = own_key(uow)
    return {"nyckel": key, "fingeravtryck": fingerprint(key)}


def _partner(args: argparse.Namespace, store: OpenedStore) -> dict[str, object]:
    from familjecentral.releases.exchange import ConfirmPartner, confirm_partner, read_file

    key = read_file(_text(Path(args.what))).sender
    command = ConfirmPartner(key, args.name, args.fingerprint, args.new_key, args.sure)
    with store.unit_of_work() as uow:
        confirm_partner(command, uow, SystemClock(), guard())
    return {"hus": args.name, "nyckel": key}


def _export(args: argparse.Namespace, store: OpenedStore) -> dict[str, object]:
    from familjecentral.releases.exchange import export_release
    from familjecentral.releases.joint_files import ENDING

    with store.unit_of_work() as uow:
        text = export_release(_number(args.what), uow)
    return {"fil": str(_written(args.out / f"utgava-{args.what}{ENDING}", text))}


def _import(args: argparse.Namespace, store: OpenedStore) -> dict[str, object]:
    from familjecentral.releases.exchange import import_file
    from familjecentral.releases.model import ReleaseStatus

    with store.unit_of_work() as uow:
        found = import_file(_text(Path(args.what)), uow, SystemClock())
    name = found.name.replace(ReleaseStatus.WITHDRAWN.value, "återkallad")
    return {"inläst": name, "celler": len(found.cells.cells)}


def _joint(args: argparse.Namespace, store: OpenedStore) -> dict[str, object]:
    from familjecentral.commands.reporting import (
        formats_named,
        joint_report,
        report_readers,
        report_writer,
    )
    from familjecentral.releases.joint_files import issue_joint

    formats = formats_named(args.format)
    clock = SystemClock()
    with store.unit_of_work() as uow:
        joint = joint_report(period_named(args.what), uow, clock=clock, is_sample=store.is_sample)
    files = issue_joint(
        joint,
        args.out,
        store.unit_of_work,
        formats=formats,
        writer=report_writer(),
        readers=report_readers(joint.draft),
        clock=clock,
        progress=shown_progress,
    )
    return {"filer": [str(file) for file in files]}


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise UnusableFile("not_a_number", text) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile("unreadable", path.name) from error


def _written(path: Path, text: str) -> Path:
    from familjecentral.whole import make_folder, write_whole

    make_folder(path.parent)
    write_whole(path, text.encode())
    return path
