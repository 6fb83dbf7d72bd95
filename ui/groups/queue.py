"""*Väntelista*: registrations as seat numbers, and the queue under birds' names."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familjecentral.groups.model import GroupStatus, Waiting, WaitingId, WaitingState
from familjecentral.groups.reading import GroupPage, TermPage
from familjecentral.groups.registering import free_seats, next_to_ask
from ui.codes import choices
from ui.desk import Desk
from ui.groups.group_presenter import GroupPresenter
from ui.groups.words import count_of, tr
from ui.models.simple import TextTable
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import CodedCombo
from ui.widgets.feedback import Banner, EmptyState
from ui.widgets.form import Field
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, row, text_label
from ui.widgets.theme import px

_OPEN = (GroupStatus.OPEN, GroupStatus.CONFIRMED, GroupStatus.RUNNING, GroupStatus.FULL)


def state_words() -> dict[WaitingState, str]:
    """Return what each state in the queue is called."""
    return {
        WaitingState.WAITING: tr("väntar"),
        WaitingState.ASKED: tr("tillfrågad"),
        WaitingState.ACCEPTED: tr("tackat ja"),
        WaitingState.DECLINED: tr("tackat nej"),
    }


class QueueTab(QWidget):
    """Who registers gets a number or a bird; a freed seat goes by the rule that stands there."""

    def __init__(self, desk: Desk, presenter: GroupPresenter) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._page: GroupPage | None = None
        self._skipped: set[WaitingId] = set()
        self._group_id: object = None
        self._offer = Banner(name="group_offer_banner")
        self._build_seats()
        self._build_queue()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(14))
        outer.addWidget(self._offer)
        outer.addWidget(self._seats)
        outer.addWidget(self._queue)
        outer.addStretch(1)

    def _build_seats(self) -> None:
        self._seats = Card(self.tr("Anmälda"), name="group_registered_card", margin=1)
        self._seats.head.setContentsMargins(px(16), 0, px(16), 0)
        self._seats.body.setContentsMargins(1, px(12), 1, 1)
        self._source = CodedCombo(
            self.tr("Hur fick de veta"),
            name="group_register_source_cmb",
            placeholder=self.tr("ingen uppgift"),
        )
        self._register = KeyButton(
            self.tr("Ny anmälan"),
            name="group_register_btn",
            look="primary",
            icon="plus",
            key="Ctrl N",
            bind=False,
        )
        self._register.clicked.connect(self.register)
        self._free = KeyButton(
            self.tr("Avanmäl platsen"), name="group_unregister_btn", key="Del", bind=False
        )
        self._free.clicked.connect(self._on_unregister)
        self._count = text_label("", weight=600, name="group_registered_lbl")
        self._seats.head.addWidget(self._count)
        self._seats.head.addStretch(1)
        line = row(Field(self.tr("Hur fick de veta"), self._source), 1)
        line.addWidget(self._register, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._free, 0, Qt.AlignmentFlag.AlignBottom)
        line.setContentsMargins(px(16), 0, px(16), px(4))
        self._seats.body.addLayout(line)
        self._seats_model = TextTable((self.tr("Plats"), self.tr("Hur fick de veta")))
        self._seats_table = Table(self.tr("Anmälda"), name="group_registered_tbl")
        self._seats_table.setModel(self._seats_model)
        self._seats_table.set_widths((self.tr("Plats 10"), "Öppna förskolan"), (1, 3), strong=0)
        self._seats_table.delete_asked.connect(self._on_unregister)
        self._seats.body.addWidget(self._seats_table)
        self._seats_empty = EmptyState("users", name="group_registered_empty")
        self._seats_empty.say(
            self.tr("Ingen anmäld än."), self.tr("Varje anmälan får ett nummer, aldrig ett namn.")
        )
        self._seats.body.addWidget(self._seats_empty)

    def _build_queue(self) -> None:
        self._queue = Card(self.tr("Väntelista"), name="group_waiting_card", margin=1)
        self._queue.head.setContentsMargins(px(16), 0, px(16), 0)
        self._queue.body.setContentsMargins(1, px(12), 1, 0)
        self._queue.head.addStretch(1)
        self._model = TextTable((self.tr("Alias"), self.tr("Sedan"), self.tr("Läge")))
        self.table = Table(self.tr("Väntelista"), name="group_waiting_tbl")
        self.table.setModel(self._model)
        self.table.set_widths(("Nötskrika 2", "v. 37 2026", "tillfrågad"), (2, 1, 1), strong=0)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.delete_asked.connect(self._on_leave)
        self._acts: dict[str, KeyButton] = {}
        for key, text, act in (
            ("add", self.tr("Lägg till i kön"), self._on_queue),
            ("ask", self.tr("Fråga"), self._on_ask),
            ("yes", self.tr("Tackade ja"), partial(self._on_answer, accepts=True)),
            ("no", self.tr("Tackade nej"), partial(self._on_answer, accepts=False)),
            ("leave", self.tr("Stryk ur kön"), self._on_leave),
        ):
            button = KeyButton(
                text,
                name=f"group_waiting_btn_{key}",
                key="Del" if key == "leave" else "",
                bind=False,
            )
            button.clicked.connect(act)
            self._acts[key] = button
            self._queue.head.addWidget(button)
        self._queue.body.addWidget(self.table)
        self._empty = EmptyState("list", name="group_waiting_empty")
        self._empty.say(
            self.tr("Ingen står i kö."), self.tr("När gruppen är full hamnar nästa här.")
        )
        self._queue.body.addWidget(self._empty)
        foot = self._queue.add_foot()
        self._rule = text_label("", role="small", ink="text2", wrap=True, name="group_rule_lbl")
        foot.addWidget(self._rule, 1)

    def focus_field(self) -> None:
        """Go to the registration."""
        target = self._register if self._register.isEnabled() else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_group(self, page: GroupPage, others: TermPage | None) -> None:
        """Show seats and queue."""
        del others
        if page.group.id != self._group_id:
            self._group_id = page.group.id
            self._skipped.clear()
        self._page = page
        group, codes = page.group, page.codes
        takes = group.status in _OPEN and group.closed_on is None
        reason = "" if takes else self.tr("Öppna gruppen för anmälan först.")
        if group.status.is_over:
            reason = self.tr("Gruppen är över.")
        for button in (self._register, self._acts["add"]):
            button.disable(reason)
        self._source.set_choices(choices(codes, "recruitment_source", page.today))
        taken = group.outcome.registered if group.outcome else len(page.seats)
        self._count.setText(count_of(taken, group.seats))
        self._seats_model.set_rows(
            [
                (
                    self.tr("Plats {n}").format(n=seat.number),
                    codes.label("recruitment_source", seat.source) if seat.source else "?",
                )
                for seat in page.seats
            ]
        )
        _fit(self._seats_table, len(page.seats))
        self._seats_empty.setVisible(not page.seats)
        self._free.disable("" if page.seats else self.tr("Ingen plats är tagen."))
        words = state_words()
        self._model.set_rows(
            [
                (
                    one.alias,
                    self.tr("v. {n}").format(n=one.week),
                    words[one.state],
                )
                for one in page.queue
            ]
        )
        _fit(self.table, len(page.queue))
        self._empty.setVisible(not page.queue)
        self._say_rule(page)
        self._show_offer(page, takes=takes)
        if page.queue and not self.table.chosen_rows():
            self.table.choose_row(0)
        self._on_chosen()

    def _say_rule(self, page: GroupPage) -> None:
        text = self.tr(
            "Den som väntat längst tillfrågas först, räknat i veckor; inom en vecka avgör lotten."
        )
        day = page.group.weeded_by
        if day is not None and page.group.closed_on is None:
            text += " " + self.tr(
                "Alias slumpas. De gallras {day} tillsammans med rutnätet."
            ).format(day=day)
        self._rule.setText(text)

    def _show_offer(self, page: GroupPage, *, takes: bool) -> None:
        following = next_to_ask(page.queue, frozenset(self._skipped))
        free = free_seats(page.group, page.seats, page.queue)
        if not takes or following is None or not free:
            self._offer.hide()
            return
        text = self.tr("Först i kön: {alias}, sedan v. {week}.")
        self._offer.say(
            "info",
            self.tr("En plats är ledig."),
            text.format(alias=following.alias, week=following.week),
        )
        for key, words, act in (
            ("ask", self.tr("Fråga"), partial(self._presenter.ask, following.id)),
            ("skip", self.tr("Hoppa över"), partial(self._on_skip, following.id)),
        ):
            link = KeyButton(words, name=f"group_offer_btn_{key}", look="link")
            link.clicked.connect(act)
            self._offer.add_link(link)

    def _on_skip(self, waiting: WaitingId) -> None:
        self._skipped.add(waiting)
        if self._page is not None:
            self._show_offer(self._page, takes=True)

    def _chosen(self) -> Waiting | None:
        rows = self.table.chosen_rows()
        if self._page is None or not rows or rows[0] >= len(self._page.queue):
            return None
        return self._page.queue[rows[0]]

    def _on_chosen(self) -> None:
        one = self._chosen()
        page = self._page
        free = free_seats(page.group, page.seats, page.queue) if page else 0
        waits = one is not None and one.state is WaitingState.WAITING
        asked = one is not None and one.state is WaitingState.ASKED
        pressed = next((act for act in self._acts.values() if act.hasFocus()), None)
        self._acts["ask"].disable(
            "" if waits and free else self.tr("Ingen plats är ledig, eller aliaset väntar inte.")
        )
        for key in ("yes", "no"):
            self._acts[key].disable("" if asked else self.tr("Aliaset är inte tillfrågat."))
        self._acts["leave"].disable("" if one else self.tr("Välj ett alias."))
        if pressed is not None and not pressed.isEnabled():  # not on to the next act by itself
            target = self.table if self.table.isVisibleTo(self) else self._acts["add"]
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def register(self) -> None:
        """Take a registration."""
        if self._register.isEnabled():
            self._presenter.register(self._source.value())

    def _on_queue(self) -> None:
        self._presenter.register(self._source.value(), queue=True)

    def _on_unregister(self) -> None:
        rows = self._seats_table.chosen_rows()
        if self._page is not None and self._page.seats:
            place = rows[0] if rows else len(self._page.seats) - 1
            self._presenter.unregister(self._page.seats[place].number)

    def _on_ask(self) -> None:
        one = self._chosen()
        if one is not None:
            self._presenter.ask(one.id)

    def _on_answer(self, *, accepts: bool) -> None:
        one = self._chosen()
        if one is not None:
            self._presenter.answer(one.id, accepts=accepts)

    def _on_leave(self) -> None:
        one = self._chosen()
        if one is not None:
            self._presenter.leave_queue(one.id)


def _fit(table: Table, rows: int) -> None:
    """Make a table as high as its rows, and hide an empty one."""
    table.setVisible(bool(rows))
    table.setFixedHeight(px(ROW_HEIGHT) * (min(rows, 16) + 1) + 2)
