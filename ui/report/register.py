"""*Tidigare utgåvor*: the register as a list; Enter opens a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QVBoxLayout, QWidget

from familjecentral.access.model import StaffId
from familjecentral.calendar.names import period_name
from familjecentral.releases.compare import Entry
from familjecentral.releases.model import Release, ReleaseStatus
from familjecentral.releases.register import checksum
from ui.models.simple import TextTable
from ui.report.entry import EntryPanel
from ui.widgets.buttons import KeyButton
from ui.widgets.scrolled import scrolled
from ui.widgets.table import Table
from ui.widgets.text import row, text_label
from ui.widgets.theme import font, px


class RegisterModel(TextTable):
    """The releases, newest first: number, period, day, who, checksum, status."""

    def __init__(self, releases: tuple[Release, ...], people: Mapping[StaffId, str]) -> None:
        super().__init__(())
        self.releases = tuple(reversed(releases))
        self._people = people
        self._replaced = {r.replaces: r.number for r in releases if r.replaces is not None}
        self._heads = (
            self.tr("Utgåva"),
            self.tr("Period"),
            self.tr("Fastställd"),
            self.tr("Av"),
            self.tr("Kontrollsumma"),
            self.tr("Läge"),
        )
        self.set_rows([self._texts(release) for release in self.releases])

    @property
    def samples(self) -> tuple[str, ...]:
        """Return the widest text of each column, its head among them."""
        width = QFontMetricsF(font("body", 600)).horizontalAdvance
        return tuple(
            max(column, key=width) for column in zip(self._heads, *self._rows, strict=True)
        )

    def _texts(self, release: Release) -> tuple[str, ...]:
        return (
            str(release.number),
            period_name(release.period),
            release.published_on.isoformat(),
            self._people.get(release.published_by, ""),
            checksum(release),
            self._status(release),
        )

    def _status(self, release: Release) -> str:
        if release.status is ReleaseStatus.WITHDRAWN:
            return self.tr("återkallad")
        if release.number in self._replaced:
            return self.tr("rättad av utgåva {n}").format(n=self._replaced[release.number])
        if release.approved_on is not None:
            return self.tr("godkänd {day}").format(day=release.approved_on.isoformat())
        return self.tr("fastställd")


class RegisterDialog(QDialog):
    """Lists the register. Nothing can be changed or taken out."""

    opened = Signal(int)
    marked = Signal(int)
    entry_shown = Signal()
    before_asked = Signal()

    def __init__(
        self, parent: QWidget, releases: tuple[Release, ...], people: Mapping[StaffId, str]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("report_register_dlg")
        self.setWindowTitle(self.tr("Tidigare utgåvor"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = RegisterModel(releases, people)
        self.entry = EntryPanel()
        self.table = Table(self.windowTitle(), name="report_register_tbl")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setModel(self.model)
        self.table.set_widths(self.model.samples, (0, 1, 0, 0, 0, 0))
        self.table.opened.connect(self._open)
        show = KeyButton(
            self.tr("Öppna"), name="report_register_btn_open", look="primary", key="Enter"
        )
        self.before = KeyButton(
            self.tr("Tabeller från tiden före…"), name="report_register_btn_before", key="Alt F"
        )
        self.before.clicked.connect(self.before_asked)
        leave = KeyButton(self.tr("Stäng"), name="report_register_btn", key="Esc", bind=False)
        show.clicked.connect(self._open)
        leave.clicked.connect(self.reject)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(self.windowTitle(), role="dialog"))
        if releases:
            body.addWidget(self.table, 2)
            body.addWidget(scrolled(self.entry), 3)
            self.table.choose_row(0)
        else:
            text = self.tr("Ingen utgåva är fastställd än. Registret fylls på när du fastställer.")
            body.addWidget(text_label(text, wrap=True), 1)
            show.disable(self.tr("Det finns ingen utgåva att öppna"))
        body.addLayout(row(self.before, 1, leave, show))
        self.table.selectionModel().currentRowChanged.connect(self.mark)
        room = parent.window().size()
        self.resize(min(px(780), room.width() - 40), min(px(620), room.height() - 30))

    def mark(self) -> None:
        """Ask for the entry of the marked release."""
        index = self.table.currentIndex()
        if index.isValid():
            self.marked.emit(self.model.releases[index.row()].number)

    def show_entry(self, entry: Entry, changed: Sequence[str]) -> None:
        """Show the steps and differences of a release, if it is still the marked one."""
        index = self.table.currentIndex()
        if index.isValid() and self.model.releases[index.row()].number == entry.release.number:
            self.entry.show_entry(entry, changed)
            self.entry_shown.emit()

    def _open(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            number = self.model.releases[index.row()].number
            self.accept()
            self.opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the marked release."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)
