"""*Mål för nyckeltal*: what the house aims at, typed by the manager and printed with the
definition."""

from __future__ import annotations

from familjecentral.changes import Changes
from familjecentral.errors import FamiljecentralError, InvalidInput
from familjecentral.statistics.defining import TypeTarget, list_targets, type_target
from familjecentral.statistics.denominators import Target
from resources.wording import key_figures
from ui.desk import Desk, Turn
from ui.form_card import FormCard
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field, TextEdit
from ui.widgets.text import text_label


class TargetCard(FormCard):
    """A key figure and its target."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", name="settings_target", save_text="")
        self._desk = desk
        self._units = {code: figure.unit for code, figure in key_figures().items()}
        self._known: dict[str, Target] = {}
        self.title.setText(self.tr("Mål för nyckeltal"))
        self.save_button.setText(self.tr("Spara mål"))
        self._code = CodedCombo(
            self.tr("Nyckeltal"), name="settings_target_code_cmb", clearable=False
        )
        self._number = TextEdit(self.tr("Mål"), name="settings_target_number_edt")
        self.add_field("code", Field(self.tr("Nyckeltal"), self._code), 0, 0)
        self.add_field("number", Field(self.tr("Mål"), self._number), 0, 1)
        self.grid.setColumnStretch(0, 3)
        self.grid.setColumnStretch(1, 1)
        about = self.tr(
            "En andel skrivs i procent, 30 är 30 procent. Målet trycks vid nyckeltalets "
            "definition. Ett tomt mål tas bort. En fastställd utgåva behåller sina mål."
        )
        self.body.addWidget(text_label(about, role="small", ink="muted", wrap=True))
        self._code.changed.connect(self._show_chosen)
        self.reset_button.clicked.connect(self._show_chosen)
        self.on_save(self.save)

    def opened(self) -> None:
        """Read anew."""
        self._desk.ask(list_targets, self._show)

    def _show(self, targets: tuple[Target, ...]) -> None:
        self._known = {target.code: target for target in targets}
        chosen = self._code.value() or next(iter(self._units))
        self._code.set_choices(
            Choice(code, self._named(code, figure.sv)) for code, figure in key_figures().items()
        )
        self._code.set_value(chosen)
        self._show_chosen()

    def _named(self, code: str, name: str) -> str:
        target = self._known.get(code)
        return name if target is None else f"{name} · {target.number}"

    def _show_chosen(self) -> None:
        self.clear_problems()
        target = self._known.get(self._code.value() or "")
        self._number.setText("" if target is None else target.number)

    def save(self) -> None:
        """Keep the target; undo gives back what was there."""
        code = self._code.value() or ""
        before = self._known.get(code)
        back = TypeTarget(code, "" if before is None else before.number)
        command = TypeTarget(code, self._number.text())
        self._keep(command, Turn(self._keep, back, command))

    def _keep(self, command: TypeTarget, undo: Turn[TypeTarget]) -> None:
        desk = self._desk

        def kept(changes: Changes) -> None:
            self.clear_problems()
            desk.tell(changes)
            self.opened()
            desk.voice.saved(self.tr("Ändringen gäller från nu."), undo=undo)

        desk.ask(
            lambda uow: type_target(command, uow, desk.clock, units=self._units),
            kept,
            self._failed,
        )

    def _failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            self.show_problems(error.problems)
        else:
            self._desk.voice.failed(error)
