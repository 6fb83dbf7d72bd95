"""*Röjandekontroll*: typed denominators, targets, and where the public register is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from familjecentral.access.model import Centre
from familjecentral.changes import Changes
from familjecentral.errors import (
    FamiljecentralError,
    FieldProblem,
    InvalidInput,
    UnusableFile,
)
from familjecentral.gate import UnitOfWork
from familjecentral.releases.public import FOLDER, choose_folder, confirm_newest
from familjecentral.statistics.defining import (
    TypeDenominator,
    list_denominators,
    type_denominator,
)
from familjecentral.statistics.denominators import Denominator, DenominatorKind, plain
from ui.desk import Desk, Turn
from ui.form_card import FormCard
from ui.models.simple import TextTable
from ui.settings.rooms import Room
from ui.settings.targets import TargetCard
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px

Read = tuple[tuple[Denominator, ...], tuple[Centre, ...], str]


class DenominatorRoom(Room):
    """A table of the typed numbers, a form for one of them, and the folder."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: tuple[Denominator, ...] = ()
        self._names: dict[str, str] = {}
        self._kinds = {
            DenominatorKind.CHILDREN: self.tr("Barn 0–5 år i området"),
            DenominatorKind.POSTS: self.tr("Heltidstjänster"),
            DenominatorKind.OPENING_DAYS: self.tr("Öppetdagar"),
        }
        self._build()

    def _build(self) -> None:
        heads = (
            self.tr("Vad"),
            self.tr("Familjecentral"),
            self.tr("Period"),
            self.tr("Tal"),
            self.tr("Källa"),
        )
        self._model = TextTable(heads)
        self._table = Table(self.tr("Nämnare"), name="settings_denominator_tbl")
        self._table.setModel(self._model)
        widest = (self.tr("Barn 0–5 år i området"), heads[1], "2026-YTD3", "10 000,00", heads[4])
        self._table.set_widths(widest, (2, 2, 0, 0, 2), strong=0)
        self._table.say_when_empty(self.tr("Inget tal är inskrivet än. Skriv in det första nedan."))
        self._list = Card(self.tr("Nämnare"), name="settings_denominator_card")
        self._list.body.addWidget(self._table)
        self._form = FormCard(
            self.tr("Skriv in ett tal"),
            name="settings_denominator_form",
            save_text=self.tr("Spara"),
        )
        self._kind = CodedCombo(
            self.tr("Vad"), name="settings_denominator_kind_cmb", clearable=False
        )
        self._kind.set_choices(tuple(Choice(k.value, text) for k, text in self._kinds.items()))
        self._kind.set_value(DenominatorKind.CHILDREN.value)
        self._centre = CodedCombo(
            self.tr("Familjecentral"), name="settings_denominator_centre_cmb", clearable=False
        )
        self._edits = {
            "period": TextEdit(self.tr("Period"), name="settings_denominator_period_edt"),
            "number": TextEdit(self.tr("Tal"), name="settings_denominator_number_edt"),
        }
        self._form.add_field("kind", Field(self.tr("Vad"), self._kind), 0, 0)
        self._form.add_field("centre", Field(self.tr("Familjecentral"), self._centre), 0, 1)
        self._form.add_field("period", Field(self.tr("Period"), self._edits["period"]), 1, 0)
        self._form.add_field("number", Field(self.tr("Tal"), self._edits["number"]), 1, 1)
        source = GuardedEdit(
            self.tr("Källa"), self._desk.guard, name="settings_denominator_source_edt"
        )
        self._edits["source"] = source
        self._source = GuardedField(self.tr("Källa"), source)
        self._form.add_field("source", self._source, 2, 0, 2)
        hint = self.tr(
            "Perioden skrivs som 2026, 2026-H1, 2026-Q3 eller 2026-07. Ett tal för ett år gäller "
            "också årets kvartal. Källan trycks i rapporten. Ett tomt tal tar bort uppgiften."
        )
        self._form.body.addWidget(text_label(hint, role="small", ink="muted", wrap=True))
        self._form.on_save(self.save)
        self._form.reset_button.clicked.connect(self._show_chosen)
        self._table.selectionModel().selectionChanged.connect(self._show_chosen)
        self._folder = TextEdit(self.tr("Mapp"), name="settings_public_folder_edt", longest=400)
        self._public = FormCard(
            self.tr("Offentligt register"), name="settings_public", save_text=self.tr("Spara mapp")
        )
        self._public.add_field("folder", Field(self.tr("Mapp"), self._folder), 0, 0)
        about = self.tr(
            "Varje utgåva skrivs också i ett register här. Lägg mappen på en annan plats än "
            "lagret: efter en återställning behövs registret för att kunna publicera igen. Det "
            "innehåller bara det som redan är publicerat."
        )
        self._public.body.addWidget(text_label(about, role="small", ink="muted", wrap=True))
        self._public.on_save(self._save_folder)
        self._newest = KeyButton(
            self.tr("Läs in registret…"), name="settings_public_newest_btn", icon="folder-open"
        )
        self._newest.clicked.connect(self._on_newest)
        self._public.foot.insertWidget(2, self._newest)
        self._public.reset_button.clicked.connect(self.opened)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        self._targets = TargetCard(self._desk)
        for card in (self._list, self._form, self._targets, self._public):
            outer.addWidget(card)
        outer.addStretch(1)

    def opened(self) -> None:
        """Read anew."""

        def work(uow: UnitOfWork) -> Read:
            return list_denominators(uow), uow.centres(), uow.settings.get(FOLDER) or ""

        self._desk.ask(work, self._show)
        self._targets.opened()

    def focus_first(self) -> None:
        """Go to the form."""
        self._edits["period"].setFocus()

    def _show(self, found: Read) -> None:
        self._known, centres, folder = found
        self._names = {centre.key: centre.name for centre in centres}
        present = self._centre.value()
        self._centre.set_choices(tuple(Choice(c.key, c.name) for c in centres))
        self._centre.set_value(present or centres[0].key)
        self._folder.setText(folder)
        self._model.set_rows(
            [
                (
                    self._kinds[d.kind],
                    self._names.get(d.centre, d.centre),
                    str(d.period),
                    plain(d.hundredths),
                    d.source,
                )
                for d in self._known
            ]
        )
        rows = min(max(len(self._known), 1), 8)
        self._table.setFixedHeight(px(ROW_HEIGHT) * (rows + 1) + 2)

    def _show_chosen(self) -> None:
        self._form.clear_problems()
        rows = self._table.chosen_rows()
        if rows:
            chosen = self._known[rows[0]]
            self._kind.set_value(chosen.kind.value)
            self._centre.set_value(chosen.centre)
            self._edits["period"].setText(str(chosen.period))
            self._edits["number"].setText(plain(chosen.hundredths))
            self._edits["source"].setText(chosen.source)

    def save(self) -> None:
        """Keep what stands in the form; undo gives back what was there."""
        kind = DenominatorKind(self._kind.value() or DenominatorKind.CHILDREN)
        texts = {key: edit.text() for key, edit in self._edits.items()}
        command = TypeDenominator(
            kind, self._centre.value() or "", **texts, confirmed=self._source.is_clear
        )
        before = next(
            (
                d
                for d in self._known
                if (d.kind, d.centre, str(d.period)) == (kind, command.centre, command.period)
            ),
            None,
        )
        back = TypeDenominator(
            kind,
            command.centre,
            command.period,
            plain(before.hundredths) if before else "",
            before.source if before else "",
            confirmed=True,
        )
        again = replace(command, confirmed=True)  # it has been kept before
        self._keep(command, Turn(self._keep, back, again))

    def _keep(self, command: TypeDenominator, undo: Turn[TypeDenominator]) -> None:
        desk = self._desk
        guard = desk.guard()

        def kept(changes: Changes) -> None:
            self._form.clear_problems()
            desk.tell(changes)
            self.opened()
            desk.voice.saved(self.tr("Ändringen gäller från nu."), undo=undo)

        desk.ask(lambda uow: type_denominator(command, uow, desk.clock, guard), kept, self._failed)

    def _save_folder(self) -> None:
        folder, desk = self._folder.text().strip(), self._desk

        def kept(changes: Changes) -> None:
            desk.tell(changes)
            desk.voice.saved(self.tr("Ändringen gäller från nu."), can_undo=False)

        desk.ask(lambda uow: choose_folder(folder, uow, desk.clock), kept, self._failed)

    def _on_newest(self) -> None:
        dialog = QFileDialog(self, self.tr("Offentligt register"), self._folder.text())
        dialog.setObjectName("settings_public_dlg")
        dialog.setNameFilter(f"{self.tr('Register')} (*.json)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.take_over(Path(file)))
        dialog.open()

    def take_over(self, file: Path) -> None:
        """Take over the releases of a public register that the store lacks after a restore."""
        desk = self._desk

        def work(uow: UnitOfWork) -> Changes:
            try:
                text = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise UnusableFile("unreadable", file.name) from error
            return confirm_newest(uow, desk.clock, text=text)

        def done(changes: Changes) -> None:
            desk.tell(changes)
            desk.voice.saved(self.tr("Registret är helt. Du kan publicera igen."), can_undo=False)

        desk.ask(work, done, self._failed)

    def _failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            self.show_problems(error.problems)
        else:
            self._desk.voice.failed(error)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields."""
        self._form.show_problems(problems)
