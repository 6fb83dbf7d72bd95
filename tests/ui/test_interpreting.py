"""Interpreters in the window: the room of the settings, a group's languages, one session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from familjecentral.groups import furnishing
from familjecentral.groups.model import Group
from tests.groups_factory import QUIET, interpreter
from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import Sample, Stage
from tests.ui.test_groups import TORSDAG, kept, open_group

SPOKEN = interpreter(7, name="Tolkförmedlingen", languages=frozenset({"arabic", "somali"}))
OTHER = interpreter(8, name="Språkservice", languages=frozenset({"arabic"}), remote=True)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with groups."""
    return make_groups(tmp_path_factory.mktemp("tolk"))


@pytest.fixture
def stage(make_stage: Callable[..., Stage], sample: Sample) -> Stage:
    """Return the coordinator's window with two interpreters in the store."""
    found = make_stage(sample)
    found.log_in(LEILA)
    desk = found.window.shell.desk
    for one in (SPOKEN, OTHER):
        command = furnishing.SaveInterpreter(one)
        with desk.store.unit_of_work() as uow:
            furnishing.save_interpreter(command, uow, desk.clock, desk.ids, guard=QUIET)
    return found


def coming(group: Group) -> list[dict[str, Any]]:
    """Return who interprets at the sessions still to come."""
    return [dict(s.interpreters) for s in group.sessions if s.status.value in ("planned", "moved")]


def test_an_interpreter_is_added_changed_and_taken_back(stage: Stage) -> None:
    """A name of the service and its languages; each save is a step."""
    shell = stage.window.shell
    shell.open_room("interpreters")
    stage.settle()
    room = shell.page._rooms["interpreters"]
    assert room.model.rowCount() == 2
    room.new()
    stage.find("settings_interpreters_form_save_btn").click()
    stage.settle()
    assert room.form.fields["name"].error
    stage.find("settings_interpreters_name_edt").setText("Tolk på telefon")
    stage.find("settings_interpreters_languages_cmb").set_values(["tigrinya"])
    stage.find("settings_interpreters_available_edt").setText("när som helst")
    stage.find("settings_interpreters_form_save_btn").click()
    stage.settle()
    assert room.form.fields["available"].error
    stage.find("settings_interpreters_available_edt").setText("mån–fre 8.00–17.00")
    stage.find("settings_interpreters_form_save_btn").click()
    stage.settle()
    assert room.model.rowCount() == 3
    assert room.chosen.languages == {"tigrinya"}
    stage.find("settings_interpreters_active_chk").setChecked(False)
    stage.find("settings_interpreters_form_save_btn").click()
    stage.settle()
    assert not room.chosen.active
    stage.key("Ctrl+Z")
    stage.key("Ctrl+Z")
    assert room.model.rowCount() == 2
    stage.keys("Ctrl+Y", "Ctrl+Y")
    assert room.model.rowCount() == 3


def test_a_language_of_the_group_books_its_sessions_and_gives_them_back(stage: Stage) -> None:
    """Saved, every session still to come has a free interpreter; without the language none."""
    stage.key("Ctrl+4")
    view = open_group(stage, TORSDAG)
    stage.find("group_languages_cmb").set_values(["arabic"])
    view.overview.save()
    stage.settle()
    group = kept(stage, TORSDAG)
    assert group.languages == ("arabic",)
    assert {str(who) for one in coming(group) for who in one.values()} == {str(OTHER.id)}
    assert all(one for one in coming(group))
    stage.find("group_languages_cmb").set_values([])
    view.overview.save()
    stage.settle()
    assert not any(coming(kept(stage, TORSDAG)))
    stage.key("Ctrl+Z")
    assert all(coming(kept(stage, TORSDAG)))


def test_one_session_gets_another_interpreter(stage: Stage) -> None:
    """In the group's list of sessions and in the calendar's dialog; the series keeps its own."""
    stage.key("Ctrl+4")
    view = open_group(stage, TORSDAG)
    group = kept(stage, TORSDAG)
    view.presenter.save(replace(group, languages=("arabic",)), "Språk")
    stage.settle()
    view.show_tab("sessions")
    tab = view.sessions
    place = next(n for n, s in enumerate(group.sessions) if s.status.value == "planned")
    tab.table.choose_row(place)
    assert "Språkservice" in tab._model.index(place, 4).data()
    stage.find("group_session_btn_move").click()
    stage.settle()
    stage.find("place_interpreter_arabic_cmb").set_value(str(SPOKEN.id))
    stage.find("place_dlg").accept()
    stage.settle()
    changed = kept(stage, TORSDAG).sessions[place]
    assert dict(changed.interpreters) == {"arabic": SPOKEN.id}
    assert changed.status is group.sessions[place].status
    stage.key("Ctrl+5")
    calendar = stage.window.shell.page
    calendar._presenter.day = changed.day
    calendar._presenter.load()
    stage.settle()
    assert calendar.grid.choose(changed.id)
    stage.key("Return", "calendar_grid")
    stage.find("session_interpreter_arabic_cmb").set_value(str(OTHER.id))
    stage.find("session_act_btn").click()
    stage.settle()
    stage.key("Ctrl+S")
    assert dict(kept(stage, TORSDAG).sessions[place].interpreters) == {"arabic": OTHER.id}
