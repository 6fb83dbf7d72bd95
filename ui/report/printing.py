"""Sends the pages of a PDF to a printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ui.widgets.printers import name_fields

_DOTS = 300  # per inch: charts and text are sharp, a page takes 9 MB of memory


def a4(printer: QPrinter) -> QPrinter:
    """Set a printer up for the report: A4, upright, whole sheet, at 300 dots."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(_DOTS)
    return printer


def new_printer() -> QPrinter:
    """Return a printer for the report."""
    return a4(QPrinter(QPrinter.PrinterMode.HighResolution))


def print_pages(document: QPdfDocument, printer: QPrinter) -> Iterator[int]:
    """Print page by page and yield the number of each page that is done.

    The sequence ends early when the printer stops: the caller knows the last page that came out.
    """
    chosen = range(1, document.pageCount() + 1)
    if printer.fromPage():
        chosen = range(printer.fromPage(), min(printer.toPage(), document.pageCount()) + 1)
    painter = QPainter()
    if not painter.begin(printer):
        return
    try:
        for number in chosen:
            if number != chosen.start and not printer.newPage():
                return
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
            size = QSize(round(sheet.width()), round(sheet.height()))
            image = document.render(number - 1, size)
            painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
            yield number
    finally:
        painter.end()


def ask_printer(
    parent: QWidget,
    printer: QPrinter,
    document: QPdfDocument,
    done: Callable[[int, int], None],
) -> QPrintDialog:
    """Ask for a printer and print; ``done`` gets the last page that came out, and the last
    that was asked for. Who asks keeps ``printer``: the dialog does not own it."""
    dialog = name_fields(QPrintDialog(printer, parent))
    dialog.setObjectName("report_print_dlg")
    dialog.setMinMax(1, document.pageCount())
    dialog.accepted.connect(lambda: done(*send_to(printer, document)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()
    return dialog


def send_to(printer: QPrinter, document: QPdfDocument) -> tuple[int, int]:
    """Print page after page; return the last page that came out and the last asked for."""
    last = 0
    for number in print_pages(document, printer):
        last = number
    return last, printer.toPage() or document.pageCount()
