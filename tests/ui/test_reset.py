"""A forgotten passphrase: the administrator's dialog, and the first time with a start one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from tests.factories import PASSPHRASE
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage, make_gate
from tests.ui.test_settings import open_room
from ui.settings.reset import ResetDialog
from ui.settings.staff import StaffRoom

JOHAN = PEOPLE[0]
OWN = "mina fyra egna ord"
START = "fem ord på ett papper"


def ask(stage: Stage, first_name: str) -> ResetDialog:
    """Open the dialog for a colleague."""
    room = open_room(stage, "staff")
    assert isinstance(room, StaffRoom)
    names = [person.first_name for person in room._staff]
    room._table.choose_row(names.index(first_name))
    stage.find("settings_staff_reset_btn").click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ResetDialog)
    return dialog


def words(dialog: ResetDialog) -> str:
    """Return all that the dialog says."""
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_what_is_lost_is_said_before_and_keeping_is_the_default(stage: Stage) -> None:
    """The form that was begun; Enter and Esc change nothing."""
    dialog = ask(stage, "Johan")
    assert "påbörjat formulär som inte är sparat går förlorat" in words(dialog)
    focused = dialog.focusWidget()
    assert focused is not None
    assert focused.objectName() == "reset_keep_btn"
    focused.click()
    stage.window.lock()
    stage.find("unlock_person_cmb").set_value(str(JOHAN.id))
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    assert stage.window.shell.page.key == "today"


def test_nobody_resets_her_own(stage: Stage) -> None:
    """The button says where it is done."""
    room = open_room(stage, "staff")
    names = [person.first_name for person in room._staff]
    room._table.choose_row(names.index(MAJA.first_name))
    button = stage.find("settings_staff_reset_btn")
    assert not button.isEnabled()
    assert "Lås och lösenfras" in button.toolTip()


def test_the_phrase_is_shown_once_printed_and_lets_her_in(stage: Stage, tmp_path: Path) -> None:
    """From the dialog, over paper, to a passphrase of her own, in the same window."""
    dialog = ask(stage, "Johan")
    dialog._go.click()
    stage.settle()
    shown = dialog.findChild(QLabel, "reset_phrase_lbl")
    assert shown is not None
    start = shown.text()
    assert len(start.split()) == 5
    dialog._paper.write_pdf(str(tmp_path / "startfras.pdf"))
    assert (tmp_path / "startfras.pdf").read_bytes().startswith(b"%PDF")
    dialog.accept()
    stage.window.lock()
    stage.find("unlock_person_cmb").set_value(str(JOHAN.id))
    stage.find("unlock_person_cmb").changed.emit()
    stage.type("unlock_passphrase_edt", start)
    stage.key("Return", "unlock_passphrase_edt")
    assert stage.window.door is not None
    assert stage.find("unlock_start_banner").text().startswith("Startfrasen stämmer.")
    assert stage.focus().objectName() == "unlock_own_new_edt"
    for name in ("new", "again"):
        stage.find(f"unlock_own_{name}_edt").setText(OWN)
    stage.key("Return", "unlock_own_again_edt")
    assert stage.window.door is None
    assert stage.window.shell.desk.person.id == JOHAN.id
    assert stage.window.shell.desk.store.check_passphrase(OWN)


def started(make_stage: Callable[..., Stage], sample: Sample) -> Stage:
    """Return a window at the door of a store where Johan has a start passphrase."""
    stage = make_stage(sample)
    store = make_gate().open(stage.path, MAJA.login_name, PASSPHRASE)
    store.reset_passphrase(JOHAN.id, START)
    store.close()
    stage.start()
    stage.type("unlock_login_edt", JOHAN.login_name)
    stage.type("unlock_passphrase_edt", START)
    stage.key("Return", "unlock_passphrase_edt")
    return stage


def test_the_start_passphrase_itself_is_no_passphrase_of_her_own(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """From cold: said at the field; two that differ too; then she is in."""
    stage = started(make_stage, sample)
    own = stage.window.door._own
    for first, again, sentence in (
        (START, START, "Det är startfrasen. Välj en annan."),
        (OWN, START, "Fraserna är inte lika."),
    ):
        stage.find("unlock_own_new_edt").setText(first)
        stage.find("unlock_own_again_edt").setText(again)
        stage.key("Return", "unlock_own_again_edt")
        assert sentence in (own.first_field.error, own.again_field.error)
    stage.find("unlock_own_again_edt").setText(OWN)
    stage.key("Return", "unlock_own_again_edt")
    assert stage.window.shell.desk.person.id == JOHAN.id


def test_another_name_takes_the_question_away(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Who finds the wrong person at the door unlocks as usual."""
    stage = started(make_stage, sample)
    login = stage.find("unlock_login_edt")
    login.clear()
    stage.type("unlock_login_edt", MAJA.login_name)
    assert stage.window.door._own is None
    assert stage.find("unlock_open_btn").text() == "Lås upp"
    stage.find("unlock_passphrase_edt").clear()
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    assert stage.window.shell.desk.person.id == MAJA.id
