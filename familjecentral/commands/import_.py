"""``familjecentral import``: read an old log, report, and store it with ``--commit``."""

from __future__ import annotations

import argparse
import csv
import io
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock, SystemIds
from familjecentral.commands import add_command, require_apart
from familjecentral.commands.composition import store_gate, synonyms
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.contacts.importing.mapping import ImportMapping, read_mapping
from familjecentral.contacts.importing.use_case import ImportLog, ImportReport, import_log
from familjecentral.errors import OutputNotWritable, UnusableFile
from familjecentral.readers.log import open_log

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers

REASONS = {
    "missing_required": "Uppgiften saknas",
    "bad_date": "Datumet går inte att läsa",
    "future_date": "Datumet ligger framåt i tiden",
    "unknown_code": "Värdet finns inte i kodlistan",
    "bad_count": "Antalet är inte ett heltal från 1 till 200",
    "too_many_topics": "Fler än tre frågeställningar",
    "not_at_this_level": "Uppgiften hör inte till den arbetsnivån",
    "period_locked": "Årsutgåvan är publicerad, månaden tar inte emot fler uppgifter",
}
"""Why a row was rejected, in Swedish."""


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "import")
    parser.add_argument("file", type=Path, metavar="FIL", help="CSV eller XLSX, en rad per kontakt")
    parser.add_argument("--store", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    parser.add_argument("--mapping", type=Path, metavar="FIL.toml", help="filens egna kolumner")
    parser.add_argument(
        "--preview", type=Path, metavar="SVAR", help="skriv rapporten hit (.json eller .csv)"
    )
    parser.add_argument(
        "--drop-notes", action="store_true", help="läs förbi kolumnen med anteckningar"
    )
    parser.add_argument("--again", action="store_true", help="importera samma rader en gång till")
    parser.add_argument("--commit", action="store_true", help="spara; annars bara en rapport")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Import, or only report. Return 0, or 1 if rows were rejected."""
    keys = args.store.with_suffix(".fckeys")
    require_apart((args.preview,), (args.file, args.mapping, args.store, keys))
    mapping = mapping_from(args.mapping) if args.mapping else ImportMapping()
    command = ImportLog(
        source=open_log(args.file, mapping),
        mapping=mapping,
        mapping_name=args.mapping.name if args.mapping else None,
        commit=args.commit,
        drop_notes=args.drop_notes,
        insist=args.again,
    )
    with (
        opened_store(args.store, args, store_gate()) as store,
        store.unit_of_work() as uow,
    ):
        report = import_log(command, uow, SystemClock(), SystemIds(), synonyms=synonyms()).report
    if args.preview:
        write_report(report, args.preview)
    print(_as_json(report) if args.json else summary(report, committed=args.commit))
    return 1 if report.rejected else 0


def mapping_from(path: Path) -> ImportMapping:
    """Read a mapping file.

    Raises:
        UnusableFile: it is missing, no TOML or no mapping; ``place`` says where.
    """
    try:
        return read_mapping(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile("unreadable", path.name) from error
    except tomllib.TOMLDecodeError as error:
        raise UnusableFile("not_toml", path.name) from error


def write_report(report: ImportReport, path: Path) -> None:
    """Write the report as JSON, or as CSV what was rejected: row, column, reason in Swedish.

    Raises:
        OutputNotWritable.
    """
    text = _as_csv(report) if path.suffix.lower() == ".csv" else _as_json(report) + "\n"
    encoding = "utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"
    try:
        path.write_text(text, encoding=encoding, newline="")
    except OSError as error:
        raise OutputNotWritable from error


def _as_json(report: ImportReport) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False, indent=1)


def _as_csv(report: ImportReport) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Rad", "Kolumn", "Orsak"))
    for row in report.rejected:
        writer.writerow((row.number, row.column, REASONS.get(row.reason, row.reason)))
    return out.getvalue()


def summary(report: ImportReport, *, committed: bool) -> str:
    """Return what was found as Swedish lines, without content of rows."""
    lines = [
        f"{report.accepted_rows} rader går att läsa in, {report.contacts} kontakter.",
        f"{len(report.rejected)} rader kan inte läsas in, "
        f"{len(report.ignored_rows)} är inga kontakter, "
        f"{len(report.dropped_duplicates)} är dubbletter.",
    ]
    lines += [
        f"  Rad {row.number}, {row.column}: {REASONS.get(row.reason, row.reason)}."
        for row in report.rejected
    ]
    if report.late_months:
        lines.append(
            f"Låsta månader, blir sena uppgifter: {', '.join(sorted(report.late_months))}."
        )
    if report.imported_on and not committed:
        lines.append(f"Samma rader importerades {report.imported_on.isoformat()}.")
    stored = committed and report.accepted_rows
    lines.append("Sparat." if stored else "Inget har sparats. Lägg till --commit för att spara.")
    return "\n".join(lines)
