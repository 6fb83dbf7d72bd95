"""Texts in the window go through the guard while they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from familjecentral.commands import importing
from familjecentral.privacy.model import Kind, Level, Reading
from tests.ui.stage import Sample, Stage, send_letter
from tests.ui.test_settings import open_room
from ui.widgets.guarded import GuardedEdit, GuardedField, confirmed_in, what_is_found


@pytest.fixture
def field(qtbot):
    edit = GuardedEdit("Benämning", importing.guard, name="try_label_edt", help="Kort.")
    field = GuardedField("Benämning", edit)
    qtbot.addWidget(field)
    field.resize(420, 120)
    field.show()
    return field


def write(field: GuardedField, text: str) -> None:
    field.edit.clear()
    for letter in text:
        send_letter(field.edit, letter)


def marked(field: GuardedField) -> bool:
    """Whether the drawing tells of the findings."""
    field.edit.clearFocus()
    found = field.edit.reading
    with_marks = field.edit.grab().toImage()
    field.edit.reading = Reading(Level.OK)
    without = field.edit.grab().toImage()
    field.edit.reading = found
    return with_marks != without


def test_what_names_somebody_is_marked_and_explained(field: GuardedField) -> None:
    """The place is underlined, the sentence says what it is, and there is no way past it."""
    write(field, "Ring 070-174 06 50")
    assert "telefonnummer" in field.finding
    assert marked(field)
    assert field.edit.accessibleDescription() == f"{field.finding}. Kort."
    assert not field.is_clear
    assert not confirmed_in({"label": field})
    assert field.findChild(object, "try_label_sure_chk").isHidden()
    write(field, "Ring oss")
    assert field.finding == ""
    assert field.is_clear
    assert not marked(field)


def test_a_doubt_is_answered_and_the_answer_goes_with_the_next_letter(field: GuardedField) -> None:
    """*Nej* is what stands there first."""
    write(field, "Fatimas sång")
    assert "Spara ändå?" in field.finding
    assert not field.is_clear
    assert marked(field)
    sure = field.findChild(object, "try_label_sure_chk")
    assert not sure.isChecked()
    field.set_error("Ser ut som en personuppgift.")
    assert field.error == ""
    assert field.edit.property("invalid")
    sure.setFocus(Qt.FocusReason.TabFocusReason)
    sure.click()
    assert field.is_clear
    assert confirmed_in({"label": field}) == {"label"}
    assert not field.edit.property("invalid")
    field.set_error("Namnet används redan.")
    assert field.error == "Namnet används redan."
    send_letter(field.edit, "e")
    assert not sure.isChecked()
    assert not field.is_clear


def test_what_is_saved_already_is_not_read(field: GuardedField) -> None:
    """A text that the program shows was confirmed once; pasted text is read like typed text."""
    field.edit.setText("Fatimas sång")
    assert field.finding == ""
    assert field.is_clear
    field.edit.clear()
    QApplication.clipboard().setText("Anna Ekström")
    field.edit.paste()
    assert field.edit.reading.level is Level.BLOCK
    assert "ett namn" in field.finding


def test_every_kind_has_its_words() -> None:
    """No finding is without a sentence."""
    assert all(what_is_found(kind).startswith("e") for kind in get_args(Kind))


def test_a_label_that_names_somebody_is_not_saved(stage: Stage) -> None:
    """The screen marks it and the core refuses it; the answer to a doubt is taken along."""
    room = open_room(stage, "codes")
    label = stage.find("settings_codes_label_edt")
    label.clear()
    stage.type("settings_codes_label_edt", "Anna Ekström")
    stage.key("Return", "settings_codes_label_edt")
    assert "Anna Ekström" not in {code.label for code in room._shown}
    assert label.property("invalid")
    assert "ett namn" in stage.find("settings_codes_form_card").findChild(GuardedField).finding
    label.clear()
    stage.type("settings_codes_label_edt", "Fatimas sång")
    stage.key("Return", "settings_codes_label_edt")
    assert "Fatimas sång" not in {code.label for code in room._shown}
    stage.find("settings_codes_label_sure_chk").click()
    stage.key("Return", "settings_codes_label_edt")
    assert "Fatimas sång" in {code.label for code in room._shown}
    stage.key("Ctrl+Z", "settings_rooms_list")
    assert "Fatimas sång" not in {code.label for code in room._shown}


def test_what_is_found_below_the_edge_comes_into_view(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """At large text the form lies below the list: who types sees what is said of it."""
    stage = make_stage(sample, text_size=150)
    stage.log_in()
    room = open_room(stage, "codes")
    stage.settle()
    room._label.clear()
    stage.type("settings_codes_label_edt", "Fatimas sång")
    stage.settle()
    stage.type("settings_codes_label_edt", "er")
    stage.settle()
    assert not room._label.visibleRegion().isEmpty()
    assert not stage.find("settings_codes_label_sure_chk").visibleRegion().isEmpty()
