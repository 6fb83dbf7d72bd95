"""*Händelselogg*: who did what on which day; the rows of the command ``log``."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from familjecentral.access.keeping import LogEntry, read_log
from familjecentral.errors import FieldProblem
from resources.log_words import LOG_WORDS
from ui.calendar.printing import PrintRun, Sheet
from ui.desk import Desk
from ui.errors import sentence_for
from ui.models.simple import TextTable
from ui.settings.rooms import Room
from ui.widgets.buttons import KeyButton
from ui.widgets.combo import Choice, CodedCombo
from ui.widgets.dates import DateField
from ui.widgets.form import Field
from ui.widgets.table import ROW_HEIGHT, Table
from ui.widgets.text import Card, text_label
from ui.widgets.theme import px

_DAYS_BACK = 30
_ROWS = 11
_BAD_DATE = FieldProblem("date", "bad_date")


class LogRoom(Room):
    """Two days, a kind, and the rows between; they can be copied and printed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked = 0
        self._printing: PrintRun | None = None
        self._entries: tuple[LogEntry, ...] = ()
        self._build_table()
        self._build_filter()
        self._card = Card(self.tr("Händelselogg"), name="settings_log_card")
        self._copy = KeyButton(
            self.tr("Kopiera"), name="settings_log_copy_btn", icon="copy", key="Ctrl C", bind=False
        )
        self._print = KeyButton(
            self.tr("Skriv ut…"),
            name="settings_log_print_btn",
            icon="printer",
            key="Ctrl P",
            bind=False,
        )
        self._copy.clicked.connect(self._table.copy_rows)
        self._print.clicked.connect(self.print_rows)
        head = self._card.head
        head.addStretch(1)
        head.addWidget(self._copy)
        head.addWidget(self._print)
        head.setContentsMargins(px(16), 0, px(16), 0)
        words = text_label(
            self.tr(
                "Vem som läste vilket slag av rader, och vem som ändrade vad: dag för dag, utan "
                "innehåll, antal och klockslag. Loggen går inte att ändra."
            ),
            ink="text2",
            wrap=True,
        )
        words.setContentsMargins(px(16), 0, px(16), 0)
        body = self._card.body
        body.setContentsMargins(1, px(12), 1, 1)
        body.addWidget(words)
        body.addLayout(self._filter)
        body.addWidget(self._table)
        foot = self._card.add_foot()
        self._count = text_label("", role="small", ink="muted", name="settings_log_count_lbl")
        foot.addWidget(self._count)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
        outer.addStretch(1)

    def _build_table(self) -> None:
        heads = (self.tr("Dag"), self.tr("Vem"), self.tr("Vad"), self.tr("Gäller"))
        self._heads = heads
        self._model = TextTable(heads)
        self._table = Table(self.tr("Händelselogg"), name="settings_log_tbl")
        self._table.setModel(self._model)
        widest = ("2026-12-31", "systemansvarig", self.tr("läste egna kontakter"), heads[3])
        self._table.set_widths(widest, (0, 0, 4, 2), strong=0)
        self._table.say_when_empty(self.tr("Inget i urvalet. Välj ett tidigare datum."))
        self._table.setFixedHeight(px(ROW_HEIGHT) * (_ROWS + 1) + 2)
        self._table.copied.connect(self._on_copied)

    def _build_filter(self) -> None:
        today = self._desk.clock.today()
        self._first = DateField(
            self.tr("Från"), name="settings_log_first_edt", today=today, optional=True
        )
        self._last = DateField(
            self.tr("Till"), name="settings_log_last_edt", today=today, optional=True
        )
        self._first.set_day(today - dt.timedelta(days=_DAYS_BACK))
        self._kind = CodedCombo(self.tr("Slag"), name="settings_log_kind_cmb")
        kinds = sorted(LOG_WORDS.items(), key=lambda item: item[1].casefold())
        self._kind.set_choices(Choice(key, text[0].upper() + text[1:]) for key, text in kinds)
        self._fields = {
            "first": Field(self.tr("Från"), self._first, hint=self.tr("tomt = början")),
            "last": Field(self.tr("Till"), self._last, hint=self.tr("tomt = i dag")),
        }
        kind = Field(self.tr("Slag"), self._kind, hint=self.tr("tomt = alla"))
        self._filter = QGridLayout()
        self._filter.setContentsMargins(px(16), 0, px(16), px(4))
        self._filter.setHorizontalSpacing(px(16))
        for place, field in enumerate((*self._fields.values(), kind)):
            self._filter.addWidget(field, 0, place)
            self._filter.setColumnStretch(place, 2 if place == 2 else 1)
        for edit in (self._first, self._last):
            edit.changed.connect(self.opened)
        self._kind.changed.connect(self.opened)

    def opened(self) -> None:
        """Read the rows between the two days."""
        wrong = False
        for key, edit in (("first", self._first), ("last", self._last)):
            field = self._fields[key]
            field.set_error(sentence_for(_BAD_DATE) if edit.is_wrong() else "")
            wrong |= edit.is_wrong()
        if wrong:
            return
        first, last, kind = self._first.day(), self._last.day(), self._kind.value()
        self._asked += 1
        number = self._asked

        def show(entries: tuple[LogEntry, ...]) -> None:
            if number == self._asked:
                self._show(entries)

        self._desk.ask(lambda uow: read_log(uow, first=first, last=last, kind=kind), show)

    def _show(self, entries: tuple[LogEntry, ...]) -> None:
        self._entries = entries
        self._model.set_rows([self._cells(entry) for entry in entries])
        number = len(entries)
        many = self.tr("{n} rader").format(n=number)
        self._count.setText(self.tr("1 rad") if number == 1 else many)
        self._desk.voice.announce(self._count.text())
        for button in (self._copy, self._print):
            button.disable("" if entries else self.tr("Inget i urvalet"))

    @staticmethod
    def _cells(entry: LogEntry) -> tuple[str, str, str, str]:
        user, kind, reference = entry.words
        return entry.day.isoformat(), user, LOG_WORDS[kind], reference

    def _on_copied(self, number: int) -> None:
        one, many = self.tr("1 rad kopierad."), self.tr("{n} rader kopierade.").format(n=number)
        self._desk.voice.told(one if number == 1 else many)

    def sheet(self) -> Sheet:
        """Return the rows in the words of paper."""
        days = " – ".join(
            day.isoformat() if day else "" for day in (self._first.day(), self._last.day())
        ).strip(" –")
        mark = (self.tr("Exempeldata"),) if self._desk.store.is_sample else ()
        return Sheet(
            self.tr("Händelselogg"),
            self.tr("Från {days}").format(days=days) if days else self.tr("Alla dagar"),
            mark,
            (self._heads, *(self._cells(entry) for entry in self._entries)),
            self.tr("Vem som gjorde vad, vilken dag. Inga innehåll, antal eller klockslag."),
        )

    def print_rows(self) -> None:
        """Ask for a printer and print the rows."""
        if self._entries:
            self._printing = PrintRun(self, self.sheet(), "settings_log_print_dlg")
            self._printing.dialog.show()

    def focus_first(self) -> None:
        """Go to the first day."""
        self._first.setFocus()
