"""A release as PX files (PC-Axis), the format of the statistical agencies: one file a table.

Hidden cells are ``".."``, a zero is ``0``; the dash is never written. Keywords as in the
format's edition of 2013 (AXIS-VERSION), texts in UTF-8 with codes beside every label.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from familjecentral.calendar.periods import PeriodType
from familjecentral.disclosure.table import TOTAL
from familjecentral.export.cubes import ABSENT, Axis, Cube, period_of
from familjecentral.export.document import Document
from familjecentral.export.tables_csv import HIDDEN
from familjecentral.whole import write_whole

_LONGEST = 200  # characters of one text; older readers stop at 256
_TIME_SCALES = {
    PeriodType.YEAR: "A1",
    PeriodType.HALF_YEAR: "H1",
    PeriodType.QUARTER: "Q1",
    PeriodType.MONTH: "M1",
}
_HIDDEN_MEANS = "Uppgiften redovisas inte"
_ABSENT_MEANS = "Ingår inte i tabellen"


def write_px(path: Path, cube: Cube, document: Document) -> None:
    """Write one table; the same table and document give the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    *stub, last, period = cube.axes
    text = "".join(f"{line}\n" for line in _lines(cube, document, stub, (last, period)))
    write_whole(path, text.encode())


def _lines(
    cube: Cube, document: Document, stub: Sequence[Axis], heading: Sequence[Axis]
) -> Iterator[str]:
    axes = (*stub, *heading)
    stamp = f"{document.day:%Y%m%d} 00:00"  # the format wants a time; none is known
    yield 'CHARSET="ANSI";'
    yield 'AXIS-VERSION="2013";'
    yield 'CODEPAGE="utf-8";'
    yield 'LANGUAGE="sv";'
    yield f'CREATION-DATE="{stamp}";'
    yield "DECIMALS=0;"
    yield "SHOWDECIMALS=0;"
    yield f"MATRIX={_quoted(cube.table)};"
    yield 'SUBJECT-CODE="FC";'
    yield 'SUBJECT-AREA="Familjecentral";'
    yield f"TITLE={_quoted(cube.full_title)};"
    yield f"CONTENTS={_quoted(cube.title)};"
    yield f"UNITS={_quoted(cube.unit)};"
    yield f"STUB={_listed(axis.label for axis in stub)};"
    yield f"HEADING={_listed(axis.label for axis in heading)};"
    for axis in axes:
        yield f"VALUES({_quoted(axis.label)})={_listed(axis.labels)};"
    yield from _time(heading)
    for axis in axes:
        yield f"CODES({_quoted(axis.label)})={_listed(axis.codes)};"
    for axis in axes:
        yield f"VARIABLECODE({_quoted(axis.label)})={_quoted(axis.key)};"
    for axis in axes:
        if axis.has_total:
            total = axis.labels[axis.codes.index(TOTAL)]
            yield f"ELIMINATION({_quoted(axis.label)})={_quoted(total)};"
    yield f'LAST-UPDATED="{stamp}";'
    yield f"SOURCE={_quoted(document.author)};"
    yield f"NOTE={_long(' '.join(document.foot))};"
    yield f"DATASYMBOL2={_quoted(_HIDDEN_MEANS)};"
    yield f"DATASYMBOL6={_quoted(_ABSENT_MEANS)};"
    yield "DATA="
    width = math.prod(len(axis.codes) for axis in heading)
    cells = [_cell(value) for value in cube.values]
    for start in range(0, len(cells), width):
        yield f"{' '.join(cells[start : start + width])} "
    yield ";"


def _time(heading: Sequence[Axis]) -> Iterator[str]:
    """Yield the time scale, where the format has one for such periods."""
    period = heading[-1]
    with suppress(ValueError, KeyError):
        found = [period_of(code) for code in period.codes]
        (scale,) = {_TIME_SCALES[each.type] for each in found}
        numbers = (
            f"{p.year}" if scale == "A1" else _numbered(p.year, p.number, scale) for p in found
        )
        yield f"TIMEVAL({_quoted(period.label)})=TLIST({scale}),{_listed(numbers)};"


def _numbered(year: int, number: int, scale: str) -> str:
    return f"{year}{number:02d}" if scale == "M1" else f"{year}{number}"


def _cell(value: int | str) -> str:
    return str(value) if isinstance(value, int) else f'"{ABSENT if value == ABSENT else HIDDEN}"'


def _quoted(text: str) -> str:
    """Return a text in quotes; the format has no way to write a quote inside."""
    return '"' + text.replace('"', "”") + '"'


def _listed(texts: Iterator[str] | Sequence[str]) -> str:
    """Return texts with commas between, on lines that are broken after a comma."""
    lines = [""]
    for text in map(_quoted, texts):
        if lines[-1] and len(lines[-1]) + len(text) > _LONGEST:
            lines.append("")
        lines[-1] += f"{text},"
    return "\n".join(lines).removesuffix(",")


def _long(text: str) -> str:
    """Return a long text as several texts on lines of their own, which readers put together."""
    pieces = [""]
    for word in text.replace('"', "”").split(" "):
        if len(pieces[-1]) + len(word) > _LONGEST:
            pieces.append("")
        pieces[-1] += f"{word} "
    pieces[-1] = pieces[-1].rstrip()
    return "\n".join(f'"{piece}"' for piece in pieces)
