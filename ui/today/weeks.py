"""Own weeks without a row: nothing to log, or not filled in yet?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from familjecentral.contacts.weeks import AnswerWeek, OwnWeek, answer_week, unanswered
from ui.widgets.buttons import KeyButton
from ui.widgets.daytext import short_day
from ui.widgets.text import Card, IconLabel, row, text_label
from ui.widgets.theme import px

if TYPE_CHECKING:
    from familjecentral.changes import Changes
    from ui.desk import Desk


class WeekAnswers:
    """Keeps an answer; the undo bar takes it back. No Qt."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def nothing(self, week: OwnWeek, said: str) -> None:
        """There was nothing to log; ``said`` is what the undo bar says."""

        def take_back() -> None:
            self._answer(AnswerWeek(week.part.first, nothing=False), None)

        self._answer(
            AnswerWeek(week.part.first),
            lambda: self._desk.voice.saved(said, undo=take_back),
        )

    def _answer(self, command: AnswerWeek, then: Callable[[], None] | None) -> None:
        desk = self._desk

        def done(changes: Changes) -> None:
            if then is not None:
                then()
            desk.tell(changes)

        desk.ask(lambda uow: answer_week(command, uow, desk.clock), done)


def week_span(week: OwnWeek) -> str:
    """Return ``mån 21/9 – sön 27/9``."""
    return f"{short_day(week.part.first)} – {short_day(week.part.last)}"


class MissingWeeks(Card):
    """The oldest week that lacks a row and an answer, one at a time; away when there is none."""

    fill_in_asked = Signal(object)
    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="today_weeks_card")
        self._answers = WeekAnswers(desk)
        self._week: OwnWeek | None = None
        self.count = 0
        self._has_room = True
        self._what = text_label("", weight=600)
        self._below = text_label("", role="small", ink="text2", wrap=True)
        self._answer = KeyButton(self.tr("Svara"), name="today_weeks_btn_answer", height=28)
        self._nothing = KeyButton(
            self.tr("Inget att redovisa"), name="today_weeks_btn_nothing", height=28
        )
        self._fill_in = KeyButton(
            self.tr("Jag fyller i"), name="today_weeks_btn_fill_in", height=28
        )
        self._answer.clicked.connect(self._on_answer)
        self._nothing.clicked.connect(self._on_nothing)
        self._fill_in.clicked.connect(self._on_fill_in)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._below)
        line = QHBoxLayout()
        line.setSpacing(px(10))
        line.addWidget(IconLabel("circle-dashed", "warn", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignTop)
        self._choice = QWidget()
        self._choice.setLayout(row(self._nothing, self._fill_in, 1))
        self.body.setSpacing(px(6))
        self.body.addLayout(line)
        self.body.addWidget(self._choice)
        self._choice.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_weeks(self, weeks: Sequence[OwnWeek]) -> None:
        """Show what is to be answered."""
        missing = unanswered(weeks)
        self.count = len(missing)
        self.counted.emit()
        week = missing[0] if missing else None
        if week != self._week:
            self._fold(asking=False)
        self._week = week
        self.setVisible(week is not None and self._has_room)
        if week is None:
            return
        self._what.setText(self.tr("Vecka {n} saknar registrering").format(n=week.part.week))
        more = self.tr("och {n} till").format(n=len(missing) - 1) if len(missing) > 1 else ""
        self._below.setText(", ".join(part for part in (week_span(week), more) if part))
        self.setAccessibleName(f"{self._what.text()}, {self._below.text()}")

    def ask(self, week: OwnWeek) -> None:
        """Ask about one week, whichever it is."""
        self._week = week
        self.show()
        self._what.setText(self.tr("Vecka {n} saknar registrering").format(n=week.part.week))
        self._on_answer()
        self.counted.emit()

    def set_room(self, has_room: bool) -> None:
        """Stand where there is room for it, while there is something to answer."""
        self._has_room = has_room
        self.setVisible(has_room and self._week is not None)

    def focus_field(self) -> None:
        """Be a panel that F6 reaches."""
        first = self._nothing if self._answer.isHidden() else self._answer
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _fold(self, *, asking: bool) -> None:
        self._choice.setVisible(asking)
        self._answer.setVisible(not asking)

    def _on_answer(self) -> None:
        self._fold(asking=True)
        self._below.setText(self.tr("Inget att redovisa, eller inte ifyllt?"))
        self._nothing.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_nothing(self) -> None:
        if self._week is not None:
            said = self.tr("Vecka {n}: inget att redovisa").format(n=self._week.part.week)
            self._answers.nothing(self._week, said)

    def _on_fill_in(self) -> None:
        self._fold(asking=False)
        self.fill_in_asked.emit(self._week)
