"""What groups, sessions, bookings and the house may say, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from db.store import SqlStore
from familjecentral.access.model import Staff
from familjecentral.errors import (
    FamiljecentralError,
    InvalidInput,
    NotFound,
    NothingToUndo,
    Stale,
    StaleEdit,
)
from familjecentral.groups import booking, furnishing, reading, saving, series
from familjecentral.groups.furnishing import SaveHours, SaveInterpreter, SaveLeader, SaveRoom
from familjecentral.groups.house import (
    Booking,
    BookingKind,
    Certificate,
    DayType,
    Hours,
    LocalDay,
)
from familjecentral.groups.model import (
    GroupStatus,
    Relation,
    RelationType,
    SessionStatus,
    TeamMember,
    Wishes,
)
from familjecentral.groups.problem import Preference, Span
from familjecentral.groups.programme import Range
from familjecentral.groups.steps import redo_group, undo_group
from tests.factories import FixedClock, centre, uuid_of
from tests.groups_factory import (
    COORDINATOR,
    FIRST,
    PROGRAMMES,
    QUIET,
    Office,
    interpreter,
    leader,
    room,
)

BACKWARDS = (Span(FIRST, FIRST - dt.timedelta(days=1)),)
NO_TIME = (Span(start=600, end=600),)
BOOKING = Booking(uuid_of(9), BookingKind.MEETING, FIRST, 600, 60, "Möte", room=room().id)


@pytest.fixture
def office(open_as: Callable[[Staff], SqlStore], clock: FixedClock) -> Office:
    """Return a coordinator's store with two rooms and three leaders."""
    found = Office(open_as(COORDINATOR), clock)
    found.furnish()
    return found


def problems(call: Callable[[], object]) -> set[tuple[str, str]]:
    """Return field and problem of what is refused."""
    with pytest.raises(InvalidInput) as refused:
        call()
    return {(p.field.removeprefix("groups[0]."), p.problem) for p in refused.value.problems}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, ("title", "required")),
        ({"title": "x" * 101}, ("title", "out_of_range")),
        ({"term": "2026-Q3"}, ("term", "required")),
        ({"term": "våren"}, ("term", "required")),
        ({"prevention_level": "high"}, ("prevention_level", "unknown_code")),
        ({"centre_id": uuid_of(66)}, ("centre_id", "unknown_code")),
        ({"seats": 0}, ("seats", "out_of_range")),
        ({"seats": 61}, ("seats", "out_of_range")),
        ({"minimum": 11}, ("minimum", "out_of_range")),
        ({"languages": ("arabic", "somali", "dari")}, ("languages", "too_many")),
        ({"languages": ("latin",)}, ("languages", "unknown_code")),
        ({"equipment": frozenset({"piano"})}, ("equipment", "unknown_code")),
        ({"room": uuid_of(66)}, ("room", "unknown_code")),
        ({"team": (TeamMember(uuid_of(66)),)}, ("team", "unknown_code")),
        ({"team": (TeamMember(leader().id),) * 2}, ("team", "taken")),
        ({"status": GroupStatus.RUNNING}, ("status", "not_here")),
        ({"status": GroupStatus.CANCELLED}, ("cancel_reason", "required")),
        ({"cancel_reason": "too_few"}, ("cancel_reason", "not_here")),
        (
            {"status": GroupStatus.CANCELLED, "cancel_reason": "whim"},
            ("cancel_reason", "unknown_code"),
        ),
    ],
)
def test_a_group_is_refused_with_the_field_named(
    office: Office, changes: dict, expected: tuple[str, str]
) -> None:
    """Nothing is saved, and the form knows where to point."""
    group = office.new()
    assert expected in problems(lambda: office.save(replace(group, **changes)))
    assert office.get(group) == group


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"start": 1435}, ("sessions[0].start", "out_of_range")),
        ({"start": 601}, ("sessions[0].start", "not_multiple")),
        ({"minutes": 10}, ("sessions[0].minutes", "out_of_range")),
        ({"day": dt.date(1999, 1, 1)}, ("sessions[0].day", "out_of_range")),
        ({"room": uuid_of(66)}, ("sessions[0].room", "unknown_code")),
        ({"leaders": (uuid_of(66),)}, ("sessions[0].leaders", "unknown_code")),
        (
            {"interpreters": (("arabic", uuid_of(66)),)},
            ("sessions[0].interpreters", "unknown_code"),
        ),
        ({"status": SessionStatus.CANCELLED}, ("sessions[0].cancel_reason", "required")),
        ({"replaces": uuid_of(66)}, ("sessions[0].replaces", "not_here")),
    ],
)
def test_a_session_is_refused_with_its_place_named(
    office: Office, changes: dict, expected: tuple[str, str]
) -> None:
    """The same for one session of a series."""
    group = office.lay(office.new()).group
    wrong = (replace(group.sessions[0], **changes), *group.sessions[1:])
    assert expected in problems(lambda: office.save(replace(group, sessions=wrong)))
    twice = replace(group, sessions=(*group.sessions, group.sessions[0]))
    assert ("sessions", "taken") in problems(lambda: office.save(twice))


def test_everything_that_a_group_holds_comes_back_from_the_store(office: Office) -> None:
    """Wishes, team, interpreters, booked times: equal field by field."""
    group = office.new(languages=("arabic",))
    wishes = Wishes(
        FIRST, FIRST, dt.date(2026, 12, 1), frozenset({2, 4}), 540, 1200,
        (Preference(frozenset({2}), 600, 720, 3),), 1, 3, frozenset({room().id}),
        frozenset({leader().id}), frozenset({centre().id}),
    )  # fmt: skip
    rich = replace(
        group, wishes=wishes, setup_minutes=15, cleanup_minutes=10, children_minded=0,
        equipment=frozenset(), opens_on=FIRST, decision_day=FIRST, avoid_school_breaks=True,
    )  # fmt: skip
    laid = office.lay(rich).group
    sessions = tuple(
        replace(s, interpreters=(("arabic", interpreter().id),)) for s in laid.sessions
    )
    (kept,) = office.save(replace(laid, sessions=sessions))
    assert office.get(kept) == kept
    assert kept.wishes == wishes
    (less,) = office.save(replace(kept, sessions=kept.sessions[:3]))
    assert office.get(less).sessions == less.sessions


def test_bookings_relations_and_removal_can_be_undone(office: Office) -> None:
    """A booking comes back, a relation goes, a removed group is there again."""
    office.run(booking.save_booking, booking.SaveBooking(BOOKING), guard=QUIET)
    kept = replace(BOOKING, title="Större möte")
    office.run(booking.save_booking, booking.SaveBooking(kept), guard=QUIET)
    one, other = office.new("Ett"), office.new("Två")
    relation = Relation(RelationType.APART, one.id, other.id)
    office.run(saving.relate_groups, saving.RelateGroups(relation))
    office.run(saving.remove_group, saving.RemoveGroup(one.id, one.version))
    office.run(booking.remove_booking, booking.RemoveBooking(BOOKING.id, 2))

    def back(use_case: Any) -> None:
        with office.store.unit_of_work() as uow:
            use_case(office.undo, uow, office.clock, office.ids)

    def stored() -> tuple:
        with office.store.unit_of_work() as uow:
            booking = uow.house.booking(BOOKING.id)
            there = uow.groups.get(one.id) is not None
            return booking and booking.title, there, len(uow.groups.relations())

    assert stored() == (None, False, 0)
    back(undo_group)
    assert stored() == ("Större möte", False, 0)
    back(undo_group)
    assert stored() == ("Större möte", True, 1)
    back(undo_group)
    assert stored() == ("Större möte", True, 0)
    back(redo_group)
    back(redo_group)
    assert stored() == ("Större möte", False, 0)
    office.undo.clear()
    for use_case in (undo_group, redo_group):
        with pytest.raises(NothingToUndo):
            back(use_case)


def test_a_step_that_no_longer_fits_is_dropped(office: Office) -> None:
    """Somebody else changed the group since: nothing is taken back."""
    group = office.new()
    step = office.undo._done[-1]
    office.save(replace(group, seats=7))
    office.undo.clear()
    office.undo.push(step)
    with pytest.raises(Stale), office.store.unit_of_work() as uow:
        undo_group(office.undo, uow, office.clock, office.ids)
    assert not office.undo.can_undo
    assert office.get(group).seats == 7


def test_what_is_gone_stale_or_in_use_is_refused(office: Office) -> None:
    """Each refusal has its own error, so that the screen knows what to say."""
    group = office.running()
    refused: list[tuple[type[FamiljecentralError], Any, Any]] = [
        (NotFound, saving.cancel_group, saving.CancelGroup(uuid_of(66), 1, "too_few")),
        (StaleEdit, saving.cancel_group, saving.CancelGroup(group.id, 1, "too_few")),
        (InvalidInput, saving.cancel_group, saving.CancelGroup(group.id, group.version, "whim")),
        (NotFound, saving.copy_term, saving.CopyTerm("2020-HT", "2027-VT")),
        (InvalidInput, saving.copy_term, saving.CopyTerm("2026-HT", "2026-HT")),
        (NotFound, booking.remove_booking, booking.RemoveBooking(uuid_of(66), 1)),
        (NotFound, furnishing.remove_local_day, furnishing.RemoveLocalDay(uuid_of(66), 1)),
    ]
    for error, use_case, command in refused:
        with pytest.raises(error):
            office.run(use_case, command)
    for other in (group.id, uuid_of(66)):
        relation = Relation(RelationType.APART, group.id, other)
        with pytest.raises((InvalidInput, NotFound)):
            office.run(saving.relate_groups, saving.RelateGroups(relation))
    with pytest.raises(NotFound):
        office.new(programme="XYZ")
    kept = office.run(saving.cancel_group, saving.CancelGroup(group.id, group.version, "too_few"))
    (over,) = kept.groups
    with pytest.raises(InvalidInput):
        office.run(saving.cancel_group, saving.CancelGroup(over.id, over.version, "too_few"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"start": 1400}, "start"),
        ({"room": None}, "room"),
        ({"room": uuid_of(66)}, "room"),
        ({"leaders": (uuid_of(66),)}, "leaders"),
    ],
)
def test_a_booking_is_refused_with_the_field_named(
    office: Office, changes: dict, field: str
) -> None:
    """A talk that is only *busy* keeps no title, whatever was sent."""
    wrong = booking.SaveBooking(replace(BOOKING, **changes))
    found = problems(lambda: office.run(booking.save_booking, wrong, guard=QUIET))
    assert field in {name for name, _ in found}
    busy = booking.SaveBooking(replace(BOOKING, kind=BookingKind.BUSY))
    office.run(booking.save_booking, busy, guard=QUIET)
    with office.store.unit_of_work() as uow:
        kept = uow.house.booking(BOOKING.id)
    assert kept is not None
    assert kept.title == ""
    with pytest.raises(StaleEdit):
        office.run(
            booking.save_booking, booking.SaveBooking(replace(BOOKING, version=5)), guard=QUIET
        )
    with pytest.raises(StaleEdit):
        office.run(booking.remove_booking, booking.RemoveBooking(BOOKING.id, 5))


@pytest.mark.parametrize(
    ("use_case", "command", "field"),
    [
        ("save_leader", SaveLeader(leader(9, first_name=" ")), "first_name"),
        ("save_leader", SaveLeader(leader(9, first_name="En Två Tre")), "first_name"),
        ("save_leader", SaveLeader(leader(9, absent=BACKWARDS)), "absent"),
        ("save_leader", SaveLeader(leader(9, available=NO_TIME)), "available"),
        ("save_leader", SaveLeader(leader(9, max_evenings_week=8)), "max_evenings_week"),
        ("save_leader", SaveLeader(leader(9, centres=frozenset({uuid_of(66)}))), "centres"),
        ("save_leader", SaveLeader(leader(9, certificates=(Certificate("x"),))), "certificates"),
        (
            "save_leader",
            SaveLeader(
                leader(
                    9, certificates=(Certificate("icdp", FIRST, FIRST - dt.timedelta(days=1)),)
                )
            ),
            "certificates",
        ),
        ("save_room", SaveRoom(room(9, seats=501)), "seats"),
        ("save_room", SaveRoom(room(9, equipment=frozenset({"piano"}))), "equipment"),
        ("save_room", SaveRoom(room(9, centre_id=uuid_of(66))), "centre_id"),
        ("save_interpreter", SaveInterpreter(interpreter(9, languages=frozenset())), "languages"),
        (
            "save_interpreter",
            SaveInterpreter(interpreter(9, languages=frozenset({"latin"}))),
            "languages",
        ),
        ("save_hours", SaveHours(Hours(uuid_of(66), 0)), "centre_id"),
        ("save_hours", SaveHours(Hours(centre().id, 0, travel=((centre().id, 999),))), "travel"),
        (
            "save_programme",
            furnishing.SaveProgramme(replace(PROGRAMMES[0], size=Range(9, 5))),
            "size",
        ),
        (
            "save_programme",
            furnishing.SaveProgramme(replace(PROGRAMMES[0], code="new", levels=())),
            "levels",
        ),
        (
            "save_programme",
            furnishing.SaveProgramme(replace(PROGRAMMES[0], levels=("high",))),
            "levels",
        ),
        (
            "save_programme",
            furnishing.SaveProgramme(replace(PROGRAMMES[0], note="Fråga Svensson")),
            "note",
        ),
        (
            "save_local_day",
            furnishing.SaveLocalDay(
                LocalDay(
                    uuid_of(8), FIRST, FIRST - dt.timedelta(days=1), DayType.EVE, "X",
                    uuid_of(66), 2000, "Svensson",
                )
            ),
            "type",
        ),
    ],
)  # fmt: skip
def test_the_house_is_refused_with_the_field_named(
    office: Office, use_case: str, command: object, field: str
) -> None:
    """Nothing impossible gets into what groups are planned with."""
    guarded = {} if use_case in ("save_leader", "save_hours") else {"guard": QUIET}
    function = getattr(furnishing, use_case)
    found = problems(lambda: office.run(function, command, **guarded))
    assert field in {name for name, _ in found}


def test_two_edits_of_the_house_do_not_overwrite_each_other(office: Office) -> None:
    """Leader, room, interpreter and hours carry versions like groups do."""
    page = office.ask(furnishing.read_furnishing)
    one = next(iter(page.house.leaders.values()))
    place = next(iter(page.house.rooms.values()))
    who = next(iter(page.house.interpreters.values()))
    hours = Hours(centre().id, 0, (Span(start=480, end=1200),), 8, (Span(start=540, end=700),))
    office.run(furnishing.save_hours, SaveHours(hours))
    kept = office.ask(furnishing.read_furnishing).house.hours[centre().id]
    assert kept == replace(hours, version=1)
    office.run(furnishing.save_leader, SaveLeader(replace(one, available=(), max_groups=3)))
    office.run(furnishing.save_room, SaveRoom(replace(place, seats=9)), guard=QUIET)
    office.run(furnishing.save_interpreter, SaveInterpreter(replace(who, remote=True)), guard=QUIET)
    for use_case, command, guarded in (
        (furnishing.save_leader, SaveLeader(one), {}),
        (furnishing.save_room, SaveRoom(place), {"guard": QUIET}),
        (furnishing.save_interpreter, SaveInterpreter(who), {"guard": QUIET}),
        (furnishing.save_hours, SaveHours(hours), {}),
    ):
        with pytest.raises(StaleEdit):
            office.run(use_case, command, **guarded)
    house = office.ask(furnishing.read_furnishing).house
    assert (house.leaders[one.id].available, house.leaders[one.id].max_groups) == ((), 3)


def test_terms_are_named_across_the_turn_of_the_year() -> None:
    """July belongs to the autumn; 2026 has 53 weeks and a week of two years."""
    assert str(reading.term_at(dt.date(2026, 7, 1))) == "2026-HT"
    assert str(reading.term_at(dt.date(2027, 1, 1))) == "2027-VT"
    assert reading.next_term("2026-HT") == "2027-VT"
    assert reading.next_term("2027-VT") == "2027-HT"
    assert reading.next_term("x") is None
    days = dt.date(2026, 12, 28), dt.date(2027, 1, 3)
    assert reading.terms_between(*days) == ("2026-HT", "2027-VT")
    assert reading.terms_between(dt.date(2026, 9, 1), dt.date(2026, 9, 2)) == ("2026-HT",)
    names = {d.name: d.type for d in reading.special_days(*days)}
    assert names == {
        "Nyårsafton": DayType.EVE, "Nyårsdagen": DayType.PUBLIC_HOLIDAY,
        "Söndag": DayType.PUBLIC_HOLIDAY,
    }  # fmt: skip
    (before,) = reading.special_days(dt.date(2027, 1, 5), dt.date(2027, 1, 5))
    assert (before.type, before.name) == (DayType.PRE_HOLIDAY, "Trettondagsafton")


def test_what_waits_for_the_coordinator_is_shown_on_the_day(office: Office) -> None:
    """Sessions of earlier days that nobody marked, and a decision day with too few registered."""
    group = office.running()
    (group,) = office.save(replace(group, decision_day=FIRST))
    office.clock.day = FIRST + dt.timedelta(days=1)
    today = office.ask(reading.today_sessions)
    assert today.sessions == ()
    assert [one.session.day for one in today.unfilled] == [FIRST]
    assert [row.group.id for row in today.to_decide] == [group.id]
    assert today.next is not None
    assert today.next.session.day == FIRST + dt.timedelta(weeks=1)
    listed = office.ask(reading.list_groups, None)
    assert listed.by_status[GroupStatus.OPEN] == 1
    assert series.booster_day(group) is not None
