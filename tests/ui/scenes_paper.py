"""Pictures of the sheets of groups: the dialogs and the very pages in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter

from tests.ui.scenes_groups import enter

if TYPE_CHECKING:
    from tests.screens import Camera


def drawn(dialog: Any) -> None:
    """Wait until the page of a dialog has been drawn."""
    preview = dialog.preview
    if preview.pages and preview.is_drawn:
        return
    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    limit.start(20_000)
    preview.drawn.connect(loop.quit)
    loop.exec()
    if not limit.isActive():
        raise TimeoutError("the page was not drawn")


def logo(path: Path) -> Path:
    """Make an invented logo."""
    image = Image.new("RGB", (600, 240), "#B5472E")
    image.paste("#F3C969", (40, 40, 200, 200))
    image.save(path)
    return path


def paper(camera: Camera) -> None:
    """The attendance sheet, the poster, the calendars, the programme, a room."""
    stage = camera.stage
    enter(camera)
    page = stage.window.shell.page
    place = next(n for n, one in enumerate(page.model.rows) if one.group.title.endswith("torsdag"))
    page.table.choose_row(place)
    stage.key("Return")
    page.group_paper.attendance()
    _shoot(camera, page.group_paper.dialog, "papper-narvarolista")
    page.group_paper.poster()
    dialog = page.group_paper.dialog
    stage.settle()
    dialog._edits["phone"].setText("0123-45 67 89")
    dialog._edits["parties"].setText("Ekeby kommun och Region Norrvik")
    dialog.refresh()
    _shoot(camera, dialog, "papper-inbjudan", close=False)
    dialog.take_logo(logo(stage.folder / "eken.png"))
    stage.settle()
    stage.type("paper_poster_intro_edt", " Ring Lisa Andersson, 070-123 45 67.")
    dialog.refresh()
    _shoot(camera, dialog, "papper-inbjudan-fel")
    page.group_paper.calendars()
    camera.shoot("papper-kalender")
    stage.key("Esc")
    page.back()
    stage.settle()
    page.paper.button.open_menu()
    camera.shoot("papper-mer")
    page.paper.button.menu_acts.close()
    page.paper.programme()
    _shoot(camera, page.paper.dialog, "papper-terminsprogram")
    page.paper.room()
    room = page.paper.dialog._room  # one where something is planned
    room.set_value(next(one.key for one in room.choices if one.text == "Lilla salen"))
    page.paper.dialog.refresh()
    _shoot(camera, page.paper.dialog, "papper-lokalblad")


def _shoot(camera: Camera, dialog: Any, name: str, *, close: bool = True) -> None:
    camera.stage.settle()
    drawn(dialog)
    camera.shoot(name)
    page = dialog.preview.document.render(0, QSize(924, 1307))
    paper = QImage(page.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()
    camera.keep(f"{name}-sida", paper)
    if close:
        camera.stage.key("Esc")


SCENES = {"paper": paper}
