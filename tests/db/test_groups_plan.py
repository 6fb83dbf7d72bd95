"""From the store to the planner and back: a term is proposed, kept, and planned anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import InvalidInput
from familjecentral.groups import bridge, series
from familjecentral.groups.furnishing import (
    ImportDays,
    SaveHours,
    SaveLeader,
    import_days,
    save_hours,
    save_leader,
)
from familjecentral.groups.house import Hours
from familjecentral.groups.model import Group, GroupStatus, Relation, RelationType
from familjecentral.groups.plan import Plan
from familjecentral.groups.planner import plan_term
from familjecentral.groups.problem import Span
from familjecentral.groups.saving import RelateGroups, relate_groups
from tests.factories import FixedClock, centre
from tests.groups_factory import COORDINATOR, QUIET, Office, leader, room

WORKDAYS = frozenset({1, 2, 3, 4, 5})
AUTUMN = b"first;last;type;name;source\n2026-10-26;2026-10-30;school_break;H\xc3\xb6stlov;Vinge\n"


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store in August, with hours, a break, two rooms, four leaders."""
    clock.day = dt.date(2026, 8, 20)
    found = Office(open_as(COORDINATOR), clock)
    found.furnish(rooms=2, leaders=4)
    opening = (Span(weekdays=WORKDAYS, start=8 * 60, end=20 * 60),)
    found.run(save_hours, SaveHours(Hours(centre().id, 0, opening)))
    found.run(import_days, ImportDays(AUTUMN), guard=QUIET)
    return found


def proposed(office: Office, only: frozenset | None = None) -> tuple[bridge.TermToPlan, Plan]:
    """Return problem and plan of the autumn; saving judges the plan anew, by other code."""
    with office.store.unit_of_work() as uow:
        term = bridge.term_problem("2026-HT", uow, office.clock, only=only)
    plan = plan_term(term.problem, seconds=10, seed=1)
    return term, plan


def planned(office: Office, count: int = 3) -> tuple[Group, ...]:
    """Lay up groups, plan them and keep the proposal."""
    for n in range(count):
        office.new(f"ICDP {n}")
    term, plan = proposed(office)
    assert plan.status == "complete"
    return office.save(*bridge.drafts(plan, term.groups, office.ids))


def test_a_term_is_planned_from_the_store_and_kept_without_a_clash(office: Office) -> None:
    """What the planner allows, saving allows: both follow the same rules."""
    groups = planned(office)
    assert [len(group.course) for group in groups] == [8, 8, 8]
    assert all(len(group.team) == 2 and group.room for group in groups)


def test_planning_again_changes_nothing_when_nothing_has_happened(office: Office) -> None:
    """The plan as it stands is the previous one."""
    groups = planned(office)
    term, plan = proposed(office)
    assert [g.sessions for g in bridge.drafts(plan, term.groups, office.ids)] == [
        g.sessions for g in sorted(groups, key=lambda g: g.title)
    ]


def test_a_leader_is_a_name_and_no_telephone(office: Office) -> None:
    """What the calendar shows of her is a first name."""
    with office.store.unit_of_work() as uow:
        found = uow.house.leaders()[0]
    for name in ("Sara 070-1740650", "sara@example.org"):
        with pytest.raises(InvalidInput, match="first_name:personal_data"):
            office.run(save_leader, SaveLeader(replace(found, first_name=name)))


def test_a_leader_who_falls_ill_is_replaced_where_she_is_away_and_nowhere_else(
    office: Office,
) -> None:
    """Announced sessions keep date, time and room; only the absent leader's ones change."""
    groups = planned(office)
    groups = office.save(*(replace(g, status=GroupStatus.OPEN) for g in groups))
    group = groups[0]
    ill = group.course[2].leaders[0]
    away = Span(group.course[2].day, group.course[3].day)
    with office.store.unit_of_work() as uow:
        (found,) = [one for one in uow.house.leaders() if one.id == ill]
    office.run(save_leader, SaveLeader(replace(found, absent=(away,))))
    term, plan = proposed(office)
    after = {g.id: g for g in bridge.drafts(plan, term.groups, office.ids)}
    for before in groups:
        for old, new in zip(before.course, after[before.id].course, strict=True):
            assert (old.id, old.day, old.start, old.room) == (new.id, new.day, new.start, new.room)
            if ill in old.leaders and away.on(old.day):
                assert ill not in new.leaders
            else:
                assert set(old.leaders) == set(new.leaders)
    office.save(*after.values())


def test_what_others_occupy_is_in_the_way(office: Office) -> None:
    """A group that is not to be planned keeps its room; accepted clashes stay accepted."""
    first = planned(office, 1)[0]
    office.new("ICDP ny")
    (fresh,) = [g.id for g in _all(office) if g.id != first.id]
    term, plan = proposed(office, frozenset({fresh}))
    assert [g.id for g in term.groups] == [fresh]
    office.save(*bridge.drafts(plan, term.groups, office.ids))


def test_a_relation_between_groups_holds_in_the_plan(office: Office) -> None:
    """Mothers and fathers in parallel: the same dates and times with different leaders."""
    one, other = office.new("Mammor"), office.new("Pappor")
    for kind in (RelationType.PARALLEL, RelationType.SEPARATE_LEADERS):
        office.run(relate_groups, RelateGroups(Relation(kind, one.id, other.id)))
    term, plan = proposed(office)
    first, second = bridge.drafts(plan, term.groups, office.ids)
    assert [(s.day, s.start) for s in first.course] == [(s.day, s.start) for s in second.course]
    office.save(first, second)


def test_an_accepted_clash_stays_accepted_when_planning_again(office: Office) -> None:
    """A known double booking of the room neither stops the plan nor asks once more."""
    one = office.running("Ett")
    laid = office.lay(office.new("Två"), team=())
    team = tuple(leader(n).id for n in (3, 4))
    sessions = tuple(replace(s, leaders=team) for s in laid.group.sessions)
    draft = replace(laid.group, sessions=sessions, status=GroupStatus.OPEN)
    with pytest.raises(Exception, match="clashes"):
        office.save(draft)
    two = series.accept_clashes(draft, _open(office, draft), "room_suffices")
    (kept,) = office.save(two)
    accepted = [s.accepted for s in kept.sessions]
    assert all(accepted)
    term, plan = proposed(office)
    again = {g.id: g for g in bridge.drafts(plan, term.groups, office.ids)}
    assert [s.accepted for s in again[kept.id].sessions] == accepted
    assert [s.room for s in again[one.id].sessions] == [room().id] * 8
    office.save(*again.values())


def _all(office: Office) -> tuple[Group, ...]:
    with office.store.unit_of_work() as uow:
        return tuple(uow.groups.in_term("2026-HT"))


def _open(office: Office, group: Group) -> tuple:
    from familjecentral.groups.saving import schedule_around

    with office.store.unit_of_work() as uow:
        return schedule_around([group], uow).open_clashes([group.id])
