"""The fingerprint of the store's key: to read, to hear character by character, and on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keypaper import KeyPaper, Sheet, spelled
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Announcer
from ui.widgets.text import row, text_label
from ui.widgets.theme import px


class KeySheet(QWidget):
    """Eight groups of four, with the ways to hand them over."""

    def __init__(self) -> None:
        super().__init__()
        self._house = ""
        self.paper = KeyPaper(
            self,
            self._draw,
            question=self.tr("Spara fingeravtrycket som PDF"),
            file="fingeravtryck.pdf",
        )
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
        return spelled(self.fingerprint.text().split(), self.tr("Grupp {n}: {letters}"))

    def read_aloud(self) -> None:
        """Send the groups to the screen reader; the program makes no sound of its own."""
        self._announcer.announce(self.spelled())

    def print_sheet(self) -> None:
        """Ask for a printer; without one, for a PDF file."""
        self.paper.ask()

    def _draw(self, sheet: Sheet) -> None:
        sheet.say(0, self._house, 10, 400)
        sheet.say(8, self.tr("Nyckelns fingeravtryck"), 20, 600)
        text = self.tr(
            "Skriv av det första gången en underskriven fil från oss läses in i "
            "Familjecentral. Stämmer det inte är filen inte från oss."
        )
        sheet.say(22, text, 11, 400)
        sheet.say(42, self.fingerprint.text(), 16, 600)
