"""The scenes of *Statistik*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import card_sheet
from familjecentral.contacts.closed import ClosedHalfYear
from tests.factories import TODAY
from tests.ui.published import fill_published, stats_page
from tests.ui.quarter import dialog, page_images, report_page, wait_for_pages
from tests.ui.stage import HOUSE
from ui.report.editor import LayoutEditor
from ui.statistics.cards import CardsDialog
from ui.statistics.page import StatisticsPage
from ui.statistics.table import HIDDEN

if TYPE_CHECKING:
    from tests.screens import Camera


def mark_hidden(page: StatisticsPage) -> None:
    """Go to the first hidden number of the table."""
    shown = page.table.shown
    for row in range(shown.rowCount()):
        for column in range(shown.columnCount()):
            if shown.data(shown.index(row, column), HIDDEN):
                page.table.setCurrentIndex(shown.index(row, column))
                return


def layout(camera: Camera) -> None:
    """The editor of a report's content, with a doubtful number, and the pages that come of it."""
    stage = camera.stage
    fill_published(stage.path, stage.folder / "utgivet")
    stage.log_in()
    stage.key("Ctrl+7")
    stage.key("Alt+N")
    stage.settle()
    page = report_page(stage)
    wait_for_pages(page)
    camera.shoot("innehall-1-sidor")
    stage.key("Alt+I")
    asked = dialog()
    assert isinstance(asked, LayoutEditor)
    mark = QImage(300, 160, QImage.Format.Format_RGB32)
    mark.fill(Qt.GlobalColor.darkCyan)
    path = stage.folder / "marke.png"
    mark.save(str(path))
    asked.read_mark(str(path))
    asked.brief.show_text("Vi har haft öppet som vanligt under hela perioden.")
    asked.rows[1].check.setChecked(False)
    asked.rows[0].comment.show_text("Vi mötte 213 familjer som var nya i kommunen.")
    asked.add_own.click()
    asked.own[0].title.show_text("Året som gått")
    asked.own[0].words.show_text("Ett gott år.\nVi har träffat fler än förut.")
    camera.shoot("innehall-2-redigera")
    asked.rows[0].comment.sure.setChecked(True)
    asked.save()
    stage.settle()
    wait_for_pages(page)
    camera.shoot("innehall-3-sidor")
    for number, image in enumerate(page_images(page)[:3], start=1):
        camera.keep(f"innehall-utskrift-{number:02d}", image)


def statistics(camera: Camera) -> None:
    """A table with levels, a hidden number explained, shares, comparison, a locked quarter."""
    stage = camera.stage
    fill_published(stage.path, stage.folder / "utgivet")
    stage.log_in()
    stage.key("Ctrl+6")
    page = stats_page(stage)
    camera.shoot("statistik-1-nivaer")
    topics = next(t.number for t in page.presenter.state.book.tables if "fråge" in t.title.lower())
    page.presenter.choose_table(topics)
    mark_hidden(page)
    camera.shoot("statistik-2-fragestallning")
    page.ask_merge()
    stage.settle()
    for check in list(dialog().checks.values())[4:7]:
        check.setChecked(True)
    camera.shoot("statistik-8-sla-ihop")
    dialog().act.click()
    QApplication.processEvents()
    camera.shoot("statistik-8-ihopslagna")
    page.presenter.merge(())
    page.presenter.save_view("Frågeställning")
    stage.settle()
    page.ask_view()
    stage.settle()
    camera.shoot("statistik-8-spara-vy")
    dialog().close()
    QApplication.processEvents()
    page.kind.set_value("shares")
    page.build.unit.set_value("share")
    page.build.unit.changed.emit()
    page.kind.changed.emit()
    camera.shoot("statistik-3-andelar")
    page.build.unit.set_value("count")
    page.build.compare.set_value("both")
    page.build.columns.set_value("total")
    page.build.columns.changed.emit()
    camera.shoot("statistik-4-jamforelse")
    page.build.columns.set_value("all")
    page.build.compare.set_value("none")
    page.build.columns.changed.emit()
    if page._wide is False:
        for part in ("build", "charts", "table"):
            page._parts.set_value(part)
            page._show_part()
            camera.shoot(f"statistik-5-{part}")
    page.presenter.choose_source(page.presenter.state.sources[0].key)
    stage.settle()
    camera.shoot("statistik-6-preliminar")
    stage.key("Ctrl+E")
    camera.shoot("statistik-7-exportera")
    dialog().close()
    QApplication.processEvents()
    halves = (
        ClosedHalfYear(Period.parse("2026-H1"), 31, 3.4, (14, 11, 6)),
        ClosedHalfYear(Period.parse("2025-H2"), 22, 3.1, (None, 15, None)),
        ClosedHalfYear(Period.parse("2025-H1"), None, None, (None, None, None)),
    )
    sheet = card_sheet([(HOUSE, halves)], day=TODAY, is_sample=True)
    shown = CardsDialog(page, [(HOUSE, halves)], sheet, page._desk)
    shown.open()
    camera.shoot("statistik-9-stodkort")
    shown.close()
    QApplication.processEvents()
