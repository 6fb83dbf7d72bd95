"""*Terminsprogram* for the notice board and *Lokalblad* for a room's door."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from familjecentral.access.model import CentreId
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.groups.house import House, RoomId
from familjecentral.groups.on_paper import room_on_paper, term_on_paper
from familjecentral.groups.rules import text_problems
from familjecentral.order import by_name
from ui.paper.sheet import PaperDesk, Prepare, SheetDialog, Write
from ui.paper.words import term_name, tr
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in
from ui.widgets.number import NumberField

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork

_SIGN_UP, _PHONE = 110, 24
MOST_WEEKS = 30


class ProgrammeDialog(SheetDialog):
    """All groups of a term that families may come to."""

    def __init__(
        self, paper: PaperDesk, terms: tuple[str, ...], term: str, parent: QWidget
    ) -> None:
        super().__init__(
            paper, parent, name="paper_programme", title=tr("Terminsprogram"),
            file_name="terminsprogram.pdf",
        )  # fmt: skip
        self._term = CodedCombo(tr("Termin"), name="paper_programme_term_cmb", clearable=False)
        self._term.set_choices(Choice(one, term_name(one)) for one in terms)
        self._term.set_value(term)
        self._term.changed.connect(self.refresh)
        self.add_field("term", Field(tr("Termin"), self._term))
        text = tr("Så anmäler man sig")
        self._sign_up = GuardedEdit(
            text, self._desk.guard, name="paper_programme_sign_up_edt", longest=_SIGN_UP
        )
        self._sign_up.setText(tr("Anmäl dig i öppna förskolan."))
        self.add_field("sign_up", GuardedField(text, self._sign_up))
        text = tr("Telefon till huset")
        self._phone = TextEdit(text, name="paper_programme_phone_edt", longest=_PHONE)
        self.add_field("phone", Field(text, self._phone))
        for edit in (self._sign_up, self._phone):
            edit.textEdited.connect(self.later)
            edit.returnPressed.connect(self.refresh)
        self._form.addStretch(1)

    def prepare(self) -> Prepare:
        """Read the term and draw its programme."""
        paper, desk, term = self._paper, self._desk, self._term.value() or ""
        words, phone = self._sign_up.text().strip(), self._phone.text().strip()
        sure = "sign_up" in confirmed_in(self.fields)
        centre: CentreId = desk.actor.centre_id
        call = tr("Telefon {phone}.").format(phone=phone) if phone else ""

        def read(uow: UnitOfWork) -> Write:
            found = text_problems("sign_up", words, desk.guard(), confirmed=sure, longest=_SIGN_UP)
            if words and (problems := tuple(found)):
                raise InvalidInput(problems)
            whole = term_on_paper(term, centre, uow, desk.clock)
            writer = paper.writer(whole.centre)
            sign_up = " ".join(part for part in (words, call) if part)
            return lambda path: writer.programme(
                path, term, whole.groups, whole.house, whole.programmes, sign_up
            )

        return read


class RoomDialog(SheetDialog):
    """Who has a room, week by week."""

    def __init__(
        self, paper: PaperDesk, house: House, first: dt.date, parent: QWidget,
        room: RoomId | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            paper, parent, name="paper_room", title=tr("Lokalblad"), file_name="lokalblad.pdf"
        )
        rooms = sorted(house.rooms.values(), key=lambda one: by_name(one.name))
        self._rooms = {str(one.id): one.id for one in rooms}
        self._room = CodedCombo(tr("Lokal"), name="paper_room_room_cmb", clearable=False)
        self._room.set_choices(Choice(str(one.id), one.name) for one in rooms)
        self._room.set_value(str(room or rooms[0].id) if rooms else None)
        self._room.changed.connect(self.refresh)
        self.add_field("room", Field(tr("Lokal"), self._room))
        today = self._desk.clock.today()
        text = tr("Från veckan med")
        self._first = DateField(text, name="paper_room_first_date", today=today, ahead=True)
        self._first.set_day(first - dt.timedelta(days=first.weekday()))
        self._first.changed.connect(self.later)
        self._first.returnPressed.connect(self.refresh)
        self.add_field("first", Field(text, self._first))
        self._weeks = NumberField(tr("Veckor"), name="paper_room_weeks_spn", largest=MOST_WEEKS)
        self._weeks.set_value(4)
        self._weeks.changed.connect(self.later)
        self.add_field("weeks", Field(tr("Veckor"), self._weeks))
        self._form.addStretch(1)

    def prepare(self) -> Prepare | None:
        """Read the weeks and draw who has the room."""
        room = self._rooms.get(self._room.value() or "")
        day, weeks = self._first.day(), self._weeks.value()
        wrong = []
        if room is None:
            wrong.append(FieldProblem("room", "required"))
        if day is None:
            wrong.append(FieldProblem("first", "bad_date"))
        if not weeks:
            wrong.append(FieldProblem("weeks", "required"))
        if room is None or day is None or not weeks:
            self.show_problems(tuple(wrong))
            return None
        first = day - dt.timedelta(days=day.weekday())
        last = first + dt.timedelta(weeks=weeks, days=-1)
        paper, desk = self._paper, self._desk

        def read(uow: UnitOfWork) -> Write:
            found = room_on_paper(room, first, last, uow, desk.clock)
            writer = paper.writer(found.centre)
            return lambda path: writer.room(path, found)

        return read
