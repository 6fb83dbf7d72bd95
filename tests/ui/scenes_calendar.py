"""Scenes of the calendar, for pictures."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop

from tests.factories import TODAY
from tests.ui.calendar_house import LEILA, make_house
from tests.ui.stage import Sample, Stage

if TYPE_CHECKING:
    from tests.screens import Camera

_MADE: dict[bool, Sample] = {}


def _house(*, laid: bool) -> Sample:
    if laid not in _MADE:
        day = TODAY if laid else dt.date(2026, 8, 20)
        _MADE[laid] = make_house(Path(tempfile.mkdtemp()), day, laid=laid)
    return _MADE[laid]


def _enter(camera: Camera, *, laid: bool = True) -> Stage:
    stage = camera.stage
    stage.put(_house(laid=laid))
    if not laid:
        stage.clock.day = dt.date(2026, 8, 20)
    stage.log_in(LEILA)
    stage.key("Ctrl+5")
    return stage


def week(camera: Camera) -> None:
    """A week by room, and one by leader with a card lifted."""
    stage = _enter(camera)
    camera.shoot("kalender-vecka")
    stage.keys("m", "Down", "Right", "Shift+Down")
    camera.shoot("kalender-vecka-lyft")
    stage.key("Return")
    camera.shoot("kalender-vecka-utkast")
    stage.find("calendar_by_seg_leader").click()
    stage.settle()
    camera.shoot("kalender-vecka-ledare")


def term(camera: Camera) -> None:
    """The term by group."""
    stage = _enter(camera)
    stage.find("calendar_span_seg_term").click()
    stage.settle()
    stage.find("calendar_grid").setFocus()
    stage.keys("m", "Right", "Return")
    camera.shoot("kalender-termin")


def clashes(camera: Camera) -> None:
    """Clash decisions, a session, an absence."""
    stage = _enter(camera)
    stage.find("calendar_grid").setFocus()
    stage.keys("F8", "Ctrl+Left", "Ctrl+Right", "F8", "Ctrl+Shift+Down", "Ctrl+S")
    camera.shoot("dialog-krock")
    stage.key("Escape")
    stage.find("calendar_grid").setFocus()
    stage.keys("F8", "Return")
    camera.shoot("dialog-traff")
    stage.key("Escape")
    stage.key("Ctrl+B")
    camera.shoot("dialog-borta")


def booking(camera: Camera) -> None:
    """Another booking: new, and in the air over a session."""
    stage = _enter(camera)
    stage.find("calendar_grid").setFocus()
    stage.key("Ctrl+J")
    camera.shoot("dialog-bokning")
    stage.find("booking_act_btn").click()
    stage.settle()
    camera.shoot("dialog-bokning-fel")
    stage.key("Escape")
    grid = stage.find("calendar_grid")
    card = next(c for _, _, c in grid._places() if c.title.startswith("BVC"))
    grid.choose(card.id)
    stage.keys("m", "Left", "Return")
    camera.shoot("kalender-bokning-utkast")


def proposal(camera: Camera) -> None:
    """A term proposed."""
    stage = _enter(camera, laid=False)
    stage.key("Ctrl+Shift+P")
    camera.shoot("forslag-valj")
    dialog = stage.find("proposal_dlg")
    loop = QEventLoop()
    dialog.drawn.connect(loop.quit)
    dialog.run()
    loop.exec()
    camera.shoot("forslag-soker", settled=False)
    dialog.take_best()
    stage.settle()
    camera.shoot("forslag")
    stage.key("Return")
    stage.find("calendar_span_seg_term").click()
    stage.settle()
    camera.shoot("forslag-utkast")


SCENES = {
    "calendar_week": week,
    "calendar_term": term,
    "calendar_clashes": clashes,
    "calendar_booking": booking,
    "calendar_proposal": proposal,
}
