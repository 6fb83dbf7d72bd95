"""A colleague has forgotten her passphrase: a start passphrase, drawn and shown once."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.wording import passphrase_words
from ui.keypaper import KeyPaper, Sheet
from ui.unlock.passphrase import draw
from ui.widgets.buttons import KeyButton
from ui.widgets.fitting import FittedDialog
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px


class ResetDialog(FittedDialog):
    """Says first what is lost, with the safe choice as default; then shows the phrase.

    ``give`` carries the reset out with a phrase and calls back when it holds.
    """

    def __init__(
        self,
        first_name: str,
        house: str,
        give: Callable[[str, Callable[[], None]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reset_dlg")
        self.setWindowTitle(self.tr("Glömd lösenfras"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name, self._house, self._give = first_name, house, give
        self._phrase = draw(passphrase_words(), secrets.choice)
        self._paper = KeyPaper(
            self,
            self._draw,
            question=self.tr("Spara startfrasen som PDF att skriva ut"),
            file="startfras.pdf",
        )
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(px(24), px(20), px(24), px(18))
        self._part = self._question()
        self._inner.addWidget(self._part)
        self.setMinimumWidth(px(520))
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, title: str, *words: str) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(12))
        inner.addWidget(text_label(title, role="dialog", name="reset_title_lbl"))
        for text in words:
            inner.addWidget(text_label(text, ink="text2", wrap=True))
        return page, inner

    def _question(self) -> QWidget:
        page, inner = self._page(
            self.tr("Ge {name} en startfras?").format(name=self._name),
            self.tr(
                "Den gamla lösenfrasen slutar gälla. Startfrasen öppnar en gång, och då väljs en "
                "egen lösenfras. Det skrivs i loggen."
            ),
            self.tr(
                "Ett påbörjat formulär som inte är sparat går förlorat: det är förseglat med den "
                "gamla nyckeln. Allt som är sparat finns kvar. Det går inte att ångra."
            ),
        )
        keep = KeyButton(
            self.tr("Behåll den gamla"), name="reset_keep_btn", look="primary", key="Esc"
        )
        go = KeyButton(
            self.tr("Ge en startfras"), name="reset_go_btn", look="danger", icon="key-round"
        )
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        go.clicked.connect(self._on_go)
        inner.addLayout(row(keep, go, 1))
        self._keep, self._go = keep, go
        return page

    def _on_go(self) -> None:
        self._go.setEnabled(False)
        self._give(self._phrase, self._show)

    def _show(self) -> None:
        """Show the phrase once: nobody can look it up later."""
        page, inner = self._page(
            self.tr("Startfras för {name}").format(name=self._name),
            self.tr("Lämna den på papper eller muntligt, aldrig med e-post. Den visas inte igen."),
        )
        tile = frame("tile")
        words = QVBoxLayout(tile)
        words.setContentsMargins(px(16), px(12), px(16), px(12))
        phrase = text_label(self._phrase, role="dialog", wrap=True, name="reset_phrase_lbl")
        phrase.setAccessibleName(self.tr("Startfras: {words}").format(words=self._phrase))
        words.addWidget(phrase)
        inner.addWidget(tile)
        paper = KeyButton(
            self.tr("Skriv ut startfrasen"), name="reset_print_btn", icon="printer", key="Ctrl P"
        )
        done = KeyButton(self.tr("Klart"), name="reset_done_btn", look="primary", key="Enter")
        done.setDefault(True)
        paper.clicked.connect(self._paper.ask)
        done.clicked.connect(self.accept)
        inner.addLayout(row(paper, 1, done))
        self._inner.removeWidget(self._part)
        self._part.deleteLater()
        self._part = page
        self._inner.addWidget(page)
        done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self, sheet: Sheet) -> None:
        """Draw the paper: the phrase and what to do with it. No name: it can be lost."""
        sheet.say(0, self._house, 10, 400)
        sheet.say(8, self.tr("Startfras"), 20, 600)
        sheet.say(24, self._phrase, 18, 600)
        text = self.tr(
            "Skriv ditt inloggningsnamn och startfrasen när programmet öppnas, och välj sedan en "
            "egen lösenfras. Förstör pappret när det är gjort. Skriv inget namn på det."
        )
        sheet.say(44, text, 11, 400)
