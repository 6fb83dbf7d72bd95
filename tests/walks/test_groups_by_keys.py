"""Groups, calendar and their settings by keys alone: whatever is shown can be reached by Tab or by
a key, Tab comes round, and after every act the focus is where the work goes on.

Under Linux the same walk is done a second time on a real X display.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import Stage
from tests.walks.display import run_on_x
from ui.widgets.naming import interactive

MOST_STOPS = 60
BY_OTHER_KEYS = ("_minus", "_plus", "_btn_calendar")  # ↑ ↓ in the number, ↓ in the date
ROVING = Qt.FocusPolicy.ClickFocus  # arrows move within such a row of choices


def stops(stage: Stage) -> list[QWidget]:
    """Press Tab until it comes round; return where it stood, the first place first."""
    start = here = stage.focus()
    found: list[QWidget] = []
    while len(found) < MOST_STOPS:
        found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = stage.focus()
        if here is start:
            return found
        assert here not in found, f"Tab goes in a circle at {here.objectName()}"
    raise AssertionError(f"Tab never comes back to {start.objectName()}")


def check_tabs(stage: Stage, place: str) -> list[str]:
    """All that is shown and on can be reached; return the names of the stops in order."""
    window = QApplication.activeModalWidget() or stage.window
    found = stops(stage)
    for stop in found:
        assert stop.isVisible(), f"{place}: the focus is on {stop.objectName()}, which is hidden"
        assert window.isAncestorOf(stop), f"{place}: {stop.objectName()} lies behind the dialog"
        assert stop.accessibleName(), f"{place}: {stop.objectName()} has no accessible name"
    rows = {stop.parentWidget() for stop in found}
    for one in interactive(window):
        shown = one.isVisible() and one.isEnabled() and one not in found
        if not shown or isinstance(one, QHeaderView) or "_token_" in one.objectName():
            continue
        in_row = one.focusPolicy() == ROVING and one.parentWidget() in rows
        assert in_row or one.objectName().endswith(BY_OTHER_KEYS), f"{place}: {one.objectName()}"
    return [stop.objectName() for stop in found]


def tab_to(stage: Stage, name: str) -> None:
    for _ in range(MOST_STOPS):
        if stage.focus().objectName() == name:
            return
        stage.key("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def act_on(stage: Stage, name: str, then: str) -> None:
    """Go to a button by Tab, press it, and be where the work goes on."""
    tab_to(stage, name)
    stage.key("Return")
    assert stage.focus().objectName() == then, name


def panels(stage: Stage, *names: str) -> None:
    """F6 goes through the panels and comes round."""
    found = []
    for _ in names:
        stage.key("F6")
        found.append(stage.focus().objectName())
    assert found == list(names)


def dialog(stage: Stage, place: str, back: str, *presses: str) -> None:
    """Open a dialog by keys, go through it, leave by Esc, be where one was."""
    stage.keys(*presses)
    assert QApplication.activeModalWidget() is not None, place
    check_tabs(stage, place)
    stage.key("Esc")
    assert QApplication.activeModalWidget() is None, place
    assert stage.focus().objectName() == back, place


def walk_list(stage: Stage) -> None:
    stage.key("Ctrl+4")
    check_tabs(stage, "list")
    dialog(stage, "new group", "groups_list_tbl", "Ctrl+N")
    dialog(stage, "calendar files", "groups_list_tbl", "Ctrl+E")
    stage.keys("F1", "F1")
    assert stage.focus().objectName() == "groups_list_tbl"


def walk_group(stage: Stage) -> None:
    """A group that has not begun, with a full course and a queue."""
    page = stage.window.shell.page
    titles = [one.group.title for one in page.model.rows]
    stage.keys("Home", *["Down"] * titles.index("ABC 3–12 år"), "Return")
    names = check_tabs(stage, "overview")
    assert names.index("group_level_cmb") < names.index("group_overview_save_btn")
    panels(
        stage, "group_next_btn_fill", "shell_session_btn", "shell_nav", "group_tab_seg_overview",
        "group_title_edt",
    )  # fmt: skip
    tab_to(stage, "group_relation_other_cmb")
    stage.key("Down")
    act_on(stage, "group_relation_add_btn", "group_relation_add_btn")
    act_on(stage, "group_relation_btn_remove_0", "group_relation_kind_cmb")
    dialog(stage, "attendance sheet", "group_relation_kind_cmb", "Ctrl+P")
    stage.key("Ctrl+Tab")
    check_tabs(stage, "sessions")
    dialog(stage, "series", "group_sessions_tbl", "Ctrl+J")
    dialog(stage, "move", "group_sessions_tbl", "End", "Return")
    stage.keys("Home", "Del", "Tab", "Return")
    assert stage.focus().objectName() == "group_sessions_tbl"
    act_on(stage, "group_session_btn_restore", "group_sessions_tbl")
    stage.key("Ctrl+Tab")
    check_tabs(stage, "attendance")
    stage.key("Ctrl+Tab")
    check_tabs(stage, "queue")
    tab_to(stage, "group_registered_tbl")
    stage.key("Del")
    tab_to(stage, "group_offer_btn_ask")
    stage.key("Return")
    act_on(stage, "group_waiting_btn_yes", "group_waiting_tbl")
    stage.key("Ctrl+Tab")
    names = check_tabs(stage, "ratings")
    first, save = "group_ratings_confidence_edt", "group_ratings_save_btn"
    assert names.index(first) < names.index(save)
    stage.key("Ctrl+Tab")
    act_on(stage, "group_state_btn_confirmed", "group_state_btn_cancel")
    dialog(stage, "cancel the group", "group_state_btn_cancel", "Return")
    stage.key("Esc")
    assert stage.focus().objectName() == "groups_list_tbl"


def walk_settings(stage: Stage) -> None:
    stage.key("Ctrl+8")
    for room, field in (
        ("places", "name_edt"), ("leaders", "name_edt"), ("interpreters", "name_edt"),
        ("days", "name_edt"), ("programmes", "name_edt"),
    ):  # fmt: skip
        stage.window.shell.open_room(room)
        stage.settle()
        base = f"settings_{room}"
        stage.window.shell.page.rooms.setFocus()
        names = check_tabs(stage, room)
        order = (f"{base}_tbl", f"{base}_{field}", f"{base}_form_save_btn")
        assert sorted(order, key=names.index) == list(order), room
        if room != "programmes":  # those come from the catalogue
            stage.key("Ctrl+N")
            assert stage.focus().objectName() == f"{base}_{field}"
    stage.window.shell.page.rooms.setFocus()
    panels(stage, "settings_programmes_tbl", "shell_session_btn", "shell_nav")


def walk_calendar(stage: Stage) -> None:
    stage.key("Ctrl+5")
    panels(
        stage, "shell_session_btn", "shell_nav", "calendar_span_seg_week", "calendar_grid"
    )  # neither clashes nor a draft: those panels are not there
    check_tabs(stage, "week")
    dialog(stage, "absence", "calendar_grid", "Ctrl+B")
    dialog(stage, "proposal", "calendar_grid", "Ctrl+Shift+P")
    stage.keys("Ctrl+J", "Tab", *"Husmöte", "Return")
    grid = stage.window.shell.page.grid
    assert stage.focus() is grid
    assert grid.chosen().title == "Husmöte"
    panels(
        stage, "calendar_save_btn", "shell_session_btn", "shell_nav", "calendar_span_seg_week",
        "calendar_grid",
    )  # fmt: skip
    names = check_tabs(stage, "week with a draft")
    assert names.index("calendar_discard_btn") < names.index("calendar_save_btn")
    dialog(stage, "booking", "calendar_grid", "Return")
    stage.key("Del")
    assert stage.focus() is grid
    tab_to(stage, "calendar_span_seg_week")
    stage.key("Right")
    check_tabs(stage, "term")


def test_everything_about_groups_is_reached_by_keys(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    """List, a group's tabs, dialogs, settings, calendar: no trap, no lost focus, no dead end."""
    stage = make_stage(make_groups(tmp_path))
    stage.log_in(LEILA)
    walk_list(stage)
    walk_group(stage)
    walk_settings(stage)
    walk_calendar(stage)


if sys.platform == "linux":

    def test_the_keys_on_a_real_display() -> None:
        """The same keys, with windows that an X server draws and gives the focus to."""
        run_on_x(f"{__file__}::test_everything_about_groups_is_reached_by_keys")
