"""The report as a workbook: one sheet a table with real numbers, and the explanation of signs.

A zero is the number 0 shown as a dash; a hidden cell is the text ``..``. Nothing in the file
depends on a clock.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.export.document import Document, Table
from familjecentral.export.figures import Figure, Status, Unit
from familjecentral.export.pdf_table import column_groups
from familjecentral.whole import write_whole

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Progress = Callable[[float], None]

FONT = "Source Sans 3"
_FORMATS = {
    Unit.COUNT: '#,##0;-#,##0;"–"',
    Unit.SHARE: '0 %;-0 %;"–"',
    Unit.CHANGE: '+#,##0;"−"#,##0;"±0"',
}
_DASH = '"–"'
_A4 = 9
_LABEL_WIDTH, _COLUMN_WIDTH = 44, 13
_NOTE_HEIGHT = 13.0  # points
_WIDE = 6  # more columns than this are printed across


def write_xlsx(path: Path, document: Document, *, progress: Progress) -> None:
    """Write the workbook; the same document gives the same bytes.

    Raises:
        OutputNotWritable, DiskFull: nothing was written.
        Cancelled: raised by ``progress``, which is called with 0–1 after every sheet.
    """
    import xlsxwriter  # late: off the start path

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties(
        {
            "title": document.title,
            "author": document.author,
            "created": dt.datetime.combine(document.day, dt.time()),
        }
    )
    styles = _Styles(book)
    for place, table in enumerate(document.tables, start=1):
        _table_sheet(book.add_worksheet(f"Tabell {table.number}"), document, table, styles)
        progress(place / (len(document.tables) + 1))
    _signs_sheet(book.add_worksheet("Teckenförklaring"), document, styles)
    book.close()
    progress(1.0)
    write_whole(path, file.getvalue())


class _Styles:
    """Cell formats, made once per distinct look."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, **look: object) -> Format:
        """Return the format with this look."""
        wanted = tuple(sorted(look.items()))
        if wanted not in self._made:
            self._made[wanted] = self._book.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "top", **look}
            )
        return self._made[wanted]


def _page(sheet: Worksheet, document: Document, *, across: bool) -> None:
    sheet.set_paper(_A4)
    if across:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.65, right=0.65, top=0.9, bottom=0.9)
    sheet.hide_gridlines(2)
    right = " ".join(filter(None, (document.head_right, document.badge, document.watermark)))
    sheet.set_header(f"&L{_plain(document.head_left)}&R{_plain(right)}")
    sheet.set_footer(f"&L{_plain(' '.join(document.foot))[:200]}&RSida &P av &N")


def _plain(text: str) -> str:
    return text.replace("&", "&&")


def _table_sheet(sheet: Worksheet, document: Document, table: Table, styles: _Styles) -> None:
    grouped = any(column.group for column in table.columns)
    _page(sheet, document, across=len(table.columns) > _WIDE)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, len(table.columns), _COLUMN_WIDTH)
    title = f"Tabell {table.number}. {table.title}."
    sheet.write_string(0, 0, title, styles.get(bold=True, font_size=12))
    if table.unit:
        sheet.write_string(1, 0, table.unit, styles.get())
    row = 3
    if grouped:
        sheet.write_row(row, 1, [""] * len(table.columns), styles.get(top=2))
        over = styles.get(bold=True, align="center", text_wrap=True, top=2)
        for words, unit, first, last in column_groups(table.columns):
            text = " ".join(filter(None, (words, unit)))
            if first == last:
                sheet.write_string(row, first + 1, text, over)
            else:
                sheet.merge_range(row, first + 1, row, last + 1, text, over)
        sheet.write_blank(row, 0, None, styles.get(top=2))
        row += 1
    head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
    if not grouped:
        head["top"] = 2
    sheet.write_string(row, 0, table.row_head, styles.get(**head))
    for place, column in enumerate(table.columns, start=1):
        sheet.write_string(row, place, column.head, styles.get(**head, align="right"))
    row += 1
    sheet.freeze_panes(row, 1)
    sheet.repeat_rows(row - (2 if grouped else 1), row - 1)
    for line in table.rows:
        look: dict[str, object] = {"bold": True} if line.is_total else {}
        rule: dict[str, object] = {"top": 1, "bottom": 2} if line.is_total else {"bottom": 4}
        sheet.write_string(row, 0, line.label, styles.get(**look, **rule, text_wrap=True))
        for place, entry in enumerate(line.entries, start=1):
            _entry(sheet, row, place, entry, styles, {**look, **rule})
        row += 1
    wide = len(table.columns)
    fits = _LABEL_WIDTH + wide * _COLUMN_WIDTH  # characters of a line; smaller ones fit too
    for note in table.notes:
        row += 1
        sheet.merge_range(row, 0, row, wide, note, styles.get(font_size=9, text_wrap=True))
        sheet.set_row(row, _NOTE_HEIGHT * -(-len(note) // fits))
    sheet.print_area(0, 0, row, wide)


def _entry(
    sheet: Worksheet,
    row: int,
    place: int,
    entry: Figure | str,
    styles: _Styles,
    look: dict[str, object],
) -> None:
    """Write a number as a number, and everything else as right-aligned text."""
    if isinstance(entry, str) or entry.status not in (Status.NUMBER, Status.ZERO):
        text = entry if isinstance(entry, str) else entry.text
        sheet.write_string(row, place, text, styles.get(**look, align="right"))
        return
    form = _DASH if entry.status is Status.ZERO else _FORMATS[entry.unit]
    if entry.revised:
        form = f'{_FORMATS[entry.unit].partition(";")[0]}" r"'
    number = entry.known or 0
    if entry.unit is Unit.SHARE and entry.base:
        sheet.write_number(row, place, number / entry.base, styles.get(**look, num_format=form))
    else:
        sheet.write_number(row, place, number, styles.get(**look, num_format=form))


def _signs_sheet(sheet: Worksheet, document: Document, styles: _Styles) -> None:
    _page(sheet, document, across=False)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, "Teckenförklaring", styles.get(bold=True, font_size=12))
    row = 2
    for sign, meaning in document.signs:
        sheet.write_string(row, 0, sign, styles.get(bold=True, align="center"))
        sheet.write_string(row, 1, meaning, styles.get())
        row += 1
    for line in (document.title, *document.foot, document.watermark, document.badge):
        if line:
            row += 1
            sheet.write_string(row, 0, line, styles.get())
