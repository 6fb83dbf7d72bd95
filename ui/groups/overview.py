"""*Översikt*: what a group is, where it stands, and which groups it belongs with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.errors import FieldProblem
from familjecentral.groups.house import RoomId
from familjecentral.groups.model import Group, GroupStatus, Relation, RelationType
from familjecentral.groups.reading import GroupPage, TermPage
from ui.codes import choices
from ui.desk import Desk
from ui.form_card import FormCard
from ui.groups.beside import clear_layout
from ui.groups.group_presenter import GroupPresenter
from ui.groups.new import leader_choices, room_choices, team_of
from ui.groups.words import day_month, must_decide, tr
from ui.report.dialogs import Question
from ui.widgets.buttons import KeyButton
from ui.widgets.checks import Check
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.feedback import Banner
from ui.widgets.focus import TabPlace, holds_focus
from ui.widgets.form import Field
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.multi import MultiChoice
from ui.widgets.number import NumberField
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px


class CancelQuestion(Question):
    """Asks for the reason; cancelling a group that lacks people is an ordinary outcome."""

    answered = Signal(str)

    def __init__(self, page: GroupPage, reason: str, parent: QWidget) -> None:
        begun = any(s.status.value == "held" for s in page.group.sessions)
        text = tr(
            "Träffarna tas ur kalendern och lokalen blir ledig. Gruppen räknas som {word}. Det går "
            "att ångra tills du låser."
        )
        super().__init__(
            parent,
            name="cancel_group",
            title=tr("Ställa in {title}?").format(title=page.group.title),
            text=text.format(word=tr("avbruten") if begun else tr("inställd")),
            wait=tr("Behåll"),
            act=tr("Ställ in"),
        )
        self._reason = CodedCombo(tr("Skäl"), name="cancel_group_reason_cmb", clearable=False)
        self._reason.set_choices(choices(page.codes, "cancel_reason", page.today))
        self._reason.set_value(reason)
        self.body.insertWidget(2, Field(tr("Skäl"), self._reason))
        self.accepted.connect(lambda: self.answered.emit(self._reason.value() or "other"))


class OverviewTab(QWidget):
    """The form of the group, its status with the acts that it allows, and its relations."""

    def __init__(self, desk: Desk, presenter: GroupPresenter) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._page: GroupPage | None = None
        self._others: TermPage | None = None
        self._dialog: QDialog | None = None
        self._shown_version: tuple[object, int] | None = None
        self._build_state()
        self._build_form()
        self._build_relations()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        for card in (self._state, self.form, self._relations):
            outer.addWidget(card)
        outer.addStretch(1)

    # --- building -------------------------------------------------------------------------------

    def _build_state(self) -> None:
        self._state = Card(self.tr("Status"), name="group_state_card")
        self._status = text_label("", weight=600, name="group_state_lbl")
        self._state.head.addWidget(self._status)
        self._state.head.addStretch(1)
        self._few = Banner(name="group_state_banner")
        self._state.body.addWidget(self._few)
        self._acts_place = TabPlace(self._state)
        self._acts = QHBoxLayout()
        self._acts.setSpacing(px(8))
        self._state.body.addLayout(self._acts)

    def _build_form(self) -> None:
        today = self._desk.clock.today()
        self.form = FormCard(self.tr("Gruppen"), name="group_overview", save_text=self.tr("Spara"))
        self._title = GuardedEdit(
            self.tr("Rubrik"), self._desk.guard, name="group_title_edt", longest=100
        )
        self._titled = GuardedField(self.tr("Rubrik"), self._title)
        self._level = CodedCombo(
            self.tr("Preventionsnivå"), name="group_level_cmb", clearable=False
        )
        self._seats = NumberField(self.tr("Platser"), name="group_seats_spn", largest=60)
        self._minimum = NumberField(self.tr("Lägst antal"), name="group_minimum_spn", largest=60)
        self._opens = DateField(
            self.tr("Anmälan öppnar"),
            name="group_opens_date",
            today=today,
            optional=True,
            ahead=True,
        )
        self._decision = DateField(
            self.tr("Bestäm senast"),
            name="group_decision_date",
            today=today,
            optional=True,
            ahead=True,
        )
        self._room = CodedCombo(self.tr("Lokal"), name="group_room_cmb")
        self._leaders = MultiChoice(
            self.tr("Ledare"), name="group_leaders_cmb", limit=6, main_note=self.tr("leder")
        )
        self._languages = MultiChoice(self.tr("Tolkspråk"), name="group_languages_cmb", limit=2)
        self._children = NumberField(
            self.tr("Barn i barnpassning"), name="group_children_spn", largest=60
        )
        self._known = NumberField(
            self.tr("Deltagare med känd roll"), name="group_role_known_spn", largest=60
        )
        self._fathers = NumberField(
            self.tr("Varav pappor och medföräldrar"), name="group_fathers_spn", largest=60
        )
        self._avoid = Check(self.tr("Hoppa över skollov"), name="group_avoid_chk")
        for key, field, line, column, span in (
            ("title", self._titled, 0, 0, 4),
            ("prevention_level", Field(self.tr("Preventionsnivå"), self._level), 0, 4, 2),
            ("seats", Field(self.tr("Platser"), self._seats), 1, 0, 2),
            ("minimum", Field(self.tr("Lägst antal"), self._minimum), 1, 2, 2),
            ("children_minded", Field(self.tr("Barn i barnpassning"), self._children), 1, 4, 2),
            ("opens_on", Field(self.tr("Anmälan öppnar"), self._opens), 2, 0, 2),
            ("decision_day", Field(self.tr("Bestäm senast"), self._decision), 2, 2, 2),
            ("room", Field(self.tr("Lokal"), self._room), 2, 4, 2),
            ("team", Field(self.tr("Ledare"), self._leaders), 3, 0, 6),
            ("languages", Field(self.tr("Tolkspråk"), self._languages), 4, 0, 4),
            ("avoid_school_breaks", Field(self.tr("Lov"), self._avoid), 4, 4, 2),
            (
                "role_known",
                Field(
                    self.tr("Deltagare med känd roll"),
                    self._known,
                    hint=self.tr("tomt = inte räknat"),
                ),
                5, 0, 3,
            ),
            (
                "fathers",
                Field(
                    self.tr("Varav pappor och medföräldrar"),
                    self._fathers,
                    hint=self.tr("fyll i före kvartalets lås"),
                ),
                5, 3, 3,
            ),
        ):  # fmt: skip
            self.form.add_field(key, field, line, column, span)
        for column in range(6):
            self.form.grid.setColumnStretch(column, 1)
        self._source = text_label("", role="small", ink="muted", wrap=True)
        self.form.body.addWidget(self._source)
        self.form.on_save(self.save)
        self.form.reset_button.clicked.connect(self._fill)

    def _build_relations(self) -> None:
        self._relations = Card(self.tr("Hör ihop med"), name="group_relations_card")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(6))
        self._relations.body.addLayout(self._lines)
        self._lines_place = TabPlace(self._relations)
        self._kind = CodedCombo(
            self.tr("Vad gäller"), name="group_relation_kind_cmb", clearable=False
        )
        self._kind.set_choices(Choice(key.value, text) for key, text in relation_words().items())
        self._kind.set_value(RelationType.PARALLEL.value)
        self._other = CodedCombo(
            self.tr("Grupp"), name="group_relation_other_cmb", placeholder=self.tr("Välj grupp")
        )
        self._add = KeyButton(self.tr("Lägg till"), name="group_relation_add_btn", icon="plus")
        self._add.clicked.connect(self._on_relate)
        line = row(Field(self.tr("Vad gäller"), self._kind), Field(self.tr("Grupp"), self._other))
        line.addWidget(self._add, 0, Qt.AlignmentFlag.AlignBottom)
        self._relations.body.addLayout(line)

    # --- showing --------------------------------------------------------------------------------

    def focus_field(self) -> None:
        """Go to the title."""
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show the group; what is being typed stays until the group itself has changed."""
        self._page, self._others = page, others
        if others is None:
            return
        version = (page.group.id, page.group.version)
        if version != self._shown_version:
            self._shown_version = version
            self._fill()
        self._show_state(page)
        self._show_relations(page, others)

    def _fill(self) -> None:
        page, others = self._page, self._others
        if page is None or others is None:
            return
        group, codes = page.group, page.codes
        self.form.clear_problems()
        self._title.setText(group.title)
        self._level.set_choices(choices(codes, "prevention_level", page.today))
        self._level.set_value(group.prevention_level)
        self._seats.set_value(group.seats)
        self._minimum.set_value(group.minimum)
        self._children.set_value(group.children_minded)
        for field, number in ((self._known, group.role_known), (self._fathers, group.fathers)):
            field.set_value(number)
            field.setEnabled(group.closed_on is None)
        self._opens.set_day(group.opens_on)
        self._decision.set_day(group.decision_day)
        self._room.set_choices(room_choices(others, group.seats))
        self._room.set_value(str(group.room) if group.room else None)
        self._leaders.set_choices(leader_choices(others, group.values.programme))
        self._leaders.set_values([str(member.leader) for member in group.team])
        self._languages.set_choices(choices(codes, "language", page.today, keep=group.languages))
        self._languages.set_values(group.languages)
        self._avoid.setChecked(group.avoid_school_breaks)
        values = group.values
        text = self.tr(
            "Planerad med {programme}, version {n} ({day}): {sessions} träffar à {minutes} min, "
            "{leaders} ledare."
        )
        self._source.setText(
            text.format(
                programme=codes.label("programme", values.programme),
                n=values.version,
                day=values.as_of,
                sessions=values.sessions,
                minutes=values.minutes,
                leaders=values.leaders,
            )
        )

    def _show_state(self, page: GroupPage) -> None:
        group = page.group
        self._status.setText(page.codes.label("group_status", group.status))
        held = holds_focus(self._state)
        clear_layout(self._acts)
        acts: list[KeyButton] = []
        for status, text in self._next_statuses(group):
            button = KeyButton(text, name=f"group_state_btn_{status.value}")
            button.clicked.connect(partial(self._set_status, status))
            acts.append(button)
        cancel = None
        if not group.status.is_over:
            cancel = KeyButton(
                self.tr("Ställ in gruppen…"), name="group_state_btn_cancel", icon="calendar-x-2"
            )
            cancel.clicked.connect(self._on_cancel)
            acts.append(cancel)
        if not page.seats and not page.queue and group.closed_on is None:
            remove = KeyButton(
                self.tr("Ta bort gruppen"), name="group_state_btn_remove", icon="trash-2"
            )
            remove.clicked.connect(self._presenter.remove)
            acts.append(remove)
        for button in acts:
            self._acts.addWidget(button)
        self._acts_place.take(*acts)
        if held:  # on to what asks first: one Enter too many must change nothing
            target = cancel or self._title
            target.show()  # what is hidden cannot take the focus
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._acts.addStretch(1)
        if must_decide(group, len(page.seats), page.today) and group.decision_day:
            text = self.tr("{n} anmälda av lägst {least}.")
            title = text.format(n=len(page.seats) or "–", least=group.minimum)
            rest = self.tr("Bestäm senast {day}: ställ in, vänta eller starta ändå.")
            self._few.say("warn", title, rest.format(day=day_month(group.decision_day)))
            for name, words, act in (
                ("cancel", self.tr("Ställ in"), self._on_cancel),
                ("wait", self.tr("Vänta en vecka"), self._on_wait),
                ("start", self.tr("Starta ändå"), self._on_start),
            ):
                link = KeyButton(words, name=f"group_few_btn_{name}", look="link")
                link.clicked.connect(act)
                self._few.add_link(link)
        else:
            self._few.hide()

    def _next_statuses(self, group: Group) -> Iterable[tuple[GroupStatus, str]]:
        status = group.status
        if status is GroupStatus.PLANNED:
            yield GroupStatus.OPEN, self.tr("Öppna för anmälan")
        if status in (GroupStatus.OPEN, GroupStatus.FULL):
            yield GroupStatus.CONFIRMED, self.tr("Bekräfta gruppen")
        if status in (GroupStatus.OPEN, GroupStatus.CONFIRMED):
            yield GroupStatus.PLANNED, self.tr("Tillbaka till planerad")

    def _show_relations(self, page: GroupPage, others: TermPage) -> None:
        clear_layout(self._lines)
        removals: list[KeyButton] = []
        names = {one.group.id: one.group.title for one in others.rows}
        words = relation_words()
        for place, relation in enumerate(page.relations):
            other = relation.other if relation.one == page.group.id else relation.one
            title = names.get(other, self.tr("en grupp i en annan termin"))
            text = text_label(f"{words[relation.type]}: {title}")
            remove = KeyButton(
                self.tr("Ta bort"),
                name=f"group_relation_btn_remove_{place}",
                look="link",
                accessible=self.tr("Ta bort: {what}").format(what=text.text()),
            )
            remove.clicked.connect(partial(self._on_unrelate, relation))
            self._lines.addLayout(row(text, 1, remove))
            removals.append(remove)
        self._lines_place.take(*removals)
        offered = [one.group for one in others.rows if one.group.id != page.group.id]
        self._other.set_choices(Choice(str(group.id), group.title) for group in offered)
        self._add.disable("" if offered else self.tr("Terminen har ingen annan grupp."))

    # --- acts -----------------------------------------------------------------------------------

    def edited(self) -> Group | None:
        """Return the group as the form has it; None when a date is wrong."""
        page, others = self._page, self._others
        if page is None or others is None:
            return None
        wrong = [
            FieldProblem(key, "bad_date")
            for key, field in (("opens_on", self._opens), ("decision_day", self._decision))
            if field.is_wrong()
        ]
        if wrong:
            self.form.show_problems(tuple(wrong))
            return None
        group = page.group
        rooms = {str(one): one for one in page.house.rooms}
        room = self._room.value()
        wanted = RoomId(rooms[room]) if room else None
        team = team_of(self._leaders.values(), others)
        known = {member.leader: member.role for member in group.team}
        if [m.leader for m in team] == [m.leader for m in group.team]:
            team = tuple(replace(m, role=known[m.leader]) for m in team)
        changed = replace(
            group,
            title=self._title.text().strip(),
            prevention_level=self._level.value() or group.prevention_level,
            seats=self._seats.value() or 0,
            minimum=self._minimum.value() or 0,
            children_minded=self._children.value() or 0,
            role_known=self._known.value(),
            fathers=self._fathers.value(),
            opens_on=self._opens.day(),
            decision_day=self._decision.day(),
            room=wanted,
            team=team,
            languages=self._languages.values(),
            avoid_school_breaks=self._avoid.isChecked(),
        )
        return follow_series(group, changed)

    def save(self) -> None:
        """Keep what stands in the form."""
        group = self.edited()
        if group is not None:
            confirmed = self._titled.is_clear
            self._presenter.save(group, self.tr("Gruppen är sparad"), confirmed=confirmed)

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> tuple[FieldProblem, ...]:
        """Show what is wrong at its fields; return what has no field here."""
        plain = [
            FieldProblem(p.field.removeprefix("groups[0]."), p.problem, p.limit) for p in problems
        ]
        here = tuple(p for p in plain if p.field in self.form.fields)
        if here:
            self.form.show_problems(here)
        return tuple(p for p in plain if p.field not in self.form.fields)

    def _set_status(self, status: GroupStatus) -> None:
        if self._page is None:
            return
        word = self._page.codes.label("group_status", status)
        text = self.tr("Gruppen: {status}").format(status=word.lower())
        self._presenter.save(replace(self._page.group, status=status), text)

    def _on_cancel(self) -> None:
        page = self._page
        if page is None:
            return
        few = len(page.seats) < page.group.minimum
        dialog = CancelQuestion(page, "too_few" if few else "other", self.window())
        dialog.answered.connect(self._on_cancelled)
        self._dialog = dialog
        dialog.open()

    def _on_cancelled(self, reason: str) -> None:
        if self._page is not None:
            word = self._page.codes.label("cancel_reason", reason).lower()
            self._presenter.cancel(reason, self.tr("Gruppen är inställd – {why}").format(why=word))

    def _on_wait(self) -> None:
        if self._page is not None and self._page.group.decision_day is not None:
            later = max(self._page.group.decision_day, self._page.today) + dt.timedelta(days=7)
            text = self.tr("Beslutet väntar till {day}").format(day=day_month(later))
            self._presenter.save(replace(self._page.group, decision_day=later), text)

    def _on_start(self) -> None:
        self._set_status(GroupStatus.CONFIRMED)

    def _on_relate(self) -> None:
        page, others = self._page, self._others
        kind, other = self._kind.value(), self._other.value()
        found = (
            next((o.group for o in others.rows if str(o.group.id) == other), None)
            if others
            else None
        )
        if page is None or kind is None or found is None:
            self._other.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        relation = Relation(RelationType(kind), page.group.id, found.id)
        text = self.tr("Hör ihop med {title}").format(title=found.title)
        self._presenter.relate(relation, text, holds=True)

    def _on_unrelate(self, relation: Relation) -> None:
        self._presenter.relate(relation, self.tr("Grupperna hör inte ihop längre"), holds=False)


def relation_words() -> dict[RelationType, str]:
    """Return what each relation between groups is called."""
    return {
        RelationType.PARALLEL: tr("Parallellgrupp, samma tider"),
        RelationType.NO_OVERLAP: tr("Aldrig samtidigt"),
        RelationType.APART: tr("Deltagarna får inte mötas"),
        RelationType.SEPARATE_LEADERS: tr("Olika ledare"),
    }


def follow_series(before: Group, after: Group) -> Group:
    """Return the group with its sessions still to come following a new room or team, where they
    had that of the series; who interpreted a language that is no more is not booked."""
    old, new = [m.leader for m in before.team], tuple(m.leader for m in after.team)
    sessions = tuple(
        replace(
            s,
            room=after.room if s.room == before.room else s.room,
            leaders=new if list(s.leaders) == old else s.leaders,
            interpreters=tuple(pair for pair in s.interpreters if pair[0] in after.languages),
        )
        if s.status.value in ("planned", "moved")
        else s
        for s in before.sessions
    )
    return replace(after, sessions=sessions)
