"""*Avslutade stödkort*: the separate sums of closed cards, by house and half-year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.access.model import Centre
from familjecentral.calendar.names import capital, period_name
from familjecentral.contacts.closed import ClosedHalfYear
from familjecentral.errors import Cancelled, FamiljecentralError
from familjecentral.releases.view import CardBook
from ui.desk import Desk
from ui.errors import text_of
from ui.jobs import Job
from ui.models.simple import NumbersTable
from ui.ownfolder import OwnFolder
from ui.report.printout import Printout
from ui.statistics.save import SaveDialog
from ui.widgets.buttons import KeyButton
from ui.widgets.chart import ChartView
from ui.widgets.feedback import Banner
from ui.widgets.naming import label
from ui.widgets.scrolled import scrolled
from ui.widgets.table import Table
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_HIDDEN, _ZERO = "..", "–"
_FORMATS = ("pdf", "html", "xlsx")


class CardsDialog(QDialog):
    """A table and a chart to read, copy, save and print; each house by itself, as its counsellors
    see it."""

    def __init__(
        self,
        parent: QWidget,
        houses: Sequence[tuple[Centre, Sequence[ClosedHalfYear]]],
        book: CardBook,
        desk: Desk,
    ) -> None:
        super().__init__(parent)
        self._book, self._desk = book, desk
        self._folder = OwnFolder()
        self._job: Job | None = None
        self.setObjectName("stats_cards_dlg")
        self.setWindowTitle(self.tr("Avslutade stödkort"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heads = (
            self.tr("Familjecentral"),
            self.tr("Halvår"),
            self.tr("Avslutade"),
            self.tr("Samtal per kort"),
            self.tr("Lägre nivå"),
            self.tr("Samma nivå"),
            self.tr("Högre nivå"),
        )
        self.model = NumbersTable(heads, right=range(2, 7))
        self.table = Table(self.windowTitle(), name="stats_cards_tbl")
        self.table.setModel(self.model)
        self.table.set_widths((heads[0], "Första halvåret 2026", *heads[2:]), (1, 1, *(0,) * 5))
        label(self.table.verticalHeader(), self.tr("Rader"), name="stats_cards_sides")
        rows = [self._row(centre, half) for centre, halves in houses for half in halves]
        self.model.set_rows(rows)
        self.table.setMinimumHeight(px(36) * min(len(rows) + 1, 5))
        self.chart = ChartView(name="stats_cards_chart", text=self.tr("Diagram"))
        self.chart.show_picture(book.picture)
        self.problem = Banner(name="stats_cards_problem")
        self.problem.hide()
        again = self.tr("Tabellen är oförändrad. Skriv ut den igen.")
        self.printout = Printout(self, desk.voice, self.problem, again=again)
        self._build_buttons(has_rows=bool(rows))
        self._build_layout(has_rows=bool(rows))
        room = parent.window().size()
        self.resize(min(px(880), room.width() - 40), min(px(560), room.height() - 40))
        (self.table if rows else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_buttons(self, *, has_rows: bool) -> None:
        self.copy = KeyButton(
            self.tr("Kopiera tabell"),
            name="stats_cards_copy_btn",
            icon="copy",
            key="Ctrl C",
            bind=False,
        )
        self.export = KeyButton(
            self.tr("Exportera…"), name="stats_cards_export_btn", icon="download", key="Ctrl E"
        )
        self.print = KeyButton(
            self.tr("Skriv ut"), name="stats_cards_print_btn", icon="printer", key="Ctrl P"
        )
        self.leave = KeyButton(
            self.tr("Stäng"), name="stats_cards_leave_btn", key="Esc", bind=False
        )
        self.copy.clicked.connect(self._copy)
        self.table.copied.connect(self._on_copied)
        self.export.clicked.connect(self.ask_formats)
        self.print.clicked.connect(self.print_sheet)
        self.leave.clicked.connect(self.reject)
        copying = QShortcut(QKeySequence("Ctrl+C"), self)  # the table takes it itself
        copying.activated.connect(self._copy)
        for button in (self.copy, self.export, self.print):
            button.setVisible(has_rows)

    def _build_layout(self, *, has_rows: bool) -> None:
        lead = self.tr(
            "Antalen och nivåerna är skyddade var för sig och för varje hus, precis som "
            "socialrådgivarna ser dem. Bara halvår som har gått ut visas, och husen läggs aldrig "
            "ihop. Två punkter är en dold uppgift: den är liten, eller skyddar en som är det."
        )
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(10))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        body.addWidget(text_label(lead, ink="text2", wrap=True))
        body.addWidget(self.problem)
        if not has_rows:
            none = self.tr("Inget stödkort är avslutat under ett halvår som har gått ut.")
            body.addWidget(text_label(none, wrap=True), 1)
            body.addLayout(row(1, self.leave))
            return
        inside = QWidget()
        drawn = QVBoxLayout(inside)
        drawn.setContentsMargins(0, 0, px(8), 0)
        drawn.setSpacing(px(6))
        title = self.tr("Nivå när kortet avslutades, jämförd med den vid start. Antal")
        drawn.addWidget(text_label(title, role="small", wrap=True))
        drawn.addWidget(self.chart)
        if self._book.picture is not None and self._book.picture.note:
            note = text_label(self._book.picture.note, role="small", ink="text2", wrap=True)
            drawn.addWidget(note)
        drawn.addStretch(1)
        body.addWidget(self.table, 2)
        body.addWidget(scrolled(inside), 3)
        body.addLayout(row(self.copy, self.export, self.print, 1, self.leave))

    def _row(self, centre: Centre, half: ClosedHalfYear) -> tuple[str, ...]:
        mean = _HIDDEN if half.mean is None else f"{half.mean:.1f}".replace(".", ",")
        return (
            centre.name,
            capital(period_name(half.period)),
            _number(half.closed),
            mean,
            *(_number(n) for n in half.moves),
        )

    # --- copy, save, print --------------------------------------------------------------------

    def _copy(self) -> None:
        self.table.clearSelection()  # the whole table, as in the window behind
        self.table.copy_rows()

    def _on_copied(self) -> None:
        text = self.tr("Tabellen är kopierad. Dolda uppgifter står som två punkter.")
        self._desk.voice.told(text)

    def ask_formats(self) -> None:
        """Ask for formats and folder."""
        dialog = SaveDialog(self, self.windowTitle(), formats=_FORMATS)
        dialog.save_asked.connect(self.save)
        dialog.open()

    def save(self, folder: Path, formats: Sequence[str]) -> None:
        """Save table and chart as files."""

        def done(saved: tuple[Path, ...]) -> None:
            text = self.tr("Sparat i {folder}: {names}.")
            names = ", ".join(file.name for file in saved)
            self._desk.voice.told(text.format(folder=folder, names=names))

        self._write(folder, formats, done)

    def print_sheet(self) -> None:
        """Write table and chart as a PDF and print it."""
        self._write(self._folder.new(), ("pdf",), lambda files: self.printout.ask_file(files[0]))

    def _write(
        self, folder: Path, formats: Sequence[str], done: Callable[[tuple[Path, ...]], None]
    ) -> None:
        book = self._book

        def work(progress: Callable[[float], None]) -> tuple[Path, ...]:
            return book.write(folder, formats, progress)

        self._set_busy(busy=True)

        def ended(files: tuple[Path, ...]) -> None:
            self._set_busy(busy=False)
            done(files)

        self._job = self._desk.runner.run_long(work, ended, self._failed, lambda _: None)

    def _set_busy(self, *, busy: bool) -> None:
        self.problem.hide()
        for button in (self.export, self.print):
            button.disable(self.tr("Filerna skrivs") if busy else "")

    def _failed(self, error: FamiljecentralError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, Cancelled):
            text = text_of(error)
            self.problem.say("err", text.title, f"{text.meaning} {text.action}")

    def done(self, result: int) -> None:
        """Close, stop what is being written, and remove what was written to be printed."""
        if self._job is not None:
            self._job.drop()
            self._job.cancel()
        self._folder.remove()
        super().done(result)


def _number(n: int | None) -> str:
    return _HIDDEN if n is None else str(n) if n else _ZERO
