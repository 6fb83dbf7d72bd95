"""Groups in the real store: laid in one step, kept with versions, and gone when closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import ClashesLeft, InvalidInput, StaleEdit
from familjecentral.groups import attendance, closing, reading, registering, saving, series
from familjecentral.groups.model import ClashKind, GroupStatus, Mark, SessionStatus
from familjecentral.groups.steps import redo_group, undo_group
from tests.factories import FixedClock
from tests.groups_factory import COORDINATOR, FIRST, Office


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms and three leaders."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def test_a_series_is_laid_in_one_step_and_read_back_as_it_was(office: Office) -> None:
    """Eight Tuesdays with room and leaders, the same after the store."""
    proposal = office.lay(office.new())
    assert proposal.clashes == ()
    (kept,) = office.save(proposal.group)
    assert [s.day for s in kept.sessions] == [FIRST + n * dt.timedelta(weeks=1) for n in range(8)]
    assert office.get(kept) == kept
    assert kept.version == 2


def test_a_second_group_in_the_room_is_refused_until_it_is_accepted(office: Office) -> None:
    """Every clash is listed; saving looks again; what is accepted with a reason is kept."""
    office.running()
    laid = office.lay(office.new("ICDP, andra"), team=())
    kinds = {clash.kind for clash in laid.clashes}
    assert {ClashKind.ROOM_TAKEN, ClashKind.LEADERS_MISSING} <= kinds
    with pytest.raises(ClashesLeft) as refused:
        office.save(laid.group)
    assert set(refused.value.clashes) == set(laid.clashes)
    (kept,) = office.save(series.accept_clashes(laid.group, laid.clashes, "agreed"))
    page = office.ask(reading.read_group, kept.id)
    assert page.clashes == ()


def test_a_stale_edit_is_refused_with_both_versions(office: Office) -> None:
    """Two coordinators: the second is shown what the first saved and loses nothing."""
    group = office.running()
    mine, theirs = replace(group, title="Min rubrik"), replace(group, title="Deras rubrik")
    (stored,) = office.save(theirs)
    with pytest.raises(StaleEdit) as refused:
        office.save(mine)
    assert (refused.value.mine, refused.value.theirs) == (mine, stored)


def test_undo_and_redo_walk_through_what_was_changed(office: Office) -> None:
    """A moved session comes back, is moved again, and its SEQUENCE rises each time."""
    group = office.running()
    to = series.Move(day=FIRST + dt.timedelta(days=1))
    (moved,) = office.save(series.move_session(group, group.sessions[0].id, to))
    assert moved.sessions[0].status is SessionStatus.MOVED
    with office.store.unit_of_work() as uow:
        undo_group(office.undo, uow, office.clock, office.ids)
    assert office.get(group).sessions[0].day == FIRST
    with office.store.unit_of_work() as uow:
        redo_group(office.undo, uow, office.clock, office.ids)
    again = office.get(group)
    assert again.sessions[0].day == to.day
    assert [s.sequence for s in again.sessions[:2]] == [3, 0]


def test_a_group_from_registration_to_its_close(office: Office) -> None:
    """Seats, queue, grid; numbers stay, seats and aliases go."""
    group = office.running()
    taken = [
        office.run(registering.register, registering.Register(group.id, "self"))
        for _ in range(group.seats + 1)
    ]
    assert [one.seat for one in taken] == [*range(1, group.seats + 1), None]
    assert taken[-1].alias
    assert office.get(group).status is GroupStatus.FULL
    office.clock.day = group.sessions[0].day
    session = group.sessions[0].id
    office.run(attendance.mark_all_present, attendance.MarkAllPresent(session))
    office.run(
        attendance.mark_seats,
        attendance.MarkSeats(session, {1: Mark.ABSENT}, {1: Mark.PRESENT}),
    )
    assert office.get(group).status is GroupStatus.RUNNING
    with pytest.raises(InvalidInput):
        office.run(
            closing.close_group,
            closing.CloseGroup(group.id, office.get(group).version),
            office.undo,
        )
    office.clock.day = group.sessions[-1].day
    for one in group.sessions[1:]:
        office.run(attendance.mark_all_present, attendance.MarkAllPresent(one.id))
    last = office.get(group)
    office.run(closing.close_group, closing.CloseGroup(group.id, last.version, 2, 9), office.undo)
    closed = office.get(group)
    assert closed.status is GroupStatus.COMPLETED
    assert closed.outcome is not None
    assert (closed.outcome.at_first, closed.outcome.participants) == (9, 10)
    assert (closed.outcome.present, closed.outcome.possible) == (79, 80)
    assert (closed.outcome.completed, closed.outcome.waiting) == (10, 1)
    page = office.ask(reading.read_group, group.id)
    assert (page.seats, page.queue, page.grid) == ((), (), {})
    assert not office.undo.can_undo


def test_copying_a_term_lays_the_groups_up_once_more(office: Office) -> None:
    """Values, team and room come along; dates, seats and status do not."""
    group = office.running()
    saved = office.run(saving.copy_term, saving.CopyTerm("2026-HT", "2027-VT"))
    (copy,) = saved.groups
    assert (copy.term, copy.status, copy.sessions) == ("2027-VT", GroupStatus.PLANNED, ())
    assert (copy.team, copy.room, copy.values) == (group.team, group.room, group.values)
    assert office.ask(reading.list_groups, "2027-VT").rows[0].group == copy
