"""Inställningar: who may change what, and that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from familjecentral.access.model import Role
from tests.ui.stage import PEOPLE, Sample, Stage
from ui.settings.staff import role_choices


def open_room(stage: Stage, key: str):
    """Open a room of the settings and return it."""
    stage.key("Ctrl+8")
    stage.window.shell.open_room(key)
    stage.settle()
    return stage.window.shell.page._rooms[key]


def test_rooms_follow_the_role(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """A counsellor has the lock and the look, nothing of the house."""
    stage = make_stage(sample)
    stage.log_in(PEOPLE[0])
    stage.key("Ctrl+8")
    rooms = [item.key for item in stage.window.shell.page.rooms.pages.items]
    assert rooms == ["passphrase", "look"]


def test_the_house_is_renamed_and_named_back(stage: Stage) -> None:
    """Title and navigation follow at once; Ctrl Z gives the old name back, Ctrl Y the new one."""
    open_room(stage, "centre")
    edit = stage.find("settings_centre_name_edt")
    edit.setText("Familjecentralen Linden")
    stage.key("Return", "settings_centre_name_edt")
    assert "Linden" in stage.window.windowTitle()
    stage.key("Ctrl+Z", "settings_rooms_list")
    stage.settle()
    assert "Eken" in stage.window.windowTitle()
    for keys, name in (("Ctrl+Y", "Linden"), ("Ctrl+Z", "Eken"), ("Ctrl+Y", "Linden")):
        stage.key(keys, "settings_rooms_list")
        stage.settle()
        assert name in stage.window.windowTitle()


def test_several_changes_go_back_and_forth_in_their_order(stage: Stage) -> None:
    """A label, its use and a choice of the house: each step back has its step forth."""
    room = open_room(stage, "codes")
    edit, used = stage.find("settings_codes_label_edt"), stage.find("settings_codes_active_chk")
    first = edit.text()
    for label in ("Gränser", "Vardag"):
        edit.setText(label)
        room.save()
        stage.settle()
    used.setChecked(False)
    room.save()
    stage.settle()

    def shown(keys: str) -> tuple[str, bool]:
        stage.key(keys, "settings_rooms_list")
        stage.settle()
        return edit.text(), used.isChecked()

    assert [shown("Ctrl+Z") for _ in range(3)] == [
        ("Vardag", True),
        ("Gränser", True),
        (first, True),
    ]
    assert "togs tillbaka" in stage.window.shell.undo_bar.text()
    assert [shown("Ctrl+Y") for _ in range(3)] == [
        ("Gränser", True),
        ("Vardag", True),
        ("Vardag", False),
    ]
    assert shown("Ctrl+Z") == ("Vardag", True)


def test_a_new_label_reaches_the_form(stage: Stage) -> None:
    """Codes keep their keys; labels are the house's own."""
    open_room(stage, "codes")
    edit = stage.find("settings_codes_label_edt")
    edit.setText("Gränser och vardag")
    stage.key("Return", "settings_codes_label_edt")
    stage.key("Ctrl+1")
    combo = stage.find("today_topics_cmb")
    assert combo.choices[0].key == "parenting"
    assert combo.choices[0].text == "Gränser och vardag"


def test_a_retired_code_leaves_the_form(stage: Stage) -> None:
    """Old rows keep it."""
    room = open_room(stage, "codes")
    stage.find("settings_codes_active_chk").setChecked(False)
    room.save()
    stage.settle()
    stage.key("Ctrl+1")
    assert "parenting" not in [choice.key for choice in stage.find("today_topics_cmb").choices]


def test_the_last_administrator_stays(stage: Stage) -> None:
    """All roles can be given; the sentence of the design, and nothing is changed."""
    room = open_room(stage, "staff")
    names = [person.first_name for person in room._staff]
    room._table.choose_row(names.index("Maja"))
    assert [choice.key for choice in role_choices()] == [role.value for role in Role]
    room._roles.set_values(("counsellor",))
    room.save()
    stage.settle()
    text = stage.window.shell.banner.text()
    assert text.startswith("Minst en systemansvarig måste finnas kvar. Inget har ändrats.")


def test_a_colleague_gets_an_account(stage: Stage) -> None:
    """Name, role, passphrase; then she is in the list."""
    room = open_room(stage, "staff")
    room.add()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog._first.setText("Sara")
    dialog._login.setText("sara")
    dialog._choice._first.setText("fyra nya ord i rad")
    dialog._choice._again.setText("fyra nya ord i rad")
    dialog._on_save()
    stage.settle()
    assert "Sara" in [person.first_name for person in room._staff]


def test_a_taken_login_name_is_told_at_its_field(stage: Stage) -> None:
    """Compared without case."""
    room = open_room(stage, "staff")
    room.add()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog._first.setText("Maja")
    dialog._login.setText("MAJA")
    dialog._choice._first.setText("fyra nya ord i rad")
    dialog._choice._again.setText("fyra nya ord i rad")
    dialog._on_save()
    stage.settle()
    assert dialog._fields["login_name"].error == "Namnet används redan. Välj ett annat."
    dialog.reject()


def test_keeping_the_account_is_the_default(stage: Stage) -> None:
    """What cannot be undone is asked; the safe choice has the focus."""
    room = open_room(stage, "staff")
    room._on_end()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    focused = dialog.focusWidget()
    assert focused is not None
    assert focused.objectName() == "end_account_keep_btn"
    dialog.reject()


def test_a_larger_text_builds_the_window_anew(stage: Stage) -> None:
    """The person stays in the same room."""
    open_room(stage, "look")
    size = stage.find("settings_look_size_seg")
    size.set_value("150")
    size.changed.emit()
    stage.settle()
    assert stage.preferences.look().text_size == 150
    assert stage.window.shell.page.room == "look"


def test_a_denominator_is_typed_and_taken_back(stage: Stage) -> None:
    """With its source; a number that is none is said at its field."""
    room = open_room(stage, "protection")
    for name, text in (("period", "2026"), ("number", "många"), ("source", "SCB")):
        stage.find(f"settings_denominator_{name}_edt").setText(text)
    room.save()
    stage.settle()
    assert room._known == ()
    assert "högst två decimaler" in room._form.fields["number"].error
    stage.find("settings_denominator_number_edt").setText("1 200")
    room.save()
    stage.settle()
    assert [(d.hundredths, d.source) for d in room._known] == [(120000, "SCB")]
    stage.key("Ctrl+Z", "settings_rooms_list")
    stage.settle()
    assert room._known == ()


def test_a_target_is_typed_and_taken_back(stage: Stage) -> None:
    """It stands beside the name of its key figure; a share ends at a hundred."""
    room = open_room(stage, "protection")
    code = stage.find("settings_target_code_cmb")
    code.set_value("kpi_fathers")
    code.changed.emit()
    for number in ("101", "30"):
        stage.find("settings_target_number_edt").setText(number)
        stage.find("settings_target_save_btn").click()
        stage.settle()
        assert ("100" in room._targets.fields["number"].error) is (number == "101")
    assert code.currentText().endswith("· 30")
    stage.key("Ctrl+Z", "settings_rooms_list")
    stage.settle()
    assert room._targets._known == {}


def test_the_public_register_is_written_and_read_back(stage: Stage, tmp_path: Path) -> None:
    """The folder holds the register at once; a file that is none is refused."""
    room = open_room(stage, "protection")
    folder = tmp_path / "offentligt"
    stage.find("settings_public_folder_edt").setText(str(folder))
    stage.find("settings_public_save_btn").click()
    stage.settle()
    register = folder / "familjecentral-utgavor.json"
    assert register.exists()
    room.take_over(register)
    stage.settle()
    assert "Registret är helt" in stage.window.shell.undo_bar.text()
    room.take_over(tmp_path / "finns inte.json")
    stage.settle()
    assert "Filen går inte att läsa" in stage.window.shell.banner.text()
