"""Another booking: what it is, when, where and who. It becomes part of the draft."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.errors import FamiljecentralError, FieldProblem, InvalidInput
from familjecentral.groups.booking import SaveBooking, check_booking
from familjecentral.groups.house import Booking, BookingKind, LeaderId, RoomId
from familjecentral.groups.reading import CalendarView
from ui.calendar.session import length_choices, start_choices
from ui.errors import sentence_for
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import CheckGroup
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk


def kind_words() -> dict[BookingKind, str]:
    """Return what each kind of booking is called."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("booking", text)

    return {
        BookingKind.OPEN_ACTIVITY: tr("Öppen verksamhet"),
        BookingKind.MEETING: tr("Möte"),
        BookingKind.BUSY: tr("Bara upptaget"),
    }


class BookingDialog(FittedDialog):
    """The fields of a booking; ``kept`` carries it as it is to be, ``removed`` takes it away."""

    kept = Signal(object)
    removed = Signal()

    def __init__(
        self, parent: QWidget, desk: Desk, view: CalendarView, booking: Booking, *, is_new: bool
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._booking = booking
        title = self.tr("Ny bokning") if is_new else self.tr("Bokning")
        self.setObjectName("booking_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build_fields(view)
        self._build(title, is_new=is_new)
        self._on_kind()
        self.kind.changed.connect(self._on_kind)
        (self.kind if is_new else self.day).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_fields(self, view: CalendarView) -> None:
        booking, house = self._booking, view.schedule.house
        self.kind = CodedCombo(self.tr("Slag"), name="booking_kind_cmb", clearable=False)
        self.kind.set_choices(Choice(kind.value, text) for kind, text in kind_words().items())
        self.kind.set_value(booking.kind.value)
        self.title = GuardedEdit(
            self.tr("Rubrik"), self._desk.guard, name="booking_title_edt", longest=100
        )
        self._titled = GuardedField(self.tr("Rubrik"), self.title)
        self.title.setText(booking.title)
        self.day = DateField(self.tr("Dag"), name="booking_day_date", today=view.today, ahead=True)
        self.day.set_day(booking.day)
        self.start = CodedCombo(self.tr("Börjar"), name="booking_start_cmb", clearable=False)
        self.start.set_choices(start_choices(booking.start))
        self.start.set_value(str(booking.start))
        self.length = CodedCombo(self.tr("Längd"), name="booking_length_cmb", clearable=False)
        self.length.set_choices(length_choices(booking.minutes))
        self.length.set_value(str(booking.minutes))
        self.room = CodedCombo(self.tr("Lokal"), name="booking_room_cmb")
        self.room.set_choices(
            Choice(str(one.id), one.name)
            for one in house.rooms.values()
            if one.active or one.id == booking.room
        )
        self.room.set_value(str(booking.room) if booking.room else None)
        people = [
            Choice(str(one.id), one.first_name)
            for one in house.leaders.values()
            if one.ends_on is None or one.ends_on >= booking.day or one.id in booking.leaders
        ]
        self.leaders = CheckGroup(self.tr("Vilka"), people, name="booking_leaders")
        self.leaders.set_values(map(str, booking.leaders))

    def _build(self, title: str, *, is_new: bool) -> None:
        self.fields = {
            "kind": Field(self.tr("Slag"), self.kind),
            "title": self._titled,
            "day": Field(self.tr("Dag"), self.day),
            "start": Field(self.tr("Börjar"), self.start),
            "length": Field(self.tr("Längd"), self.length),
            "room": Field(self.tr("Lokal"), self.room),
            "leaders": Field(self.tr("Vilka"), self.leaders),
        }
        fields = self.fields
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog", wrap=True))
        top = row(fields["kind"], fields["title"])
        for key in ("kind", "title"):
            top.setAlignment(fields[key], Qt.AlignmentFlag.AlignTop)
        body.addLayout(top)
        body.addLayout(row(fields["day"], fields["start"], fields["length"]))
        body.addWidget(fields["room"])
        body.addWidget(fields["leaders"])
        note = self.tr("Bokningen läggs i utkastet. Inget sparas förrän du sparar det.")
        body.addWidget(text_label(note, role="small", ink="muted", wrap=True))
        leave = KeyButton(
            self.tr("Tillbaka"), name="booking_leave_btn", key="Esc", height=36, bind=False
        )
        leave.clicked.connect(self.reject)
        self.take = KeyButton(
            self.tr("Ta bort"), name="booking_remove_btn", icon="trash-2", height=36
        )
        self.take.clicked.connect(self._on_removed)
        self.take.setVisible(not is_new)
        self.act = KeyButton(
            self.tr("Till utkastet"), name="booking_act_btn", look="primary", key="Enter",
            height=36, bind=False,
        )  # fmt: skip
        self.act.clicked.connect(self._on_act)
        body.addLayout(row(self.take, 1, leave, self.act))
        self.setFixedWidth(px(620))

    def _on_kind(self) -> None:
        """What is only busy says nothing."""
        busy = self.kind.value() == BookingKind.BUSY.value
        self.fields["title"].setVisible(not busy)

    def booking(self) -> Booking | None:
        """Return what the fields hold; None when the day is wrong."""
        day, room = self.day.day(), self.room.value()
        if day is None:
            return None
        return replace(
            self._booking,
            kind=BookingKind(self.kind.value() or BookingKind.MEETING.value),
            title=self.title.text(),
            day=day,
            start=int(self.start.value() or self._booking.start),
            minutes=int(self.length.value() or self._booking.minutes),
            room=RoomId(UUID(room)) if room else None,
            leaders=tuple(LeaderId(UUID(one)) for one in self.leaders.values()),
        )

    def _on_act(self) -> None:
        wanted = self.booking()
        if wanted is None:
            self.show_problems((FieldProblem("day", "bad_date"),))
            return
        desk, command = self._desk, SaveBooking(wanted, self._titled.is_clear)

        def check(uow: UnitOfWork) -> Booking:
            return check_booking(command, uow, desk.clock, desk.ids, guard=desk.guard())

        desk.ask(check, self._on_checked, partial(self._on_failed))

    def _on_checked(self, booking: Booking) -> None:
        self.kept.emit(booking)
        self.accept()

    def _on_failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, InvalidInput):
            self.show_problems(error.problems)
        else:
            self._desk.voice.failed(error)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields, and go to the first."""
        wrong = {p.field: p for p in reversed(problems)}
        for key, field in self.fields.items():
            field.set_error(sentence_for(wrong[key]) if key in wrong else "")
        first = next((f for key, f in self.fields.items() if key in wrong), None)
        if first is not None:
            first.focus_control()

    def _on_removed(self) -> None:
        self.removed.emit()
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the values."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_act()
        else:
            super().keyPressEvent(event)
