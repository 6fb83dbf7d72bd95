"""Grupper in a real window on a real store: the list, a group's page, attendance, settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from familjecentral.groups.model import Group, GroupStatus, Mark, Moment, Rating, SessionStatus
from familjecentral.groups.reading import read_group
from tests.factories import TODAY
from tests.ui.grouping import LEILA, TERM, make_groups
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage
from ui.groups.printing import list_document

TORSDAG = "Vägledande samspel, torsdag"


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return a closed store with rooms, leaders and the groups of a term."""
    return make_groups(tmp_path_factory.mktemp("grupper"))


@pytest.fixture
def groups(make_stage: Callable[..., Stage], grouped: Sample) -> Stage:
    """Return a window of the coordinator with the list of groups open."""
    stage = make_stage(grouped)
    stage.log_in(LEILA)
    stage.key("Ctrl+4")
    return stage


def kept(stage: Stage, title: str) -> Group:
    """Return a group as the store has it."""
    with stage.window.shell.desk.store.unit_of_work() as uow:
        return next(g for g in uow.groups.in_term(TERM) if g.title == title)


def open_group(stage: Stage, title: str, tab: str = "") -> Any:
    """Open a group by its row; return the view."""
    page = stage.window.shell.page
    place = next(n for n, one in enumerate(page.model.rows) if one.group.title == title)
    page.table.choose_row(place)
    stage.key("Return", "groups_list_tbl")
    if tab:
        page.group.show_tab(tab)
    return page.group


def test_the_list_says_how_many_seats_are_filled_and_what_waits(groups: Stage) -> None:
    """Status has a word, a group short of people its decision day, all in the row's text."""
    page = groups.window.shell.page
    spoken = {one.group.title: one.spoken for one in page.model.rows}
    assert "8 av 8" in spoken[TORSDAG]
    assert "Pågår" in spoken[TORSDAG]
    assert "Bestäm senast 6/10" in spoken["Trygghetscirkeln"]
    assert "Inställd, för få anmälda" in spoken["BIFF, höst"]
    assert "8 grupper" in page.subtitle.text()


def test_a_status_and_a_word_filter_and_escape_shows_all(groups: Stage) -> None:
    """The counts of the statuses are the filter; typing narrows; Esc clears both."""
    page = groups.window.shell.page
    groups.key("Ctrl+F")
    for letter in "amir":
        groups.key(letter)
    assert {one.group.title for one in page.model.rows} == {
        "Trygghetscirkeln",
        "Föräldraskap i Sverige",
    }
    groups.key("Return")
    groups.key("Escape")
    assert len(page.model.rows) == 8
    groups.find("groups_status_seg_running").click()
    assert {one.group.status for one in page.model.rows} == {GroupStatus.RUNNING}


def test_the_search_takes_the_place_of_the_statuses_where_it_is_narrow(groups: Stage) -> None:
    """Ctrl F finds it at any width; left empty it gives the place back. Where there is room both
    are there, and the line below the title is one line."""
    page = groups.window.shell.page
    search, status = groups.find("groups_search_edt"), groups.find("groups_status_seg")
    groups.window.resize(1440, 900)
    assert (search.isVisible(), status.isVisible()) == (True, True)
    assert page.subtitle.height() < 2 * page.subtitle.fontMetrics().lineSpacing()
    groups.window.resize(1000, 700)
    assert (search.isVisible(), status.isVisible()) == (False, True)
    groups.key("Ctrl+F")
    assert (search.hasFocus(), status.isVisible()) == (True, False)
    groups.keys("b", "i", "f", "f", "Return")
    assert [one.group.title for one in page.model.rows] == ["BIFF, höst"]
    assert search.isVisible()
    groups.key("Escape")
    assert (search.isVisible(), status.isVisible()) == (False, True)
    groups.keys("Ctrl+F", "Tab")
    assert (search.isVisible(), status.isVisible()) == (False, True)


def test_columns_sort_and_the_same_again_turns_the_order(groups: Stage) -> None:
    """Alt and a number sorts by that column."""
    page = groups.window.shell.page
    groups.key("Alt+7", "groups_list_tbl")
    assert [one.row.waiting for one in page.model.rows][-1] == 3
    groups.key("Alt+7", "groups_list_tbl")
    assert page.model.rows[0].row.waiting == 3


def test_the_list_is_copied_with_its_head_and_printed_as_shown(groups: Stage) -> None:
    """Ctrl C takes the rows; the paper has the heads and every group."""
    page = groups.window.shell.page
    page.table.clearSelection()
    groups.key("Ctrl+C", "groups_list_tbl")
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0].startswith("Grupp\tNivå")
    assert len(copied.splitlines()) == 9
    paper = list_document(page.model, "Hösttermin 2026").toPlainText()
    assert "Hösttermin 2026" in paper
    assert TORSDAG in paper


def test_a_new_group_takes_every_value_from_its_programme(groups: Stage) -> None:
    """The programme's letters and Enter are enough."""
    groups.keys("Ctrl+N", "i", "Return")
    group = kept(groups, "Vägledande samspel (ICDP)")
    assert (group.values.sessions, group.values.minutes, group.seats) == (8, 120, 10)
    assert group.values.version == 1
    groups.key("Ctrl+Z")
    with pytest.raises(StopIteration):
        kept(groups, "Vägledande samspel (ICDP)")
    groups.key("Ctrl+Y")
    assert kept(groups, "Vägledande samspel (ICDP)").seats == 10


def test_a_series_is_laid_in_one_step_and_its_clashes_are_asked_first(groups: Stage) -> None:
    """Nothing is saved before each clash is decided; skipped sessions come at the end."""
    groups.keys("Ctrl+N", "i")
    groups.type("new_group_first_date", "2026-10-15")
    groups.type("new_group_start_edt", "13.30")
    groups.find("new_group_room_cmb").set_value(
        next(c.key for c in groups.find("new_group_room_cmb").choices if "Lilla" in c.text)
    )
    leaders = groups.find("new_group_leaders_cmb")
    leaders.set_values([c.key for c in leaders.choices if c.text in ("Sara", "Amir")])
    groups.key("Return", "new_group_start_edt")
    dialog = groups.window.findChild(object, "clash_dlg")
    assert dialog is not None
    assert len(dialog.lines) == 4  # the other group's Thursdays 15/10 to 5/11
    for line in dialog.lines:
        line.decide("skip")
    groups.find("clash_save_btn").click()
    groups.settle()
    group = kept(groups, "Vägledande samspel (ICDP)")
    assert len(group.course) == 8
    assert group.first_day == dt.date(2026, 11, 12)


def test_one_key_fills_a_square_and_goes_down(groups: Stage) -> None:
    """N A O mark at once; undo takes the last back; the session counts as held."""
    view = open_group(groups, TORSDAG, "attendance")
    groups.keys("n", "a", "o")
    group = kept(groups, TORSDAG)
    session = group.course[3]
    assert session.day == TODAY
    assert session.status is SessionStatus.HELD
    with groups.window.shell.desk.store.unit_of_work() as uow:
        grid = uow.groups.grid(group.id)
    marks = [grid.get((seat, session.id)) for seat in (1, 2, 3, 4)]
    assert marks == [Mark.PRESENT, Mark.ABSENT_NOTIFIED, Mark.ABSENT, None]
    groups.key("Ctrl+Z")
    assert view.attendance.grid.grid.mark_at(2, 4) is None


def test_one_key_fills_the_whole_session(groups: Stage) -> None:
    """Shift N marks the empty squares as present and leaves the others."""
    view = open_group(groups, TORSDAG, "attendance")
    groups.key("a")
    groups.key("Shift+N")
    grid = view.attendance.grid.grid
    marks = list(grid.marks_of(4).values())
    assert marks == [Mark.ABSENT_NOTIFIED, *[Mark.PRESENT] * 7]
    assert grid.sum_of(4) == "7 av 8"


def test_a_session_to_come_cannot_be_filled_in(groups: Stage) -> None:
    """The key is refused with a sentence and nothing is saved."""
    view = open_group(groups, TORSDAG, "attendance")
    groups.keys("Right", "n")
    assert view.attendance.grid.grid.mark_at(0, 5) is None
    assert "inte varit än" in groups.find("shell_undo_bar").text()


def test_only_the_number_can_be_kept_and_the_squares_go(groups: Stage) -> None:
    """It is asked first, and cannot be undone."""
    open_group(groups, TORSDAG, "attendance")
    groups.find("group_attendance_btn_count").click()
    groups.find("count_only_present_spn").setText("6")
    groups.find("count_only_act_btn").click()
    groups.settle()
    session = kept(groups, TORSDAG).course[3]
    assert (session.present, session.expected, session.counts_only) == (6, 8, True)


def test_a_registration_gets_a_number_and_when_full_a_bird(groups: Stage) -> None:
    """No name anywhere: a seat number, or an alias drawn by lot."""
    view = open_group(groups, "Trygghetscirkeln", "queue")
    groups.keys(*["Ctrl+N"] * 4)
    assert kept(groups, "Trygghetscirkeln").status is GroupStatus.FULL
    groups.key("Ctrl+N")
    page = view.presenter.page
    assert [seat.number for seat in page.seats] == [1, 2, 3, 4, 5, 6]
    assert len(page.queue) == 1
    groups.key("Ctrl+Z")
    groups.key("Ctrl+Z")
    assert len(view.presenter.page.seats) == 5


def test_a_freed_seat_is_offered_by_the_rule_that_stands_there(groups: Stage) -> None:
    """The banner names who is first; *Fråga* holds the seat for her; yes gives it."""
    view = open_group(groups, "ABC 3–12 år", "queue")
    groups.key("Del", "group_registered_tbl")
    banner = groups.find("group_offer_banner")
    first = view.presenter.page.queue[0]
    assert first.alias in banner.text()
    groups.find("group_offer_btn_ask").click()
    groups.settle()
    groups.find("group_waiting_btn_yes").click()
    groups.settle()
    assert len(view.presenter.page.seats) == 12


def test_too_few_is_an_ordinary_outcome(groups: Stage) -> None:
    """The banner offers to cancel; the reason is proposed; rooms are free; undo brings it back."""
    open_group(groups, "Trygghetscirkeln", "overview")
    assert "2 anmälda av lägst" in groups.find("group_state_banner").text()
    groups.find("group_few_btn_cancel").click()
    assert groups.find("cancel_group_reason_cmb").value() == "too_few"
    groups.find("cancel_group_act_btn").click()
    groups.settle()
    group = kept(groups, "Trygghetscirkeln")
    assert (group.status, group.cancel_reason) == (GroupStatus.CANCELLED, "too_few")
    groups.key("Ctrl+Z")
    assert kept(groups, "Trygghetscirkeln").status is GroupStatus.OPEN


def test_one_session_is_moved_cancelled_and_replaced_without_breaking_the_series(
    groups: Stage,
) -> None:
    """The others keep their days; a cancelled one gets a replacement at another day."""
    view = open_group(groups, "Föräldraskap i Sverige", "sessions")
    table = groups.find("group_sessions_tbl")
    table.choose_row(1)
    groups.find("group_session_btn_move").click()
    groups.find("place_day_date").setText("2026-11-05")
    groups.find("place_act_btn").click()
    groups.settle()
    days = [s.day for s in kept(groups, "Föräldraskap i Sverige").course]
    assert dt.date(2026, 11, 5) in days
    table.choose_row(2)
    groups.find("group_session_btn_cancel").click()
    groups.find("cancel_session_act_btn").click()
    groups.settle()
    assert len(kept(groups, "Föräldraskap i Sverige").course) == 4
    table.choose_row(2)
    groups.find("group_session_btn_replace").click()
    groups.find("place_day_date").setText("2026-11-12")
    groups.find("place_act_btn").click()
    groups.settle()
    assert len(kept(groups, "Föräldraskap i Sverige").course) == 5
    assert view.banner.text() == ""


def test_a_stale_edit_shows_both_versions_and_is_chosen_line_by_line(groups: Stage) -> None:
    """What a colleague saved stands beside the own words; nothing is lost."""
    view = open_group(groups, TORSDAG, "overview")
    group_id = kept(groups, TORSDAG).id
    with groups.window.shell.desk.store.unit_of_work() as uow:
        stored = uow.groups.get(group_id)
        uow.groups.put(replace(stored, seats=9, version=stored.version + 1))
        uow.commit()
    groups.find("group_title_edt").setText("Vägledande samspel, ny rubrik")
    view.overview.save()
    groups.settle()
    dialog = groups.window.findChild(object, "stale_dlg")
    names = {one.name: (one.mine, one.theirs) for one in dialog.lines}
    assert names["Platser"] == ("8", "9")
    assert names["Rubrik"][1] == TORSDAG
    dialog.choices["seats"].set_value("theirs")
    groups.find("stale_save_btn").click()
    groups.settle()
    group = kept(groups, "Vägledande samspel, ny rubrik")
    assert group.seats == 9


def test_closing_says_what_goes_and_destroys_grid_and_aliases(groups: Stage) -> None:
    """Sums stay; there is no step left that could bring the squares back."""
    view = open_group(groups, "ABC 0–2 år", "sessions")
    groups.find("group_sessions_tbl").choose_row(3)
    groups.find("group_session_btn_cancel").click()
    groups.find("cancel_session_act_btn").click()
    groups.settle()
    view.show_tab("attendance")
    groups.find("group_attendance_btn_close").click()
    question = groups.window.findChild(object, "close_group_dlg")
    assert "förstörs" in question.accessibleDescription()
    groups.find("close_group_act_btn").click()
    groups.settle()
    group = kept(groups, "ABC 0–2 år")
    assert group.status is GroupStatus.COMPLETED
    assert group.outcome.participants == 6
    with groups.window.shell.desk.store.unit_of_work() as uow:
        page = read_group(group.id, uow, groups.clock)
    assert not page.grid
    assert not page.seats
    assert not groups.window.shell.desk.group_undo.can_undo


def test_ratings_are_shown_from_five_answers(groups: Stage) -> None:
    """Four answers stay hidden, five show a mean; the order of the answers is not kept."""
    view = open_group(groups, TORSDAG, "ratings")
    groups.find("group_ratings_benefit_edt").setText("4 5 5 3")
    groups.key("Ctrl+S")
    view.ratings.save()
    groups.settle()
    texts = [view.ratings._model.index(2, c).data() for c in range(5)]
    assert texts[2:] == ["färre än fem", "..", ".."]
    groups.find("group_ratings_benefit_edt").setText("5")
    view.ratings.save()
    groups.settle()
    assert view.ratings._model.index(2, 3).data() == "4,4"
    group = kept(groups, TORSDAG)
    with groups.window.shell.desk.store.unit_of_work() as uow:
        (kept_rating,) = uow.groups.ratings(group.id)
    assert kept_rating == Rating("benefit", Moment.AFTER, 5, 22, 4)


def test_a_counsellor_sees_her_own_groups_without_queue(
    make_stage: Callable[..., Stage], grouped: Sample
) -> None:
    """Johan leads three that are not over; he has attendance, sessions and ratings."""
    stage = make_stage(grouped)
    stage.log_in(PEOPLE[0])
    stage.key("Ctrl+4")
    page = stage.window.shell.page
    assert all("Johan" in one.above[4] for one in page.model.rows)
    view = open_group(stage, TORSDAG)
    assert [s.key for s in view.tabs.segments] == ["attendance", "sessions", "ratings"]
    stage.key("n")
    assert kept(stage, TORSDAG).course[3].status is SessionStatus.HELD


def test_a_manager_has_no_page_of_groups(make_stage: Callable[..., Stage], grouped: Sample) -> None:
    """She sees when rooms are occupied, in the calendar, and nothing of groups."""
    stage = make_stage(grouped)
    stage.log_in(PEOPLE[1])
    stage.window.shell.open_page("groups")
    assert stage.window.shell.page.key != "groups"


def test_today_lists_sessions_and_marks_them_held(
    make_stage: Callable[..., Stage], grouped: Sample
) -> None:
    """The coordinator's Idag has today's session; one press marks it, undo takes it back."""
    stage = make_stage(grouped)
    stage.log_in(LEILA)
    session = kept(stage, TORSDAG).course[3]
    stage.find(f"today_sessions_btn_held_{session.id.hex[:8]}").click()
    stage.settle()
    assert kept(stage, TORSDAG).course[3].status is SessionStatus.HELD
    stage.key("Ctrl+Z")
    assert kept(stage, TORSDAG).course[3].status is SessionStatus.PLANNED
    stage.find(f"today_sessions_btn_fill_{session.id.hex[:8]}").click()
    stage.settle()
    assert stage.window.shell.page.group.tabs.value() == "attendance"


def test_the_counsellor_has_her_sessions_beside_the_log(
    make_stage: Callable[..., Stage], grouped: Sample
) -> None:
    """Maja leads today's group."""
    stage = make_stage(grouped, height=1200)
    stage.log_in(MAJA)
    session = kept(stage, TORSDAG).course[3]
    assert stage.find(f"today_sessions_btn_held_{session.id.hex[:8]}").isVisible()


def test_a_day_file_is_previewed_before_it_is_taken(groups: Stage, tmp_path: Path) -> None:
    """The rows are shown first; agreed, they are local days with their source."""
    path = tmp_path / "lov.csv"
    path.write_text(
        "från;till;typ;namn;källa\n2026-10-26;2026-10-30;lov;Höstlov;kommunens sida\n"
        "2026-11-02;;studiedag;Studiedag;kommunens sida\n",
        encoding="utf-8",
    )
    groups.window.shell.open_room("days")
    groups.settle()
    room = groups.window.shell.page._rooms["days"]
    room.take_file(path)
    groups.settle()
    assert groups.find("import_days_tbl").model().rowCount() == 2
    assert room.model.rowCount() == 0
    groups.find("import_days_act_btn").click()
    groups.settle()
    assert room.model.rowCount() == 2
    assert room.model.index(0, 0).data() == "Höstlov"
    groups.key("Ctrl+Z")
    assert room.model.rowCount() == 0
    groups.key("Ctrl+Y")
    assert room.model.rowCount() == 2


def test_an_unreadable_line_of_a_day_file_is_named(groups: Stage, tmp_path: Path) -> None:
    """What is wrong, and in which line; nothing is taken."""
    path = tmp_path / "lov.csv"
    path.write_text("från;typ;namn\n26/10;lov;Höstlov\n", encoding="utf-8")
    groups.window.shell.open_room("days")
    groups.settle()
    room = groups.window.shell.page._rooms["days"]
    room.take_file(path)
    groups.settle()
    assert "Rad 2" in room.banner.text()
    assert room.model.rowCount() == 0


def test_rooms_leaders_and_programmes_are_changed_and_taken_back(groups: Stage) -> None:
    """A save holds from now on, raises the version, and one key takes it back."""
    shell = groups.window.shell
    shell.open_room("places")
    groups.settle()
    groups.find("settings_places_seats_spn").setText("14")
    groups.find("settings_places_form_save_btn").click()
    groups.settle()
    room = shell.page._rooms["places"]
    assert room.chosen.seats == 14
    groups.key("Ctrl+Z")
    assert room.chosen.seats == 10
    assert "Ångrat" in shell.undo_bar.accessibleName()
    groups.key("Ctrl+Y")
    assert room.chosen.seats == 14
    assert "Gjort igen" in shell.undo_bar.accessibleName()
    shell.open_room("leaders")
    groups.settle()
    groups.find("settings_leaders_absent_edt").setText("2026-10-12–2026-10-16")
    groups.find("settings_leaders_form_save_btn").click()
    groups.settle()
    leaders = shell.page._rooms["leaders"]
    assert leaders.chosen.absent[0].last == dt.date(2026, 10, 16)
    shell.open_room("programmes")
    groups.settle()
    groups.find("settings_programmes_sessions_edt").setText("7–9")
    groups.find("settings_programmes_form_save_btn").click()
    groups.settle()
    programmes = shell.page._rooms["programmes"]
    assert programmes.chosen.version == 2
    assert programmes.chosen.sessions.high == 9


def test_times_that_mean_nothing_are_refused_at_their_field(groups: Stage) -> None:
    """The sentence says how to write them."""
    groups.window.shell.open_room("leaders")
    groups.settle()
    groups.find("settings_leaders_available_edt").setText("när jag kan")
    groups.find("settings_leaders_form_save_btn").click()
    groups.settle()
    room = groups.window.shell.page._rooms["leaders"]
    assert "mån–fre" in room.form.fields["available"].error
