"""``familjecentral import``: read an old log, report, and store it with ``--commit``."""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.clock import SystemClock, SystemIds
from familjecentral.commands import add_command, require_apart
from familjecentral.commands.composition import guard, store_gate, synonyms
from familjecentral.commands.opening import add_user_arguments, opened_store
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.mapping_file import read_mapping
from familjecentral.contacts.importing.raw import RowSource, row_id
from familjecentral.contacts.importing.report import ImportReport, reason_of
from familjecentral.contacts.importing.use_case import ImportLog, import_log
from familjecentral.errors import DiskFull, OutputNotWritable, ReportNotWritten, UnusableFile
from familjecentral.readers.log import open_log
from familjecentral.whole import write_whole

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "import")
    parser.add_argument("file", type=Path, metavar="FIL", help="logg eller pinnark, CSV eller XLSX")
    parser.add_argument("--store", type=Path, required=True, metavar="LAGER", help="NAMN.fcdb")
    parser.add_argument("--mapping", type=Path, metavar="FIL.toml", help="filens egna kolumner")
    parser.add_argument(
        "--preview", type=Path, metavar="SVAR", help="skriv rapporten hit (.json eller .csv)"
    )
    parser.add_argument(
        "--drop-notes", action="store_true", help="läs förbi kolumnen med anteckningar"
    )
    parser.add_argument(
        "--accept",
        nargs="+",
        default=(),
        metavar="RAD",
        help="rader som ser ut som personuppgifter men har granskats (flera blad: BLAD:RAD)",
    )
    parser.add_argument("--again", action="store_true", help="importera samma rader en gång till")
    parser.add_argument("--commit", action="store_true", help="spara; annars bara en rapport")
    add_user_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Import, or only report. Return 0, or 1 if rows were rejected or set aside."""
    keys = args.store.with_suffix(".fckeys")
    require_apart((args.preview,), (args.file, args.mapping, args.store, keys))
    mapping = mapping_from(args.mapping) if args.mapping else ImportMapping()
    source = open_log(args.file, mapping)
    command = ImportLog(
        source=source,
        mapping=mapping,
        mapping_name=args.mapping.name if args.mapping else None,
        commit=args.commit,
        drop_notes=args.drop_notes,
        accepted_rows=frozenset(_row(text, source) for text in args.accept),
        insist=args.again,
    )
    with (
        opened_store(args.store, args, store_gate()) as store,
        store.unit_of_work() as uow,
    ):
        found = import_log(
            command, uow, SystemClock(), SystemIds(), synonyms=synonyms(), guard=guard()
        )
    report = found.report
    print(_as_json(report) if args.json else summary(report, committed=args.commit))
    if args.preview:
        try:
            write_report(report, args.preview)
        except (OutputNotWritable, DiskFull) as error:
            if _stored(report, committed=args.commit):
                raise ReportNotWritten from error
            raise
    return 1 if report.rejected or report.set_aside else 0


def _row(text: str, source: RowSource) -> int:
    sheet, _, number = text.rpartition(":")
    if number.isdecimal() and not sheet:
        return row_id(int(number))
    if number.isdecimal() and sheet in source.sheets:
        return row_id(int(number), source.sheets.index(sheet))
    raise UnusableFile("no_such_row", text)


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
    """Write the report as JSON, or as CSV what did not come in: row, column, reason in Swedish.

    Raises:
        OutputNotWritable, DiskFull: an earlier file there is as it was.
    """
    if path.suffix.lower() == ".csv":
        write_whole(path, report.as_csv().encode("utf-8-sig"))
    else:
        write_whole(path, f"{_as_json(report)}\n".encode())


def _as_json(report: ImportReport) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False, indent=1)


def _stored(report: ImportReport, *, committed: bool) -> bool:
    return committed and report.accepted_rows > 0


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def summary(report: ImportReport, *, committed: bool) -> str:
    """Return what was found as Swedish lines, without content of rows."""
    lines = [
        f"{_counted(report.accepted_rows, 'rad', 'rader')} går att läsa in,"
        f" {_counted(report.contacts, 'kontakt', 'kontakter')}.",
        f"{_counted(len(report.rejected), 'rad', 'rader')} kan inte läsas in,"
        f" {len(report.set_aside)} väntar på svar,"
        f" {_counted(len(report.ignored_rows), 'är ingen kontakt', 'är inga kontakter')},"
        f" {_counted(len(report.dropped_duplicates), 'är en dubblett', 'är dubbletter')}.",
    ]
    lines += [f"  Rad {row.number}, {row.column}: {reason_of(row)}." for row in report.left]
    if report.unread_columns:
        lines.append(
            f"Kolumner utan månad, läses inte: {', '.join(sorted(report.unread_columns))}."
        )
    if report.same_number:
        numbers = ", ".join(map(str, report.same_number))
        lines.append(f"Samma nummer som en annan rad, annat innehåll: rad {numbers}.")
    if report.late_months:
        lines.append(
            f"Låsta månader, blir sena uppgifter: {', '.join(sorted(report.late_months))}."
        )
    if report.imported_on and not committed:
        lines.append(f"Samma rader importerades {report.imported_on.isoformat()}.")
    stored = _stored(report, committed=committed)
    lines.append("Sparat." if stored else "Inget har sparats. Lägg till --commit för att spara.")
    return "\n".join(lines)
