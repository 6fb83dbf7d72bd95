"""Sessions on *Idag*: today's with *Genomförd* and *Fyll i*, what is not filled in, what must be
decided. One card for who leads groups; a page of its own for who plans them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.changes import Changes, Kind
from familjecentral.groups.attendance import Marked, MarkHeld, mark_held
from familjecentral.groups.model import GroupId, Session, SessionStatus
from familjecentral.groups.reading import GroupRow, Today, TodaySession, today_sessions
from ui.calendar.words import leader_names, room_name, times
from ui.desk import Desk
from ui.groups.beside import clear_layout
from ui.groups.words import count_of, day_month
from ui.page import Page
from ui.today.greeting import day_line, greeting
from ui.widgets.buttons import KeyButton
from ui.widgets.daytext import short_day
from ui.widgets.feedback import EmptyState
from ui.widgets.scrolled import scrolled
from ui.widgets.text import Card, badge, row, rule, text_label
from ui.widgets.theme import px

SHOWN = {Kind.GROUPS, Kind.ATTENDANCE, Kind.HOUSE, Kind.PERIODS}
_MOST = 6


class TodaySessions(Card):
    """A line per session and reminder; each act has its button. ``count``: what waits for an
    act, ``late`` without today's sessions; ``has_any``: whether there is anything to show.
    ``shown`` carries what it shows."""

    counted = Signal()
    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Träffar"), name="today_sessions_card")
        self._desk = desk
        self.count = self.late = 0
        self.has_any = desk.may(Act.PLAN_GROUPS)
        self._has_room = True
        self._empty = EmptyState("calendar-days", name="today_sessions_empty")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(4))
        self.body.addWidget(self._empty)
        self.body.addLayout(self._lines)
        self._empty.hide()
        self.setVisible(self.has_any)

    def set_room(self, has_room: bool) -> None:
        """Stand where there is room for it and something to show."""
        self._has_room = has_room
        self.setVisible(has_room and self.has_any)

    def load(self) -> None:
        """Read anew."""
        desk = self._desk
        if desk.may(Act.TAKE_ATTENDANCE):
            desk.ask(lambda uow: today_sessions(uow, desk.clock), self.show_today)

    def changed(self, changes: Changes) -> None:
        """Read anew when a group changed."""
        if changes.kinds & SHOWN:
            self.load()

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        first = self.findChild(KeyButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_today(self, found: Today) -> None:
        """Show sessions and reminders."""
        clear_layout(self._lines)
        leads = found.sessions or found.unfilled or found.next
        self.has_any = bool(leads) or self._desk.may(Act.PLAN_GROUPS)
        open_today = [s for s in found.sessions if s.session.status is not SessionStatus.HELD]
        self.late = len(found.unfilled) + len(found.to_decide)
        self.count = len(open_today) + self.late
        self.set_room(self._has_room)
        for one in found.sessions:
            self._lines.addWidget(self._session_line(one, found))
            self._lines.addWidget(rule())
        for late in found.unfilled[:_MOST]:
            self._lines.addWidget(self._late_line(late))
        for waits in found.to_decide[:_MOST]:
            self._lines.addWidget(self._decide_line(waits))
        self._empty.setVisible(not found.sessions)
        following = found.next
        text = ""
        if following is not None:
            text = self.tr("Nästa: {group}, {day}.").format(
                group=following.group.title, day=short_day(following.session.day)
            )
        self._empty.say(self.tr("Inga träffar i dag."), text)
        self.counted.emit()
        self.shown.emit(found)

    def _line(self, title: str, below: str, *acts: QWidget) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text_label(title, weight=600, wrap=True))
        words.addWidget(text_label(below, role="small", ink="text2", wrap=True))
        line = QWidget()
        inner = row(words, *acts)
        inner.setStretch(0, 1)
        inner.setContentsMargins(0, px(3), 0, px(3))
        line.setLayout(inner)
        return line

    def _session_line(self, one: TodaySession, found: Today) -> QWidget:
        session, group = one.session, one.group
        parts = (
            times(session.start, session.end),
            room_name(found.house, session.room),
            leader_names(found.house, session.leaders),
            self.tr("träff {n}").format(n=count_of(session.number, one.of)),
        )
        acts: list[QWidget] = []
        held = session.status is SessionStatus.HELD
        if held:
            acts.append(badge(self.tr("Genomförd"), "ok"))
        else:
            act = self._button("held", session, self.tr("Genomförd"), group.title)
            act.clicked.connect(partial(self.mark_held, session))
            acts.append(act)
        if session.is_course:
            fill = self._button("fill", session, self.tr("Fyll i"), group.title)
            fill.clicked.connect(partial(self._open, group.id, "attendance"))
            acts.append(fill)
        return self._line(group.title, " · ".join(part for part in parts if part), *acts)

    def _late_line(self, one: TodaySession) -> QWidget:
        text = self.tr("Närvaro saknas: träff {n}, {day}")
        below = text.format(n=one.session.number, day=short_day(one.session.day))
        fill = self._button("late", one.session, self.tr("Fyll i"), one.group.title)
        fill.clicked.connect(partial(self._open, one.group.id, "attendance"))
        return self._line(one.group.title, below, fill)

    def _decide_line(self, one: GroupRow) -> QWidget:
        group = one.group
        text = self.tr("{n} anmälda av lägst {least}. Bestäm senast {day}.")
        day = day_month(group.decision_day) if group.decision_day else ""
        below = text.format(n=one.taken or "–", least=group.minimum, day=day)
        act = KeyButton(
            self.tr("Visa"),
            name=f"today_sessions_btn_decide_{group.id.hex[:8]}",
            look="link",
            accessible=self.tr("Visa {group}").format(group=group.title),
            height=28,
        )
        act.clicked.connect(partial(self._open, group.id, "overview"))
        return self._line(group.title, below, act)

    def _button(self, kind: str, session: Session, text: str, title: str) -> KeyButton:
        return KeyButton(
            text,
            name=f"today_sessions_btn_{kind}_{session.id.hex[:8]}",
            accessible=f"{text}: {title}",
            height=28,
        )

    def _open(self, group_id: GroupId, tab: str) -> None:
        self._desk.voice.open_page("groups", (group_id, tab))

    def mark_held(self, session: Session) -> None:
        """Mark a session as held; undo takes it back."""
        desk, command = self._desk, MarkHeld(session.id)

        def done(found: Marked) -> None:
            if found.step is not None:
                desk.voice.planned(self.tr("Träffen är genomförd"))
            desk.tell(found.changes)

        def pushed(found: Marked) -> Marked:
            if found.step is not None:
                desk.group_undo.push(found.step)
            return found

        desk.ask(lambda uow: pushed(mark_held(command, uow, desk.clock, desk.ids)), done)


class PlannerToday(Page):
    """*Idag* for who plans groups and logs no contacts: sessions, attendance, decisions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("today", "")
        self._desk = desk
        self.setAccessibleName(self.tr("Idag"))
        self.sessions = TodaySessions(desk)
        self.sessions.setMaximumWidth(px(760))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.sessions)
        inner.addStretch(1)
        self.outer.addWidget(scrolled(holder), 1)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        return {"new": partial(self._desk.voice.open_page, "groups")}

    def panels(self) -> Sequence[QWidget]:
        """Return the panel that F6 reaches."""
        return (self.sessions,)

    def help_name(self) -> str:
        """Return the name of its help page."""
        return "groups"

    def opened(self) -> None:
        """Read anew and take the focus."""
        self.title.setText(greeting(self._desk.person.first_name))
        self.subtitle.setText(day_line(self._desk.clock.today()))
        self.sessions.load()
        self.sessions.focus_field()

    def changed(self, changes: Changes) -> None:
        """Read anew when a group changed."""
        self.sessions.changed(changes)
