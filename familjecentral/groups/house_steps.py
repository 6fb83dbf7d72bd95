"""What groups are planned with, as part of a step that can be taken back and done again.

A thing is known by its type and key. Whatever its version, it is the same when it says the same:
taking back puts the old values in place as a new version, and only while the new ones still stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from familjecentral.access.model import Act, require
from familjecentral.clock import Clock
from familjecentral.errors import Stale
from familjecentral.groups.house import Hours, Interpreter, Leader, LocalDay, Room
from familjecentral.groups.programme import Programme
from familjecentral.groups.store import GroupsUnitOfWork, HouseStore

Thing = Leader | Room | Interpreter | Hours | Programme | LocalDay
Key = tuple[str, object]
"""Name in the log of what is done, and what the thing is known by"""


def key_of(thing: Thing) -> Key:
    """Return what a thing is known by in a step."""
    match thing:
        case Hours():
            return "hours_changed", thing.centre_id
        case Programme():
            return "programme_changed", thing.code
        case Leader():
            return "leader_changed", thing.id
        case Room():
            return "room_changed", thing.id
        case Interpreter():
            return "interpreter_changed", thing.id
        case LocalDay():
            return "days_changed", thing.id


def stored(key: Key, house: HouseStore) -> Thing | None:
    """Return a thing as it is kept, None when it is not there."""
    kind, known = key
    match kind:
        case "hours_changed":
            return next((one for one in house.hours() if one.centre_id == known), None)
        case "programme_changed":
            return next((one for one in house.programmes() if one.code == known), None)
        case "leader_changed":
            return next((one for one in house.leaders() if one.id == known), None)
        case "room_changed":
            return next((one for one in house.rooms() if one.id == known), None)
        case "interpreter_changed":
            return next((one for one in house.interpreters() if one.id == known), None)
    days = house.local_days(dt.date.min, dt.date.max)
    return next((one for one in days if one.id == known), None)


def put(thing: Thing, house: HouseStore) -> None:
    """Keep a thing.

    Raises:
        StaleEdit: another version came in between.
    """
    match thing:
        case Hours():
            house.put_hours(thing)
        case Programme():
            house.put_programme(thing)
        case Leader():
            house.put_leader(thing)
        case Room():
            house.put_room(thing)
        case Interpreter():
            house.put_interpreter(thing)
        case LocalDay():
            house.put_local_day(thing)


def put_back(
    now: Mapping[Key, Thing | None],
    then: Mapping[Key, Thing | None],
    uow: GroupsUnitOfWork,
    clock: Clock,
) -> None:
    """Put ``then`` in place of ``now``; the caller commits.

    Raises:
        NotAllowed; Stale: what is in the store is not ``now``, or a new thing is in use.
    """
    if now:
        require(uow.actor, Act.CHANGE_HOUSE)
    for key, expected in now.items():
        found = stored(key, uow.house)
        if _plain(found) != _plain(expected):
            raise Stale("house")
        _keep(then[key], found, uow.house)
        reference = expected.code if isinstance(expected, Programme) else ""
        uow.audit.done(key[0], clock.today(), reference)


def _keep(wanted: Thing | None, found: Thing | None, house: HouseStore) -> None:
    if wanted is not None:
        put(_with_version(wanted, 1 if found is None else found.version + 1), house)
    elif isinstance(found, LocalDay):
        house.remove_local_day(found.id)
    elif isinstance(found, Leader | Room | Interpreter) and not house.remove_unused(found):
        raise Stale("house")


def _with_version(thing: Thing, version: int) -> Thing:
    return replace(thing, version=version)


def _plain(thing: Thing | None) -> Thing | None:
    """Return a thing without its version: what it says."""
    return None if thing is None else _with_version(thing, 0)
