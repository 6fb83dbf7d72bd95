"""The two dialogs of accounts: a new one, and the end of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.access.model import Role
from familjecentral.access.use_cases import AddColleague
from familjecentral.errors import FamiljecentralError, InvalidInput, PassphraseTooShort
from ui.desk import Desk
from ui.errors import sentence_for, text_of
from ui.unlock.choose import PassphraseChoice
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import CheckGroup
from ui.widgets.feedback import Banner
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from ui.settings.presenter import StaffPresenter


class NewAccountDialog(FittedDialog):
    """Name, roles and a start passphrase, which opens once, with one of her own."""

    def __init__(self, desk: Desk, presenter: StaffPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        from ui.settings.staff import role_choices  # the room opens this dialog

        self.setObjectName("account_dlg")
        self.setWindowTitle(self.tr("Ny medarbetare"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._presenter = presenter
        self._first = TextEdit(self.tr("Förnamn"), name="account_first_edt")
        self._login = TextEdit(self.tr("Inloggningsnamn"), name="account_login_edt")
        self._roles = CheckGroup(self.tr("Roller"), role_choices(), name="account_roles_chk")
        self._roles.set_values((Role.COUNSELLOR.value,))
        self._choice = PassphraseChoice("account")
        self._fields = {
            "first_name": Field(self.tr("Förnamn"), self._first),
            "login_name": Field(self.tr("Inloggningsnamn"), self._login),
            "roles": Field(self.tr("Roller"), self._roles),
        }
        self._banner = Banner(name="account_banner")
        self._save = KeyButton(
            self.tr("Skapa kontot"), name="account_save_btn", look="primary", key="Enter"
        )
        leave = KeyButton(self.tr("Avbryt"), name="account_cancel_btn", key="Esc")
        self._save.clicked.connect(self._on_save)
        leave.clicked.connect(self.reject)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(20), px(24), px(18))
        inner.setSpacing(px(12))
        inner.addWidget(text_label(self.tr("Ny medarbetare"), role="dialog"))
        inner.addLayout(row(self._fields["first_name"], self._fields["login_name"], spacing=16))
        inner.addWidget(self._fields["roles"])
        inner.addWidget(self._choice)
        inner.addWidget(
            text_label(
                self.tr(
                    "Lämna frasen muntligt eller på papper. Den gäller en gång: medarbetaren "
                    "väljer en egen vid första inloggningen."
                ),
                role="small",
                ink="muted",
                wrap=True,
            )
        )
        inner.addWidget(self._banner)
        inner.addStretch(1)
        inner.addLayout(row(self._save, leave, 1))
        self.setMinimumWidth(px(560))
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        for field in self._fields.values():
            field.set_error("")
        if not self._choice.check():
            return
        command = AddColleague(
            self._first.text(),
            self._login.text(),
            self._desk.actor.centre_id,
            frozenset(Role(key) for key in self._roles.values()),
            self._choice.passphrase(),
        )
        self._presenter.add(command, self._on_failed)

    def _on_failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            for problem in reversed(error.problems):
                field = self._fields.get(problem.field)
                if field is not None:
                    field.set_error(sentence_for(problem))
                    field.focus_control()
        elif isinstance(error, PassphraseTooShort):
            self._choice.show_too_short()
        else:
            text = text_of(error)
            self._banner.say("err", text.title, f"{text.meaning} {text.action}")


class EndAccountDialog(FittedDialog):
    """Asked, because it cannot be undone. The safe choice is the default."""

    def __init__(self, first_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("end_account_dlg")
        self.setWindowTitle(self.tr("Avsluta kontot"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keep = KeyButton(
            self.tr("Behåll kontot"), name="end_account_keep_btn", look="primary", key="Esc"
        )
        end = KeyButton(
            self.tr("Avsluta kontot"), name="end_account_end_btn", look="danger", icon="user-round"
        )
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        end.clicked.connect(self.accept)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(px(24), px(20), px(24), px(18))
        inner.setSpacing(px(12))
        title = self.tr("Avsluta kontot för {name}?").format(name=first_name)
        inner.addWidget(text_label(title, role="dialog"))
        inner.addWidget(
            text_label(
                self.tr(
                    "Nyckeln förstörs och lagrets egen nyckel byts. Kontakterna finns kvar i "
                    "statistiken. Det går inte att ångra."
                ),
                ink="text2",
                wrap=True,
            )
        )
        inner.addLayout(row(keep, end, 1))
        self.setMinimumWidth(px(460))
        keep.setFocus(Qt.FocusReason.OtherFocusReason)
