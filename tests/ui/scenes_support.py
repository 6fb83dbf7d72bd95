"""The scenes of support cards and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.caseload import keep_cards
from tests.ui.stage import MAJA, PEOPLE

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


def leaving(camera: Camera) -> None:
    """Who leaves hands rows over; what was left behind is offered and waits."""
    stage = camera.stage
    keep_cards(stage)
    stage.log_in(next(person for person in PEOPLE if person.first_name == "Petra"))
    stage.keys("1", "t", "Tab", "s", "Tab", "Return", "Ctrl+2")
    stage.find("contacts_hand_btn").click()
    stage.settle()
    camera.shoot("kontakter-lamna-over")


def left_behind(camera: Camera) -> None:
    """An administrator passes on unread; the offer waits under *Pågående stöd* and on *Idag*."""
    stage = camera.stage
    keep_cards(stage)
    stage.log_in(MAJA)
    johan, store = PEOPLE[0], stage.window._store
    assert store is not None

    def leave() -> None:
        with store.unit_of_work() as uow:
            uow.contacts.hand_over(johan.id)
            uow.cards.hand_over([card.id for card in uow.cards.own()][:2], johan.id)
            uow.commit()
        store.end_account(johan.id)

    stage.jobs.run(leave, lambda _: None, lambda _: None)
    stage.window.shell.open_room("staff")  # type: ignore[union-attr]
    stage.settle()
    table = stage.find("settings_staff_tbl")
    names = [table.model().index(n, 0).data() for n in range(table.model().rowCount())]
    table.choose_row(names.index(johan.first_name))
    stage.find("settings_staff_cards_btn").click()
    stage.settle()
    camera.shoot("installningar-lamna-vidare")
    stage.keys("m", "a")
    stage.find("hand_on_offer_btn").click()
    stage.settle()
    stage.key("Ctrl+3")
    camera.shoot("stod-erbjudet")
    stage.key("Ctrl+1")
    camera.shoot("idag-erbjudet")
