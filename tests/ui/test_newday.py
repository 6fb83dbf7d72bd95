"""A store that stays open over days is weeded on the day, not at the next start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from familjecentral.groups.model import Group
from tests.factories import PASSPHRASE
from tests.ui.grouping import LEILA, TERM, make_groups
from tests.ui.stage import Sample, Stage
from ui.newday import NewDay

LAST_DAY = dt.date(2026, 12, 3)  # four weeks after the last session, on which all is still there


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a store with the groups of a term."""
    return make_groups(tmp_path_factory.mktemp("dag"))


def group(stage: Stage) -> Group:
    with stage.window.shell.desk.store.unit_of_work() as uow:
        return next(g for g in uow.groups.in_term(TERM) if g.title.endswith("torsdag"))


def kept(stage: Stage) -> tuple[int, int]:
    """Return how many marks and aliases there are."""
    found = group(stage)
    with stage.window.shell.desk.store.unit_of_work() as uow:
        return len(uow.groups.grid(found.id)), len(uow.groups.queue(found.id))


def lock_over(stage: Stage, day: dt.date) -> None:
    """Lock, come back on another day, unlock."""
    stage.key("Ctrl+L")
    stage.clock.day = day
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    stage.settle()


def test_what_is_due_goes_when_the_screen_is_unlocked_on_another_day(
    make_stage: Callable[..., Stage], house: Sample
) -> None:
    """On the last day grid and queue are there; on the next both are gone, and the page that was
    open says so."""
    stage = make_stage(house)
    stage.log_in(LEILA)
    stage.key("Ctrl+4")
    page = stage.window.shell.page
    page.receive((group(stage).id, "attendance"))
    stage.settle()
    assert all(kept(stage))
    lock_over(stage, LAST_DAY)
    assert all(kept(stage))
    lock_over(stage, LAST_DAY + dt.timedelta(days=1))
    assert kept(stage) == (0, 0)
    assert group(stage).outcome is not None
    assert page.group.shown.closed_on == stage.clock.today()
    empty = stage.find("group_attendance_empty")
    assert "Rutnätet är gallrat 2026-12-04." in [part.text() for part in empty.findChildren(QLabel)]


def test_what_is_due_goes_while_somebody_works_or_the_screen_is_locked(
    make_stage: Callable[..., Stage], house: Sample
) -> None:
    """The minute does it: nobody has to open, lock or unlock anything."""
    stage = make_stage(house)
    stage.log_in(LEILA)
    stage.key("Ctrl+L")
    stage.clock.day = LAST_DAY + dt.timedelta(days=1)
    watch = stage.window.shell.findChild(NewDay)
    watch._timer.timeout.emit()
    stage.settle()
    assert kept(stage) == (0, 0)
    assert not stage.window.shell.desk.group_undo.can_undo
