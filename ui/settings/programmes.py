"""*Program*: the catalogue, versioned; a group keeps the values that it was planned with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from familjecentral.errors import FieldProblem
from familjecentral.groups.furnishing import HousePage, SaveProgramme, save_programme
from familjecentral.groups.programme import Programme, Range
from ui.codes import choices
from ui.desk import Desk
from ui.groups.presenter import guard_of
from ui.settings.house import HouseRoom
from ui.widgets.checks import Check, CheckGroup
from ui.widgets.dates import DateField
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.number import NumberField
from ui.widgets.text import text_label

_RANGES = ("sessions", "minutes", "every_weeks", "size", "leaders", "ages")
_WRONG = Range(-1, -1)


def range_text(numbers: Range | None) -> str:
    """Return ``6–8``, ``8`` for one number, empty for none."""
    if numbers is None:
        return ""
    same = numbers.low == numbers.high
    return str(numbers.low) if same else f"{numbers.low}–{numbers.high}"


def read_range(text: str) -> Range | None:
    """Return the numbers of ``6–8`` or ``8``; None for nothing, ``Range(-1, -1)`` for no range."""
    parts = [part.strip() for part in text.replace("-", "–").split("–")]
    if parts == [""]:
        return None
    if len(parts) > 2 or not all(part.isdecimal() for part in parts):
        return _WRONG
    return Range(int(parts[0]), int(parts[-1]))


class ProgrammesRoom(HouseRoom[Programme]):
    """Each save is a version of its own, with source and day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "programmes")
        heads = (
            self.tr("Program"), self.tr("Träffar"), self.tr("Minuter"), self.tr("Storlek"),
            self.tr("Ledare"), self.tr("Version"), self.tr("Läge"),
        )  # fmt: skip
        self.build(
            self.tr("Program"), heads,
            ("Barngrupp separerade föräldrar", "10–12", "120–150", "10–15", "Ledare", "Version",
             "används"),
            (1, 0, 0, 0, 0, 0, 0),
        )  # fmt: skip

    def build_form(self) -> None:
        """Place the fields."""
        today = self.desk.clock.today()
        self._name = GuardedEdit(
            self.tr("Namn"), self.desk.guard, name="settings_programmes_name_edt", longest=100
        )
        self._active = Check(self.tr("Erbjuds här"), name="settings_programmes_active_chk")
        names = {
            "sessions": self.tr("Antal träffar"),
            "minutes": self.tr("Minuter per träff"),
            "every_weeks": self.tr("Veckor mellan"),
            "size": self.tr("Gruppens storlek"),
            "leaders": self.tr("Antal ledare"),
            "ages": self.tr("Barnets ålder, år"),
        }
        self._ranges = {
            key: TextEdit(text, name=f"settings_programmes_{key}_edt", placeholder="6–8")
            for key, text in names.items()
        }
        self._levels = CheckGroup(
            self.tr("Preventionsnivåer, den första föreslås"), (), name="settings_programmes_levels"
        )
        self._certificate = GuardedEdit(
            self.tr("Behörighet som krävs"),
            self.desk.guard,
            name="settings_programmes_certificate_edt",
        )
        self._booster = NumberField(
            self.tr("Uppföljning efter, veckor"),
            name="settings_programmes_booster_spn",
            largest=104,
        )
        self._languages = NumberField(
            self.tr("Högst antal tolkspråk"), name="settings_programmes_languages_spn", largest=2
        )
        self._parallel = Check(
            self.tr("Parallella grupper hålls isär"), name="settings_programmes_parallel_chk"
        )
        self._minding = Check(
            self.tr("Barnpassning behövs"), name="settings_programmes_minding_chk"
        )
        self._avoid = Check(self.tr("Hoppar över skollov"), name="settings_programmes_avoid_chk")
        self._source = GuardedEdit(
            self.tr("Källa"), self.desk.guard, name="settings_programmes_source_edt", longest=500
        )
        self._as_of = DateField(
            self.tr("Uppgifterna gäller"), name="settings_programmes_as_of_date", today=today
        )
        form = self.form
        form.add_field("name", GuardedField(self.tr("Namn"), self._name), 0, 0, 4)
        form.add_field("active", Field("", self._active), 0, 4, 2)
        for place, (key, text) in enumerate(names.items()):
            form.add_field(key, Field(text, self._ranges[key]), 1 + place // 3, place % 3 * 2, 2)
        form.add_field("levels", Field(self._levels.accessibleName(), self._levels), 3, 0, 6)
        form.add_field(
            "certificate", GuardedField(self.tr("Behörighet som krävs"), self._certificate), 4, 0, 2
        )
        form.add_field(
            "booster_weeks", Field(self.tr("Uppföljning efter, veckor"), self._booster), 4, 2, 2
        )
        form.add_field(
            "most_languages", Field(self.tr("Högst antal tolkspråk"), self._languages), 4, 4, 2
        )
        for place, (key, check) in enumerate(
            (
                ("parallel", self._parallel),
                ("child_minding", self._minding),
                ("avoid_school_breaks", self._avoid),
            )
        ):
            form.add_field(key, Field("", check), 5, place * 2, 2)
        form.add_field("source", Field(self.tr("Källa"), self._source), 6, 0, 4)
        form.add_field("as_of", Field(self.tr("Uppgifterna gäller"), self._as_of), 6, 4, 2)
        for column in range(6):
            form.grid.setColumnStretch(column, 1)
        self._note = text_label("", role="small", ink="muted", wrap=True)
        form.body.addWidget(self._note)

    def listed(self, page: HousePage) -> tuple[Programme, ...]:
        """Return the programmes given in groups."""
        return tuple(p for p in page.programmes if p.working_level == "group")

    def key_of(self, thing: Programme) -> object:
        """Return its code."""
        return thing.code

    def cells(self, thing: Programme, page: HousePage) -> tuple[str, ...]:
        """Return the texts of a row."""
        del page
        return (
            thing.name,
            range_text(thing.sessions) or "?",
            range_text(thing.minutes) or "?",
            range_text(thing.size) or "?",
            range_text(thing.leaders) or "?",
            str(thing.version),
            self.tr("används") if thing.active else self.tr("ur bruk"),
        )

    def heading(self, thing: Programme) -> str:
        """Return its name and version."""
        return self.tr("{name}, version {n}").format(name=thing.name, n=thing.version)

    def fill(self, thing: Programme | None, page: HousePage) -> None:
        """Fill the form."""
        if thing is None:
            return
        self._name.setText(thing.name)
        self._active.setChecked(thing.active)
        for key in _RANGES:
            self._ranges[key].setText(range_text(getattr(thing, key)))
        self._levels.set_choices(choices(page.codes, "prevention_level", self.desk.clock.today()))
        self._levels.set_values(thing.levels)
        self._certificate.setText(thing.certificate)
        self._booster.set_value(thing.booster_weeks)
        self._languages.set_value(thing.most_languages)
        self._parallel.setChecked(thing.parallel)
        self._minding.setChecked(bool(thing.child_minding))
        self._avoid.setChecked(thing.avoid_school_breaks)
        self._source.setText(thing.source)
        self._as_of.set_day(thing.as_of)
        text = self.tr(
            "Sparas som version {n}. Grupper behåller de värden som de planerades med."
        ).format(n=thing.version + 1)
        if thing.assumed:
            text += " " + self.tr("Några tal bygger på vana, inte på en funnen källa.")
        self._note.setText(text)

    def save(self) -> None:
        """Keep the next version."""
        thing = self.chosen
        if thing is None:
            return
        ranges = {key: read_range(edit.text()) for key, edit in self._ranges.items()}
        wrong = [FieldProblem(key, "not_range") for key, r in ranges.items() if r == _WRONG]
        if self._as_of.is_wrong():
            wrong.append(FieldProblem("as_of", "bad_date"))
        if wrong:
            self.show_problems(tuple(wrong))
            return
        changed = replace(
            thing,
            name=self._name.text().strip(),
            active=self._active.isChecked(),
            sessions=ranges["sessions"],
            minutes=ranges["minutes"],
            every_weeks=ranges["every_weeks"],
            size=ranges["size"],
            leaders=ranges["leaders"],
            ages=ranges["ages"],
            levels=_levels(thing.levels, self._levels.values()),
            certificate=self._certificate.text().strip(),
            booster_weeks=self._booster.value(),
            most_languages=self._languages.value() or 0,
            parallel=self._parallel.isChecked(),
            # Not known stays not known until somebody says yes.
            child_minding=self._minding.isChecked()
            or (None if thing.child_minding is None else False),
            avoid_school_breaks=self._avoid.isChecked(),
            source=self._source.text().strip(),
            as_of=self._as_of.day() or dt.date.min,
        )
        desk, confirmed = self.desk, self.is_sure
        guard = guard_of(desk)
        command = SaveProgramme(changed, confirmed)
        self.keep(
            lambda uow: save_programme(command, uow, desk.clock, desk.ids, guard=guard),
            self.said(changed.name),
        )


def _levels(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Return the levels chosen, in their old order: the first is proposed."""
    kept = [level for level in before if level in now]
    return tuple(kept + [level for level in now if level not in kept])
