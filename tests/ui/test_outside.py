"""Tables that left the house before, entered in the window."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from familjecentral.releases.model import OutsideKind
from tests.ui.quarter import dialog, press
from tests.ui.stage import PEOPLE, Sample, Stage, make_sample
from ui.preferences import Preferences
from ui.report.outside import OutsideDialog
from ui.report.outsiding import OutsideState
from ui.widgets.naming import interactive

CSV = (
    "table;period;measure;centre;level;value\n"
    "t1;2020-01;contacts;C1;TOTAL;43\n"
    "t1;2020-01;contacts;C1;universal;..\n"
    "t1;2020-01;contacts;C1;selective;40\n"
    "t1;2020-01;contacts;C1;indicated;0\n"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store without rows."""
    return make_sample(tmp_path_factory.mktemp("förr"), random.Random(1), rows=0)


@pytest.fixture
def stage(house: Sample, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    """Return a window on a copy of the store."""
    made = Stage(house, tmp_path, Preferences(tmp_path / "fönster.ini"), QObject(qapp))
    made.window.resize(1280, 800)
    yield made
    made.close()


def opened(stage: Stage) -> OutsideDialog:
    """Open the dialog by keyboard."""
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    stage.key("Alt+T")
    stage.settle()
    before = dialog().findChild(QWidget, "report_register_btn_before")
    before.click()
    stage.settle()
    asked = dialog()
    assert isinstance(asked, OutsideDialog)
    return asked


def until(asked: OutsideDialog, told: Callable[[OutsideState], bool]) -> OutsideState:
    """Wait until the dialog shows a state; every state is told by a signal."""
    if not told(asked.flow.state):
        loop = QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        asked.state_shown.connect(lambda: loop.quit() if told(asked.flow.state) else None)
        limit.start(60_000)
        loop.exec()
        assert limit.isActive(), asked.flow.state.problem
    return asked.flow.state


def text_of(asked: QWidget, name: str) -> str:
    found = asked.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_a_file_is_weighed_before_it_is_kept(stage: Stage, tmp_path: Path) -> None:
    """What it gives away is listed as lost; nothing is kept until it is asked for."""
    file = tmp_path / "förr.csv"
    file.write_text(CSV, "utf-8")
    asked = opened(stage)
    asked.flow.weigh_file(file)
    state = until(asked, lambda s: s.waiting is not None)
    said = text_of(asked, "outside_lost_lbl").splitlines()
    assert said[0].startswith("Det här är redan förlorat: 1 små tal")
    assert said[1].startswith("2020-01, ")
    assert said[1].endswith("Universell: 3")
    assert state.before == ()
    name = asked.findChild(QWidget, "outside_name_edt")
    assert name.property("text") == "förr"
    name.setProperty("text", "")
    press(name, Qt.Key.Key_Return)
    until(asked, lambda s: s.problem is not None)
    assert asked.flow.state.before == ()
    name.setProperty("text", "Årsberättelse 2020")
    press(name, Qt.Key.Key_Return)
    state = until(asked, lambda s: bool(s.before))
    assert [(o.name, o.kind, len(o.cells.cells)) for o in state.before] == [
        ("Årsberättelse 2020", OutsideKind.BEFORE, 4)
    ]
    assert "Årsberättelse 2020 är inlagt." in asked._banner.text()


def test_a_table_is_typed_off_a_paper(stage: Stage) -> None:
    """Square by square by keyboard, or as a block from a sheet; what is no number is marked."""
    asked = opened(stage)
    state = until(asked, lambda s: bool(s.shapes))
    asked.grid.setFocus()
    rows = len(state.shapes[0].rows)
    asked.grid.paste("\n".join(["fem", *["12"] * (rows - 1)]))
    assert asked.grid.typed.index(1, 0).data() == "12"
    asked.weigh()
    assert asked.flow.state.wrong == {(0, 0)}
    assert asked.grid.typed.index(0, 0).data() == "fem !"
    press(asked.grid, Qt.Key.Key_Delete)
    assert asked.grid.typed.index(0, 0).data() == ""
    press(asked.grid, Qt.Key.Key_Return)
    assert (asked.grid.currentIndex().row(), asked.grid.currentIndex().column()) == (1, 0)
    asked.grid.setCurrentIndex(asked.grid.typed.index(rows - 1, 0))
    press(asked.grid, Qt.Key.Key_Return)
    assert (asked.grid.currentIndex().row(), asked.grid.currentIndex().column()) == (0, 1)
    asked.grid.setCurrentIndex(asked.grid.typed.index(0, 0))
    asked.grid.paste("12\n" + "\n".join(["–"] * (rows - 2)) + "\n12")
    asked.weigh()
    until(asked, lambda s: s.waiting is not None)
    assert "Inget litet tal går att räkna ut" in text_of(asked, "outside_lost_lbl")
    asked.findChild(QWidget, "outside_forget_btn").click()
    assert asked.flow.state.waiting is None
    period = asked.findChild(QWidget, "outside_period_edt")
    period.setProperty("text", "förra året")
    asked.weigh()
    assert asked._period_field.error
    assert asked.flow.state.waiting is None


def test_an_unreadable_or_contradicting_file_is_refused_in_words(
    stage: Stage, tmp_path: Path
) -> None:
    """And a code that the house does not have protects nothing, which is said."""
    file = tmp_path / "förr.csv"
    asked = opened(stage)
    file.write_text("bara text", "utf-8")
    asked.flow.weigh_file(file)
    until(asked, lambda s: s.problem is not None)
    assert "Filen går inte att läsa." in asked._banner.text()
    file.write_text(CSV.replace(";40", ";50"), "utf-8")
    asked.flow.weigh_file(file)
    until(asked, lambda s: s.problem is not None and not s.is_busy)
    assert "går inte ihop" in asked._banner.text()
    file.write_text("period;measure;value\n2020-01;ärenden;50\n", "utf-8")
    asked.flow.weigh_file(file)
    until(asked, lambda s: s.waiting is not None)
    assert "1 tal räknar något som huset inte räknar" in text_of(asked, "outside_lost_lbl")


def test_every_control_is_named(stage: Stage) -> None:
    """Names for tests and people."""
    asked = opened(stage)
    until(asked, lambda s: bool(s.shapes))
    for widget in interactive(asked):
        assert widget.objectName(), widget
        assert widget.objectName().isascii()
        assert widget.accessibleName(), widget.objectName()
    asked.close()


def test_a_reader_has_no_door_to_it(stage: Stage) -> None:
    """The region reads releases; it enters nothing."""
    stage.log_in(PEOPLE[4])
    stage.key("Ctrl+7")
    stage.settle()
    stage.key("Alt+T")
    stage.settle()
    assert not dialog().findChild(QWidget, "report_register_btn_before").isVisible()
