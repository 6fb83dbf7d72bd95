"""Pictures of groups: the list, a group's tabs, the dialogs, the settings of the house."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from familjecentral.groups.furnishing import (
    SaveInterpreter,
    SaveLeader,
    save_interpreter,
    save_leader,
)
from familjecentral.groups.problem import Span
from tests.groups_factory import QUIET, interpreter
from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import MAJA

if TYPE_CHECKING:
    from tests.screens import Camera


def enter(camera: Camera) -> None:
    """Log in as the coordinator of a store with groups and open *Grupper*."""
    stage = camera.stage
    stage.put(make_groups(Path(tempfile.mkdtemp())))
    stage.log_in(LEILA)
    stage.key("Ctrl+4")


def groups(camera: Camera) -> None:
    """The list, a new group, an empty term."""
    stage = camera.stage
    enter(camera)
    camera.shoot("grupper")
    stage.key("Ctrl+N")
    for key in ("i", "Tab", "Tab", "Tab"):
        stage.key(key)
    camera.shoot("ny-grupp")
    stage.key("Esc")
    stage.key("Alt+Right")
    camera.shoot("grupper-tom")


def offered(camera: Camera) -> None:
    """Today's planned session in the quick log, at group level."""
    stage = camera.stage
    stage.put(make_groups(Path(tempfile.mkdtemp())))
    stage.log_in(MAJA)
    stage.keys("Ctrl+N", "2")
    camera.shoot("idag-traff")


def group(camera: Camera) -> None:
    """Every tab of one group."""
    stage = camera.stage
    enter(camera)
    page = stage.window.shell.page
    place = next(n for n, one in enumerate(page.model.rows) if one.group.title.endswith("torsdag"))
    page.table.choose_row(place)
    stage.key("Return")
    camera.shoot("grupp-oversikt")
    stage.key("Ctrl+Tab")
    camera.shoot("grupp-traffar")
    for _ in range(4):
        stage.key("Down")
    stage.key("Return")
    camera.shoot("grupp-flytta")
    stage.key("Esc")
    stage.key("Ctrl+Tab")
    camera.shoot("grupp-narvaro")
    stage.find("group_attendance_btn_count").click()
    camera.shoot("grupp-bara-antal")
    stage.key("Esc")
    stage.key("Ctrl+Tab")
    camera.shoot("grupp-vantelista")
    stage.key("Ctrl+Tab")
    camera.shoot("grupp-skattningar")


def house(camera: Camera) -> None:
    """The rooms of the settings that a coordinator has."""
    stage = camera.stage
    enter(camera)
    shell = stage.window.shell
    with shell.desk.store.unit_of_work() as uow:
        command = SaveInterpreter(
            interpreter(7, name="Tolkförmedlingen", languages=frozenset({"arabic", "somali"}))
        )
        save_interpreter(command, uow, stage.clock, shell.desk.ids, guard=QUIET)
    for room in ("places", "leaders", "interpreters", "programmes", "days"):
        shell.open_room(room)
        camera.shoot(f"installningar-{room}")


def interpreted(camera: Camera) -> None:
    """A group with languages: its sessions, and one of them."""
    stage = camera.stage
    enter(camera)
    shell = stage.window.shell
    with shell.desk.store.unit_of_work() as uow:
        for number, name in ((7, "Tolkförmedlingen"), (8, "Språkservice på distans")):
            one = interpreter(number, name=name, languages=frozenset({"arabic", "somali"}))
            save_interpreter(SaveInterpreter(one), uow, stage.clock, shell.desk.ids, guard=QUIET)
    page = shell.page
    page.table.choose_row(next(n for n, one in enumerate(page.model.rows)
                               if one.group.title.endswith("torsdag")))  # fmt: skip
    stage.key("Return")
    stage.find("group_languages_cmb").set_values(["arabic", "somali"])
    page.group.overview.save()
    stage.settle()
    stage.key("Ctrl+Tab")
    camera.shoot("grupp-traffar-tolk")
    for _ in range(4):
        stage.key("Down")
    stage.key("Return")
    camera.shoot("grupp-flytta-tolk")


def versions(camera: Camera) -> None:
    """What a colleague saved meanwhile, beside the own words: a leader and a group."""
    stage = camera.stage
    enter(camera)
    shell = stage.window.shell
    page = shell.page
    page.table.choose_row(0)
    stage.key("Return")
    group_id = page.group.presenter.page.group.id
    with shell.desk.store.unit_of_work() as uow:
        stored = uow.groups.get(group_id)
        later = replace(stored.course[-1], start=stored.course[-1].start + 30)
        sessions = (*stored.sessions[:-1], later)
        uow.groups.put(replace(stored, seats=9, sessions=sessions, version=stored.version + 1))
        uow.commit()
    stage.find("group_title_edt").setText("Vägledande samspel för nya föräldrar, höst")
    page.group.overview.save()
    stage.settle()
    camera.shoot("grupp-versioner")
    stage.key("Esc")
    shell.open_room("leaders")
    stage.settle()
    leader = shell.page._rooms["leaders"].chosen
    away = Span(stage.clock.today(), stage.clock.today())
    with shell.desk.store.unit_of_work() as uow:
        command = SaveLeader(replace(leader, absent=(away,), max_groups=2))
        save_leader(command, uow, stage.clock, shell.desk.ids)
    stage.find("settings_leaders_max_groups_spn").setText("5")
    stage.find("settings_leaders_avoid_edt").setText("fre 13.00–17.00; mån–tor 15.00–17.00")
    stage.find("settings_leaders_form_save_btn").click()
    stage.settle()
    camera.shoot("ledare-versioner")


SCENES = {
    "groups": groups,
    "group": group,
    "house": house,
    "interpreted": interpreted,
    "offered": offered,
    "versions": versions,
}
