"""Every control has a name for tests and one for people, on every page and in every size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QToolButton, QWidget

from tests.ui.stage import PEOPLE, Sample, Stage
from ui.widgets.naming import interactive

ROOMS = ("centre", "staff", "codes", "services", "passphrase", "look")
LOOKS = [(1440, 900, 100), (960, 600, 100), (1440, 900, 150), (1920, 1200, 200)]


def walk(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Go to every page and yield its name and the window."""
    shell = stage.window.shell
    for digit in "147258369":
        stage.key("Ctrl+1")
        stage.key(digit)
        yield f"today {digit}", stage.window
    shell.page.form.toggle_more()
    stage.settle()
    yield "today more", stage.window
    stage.keys("Ctrl+T", "b")
    yield "today tally", stage.window
    stage.key("Ctrl+2")
    yield "contacts", stage.window
    stage.key("Ctrl+H")
    for name, code in (("old", "phone"), ("new", "video")):
        combo = stage.find(f"correct_{name}_cmb")
        combo.set_value(code)
        combo.changed.emit()
        stage.settle()
    yield "contacts correct", stage.find("correct_dlg")
    stage.key("Esc")
    shell.page.show_kept_imports()
    stage.settle()
    yield "contacts imports", stage.find("imports_dlg")
    stage.key("Esc")
    stage.key("Ctrl+3")
    yield "support", stage.window
    stage.key("Ctrl+6")
    stage.settle()
    yield "stats", stage.window
    stage.key("Ctrl+7")
    stage.settle()
    yield "report", stage.window
    stage.key("Alt+T")
    stage.settle()
    register = stage.find("report_register_dlg")
    yield "report register", register
    register.before.click()
    stage.settle()
    yield "report outside", stage.find("outside_dlg")
    stage.find("outside_dlg").close()
    register.close()
    stage.key("Ctrl+8")
    for room in ROOMS:
        shell.open_room(room)
        stage.settle()
        if room == "codes":
            stage.find("settings_codes_label_edt").clear()
            stage.type("settings_codes_label_edt", "Fatimas sång")
        yield f"settings {room}", stage.window


def is_shown(widget: QWidget) -> bool:
    return widget.isVisible() and widget.width() > 0


def test_every_control_is_named(stage: Stage) -> None:
    """Object name (unique, plain ASCII), accessible name, and a tooltip where there is only an
    icon."""
    for place, window in walk(stage):
        shown = [widget for widget in interactive(window) if is_shown(widget)]
        assert len(shown) > 6 or window is not stage.window
        for widget in shown:
            name = widget.objectName()
            assert name, f"{place}: {widget} has no object name"
            assert name.isascii(), f"{place}: {name}"
            assert widget.accessibleName(), f"{place}: {name} has no accessible name"
            if isinstance(widget, QAbstractButton) and not widget.text():
                tip = widget.toolTip()
                assert widget.accessibleName() in tip, f"{place}: {name} has no tooltip"
        counted = Counter(widget.objectName() for widget in shown)
        twice = [name for name, count in counted.items() if count > 1]
        assert twice == [], f"{place}: {twice}"


def test_every_field_has_a_label(stage: Stage) -> None:
    """A visible label is the buddy of each line of text."""
    for place, window in walk(stage):
        buddies = {label.buddy() for label in window.findChildren(QLabel)}
        for edit in window.findChildren(QLineEdit):
            if not is_shown(edit) or edit.objectName() == "settings_search_edt":
                continue
            owners = {edit, edit.parentWidget()}
            assert owners & buddies, f"{place}: {edit.objectName()}"


@pytest.mark.parametrize(("width", "height", "text_size"), LOOKS)
def test_no_text_is_cut(
    make_stage: Callable[..., Stage], sample: Sample, width: int, height: int, text_size: int
) -> None:
    """Labels and buttons get the room that their text needs, and stay inside their parents."""
    stage = make_stage(sample, width=width, height=height, text_size=text_size)
    stage.log_in()
    for place, window in walk(stage):
        for label in window.findChildren(QLabel):
            if is_shown(label) and label.text() and type(label) is QLabel:
                check_label(label, place)
        for button in window.findChildren(QAbstractButton):
            if is_shown(button) and button.text() and type(button) is not QToolButton:
                need = button.minimumSizeHint().width()
                assert button.width() >= need - 1, f"{place}: {button.objectName()}"
                check_inside(button, place)


@pytest.mark.parametrize(("width", "height", "text_size"), LOOKS)
def test_the_page_of_a_tally_keeper_keeps_the_rules_too(
    make_stage: Callable[..., Stage], sample: Sample, width: int, height: int, text_size: int
) -> None:
    """Names, tooltips, and no text cut, on the one page that nobody else sees."""
    stage = make_stage(sample, width=width, height=height, text_size=text_size)
    stage.log_in(PEOPLE[-1])
    shown = [widget for widget in interactive(stage.window) if is_shown(widget)]
    assert len(shown) > 8
    for widget in shown:
        assert widget.objectName().isascii()
        assert widget.accessibleName()
        if isinstance(widget, QAbstractButton) and not widget.text():
            assert widget.accessibleName() in widget.toolTip()
    for label in stage.window.findChildren(QLabel):
        if is_shown(label) and label.text() and type(label) is QLabel:
            check_label(label, "keeper")


def check_label(label: QLabel, place: str) -> None:
    """A label in one line is as wide as its words; a wrapped one as tall."""
    words = f"{place}: {label.text()!r} in {label.objectName()}"
    if label.wordWrap():
        assert label.height() >= label.heightForWidth(label.width()) - 2, words
    else:
        shown = QTextDocumentFragment.fromHtml(label.text()).toPlainText()
        text = shown if label.textFormat() is Qt.TextFormat.RichText else label.text()
        need = QFontMetricsF(label.font()).horizontalAdvance(text)
        assert label.width() >= need - 1, words
    check_inside(label, place)


def check_inside(widget: QWidget, place: str) -> None:
    """What a parent cuts off at its side cannot be read; below one can scroll."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        corner = widget.mapTo(parent, widget.rect().topLeft())
        inside = QRect(corner, widget.size())
        assert inside.right() <= parent.width() + 1, f"{place}: {widget.objectName()} right"
        assert inside.left() >= -1, f"{place}: {widget.objectName()} left"
        parent = parent.parentWidget()
