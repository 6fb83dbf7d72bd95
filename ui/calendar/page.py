"""*Kalender*: weeks and terms by room, leader or group, and a draft of moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QUndoStack
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from familjecentral.access.model import Act
from familjecentral.changes import Changes, Kind
from familjecentral.errors import StaleEdit
from familjecentral.groups.house import House
from familjecentral.groups.model import Clash, GroupId, SessionStatus
from ui.calendar.cells import By, Card, Span, Target
from ui.calendar.clashes import Act as Decided
from ui.calendar.clashes import Answer, ClashDialog, Item
from ui.calendar.draft import Piece
from ui.calendar.draftbar import DraftBar
from ui.calendar.grid import CalendarGrid, Lifted
from ui.calendar.opening import Opener
from ui.calendar.presenter import CalendarPresenter, Shown
from ui.calendar.side import SidePanel, term_legend
from ui.calendar.tools import Tools
from ui.calendar.undo import Edit
from ui.calendar.words import (
    clash_title,
    count,
    day_head,
    empty_words,
    lift_keys,
    lifted_text,
    nothing_booked,
    times,
)
from ui.desk import Desk
from ui.page import WIDE, Page
from ui.paper.acts import TermPaper
from ui.widgets.buttons import KeyCap
from ui.widgets.combo import Choice
from ui.widgets.feedback import EmptyState
from ui.widgets.text import Card as Panel
from ui.widgets.text import row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from ui.calendar.printing import PrintRun, Sheet


class CalendarPage(Page):
    """The calendar of the house."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("calendar", QCoreApplication.translate("calendar", "Kalender"))
        self._desk = desk
        self._presenter = CalendarPresenter(self, desk)
        self._opener = Opener(self, desk, self._presenter)
        self._shown: Shown | None = None
        self._printing: PrintRun | None = None
        self._wide: bool | None = None
        self.steps = QUndoStack(self)
        self._build_widgets()
        self._build_layout()
        self._connect()

    def _build_widgets(self) -> None:
        tools = Tools()
        self._print, self._book, self._absence = tools.print, tools.book, tools.absence
        self._propose, self._back, self._now, self._on = (
            tools.propose, tools.back, tools.now, tools.on,
        )  # fmt: skip
        self._span, self._by, self._part = tools.span, tools.by, tools.part
        self._span.set_value("week")
        self._by.set_value("room")
        self._part.set_value("grid")
        self.grid = CalendarGrid(self._preview)
        self.side = SidePanel()
        self.draft_bar = DraftBar()
        self._legend = term_legend()
        self._empty = EmptyState("calendar-days", name="calendar_grid_empty")
        self._hint = text_label("", role="small", ink="text2", name="calendar_hint_lbl")

    def _build_layout(self) -> None:
        self.paper = TermPaper(
            self._desk, self, "calendar", lambda: self._presenter.day, self._house
        )
        acts = (self._book, self._absence, self._propose)
        for part in (self._print, self.paper.button, *acts):
            self.head.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        for button in acts:
            button.setVisible(self._desk.may(Act.PLAN_GROUPS))
            button.setEnabled(self._desk.may(Act.PLAN_GROUPS))
        if self._desk.may(Act.PLAN_GROUPS):
            self.paper.button.setAccessibleName(self.tr("Mer"))
            for key, button in (("book", self._book), ("absence", self._absence)):
                self.paper.button.add(key, button.text(), button.click)
        self._step_word = text_label("", role="small", ink="text2")
        keys: list[QWidget | int] = [KeyCap("Alt ←"), KeyCap("Alt →"), self._step_word]
        for caps, text in (
            (("M",), self.tr("flytta vald")),
            (("F8",), self.tr("nästa krock")),
        ):
            keys += [KeyCap(cap) for cap in caps]
            keys.append(text_label(text, role="small", ink="text2"))
        self._keys = QWidget()
        self._keys.setLayout(row(*keys, spacing=5))
        tools = row(
            self._back, self._now, self._on, self._span, self._by, 1, self._part, self._keys
        )
        self._span.setMaximumWidth(self._span.wanted_width() + 4)
        self._by.setMaximumWidth(self._by.wanted_width() + 4)
        self._part.setMaximumWidth(self._part.wanted_width() + 4)
        self.outer.addLayout(tools)
        panel = Panel(name="calendar_grid_card", margin=1)
        panel.body.setContentsMargins(1, 1, 1, 1)
        panel.body.addWidget(self.grid, 1)
        panel.body.addWidget(self._empty, 1)
        self._empty.hide()
        self._panel = panel
        body = row(panel, self.side, spacing=16)
        body.setStretch(0, 1)
        self.outer.addLayout(body, 1)
        foot = QVBoxLayout()
        foot.setSpacing(px(6))
        foot.addWidget(self._hint)
        foot.addWidget(self.draft_bar)
        foot.addWidget(self._legend)
        self._hint.hide()
        self.outer.addLayout(foot)

    def _house(self) -> House | None:
        view = self._presenter.view
        return view.schedule.house if view is not None else None

    def _connect(self) -> None:
        self.grid.moved.connect(self._on_moved)
        self.grid.opened.connect(self.open_card)
        self.grid.cancel_asked.connect(self.ask_cancel)
        self.grid.decide_asked.connect(self._on_decide_card)
        self.grid.refused.connect(self._on_refused)
        self.grid.lifted_changed.connect(self._on_lifted)
        self.grid.chosen_changed.connect(self._on_chosen)
        self.grid.copied.connect(self.copy_table)
        self._span.changed.connect(self._on_look)
        self._by.changed.connect(self._on_look)
        self._part.changed.connect(self._arrange)
        self._back.clicked.connect(partial(self._presenter.step, -1))
        self._now.clicked.connect(partial(self._presenter.step, 0))
        self._on.clicked.connect(partial(self._presenter.step, 1))
        self._print.clicked.connect(self.print_view)
        self._propose.clicked.connect(self.propose)
        self._absence.clicked.connect(self.enter_absence)
        self._book.clicked.connect(self.new_booking)
        self.draft_bar.undo.clicked.connect(self.steps.undo)
        self.draft_bar.clashes.clicked.connect(partial(self.walk_clashes, 1))
        self.draft_bar.discard.clicked.connect(self.discard)
        self.draft_bar.save.clicked.connect(self._presenter.save)
        self.side.clashes.show_asked.connect(self._show_clash)
        self.side.clashes.decide_asked.connect(self._on_decide_one)
        for keys, act in (
            ("F8", partial(self.walk_clashes, 1)),
            ("Shift+F8", partial(self.walk_clashes, -1)),
            ("Ctrl+J", self._book.click),
            ("Ctrl+B", self._absence.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- the page of the frame ------------------------------------------------------------------

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here; undo and redo while a draft has steps."""
        found: dict[str, Callable[[], None]] = {
            **self.paper.commands(),
            "earlier": partial(self._presenter.step, -1),
            "later": partial(self._presenter.step, 1),
            "present": partial(self._presenter.step, 0),
            "print": self.print_view,
            "save": self._presenter.save,
        }
        if self._desk.may(Act.PLAN_GROUPS):
            found["new"] = self.new_group
        if self.steps.canUndo():
            found["undo"] = self.steps.undo
        if self.steps.canRedo():
            found["redo"] = self.steps.redo
        return found

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        side = (self.side,) if self.side.clashes.first is not None else ()
        return (self._span, self.grid, *side, self.draft_bar.save)

    def opened(self) -> None:
        """Read anew and go to the calendar."""
        self._presenter.load()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def receive(self, given: object) -> None:
        """Plan a term, given by its key."""
        if isinstance(given, str):
            self._presenter.go_to_term(given, self.propose)

    def changed(self, changes: Changes) -> None:
        """Read anew when groups or the house changed."""
        if changes.kinds & {Kind.GROUPS, Kind.HOUSE, Kind.CODES} and self.isVisible():
            self._presenter.load()

    def locked(self) -> None:
        """What lies over the window goes; the draft stays in memory."""
        for dialog in self.findChildren(QDialog):
            dialog.reject()

    # --- the view of the presenter --------------------------------------------------------------

    def show_calendar(self, shown: Shown) -> None:
        """Show weeks and draft."""
        self._shown = shown
        self.subtitle.setText(shown.title)
        self.grid.show_grid(shown.grid)
        nothing = nothing_booked(shown.grid)
        self._hint.setText(nothing)
        self._hint.setVisible(bool(nothing))
        empty = not shown.grid.rows
        self.grid.setVisible(not empty)
        self._empty.setVisible(empty)
        if empty:
            self._empty.say(*empty_words(shown.grid.by))
        self.side.clashes.show_clashes(shown.clashes, may_plan=shown.may_plan)
        self.draft_bar.show_draft(shown.groups, shown.sessions, shown.bookings, shown.left)
        term = shown.grid.span == "term"
        self._now.setText(self.tr("Denna termin") if term else self.tr("Denna vecka"))
        self._now.setAccessibleName(self._now.text())
        self._step_word.setText(self.tr("termin") if term else self.tr("vecka"))
        self._arrange()

    def edit(self, before: tuple[Piece, ...], after: tuple[Piece, ...], text: str) -> None:
        """Put a change on the undo stack, which applies it."""
        if before == after:
            return
        self.steps.push(Edit(self._presenter.apply, before, after, text))
        self._desk.voice.announce(self.draft_bar.text())

    def decide(self, items: tuple[Item, ...], reasons: tuple[Choice, ...]) -> None:
        """Ask about every clash of the draft, then save it."""
        self._ask(items, reasons, self.tr("Spara"), self._presenter.decided)

    def _ask(
        self,
        items: tuple[Item, ...],
        reasons: tuple[Choice, ...],
        save: str,
        taken: Callable[[dict[str, Answer]], None],
    ) -> ClashDialog:
        outcome = self._presenter.outcome
        dialog = ClashDialog(self.window(), items, reasons, about="", save=save, outcome=outcome)
        dialog.decided.connect(taken)
        dialog.finished.connect(self._on_dialog_left)
        dialog.open()
        return dialog

    def _on_dialog_left(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def saved(self, sessions: int, bookings: int) -> None:
        """Say that the draft has been saved."""
        self.steps.clear()
        parts = []
        if sessions:
            parts.append(count(sessions, self.tr("1 träff"), self.tr("{n} träffar")))
        if bookings:
            parts.append(count(bookings, self.tr("1 bokning"), self.tr("{n} bokningar")))
        what = self.tr(" och ").join(parts) or self.tr("Utkastet")
        self._desk.voice.planned(self.tr("{what} sparades").format(what=what))

    def stale(self, error: StaleEdit) -> None:
        """Show both versions of what somebody else changed."""
        self._opener.stale(error)

    # --- acts -----------------------------------------------------------------------------------

    def _preview(self, card: Card, origin: Target, to: Target) -> str:
        grid = self.grid.calendar.grid
        return self._presenter.preview(grid, card, origin, to) if grid else ""

    def _on_moved(self, card: Card, origin: Target, to: Target) -> None:
        grid = self.grid.calendar.grid
        if grid is not None:
            self._presenter.move(grid, card, origin, to)

    def _on_refused(self, card: Card) -> None:
        if not self._desk.may(Act.PLAN_GROUPS) or card.group_id is None:
            text = self.tr("Bara samordnaren flyttar i kalendern.")
        elif card.state is SessionStatus.HELD:
            text = self.tr("Träffen är genomförd och flyttas inte.")
        else:
            text = self.tr("Träffen är inställd. Öppna den för att ta tillbaka den.")
        self._desk.voice.told(text)

    def _on_lifted(self, lifted: Lifted | None) -> None:
        if lifted is None:
            self._hint.hide()
            return
        grid = self.grid.calendar.grid
        assert grid is not None
        to = lifted.target
        text = lifted_text(
            lifted.card.title,
            grid.rows[to.row].title,
            grid.columns[to.column].head,
            times(to.start, to.start + to.minutes),
            lifted.word,
        )
        self._hint.setText(f"{text}. {lift_keys()}")
        self._hint.show()
        self._desk.voice.announce(text)

    def _on_chosen(self, card: Card | None) -> None:
        if card is not None:
            self._desk.voice.announce(card.text())

    def open_card(self, card: Card) -> None:
        """Open a session or another booking."""
        if not self._opener.card(card):
            self._on_refused(card)

    def new_booking(self) -> None:
        """Ask for another booking, at the cell in sight."""
        self._opener.new_booking(self.grid)

    def ask_cancel(self, card: Card) -> None:
        """Ask for the reason and cancel the session in the draft."""
        from ui.calendar.session import CancelDialog

        if not card.moves or not self._desk.may(Act.PLAN_GROUPS):
            self._on_refused(card)
            return
        booking = self._presenter.booking_of(card)
        if booking is not None:
            self._opener.remove(booking)
            return
        dialog = CancelDialog(self.window(), card, self._presenter.cancel_reasons())
        dialog.given.connect(partial(self._presenter.cancel, card))
        dialog.finished.connect(self._on_dialog_left)
        dialog.open()

    def _on_decide_one(self, clash: Clash, act: Decided | None = None) -> None:
        """Decide one session's clashes; that becomes part of the draft."""
        items = self._presenter.items((clash.session,))
        if not items or not self._desk.may(Act.PLAN_GROUPS):
            return
        text = self.tr("Till utkastet")
        dialog = self._ask(items, self._presenter.reasons(), text, self._presenter.decided_one)
        if act is not None:
            dialog.lines[0].decide(act)

    def _on_decide_card(self, card: Card, act: Decided) -> None:
        if card.clashes:
            self._on_decide_one(card.clashes[0], act)

    def walk_clashes(self, step: int) -> None:
        """Go to the next or previous clash."""
        card = self.grid.chosen()
        clash = self._presenter.next_clash(card.id if card else None, step)
        if clash is None:
            self._desk.voice.told(self.tr("Inga krockar."))
        else:
            self._show_clash(clash)

    def _show_clash(self, clash: Clash) -> None:
        if not self.grid.choose(clash.session):
            self._presenter.day = clash.day
            self._presenter.show()
            self.grid.choose(clash.session)
        self._part.set_value("grid")
        self._arrange()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.voice.announce(f"{day_head(clash.day)}: {clash_title(clash)}")

    def discard(self) -> None:
        """Throw the draft away; that can be taken back."""
        pieces = self._presenter.saved_pieces()
        self._presenter.change(pieces, self.tr("Utkastet kastades"))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_table(self) -> None:
        """Copy what is shown as a table."""
        from ui.calendar.printing import copy_rows

        copy_rows(self.grid.calendar.table())
        self._desk.voice.told(self.tr("Kalendern kopierad som tabell."))

    def print_view(self) -> None:
        """Print what is shown."""
        from ui.calendar.printing import PrintRun

        sheet = self.sheet()
        if sheet is not None:
            self._printing = PrintRun(self, sheet)
            self._printing.dialog.finished.connect(self._on_dialog_left)
            self._printing.dialog.show()

    def sheet(self) -> Sheet | None:
        """Return what is shown, for paper; None while it is being read."""
        from ui.calendar.printing import sheet_of

        shown = self._shown
        if shown is None:
            return None
        is_draft = bool(shown.groups or shown.bookings)
        said = ((self._desk.store.is_sample, self.tr("Exempeldata")), (is_draft, self.tr("UTKAST")))
        marks = tuple(text for is_so, text in said if is_so)
        day = self._desk.clock.today()
        return sheet_of(shown.grid, self.tr("Kalender"), shown.title, marks, day)

    def new_group(self) -> None:
        """Lay up a group in the term in sight."""
        self._desk.voice.open_page("groups", self._presenter.term)

    def propose(self) -> None:
        """Plan the whole term."""
        self._open_proposal(None)

    def _on_proposal_left(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted.value:
            self._span.set_value("term")
            self._on_look()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter_absence(self) -> None:
        """Say who is away, and plan again what that touches."""
        from ui.calendar.absence import AbsenceDialog

        if self._presenter.view is not None:
            dialog = AbsenceDialog(self.window(), self._desk, self._presenter.view)
            dialog.planned.connect(self.plan_again)
            dialog.open()

    def plan_again(self, groups: frozenset[GroupId]) -> None:
        """Propose a plan for the groups that an absence touches, once it has been read."""
        self._presenter.load(partial(self._open_proposal, groups))

    def _open_proposal(self, groups: frozenset[GroupId] | None) -> None:
        from ui.calendar.proposal import ProposalDialog

        if self._presenter.draft is not None:
            dialog = ProposalDialog(self.window(), self._desk, self._presenter, chosen=groups)
            dialog.finished.connect(self._on_proposal_left)
            dialog.open()

    def _on_look(self) -> None:
        span, by = self._span.value(), self._by.value() or "room"
        if span == "term" and self._presenter.span == "week":
            by = "group"
            self._by.set_value(by)
        if span == "week" and self._presenter.span == "term" and by == "group":
            by = "room"
            self._by.set_value(by)
        self._presenter.look(cast("Span", span), cast("By", by))

    # --- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Clashes beside the calendar where there is room, otherwise as a tab."""
        super().resizeEvent(event)
        wide = self.logical_width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self._keys.setVisible(wide)
            for button in (self._book, self._absence):
                button.setVisible(wide and self._desk.may(Act.PLAN_GROUPS))
            self.subtitle.setWordWrap(not wide)
            self._arrange()

    def _arrange(self) -> None:
        term = self._presenter.span == "term"
        beside = bool(self._wide) and not term
        part = self._part.value()
        self._part.setVisible(not beside)
        self._panel.setVisible(beside or part == "grid")
        self.side.setVisible(beside or part == "side")
        self.side.setMaximumWidth(px(276) if beside else 16_777_215)
        self.side.setMinimumWidth(px(276) if beside else 0)
        self._legend.setVisible(term and bool(self._wide))
