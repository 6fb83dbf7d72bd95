"""``familjecentral releases``: the register, its files once more, what is known outside it, and
what differs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.commands import add_command, shown_progress
from familjecentral.commands.composition import store_gate
from familjecentral.commands.knowing import CHANGING, run_change
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.errors import NotFound, UnusableFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from familjecentral.commands import Subparsers
    from familjecentral.disclosure.table import Value
    from familjecentral.gate import OpenedStore
    from familjecentral.releases.compare import Entry
    from familjecentral.releases.model import Release


ACTS = ("list", "show", "verify", "diff", "write", *CHANGING)
_STEPS = {
    "locked": "låst",
    "drafted": "utkast visat",
    "reviewed": "skyddet provat",
    "published": "fastställd",
    "approved": "godkänd",
    "refused": "avslagen",
}


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "releases")
    parser.add_argument("act", choices=ACTS, metavar="|".join(ACTS))
    parser.add_argument("what", nargs="?", metavar="NR|FIL", help="utgåva, eller fil för outside")
    parser.add_argument("other", nargs="?", metavar="NR", help="senare utgåva, för diff")
    parser.add_argument("--register", type=Path, metavar="FIL", help="offentligt register")
    parser.add_argument("--folder", type=Path, metavar="MAPP", help="mapp för registret")
    parser.add_argument("--out", type=Path, metavar="MAPP", help="mapp för filerna, för write")
    parser.add_argument(
        "--format",
        default="pdf,xlsx,csv",
        metavar="LISTA",
        help="för write: pdf, xlsx, csv, csv-excel, px, json-stat, html (pdf,xlsx,csv)",
    )
    parser.add_argument("--name", default="", metavar="NAMN", help="vad tabellerna kallas")
    parser.add_argument(
        "--sure", action="store_true", help="namnet ser ut som en persons men är ingens"
    )
    parser.add_argument("--store", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the register, one entry of it, what differs between two, or whether its chain holds
    (1 if it does not); write the files of a release; or tell the store what is known outside."""
    from familjecentral.releases.compare import read_entry
    from familjecentral.releases.use_cases import list_releases, verify_releases

    with opened_store(args.store, args, store_gate()) as store:
        if args.act in CHANGING:
            return run_change(args, store)
        if args.act == "write":
            return _write(args, store)
        with store.unit_of_work() as uow:
            releases = list_releases(uow)
            broken = verify_releases(uow)
            shows = _numbered(releases, args.what) if args.act == "show" else None
            entry = read_entry(shows.number, uow) if shows is not None else None
        if args.act == "verify":
            print(json.dumps({"broken": broken}) if args.json else _verdict(broken))
            return 1 if broken else 0
    if args.act == "diff":
        return _differences(args, releases)
    if entry is not None:
        facts, steps = _facts(entry.release), _steps(entry)
        if args.json:
            print(json.dumps([{**facts, "steg": steps}], ensure_ascii=False))
            return 0
        print(
            "\n".join(f"{name}: {'–' if value is None else value}" for name, value in facts.items())
        )
        for step in steps:
            by = f" av {step['av']}" if "av" in step else ""
            print(f"{step['steg']}{by}: {step['dag']}")
    elif args.json:
        print(json.dumps([_facts(r) for r in releases], ensure_ascii=False))
    else:
        print("\n".join(_line(r) for r in releases) or "Inga utgåvor är fastställda.")
    return 0


def _write(args: argparse.Namespace, store: OpenedStore) -> int:
    """Write the files of a registered release again, from its frozen cells."""
    from familjecentral.commands.reporting import (
        declared_set,
        formats_named,
        report_readers,
        report_writer,
    )
    from familjecentral.releases.use_cases import list_releases, reopen_release, write_draft

    formats = formats_named(args.format)
    if not args.what:
        raise UnusableFile("nothing_named", "write")
    if args.out is None:
        raise UnusableFile("no_folder", "--out")
    with store.unit_of_work() as uow:
        number = _numbered(list_releases(uow), args.what).number
        declared = declared_set(uow.codes())
    draft = reopen_release(number, store.unit_of_work, declared=declared, is_sample=store.is_sample)
    files = write_draft(
        draft,
        args.out,
        formats=formats,
        writer=report_writer(),
        readers=report_readers(draft),
        progress=shown_progress,
    )
    paths = [str(file) for file in files]
    if args.json:
        answer = {"number": number, "period": str(draft.period), "files": paths}
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join((f"Utgåva {number}, {draft.period}, som den fastställdes.", *paths)))
    return 0


def _steps(entry: Entry) -> list[dict[str, str]]:
    """Return what was done with a release, on which day and, for whoever may publish, by whom."""
    found = []
    for step in entry.steps:
        told = {"steg": _STEPS[step.step.value], "dag": step.day.isoformat()}
        by = entry.people.get(step.by)
        found.append({**told, "av": by} if by else told)
    return found


def _numbered(releases: Sequence[Release], text: str | None) -> Release:
    found = next((r for r in releases if str(r.number) == text), None)
    if found is None:
        raise NotFound("release")
    return found


def _differences(args: argparse.Namespace, releases: Sequence[Release]) -> int:
    """Print the numbers that a later release says differently; both are public."""
    from familjecentral.releases.reissue import compared

    after = _numbered(releases, args.other)
    changed = compared(_numbered(releases, args.what), after)
    lines = [
        f"{d.table} {d.key.measure} "
        + " ".join(f"{name}={code}" for name, code in d.key.codes)
        + f": {_shown(d.before)} → {_shown(d.after)}"
        for d in changed
    ]
    print(json.dumps(lines, ensure_ascii=False) if args.json else "\n".join(lines) or "Lika.")
    return 0


def _shown(value: Value) -> str:
    return ".." if value is None else str(value)


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
        "läge": "gäller" if release.status == "released" else "återkallad",
        "ersätter": release.replaces,
        "godkänd": release.approved_on.isoformat() if release.approved_on else None,
        "visade tal": sum(value is not None for value in keys.values()),
        "dolda tal": sum(value is None for value in keys.values()),
        "kontrollsumma": checksum(release),
        "hash": release.hash,
    }
