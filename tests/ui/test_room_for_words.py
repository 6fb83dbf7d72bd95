"""Dialogs, fields and tables give their words the room they need, and no more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from ui.report.dialogs import Question
from ui.statistics.build import RowList
from ui.widgets.combo import Choice
from ui.widgets.form import Field
from ui.widgets.multi import MultiChoice, Token
from ui.widgets.printers import name_fields


@pytest.fixture
def window(qapp: object) -> Iterator[QWidget]:
    del qapp
    made = QWidget()
    made.resize(1000, 700)
    made.show()
    yield made
    made.close()


def question(parent: QWidget) -> Question:
    text = "Talen fryses och skrivs in i utgåveregistret. Det går inte att ångra. " * 2
    return Question(parent, name="try", title="Fastställa?", text=text, wait="Vänta", act="Gör")


def test_a_question_is_as_high_as_its_text(window: QWidget) -> None:
    """No line is cut, and nothing is spread out between the title and what it means."""
    asked = question(window)
    asked.open()
    layout = asked.layout()
    assert layout is not None
    assert asked.height() == layout.totalHeightForWidth(asked.width())
    title, text = (label for label in asked.findChildren(QLabel) if label.text())
    assert text.geometry().top() - title.geometry().bottom() <= layout.spacing() + 1
    assert text.height() >= text.heightForWidth(text.width())


def test_a_question_grows_with_a_sentence_that_is_added(window: QWidget) -> None:
    """An error below a field does not press the rest together."""
    asked = question(window)
    asked.open()
    before = asked.height()
    more = QLabel("Lösenfrasen stämmer inte.\nInget har fastställts.")
    asked.body.insertWidget(2, more)
    more.show()
    QCoreApplication.sendPostedEvents()  # the request of the layout
    assert asked.height() >= before + more.sizeHint().height()


@pytest.mark.parametrize("width", [260, 700])
def test_every_token_is_seen_on_as_many_lines_as_it_takes(window: QWidget, width: int) -> None:
    """A field without limit is as high as its tokens, wherever it stands."""
    choice = MultiChoice("Behörig för", name="try_cmb")
    choice.set_choices([Choice(str(n), f"Program nummer {n}") for n in range(7)])
    choice.set_values([str(n) for n in range(7)])
    field = Field("Behörig för", choice)
    field.setParent(window)
    field.resize(width, field.heightForWidth(width))
    field.show()
    tokens = choice.findChildren(Token)
    assert len(tokens) == 7
    for token in tokens:
        assert choice.rect().contains(token.geometry())


def test_the_rows_of_a_table_wrap_and_never_lie_over_each_other(window: QWidget) -> None:
    """A long label takes two lines in the narrow list, with or without its scroll bar."""
    rows = RowList("Rader")
    rows.setParent(window)
    rows.resize(180, 120)
    texts = ("Föräldraroll och gränssättning", "Samspel och anknytning", "Ekonomi", "Annat")
    rows.show_rows([(text, text) for text in texts], ())
    rows.show()
    rows.resize(150, 120)
    places = [rows.visualRect(rows.model().index(n, 0)) for n in range(len(texts))]
    assert places[0].height() > places[2].height()
    for above, below in itertools.pairwise(places):
        assert above.bottom() < below.top()
    assert rows.model().index(0, 0).data() == texts[0]


def test_every_field_of_the_question_for_a_printer_has_a_name(window: QWidget) -> None:
    """Qt's own dialog leaves fields unnamed: nobody would hear which is which."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    dialog = name_fields(QPrintDialog(printer, window))
    dialog.show()
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
    fields = [part for kind in kinds for part in dialog.findChildren(kind)]
    seen = [part for part in fields if not part.objectName().startswith(("qt_spinbox", "Scroll"))]
    assert len(seen) > 20
    assert [part.objectName() for part in seen if not part.accessibleName()] == []
    assert dialog.findChild(QComboBox, "printers").accessibleName() == "Skrivare"
    dialog.close()
