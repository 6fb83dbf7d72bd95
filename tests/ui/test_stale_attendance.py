"""Two who fill in the same session: nothing is overwritten unseen, both versions are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from familjecentral.groups.attendance import CountOnly, MarkSeats, count_only, mark_seats
from familjecentral.groups.model import Mark
from familjecentral.groups.steps import GroupUndo
from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import Sample, Stage
from tests.ui.test_groups import TORSDAG, kept, open_group


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with groups."""
    return make_groups(tmp_path_factory.mktemp("samtidigt"))


@pytest.fixture
def stage(make_stage: Callable[..., Stage], sample: Sample) -> Stage:
    """Return the coordinator's window with a group's attendance open."""
    found = make_stage(sample)
    found.log_in(LEILA)
    found.key("Ctrl+4")
    open_group(found, TORSDAG, "attendance")
    found.settle()
    return found


def colleague(stage: Stage, use_case: Any, command: Any, *rest: Any) -> None:
    """Save something as somebody else would, unseen by this window."""
    desk = stage.window.shell.desk
    with desk.store.unit_of_work() as uow:
        use_case(command, uow, desk.clock, desk.ids, *rest)


def squares(stage: Stage) -> dict[int, Mark]:
    """Return the marks of today's session."""
    group = kept(stage, TORSDAG)
    with stage.window.shell.desk.store.unit_of_work() as uow:
        grid = uow.groups.grid(group.id)
    return {seat: mark for (seat, where), mark in grid.items() if where == group.course[3].id}


def texts(dialog: Any) -> set[str]:
    """Return what a dialog says."""
    return {label.text() for label in dialog.findChildren(QLabel)}


@pytest.mark.parametrize("mine", [True, False])
def test_a_square_that_somebody_else_filled_is_chosen(stage: Stage, mine: bool) -> None:
    """Her mark and the saved one stand side by side; only what is chosen is saved."""
    session = kept(stage, TORSDAG).course[3].id
    colleague(stage, mark_seats, MarkSeats(session, {1: Mark.PRESENT}, {}))
    page = stage.window.shell.page
    page.group.presenter.mark(session, {1: Mark.ABSENT, 2: Mark.PRESENT}, {1: None, 2: None})
    stage.settle()
    assert squares(stage) == {1: Mark.PRESENT}
    dialog = stage.find("stale_dlg")
    assert {"Plats 1", "närvarande", "oanmäld frånvaro"} <= {t.lower() if t != "Plats 1" else t
                                                            for t in texts(dialog)}  # fmt: skip
    stage.find("stale_save_btn" if mine else "stale_theirs_btn").click()
    stage.settle()
    now = squares(stage)
    assert now == ({1: Mark.ABSENT, 2: Mark.PRESENT} if mine else {1: Mark.PRESENT})


@pytest.mark.parametrize("mine", [True, False])
def test_a_number_that_somebody_else_wrote_is_chosen(stage: Stage, mine: bool) -> None:
    """A number only: the one in the dialog and the one that was saved meanwhile."""
    session = kept(stage, TORSDAG).course[3]
    colleague(stage, count_only, CountOnly(session.id, 6, 8), GroupUndo())
    page = stage.window.shell.page
    page.group.presenter.count(session.id, 7, 8, (None, None))
    stage.settle()
    dialog = stage.find("stale_dlg")
    assert {"Närvarande", "7", "6"} <= texts(dialog)
    assert "Av förväntade" not in texts(dialog)
    stage.find("stale_save_btn" if mine else "stale_theirs_btn").click()
    stage.settle()
    now = kept(stage, TORSDAG).course[3]
    assert (now.present, now.expected) == ((7 if mine else 6), 8)
