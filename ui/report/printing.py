"""Sends the pages of a PDF to a printer."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

_DOTS = 300  # per inch: charts and text are sharp, a page takes 9 MB of memory


def a4(printer: QPrinter) -> QPrinter:
    """Set a printer up for the report: A4, upright, whole sheet, at 300 dots."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(_DOTS)
    return printer


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
