"""*Kodlistor*: what codes are called here, and which are in use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from familjecentral.access.use_cases import FIXED_LISTS, LONGEST_LABEL
from familjecentral.codes import Code, CodeBook
from familjecentral.errors import FieldProblem
from ui.desk import Desk
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.presenter import CodesPresenter, Undo
from ui.settings.rooms import Room
from ui.widgets.checks import Check
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px

_SHOWN_ROWS = 10


class CodesRoom(Room):
    """A choice of list, its codes, and the form of the chosen code."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = CodesPresenter(self, desk)
        self._codes: CodeBook | None = None
        self._shown: tuple[Code, ...] = ()
        self._chosen = ""
        self._names = {
            "topic": self.tr("Frågeställning"),
            "contact_form": self.tr("Kontaktform"),
            "arena": self.tr("Arena"),
            "child_age_band": self.tr("Barnets ålder"),
            "participants": self.tr("Deltog"),
            "initiative_taker": self.tr("Initiativ"),
            "duration_band": self.tr("Längd"),
            "contact_ordinal": self.tr("Ordning"),
            "interpreter": self.tr("Tolk"),
            "structural_activity_type": self.tr("Typ av strukturell insats"),
            "partner": self.tr("Samverkanspart"),
            "action_given": self.tr("Åtgärd"),
            "referral_target": self.tr("Lotsning till"),
            "open_group": self.tr("Öppen grupp"),
            "programme": self.tr("Program"),
            "prevention_level": self.tr("Preventionsnivå"),
            "working_level": self.tr("Arbetsnivå"),
        }
        self._build()

    def _build(self) -> None:
        self._list_choice = CodedCombo(
            self.tr("Kodlista"), name="settings_codes_list_cmb", clearable=False
        )
        self._list_choice.setFixedWidth(px(280))
        self._list_choice.changed.connect(self._show_list)
        heads = (self.tr("Benämning"), self.tr("Nyckel"), self.tr("Betyder"), self.tr("Läge"))
        self._model = TextTable(heads)
        self._table = Table(self.tr("Koder"), name="settings_codes_tbl")
        self._table.setModel(self._model)
        self._table.set_widths((heads[0], heads[1], heads[2], "används"), (4, 3, 6, 0), strong=0)
        self._table.selectionModel().selectionChanged.connect(self._on_selected)
        self._table.opened.connect(self.focus_form)
        card = Card(self.tr("Kodlistor"), name="settings_codes_card")
        card.head.addStretch(1)
        card.head.addWidget(self._list_choice)
        card.head.setContentsMargins(px(16), 0, px(16), 0)
        card.body.setContentsMargins(1, px(12), 1, 1)
        card.body.addWidget(self._table)
        self._form = FormCard("", name="settings_codes_form", save_text=self.tr("Spara"))
        self._label = GuardedEdit(
            self.tr("Benämning"),
            self._desk.guard,
            name="settings_codes_label_edt",
            longest=LONGEST_LABEL,
        )
        self._active = Check(self.tr("Används"), name="settings_codes_active_chk")
        self._form.add_field("label", GuardedField(self.tr("Benämning"), self._label), 0, 0)
        self._form.add_field("active", Field(self.tr("Läge"), self._active), 0, 1)
        self._form.grid.setColumnStretch(0, 3)
        self._form.grid.setColumnStretch(1, 2)
        self._form.body.addWidget(
            text_label(
                self.tr(
                    "En kod som tas ur bruk syns inte längre i listor. Gamla kontakter behåller "
                    "den. Nyckeln ändras aldrig."
                ),
                role="small",
                ink="muted",
                wrap=True,
            )
        )
        self._form.on_save(self.save)
        self._form.reset_button.clicked.connect(self._show_chosen)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(card)
        outer.addWidget(self._form)
        outer.addStretch(1)

    def opened(self) -> None:
        """Read anew."""
        self._presenter.load()

    def focus_first(self) -> None:
        """Go to the choice of list."""
        self._list_choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_form(self) -> None:
        """Go to the form."""
        self._label.setFocus(Qt.FocusReason.OtherFocusReason)
        self._label.selectAll()

    def show_codes(self, codes: CodeBook) -> None:
        """Show the lists; the chosen list and code stay."""
        self._codes = codes
        known = [Choice(key, name) for key, name in self._names.items() if key in codes.lists]
        self._list_choice.set_choices(known)
        if self._list_choice.value() is None and known:
            self._list_choice.set_value(known[0].key)
        self._show_list()

    def _show_list(self) -> None:
        key = self._list_choice.value()
        if self._codes is None or key is None:
            return
        self._shown = tuple(self._codes.lists[key].values())
        self._model.set_rows(
            [
                (
                    code.label,
                    code.key,
                    code.definition,
                    self.tr("används") if code.active else self.tr("ur bruk"),
                )
                for code in self._shown
            ]
        )
        rows = min(max(len(self._shown), 3), _SHOWN_ROWS)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)
        keys = [code.key for code in self._shown]
        self._table.choose_row(keys.index(self._chosen) if self._chosen in keys else 0)

    def _on_selected(self) -> None:
        rows = self._table.chosen_rows()
        if rows:
            self._chosen = self._shown[rows[0]].key
            self._show_chosen()

    def _present(self) -> Code | None:
        return next((code for code in self._shown if code.key == self._chosen), None)

    def _show_chosen(self) -> None:
        code = self._present()
        if code is None:
            return
        self._form.clear_problems()
        self._form.title.setText(code.label)
        self._label.setText(code.label)
        self._active.setChecked(code.active)
        fixed = code.list in FIXED_LISTS
        self._active.setEnabled(not fixed)
        reason = self.tr("Koden bär programmets regler och kan inte tas ur bruk") if fixed else ""
        self._active.setToolTip(reason)
        self._active.setAccessibleDescription(reason)

    def save(self) -> None:
        """Keep what stands in the form."""
        code = self._present()
        if code is not None:
            self._presenter.change(
                code,
                self._label.text(),
                active=self._active.isChecked(),
                confirmed=confirmed_in(self._form.fields),
            )

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        self._form.show_problems(problems)

    def show_saved(self, undo: Undo | None) -> None:
        """Say that the change holds."""
        text = self.tr("Ändringen gäller från nu.")
        self._desk.voice.saved(text, can_undo=undo is not None, undo=undo)
