"""*Grupper*: the groups of a term; Enter opens one, Esc or Alt ← comes back to the same row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.changes import Changes, Kind
from familjecentral.groups.house import House
from familjecentral.groups.model import Group, GroupId, GroupStatus
from familjecentral.groups.reading import TermPage, term_at
from familjecentral.groups.rules import term_of
from ui.desk import Desk
from ui.groups.group import GroupView
from ui.groups.new import NewGroupDialog
from ui.groups.presenter import GroupsPresenter, earlier_term, term_choices
from ui.groups.printing import print_list
from ui.groups.rows import TALL_ROW, GroupDelegate, GroupsModel, shown
from ui.groups.search import SearchPlace
from ui.groups.words import term_name
from ui.page import Page
from ui.paper.acts import GroupPaper, TermPaper
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.feedback import EmptyState
from ui.widgets.segmented import SegmentedControl
from ui.widgets.table import Table
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px

_ALL = "all"
_SHOWN = {Kind.GROUPS, Kind.ATTENDANCE, Kind.HOUSE, Kind.PROGRAMMES, Kind.CODES, Kind.PERIODS}


class GroupsPage(Page):
    """The list of a term, and one group in its place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("groups", "")
        self.setAccessibleName(self.tr("Grupper"))
        self._desk = desk
        self._may_plan = desk.may(Act.PLAN_GROUPS)
        self._presenter = GroupsPresenter(self, desk)
        self._page: TermPage | None = None
        self._chosen: GroupId | None = None
        self._dialog: NewGroupDialog | None = None
        self._wants_focus = False
        self._build_head()
        self._build_list()
        self._stack = QStackedWidget()
        self._stack.setObjectName("groups_stack")
        self._stack.addWidget(self._list)
        self.group = GroupView(desk, self)
        self._stack.addWidget(self.group)
        self.outer.addWidget(self._stack, 1)
        self._connect()
        self._show_part()

    # --- building -------------------------------------------------------------------------------

    def _build_head(self) -> None:
        self._back = KeyButton(
            self.tr("Grupper"),
            name="groups_back_btn",
            look="link",
            icon="arrow-left",
            key="Alt ←",
            bind=False,
        )
        self.subtitle.setWordWrap(True)
        self.head.setStretch(0, 1)  # words that wrap take what the buttons leave
        self.head.setStretch(1, 0)
        self.outer.insertWidget(0, self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._copy_term = KeyButton(
            self.tr("Kopiera termin"), name="groups_copy_term_btn", icon="copy", key="Ctrl D"
        )
        self._print = KeyButton(
            self.tr("Skriv ut"), name="groups_print_btn", icon="printer", key="Ctrl P", bind=False
        )
        self._new = KeyButton(
            self.tr("Ny grupp"),
            name="groups_new_btn",
            look="primary",
            icon="plus",
            key="Ctrl N",
            bind=False,
        )
        self._propose = KeyButton(
            self.tr("Föreslå schema…"),
            name="groups_propose_btn",
            icon="calendar-days",
            key="Ctrl Shift P",
        )
        self.paper = TermPaper(self._desk, self, "groups", self._paper_day, self._paper_house)
        self.group_paper = GroupPaper(self._desk, self, lambda: self.group.shown)
        paper = (self._print, self.paper.button)
        self._list_buttons = (self._copy_term, *paper, self._propose, self._new)
        for button in (*self._list_buttons, *self.group_paper.buttons):
            self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    def _build_list(self) -> None:
        self._term = CodedCombo(self.tr("Termin"), name="groups_term_cmb", clearable=False)
        self._term.setFixedWidth(px(180))
        self._status = SegmentedControl(
            self.tr("Status"), (Choice(_ALL, self.tr("Alla")),), name="groups_status_seg"
        )
        self._status.set_value(_ALL)
        self._place = SearchPlace(self._status)
        self._search = self._place.field
        bar = row(self._term, self._status, self._search)
        bar.setStretch(1, 3)
        bar.setStretch(2, 1)
        bar.addStretch(0)  # where an empty term leaves the term alone, it stays at the left
        self.model = GroupsModel()
        self.table = Table(self.tr("Grupper"), name="groups_list_tbl")
        self.table.setItemDelegate(GroupDelegate(self.table))
        self.table.setModel(self.model)
        self.table.verticalHeader().setDefaultSectionSize(px(TALL_ROW))
        self.table.set_widths(self.model.samples, self.model.stretches)
        self._empty = EmptyState("users", name="groups_list_empty")
        self._empty_action = KeyButton(self.tr("Ny grupp"), name="groups_empty_btn", look="link")
        self._empty.set_action(self._empty_action)
        card = Card(name="groups_list_card", margin=1)
        card.body.setContentsMargins(1, 1, 1, 0)
        card.body.setSpacing(0)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._empty, 1)
        foot = card.add_foot()
        self._foot = text_label("", role="small", ink="text2", name="groups_count_lbl")
        foot.addWidget(self._foot)
        foot.addStretch(1)
        self._hints = QWidget()
        parts: list[QWidget] = []
        for key, text in (
            ("Enter", self.tr("öppna gruppen")),
            ("Alt ← →", self.tr("termin")),
            ("Ctrl F", self.tr("sök")),
            ("Ctrl C", self.tr("kopiera")),
        ):
            parts += [KeyCap(key), text_label(text, role="small", ink="text2")]
        self._hints.setLayout(row(*parts, spacing=6))
        foot.addWidget(self._hints)
        self._list = QWidget()
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(12))
        inner.addLayout(bar)
        inner.addWidget(card, 1)
        self._empty.hide()

    def _connect(self) -> None:
        self._back.clicked.connect(self.back)
        self._new.clicked.connect(self.new)
        self._print.clicked.connect(self.print_list)
        self._propose.clicked.connect(self.propose)
        self._copy_term.clicked.connect(self.copy_term)
        self._empty_action.clicked.connect(self._on_empty_action)
        self._term.changed.connect(self._on_term)
        self._status.changed.connect(self._on_filter)
        self._search.textEdited.connect(self._on_filter)
        self._search.returnPressed.connect(self.table.focus_field)
        self.table.opened.connect(self._on_opened)
        self.table.copied.connect(self._on_copied)
        self.table.sort_asked.connect(self._on_sort)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)

    # --- the page of the frame ------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether one group stands in the list's place."""
        return self._stack.currentWidget() is self.group

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        if self.is_open:
            paper = self.group_paper.commands()
            return {"earlier": self.back, **paper, **self.group.commands()}
        acts: dict[str, Callable[[], None]] = {
            **self.paper.commands(),
            "filter": self._place.come_forward,
            "clear_filter": self.clear_filter,
            "print": self.print_list,
            "earlier": lambda: self._presenter.step(-1),
            "later": lambda: self._presenter.step(1),
            "present": lambda: self._presenter.step(0),
        }
        if self._may_plan:
            acts["new"] = self.new
        return acts

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        return self.group.panels() if self.is_open else (self._term, self._status, self.table)

    def help_name(self) -> str:
        """Return the name of its help page."""
        return "group" if self.is_open else "groups"

    def opened(self) -> None:
        """Read anew and take the focus."""
        if self.is_open:
            self.group.load()
            return
        self._wants_focus = True
        self._term.setFocus(Qt.FocusReason.OtherFocusReason)
        self._presenter.load()

    def receive(self, given: object) -> None:
        """Open a group (``Group`` or its id), on the tab that is asked for by a pair; a term's key
        asks for a new group in it."""
        if isinstance(given, str):
            self.back()
            self._presenter.load(given, self.new)
            return
        wanted, tab = given if isinstance(given, tuple) else (given, "")
        self.open_group(wanted.id if isinstance(wanted, Group) else wanted, tab)

    def changed(self, changes: Changes) -> None:
        """Read anew when something shown here changed."""
        if not changes.kinds & _SHOWN or not self.isVisible():
            return
        if self.is_open:
            self.group.load()
        else:
            self._presenter.load()

    def locked(self) -> None:
        """Take dialogs away."""
        for dialog in self.findChildren(QDialog):
            dialog.reject()

    # --- acts -----------------------------------------------------------------------------------

    def open_group(self, group_id: GroupId, tab: str = "") -> None:
        """Show one group in place of the list."""
        self._chosen = group_id
        self._stack.setCurrentWidget(self.group)
        self.group.open(group_id, tab)
        self._show_part()

    def back(self) -> None:
        """Come back to the list, to the same row."""
        if not self.is_open:
            return
        self.group.leave()
        self._stack.setCurrentWidget(self._list)
        self._show_part()
        self.opened()

    def new(self) -> None:
        """Lay up one group, or several alike."""
        if self._page is None or not self._may_plan or self._dialog is not None:
            return
        self._dialog = NewGroupDialog(self._desk, self._presenter, self._page, self.window())
        self._dialog.finished.connect(self._on_dialog_left)
        self._dialog.open()

    def propose(self) -> None:
        """Plan the term in sight in the calendar."""
        self._desk.voice.open_page("calendar", self._presenter.term)

    def _on_dialog_left(self) -> None:
        self._dialog = None
        self._focus_list()

    def _focus_list(self) -> None:
        """Go to the rows; where there are none, to what makes some."""
        part: QWidget = self.table
        if not self.model.rows:
            part = self._empty_action if self._empty_action.isVisibleTo(self) else self._term
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_term(self) -> None:
        """Lay up the groups of the same term a year ago once more; failing that, of the term
        before."""
        model = self._model_term()
        if model is not None and self._may_plan:
            self._presenter.copy_term(model)

    def _model_term(self) -> str | None:
        if self._page is None:
            return None
        before = earlier_term(self._page.term)
        return next((t for t in (earlier_term(before), before) if t in self._page.terms), None)

    def print_list(self) -> None:
        """Print what the list shows."""
        if self._page is not None:
            print_list(self, self.model, f"{self.title.text()} · {self.subtitle.text()}")

    def _paper_day(self) -> dt.date:
        """Today, or the first day of another term that is shown."""
        today, term = self._desk.clock.today(), term_of(self._presenter.term)
        return today if term is None or str(term_at(today)) == str(term) else term.first

    def _paper_house(self) -> House | None:
        return self._page.house if self._page is not None else None

    def clear_filter(self) -> None:
        """Show all groups of the term again."""
        self._status.set_value(_ALL)
        self._search.clear()
        self._on_filter()
        self._focus_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the group; in the list it clears the filter."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.back()
        elif event.key() == Qt.Key.Key_Escape and self.model.is_filtered:
            self.clear_filter()
        else:
            super().keyPressEvent(event)

    def _on_opened(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.open_group(self.model.rows[rows[0]].group.id)

    def _on_copied(self, n: int) -> None:
        text = self.tr("1 rad kopierad.") if n == 1 else self.tr("{n} rader kopierade.")
        self._desk.voice.told(text.format(n=n))

    def _on_sort(self, column: int) -> None:
        if column < self.model.columnCount():
            self.model.sort_by(column)
            self._choose_again()

    def _on_selected(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self._chosen = self.model.rows[rows[0]].group.id

    def _on_term(self) -> None:
        self._presenter.load(self._term.value())

    def _on_filter(self) -> None:
        key = self._status.value() or _ALL
        status = None if key == _ALL else GroupStatus(key)
        self.model.filter_by(status, self._search.text())
        self._choose_again()
        self._say_count()

    def _on_empty_action(self) -> None:
        if self.model.is_filtered:
            self.clear_filter()
        else:
            self.new()

    # --- the view of the presenter --------------------------------------------------------------

    def show_term(self, page: TermPage) -> None:
        """Show the groups of a term; filter, order and the chosen row stay."""
        self._page = page
        self._term.set_choices(
            Choice(term, term_name(term)) for term in term_choices(page, page.today)
        )
        self._term.set_value(page.term)
        self._show_statuses(page)
        self.model.set_groups([shown(one, page) for one in page.rows])
        model = self._model_term()
        self._copy_term.setVisible(model is not None and self._may_plan and not self.is_open)
        if model is not None:
            text = self.tr("Kopiera från {term}").format(term=term_name(model, short=True))
            self._copy_term.setText(text)
            self._copy_term.setAccessibleName(text)
        self._on_filter()
        self._show_part()

    def show_added(self, groups: tuple[Group, ...]) -> None:
        """Say that groups were laid up, and go to the first of them."""
        self._chosen = groups[0].id
        n = len(groups)
        text = self.tr("{title} är upplagd") if n == 1 else self.tr("{n} grupper är upplagda")
        self._desk.voice.planned(text.format(title=groups[0].title, n=n))

    def show_copied(self, groups: tuple[Group, ...], from_term: str) -> None:
        """Say that a term was copied."""
        text = self.tr("{n} grupper är kopierade från {term}. Träffar läggs på nytt.")
        name = term_name(from_term, short=True)
        self._desk.voice.planned(text.format(n=len(groups), term=name))

    def _show_statuses(self, page: TermPage) -> None:
        counts = page.by_status
        offered = [status for status in GroupStatus if counts[status]]
        choices = [Choice(_ALL, self.tr("Alla"))]
        choices += [Choice(s.value, page.codes.label("group_status", s.value)) for s in offered]
        self._status.set_choices(choices)
        self._place.set_offered(offered=bool(offered))
        if self._status.value() is None:
            self._status.set_value(_ALL)
        numbers = [len(page.rows), *(counts[status] for status in offered)]
        for segment, number in zip(self._status.segments, numbers, strict=True):
            segment.count_text = str(number)
            segment.setAccessibleName(f"{segment.text()}, {number}")
            segment.updateGeometry()

    def _choose_again(self) -> None:
        place = self.model.place_of(self._chosen)
        if self.model.rows:
            self.table.choose_row(place if place is not None else 0)
        shows = bool(self.model.rows)
        own = self.table.hasFocus() or self._empty_action.hasFocus() or not self.focusWidget()
        held = own or self._wants_focus
        self._wants_focus = False
        self._empty.setVisible(not shows)
        if not shows:
            self._say_empty()
        self.table.setVisible(shows)
        self._hints.setVisible(shows and self.logical_width() >= 900)
        if held and self._dialog is None:
            self._focus_list()

    def _say_empty(self) -> None:
        term = term_name(self._presenter.term)
        self._empty_action.setVisible(self.model.is_filtered or self._may_plan)
        if self.model.is_filtered:
            self._empty.say(self.tr("Inga grupper i urvalet."), self.tr("Filtret döljer de andra."))
            self._empty_action.setText(self.tr("Rensa filter"))
        elif self._may_plan:
            self._empty.say(
                self.tr("Inga grupper i {term}.").format(term=term.lower()),
                self.tr("Börja från ett program, eller kopiera en tidigare termin."),
            )
            self._empty_action.setText(self.tr("Ny grupp"))
        else:
            self._empty.say(
                self.tr("Inga grupper i {term}.").format(term=term.lower()),
                self.tr("Här står de grupper som du leder."),
            )
        self._empty_action.setAccessibleName(self._empty_action.text())

    def _say_count(self) -> None:
        n = len(self.model.rows)
        text = self.tr("1 grupp") if n == 1 else self.tr("{n} grupper").format(n=n)
        text = text if n else self.tr("Inga grupper")
        self._foot.setText(text)
        self._desk.voice.announce(text)

    def _show_part(self) -> None:
        """Show the head of the list, or that of a group."""
        opened = self.is_open
        self._back.setVisible(opened)
        for button in self._list_buttons:
            button.setVisible(not opened)
        for button in (self._new, self._propose):
            button.setVisible(not opened and self._may_plan)
            button.setEnabled(not opened and self._may_plan)
        if self._page is not None and not self._page.rows:  # nothing to print or to plan
            self._print.hide()
            self._propose.hide()
        self.paper.show_buttons(on=not opened)
        self.group_paper.show_buttons(on=opened, wide=self.logical_width() >= 900)
        if opened:
            return
        self._copy_term.setVisible(self._may_plan and self._model_term() is not None)
        self.title.setText(self.tr("Grupper"))
        page = self._page
        if page is not None:
            self._back.setText(self.tr("Grupper › {term}").format(term=term_name(page.term)))
            running = [one for one in page.rows if not one.group.status.is_over]
            taken, seats = sum(r.taken for r in running), sum(r.group.seats for r in running)
            text = self.tr("{term} · {n} grupper, {taken} av {seats} platser fyllda")
            if len(page.rows) == 1:
                text = self.tr("{term} · 1 grupp, {taken} av {seats} platser fyllda")
            if not page.rows:
                text = "{term}"
            self.subtitle.setText(
                text.format(
                    term=term_name(page.term), n=len(page.rows) or "–", taken=taken, seats=seats
                )
            )

    def show_head(self, title: str, subtitle: str) -> None:
        """Take the head of the group that is open."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out hints where it is narrow; search and statuses share a place."""
        super().resizeEvent(event)
        wide = self.logical_width() >= 900
        self._hints.setVisible(wide and bool(self.model.rows))
        self._place.set_wide(wide=wide)
        # Level, room and leaders stand on the group's page too.
        width = self.logical_width()
        self.table.hide_columns(() if width >= 1040 else (1, 3, 4) if width < 760 else (1, 3))
        self.group.set_wide(width)
        self.group_paper.show_buttons(on=self.is_open, wide=width >= 900)
