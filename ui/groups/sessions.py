"""*Träffar*: the series laid in one step, single sessions moved, cancelled, replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.errors import ClashesLeft
from familjecentral.groups.model import (
    Group,
    LeaderRole,
    Session,
    SessionKind,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.reading import GroupPage, TermPage
from familjecentral.groups.saving import schedule_of_days
from familjecentral.groups.series import (
    Move,
    SeriesPlan,
    add_session,
    booster_day,
    cancel_session,
    lay_series,
    move_session,
    moved,
    replace_session,
    restore_session,
    with_session,
)
from ui.calendar.interpreting import interpreter_names
from ui.calendar.words import clash_word, leader_names, room_name, status_word, times
from ui.desk import Desk
from ui.groups.decide import ClashAsker
from ui.groups.group_presenter import GroupPresenter
from ui.groups.new import clashes_in
from ui.groups.place import PlaceQuestion, ReasonQuestion
from ui.models.simple import TextTable
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.daytext import short_day
from ui.widgets.feedback import EmptyState
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork

_LONGEST = dt.timedelta(weeks=60)


class SessionsTab(QWidget):
    """A table of the sessions and what can be done with the chosen one."""

    attendance_asked = Signal(object)

    def __init__(self, desk: Desk, presenter: GroupPresenter) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._page: GroupPage | None = None
        self._others: TermPage | None = None
        self._dialog: QDialog | None = None
        self._build()

    def _build(self) -> None:
        self._card = Card(self.tr("Träffar"), name="group_sessions_card", margin=1)
        self._card.head.setContentsMargins(px(16), 0, px(16), 0)
        self._card.body.setContentsMargins(1, px(12), 1, 0)
        self._card.head.addStretch(1)
        self._series = KeyButton(
            self.tr("Lägg serie…"), name="group_series_btn", icon="calendar-days", key="Ctrl J"
        )
        self._series.clicked.connect(self._on_series)
        self._extra = KeyButton(self.tr("Informationsträff…"), name="group_info_btn")
        self._extra.clicked.connect(partial(self._on_extra, SessionKind.INFO))
        self._booster = KeyButton(self.tr("Uppföljningsträff…"), name="group_booster_btn")
        self._booster.clicked.connect(partial(self._on_extra, SessionKind.BOOSTER))
        for button in (self._extra, self._booster, self._series):
            self._card.head.addWidget(button)
        heads = self._heads = (
            self.tr("Träff"), self.tr("Dag"), self.tr("Tid"), self.tr("Lokal"), self.tr("Ledare"),
            self.tr("Läge"), self.tr("Krock"),
        )  # fmt: skip
        self._model = TextTable(heads)
        self.table = Table(self.tr("Träffar"), name="group_sessions_tbl")
        self.table.setModel(self._model)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.delete_asked.connect(self._on_delete)
        self._empty = EmptyState("calendar-days", name="group_sessions_empty")
        self._empty.say(
            self.tr("Inga träffar än."),
            self.tr("Lägg hela serien i ett steg: första dagen och tiden räcker."),
        )
        self._card.body.addWidget(self.table)
        self._card.body.addWidget(self._empty)
        foot = self._card.add_foot()
        self._acts: dict[str, KeyButton] = {}
        line = QHBoxLayout()
        line.setSpacing(px(8))
        for key, text, act in (
            ("held", self.tr("Genomförd"), self._on_held),
            ("fill", self.tr("Fyll i närvaro"), self._on_fill),
            ("move", self.tr("Flytta…"), self._on_move),
            ("cancel", self.tr("Ställ in…"), self._on_cancel),
            ("restore", self.tr("Återinför"), self._on_restore),
            ("replace", self.tr("Ersättningsträff…"), self._on_replace),
            ("accept", self.tr("Lös krocken…"), self._on_clash),
        ):
            button = KeyButton(text, name=f"group_session_btn_{key}")
            button.clicked.connect(act)
            self._acts[key] = button
            line.addWidget(button)
        foot.addLayout(line)
        foot.addStretch(1)
        self._hint = QWidget()
        self._hint.setLayout(
            row(
                KeyCap("Enter"),
                text_label(self.tr("flytta"), role="small", ink="text2"),
                KeyCap("Del"),
                text_label(self.tr("ställ in"), role="small", ink="text2"),
            )
        )
        foot.addWidget(self._hint)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
        outer.addStretch(1)

    def focus_field(self) -> None:
        """Go to the sessions, or to the act that lays them."""
        if self.table.isVisibleTo(self):
            self.table.focus_field()
        else:
            self._series.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show the sessions; the chosen one stays."""
        here = self.chosen()
        self._page, self._others = page, others
        group = page.group
        may = page.may_plan and not group.status.is_over
        for button in (self._series, self._extra, self._booster):
            button.setVisible(may)
        self._booster.setVisible(may and bool(group.course))
        texts = [self._texts(session, page) for session in group.sessions]
        self._model.set_rows(texts)
        # What stands there decides: a clash is rare, and leaders are many in one group only.
        samples = tuple(max(cells, key=len) for cells in zip(self._heads, *texts, strict=True))
        self.table.set_widths(samples, (0, 0, 0, 1, 4, 1, 1), strong=1)
        rows = len(group.sessions)
        self.table.setVisible(bool(rows))
        self.table.setFixedHeight(px(ROW_HEIGHT) * (min(rows, 14) + 1) + 2)
        self._empty.setVisible(not rows)
        ids = [s.id for s in group.sessions]
        if ids:
            self.table.choose_row(ids.index(here.id) if here and here.id in ids else 0)
        self._on_chosen()

    def _texts(self, session: Session, page: GroupPage) -> tuple[str, ...]:
        kind = page.codes.label("session_kind", session.kind).lower()
        number = str(session.number)
        if session.kind is not SessionKind.REGULAR:
            number = f"{number} {kind}"
        week = self.tr("v. {n}").format(n=session.day.isocalendar().week)
        clashes = [clash_word(c.kind) for c in page.clashes if c.session == session.id]
        if session.accepted and not clashes:
            clashes = [self.tr("accepterad")]
        state = status_word(session.status)
        if session.cancel_reason:
            state = f"{state}, {page.codes.label('cancel_reason', session.cancel_reason).lower()}"
        return (
            number,
            f"{short_day(session.day)} {week}",
            times(session.start, session.end),
            room_name(page.house, session.room) or "–",
            self._who(session, page),
            state,
            ", ".join(dict.fromkeys(clashes)) or "–",
        )

    def _who(self, session: Session, page: GroupPage) -> str:
        """Return who leads, and who interprets where the group has languages."""
        names = leader_names(page.house, session.leaders) or "–"
        if not page.group.languages or session.status is SessionStatus.HELD:
            return names
        who = interpreter_names(page.house, session.interpreters)
        return f"{names} · {who}" if who else self.tr("{names} · ingen tolk").format(names=names)

    def chosen(self) -> Session | None:
        """Return the chosen session."""
        rows = self.table.chosen_rows()
        if self._page is None or not rows or rows[0] >= len(self._page.group.sessions):
            return None
        return self._page.group.sessions[rows[0]]

    def _on_chosen(self) -> None:
        page, session = self._page, self.chosen()
        if page is None:
            return
        may, today = page.may_plan and not page.group.status.is_over, page.today
        has = session is not None
        held = session is not None and session.status is SessionStatus.HELD
        off = session is not None and not session.is_on
        past = session is not None and session.day <= today
        clash = session is not None and any(c.session == session.id for c in page.clashes)
        shown = {
            "held": has and not off and past,
            "fill": has and not off and past and bool(session and session.is_course),
            "move": may and has and not held and not off,
            "cancel": may and has and not held and not off,
            "restore": may and off,
            "replace": may and off,
            "accept": may and clash,
        }
        gone = any(self._acts[key].hasFocus() and not visible for key, visible in shown.items())
        for key, visible in shown.items():
            self._acts[key].setVisible(visible)
        if gone:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        text = self.tr("Inte genomförd") if held else self.tr("Genomförd")
        self._acts["held"].setText(text)
        self._acts["held"].setAccessibleName(text)
        self._hint.setVisible(shown["move"])

    # --- acts -----------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        if self._acts["move"].isVisibleTo(self):
            self._on_move()
        elif self._acts["fill"].isVisibleTo(self):
            self._on_fill()

    def _on_delete(self) -> None:
        if self._acts["cancel"].isVisibleTo(self):
            self._on_cancel()

    def _on_held(self) -> None:
        session = self.chosen()
        if session is not None:
            held = session.status is not SessionStatus.HELD
            self._presenter.mark_held(session.id, held=held)

    def _on_fill(self) -> None:
        session = self.chosen()
        if session is not None:
            self.attendance_asked.emit(session.id)

    def _ask_place(
        self,
        *,
        title: str,
        text: str,
        act: str,
        model: Session | None,
        then: Callable[[Move], None],
        interpreted: bool = True,
    ) -> None:
        if self._page is None or self._others is None:
            return
        dialog = PlaceQuestion(
            self.window(),
            self._others,
            self._page.group,
            title=title,
            text=text,
            act=act,
            model=model,
            interpreted=interpreted,
        )
        dialog.answered.connect(then)
        self._dialog = dialog
        dialog.open()

    def _on_move(self) -> None:
        session = self.chosen()
        if session is not None and self._page is not None:
            group = self._page.group
            self._ask_place(
                title=self.tr("Flytta träff {n}").format(n=session.number),
                text=self.tr("De andra träffarna ligger kvar."),
                act=self.tr("Flytta"),
                model=session,
                then=lambda move: self._save(
                    move_session(group, session.id, move), self.tr("Träffen är flyttad")
                ),
            )

    def _on_cancel(self) -> None:
        page, session = self._page, self.chosen()
        if page is None or session is None:
            return
        dialog = ReasonQuestion(page, session, self.window())
        dialog.answered.connect(
            lambda reason: self._save(
                cancel_session(page.group, session.id, reason), self.tr("Träffen är inställd")
            )
        )
        self._dialog = dialog
        dialog.open()

    def _on_restore(self) -> None:
        session = self.chosen()
        if session is not None and self._page is not None:
            group = restore_session(self._page.group, session.id)
            self._save(group, self.tr("Träffen är återinförd"))

    def _on_replace(self) -> None:
        session = self.chosen()
        if session is not None and self._page is not None:
            group, ids = self._page.group, self._desk.ids
            self._ask_place(
                title=self.tr("Ersättningsträff för träff {n}").format(n=session.number),
                text=self.tr("Träffen räknas i serien i stället för den inställda."),
                act=self.tr("Lägg träffen"),
                model=session,
                then=lambda move: self._save(
                    replace_session(group, session.id, move, ids), self.tr("Träffen är ersatt")
                ),
            )

    def _on_extra(self, kind: SessionKind) -> None:
        page = self._page
        if page is None:
            return
        group, ids = page.group, self._desk.ids
        day = booster_day(group) if kind is SessionKind.BOOSTER else None
        day = day or (group.last_day or page.today) + dt.timedelta(weeks=4)
        if kind is SessionKind.INFO:
            day = (group.first_day or page.today) - dt.timedelta(weeks=1)
        proposed = add_session(group, kind, max(day, page.today), ids)
        model = next(s for s in proposed.sessions if group.session(s.id) is None)
        self._ask_place(
            title=page.codes.label("session_kind", kind),
            text=self.tr("Träffen ligger utanför serien och har inget rutnät."),
            act=self.tr("Lägg träffen"),
            model=model,
            then=lambda move: self._save(
                move_as_planned(proposed, model, move), self.tr("Träffen är lagd")
            ),
        )

    def _on_series(self) -> None:
        page = self._page
        if page is None:
            return
        first = page.group.course[0] if page.group.course else None
        n = page.group.values.sessions
        self._ask_place(
            title=self.tr("Lägg serie"),
            text=self.tr(
                "{n} träffar från den första dagen. Röda dagar, aftnar och stängda dagar hoppas "
                "över; träffar som är genomförda eller flyttade ligger kvar."
            ).format(n=n),
            act=self.tr("Lägg serien"),
            model=first,
            interpreted=False,
            then=self._lay,
        )

    def _lay(self, move: Move) -> None:
        page, desk = self._page, self._desk
        if page is None or move.day is None or move.start is None:
            return
        group, first, start = page.group, move.day, move.start
        known = {member.leader: member for member in group.team}
        team = tuple(
            known.get(one, TeamMember(one, LeaderRole.CO_LEAD if place else LeaderRole.LEAD))
            for place, one in enumerate(move.leaders or ())
        )

        def work(uow: UnitOfWork) -> Group:
            schedule = schedule_of_days(uow, first, first + _LONGEST)
            plan = SeriesPlan(first, start, move.room, team, skip_closed=True)
            return lay_series(group, plan, schedule, desk.ids).group

        desk.ask(work, lambda laid: self._save(laid, self.tr("Serien är lagd")))

    def _on_clash(self) -> None:
        page, session = self._page, self.chosen()
        if page is not None and session is not None:
            mine = tuple(c for c in page.clashes if c.session == session.id)
            self._asker(page).ask(
                (page.group,),
                mine,
                lambda groups: self._save(groups[0], self.tr("Krocken är löst")),
            )

    def _asker(self, page: GroupPage) -> ClashAsker:
        return ClashAsker(self._desk, self.window(), page.codes, page.today)

    def _save(self, group: Group, text: str) -> None:
        self._presenter.save(group, text)

    def ask_about(self, group: Group, error: ClashesLeft) -> None:
        """Ask about the clashes of a group that was to be saved, then save as decided."""
        if self._page is not None:
            self._asker(self._page).ask(
                (group,),
                clashes_in(error),
                lambda groups: self._save(groups[0], self.tr("Gruppen är sparad")),
            )


def move_as_planned(group: Group, session: Session, move: Move) -> Group:
    """Return the group with a new session where it was asked for, not counted as moved."""
    return with_session(group, replace(moved(session, move), status=SessionStatus.PLANNED))
