"""*Kvartalsrapport*: from completeness to saved files, by keyboard, on a real store."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from familjecentral.access.model import Staff
from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.releases.model import ReleaseStatus
from tests.factories import PASSPHRASE
from tests.ui.quarter import (
    QUARTER,
    accept_by_keys,
    dialog,
    fill_quarter,
    focus_in,
    press,
    report_page,
)
from tests.ui.stage import HOUSE, MAJA, PEOPLE, Sample, Stage, make_sample
from ui.preferences import Preferences
from ui.report.page import ReportPage
from ui.report.preview import Preview
from ui.report.printing import a4, print_pages
from ui.report.state import ReportState, Step
from ui.widgets.naming import interactive
from ui.widgets.strip import CompletenessStrip

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support \w+")

EVA = PEOPLE[1]
JOHAN = PEOPLE[0]
REGION = PEOPLE[4]


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with 150 contacts in the third quarter; week 39 has none."""
    folder = tmp_path_factory.mktemp("kvartal")
    sample = make_sample(folder, random.Random(1), rows=0)
    fill_quarter(sample.path)
    return sample


@pytest.fixture
def stage(quarter: Sample, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    """Return a window on a copy of the store."""
    made = Stage(quarter, tmp_path, Preferences(tmp_path / "fönster.ini"), QObject(qapp))
    made.window.resize(1280, 800)
    yield made
    made.close()


def open_page(stage: Stage, person: Staff = MAJA) -> ReportPage:
    """Unlock and open the page with Ctrl 7."""
    stage.log_in(person)
    stage.key("Ctrl+7")
    page = report_page(stage)
    until(page, lambda state: bool(state.centres))
    return page


def until(page: ReportPage, told: Callable[[ReportState], bool]) -> ReportState:
    """Wait until the page shows a state; every state is told by a signal."""
    if not told(page.presenter.state):
        loop = QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)

        def heard() -> None:
            if told(page.presenter.state):
                loop.quit()

        page.state_shown.connect(heard)
        limit.start(60_000)
        loop.exec()
        page.state_shown.disconnect(heard)
        assert limit.isActive(), "the page did not come so far"
    return page.presenter.state


def lock_and_draft(stage: Stage) -> ReportPage:
    page = open_page(stage)
    stage.key("Alt+N")
    accept_by_keys("report_lock")
    until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    return page


def publish(stage: Stage, passphrase: str = PASSPHRASE) -> ReportPage:
    page = lock_and_draft(stage)
    stage.key("Alt+N")
    until(page, lambda s: s.proved and s.busy is None)
    stage.key("Alt+N")
    accept_by_keys("report_publish")
    field = focus_in(dialog())
    assert field.objectName() == "report_publish_passphrase_edt"
    field.setProperty("text", passphrase)
    press(field, Qt.Key.Key_Return)
    until(page, lambda s: s.step is Step.EXPORT and s.busy is None)
    return page


def test_a_quarter_is_published_by_keyboard(stage: Stage, tmp_path: Path) -> None:
    """Completeness, lock, pages, proof, passphrase, saved files: no mouse."""
    page = publish(stage)
    state = page.presenter.state
    assert state.release is not None
    assert state.release.number == 1
    assert "Kontrollsumma" in page.export.findChild(QWidget, "report_checksum_lbl").text()
    target = tmp_path / "ut"
    page.export.findChild(QWidget, "report_folder_edt").setText(str(target))
    for name in ("xlsx", "csv", "csv_excel", "px", "json_stat", "html"):
        press(page.export.findChild(QWidget, f"report_format_chk_{name}"), Qt.Key.Key_Space)
    stage.key("Ctrl+S")
    until(page, lambda s: bool(s.saved))
    stem = "kvartalsrapport-2026-kv3-utgava-1"
    assert {file.name for file in target.iterdir() if file.suffix != ".px"} == {
        f"{stem}.pdf",
        f"{stem}.html",
        f"{stem}.json",
        f"{stem}.xlsx",
        f"{stem}.csv",
        f"{stem}-excel.csv",
        f"{stem}.regler.json",
    }
    for file in page.presenter.state.files:
        assert (target / file.name).read_bytes() == file.read_bytes()
    text = PdfReader(target / f"{stem}.pdf").pages[0].extract_text()
    assert "Utgåva 1, fastställd 2026-10-08" in text
    assert "UTKAST" not in text


def test_after_the_lock_no_contact_of_before_is_offered_back(stage: Stage) -> None:
    """The lock took the steps; a bar that still offers one would promise what cannot be done."""
    stage.log_in()
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    bar = stage.window.shell.undo_bar
    assert bar.text().startswith("Kontakten sparades")
    stage.key("Ctrl+7")
    page = report_page(stage)
    until(page, lambda state: bool(state.centres))
    stage.key("Alt+N")
    accept_by_keys("report_lock")
    until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    assert bar.text() == ""


def test_waiting_is_the_default_of_the_lock(stage: Stage) -> None:
    """Enter in the question does not lock."""
    page = open_page(stage)
    stage.key("Alt+N")
    press(focus_in(dialog()), Qt.Key.Key_Return)
    stage.settle()
    assert QApplication.activeModalWidget() is None
    assert not page.presenter.state.is_locked
    assert page.presenter.state.step is Step.COMPLETENESS


def test_an_open_quarter_shows_completeness_only(stage: Stage) -> None:
    """Nothing of a quarter that goes on is counted, and the next step is off with a reason."""
    page = open_page(stage)
    stage.key("Alt+Right")
    state = until(page, lambda s: s.period == Period.parse("2026-Q4") and s.progress is not None)
    assert not state.has_ended
    assert state.draft is None
    assert not page.next.isEnabled()
    assert page.next.accessibleDescription() == "Perioden kan låsas efter sin sista dag"
    assert "pågår till 31 december" in page.middle.empty.accessibleName()
    assert {status for _, status in state.weeks} <= {WeekStatus.MISSING, WeekStatus.REPORTED, None}


def test_weeks_have_signs_and_words(stage: Stage) -> None:
    """Week 39 is missing; F8 goes there, and the words do not depend on colour."""
    page = open_page(stage)
    state = until(page, lambda s: s.progress is not None)
    assert dict(state.weeks)[39] is WeekStatus.MISSING
    assert dict(state.weeks)[38] is WeekStatus.REPORTED
    strip = stage.find("report_weeks_list")
    assert isinstance(strip, CompletenessStrip)
    stage.key("F8")
    index = strip.currentIndex()
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Vecka 39, ingen uppgift lämnad"
    assert strip.missing() == (39,)


def test_the_preview_is_the_printed_pages(stage: Stage) -> None:
    """The pages are those of the file; PgDn turns, Ctrl + zooms."""
    page = lock_and_draft(stage)
    preview = page.middle.preview
    assert isinstance(preview, Preview)
    room = preview.sheet.parentWidget().size()
    left = (room.width() - preview.sheet.width(), room.height() - preview.sheet.height())
    assert min(left) in range(10), "the page fills its place"
    file = page.presenter.state.files[0]
    assert preview.pages == len(PdfReader(file).pages)
    assert all("UTKAST" in p.extract_text() for p in PdfReader(file).pages)
    stage.key("PgDown")
    stage.key("PgDown")
    assert preview.page == 2
    assert preview.sheet.accessibleName() == f"Sida 3 av {preview.pages}"
    stage.key("PgUp")
    assert preview.page == 1
    width = preview.sheet.width()
    stage.key("Ctrl++")
    assert preview.sheet.width() > width


def test_the_pages_can_be_read_as_tables(stage: Stage) -> None:
    """Alt V lists the same tables as text; hidden numbers are two points and read as hidden."""
    page = lock_and_draft(stage)
    stage.key("Alt+V")
    view = stage.find("report_tables_tbl")
    assert isinstance(view, QTableView)
    tables = page.presenter.state.tables
    assert [t.caption.partition(".")[0] for t in tables][:3] == ["Tabell 1", "Tabell 2", "Tabell 3"]
    page.middle.tables.choice.set_value("2")
    page.middle.tables.choice.changed.emit()
    model = view.model()
    shown = [
        [model.index(row, col).data() for col in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert tuple(map(tuple, shown)) == tables[2].rows
    hidden = next(
        model.index(r, c)
        for r, row in enumerate(shown)
        for c, text in enumerate(row)
        if text == ".."
    )
    assert hidden.data(Qt.ItemDataRole.AccessibleTextRole).endswith("dold uppgift")
    page.middle.tables.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == len(tables[2].rows) + 1
    stage.key("Alt+V")
    assert page.middle.currentWidget() is page.middle.preview


def test_the_panel_says_what_is_published(stage: Stage) -> None:
    """Sums, hidden numbers, proof, late entries, missing weeks."""
    page = lock_and_draft(stage)
    draft = page.presenter.state.draft
    assert draft is not None
    said = [fact.text for fact in page.facts.facts]
    assert f"{draft.hidden} uppgifter döljs (..)" in said
    assert "Skyddet är inte provat än" in said
    assert "Sena poster: 0" in said
    assert "Vecka 39 står som ”ingen uppgift”" in said
    stage.key("Alt+N")
    until(page, lambda s: s.proved and s.busy is None)
    assert "Inget dolt tal går att räkna ut" in [fact.text for fact in page.facts.facts]
    stage.key("Alt+B")
    assert page.presenter.state.step is Step.REVIEW


def test_a_wrong_passphrase_publishes_nothing(stage: Stage) -> None:
    """The dialog stays and says so; the register is empty."""
    page = lock_and_draft(stage)
    stage.key("Alt+N")
    until(page, lambda s: s.proved and s.busy is None)
    stage.key("Alt+N")
    accept_by_keys("report_publish")
    asked = dialog()
    field = focus_in(asked)
    field.setProperty("text", "fel fel fel fel")
    press(field, Qt.Key.Key_Return)
    until(page, lambda s: s.busy is None and asked.isEnabled())
    assert "stämmer inte" in field.accessibleDescription()
    assert page.presenter.state.releases == ()
    press(asked, Qt.Key.Key_Escape)
    assert page.presenter.state.step is Step.APPROVE


def test_a_cancelled_draft_can_be_made_again(stage: Stage) -> None:
    """Esc stops the protection; the period stays locked and nothing else is kept."""
    page = open_page(stage)
    stage.key("Alt+N")
    accept_by_keys("report_lock")
    until(page, lambda s: s.busy is not None and s.busy.what == "draft")
    page.presenter.cancel()
    state = until(page, lambda s: s.busy is None)
    if state.draft is None:  # stopped in time
        assert state.problem is None
        until(page, lambda s: s.is_locked)
        stage.key("Alt+N")
        until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    assert page.presenter.state.draft is not None


def test_the_register_lists_and_opens_releases(stage: Stage) -> None:
    """Alt T lists number, period, day and checksum; Enter opens the frozen pages."""
    page = publish(stage)
    until(page, lambda s: bool(s.releases))
    stage.key("Alt+T")
    asked = dialog()
    table = asked.findChild(QTableView, "report_register_tbl")
    row = [table.model().index(0, column).data() for column in range(6)]
    assert row[:4] == ["1", "kvartal 3 2026", "2026-10-08", "Maja"]
    assert row[5] == "fastställd"
    stage.settle()
    steps = asked.findChild(QLabel, "register_steps_lbl").text()
    assert [line.split("  ")[1] for line in steps.splitlines()] == [
        "Låst av Maja",
        "Utkast visat av Maja",
        "Sidor granskade, skyddet provat av Maja",
        "Fastställd av Maja",
    ]
    differences = asked.findChild(QLabel, "register_differences_lbl").text()
    assert differences == "Det finns ingen tidigare utgåva att jämföra med."
    press(table, Qt.Key.Key_Return)
    state = until(page, lambda s: s.busy is None and s.draft is not None)
    assert state.step is Step.EXPORT
    assert state.draft is not None
    assert state.draft.release == state.releases[0]


@pytest.mark.parametrize("approved", [True, False])
def test_the_regions_answer_is_noted(stage: Stage, approved: bool) -> None:
    """An approval is a name and a day; a refused release stays in the register, withdrawn."""
    page = publish(stage)
    answer = stage.find("report_approval_btn")
    assert isinstance(answer, QPushButton)
    press(answer, Qt.Key.Key_Return)
    asked = dialog()
    focus_in(asked).setProperty("text", "Ulla Region")
    day = asked.findChild(QLineEdit, "report_approval_day")
    if approved:
        day.setText("2026-10-07")
        press(asked.findChild(QPushButton, "report_approval_btn_yes"), Qt.Key.Key_Return)
        assert "från 2026-10-08 till 2026-10-08" in asked.day_field.error
        day.setText("i dag")
    name = "report_approval_btn_yes" if approved else "report_approval_btn_no"
    press(asked.findChild(QPushButton, name), Qt.Key.Key_Return)
    if not approved:
        sure = dialog()
        assert "nytt nummer" in sure.accessibleDescription()
        press(sure.findChild(QPushButton, "report_refusal_act_btn"), Qt.Key.Key_Return)
    wanted = ReleaseStatus.RELEASED if approved else ReleaseStatus.WITHDRAWN
    state = until(
        page,
        lambda s: (
            bool(s.releases)
            and s.releases[0].status is wanted
            and (s.releases[0].approved_on is not None) is approved
        ),
    )
    assert state.releases[0].approved_by == ("Ulla Region" if approved else "")
    if not approved:
        state = until(page, lambda s: s.progress is not None)
        assert (state.step, state.release, state.draft) == (Step.COMPLETENESS, None, None)
        page.presenter.open_release(1)
        until(page, lambda s: s.busy is None and s.release is not None)
        assert answer.isHidden(), "withdrawn for good"


def test_the_question_for_a_printer_lives_until_it_is_answered(
    stage: Stage, tmp_path: Path
) -> None:
    """Ctrl P asks for a printer; what is chosen gets the pages."""
    page = lock_and_draft(stage)
    stage.key("Ctrl+P")
    gc.collect()
    asked = dialog()
    assert isinstance(asked, QPrintDialog)
    asked.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    asked.printer().setOutputFileName(str(tmp_path / "utskrift.pdf"))
    asked.printer().setResolution(40)
    asked.done(QPrintDialog.DialogCode.Accepted)
    assert stage.window.shell.undo_bar.text() == "Utskriften är skickad."
    assert len(PdfReader(tmp_path / "utskrift.pdf").pages) == page.middle.preview.pages


def test_pages_are_printed(stage: Stage, tmp_path: Path) -> None:
    """Every page of the file comes out of the printer, on A4."""
    page = lock_and_draft(stage)
    printer = a4(QPrinter(QPrinter.PrinterMode.ScreenResolution))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "utskrift.pdf"))
    printer.setResolution(40)
    pages = page.middle.preview.pages
    assert list(print_pages(page.middle.preview.document, printer)) == list(range(1, pages + 1))
    printed = PdfReader(tmp_path / "utskrift.pdf").pages
    assert len(printed) == pages
    assert abs(float(printed[0].mediabox.width) - 595) < 2


def test_a_reader_sees_releases_only(stage: Stage) -> None:
    """Without a release there is nothing; no lock, no steps, no completeness."""
    page = open_page(stage, REGION)
    state = page.presenter.state
    assert state.progress is None
    assert not page.next.isVisible()
    assert not page.steps.isVisible()
    assert not page.strip.isVisible()
    assert state.draft is None


def test_a_manager_without_a_log_gets_the_page(stage: Stage) -> None:
    """Eva is a manager only: she can lock."""
    page = open_page(stage, EVA)
    until(page, lambda s: s.progress is not None)
    assert page.next.isEnabled()
    assert page.next.text() == "Nästa: lås"


def test_every_control_is_named(stage: Stage) -> None:
    """Object name, accessible name and (for buttons) text or description."""
    page = lock_and_draft(stage)
    controls = [c for c in interactive(page) if c.window() is page.window()]
    assert len(controls) > 12
    for control in controls:
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1440, 900)])
def test_the_page_fits_its_window(stage: Stage, size: tuple[int, int]) -> None:
    """The main button is inside the window at every size."""
    stage.window.resize(*size)
    page = lock_and_draft(stage)
    assert (stage.window.width(), stage.window.height()) == size
    corner = page.next.mapTo(stage.window, page.next.rect().bottomRight())
    assert corner.x() <= size[0]
    assert corner.y() <= size[1]


def test_the_files_of_the_preview_go_with_the_page(stage: Stage) -> None:
    """Nothing is left behind when the session ends."""
    page = lock_and_draft(stage)
    file = page.presenter.state.files[0]
    assert file.exists()
    page.closed()
    assert not file.exists()


def test_the_quarter_of_the_page_can_be_changed(stage: Stage) -> None:
    """Alt ← and Alt → go by quarters, Alt Home to the present one."""
    page = open_page(stage)
    assert page.presenter.state.period == QUARTER
    stage.key("Alt+Left")
    until(page, lambda s: s.period == QUARTER.previous and s.progress is not None)
    stage.key("Alt+Home")
    state = until(page, lambda s: s.period == Period.parse("2026-Q4") and s.progress is not None)
    assert state.progress is not None
    assert Month(2026, 10) in state.progress.open_months
    assert HOUSE.id == state.centres[0].id
    assert JOHAN.roles
