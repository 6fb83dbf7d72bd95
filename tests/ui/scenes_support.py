"""The scenes of support cards and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.caseload import keep_cards
from tests.ui.stage import MAJA

if TYPE_CHECKING:
    from tests.screens import Camera


def support(camera: Camera) -> None:
    """The caseload, one more talk, a rating, a new card, the end of one."""
    stage = camera.stage
    keep_cards(stage)
    stage.log_in(MAJA)
    camera.shoot("idag-stodkort")
    stage.key("Ctrl+3")
    camera.shoot("stod")
    stage.keys("v", "i")
    camera.shoot("stod-over-gransen")
    stage.keys("b", "l", "+")
    camera.shoot("stod-samtal")
    stage.find("support_rate_btn").click()
    stage.settle()
    camera.shoot("stod-skattning")
    stage.key("Esc")
    stage.window.shell.page.new_card()
    stage.settle()
    camera.shoot("stod-nytt")
    stage.key("Esc")
    stage.key("Del", "support_list_tbl")
    camera.shoot("stod-avsluta")
    stage.find("support_close_end_btn").click()
    stage.settle()
    camera.shoot("stod-avslutat")
    stage.find("support_hand_btn").click()
    stage.settle()
    camera.shoot("stod-lamna-over")
    stage.key("Esc")


def services(camera: Camera) -> None:
    """*Insatser och gränser*, and a text that the guard stops."""
    stage = camera.stage
    keep_cards(stage)
    stage.log_in(MAJA)
    stage.window.shell.open_room("services")
    stage.settle()
    camera.shoot("installningar-insatser")
    stage.find("settings_services_new_btn").click()
    stage.type("settings_service_name_edt", "Samtal med Anna Svensson")
    stage.key("Return")
    camera.shoot("installningar-insats-fel")


def support_empty(camera: Camera) -> None:
    """No card yet, and the help."""
    stage = camera.stage
    stage.log_in(MAJA)
    stage.key("Ctrl+3")
    camera.shoot("stod-tom")
    stage.key("F1")
    camera.shoot("stod-hjalp")
