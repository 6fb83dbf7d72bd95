"""*Familjecentral*: the names of the houses, and how the tally pad counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from familjecentral.access.model import Centre, CentreId
from familjecentral.errors import FieldProblem
from ui.desk import Desk
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.presenter import CentrePresenter, Undo
from ui.settings.rooms import Room
from ui.settings.tally import TallyCard
from ui.widgets.buttons import KeyButton
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px


class CentreRoom(Room):
    """A table of the houses and the form of the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = CentrePresenter(self, desk)
        self._centres: tuple[Centre, ...] = ()
        self._chosen: CentreId | None = None
        self._adding = False
        self._build()

    def _build(self) -> None:
        self._model = TextTable(
            (self.tr("Namn"), self.tr("Kommun"), self.tr("Region"), self.tr("Nyckel i statistik"))
        )
        self._table = Table(self.tr("Familjecentraler"), name="settings_centre_tbl")
        self._table.setModel(self._model)
        self._table.set_widths(
            ("Familjecentralen", "Kommun", "Region", self.tr("Nyckel i statistik")),
            (3, 2, 2, 0),
            strong=0,
        )
        new = KeyButton(self.tr("Ny familjecentral"), name="settings_centre_new_btn", icon="plus")
        new.clicked.connect(self._on_new)
        self._list = Card(self.tr("Familjecentraler i lagret"), name="settings_centre_card")
        self._list.head.addStretch(1)
        self._list.head.addWidget(new)
        self._list.body.setContentsMargins(1, px(12), 1, 1)
        self._list.head.setContentsMargins(px(16), 0, px(16), 0)
        self._list.body.addWidget(self._table)
        self._form = FormCard("", name="settings_centre_form", save_text=self.tr("Spara"))
        edits = (
            ("name", self.tr("Namn"), 0, 0, 2),
            ("municipality", self.tr("Kommun"), 1, 0, 1),
            ("region", self.tr("Region"), 1, 1, 1),
        )
        self._edits: dict[str, GuardedEdit] = {}
        for key, text, line, column, span in edits:
            edit = GuardedEdit(text, self._desk.guard, name=f"settings_centre_{key}_edt")
            self._edits[key] = edit
            self._form.add_field(key, GuardedField(text, edit), line, column, span)
        self._form.body.addWidget(
            text_label(
                self.tr("Namnen står på rapporten. Nyckeln i statistikfiler ändras aldrig."),
                role="small",
                ink="muted",
                wrap=True,
            )
        )
        self._form.on_save(self.save)
        self._form.reset_button.clicked.connect(self._show_chosen)
        self._table.selectionModel().selectionChanged.connect(self._on_selected)
        self._table.opened.connect(self.focus_form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(self._list)
        outer.addWidget(self._form)
        self._tally = TallyCard(self._desk)
        outer.addWidget(self._tally)
        outer.addStretch(1)

    def opened(self) -> None:
        """Read anew."""
        self._presenter.load()
        self._tally.load()

    def focus_first(self) -> None:
        """Go to the table."""
        self._table.focus_field()

    def focus_form(self) -> None:
        """Go to the form."""
        self._edits["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_centres(self, centres: tuple[Centre, ...]) -> None:
        """Show the houses; the chosen one stays."""
        self._centres = centres
        self._model.set_rows([(c.name, c.municipality, c.region, c.key) for c in centres])
        rows = min(max(len(centres), 1), 8)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)
        ids = [centre.id for centre in centres]
        wanted = self._chosen or self._desk.actor.centre_id
        self._table.choose_row(ids.index(wanted) if wanted in ids else 0)

    def _on_selected(self) -> None:
        rows = self._table.chosen_rows()
        if rows:
            self._adding = False
            self._chosen = self._centres[rows[0]].id
            self._show_chosen()

    def _present(self) -> Centre | None:
        return next((c for c in self._centres if c.id == self._chosen), None)

    def _show_chosen(self) -> None:
        centre = self._present()
        self._form.clear_problems()
        if centre is not None and not self._adding:
            self._form.title.setText(centre.name)
            for key, edit in self._edits.items():
                edit.setText(getattr(centre, key))

    def _on_new(self) -> None:
        self._adding = True
        self._form.title.setText(self.tr("Ny familjecentral"))
        for edit in self._edits.values():
            edit.clear()
        self.focus_form()

    def save(self) -> None:
        """Keep what stands in the form."""
        texts = {key: edit.text() for key, edit in self._edits.items()}
        confirmed = confirmed_in(self._form.fields)
        centre = self._present()
        if self._adding:
            self._presenter.add(**texts, confirmed=confirmed)
        elif centre is not None:
            self._presenter.change(centre, **texts, confirmed=confirmed)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        self._form.show_problems(problems)

    def show_saved(self, undo: Undo | None) -> None:
        """Say that the change holds."""
        self._adding = False
        text = self.tr("Ändringen gäller från nu.")
        self._desk.voice.saved(text, can_undo=undo is not None, undo=undo)
