"""Sheets of groups: the very page as it is printed, with *Spara som PDF* and *Skriv ut*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput, UnusableFile
from familjecentral.groups.model import GroupId
from familjecentral.groups.on_paper import group_on_paper
from ui.errors import sentence_for, text_of
from ui.paper.words import tr
from ui.preferences import documents_folder
from ui.report.preview import Preview
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner
from ui.widgets.form import Field
from ui.widgets.scrolled import scrolled
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk
    from ui.kit import PaperKit, SheetWriter

Write = Callable[[Path], None]
Prepare = Callable[["UnitOfWork"], Write]

_PAUSE = 500  # ms without a key before the page is drawn anew
_LEFT = 330


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """What every sheet is made with."""

    desk: Desk
    kit: PaperKit

    def writer(self, centre: str) -> SheetWriter:
        """Return what writes the sheets of a house."""
        desk = self.desk
        return self.kit.sheets(centre, desk.clock.today(), sample=desk.store.is_sample)


class SheetDialog(QDialog):
    """A preview of the very page. Beside it, where a sheet has any, its choices; the page is
    drawn anew when they change. Nothing of it is kept when the dialog closes."""

    drawn = Signal()

    def __init__(
        self, paper: PaperDesk, parent: QWidget, *, name: str, title: str, file_name: str
    ) -> None:
        super().__init__(parent)
        self._paper = paper
        self._desk = paper.desk
        self._name = name
        self._file_name = file_name
        self._folder = QTemporaryDir()  # goes with the dialog, however that ends
        self._number = 0
        self._shown = 0
        self._then: Callable[[], None] | None = None
        self._printer: QPrinter | None = None
        self._saving: QFileDialog | None = None
        self.fields: dict[str, Field] = {}
        self.setObjectName(f"{name}_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = Preview(name)
        self.banner = Banner(name=f"{name}_banner")
        self._form = QVBoxLayout()
        self._form.setContentsMargins(0, 0, px(8), 0)
        self._form.setSpacing(px(10))
        self._build(title, parent)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.preview.drawn.connect(self.drawn)
        self.finished.connect(self._on_finished)

    def _build(self, title: str, parent: QWidget) -> None:
        name = self._name
        self.close_button = KeyButton(
            tr("Stäng"), name=f"{name}_close_btn", key="Esc", height=36, bind=False
        )
        self.print_button = KeyButton(
            tr("Skriv ut"), name=f"{name}_print_btn", icon="printer", key="Ctrl P", height=36,
            bind=False,
        )  # fmt: skip
        self.save_button = KeyButton(
            tr("Spara som PDF…"), name=f"{name}_save_btn", look="primary", icon="file-down",
            key="Ctrl S", height=36, bind=False,
        )  # fmt: skip
        self.close_button.clicked.connect(self.reject)
        self.print_button.clicked.connect(self.print_pages)
        self.save_button.clicked.connect(self.ask_where)
        # Two shortcuts of the window would make a key ambiguous: these hold in the dialog only.
        for keys, act in (("Ctrl+P", self.print_pages), ("Ctrl+S", self.ask_where)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)
        self._form_part = QWidget()
        self._form_part.setLayout(self._form)
        self._left = scrolled(self._form_part)
        self._left.setFixedWidth(px(_LEFT))
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addWidget(self._left)
        columns.addWidget(self.preview, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(18), px(24), px(18))
        outer.setSpacing(px(12))
        outer.addWidget(text_label(title, role="dialog", wrap=True))
        outer.addWidget(self.banner)
        outer.addLayout(columns, 1)
        outer.addLayout(row(self.close_button, 1, self.print_button, self.save_button))
        self.banner.hide()
        self._left.hide()
        around = parent.size()
        self.resize(min(px(1000), around.width() - px(40)), min(px(760), around.height() - px(40)))

    def add_field(self, key: str, field: Field) -> None:
        """Put a choice beside the page."""
        self.fields[key] = field
        self._form.addWidget(field)
        self._left.show()

    # --- what a sheet is ------------------------------------------------------------------------

    def prepare(self) -> Prepare | None:
        """Return what reads the store and gives the writing of the page, by what the fields say
        now; None when a field is wrong (and says so), or when there is no sheet yet."""
        return None

    # --- drawing --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open and draw the page."""
        self.open()
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.focus_control()
        self.refresh()

    def later(self) -> None:
        """Draw the page anew when nobody has typed for a moment."""
        self._pause.start()

    def refresh(self) -> None:
        """Draw the page anew."""
        self._pause.stop()
        prepare = self.prepare()
        if prepare is None:
            self._then = None
            return
        self._number += 1
        number = self._number
        path = Path(self._folder.path()) / f"{number}.pdf"

        def done(_: None) -> None:
            if number != self._number:
                return
            self._clear_problems()
            self._shown = number
            self.preview.show_file(path)
            then, self._then = self._then, None
            if then is not None:
                then()

        self._write(prepare, path, done)

    def _write(self, prepare: Prepare, path: Path, done: Callable[[None], None]) -> None:
        store = self._desk.store

        def work() -> None:
            with store.unit_of_work() as uow:
                write = prepare(uow)
            write(path)

        self._desk.work(work, done, self._on_failed)

    def _on_failed(self, error: FamiljecentralError) -> None:
        self._then = None
        if isinstance(error, InvalidInput):
            self.show_problems(error.problems)
            return
        if isinstance(error, UnusableFile):
            title = tr("Bilden går inte att använda.")
            rest = tr("Inget har ändrats. Välj en PNG eller JPEG på högst 5 MB.")
        else:
            text = text_of(error)
            title, rest = text.title, f"{text.meaning} {text.action}"
        self.banner.say("err", title, rest)
        self._desk.voice.announce(self.banner.text(), at_once=True)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields; the page stays as it was."""
        self._clear_problems()
        for problem in problems:
            if problem.field in self.fields:
                self.fields[problem.field].set_error(sentence_for(problem))
        named = self.fields.get(problems[0].field)
        text = tr("Sidan visar texten som den var. Rätta fältet {field}.")
        self.banner.say(
            "warn", tr("Inget är utskrivet eller sparat."),
            text.format(field=named.text.lower() if named else ""),
        )  # fmt: skip
        self._desk.voice.announce(self.banner.text(), at_once=True)

    def _clear_problems(self) -> None:
        self.banner.hide()
        for field in self.fields.values():
            field.set_error("")

    # --- leaving the screen ---------------------------------------------------------------------

    def print_pages(self) -> None:
        """Print what the fields say now."""
        self._then = self._print
        self.refresh()

    def _print(self) -> None:
        from ui.report.printing import ask_printer, new_printer

        self._printer = new_printer()
        ask_printer(self, self._printer, self.preview.document, self._on_printed)

    def _on_printed(self, last: int, wanted: int) -> None:
        if last >= wanted:
            self._say(tr("Utskriften är skickad."))
        else:
            title = tr("Utskriften stannade på sida {n}.").format(n=last + 1)
            self.banner.say("err", title, tr("Skriv ut igen, eller spara som PDF."))
            self._desk.voice.announce(self.banner.text(), at_once=True)

    def ask_where(self) -> None:
        """Ask for a file name and write the page there."""
        if self.prepare() is None:
            return
        dialog = QFileDialog(self, tr("Spara som PDF"), str(documents_folder()))
        dialog.setObjectName(f"{self._name}_save_dlg")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the page into a file."""
        prepare = self.prepare()
        if prepare is not None:
            text = tr("Sparad som {name}.").format(name=path.name)
            self._write(prepare, path, lambda _: self._say(text))

    def _say(self, text: str) -> None:
        self._clear_problems()
        self.banner.say("ok", text)
        self._desk.voice.announce(text)

    def _on_finished(self) -> None:
        self._pause.stop()
        self._number += 1  # what is still being written is shown nowhere
        self.preview.show_file(None)
        self._folder.remove()


class AttendanceDialog(SheetDialog):
    """*Närvarolista*: a row for each seat, no names."""

    def __init__(self, paper: PaperDesk, group_id: GroupId, title: str, parent: QWidget) -> None:
        super().__init__(
            paper, parent, name="paper_attendance",
            title=tr("Närvarolista, {title}").format(title=title), file_name="narvarolista.pdf",
        )  # fmt: skip
        self._group_id = group_id

    def prepare(self) -> Prepare:
        """Read the group and draw its list."""
        paper, group_id, clock = self._paper, self._group_id, self._desk.clock

        def read(uow: UnitOfWork) -> Write:
            found = group_on_paper(group_id, uow, clock)
            writer = paper.writer(found.centre)
            return lambda path: writer.attendance(path, found.group, found.house)

        return read
