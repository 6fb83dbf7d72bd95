"""Scenes of *Idag*: a form that was left, favourites, several at once, weeks, the overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familjecentral.contacts.drafts import FormDraft, KeepDraft, keep_draft
from tests.factories import TODAY

if TYPE_CHECKING:
    from tests.screens import Camera


def left_form(camera: Camera) -> None:
    """What is asked when a form was left in another session."""
    stage = camera.stage
    draft = FormDraft(
        TODAY,
        day=TODAY,
        level=("selective", "individual"),
        codes={"contact_form": ("booked_talk",), "topics": ("separation",)},
    )
    stage.log_in()
    stage.window.shell.desk.ask(
        lambda uow: keep_draft(KeepDraft(draft), uow, stage.clock), lambda _: None
    )
    stage.settle()
    page = stage.window.shell.page
    page._presenter._asked = False
    page._presenter.load()
    camera.shoot("idag-utkast")
    stage.key("Return")
    camera.shoot("idag-utkast-fortsatt")


def quick(camera: Camera) -> None:
    """Mer with several alike, the dialog of favourites empty, with a doubt, and filled."""
    stage = camera.stage
    stage.log_in()
    stage.keys("1", "s", "p", "Tab", "s", "ö", "Tab", "Alt+M")
    camera.shoot("idag-mer")
    stage.keys("Alt+F", *"möte med Johanna")
    camera.shoot("favoriter-tveksamt")
    stage.find("favourites_name_edt").clear()
    stage.type("favourites_name_edt", "samtal om natten")
    stage.key("Return", "favourites_name_edt")
    stage.keys("Ctrl+N", "4", "Alt+F")
    stage.type("favourites_name_edt", "telefon efter hembesök")
    stage.key("Return", "favourites_name_edt")
    stage.key("Alt+F")
    camera.shoot("favoriter")


def weeks(camera: Camera) -> None:
    """A week that is asked about, answered, filled in; the overview of the quarter."""
    stage = camera.stage
    stage.log_in()
    page = stage.window.shell.page
    week = next(w for w in page._shown.weeks if w.status == "missing")
    page._on_week_asked(week)
    camera.shoot("idag-vecka-fraga")
    page.weeks.fill_in_asked.emit(week)
    camera.shoot("idag-vecka-fyll-i")
    stage.find("today_week_btn_back").click()
    stage.key("Alt+V")
    camera.shoot("oversikt")
