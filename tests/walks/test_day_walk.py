"""A counsellor's day by keys alone: log, tally, correct, count talks, hand over, import, undo.

What is in the store afterwards is what was typed. Under Linux the same walk is done a second time
on a real X display.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from familjecentral.contacts.model import ContactValues
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.support import SupportCard
from familjecentral.gate import OpenedStore
from tests.factories import PASSPHRASE
from tests.ui.stage import HOUSE, MAJA, PEOPLE, Stage, make_gate, make_sample
from tests.walks.display import run_on_x

OCTOBER_COUNT = dt.date(2026, 10, 15)
LONG_AGO = dt.date(2026, 9, 28)
FIRST_MISSING = dt.date(2026, 10, 1)  # what of its week lies in the quarter is asked about
JOHAN = PEOPLE[0]
MESSY = (
    "Pinnar och samtal;;;;;\r\n"
    "\r\n"
    " DATUM ;Preventionsnivå;Arbetsnivå;Kontaktform;Frågeställning;Signatur\r\n"
    "tors 24/9 2026;UNIVERSELL ;individ;tfn.;Sömn, mat, rutiner;MS\r\n"
    "25.9.2026;Selektiv;Individ;Hembesök;Boende;MS\r\n"
    "2026-09-31;Selektiv;Individ;Hembesök;Boende;MS\r\n"
    "2026-09-25;Selektiv;Individ;ring 070-174 06 50;Boende;MS\r\n"
    "Summa;;;;;3\r\n"
)


class Walk:
    """Somebody who only has a keyboard."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def keys(self, *presses: str) -> None:
        self.stage.keys(*presses)

    def word(self, text: str) -> None:
        self.stage.keys(*text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is there."""
        passed: list[str] = []
        while (here := self.focus()) != name:
            assert passed.count(here) < 2, f"Tab never came to {name}: {passed}"
            passed.append(here)
            self.stage.key("Tab")

    def focus(self) -> str:
        return self.stage.focus().objectName()

    def said(self) -> str:
        return str(self.shell.undo_bar.text())

    @property
    def shell(self) -> Any:
        return self.stage.window.shell

    def ask(self, read: Callable[[Any], Any]) -> Any:
        """Read from the store on its thread."""
        found: list[Any] = []
        self.shell.desk.ask(read, found.append)
        self.stage.settle()
        return found[0]

    def contacts(self) -> list[ContactValues]:
        return self.ask(own_rows)

    def cards(self) -> list[SupportCard]:
        return list(self.ask(lambda uow: uow.cards.own()))


def own_rows(uow: Any) -> list[ContactValues]:
    """Return what the own rows say."""
    return [row.values for row in uow.contacts.page(ContactQuery(), after=None, size=200).rows]


def decide_a_service(walk: Walk) -> None:
    """Ctrl K leads to the room; the board's decision and its limit are typed."""
    walk.keys("Ctrl+K")
    walk.word("insatser")
    walk.keys("Return")
    walk.tab_to("settings_services_new_btn")
    walk.keys("Return")
    walk.tab_to("settings_service_name_edt")
    walk.word("Rådgivande samtal")
    walk.tab_to("settings_service_reference_edt")
    walk.word("§ 84")
    walk.tab_to("settings_service_limit_spn")
    walk.keys("5", "Return")
    (service,) = walk.ask(lambda uow: uow.services.all())
    assert (service.name, service.reference, service.limit) == ("Rådgivande samtal", "§ 84", 5)


def log_the_day(walk: Walk) -> None:
    """With *Mer*, several alike, a favourite, another day, a week that was missing."""
    walk.keys("Ctrl+1", "Ctrl+N", "1", "t", "Tab", "s", "ö", "Alt+M")
    walk.tab_to("today_open_service_cmb")
    walk.keys("r", "Return")
    assert walk.contacts()[0].open_service is not None
    walk.keys("4", "b", "o", "Tab", "e", "Alt+M")
    walk.tab_to("today_alike_spn")
    walk.keys("3", "Return")
    walk.keys("7", "t", "Tab", "s", "ö", "Alt+F")
    walk.word("samtal om natten")
    walk.keys("Return", "Esc", "Alt+F", "1", "Return")
    walk.keys("Ctrl+R", "Return")
    walk.keys("Alt+D")
    walk.word(LONG_AGO.isoformat())
    walk.keys("Ctrl+N", "1", "t", "Tab", "s", "ö", "Return")
    days = Counter(row.date for row in walk.contacts())
    assert days == {OCTOBER_COUNT: 6, LONG_AGO: 1}
    while walk.focus() != "today_weeks_btn_answer":
        walk.keys("F6")
    walk.keys("Return", "Tab", "Return")
    walk.keys("Ctrl+N", "1", "t", "Tab", "s", "ö", "Return")
    assert FIRST_MISSING in {row.date for row in walk.contacts()}


def tally_the_visitors(walk: Walk) -> None:
    """The yearly count is chosen on its day; a tick too many is taken back."""
    walk.keys("Ctrl+T", "v", "b", "b", "n", "k", "b", "Backspace")
    (tally,) = walk.ask(lambda uow: uow.tallies.on_day(HOUSE.id, OCTOBER_COUNT))
    assert (tally.key.occasion, tally.adults, tally.children) == ("october_count", 1, 2)


def work_in_the_list(walk: Walk) -> None:
    """Filter, sort, correct one, correct many after a look, undo, redo, copy."""
    walk.keys("Ctrl+2", "Ctrl+F", "Tab", "s", "e", "l")
    assert len(walk.shell.page.model.rows) == 3
    walk.keys("Alt+R", "Alt+2", "Alt+1", "Home", "F2")
    walk.tab_to("edit_child_age_band_cmb")
    walk.keys("3", "Return")
    walk.keys("Ctrl+H")
    walk.tab_to("correct_old_cmb")
    walk.keys("t")
    walk.tab_to("correct_new_cmb")
    walk.keys("v", "i", "Return")
    forms = Counter(row.contact_form for row in walk.contacts())
    assert (forms["phone"], forms["video"]) == (0, 5)
    walk.keys("Ctrl+Z")
    assert Counter(row.contact_form for row in walk.contacts())["phone"] == 5
    walk.keys("Ctrl+Y", "Ctrl+A", "Ctrl+C")
    assert QApplication.clipboard().text().count("\n") >= 9


def keep_the_cards(walk: Walk) -> None:
    """A new card, talks, a rating, another level; one is given away, one closed and brought
    back."""
    walk.keys("Ctrl+3")
    for _ in range(2):
        walk.keys("Ctrl+N", "Return")
    walk.keys("+", "+", "Alt+S", "6", "Return", "F2", "Right")
    (used,) = [card for card in walk.cards() if card.talks]
    assert (used.talks, [r.value for r in used.ratings], used.level) == (2, [6], "selective")
    walk.tab_to("support_hand_btn")
    walk.keys("Return", "j", "o")
    walk.tab_to("support_hand_give_btn")
    walk.keys("Return")
    (left,) = walk.cards()
    walk.tab_to("support_list_tbl")
    walk.keys("Del", "Tab", "Return")
    assert walk.cards() == []
    walk.keys("Ctrl+Z")
    assert walk.cards() == [left]


def import_what_is_messy(walk: Walk, folder: Path) -> None:
    """The path, an answer for the column that has no place, a look at what is left, in."""
    path = folder / "gammalt.csv"
    path.write_bytes(MESSY.encode("cp1252"))
    before = len(walk.contacts())
    walk.keys("Ctrl+2", "Ctrl+I")
    walk.word(str(path))
    walk.keys("Return")
    assert walk.focus() == "import_column_cmb_f"
    walk.keys("i", "m")
    walk.keys("Ctrl+Return", "Return")
    assert len(walk.contacts()) == before + 2
    walk.keys("Ctrl+Z")
    assert len(walk.contacts()) == before


def look_at_the_quarter(walk: Walk) -> None:
    """The own overview opens over *Idag* and goes."""
    walk.keys("Ctrl+1", "Alt+V")
    assert walk.stage.find("overview_individual_universal_lbl").text() == "3"
    walk.keys("Esc")


def test_a_day_by_keys(make_stage: Callable[..., Stage], tmp_path: Path) -> None:
    """Every screen of a counsellor without a mouse; the store holds what was typed."""
    sample = make_sample(tmp_path, random.Random(3), rows=0)
    stage = make_stage(sample)
    stage.clock.day = OCTOBER_COUNT
    stage.log_in(MAJA)
    walk = Walk(stage)
    decide_a_service(walk)
    log_the_day(walk)
    tally_the_visitors(walk)
    work_in_the_list(walk)
    keep_the_cards(walk)
    import_what_is_messy(walk, tmp_path)
    look_at_the_quarter(walk)
    stage.close()
    assert kept(stage.path, MAJA.login_name) == (9, 1)
    assert kept(stage.path, JOHAN.login_name) == (0, 1)


def kept(path: Path, login: str) -> tuple[int, int]:
    """Return how many contacts and cards somebody has in a closed store that is whole."""
    store: OpenedStore = make_gate().open(path, login, PASSPHRASE)
    try:
        with store.unit_of_work() as uow:
            return uow.contacts.count(ContactQuery()), len(uow.cards.own())
    finally:
        store.close()


if sys.platform == "linux":

    def test_the_day_on_a_real_display() -> None:
        """The same keys, with windows that an X server draws and gives the focus to."""
        run_on_x(f"{__file__}::test_a_day_by_keys")
