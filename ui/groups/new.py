"""*Ny grupp*: a programme proposes everything; one Enter lays up the group, or several alike."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from familjecentral.errors import ClashesLeft, FamiljecentralError, FieldProblem, InvalidInput
from familjecentral.groups.house import RoomId
from familjecentral.groups.model import Clash, Group, LeaderRole, TeamMember
from familjecentral.groups.programme import Programme, Values, proposed
from familjecentral.groups.reading import TermPage
from familjecentral.order import by_name
from ui.codes import choices
from ui.desk import Desk
from ui.errors import sentence_for, text_of
from ui.groups.decide import ClashAsker
from ui.groups.presenter import Draft, GroupsPresenter
from ui.groups.words import read_clock, term_name
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.feedback import Banner
from ui.widgets.form import Field, TextEdit
from ui.widgets.guarded import GuardedEdit, GuardedField
from ui.widgets.multi import MultiChoice
from ui.widgets.number import NumberField
from ui.widgets.scrolled import scrolled
from ui.widgets.text import frame, row, text_label
from ui.widgets.theme import px

_MOST_ALIKE = 12


def team_of(leaders: tuple[str, ...], page: TermPage) -> tuple[TeamMember, ...]:
    """Return leaders in the order in which they were taken: the first leads."""
    known = {str(one): one for one in page.house.leaders}
    found = [known[key] for key in leaders if key in known]
    return tuple(
        TeamMember(leader, LeaderRole.CO_LEAD if place else LeaderRole.LEAD)
        for place, leader in enumerate(found)
    )


def room_choices(page: TermPage, seats: int) -> tuple[Choice, ...]:
    """Return the rooms in use, those with places enough first."""
    rooms = [room for room in page.house.rooms.values() if room.active]
    rooms.sort(key=lambda room: (room.seats < seats, by_name(room.name)))
    return tuple(Choice(str(r.id), f"{r.name} ({r.seats})") for r in rooms)


def leader_choices(page: TermPage, programme: str) -> tuple[Choice, ...]:
    """Return the leaders, those with the programme's certificate first."""
    today = page.today
    order = ("valid", "not_required", "in_training", "expired", "missing")
    leaders = [
        one for one in page.house.leaders.values() if one.ends_on is None or one.ends_on >= today
    ]
    leaders.sort(
        key=lambda one: (order.index(one.certificate(programme, today)), by_name(one.first_name))
    )
    return tuple(Choice(str(one.id), one.first_name) for one in leaders)


class NewGroupDialog(QDialog):
    """The programme first; what follows from it is filled in and can be changed."""

    def __init__(
        self, desk: Desk, presenter: GroupsPresenter, page: TermPage, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("new_group_dlg")
        self.setWindowTitle(self.tr("Ny grupp"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._presenter = presenter
        self._page = page
        self._values: Values | None = None
        self._groups: tuple[Group, ...] = ()
        self._asker = ClashAsker(desk, self, page.codes, page.today)
        self._build_fields()
        self._build_layout(parent.width() - px(20), parent.height() - px(30))
        self._programme.changed.connect(self._on_programme)
        self._programme.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_fields(self) -> None:
        page, today = self._page, self._page.today
        self._programme = CodedCombo(
            self.tr("Program"), name="new_group_programme_cmb", clearable=False
        )
        offered = [p for p in page.programmes if p.active and p.working_level == "group"]
        self._programme.set_choices(Choice(p.code, p.name) for p in offered)
        self._many = NumberField(
            self.tr("Antal grupper"), name="new_group_many_spn", largest=_MOST_ALIKE
        )
        self._many.set_value(1)
        self._title = GuardedEdit(
            self.tr("Rubrik"), self._desk.guard, name="new_group_title_edt", longest=100
        )
        self._titled = GuardedField(self.tr("Rubrik"), self._title)
        self._level = CodedCombo(
            self.tr("Preventionsnivå"), name="new_group_level_cmb", clearable=False
        )
        self._level.set_choices(choices(page.codes, "prevention_level", today))
        self._numbers = {
            key: NumberField(text, name=f"new_group_{key}_spn", largest=most)
            for key, text, most in (
                ("sessions", self.tr("Antal träffar"), 60),
                ("minutes", self.tr("Minuter per träff"), 480),
                ("every_weeks", self.tr("Var n:te vecka"), 26),
                ("seats", self.tr("Platser"), 60),
                ("minimum", self.tr("Lägst antal"), 60),
            )
        }
        self._first = DateField(
            self.tr("Första träff"),
            name="new_group_first_date",
            today=today,
            optional=True,
            ahead=True,
        )
        self._start = TextEdit(
            self.tr("Klockan"), name="new_group_start_edt", longest=5, placeholder="13.30"
        )
        self._room = CodedCombo(self.tr("Lokal"), name="new_group_room_cmb")
        self._leaders = MultiChoice(
            self.tr("Ledare"), name="new_group_leaders_cmb", limit=6, main_note=self.tr("leder")
        )
        self._languages = MultiChoice(self.tr("Tolkspråk"), name="new_group_languages_cmb", limit=2)
        self._languages.set_choices(choices(page.codes, "language", today))

    def _build_layout(self, room: int, height: int) -> None:
        self.banner = Banner(name="new_group_banner")
        numbers = self._numbers
        self._fields = {
            "programme": Field(self.tr("Program"), self._programme),
            "many": Field(self.tr("Antal grupper"), self._many),
            "title": self._titled,
            "prevention_level": Field(self.tr("Preventionsnivå"), self._level),
            **{key: Field(one.edit.accessibleName(), one) for key, one in numbers.items()},
            "day": Field(self.tr("Första träff"), self._first, hint=self.tr("tomt = läggs senare")),
            "start": Field(self.tr("Klockan"), self._start),
            "room": Field(self.tr("Lokal"), self._room),
            "team": Field(self.tr("Ledare"), self._leaders, hint=self.tr("den första leder")),
            "languages": Field(self.tr("Tolkspråk"), self._languages, hint=self.tr("högst två")),
        }
        places = {
            "programme": (0, 0, 4), "many": (0, 4, 2), "title": (1, 0, 4),
            "prevention_level": (1, 4, 2), "sessions": (2, 0, 2), "minutes": (2, 2, 2),
            "every_weeks": (2, 4, 2), "seats": (3, 0, 2), "minimum": (3, 2, 2),
            "day": (4, 0, 2), "start": (4, 2, 1), "room": (4, 3, 3), "team": (5, 0, 6),
            "languages": (6, 0, 6),
        }  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(10))
        for key, (line, column, span) in places.items():
            grid.addWidget(self._fields[key], line, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self._note = text_label("", role="small", ink="muted", wrap=True)
        head = text_label(
            self.tr("Ny grupp, {term}").format(term=term_name(self._page.term).lower()),
            role="dialog",
        )
        self._save = KeyButton(
            self.tr("Lägg upp"), name="new_group_save_btn", look="primary", key="Enter", bind=False
        )
        leave = KeyButton(self.tr("Avbryt"), name="new_group_cancel_btn", key="Esc", bind=False)
        foot = frame("foot")
        ends = row(self._save, leave, 1)
        ends.setContentsMargins(px(20), px(10), px(20), px(10))
        foot.setLayout(ends)
        body = QVBoxLayout()
        body.setContentsMargins(px(20), px(16), px(20), px(14))
        body.setSpacing(px(10))
        for part in (head, self.banner):
            body.addWidget(part)
        body.addLayout(grid)
        body.addWidget(self._note)
        body.addStretch(1)
        holder = QWidget()
        holder.setLayout(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(holder), 1)
        outer.addWidget(foot)
        self.resize(min(px(720), room), min(px(680), height))
        self._save.clicked.connect(self.save)
        leave.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter lays up, wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    # --- proposals ------------------------------------------------------------------------------

    def _programme_of(self) -> Programme | None:
        code = self._programme.value()
        return next((p for p in self._page.programmes if p.code == code), None)

    def _on_programme(self) -> None:
        programme = self._programme_of()
        if programme is None:
            return
        self._values = values = proposed(programme)
        size = programme.size
        seats = size.high if size else 8
        self._title.setText(programme.name)
        self._level.set_value(programme.levels[0])
        for key, number in (
            ("sessions", values.sessions),
            ("minutes", values.minutes),
            ("every_weeks", values.every_weeks),
            ("seats", seats),
            ("minimum", min(size.low if size else seats // 2, seats)),
        ):
            self._numbers[key].set_value(number)
        self._room.set_choices(room_choices(self._page, seats))
        self._leaders.set_choices(leader_choices(self._page, programme.code))
        source = self.tr("Förslag från programkatalogen, version {n}, {day}. Källa: {source}")
        self._note.setText(
            source.format(n=programme.version, day=programme.as_of, source=programme.source)
        )

    def draft(self) -> Draft | None:
        """Return what the form holds; None when something must be filled in first."""
        problems = []
        values, start = self._values, read_clock(self._start.text())
        if values is None:
            problems.append(FieldProblem("programme", "required"))
        if self._first.is_wrong():
            problems.append(FieldProblem("day", "bad_date"))
        if self._first.day() is not None and start is None:
            problems.append(FieldProblem("start", "required"))
        for key, one in self._numbers.items():
            if one.value() is None:
                problems.append(FieldProblem(key, "required"))
        self.show_problems(tuple(problems))
        if problems or values is None:
            return None
        numbers = {key: one.value() or 0 for key, one in self._numbers.items()}
        room = self._room.value()
        rooms = {str(one): one for one in self._page.house.rooms}
        return Draft(
            title=self._title.text(),
            many=max(self._many.value() or 1, 1),
            values=replace(
                values,
                sessions=numbers["sessions"],
                minutes=numbers["minutes"],
                every_weeks=numbers["every_weeks"],
            ),
            prevention_level=self._level.value() or "",
            seats=numbers["seats"],
            minimum=numbers["minimum"],
            room=RoomId(rooms[room]) if room else None,
            team=team_of(self._leaders.values(), self._page),
            languages=self._languages.values(),
            first=self._first.day(),
            start=start,
        )

    # --- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Lay up the groups; a series that clashes asks first."""
        draft = self.draft()
        if draft is None:
            return
        if draft.first is None:
            self._keep(self._presenter.drafted(draft))
        else:
            self._presenter.lay(draft, self._keep)

    def _keep(self, groups: tuple[Group, ...]) -> None:
        self._groups = groups
        confirmed = self._titled.is_clear
        self._presenter.add(groups, self.accept, self._on_failed, confirmed=confirmed)

    def _on_failed(self, error: FamiljecentralError) -> None:
        if isinstance(error, ClashesLeft):
            self._asker.ask(self._groups, clashes_in(error), self._keep)
        elif isinstance(error, InvalidInput):
            self.show_problems(
                tuple(
                    FieldProblem(p.field.partition(".")[2] or p.field, p.problem, p.limit)
                    for p in error.problems
                )
            )
        else:
            text = text_of(error)
            self.banner.say("err", text.title, f"{text.meaning} {text.action}")

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show what is wrong at its fields; what has no field stands in the banner."""
        wrong = {p.field: p for p in reversed(problems)}
        for key, field in self._fields.items():
            found = wrong.get(key)
            field.set_error(sentence_for(found) if found else "")
        self.banner.hide()
        loose = [p for p in problems if p.field not in self._fields]
        if loose:
            self.banner.say("err", self.tr("Gruppen är inte upplagd."), sentence_for(loose[0]))
        first = next((self._fields[p.field] for p in problems if p.field in self._fields), None)
        if first is not None:
            first.focus_control()


def clashes_in(error: ClashesLeft) -> tuple[Clash, ...]:
    """Return the clashes that an error carries."""
    return tuple(clash for clash in error.clashes if isinstance(clash, Clash))
