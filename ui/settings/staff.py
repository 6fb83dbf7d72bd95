"""*Medarbetare och roller*: who has an account, and what it gives."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from familjecentral.access.model import Centre, Role, Staff, StaffId
from familjecentral.errors import FieldProblem
from resources.lists import label as code_label
from ui.desk import Desk
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.account import EndAccountDialog, NewAccountDialog
from ui.settings.offering import HandOnDialog
from ui.settings.presenter import StaffPresenter, Undo
from ui.settings.reset import ResetDialog
from ui.settings.rooms import Room
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import CheckGroup
from ui.widgets.combo import Choice
from ui.widgets.dates import DateField
from ui.widgets.form import Field, TextEdit
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px


def role_choices() -> tuple[Choice, ...]:
    """Return the roles that can be given."""
    return tuple(Choice(role.value, code_label("user_role", role.value)) for role in Role)


class StaffRoom(Room):
    """A table of colleagues and the form of the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = StaffPresenter(self, desk)
        self._staff: tuple[Staff, ...] = ()
        self._centres: tuple[Centre, ...] = ()
        self._chosen: StaffId | None = None
        self._dialog: NewAccountDialog | None = None
        self._build_list()
        self._build_form()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(self._list)
        outer.addWidget(self._form)
        outer.addStretch(1)

    def _build_list(self) -> None:
        heads = (
            self.tr("Förnamn"),
            self.tr("Inloggningsnamn"),
            self.tr("Roller"),
            self.tr("Sista dag"),
        )
        self._model = TextTable(heads)
        self._table = Table(self.tr("Medarbetare"), name="settings_staff_tbl")
        self._table.setModel(self._model)
        self._table.set_widths((heads[0], heads[1], heads[2], "2026-12-31"), (2, 2, 4, 0), strong=0)
        new = KeyButton(
            self.tr("Ny medarbetare"),
            name="settings_staff_new_btn",
            icon="user-round-plus",
            key="Alt N",
        )
        new.clicked.connect(self.add)
        self._list = Card(self.tr("Medarbetare och roller"), name="settings_staff_card")
        self._list.head.addStretch(1)
        self._list.head.addWidget(new)
        self._list.head.setContentsMargins(px(16), 0, px(16), 0)
        self._list.body.setContentsMargins(1, px(12), 1, 1)
        words = text_label(
            self.tr(
                "Namnen syns för den som planerar arbetet, aldrig i statistiken. "
                "Ingen rapport räknar per medarbetare."
            ),
            ink="text2",
            wrap=True,
        )
        words.setContentsMargins(px(16), 0, px(16), px(4))
        self._list.body.addWidget(words)
        self._list.body.addWidget(self._table)
        self._table.selectionModel().selectionChanged.connect(self._on_selected)
        self._table.opened.connect(self.focus_form)

    def _build_form(self) -> None:
        self._form = FormCard("", name="settings_staff_form", save_text=self.tr("Spara"))
        self._first = TextEdit(self.tr("Förnamn"), name="settings_staff_first_edt")
        self._login = TextEdit(
            self.tr("Inloggningsnamn"),
            name="settings_staff_login_edt",
            help=self.tr("Det är en del av låset och kan inte ändras"),
        )
        self._login.setReadOnly(True)
        self._until = DateField(
            self.tr("Sista dag"),
            name="settings_staff_until_edt",
            today=self._desk.clock.today(),
            optional=True,
        )
        self._roles = CheckGroup(self.tr("Roller"), role_choices(), name="settings_staff_roles_chk")
        add = self._form.add_field
        add("first_name", Field(self.tr("Förnamn"), self._first), 0, 0)
        add("login_name", Field(self.tr("Inloggningsnamn"), self._login), 0, 1)
        until = Field(self.tr("Sista dag"), self._until, hint=self.tr("tomt = tills vidare"))
        add("ends_on", until, 0, 2)
        add("roles", Field(self.tr("Roller"), self._roles), 1, 0, 3)
        self._end = KeyButton(
            self.tr("Avsluta kontot…"),
            name="settings_staff_end_btn",
            look="danger",
            icon="user-round",
        )
        self._cards = KeyButton(
            self.tr("Lämna vidare…"), name="settings_staff_cards_btn", icon="log-out"
        )
        self._cards.clicked.connect(self._on_cards)
        self._form.foot.addWidget(self._cards)
        self._cards.hide()
        self._forgot = KeyButton(
            self.tr("Glömd lösenfras…"), name="settings_staff_reset_btn", icon="key-round"
        )
        self._forgot.clicked.connect(self._on_forgot)
        self._form.head.addStretch(1)
        self._form.head.addWidget(self._forgot)
        self._form.foot.addWidget(self._end)
        self._form.on_save(self.save)
        self._form.reset_button.clicked.connect(self._show_chosen)
        self._end.clicked.connect(self._on_end)

    def opened(self) -> None:
        """Read anew."""
        self._presenter.load()

    def focus_first(self) -> None:
        """Go to the table."""
        self._table.focus_field()

    def focus_form(self) -> None:
        """Go to the form."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_staff(self, staff: tuple[Staff, ...], centres: tuple[Centre, ...]) -> None:
        """Show the colleagues; the chosen one stays."""
        self._staff, self._centres = staff, centres
        today = self._desk.clock.today()
        self._model.set_rows([self._row(person, today) for person in staff])
        rows = min(max(len(staff), 1), 8)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)
        ids = [person.id for person in staff]
        self._table.choose_row(ids.index(self._chosen) if self._chosen in ids else 0)

    def _row(self, person: Staff, today: dt.date) -> tuple[str, str, str, str]:
        roles = ", ".join(
            code_label("user_role", role.value, short=True) for role in Role if role in person.roles
        )
        until = person.ends_on.isoformat() if person.ends_on else ""
        if person.ends_on and person.ends_on < today:
            until = self.tr("avslutat")
        return person.first_name, person.login_name, roles, until

    def _on_selected(self) -> None:
        rows = self._table.chosen_rows()
        if rows:
            self._chosen = self._staff[rows[0]].id
            self._show_chosen()

    def _present(self) -> Staff | None:
        return next((s for s in self._staff if s.id == self._chosen), None)

    def _show_chosen(self) -> None:
        person = self._present()
        if person is None:
            return
        self._form.clear_problems()
        self._form.title.setText(person.first_name)
        self._first.setText(person.first_name)
        self._login.setText(person.login_name)
        self._until.set_day(person.ends_on)
        self._roles.set_values(role.value for role in person.roles)
        ended = person.ends_on is not None and person.ends_on < self._desk.clock.today()
        own = person.id == self._desk.person.id
        reason = self.tr("Kontot är redan avslutat") if ended else ""
        if own:
            reason = self.tr("Ditt eget konto avslutas av en annan systemansvarig")
        self._end.disable(reason)
        self._end.setVisible(not ended)
        change = self.tr("Din egen lösenfras byter du under Lås och lösenfras")
        self._forgot.disable(change if own else "")
        self._forgot.setVisible(not ended)
        self._cards.setVisible(ended)

    def save(self) -> None:
        """Keep what stands in the form."""
        person = self._present()
        if person is None:
            return
        if self._until.is_wrong():
            self.show_problems((FieldProblem("ends_on", "bad_date"),))
            return
        roles = frozenset(Role(key) for key in self._roles.values())
        self._presenter.change(person, self._first.text(), roles, self._until.day())

    def add(self) -> None:
        """Open the dialog of a new account."""
        self._dialog = NewAccountDialog(self._desk, self._presenter, self.window())
        self._dialog.open()

    def _on_forgot(self) -> None:
        person = self._present()
        if person is not None:
            give = partial(self._presenter.reset, person)
            ResetDialog(person.first_name, self._desk.store.path.stem, give, self.window()).open()

    def _on_end(self) -> None:
        person = self._present()
        if person is not None:
            dialog = EndAccountDialog(person.first_name, self.window())
            dialog.accepted.connect(self._on_end_agreed)
            dialog.open()

    def _on_cards(self) -> None:
        person, today = self._present(), self._desk.clock.today()
        if person is None:
            return
        receivers = [
            other
            for other in self._staff
            if other.centre_id == person.centre_id
            and Role.COUNSELLOR in other.roles
            and (other.ends_on is None or other.ends_on >= today)
        ]
        HandOnDialog(
            person.first_name,
            receivers,
            partial(self._presenter.hand_on, person),
            self.window(),
        ).open()

    def show_offered(self) -> None:
        """Say that what was offered waits for an answer."""
        self._desk.voice.told(self.tr("Erbjudandet väntar på kollegans svar."))

    def _on_end_agreed(self) -> None:
        person = self._present()
        if person is not None:
            self._presenter.end(person)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        self._form.show_problems(problems)

    def show_saved(self, undo: Undo | None) -> None:
        """Say that the change holds."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog = None
        text = self.tr("Ändringen gäller från nu.")
        self._desk.voice.saved(text, can_undo=undo is not None, undo=undo)
