"""Closed support cards on paper: the protected sums of each house, and no other number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from familjecentral.calendar.periods import Period
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.errors import Cancelled
from familjecentral.export.cards import FORMATS, CardSheet
from familjecentral.releases.view import CardBook
from resources import report_texts
from tests.factories import TODAY
from tests.unit.export.sample import EKEN, FONTS

HALVES = (
    ClosedHalfYear(Period.parse("2026-H1"), 41, 3.44, (None, 23, None)),
    ClosedHalfYear(Period.parse("2025-H2"), None, None, (None, None, None)),
)
SHOWN = {"41", "3,4", "23"}


def sheet(*halves: ClosedHalfYear) -> CardBook:
    return CardSheet([(EKEN, halves)], report_texts().text, FONTS, day=TODAY, is_sample=True)


def test_every_format_holds_the_numbers_that_are_shown(tmp_path: Path) -> None:
    """A hidden number is two points on paper, in the workbook and on the page."""
    pdf, page, book = sheet(*HALVES).write(tmp_path, FORMATS, lambda _: None)
    pages = "\n".join(p.extract_text() for p in PdfReader(pdf).pages)
    assert "Exempeldata" in pages
    for text in (pages, page.read_text("utf-8")):
        assert all(re.search(rf"(?<!\d){number}(?!\d)", text) for number in SHOWN)
        assert ".." in text
    cells = [
        str(cell)
        for tab in load_workbook(book)
        for line in tab.iter_rows(values_only=True)
        for cell in line
        if cell is not None
    ]
    assert set(cells) >= SHOWN
    assert cells.count("..") >= 7
    numbers = {cell for cell in cells if cell.isdecimal()}
    assert numbers <= {"41", "23", "1"}, "the table's number, and what is shown"


def test_the_chart_draws_hidden_parts_as_one_and_hidden_sums_not_at_all() -> None:
    """Nothing is drawn that the table does not tell; without cards there is no chart."""
    picture = sheet(*HALVES).picture
    assert picture is not None
    assert "totalt 41, lägre nivå redovisas inte, samma nivå 23" in picture.words
    assert "Streckad ruta" in picture.note
    whole = sheet(ClosedHalfYear(Period.parse("2026-H1"), 13, 3.0, (0, 7, 6))).picture
    assert whole is not None
    assert whole.note == ""
    assert sheet().picture is None


def test_stopping_leaves_no_file(tmp_path: Path) -> None:
    """All files appear together, or none."""

    def stop(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        sheet(*HALVES).write(tmp_path, FORMATS, stop)
    assert not list(tmp_path.iterdir())
