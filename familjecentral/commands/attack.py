"""``familjecentral attack``: the proof on its own, on finished files."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.commands import add_command, threshold
from familjecentral.disclosure.attack import AttackReport, Finding, attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.table import Hierarchy, TableSet
from familjecentral.errors import UnusableFile
from familjecentral.export.tables_csv import period_text
from familjecentral.readers.parse import read_json
from familjecentral.readers.tables_csv import read_cell_thresholds, read_hierarchy

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers

# File ending → module whose ``read_tables(path, hierarchy=…)`` gives an object with ``.tables``.
READERS = {
    ".csv": "familjecentral.readers.tables_csv",
}


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "attack")
    parser.add_argument("files", nargs="+", type=Path, metavar="FIL", help="publicerade filer")
    parser.add_argument("--truth", type=Path, metavar="SANN.csv", help="sanna tal att döma efter")
    parser.add_argument("--strict", action="store_true", help="osäkra tal räknas som röjda")
    parser.add_argument(
        "--hidden-min",
        type=int,
        choices=(0, 1),
        default=1,
        help="det minsta som en dold cell kan vara (1)",
    )
    parser.add_argument("--hierarchy", type=Path, metavar="KODER.json", help="koder som är summor")
    parser.add_argument("--policy", type=Path, metavar="REGLER.json", help="trösklar och undantag")
    parser.add_argument(
        "--cell-thresholds", type=Path, metavar="CELLER.csv", help="celler med egen tröskel"
    )
    parser.add_argument(
        "--threshold", type=threshold, default=5, metavar="T", help="tröskel 3–10 (5)"
    )


def run(args: argparse.Namespace) -> int:
    """Attack the files; 0 if nothing is given away, 1 if something is."""
    hierarchy = read_hierarchy(args.hierarchy) if args.hierarchy else Hierarchy()
    releases = [_read(path, hierarchy) for path in args.files]
    _check_complete(dict(zip(args.files, releases, strict=True)))
    truth = _read(args.truth, hierarchy) if args.truth else None
    by_cell = None
    if args.cell_thresholds:
        every = TableSet(tuple(cell for release in releases for cell in release.cells))
        by_cell = read_cell_thresholds(args.cell_thresholds, within=every)
        if not by_cell.keys() & {cell.key for cell in every.cells}:
            raise UnusableFile("no_such_cell", args.cell_thresholds.name)
    policy = read_policy(
        read_json(args.policy) if args.policy else {}, threshold=args.threshold, by_cell=by_cell
    )
    report = attack(
        releases,
        thresholds=policy,
        hidden_min=args.hidden_min,
        truth=truth,
        strict=args.strict,
    )
    print(_as_json(report) if args.json else _as_text(report, args.lang))
    return 0 if report.safe else 1


def _read(path: Path, hierarchy: Hierarchy) -> TableSet:
    module = READERS.get(path.suffix.lower())
    if module is None:
        raise UnusableFile("no_reader", path.name)
    tables = import_module(module).read_tables(path, hierarchy=hierarchy).tables
    assert isinstance(tables, TableSet)
    return tables


def _check_complete(releases: dict[Path, TableSet]) -> None:
    """Refuse a file of a release from which less was read than its CSV file holds."""
    for path, tables in releases.items():
        beside = releases.get(path.with_suffix(".csv"))
        if beside and len({c.key for c in tables.cells}) < len({c.key for c in beside.cells}):
            raise UnusableFile("fewer_cells", path.name)


_VERDICTS = {
    "sv": ("Inget litet tal kan räknas fram.", "RÖJT", "OSÄKERT", "EJ BEVISAT"),
    "en": ("No small count can be worked out.", "GIVEN AWAY", "DOUBTFUL", "NOT PROVED"),
}
_READ = {
    "sv": "Läst: utgåvor {0}, celler {1}, summor {2}. Prövade tal: {3}.",
    "en": "Read: releases {0}, cells {1}, sums {2}. Numbers tried: {3}.",
}


def _as_text(report: AttackReport, language: str) -> str:
    safe, *marks = _VERDICTS[language]
    counts = (report.releases, report.cells, report.sums, report.targets)
    lines = [_READ[language].format(*counts)]
    groups = (report.breaches, report.doubtful, report.unproven)
    for mark, findings in zip(marks, groups, strict=True):
        lines.extend(f"{mark}: {_described(finding, language)}" for finding in findings)
    if report.safe:
        lines.append(safe)
    return "\n".join(lines)


def _described(finding: Finding, language: str) -> str:
    change, limit = ("sedan", "tröskel") if language == "sv" else ("since", "threshold")
    key = finding.key
    parts = [
        *finding.tables,
        _period(finding),
        key.measure,
        *(f"{name}={code}" for name, code in key.codes),
        f"{change} {finding.since}" if finding.since else "",
    ]
    named = " ".join(part for part in parts if part) or "TOTAL"
    return f"{named} [{finding.low}, {finding.high}] ({limit} {finding.threshold})"


def _period(finding: Finding) -> str:
    try:
        return period_text(finding.key.period)
    except ValueError:  # months with a gap between them
        return "+".join(finding.key.period)


def _as_json(report: AttackReport) -> str:
    return json.dumps(
        {
            "safe": report.safe,
            "releases": report.releases,
            "cells": report.cells,
            "sums": report.sums,
            "targets": report.targets,
            "smallest_interval": report.smallest_interval,
            "solver": report.solver,
            "seconds": round(report.seconds, 3),
            "breaches": [_fields(finding) for finding in report.breaches],
            "doubtful": [_fields(finding) for finding in report.doubtful],
            "unproven": [_fields(finding) for finding in report.unproven],
        },
        ensure_ascii=False,
        indent=1,
    )


def _fields(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "tables": list(finding.tables),
        "period": _period(finding),
        "vintage": finding.key.vintage,
        "since": finding.since or None,
        "measure": finding.key.measure,
        "codes": dict(finding.key.codes),
        "low": finding.low,
        "high": finding.high,
        "threshold": finding.threshold,
    }
