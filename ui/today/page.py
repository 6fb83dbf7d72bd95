"""*Idag*: the quick log, the tally pad, what was saved today, the quarter so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from familjecentral.changes import Changes, Kind
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import Contact, ContactValues
from familjecentral.contacts.undo import Undone
from familjecentral.errors import FamiljecentralError, FieldProblem
from ui.codes import level_line, short_label
from ui.desk import Desk
from ui.page import WIDE, Page
from ui.preferences import Preferences
from ui.today.beside import LevelHelp, QuarterSoFar, SavedToday
from ui.today.entry import Entry
from ui.today.form import LogForm
from ui.today.greeting import day_line, greeting
from ui.today.presenter import Day, TodayPresenter
from ui.today.reminders import Reminders
from ui.today.tally import TallyPad
from ui.widgets.buttons import KeyButton, KeyCap
from ui.widgets.combo import Choice
from ui.widgets.daytext import quarter_name, short_day
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Card, icon_badge, text_label
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
        self._fresh = True
        self._waiting: ContactValues | None = None
        self._wide: bool | None = None
        self._low: bool | None = None
        self._numeric_pad = preferences.look().numeric_pad
        self._build_widgets()
        self._build_layout()
        self._connect()
        self._greet()

    def _build_widgets(self) -> None:
        today = self._desk.clock.today()
        self.form = LogForm("today", today, numeric_pad=self._numeric_pad)
        self._day = text_label("", role="small", ink="text2", name="today_day_lbl")
        self._other_day = KeyButton(
            self.tr("Annan dag"), name="today_day_btn", icon="calendar-days", key="Alt D"
        )
        self._repeat = KeyButton(
            self.tr("Som förra"), name="today_repeat_btn", icon="copy", key="Ctrl R", bind=False
        )
        self._repeat.disable(self.tr("Inget är sparat sedan du låste upp"))
        self._save = KeyButton(
            self.tr("Spara och ny"),
            name="today_save_btn",
            look="primary",
            key="Enter",
        )
        self._clear = KeyButton(self.tr("Rensa"), name="today_clear_btn", key="Esc")
        self.pad = TallyPad(self._desk)
        self.reminders = Reminders(self._desk)
        self._concern = KeyButton(
            self.tr("Oro för barn"), name="today_concern_btn", look="link", icon="info"
        )
        self.saved_today = SavedToday()
        self._quarter = QuarterSoFar()
        self._levels = LevelHelp()
        self._badge = icon_badge(self.tr("Avidentifierad registrering"), "shield-check", "ok")
        self._tabs = SegmentedControl(
            self.tr("Del av sidan"),
            (
                Choice("log", self.tr("Snabblogg")),
                Choice("tally", self.tr("Pinna")),
                Choice("saved", self.tr("Sparat i dag")),
            ),
            name="today_part_seg",
        )
        self._tabs.set_value("log")

    def _build_layout(self) -> None:
        self.head.addWidget(self._concern, 0, Qt.AlignmentFlag.AlignBottom)
        self.head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignBottom)
        self.head.addWidget(self._tabs, 0, Qt.AlignmentFlag.AlignBottom)
        self._log = Card(self.tr("Snabblogg"), name="today_log_card", margin=0)
        self._log.body.setContentsMargins(0, px(10), 0, 0)
        self._log.body.setSpacing(px(4))
        self._log.head.setContentsMargins(px(16), 0, px(16), 0)
        self._key = KeyCap("Ctrl N")
        self._log.head.addWidget(self._key)
        self._log.head.addStretch(1)
        for part in (self._day, self._other_day, self._repeat):
            self._log.head.addWidget(part)
        self._log.body.addWidget(self.form, 1)
        foot = self._foot = self._log.add_foot()
        self._hint = text_label("", role="small", ink="muted")
        for part in (self._save, self._clear):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(px(14))
        beside.addWidget(self.pad)
        beside.addWidget(self.reminders)
        beside.addWidget(self.saved_today, 1)
        beside.addWidget(self._quarter)
        beside.addWidget(self._levels)
        beside.addStretch(0)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(px(16))
        self._columns.addWidget(self._log, 63)
        self._columns.addWidget(self._beside, 37)
        self.outer.addLayout(self._columns, 1)

    def _connect(self) -> None:
        self.form.submitted.connect(self.save)
        self.form.cleared.connect(self.clear)
        self.form.changed.connect(self._on_changed)
        self._save.clicked.connect(self.save)
        self._clear.clicked.connect(self.clear)
        self._repeat.clicked.connect(self.repeat)
        self._other_day.clicked.connect(self.form.show_date)
        self.reminders.card_asked.connect(self._on_card_asked)
        self.reminders.changed.connect(self._show_part)
        self._concern.clicked.connect(self._on_concern)
        self.saved_today.edit_asked.connect(self._on_edit_asked)
        self.saved_today.all_asked.connect(self._on_all_asked)
        self._tabs.changed.connect(self._show_part)
        for key, widget in (("Return", self._save), ("Enter", self._save)):
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.save)

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
        waiting = (self.reminders,) if self.reminders.has_any else ()
        return (self.form, self.pad, *waiting, self.saved_today)

    def opened(self) -> None:
        """Read anew; the form and its draft stay as they were."""
        self._greet()
        self._presenter.load()
        self.pad.load()
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
        if changes.kinds & {Kind.CONTACTS, Kind.CODES, Kind.PERIODS, Kind.SERVICES}:
            self._presenter.load()
        if changes.kinds & {Kind.TALLIES, Kind.CODES, Kind.PERIODS}:
            self.pad.load()
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

    # --- acts -----------------------------------------------------------------------------------

    def focus_log(self) -> None:
        """Go to the level field."""
        self._tabs.set_value("log")
        self._show_part()
        self.form.focus_first()

    def focus_tally(self) -> None:
        """Go to the tally pad."""
        self._tabs.set_value("tally")
        self._show_part()
        self.pad.focus_field()

    def save(self) -> None:
        """Save what stands in the form."""
        self._presenter.save(self.form.entry())

    def clear(self) -> None:
        """Empty the form; that can be undone."""
        self._presenter.clear(self.form.entry())
        self.form.focus_first()

    def repeat(self) -> None:
        """Fill the form as the last saved contact."""
        self._presenter.repeat()
        self.form.focus_first()

    def _on_edit_asked(self, contact: Contact) -> None:
        self.focus_log()
        self._presenter.edit(contact)
        self.form.focus_first()

    def _on_card_asked(self, card: object) -> None:
        self._desk.voice.open_page("support", card)

    def _on_concern(self) -> None:
        self._desk.voice.show_help("concern")

    def _on_all_asked(self) -> None:
        self._desk.voice.open_page("contacts")

    def _on_changed(self) -> None:
        day = self.form.date.day()
        late = self._presenter.is_late(day)
        text = ""
        if late and day is not None:
            text = self.tr(
                "Dagen ligger i {quarter}, som är fastställt. Kontakten sparas som sen uppgift."
            ).format(quarter=quarter_name(day))
        self.form.show_late(text)
        self._show_day_text()

    def _show_day_text(self) -> None:
        day = self.form.date.day() or self._desk.clock.today()
        self._day.setText(f"{short_day(day)} · {self._desk.person.first_name}")

    # --- the view of the presenter --------------------------------------------------------------

    def show_day(self, day: Day) -> None:
        """Show lists, today's rows and counts."""
        codes = day.start.codes
        self.form.set_codes(codes, day.start.today)
        self.form.set_undecided(day.start.undecided)
        self.saved_today.show_rows(day.rows, codes)
        self._quarter.show_counts(day.quarter, codes)
        self._levels.show_names(codes)
        if self._fresh:
            self._fresh = False
            self.form.set_entry(self._presenter.blank())
            self.focus_log()
        self._take_waiting()
        self._show_day_text()

    def show_entry(self, entry: Entry, *, editing: bool) -> None:
        """Fill the form; a stored row shows its day."""
        self.form.set_entry(entry, show_date=editing)
        self._save.setText(self.tr("Spara ändringen") if editing else self.tr("Spara och ny"))
        self._save.updateGeometry()
        self._hint.setText(self.tr("Du ändrar en sparad kontakt. Esc avbryter.") if editing else "")
        self._on_changed()

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> None:
        """Show all problems at once."""
        self.form.show_problems(problems)
        self._desk.voice.announce(self.form.banner.text(), at_once=True)

    def show_saved(
        self, values: ContactValues, codes: CodeBook, *, late: bool, edited: bool
    ) -> None:
        """Say that it is saved."""
        level = level_line(codes, values.prevention_level, values.working_level)
        kinds = (
            ("contact_form", values.contact_form),
            ("programme", values.programme),
            ("open_group", values.open_group),
            ("structural_activity_type", values.structural_activity_type),
        )
        what = next((short_label(codes, name, key).lower() for name, key in kinds if key), "")
        if edited:
            text = self.tr("Kontakten ändrades: {level}, {what}")
        elif late:
            text = self.tr("Sparad som sen uppgift: {level}, {what}")
        else:
            text = self.tr("Kontakten sparades: {level}, {what}")
        self._desk.voice.saved(text.format(level=level, what=what))
        self._repeat.disable("")
        self.form.focus_first()

    def show_cleared(self, bring_back: Callable[[], None]) -> None:
        """Say that the form was emptied."""
        self._desk.voice.happened(self.tr("Formuläret rensades"), bring_back)

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say that it is not saved."""
        self._desk.voice.failed(error)

    def show_busy(self, busy: bool) -> None:
        """Nothing to show: a save takes a few milliseconds and keeps its order."""

    # --- size -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, otherwise tabs."""
        super().resizeEvent(event)
        self._place_head()
        wide = self.logical_width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self._show_part()
            self._tabs.setVisible(not wide)
            self._badge.setVisible(wide)
        if self._levels.isHidden() is self._explains_levels():
            self._show_part()

    def _place_head(self) -> None:
        """A low window gives the card's head to the form; its buttons stand in the foot."""
        low = self.window().height() / scale() < LOW
        if low == self._low:
            return
        self._low = low
        for widget in (self._log.title, self._key):
            widget.setVisible(not low)
        home = self._foot if low else self._log.head
        for part in (self._day, self._other_day, self._repeat):
            home.addWidget(part)
        self._log.body.setContentsMargins(0, px(4 if low else 10), 0, 0)

    def _explains_levels(self) -> bool:
        """The levels are explained where there is room for it; F1 explains them always."""
        if self._wide:
            return self.window().height() / scale() >= TALL
        return self._tabs.value() == "saved"

    def _show_part(self) -> None:
        part = self._tabs.value()
        self._log.setVisible(bool(self._wide) or part == "log")
        self._beside.setVisible(bool(self._wide) or part != "log")
        self.pad.setVisible(bool(self._wide) or part == "tally")
        self.reminders.setVisible(self.reminders.has_any and (bool(self._wide) or part == "saved"))
        self.saved_today.setVisible(bool(self._wide) or part == "saved")
        tall = self.window().height() / scale() >= TALL
        room = tall or not self.reminders.has_any  # what waits goes before what has been
        self._quarter.setVisible((bool(self._wide) and room) or part == "saved")
        self._levels.setVisible(self._explains_levels())
