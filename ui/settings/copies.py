"""*Säkerhetskopior*: when the last was written, a new one, a trial of one, how to go back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from familjecentral.access.keeping import back_up, check_copy, last_done
from familjecentral.errors import FamiljecentralError, StoreDamaged
from ui.desk import Desk
from ui.errors import text_of
from ui.preferences import Preferences, documents_folder
from ui.settings.rooms import TextRoom
from ui.widgets.buttons import KeyButton
from ui.widgets.feedback import Banner, Mood
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px

ENDING = "fcbackup"
_DAYS_UNTIL_WARNED = 3


class CopiesRoom(TextRoom):
    """A copy is read back when it is written, and again whenever somebody asks."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        super().__init__()
        self._desk = desk
        self._preferences = preferences
        self._last = Banner(name="settings_copies_last_banner")
        self._said = Banner(name="settings_copies_banner")
        self._make = KeyButton(
            self.tr("Säkerhetskopiera nu…"),
            name="settings_copies_make_btn",
            look="primary",
            icon="archive",
        )
        self._try = KeyButton(
            self.tr("Prova en kopia…"), name="settings_copies_try_btn", icon="shield-check"
        )
        self._make.clicked.connect(self.ask_where)
        self._try.clicked.connect(self.ask_which)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(self._copies_card())
        outer.addWidget(self._restore_card())
        outer.addStretch(1)

    def _copies_card(self) -> Card:
        card = Card(self.tr("Säkerhetskopior"), name="settings_copies_card")
        words = self.tr(
            "En kopia är en fil med lager, nycklar och offentligt register. Den är lika skyddad "
            "som lagret och får ligga på en nätverksplats: lägg den på en annan disk än lagret. "
            "Ta bort kopior inom 30 dagar, det gör programmet inte själv."
        )
        card.body.addWidget(text_label(words, ink="text2", wrap=True))
        card.body.addWidget(self._last)
        card.body.addLayout(row(self._make, self._try, 1))
        card.body.addWidget(self._said)
        return card

    def _restore_card(self) -> Card:
        card = Card(self.tr("Återställa"), name="settings_restore_card")
        steps = (
            self.tr("1. Stäng programmet. Kör på kommandoraden:"),
            self.tr(
                "2. Skriv lösenfrasen som gällde när kopian togs. Kopian prövas helt. Det "
                "nuvarande lagret ligger kvar orört: välj ett nytt namn."
            ),
            self.tr("3. Öppna det nya lagret med Annat lager, där du låser upp."),
            self.tr(
                "4. En chef anger den senaste utgåvan på Kvartalsrapport. Tills dess ges inget ut: "
                "det som har lämnats ut sedan kopian togs måste bli känt."
            ),
        )
        command = "familjecentral restore {copy} --out {store} --user {user}".format(
            copy=f"KOPIA.{ENDING}", store="NYTT.fcdb", user=self._desk.person.login_name
        )
        said = text_label(command, weight=600, wrap=True, name="settings_restore_command_lbl")
        said.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        said.setAccessibleName(command)
        for place, text in enumerate(steps):
            card.body.addWidget(text_label(text, ink="text2", wrap=True))
            if not place:
                card.body.addWidget(said)
        return card

    def opened(self) -> None:
        """Read when the last copy was written."""
        self._desk.ask(lambda uow: last_done(uow, "backed_up"), self._show_last)

    def _show_last(self, found: dict[str, dt.date]) -> None:
        day = found.get("backed_up")
        if day is None:
            self._last.say(
                "warn",
                self.tr("Ingen säkerhetskopia."),
                self.tr("Programmet har inte skrivit någon kopia av det här lagret än."),
            )
            return
        days = (self._desk.clock.today() - day).days
        if days < _DAYS_UNTIL_WARNED:
            when = (self.tr("i dag"), self.tr("i går"))[days] if days < 2 else day.isoformat()
            self._last.say("ok", self.tr("Senaste: {day}, kontrolläst.").format(day=when))
        else:
            text = self.tr("Ingen säkerhetskopia på {n} dagar.").format(n=days)
            rest = self.tr("Den senaste togs {day}.").format(day=day.isoformat())
            self._last.say("warn", text, rest)

    def _folder(self) -> Path:
        return self._preferences.copy_folder() or documents_folder()

    def ask_where(self) -> None:
        """Ask for a file name and write a copy there."""
        dialog = self._file_dialog(self.tr("Säkerhetskopiera"), "settings_copies_make_dlg")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING)
        store, today = self._desk.store.path.stem, self._desk.clock.today()
        dialog.selectFile(f"{store}-{today.isoformat()}.{ENDING}")
        dialog.fileSelected.connect(lambda path: self.make(Path(path)))
        dialog.open()

    def ask_which(self) -> None:
        """Ask for a copy and try it."""
        dialog = self._file_dialog(self.tr("Prova en kopia"), "settings_copies_try_dlg")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.try_copy(Path(path)))
        dialog.open()

    def _file_dialog(self, title: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self, title, str(self._folder()))
        dialog.setObjectName(name)
        dialog.setNameFilter(self.tr("Säkerhetskopior (*.fcbackup)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def make(self, path: Path) -> None:
        """Write a copy and read it back."""
        desk = self._desk
        self._begin(self.tr("Kopierar och läser tillbaka…"))

        def done(_: None) -> None:
            self._preferences.set_copy_folder(path.parent)
            self._end("ok", self.tr("Kopian är skriven och läst: {name}.").format(name=path.name))
            self.opened()

        desk.work(lambda: back_up(desk.store, path, desk.clock), done, self._on_failed)

    def try_copy(self, path: Path) -> None:
        """Read a copy from end to end and say how it is."""
        desk = self._desk
        self._begin(self.tr("Läser kopian…"))

        def done(opens: bool) -> None:
            title = self.tr("Kopian är hel: {name}.").format(name=path.name)
            rest = self.tr("Den öppnas med de nycklar som gäller nu.")
            if not opens:
                rest = self.tr(
                    "Nycklarna har bytts sedan den togs, eller så är den av ett annat lager: den "
                    "öppnas bara med lösenfraser som gällde då."
                )
            self._end("ok" if opens else "info", title, rest)

        desk.work(lambda: check_copy(desk.store, path), done, self._on_failed)

    def _begin(self, text: str) -> None:
        for button in (self._make, self._try):
            button.setEnabled(False)
        self._said.say("info", text)

    def _end(self, mood: Mood, title: str, rest: str = "") -> None:
        for button in (self._make, self._try):
            button.setEnabled(True)
        self._said.say(mood, title, rest)
        self._desk.voice.announce(self._said.text())

    def _on_failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, StoreDamaged):
            title = self.tr("Kopian är inte hel.")
            rest = self.tr("Nuvarande lager är orört. Välj en annan kopia, eller skriv en ny.")
        else:
            text = text_of(error)
            title, rest = text.title, f"{text.meaning} {text.action}"
        self._end("err", title, rest)

    def focus_first(self) -> None:
        """Go to the main button."""
        self._make.setFocus(Qt.FocusReason.OtherFocusReason)
