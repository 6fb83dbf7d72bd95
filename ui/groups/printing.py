"""The list of a term on paper: what the table shows, in its order."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QPageLayout, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ui.groups.rows import BELOW_ROLE
from ui.widgets.printers import name_fields


def list_document(model: QAbstractItemModel, heading: str) -> QTextDocument:
    """Return the rows of a table as a document, heads repeated on each page."""
    columns = range(model.columnCount())
    horizontal = Qt.Orientation.Horizontal
    heads = [str(model.headerData(c, horizontal)).rstrip(" ↓↑") for c in columns]
    lines = []
    for place in range(model.rowCount()):
        cells = []
        for column in columns:
            index = model.index(place, column)
            below = str(index.data(BELOW_ROLE) or "")
            small = f"<br><small>{escape(below)}</small>" if below else ""
            cells.append(f"<td>{escape(str(index.data() or ''))}{small}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th align='left'>{escape(text)}</th>" for text in heads)
    document = QTextDocument()
    document.setHtml(
        f"<h3>{escape(heading)}</h3><table width='100%' cellpadding='3' cellspacing='0' "
        f"border='1' style='border-collapse: collapse; font-size: 9pt'>"
        f"<thead><tr>{head}</tr></thead>{''.join(lines)}</table>"
    )
    return document


def print_list(parent: QWidget, model: QAbstractItemModel, heading: str) -> QPrintDialog:
    """Ask for a printer and print the list, lying."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    document = list_document(model, heading)
    dialog = name_fields(QPrintDialog(printer, parent))
    dialog.setObjectName("groups_print_dlg")
    dialog.accepted.connect(lambda: document.print_(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()
    return dialog
