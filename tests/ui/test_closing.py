"""After a group is closed nothing in the window's memory holds an alias or a square."""

from __future__ import annotations

import gc
from collections.abc import Callable
from itertools import product
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QTableView

from familjecentral.groups.model import GroupStatus, Waiting
from familjecentral.groups.reading import GroupPage, read_group
from familjecentral.groups.steps import State
from tests.ui.grouping import LEILA, TERM, make_groups
from tests.ui.stage import Stage

TITLE = "ABC 0–2 år"


def stored(stage: Stage) -> Any:
    """Return everything that is kept of the group."""
    with stage.window.shell.desk.store.unit_of_work() as uow:
        group = next(g for g in uow.groups.in_term(TERM) if g.title == TITLE)
        return read_group(group.id, uow, stage.clock)


def live(kind: type) -> list[Any]:
    """Return every object of a kind that is still held somewhere."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, kind)]


def on_screen(stage: Stage) -> str:
    """Return all text of labels and tables, hidden pages too."""
    texts = [label.text() for label in stage.window.findChildren(QLabel)]
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    for table in stage.window.findChildren(QTableView):
        model = table.model()
        for row, column in product(range(model.rowCount()), range(model.columnCount())):
            index = model.index(row, column)
            texts.extend(str(index.data(role) or "") for role in roles)
    return "\n".join(texts)


def move_the_last_session_in_the_draft(stage: Stage) -> None:
    """Leave a draft of the group in the calendar."""
    page = stage.window.shell.page
    stage.key("Alt+Right")
    assert page.grid.choose(stored(stage).group.course[-1].id)
    stage.key("Ctrl+Right", "calendar_grid")
    assert page.draft_bar.text()


def cancel_what_is_left(stage: Stage, page: Any) -> None:
    """Cancel the session still to come."""
    page.group.show_tab("sessions")
    stage.find("group_sessions_tbl").choose_row(3)
    stage.find("group_session_btn_cancel").click()
    stage.find("cancel_session_act_btn").click()
    stage.settle()
    page.group.show_tab("attendance")


def test_undo_and_drafts_forget_what_the_close_destroys(
    make_stage: Callable[..., Stage], tmp_path: Any
) -> None:
    """Steps done and steps undone, a draft of the calendar, the tabs: all hold squares and birds
    before, and none does after."""
    stage = make_stage(make_groups(tmp_path))
    stage.log_in(LEILA)
    stage.key("Ctrl+5")
    move_the_last_session_in_the_draft(stage)
    stage.key("Ctrl+4")
    page = stage.window.shell.page
    place = next(n for n, one in enumerate(page.model.rows) if one.group.title == TITLE)
    page.table.choose_row(place)
    stage.key("Return", "groups_list_tbl")
    page.group.show_tab("attendance")
    stage.keys("Left", "n", "a")
    page.group.show_tab("queue")
    stage.keys(*["Ctrl+N"] * 4, "Ctrl+Z")
    before = stored(stage)
    aliases = [one.alias for one in before.queue]
    assert aliases
    assert before.grid
    assert all(alias in on_screen(stage) for alias in aliases)
    undo = stage.window.shell.desk.group_undo
    assert (undo.can_undo, undo.can_redo) == (True, True)
    assert live(Waiting)

    stage.find("group_waiting_tbl").copy_rows()
    assert aliases[0] in QGuiApplication.clipboard().text()
    cancel_what_is_left(stage, page)
    stage.find("group_attendance_btn_close").click()
    stage.find("close_group_act_btn").click()
    stage.settle()
    after = stored(stage)
    assert after.group.status is GroupStatus.COMPLETED
    assert not after.queue and not after.grid  # noqa: PT018 - one statement about what is kept
    del before, after
    group_id = page.group.presenter.page.group.id
    assert not [one for one in live(State) if one.touches(group_id)]
    assert not live(Waiting)
    assert not [p for p in live(GroupPage) if p.group.id == group_id and (p.grid or p.queue)]
    assert not [alias for alias in aliases if alias in on_screen(stage)]
    assert QGuiApplication.clipboard().text() == "", "the aliases that were copied go too"
    stage.keys("Ctrl+Z", "Ctrl+Y")
    assert stored(stage).group.status is GroupStatus.COMPLETED
    assert not live(Waiting)
