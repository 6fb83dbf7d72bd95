"""The scenes that are drawn: which keys lead to which picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.screens import Camera


def unlock(camera: Camera) -> None:
    """The door at a cold start, and after a wrong passphrase."""
    stage = camera.stage
    stage.start()
    camera.shoot("las-upp")
    stage.type("unlock_login_edt", "maja")
    stage.type("unlock_passphrase_edt", "FEL FEL FEL FEL")
    stage.key("Return", "unlock_passphrase_edt")
    camera.shoot("las-upp-fel")


def relock(camera: Camera) -> None:
    """The locked screen of a running session."""
    stage = camera.stage
    stage.log_in()
    stage.key("Ctrl+L")
    camera.shoot("las-upp-igen")


def today(camera: Camera) -> None:
    """The quick log: empty, filled, with errors, at the other levels, after a save."""
    stage = camera.stage
    stage.log_in()
    camera.shoot("idag-tom")
    stage.key("Return")
    camera.shoot("idag-fel")
    stage.key("1")
    stage.key("Return")
    camera.shoot("idag-fel-falt")
    stage.key("Esc")
    for keys in ("1", "s", "p", "Tab", "s", "ö", "Tab"):
        stage.key(keys)
    for keys in ("1",):
        stage.key(keys)
    camera.shoot("idag-ifylld")
    stage.key("Return")
    camera.shoot("idag-sparad")
    stage.key("5")
    camera.shoot("idag-grupp")
    stage.key("Esc")
    stage.key("9")
    camera.shoot("idag-struktur")


def type_ahead(camera: Camera) -> None:
    """An open list with typed letters."""
    stage = camera.stage
    stage.log_in()
    stage.key("1")
    stage.key("t")
    stage.key("Tab")
    stage.key("F4")
    for letter in "sö":
        stage.key(letter)
    camera.shoot("idag-lista")


def contacts(camera: Camera) -> None:
    """The list, a filter, the edit dialog, a row taken away, nothing found."""
    stage = camera.stage
    stage.log_in()
    stage.key("Ctrl+2")
    stage.key("Down")
    stage.key("Down")
    camera.shoot("kontakter")
    stage.key("F2")
    camera.shoot("kontakter-andra")
    stage.key("Esc")
    stage.key("Del")
    camera.shoot("kontakter-borttagen")
    stage.key("Ctrl+F")
    stage.key("Tab")
    for letter in "ind":
        stage.key(letter)
    stage.key("Tab")
    for letter in "str":
        stage.key(letter)
    stage.key("Tab")
    camera.shoot("kontakter-filter")


SCENES: dict[str, Callable[[Camera], None]] = {
    "unlock": unlock,
    "relock": relock,
    "today": today,
    "type_ahead": type_ahead,
    "contacts": contacts,
}
