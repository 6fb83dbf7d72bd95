"""Questions about one session: when, where and who; and why it is cancelled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from familjecentral.groups.house import RoomId
from familjecentral.groups.model import Group, Session
from familjecentral.groups.reading import GroupPage, TermPage
from familjecentral.groups.series import Move
from ui.calendar.interpreting import Interpreting
from ui.codes import choices
from ui.groups.new import leader_choices, room_choices
from ui.groups.words import read_clock, tr
from ui.report.dialogs import Question
from ui.widgets.combo import CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.daytext import short_day
from ui.widgets.form import Field, TextEdit
from ui.widgets.multi import MultiChoice
from ui.widgets.text import row
from ui.widgets.theme import px


class PlaceQuestion(Question):
    """When and where a session or series lies: day, time, room, leaders."""

    answered = Signal(object)

    def __init__(  # the fields of one dialog
        self,
        parent: QWidget,
        others: TermPage,
        group: Group,
        *,
        title: str,
        text: str,
        act: str,
        model: Session | None,
        interpreted: bool = True,
        name: str = "place",
    ) -> None:
        super().__init__(
            parent,
            name=name,
            title=title,
            text=text,
            wait=tr("Avbryt"),
            act=act,
            act_key="Enter",
        )
        self._others = others
        self._day = DateField(tr("Dag"), name=f"{name}_day_date", today=others.today, ahead=True)
        self._start = TextEdit(tr("Klockan"), name=f"{name}_start_edt", longest=5)
        self._room = CodedCombo(tr("Lokal"), name=f"{name}_room_cmb")
        self._room.set_choices(room_choices(others, group.seats))
        self._leaders = MultiChoice(tr("Ledare"), name=f"{name}_leaders_cmb", limit=6)
        self._leaders.set_choices(leader_choices(others, group.values.programme))
        room = model.room if model else group.room
        leaders = model.leaders if model else [m.leader for m in group.team]
        self._room.set_value(str(room) if room else None)
        self._leaders.set_values([str(one) for one in leaders])
        if model is not None:
            self._day.set_day(model.day)
            self._start.setText(f"{model.start // 60}.{model.start % 60:02d}")
        self._fields = (Field(tr("Dag"), self._day), Field(tr("Klockan"), self._start))
        self.body.insertLayout(2, row(*self._fields, Field(tr("Lokal"), self._room)))
        self.body.insertWidget(3, Field(tr("Ledare"), self._leaders))
        self._interpreting: Interpreting | None = None
        if model is not None and interpreted and group.languages:
            lists = Interpreting(group, model, others.house, others.codes, name=name)
            self._interpreting = lists
            self.body.insertLayout(4, row(*lists.fields()))
        self.setFixedWidth(px(620))
        self._day.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Hand over what was filled in; stay when a day or time is missing."""
        day, start = self._day.day(), read_clock(self._start.text())
        self._fields[0].set_error("" if day else tr("Skriv en dag."))
        self._fields[1].set_error("" if start is not None else tr("Skriv en tid, som 13.30."))
        if day is None or start is None:
            (self._day if day is None else self._start).setFocus()
            return
        rooms = {str(one): one for one in self._others.house.rooms}
        leaders = {str(one): one for one in self._others.house.leaders}
        room = self._room.value()
        move = Move(
            day=day,
            start=start,
            room=RoomId(rooms[room]) if room else None,
            leaders=tuple(leaders[key] for key in self._leaders.values()),
            interpreters=self._interpreting.values() if self._interpreting else None,
        )
        super().accept()
        self.answered.emit(move)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field takes the values."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)


class ReasonQuestion(Question):
    """Asks why a session is cancelled."""

    answered = Signal(str)

    def __init__(self, page: GroupPage, session: Session, parent: QWidget) -> None:
        text = tr("Träff {n}, {day}. De andra träffarna behåller dag och nummer.")
        super().__init__(
            parent,
            name="cancel_session",
            title=tr("Ställa in träffen?"),
            text=text.format(n=session.number, day=short_day(session.day)),
            wait=tr("Behåll"),
            act=tr("Ställ in"),
        )
        self._reason = CodedCombo(tr("Skäl"), name="cancel_session_reason_cmb", clearable=False)
        self._reason.set_choices(choices(page.codes, "cancel_reason", page.today))
        self._reason.set_value("leader_ill")
        self.body.insertWidget(2, Field(tr("Skäl"), self._reason))
        self.accepted.connect(lambda: self.answered.emit(self._reason.value() or "other"))
