"""A term by keys alone: twelve groups laid up and planned, clashes solved, a leader ill, saved.

Every press is counted. Under Linux the same walk is done a second time on a real X display.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from familjecentral.groups.furnishing import SaveHours, SaveLocalDay, save_hours, save_local_day
from familjecentral.groups.house import DayType, Hours, LocalDay, LocalDayId
from familjecentral.groups.model import Group
from familjecentral.groups.problem import Span
from tests.factories import PASSPHRASE, FixedClock, SeededIds, uuid_of
from tests.groups_factory import QUIET, Office
from tests.ui import calendar_house
from tests.ui.grouping import LEILA, TERM, furnish
from tests.ui.stage import HOUSE, Sample, Stage, make_gate, make_sample
from tests.walks.display import run_on_x
from tests.walks.term_check import CLOSES, OPENS, faults

AUGUST = dt.date(2026, 8, 20)
AUTUMN_BREAK = (dt.date(2026, 10, 26), dt.date(2026, 10, 30))
MOST_PRESSES = 150
KINDS = (  # letters that find the programme, how many alike
    (("i",), 3),
    (("a", "b", "c"), 2),
    (("f",), 2),
    (("t",), 2),
    (("b", "a", "r", "n", "f"), 1),
    (("b", "i"), 2),
)


def empty_house(folder: Path) -> Sample:
    """Make a store with rooms, leaders, hours and the autumn break, and no group at all."""
    sample = make_sample(folder, random.Random(5), rows=0)
    clock = FixedClock(AUGUST)
    store = make_gate(clock).open(sample.path, LEILA.login_name, PASSPHRASE)
    office = Office(store, clock, SeededIds(11))
    furnish(office)
    open_hours = Span(weekdays=frozenset({1, 2, 3, 4, 5}), start=OPENS, end=CLOSES)
    office.run(save_hours, SaveHours(Hours(HOUSE.id, 0, (open_hours,))))
    days = LocalDay(
        LocalDayId(uuid_of(7001)), *AUTUMN_BREAK, DayType.SCHOOL_BREAK, "Höstlov", source="Exempel"
    )
    office.run(save_local_day, SaveLocalDay(days), guard=QUIET)
    store.close()
    return sample


class Walk:
    """A coordinator who only has a keyboard."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.presses = 0

    def keys(self, *presses: str) -> None:
        self.presses += self.stage.keys(*presses)

    @property
    def shell(self) -> Any:
        shell = self.stage.window.shell
        assert shell is not None
        return shell

    def lay_up(self, letters: tuple[str, ...], many: int) -> None:
        self.keys("Ctrl+N", *letters, "Tab", str(many), "Return")

    def take_a_plan_of(self, groups: int) -> None:
        """Enter starts the search; once all groups have their place, Enter takes that plan, and
        Enter again puts it into the term as a draft."""
        dialog = self.stage.find("proposal_dlg")
        whole = f"{groups} av {groups} grupper"
        loop, limit = QEventLoop(), QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(90_000)
        dialog.told.connect(lambda text: whole in text and loop.quit())
        self.presses += 1
        QTest.keyClick(self.stage.focus(), Qt.Key.Key_Return)
        loop.exec()
        if not dialog.summary.text():
            self.keys("Return")
        assert whole in dialog.summary.text(), dialog.summary.text()
        self.keys("Return")

    def groups(self) -> list[Group]:
        with self.shell.desk.store.unit_of_work() as uow:
            return sorted(uow.groups.in_term(TERM), key=lambda group: group.title)

    def book_over(self, number: int, group: Group) -> None:
        """Somebody else in the house takes the room of a session."""
        session = group.course[1]
        office = calendar_house.Office(
            self.shell.desk.store, FixedClock(AUGUST), SeededIds(50 + number)
        )
        office.book(number, session.day, session.start, 60, "BVC, föräldramöte", room=session.room)

    def faults(self) -> list[str]:
        """What is wrong and not accepted, by the test's own judgement of what is stored."""
        with self.shell.desk.store.unit_of_work() as uow:
            rooms = {one.id: one for one in uow.house.rooms()}
            leaders = {one.id: one for one in uow.house.leaders()}
            bookings = list(uow.house.bookings(AUGUST, dt.date(2027, 2, 1)))
        found = faults(self.groups(), rooms, leaders, bookings, [AUTUMN_BREAK])
        return [f"{f.session.day} {f.word}" for f in found if not f.is_accepted]


def test_a_term_from_nothing_takes_at_most_150_keys(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    """Twelve groups laid up, planned, two clashes solved, one leader ill, planned again, saved."""
    stage = make_stage(empty_house(tmp_path))
    stage.clock.day = AUGUST
    stage.log_in(LEILA)
    walk = Walk(stage)
    walk.keys("Ctrl+4")
    for letters, many in KINDS:
        walk.lay_up(letters, many)
    laid = walk.groups()
    assert (len(laid), sum(len(group.sessions) for group in laid)) == (12, 0)

    walk.keys("Ctrl+5", "Ctrl+Shift+P")
    walk.take_a_plan_of(12)
    assert not any(group.sessions for group in walk.groups()), "a plan is a draft until it is saved"
    walk.keys("Ctrl+S")
    assert walk.faults() == []

    first, second = walk.groups()[0], walk.groups()[6]
    for number, group in enumerate((first, second)):
        walk.book_over(number, group)
    assert len(walk.faults()) == 2
    walk.keys("Ctrl+4", "Ctrl+5", "F8")
    assert "Lokalen upptagen" in walk.shell.page.grid.chosen().clash
    walk.keys("f", "Ctrl+Return", "F8", "a", "Down", "Ctrl+Return", "Ctrl+S")
    assert walk.faults() == []
    reasons = [a.reason for group in walk.groups() for s in group.sessions for a in s.accepted]
    assert reasons == ["agreed"]

    session = walk.groups()[3].course[2]
    with walk.shell.desk.store.unit_of_work() as uow:
        ill = next(one for one in uow.house.leaders() if one.id == session.leaders[0])
    day = f"{session.day.day}/{session.day.month}"
    walk.keys("Ctrl+B", *ill.first_name.lower()[:2], "Tab", *day, "Tab", *day, "Return")
    touched = len(walk.faults())
    assert touched
    walk.take_a_plan_of(len(stage.find("proposal_dlg").groups.values()))
    walk.keys("Ctrl+S")
    assert walk.faults() == []
    assert len(walk.groups()) == 12
    assert [a.reason for g in walk.groups() for s in g.sessions for a in s.accepted] == reasons
    assert walk.presses <= MOST_PRESSES


if sys.platform == "linux":

    def test_the_term_on_a_real_display() -> None:
        """The same keys, with windows that an X server draws and gives the focus to."""
        run_on_x(f"{__file__}::test_a_term_from_nothing_takes_at_most_150_keys")
