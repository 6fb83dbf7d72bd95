"""A store with a whole quarter, and the way through the report by keyboard."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from familjecentral.calendar.periods import Period
from familjecentral.contacts.model import Contact, ContactId
from tests.factories import PASSPHRASE, SeededIds
from tests.ui.stage import MAJA, Stage, invented, make_gate
from ui.report.page import ReportPage

QUARTER = Period.parse("2026-Q3")
EMPTY_WEEK = 39


def fill_quarter(path: Path, rows: int = 150) -> None:
    """Add invented contacts of the third quarter of 2026 to a closed store; one week has none."""
    chance, ids = random.Random(5), SeededIds(11)
    days = [QUARTER.first + dt.timedelta(days=n) for n in range(92)]
    working = [d for d in days if d.weekday() < 5 and d.isocalendar().week != EMPTY_WEEK]
    store = make_gate().open(path, MAJA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        for number in range(rows):
            day = working[number % len(working)]
            uow.contacts.add(Contact(ContactId(ids.new_id()), MAJA.id, invented(chance, day)))
        uow.commit()
    store.close()


def report_page(stage: Stage) -> ReportPage:
    """Return the page after it has been opened."""
    shell = stage.window.shell
    assert shell is not None
    page = shell.page_of("report")
    assert isinstance(page, ReportPage)
    return page


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press and release a key, as a keyboard does: what it does may take the widget away."""
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        if isValid(widget):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, none))
    QApplication.processEvents()


def dialog() -> QWidget:
    """Return the question that is asked."""
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


def focus_in(asked: QWidget) -> QWidget:
    """Return what has the focus in a dialog."""
    found = asked.focusWidget()
    assert found is not None
    return found


def accept_by_keys(expected: str) -> None:
    """Tab to the act and press Enter: the default button does nothing."""
    asked = dialog()
    assert asked.objectName() == f"{expected}_dlg"
    assert focus_in(asked).objectName() == f"{expected}_wait_btn"
    press(focus_in(asked), Qt.Key.Key_Tab)
    assert focus_in(asked).objectName() == f"{expected}_act_btn"
    press(focus_in(asked), Qt.Key.Key_Return)


def page_images(page: ReportPage, width: int = 800) -> list[QImage]:
    """Return the printed pages as images."""
    document = page.middle.preview.document
    images = []
    for number in range(document.pageCount()):
        size = document.pagePointSize(number)
        scaled = size * (width / size.width())
        image = document.render(number, scaled.toSize())
        flat = QImage(image.size(), QImage.Format.Format_RGB32)
        flat.fill(Qt.GlobalColor.white)
        painter = QPainter(flat)
        painter.drawImage(0, 0, image)
        painter.end()
        images.append(flat)
    return images


def wait_for_pages(page: ReportPage) -> None:
    """Wait until the open page and all small pages are drawn."""
    preview = page.middle.preview
    if not preview.is_drawn:
        loop = QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(10_000)
        preview.drawn.connect(loop.quit)
        loop.exec()
    assert preview.is_drawn
