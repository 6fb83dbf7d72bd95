"""``familjecentral guard``: the levels of the texts in a file, without the texts."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.commands import add_command, require_apart
from familjecentral.errors import UnusableFile
from familjecentral.privacy import Level
from familjecentral.whole import write_whole

if TYPE_CHECKING:
    from familjecentral.commands import Subparsers

ID, TEXT = "id", "text"
HEADER = ("id", "level", "kinds")


def register(subparsers: Subparsers) -> None:
    """Declare the arguments."""
    parser = add_command(subparsers, "guard")
    parser.add_argument("file", type=Path, metavar="IN.csv", help="fil med kolumnerna id och text")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="UT.csv", help="fil för nivå och slag"
    )


def run(args: argparse.Namespace) -> int:
    """Read every text and write its level and kinds; 0 whatever was found."""
    from familjecentral.commands.composition import guard

    require_apart((args.out,), (args.file,))
    reader = guard()
    levels: Counter[Level] = Counter()
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for key, text in _texts(args.file):
        reading = reader.read(text)
        levels[reading.level] += 1
        writer.writerow((key, reading.level, ",".join(reading.kinds)))
    write_whole(args.out, out.getvalue().encode())
    print(_as_json(levels) if args.json else _as_text(levels, args.lang))
    return 0


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of each row.

    Raises:
        UnusableFile: unreadable, no UTF-8, no CSV, a column is missing, a row is short or long.
    """
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnusableFile("unreadable", path.name) from error
    except UnicodeDecodeError as error:
        raise UnusableFile("not_utf8", path.name) from error
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=";", strict=True)
    try:
        header = next(rows, [])
        for name in (ID, TEXT):
            if header.count(name) != 1:
                raise UnusableFile("column_twice" if name in header else "no_such_column", name)
        key, text = header.index(ID), header.index(TEXT)
        for row in rows:
            if not row:
                continue
            if len(row) != len(header):
                raise UnusableFile("number_of_fields", f"rad {rows.line_num}")
            yield row[key], row[text]
    except csv.Error as error:
        raise UnusableFile("not_csv", f"rad {rows.line_num}") from error


def _as_text(levels: Counter[Level], language: str) -> str:
    said = (
        "Texter: {0}. Stoppas: {1}. Frågas om: {2}. Inget funnet: {3}."
        if language == "sv"
        else "Texts: {0}. Blocked: {1}. Asked about: {2}. Nothing found: {3}."
    )
    return said.format(levels.total(), levels[Level.BLOCK], levels[Level.WARN], levels[Level.OK])


def _as_json(levels: Counter[Level]) -> str:
    return json.dumps({level.value: levels[level] for level in Level})
