"""*Insatser och gränser*: what the board offers without individual assessment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from familjecentral.contacts.services import (
    LONGEST_CONDITION,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    MOST_TALKS,
    OpenService,
    SaveService,
    ServiceSaved,
    list_services,
    save_service,
)
from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput
from ui.desk import Desk, Turn
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.rooms import Room
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.combo import Choice
from ui.widgets.dates import DateField
from ui.widgets.feedback import Banner
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in
from ui.widgets.number import NumberField
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px

_YES, _NO = "yes", "no"
_EXEMPT = {None: None, True: _YES, False: _NO}


class ServicesRoom(Room):
    """A table of services and the form of the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._services: tuple[OpenService, ...] = ()
        self._chosen: str | None = None
        self._new = False
        self._build_list()
        self._build_fields()
        self._build_form()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(self._missing)
        outer.addWidget(self._list)
        outer.addWidget(self._form)
        outer.addStretch(1)
        self._show_chosen()

    def _build_list(self) -> None:
        heads = (self.tr("Insats"), self.tr("Nämndbeslut"), self.tr("Gräns"), self.tr("Läge"))
        self._model = TextTable(heads)
        self._table = Table(self.tr("Insatser"), name="settings_services_tbl")
        self._table.setModel(self._model)
        self._table.set_widths((heads[0], "2026-12-31, § 184", "99 samtal", "erbjuds inte"),
                               (4, 3, 1, 1), strong=0)  # fmt: skip
        self._table.selectionModel().selectionChanged.connect(self._on_selected)
        self._table.opened.connect(self.focus_form)
        new = KeyButton(
            self.tr("Ny insats"), name="settings_services_new_btn", icon="plus", key="Alt N"
        )
        new.clicked.connect(self._on_new)
        self._missing = Banner(name="settings_services_banner")
        self._list = Card(
            self.tr("Insatser utan individuell behovsprövning"), name="settings_services_card"
        )
        self._list.head.addStretch(1)
        self._list.head.addWidget(new)
        self._list.head.setContentsMargins(px(16), 0, px(16), 0)
        self._list.body.setContentsMargins(1, px(12), 1, 1)
        words = text_label(
            self.tr(
                "Nämnden beslutar vilka insatser som erbjuds utan behovsprövning och på vilka "
                "villkor. Programmet påminner, men stoppar aldrig."
            ),
            ink="text2",
            wrap=True,
        )
        words.setContentsMargins(px(16), 0, px(16), px(4))
        self._list.body.addWidget(words)
        self._list.body.addWidget(self._table)

    def _build_fields(self) -> None:
        def edit(key: str, text: str, longest: int) -> TextEdit:
            # A reference is the number of a matter, which the guard would mark elsewhere.
            name = f"settings_service_{key}_edt"
            if key.endswith("reference"):
                return TextEdit(text, name=name, longest=longest)
            return GuardedEdit(text, self._desk.guard, name=name, longest=longest)

        def day(key: str, text: str) -> DateField:
            today = self._desk.clock.today()
            return DateField(text, name=f"settings_service_{key}_edt", today=today, optional=True)

        self._edits = {
            "name": edit("name", self.tr("Insats"), LONGEST_NAME),
            "reference": edit(
                "reference", self.tr("Paragraf eller diarienummer"), LONGEST_REFERENCE
            ),
            "condition": edit("condition", self.tr("Villkor"), LONGEST_CONDITION),
            "exempt_reference": edit(
                "exempt_reference", self.tr("Beslut om undantag"), LONGEST_REFERENCE
            ),
        }
        self._days = {
            "decided_on": day("decided", self.tr("Nämndens beslut")),
            "exempt_on": day("exempt_on", self.tr("Undantaget beslutat")),
            "valid_from": day("from", self.tr("Erbjuds från")),
            "valid_to": day("to", self.tr("Erbjuds till")),
        }
        self._numbers = {
            "limit": NumberField(
                self.tr("Högsta antal samtal"),
                name="settings_service_limit_spn",
                largest=MOST_TALKS,
            ),
            "remind_at": NumberField(
                self.tr("Påminn första gången vid"),
                name="settings_service_remind_spn",
                largest=MOST_TALKS,
            ),
        }
        self._exempt = SegmentedControl(
            self.tr("Undantag från dokumentation"),
            (Choice(_YES, self.tr("Ja")), Choice(_NO, self.tr("Nej"))),
            name="settings_service_exempt_seg",
            clearable=True,
        )
        self._active = Check(self.tr("Erbjuds"), name="settings_service_active_chk")

    def _guarded(self, key: str, text: str) -> GuardedField:
        edit = self._edits[key]
        assert isinstance(edit, GuardedEdit)
        return GuardedField(text, edit)

    def _build_form(self) -> None:
        self._form = FormCard("", name="settings_service_form", save_text=self.tr("Spara"))
        add = self._form.add_field
        add("name", self._guarded("name", self.tr("Insats")), 0, 0, 2)
        days = self._days
        add("decided_on", Field(self.tr("Nämndens beslut"), days["decided_on"]), 1, 0)
        reference = self.tr("Paragraf eller diarienummer")
        add("reference", Field(reference, self._edits["reference"]), 1, 1)
        add("condition", self._guarded("condition", self.tr("Villkor")), 2, 0, 2)
        limit = Field(
            self.tr("Högsta antal samtal"),
            self._numbers["limit"],
            hint=self.tr("tomt = ingen gräns"),
        )
        add("limit", limit, 3, 0)
        remind = Field(self.tr("Påminn första gången vid"), self._numbers["remind_at"])
        add("remind_at", remind, 3, 1)
        add("exempt", Field(self.tr("Undantag från dokumentation"), self._exempt), 4, 0)
        add("exempt_on", Field(self.tr("Undantaget beslutat"), days["exempt_on"]), 4, 1)
        exempt = self._edits["exempt_reference"]
        add("exempt_reference", Field(self.tr("Beslut om undantag"), exempt), 5, 0)
        add("valid_from", Field(self.tr("Erbjuds från"), days["valid_from"]), 6, 0)
        add("valid_to", Field(self.tr("Erbjuds till"), days["valid_to"]), 6, 1)
        self._form.body.addWidget(self._active)
        self._form.body.addWidget(
            text_label(
                self.tr(
                    "Gränsen gäller stödkort. Kontakterna i loggen hör inte ihop med varandra "
                    "och räknas aldrig per familj."
                ),
                role="small",
                ink="muted",
                wrap=True,
            )
        )
        self._form.on_save(self.save)
        self._form.reset_button.clicked.connect(self._show_chosen)

    # --- the room -------------------------------------------------------------------------------

    def opened(self) -> None:
        """Read anew."""
        self._desk.ask(list_services, self.show_services)

    def focus_first(self) -> None:
        """Go to the table, or to the form when there is nothing to choose."""
        if self._services:
            self._table.focus_field()
        else:
            self.focus_form()

    def focus_form(self) -> None:
        """Go to the form."""
        self._edits["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_services(self, services: tuple[OpenService, ...]) -> None:
        """Show the services; the chosen one stays."""
        self._services = services
        self._model.set_rows([self._row(service) for service in services])
        rows = min(max(len(services), 1), 8)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)
        keys = [service.key for service in services]
        self._table.choose_row(keys.index(self._chosen) if self._chosen in keys else 0)
        lacking = [s.name for s in services if s.active and s.lacks_decision]
        if lacking:
            self._missing.say("warn", self.tr("Nämndbeslut saknas."), ", ".join(lacking))
        else:
            self._missing.hide()
        self._show_chosen()

    def _row(self, service: OpenService) -> tuple[str, str, str, str]:
        decision = self.tr("saknas")
        if service.decided_on is not None and service.reference:
            decision = f"{service.decided_on.isoformat()}, {service.reference}"
        limit = self.tr("ingen")
        if service.limit is not None:
            limit = self.tr("{n} samtal").format(n=service.limit)
        offered = service.is_offered(self._desk.clock.today())
        state = self.tr("erbjuds") if offered else self.tr("erbjuds inte")
        return service.name, decision, limit, state

    def _on_selected(self) -> None:
        rows = self._table.chosen_rows()
        if rows:
            self._new = False
            self._chosen = self._services[rows[0]].key
            self._show_chosen()

    def _on_new(self) -> None:
        self._new = True
        self._show(OpenService(None, ""))
        self._form.title.setText(self.tr("Ny insats"))
        self.focus_form()

    def _present(self) -> OpenService | None:
        return next((s for s in self._services if s.key == self._chosen), None)

    def _show_chosen(self) -> None:
        found = None if self._new else self._present()
        self._show(found or OpenService(None, ""))
        self._form.title.setText(found.name if found else self.tr("Ny insats"))

    def _show(self, service: OpenService) -> None:
        self._form.clear_problems()
        for key, edit in self._edits.items():
            edit.setText(getattr(service, key))
        for key, day in self._days.items():
            day.set_day(getattr(service, key))
        for key, number in self._numbers.items():
            number.set_value(getattr(service, key))
        self._exempt.set_value(_EXEMPT[service.exempt])
        self._active.setChecked(service.active)

    # --- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what stands in the form."""
        wrong = [key for key, day in self._days.items() if day.is_wrong()]
        if wrong:
            self._form.show_problems(tuple(FieldProblem(key, "bad_date") for key in wrong))
            return
        before = None if self._new else self._present()
        values: dict[str, Any] = {key: edit.text() for key, edit in self._edits.items()}
        values |= {key: day.day() for key, day in self._days.items()}
        values |= {key: number.value() for key, number in self._numbers.items()}
        exempt = self._exempt.value()
        service = OpenService(
            before.key if before else None,
            exempt=None if exempt is None else exempt == _YES,
            active=self._active.isChecked(),
            **values,
        )
        command = SaveService(service, confirmed_in(self._form.fields))
        self._keep(command, before)

    def _turn(self, command: SaveService, turn: Turn[SaveService]) -> None:
        """Do what undo and redo ask for."""
        self._keep(command, None, turn)

    def _keep(
        self,
        command: SaveService,
        back: OpenService | None,
        turn: Turn[SaveService] | None = None,
    ) -> None:
        desk = self._desk
        guard = desk.guard()

        def kept(saved: ServiceSaved) -> None:
            self._new = False
            self._chosen = saved.service.key
            desk.tell(saved.changes)
            then = back or replace(saved.service, active=False)
            before, after = (  # their texts have been kept before
                SaveService(one, frozenset(("name", "condition"))) for one in (then, saved.service)
            )
            undo = turn or Turn(self._turn, before, after)
            desk.voice.saved(self.tr("Ändringen gäller från nu."), undo=undo)
            self.opened()

        def failed(error: FamiljecentralError) -> None:
            if not isinstance(error, InvalidInput):
                desk.voice.failed(error)
                return
            self._form.show_problems(error.problems)

        desk.ask(lambda uow: save_service(command, uow, desk.clock, guard), kept, failed)
