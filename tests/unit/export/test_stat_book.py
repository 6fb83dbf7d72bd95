"""Tables looked at part by part: the cells of the release, and nothing that it does not tell."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TableSet
from familjecentral.export.charts import label_lines
from familjecentral.export.charts_screen import ChartPicture, Lines
from familjecentral.export.figures import Cells
from familjecentral.export.report import FORMATS
from familjecentral.export.report_input import ReportInput
from familjecentral.export.stat_book import ReportBook
from familjecentral.readers.tables_csv import read_tables
from familjecentral.releases.view import View
from familjecentral.statistics.projection import WHOLE, Compare, Pick, key_of
from tests.unit.export.sample import (
    FONTS,
    LEVELS,
    QUARTER,
    VISITS,
    release_of,
    safe_of,
    sample_report,
)

NUMBER = re.compile(r"\d+")


class PlainPen:
    """Keeps what a chart draws."""

    def __init__(self) -> None:
        self.boxes: list[tuple[float, float, str]] = []
        self.texts: list[str] = []
        self.lines: list[str] = []
        self.marks: list[tuple[int, str]] = []
        self.right = 0.0

    def measure(self, text: str, bold: bool) -> float:
        return len(text) * (5.2 if bold else 5.0)

    def box(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        self.boxes.append((width, height, ink))
        self.right = max(self.right, x + width)

    def line(self, x1: float, y1: float, x2: float, y2: float, ink: str) -> None:
        self.lines.append(ink)

    def words(
        self, x: float, y: float, text: str, ink: str, anchor: str, *, bold: bool, plate: bool
    ) -> None:
        self.texts.append(text)

    def mark(self, x: float, y: float, series: int, ink: str) -> None:
        self.marks.append((series, ink))


@pytest.fixture(scope="module")
def report() -> ReportInput:
    return sample_report()


@pytest.fixture(scope="module")
def book(report: ReportInput) -> ReportBook:
    return ReportBook(report, FONTS)


def table(book: ReportBook, word: str) -> str:
    return next(t.number for t in book.tables if word in t.row_head.lower())


def texts(view: View) -> list[str]:
    return [cell.text for row in view.rows for cell in row.cells]


def test_the_view_is_the_table_of_the_report(report: ReportInput, book: ReportBook) -> None:
    """Every number is a cell of the release, hidden where the release hides it."""
    level = report.draft.declared.dimension("level")
    view = book.view(Pick(table(book, "fråge")))
    assert view.heads[0].text == "Totalt"
    assert view.title.startswith("Tabell 3. ")
    rows = report.draft.declared.dimension("topic").codes
    for row, code in zip(view.rows, rows, strict=False):
        assert row.cells[0].text == report.cells.get("contacts", {"topic": code}).text
        for cell, of in zip(row.cells[1:], level.codes, strict=True):
            figure = report.cells.get("contacts", {"topic": code, "level": of})
            assert (cell.text, cell.status) == (figure.text, figure.status)
    assert any(cell.is_hidden for row in view.rows for cell in row.cells)
    assert (view.threshold, view.sensitive) == (5, 10)


def test_every_table_can_be_looked_at_in_every_way(book: ReportBook) -> None:
    """No choice fails, and rows keep as many numbers as there are heads."""
    for choice in book.tables:
        for compare in Compare:
            for share in (False, True):
                pick = Pick(choice.number, compare=compare, as_share=share)
                view = book.view(pick)
                assert {len(row.cells) for row in view.rows} == {len(view.heads)}
                for _, picture in view.charts:
                    assert picture.draw(PlainPen(), 300) > 0
                    assert picture.words
                trend = book.trend(pick, choice.rows[0][0])
                assert trend is not None
                assert trend.draw(PlainPen(), 300) > 100


def test_earlier_periods_are_the_registered_ones_or_missing(
    report: ReportInput, book: ReportBook
) -> None:
    """Nothing is counted again: the same cells as in the report's columns."""
    pick = Pick(table(book, "fråge"), columns=(WHOLE,), compare=Compare.BOTH)
    view = book.view(pick)
    assert [h.kind for h in view.heads] == ["count", "earlier", "change", "earlier", "change"]
    for row, code in zip(view.rows, report.draft.declared.dimension("topic").codes, strict=False):
        assert row.cells[1].text == report.previous.get("contacts", {"topic": code}).text
        assert row.cells[3].text == report.year_before.get("contacts", {"topic": code}).text
    alone = ReportBook(sample_report(with_earlier=False), FONTS)
    view = alone.view(dataclasses.replace(pick, compare=Compare.PREVIOUS))
    assert {row.cells[1].text for row in view.rows} == {"saknas"}
    assert alone.trend(pick, WHOLE) is None


def test_shares_come_from_shown_numbers_of_ten_or_more(
    report: ReportInput, book: ReportBook
) -> None:
    """A hidden part or total hides the share."""
    number = table(book, "fråge")
    counts, shares = book.view(Pick(number)), book.view(Pick(number, as_share=True))
    assert shares.unit == "Andel av kolumnens total"
    totals = [cell.text for cell in counts.rows[-1].cells]
    for plain, row in zip(counts.rows, shares.rows, strict=True):
        for total, n, part in zip(totals, plain.cells, row.cells, strict=True):
            if n.is_hidden:
                assert part.text == ".."
            elif n.status == "number":
                percent = (200 * int(n.text) + int(total)) // (2 * int(total))
                assert part.text == f"{percent}\u00a0%"


def test_a_chart_tells_no_more_than_the_table(book: ReportBook) -> None:
    """Hidden parts are one box; the words and the drawing hold shown numbers only."""
    view = book.view(Pick(table(book, "fråge")))
    told = {int(t) for cell in texts(view) for t in NUMBER.findall(cell)}
    charts = dict(view.charts)
    pen = PlainPen()
    charts["bars"].draw(pen, 300)
    assert {int(t) for text in pen.texts for t in NUMBER.findall(text)} <= told
    assert {int(t) for t in NUMBER.findall(charts["bars"].words)} <= told
    assert any(ink == "hidden" for *_, ink in pen.boxes)
    assert pen.right <= 300
    assert "Streckad ruta" in charts["bars"].note
    assert "Föräldraroll och" in pen.texts
    assert "gränssättning" in pen.texts
    pen = PlainPen()
    charts["shares"].draw(pen, 400)
    assert any("%" in text for text in pen.texts)
    assert "totalt" not in charts["shares"].words


@given(st.text("abcå ,", min_size=1).filter(str.strip), st.integers(15, 300))
def test_a_label_is_wrapped_before_it_is_cut(text: str, room: int) -> None:
    """One or two lines that fit, in the words of the label; only what two cannot hold is cut."""
    measure = PlainPen().measure
    lines = label_lines(text, room, measure)
    assert 1 <= len(lines) <= 2
    assert all(measure(line, False) <= room for line in lines)
    whole = " ".join(text.split())
    assert "…" in "".join(lines) or " ".join(" ".join(lines).split()) == whole
    assert len(lines) == 1 or measure(text, False) > room


def test_visits_stand_month_by_month(tmp_path: Path) -> None:
    """The months add up to the period; compared, a month stands beside the same month or none; a
    saved month holds its own cells and no other."""
    whole = sample_report()
    sizes = LEVELS | VISITS
    safe = safe_of(whole.draft.declared, QUARTER, 7, sizes)
    draft = dataclasses.replace(whole.draft, safe=safe, previous=None, year_before=None)
    then = QUARTER.year_before
    cells = safe_of(whole.draft.declared, then, 8, sizes)
    before = release_of(then, cells.tables, cells, 3)
    draft = dataclasses.replace(draft, year_before=before)
    book = ReportBook(dataclasses.replace(whole, draft=draft), FONTS)
    view = book.view(Pick("17b"))
    assert [row.label for row in view.rows] == ["Juli", "Augusti", "September", "Totalt"]
    days = [int(row.cells[0].text) for row in view.rows]
    assert sum(days[:3]) == days[3] == 41
    assert "besöksräkning (pinna)" in view.notes[-1]
    both = book.view(Pick("17b", compare=Compare.BOTH))
    july = [cell.text for cell in both.rows[0].cells]
    assert "saknas" in july
    assert july[len(view.heads) + 2].isdecimal()
    trend = book.trend(Pick("17b"), "month=7")
    assert trend is None or trend.title == "Totalt"
    (file, _) = book.write(Pick("17b", rows=("month=8",)), tmp_path, ("csv",), lambda _: None)
    assert {cell.key.period for cell in read_tables(file).tables.cells} == {("2026-08",)}


def test_a_bar_chart_of_totals_says_that_some_are_hidden(book: ReportBook) -> None:
    """Where only totals are seen there are no parts."""
    for choice in book.tables:
        view = book.view(Pick(choice.number, columns=(WHOLE,)))
        if choice.number == "1":
            assert view.charts[0][1].title == "Kontakter"
        if choice.is_matrix or not view.charts:
            continue  # a list of measures has units of its own in each row
        assert [key for key, _ in view.charts] == ["bars"]
        hidden = any(r.cells[0].is_hidden for r in view.rows if not r.is_total)
        assert bool(view.charts[0][1].note) is hidden


def test_a_release_without_the_picked_table_shows_its_first(book: ReportBook) -> None:
    """A coarser release has fewer tables; an unknown row is the total."""
    assert book.view(Pick("99")).title == book.view(Pick("1")).title
    trend = book.trend(Pick("1"), "unheard_of")
    assert trend is not None
    assert trend.title == "Totalt"


def test_a_line_over_time_has_gaps_and_says_what_is_missing(report: ReportInput) -> None:
    """Twelve periods at most; a period without a release, or by other definitions, is missing."""
    draft = report.draft
    periods = [QUARTER]
    for _ in range(13):
        periods.append(periods[-1].previous)
    safe = safe_of(draft.declared, QUARTER, 7)

    def moved(period: Period, number: int) -> object:
        atoms = tuple(str(m) for m in period.months)
        cells = TableSet(
            tuple(
                dataclasses.replace(c, key=dataclasses.replace(c.key, period=atoms))
                for c in safe.tables.cells
            )
        )
        return release_of(period, cells, safe, number)

    history = [moved(p, n) for n, p in enumerate(reversed(periods[1:]), start=1)]
    history.pop(-3)
    history[-2] = dataclasses.replace(history[-2], declared_version=99)
    assert draft.release is not None
    now = dataclasses.replace(
        draft, number=99, release=dataclasses.replace(draft.release, number=99)
    )
    book = ReportBook(ReportInput(now, report.words, tuple(history)), FONTS)
    trend = book.trend(Pick("1", columns=("contacts:total",)), WHOLE)
    assert isinstance(trend, ChartPicture)
    assert isinstance(trend.chart, Lines)
    (line,) = trend.chart.series
    assert len(line[1]) == 12
    assert [f.text for f in line[1]].count("saknas") == 2
    assert trend.note == "Saknas: kv. 4 2025, kv. 1 2026."
    pen = PlainPen()
    trend.draw(pen, 360)
    assert len(pen.marks) == 10
    assert pen.lines.count("single") == 8
    assert str(sum(LEVELS["contacts"])) in pen.texts


def test_hidden_points_of_a_line_are_two_points(book: ReportBook) -> None:
    """A hidden number has no place in the plot and ends its line."""
    for choice in book.tables:
        for row, _ in choice.rows:
            trend = book.trend(Pick(choice.number), row)
            assert trend is not None
            if "redovisas inte" in trend.words:
                pen = PlainPen()
                trend.draw(pen, 360)
                assert ".." in pen.texts
                return
    raise AssertionError("the sample hides something")


@pytest.mark.parametrize("released", [True, False])
def test_saved_parts_hold_what_is_seen_and_nothing_else(tmp_path: Path, released: bool) -> None:
    """In every format; a draft is marked."""
    report = sample_report(released=released)
    book = ReportBook(report, FONTS)
    number = table(book, "fråge")
    choice = next(t for t in book.tables if t.number == number)
    pick = Pick(number, rows=tuple(key for key, _ in choice.rows[:3]))
    progress: list[float] = []
    files = book.write(pick, tmp_path, FORMATS, progress.append)
    assert progress[-1] == 1.0
    by_ending = {f.suffix: f for f in files}
    issue = "utgava-8" if released else "utkast"
    assert by_ending[".pdf"].name == f"statistik-tabell-3-2026-kv3-{issue}.pdf"
    assert any(f.name.endswith(".regler.json") for f in files)
    plain = next(f for f in files if f.suffix == ".csv" and "excel" not in f.name)
    cells = read_tables(plain).tables.cells
    released_cells = {c.key: c.value for c in report.draft.safe.tables.cells}
    assert len(cells) == 12
    assert all(released_cells[c.key] == c.value for c in cells)
    page = " ".join(p.extract_text() for p in PdfReader(by_ending[".pdf"]).pages)
    assert (choice.rows[0][1] in page, choice.rows[5][1] in page) == (True, False)
    (drafted,) = book.write(Pick(number, as_share=True), tmp_path / "..", ("pdf",), progress.append)
    assert drafted.stat().st_size > 1000
    drafted.unlink()


def test_cells_of_other_tables_stay_out(report: ReportInput, book: ReportBook) -> None:
    """Two tables may share a total; a file holds it once, from its own table."""
    shape = next(s for s in book._shapes.values() if s.number == "3")
    safe = book._safe(shape)
    assert {cell.table for cell in safe.tables.cells} == {"t3"}
    assert len({cell.key for cell in safe.tables.cells}) == len(safe.tables.cells)
    assert {key_of(line) for line in shape.columns} >= {WHOLE}
    assert isinstance(report.cells, Cells)


def test_merged_rows_add_shown_numbers_only(book: ReportBook, tmp_path: Path) -> None:
    """A row that is merged from others is hidden where one of them is; files keep the parts."""
    number = table(book, "fråge")
    whole = book.view(Pick(number))
    keys = [row.key for row in whole.rows[:3]]
    pick = Pick(number, rows=(*keys, WHOLE), merged=(tuple(keys),))
    view = book.view(pick)
    assert [row.is_total for row in view.rows] == [False, True]
    assert view.rows[0].label == " + ".join(row.label for row in whole.rows[:3])
    seen = set()
    for place, cell in enumerate(view.rows[0].cells):
        parts = [row.cells[place] for row in whole.rows[:3]]
        if any(part.is_hidden for part in parts):
            assert cell.is_hidden
        else:
            assert cell.text == str(sum(int(p.text.replace("–", "0")) for p in parts))
        seen.add(cell.is_hidden)
    assert seen == {True, False}
    trend = book.trend(pick, view.rows[0].key)
    assert trend is not None
    assert trend.title == view.rows[0].label
    files = book.write(pick, tmp_path, ("csv", "pdf"), lambda _: None)
    plain = next(f for f in files if f.suffix == ".csv")
    assert len(read_tables(plain).tables.cells) == 4 * (len(keys) + 1)
    assert next(t for t in book.tables if t.number == number).can_merge
    matrix = book.tables[0]
    assert [key for key, _ in matrix.measures] == ["contacts", "sessions", "activities"]
