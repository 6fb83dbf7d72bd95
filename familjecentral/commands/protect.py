"""``familjecentral protect``: hides small numbers in table files, without a store."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.commands import add_command, require_apart, threshold
from familjecentral.commands.messages import sentence
from familjecentral.commands.rule_file import read_rule
from familjecentral.disclosure.elementary import layouts_from_json, make_tables
from familjecentral.disclosure.policy import Policy, policy_from_json
from familjecentral.disclosure.protect import Protection, solve
from familjecentral.disclosure.table import Cell, Hierarchy, TableSet
from familjecentral.errors import NotPublishable, UnusableFile
from familjecentral.export.tables_csv import write_protected, write_release
from familjecentral.readers.parse import read_json
from familjecentral.readers.tables_csv import read_cell_thresholds, read_hierarchy, read_tables
from familjecentral.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from familjecentral.commands import Subparsers

_TEXTS = {
    "sv": (
        "Visade celler: {shown}. Dolda celler: {hidden}. Tröskel: {threshold}. {proof}",
        "Bevisat.",
        "Bevisat; sökningen avbröts av nödklockan.",
        "Varning: {count} små tal gick redan att räkna fram ur tidigare utgåvor. "
        "Inget mer av dem röjs.",
    ),
    "en": (
        "Shown cells: {shown}. Hidden cells: {hidden}. Threshold: {threshold}. {proof}",
        "Proved.",
        "Proved; the search was stopped by the emergency clock.",
        "Warning: {count} small counts could already be worked out from earlier releases. "
        "Nothing more of them is revealed.",
    ),
}


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "protect")
    parser.add_argument("file", type=Path, metavar="IN.csv", help="sanna tal, alla celler")
    parser.add_argument("--out", type=Path, required=True, metavar="UT.csv", help="skyddad fil")
    parser.add_argument(
        "--threshold", type=threshold, default=5, metavar="T", help="tröskel 3–10 (5)"
    )
    parser.add_argument(
        "--hidden-min",
        type=int,
        choices=(0, 1),
        default=1,
        help="det minsta som en dold cell kan vara (1)",
    )
    parser.add_argument("--hierarchy", type=Path, metavar="KODER.json", help="koder som är summor")
    parser.add_argument(
        "--earlier",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="UTGÅVA.csv",
        help="vad som redan är publicerat",
    )
    parser.add_argument(
        "--tables", type=Path, metavar="TABELLER.json", help="tabeller att göra av elementära antal"
    )
    parser.add_argument("--policy", type=Path, metavar="REGLER.json", help="trösklar och undantag")
    parser.add_argument(
        "--cell-thresholds", type=Path, metavar="CELLER.csv", help="celler med egen tröskel"
    )
    parser.add_argument("--report", type=Path, metavar="RAPPORT.json", help="antal och bevis")


def run(args: argparse.Namespace) -> int:
    """Protect a file; 0 if it was written, 1 if no safe pattern exists."""
    require_apart(
        (args.out, args.report),
        (args.file, args.hierarchy, *args.earlier, args.tables, args.policy, args.cell_thresholds),
    )
    hierarchy = read_hierarchy(args.hierarchy) if args.hierarchy else Hierarchy()
    given = read_tables(args.file, hierarchy=hierarchy)
    tables = given.tables
    truth: tuple[TableSet, ...] = ()
    earlier = [read_tables(path, hierarchy=hierarchy).tables for path in args.earlier]
    if args.tables:
        layouts = layouts_from_json(read_json(args.tables), tables)
        tables, behind = make_tables(tables, layouts, earlier)
        truth = (behind,)
    policy = _policy(args, tables, earlier)
    try:
        done = solve(
            tables,
            policy=policy,
            earlier=earlier,
            earlier_truth=truth,
            hidden_min=args.hidden_min,
        )
    except NotPublishable as refused:
        if args.json:
            print(json.dumps(_refusal(refused), ensure_ascii=False))
        print(sentence(refused, args.lang), file=sys.stderr)
        return 1
    if args.tables:
        write_release(args.out, done.safe, for_excel=False)
    else:
        write_protected(args.out, given.layout, done.safe)
    if args.report:
        text = json.dumps(_report(done), ensure_ascii=False, indent=1)
        write_whole(args.report, text.encode() + b"\n")
    if args.json:
        print(json.dumps(_report(done), ensure_ascii=False))
    else:
        print(_told(done, args.lang))
    if done.lost:
        warning = _TEXTS[args.lang][3].format(count=len(done.lost))
        print(warning, file=sys.stderr)
    return 0


def _policy(args: argparse.Namespace, tables: TableSet, earlier: Sequence[TableSet]) -> Policy:
    """Return the rule; a cell of an earlier release keeps its own threshold."""
    cells: list[Cell] = []
    if args.cell_thresholds:
        own = read_cell_thresholds(args.cell_thresholds, within=tables)
        written = {cell.key for each in (tables, *earlier) for cell in each.cells}
        if not own.keys() & written:
            raise UnusableFile("no_such_cell", args.cell_thresholds.name)
        cells = [Cell(key, value) for key, value in own.items()]
    data = read_rule(args.policy) if args.policy else {}
    return policy_from_json(data, threshold=args.threshold, cells=cells)


def _told(done: Protection, language: str) -> str:
    found = done.safe.certificate
    counts, proved, stopped, _ = _TEXTS[language]
    return counts.format(
        shown=found.shown,
        hidden=found.hidden_small + found.hidden_other,
        threshold=found.threshold,
        proof=stopped if found.interrupted else proved,
    )


def _report(done: Protection) -> dict[str, object]:
    found = done.safe.certificate
    return {
        "rule": found.rule,
        "threshold": found.threshold,
        "shown": found.shown,
        "hidden_small": found.hidden_small,
        "hidden_to_protect": found.hidden_other,
        "smallest_interval": found.smallest_interval,
        "earlier_releases": found.releases,
        "lost_before": [
            {
                "measure": one.key.measure,
                "period": list(one.key.period),
                "vintage": one.key.vintage,
                "since": one.since,
                "codes": dict(one.key.codes),
                "known_small": one.sure,
            }
            for one in done.lost
        ],
        "solver": found.solver,
        "proved": found.proved,
        "interrupted": found.interrupted,
        "seconds": round(found.seconds, 3),
    }


def _refusal(refused: NotPublishable) -> dict[str, object]:
    return {
        "published": False,
        "reason": refused.reason,
        "tables": list(refused.tables),
        "proposal": [
            {
                "kind": step.kind,
                "table": step.table,
                "dimension": step.dimension,
                "codes": list(step.codes),
                "period": list(step.period),
            }
            for step in refused.coarser
        ],
    }
