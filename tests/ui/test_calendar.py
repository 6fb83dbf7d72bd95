"""The calendar page: every act by keys, a draft that can be undone, nothing saved unseen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from familjecentral.access.model import Staff
from familjecentral.groups.model import Group, GroupId, SessionStatus
from familjecentral.groups.saving import SaveGroups, save_groups
from tests.factories import TODAY, uuid_of
from tests.ui.calendar_house import GROUPS, LEILA, TERM, Quiet, make_house, room_id
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage
from ui.calendar.painting import card_rects


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with an autumn of groups."""
    return make_house(tmp_path_factory.mktemp("house"), TODAY)


@pytest.fixture
def open_calendar(make_stage: Callable[..., Stage], house: Sample) -> Callable[..., Stage]:
    """Return a function that opens the calendar as somebody."""

    def open_as(person: Staff = LEILA, **look: Any) -> Stage:
        stage = make_stage(house, **look)
        stage.log_in(person)
        stage.key("Ctrl+5")
        return stage

    return open_as


@pytest.fixture
def calendar(open_calendar: Callable[..., Stage]) -> Stage:
    """Return the calendar of the coordinator."""
    return open_calendar()


def page(stage: Stage) -> Any:
    """Return the open page."""
    shell = stage.window.shell
    assert shell is not None
    return shell.page


def choose(stage: Stage, title: str) -> Any:
    """Choose the first card of a group in sight and return it."""
    grid = page(stage).grid
    found = next(card for _, _, card in grid._places() if card.title == title)
    assert grid.choose(found.id)
    return found


def stored(stage: Stage, title: str) -> Group:
    """Return a group as it is saved."""
    number = next(n for n, group in enumerate(GROUPS) if group[0] == title)
    found: list[Group] = []
    shell = stage.window.shell
    assert shell is not None
    group_id = GroupId(uuid_of(6000 + number))
    shell.desk.ask(lambda uow: uow.groups.get(group_id), found.append)
    stage.settle()
    return found[0]


def test_a_card_is_lifted_moved_and_put_down_by_keys_and_nothing_is_saved(calendar: Stage) -> None:
    """M, arrows, Enter: the draft has it; the store has not; Ctrl Z and Ctrl Y go back and on."""
    title = "ABC 3–12 år"
    card = choose(calendar, title)
    calendar.keys("m", "Left", "Shift+Up", "Return")
    moved = choose(calendar, title)
    assert (moved.day.weekday(), moved.start) == (card.day.weekday() - 1, card.start - 15)
    assert moved.is_draft
    assert "en grupp, 1 träff" in page(calendar).draft_bar.text()
    assert {s.day for s in stored(calendar, title).sessions} >= {card.day}
    calendar.key("Ctrl+Z")
    assert choose(calendar, title).day == card.day
    assert page(calendar).draft_bar.text() == ""
    calendar.key("Ctrl+Y")
    assert choose(calendar, title).day == moved.day


def test_escape_takes_back_what_is_in_the_air(calendar: Stage) -> None:
    """Nothing has happened until the card is put down."""
    card = choose(calendar, "ABC 3–12 år")
    calendar.keys("m", "Left", "Left")
    assert page(calendar).grid.lifted is not None
    calendar.key("Escape")
    assert page(calendar).grid.lifted is None
    assert choose(calendar, "ABC 3–12 år").day == card.day


def test_control_and_arrows_move_at_once(calendar: Stage) -> None:
    """Ctrl with arrows: day and room; with Shift: time and length."""
    title = "ABC 3–12 år"
    card = choose(calendar, title)
    calendar.keys("Ctrl+Left", "Ctrl+Shift+Down", "Ctrl+Shift+Right")
    moved = choose(calendar, title)
    assert (moved.start, moved.minutes) == (card.start + 15, card.minutes + 15)
    calendar.key("Ctrl+Up")
    assert choose(calendar, title).room == str(room_id(3))


def test_a_card_over_a_taken_room_is_marked_before_it_is_put_down(calendar: Stage) -> None:
    """The clash is seen while the card hovers."""
    choose(calendar, "Bra start, höst 2")
    calendar.keys("m", "Left")
    assert "Lokalen upptagen" in page(calendar).grid.lifted.word
    assert "Lokalen upptagen" in calendar.find("calendar_hint_lbl").text()


def test_the_mouse_drags_to_another_day_and_stretches_with_snap(calendar: Stage) -> None:
    """A drag moves by cells, the lower edge changes the length in quarters of an hour."""
    grid = page(calendar).grid
    card = choose(calendar, "ABC 3–12 år")
    index = grid.currentIndex()
    cards = grid.calendar.cards(index.row(), index.column())
    cell = QRectF(grid.visualRect(index))
    rect = card_rects(cell, cards, chips=False)[cards.index(grid.chosen())]
    here = rect.center().toPoint()
    there = here - QPoint(grid.columnWidth(0), 0)
    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=here)
    drag(view, here, there)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=there)
    calendar.settle()
    assert choose(calendar, card.title).day.weekday() == card.day.weekday() - 1
    calendar.key("Ctrl+Z")
    edge = QPointF(rect.center().x(), rect.bottom() - 2).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=edge)
    drag(view, edge, edge + QPoint(0, 17))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=edge + QPoint(0, 17))
    calendar.settle()
    assert choose(calendar, card.title).minutes == card.minutes + 30


def drag(view: Any, here: QPoint, there: QPoint) -> None:
    """Move the pointer with the left button held."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    for point in (here + QPoint(3, 3), (here + there) / 2, there):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(point), QPointF(view.mapToGlobal(point)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view, event)


def test_what_has_been_held_is_not_moved(calendar: Stage) -> None:
    """History stays where it was, and the page says so."""
    choose(calendar, "Trygghetscirkeln")
    calendar.key("m")
    assert page(calendar).grid.lifted is None
    assert "genomförd" in calendar.window.shell.undo_bar.text()


def test_a_draft_is_saved_in_one_step_that_is_taken_back_with_one_key(calendar: Stage) -> None:
    """Ctrl S saves; Ctrl Z takes the whole save back."""
    title = "ABC 3–12 år"
    card = choose(calendar, title)
    calendar.keys("Ctrl+Left", "Ctrl+S")
    assert card.day not in {s.day for s in stored(calendar, title).sessions}
    assert page(calendar).draft_bar.text() == ""
    calendar.key("Ctrl+Z")
    assert card.day in {s.day for s in stored(calendar, title).sessions}


def test_a_clash_is_decided_before_anything_is_saved(calendar: Stage) -> None:
    """Saving asks session by session; without a reason it cannot be saved; accepted stays so."""
    title = "Bra start, höst 1"
    choose(calendar, title)
    calendar.keys("Ctrl+Shift+Up", "Ctrl+S")
    save = calendar.find("clash_save_btn")
    calendar.key("a")
    assert not save.isEnabled()
    assert calendar.find("clash_missing_lbl").text() == "1 skäl saknas"
    calendar.keys("Down", "Ctrl+Return")
    session = stored(calendar, title).course[-1]
    assert [a.reason for a in session.accepted] == ["agreed"]
    assert choose(calendar, title).clash == ""


def test_a_clashing_session_can_go_last_or_elsewhere(calendar: Stage) -> None:
    """H puts it at the end of its series, F offers places without any clash."""
    card = choose(calendar, "Bra start, höst 1")
    calendar.key("h")
    calendar.key("Ctrl+Return")
    draft = page(calendar)._presenter.draft
    moved = draft.find(card.id)[1]
    assert (moved.day - card.day).days == 7
    assert draft.clashes(card.id) == ()


def test_a_session_is_cancelled_with_a_reason(calendar: Stage) -> None:
    """Del asks why; the others keep date and number."""
    title = "ABC 3–12 år"
    choose(calendar, title)
    calendar.keys("Del", "Return")
    assert calendar.find("cancelsession_dlg").field.error != ""
    calendar.keys("Down", "Return", "Ctrl+S")
    group = stored(calendar, title)
    gone = [s for s in group.sessions if s.status is SessionStatus.CANCELLED]
    assert len(gone) == 1
    assert gone[0].cancel_reason
    assert len(group.sessions) == 4


def test_a_session_is_changed_in_its_dialog(calendar: Stage) -> None:
    """Enter opens; the values go to the draft."""
    card = choose(calendar, "ABC 3–12 år")
    calendar.key("Return")
    dialog = calendar.find("session_dlg")
    dialog.day.set_day(card.day.replace(day=card.day.day - 1))
    dialog.room.set_value(str(room_id(4)))
    calendar.key("Return")
    moved = choose(calendar, "ABC 3–12 år")
    assert (moved.day.day, moved.room) == (card.day.day - 1, str(room_id(4)))


def test_another_coordinators_edit_is_shown_beside_the_own_one(calendar: Stage) -> None:
    """A stale save is refused; both versions are shown; the own one can count after all."""
    title = "ABC 3–12 år"
    card = choose(calendar, title)
    calendar.key("Ctrl+Left")
    theirs = stored(calendar, title)
    shell = calendar.window.shell
    assert shell is not None
    desk = shell.desk
    sessions = tuple(
        replace(s, start=s.start + 30) if s.id == card.id else s for s in theirs.sessions
    )
    command = SaveGroups((replace(theirs, sessions=sessions),))
    desk.ask(
        lambda uow: save_groups(command, uow, desk.clock, desk.ids, guard=Quiet()), lambda _: None
    )
    calendar.settle()
    calendar.key("Ctrl+S")
    dialog = calendar.find("stale_dlg")
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("17.30–19.30" in text for text in texts)
    assert any("ons 7/10 17.00–19.00" in text for text in texts)
    calendar.find("stale_save_btn").click()
    calendar.settle()
    saved = stored(calendar, title).session(card.id)
    assert saved is not None
    assert (saved.day.weekday(), saved.start) == (2, card.start)


def test_f8_walks_all_clashes_of_the_term(calendar: Stage) -> None:
    """Each press goes to the next clashing session, round and round."""
    seen = []
    for _ in range(3):
        calendar.key("F8")
        seen.append(page(calendar).grid.chosen().title)
    assert seen[0] != seen[1]
    assert seen[0] == seen[2]


def test_weeks_and_terms_are_walked_by_keys(calendar: Stage) -> None:
    """Alt → and Alt ←, Alt Home; a term has its ISO weeks."""
    calendar.key("Alt+Right")
    assert calendar.find("calendar_subtitle_lbl").text().startswith("Vecka 42, 12–16 oktober")
    calendar.key("Alt+Home")
    calendar.find("calendar_span_seg_term").click()
    calendar.settle()
    model = page(calendar).grid.calendar
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == [str(week) for week in range(34, 49)]
    calendar.key("Alt+Right")
    assert "vårterminen 2027" in calendar.find("calendar_subtitle_lbl").text().lower()


def test_a_cell_is_read_out_whole(calendar: Stage) -> None:
    """Room, day, time, title, number, leaders and clash are in one text for the screen reader."""
    grid = page(calendar).grid
    choose(calendar, "Bra start, höst 1")
    text = grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Rum Rönn", "tor 8/10", "10.00–11.30", "träff 8 av 8", "Sara", "krock: Lokalen"):
        assert part in text


def test_the_table_is_copied_as_text(calendar: Stage) -> None:
    """Ctrl C puts the week on the clipboard, one line for each room."""
    from PySide6.QtGui import QGuiApplication

    choose(calendar, "ABC 3–12 år")
    calendar.key("Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("v. 41\tmån 5/10")
    assert len(lines) == 6


def test_roles_see_what_is_theirs(open_calendar: Callable[..., Stage]) -> None:
    """A manager sees only that rooms are taken, and no way to plan."""
    eva = next(person for person in PEOPLE if person.login_name == "eva")
    stage = open_calendar(eva)
    cards = [card for _, _, card in page(stage).grid._places()]
    assert cards
    assert {(card.title, card.people) for card in cards} == {("Upptaget", "")}
    assert page(stage)._propose.isHidden()
    assert MAJA.login_name != eva.login_name


def test_a_plan_says_why_a_group_cannot_be_placed(
    make_stage: Callable[..., Stage], tmp_path: Any
) -> None:
    """The reason is a sentence, with what would help; the others are planned all the same."""
    august = dt.date(2026, 8, 20)
    stage = make_stage(make_house(tmp_path, august, laid=False))
    stage.clock.day = august
    stage.log_in(LEILA)
    stage.key("Ctrl+5")
    presenter = page(stage)._presenter
    big = presenter.draft.now.groups[GroupId(uuid_of(6000))]
    presenter.change((replace(big, seats=50),), "prov")
    stage.keys("Ctrl+Shift+P", "Return")
    dialog = stage.find("proposal_dlg")
    assert dialog.summary.text().startswith("Förslaget klarar 11 av 12 grupper. 1 fick ingen tid.")
    reason = stage.find(f"proposal_reason_lbl_{str(big.id).replace('-', '_')}").text()
    assert "Det som skulle hjälpa: ändra antal platser" in reason
    stage.key("Escape")
    assert len(presenter.draft.edited) == 1


def test_the_better_plan_is_drawn_while_the_search_goes_on(
    make_stage: Callable[..., Stage], tmp_path: Any
) -> None:
    """The best plan so far stands in the dialog as a term view; Enter still takes it."""
    august = dt.date(2026, 8, 20)
    stage = make_stage(make_house(tmp_path, august, laid=False))
    stage.clock.day = august
    stage.log_in(LEILA)
    stage.keys("Ctrl+5", "Ctrl+Shift+P")
    dialog = stage.find("proposal_dlg")
    loop = QEventLoop()
    dialog.drawn.connect(loop.quit)
    dialog.run()
    loop.exec()
    assert re.fullmatch(r"Söker tider… \d+ s av högst 60 s\. Du kan avbryta\.", dialog.state.text())
    seen = dialog.picture.calendar.grid
    shown = {c.group_id for r in seen.rows for cell in r.cells for c in cell if c.group_id}
    assert (seen.span, len(shown)) == ("term", 12)
    assert dialog.picture.isVisible()
    assert not dialog.picture.hasFocus()
    assert page(stage)._presenter.draft.edited == {}
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    QTest.keyClick(dialog, Qt.Key.Key_End)
    down, on = dialog.picture.verticalScrollBar(), dialog.picture.horizontalScrollBar()
    assert (down.value() > 0, on.value()) == (down.maximum() > 0, on.maximum())
    stage.key("Return")
    assert dialog.summary.text().startswith("Förslaget klarar 12 av 12 grupper.")


def test_a_group_is_laid_up_and_a_term_planned_from_each_others_page(calendar: Stage) -> None:
    """Ctrl N in the calendar opens *Ny grupp* in the term in sight; Ctrl Shift P in the list
    plans the list's term."""
    calendar.find("calendar_span_seg_term").click()
    calendar.settle()
    calendar.keys("Alt+Right", "Ctrl+N")
    groups = page(calendar)
    assert (groups.key, groups._presenter.term) == ("groups", "2027-VT")
    assert calendar.find("new_group_dlg").isVisible()
    calendar.key("Esc")
    calendar.key("Alt+Left")
    calendar.key("Ctrl+Shift+P")
    assert (page(calendar).key, page(calendar)._presenter.term) == ("calendar", TERM)
    planned = calendar.find("proposal_dlg").groups.values()
    assert len(planned) == len(GROUPS)


def test_week_and_term_are_clicked_in_both_directions(calendar: Stage) -> None:
    """A choice to the left of the chosen one is taken as well."""
    shown = [(page(calendar)._presenter.span, page(calendar)._presenter.by)]
    for name in ("span_seg_term", "by_seg_leader", "by_seg_room", "span_seg_week", "by_seg_group"):
        calendar.find(f"calendar_{name}").click()
        calendar.settle()
        shown.append((page(calendar)._presenter.span, page(calendar)._presenter.by))
    assert shown == [
        ("week", "room"), ("term", "group"), ("term", "leader"), ("term", "room"),
        ("week", "room"), ("week", "group"),
    ]  # fmt: skip


def test_a_leaders_cards_say_where_and_a_rooms_who(calendar: Stage) -> None:
    """What the row says already stands in no card."""
    places = {card.place for _, _, card in page(calendar).grid._places()}
    assert {c.below for _, _, c in page(calendar).grid._places()}.isdisjoint(places)
    calendar.find("calendar_by_seg_leader").click()
    calendar.settle()
    assert {card.below for _, _, card in page(calendar).grid._places()} <= places
