"""Writes protected tables in the long CSV format, and no others: a SafeTable goes in.

A hidden cell is ``..`` whatever it was hidden for, a zero is ``0``; bounds and dashes are never
written. Files appear whole or not at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from familjecentral.disclosure.safe import SafeTable
from familjecentral.disclosure.table import TOTAL, Value, months
from familjecentral.errors import Bug
from familjecentral.whole import write_whole

HIDDEN = ".."
BOM = "\ufeff"


class Layout(Protocol):
    """How a file was written: its marks, its header and the raw fields of its rows."""

    @property
    def delimiter(self) -> str: ...
    @property
    def bom(self) -> bool: ...
    @property
    def newline(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...


def write_protected(path: Path, layout: Layout, safe: SafeTable) -> None:
    """Write the rows of ``layout`` with ``..`` where ``safe`` hides; nothing else is changed.

    Raises:
        Bug: ``safe`` does not hold the cells of these rows.
        OutputNotWritable, DiskFull: nothing was written.
    """
    column = [name.strip() for name in layout.header].index("value")
    if len(layout.rows) != len(safe.tables.cells):
        raise Bug("protected cells do not match the rows they are written to")
    rows = [
        (*row[:column], _kept(row[column], cell.value), *row[column + 1 :])
        for row, cell in zip(layout.rows, safe.tables.cells, strict=True)
    ]
    text = _text((layout.header, *rows), delimiter=layout.delimiter, newline=layout.newline)
    write_whole(path, ((BOM if layout.bom else "") + text).encode())


def write_release(path: Path, safe: SafeTable, *, for_excel: bool) -> None:
    """Write every cell in the canonical columns, by code keys.

    Args:
        for_excel: semicolon, BOM and CRLF, as a Swedish spreadsheet opens it by double click.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
    """
    cells = safe.tables.cells
    everything = tuple(sorted({atom for cell in cells for atom in cell.key.period}))
    dimensions = sorted({name for cell in cells for name, _ in cell.key.codes})
    rows = []
    for cell in cells:
        codes = dict(cell.key.codes)
        period = period_text(cell.key.period, everything=everything)
        rows.append(
            (
                *(cell.table, period, str(cell.key.vintage), cell.key.measure),
                *(codes.get(name, TOTAL) for name in dimensions),
                _written(cell.value),
            )
        )
    header = ("table", "period", "vintage", "measure", *dimensions, "value")
    told = [
        place
        for place, name in enumerate(header)
        if name not in ("table", "period", "measure") or any(row[place] for row in rows)
    ]
    text = _text(
        [tuple(row[place] for place in told) for row in (header, *rows)],
        delimiter=";" if for_excel else ",",
        newline="\r\n" if for_excel else "\n",
    )
    write_whole(path, ((BOM if for_excel else "") + text).encode())


def period_text(atoms: tuple[str, ...], *, everything: tuple[str, ...] = ()) -> str:
    """Return the shortest text that is read back as these atoms; "" for no period.

    Args:
        everything: the atoms of all periods in the file, which ``TOTAL`` stands for.

    Raises:
        ValueError: the atoms are neither one text, nor months in a row, nor all there are.
    """
    if len(atoms) == 1 and months(atoms[0]) is None:
        return atoms[0]
    spans = [months(atom) for atom in atoms]
    first, last = spans[0], spans[-1]
    if first and last and all(spans) and last[1] - first[0] == len(atoms):
        names = _names(*divmod(first[0], 12), len(atoms))
        return next(text for text in names if months(text) == (first[0], last[1]))
    if atoms == everything:
        return TOTAL
    raise ValueError("atoms that no period text names")


def _names(year: int, month: int, length: int) -> Iterable[str]:
    yield f"{year:04d}"
    yield f"{year:04d}H{month // 6 + 1}"
    yield f"{year:04d}T{month // 4 + 1}"
    yield f"{year:04d}Q{month // 3 + 1}"
    yield f"{year:04d}YTD{min(max(length // 3, 1), 4)}"
    yield f"{year:04d}M{month + 1:02d}"
    last_year, last_month = divmod(year * 12 + month + length - 1, 12)
    yield f"{year:04d}M{month + 1:02d}:{last_year:04d}M{last_month + 1:02d}"


def _text(rows: Sequence[tuple[str, ...]], *, delimiter: str, newline: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def _written(value: Value) -> str:
    return str(value) if isinstance(value, int) else HIDDEN


def _kept(raw: str, value: Value) -> str:
    """Return a shown field as it was written, if it was written as a number at all."""
    whole = "".join(raw.split()).partition(".")[0]
    if isinstance(value, int) and whole.isdecimal() and int(whole) == value:
        return raw
    return _written(value)
