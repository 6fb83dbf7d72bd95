"""*Lokaler*: rooms with places and equipment, and a house's hours, child-minding and travel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from familjecentral.access.model import CentreId
from familjecentral.errors import FieldProblem
from familjecentral.groups.furnishing import (
    HousePage,
    SaveHours,
    SaveRoom,
    save_hours,
    save_room,
)
from familjecentral.groups.house import Hours, RoomId
from familjecentral.groups.house import Room as Place
from ui.codes import choices
from ui.desk import Desk
from ui.form_card import FormCard
from ui.groups.presenter import guard_of
from ui.settings.house import HouseRoom, names_in
from ui.settings.spans import read_spans, written
from ui.widgets.checks import Check, CheckGroup
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.number import NumberField


class PlacesRoom(HouseRoom[Place]):
    """The rooms, and below them the house that the chosen one lies in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "places")
        self._travel: dict[CentreId, NumberField] = {}
        heads = (
            self.tr("Lokal"), self.tr("Hus"), self.tr("Platser"), self.tr("Utrustning"),
            self.tr("Läge"),
        )  # fmt: skip
        self.build(
            self.tr("Lokaler"), heads,
            ("Stora rummet", "Familjecentralen Eken", "Platser", "Projektor, kök, lekhörna",
             "används"),
            (2, 2, 1, 4, 1),
            new=self.tr("Ny lokal"),
        )  # fmt: skip
        self._build_hours()

    def build_form(self) -> None:
        """Place the fields."""
        self._name = GuardedEdit(
            self.tr("Namn"), self.desk.guard, name="settings_places_name_edt", longest=60
        )
        self._centre = CodedCombo(
            self.tr("Hus"), name="settings_places_centre_cmb", clearable=False
        )
        self._seats = NumberField(self.tr("Platser"), name="settings_places_seats_spn", largest=500)
        self._setup = NumberField(
            self.tr("Ställa i ordning, min"), name="settings_places_setup_spn", largest=240
        )
        self._cleanup = NumberField(
            self.tr("Plocka undan, min"), name="settings_places_cleanup_spn", largest=240
        )
        self._active = Check(self.tr("Används"), name="settings_places_active_chk")
        self._equipment = CheckGroup(self.tr("Utrustning"), (), name="settings_places_equipment")
        self._closed = TextEdit(
            self.tr("Kan inte bokas"),
            name="settings_places_unavailable_edt",
            longest=800,
            placeholder="2026-11-02–2026-11-06; fre 13.00–17.00",
        )
        form = self.form
        for key, field, line, column, span in (
            ("name", GuardedField(self.tr("Namn"), self._name), 0, 0, 2),
            ("centre_id", Field(self.tr("Hus"), self._centre), 0, 2, 2),
            ("seats", Field(self.tr("Platser"), self._seats), 1, 0, 1),
            ("setup_minutes", Field(self.tr("Ställa i ordning, min"), self._setup), 1, 1, 1),
            ("cleanup_minutes", Field(self.tr("Plocka undan, min"), self._cleanup), 1, 2, 1),
            ("active", Field(self.tr("Läge"), self._active), 1, 3, 1),
            ("equipment", Field(self.tr("Utrustning"), self._equipment), 2, 0, 4),
            ("unavailable", Field(self.tr("Kan inte bokas"), self._closed), 3, 0, 4),
        ):
            form.add_field(key, field, line, column, span)
        for column in range(4):
            form.grid.setColumnStretch(column, 1)

    def _build_hours(self) -> None:
        self._hours_form = FormCard(
            self.tr("Huset"), name="settings_hours_form", save_text=self.tr("Spara huset")
        )
        self._opening = TextEdit(
            self.tr("Öppettider"),
            name="settings_hours_opening_edt",
            longest=800,
            placeholder="mån–fre 8.00–17.00; tis 17.00–20.00",
        )
        self._minding = TextEdit(
            self.tr("Barnpassning öppen"),
            name="settings_hours_minding_edt",
            longest=800,
            placeholder="mån–fre 9.00–12.00",
        )
        self._children = NumberField(
            self.tr("Barn i barnpassning, högst"), name="settings_hours_children_spn", largest=60
        )
        form = self._hours_form
        opening = Field(self.tr("Öppettider"), self._opening, hint=self.tr("tomt = alltid"))
        minding = Field(
            self.tr("Barnpassning öppen"), self._minding, hint=self.tr("tomt = när huset är öppet")
        )
        form.add_field("opening", opening, 0, 0, 2)
        form.add_field("minding", minding, 1, 0)
        form.add_field(
            "most_children", Field(self.tr("Barn i barnpassning, högst"), self._children), 1, 1
        )
        form.grid.setColumnStretch(0, 2)
        form.grid.setColumnStretch(1, 1)
        self._travel_grid = QGridLayout()
        form.body.addLayout(self._travel_grid)
        form.on_save(self.save_hours)
        form.reset_button.clicked.connect(self._fill_hours)
        self.outer.insertWidget(self.outer.count() - 1, form)

    # --- the rooms ------------------------------------------------------------------------------

    def listed(self, page: HousePage) -> tuple[Place, ...]:
        """Return the rooms by house and name."""
        return tuple(page.house.rooms.values())

    def key_of(self, thing: Place) -> object:
        """Return its id."""
        return thing.id

    def cells(self, thing: Place, page: HousePage) -> tuple[str, ...]:
        """Return the texts of a row."""
        house = next((c.name for c in page.centres if c.id == thing.centre_id), "")
        things = ", ".join(page.codes.label("equipment", key) for key in sorted(thing.equipment))
        state = self.tr("används") if thing.active else self.tr("ur bruk")
        return (thing.name, house, str(thing.seats), things or "–", state)

    def heading(self, thing: Place) -> str:
        """Return its name."""
        return thing.name

    def fill(self, thing: Place | None, page: HousePage) -> None:
        """Fill both forms."""
        today = self.desk.clock.today()
        own = self.desk.actor.centre_id
        one = thing or Place(RoomId(self.desk.ids.new_id()), own, "", 0, version=0)
        self._one = one
        self._name.setText(one.name)
        self._centre.set_choices(Choice(str(c.id), c.name) for c in page.centres)
        self._centre.set_value(str(one.centre_id))
        self._seats.set_value(one.seats or None)
        self._setup.set_value(one.setup_minutes)
        self._cleanup.set_value(one.cleanup_minutes)
        self._active.setChecked(one.active)
        self._equipment.set_choices(choices(page.codes, "equipment", today))
        self._equipment.set_values(sorted(one.equipment))
        self._closed.setText(written(one.unavailable))
        self._fill_hours()

    def save(self) -> None:
        """Keep the room."""
        page = self.page
        if page is None:
            return
        spans = read_spans(self._closed.text())
        wrong = [FieldProblem("unavailable", "not_times")] if spans is None else []
        if not self._seats.value():
            wrong.append(FieldProblem("seats", "required"))
        if wrong:
            self.show_problems(tuple(wrong))
            return
        before = None if self.adding else self.chosen
        centres = {str(c.id): c.id for c in page.centres}
        changed = replace(
            before or self._one,
            name=self._name.text(),
            centre_id=centres[self._centre.value() or str(self.desk.actor.centre_id)],
            seats=self._seats.value() or 0,
            setup_minutes=self._setup.value() or 0,
            cleanup_minutes=self._cleanup.value() or 0,
            active=self._active.isChecked(),
            equipment=frozenset(self._equipment.values()),
            unavailable=spans or (),
        )
        desk, guard, confirmed = self.desk, guard_of(self.desk), self.is_sure
        self.keep(
            lambda uow: save_room(
                SaveRoom(changed, confirmed), uow, desk.clock, desk.ids, guard=guard
            ),
            self.said(changed.name),
            key=changed.id,
        )

    # --- the house ------------------------------------------------------------------------------

    def _hours(self) -> Hours:
        assert self.page is not None  # nothing can be pressed before it is shown
        centre = self._one.centre_id
        return self.page.house.hours.get(centre) or Hours(centre, version=0)

    def _fill_hours(self) -> None:
        page = self.page
        if page is None:
            return
        hours = self._hours()
        name = next((c.name for c in page.centres if c.id == hours.centre_id), "")
        self._hours_form.title.setText(name)
        self._hours_form.clear_problems()
        self._opening.setText(written(hours.opening))
        self._minding.setText(written(hours.minding or ()))
        self._children.set_value(hours.most_children)
        while (item := self._travel_grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._travel = {}
        minutes = dict(hours.travel)
        others = [c for c in page.centres if c.id != hours.centre_id]
        for place, centre in enumerate(others):
            text = self.tr("Restid till {house}, min").format(house=centre.name)
            number = NumberField(text, name=f"settings_hours_travel_{centre.key}_spn", largest=240)
            number.set_value(minutes.get(centre.id))
            self._travel[centre.id] = number
            self._travel_grid.addWidget(Field(text, number), place // 2, place % 2)
        self._hours_form.order_tabs()

    def before(self, thing: Place | Hours) -> object:
        """Return a room or the house as it was before it was changed in the form."""
        return self._hours() if isinstance(thing, Hours) else super().before(thing)

    def names_of(self, thing: object) -> Mapping[str, str]:
        """Return the names of the room's fields, or of the house's."""
        if isinstance(thing, Hours):
            return names_in(self._hours_form) | {"travel": self.tr("Restider")}
        return names_in(self.form)

    def take_version(self, theirs: Place | Hours, merged: Place | Hours) -> None:
        """Save ``merged`` as a change of what somebody else saved: a room, or the house."""
        if isinstance(theirs, Hours) and isinstance(merged, Hours) and self.page is not None:
            self.page.house.hours[theirs.centre_id] = merged
            self._fill_hours()
            self.page.house.hours[theirs.centre_id] = theirs
            self.save_hours()
        elif isinstance(theirs, Place) and isinstance(merged, Place):
            super().take_version(theirs, merged)

    def save_hours(self) -> None:
        """Keep hours, child-minding and travel of the house."""
        opening, minding = read_spans(self._opening.text()), read_spans(self._minding.text())
        wrong = [
            FieldProblem(key, "not_times")
            for key, found in (("opening", opening), ("minding", minding))
            if found is None
        ]
        if wrong:
            self._hours_form.show_problems(tuple(wrong))
            return
        before = self._hours()
        travel = {centre: number.value() for centre, number in self._travel.items()}
        changed = replace(
            before,
            opening=opening or (),
            minding=minding or None,
            most_children=self._children.value() or 0,
            travel=tuple((centre, n) for centre, n in travel.items() if n is not None),
        )
        desk = self.desk
        self.keep(
            lambda uow: save_hours(SaveHours(changed), uow, desk.clock, desk.ids),
            self.said(self._hours_form.title.text()),
        )
