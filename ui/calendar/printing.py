"""The calendar on paper and on the clipboard: what is shown, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ui.widgets.table import OWN_ROWS
from ui.widgets.theme import FAMILY


def copy_rows(lines: Sequence[Sequence[str]]) -> None:
    """Put a table on the clipboard, tab-separated; the screen lock takes it back."""
    text = "\n".join("\t".join(line) for line in lines)
    data = QMimeData()
    data.setText(text)
    data.setData(OWN_ROWS, b"1")
    QGuiApplication.clipboard().setMimeData(data)


def document(title: str, subtitle: str, lines: Sequence[Sequence[str]]) -> QTextDocument:
    """Return the table as a document: black on white, a rule under the head, no fill."""
    head, *rows = lines
    cells = "".join(f"<th align='left'>{escape(text)}</th>" for text in head)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(text).replace('; ', '<br>')}</td>" for text in line)
        + "</tr>"
        for line in rows
    )
    made = QTextDocument()
    made.setDefaultStyleSheet(
        f"body {{ font-family: '{FAMILY}'; font-size: 8pt; color: black; }}"
        "h1 { font-size: 14pt; margin: 0; } td, th { padding: 3px 5px; }"
    )
    made.setHtml(
        f"<body><h1>{escape(title)}</h1><p>{escape(subtitle)}</p>"
        f"<table border='1' cellspacing='0' width='100%' style='border-collapse: collapse'>"
        f"<tr>{cells}</tr>{body}</table></body>"
    )
    return made


def landscape(printer: QPrinter) -> QPrinter:
    """Set a printer up for the calendar: A4 across."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer


class PrintRun:
    """Asks for a printer and prints one calendar."""

    def __init__(self, parent: QWidget, pages: QTextDocument) -> None:
        self._pages = pages
        self.printer = landscape(QPrinter(QPrinter.PrinterMode.HighResolution))
        self.dialog = QPrintDialog(self.printer, parent)
        self.dialog.setObjectName("calendar_print_dlg")
        self.dialog.accepted.connect(self.print)
        self.dialog.setModal(True)

    def print(self) -> None:
        """Print it."""
        self._pages.print_(self.printer)
