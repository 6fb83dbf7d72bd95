"""The calendar's draft: only what a move touches is judged, and the marks are those of the core."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import DayType, LocalDay
from familjecentral.groups.model import ClashKind, SessionId, SessionStatus
from familjecentral.groups.reading import as_day
from familjecentral.groups.series import Move, cancel_session, move_session
from tests.factories import uuid_of
from tests.unit.ui.calendar_terms import (
    MONDAY,
    TODAY,
    big_term,
    group,
    house,
    leader,
    room,
    session,
)
from ui.calendar.cells import Target, term_grid, week_grid
from ui.calendar.draft import Draft
from ui.calendar.edits import moved_group, options, skipped
from ui.calendar.model import evening_text

TERM = dt.date(2026, 8, 1), dt.date(2026, 12, 31)


def two_groups() -> Schedule:
    """Two groups on one day in different rooms, with different leaders."""
    other = session(2, MONDAY, room=room(2).id, leaders=(leader(2).id,))
    return Schedule(house(), [group(1, session(1, MONDAY)), group(2, other)])


def test_a_move_into_a_taken_room_marks_both_sides() -> None:
    """Who is moved and who was there first are both marked, at once."""
    draft = Draft(two_groups())
    assert draft.all_clashes() == ()
    first = draft.now.groups[group(1).id]
    draft.put([move_session(first, first.sessions[0].id, Move(room=room(2).id))])
    assert {c.session for c in draft.all_clashes()} == {uuid_of(1), uuid_of(2)}
    assert {c.kind for c in draft.all_clashes()} == {ClashKind.ROOM_TAKEN}
    draft.put([first])
    assert draft.all_clashes() == ()
    assert draft.edited == {}


def test_a_move_judges_only_what_it_touches() -> None:
    """In a full term a move of one session judges a small part of the 720, not all pairs."""
    draft = Draft(big_term())
    assert draft.judged == 720
    moved = next(iter(draft.now.groups.values()))
    before = draft.judged
    draft.put([move_session(moved, moved.sessions[-1].id, Move(start=900))])
    assert draft.judged - before < 720 / 6


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 11), st.integers(0, 5), st.integers(-3, 3), st.sampled_from((480, 600)),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=6,
    )
)  # fmt: skip
def test_marks_kept_up_to_date_equal_marks_made_anew(
    moves: list[tuple[int, int, int, int, int]],
) -> None:
    """However sessions are moved about, the draft knows the clashes that the core finds."""
    draft = Draft(big_term(groups=12, sessions=6))
    ids = list(draft.now.groups)
    for place, n, days, start, to in moves:
        now = draft.now.groups[ids[place]]
        chosen = now.sessions[n]
        to_room = Move(chosen.day + dt.timedelta(days=days), start, room(to).id)
        draft.put([move_session(now, chosen.id, to_room)])
        assert set(draft.all_clashes()) == set(draft.now.open_clashes())


def test_the_preview_is_what_putting_down_gives() -> None:
    """What a hovering card is marked with is what it has when it is put down."""
    draft = Draft(two_groups())
    first = draft.now.groups[group(1).id]
    there = move_session(first, first.sessions[0].id, Move(room=room(2).id))
    seen = draft.preview(there, first.sessions[0].id)
    draft.put([there])
    assert draft.clashes(first.sessions[0].id) == seen


def test_a_target_moves_day_room_and_length() -> None:
    """A card held over another cell means that day and room; its length follows the target."""
    draft = Draft(two_groups())
    grid = week_grid(draft, MONDAY, "room", TODAY)
    card = grid.rows[0].cells[0][0]
    origin = Target(0, 0, card.start, card.minutes)
    moved = moved_group(grid, draft.now.groups[group(1).id], card, origin, Target(1, 2, 615, 120))
    laid = moved.sessions[0]
    assert (laid.day, laid.start, laid.minutes) == (MONDAY + dt.timedelta(days=2), 615, 120)
    assert laid.room == room(2).id
    assert laid.status is SessionStatus.MOVED


def test_a_card_on_another_leaders_row_changes_the_leader() -> None:
    """By leader, the row says who leads; the others of the session stay."""
    pair = session(1, MONDAY, leaders=(leader(1).id, leader(2).id))
    draft = Draft(Schedule(house(leaders=3), [group(1, pair)]))
    grid = week_grid(draft, MONDAY, "leader", TODAY)
    card = grid.rows[0].cells[0][0]
    moved = moved_group(
        grid, draft.now.groups[group(1).id], card, Target(0, 0, 600, 90), Target(2, 0, 600, 90)
    )
    assert moved.sessions[0].leaders == (leader(3).id, leader(2).id)


def test_a_term_keeps_the_weekday_and_counts_iso_weeks() -> None:
    """In a term a column is an ISO week: a session moved there keeps its weekday."""
    thursday = MONDAY + dt.timedelta(days=3)
    draft = Draft(
        Schedule(
            house(),
            [group(1, session(1, thursday), session(2, thursday + dt.timedelta(weeks=2), n=2))],
        )
    )
    grid = term_grid(draft, *TERM, "group", TODAY, "Grupp")
    assert [column.head for column in grid.columns] == ["40", "41", "42"]
    card = grid.rows[0].cells[0][0]
    moved = moved_group(
        grid, draft.now.groups[group(1).id], card, Target(0, 0, 600, 90), Target(0, 1, 600, 90)
    )
    assert moved.sessions[0].day == thursday + dt.timedelta(weeks=1)


def test_red_days_bridge_days_and_breaks_stand_in_the_heads() -> None:
    """A closed day is hatched and named; a bridge day is only named; a break hatches its week."""
    autumn = LocalDay(
        uuid_of(1), dt.date(2026, 10, 26), dt.date(2026, 10, 30), DayType.SCHOOL_BREAK, "Höstlov"
    )  # type: ignore[arg-type]
    days = (*house().days, as_day(autumn))
    monday = dt.date(2026, 10, 26)
    far = session(1, dt.date(2026, 10, 22)), session(2, dt.date(2026, 11, 5), n=2)
    draft = Draft(Schedule(house(days=days), [group(1, *far)]))
    term = term_grid(draft, *TERM, "group", TODAY, "Grupp")
    assert [(c.head, c.shut, c.note) for c in term.columns][1] == ("44", True, "Höstlov")
    assert week_grid(draft, monday, "room", TODAY).rows[0].shut[0] == "Höstlov"
    christmas = week_grid(draft, dt.date(2026, 12, 21), "room", TODAY)
    shut = {c.head: (c.shut, c.note) for c in christmas.columns}
    assert shut["tor 24/12"] == (True, "Julafton")
    assert shut["fre 25/12"] == (True, "Juldagen")
    epiphany = week_grid(draft, dt.date(2027, 1, 4), "room", TODAY)
    assert {c.head: c.note for c in epiphany.columns}["ons 6/1"] == "Trettondedag jul"


def test_the_turn_of_the_year_keeps_iso_weeks() -> None:
    """2026 has 53 weeks, and the first of January 2027 lies in the last of them."""
    draft = Draft(two_groups())
    assert week_grid(draft, dt.date(2026, 12, 28), "room", TODAY).corner == "v. 53"
    assert week_grid(draft, dt.date(2027, 1, 4), "room", TODAY).corner == "v. 1"


def test_what_is_cancelled_leaves_room_and_leader_but_stays_with_its_group() -> None:
    """A cancelled session takes no place by room; by group it is shown as cancelled."""
    draft = Draft(two_groups())
    first = draft.now.groups[group(1).id]
    draft.put([cancel_session(first, first.sessions[0].id, "leader_ill")])
    by_room = week_grid(draft, MONDAY, "room", TODAY)
    assert [len(row.cells[0]) for row in by_room.rows] == [0, 1]
    by_group = week_grid(draft, MONDAY, "group", TODAY)
    assert by_group.rows[0].cells[0][0].state is SessionStatus.CANCELLED


def test_options_are_free_of_clashes_and_the_least_change_comes_first() -> None:
    """Another room at the same time is offered before another time."""
    both = group(2, session(2, MONDAY, leaders=(leader(2).id,)))
    schedule = Schedule(house(), [group(1, session(1, MONDAY)), both])
    draft = Draft(schedule)
    one = schedule.groups[group(1).id]
    found = options(schedule, one, one.sessions[0])
    assert found[0].move == Move(room=room(2).id)
    for option in found:
        after = move_session(one, one.sessions[0].id, option.move)
        assert draft.preview(after, one.sessions[0].id) == ()


def test_a_skipped_session_comes_last_and_clear_of_closed_days() -> None:
    """Skipping puts the session after the last one, on the first open date of its series."""
    days = [dt.date(2026, 12, 10) + dt.timedelta(weeks=n) for n in range(2)]
    late = group(1, session(1, days[0]), session(2, days[1], n=2))
    schedule = Schedule(house(), [late])
    after = skipped(schedule, late, late.sessions[0])
    moved = after.session(SessionId(uuid_of(1)))
    assert moved is not None
    assert moved.day == dt.date(2027, 1, 7)  # Christmas Eve and New Year's Eve are left out


def test_evenings_of_a_leader_are_counted_by_week() -> None:
    """Below the term stands how many evenings each leader has, with her limit."""
    late = session(1, MONDAY, 1020), session(2, MONDAY + dt.timedelta(days=1), 1020, n=2)
    one = leader(1, max_evenings_week=1)
    place = replace(house(), leaders={one.id: one})
    grid = term_grid(Draft(Schedule(place, [group(1, *late)])), *TERM, "group", TODAY, "Grupp")
    assert [(load.name, load.evenings, load.most) for load in grid.loads] == [("Ledare 1", (2,), 1)]
    assert evening_text(grid.loads[0], 0) == "2!"
