"""Other bookings in the calendar: moved, changed, added and taken away in the same draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from familjecentral.access.model import Staff
from familjecentral.groups.booking import SaveBooking, save_booking
from familjecentral.groups.house import Booking, BookingId, BookingKind
from tests.factories import TODAY, uuid_of
from tests.ui.calendar_house import LEILA, Quiet, make_house, room_id
from tests.ui.stage import MAJA, Sample, Stage
from tests.ui.test_calendar import choose, drag, page
from ui.calendar.painting import card_rects

MEETING = "BVC, föräldramöte"
MEETING_ID = BookingId(uuid_of(8010))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with an autumn of groups and bookings."""
    return make_house(tmp_path_factory.mktemp("booked"), TODAY)


@pytest.fixture
def calendar(make_stage: Callable[..., Stage], house: Sample) -> Stage:
    """Return the calendar of the coordinator."""
    return enter(make_stage(house), LEILA)


def enter(stage: Stage, person: Staff) -> Stage:
    """Open the calendar as somebody."""
    stage.log_in(person)
    stage.key("Ctrl+5")
    return stage


def stored(stage: Stage, booking_id: BookingId = MEETING_ID) -> Booking | None:
    """Return a booking as it is saved."""
    found: list[Booking | None] = []
    shell = stage.window.shell
    assert shell is not None
    shell.desk.ask(lambda uow: uow.house.booking(booking_id), found.append)
    stage.settle()
    return found[0]


def meeting(stage: Stage) -> Booking:
    """Return the meeting as it is saved."""
    found = stored(stage)
    assert found is not None
    return found


def test_a_booking_is_moved_and_stretched_by_keys_saved_and_taken_back(calendar: Stage) -> None:
    """M and arrows; nothing is saved before Ctrl S; Ctrl Z goes back in the draft and after it,
    Ctrl Y does it again."""
    was = meeting(calendar)
    choose(calendar, MEETING)
    calendar.keys("m", "Left", "Left", "Shift+Down", "Shift+Right", "Return")
    card = choose(calendar, MEETING)
    assert (card.day.weekday(), card.start, card.minutes) == (1, was.start + 15, 75)
    assert card.is_draft
    assert page(calendar).draft_bar.text().startswith("Utkast: 1 bokning.")
    assert meeting(calendar) == was
    calendar.key("Ctrl+Z")
    assert page(calendar).draft_bar.text() == ""
    calendar.keys("Ctrl+Y", "Ctrl+S")
    now = meeting(calendar)
    assert (now.day.weekday(), now.start, now.minutes) == (1, was.start + 15, 75)
    assert now.version == was.version + 1
    assert calendar.window.shell.undo_bar.text() == "1 bokning sparades"
    calendar.key("Ctrl+Z")
    assert replace(meeting(calendar), version=was.version) == was
    assert calendar.window.shell.undo_bar.text() == "Ångrat: 1 bokning sparades"
    calendar.key("Ctrl+Y")
    assert meeting(calendar).start == was.start + 15


def test_a_booking_is_dragged_to_another_room_and_stretched(calendar: Stage) -> None:
    """The mouse does what the keys do."""
    grid = page(calendar).grid
    choose(calendar, MEETING)

    def spot(*, edge: bool) -> Any:
        index = grid.currentIndex()
        cards = grid.calendar.cards(index.row(), index.column())
        rects = card_rects(QRectF(grid.visualRect(index)), cards, chips=False)
        rect = rects[cards.index(grid.chosen())]
        y = rect.bottom() - 2 if edge else rect.center().y()
        return QPointF(rect.center().x(), y).toPoint()

    here = spot(edge=False)
    row = grid.currentIndex().row() + 1
    there = grid.visualRect(grid.calendar.index(row, grid.currentIndex().column())).center()
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=here)
    drag(view, here, there)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=there)
    calendar.settle()
    assert choose(calendar, MEETING).room != str(room_id(3))
    edge = spot(edge=True)
    down = edge + there * 0
    down.setY(edge.y() + 17)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=edge)
    drag(view, edge, down)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=down)
    calendar.settle()
    assert choose(calendar, MEETING).minutes == 90


def test_a_booking_put_on_a_session_is_decided_at_that_session(calendar: Stage) -> None:
    """The clash is seen in the air, marks both, and is asked about before anything is saved."""
    card = choose(calendar, MEETING)
    calendar.keys("m", "Shift+Up", "Shift+Up")
    assert "Lokalen upptagen" in page(calendar).grid.lifted.word
    calendar.key("Return")
    assert "Lokalen upptagen" in choose(calendar, MEETING).clash
    assert "Lokalen upptagen" in choose(calendar, "Bra start, höst 1").clash
    assert "1 krock återstår" in page(calendar).draft_bar.text()
    calendar.key("Ctrl+S")
    calendar.keys("a", "Down", "Ctrl+Return")
    assert meeting(calendar).start == card.start - 30
    assert choose(calendar, MEETING).clash == ""


def test_a_booking_is_added_changed_and_removed_in_its_dialog(calendar: Stage) -> None:
    """Ctrl J at a cell; Enter opens it again; Del takes it away; each step is taken back."""
    choose(calendar, MEETING)
    calendar.key("Ctrl+J")
    dialog = calendar.find("booking_dlg")
    assert dialog.room.value() == str(room_id(3))
    dialog.title.setText("Husmöte")
    dialog.start.set_value(str(15 * 60))
    calendar.find("booking_act_btn").click()
    calendar.settle()
    card = choose(calendar, "Husmöte")
    assert (card.start, card.minutes, card.is_draft) == (900, 60, True)
    calendar.key("Ctrl+S")
    kept = stored(calendar, BookingId(card.id))
    assert kept is not None
    assert (kept.title, kept.kind, kept.version) == ("Husmöte", BookingKind.MEETING, 1)
    choose(calendar, "Husmöte")
    calendar.key("Return")
    dialog = calendar.find("booking_dlg")
    dialog.kind.setFocus()
    calendar.keys("Down")
    assert dialog.kind.value() == BookingKind.BUSY.value
    assert not dialog.fields["title"].isVisible()
    calendar.find("booking_act_btn").click()
    calendar.settle()
    calendar.key("Ctrl+S")
    kept = stored(calendar, BookingId(card.id))
    assert kept is not None
    assert (kept.title, kept.kind) == ("", BookingKind.BUSY)
    assert page(calendar).grid.choose(card.id)
    calendar.keys("Del")
    assert not page(calendar).grid.choose(card.id)
    calendar.key("Ctrl+Z")
    assert page(calendar).grid.choose(card.id)
    calendar.keys("Ctrl+Y", "Ctrl+S")
    assert stored(calendar, BookingId(card.id)) is None
    calendar.key("Ctrl+Z")
    assert stored(calendar, BookingId(card.id)) is not None


def test_a_booking_is_removed_in_its_dialog_too(calendar: Stage) -> None:
    """The button says what Del does."""
    choose(calendar, MEETING)
    calendar.key("Return")
    calendar.find("booking_remove_btn").click()
    calendar.settle()
    assert not page(calendar).grid.choose(MEETING_ID)
    assert page(calendar).draft_bar.text().startswith("Utkast: 1 bokning.")
    calendar.find("calendar_discard_btn").click()
    calendar.settle()
    assert page(calendar).grid.choose(MEETING_ID)


def test_what_cannot_be_booked_is_said_at_its_field(calendar: Stage) -> None:
    """No title, no day, a name in the title: nothing goes to the draft."""
    choose(calendar, MEETING)
    calendar.key("Ctrl+J")
    dialog = calendar.find("booking_dlg")
    calendar.find("booking_act_btn").click()
    calendar.settle()
    assert dialog.fields["title"].error
    dialog.title.setText("Möte med Anna Svensson, 070-123 45 67")
    calendar.find("booking_act_btn").click()
    calendar.settle()
    assert dialog.fields["title"].error or dialog.confirm.isVisible()
    dialog.title.setText("Husmöte")
    dialog.day.set_day(None)
    calendar.find("booking_act_btn").click()
    calendar.settle()
    assert dialog.fields["day"].error
    assert page(calendar).draft_bar.text() == ""


@pytest.mark.parametrize("mine", [True, False])
def test_another_coordinators_change_of_a_booking_is_shown_beside_the_own_one(
    calendar: Stage, mine: bool
) -> None:
    """A stale save is refused, line by line she chooses what counts."""
    choose(calendar, MEETING)
    calendar.keys("Ctrl+Shift+Down", "Ctrl+Shift+Down")
    theirs = replace(meeting(calendar), title="BVC, gruppstart")
    desk = calendar.window.shell.desk
    desk.ask(
        lambda uow: save_booking(SaveBooking(theirs), uow, desk.clock, desk.ids, guard=Quiet()),
        lambda _: None,
    )
    calendar.settle()
    calendar.key("Ctrl+S")
    dialog = calendar.find("stale_dlg")
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"BVC, gruppstart", MEETING, "11.30", "11.00"} <= texts
    calendar.find("stale_save_btn" if mine else "stale_theirs_btn").click()
    calendar.settle()
    now = meeting(calendar)
    assert now.title == "BVC, gruppstart"
    assert now.start == (690 if mine else 660)
    assert page(calendar).draft_bar.text() == ""


def test_who_plans_no_groups_moves_nothing(make_stage: Callable[..., Stage], house: Sample) -> None:
    """A counsellor reads the calendar; M says who moves in it."""
    stage = enter(make_stage(house), MAJA)
    grid = page(stage).grid
    assert page(stage)._book.isHidden()
    for _, _, card in grid._places():
        grid.choose(card.id)
        stage.keys("m", "Delete")
        assert grid.lifted is None
    assert "samordnaren" in stage.window.shell.undo_bar.text()
    assert page(stage).draft_bar.text() == ""
