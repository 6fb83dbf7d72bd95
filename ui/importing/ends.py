"""Steps one and three: the choice of a file, and what was imported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from familjecentral.contacts.importing.report import ImportReport
from ui.importing.rows import RowsPane
from ui.preferences import documents_folder
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Field, TextEdit
from ui.widgets.scrolled import scrolled
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_LONGEST_PATH = 1000


class ChooseStep(QWidget):
    """The path of a file: typed, pasted, or looked for."""

    chosen = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self._path = TextEdit(self.tr("Fil"), name="import_file_edt", longest=_LONGEST_PATH)
        self.field = Field(self.tr("Fil"), self._path)
        self._browse = KeyButton(
            self.tr("Välj fil…"), name="import_browse_btn", icon="folder-open", key="Ctrl O"
        )
        text = self.tr(
            "Välj en logg med en rad per kontakt, eller en pinnlista med månader som kolumner. "
            "CSV eller Excel. Inget sparas förrän du har sett resultatet och trycker Importera."
        )
        keeps = self.tr(
            "Bara koder, datum och antal läses in. Anteckningar och annan fri text lämnar inte "
            "filen."
        )
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(8), px(24), px(8))
        inner.setSpacing(px(12))
        inner.addWidget(text_label(text, wrap=True))
        line = row(self.field)
        line.addWidget(self._browse, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addLayout(line)
        inner.addWidget(text_label(keeps, ink="text2", wrap=True))
        inner.addStretch(1)
        self._path.returnPressed.connect(self.take)
        self._path.textEdited.connect(lambda: self.field.set_error(""))
        self._browse.clicked.connect(self._on_browse)

    def take(self) -> None:
        """Hand on the file that was named."""
        text = self._path.text().strip().strip('"')
        if not text:
            self.say_wrong(self.tr("Skriv eller välj en fil."))
            return
        self.chosen.emit(Path(text).expanduser())

    def say_wrong(self, sentence: str) -> None:
        """Say below the field what is wrong with the file."""
        self.field.set_error(sentence)
        self.focus_first()

    def focus_first(self) -> None:
        """Go to the field."""
        self._path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Välj fil att importera"), str(documents_folder()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Loggar och pinnlistor (*.csv *.txt *.xlsx *.xlsm)"),
                self.tr("Alla filer (*)"),
            ]
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_found)
        dialog.open()

    def _on_found(self, path: str) -> None:
        self._path.setText(path)
        self.take()


class DoneStep(QWidget):
    """How many contacts came in, the way back, and what did not come in."""

    undo_asked = Signal()
    list_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = text_label("", role="h1", wrap=True, name="import_done_lbl")
        self._rest = text_label("", ink="text2", wrap=True)
        self._undo = KeyButton(
            self.tr("Ångra hela importen"), name="import_undo_btn", icon="undo-2", key="Ctrl Z"
        )
        self._open = KeyButton("", name="import_open_btn", icon="list")
        self._save = KeyButton(
            self.tr("Spara listan över rader som inte kom med"),
            name="import_done_list_btn",
            look="link",
            icon="download",
        )
        self.rows = RowsPane("import_left")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(8), px(24), px(8))
        inner.setSpacing(px(12))
        inner.addWidget(self._said)
        inner.addWidget(self._rest)
        inner.addLayout(row(self._undo, self._open, 1))
        inner.addLayout(row(self._save, 1))
        inner.addWidget(scrolled(self.rows), 1)
        self.rows.hide()
        self._undo.clicked.connect(self.undo_asked)
        self._open.clicked.connect(self._on_open)
        self._save.clicked.connect(self.list_asked)

    def show_report(self, report: ImportReport, accepted: frozenset[int]) -> None:
        """Say what came in."""
        n, left = report.contacts, len(report.left) + len(report.dropped_duplicates)
        text = self.tr("1 kontakt importerad.") if n == 1 else self.tr("{n} kontakter importerade.")
        self._said.setText(text.format(n=n))
        self._rest.setText(
            self.tr("De ligger bland dina kontakter. Allt kan ångras som ett enda steg.")
        )
        self._undo.disable("")
        words = (
            self.tr("Öppna listan över 1 rad")
            if left == 1
            else self.tr("Öppna listan över {n} rader")
        )
        self._open.setText(words.format(n=left))
        self._open.setAccessibleName(self._open.text())
        self._open.updateGeometry()
        self._open.setVisible(bool(left))
        self._save.setVisible(bool(left))
        self.rows.show_report(report, accepted)
        self.rows.hide()

    def show_undone(self) -> None:
        """Say that nothing of it is left."""
        self._said.setText(self.tr("Importen är ångrad."))
        self._rest.setText(self.tr("Inga av raderna finns kvar. Filen kan importeras igen."))
        self._undo.disable(self.tr("Importen är redan ångrad"))

    def _on_open(self) -> None:
        self.rows.show()
        self.rows.table.focus_field()
