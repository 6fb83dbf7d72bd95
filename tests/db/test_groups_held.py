"""A session held is one session of work at group level: counted once, at the lock of its month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from db.schema import locked_contact
from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.calendar.periods import Period
from familjecentral.errors import InvalidInput, PeriodLocked
from familjecentral.groups import attendance, series
from familjecentral.groups.model import Group, GroupStatus, SessionKind, SessionStatus
from familjecentral.groups.steps import redo_group, undo_group
from familjecentral.releases.lock import LockPeriod, lock_period, period_state
from familjecentral.releases.model import WeekStatus
from familjecentral.statistics.declared import (
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from tests.factories import FixedClock, staff
from tests.groups_factory import FIRST, Office

SEPTEMBER = Period.parse("2026-09")
DECLARED = DeclaredSet(
    1,
    5,
    (Measure("sessions", "group", "things"),),
    (
        Dimension("level", DimensionKind.CODE, "prevention_level", {}),
        Dimension("programme", DimensionKind.CODE, "programme", {}),
    ),
    (TableSpec("sessions", "sessions", ("level", "programme")),),
)


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return the store of somebody who coordinates and manages, in October."""
    found = Office(open_as(staff(2, roles=frozenset({Role.COORDINATOR, Role.MANAGER}))), clock)
    found.furnish()
    clock.day = dt.date(2026, 10, 8)
    return found


def hold(office: Office, group: Group, *numbers: int) -> None:
    """Mark sessions as held, by their place in the series."""
    for number in numbers:
        session = group.sessions[number].id
        office.run(attendance.mark_held, attendance.MarkHeld(session))


def lock(office: Office) -> None:
    """Lock September."""
    with office.store.unit_of_work() as uow:
        lock_period(
            LockPeriod(SEPTEMBER), uow, declared=DECLARED, clock=office.clock, ids=office.ids
        )


def counted(office: Office, vintage: int = 1) -> dict[tuple[str, ...], int]:
    """Return the sessions that a count of September finds, by level and programme."""
    with office.store.unit_of_work() as uow:
        (centre,) = uow.centres()
        rows = uow.counts.count(DECLARED, centre.id, SEPTEMBER.months, vintage)
    return {row.codes: row.n for row in rows}


def test_sessions_held_are_counted_at_the_lock_at_the_groups_level(office: Office) -> None:
    """Two held of three in September, led by two leaders each: two sessions of work."""
    group = office.running()
    hold(office, group, 0, 1)
    lock(office)
    assert counted(office) == {("universal", "icdp"): 2}


def test_the_talk_before_a_group_is_no_session_of_the_group(office: Office) -> None:
    """Information and booster count, the individual talk does not: it is a contact."""
    group = office.running()
    for kind, day in ((SessionKind.PRE_INTERVIEW, 10), (SessionKind.INFO, 11)):
        group = series.add_session(group, kind, dt.date(2026, 9, day), office.ids)
    (group,) = office.save(group)
    hold(office, group, 0, 1)
    lock(office)
    assert counted(office) == {("universal", "icdp"): 1}


def test_nothing_in_a_locked_row_leads_back_to_the_session(office: Office) -> None:
    """Month, level, programme and a fresh id; no counts, no leader."""
    group = office.running()
    hold(office, group, 0)
    lock(office)
    with office.store.unit_of_work() as uow:
        (row,) = uow.connection.execute(sa.select(locked_contact)).mappings().all()
    known = {group.id, *(s.id for s in group.sessions), *(m.leader for m in group.team)}
    assert row["id"] not in known
    filled = {name for name, value in row.items() if value is not None}
    assert filled == {
        "centre_key", "vintage", "month", "working_level", "prevention_level", "id", "programme",
    }  # fmt: skip


def test_a_week_with_a_session_held_is_reported(office: Office) -> None:
    """A session that was held is work done, though no contact was logged."""
    group = office.running()
    hold(office, group, 0)
    with office.store.unit_of_work() as uow:
        state = period_state(SEPTEMBER, None, uow, office.clock)
    reported = [week.part.first for week in state.weeks if week.status is WeekStatus.REPORTED]
    assert reported == [FIRST - dt.timedelta(days=1)]


def test_a_session_marked_after_the_lock_becomes_a_late_row_once(office: Office) -> None:
    """Next vintage; undo takes it out, redo puts it in again; nothing is counted twice."""
    group = office.running()
    hold(office, group, 0)
    lock(office)
    hold(office, group, 1)
    assert counted(office, 2) == {("universal", "icdp"): 1}
    with office.store.unit_of_work() as uow:
        undo_group(office.undo, uow, office.clock, office.ids)
    assert counted(office, 2) == {}
    assert office.get(group).sessions[1].status is SessionStatus.PLANNED
    with office.store.unit_of_work() as uow:
        redo_group(office.undo, uow, office.clock, office.ids)
    assert counted(office, 2) == {("universal", "icdp"): 1}
    assert counted(office, 1) == {("universal", "icdp"): 1}


def test_what_was_counted_can_no_longer_change(office: Office) -> None:
    """Neither taken back, moved, cancelled nor removed; the step of undo is dropped."""
    group = office.running()
    hold(office, group, 0)
    lock(office)
    session = group.sessions[0]
    with pytest.raises(PeriodLocked):
        office.run(attendance.mark_held, attendance.MarkHeld(session.id, held=False))
    kept = office.get(group)
    with pytest.raises(PeriodLocked):
        office.save(series.move_session(kept, session.id, series.Move(day=dt.date(2026, 10, 7))))
    with pytest.raises(PeriodLocked):
        office.save(series.cancel_session(kept, session.id, "external"))
    with office.store.unit_of_work() as uow, pytest.raises(PeriodLocked):
        undo_group(office.undo, uow, office.clock, office.ids)
    (other,) = office.save(series.move_session(kept, group.sessions[3].id, series.Move(start=900)))
    assert other.sessions[0].status is SessionStatus.HELD


def test_a_session_to_come_or_cancelled_cannot_have_been_held(office: Office) -> None:
    """The day must have come; what is marked twice changes nothing."""
    group = office.running()
    with pytest.raises(InvalidInput):
        hold(office, group, 7)
    (kept,) = office.save(series.cancel_session(group, group.sessions[0].id, "leader_ill"))
    with pytest.raises(InvalidInput):
        hold(office, kept, 0)
    hold(office, group, 1)
    version = office.get(group).version
    hold(office, group, 1)
    assert (office.get(group).version, office.get(group).status) == (version, GroupStatus.RUNNING)
