"""*Gemensam uppföljning* in the window: keys from paper, files out and in, a report over houses."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from familjecentral.releases import public, register
from familjecentral.releases.public import mark_restored
from tests.factories import PASSPHRASE
from tests.ui.exchange import LAST, Neighbour, neighbour_of, publish_last
from tests.ui.quarter import dialog, press, report_page
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage, make_gate, make_sample
from ui.preferences import Preferences
from ui.report.exchange import ExchangeDialog
from ui.report.exchange_words import named
from ui.report.exchanging import ExchangeState
from ui.report.newest import NewestDialog
from ui.widgets.naming import interactive

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support \w+")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with a published quarter."""
    folder = tmp_path_factory.mktemp("hus")
    sample = make_sample(folder, random.Random(1), rows=0)
    publish_last(sample.path, folder / "ut", 60)
    return sample


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory: pytest.TempPathFactory) -> Neighbour:
    """Return the other house's file and the fingerprint on its paper."""
    return neighbour_of(tmp_path_factory.mktemp("granne"))


@pytest.fixture
def stage(house: Sample, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    """Return a window on a copy of the store."""
    made = Stage(house, tmp_path, Preferences(tmp_path / "fönster.ini"), QObject(qapp))
    made.window.resize(1280, 800)
    yield made
    made.close()


def opened(stage: Stage) -> ExchangeDialog:
    """Open the dialog by keyboard."""
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    stage.key("Alt+U")
    stage.settle()
    asked = dialog()
    assert isinstance(asked, ExchangeDialog)
    return asked


def until(asked: ExchangeDialog, told: Callable[[ExchangeState], bool]) -> ExchangeState:
    """Wait until the dialog shows a state; every state is told by a signal."""
    if not told(asked.flow.state):
        loop = QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        asked.state_shown.connect(lambda: loop.quit() if told(asked.flow.state) else None)
        limit.start(60_000)
        loop.exec()
        assert limit.isActive(), (asked.flow.state.busy, asked.flow.state.problem)
    return asked.flow.state


def typed(asked: QWidget, name: str, text: str) -> QWidget:
    field = asked.findChild(QWidget, name)
    assert field is not None
    field.setProperty("text", text)
    return field


def taken_in(stage: Stage, asked: ExchangeDialog, neighbour: Neighbour) -> None:
    asked.flow.take_in(neighbour.file)
    stage.settle()
    typed(asked, "exchange_name_edt", "Norra huset")
    field = typed(asked, "exchange_typed_edt", neighbour.fingerprint.lower().replace("-", " "))
    press(field, Qt.Key.Key_Return)
    stage.settle()


def test_a_key_is_believed_when_its_fingerprint_is_typed_from_paper(
    stage: Stage, neighbour: Neighbour
) -> None:
    """The screen never shows what is to be typed; a wrong one stores nothing."""
    asked = opened(stage)
    asked.flow.take_in(neighbour.file)
    stage.settle()
    card = asked.findChild(QWidget, "exchange_unknown_card")
    assert card.isVisible()
    shown = " ".join(w.property("text") or "" for w in asked.findChildren(QWidget))
    assert neighbour.fingerprint[:9] not in shown
    typed(asked, "exchange_name_edt", "Norra huset")
    press(typed(asked, "exchange_typed_edt", "0000 0000"), Qt.Key.Key_Return)
    stage.settle()
    banner = asked.findChild(QWidget, "exchange_banner")
    assert "hör till en annan nyckel" in banner.accessibleName()
    assert asked.flow.state.known is not None
    assert asked.flow.state.known.partners == ()
    press(
        typed(asked, "exchange_typed_edt", neighbour.fingerprint.replace("-", " ")),
        Qt.Key.Key_Return,
    )
    stage.settle()
    assert "Norra huset: kvartal 3 2026, utgåva 1 är inläst." in banner.accessibleName()
    assert not card.isVisible()
    known = asked.flow.state.known
    assert [p.name for p in known.partners] == ["Norra huset"]
    assert [f.name for f in known.files] == ["Norra huset: 2026-Q3 (1)"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"signature": "00" * 64}, "ändrad efter att den skrevs under"),
        ({"format": 2}, "nyare version"),
        ({"sender": "zz"}, "ingen underskriven utgåva"),
    ],
)
def test_a_file_that_is_not_right_is_said_in_words(
    stage: Stage, neighbour: Neighbour, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    """Nothing is stored, and nobody is asked for a fingerprint."""
    asked = opened(stage)
    wrong = tmp_path / "fel.fcutgava.json"
    wrong.write_text(json.dumps(json.loads(neighbour.file.read_text("utf-8")) | change), "utf-8")
    asked.flow.take_in(wrong)
    stage.settle()
    assert sentence in asked.findChild(QWidget, "exchange_banner").accessibleName()
    assert asked.flow.state.unknown == ""
    assert asked.flow.state.known is not None
    assert asked.flow.state.known.files == ()


def test_a_file_is_named_in_words() -> None:
    """House, period and number; one that was withdrawn is called so."""
    assert named("Norra huset: 2026-Q1 (1)") == "Norra huset: kvartal 1 2026, utgåva 1"
    assert named("Norra huset: 2026-Q1 (1) withdrawn").endswith("utgåva 1, återkallad")
    assert named("2026-Q1") == "kvartal 1 2026"


def test_a_missing_file_is_said(stage: Stage, tmp_path: Path) -> None:
    """The name of the file, and that nothing has changed."""
    asked = opened(stage)
    asked.flow.take_in(tmp_path / "borta.json")
    stage.settle()
    said = asked.findChild(QWidget, "exchange_banner").accessibleName()
    assert "borta.json går inte att läsa" in said


def test_houses_report_together_in_the_window(
    stage: Stage, neighbour: Neighbour, tmp_path: Path
) -> None:
    """Preview first; when it is saved it is in the register, with a signed file for the others."""
    asked = opened(stage)
    taken_in(stage, asked, neighbour)
    asked.show_part("joint")
    make = asked.findChild(QWidget, "exchange_make_btn")
    press(make, Qt.Key.Key_Space)
    state = until(asked, lambda s: s.joint is not None and not s.busy)
    assert state.joint is not None
    assert state.known is not None
    assert len(state.known.files) == 1
    assert asked.preview.pages == len(PdfReader(state.files[0]).pages)
    folder = tmp_path / "gemensamt"
    typed(asked, "exchange_folder_edt", str(folder))
    press(asked.findChild(QWidget, "exchange_format_chk_xlsx"), Qt.Key.Key_Space)
    press(asked.findChild(QWidget, "exchange_save_btn"), Qt.Key.Key_Space)
    state = until(asked, lambda s: s.said[:1] == ("saved",) and len(s.known.files) == 2)
    stem = "gemensam-kvartalsrapport-2026-kv3-nr-1"
    names = {f"{stem}.pdf", f"{stem}.xlsx", "gemensam-2026-Q3.fcutgava.json"}
    assert {file.name for file in folder.iterdir()} == names
    told = next(f for f in state.known.files if f.name == "2026-Q3")
    assert told.content == (folder / "gemensam-2026-Q3.fcutgava.json").read_text("utf-8")
    asked.flow.save(folder, ("csv",))
    state = until(asked, lambda s: s.said[:1] == ("saved",) and not s.busy)
    assert len(state.known.files) == 2, "the same report is one entry"
    temporary = state.files[0].parent.parent
    asked.reject()
    stage.settle()
    assert not temporary.exists()


def test_a_release_is_exported_as_a_signed_file(stage: Stage, tmp_path: Path) -> None:
    """It carries the house's own key, whose fingerprint stands on the screen and on paper."""
    asked = opened(stage)
    file = tmp_path / "ut" / "utgava-1.fcutgava.json"
    asked.flow.export(1, file)
    stage.settle()
    from familjecentral.releases.exchange import read_file

    received = read_file(file.read_text("utf-8"))
    own = asked.flow.state.known
    assert own is not None
    assert received.fingerprint == own.fingerprint
    asked.show_part("keys")
    assert asked.key_sheet.fingerprint.text().split() == own.fingerprint.split("-")
    assert asked.key_sheet.spelled().startswith(f"Grupp 1: {' '.join(own.fingerprint[:4])}. ")
    sheet = tmp_path / "papper.pdf"
    asked.key_sheet.paper.write_pdf(str(sheet))
    text = PdfReader(sheet).pages[0].extract_text().split()
    assert text[-8:] == own.fingerprint.split("-")
    assert "Nyckelns" in text
    asked.flow.export(1, tmp_path / "papper.pdf" / "går.inte")
    stage.settle()
    assert asked.flow.state.problem is not None


def test_a_dialog_that_is_closed_hears_of_nothing(stage: Stage, neighbour: Neighbour) -> None:
    """Closed while the report is made: no page is shown, no file and no entry is left."""
    asked = opened(stage)
    taken_in(stage, asked, neighbour)
    asked.flow.make(LAST)
    folder = asked.flow._folder.path
    assert folder is not None
    flow = asked.flow
    asked.reject()
    stage.settle()
    assert not folder.exists()
    assert flow.state.known is not None
    assert len(flow.state.known.files) == 1


def test_every_control_is_named(stage: Stage, neighbour: Neighbour) -> None:
    """Object name and accessible name, in every part."""
    asked = opened(stage)
    asked.flow.take_in(neighbour.file)
    stage.settle()
    controls = list(interactive(asked))
    assert len(controls) > 12
    for control in controls:
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()


def test_only_managers_see_the_way(stage: Stage) -> None:
    """The region reads releases and exchanges nothing."""
    stage.log_in(PEOPLE[4])
    stage.key("Ctrl+7")
    stage.settle()
    page = report_page(stage)
    assert not page.exchange.isVisible()
    assert not page.newest.isVisible()


def restored(stage: Stage) -> NewestDialog:
    """Open the question of a store that was put back, by its banner's button."""
    page = report_page(stage)
    assert page.newest.text().startswith("Lagret är en återställd kopia: publicering är låst.")
    press(stage.find("report_newest_btn"), Qt.Key.Key_Space)
    asked = dialog()
    assert isinstance(asked, NewestDialog)
    return asked


def test_a_locked_register_is_opened_by_the_newest_number(stage: Stage) -> None:
    """A number that the store lacks opens nothing; the right one does, and the banner goes."""
    store = make_gate().open(stage.path, MAJA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        mark_restored(uow)
        uow.commit()
    store.close()
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    asked = restored(stage)
    for text, sentence in (("sju", ""), ("7", "Lagret saknar den utgåvan."), ("0", "fler utgåvor")):
        press(typed(asked, "report_newest_edt", text), Qt.Key.Key_Return)
        stage.settle()
        assert sentence in asked.findChild(QWidget, "report_newest_problem").text()
        assert bool(asked.field.error) == (not sentence)
    press(typed(asked, "report_newest_edt", "1"), Qt.Key.Key_Return)
    stage.settle()
    assert not report_page(stage).newest.isVisible()


def test_a_copy_that_is_put_back_is_recognised_by_the_public_register(
    stage: Stage, tmp_path: Path
) -> None:
    """The folder of the settings knows a release more: publishing is locked, and stays so when
    the folder is gone, until the register has been taken over."""
    shared = tmp_path / "offentligt"
    gate = make_gate()
    store = gate.open(stage.path, MAJA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        (release,) = uow.releases.all()
        text = public.text_of((release,))
        uow.settings.put(public.FOLDER, str(shared))
        uow.commit()
    later = register.sealed(
        replace(release, number=2, previous_hash=release.hash, replaces=1, hash="")
    )
    store.close()
    shared.mkdir()
    file = shared / public.FILE_NAME
    file.write_text(public.text_of((release, later)), "utf-8")
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    kept = tmp_path / "register.json"
    file.rename(kept)
    stage.key("Ctrl+1")
    stage.key("Ctrl+7")
    stage.settle()
    asked = restored(stage)
    (tmp_path / "annat.json").write_text("hej", "utf-8")
    asked.take_over(tmp_path / "annat.json")
    stage.settle()
    problem = asked.findChild(QWidget, "report_newest_problem")
    assert problem.text().startswith("Filen är inget utgåveregister.")
    asked.take_over(tmp_path / "finns inte.json")
    stage.settle()
    assert "finns inte.json går inte att läsa" in problem.text()
    asked.take_over(kept)
    stage.settle()
    page = report_page(stage)
    assert not page.newest.isVisible()
    assert [r.number for r in page.presenter.state.releases] == [1, 2]
    assert text != kept.read_text("utf-8")


def test_a_register_that_cannot_be_read_is_said(stage: Stage, tmp_path: Path) -> None:
    """What lies in the folder may be the only thing that knows the newest release."""
    (tmp_path / public.FILE_NAME).write_text("{}", "utf-8")
    store = make_gate().open(stage.path, MAJA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        uow.settings.put(public.FOLDER, str(tmp_path))
        uow.commit()
    store.close()
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    banner = report_page(stage).newest
    place = tmp_path / public.FILE_NAME
    assert banner.text().startswith(f"Registret över utgåvor är skadat eller avhugget: {place}")
    assert "Ta inte bort filen." in banner.text()
    press(stage.find("report_newest_btn"), Qt.Key.Key_Space)
    press(typed(dialog(), "report_newest_edt", "1"), Qt.Key.Key_Return)
    stage.settle()
    assert not report_page(stage).newest.isVisible()
    assert place.read_text("utf-8") == "{}"
    assert len(list(tmp_path.glob("familjecentral-utgavor-*.json"))) == 1
