"""Every use case of groups with every role, in a real store: the table of roles as a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import FunctionType

import pytest

from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from familjecentral.access.model import Actor, CentreId, Role, StaffId
from familjecentral.errors import FamiljecentralError, NotAllowed, NotFound
from familjecentral.groups import (
    attendance,
    booking,
    bridge,
    closing,
    furnishing,
    invitations,
    on_paper,
    reading,
    registering,
    saving,
    steps,
)
from familjecentral.groups.house import (
    Booking,
    BookingKind,
    DayType,
    Hours,
    LocalDay,
)
from familjecentral.groups.model import (
    Group,
    Mark,
    Moment,
    Rating,
    Relation,
    RelationType,
    TeamMember,
)
from tests.factories import FixedClock, centre, staff, uuid_of
from tests.groups_factory import (
    FIRST,
    PROGRAMMES,
    QUIET,
    Office,
    interpreter,
    leader,
    room,
)

PLANNING = {Role.COORDINATOR}
READING = {Role.COORDINATOR, Role.COUNSELLOR}
SEEING = {Role.COORDINATOR, Role.COUNSELLOR, Role.MANAGER}
EVERYBODY = set(Role)
UNKNOWN = uuid_of(77)
BOOKING = Booking(uuid_of(9), BookingKind.MEETING, FIRST, 600, 60, "Möte", room=room().id)
RELATED = Relation(RelationType.APART, uuid_of(71), uuid_of(72))
DAY = LocalDay(uuid_of(8), FIRST, FIRST, DayType.CLOSED, "Stängt")
# What is called from inside use cases only, and asks for nothing itself.
INNER = {
    "changed_sessions", "completion_threshold", "is_due", "keep", "may_see", "read_house",
    "read_schedule", "schedule_around",
}  # fmt: skip

Call = Callable[[Office, Group], object]
USE_CASES: dict[str, tuple[set[Role], Call]] = {
    "new_group": (PLANNING, lambda o, g: o.new()),
    "save_groups": (PLANNING, lambda o, g: o.save(g)),
    "cancel_group": (
        PLANNING,
        lambda o, g: o.run(saving.cancel_group, saving.CancelGroup(g.id, g.version, "too_few")),
    ),
    "remove_group": (
        PLANNING,
        lambda o, g: o.run(saving.remove_group, saving.RemoveGroup(g.id, g.version)),
    ),
    "copy_term": (
        PLANNING,
        lambda o, g: o.run(saving.copy_term, saving.CopyTerm("2026-HT", "2027-VT")),
    ),
    "relate_groups": (
        PLANNING,
        lambda o, g: o.run(
            saving.relate_groups,
            saving.RelateGroups(Relation(RelationType.APART, g.id, UNKNOWN)),
        ),
    ),
    "save_booking": (
        PLANNING,
        lambda o, g: o.run(booking.save_booking, booking.SaveBooking(BOOKING), guard=QUIET),
    ),
    "check_booking": (
        PLANNING,
        lambda o, g: o.run(booking.check_booking, booking.SaveBooking(BOOKING), guard=QUIET),
    ),
    "remove_booking": (
        PLANNING,
        lambda o, g: o.run(booking.remove_booking, booking.RemoveBooking(UNKNOWN, 1)),
    ),
    "schedule_of_days": (PLANNING, lambda o, g: o.lay(g)),
    "term_problem": (PLANNING, lambda o, g: o.ask(bridge.term_problem, "2026-HT")),
    "register": (
        PLANNING,
        lambda o, g: o.run(registering.register, registering.Register(g.id)),
    ),
    "unregister": (
        PLANNING,
        lambda o, g: o.run(registering.unregister, registering.Unregister(g.id, 1)),
    ),
    "ask": (PLANNING, lambda o, g: o.run(registering.ask, registering.Ask(g.id, UNKNOWN))),
    "answer": (
        PLANNING,
        lambda o, g: o.run(registering.answer, registering.Answer(g.id, UNKNOWN, True)),
    ),
    "leave_queue": (
        PLANNING,
        lambda o, g: o.run(registering.leave_queue, registering.LeaveQueue(g.id, UNKNOWN)),
    ),
    "close_group": (
        PLANNING,
        lambda o, g: o.run(closing.close_group, closing.CloseGroup(g.id, g.version), o.undo),
    ),
    "count_due": (EVERYBODY, lambda o, g: o.ask(closing.count_due)),
    "weed_groups": (EVERYBODY, lambda o, g: o.ask(closing.weed_groups)),
    "mark_held": (
        READING,
        lambda o, g: o.run(attendance.mark_held, attendance.MarkHeld(g.sessions[0].id)),
    ),
    "mark_seats": (
        READING,
        lambda o, g: o.run(
            attendance.mark_seats,
            attendance.MarkSeats(g.sessions[0].id, {1: Mark.PRESENT}, {}),
        ),
    ),
    "mark_all_present": (
        READING,
        lambda o, g: o.run(
            attendance.mark_all_present, attendance.MarkAllPresent(g.sessions[0].id)
        ),
    ),
    "count_only": (
        READING,
        lambda o, g: o.run(
            attendance.count_only, attendance.CountOnly(g.sessions[0].id, 3, 5), o.undo
        ),
    ),
    "enter_ratings": (
        READING,
        lambda o, g: o.run(
            attendance.enter_ratings,
            attendance.EnterRatings(g.id, Moment.BEFORE, {"confidence": (5,)}, 8),
        ),
    ),
    "undo_group": (READING, lambda o, g: undo(o, steps.undo_group)),
    "redo_group": (READING, lambda o, g: undo(o, steps.redo_group)),
    "list_groups": (READING, lambda o, g: o.ask(reading.list_groups, None)),
    "read_group": (READING, lambda o, g: o.ask(reading.read_group, g.id)),
    "read_calendar": (SEEING, lambda o, g: o.ask(reading.read_calendar, FIRST, FIRST)),
    "today_sessions": (READING, lambda o, g: o.ask(reading.today_sessions)),
    "term_feeds": (READING, lambda o, g: o.ask(invitations.term_feeds, "2026-HT")),
    "group_feed": (READING, lambda o, g: o.ask(invitations.group_feed, g.id)),
    "group_on_paper": (READING, lambda o, g: o.ask(on_paper.group_on_paper, g.id)),
    "term_on_paper": (
        PLANNING,
        lambda o, g: o.ask(on_paper.term_on_paper, "2026-HT", g.centre_id),
    ),
    "room_on_paper": (
        PLANNING,
        lambda o, g: o.ask(on_paper.room_on_paper, g.room, FIRST, FIRST),
    ),
    "read_furnishing": (PLANNING, lambda o, g: o.ask(furnishing.read_furnishing)),
    "save_leader": (
        PLANNING,
        lambda o, g: o.run(furnishing.save_leader, furnishing.SaveLeader(leader(9))),
    ),
    "save_room": (
        PLANNING,
        lambda o, g: o.run(furnishing.save_room, furnishing.SaveRoom(room(9)), guard=QUIET),
    ),
    "save_interpreter": (
        PLANNING,
        lambda o, g: o.run(
            furnishing.save_interpreter,
            furnishing.SaveInterpreter(interpreter(9)),
            guard=QUIET,
        ),
    ),
    "save_hours": (
        PLANNING,
        lambda o, g: o.run(furnishing.save_hours, furnishing.SaveHours(Hours(centre().id, 0))),
    ),
    "save_local_day": (
        PLANNING,
        lambda o, g: o.run(furnishing.save_local_day, furnishing.SaveLocalDay(DAY), guard=QUIET),
    ),
    "remove_local_day": (
        PLANNING,
        lambda o, g: o.run(furnishing.remove_local_day, furnishing.RemoveLocalDay(UNKNOWN, 1)),
    ),
    "import_days": (
        PLANNING,
        lambda o, g: o.run(
            furnishing.import_days, furnishing.ImportDays(b"first;type;name\n"), guard=QUIET
        ),
    ),
    "save_programme": (
        PLANNING,
        lambda o, g: o.run(
            furnishing.save_programme, furnishing.SaveProgramme(PROGRAMMES[0]), guard=QUIET
        ),
    ),
}


Reads = Callable[[SqlUnitOfWork, Group], object]
METHODS: dict[str, tuple[set[Role], Reads]] = {
    "groups.get": (SEEING, lambda u, g: u.groups.get(g.id)),
    "groups.of_session": (SEEING, lambda u, g: u.groups.of_session(g.sessions[0].id)),
    "groups.in_term": (SEEING, lambda u, g: u.groups.in_term("2026-HT")),
    "groups.between": (SEEING, lambda u, g: u.groups.between(FIRST, FIRST)),
    "groups.to_weed": (EVERYBODY, lambda u, g: u.groups.to_weed()),
    "groups.terms": (SEEING, lambda u, g: u.groups.terms()),
    "groups.put": (READING, lambda u, g: u.groups.put(replace(g, version=g.version + 1))),
    "groups.remove": (PLANNING, lambda u, g: u.groups.remove(UNKNOWN)),
    "groups.relations": (SEEING, lambda u, g: u.groups.relations()),
    "groups.left": (SEEING, lambda u, g: u.groups.left(g.id)),
    "groups.left_in": (SEEING, lambda u, g: u.groups.left_in(g.term)),
    "groups.put_left": (PLANNING, lambda u, g: u.groups.put_left(g.id, [])),
    "groups.put_relation": (PLANNING, lambda u, g: u.groups.put_relation(RELATED)),
    "groups.remove_relation": (PLANNING, lambda u, g: u.groups.remove_relation(RELATED)),
    "groups.seats": (READING, lambda u, g: u.groups.seats(g.id)),
    "groups.taken": (SEEING, lambda u, g: u.groups.taken([g.id])),
    "groups.put_seats": (PLANNING, lambda u, g: u.groups.put_seats(g.id, [])),
    "groups.queue": (PLANNING, lambda u, g: u.groups.queue(g.id)),
    "groups.put_queue": (PLANNING, lambda u, g: u.groups.put_queue(g.id, [])),
    "groups.grid": (READING, lambda u, g: u.groups.grid(g.id)),
    "groups.put_marks": (READING, lambda u, g: u.groups.put_marks(g.id, [])),
    "groups.ratings": (READING, lambda u, g: u.groups.ratings(g.id)),
    "groups.put_rating": (
        READING,
        lambda u, g: u.groups.put_rating(g.id, Rating("benefit", Moment.AFTER, 1, 1, 0)),
    ),
    "groups.handed_out": (READING, lambda u, g: u.groups.handed_out(g.id)),
    "groups.put_handed_out": (READING, lambda u, g: u.groups.put_handed_out(g.id, 1, 1)),
    "groups.add_late_session": (
        READING,
        lambda u, g: u.groups.add_late_session(g.sessions[0].id, UNKNOWN),
    ),
    "groups.remove_late_session": (READING, lambda u, g: u.groups.remove_late_session(UNKNOWN)),
    "groups.close": (PLANNING, lambda u, g: u.groups.close(replace(g, version=g.version + 1))),
    "groups.private": (PLANNING, lambda u, g: u.groups.private(g.id)),
    "house.programmes": (READING, lambda u, g: u.house.programmes()),
    "house.put_programme": (PLANNING, lambda u, g: u.house.put_programme(PROGRAMMES[0])),
    "house.leaders": (SEEING, lambda u, g: u.house.leaders()),
    "house.put_leader": (PLANNING, lambda u, g: u.house.put_leader(leader(9))),
    "house.led_by": (EVERYBODY, lambda u, g: u.house.led_by(u.actor)),
    "house.rooms": (SEEING, lambda u, g: u.house.rooms()),
    "house.put_room": (PLANNING, lambda u, g: u.house.put_room(room(9))),
    "house.interpreters": (SEEING, lambda u, g: u.house.interpreters()),
    "house.put_interpreter": (PLANNING, lambda u, g: u.house.put_interpreter(interpreter(9))),
    "house.remove_unused": (PLANNING, lambda u, g: u.house.remove_unused(leader(9))),
    "house.hours": (SEEING, lambda u, g: u.house.hours()),
    "house.put_hours": (PLANNING, lambda u, g: u.house.put_hours(Hours(centre().id))),
    "house.local_days": (SEEING, lambda u, g: u.house.local_days(FIRST, FIRST)),
    "house.put_local_day": (PLANNING, lambda u, g: u.house.put_local_day(DAY)),
    "house.remove_local_day": (PLANNING, lambda u, g: u.house.remove_local_day(UNKNOWN)),
    "house.bookings": (SEEING, lambda u, g: u.house.bookings(FIRST, FIRST)),
    "house.booking": (SEEING, lambda u, g: u.house.booking(UNKNOWN)),
    "house.put_booking": (PLANNING, lambda u, g: u.house.put_booking(BOOKING)),
    "house.remove_booking": (PLANNING, lambda u, g: u.house.remove_booking(UNKNOWN)),
}


@pytest.mark.parametrize("role", Role)
def test_a_method_of_the_store_lets_in_its_roles_and_nobody_else(
    planned: tuple[Office, Group], role: Role
) -> None:
    """A use case that forgot to ask is stopped in front of the tables."""
    office, group = planned
    become(office.store, role)
    allowed = set()
    for name, (_, call) in METHODS.items():
        try:
            with office.store.unit_of_work() as uow:
                call(uow, group)
        except NotAllowed:
            continue
        except FamiljecentralError:
            pass
        allowed.add(name)
    assert allowed == {name for name, (roles, _) in METHODS.items() if role in roles}


def test_no_method_of_the_store_is_missing_in_this_table(store: SqlStore) -> None:
    """Whoever adds a method has to say who may call it."""
    with store.unit_of_work() as uow:
        found = {
            f"{name}.{method}"
            for name in ("groups", "house")
            for method in dir(getattr(uow, name))
            if not method.startswith("_")
        }
    assert found == set(METHODS)


def undo(office: Office, use_case: Callable) -> object:
    with office.store.unit_of_work() as uow:
        return use_case(office.undo, uow, office.clock, office.ids)


@pytest.fixture
def planned(store: SqlStore, clock: FixedClock) -> tuple[Office, Group]:
    """Return a store with a group that the actor of the test leads, in her sessions too."""
    clock.day = FIRST
    office = Office(store, clock)
    become(store, Role.COORDINATOR)
    office.run(furnishing.save_leader, furnishing.SaveLeader(leader(1, staff_id=store.person.id)))
    for number in (2, 3):
        office.run(furnishing.save_leader, furnishing.SaveLeader(leader(number)))
    office.run(furnishing.save_room, furnishing.SaveRoom(room()), guard=QUIET)
    return office, office.running()


def become(store: SqlStore, *roles: Role) -> None:
    """Let the person who opened the store have these roles from now on."""
    store._actor = Actor(StaffId(staff().id), frozenset(roles), CentreId(centre().id))


@pytest.mark.parametrize("role", Role)
def test_a_use_case_is_open_to_exactly_the_roles_of_the_table(
    planned: tuple[Office, Group], role: Role
) -> None:
    """Nothing is allowed by accident, nothing forbidden by accident."""
    office, group = planned
    become(office.store, role)
    allowed = set()
    for name, (_, call) in USE_CASES.items():
        try:
            call(office, group)
        except NotAllowed:
            continue
        except FamiljecentralError:
            pass
        allowed.add(name)
    assert allowed == {name for name, (roles, _) in USE_CASES.items() if role in roles}


@pytest.mark.parametrize(
    "module",
    [
        attendance,
        bridge,
        closing,
        furnishing,
        invitations,
        on_paper,
        reading,
        registering,
        saving,
        steps,
    ],
)
def test_no_use_case_is_missing_in_this_table(module: object) -> None:
    """A new function that takes a unit of work must say who may call it."""
    found = {
        name
        for name, thing in vars(module).items()
        if isinstance(thing, FunctionType)
        and thing.__module__ == module.__name__
        and not name.startswith("_")
        and "uow" in thing.__annotations__
    }
    assert found - INNER <= set(USE_CASES)


def test_a_counsellor_sees_and_fills_in_her_own_groups_only(
    planned: tuple[Office, Group],
) -> None:
    """The other group is neither listed nor read, and its grid is refused by the store too."""
    office, own = planned
    other = office.running(
        "Andras", start=18 * 60, team=(TeamMember(leader(2).id), TeamMember(leader(3).id))
    )
    office.run(registering.register, registering.Register(other.id))
    become(office.store, Role.COUNSELLOR)
    listed = office.ask(reading.list_groups, "2026-HT")
    assert [row.group.id for row in listed.rows] == [own.id]
    with pytest.raises(NotFound):
        office.ask(reading.read_group, other.id)
    with pytest.raises(NotFound):
        office.run(attendance.mark_all_present, attendance.MarkAllPresent(other.sessions[0].id))
    with office.store.unit_of_work() as uow:
        for read in (uow.groups.grid, uow.groups.seats, uow.groups.ratings):
            with pytest.raises(NotAllowed):
                read(other.id)
        with pytest.raises(NotAllowed):
            uow.groups.put(other)
    view = office.ask(reading.read_calendar, FIRST, FIRST)
    assert list(view.schedule.groups) == [own.id]
    (busy,) = view.schedule.bookings
    assert (busy.kind, busy.title) == (BookingKind.BUSY, "")
    assert set(busy.leaders) == {leader(2).id, leader(3).id}
    assert [one.group.id for one in office.ask(reading.today_sessions).sessions] == [own.id]


def test_a_manager_sees_when_rooms_are_taken_and_nothing_more(
    planned: tuple[Office, Group],
) -> None:
    """No title, no leader, no group."""
    office, _ = planned
    office.run(booking.save_booking, booking.SaveBooking(BOOKING), guard=QUIET)
    become(office.store, Role.MANAGER)
    schedule = office.ask(reading.read_calendar, FIRST, FIRST).schedule
    assert schedule.groups == {}
    assert schedule.house.leaders == {}
    assert [(b.kind, b.title, b.leaders) for b in schedule.bookings] == [
        (BookingKind.BUSY, "", ())
    ] * 2
    assert {b.start for b in schedule.bookings} == {600, 900}


def test_reading_is_noted_once_a_day_without_content(planned: tuple[Office, Group]) -> None:
    """The access log says who read groups on which day."""
    office, group = planned
    for _ in range(2):
        office.ask(reading.read_group, group.id)
    become(office.store, Role.ADMINISTRATOR)
    with office.store.unit_of_work() as uow:
        reads = [entry for entry in uow.audit.entries() if entry[2] == "groups"]
    assert reads == [(FIRST, staff().id, "groups", "")]
