"""Scenes of the administrator: a forgotten passphrase, copies, weeding, the log."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from familjecentral.access.keeping import back_up

if TYPE_CHECKING:
    from tests.screens import Camera


def start_phrase(camera: Camera) -> None:
    """A forgotten passphrase: the question, the phrase, the first time with it."""
    stage = camera.stage
    stage.log_in()
    stage.key("Ctrl+8")
    shell = stage.window.shell
    assert shell is not None
    shell.open_room("staff")
    stage.settle()
    page = shell.page
    page._rooms["staff"]._table.choose_row(1)
    stage.settle()
    camera.shoot("medarbetare-vald")
    stage.find("settings_staff_reset_btn").click()
    camera.shoot("startfras-fraga")
    stage.find("reset_go_btn").click()
    camera.shoot("startfras-visas")
    phrase = stage.find("reset_phrase_lbl").text()
    login = page._rooms["staff"]._login.text()
    stage.find("reset_done_btn").click()
    stage.window.lock()
    person = stage.find("unlock_person_cmb")
    person.set_value("somebody_else")
    person.changed.emit()
    stage.type("unlock_login_edt", login)
    stage.type("unlock_passphrase_edt", phrase)
    stage.key("Return", "unlock_passphrase_edt")
    camera.shoot("las-upp-startfras")


def kept(camera: Camera) -> None:
    """Copies before and after the first, tried and damaged; weeding; the log and a filter."""
    stage = camera.stage
    stage.log_in()
    stage.key("Ctrl+8")
    shell = stage.window.shell
    assert shell is not None
    shell.open_room("copies")
    camera.shoot("kopior-ingen")
    copy = stage.folder / "eken-2026-10-08.fcbackup"
    page = shell.page
    room = page._rooms["copies"]
    room.make(copy)
    stage.settle()  # a sentence of two lines moves what is below it, step by step
    camera.shoot("kopior-skriven")
    room.try_copy(copy)
    stage.settle()
    camera.shoot("kopior-provad")
    copy.write_bytes(copy.read_bytes()[:-900])
    room.try_copy(copy)
    stage.settle()
    camera.shoot("kopior-skadad")
    shell.open_room("weeding")
    camera.shoot("gallring")
    with shell.desk.store.unit_of_work() as uow:
        for days, kind, reference in (
            (0, "staff_changed", str(shell.desk.person.id)),
            (1, "contacts", ""),
            (1, "code_changed", "topic.other"),
            (3, "groups_weeded", ""),
            (9, "cards_weeded", ""),
            (9, "publish", "7"),
        ):
            uow.audit.done(kind, stage.clock.day - dt.timedelta(days=days), reference)
        uow.commit()
    back_up(shell.desk.store, stage.folder / "igen.fcbackup", stage.clock)
    shell.open_room("weeding")
    camera.shoot("gallring-gjord")
    shell.open_room("log")
    camera.shoot("logg")
    kind = stage.find("settings_log_kind_cmb")
    kind.set_value("publish")
    kind.changed.emit()
    camera.shoot("logg-urval")
