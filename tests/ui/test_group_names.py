"""The pages of a coordinator keep the rules of names and of text that is never cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QToolButton, QWidget

from tests.ui.grouping import LEILA, make_groups
from tests.ui.stage import Sample, Stage
from tests.ui.test_names import check_label, is_shown
from ui.widgets.naming import interactive

LOOKS = [(1440, 900, 100), (960, 600, 100), (1440, 900, 150)]
UNLABELLED = {"settings_search_edt", "groups_search_edt"}


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with the groups of a term."""
    return make_groups(tmp_path_factory.mktemp("namn"))


def walk(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Go to every page and dialog of a coordinator and yield its name and its window."""
    yield "today", stage.window
    stage.key("Ctrl+4")
    yield "groups", stage.window
    stage.keys("Ctrl+N", "i")
    yield "new group", stage.find("new_group_dlg")
    stage.key("Esc")
    stage.key("Return", "groups_list_tbl")
    view = stage.window.shell.page.group
    for tab in ("overview", "sessions", "attendance", "queue", "ratings"):
        view.show_tab(tab)
        stage.settle()
        yield f"group {tab}", stage.window
    page = stage.window.shell.page
    for act in (page.group_paper.attendance, page.group_paper.poster, page.group_paper.calendars):
        act()
        stage.settle()
        yield f"paper {act.__name__}", page.group_paper.dialog
        stage.key("Esc")
    page.back()
    stage.settle()
    for act in (page.paper.programme, page.paper.room, page.paper.calendars):
        act()
        stage.settle()
        yield f"paper {act.__name__}", page.paper.dialog
        stage.key("Esc")
    for room in ("places", "leaders", "programmes", "days"):
        stage.window.shell.open_room(room)
        stage.settle()
        yield f"settings {room}", stage.window


@pytest.mark.parametrize(("width", "height", "text_size"), LOOKS)
def test_controls_are_named_and_no_text_is_cut(
    make_stage: Callable[..., Stage], grouped: Sample, width: int, height: int, text_size: int
) -> None:
    """Object names are unique, each field has a label, labels and buttons hold their words."""
    stage = make_stage(grouped, width=width, height=height, text_size=text_size)
    stage.log_in(LEILA)
    for place, window in walk(stage):
        shown = [widget for widget in interactive(window) if is_shown(widget)]
        buddies = {label.buddy() for label in window.findChildren(QLabel)}
        for widget in shown:
            name = widget.objectName()
            assert name, f"{place}: {widget}"
            assert name.isascii(), f"{place}: {name}"
            assert widget.accessibleName(), f"{place}: {name}"
            if isinstance(widget, QLineEdit) and name not in UNLABELLED:
                assert {widget, widget.parentWidget()} & buddies, f"{place}: {name}"
            worded = isinstance(widget, QAbstractButton) and widget.text()
            if worded and not isinstance(widget, QToolButton):
                need = widget.minimumSizeHint().width()
                assert widget.width() >= need - 1, f"{place}: {name}"
        counted = Counter(widget.objectName() for widget in shown)
        assert [name for name, n in counted.items() if n > 1] == [], place
        for label in window.findChildren(QLabel):
            if is_shown(label) and label.text() and type(label) is QLabel:
                check_label(label, place)
