"""A session by itself: where it lies, who leads it, and how it is cancelled with a reason."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.groups.house import LeaderId, RoomId
from familjecentral.groups.model import Group, SessionId, SessionStatus
from familjecentral.groups.reading import CalendarView
from familjecentral.groups.series import Move, move_session, resize_session, restore_session
from ui.calendar.cells import Card
from ui.calendar.interpreting import Interpreting
from ui.calendar.words import clock, day_head, status_word, times
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import CheckGroup
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.daytext import long_day
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

_STEP = 15
_LENGTHS = tuple(range(30, 481, 15))


def start_choices(now: int) -> tuple[Choice, ...]:
    """Return the times at which something can begin, that of now among them."""
    starts = sorted({now, *range(7 * 60, 21 * 60, _STEP)})
    return tuple(Choice(str(n), clock(n)) for n in starts)


def length_choices(now: int) -> tuple[Choice, ...]:
    """Return how long something can last, as long as now among them."""
    text = QCoreApplication.translate("calendar", "{n} min")
    return tuple(Choice(str(n), text.format(n=n)) for n in sorted({now, *_LENGTHS}))


class SessionDialog(FittedDialog):
    """Day, time, length, room and leaders of one session; the series stays as it is."""

    changed = Signal(object)

    def __init__(self, parent: QWidget, group: Group, card: Card, view: CalendarView) -> None:
        super().__init__(parent)
        self._group = group
        self._card = card
        session = group.session(SessionId(card.id))
        assert session is not None
        self._session = session
        title = f"{card.title}, {card.part}" if card.part else card.title
        self.setObjectName("session_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._may = view.may_plan and card.moves
        self._build_fields(view)
        self._build(title)

    def _build_fields(self, view: CalendarView) -> None:
        session, house = self._session, view.schedule.house
        self.day = DateField(self.tr("Dag"), name="session_day_date", today=view.today)
        self.day.set_day(session.day)
        self.start = CodedCombo(self.tr("Börjar"), name="session_start_cmb", clearable=False)
        self.start.set_choices(start_choices(session.start))
        self.start.set_value(str(session.start))
        self.length = CodedCombo(self.tr("Längd"), name="session_length_cmb", clearable=False)
        self.length.set_choices(length_choices(session.minutes))
        self.length.set_value(str(session.minutes))
        self.room = CodedCombo(self.tr("Lokal"), name="session_room_cmb", clearable=False)
        self.room.set_choices(
            Choice(str(one.id), one.name)
            for one in house.rooms.values()
            if one.active or one.id == session.room
        )
        self.room.set_value(str(session.room) if session.room else None)
        people = [
            Choice(str(one.id), one.first_name)
            for one in house.leaders.values()
            if one.ends_on is None or one.ends_on >= session.day or one.id in session.leaders
        ]
        self.leaders = CheckGroup(self.tr("Ledare"), people, name="session_leaders")
        self.leaders.set_values(map(str, session.leaders))
        self.interpreting = Interpreting(self._group, session, house, view.codes, name="session")

    def _build(self, title: str) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog", wrap=True))
        card = self._card
        facts = [long_day(card.day), times(card.start, card.end), status_word(card.state)]
        body.addWidget(text_label(" · ".join(facts), ink="text2"))
        if card.clash:
            text = self.tr("Krock: {word}").format(word=card.clash)
            body.addWidget(text_label(text, ink="error", weight=600, wrap=True))
        self.day_field = Field(self.tr("Dag"), self.day)
        first = row(
            self.day_field,
            Field(self.tr("Börjar"), self.start),
            Field(self.tr("Längd"), self.length),
        )
        body.addLayout(first)
        body.addWidget(Field(self.tr("Lokal"), self.room))
        body.addWidget(Field(self.tr("Ledare"), self.leaders))
        if self.interpreting.lists:
            body.addLayout(row(*self.interpreting.fields()))
        lists = self.interpreting.lists.values()
        for part in (self.day, self.start, self.length, self.room, self.leaders, *lists):
            part.setEnabled(self._may)
        leave = KeyButton(
            self.tr("Tillbaka"), name="session_leave_btn", key="Esc", height=36, bind=False
        )
        leave.clicked.connect(self.reject)
        self.act = KeyButton(
            self.tr("Till utkastet"), name="session_act_btn", look="primary", key="Enter", height=36
        )
        self.act.clicked.connect(self._on_act)
        self.act.setVisible(self._may)
        self.restore = KeyButton(
            self.tr("Håll den ändå"), name="session_restore_btn", icon="undo-2", height=36
        )
        self.restore.clicked.connect(self._on_restore)
        self.restore.setVisible(card.state is SessionStatus.CANCELLED)
        body.addLayout(row(self.restore, 1, leave, self.act))
        self.setFixedWidth(px(560))
        (self.day if self._may else leave).setFocus()

    def _on_restore(self) -> None:
        self.changed.emit(restore_session(self._group, self._session.id))
        self.accept()

    def _on_act(self) -> None:
        day = self.day.day()
        if day is None:
            self.day_field.set_error(self.tr("Skriv dagen så här: 2026-10-08."))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.changed.emit(self._moved(day))
        self.accept()

    def _moved(self, day: dt.date) -> Group:
        session = self._session
        room = self.room.value()
        # Who led it before keeps her place; others come after in the order of the list.
        chosen = {LeaderId(UUID(one)) for one in self.leaders.values()}
        kept = [one for one in session.leaders if one in chosen]
        added = [LeaderId(UUID(one)) for one in self.leaders.values()]
        move = Move(
            day=day,
            start=int(self.start.value() or session.start),
            room=RoomId(UUID(room)) if room else None,
            leaders=(*kept, *(one for one in added if one not in kept)),
            interpreters=self.interpreting.values(),
        )
        group = move_session(self._group, session.id, move)
        minutes = int(self.length.value() or session.minutes)
        if minutes != session.minutes:
            group = resize_session(group, session.id, minutes)
        return group

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the values."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._may:
            self._on_act()
        else:
            super().keyPressEvent(event)


class CancelDialog(FittedDialog):
    """*Ställa in träffen?* with a reason; it becomes part of the draft."""

    given = Signal(str)

    def __init__(self, parent: QWidget, card: Card, reasons: tuple[Choice, ...]) -> None:
        super().__init__(parent)
        title = self.tr("Ställa in {title}, {day}?").format(
            title=card.title, day=day_head(card.day)
        )
        self.setObjectName("cancelsession_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reason = CodedCombo(
            self.tr("Skäl"),
            name="cancelsession_reason_cmb",
            placeholder=self.tr("Välj skäl"),
            clearable=False,
        )
        self.reason.set_choices(reasons)
        self.field = Field(self.tr("Skäl"), self.reason)
        keep = KeyButton(
            self.tr("Behåll"), name="cancelsession_keep_btn", key="Esc", height=36, bind=False
        )
        act = KeyButton(
            self.tr("Ställ in"), name="cancelsession_act_btn", look="primary", height=36
        )
        keep.clicked.connect(self.reject)
        act.clicked.connect(self._on_act)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog", wrap=True))
        text = self.tr(
            "Lokal och ledare blir lediga. De andra träffarna ligger kvar. Det går att ångra."
        )
        body.addWidget(text_label(text, wrap=True))
        body.addWidget(self.field)
        body.addLayout(row(1, keep, act))
        self.setFixedWidth(px(500))
        self.reason.setFocus()

    def _on_act(self) -> None:
        reason = self.reason.value()
        if reason is None:
            self.field.set_error(self.tr("Välj ett skäl."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(reason)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the list of reasons cancels the session."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._on_act()
        else:
            super().keyPressEvent(event)
