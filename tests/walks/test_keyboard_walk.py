"""The first walk in the window, by keys alone: from an empty folder to a published quarter.

Under Linux the same walk is done a second time on a real X display.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from familjecentral.__main__ import main
from familjecentral.commands.composition import guard, synonyms
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.use_case import ImportLog, import_log
from familjecentral.contacts.store import ContactQuery
from familjecentral.readers.log import open_log
from familjecentral.releases.use_cases import list_releases
from tests.factories import PASSPHRASE, FixedClock, SeededIds
from tests.ui.quarter import accept_by_keys, dialog, focus_in, press, report_page
from tests.ui.stage import MAJA, Stage, make_gate, make_sample, send_letter
from tests.ui.test_report import until
from tests.walks.display import run_on_x
from ui.report.state import Step

SAMPLE = Path(__file__).parents[1] / "data" / "import" / "kontakter-2026-kv1-kv2.csv"
PHRASE = "sju gula bussar kör"
DAY = dt.date(2026, 9, 15)
INDIVIDUAL = ("b", "o", "Tab", "e")
GROUP = ("ö", "Tab", "Tab", "5", "Tab", "2", "Tab", "7", "Tab", "1")
STRUCTURAL = ("k", "Tab")


@dataclass
class Published:
    """The files of a quarter that was saved from the window."""

    pdf: Path
    statistics: list[Path]


def first_start(stage: Stage) -> None:
    stage.start()
    stage.key("Return")
    stage.window.door.take_place(str(stage.folder / "eken.fcdb"))
    for text in ("Familjecentralen Eken", "Ekeby", "Region Norrvik", "Maja", "maja"):
        stage.keys(*text, "Tab")
    stage.key("Return", "start_name_edt")
    stage.keys(*PHRASE, "Tab", *PHRASE, "Return")
    stage.type_groups("start")
    stage.key("Return", stage.focus().objectName())
    stage.key("Return", "start_next_btn")


def log_on_the_day(stage: Stage, digit: int) -> None:
    stage.key("Alt+D")
    stage.keys(*DAY.isoformat())
    stage.key("Ctrl+N")
    stage.keys(str(digit), *(STRUCTURAL, INDIVIDUAL, GROUP)[digit % 3], "Return")
    assert stage.window.shell.page.form.banner.text() == "", digit


def kinds_in_the_list(stage: Stage) -> list[tuple[str, str]]:
    stage.key("Ctrl+2")
    rows = stage.window.shell.page.model.rows
    assert all(row.contact.values.date == DAY for row in rows)
    return [(row.contact.values.prevention_level, row.contact.values.working_level) for row in rows]


def correct_the_first_individual(stage: Stage) -> None:
    """F2, Tab to the child's age, type it, Enter."""
    page = stage.window.shell.page
    stage.key("Home")
    while page.model.rows[page.table.currentIndex().row()].contact.values.working_level != (
        "individual"
    ):
        stage.key("Down")
    stage.key("F2")
    while "age" not in stage.focus().objectName():
        stage.key("Tab")
    stage.keys("3", "Return")
    assert QApplication.activeModalWidget() is None


def publish_the_quarter(
    stage: Stage, target: Path, period: str = "2026-Q3", phrase: str = PHRASE
) -> Published:
    stage.key("Ctrl+7")
    page = report_page(stage)
    until(page, lambda s: bool(s.centres) and s.busy is None)
    while str(page.presenter.state.period) != period:
        stage.key("Alt+Left" if str(page.presenter.state.period) > period else "Alt+Right")
        until(page, lambda s: s.busy is None)
    stage.key("Alt+N")
    accept_by_keys("report_lock")
    until(page, lambda s: s.step is Step.REVIEW and s.busy is None)
    stage.key("Alt+N")
    until(page, lambda s: s.proved and s.busy is None)
    stage.key("Alt+N")
    accept_by_keys("report_publish")
    for letter in phrase:
        send_letter(focus_in(dialog()), letter)
    press(focus_in(dialog()), Qt.Key.Key_Return)
    until(page, lambda s: s.step is Step.EXPORT and s.busy is None)
    page.export.findChild(QWidget, "report_folder_edt").setText(str(target))
    statistics = page.export.findChild(QCheckBox, "report_format_chk_csv")
    if not statistics.isChecked():
        press(statistics, Qt.Key.Key_Space)
    stage.key("Ctrl+S")
    until(page, lambda s: bool(s.saved))
    (pdf,) = target.glob(f"*kv{period[-1]}*.pdf")
    return Published(pdf, sorted(target.glob("*.csv")))


def test_the_first_walk_by_keys(make_stage: Callable[..., Stage], tmp_path: Path) -> None:
    """First start, nine kinds, undo, edit, lock, report, publish, PDF: nobody needs a mouse."""
    stage = make_stage(None)
    first_start(stage)
    for digit in range(1, 10):
        log_on_the_day(stage, digit)
    kinds = set(
        product(("universal", "selective", "indicated"), ("individual", "group", "structural"))
    )
    stage.key("Ctrl+Z")
    assert set(kinds_in_the_list(stage)) == kinds - {("indicated", "structural")}
    stage.keys("Ctrl+1", "Ctrl+N", "Return")
    assert sorted(kinds_in_the_list(stage)) == sorted(kinds)
    correct_the_first_individual(stage)
    pdf = publish_the_quarter(stage, tmp_path / "ut").pdf
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "Utgåva 1, fastställd 2026-10-08" in text
    assert "3 träffar på gruppnivå och 3 insatser på strukturell nivå" in " ".join(text.split())
    stage.close()
    store = make_gate().open(stage.folder / "eken.fcdb", "maja", PHRASE)
    try:
        assert store.verify() == ()
        with store.unit_of_work() as uow:
            assert [release.number for release in list_releases(uow)] == [1]
            assert uow.contacts.count(ContactQuery()) == 0, "locked rows are seen by nobody"
    finally:
        store.close()


def test_the_sample_quarters_are_published_in_the_window(
    make_stage: Callable[..., Stage], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Imported as expected, locked, printed, published; the attack with both releases in hand
    finds nothing."""
    sample = make_sample(tmp_path_factory.mktemp("log"), random.Random(1), rows=0)
    store = make_gate().open(sample.path, MAJA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        command = ImportLog(open_log(SAMPLE, ImportMapping()), commit=True)
        done = import_log(
            command, uow, FixedClock(), SeededIds(2), synonyms=synonyms(), guard=guard()
        )
    store.close()
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text("utf-8"))
    assert (done.report.accepted_rows, done.report.contacts) == (370, 405)
    assert done.report.counts == expected["counts"]
    stage = make_stage(sample)
    stage.log_in()
    statistics: list[Path] = []
    for quarter in ("2026-Q1", "2026-Q2"):
        folder = tmp_path_factory.mktemp(quarter)
        statistics += publish_the_quarter(stage, folder, quarter, PASSPHRASE).statistics
    assert len(statistics) == 2
    assert main(["attack", "--strict", *map(str, statistics)]) == 0


if sys.platform == "linux":

    def test_the_walk_on_a_real_display() -> None:
        """The same keys, with windows that an X server draws and gives the focus to."""
        run_on_x(f"{__file__}::test_the_first_walk_by_keys")
