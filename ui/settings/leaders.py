"""*Gruppledare*: who leads groups, with rights, times, absences and load."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from familjecentral.errors import FieldProblem
from familjecentral.groups.furnishing import HousePage, SaveLeader, save_leader
from familjecentral.groups.house import Certificate, CertificateStatus, Leader, LeaderId
from ui.codes import choices
from ui.desk import Desk
from ui.settings.house import HouseRoom
from ui.settings.spans import read_spans, written
from ui.widgets.combo import Choice
from ui.widgets.dates import DateField
from ui.widgets.form import Field, TextEdit
from ui.widgets.multi import MultiChoice
from ui.widgets.number import NumberField
from ui.widgets.text import text_label


class LeadersRoom(HouseRoom[Leader]):
    """First names only: they stand where work is planned, never in statistics."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "leaders")
        heads = (
            self.tr("Förnamn"), self.tr("Behörig för"), self.tr("Under utbildning"),
            self.tr("Belastning"), self.tr("Borta"),
        )  # fmt: skip
        self.build(
            self.tr("Gruppledare"), heads,
            ("Margareta", "ICDP, ABC 3–12 år", "Under utbildning", "högst 3 kvällar",
             "2026-10-12–2026-10-16"),
            (1, 4, 2, 1, 2),
            new=self.tr("Ny gruppledare"),
        )  # fmt: skip

    def build_form(self) -> None:
        """Place the fields."""
        today = self.desk.clock.today()
        self._name = TextEdit(self.tr("Förnamn"), name="settings_leaders_name_edt", longest=40)
        self._ends = DateField(
            self.tr("Leder grupper till"),
            name="settings_leaders_ends_date",
            today=today,
            optional=True,
            ahead=True,
        )
        self._valid = MultiChoice(self.tr("Behörig för"), name="settings_leaders_valid_cmb")
        self._training = MultiChoice(
            self.tr("Under utbildning för"), name="settings_leaders_training_cmb"
        )
        self._expired = MultiChoice(
            self.tr("Utgången behörighet"), name="settings_leaders_expired_cmb"
        )
        self._centres = MultiChoice(
            self.tr("Arbetar bara i"), name="settings_leaders_centres_cmb", placeholder="alla hus"
        )
        self._times = {
            key: TextEdit(text, name=f"settings_leaders_{key}_edt", longest=800, placeholder=shown)
            for key, text, shown in (
                ("available", self.tr("Tillgänglig"), "mån–fre 8.00–17.00; tis 17.00–20.00"),
                ("absent", self.tr("Borta"), "2026-10-12–2026-10-16; 2026-11-04 13.00–16.00"),
                ("avoid", self.tr("Helst inte"), "fre 13.00–17.00"),
            )
        }
        self._loads = {
            key: NumberField(text, name=f"settings_leaders_{key}_spn", largest=most)
            for key, text, most in (
                ("max_groups", self.tr("Högst grupper per termin"), 50),
                ("max_minutes_week", self.tr("Högst minuter per vecka"), 9999),
                ("max_evenings_week", self.tr("Högst kvällar per vecka"), 7),
                ("share_percent", self.tr("Andel av arbetet, %"), 1000),
            )
        }
        form = self.form
        form.add_field("first_name", Field(self.tr("Förnamn"), self._name), 0, 0, 2)
        form.add_field("ends_on", Field(self.tr("Leder grupper till"), self._ends), 0, 2)
        form.add_field("centres", Field(self.tr("Arbetar bara i"), self._centres), 0, 3)
        form.add_field("certificates", Field(self.tr("Behörig för"), self._valid), 1, 0, 4)
        form.add_field("training", Field(self.tr("Under utbildning för"), self._training), 2, 0, 2)
        form.add_field("expired", Field(self.tr("Utgången behörighet"), self._expired), 2, 2, 2)
        hints = {
            "available": self.tr("tomt = alltid"),
            "absent": self.tr("dagar, tider"),
            "avoid": self.tr("ett önskemål"),
        }
        for line, (key, edit) in enumerate(self._times.items(), 3):
            field = Field(edit.accessibleName(), edit, hint=hints[key])
            form.add_field(key, field, line, 0, 4)
        for place, (key, number) in enumerate(self._loads.items()):
            field = Field(number.edit.accessibleName(), number)
            form.add_field(key, field, 6 + place // 2, place % 2 * 2, 2)
        for column in range(4):
            form.grid.setColumnStretch(column, 1)
        form.body.addWidget(
            text_label(
                self.tr("Tomt betyder utan gräns. Flera tider skiljs med semikolon."),
                role="small",
                ink="muted",
                wrap=True,
            )
        )

    def listed(self, page: HousePage) -> tuple[Leader, ...]:
        """Return the leaders by first name."""
        return tuple(page.house.leaders.values())

    def key_of(self, thing: Leader) -> object:
        """Return her id."""
        return thing.id

    def _codes(self, thing: Leader, status: CertificateStatus) -> list[str]:
        today = self.desk.clock.today()
        return [c.programme for c in thing.certificates if c.status(today) is status]

    def cells(self, thing: Leader, page: HousePage) -> tuple[str, ...]:
        """Return the texts of a row."""

        def named(status: CertificateStatus) -> str:
            return ", ".join(page.codes.label("programme", c) for c in self._codes(thing, status))

        load = []
        if thing.max_groups is not None:
            text = self.tr("1 grupp") if thing.max_groups == 1 else self.tr("{n} grupper")
            load.append(text.format(n=thing.max_groups))
        if thing.max_evenings_week is not None:
            evenings = thing.max_evenings_week
            text = self.tr("1 kväll") if evenings == 1 else self.tr("{n} kvällar")
            load.append(text.format(n=evenings))
        today = self.desk.clock.today()
        coming = [s for s in thing.absent if s.last is None or s.last >= today]
        return (
            thing.first_name,
            named(CertificateStatus.VALID) or "–",
            named(CertificateStatus.IN_TRAINING) or "–",
            ", ".join(load) or "–",
            written(coming) or "–",
        )

    def heading(self, thing: Leader) -> str:
        """Return her first name."""
        return thing.first_name

    def fill(self, thing: Leader | None, page: HousePage) -> None:
        """Fill the form."""
        today = self.desk.clock.today()
        one = thing or Leader(LeaderId(self.desk.ids.new_id()), "", version=0)
        offered = choices(page.codes, "programme", today)
        for field, status in (
            (self._valid, CertificateStatus.VALID),
            (self._training, CertificateStatus.IN_TRAINING),
            (self._expired, CertificateStatus.EXPIRED),
        ):
            field.set_choices(offered)
            field.set_values(self._codes(one, status))
        self._name.setText(one.first_name)
        self._ends.set_day(one.ends_on)
        self._centres.set_choices(Choice(str(c.id), c.name) for c in page.centres)
        self._centres.set_values(str(c.id) for c in page.centres if c.id in one.centres)
        self._times["available"].setText(written(one.available or ()))
        self._times["absent"].setText(written(one.absent))
        self._times["avoid"].setText(written(one.avoid))
        for key, number in self._loads.items():
            number.set_value(getattr(one, key))
        self._one = one

    def _certificates(self, one: Leader) -> tuple[Certificate, ...]:
        """Return the rights as chosen; one that is kept keeps its days."""
        today, found = self.desk.clock.today(), []
        for field, status in (
            (self._valid, CertificateStatus.VALID),
            (self._training, CertificateStatus.IN_TRAINING),
            (self._expired, CertificateStatus.EXPIRED),
        ):
            for code in field.values():
                kept = next(
                    (
                        c
                        for c in one.certificates
                        if c.programme == code and c.status(today) is status
                    ),
                    None,
                )
                over = status is CertificateStatus.EXPIRED
                last = today - dt.timedelta(days=1) if over else None
                training = status is CertificateStatus.IN_TRAINING
                fresh = Certificate(code, last=last, in_training=training)
                found.append(kept or fresh)
        return tuple(found)

    def save(self) -> None:
        """Keep the leader."""
        if self.page is None:
            return
        spans = {key: read_spans(edit.text()) for key, edit in self._times.items()}
        wrong = [FieldProblem(key, "not_times") for key, found in spans.items() if found is None]
        if self._ends.is_wrong():
            wrong.append(FieldProblem("ends_on", "bad_date"))
        if wrong:
            self.show_problems(tuple(wrong))
            return
        before = None if self.adding else self.chosen
        one = before or self._one
        centres = {str(c.id): c.id for c in self.page.centres}
        changed = replace(
            one,
            first_name=self._name.text(),
            ends_on=self._ends.day(),
            centres=frozenset(centres[key] for key in self._centres.values()),
            certificates=self._certificates(one),
            available=spans["available"] or None,
            absent=spans["absent"] or (),
            avoid=spans["avoid"] or (),
            max_groups=self._loads["max_groups"].value(),
            max_minutes_week=self._loads["max_minutes_week"].value(),
            max_evenings_week=self._loads["max_evenings_week"].value(),
            share_percent=self._loads["share_percent"].value() or 0,
        )
        desk = self.desk
        self.keep(
            lambda uow: save_leader(SaveLeader(changed), uow, desk.clock, desk.ids),
            self.said(changed.first_name),
            key=changed.id,
        )
