"""Figures of groups, counted at the lock: every share with its base in one table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.calendar.periods import Month, Period
from familjecentral.errors import InvalidInput
from familjecentral.groups import attendance, closing, registering, series
from familjecentral.groups.figures import MEASURES, SOURCE
from familjecentral.groups.model import Group, GroupStatus, Mark, Moment, SessionKind, TeamMember
from familjecentral.groups.saving import CancelGroup, cancel_group
from familjecentral.releases.lock import LockPeriod, lock_period
from familjecentral.statistics.declared import (
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from tests.factories import FixedClock, staff
from tests.groups_factory import FIRST, Office, leader

AUTUMN = (Period.parse("2026-Q3"), Period.parse("2026-Q4"))
FIELDS = {
    "group_attendance": ("present",),
    "group_participants": ("course", "father"),
    "group_forms": ("returned", "benefit", "goal", "recommend"),
    "groups_due": ("cancel_reason",),
}
DECLARED = DeclaredSet(
    1,
    5,
    tuple(Measure(key, SOURCE, "people") for key in MEASURES),
    tuple(
        Dimension(field, DimensionKind.CODE, field, {})
        for field in ("programme", *(f for fields in FIELDS.values() for f in fields))
    ),
    tuple(
        TableSpec(key, key, (field,))
        for key in MEASURES
        for field in FIELDS.get(key, ("programme",))
    ),
)


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return the store of somebody who coordinates and manages."""
    found = Office(open_as(staff(2, roles=frozenset({Role.COORDINATOR, Role.MANAGER}))), clock)
    found.furnish(leaders=4)
    return found


def counted(office: Office) -> dict[tuple[str, str, str], int]:
    """Lock both quarters and return what was kept: (table, month, code) → number."""
    office.clock.day = dt.date(2027, 2, 1)
    found = {}
    for quarter in AUTUMN:
        with office.store.unit_of_work() as uow:
            lock_period(
                LockPeriod(quarter), uow, declared=DECLARED, clock=office.clock, ids=office.ids
            )
            (centre,) = uow.centres()
            for row in uow.counts.kept([centre.id], quarter.months, 1):
                found[row.table, row.month, row.codes[0]] = row.n
    return found


def held(office: Office, group: Group, away: int = 0) -> Group:
    """Hold every session; the first seats are away from the second on."""
    for n, session in enumerate(group.course):
        office.clock.day = session.day
        office.run(attendance.mark_all_present, attendance.MarkAllPresent(session.id))
        if n and away:
            squares = dict.fromkeys(range(1, away + 1), Mark.ABSENT)
            seen = dict.fromkeys(squares, Mark.PRESENT)
            office.run(attendance.mark_seats, attendance.MarkSeats(session.id, squares, seen))
    return office.get(group)


def test_a_group_counts_in_the_months_of_its_beginning_and_its_end(office: Office) -> None:
    """Begun in September, ended in November, booster in February: each where it belongs, every
    share as two parts that add up to its base."""
    group = office.running()
    for _ in range(8):
        office.run(registering.register, registering.Register(group.id, "self"))
    last = held(office, group, away=2)
    answers = {"benefit": (5, 4, 4, 3, 5, 5), "goal": (1, 2, 3, 3, 2, 1)}
    office.run(
        attendance.enter_ratings, attendance.EnterRatings(group.id, Moment.AFTER, answers, 7)
    )
    office.run(closing.close_group, closing.CloseGroup(group.id, last.version, 3, 8), office.undo)
    day = dt.date(2026, 12, 15)
    (with_booster,) = office.save(
        series.add_session(office.get(group), SessionKind.BOOSTER, day, office.ids)
    )
    office.clock.day = day
    booster = with_booster.sessions[-1].id
    office.run(attendance.count_only, attendance.CountOnly(booster, 4, 6), office.undo)
    found = counted(office)
    begun, ended = "2026-09", "2026-11"
    assert {key: n for key, n in found.items() if key[0] != "group_sessions:programme"} == {
        ("groups_due:cancel_reason", begun, "missing"): 1,
        ("groups_started:programme", begun, "icdp"): 1,
        ("groups_completed:programme", ended, "icdp"): 1,
        ("group_places:programme", ended, "icdp"): 10,
        ("group_attendance:present", ended, "yes"): 50,
        ("group_attendance:present", ended, "no"): 14,
        ("group_participants:course", ended, "completed"): 6,
        ("group_participants:course", ended, "only_first"): 2,
        ("group_participants:father", ended, "yes"): 3,
        ("group_participants:father", ended, "no"): 5,
        ("group_forms:returned", ended, "yes"): 6,
        ("group_forms:returned", ended, "no"): 1,
        ("group_forms:benefit", ended, "yes"): 5,
        ("group_forms:benefit", ended, "no"): 1,
        ("group_forms:benefit", ended, "missing"): 1,
        ("group_forms:goal", ended, "yes"): 4,
        ("group_forms:goal", ended, "no"): 2,
        ("group_forms:goal", ended, "missing"): 1,
        ("group_forms:recommend", ended, "missing"): 7,
        ("group_booster:programme", "2026-12", "icdp"): 4,
    }
    sessions = [n for (table, _, _), n in found.items() if table == "group_sessions:programme"]
    assert sum(sessions) == 9


def test_a_group_that_is_not_closed_is_counted_from_its_grid(office: Office) -> None:
    """The lock does not wait for the coordinator."""
    group = office.running()
    for _ in range(3):
        office.run(registering.register, registering.Register(group.id))
    held(office, group)
    found = counted(office)
    assert found["group_attendance:present", "2026-11", "yes"] == 24
    assert ("group_attendance:present", "2026-11", "no") not in found
    assert ("group_participants:father", "2026-11", "yes") not in found


def test_roles_counted_while_the_group_runs_are_in_the_figures_of_the_lock(office: Office) -> None:
    """The quarter can be locked before the group is closed: what was filled in by then counts,
    and stays when the group is closed without another number."""
    group = office.running()
    for _ in range(6):
        office.run(registering.register, registering.Register(group.id))
    group = held(office, group)
    (group,) = office.save(replace(group, fathers=2, role_known=5))
    assert (office.get(group).fathers, office.get(group).role_known) == (2, 5)
    found = counted(office)
    month = str(Month.of(group.course[-1].day))
    assert found["group_participants:father", month, "yes"] == 2
    assert found["group_participants:father", month, "no"] == 3
    office.run(closing.close_group, closing.CloseGroup(group.id, group.version), office.undo)
    kept = office.get(group).outcome
    assert kept is not None
    assert (kept.fathers, kept.role_known) == (2, 5)


@pytest.mark.parametrize(("fathers", "known", "wrong"), [
    (3, 2, "fathers"), (None, 4, "fathers"), (1, None, "role_known"), (0, 61, "role_known"),
])  # fmt: skip
def test_roles_that_cannot_be_are_refused(
    office: Office, fathers: int | None, known: int | None, wrong: str
) -> None:
    """Fathers are some of those whose role is known; both numbers or none."""
    group = office.running()
    with pytest.raises(InvalidInput) as refused:
        office.save(replace(group, fathers=fathers, role_known=known))
    assert [p.field for p in refused.value.problems] == [f"groups[0].{wrong}"]


def test_a_cancelled_group_counts_with_its_reason(office: Office) -> None:
    """Cancelled before its start it was due and did not begin."""
    office.running()
    team = (TeamMember(leader(3).id), TeamMember(leader(4).id))
    other = office.running("Kväll", start=18 * 60, team=team)
    office.run(cancel_group, CancelGroup(other.id, other.version, "too_few"))
    found = counted(office)
    assert found == {
        ("groups_due:cancel_reason", "2026-09", "too_few"): 1,
    }
    assert FIRST.month == 9


def test_an_aborted_group_started_and_did_not_complete(office: Office) -> None:
    """What was held of it counts."""
    group = office.running()
    office.run(registering.register, registering.Register(group.id))
    office.clock.day = FIRST
    session = group.sessions[0].id
    office.run(attendance.mark_all_present, attendance.MarkAllPresent(session))
    kept = office.get(group)
    (aborted,) = office.save(replace(series.cancelled_group(kept, "leader_ill")))
    assert aborted.status is GroupStatus.ABORTED
    found = counted(office)
    assert found["groups_started:programme", "2026-09", "icdp"] == 1
    assert found["group_attendance:present", "2026-09", "yes"] == 1
    assert not any(table == "groups_completed:programme" for table, _, _ in found)
