"""``familjecentral attack``: the proof on its own, on finished files."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from familjecentral.commands import add_command, threshold
from familjecentral.commands.rule_file import read_rule
from familjecentral.disclosure.attack import AttackReport, Finding, attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.table import Hierarchy, TableSet, period_atoms
from familjecentral.errors import UnusableFile
from familjecentral.export.tables_csv import period_text
from familjecentral.readers.parse import read_json
from familjecentral.readers.tables_csv import read_cell_thresholds, read_hierarchy, read_tables
from familjecentral.releases.model import PARTS_ENDING, RULE_ENDING
from familjecentral.statistics.kept import set_from_text
from familjecentral.statistics.labels import SetLabels, labels_from_data
from familjecentral.statistics.printed import is_on_paper
from familjecentral.statistics.rule import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from familjecentral.commands import Subparsers
    from familjecentral.readers.report_grid import Definitions
    from familjecentral.statistics.declared import DeclaredSet

# File ending → module and function that read a printed report with the public definitions.
PRINTED = {
    ".xlsx": ("familjecentral.readers.report_xlsx", "read_report_xlsx"),
    ".pdf": ("familjecentral.readers.report_pdf", "read_report_pdf"),
    ".html": ("familjecentral.readers.report_html", "read_report_html"),
}
# Those that read a statistics file, which holds every cell with its codes.
STATISTICS = {
    ".px": ("familjecentral.readers.tables_px", "read_px"),
    ".json": ("familjecentral.readers.tables_jsonstat", "read_jsonstat"),
}
CENTRE = "centre"


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
    lists: list[TableSet] = []
    releases = [_read(files, hierarchy, lists) for files in _together(args.files)]
    truth = read_tables(args.truth, hierarchy=hierarchy).tables if args.truth else None
    by_cell = None
    if args.cell_thresholds:
        every = TableSet(tuple(cell for release in releases for cell in release.cells))
        by_cell = read_cell_thresholds(args.cell_thresholds, within=every)
        if not by_cell.keys() & {cell.key for cell in every.cells}:
            raise UnusableFile("no_such_cell", args.cell_thresholds.name)
    rule = args.policy or _rule_beside(args.files)
    told = read_rule(rule) if rule else {}
    policy = read_policy(told, threshold=args.threshold, by_cell=by_cell)
    report = attack(
        releases,
        thresholds=policy,
        hidden_min=args.hidden_min,
        truth=truth,
        strict=args.strict,
        lists=lists,
    )
    print(_as_json(report) if args.json else _as_text(report, args.lang))
    return 0 if report.safe else 1


def _rule_beside(files: Sequence[Path]) -> Path | None:
    """Return the rule that a release's statistics file is accompanied by, if there is one.

    Raises:
        UnusableFile: ``rules_differ``: the files go by different rules; one has to be chosen.
    """
    stems = [_stem(file).as_posix().removesuffix("-excel") for file in files]
    found = [rule for stem in stems if (rule := Path(stem + RULE_ENDING)).exists()]
    if len({json.dumps(read_rule(rule), sort_keys=True) for rule in found}) > 1:
        raise UnusableFile("rules_differ", found[-1].name)
    return found[0] if found else None


def _stem(file: Path) -> Path:
    """Return the path of a release's files without ending; a PX file's table comes after it."""
    if file.suffix.lower() == PARTS_ENDING:
        return file.with_name(file.name.partition(".")[0])
    return file.with_suffix("")


def _together(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """Yield the files that hold one release: PX files of one name, any other on its own."""
    parts: dict[Path, list[Path]] = {}
    for file in files:
        if file.suffix.lower() == PARTS_ENDING:
            parts.setdefault(_stem(file), []).append(file)
        else:
            yield (file,)
    yield from parts.values()


def _read(files: Sequence[Path], hierarchy: Hierarchy, lists: list[TableSet]) -> TableSet:
    """Read a release; to ``lists`` goes what tells the codes of a report that does not print all.

    Raises:
        UnusableFile: ``fewer_cells``: the statistics file beside it holds more.
    """
    path = files[0]
    ending = path.suffix.lower()
    if ending == ".csv":
        return read_tables(path, hierarchy=hierarchy).tables
    beside = _stem(path).with_suffix(".csv")
    if ending in STATISTICS:
        cells = [cell for file in files for cell in _call(STATISTICS[ending], file).cells]
        if beside.exists():
            held = {cell.key for cell in cells}
            if any(cell.key not in held for cell in read_tables(beside).tables.cells):
                raise UnusableFile("fewer_cells", path.name)
        return TableSet(tuple(cells), hierarchy)
    if ending not in PRINTED:
        raise UnusableFile("no_reader", path.name)
    if not beside.exists():
        raise UnusableFile("no_csv_beside", path.name)
    statistics = read_tables(beside, hierarchy=hierarchy).tables
    lists.append(statistics)
    known = _definitions(statistics, beside.name, Path(f"{_stem(path)}{RULE_ENDING}"))
    found = _call(PRINTED[ending], path, known)
    printed = {cell.key for cell in found.cells}
    if any(
        cell.key not in printed and is_on_paper(known.declared, cell.key)
        for cell in statistics.cells
    ):
        raise UnusableFile("fewer_cells", path.name)
    return found


def _call(reader: tuple[str, str], *arguments: object) -> TableSet:
    module, function = reader
    found = getattr(import_module(module), function)(*arguments)
    assert isinstance(found, TableSet)
    return found


def _definitions(statistics: TableSet, name: str, rule: Path) -> Definitions:
    """Return what a report's words mean: by the rule beside it, else as the program ships them.
    Its period and centres are those of its CSV file."""
    from familjecentral.access.model import Centre, CentreId
    from familjecentral.calendar.periods import Period
    from familjecentral.commands.composition import first_codes
    from familjecentral.commands.reporting import declared_set, set_labels
    from familjecentral.readers.report_grid import Definitions

    # Some tables have their months besides; the period is the whole of it.
    written = {cell.key.period for cell in statistics.cells}
    atoms = max(written, key=len)
    others = [part for part in written - {atoms} if len(part) > 1 or part[0] not in atoms]
    year = atoms[0][:4]
    periods = []
    for spelling in (period_text(atoms), f"{year}-VT", f"{year}-HT"):
        with suppress(ValueError):  # not a period of reports
            periods.append(Period.parse(spelling))
    period = next((it for it in periods if period_atoms(it.file_text) == atoms), None)
    if others or period is None:
        raise UnusableFile("not_one_period", name)
    centres = sorted({dict(cell.key.codes).get(CENTRE, "") for cell in statistics.cells} - {""})
    told = _told(rule) if rule.exists() else None
    if told is None:
        shipped = declared_set(first_codes())
        houses = [Centre(CentreId(UUID(int=0)), key, key) for key in centres]
        told = shipped, set_labels(shipped, first_codes(), houses)
    declared, labels = told
    vintage = max(cell.key.vintage for cell in statistics.cells)
    return Definitions(declared, labels, period, tuple(centres), vintage)


def _told(rule: Path) -> tuple[DeclaredSet, SetLabels] | None:
    """Return the table set and its words that a rule file tells, if it does.

    Raises:
        UnusableFile: ``policy``: they are not what they should be.
    """
    whole = read_json(rule)
    told = whole.get(DEFINITIONS) if isinstance(whole, dict) else None
    if told is None:
        return None
    try:
        return set_from_text(json.dumps(told["set"])), labels_from_data(told["labels"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnusableFile("policy", rule.name) from error


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
