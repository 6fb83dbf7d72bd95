"""A leader is away: who, from when to when; then what it touches is planned again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.groups.furnishing import SaveLeader, save_leader
from familjecentral.groups.house import Leader, LeaderId
from familjecentral.groups.model import GroupId, SessionStatus
from familjecentral.groups.problem import Span
from familjecentral.groups.reading import CalendarView
from ui.calendar.words import count
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.fitting import FittedDialog
from ui.widgets.form import Field
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from familjecentral.groups.steps import Saved
    from ui.desk import Desk


class AbsenceDialog(FittedDialog):
    """Keeps the absence, then asks for a plan of the groups that it touches."""

    planned = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, view: CalendarView) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view
        title = self.tr("En ledare är borta")
        self.setObjectName("absence_dlg")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.who = CodedCombo(
            self.tr("Ledare"), name="absence_leader_cmb", placeholder=self.tr("Välj"),
            clearable=False,
        )  # fmt: skip
        people = view.schedule.house.leaders.values()
        self.who.set_choices(
            Choice(str(one.id), one.first_name)
            for one in people
            if one.ends_on is None or one.ends_on >= view.today
        )
        self.first = DateField(
            self.tr("Från"), name="absence_first_date", today=view.today, ahead=True
        )
        self.last = DateField(
            self.tr("Till och med"), name="absence_last_date", today=view.today, ahead=True
        )
        self.first.set_day(view.today)
        self.last.set_day(view.today + dt.timedelta(days=6 - view.today.weekday()))
        self._fields = (
            Field(self.tr("Ledare"), self.who),
            Field(self.tr("Från"), self.first),
            Field(self.tr("Till och med"), self.last),
        )
        self._touched = text_label("", ink="text2", wrap=True, name="absence_touched_lbl")
        leave = KeyButton(
            self.tr("Tillbaka"), name="absence_leave_btn", key="Esc", height=36, bind=False
        )
        self.act = KeyButton(
            self.tr("Spara och planera om…"), name="absence_act_btn", look="primary", key="Enter",
            height=36,
        )  # fmt: skip
        leave.clicked.connect(self.reject)
        self.act.clicked.connect(self._on_act)
        for field in (self.who, self.first, self.last):
            field.changed.connect(self._say)
        body = QVBoxLayout(self)
        body.setContentsMargins(px(24), px(20), px(24), px(18))
        body.setSpacing(px(12))
        body.addWidget(text_label(title, role="dialog"))
        text = self.tr("Skälet skrivs inte. Träffarna ligger kvar tills du har sparat en ny plan.")
        body.addWidget(text_label(text, wrap=True))
        body.addWidget(self._fields[0])
        body.addLayout(row(self._fields[1], self._fields[2]))
        body.addWidget(self._touched)
        body.addLayout(row(1, leave, self.act))
        self.setFixedWidth(px(520))
        self.who.setFocus()
        self._say()

    def touched(self) -> tuple[int, frozenset[GroupId]]:
        """Return how many sessions still to come the absence touches, and of which groups."""
        leader, first, last = self._leader(), self.first.day(), self.last.day()
        if leader is None or first is None or last is None:
            return 0, frozenset()
        found = [
            group.id
            for group in self._view.schedule.groups.values()
            for session in group.sessions
            if leader.id in session.leaders
            and first <= session.day <= last
            and session.status in (SessionStatus.PLANNED, SessionStatus.MOVED)
        ]
        return len(found), frozenset(found)

    def _leader(self) -> Leader | None:
        who = self.who.value()
        return self._view.schedule.house.leaders.get(LeaderId(UUID(who))) if who else None

    def _say(self) -> None:
        n, groups = self.touched()
        if self._leader() is None:
            self._touched.setText("")
        elif not n:
            self._touched.setText(self.tr("Ingen träff ligger i den tiden."))
        else:
            sessions = count(n, self.tr("1 träff"), self.tr("{n} träffar"))
            named = count(len(groups), self.tr("1 grupp"), self.tr("{n} grupper"))
            text = self.tr("{sessions} i {groups} behöver en annan ledare eller tid.")
            self._touched.setText(text.format(sessions=sessions, groups=named))

    def _on_act(self) -> None:
        leader, first, last = self._leader(), self.first.day(), self.last.day()
        problems = (
            self.tr("Välj vem.") if leader is None else "",
            self.tr("Skriv dagen så här: 2026-10-08.") if first is None else "",
            self.tr("Välj samma dag eller senare.")
            if last is None or (first is not None and last < first)
            else "",
        )
        for field, problem in zip(self._fields, problems, strict=True):
            field.set_error(problem)
        wrong = next((f for f, p in zip(self._fields, problems, strict=True) if p), None)
        if wrong is not None or leader is None:
            (wrong or self._fields[0]).focus_control()
            return
        away = replace(leader, absent=(*leader.absent, Span(first=first, last=last)))
        _, groups = self.touched()
        desk = self._desk

        text = self.tr("{name} är borta {first}–{last}").format(
            name=leader.first_name, first=first, last=last
        )

        def work(uow: UnitOfWork) -> Saved:
            saved = save_leader(SaveLeader(away), uow, desk.clock, desk.ids)
            desk.group_undo.push(saved.step)
            return saved

        def done(saved: Saved) -> None:
            desk.voice.planned(text)
            desk.tell(saved.changes)
            self.accept()
            if groups:
                self.planned.emit(groups)

        desk.ask(work, done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_act()
        else:
            super().keyPressEvent(event)
