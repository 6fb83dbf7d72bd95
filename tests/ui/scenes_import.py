"""The scenes of the import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from tests.ui.importing import FILES, choose, keep_mapping, open_import, press, type_file

if TYPE_CHECKING:
    from tests.screens import Camera


def import_log(camera: Camera) -> None:
    """A log with notes, from the choice of the file until it is undone."""
    stage = camera.stage
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_import(stage)
    camera.shoot("import-1-fil")
    type_file(stage, dialog, FILES / "logg-2026.xlsx")
    camera.shoot("import-2-kolumner")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    camera.shoot("import-2-granska")
    press(stage, dialog, Qt.Key.Key_Return, ctrl=True)
    camera.shoot("import-3-klart")
    press(stage, dialog, Qt.Key.Key_Z, ctrl=True)
    camera.shoot("import-3-angrad")
    dialog.leave()


def import_tally(camera: Camera) -> None:
    """A tally sheet without a saved mapping."""
    stage = camera.stage
    stage.log_in()
    dialog = open_import(stage)
    type_file(stage, dialog, FILES / "pinnark-2026.xlsx")
    choose(stage, dialog, "import_level_cmb_working", "individual")
    camera.shoot("import-pinnlista")
    dialog.leave()


def imports_kept(camera: Camera) -> None:
    """The imports that can still be taken back whole, and the question before it is done."""
    stage = camera.stage
    keep_mapping(stage.path, "logg-2026")
    stage.log_in()
    dialog = open_import(stage)
    type_file(stage, dialog, FILES / "logg-2026.xlsx")
    choose(stage, dialog, "import_mapping_cmb", "Egen logg")
    press(stage, dialog, Qt.Key.Key_Return, ctrl=True)
    dialog.leave()
    stage.settle()
    stage.key("Ctrl+2")
    stage.window.shell.page.show_kept_imports()
    camera.shoot("importer")
    stage.find("imports_undo_btn").click()
    camera.shoot("importer-fraga")
    stage.key("Esc")


def import_words(camera: Camera) -> None:
    """A log of an old system, whose words must be explained."""
    stage = camera.stage
    stage.log_in()
    dialog = open_import(stage)
    type_file(stage, dialog, FILES / "gamla-systemet-2026.csv")
    camera.shoot("import-ord-kolumner")
    for letter, field in zip("abcdgh", _FIELDS, strict=True):
        choose(stage, dialog, f"import_column_cmb_{letter}", field)
    choose(stage, dialog, "import_column_cmb_e", "duration_minutes")
    camera.shoot("import-ord")
    dialog.leave()


_FIELDS = (
    "date",
    "prevention_level",
    "working_level",
    "contact_form",
    "topic",
    "child_age_band",
)
