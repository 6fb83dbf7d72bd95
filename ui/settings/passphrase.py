"""*Lås och lösenfras*: the own passphrase, and (administrator) a new recovery key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.errors import FamiljecentralError, PassphraseTooShort, WrongPassphrase
from ui.desk import Desk
from ui.errors import text_of
from ui.settings.rooms import Room
from ui.unlock.choose import PassphraseChoice
from ui.unlock.keypanel import KeyPanel
from ui.unlock.secret import SecretEdit
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Field
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px


class PassphraseRoom(Room):
    """Old passphrase, new one twice. The data is not encrypted anew, only the own key is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        card = Card(self.tr("Byt lösenfras"), name="settings_passphrase_card")
        self._old = SecretEdit(self.tr("Nuvarande lösenfras"), name="settings_passphrase_old_edt")
        self._old_field = Field(self.tr("Nuvarande lösenfras"), self._old)
        self._choice = PassphraseChoice("settings_passphrase")
        card.body.addWidget(self._old_field)
        card.body.addWidget(self._choice)
        self._save = KeyButton(
            self.tr("Byt lösenfras"),
            name="settings_passphrase_save_btn",
            look="primary",
            key="Ctrl S",
            bind=False,
        )
        foot = card.add_foot()
        foot.addWidget(self._save)
        foot.addStretch(1)
        self._save.clicked.connect(self.save)
        lock = Card(self.tr("Skärmlås"), name="settings_lock_card")
        lock.body.addWidget(
            text_label(
                self.tr(
                    "Skärmen låses efter 10 minuter utan att någon rör datorn, och med Ctrl L. "
                    "Utkast ligger kvar. Ångra-stegen glöms när skärmen låses."
                ),
                ink="text2",
                wrap=True,
            )
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(card)
        outer.addWidget(lock)
        if desk.may(Act.CHANGE_STAFF):
            outer.addWidget(self._recovery_card())
        outer.addStretch(1)

    def _recovery_card(self) -> Card:
        card = Card(self.tr("Återställningsnyckel"), name="settings_recovery_card")
        card.body.addWidget(
            text_label(
                self.tr(
                    "Nyckeln på papper är enda vägen in om lösenfrasen glöms. Gör en ny om "
                    "pappret har kommit bort. Den gamla slutar gälla."
                ),
                ink="text2",
                wrap=True,
            )
        )
        button = KeyButton(
            self.tr("Ny återställningsnyckel…"),
            name="settings_recovery_new_btn",
            icon="key-round",
        )
        button.clicked.connect(self._on_new_key)
        card.body.addLayout(row(button, 1))
        return card

    def focus_first(self) -> None:
        """Go to the old passphrase."""
        self._old.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Change the passphrase."""
        if not self._old.text():
            self._old_field.set_error(self.tr("Skriv din nuvarande lösenfras."))
            self.focus_first()
            return
        self._old_field.set_error("")
        if not self._choice.check():
            return
        old, new, store = self._old.text(), self._choice.passphrase(), self._desk.store
        self._save.setEnabled(False)
        self._desk.work(lambda: store.change_passphrase(old, new), self._on_saved, self._on_failed)

    def _on_saved(self, nothing: None) -> None:
        del nothing
        self._save.setEnabled(True)
        self._old.clear()
        self._choice.clear()
        self._desk.voice.saved(self.tr("Lösenfrasen är bytt."), can_undo=False)

    def _on_failed(self, error: FamiljecentralError) -> None:
        self._save.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            text = text_of(error)
            self._old_field.set_error(f"{text.title} {text.meaning}")
            self.focus_first()
        elif isinstance(error, PassphraseTooShort):
            self._choice.show_too_short()
        else:
            self._desk.voice.failed(error)

    def _on_new_key(self) -> None:
        self._desk.work(self._desk.store.new_recovery_key, self._on_key)

    def _on_key(self, key: str) -> None:
        NewKeyDialog(key, self._desk.store.path.stem, self.window()).open()


class NewKeyDialog(QDialog):
    """Shows a new key until two of its groups have been typed back."""

    def __init__(self, recovery_key: str, house: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_dlg")
        self.setWindowTitle(self.tr("Ny återställningsnyckel"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._panel = KeyPanel("recovery")
        self._panel.show_key(recovery_key, house)
        done = KeyButton(self.tr("Klart"), name="recovery_done_btn", look="primary", key="Enter")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(20), px(24), px(18))
        inner.setSpacing(px(12))
        inner.addWidget(text_label(self.tr("Spara återställningsnyckeln på papper"), role="dialog"))
        inner.addWidget(
            text_label(
                self.tr("Den gamla gäller inte längre. Förstör pappret med den."),
                ink="text2",
                wrap=True,
            )
        )
        inner.addWidget(self._panel)
        inner.addLayout(row(1, done))
        self.setMinimumWidth(px(680))
        done.clicked.connect(self._on_done)
        self._panel.focus_field()

    def _on_done(self) -> None:
        if self._panel.is_checked():
            self.accept()
        else:
            self._panel.show_wrong()
