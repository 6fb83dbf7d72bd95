"""Two who fill in the same session: nothing is overwritten unseen, both versions are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from familjecentral.groups.attendance import (
    CountOnly,
    EnterRatings,
    MarkSeats,
    count_only,
    enter_ratings,
    mark_seats,
)
from familjecentral.groups.model import Mark, Moment
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


def ratings(stage: Stage) -> tuple[int | None, set[str]]:
    """Return the forms handed out afterwards, and which questions have answers."""
    group = kept(stage, TORSDAG)
    with stage.window.shell.desk.store.unit_of_work() as uow:
        answered = {r.question for r in uow.groups.ratings(group.id)}
        return uow.groups.handed_out(group.id)[1], answered


BUNDLE = "5 5 4 3 5"


@pytest.mark.parametrize(
    ("button", "choice", "forms", "left"),
    [("save", "mine", 9, ("9", "")), ("save", "theirs", 7, ("7", "")),
     ("theirs", "mine", 7, ("7", BUNDLE)), ("leave", "mine", 7, ("9", BUNDLE))],
)  # fmt: skip
def test_a_number_of_forms_that_somebody_else_wrote_is_chosen(
    stage: Stage, button: str, choice: str, forms: int, left: tuple[str, str]
) -> None:
    """Two put in a bundle each with another number: both numbers are shown, and the answers that
    were typed are saved with the chosen one, or stay in the form."""
    page = stage.window.shell.page
    page.group.show_tab("ratings")
    group = kept(stage, TORSDAG).id
    first = {"confidence": (7, 8, 6, 9, 7)}
    colleague(stage, enter_ratings, EnterRatings(group, Moment.AFTER, first, 7, (None, None)))
    stage.type("group_ratings_handed_spn", "9")
    stage.type("group_ratings_benefit_edt", BUNDLE)
    page.group.ratings.save()
    stage.settle()
    dialog = stage.find("stale_dlg")
    assert {"Utdelade formulär", "9", "7"} <= texts(dialog)
    dialog.choices["handed_out"].set_value(choice)
    stage.find(f"stale_{button}_btn").click()
    stage.settle()
    saved = {"confidence", "benefit"} if button == "save" else {"confidence"}
    assert ratings(stage) == (forms, saved)
    fields = ("group_ratings_handed_spn", "group_ratings_benefit_edt")
    assert tuple(stage.find(name).text() for name in fields) == left
