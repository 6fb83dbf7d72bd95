"""The first start in detail: the phrase that is chosen, the key that is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.ui.stage import Stage
from ui.preferences import data_folder, documents_folder, store_folder
from ui.unlock.first_presenter import proposed_path
from ui.unlock.keypanel import KeyPanel
from ui.widgets.focus import FocusRing

NEW = "fyra nya ord i rad"


def test_words_of_ones_own_are_hidden_after_a_draw(make_stage: Callable[..., Stage]) -> None:
    """*Slumpa* shows its words, since they must be remembered; what is typed then is dots."""
    stage = to_the_passphrase(make_stage(None))
    field = stage.find("start_new_edt")
    stage.key("Alt+S")
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    stage.keys("Shift+Tab", *NEW)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    stage.key("Alt+V")
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert stage.find("start_again_edt").echoMode() == QLineEdit.EchoMode.Password


def test_the_printed_key_is_whole(make_stage: Callable[..., Stage]) -> None:
    """Every group stands on the paper within its own box, and none covers another."""
    stage = to_the_key(make_stage(None))
    path = stage.folder / "nyckel.pdf"
    panel = stage.window.findChild(KeyPanel)
    panel.paper.write_pdf(str(path))
    sheet = QPdfDocument()
    assert sheet.load(str(path)) == QPdfDocument.Error.None_
    text = sheet.getAllText(0).text()
    boxes = []
    for number in range(1, 9):
        group = stage.find(f"start_group_lbl_{number}").text()
        boxes.append(sheet.getSelectionAtIndex(0, text.index(group), 4).boundingRectangle())
    half = sheet.pagePointSize(0).width() / 2
    for place, box in enumerate(boxes):
        assert box.width() < half
        assert box.left() < half if place % 2 == 0 else box.left() > half
        assert not any(box.intersects(other) for other in boxes[place + 1 :])
    sheet.close()


def test_the_file_of_the_key_leads_back_to_the_wizard(make_stage: Callable[..., Stage]) -> None:
    """Ctrl P, a file name, Enter: the focus ring and the rest of the start outlive the dialog."""
    stage = to_the_key(make_stage(None))
    path = stage.folder / "nyckel.pdf"
    stage.key("Ctrl+P")
    dialog = stage.window.findChild(QFileDialog)
    field = dialog.findChild(QLineEdit)
    field.setFocus()
    field.setText(str(path))
    gone = QSignalSpy(dialog.destroyed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert gone.count() or gone.wait(5000)
    assert path.exists()
    assert stage.focus().window() is stage.window
    stage.type_groups("start")
    ring = stage.window.findChild(FocusRing)
    assert ring is not None
    assert ring.isVisible()
    stage.key("Return", stage.focus().objectName())
    stage.key("Return", "start_next_btn")
    assert stage.focus().objectName() == "today_level_btn_universal_individual"


def test_a_store_is_not_proposed_where_the_cloud_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Municipalities often keep the documents in OneDrive; the program's own folder is not."""
    assert store_folder().parent == documents_folder()
    monkeypatch.setenv("OneDriveCommercial", str(documents_folder()))
    assert store_folder() == data_folder()


def test_a_proposed_name_is_free_for_store_and_keys(tmp_path: Path) -> None:
    """Keys that lost their store are left alone: a new store would not be made beside them."""
    assert proposed_path(tmp_path, "Åkerns hus!").name == "akerns-hus.fcdb"
    (tmp_path / "akerns-hus.fckeys").touch()
    (tmp_path / "akerns-hus-2.fcdb").touch()
    assert proposed_path(tmp_path, "Åkerns hus!").name == "akerns-hus-3.fcdb"


def to_the_passphrase(stage: Stage) -> Stage:
    """Go to the third step of the first start."""
    stage.start()
    stage.key("Return")
    stage.window.door.take_place(str(stage.folder / "ny.fcdb"))
    for text in ("Eken", "Lindköping", "Region Ek", "Maja", "maja"):
        stage.keys(*text, "Tab")
    stage.key("Return", "start_name_edt")
    return stage


def to_the_key(stage: Stage) -> Stage:
    """Go to the fourth step of the first start."""
    to_the_passphrase(stage).keys(*NEW, "Tab", *NEW, "Return")
    return stage
