"""Kontakter: sums of the selection, all rows copied, a code changed in many, imports undone."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import Contact, ContactId
from tests.factories import PASSPHRASE, SeededIds, contact_values
from tests.ui.quarter import press
from tests.ui.stage import MAJA, Sample, Stage, make_gate, make_sample
from tests.ui.test_contacts import open_list
from ui.contacts.presenter import PAGE_SIZE


def choose(stage: Stage, name: str, code: str) -> None:
    combo = stage.find(name)
    combo.set_value(code)
    combo.changed.emit()
    stage.settle()


def forms(page) -> list[str | None]:
    return [row.contact.values.contact_form for row in page.model.rows]


def test_the_sums_of_the_selection_stand_below(stage: Stage) -> None:
    """By prevention level and, apart, in the three units; they follow the filter."""
    page = open_list(stage)
    text = stage.find("contacts_totals_lbl").text()
    assert text.count("|") == 1
    levels, units = text.split("|")
    assert sum(int(word) for word in levels.split() if word.isdecimal()) == 38
    assert "Individ" in units
    stage.keys("Ctrl+F", "Tab", "i", "n", "d")
    assert stage.find("contacts_totals_lbl").text().startswith(f"Indikerad {len(page.model.rows)}")


def test_ctrl_a_takes_the_rows_that_are_not_fetched_too(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    """The clipboard holds the whole selection, as text and as a table of a page."""
    stage = make_stage(make_sample(tmp_path / "stor", random.Random(3), rows=PAGE_SIZE + 50))
    stage.log_in()
    page = open_list(stage)
    assert len(page.model.rows) == PAGE_SIZE
    stage.keys("Ctrl+A", "Ctrl+C")
    assert len(page.model.rows) == PAGE_SIZE + 50
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == PAGE_SIZE + 51
    html = QGuiApplication.clipboard().mimeData().html()
    assert html.count("<tr>") == PAGE_SIZE + 51
    assert "<th>Datum</th>" in html
    assert "&lt; 15" in html or "15–30" in html
    stage.keys("Ctrl+A")
    assert len(page.table.chosen_rows()) == PAGE_SIZE + 50


def test_a_code_is_changed_in_all_of_the_selection(stage: Stage) -> None:
    """Seen before it is done, one step of undo, one of redo."""
    page = open_list(stage)
    before = forms(page)
    n = before.count("phone")
    assert n > 1
    stage.key("Ctrl+H")
    dialog = QApplication.activeModalWidget()
    assert dialog.objectName() == "correct_dlg"
    assert stage.find("correct_scope_lbl").text() == "Gäller alla 38 kontakter i urvalet."
    assert not stage.find("correct_run_btn").isEnabled()
    choose(stage, "correct_old_cmb", "phone")
    choose(stage, "correct_new_cmb", "phone")
    assert "olika" in stage.find("correct_preview_lbl").text()
    choose(stage, "correct_new_cmb", "video")
    assert stage.find("correct_preview_lbl").text().startswith(f"{n} kontakter ändras.")
    assert stage.find("correct_rows_tbl").model().rowCount() == n
    assert forms(page) == before
    stage.key("Return", "correct_new_cmb")
    assert QApplication.activeModalWidget() is None
    assert "phone" not in forms(page)
    assert forms(page).count("video") == n
    assert stage.window.shell.undo_bar.text().startswith(f"{n} kontakter ändrades: ")
    stage.key("Ctrl+Z")
    assert sorted(map(str, forms(page))) == sorted(map(str, before))
    assert stage.window.shell.undo_bar.text().startswith(f"{n} kontakter är som förut.")
    stage.key("Ctrl+Y")
    assert "phone" not in forms(page)


def test_a_correction_that_is_left_under_way_changes_nothing(stage: Stage) -> None:
    """*Avbryt* stops it before it is kept, and there is nothing to undo."""
    page = open_list(stage)
    before = forms(page)
    stage.key("Ctrl+H")
    choose(stage, "correct_old_cmb", "phone")
    choose(stage, "correct_new_cmb", "video")
    thread_is_free = threading.Event()
    stage.jobs.run(thread_is_free.wait, lambda _: None, pytest.fail)
    dialog = QApplication.activeModalWidget()
    press(stage.find("correct_new_cmb"), Qt.Key.Key_Return)
    assert not stage.find("correct_old_cmb").isEnabled()
    press(dialog, Qt.Key.Key_Escape)
    thread_is_free.set()
    stage.settle()
    assert QApplication.activeModalWidget() is None
    assert forms(page) == before
    assert not stage.window.shell.undo_stack.can_undo


def test_marked_rows_alone_are_changed_and_what_cannot_be_is_told(stage: Stage) -> None:
    """The reason stands beside the number; nothing is changed by leaving."""
    page = open_list(stage)
    stage.keys("Shift+Down", "Shift+Down", "Ctrl+H")
    assert "3 kontakter som är markerade" in stage.find("correct_scope_lbl").text()
    form = next(f for f in forms(page)[:3] if f)
    choose(stage, "correct_old_cmb", form)
    choose(stage, "correct_new_cmb", "-")
    assert "kan inte ändras: uppgiften krävs" in stage.find("correct_preview_lbl").text()
    assert not stage.find("correct_run_btn").isEnabled()
    choose(stage, "correct_field_cmb", "prevention_level")
    assert stage.find("correct_preview_lbl").text() == "Välj vad som ska bytas mot vad."
    assert "-" not in [choice.key for choice in stage.find("correct_new_cmb").choices]
    stage.key("Esc")
    assert QApplication.activeModalWidget() is None


@pytest.fixture
def after_import(make_stage: Callable[..., Stage], sample: Sample) -> Stage:
    """A window on a store into which three rows were imported in an earlier session."""
    stage = make_stage(sample)
    store = make_gate(stage.clock).open(stage.path, MAJA.login_name, PASSPHRASE)
    ids = SeededIds(77)
    batch = ids.new_id()
    days = (dt.date(2026, 8, 3), dt.date(2026, 9, 7), dt.date(2026, 9, 8))
    rows = [Contact(ContactId(ids.new_id()), MAJA.id, contact_values(date=d), batch) for d in days]
    with store.unit_of_work() as uow:
        uow.contacts.add_many(rows)
        uow.batches.add(batch, "a" * 64, "b" * 64, dt.date(2026, 10, 1))
        uow.commit()
    store.close()
    stage.log_in()
    return stage


def test_an_import_of_an_earlier_session_is_undone_whole(after_import: Stage) -> None:
    """The list says what came when; keeping it is the default; then nothing of it is left."""
    stage = after_import
    page = open_list(stage)
    assert len(page.model.rows) == 41
    stage.find("contacts_imports_btn").click()
    stage.settle()
    dialog = QApplication.activeModalWidget()
    table = stage.find("imports_list_tbl")
    cells = [table.model().index(0, column).data() for column in range(3)]
    assert cells == ["2026-10-01", "3", "augusti 2026 – september 2026"]
    stage.key("Del", "imports_list_tbl")
    question = QApplication.activeModalWidget()
    assert question is not dialog
    assert "3 kontakter tas bort" in question.accessibleDescription()
    assert question.focusWidget().objectName() == "imports_question_wait_btn"
    question.reject()
    stage.settle()
    assert len(page.model.rows) == 41
    stage.key("Del", "imports_list_tbl")
    QApplication.activeModalWidget().act.click()
    stage.settle()
    assert len(page.model.rows) == 38
    assert not stage.find("imports_list_empty").isHidden()
    assert not dialog.findChild(QWidget, "imports_undo_btn").isEnabled()
    dialog.reject()
    stage.settle()
    assert page.findChild(QWidget, "contacts_imports_btn").isHidden()


def test_an_import_with_a_locked_month_is_not_offered(after_import: Stage) -> None:
    """What is locked stays; somebody may lock while the list stands open."""
    stage = after_import
    open_list(stage)
    stage.find("contacts_imports_btn").click()
    stage.settle()
    with stage.window._store.unit_of_work() as uow:
        uow.periods.lock(MAJA.centre_id, [Month(2026, 8)], stage.clock.today(), SeededIds(5))
        uow.commit()
    stage.key("Del", "imports_list_tbl")
    QApplication.activeModalWidget().act.click()
    stage.settle()
    assert not stage.find("imports_problem_bar").isHidden()
