"""*Tolkar*: which services can be booked, for which languages, and when."""

from __future__ import annotations

from dataclasses import replace

from familjecentral.errors import FieldProblem
from familjecentral.groups.furnishing import HousePage, SaveInterpreter, save_interpreter
from familjecentral.groups.house import Interpreter, InterpreterId
from familjecentral.order import by_name
from ui.codes import choices
from ui.desk import Desk
from ui.groups.presenter import guard_of
from ui.settings.house import HouseRoom
from ui.settings.spans import read_spans, written
from ui.widgets.checks import Check
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.multi import MultiChoice
from ui.widgets.text import text_label

_MOST_LANGUAGES = 12


class InterpretersRoom(HouseRoom[Interpreter]):
    """A service or an agency, never the name of a person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "interpreters")
        heads = (
            self.tr("Tolk"), self.tr("Språk"), self.tr("På plats"), self.tr("Tillgänglig"),
            self.tr("Läge"),
        )  # fmt: skip
        self.build(
            self.tr("Tolkar"), heads,
            ("Tolkförmedlingen, arabiska", "arabiska, somaliska, tigrinja", "på distans",
             "mån–fre 8.00–17.00", "används"),
            (3, 3, 1, 2, 1),
            new=self.tr("Ny tolk"),
        )  # fmt: skip

    def build_form(self) -> None:
        """Place the fields."""
        self._name = GuardedEdit(
            self.tr("Namn på tjänsten"),
            self.desk.guard,
            name="settings_interpreters_name_edt",
            longest=100,
        )
        self._languages = MultiChoice(
            self.tr("Språk"), name="settings_interpreters_languages_cmb", limit=_MOST_LANGUAGES
        )
        self._remote = Check(self.tr("Tolkar på distans"), name="settings_interpreters_remote_chk")
        self._active = Check(self.tr("Används"), name="settings_interpreters_active_chk")
        self._times = {
            key: TextEdit(
                text, name=f"settings_interpreters_{key}_edt", longest=800, placeholder=shown
            )
            for key, text, shown in (
                ("available", self.tr("Tillgänglig"), "mån–fre 8.00–17.00"),
                ("absent", self.tr("Kan inte bokas"), "2026-10-12–2026-10-16"),
            )
        }
        form, times = self.form, self._times
        for key, field, line, column, span in (
            ("name", GuardedField(self.tr("Namn på tjänsten"), self._name), 0, 0, 2),
            ("languages", Field(self.tr("Språk"), self._languages), 0, 2, 2),
            ("remote", Field(self.tr("Sätt"), self._remote), 1, 0, 2),
            ("active", Field(self.tr("Läge"), self._active), 1, 2, 2),
            (
                "available",
                Field(self.tr("Tillgänglig"), times["available"], hint=self.tr("tomt = alltid")),
                2, 0, 2,
            ),
            ("absent", Field(self.tr("Kan inte bokas"), times["absent"]), 2, 2, 2),
        ):  # fmt: skip
            form.add_field(key, field, line, column, span)
        for column in range(4):
            form.grid.setColumnStretch(column, 1)
        note = self.tr("Skriv vilken tjänst det är, inte vem som tolkar.")
        form.body.addWidget(text_label(note, role="small", ink="muted", wrap=True))

    def listed(self, page: HousePage) -> tuple[Interpreter, ...]:
        """Return the interpreters by name."""
        return tuple(page.house.interpreters.values())

    def key_of(self, thing: Interpreter) -> object:
        """Return the id."""
        return thing.id

    def cells(self, thing: Interpreter, page: HousePage) -> tuple[str, ...]:
        """Return the texts of a row."""
        spoken = (page.codes.label("language", key).lower() for key in thing.languages)
        return (
            thing.name,
            ", ".join(sorted(spoken, key=by_name)),
            self.tr("på distans") if thing.remote else self.tr("på plats"),
            written(thing.available or ()) or self.tr("alltid"),
            self.tr("används") if thing.active else self.tr("ur bruk"),
        )

    def heading(self, thing: Interpreter) -> str:
        """Return the name."""
        return thing.name

    def fill(self, thing: Interpreter | None, page: HousePage) -> None:
        """Fill the form."""
        one = thing or Interpreter(
            InterpreterId(self.desk.ids.new_id()), "", frozenset(), version=0
        )
        self._one = one
        self._name.setText(one.name)
        kept = tuple(sorted(one.languages))
        today = self.desk.clock.today()
        self._languages.set_choices(choices(page.codes, "language", today, keep=kept))
        self._languages.set_values(kept)
        self._remote.setChecked(one.remote)
        self._active.setChecked(one.active)
        self._times["available"].setText(written(one.available or ()))
        self._times["absent"].setText(written(one.absent))

    def save(self) -> None:
        """Keep the interpreter."""
        if self.page is None:
            return
        spans = {key: read_spans(edit.text()) for key, edit in self._times.items()}
        wrong = tuple(FieldProblem(key, "not_times") for key, one in spans.items() if one is None)
        if wrong:
            self.show_problems(wrong)
            return
        changed = replace(
            self._one if self.adding or self.chosen is None else self.chosen,
            name=self._name.text(),
            languages=frozenset(self._languages.values()),
            remote=self._remote.isChecked(),
            active=self._active.isChecked(),
            available=spans["available"] or None,
            absent=spans["absent"] or (),
        )
        desk, guard = self.desk, guard_of(self.desk)
        command = SaveInterpreter(changed, self.is_sure)
        self.keep(
            lambda uow: save_interpreter(command, uow, desk.clock, desk.ids, guard=guard),
            self.said(changed.name),
            key=changed.id,
        )
