"""Pictures of groups: the list, a group's tabs, the dialogs, the settings of the house."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.grouping import LEILA, make_groups

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
    for room in ("places", "leaders", "programmes", "days"):
        shell.open_room(room)
        camera.shoot(f"installningar-{room}")


SCENES = {"groups": groups, "group": group, "house": house}
