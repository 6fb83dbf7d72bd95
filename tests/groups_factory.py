"""Groups, rooms and leaders with valid defaults, and the use cases in one line each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from db.store import SqlStore
from familjecentral.access.model import CentreId, Role
from familjecentral.groups import saving, series
from familjecentral.groups.furnishing import (
    SaveInterpreter,
    SaveLeader,
    SaveRoom,
    save_interpreter,
    save_leader,
    save_room,
)
from familjecentral.groups.house import Certificate, Interpreter, Leader, Room
from familjecentral.groups.model import Group, GroupStatus, Session, TeamMember
from familjecentral.groups.programme import Programme, Range
from familjecentral.groups.saving import NewGroup, SaveGroups
from familjecentral.groups.steps import GroupUndo, Saved
from familjecentral.privacy import Level, Reading
from tests.factories import SeededIds, centre, staff, uuid_of

FIRST = dt.date(2026, 9, 15)  # a Tuesday
COORDINATOR = staff(2, roles=frozenset({Role.COORDINATOR}))
COUNSELLOR = staff(3, roles=frozenset({Role.COUNSELLOR}))
PROGRAMMES = tuple(
    Programme(
        code=code,
        name=name,
        short=name,
        version=1,
        source="Test",
        as_of=dt.date(2026, 1, 1),
        levels=("universal", "selective"),
        sessions=Range(6, 8),
        minutes=Range(120, 120),
        every_weeks=Range(1, 1),
        size=Range(5, 10),
        leaders=Range(1, 2),
        certificate="Diplomerad vägledare",
        booster_weeks=12,
    )
    for code, name in (("icdp", "Vägledande samspel"), ("abc", "ABC"))
)


class Quiet:
    """A guard that finds nothing, but for texts that hold its word."""

    def read(self, text: str) -> Reading:
        """Return ``block`` for *Svensson*, ``warn`` for *Anna*."""
        if "Svensson" in text:
            return Reading(Level.BLOCK)
        return Reading(Level.WARN if "Anna" in text else Level.OK)


QUIET = Quiet()


def room(number: int = 1, **changes: Any) -> Room:
    """Return a room of the first centre with twelve seats, not kept yet."""
    values: dict[str, Any] = {
        "id": uuid_of(3000 + number),
        "centre_id": centre().id,
        "name": f"Rum {number}",
        "seats": 12,
        "version": 0,
    }
    return Room(**values | changes)


def leader(number: int = 1, **changes: Any) -> Leader:
    """Return a leader who may lead ICDP, not kept yet."""
    values: dict[str, Any] = {
        "id": uuid_of(4000 + number),
        "first_name": f"Ledare{number}",
        "version": 0,
        "certificates": (Certificate("icdp"),),
    }
    return Leader(**values | changes)


def interpreter(number: int = 1, **changes: Any) -> Interpreter:
    """Return an interpreter of Arabic, not kept yet."""
    values: dict[str, Any] = {
        "id": uuid_of(5000 + number),
        "name": f"Tolk {number}",
        "languages": frozenset({"arabic"}),
        "version": 0,
    }
    return Interpreter(**values | changes)


class Office:
    """A coordinator at work in a real store: every call is a unit of work of its own."""

    def __init__(self, store: SqlStore, clock: Any, ids: SeededIds | None = None) -> None:
        self.store, self.clock, self.ids = store, clock, ids or SeededIds(7)
        self.undo = GroupUndo()

    def run(self, use_case: Any, command: Any, *rest: Any, **named: Any) -> Any:
        """Run a use case; steps are remembered."""
        with self.store.unit_of_work() as uow:
            done = use_case(command, uow, self.clock, self.ids, *rest, **named)
        step = getattr(done, "step", None)
        if step is not None:
            self.undo.push(step)
        return done

    def ask(self, use_case: Any, *arguments: Any) -> Any:
        """Run a use case that only reads."""
        with self.store.unit_of_work() as uow:
            return use_case(*arguments, uow, self.clock)

    def furnish(self, rooms: int = 2, leaders: int = 3) -> None:
        """Keep some rooms, leaders and an interpreter."""
        for number in range(1, rooms + 1):
            self.run(save_room, SaveRoom(room(number)), guard=QUIET)
        for number in range(1, leaders + 1):
            self.run(save_leader, SaveLeader(leader(number)))
        self.run(save_interpreter, SaveInterpreter(interpreter()), guard=QUIET)
        self.undo.clear()

    def new(self, title: str = "ICDP tisdag", **changes: Any) -> Group:
        """Lay up a group."""
        values: dict[str, Any] = {
            "centre_id": CentreId(centre().id),
            "term": "2026-HT",
            "title": title,
            "programme": "icdp",
        }
        saved: Saved = self.run(saving.new_group, NewGroup(**values | changes), guard=QUIET)
        return saved.groups[0]

    def save(self, *groups: Group) -> tuple[Group, ...]:
        """Keep groups as they were edited."""
        saved: Saved = self.run(saving.save_groups, SaveGroups(groups), guard=QUIET)
        return saved.groups

    def lay(self, group: Group, **changes: Any) -> series.Proposal:
        """Lay the series of a group from the first Tuesday on, in the first room."""
        values: dict[str, Any] = {
            "first": FIRST,
            "start": 15 * 60,
            "room": room().id,
            "team": (TeamMember(leader(1).id), TeamMember(leader(2).id)),
        }
        plan = series.SeriesPlan(**values | changes)
        with self.store.unit_of_work() as uow:
            last = plan.first + dt.timedelta(weeks=40)
            schedule = saving.schedule_of_days(uow, plan.first, last)
            return series.lay_series(group, plan, schedule, self.ids)

    def running(self, title: str = "ICDP tisdag", **changes: Any) -> Group:
        """Lay up a group that is open, with its series, ready to be held."""
        group = self.new(title)
        laid = self.lay(group, **changes)
        return self.save(replace(laid.group, status=GroupStatus.OPEN))[0]

    def get(self, group: Group) -> Group:
        """Return a group as it is kept."""
        with self.store.unit_of_work() as uow:
            found = uow.groups.get(group.id)
        assert found is not None
        return found


def first(group: Group) -> Session:
    """Return the first session of a group."""
    return group.sessions[0]
