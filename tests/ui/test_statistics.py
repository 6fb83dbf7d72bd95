"""*Statistik*: tables of registered releases, by keyboard, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.commands.reporting import card_sheet
from familjecentral.contacts.closed import ClosedHalfYear
from tests.factories import TODAY
from tests.ui.published import LOCKED, QUARTERS, published_sample, stats_page
from tests.ui.quarter import dialog, press
from tests.ui.scenes_stats import mark_hidden
from tests.ui.stage import HOUSE, MAJA, PEOPLE, Sample, Stage
from ui.preferences import Preferences
from ui.statistics.cards import CardsDialog
from ui.statistics.merge import MergeDialog
from ui.statistics.page import StatisticsPage
from ui.statistics.table import StatModel, in_lines
from ui.statistics.views import ViewsDialog
from ui.widgets.naming import interactive
from ui.widgets.table import cell_padding
from ui.widgets.theme import font

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support \w+")
JOHAN, EVA, REGION, SARA = PEOPLE[0], PEOPLE[1], PEOPLE[4], PEOPLE[5]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with three published quarters and a locked one."""
    return published_sample(tmp_path_factory.mktemp("utgivet"))


@pytest.fixture
def stage(published: Sample, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    """Return a window on a copy of the store."""
    made = Stage(published, tmp_path, Preferences(tmp_path / "fönster.ini"), QObject(qapp))
    made.window.resize(1440, 900)
    yield made
    made.close()


def open_page(stage: Stage, person: object = MAJA) -> StatisticsPage:
    """Unlock and open the page with Ctrl 6."""
    stage.log_in(person)  # type: ignore[arg-type]
    stage.key("Ctrl+6")
    stage.settle()
    return stats_page(stage)


def number_of(page: StatisticsPage, word: str) -> str:
    book = page.presenter.state.book
    assert book is not None
    return next(t.number for t in book.tables if word in t.row_head.lower())


def test_the_newest_release_stands_there_with_its_charts(stage: Stage) -> None:
    """Ctrl 6 shows it, with the focus in the table on its total."""
    page = open_page(stage, EVA)
    state = page.presenter.state
    assert state.source is not None
    assert state.source.period == QUARTERS[-1]
    assert stage.focus() is page.table
    assert page.table.shown.data(page.table.currentIndex()) == "158"
    assert page.trend.accessibleDescription().startswith("Individnivå: kv. 4 2025 128")
    assert "Universell 95" in page.chart.accessibleDescription()


def test_a_hidden_number_is_explained_by_the_same_sentence_whichever_it_is(stage: Stage) -> None:
    """Small ones and those that protect them cannot be told apart by it."""
    page = open_page(stage)
    page.presenter.choose_table(number_of(page, "fråge"))
    shown: StatModel = page.table.shown
    said, names = set(), set()
    for row in range(shown.rowCount()):
        for column in range(1, shown.columnCount()):
            index = shown.index(row, column)
            cell = shown.cell(index)
            page.table.setCurrentIndex(index)
            if cell is not None and cell.is_hidden:
                said.add(page.explain.text.text())
                names.add(page.explain.title.text())
                assert str(shown.data(index, Qt.ItemDataRole.AccessibleTextRole)).endswith(
                    ": dold uppgift"
                )
    assert len(names) > 3
    assert len(said) == 1
    assert "Antingen är det färre än 5" in said.pop()
    stage.key("Shift+F1", "stats_table_tbl")
    assert page.explain.said().endswith(".")


def test_rows_columns_and_comparison_are_chosen_by_keyboard(stage: Stage) -> None:
    """Space takes a row out; the total alone beside the quarter before; shares."""
    page = open_page(stage)
    page.build.source.setFocus()
    page.build.table.setFocus()
    stage.key("Down")
    stage.key("Down")
    assert page.presenter.state.pick.table != "1"
    rows = page.table.shown.rowCount()
    page.build.rows.setFocus()
    page.build.rows.setCurrentIndex(page.build.rows.model().index(0, 0))
    stage.key("Space")
    assert page.table.shown.rowCount() == rows - 1
    page.build.columns.setFocus()
    stage.key("Down")
    assert page.table.shown.columnCount() == 2
    page.build.compare.setFocus()
    stage.key("Down")
    assert [page.table.shown.head(c) for c in range(1, 4)] == [
        "Kv. 2 2026",
        "Kv. 1 2026",
        "Ändring",
    ]
    page.build.unit.setFocus()
    stage.key("Right")
    assert page.table.shown.columnCount() == 3
    stage.key("Alt+Left")
    assert page.presenter.state.source is not None
    assert page.presenter.state.source.period == QUARTERS[1]
    assert page.presenter.state.pick.as_share
    stage.key("Alt+Right")
    assert page.presenter.state.source.period == QUARTERS[-1]
    page.build.columns.setFocus()
    stage.key("Down")
    assert len(page.presenter.state.pick.columns) == 1


def test_labels_that_lack_room_stand_on_two_lines(stage: Stage) -> None:
    """Five columns of numbers beside the topics: no word is cut, nothing is out of sight."""
    page = open_page(stage)
    page.presenter.choose_table(number_of(page, "fråge"))
    page.build.compare.set_value("both")
    page.build.columns.set_value("total")
    page.build.columns.changed.emit()
    stage.settle()
    metrics = QFontMetricsF(font("body"))
    last = page.table.shown.columnCount() - 1
    assert last == 5
    before, after = cell_padding(0, last)
    longest = max(metrics.horizontalAdvance(row.label) for row in page.table.shown.view.rows)
    numbers = sum(page.table.columnWidth(column) for column in range(1, last + 1))
    page.table.setFixedWidth(round(numbers + before + after + longest * 0.75))
    stage.settle()
    rows = page.table.shown.rowCount()
    heights = [page.table.rowHeight(row) for row in range(rows)]
    assert min(heights) == heights[-1] < max(heights)
    room = page.table.columnWidth(0) - before - after
    for row in page.table.shown.view.rows:
        lines = in_lines(row.label, metrics, room)
        assert " ".join(lines) == row.label
    assert not page.table.horizontalScrollBar().isVisible()


def test_copies_hold_two_points_for_hidden_numbers(stage: Stage) -> None:
    """As tab-separated text and as a page."""
    page = open_page(stage)
    page.presenter.choose_table(number_of(page, "fråge"))
    mark_hidden(page)
    stage.key("Ctrl+C", "stats_table_tbl")
    held = QGuiApplication.clipboard().mimeData()
    lines = held.text().splitlines()
    assert lines[0].startswith("Tabell 3. ")
    assert lines[1].split("\t")[:3] == ["Frågeställning", "Totalt", "Universell"]
    assert ".." in lines[2].split("\t")
    assert '<td align="right">..</td>' in held.html()
    stage.find("stats_copy_btn").click()
    assert "Tabellen är kopierad" in stage.find("shell_undo_bar").accessibleName()


def test_a_part_of_a_table_is_saved(stage: Stage, tmp_path: Path) -> None:
    """Ctrl E asks for formats and folder."""
    page = open_page(stage)
    stage.key("Ctrl+E")
    asked = dialog()
    folder = asked.findChild(QWidget, "stats_folder_edt")
    excel = asked.findChild(QWidget, "stats_format_chk_xlsx")
    press(excel, Qt.Key.Key_Space)
    asked.findChild(QWidget, "stats_save_btn").click()
    assert dialog() is asked, "no format is chosen"
    press(asked.findChild(QWidget, "stats_format_chk_csv"), Qt.Key.Key_Space)
    folder.setText(" ")
    asked.findChild(QWidget, "stats_save_btn").click()
    assert dialog() is asked, "no folder is written"
    folder.setText(str(tmp_path / "ut"))
    press(folder, Qt.Key.Key_Return)
    stage.settle()
    assert {f.name for f in (tmp_path / "ut").iterdir()} == {
        "statistik-tabell-1-2026-kv2-utgava-3.csv",
        "statistik-tabell-1-2026-kv2-utgava-3.regler.json",
    }
    assert "2 filer" in stage.find("shell_undo_bar").accessibleName()
    assert page.presenter.state.busy is None


def test_what_is_seen_is_printed(stage: Stage) -> None:
    """The PDF of the part goes to the printer's dialog; its files go with the page."""
    page = open_page(stage)
    stage.key("Ctrl+P")
    stage.settle()
    asked = next(w for w in page.children() if w.objectName() == "report_print_dlg")
    assert isinstance(asked, QPrintDialog)
    assert page.printout.pages is not None
    assert (page.printout.pages.pageCount(), asked.maxPage()) == (1, 1)
    asked.reject()
    page.printout.ended(1, 1)
    assert "skickad" in stage.find("shell_undo_bar").accessibleName()
    page.printout.ended(0, 1)
    assert "stannade på sida 1" in page.problem.text()
    folder = page.presenter._folder.path
    assert folder is not None
    page.closed()
    assert not folder.exists()


def test_a_manager_sees_a_locked_quarter_as_preliminary(stage: Stage) -> None:
    """It is protected first; a reader is not offered it."""
    page = open_page(stage, EVA)
    sources = page.presenter.state.sources
    assert [s.period for s in sources] == [LOCKED, *reversed(QUARTERS)]
    page.build.source.setFocus()
    stage.key("Home")
    stage.settle()
    assert page.presenter.state.book is not None
    assert page.presenter.state.book.draft.release is None
    assert "preliminära" in page.build.note.text()
    assert "utkast" in page.build.source.currentText()
    draft = page.presenter.state.book.draft
    page.presenter.choose_source(sources[1].key)
    stage.settle()
    page.presenter.choose_source(sources[0].key)
    stage.settle()
    assert page.presenter.state.book.draft is draft, "it is made once"
    page.presenter.changed(Changes(frozenset({Kind.RELEASES})))
    page.presenter.changed(Changes(frozenset({Kind.TALLIES})))
    stage.settle()
    assert page.presenter.state.source == sources[0]


@pytest.mark.parametrize("person", [JOHAN, REGION])
def test_readers_see_registered_releases_only(stage: Stage, person: object) -> None:
    """No locked period in the list."""
    page = open_page(stage, person)
    assert [s.period for s in page.presenter.state.sources] == list(reversed(QUARTERS))


def test_the_page_is_absent_for_who_may_not_read(stage: Stage) -> None:
    """The counting colleague has no such page."""
    stage.log_in(SARA)
    stage.key("Ctrl+6")
    shell = stage.window.shell
    assert shell is not None
    assert shell.page.key == "today"


def test_without_a_release_the_page_says_why(empty_stage: Stage) -> None:
    """Nothing to copy, print or save."""
    empty_stage.key("Ctrl+6")
    empty_stage.settle()
    page = stats_page(empty_stage)
    assert "Ingen utgåva är fastställd" in page.empty.accessibleName()
    assert set(page.commands()) == {"earlier", "later"}
    assert not page.export.isEnabled()
    page.ask_formats()
    assert QApplication.activeModalWidget() is None


def test_an_error_is_said_in_the_page(stage: Stage) -> None:
    """A draft that cannot be made leaves what was shown."""
    from familjecentral.errors import Cancelled, NotPublishable

    page = open_page(stage)
    page.presenter._failed(NotPublishable("no_safe_pattern"))
    assert page.problem.text()
    assert page.presenter.state.view is not None
    page.presenter._failed(Cancelled())
    assert page.problem.text() == ""
    page.presenter.cancel()


@pytest.mark.parametrize(
    ("width", "height", "size"), [(1440, 900, 100), (960, 600, 100), (1440, 900, 150)]
)
def test_every_control_is_named_and_reachable(
    published: Sample,
    tmp_path: Path,
    qtbot: QtBot,
    qapp: QApplication,
    width: int,
    height: int,
    size: int,
    make_stage: object,
) -> None:
    """Object names, accessible names, F6 through the panels, in every size."""
    stage: Stage = make_stage(published, width=width, height=height, text_size=size)  # type: ignore[operator]
    page = open_page(stage)
    for part in ("table", "build", "charts"):
        page._parts.set_value(part)
        page._show_part()
        stage.settle()
        for widget in interactive(page):
            if widget.isVisible():
                assert widget.objectName().isascii()
                assert widget.objectName().startswith(("stats_", "shell_"))
                assert widget.accessibleName(), widget.objectName()
    assert len(page.panels()) == 3


def test_rows_are_merged_and_taken_apart(stage: Stage) -> None:
    """The sum stands where all parts do; the total is not offered; one group after another."""
    page = open_page(stage)
    page.presenter.choose_table(number_of(page, "fråge"))
    mark_hidden(page)
    rows = page.table.shown.rowCount()
    stage.find("stats_explain_merge_btn").click()
    stage.settle()
    asked = dialog()
    assert isinstance(asked, MergeDialog)
    assert len(asked.checks) == rows - 1
    assert not asked.act.isEnabled()
    for check in list(asked.checks.values())[:3]:
        check.setChecked(True)
    press(asked.act, Qt.Key.Key_Space)
    assert page.table.shown.rowCount() == rows - 2
    stage.find("stats_merge_open_btn").click()
    stage.settle()
    asked = dialog()
    assert isinstance(asked, MergeDialog)
    assert len(asked.checks) == rows - 4
    asked.split.click()
    assert page.table.shown.rowCount() == rows
    page.presenter.choose_table("1")
    page.ask_merge()
    stage.settle()
    assert isinstance(dialog(), MergeDialog)
    dialog().close()


def test_a_view_is_saved_chosen_and_dropped(stage: Stage) -> None:
    """Ctrl S, a name, Enter; it holds for another period and for oneself alone."""
    page = open_page(stage)
    number = number_of(page, "fråge")
    page.presenter.choose_table(number)
    stage.key("Ctrl+S", "stats_table_tbl")
    asked = dialog()
    assert isinstance(asked, ViewsDialog)
    press(asked.field.control, Qt.Key.Key_Return)
    stage.settle()
    assert asked.field.error
    asked.field.control.setProperty("text", "Det vi talar om")
    press(asked.field.control, Qt.Key.Key_Return)
    stage.settle()
    assert page.presenter.state.view_name == "Det vi talar om"
    page.presenter.choose_table("1")
    assert page.presenter.state.view_name == ""
    assert page.build.view.count() == 2
    page.build.view.setFocus()
    stage.key("Down")
    assert page.presenter.state.pick.table == number
    assert page.build.view.value() == "=Det vi talar om"
    page.ask_view()
    stage.settle()
    asked = dialog()
    asked.findChild(QWidget, "stats_view_drop_btn_0").click()
    stage.settle()
    assert page.presenter.state.views == ()
    asked.close()


def test_a_measure_leaves_the_tables_that_count_it(stage: Stage) -> None:
    """And all of them come back."""
    page = open_page(stage)
    every = page.build.table.count()
    page.presenter.choose_measure("visits")
    offered = page.build.table.count()
    assert 0 < offered < every
    assert page.build.measure.value() == "=visits"
    assert page.presenter.state.pick.table != "1"
    page.build.measure.set_value("all")
    page.build.measure.changed.emit()
    assert page.presenter.state.measure == ""
    assert page.build.table.count() == every


def test_closed_cards_are_sums_of_each_house_by_itself(stage: Stage) -> None:
    """Numbers as the counsellors see them; hidden ones are two points, and nothing is added up."""
    page = open_page(stage)
    stage.find("stats_cards_btn").click()
    stage.settle()
    assert dialog().objectName() == "stats_cards_dlg"
    dialog().close()
    halves = (
        ClosedHalfYear(Period.parse("2026-H1"), 13, 11 / 13, (0, 7, 6)),
        ClosedHalfYear(Period.parse("2025-H2"), None, None, (None, None, None)),
    )
    sheet = card_sheet([(HOUSE, halves)], day=TODAY, is_sample=True)
    shown = CardsDialog(page, [(HOUSE, halves)], sheet, page._desk)
    rows = [[shown.model.index(r, c).data() for c in range(7)] for r in range(2)]
    assert rows[0][1:] == ["Första halvåret 2026", "13", "0,8", "–", "7", "6"]
    assert rows[1][2:] == [".."] * 5
    assert "totalt 13" in shown.chart.accessibleDescription()
    assert "totalt redovisas inte" in shown.chart.accessibleDescription()
    shown.close()


def test_closed_cards_are_copied_saved_and_printed(stage: Stage, tmp_path: Path) -> None:
    """By the same keys as other tables: the whole table, files of it, and its pages."""
    page = open_page(stage)
    halves = (ClosedHalfYear(Period.parse("2026-H1"), 13, 47 / 13, (0, 7, 6)),)
    sheet = card_sheet([(HOUSE, halves)], day=TODAY, is_sample=True)
    shown = CardsDialog(page, [(HOUSE, halves)], sheet, page._desk)
    shown.open()
    shown.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[1].split("\t")[2:] == ["13", "3,6", "–", "7", "6"]
    shown.export.click()
    asked = dialog()
    assert asked.objectName() == "stats_save_dlg"
    assert set(asked._checks) == {"pdf", "html", "xlsx"}
    asked._folder.setText(str(tmp_path / "ut"))
    asked.save()
    stage.settle()
    (file,) = (tmp_path / "ut").iterdir()
    assert file.name == f"avslutade-stodkort-{TODAY.isoformat()}.xlsx"
    shown.print_sheet()
    stage.settle()
    asked = dialog()
    assert isinstance(asked, QPrintDialog)
    asked.reject()
    shown.save(file / "ingen mapp", ("pdf",))
    stage.settle()
    assert shown.problem.isVisibleTo(shown)
    shown.close()


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_table_beside_the_charts_shows_all_its_columns(stage: Stage, width: int) -> None:
    """Where three parts stand beside each other the charts give way, and nothing is cut."""
    stage.window.resize(width, 800)
    page = open_page(stage)
    page.build.table_chosen.emit("3")
    stage.settle()
    assert page._right.isVisible()
    assert page.presenter.state.view is not None
    bar = page.table.horizontalScrollBar()
    assert bar.maximum() == 0, (width, bar.maximum(), page.table.width())
    for side in (page._left, page._right):
        assert side.widget().width() <= side.viewport().width()
