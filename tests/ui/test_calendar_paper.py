"""The calendar on paper: A4 across, the head on every page, no row cut, what is shown and how."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from PySide6.QtPrintSupport import QPrinter

from tests.factories import TODAY
from tests.ui.calendar_house import GROUPS, LEILA, NAMES, make_house
from tests.ui.stage import Sample, Stage
from ui.calendar.printing import Pages, Sheet, in_parts, landscape


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with an autumn of groups."""
    return make_house(tmp_path_factory.mktemp("paper"), TODAY)


@pytest.fixture
def calendar(make_stage: Callable[..., Stage], house: Sample) -> Stage:
    """Return the calendar of the coordinator."""
    stage = make_stage(house)
    stage.log_in(LEILA)
    stage.key("Ctrl+5")
    return stage


def printed(sheet: Sheet, path: Path) -> list[PageObject]:
    """Print into a file and return its pages."""
    printer = landscape(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    Pages(sheet, printer).paint()
    return list(PdfReader(path).pages)


def words(page: PageObject) -> str:
    """Return the text of a page on one line."""
    return " ".join(unicodedata.normalize("NFKC", page.extract_text()).split())


def test_the_week_is_printed_as_shown(calendar: Stage, tmp_path: Path) -> None:
    """One page across: rooms, days, who and when, clashes in words; marked as sample data."""
    page = calendar.window.shell.page
    (paper,) = printed(page.sheet(), tmp_path / "vecka.pdf")
    assert (round(paper.mediabox.width), round(paper.mediabox.height)) == (842, 595)
    text = words(paper)
    for part in (
        "Kalender", "Exempeldata", "Vecka 41, 5–9 oktober 2026", "tor 8/10", "Stora rummet",
        "17.00–19.00 ABC 3–12 år, träff 2 av 4", "Leila, Johan", "Krock: Lokalen upptagen",
        "Upptaget", "Utskriven 2026-10-08.", "Sida 1 av 1",
    ):  # fmt: skip
        assert part in text
    assert "UTKAST" not in text


def test_a_draft_is_printed_as_a_draft(calendar: Stage, tmp_path: Path) -> None:
    """What is not saved must not be taken for what holds."""
    page = calendar.window.shell.page
    card = next(c for _, _, c in page.grid._places() if c.title == "ABC 3–12 år")
    assert page.grid.choose(card.id)
    calendar.key("Ctrl+Left", "calendar_grid")
    (paper,) = printed(page.sheet(), tmp_path / "utkast.pdf")
    assert "Exempeldata · UTKAST" in words(paper)


def test_the_term_is_printed_by_group_and_by_leader(calendar: Stage, tmp_path: Path) -> None:
    """Every group and week on one page; by leader the title stands in the cell."""
    page = calendar.window.shell.page
    calendar.find("calendar_span_seg_term").click()
    calendar.settle()
    (paper,) = printed(page.sheet(), tmp_path / "termin.pdf")
    text = words(paper)
    for title, *_ in GROUPS:
        assert title in text
    for part in ("34 17/8", "44 26/10 Höstlov", "2 tor 17.00", "Kvällar, Johan"):
        assert part in text
    calendar.find("calendar_by_seg_leader").click()
    calendar.settle()
    pages = printed(page.sheet(), tmp_path / "ledare.pdf")
    text = " ".join(map(words, pages))
    assert {name for name in NAMES if name in text} == set(NAMES), text
    assert "Trygghetscirkeln" in text.replace("- ", "")


@pytest.mark.parametrize("title", ["Trygghetscirkeln", "småbarnsföräldrar", "Föräldraskap", "ABC"])
def test_a_word_that_is_too_wide_goes_on_below_and_loses_no_letter(title: str) -> None:
    """Every part has room, with its hyphen, and no part is a letter or two."""
    for room in range(6, 20):
        parts = in_parts(title, room, len).split("\n")
        assert "".join(part.removesuffix("-") for part in parts) == title
        assert all(len(part) <= room for part in parts)
        assert all(len(part.removesuffix("-")) >= 3 for part in parts)
    assert in_parts("Trygghetscirkeln", 13, len) == "Trygghetscir-\nkeln"


def test_rows_go_on_to_the_next_page_whole_under_the_same_head(
    calendar: Stage, tmp_path: Path
) -> None:
    """Each row is on one page, in order; pages are numbered; the head line is on all of them."""
    del calendar  # its window loaded the fonts
    rows = tuple((f"Rad {n:02d}", f"först {n:02d}\nsedan {n:02d}", "") for n in range(40))
    sheet = Sheet("Kalender", "Prov", (), (("Hörn", "mån", "tis"), *rows), "Fot")
    pages = [words(page) for page in printed(sheet, tmp_path / "lang.pdf")]
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert "Hörn mån tis" in text
        assert f"Sida {number} av 3" in text
    for n in range(40):
        there = [f"Rad {n:02d}" in text and f"sedan {n:02d}" in text for text in pages]
        assert there.count(True) == 1
