"""Pages on their way to a printer, and what is said of how that went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from ui.desk import Voice
    from ui.widgets.feedback import Banner


class Printout:
    """Asks for a printer, and keeps it and the pages: their dialog only points at them.

    ``again`` is what a banner advises when the printer stopped; ``{a}`` and ``{b}`` in it are the
    first and the last page that did not come out.
    """

    def __init__(self, on: QWidget, voice: Voice, problem: Banner, *, again: str) -> None:
        self._on, self._voice, self._problem, self._again = on, voice, problem, again
        self._printer: QPrinter | None = None
        self.pages: QPdfDocument | None = None

    def ask_file(self, file: Path) -> None:
        """Ask where to print a written PDF."""
        from PySide6.QtPdf import QPdfDocument

        pages = QPdfDocument(self._on)
        pages.load(str(file))
        self.ask(pages)

    def ask(self, pages: QPdfDocument) -> None:
        """Ask where to print these pages."""
        from ui.report.printing import ask_printer, new_printer

        self.pages, self._printer = pages, new_printer()
        ask_printer(self._on, self._printer, pages, self.ended)

    def ended(self, last: int, wanted: int) -> None:
        """Say that the pages are sent, or at which page the printer stopped."""
        tr = QCoreApplication.translate
        if last >= wanted:
            self._voice.told(tr("printout", "Utskriften är skickad."))
            return
        title = tr("printout", "Utskriften stannade på sida {n}.").format(n=last + 1)
        self._problem.say("err", title, self._again.format(a=last + 1, b=wanted))
        self._voice.announce(self._problem.text(), at_once=True)
