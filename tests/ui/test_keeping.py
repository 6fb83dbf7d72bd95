"""Copies, weeding and the log in the settings: the administrator's rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from db.schema_support import support_card
from familjecentral.access.model import Role
from familjecentral.contacts.caseload import OpenCard, open_card
from familjecentral.contacts.model import PreventionLevel
from tests.factories import SeededIds
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage
from tests.ui.test_settings import open_room
from ui.calendar.printing import Pages, landscape
from ui.settings.rooms import all_rooms, rooms_for

ADMINISTRATORS = {"copies", "weeding", "log"}


def note(stage: Stage, *entries: tuple[int, str, str]) -> None:
    """Write entries into the log: days ago, kind, reference."""
    with stage.window.shell.desk.store.unit_of_work() as uow:
        for days, kind, reference in entries:
            uow.audit.done(kind, stage.clock.day - dt.timedelta(days=days), reference)
        uow.commit()


def test_the_three_rooms_are_the_administrators(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """Whoever is not one does not see them; whoever is one does."""
    specs = {spec.key: spec.act for spec in all_rooms()}
    for person in (MAJA, *PEOPLE):
        stage = make_stage(sample)
        stage.log_in(person)
        desk = stage.window.shell.desk
        seen = {spec.key for spec in rooms_for(desk)} & ADMINISTRATORS
        assert seen == (ADMINISTRATORS if Role.ADMINISTRATOR in person.roles else set())
        assert all(specs[key] is not None for key in ADMINISTRATORS)
        stage.close()


def test_a_copy_is_written_read_back_and_remembered(stage: Stage, tmp_path: Path) -> None:
    """None at first; then today's, and the next one is proposed where this one lies."""
    room = open_room(stage, "copies")
    assert room._last.text().startswith("Ingen säkerhetskopia.")
    copy = tmp_path / "kopior" / "eken.fcbackup"
    copy.parent.mkdir()
    room.make(copy)
    stage.settle()
    assert room._said.text() == "Kopian är skriven och läst: eken.fcbackup."
    assert room._last.text() == "Senaste: i dag, kontrolläst."
    assert stage.preferences.copy_folder() == copy.parent
    room.try_copy(copy)
    stage.settle()
    assert "Den öppnas med de nycklar som gäller nu." in room._said.text()
    copy.write_bytes(copy.read_bytes()[:-900])
    room.try_copy(copy)
    stage.settle()
    assert room._said.text().startswith("Kopian är inte hel. Nuvarande lager är orört.")
    assert room._make.isEnabled()


def test_old_copies_and_places_that_cannot_be_written_are_told(
    stage: Stage, tmp_path: Path
) -> None:
    """After three days it warns; a folder that is not there changes nothing."""
    room = open_room(stage, "copies")
    note(stage, (4, "backed_up", ""))
    room.opened()
    stage.settle()
    assert room._last.text().startswith("Ingen säkerhetskopia på 4 dagar.")
    room.make(tmp_path / "finns inte" / "eken.fcbackup")
    stage.settle()
    assert room._said.property("kind") == "err"
    assert room._make.isEnabled()


def test_the_way_to_restore_stands_there_as_it_is_typed(stage: Stage) -> None:
    """With the name of who reads it."""
    open_room(stage, "copies")
    text = stage.find("settings_restore_command_lbl").text()
    assert text == "familjecentral restore KOPIA.fcbackup --out NYTT.fcdb --user maja"


def test_the_log_is_filtered_by_day_and_kind(stage: Stage) -> None:
    """Thirty days at first; an empty first day shows all; a day that is none is told."""
    room = open_room(stage, "log")
    note(stage, (0, "publish", "7"), (2, "staff_changed", str(MAJA.id)), (40, "publish", "6"))
    room.opened()
    stage.settle()
    shown = [room._cells(entry) for entry in room._entries]
    assert ("maja", "fastställde utgåva", "7") in [cells[1:] for cells in shown]
    assert ("maja", "ändrade konto", "maja") in [cells[1:] for cells in shown]
    assert "6" not in [cells[3] for cells in shown]
    kind = stage.find("settings_log_kind_cmb")
    kind.set_value("publish")
    stage.find("settings_log_first_edt").clear()
    kind.changed.emit()
    stage.settle()
    assert [entry.reference for entry in room._entries] == ["7", "6"]
    assert room._count.text() == "2 rader"
    stage.find("settings_log_last_edt").setText("igårkväll")
    room.opened()
    assert room._fields["last"].error == "Datumet finns inte."


def test_the_log_is_copied_and_printed(stage: Stage, tmp_path: Path) -> None:
    """All rows with their heads; on paper the heads stand on every page."""
    room = open_room(stage, "log")
    note(stage, *((1, "code_changed", f"topic.t{n}") for n in range(60)))
    room.opened()
    stage.settle()
    stage.find("settings_log_copy_btn").click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Dag", "Vem", "Vad", "Gäller"]
    assert len(lines) == len(room._entries) + 1
    printer = landscape(QPrinter())
    printer.setOutputFileName(str(tmp_path / "logg.pdf"))
    pages = Pages(room.sheet(), printer)
    assert len(pages.rows) > 1
    assert sum(map(len, pages.rows)) == len(room._entries)


def test_forgotten_cards_are_told_before_and_go_by_themselves(stage: Stage) -> None:
    """The room says how many go at the turn of the month; on that day they are gone, and the
    certificate says which day and by which rule, not how many."""
    room = open_room(stage, "weeding")
    assert not stage.find("settings_weeding_print_btn").isEnabled()
    desk = stage.window.shell.desk
    with desk.store.unit_of_work() as uow:
        command = OpenCard("LUGN-SJÖ", PreventionLevel.UNIVERSAL)
        open_card(command, uow, desk.clock, SeededIds(5))
        uow.connection.execute(support_card.update().values(since="2026-04"))
        uow.commit()
    room.opened()
    stage.settle()
    assert room._next.text().startswith("1 stödkort gallras 2026-11-01.")
    stage.clock.day = dt.date(2026, 11, 1)
    stage.window._new_day.look()
    stage.settle()
    with desk.store.unit_of_work() as uow:
        assert uow.connection.scalar(sa.select(sa.func.count()).select_from(support_card)) == 0
    room.opened()
    stage.settle()
    assert room._next.text() == "Inget stödkort gallras 2026-12-01."
    sheet = room.sheet()
    assert [line[:2] for line in sheet.lines[1:]] == [("2026-11-01", "Stödkort")]
    assert stage.find("settings_weeding_print_btn").isEnabled()
