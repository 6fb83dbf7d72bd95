"""The workbook: one sheet a table, real numbers, frozen heads, hidden cells as text."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from familjecentral.export.build import build
from familjecentral.export.report_xlsx import write_xlsx
from tests.unit.export import sample


def written(folder: Path, name: str = "rapport.xlsx") -> Path:
    path = folder / name
    write_xlsx(path, build(sample.sample_report()), progress=lambda _: None)
    return path


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    """The day of the release is the only time in the file."""
    assert written(tmp_path).read_bytes() == written(tmp_path, "igen.xlsx").read_bytes()


def test_one_sheet_a_table_and_the_signs(tmp_path: Path) -> None:
    """Sheets are called as the tables; the last explains the signs."""
    book = load_workbook(written(tmp_path))
    tables = build(sample.sample_report()).tables
    assert book.sheetnames == [*(f"Tabell {t.number}" for t in tables), "Teckenförklaring"]
    signs = [row[0].value for row in book["Teckenförklaring"].iter_rows(min_row=3, max_row=8)]
    assert signs == ["–", "..", ".", "saknas", "*", "r"]


def test_numbers_are_numbers(tmp_path: Path) -> None:
    """Counts, shares and zeros are numbers with a format; hidden cells are text."""
    sheet = load_workbook(written(tmp_path))["Tabell 3"]
    values = [cell for row in sheet.iter_rows(min_row=6, min_col=2) for cell in row]
    assert all(
        cell.value in ("..", ".", "saknas") for cell in values if isinstance(cell.value, str)
    )
    assert any(cell.value == ".." for cell in values)
    zeros = [cell for cell in values if cell.value == 0]
    assert zeros
    assert all("–" in cell.number_format for cell in zeros)
    shares = [c for c in values if isinstance(c.value, float) and "%" in c.number_format]
    assert shares
    assert all(0 < cell.value <= 1 for cell in shares)


def test_heads_are_frozen_and_pages_are_a4(tmp_path: Path) -> None:
    """The head and the labels stay while scrolling, and print on every page of A4."""
    for sheet in load_workbook(written(tmp_path)).worksheets[:-1]:
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        last = [row[0].value for row in sheet.iter_rows() if row[0].value]
        assert str(last[-1]).startswith("Källa:")


def test_properties_have_the_day_and_no_clock(tmp_path: Path) -> None:
    """The day of creation is the day of the release."""
    properties = load_workbook(written(tmp_path)).properties
    assert properties.created.isoformat() == "2026-10-12T00:00:00"
    assert properties.title == "Kvartalsrapport kvartal 3 2026, Familjecentralen Eken"
