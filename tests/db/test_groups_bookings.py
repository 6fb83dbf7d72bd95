"""Bookings saved with a draft: clashes with sessions, versions, all or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import ClashesLeft, InvalidInput, StaleEdit
from familjecentral.groups.booking import SaveBooking, save_booking
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import Booking, BookingId, BookingKind
from familjecentral.groups.model import ClashKind
from familjecentral.groups.problem import Span
from familjecentral.groups.reading import read_schedule
from familjecentral.groups.saving import SaveGroups, save_groups
from familjecentral.groups.series import accept_clashes
from tests.factories import FixedClock, uuid_of
from tests.groups_factory import COORDINATOR, FIRST, QUIET, Office, leader, room

MEETING = Booking(
    BookingId(uuid_of(9)), BookingKind.MEETING, FIRST, 600, 60, " Möte ", 0, room().id,
    (leader(1).id,),
)  # fmt: skip


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms and three leaders."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def keep(office: Office, **pieces: tuple[object, ...]) -> None:
    """Save a draft."""
    office.run(save_groups, SaveGroups(**pieces), guard=QUIET)  # type: ignore[arg-type]


def stored(office: Office) -> Booking | None:
    """Return the meeting as it is kept."""
    with office.store.unit_of_work() as uow:
        return uow.house.booking(MEETING.id)


def test_bookings_are_kept_moved_and_removed_with_a_draft(office: Office) -> None:
    """One save, one step; versions rise; the title loses its blanks."""
    keep(office, bookings=(MEETING,))
    first = stored(office)
    assert first == replace(MEETING, title="Möte", version=1)
    keep(office, bookings=(replace(first, start=660),))
    now = stored(office)
    assert now is not None
    assert (now.start, now.version) == (660, 2)
    keep(office, removed=(now,))
    assert stored(office) is None


def test_a_booking_on_a_session_is_refused_until_it_is_accepted(office: Office) -> None:
    """The clash is the session's; who accepts it there may keep the booking."""
    group = office.running()
    on = replace(MEETING, day=group.sessions[0].day, start=group.sessions[0].start)
    with pytest.raises(ClashesLeft) as refused:
        keep(office, bookings=(on,))
    kinds = {clash.kind for clash in refused.value.clashes}
    assert kinds == {ClashKind.ROOM_TAKEN, ClashKind.LEADER_TAKEN}
    assert stored(office) is None
    agreed = accept_clashes(group, refused.value.clashes, "agreed")
    keep(office, groups=(agreed,), bookings=(on,))
    assert stored(office) is not None
    with office.store.unit_of_work() as uow:
        schedule = read_schedule(uow, on.day, on.day)
    assert schedule.clashes_of_booking(on) == ()


def test_what_stands_against_a_booking_is_found(office: Office) -> None:
    """Room taken or closed, leader booked twice or away, outside the hours: each is said."""
    group = office.running()
    with office.store.unit_of_work() as uow:
        schedule = read_schedule(uow, FIRST, FIRST)
    house = schedule.house
    one, place = house.leaders[leader(1).id], house.rooms[room().id]
    away = (Span(first=FIRST, last=FIRST),)
    house.leaders[one.id] = replace(one, absent=away)
    house.rooms[place.id] = replace(place, unavailable=away)
    schedule = Schedule(house, schedule.groups.values())
    on = replace(MEETING, start=group.sessions[0].start)
    found = {clash.kind for clash in schedule.clashes_of_booking(on)}
    assert found == {
        ClashKind.ROOM_UNAVAILABLE, ClashKind.LEADER_ABSENT, ClashKind.ROOM_TAKEN,
        ClashKind.LEADER_TAKEN,
    }  # fmt: skip
    assert schedule.with_bookings({}) is schedule
    assert schedule.with_bookings({on.id: on}).bookings == (on,)
    assert schedule.with_bookings({on.id: on}).with_bookings({on.id: None}).bookings == ()


def test_a_draft_with_a_wrong_or_stale_booking_keeps_nothing(office: Office) -> None:
    """All or none: the group beside it is not saved either."""
    group = office.running()
    other = replace(group, title="Ny rubrik")
    with pytest.raises(InvalidInput) as wrong:
        keep(office, groups=(other,), bookings=(replace(MEETING, title=" "),))
    assert wrong.value.problems[0].field == "bookings[0].title"
    office.run(save_booking, SaveBooking(MEETING), guard=QUIET)
    with pytest.raises(StaleEdit) as stale:
        keep(office, groups=(other,), bookings=(replace(MEETING, version=7),))
    assert stale.value.theirs == stored(office)
    gone = replace(MEETING, id=BookingId(uuid_of(10)), version=2)
    with pytest.raises(StaleEdit):
        keep(office, groups=(other,), removed=(gone,))
    assert office.get(group).title == group.title
