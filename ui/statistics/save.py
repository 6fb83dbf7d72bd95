"""*Exportera*: in which formats, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.preferences import documents_folder
from ui.report.beside import ExportPanel
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class SaveDialog(FittedDialog):
    """Asks for formats and folder. ``formats``: those that there are; empty: all."""

    save_asked = Signal(Path, tuple)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        *,
        preliminary: bool = False,
        formats: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stats_save_dlg")
        self.setWindowTitle(self.tr("Exportera tabellen"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._checks = {
            key: Check(text, name=f"stats_format_chk_{key.replace('-', '_')}")
            for key, text in ExportPanel.FORMATS
            if key in formats or not formats
        }
        self._checks["xlsx"].setChecked(True)
        self._folder = TextEdit(self.tr("Mapp"), name="stats_folder_edt", longest=400)
        self._folder.setText(str(documents_folder()))
        self._field = Field(self.tr("Mapp"), self._folder)
        browse = KeyButton(
            self.tr("Välj mapp…"), name="stats_folder_btn", icon="folder-open", key="Alt M"
        )
        leave = KeyButton(self.tr("Avbryt"), name="stats_save_leave_btn", key="Esc", bind=False)
        save = KeyButton(
            self.tr("Spara"), name="stats_save_btn", look="primary", icon="download", key="Enter"
        )
        browse.clicked.connect(self._on_browse)
        leave.clicked.connect(self.reject)
        save.clicked.connect(self.save)
        self._folder.returnPressed.connect(self.save)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(8))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(title, ink="text2", wrap=True))
        if preliminary:
            text = self.tr("Perioden är inte fastställd. Filerna märks som utkast.")
            body.addWidget(text_label(text, ink="warn", wrap=True))
        for check in self._checks.values():
            body.addWidget(check)
        body.addWidget(self._field)
        body.addLayout(row(browse, 1))
        body.addLayout(row(1, leave, save))
        self.setMinimumWidth(px(460))
        self._checks["xlsx"].setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Hand the answer over and close."""
        formats = tuple(key for key, check in self._checks.items() if check.isChecked())
        folder = self._folder.text().strip()
        if not formats:
            self._field.set_error(self.tr("Välj minst ett format."))
        elif not folder:
            self._field.set_error(self.tr("Välj en mapp."))
            self._field.focus_control()
        else:
            self.accept()
            self.save_asked.emit(Path(folder), formats)

    def _on_browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.tr("Spara i mapp"), self._folder.text())
        if found:
            self._folder.setText(found)
