"""The way through the import by keyboard, with the real files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from familjecentral.commands.composition import guard
from familjecentral.contacts.importing.mapping_file import read_mapping
from familjecentral.contacts.importing.saved import save_mapping
from tests.factories import PASSPHRASE
from tests.ui.stage import MAJA, Stage, make_gate
from ui.importing.dialog import ImportDialog

FILES = Path(__file__).parents[1] / "data" / "import"


def keep_mapping(path: Path, name: str) -> None:
    """Save a sample's mapping in a closed store, as its owner."""
    mapping = read_mapping(tomllib.loads((FILES / f"{name}.toml").read_text("utf-8")))
    store = make_gate().open(path, MAJA.login_name, PASSPHRASE)
    with store.unit_of_work() as uow:
        save_mapping(mapping, uow, guard=guard(), confirmed=True)
    store.close()


def open_import(stage: Stage) -> ImportDialog:
    """Open the import from the list, by its key."""
    stage.keys("Ctrl+2", "Ctrl+I")
    found = QApplication.activeModalWidget()
    assert isinstance(found, ImportDialog)
    return found


def find(dialog: ImportDialog, name: str) -> Any:
    """Return a widget of the dialog that is shown."""
    found = [w for w in dialog.findChildren(QWidget, name) if w.isVisibleTo(dialog)]
    assert found, f"no {name}"
    return found[-1]


def type_file(stage: Stage, dialog: ImportDialog, path: Path) -> None:
    """Type the path into the field that has the focus, and press Enter."""
    field = dialog.focusWidget()
    assert field is not None
    assert field.objectName() == "import_file_edt"
    QTest.keyClicks(field, str(path))
    press(stage, dialog, Qt.Key.Key_Return)


def press(stage: Stage, dialog: ImportDialog, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Press a key where the focus is in the dialog."""
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(dialog.focusWidget() or dialog, key, modifier)
    stage.settle()


def choose(stage: Stage, dialog: ImportDialog, name: str, value: str) -> None:
    """Choose in a closed list with ↓ and ↑ only, and leave it."""
    combo = find(dialog, name)
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    wanted = combo.findData(value)
    assert wanted >= 0, f"{value} is not offered by {name}"
    while combo.currentIndex() != wanted:
        step = Qt.Key.Key_Down if combo.currentIndex() < wanted else Qt.Key.Key_Up
        QTest.keyClick(combo, step)
    stage.settle()
