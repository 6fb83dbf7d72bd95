"""Laying a series: dates, skips, moves, acceptances; and what happens to single sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.errors import NotFound
from familjecentral.groups import series
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import CalendarDay, DayType, House
from familjecentral.groups.model import (
    ClashKind,
    Group,
    GroupStatus,
    SessionKind,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.programme import Values, proposed
from familjecentral.groups.reading import special_days
from familjecentral.groups.series import Accept, Move, SeriesPlan, Skip, lay_series
from tests.factories import SeededIds, centre, uuid_of
from tests.groups_factory import PROGRAMMES, leader, room

WEEK = dt.timedelta(weeks=1)
TUESDAY = dt.date(2026, 9, 15)
TEAM = (TeamMember(leader(1).id), TeamMember(leader(2).id))


def house(*days: CalendarDay) -> House:
    """Two rooms, three leaders, and special days."""
    return House(
        leaders={one.id: one for one in (leader(1), leader(2), leader(3))},
        rooms={one.id: one for one in (room(1), room(2))},
        days=days,
    )


def group(**changes: object) -> Group:
    """A group of the autumn with eight weekly sessions of two hours, without any yet."""
    values = {
        "id": uuid_of(1),
        "version": 1,
        "centre_id": centre().id,
        "title": "ICDP",
        "values": proposed(PROGRAMMES[0]),
        "prevention_level": "universal",
        "seats": 8,
        "minimum": 4,
        "term": "2026-HT",
    }
    return Group(**values | changes)


def lay(one: Group, schedule: Schedule | None = None, **changes: object) -> series.Proposal:
    plan = {"first": TUESDAY, "start": 900, "room": room().id, "team": TEAM}
    return lay_series(
        one, SeriesPlan(**plan | changes), schedule or Schedule(house(), [one]), SeededIds()
    )


def test_the_published_group_of_eskilstuna_comes_out_by_itself() -> None:
    """Eleven Tuesdays 15.00–16.30 from 2023-09-19, week 44 skipped: the dates that the
    municipality published (domain 1.4)."""
    values = Values("CHILD_SEP", 1, dt.date(2023, 1, 1), 11, 90, leaders=2)
    autumn_break = CalendarDay(
        dt.date(2023, 10, 30), dt.date(2023, 11, 3), DayType.SCHOOL_BREAK, "Höstlov"
    )
    days = (*special_days(dt.date(2023, 8, 1), dt.date(2023, 12, 31)), autumn_break)
    one = group(values=values, term="2023-HT", avoid_school_breaks=True)
    proposal = lay(one, Schedule(house(*days), [one]), first=dt.date(2023, 9, 19), skip_closed=True)
    assert [f"{s.day.day}/{s.day.month}" for s in proposal.group.sessions] == [
        "19/9", "26/9", "3/10", "10/10", "17/10", "24/10", "7/11", "14/11", "21/11", "28/11",
        "5/12",
    ]  # fmt: skip
    assert {(s.start, s.end) for s in proposal.group.sessions} == {(15 * 60, 16 * 60 + 30)}
    assert proposal.clashes == ()
    assert proposal.skipped == (dt.date(2023, 10, 31),)
    assert not proposal.after_term


def test_every_decision_is_taken_per_date() -> None:
    """Skip puts the session last, move puts it elsewhere, accept keeps it with its reason."""
    closed = [
        CalendarDay(TUESDAY + n * WEEK, TUESDAY + n * WEEK, DayType.STAFF_DAY, "Planeringsdag")
        for n in (1, 2, 3)
    ]
    one = group()
    schedule = Schedule(house(*closed), [one])
    asked = lay(one, schedule)
    assert [c.kind for c in asked.clashes] == [ClashKind.CLOSED_DAY] * 3
    decisions = {
        TUESDAY + WEEK: Skip(),
        TUESDAY + 2 * WEEK: Move(day=TUESDAY + 2 * WEEK + dt.timedelta(days=1)),
        TUESDAY + 3 * WEEK: Accept("exception"),
    }
    decided = lay(one, schedule, decisions=decisions)
    days = [(s.day - TUESDAY).days for s in decided.group.sessions]
    assert days == [0, 15, 21, 28, 35, 42, 49, 56]
    assert [s.number for s in decided.group.sessions] == list(range(1, 9))
    assert decided.clashes == ()
    statuses = [s.status for s in decided.group.sessions]
    assert statuses == [SessionStatus.PLANNED, SessionStatus.MOVED, *[SessionStatus.PLANNED] * 6]
    (accepted,) = decided.group.sessions[2].accepted
    assert (accepted.kind, accepted.reason) == (ClashKind.CLOSED_DAY, "exception")


def test_a_series_past_the_term_says_so() -> None:
    """It is no clash: the coordinator is told and may save."""
    proposal = lay(group(), first=dt.date(2026, 12, 1))
    assert proposal.after_term
    assert proposal.group.last_day == dt.date(2027, 1, 19)


def test_laying_anew_keeps_what_was_held_or_moved_and_reuses_ids() -> None:
    """The calendar entries of the others move instead of being doubled."""
    first = lay(group()).group
    held = series.with_session(first, replace(first.sessions[0], status=SessionStatus.HELD))
    moved = series.move_session(held, first.sessions[1].id, Move(start=600))
    again = lay(moved, first=TUESDAY + 3 * WEEK, start=960).group
    assert len(again.course) == 8
    assert again.sessions[0] == held.sessions[0]
    assert {s.id for s in again.sessions} == {s.id for s in first.sessions}
    assert [s.start for s in again.course[2:]] == [960] * 6


@given(
    every=st.integers(1, 4),
    sessions=st.integers(1, 20),
    skipped=st.sets(st.integers(0, 10), max_size=5),
)
def test_a_series_always_has_the_programmes_number_of_sessions(
    every: int, sessions: int, skipped: set[int]
) -> None:
    """Whatever is skipped is made up for at the end, at the programme's interval."""
    values = replace(proposed(PROGRAMMES[0]), sessions=sessions, every_weeks=every)
    decisions = {TUESDAY + n * every * WEEK: Skip() for n in skipped}
    found = lay(group(values=values), decisions=decisions).group.sessions
    assert len(found) == sessions
    assert not {s.day for s in found} & set(decisions)
    assert {(s.day - TUESDAY).days % (7 * every) for s in found} == {0}


def test_one_session_is_cancelled_replaced_and_restored_without_breaking_the_series() -> None:
    """The others keep date and number; the replacement points at what it replaces."""
    laid = lay(group()).group
    third = laid.sessions[2]
    cancelled = series.cancel_session(laid, third.id, "leader_ill")
    assert [s.id for s in cancelled.course] == [s.id for s in laid.sessions if s != third]
    instead = series.replace_session(
        cancelled, third.id, Move(day=third.day + dt.timedelta(days=2)), SeededIds(4)
    )
    (fresh,) = [s for s in instead.sessions if s.kind is SessionKind.REPLACEMENT]
    assert (fresh.replaces, fresh.number, fresh.status) == (third.id, 3, SessionStatus.PLANNED)
    assert len(instead.course) == 8
    back = series.restore_session(cancelled, third.id)
    assert back == laid
    with pytest.raises(NotFound):
        series.cancel_session(laid, uuid_of(99), "other")


def test_the_booster_comes_when_the_programme_says() -> None:
    """Weeks after the last session; none for a programme without one."""
    laid = lay(group()).group
    day = series.booster_day(laid)
    assert day == laid.last_day + 12 * WEEK
    with_booster = series.add_session(laid, SessionKind.BOOSTER, day, SeededIds(3))
    assert with_booster.last_day == laid.last_day
    assert with_booster.weeded_by == laid.last_day + 4 * WEEK
    assert with_booster.sessions[-1].number == 9
    assert series.booster_day(group()) is None
    early = series.add_session(group(), SessionKind.INFO, TUESDAY, SeededIds(3))
    assert early.sessions[0].start == 9 * 60


def test_a_group_is_cancelled_before_its_start_and_aborted_after_it() -> None:
    """Sessions to come go with it; the ones held stay."""
    laid = lay(group()).group
    cancelled = series.cancelled_group(laid, "too_few")
    assert (cancelled.status, cancelled.cancel_reason) == (GroupStatus.CANCELLED, "too_few")
    assert cancelled.course == ()
    held = series.with_session(laid, replace(laid.sessions[0], status=SessionStatus.HELD))
    aborted = series.cancelled_group(held, "staff_shortage")
    assert aborted.status is GroupStatus.ABORTED
    assert aborted.course == (held.sessions[0],)


def test_a_session_takes_longer_without_the_others() -> None:
    """The rest of the series keeps its length."""
    laid = lay(group()).group
    longer = series.resize_session(laid, laid.sessions[0].id, 150)
    assert [s.minutes for s in longer.sessions] == [150] + [120] * 7
