"""The scenes that are drawn: which keys lead to which picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.ui import scenes_calendar, scenes_groups, scenes_paper
from tests.ui.scenes_house import kept, start_phrase
from tests.ui.scenes_import import import_log, import_tally, import_words, imports_kept
from tests.ui.scenes_report import joint_follow_up, report, report_of_reader, report_of_year
from tests.ui.scenes_stats import layout, statistics
from tests.ui.scenes_support import leaving, left_behind, services, support, support_empty
from tests.ui.scenes_today import left_form, quick, weeks
from tests.ui.stage import PEOPLE

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


def tally(camera: Camera) -> None:
    """The pad: counted, taken back, and the page of somebody who only counts."""
    stage = camera.stage
    stage.log_in()
    stage.key("Ctrl+T")
    for letter in "vvvbbbbnkk":
        stage.key(letter)
    camera.shoot("pinna")
    stage.key("Ctrl+Z")
    camera.shoot("pinna-angrad")
    stage.key("Ctrl+L")


def keeper(camera: Camera) -> None:
    """*Idag* for a tally keeper."""
    stage = camera.stage
    stage.log_in(PEOPLE[-1])
    for letter in "vvvvbbbbbnk":
        stage.key(letter)
    camera.shoot("pinnare")
    stage.key("F1")
    camera.shoot("pinnare-hjalp")


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
    stage.key("Ctrl+H")
    for name, code in (("old", "phone"), ("new", "video")):
        combo = stage.find(f"correct_{name}_cmb")
        combo.set_value(code)
        combo.changed.emit()
        stage.settle()
    camera.shoot("kontakter-byt-kod")
    stage.key("Esc")
    stage.key("Ctrl+F")
    stage.key("Tab")
    for letter in "ind":
        stage.key(letter)
    stage.key("Tab")
    for letter in "str":
        stage.key(letter)
    stage.key("Tab")
    camera.shoot("kontakter-filter")


def settings(camera: Camera) -> None:
    """Every room of the settings, and its dialogs."""
    stage = camera.stage
    stage.log_in()
    stage.key("Ctrl+8")
    camera.shoot("installningar-familjecentral")
    shell = stage.window.shell
    assert shell is not None
    for room, text in (("codes", "Fatimas sång"), ("centre", "Ring 070-174 06 50")):
        shell.open_room(room)
        stage.settle()
        name = "settings_codes_label_edt" if room == "codes" else "settings_centre_name_edt"
        stage.find(name).clear()
        stage.type(name, text[:-1])
        stage.settle()
        stage.type(name, text[-1])
        stage.key("Return", name)
        camera.shoot(f"installningar-personuppgift-{room}")
    for room in ("staff", "codes", "protection", "tables", "passphrase", "look"):
        shell.open_room(room)
        camera.shoot(f"installningar-{room}")
    shell.open_room("staff")
    stage.settle()
    stage.find("settings_staff_new_btn").click()
    camera.shoot("installningar-ny-medarbetare")


def help_and_goto(camera: Camera) -> None:
    """The help panel and *Gå till*."""
    stage = camera.stage
    stage.log_in()
    stage.key("F1")
    camera.shoot("hjalp")
    stage.key("F1")
    stage.key("Ctrl+K")
    camera.shoot("ga-till")


def first_start(camera: Camera) -> None:
    """The five steps of the first start."""
    stage = camera.stage
    stage.sample = None
    stage.start()
    camera.shoot("forsta-start-1")
    stage.key("Return")
    for name, text in (
        ("name", "Familjecentralen Eken"),
        ("municipality", "Lindköping"),
        ("region", "Region Ek"),
        ("first_name", "Maja"),
        ("login_name", "maja"),
    ):
        stage.type(f"start_{name}_edt", text)
    stage.window.door.take_place(str(stage.folder / "ny.fcdb"))
    camera.shoot("forsta-start-2")
    stage.key("Return")
    stage.type("start_new_edt", "korrekt häst batteri nubb")
    camera.shoot("forsta-start-3")
    stage.type("start_again_edt", "korrekt häst batteri nubb")
    stage.key("Return")
    camera.shoot("forsta-start-4")
    stage.key("Tab")
    stage.type_groups(wrong=True)
    camera.shoot("forsta-start-4-fel")
    stage.type_groups()
    stage.key("Return")
    camera.shoot("forsta-start-5")
    stage.key("Return")
    camera.shoot("forsta-start-idag")


def recover(camera: Camera) -> None:
    """The recovery key instead of a forgotten passphrase."""
    stage = camera.stage
    stage.start()
    stage.find("unlock_recover_btn").click()
    camera.shoot("aterstallningsnyckel")


SCENES: dict[str, Callable[[Camera], None]] = {
    "unlock": unlock,
    "relock": relock,
    "today": today,
    "left_form": left_form,
    "quick": quick,
    "weeks": weeks,
    "tally": tally,
    "keeper": keeper,
    "type_ahead": type_ahead,
    "contacts": contacts,
    "support": support,
    "services": services,
    "support_empty": support_empty,
    "leaving": leaving,
    "left_behind": left_behind,
    "settings": settings,
    "start_phrase": start_phrase,
    "kept": kept,
    "help": help_and_goto,
    "first_start": first_start,
    "recover": recover,
    "report": report,
    "reader": report_of_reader,
    "year": report_of_year,
    "joint": joint_follow_up,
    "statistics": statistics,
    "layout": layout,
    "import_log": import_log,
    "import_tally": import_tally,
    "import_words": import_words,
    "imports_kept": imports_kept,
    **scenes_calendar.SCENES,
    **scenes_groups.SCENES,
    **scenes_paper.SCENES,
}
