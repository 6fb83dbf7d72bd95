"""Qt's own dialog for a printer, where the system has none: its fields have no names."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget


def _tr(text: str) -> str:
    return QCoreApplication.translate("printers", text)


def _names() -> dict[str, str]:
    """Return what each part is called, by the name that Qt gives it."""
    return {
        "printers": _tr("Skrivare"),
        "properties": _tr("Skrivarens egenskaper"),
        "preview": _tr("Förhandsgranska"),
        "filename": _tr("Fil som skrivs"),
        "fileBrowser": _tr("Välj fil"),
        "color": _tr("Färg"),
        "grayscale": _tr("Gråskala"),
        "noDuplex": _tr("Enkelsidigt"),
        "duplexLong": _tr("Dubbelsidigt, vänd längs långsidan"),
        "duplexShort": _tr("Dubbelsidigt, vänd längs kortsidan"),
        "printAll": _tr("Skriv ut alla sidor"),
        "printRange": _tr("Skriv ut från en sida till en annan"),
        "from": _tr("Från sida"),
        "to": _tr("Till sida"),
        "pagesRadioButton": _tr("Skriv ut vissa sidor"),
        "pagesLineEdit": _tr("Sidor, som 1–3, 7"),
        "printCurrentPage": _tr("Skriv ut den här sidan"),
        "printSelection": _tr("Skriv ut det markerade"),
        "pageSetCombo": _tr("Udda eller jämna sidor"),
        "copies": _tr("Antal exemplar"),
        "collate": _tr("Sortera exemplaren"),
        "reverse": _tr("Sista sidan först"),
        "qt_tabwidget_tabbar": _tr("Delar av dialogen"),
    }


def name_fields(dialog: QPrintDialog) -> QPrintDialog:
    """Give every part of the dialog a name that is read aloud; return it.

    The system's own dialog, where there is one, holds no such parts and is left alone.
    """
    for key, name in _names().items():
        part = dialog.findChild(QWidget, key)
        if part is not None:
            part.setAccessibleName(name)
    for part in dialog.findChildren(QPushButton):
        if not part.accessibleName():
            part.setAccessibleName(_plain(part))
    for text in dialog.findChildren(QLabel):
        beside = text.buddy()
        if beside is not None and not beside.accessibleName():
            beside.setAccessibleName(text.text().replace("&", "").rstrip(":"))
    return dialog


def _plain(button: QAbstractButton) -> str:
    return button.text().replace("&", "").rstrip("<> ")
