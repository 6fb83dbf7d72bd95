"""*Rapportens innehåll*: what a manager chooses is what is printed, and nothing tells a number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from familjecentral.errors import InvalidInput
from familjecentral.releases.layout import Section, plain_png, size_of
from tests.ui.published import published_sample
from tests.ui.quarter import dialog, focus_in, press, report_page
from tests.ui.stage import MAJA, Sample, Stage
from ui.preferences import Preferences
from ui.report.editor import LayoutEditor
from ui.report.mark import read_mark
from ui.report.page import ReportPage
from ui.widgets.naming import interactive

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support \w+")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with three published quarters and a locked one."""
    return published_sample(tmp_path_factory.mktemp("redigera"))


@pytest.fixture
def stage(published: Sample, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    """Return a window on a copy of the store."""
    made = Stage(published, tmp_path, Preferences(tmp_path / "fönster.ini"), QObject(qapp))
    made.window.resize(1280, 800)
    yield made
    made.close()


def open_editor(stage: Stage) -> tuple[ReportPage, LayoutEditor]:
    """Make the draft of the locked quarter and press Alt I."""
    stage.log_in(MAJA)
    stage.key("Ctrl+7")
    stage.settle()
    stage.key("Alt+N")
    stage.settle()
    stage.key("Alt+I")
    asked = dialog()
    assert isinstance(asked, LayoutEditor)
    return report_page(stage), asked


def words(page: ReportPage) -> str:
    file = next(f for f in page.presenter.state.files if f.suffix == ".pdf")
    return " ".join(sheet.extract_text() for sheet in PdfReader(file).pages)


def test_sections_comments_and_order_come_on_the_pages_by_keyboard(stage: Stage) -> None:
    """Space takes a section out, the arrows move it, Ctrl S draws the pages anew."""
    page, asked = open_editor(stage)
    assert focus_in(asked) is asked.rows[0].check
    topics = next(line for line in asked.rows if line.section is Section.TOPICS)
    press(topics.check, Qt.Key.Key_Space)
    forms = next(line for line in asked.rows if line.section is Section.FORMS)
    forms.up.click()
    forms.up.click()
    assert asked.rows[0] is forms
    assert not forms.up.isEnabled()
    assert asked.focusWidget() is forms.down
    forms.comment.edit.setFocus()
    forms.comment.edit.insertPlainText("Mest samtal i huset.")
    asked.keep.click()
    stage.settle()
    assert QApplication.activeModalWidget() is None
    printed = words(page)
    assert "Mest samtal i huset." in printed
    assert "Vad kontakterna handlar om" not in printed
    assert printed.index("Hur och var kontakterna sker") < printed.index("Kontakter och insatser")
    stage.key("Alt+I")
    again = dialog()
    assert isinstance(again, LayoutEditor)
    assert again.rows[0].comment.edit.text() == "Mest samtal i huset."
    again.reject()
    page.presenter.forward()
    stage.settle()
    assert page.presenter.state.proved
    assert not page.layout_btn.isVisible(), "what was proved is not changed"
    page.edit_layout()
    assert QApplication.activeModalWidget() is None


def test_a_person_and_an_unshown_number_stop_a_comment(stage: Stage) -> None:
    """The number can be answered for; the person cannot."""
    page, asked = open_editor(stage)
    first, second = asked.rows[0].comment, asked.rows[1].comment
    first.show_text("Vi mötte 7431 familjer.")
    assert not first.sure.isHidden()
    assert "7431" in first.warning.text()
    for letter in "Ring 070-174 06 50":
        second.edit.insertPlainText(letter)
    asked.save()
    stage.settle()
    assert dialog() is asked
    assert "2 uppgifter" in asked.problem.text() or "3 uppgifter" in asked.problem.text()
    assert first.field.error
    second.show_text("")
    asked.save()
    stage.settle()
    assert "En uppgift" in asked.problem.text()
    first.sure.setChecked(True)
    asked.save()
    stage.settle()
    assert QApplication.activeModalWidget() is None
    assert "7431" in words(page)


def test_own_sections_are_written_moved_and_taken_out(stage: Stage) -> None:
    """Alt L, heading, text of several paragraphs; a person in it is said at its field."""
    page, asked = open_editor(stage)
    for title in ("Året som gått", "", "Framåt"):
        asked.add_own.click()
        asked.own[0].title.show_text(title)
    assert asked.lines[0] is asked.own[0]
    last, empty, year = asked.own
    year.words.edit.setFocus()
    for letters in ("Ett gott år.", "\n\n", "Ring 070-174 06 50"):
        year.words.edit.insertPlainText(letters)
    last.words.show_text("Vi fortsätter.")
    for _ in range(len(asked.lines)):
        last.down.click()
    assert asked.lines[-1] is last
    asked.save()
    stage.settle()
    assert dialog() is asked
    assert not year.words.field.is_clear
    year.words.show_text("Ett gott år.\n\nTack till alla.")
    empty.remove.click()
    assert asked.own == [year, last]
    asked.save()
    stage.settle()
    assert QApplication.activeModalWidget() is None
    printed = words(page)
    assert printed.index("Året som gått") < printed.index("Ett gott år.")
    assert printed.index("Tack till alla.") < printed.index("Kontakter och insatser")
    assert printed.index("Diagram") < printed.rindex("Vi fortsätter.")
    stage.key("Alt+I")
    again = dialog()
    assert isinstance(again, LayoutEditor)
    assert [own.words.text() for own in again.own] == [
        "Ett gott år.\nTack till alla.",
        "Vi fortsätter.",
    ]
    again.reject()


def test_every_control_of_the_editor_is_named(stage: Stage) -> None:
    """Unique plain names, and words for a screen reader."""
    _, asked = open_editor(stage)
    asked.add_own.click()
    shown = [w for w in interactive(asked) if w.isVisible()]
    assert len({w.objectName() for w in shown}) == len(shown) > 20
    for widget in shown:
        assert widget.objectName().startswith("layout_")
        assert widget.accessibleName()
    buddies = {label.buddy() for label in asked.findChildren(QLabel)}
    for edit in (*asked.findChildren(QLineEdit), *asked.findChildren(QPlainTextEdit)):
        assert edit in buddies, edit.objectName()
    assert not asked.story.isVisible(), "a quarter is no year"
    asked.reject()


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_a_mark_is_drawn_anew_without_what_came_with_it(tmp_path: Path, ending: str) -> None:
    """Texts of the file stay behind; large ones are made smaller; transparency becomes white."""
    image = QImage(900, 300, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    image.setText("Author", "Anna Ekström")
    path = tmp_path / f"marke.{ending}"
    assert image.save(str(path))
    mark = read_mark(path)
    assert plain_png(mark) == mark
    assert size_of(mark) == (480, 160)
    assert b"Anna" not in mark
    if ending == "png":
        shown = QImage.fromData(mark)
        assert shown.pixelColor(5, 5).name() == "#ffffff"


def test_a_file_that_is_no_picture_is_refused(stage: Stage, tmp_path: Path) -> None:
    """Said in the editor; the mark stays as it was."""
    bad = tmp_path / "marke.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    wrong = tmp_path / "marke.gif"
    wrong.write_bytes(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04")
    for path in (bad, wrong, tmp_path / "saknas.png"):
        with pytest.raises(InvalidInput):
            read_mark(path)
    _, asked = open_editor(stage)
    asked.read_mark(str(bad))
    assert "går inte att använda" in asked.problem.text()
    good = QImage(60, 40, QImage.Format.Format_RGB32)
    good.fill(Qt.GlobalColor.darkCyan)
    good.save(str(bad))
    asked.read_mark(str(bad))
    assert asked.problem.text() == ""
    assert size_of(asked.layout_chosen().mark) == (60, 40)
    asked.remove.click()
    assert asked.layout_chosen().mark == b""
    asked.reject()
