"""A key on paper: on a printer, or as PDF where there is none; and spelled for who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import SLOT, QMarginsF, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPageLayout, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.preferences import documents_folder
from ui.widgets.printers import name_fields
from ui.widgets.theme import FAMILY

_MARGIN = 16.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a key is drawn on: painter, pixels in a millimetre, width in pixels."""

    painter: QPainter
    mm: float
    width: float

    def say(self, top: float, text: str, points: float, weight: int) -> None:
        """Write from ``top`` mm down, as wide as the sheet."""
        of = QFont(FAMILY)
        of.setPointSizeF(points)
        of.setWeight(QFont.Weight(weight))
        self.painter.setFont(of)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        self.painter.drawText(QRectF(0, top * self.mm, self.width, 40 * self.mm), flags, text)


class KeyPaper(QObject):
    """Asks where to and draws with ``draw``. ``file`` is the name that a PDF is offered."""

    def __init__(
        self, parent: QWidget, draw: Callable[[Sheet], None], *, question: str, file: str
    ) -> None:
        super().__init__(parent)
        self._on = parent
        self._draw = draw
        self._question = question
        self._file = file
        self._printer: QPrinter | None = None

    def ask(self) -> None:
        """Ask for a printer; without one, for a PDF file."""
        if not QPrinterInfo.availablePrinterNames():
            dialog = QFileDialog(self._on, self._question, str(documents_folder()))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("pdf")
            dialog.setNameFilter("PDF (*.pdf)")
            dialog.selectFile(self._file)
            dialog.fileSelected.connect(self.write_pdf)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
            return
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName("Familjecentral")
        chooser = name_fields(QPrintDialog(self._printer, self._on))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.open(self, SLOT("take_printer()").encode())

    @Slot()
    def take_printer(self) -> None:
        """Print on the printer that was chosen."""
        if self._printer is not None:
            self._paint(self._printer)

    def write_pdf(self, path: str) -> None:
        """Write the sheet as PDF."""
        writer = QPdfWriter(path)
        margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        self._paint(writer)

    def _paint(self, device: QPrinter | QPdfWriter) -> None:
        painter = QPainter(device)
        painter.setPen(QColor("black"))
        resolution = device.resolution()
        width = device.pageLayout().paintRectPixels(resolution).width()
        self._draw(Sheet(painter, resolution / 25.4, width))
        painter.end()


def spelled(groups: Iterable[str], pattern: str) -> str:
    """Return groups character by character; ``pattern`` takes ``n`` and ``letters``."""
    parts = (pattern.format(n=n, letters=" ".join(group)) for n, group in enumerate(groups, 1))
    return ". ".join(parts)
