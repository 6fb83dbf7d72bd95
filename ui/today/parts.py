"""The parts of *Idag* where they have no room side by side, and how much waits in each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from ui.today.found import FoundDraft
from ui.today.reminders import Reminders
from ui.today.sessions import TodaySessions
from ui.today.weeks import MissingWeeks
from ui.widgets.combo import Choice
from ui.widgets.feedback import EmptyState
from ui.widgets.segmented import SegmentedControl


class Parts(SegmentedControl):
    """One part at a time; what waits is counted beside its name, so that it is seen while the
    form has all the room. *Träffar* is offered to who has any.

    ``waiting`` carries how many reminders there are in all, a form that was left included.
    """

    waiting = Signal(int)

    def __init__(
        self, sessions: TodaySessions, reminders: Reminders, weeks: MissingWeeks, found: FoundDraft
    ) -> None:
        text = QCoreApplication.translate("Parts", "Del av sidan")
        super().__init__(text, (), name="today_part_seg")
        self._sessions, self._reminders, self._weeks = sessions, reminders, weeks
        self._found = found
        self.empty = EmptyState("circle-check", name="today_waits_empty")
        self.empty.say(self.tr("Inget väntar på dig."), "")
        self.empty.hide()
        for panel in (sessions, reminders, weeks, found):
            panel.counted.connect(self.count)
        self.count()
        self.set_value("log")

    def count(self) -> None:
        """Offer the parts, and say how much waits in them."""
        waits = self._reminders.count + self._weeks.count
        self.waiting.emit(waits + self._sessions.late + self._found.count)
        counts = {"sessions": self._sessions.count, "waits": waits}
        self._offer()
        for segment in self.segments:
            count = counts.get(segment.key, 0)
            segment.count_text = str(count) if count else ""
            said = self.tr("{part}, {n} väntar") if count else "{part}"
            segment.setAccessibleName(said.format(part=segment.text(), n=count))
            segment.updateGeometry()
        self.updateGeometry()
        is_empty = self._reminders.isHidden() and self._weeks.isHidden()
        self.empty.setVisible(not self.isHidden() and self.value() == "waits" and is_empty)

    def _offer(self) -> None:
        choices = [
            Choice("log", self.tr("Snabblogg")),
            Choice("tally", self.tr("Pinna")),
            *([Choice("sessions", self.tr("Träffar"))] if self._sessions.has_any else []),
            Choice("waits", self.tr("Påminnelser")),
            Choice("saved", self.tr("Sparat i dag")),
        ]
        if [choice.key for choice in choices] == [segment.key for segment in self.segments]:
            return
        part = self.value()
        self.set_choices(choices)
        if self.value() is None and part is not None:
            self.set_value("log")
            self.changed.emit()
