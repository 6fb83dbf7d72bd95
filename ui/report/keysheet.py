"""The fingerprint of the store's key: to read, to hear character by character, and on paper."""

from __future__ import annotations

from PySide6.QtCore import SLOT, QMarginsF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPageLayout, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.preferences import documents_folder
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Announcer
from ui.widgets.text import row, text_label
from ui.widgets.theme import FAMILY, px


class KeySheet(QWidget):
    """Eight groups of four, with the ways to hand them over."""

    def __init__(self) -> None:
        super().__init__()
        self._house = ""
        self._printer: QPrinter | None = None
        self.fingerprint = text_label("", role="h2", wrap=True, name="exchange_fingerprint_lbl")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._announcer = Announcer()
        print_it = KeyButton(
            self.tr("Skriv ut fingeravtrycket"), name="exchange_print_btn", icon="printer"
        )
        read = KeyButton(
            self.tr("Läs upp tecken för tecken"), name="exchange_read_btn", icon="volume-2"
        )
        print_it.clicked.connect(self.print_sheet)
        read.clicked.connect(self.read_aloud)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(10))
        inner.addWidget(self.fingerprint)
        inner.addLayout(row(print_it, read, 1, self._announcer))

    def show_key(self, house: str, fingerprint: str) -> None:
        """Show whose key it is and its fingerprint."""
        self._house = house
        self.fingerprint.setText(fingerprint.replace("-", "  "))
        self.fingerprint.setAccessibleName(self.tr("Fingeravtryck"))

    def spelled(self) -> str:
        """Return the groups character by character."""
        groups = self.fingerprint.text().split()
        return ". ".join(
            self.tr("Grupp {n}: {letters}").format(n=n, letters=" ".join(group))
            for n, group in enumerate(groups, 1)
        )

    def read_aloud(self) -> None:
        """Send the groups to the screen reader; the program makes no sound of its own."""
        self._announcer.announce(self.spelled())

    def print_sheet(self) -> None:
        """Ask for a printer; without one, for a PDF file."""
        if not QPrinterInfo.availablePrinterNames():
            dialog = QFileDialog(
                self, self.tr("Spara fingeravtrycket som PDF"), str(documents_folder())
            )
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("pdf")
            dialog.setNameFilter("PDF (*.pdf)")
            dialog.selectFile("fingeravtryck.pdf")
            dialog.fileSelected.connect(self.write_pdf)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
            return
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName("Familjecentral")
        chooser = QPrintDialog(self._printer, self)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.open(self, SLOT("take_printer()").encode())

    @Slot()
    def take_printer(self) -> None:
        """Print on the printer that was chosen."""
        if self._printer is not None:
            painter = QPainter(self._printer)
            self._draw(painter, self._printer.pageLayout(), self._printer.resolution())
            painter.end()

    def write_pdf(self, path: str) -> None:
        """Write the sheet as PDF."""
        writer = QPdfWriter(path)
        writer.setPageMargins(QMarginsF(16.5, 16.5, 16.5, 16.5), QPageLayout.Unit.Millimeter)
        painter = QPainter(writer)
        self._draw(painter, writer.pageLayout(), writer.resolution())
        painter.end()

    def _draw(self, painter: QPainter, layout: QPageLayout, resolution: int) -> None:
        mm = resolution / 25.4
        width = layout.paintRectPixels(resolution).width()
        painter.setPen(QColor("black"))

        def say(top: float, text: str, points: float, weight: int) -> None:
            of = QFont(FAMILY)
            of.setPointSizeF(points)
            of.setWeight(QFont.Weight(weight))
            painter.setFont(of)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(0, top * mm, width, 40 * mm), flags, text)

        say(0, self._house, 10, 400)
        say(8, self.tr("Nyckelns fingeravtryck"), 20, 600)
        say(
            22,
            self.tr(
                "Skriv av det första gången en underskriven fil från oss läses in i "
                "Familjecentral. Stämmer det inte är filen inte från oss."
            ),
            11,
            400,
        )
        say(42, self.fingerprint.text(), 16, 600)
