"""The walker finds what it is meant to find, on real widgets."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSpinBox, QTableView, QVBoxLayout
from PySide6.QtWidgets import QWidget as Page
from pytestqt.qtbot import QtBot

from tests.rules.walker import faults, interactive


def page_with(qtbot: QtBot, *children: Page) -> Page:
    page = Page()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for child in children:
        layout.addWidget(child)
    return page


def named(widget: Page, name: str, spoken: str) -> Page:
    widget.setObjectName(name)
    widget.setAccessibleName(spoken)
    return widget


def test_a_named_page_has_no_faults(qtbot: QtBot) -> None:
    """Named widgets, with the parts that Qt itself puts in, pass."""
    combo = QComboBox()
    combo.setEditable(True)
    page = page_with(
        qtbot,
        named(QLineEdit(), "today_name", "Namn"),
        named(combo, "today_form", "Kontaktform"),
        named(QSpinBox(), "today_children", "Barn"),
        named(QTableView(), "today_rows", "Kontakter"),
    )
    assert faults(page) == []
    assert len(list(interactive(page))) == 4


def test_a_widget_without_object_name_is_found(qtbot: QtBot) -> None:
    """A test could not find it without going by its text or its place."""
    button = QPushButton("Spara")
    assert faults(page_with(qtbot, button)) == ["QPushButton below the top has no object name"]


def test_a_widget_without_spoken_name_is_found(qtbot: QtBot) -> None:
    """A field that a screen reader calls only 'edit' is of no use."""
    field = named(QLineEdit(), "today_name", " ")
    assert faults(page_with(qtbot, field)) == ["QLineEdit today_name has no accessible name"]


def test_two_widgets_of_one_name_are_found(qtbot: QtBot) -> None:
    """A name that two widgets carry finds one of them by chance."""
    page = page_with(qtbot, *(named(QPushButton("x"), "today_save", "Spara") for _ in range(2)))
    assert faults(page) == ["today_save is the name of two widgets"]
