"""The scenes of the quarterly report, and its printed pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from familjecentral.releases.public import mark_restored
from tests.factories import PASSPHRASE
from tests.ui.exchange import LAST, neighbour_of, publish_last
from tests.ui.quarter import (
    accept_by_keys,
    dialog,
    fill_quarter,
    focus_in,
    page_images,
    press,
    report_page,
    wait_for_pages,
)
from tests.ui.stage import PEOPLE
from tests.ui.year import fill_year
from ui.report.exchange import ExchangeDialog
from ui.report.outside import OutsideDialog

if TYPE_CHECKING:
    from tests.screens import Camera


def report(camera: Camera) -> None:
    """Every step from completeness to the registered release."""
    stage = camera.stage
    fill_quarter(stage.path)
    stage.log_in()
    stage.key("Ctrl+7")
    page = report_page(stage)
    camera.shoot("rapport-1-fullstandighet")
    stage.key("Alt+N")
    camera.shoot("rapport-2-las")
    accept_by_keys("report_lock")
    stage.settle()
    wait_for_pages(page)
    camera.shoot("rapport-3-granska")
    stage.key("PgDown")
    stage.key("PgDown")
    wait_for_pages(page)
    camera.shoot("rapport-3-granska-tabell")
    stage.key("Alt+V")
    camera.shoot("rapport-3-tabeller")
    stage.key("Alt+V")
    stage.key("Alt+N")
    camera.shoot("rapport-4-skydd")
    stage.key("Alt+N")
    accept_by_keys("report_publish")
    camera.shoot("rapport-5-faststall")
    asked = dialog()
    focus_in(asked).setProperty("text", "fel fel fel fel")
    press(focus_in(asked), Qt.Key.Key_Return)
    camera.shoot("rapport-5-faststall-fel")
    focus_in(asked).setProperty("text", PASSPHRASE)
    press(focus_in(asked), Qt.Key.Key_Return)
    stage.settle()
    wait_for_pages(page)
    camera.shoot("rapport-6-klar")
    for number, image in enumerate(page_images(page), start=1):
        camera.keep(f"utskrift-{number:02d}", image)
    stage.key("Alt+T")
    stage.settle()
    camera.shoot("rapport-utgavor")
    stage.key("Alt+F")
    stage.settle()
    before = dialog()
    assert isinstance(before, OutsideDialog)
    camera.shoot("tabeller-fore")
    before.grid.paste("12\nfem\n40\n52")
    before.weigh()
    camera.shoot("tabeller-fore-fel")
    before._period.setText("2024-Q1")
    before.grid.paste("..\n40\n–\n43")
    before.weigh()
    stage.settle()
    camera.shoot("tabeller-fore-vagda")
    before.flow.keep("Årsberättelse 2024")
    stage.settle()
    camera.shoot("tabeller-fore-inlagda")
    before.close()
    QApplication.processEvents()
    dialog().close()
    page.ask_approval()
    camera.shoot("rapport-godkannande")
    dialog().close()
    QApplication.processEvents()
    page.ask_refusal()
    camera.shoot("rapport-aterkalla")
    dialog().close()
    QApplication.processEvents()


def report_of_reader(camera: Camera) -> None:
    """The region's page before anything is published."""
    stage = camera.stage
    stage.log_in(PEOPLE[4])
    stage.key("Ctrl+7")
    camera.shoot("rapport-lasare")


def report_of_year(camera: Camera) -> None:
    """What is said where no pattern is safe, and the price of a correction."""
    stage = camera.stage
    fill_year(stage.path, stage.folder / "utgivet")
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    page = report_page(stage)
    button = stage.find("report_correct_btn")
    button.click()
    stage.settle()
    camera.shoot("rapport-rattelse")
    dialog().close()
    QApplication.processEvents()
    page.presenter.choose_centre(page.presenter.state.centres[1].id)
    stage.settle()
    stage.key("Alt+N")
    camera.shoot("rapport-grovre")
    stage.key("Alt+G")
    stage.settle()
    wait_for_pages(page)
    stage.key("PgDown")
    stage.key("PgDown")
    wait_for_pages(page)
    camera.shoot("rapport-grovre-sidor")


def joint_follow_up(camera: Camera) -> None:
    """Files, a key from paper, a file that was changed, the joint report, and a restored store."""
    stage = camera.stage
    neighbour = neighbour_of(stage.folder / "granne")
    publish_last(stage.path, stage.folder / "utgivet", 60)
    stage.log_in()
    stage.key("Ctrl+7")
    stage.settle()
    stage.key("Alt+U")
    stage.settle()
    asked = dialog()
    assert isinstance(asked, ExchangeDialog)
    camera.shoot("gemensam-filer")
    changed = neighbour.file.with_name("andrad.json")
    changed.write_text(neighbour.file.read_text("utf-8").replace("2026-Q3", "2026-Q2"), "utf-8")
    asked.flow.take_in(changed)
    camera.shoot("gemensam-andrad-fil")
    asked.flow.take_in(neighbour.file)
    camera.shoot("gemensam-okand-nyckel")
    asked.flow.confirm("Norra huset", neighbour.fingerprint, replaces=False)
    camera.shoot("gemensam-inlast")
    asked.show_part("keys")
    camera.shoot("gemensam-nycklar")
    asked.show_part("joint")
    camera.shoot("gemensam-fore")
    asked.flow.make(LAST)
    stage.settle()
    camera.shoot("gemensam-rapport")
    asked.flow.save(stage.folder / "gemensamt", ("pdf", "csv"))
    stage.settle()
    camera.shoot("gemensam-sparad")
    asked.close()
    QApplication.processEvents()
    page = report_page(stage)
    with page.presenter._desk.store.unit_of_work() as uow:
        mark_restored(uow)
        uow.commit()
    page.newest.read()
    camera.shoot("rapport-aterstalld")
    page.newest.ask(1)
    camera.shoot("rapport-senaste-utgavan")
    dialog().close()
    QApplication.processEvents()
