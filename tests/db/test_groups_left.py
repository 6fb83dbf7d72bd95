"""Who has an entry that is held elsewhere now, or by somebody else, hears that it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role, Staff
from familjecentral.groups import furnishing
from familjecentral.groups.house import RoomId
from familjecentral.groups.model import Group
from familjecentral.groups.saving import RemoveGroup, remove_group
from familjecentral.groups.series import Move, move_session
from familjecentral.groups.steps import redo_group, undo_group
from tests.db.test_groups_paper import by_icalendar, by_vobject, written
from tests.factories import FixedClock
from tests.groups_factory import COORDINATOR, QUIET, Office, leader, room


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms and three leaders."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def uid(group: Group, place: int = 0) -> str:
    """Return the UID of one of its sessions."""
    return f"{group.sessions[place].id}@familjecentral"


def entries(office: Office, folder: Path, whose: str) -> dict[str, dict[str, Any]]:
    """Return METHOD → UID → entry of somebody's calendars, read alike by both libraries."""
    found: dict[str, dict[str, Any]] = {}
    for path in folder.glob("*.ics"):
        path.unlink()
    for name, content in written(office, folder).items():
        if name.startswith(whose):
            read = by_icalendar(content)
            assert read == by_vobject(content)
            found[read[0]] = read[1]
    return found


def hand_over(group: Group, *leaders: Any) -> Group:
    """Return the group with other leaders in its first session."""
    first = group.sessions[0]
    return move_session(group, first.id, Move(leaders=tuple(leaders)))


def test_a_leader_whose_session_another_one_takes_gets_a_cancel(
    office: Office, tmp_path: Path
) -> None:
    """Same UID, a SEQUENCE above what she has; back with her it stands on again, above that."""
    group = office.running()
    one, two, three = leader(1).id, leader(2).id, leader(3).id
    before = entries(office, tmp_path, "ledare-ledare1")["PUBLISH"][uid(group)]
    (moved,) = office.save(hand_over(group, three, two))
    hers = entries(office, tmp_path, "ledare-ledare1")
    assert uid(group) not in hers["PUBLISH"]
    assert hers["CANCEL"][uid(group)][2:4] == (before[2] + 1, "CANCELLED")
    assert hers["CANCEL"][uid(group)][:2] == before[:2]
    assert "CANCEL" not in entries(office, tmp_path, "ledare-ledare2")
    assert uid(group) in entries(office, tmp_path, "ledare-ledare3")["PUBLISH"]
    office.save(hand_over(moved, one, two))
    again = entries(office, tmp_path, "ledare-ledare1")
    assert "CANCEL" not in again
    assert again["PUBLISH"][uid(group)][2] == before[2] + 2
    assert uid(group) in entries(office, tmp_path, "ledare-ledare3")["CANCEL"]


def test_a_room_that_a_session_leaves_gets_a_cancel(office: Office, tmp_path: Path) -> None:
    """The list at its door must not show a group that meets elsewhere."""
    group = office.running()
    office.save(move_session(group, group.sessions[0].id, Move(room=RoomId(room(2).id))))
    assert set(entries(office, tmp_path, "lokal-rum-1")["CANCEL"]) == {uid(group)}
    assert set(entries(office, tmp_path, "lokal-rum-2")) == {"PUBLISH"}


def test_a_removed_group_cancels_all_its_entries_and_comes_back_above_them(
    office: Office, tmp_path: Path
) -> None:
    """Group, room and leaders hear of it; undo publishes with a SEQUENCE above the cancelling."""
    group = office.running("Borta")
    uids = {uid(group, n) for n in range(len(group.sessions))}
    office.run(remove_group, RemoveGroup(group.id, group.version))
    for whose in ("grupp-borta", "lokal-rum-1", "ledare-ledare1", "ledare-ledare2"):
        found = entries(office, tmp_path, whose)
        assert set(found) == {"CANCEL"}
        assert set(found["CANCEL"]) == uids
        assert {entry[2] for entry in found["CANCEL"].values()} == {1}
    for step, method, sequence in (
        (undo_group, "PUBLISH", 2), (redo_group, "CANCEL", 3), (undo_group, "PUBLISH", 4),
    ):  # fmt: skip
        with office.store.unit_of_work() as uow:
            step(office.undo, uow, office.clock, office.ids)
        found = entries(office, tmp_path, "ledare-ledare1")
        assert set(found) == {method}
        assert {entry[2] for entry in found[method].values()} == {sequence}


def test_a_counsellor_hears_what_left_her_own_calendar_and_no_other(
    office: Office, tmp_path: Path
) -> None:
    """She gets the cancelling of the session that she led; not those of the other leader."""
    own = office.store.person.id
    mine = office.store.actor
    office.run(furnishing.save_leader, furnishing.SaveLeader(leader(1, version=1, staff_id=own)))
    group = office.running()
    office.run(remove_group, RemoveGroup(group.id, group.version))
    office.store._actor = replace(mine, roles=frozenset({Role.COUNSELLOR}))
    files = written(office, tmp_path)
    assert {name.split("-")[0] for name in files} == {"ledare"}
    assert len(files) == 1


def test_a_room_whose_entries_were_cancelled_is_in_use(office: Office) -> None:
    """Its name is needed for the file of what left it."""
    office.run(furnishing.save_room, furnishing.SaveRoom(room(9)), guard=QUIET)
    group = office.running(room=RoomId(room(9).id))
    office.run(remove_group, RemoveGroup(group.id, group.version))
    with office.store.unit_of_work() as uow:
        assert not uow.house.remove_unused(room(9))
