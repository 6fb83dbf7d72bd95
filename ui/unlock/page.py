"""The unlock card: at a cold start and over a running session.

It is the first frame of most days, so what it may need later is imported later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.unlock.presenter import UnlockPresenter
from ui.unlock.secret import SecretEdit
from ui.widgets.buttons import KeyButton
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import IconLabel, column, row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.access.model import Staff
    from familjecentral.errors import FamiljecentralError
    from familjecentral.gate import OpenedStore, StoreGate
    from ui.runner import Runner
    from ui.unlock.choose import PassphraseChoice
    from ui.widgets.feedback import Banner


_SOMEBODY_ELSE = "somebody_else"


class UnlockCard(QFrame):
    """Name, passphrase, *Lås upp*. At a cold start the name is typed: nothing in or beside the
    store tells who works there. Over a running session it is chosen."""

    entered = Signal(object, str)
    resumed = Signal()
    other_store_asked = Signal()
    recovery_asked = Signal()
    quit_asked = Signal()

    def __init__(self, runner: Runner, gate: Callable[[], StoreGate]) -> None:
        super().__init__()
        self.setProperty("kind", "dialog")
        self.setObjectName("unlock_card")
        self.presenter = UnlockPresenter(self, runner, gate)
        self._path = Path()
        self._store: OpenedStore | None = None
        self._people: tuple[Staff, ...] = ()
        self._wait = 0
        self._own: PassphraseChoice | None = None
        self._told: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._build_widgets()
        self._build_layout()
        self._connect()

    def _build_widgets(self) -> None:
        self._title = text_label("", role="dialog", name="unlock_title_lbl")
        self._below = text_label("", ink="text2", name="unlock_state_lbl")
        self._login = TextEdit(self.tr("Inloggningsnamn"), name="unlock_login_edt")
        self._login_field = Field(self.tr("Inloggningsnamn"), self._login)
        self._person: QWidget | None = None
        self._person_field: Field | None = None
        self._secret = SecretEdit(self.tr("Lösenfras"), name="unlock_passphrase_edt")
        self._secret_field = Field(self.tr("Lösenfras"), self._secret)
        self._caps = QWidget()
        caps = row(
            IconLabel("triangle-alert", "warn", 15),
            text_label(self.tr("Caps Lock är på"), role="small", weight=600, ink="warn"),
            1,
            spacing=6,
        )
        self._caps.setLayout(caps)
        self._caps.hide()
        self._open = KeyButton(
            self.tr("Lås upp"),
            name="unlock_open_btn",
            look="primary",
            icon="key-round",
            key="Enter",
            height=40,
        )
        self._open.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._recover = KeyButton(
            self.tr("Använd återställningsnyckel"),
            name="unlock_recover_btn",
            look="link",
            key="Alt N",
        )
        self._other = KeyButton(
            self.tr("Annat lager"), name="unlock_other_btn", look="link", key="Alt A"
        )
        self._quit = KeyButton(self.tr("Avsluta"), name="unlock_quit_btn", look="link")
        self._banner: Banner | None = None

    def _build_layout(self) -> None:
        self.setFixedWidth(px(460))
        head = row(
            IconLabel("mark", "text", 42),
            column(self._title, self._below, spacing=0),
            1,
            spacing=14,
        )
        links = QHBoxLayout()
        links.setSpacing(px(2))
        links.addWidget(self._recover)
        links.addStretch(1)
        links.addWidget(self._quit)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(px(12))
        self._fields.addWidget(self._login_field)
        self._fields.addWidget(self._secret_field)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(34), px(30), px(34), px(24))
        inner.setSpacing(px(12))
        inner.addLayout(head)
        inner.addSpacing(px(8))
        inner.addLayout(self._fields)
        inner.addWidget(self._caps)
        inner.addSpacing(px(4))
        inner.addWidget(self._open)
        inner.addLayout(links)
        inner.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner = inner

    def _connect(self) -> None:
        self._open.clicked.connect(self._on_open)
        self._recover.clicked.connect(self.recovery_asked)
        self._other.clicked.connect(self.other_store_asked)
        self._quit.clicked.connect(self.quit_asked)
        self._secret.caps_changed.connect(self._caps.setVisible)
        self._login.textEdited.connect(self._drop_own)

    # --- what it is shown for -------------------------------------------------------------------

    def show_cold(self, path: Path) -> None:
        """Ask for name and passphrase of a store."""
        self._path, self._store = path, None
        self._title.setText(path.stem)
        self._below.setText(self.tr("Krypterat lager på den här datorn"))
        self._login_field.show()
        if self._person_field is not None:
            self._person_field.hide()
        self._other.show()
        self._reset(self._login)

    def show_locked(
        self, store: OpenedStore, people: Sequence[Staff], title: str, since: str
    ) -> None:
        """Ask for the passphrase of the person at work, or let another one take over."""
        from ui.widgets.combo import Choice, CodedCombo  # late: a cold start has no list

        self._store, self._people = store, tuple(people)
        self._title.setText(title)
        self._below.setText(self.tr("Låst sedan {time}. Ditt utkast är sparat.").format(time=since))
        if self._person_field is None:
            combo = CodedCombo(self.tr("Vem är du?"), name="unlock_person_cmb", clearable=False)
            combo.changed.connect(self._on_person_changed)
            self._person = combo
            self._person_field = Field(self.tr("Vem är du?"), combo)
            self._fields.insertWidget(0, self._person_field)
        person = self._person
        assert isinstance(person, CodedCombo)
        others = Choice(_SOMEBODY_ELSE, self.tr("Någon annan"))
        person.set_choices([*(Choice(str(s.id), s.first_name) for s in self._people), others])
        person.set_value(str(store.person.id))
        self._login_field.hide()
        self._person_field.show()
        self._other.hide()
        self._reset(self._secret)

    def _on_person_changed(self) -> None:
        """Who is not in the list types the login name."""
        self._drop_own()
        self._login_field.setVisible(self._person_key() == _SOMEBODY_ELSE)

    def _person_key(self) -> str | None:
        from ui.widgets.combo import CodedCombo

        return self._person.value() if isinstance(self._person, CodedCombo) else None

    def _reset(self, first: QWidget) -> None:
        self._drop_own()
        self._secret.clear()
        self._login.clear()
        if self._banner is not None:
            self._banner.hide()
        self._login_field.set_error("")
        self._secret_field.set_error("")
        self._first = first
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus where typing begins."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys and clicks --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens from every field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_open()
        else:
            super().keyPressEvent(event)

    def _on_open(self) -> None:
        if not self._open.isEnabled():
            return
        secret = self._secret.text()
        if self._store is None:
            self._open_cold(secret)
            return
        key = self._person_key()
        person = next((s for s in self._people if str(s.id) == key), None)
        login = person.login_name if person is not None else self._login.text().strip()
        if not self._check_login(login) or not self._check_secret(secret) or not self._check_own():
            return
        if person is not None and person.id == self._store.person.id:
            self.presenter.unlock_again(self._store, secret)
        else:
            self.presenter.switch(self._store, login, secret, self._own_phrase())

    def _open_cold(self, secret: str) -> None:
        login = self._login.text().strip()
        fine = self._check_secret(secret)
        if self._check_login(login) and fine and self._check_own():
            self.presenter.unlock(self._path, login, secret, self._own_phrase())

    def _check_login(self, login: str) -> bool:
        self._login_field.set_error("" if login else self.tr("Skriv ett inloggningsnamn."))
        if not login:
            self._login.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(login)

    def _check_secret(self, secret: str) -> bool:
        self._secret_field.set_error("" if secret else self.tr("Skriv en lösenfras."))
        if not secret:
            self._secret.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(secret)

    # --- a passphrase of her own after a start passphrase -----------------------------------------

    def show_start(self) -> None:
        """Ask for a passphrase of her own in place of the start one, which opens nothing alone."""
        from ui.unlock.choose import PassphraseChoice
        from ui.widgets.feedback import Banner

        self._drop_own()
        self._told = told = Banner(name="unlock_start_banner")
        told.say(
            "info",
            self.tr("Startfrasen stämmer."),
            self.tr("Den gäller en gång. Välj nu en egen lösenfras, som bara du känner till."),
        )
        self._own = PassphraseChoice("unlock_own", self.tr("Egen lösenfras"))
        self._secret_field.hide()
        for part in (told, self._own):
            self._fields.addWidget(part)
        self._open.setText(self.tr("Spara och lås upp"))
        self._own.focus_field()

    def _drop_own(self) -> None:
        """Take the question away again: another name is being typed."""
        if self._own is not None:
            for part in filter(None, (self._told, self._own)):
                part.hide()
                part.deleteLater()
            self._own = None
            self._secret.clear()
            self._secret_field.show()
            self._open.setText(self.tr("Lås upp"))

    def _check_own(self) -> bool:
        return self._own is None or self._own.check()

    def _own_phrase(self) -> str | None:
        return None if self._own is None else self._own.passphrase()

    # --- the view of the presenter -----------------------------------------------------------

    def show_busy(self, busy: bool) -> None:
        """Show that the store is being opened."""
        self._open.setEnabled(not busy)
        rest = self.tr("Lås upp") if self._own is None else self.tr("Spara och lås upp")
        self._open.setText(self.tr("Låser upp…") if busy else rest)

    def show_error(self, error: FamiljecentralError) -> None:
        """Show what went wrong, in three sentences."""
        from familjecentral.errors import InvalidInput
        from ui.errors import sentence_for, text_of

        if self._own is not None and isinstance(error, InvalidInput):
            self._own.first_field.set_error(sentence_for(error.problems[0]))
            self._own.focus_field()
            return
        text = text_of(error)
        self._say(text.title, f"{text.meaning} {text.action}")

    def _say(self, title: str, rest: str) -> None:
        from ui.widgets.feedback import Banner  # late: the first frame has nothing to say

        if self._banner is None:
            self._banner = Banner(name="unlock_banner")
            self._inner.addWidget(self._banner)
        self._banner.say("err", title, rest)

    def show_wait(self, seconds: int) -> None:
        """Say that the passphrase is wrong and count down."""
        self._wait = seconds
        self._secret.selectAll()
        self._secret.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.start()
        self._say_wait()

    def _on_second(self) -> None:
        self._wait -= 1
        self._say_wait()

    def _say_wait(self) -> None:
        from familjecentral.errors import WrongPassphrase
        from ui.errors import text_of

        text = text_of(WrongPassphrase())
        waiting = self._wait > 0
        if waiting:
            rest = self.tr(
                "Försök igen om {n} sekunder, eller använd återställningsnyckeln."
            ).format(n=self._wait)
        else:
            self._timer.stop()
            rest = self.tr("Försök igen, eller använd återställningsnyckeln.")
        self._say(text.title, f"{text.meaning} {rest}")
        self._open.disable(self.tr("Vänta {n} sekunder").format(n=self._wait) if waiting else "")

    def came_in(self, store: OpenedStore, recovery_key: str) -> None:
        """Pass the open store on."""
        self._secret.clear()
        self.entered.emit(store, recovery_key)

    def came_back(self) -> None:
        """Let the session go on."""
        self._secret.clear()
        self.resumed.emit()
