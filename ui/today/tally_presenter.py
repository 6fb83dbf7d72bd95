"""The flow of the tally pad. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from familjecentral.calendar.days import is_working_day
from familjecentral.changes import Kind
from familjecentral.contacts.model import ORDINARY_DAY, Counter, HalfDay, Tally, TallyKey
from familjecentral.contacts.tally import PadStart, Tick, Ticked, read_pad, tick
from familjecentral.contacts.undo import CONTACTS_CHANGED, Undone
from familjecentral.errors import FamiljecentralError, InvalidInput
from resources.tally import occasions

if TYPE_CHECKING:
    from familjecentral.gate import UnitOfWork
    from ui.desk import Desk

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the pad counts just now: an activity, a half of the day, an occasion."""

    open_group: str
    half_day: HalfDay
    occasion: str = ORDINARY_DAY

    @property
    def key(self) -> str:
        """Its key in the list."""
        return f"{self.open_group}-{self.half_day.value}-{self.occasion}"


class PadView(Protocol):
    """What the flow needs of the pad."""

    def show_choices(self, start: PadStart, offered: tuple[Counted, ...], chosen: Counted) -> None:
        """Show what can be counted today."""

    def show_tally(self, tally: Tally) -> None:
        """Show the numbers."""

    def show_ticked(self, tally: Tally, counter: Counter, by: int) -> None:
        """Show the numbers, say which moved."""

    def show_failed(self, error: FamiljecentralError) -> None:
        """Say that the tick is not saved."""


def offered_today(start: PadStart) -> Iterator[Counted]:
    """Yield what can be counted: the yearly counts of the day first, then every activity."""
    for occasion in occasions():
        day = occasion.day_in(start.today.year)
        while not is_working_day(day):
            day += _DAY
        if day == start.today and start.codes.has("tally_occasion", occasion.key):
            for half_day in HalfDay:
                yield Counted(occasion.open_group, half_day, occasion.key)
    for code in start.codes.choices("open_group", start.today):
        for half_day in HalfDay:
            yield Counted(code.key, half_day)


class TallyPresenter:
    """Holds the day's records and what is counted."""

    def __init__(self, view: PadView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._start: PadStart | None = None
        self._tallies: dict[TallyKey, Tally] = {}
        self._chosen: Counted | None = None
        self._by_hand = False

    def load(self, *, morning: bool) -> None:
        """Read the day's records; ``morning`` proposes the half of the day."""
        desk = self._desk

        def done(start: PadStart) -> None:
            self._on_loaded(start, morning)

        desk.ask(lambda uow: read_pad(uow, desk.clock), done)

    def _on_loaded(self, start: PadStart, morning: bool) -> None:
        if self._start is None or self._start.today != start.today:
            self._by_hand = False
        self._start = start
        self._tallies = {tally.key: tally for tally in start.tallies}
        offered = tuple(offered_today(start))
        half = HalfDay.MORNING if morning else HalfDay.AFTERNOON
        if not offered:
            return
        if not self._by_hand or self._chosen not in offered:
            self._chosen = next(found for found in offered if found.half_day is half)
        assert self._chosen is not None
        self._view.show_choices(start, offered, self._chosen)
        self._view.show_tally(self._tally())

    def choose(self, chosen: Counted) -> None:
        """Count something else."""
        self._chosen = chosen
        self._by_hand = True
        self._view.show_tally(self._tally())

    def _key(self) -> TallyKey:
        assert self._start is not None
        assert self._chosen is not None
        chosen = self._chosen
        return TallyKey(
            self._start.centre_id,
            chosen.open_group,
            self._desk.clock.today(),
            chosen.half_day,
            chosen.occasion,
        )

    def _tally(self) -> Tally:
        key = self._key()
        return self._tallies.get(key, Tally(key))

    def tick(self, counter: Counter, by: int) -> None:
        """Save one tick; ticks are saved in the order in which they come."""
        if self._start is None or self._chosen is None:
            return
        desk, command = self._desk, Tick(self._key(), counter, by)

        def work(uow: UnitOfWork) -> Ticked:
            ticked = tick(command, uow, desk.clock, desk.ids)
            desk.undo.push(ticked.step)
            return ticked

        desk.ask(work, self._on_ticked, self._on_failed)

    def _on_ticked(self, ticked: Ticked) -> None:
        self._take(ticked.tally, ticked.step.counter, ticked.step.by)
        self._desk.voice.counted()
        if Kind.CONTACTS in ticked.changes.kinds:
            self._desk.tell(CONTACTS_CHANGED)

    def _on_failed(self, error: FamiljecentralError) -> None:
        # Shift and a letter held at 0: the number already says it.
        if not isinstance(error, InvalidInput):
            self._view.show_failed(error)

    def _take(self, tally: Tally, counter: Counter, by: int) -> None:
        self._tallies[tally.key] = tally
        if tally.key == self._key():
            self._view.show_ticked(tally, counter, by)

    def take_back(self) -> None:
        """Take the newest tick back."""
        self._desk.voice.undo_tick()

    def undone(self, undone: Undone) -> None:
        """Hear that a step was taken back or done again."""
        if undone.tally is not None and self._start is not None:
            self._tallies[undone.tally.key] = undone.tally
            if undone.tally.key == self._key():
                self._view.show_tally(undone.tally)
