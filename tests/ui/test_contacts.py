"""Kontakter: own rows, filter, change, withdraw, copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.ui.stage import MAJA, PEOPLE, Sample, Stage


def open_list(stage: Stage):
    """Open the page by its key and return it."""
    stage.key("Ctrl+2")
    return stage.window.shell.page_of("contacts")


def test_the_list_shows_own_rows_newest_first(stage: Stage) -> None:
    """38 rows; the first is chosen and shown beside; focus is in the list."""
    page = open_list(stage)
    assert len(page.model.rows) == 38
    days = [row.contact.values.date for row in page.model.rows]
    assert days == sorted(days, reverse=True)
    assert stage.focus() is page.table
    assert page.table.chosen_rows() == [0]
    assert stage.find("contacts_count_lbl").text() == "38 kontakter · 1 markerad"


def test_a_filter_is_set_and_cleared_by_keys(stage: Stage) -> None:
    """Ctrl F, Tab, i n d: indicated only; Alt R shows all again."""
    page = open_list(stage)
    stage.keys("Ctrl+F", "Tab", "i", "n", "d")
    levels = {row.contact.values.prevention_level for row in page.model.rows}
    assert levels == {"indicated"}
    stage.key("Alt+R")
    assert len(page.model.rows) == 38


def test_an_empty_choice_says_why(stage: Stage) -> None:
    """The filter is named, and one action leads out."""
    page = open_list(stage)
    stage.keys("Ctrl+F", "Tab", "i", "n", "d", "Tab", "s", "t", "r")
    assert page.model.rows == []
    text = stage.find("contacts_list_empty").accessibleName()
    assert text == "Inga kontakter i urvalet. Filtret visar bara Indikerad, Strukturell."


def test_del_withdraws_and_undo_brings_back(stage: Stage) -> None:
    """No question is asked: Ctrl Z is the way back."""
    page = open_list(stage)
    gone = page.model.rows[0].contact
    stage.key("Del")
    assert gone.id not in {row.contact.id for row in page.model.rows}
    assert stage.window.shell.undo_bar.text() == "Kontakten togs bort"
    stage.key("Ctrl+Z")
    assert gone in [row.contact for row in page.model.rows]


def test_f2_changes_the_chosen_row(stage: Stage) -> None:
    """The form opens over the list with the row in it; Enter saves."""
    page = open_list(stage)
    row = next(r for r in page.model.rows if r.contact.values.working_level == "individual")
    page.table.choose_row(page.model.rows.index(row))
    stage.key("F2")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.objectName() == "edit_dlg"
    dialog._form.set.set_value("topics", ("siblings",))
    dialog._on_save()
    stage.settle()
    found = next(r for r in page.model.rows if r.contact.id == row.contact.id)
    assert found.topic == "Syskon"


def test_esc_leaves_the_row_as_it_was(stage: Stage) -> None:
    """Nothing is saved."""
    page = open_list(stage)
    before = [row.contact for row in page.model.rows]
    stage.keys("F2", "Esc")
    assert QApplication.activeModalWidget() is None
    assert [row.contact for row in page.model.rows] == before


def test_copying_gives_tab_separated_text_with_head(stage: Stage) -> None:
    """And says that the rows are not anonymous."""
    page = open_list(stage)
    stage.keys("Shift+Down", "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Datum", "Prevention", "Arbetsnivå"]
    assert len(lines) == 3
    assert "inte anonyma" in stage.window.shell.undo_bar.text()
    assert page is stage.window.shell.page


def test_the_clipboard_is_emptied_at_the_screen_lock(stage: Stage) -> None:
    """It held rows from here."""
    open_list(stage)
    stage.keys("Ctrl+C", "Ctrl+L")
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_is_emptied_when_the_window_closes(stage: Stage) -> None:
    """It held rows from here, and outlives the program."""
    open_list(stage)
    stage.key("Ctrl+C")
    assert QGuiApplication.clipboard().text()
    stage.window.close()
    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_copied_stays(stage: Stage) -> None:
    """Only rows from here are taken back."""
    open_list(stage)
    QGuiApplication.clipboard().setText("en inköpslista")
    stage.key("Ctrl+L")
    assert QGuiApplication.clipboard().text() == "en inköpslista"


def test_a_head_sorts_and_sorts_back(stage: Stage) -> None:
    """Alt 2 sorts by level, again turns; the arrow stands in the head."""
    page = open_list(stage)
    stage.key("Alt+2")
    once = [row.contact.values.prevention_level for row in page.model.rows]
    stage.key("Alt+2")
    again = [row.contact.values.prevention_level for row in page.model.rows]
    assert once == again[::-1] or sorted(once) == sorted(again)
    assert once[0] != again[0]


def test_duplicating_starts_a_form_of_today(stage: Stage) -> None:
    """Ctrl D goes to Idag with the row's values and today's date."""
    page = open_list(stage)
    last = page.model.rows[-1].contact.values
    page.table.choose_row(len(page.model.rows) - 1)
    stage.key("Ctrl+D")
    today = stage.window.shell.page
    assert today.key == "today"
    entry = today.form.entry()
    assert entry.day == stage.clock.today()
    assert entry.level == (last.prevention_level, last.working_level)


def test_the_model_passes_qt_s_own_check(stage: Stage, qtmodeltester) -> None:
    """Indexes, roles and counts are as Qt wants them."""
    page = open_list(stage)
    qtmodeltester.check(page.model)


def test_the_lock_takes_an_open_form_away(stage: Stage) -> None:
    """What a contact says is not left standing over the locked screen."""
    open_list(stage)
    stage.key("F2")
    stage.window.lock()
    stage.settle()
    assert QApplication.activeModalWidget() is None


def test_who_leaves_hands_all_rows_over(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """Only somebody whose account has a last day is offered it; Enter on the safe button keeps
    them, and given away they are gone with every step of them."""
    stage = make_stage(sample)
    stage.log_in(MAJA)
    assert not open_list(stage)._hand.isVisible()
    petra = next(person for person in PEOPLE if person.first_name == "Petra")
    stage = make_stage(sample)
    stage.log_in(petra)
    stage.keys("1", "t", "Tab", "s", "Tab", "Return")
    page = open_list(stage)
    assert len(page.model.rows) == 1
    stage.find("contacts_hand_btn").click()
    stage.settle()
    stage.find("contacts_hand_give_btn").click()
    stage.settle()
    assert len(page.model.rows) == 1
    stage.keys("m", "a", "Tab", "Tab")
    assert stage.focus().objectName() == "contacts_hand_give_btn"
    stage.key("Return")
    assert stage.window.shell.undo_bar.text() == "Kontakterna är överlämnade."
    assert page.model.rows == []
    assert not stage.window.shell.desk.undo.can_undo
