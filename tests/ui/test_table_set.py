"""*Tabellmängd*: the choice of tables is tried beside the window and can be taken back."""

from __future__ import annotations

from familjecentral.releases.lock import LockPeriod, lock_period
from tests.factories import SeededIds
from tests.ui.quarter import QUARTER
from tests.ui.stage import Stage
from tests.ui.test_settings import open_room
from ui.settings.tables import TablesRoom


def tables_room(stage: Stage) -> TablesRoom:
    room = open_room(stage, "tables")
    assert isinstance(room, TablesRoom)
    return room


def lock_quarter(stage: Stage) -> None:
    """Lock the third quarter on the database thread."""
    desk = stage.window.shell.page._desk

    def work(uow) -> None:
        shipped = desk.reports.declared_set(uow.codes())
        command = LockPeriod(QUARTER)
        lock_period(command, uow, declared=shipped, clock=desk.clock, ids=SeededIds(5))

    desk.ask(work, lambda _: None)
    stage.settle()


def choose(stage: Stage, name: str, key: str) -> None:
    """Choose a code as a person does, and let the form follow."""
    combo = stage.find(name)
    combo.set_value(key)
    combo.changed.emit()
    stage.settle()


def press(stage: Stage, name: str) -> None:
    stage.find(name).click()
    stage.settle()


def modes(room: TablesRoom) -> list[str]:
    return [room._model._rows[row][3] for row in range(room._model.rowCount())]


def add_duration(stage: Stage) -> None:
    choose(stage, "settings_table_dimension_cmb", "duration")
    stage.find("settings_table_merged_cmb").set_values(("m31_60", "gt60"))
    stage.find("settings_table_threshold_cmb").set_value("8")
    press(stage, "settings_table_form_save_btn")


def test_another_set_is_tried_kept_and_taken_back(stage: Stage) -> None:
    """A table more and one less; the trial tells a share in tens and no count."""
    open_room(stage, "tables")
    lock_quarter(stage)
    room = tables_room(stage)
    add_duration(stage)
    assert room._model._rows[-1][0] == "31"
    assert room._model._rows[-1][2] == "31–60 minuter + Över 60 minuter; tröskelvärde 8"
    assert modes(room)[-1] == "läggs till"
    room._table.choose_row(3)
    press(stage, "settings_tables_take_btn")
    assert modes(room)[3] == "tas bort"
    assert "inte sparad" in room._told.text()
    press(stage, "settings_trial_try_btn")
    assert room._told.text().startswith("Tabellerna går att skydda. Omkring ")
    assert "0 procent" in room._told.text()
    assert room._told.text().endswith("Inget helt halvår är låst än.")
    assert not room.presenter.state.sets.is_own
    room.save()
    stage.settle()
    assert room.presenter.state.sets.is_own
    assert modes(room).count("används inte") == 1
    assert modes(room)[-1] == "i kraft"
    stage.key("Ctrl+Z", "settings_rooms_list")
    stage.settle()
    assert not room.presenter.state.sets.is_own
    assert set(modes(room)) == {"i kraft"}
    for keys, own in (("Ctrl+Y", True), ("Ctrl+Z", False), ("Ctrl+Y", True)):
        stage.key(keys, "settings_rooms_list")
        stage.settle()
        assert room.presenter.state.sets.is_own == own, keys
        assert (modes(room).count("används inte") == 1) == own
        assert (room._model._rows[-1][0] == "31") == own


def test_the_shipped_tables_come_back(stage: Stage) -> None:
    """By a button, which can be taken back too."""
    room = tables_room(stage)
    assert not stage.find("settings_tables_shipped_btn").isEnabled()
    add_duration(stage)
    room.save()
    stage.settle()
    assert "inget att prova på" in room._told.text()
    press(stage, "settings_tables_shipped_btn")
    assert set(modes(room)) == {"i kraft"}
    stage.key("Ctrl+Z", "settings_rooms_list")
    stage.settle()
    assert room.presenter.state.sets.is_own
    stage.key("Ctrl+Y", "settings_rooms_list")
    stage.settle()
    assert not room.presenter.state.sets.is_own
    stage.keys("Ctrl+Z", "Ctrl+Z")
    stage.settle()
    assert not room.presenter.state.sets.is_own
    assert room.presenter.state.sets.kept[-1].declared.tables[-1].key != "t31"


def test_a_choice_that_is_not_saved_can_be_dropped(stage: Stage) -> None:
    """And what cannot be is said at its field."""
    room = tables_room(stage)
    add_duration(stage)
    add_duration(stage)
    assert "finns redan" in room._form.fields["dimension"].error
    room._table.choose_row(room._model.rowCount() - 1)
    press(stage, "settings_tables_take_btn")
    assert set(modes(room)) == {"i kraft"}
    choose(stage, "settings_trial_threshold_cmb", "7")
    assert room.presenter.state.is_changed
    press(stage, "settings_trial_reset_btn")
    assert room.presenter.state.threshold == 5
    room._table.choose_row(0)
    press(stage, "settings_tables_take_btn")
    room.save()
    stage.settle()
    assert "första tabellen" in room._form.fields["dimension"].error
    assert not room.presenter.state.sets.is_own


def test_a_trial_can_be_stopped(stage: Stage) -> None:
    """The choice stays, nothing is kept."""
    open_room(stage, "tables")
    lock_quarter(stage)
    room = tables_room(stage)
    add_duration(stage)
    stage.find("settings_trial_try_btn").click()
    assert room.presenter.state.busy is not None
    stage.find("settings_trial_stop_btn").click()
    stage.settle()
    assert room.presenter.state.busy is None
    assert room.presenter.state.trial is None
    assert modes(room)[-1] == "läggs till"
