"""What groups are planned with is changed, taken back and done again, several steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.changes import Kind
from familjecentral.errors import NotAllowed, NothingToUndo, Stale
from familjecentral.groups import furnishing
from familjecentral.groups.house import DayType, Hours, LocalDay, LocalDayId
from familjecentral.groups.problem import Span
from familjecentral.groups.steps import redo_group, undo_group
from tests.db.test_groups_roles import become
from tests.factories import FixedClock, centre, uuid_of
from tests.groups_factory import COORDINATOR, PROGRAMMES, QUIET, Office, interpreter, leader, room

AWAY = (Span(first=dt.date(2026, 10, 5), last=dt.date(2026, 10, 9)),)
DAY = LocalDay(
    LocalDayId(uuid_of(7001)), dt.date(2026, 10, 26), dt.date(2026, 10, 30),
    DayType.SCHOOL_BREAK, "Höstlov",
)  # fmt: skip
FILE = "från;till;typ;namn\n2026-10-26;2026-10-30;lov;Lov\n2026-11-02;;stängt;Planering\n"


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms, three leaders and an interpreter."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def undo(office: Office) -> Any:
    """Take the newest step back."""
    with office.store.unit_of_work() as uow:
        return undo_group(office.undo, uow, office.clock, office.ids)


def redo(office: Office) -> Any:
    """Do the newest undone step again."""
    with office.store.unit_of_work() as uow:
        return redo_group(office.undo, uow, office.clock, office.ids)


def house(office: Office) -> Any:
    """Return all of it, versions put aside."""
    with office.store.unit_of_work() as uow:
        kept = uow.house
        versioned = (
            *kept.leaders(), *kept.rooms(), *kept.interpreters(), *kept.hours(),
            *kept.programmes(),
        )  # fmt: skip
        days = kept.local_days(dt.date.min, dt.date.max)
        without = tuple(replace(one, version=0) for one in versioned)
        return without, tuple(replace(day, version=0) for day in days)


CHANGES: dict[str, Callable[[Office], Any]] = {
    "a new leader": lambda o: o.run(furnishing.save_leader, furnishing.SaveLeader(leader(9))),
    "a leader's absence": lambda o: o.run(
        furnishing.save_leader, furnishing.SaveLeader(leader(1, version=1, absent=AWAY))
    ),
    "a new room": lambda o: o.run(
        furnishing.save_room, furnishing.SaveRoom(room(9, unavailable=AWAY)), guard=QUIET
    ),
    "a room's places": lambda o: o.run(
        furnishing.save_room, furnishing.SaveRoom(room(1, version=1, seats=7)), guard=QUIET
    ),
    "a new interpreter": lambda o: o.run(
        furnishing.save_interpreter, furnishing.SaveInterpreter(interpreter(9)), guard=QUIET
    ),
    "the house's hours": lambda o: o.run(
        furnishing.save_hours, furnishing.SaveHours(Hours(centre().id, 0, (Span(start=480),)))
    ),
    "a programme": lambda o: o.run(
        furnishing.save_programme,
        furnishing.SaveProgramme(replace(PROGRAMMES[0], name="Samspel")),
        guard=QUIET,
    ),
    "a day": lambda o: o.run(furnishing.save_local_day, furnishing.SaveLocalDay(DAY), guard=QUIET),
    "a day taken away": lambda o: (
        o.run(furnishing.save_local_day, furnishing.SaveLocalDay(DAY), guard=QUIET),
        o.undo.clear(),
        o.run(furnishing.remove_local_day, furnishing.RemoveLocalDay(DAY.id, 1)),
    ),
    "a file of days": lambda o: o.run(
        furnishing.import_days, furnishing.ImportDays(FILE.encode()), guard=QUIET
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_house_is_taken_back_and_done_again(office: Office, change: str) -> None:
    """Whatever is furnished with can be undone, redone and undone once more."""
    before = house(office)
    CHANGES[change](office)
    after = house(office)
    if change == "a day taken away":
        before = (after[0], (DAY,))
    assert after != before
    for _ in range(2):
        told = undo(office)
        assert told.kinds <= {Kind.HOUSE, Kind.PROGRAMMES}
        if change == "the house's hours":  # nobody had said anything: open always
            assert not house(office)[0][-3].opening
        else:
            assert house(office) == before
        redo(office)
        assert house(office) == after


def test_several_steps_of_one_thing_are_taken_back_in_order(office: Office) -> None:
    """Each gives the values before it; versions go on rising meanwhile."""
    for seats in (7, 8, 9):
        with office.store.unit_of_work() as uow:
            one = next(r for r in uow.house.rooms() if r.id == room(1).id)
        office.run(
            furnishing.save_room, furnishing.SaveRoom(replace(one, seats=seats)), guard=QUIET
        )

    def seen() -> int:
        with office.store.unit_of_work() as uow:
            return next(r.seats for r in uow.house.rooms() if r.id == room(1).id)

    found = []
    for act in (undo, undo, undo, redo, redo, undo, redo, redo):
        act(office)
        found.append(seen())
    assert found == [8, 7, 12, 7, 8, 7, 8, 9]
    with pytest.raises(NothingToUndo):
        redo(office)


def test_a_new_leader_who_leads_by_now_is_not_taken_away(office: Office) -> None:
    """Taking back would leave groups without her, so it is refused and she stays."""
    office.run(furnishing.save_leader, furnishing.SaveLeader(leader(9)))
    step = office.undo.last_done()
    group = office.running()
    office.save(
        replace(
            group,
            sessions=tuple(replace(s, leaders=(*s.leaders, leader(9).id)) for s in group.sessions),
        )
    )
    office.undo.push(step)
    with pytest.raises(Stale):
        undo(office)
    assert any(one.id == leader(9).id for one in house(office)[0] if hasattr(one, "first_name"))


def test_what_somebody_else_changed_since_is_not_overwritten(office: Office) -> None:
    """The step is dropped; what stands is what the other one saved."""
    office.run(furnishing.save_room, furnishing.SaveRoom(room(1, version=1, seats=7)), guard=QUIET)
    step = office.undo.last_done()
    office.run(furnishing.save_room, furnishing.SaveRoom(room(1, version=2, seats=8)), guard=QUIET)
    office.undo.push(step)
    with pytest.raises(Stale):
        undo(office)
    assert any(getattr(one, "seats", 0) == 8 for one in house(office)[0])


def test_who_lost_the_role_takes_nothing_back(office: Office) -> None:
    """A step of the house needs the coordinator's role, like the change did."""
    office.run(furnishing.save_room, furnishing.SaveRoom(room(1, version=1, seats=7)), guard=QUIET)
    become(office.store, Role.COUNSELLOR)
    with pytest.raises(NotAllowed):
        undo(office)
