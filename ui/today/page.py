"""*Idag*: the quick log, the tally pad, what was saved today, the quarter so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.changes import Changes, Kind
from familjecentral.codes import CodeBook
from familjecentral.contacts.drafts import FormDraft
from familjecentral.contacts.favourites import Favourite
from familjecentral.contacts.model import Contact, ContactValues
from familjecentral.contacts.undo import Undone
from familjecentral.contacts.weeks import OwnWeek, first_working_day
from familjecentral.errors import FamiljecentralError, FieldProblem
from ui.concern import concern_button
from ui.desk import Desk
from ui.page import WIDE, Page
from ui.preferences import Preferences
from ui.today.beside import LevelHelp, QuarterSoFar, SavedToday
from ui.today.card import LogCard
from ui.today.drafting import DRAFT_MS
from ui.today.entry import Entry
from ui.today.favourites import FavouritesDialog
from ui.today.greeting import day_line, greeting
from ui.today.offered import offer_sessions
from ui.today.overview import OverviewDialog
from ui.today.parts import Parts
from ui.today.presenter import Day, TodayPresenter
from ui.today.reminders import Reminders
from ui.today.saved import late_text, saved_text, stale_words
from ui.today.sessions import TodaySessions
from ui.today.tally import TallyPad
from ui.today.weeks import MissingWeeks
from ui.widgets.buttons import KeyButton
from ui.widgets.daytext import long_day
from ui.widgets.scrolled import scrolled
from ui.widgets.text import icon_badge, row
from ui.widgets.theme import px, scale

LOW = 700
"""Logical height of the window below which the form gets all the room there is."""

TALL = 1000
"""Logical height from which the levels are explained beside the form."""


class TodayPage(Page):
    """The page that a counsellor works in all day."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        super().__init__("today", "")
        self._desk = desk
        self._presenter = TodayPresenter(self, desk)
        self._shown: Day | None = None
        self._fresh = True
        self._waiting: ContactValues | None = None
        self._wide: bool | None = None
        self._numeric_pad = preferences.look().numeric_pad
        self._build_widgets()
        self._build_layout()
        self._connect()
        self._greet()

    def _build_widgets(self) -> None:
        today = self._desk.clock.today()
        self._log = LogCard(today, numeric_pad=self._numeric_pad)
        self.form, self._found = self._log.form, self._log.found
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(DRAFT_MS)
        self.pad = TallyPad(self._desk)
        self.sessions = TodaySessions(self._desk)
        self.reminders = Reminders(self._desk)
        self.saved_today = SavedToday()
        self.weeks = MissingWeeks(self._desk)
        self._quarter = QuarterSoFar()
        self._levels = LevelHelp()
        self._badge = icon_badge(self.tr("Avidentifierad registrering"), "shield-check", "ok")
        self._tabs = Parts(self.sessions, self.reminders, self.weeks, self._found)

    def _build_layout(self) -> None:
        signs = QWidget()  # on one line, high as they are
        signs.setLayout(row(concern_button(self._desk, "today"), self._badge))
        for widget in (signs, self._tabs):
            self.head.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(px(14))
        for panel in (self.pad, self.sessions, self.reminders, self.weeks):
            beside.addWidget(panel)
        beside.addWidget(self._tabs.empty, 1)
        beside.addWidget(self.saved_today, 1)
        beside.addWidget(self._quarter)
        beside.addWidget(self._levels)
        beside.addStretch(0)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(px(16))
        self._columns.addWidget(self._log, 63)
        self._beside_area = scrolled(self._beside)
        self._columns.addWidget(self._beside_area, 37)
        self.outer.addLayout(self._columns, 1)

    def _connect(self) -> None:
        self.form.submitted.connect(self.save)
        self.form.cleared.connect(self.clear)
        self.form.changed.connect(self._on_changed)
        self._log.save.clicked.connect(self.save)
        self._log.clear.clicked.connect(self.clear)
        self._log.repeat.clicked.connect(self.repeat)
        self._log.other_day.clicked.connect(self._on_other_day)
        self._log.favourites.clicked.connect(self._on_favourites)
        self._found.continued.connect(self._on_continued)
        self._found.discarded.connect(self._on_discarded)
        self._typed.timeout.connect(self._keep_draft)
        self.weeks.fill_in_asked.connect(self._on_fill_in)
        self._quarter.more_asked.connect(self._on_overview)
        self.saved_today.edit_asked.connect(self._on_edit_asked)
        self.saved_today.all_asked.connect(partial(self._desk.voice.open_page, "contacts"))
        offer_sessions(self.form, self.sessions, self.clear)
        self._tabs.changed.connect(self._show_part)
        self._tabs.waiting.connect(self.waits)
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self._log.save)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.save)
        QShortcut(QKeySequence("Alt+V"), self).activated.connect(self._on_overview)

    def _greet(self) -> None:
        self.title.setText(greeting(self._desk.person.first_name))
        self.subtitle.setText(day_line(self._desk.clock.today()))
        self.setAccessibleName(self.tr("Idag"))

    # --- the page of the frame ------------------------------------------------------------------

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the window's keys do here."""
        return {"new": self.focus_log, "repeat": self.repeat, "tally": self.focus_tally}

    def panels(self) -> Sequence[QWidget]:
        """Return the panels that F6 walks through."""
        beside = (self.pad, self.sessions, self.reminders, self.weeks)
        shown = (self.form, *beside, self.saved_today, self._quarter)
        return tuple(panel for panel in shown if panel is self.form or not panel.isHidden())

    def opened(self) -> None:
        """Read anew; the form and its draft stay as they were."""
        self._greet()
        self._presenter.load()
        self.pad.load()
        self.sessions.load()
        self.reminders.load()
        if not self._fresh:
            self.focus_log()

    def receive(self, given: object) -> None:
        """Start from a copy of a contact (*Dubblera*)."""
        if isinstance(given, ContactValues):
            self._waiting = given
            self._take_waiting()

    def _take_waiting(self) -> None:
        if self._waiting is not None and not self._fresh:
            values, self._waiting = self._waiting, None
            self._presenter.duplicate(values)
            self.form.focus_first()

    def changed(self, changes: Changes) -> None:
        """Read anew when rows or lists changed."""
        if changes.kinds & {Kind.CONTACTS, Kind.CODES, Kind.PERIODS, Kind.WEEKS, Kind.SERVICES}:
            self._presenter.load()
        if changes.kinds & {Kind.TALLIES, Kind.CODES, Kind.PERIODS}:
            self.pad.load()
        self.sessions.changed(changes)
        if changes.kinds & {Kind.CARDS, Kind.SERVICES}:
            self.reminders.load()

    def undone(self, undone: Undone, *, again: bool) -> bool:
        """What was taken back lies in the form again, unless the form is in use; a tick that was
        taken back is off the number."""
        self.pad.undone(undone)
        taken = self._presenter.undone(undone, self.form.entry(), again=again)
        if taken and self.isVisible():
            self.form.focus_first()
        return taken and not again

    def locked(self) -> None:
        """Keep what is half filled in, at once; forget what was saved."""
        self._keep_draft_now()
        self._presenter.forget_last()
        self._log.show_last(there=False)

    def closed(self) -> None:
        """Keep what is half filled in: the store is closed after it."""
        self._keep_draft_now()
        self._typed.blockSignals(True)

    # --- acts -----------------------------------------------------------------------------------

    def focus_log(self) -> None:
        """Go to the level field, or to what is asked in its place."""
        self._tabs.set_value("log")
        self._show_part()
        if self._log.asks:
            self._found.focus_field()
        else:
            self.form.focus_first()

    def focus_tally(self) -> None:
        """Go to the tally pad."""
        self._tabs.set_value("tally")
        self._show_part()
        self.pad.focus_field()

    def save(self) -> None:
        """Save what stands in the form."""
        if self._log.asks:
            return
        self._typed.stop()
        self._presenter.save(self.form.entry())

    def clear(self) -> None:
        """Empty the form; that can be undone."""
        self._presenter.clear(self.form.entry())
        self.form.focus_first()

    def repeat(self) -> None:
        """Fill the form as the last saved contact."""
        if self._log.asks:
            return
        self._presenter.repeat()
        self.form.focus_first()

    def _on_edit_asked(self, contact: Contact) -> None:
        self.focus_log()
        if self._log.asks:
            return
        self._presenter.edit(contact, self.form.entry())
        self.form.focus_first()

    def _on_other_day(self) -> None:
        if not self._log.asks:
            self.form.show_date()

    def _on_favourites(self) -> None:
        if self._log.asks or self._shown is None:
            return
        self.form.set.settle()
        codes = self._shown.start.codes
        dialog = FavouritesDialog(self._desk, self.form.entry(), codes, self)
        dialog.picked.connect(self._on_picked)
        dialog.open()

    def _on_picked(self, favourite: Favourite) -> None:
        self._presenter.fill_from(favourite)
        self.form.focus_first()

    def _on_overview(self) -> None:
        if self._shown is None:
            return
        day = self._shown
        dialog = OverviewDialog(day.overview, day.weeks, day.start.codes, self)
        dialog.week_asked.connect(self._on_week_asked)
        dialog.open()

    # --- weeks ----------------------------------------------------------------------------------

    def _on_week_asked(self, week: OwnWeek) -> None:
        """A week that was chosen in the overview is asked about here."""
        self._tabs.set_value("waits")
        self._show_part()
        self.weeks.ask(week)

    def _on_fill_in(self, week: OwnWeek) -> None:
        self.focus_log()
        if not self._log.asks:
            self._presenter.fill_in(first_working_day(week.part))
            self.form.show_date()

    def _on_today_again(self) -> None:
        self._presenter.fill_in(None)
        self.form.focus_first()

    def _show_week(self) -> None:
        """Say clearly that another day than today is being filled in."""
        day = self._presenter.filling_in
        if day is None or self._presenter.is_editing:
            self.form.show_week("")
            return
        back = KeyButton(
            self.tr("Tillbaka till i dag"), name="today_week_btn_back", look="link", height=28
        )
        back.clicked.connect(self._on_today_again)
        day = self.form.date.day() or day
        text = self.tr("Du fyller i vecka {n}. Kontakten får datum {day}.")
        week = day.isocalendar().week
        self.form.show_week(text.format(n=week, day=long_day(day)), back)

    # --- the draft --------------------------------------------------------------------------------

    def _keep_draft(self) -> None:
        if not self._log.asks:
            self._presenter.keep_draft(self.form.entry())

    def _keep_draft_now(self) -> None:
        self.form.set.settle()
        if self._typed.isActive():
            self._typed.stop()
            self._keep_draft()

    def show_draft(self, draft: FormDraft, codes: CodeBook) -> None:
        """Ask what is to become of a form that was left in another session."""
        self._found.ask(draft, codes)
        self._log.show_asking()
        self._desk.voice.announce(self._found.accessibleName(), at_once=True)

    def _on_continued(self, draft: FormDraft) -> None:
        self._log.show_asking()
        self._presenter.continue_draft(draft)
        self.form.focus_first()

    def _on_discarded(self, draft: FormDraft) -> None:
        self._log.show_asking()
        self._presenter.discard_draft(draft)
        self.form.focus_first()

    def _on_changed(self) -> None:
        day = self.form.date.day()
        self.form.show_late(late_text(day) if day and self._presenter.is_late(day) else "")
        self._show_week()
        self._show_day_text()
        self._typed.start()

    def _show_day_text(self) -> None:
        self._log.show_day(self._desk.clock.today(), self._desk.person.first_name)

    # --- the view of the presenter --------------------------------------------------------------

    def show_day(self, day: Day) -> None:
        """Show lists, today's rows and counts."""
        codes = day.start.codes
        self._shown = day
        self.form.set_usual(day.usual)
        self.form.set_codes(codes, day.start.today, day.start.undecided)
        self.saved_today.show_rows(day.rows, codes)
        self._quarter.show_counts(day.overview, codes)
        self.weeks.show_weeks(day.weeks)
        self._levels.show_names(codes)
        if self._fresh:
            self._fresh = False
            self.form.set_entry(self._presenter.blank())
            self.focus_log()
        self._take_waiting()
        self._show_day_text()

    def show_entry(self, entry: Entry, *, editing: bool) -> None:
        """Fill the form; a stored row shows its day."""
        filling_in = self._presenter.filling_in is not None
        self.form.set_entry(entry, show_date=editing or filling_in)
        self._log.show_editing(editing)
        self._on_changed()

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show all problems at once."""
        self.form.show_problems(problems)
        self._desk.voice.announce(self.form.banner.text(), at_once=True)

    def show_saved(
        self, values: ContactValues, codes: CodeBook, *, late: bool, edited: bool, count: int
    ) -> None:
        """Say that it is saved."""
        text = saved_text(values, codes, late=late, edited=edited, count=count)
        self._desk.voice.saved(text)
        self._log.show_last(there=True)
        self.form.focus_first()

    def show_cleared(self, bring_back: Callable[[], None]) -> None:
        """Say that the form was emptied."""
        self._desk.voice.happened(self.tr("Formuläret rensades"), bring_back)

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say that it is not saved."""
        self._desk.voice.failed(error)

    def show_stale(self, *, gone: bool) -> None:
        """Say that the stored row was changed since its change began, or is gone."""
        self.form.banner.say("warn", *stale_words(gone=gone))
        self._desk.voice.announce(self.form.banner.text(), at_once=True)

    def show_busy(self, busy: bool) -> None:
        """Nothing to show: a save takes a few milliseconds and keeps its order."""

    # --- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, otherwise tabs."""
        super().resizeEvent(event)
        self._log.set_low(self.window().height() / scale() < LOW)
        wide = self.logical_width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self._show_part()
            self._tabs.setVisible(not wide)
            self._badge.setVisible(wide)
        if self._levels.isHidden() is self._explains_levels():
            self._show_part()

    def _explains_levels(self) -> bool:
        """The levels are explained where there is room for it; F1 explains them always."""
        if self._wide:
            return self.window().height() / scale() >= TALL
        return self._tabs.value() == "saved"

    def _show_part(self) -> None:
        def has_room(name: str) -> bool:
            return bool(self._wide) or self._tabs.value() == name

        self._log.setVisible(has_room("log"))
        self._beside_area.setVisible(bool(self._wide) or not has_room("log"))
        self.pad.setVisible(has_room("tally"))
        self.sessions.set_room(has_room("sessions"))
        self.reminders.set_room(has_room("waits"))
        self.weeks.set_room(has_room("waits"))
        self.saved_today.setVisible(has_room("saved"))
        self._quarter.setVisible(has_room("saved"))
        self._levels.setVisible(self._explains_levels())
        self._tabs.count()
