"""What stands against a session, rule by rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from familjecentral.groups.clashes import Schedule, covered, touched
from familjecentral.groups.house import (
    Booking,
    BookingKind,
    CalendarDay,
    Certificate,
    CertificateStatus,
    DayType,
    Hours,
    House,
)
from familjecentral.groups.model import (
    ClashKind,
    Group,
    Relation,
    RelationType,
    Session,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.problem import Span
from familjecentral.groups.programme import proposed
from tests.factories import centre, uuid_of
from tests.groups_factory import PROGRAMMES, interpreter, leader, room

DAY = dt.date(2026, 9, 15)  # a Tuesday
HERE, THERE = centre(1).id, centre(2).id
K = ClashKind


def session(number: int = 1, **changes: Any) -> Session:
    values: dict[str, Any] = {
        "id": uuid_of(100 + number),
        "number": number,
        "day": DAY,
        "start": 600,
        "minutes": 120,
        "room": room(1).id,
        "leaders": (leader(1).id, leader(2).id),
    }
    return Session(**values | changes)


def group(number: int = 1, *sessions: Session, **changes: Any) -> Group:
    values: dict[str, Any] = {
        "id": uuid_of(number),
        "version": 1,
        "centre_id": HERE,
        "title": f"Grupp {number}",
        "values": proposed(PROGRAMMES[0]),
        "prevention_level": "universal",
        "seats": 8,
        "minimum": 4,
        "term": "2026-HT",
        "sessions": sessions or (session(number),),
    }
    return Group(**values | changes)


def house(**changes: Any) -> House:
    values: dict[str, Any] = {
        "leaders": [leader(n) for n in range(1, 5)],
        "rooms": [room(1), room(2), room(3, centre_id=THERE)],
        "interpreters": [interpreter(1), interpreter(2, remote=True)],
        "hours": [Hours(HERE, travel=((THERE, 30),))],
        "days": (),
    }
    values |= changes
    return House(
        {one.id: one for one in values["leaders"]},
        {one.id: one for one in values["rooms"]},
        {one.id: one for one in values["interpreters"]},
        {one.centre_id: one for one in values["hours"]},
        values["days"],
    )


def kinds(place: House, *groups: Group, bookings: Any = (), relations: Any = ()) -> list[K]:
    """Return the clashes of the first group."""
    schedule = Schedule(place, groups, bookings, relations)
    return [clash.kind for clash in schedule.clashes([groups[0].id])]


def others_time(start: int, **changes: Any) -> Group:
    """Another group on the day, in the other room and with other leaders unless said."""
    values: dict[str, Any] = {
        "start": start, "room": room(2).id, "leaders": (leader(3).id, leader(4).id),
    }  # fmt: skip
    return group(2, session(2, **values | changes))


def test_a_session_in_a_free_house_has_no_clash() -> None:
    """Otherwise every following case would be weaker than it looks."""
    assert kinds(house(), group()) == []


@pytest.mark.parametrize(
    ("day", "changes", "expected"),
    [
        (CalendarDay(DAY, DAY, DayType.PUBLIC_HOLIDAY, "Röd"), {}, [K.RED_DAY]),
        (CalendarDay(DAY, DAY, DayType.EVE, "Afton"), {}, [K.EVE]),
        (CalendarDay(DAY, DAY, DayType.CLOSED, "Stängt"), {}, [K.CLOSED_DAY]),
        (CalendarDay(DAY, DAY, DayType.STAFF_DAY, "Studiedag"), {}, [K.CLOSED_DAY]),
        (CalendarDay(DAY, DAY, DayType.BRIDGE_DAY, "Klämdag"), {}, []),
        (CalendarDay(DAY, DAY, DayType.SCHOOL_BREAK, "Lov"), {}, []),
        (
            CalendarDay(DAY, DAY, DayType.SCHOOL_BREAK, "Lov"),
            {"avoid_school_breaks": True},
            [K.SCHOOL_BREAK],
        ),
        (CalendarDay(DAY, DAY, DayType.PRE_HOLIDAY, "Kort", None, 700), {}, [K.SHORT_DAY]),
        (CalendarDay(DAY, DAY, DayType.PRE_HOLIDAY, "Kort", None, 720), {}, []),
        (CalendarDay(DAY, DAY, DayType.CLOSED, "Stängt", THERE), {}, []),
    ],
)
def test_the_calendar_closes_days(day: CalendarDay, changes: dict, expected: list[K]) -> None:
    """Red days, eves and closed days for all, breaks for who avoids them, short days by time."""
    assert kinds(house(days=(day,)), group(**changes)) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"rooms": [room(1, seats=7)]}, [K.ROOM_TOO_SMALL]),
        ({"rooms": [room(1, active=False)]}, [K.ROOM_UNAVAILABLE]),
        ({"rooms": [room(1, unavailable=(Span(DAY, DAY, start=700),))]}, [K.ROOM_UNAVAILABLE]),
        ({"rooms": [room(1, unavailable=(Span(DAY, DAY, start=720),))]}, []),
        ({"hours": [Hours(HERE, opening=(Span(start=480, end=660),))]}, [K.OPENING_HOURS]),
        (
            {"hours": [Hours(HERE, opening=(Span(start=480, end=660), Span(start=660)))]},
            [],
        ),
        ({"leaders": [leader(1, centres=frozenset({THERE})), leader(2)]}, [K.LEADER_ELSEWHERE]),
        ({"leaders": [leader(1, absent=(Span(DAY, DAY),)), leader(2)]}, [K.LEADER_ABSENT]),
        ({"leaders": [leader(1, available=()), leader(2)]}, [K.LEADER_ABSENT]),
        ({"leaders": [leader(1, ends_on=DAY - dt.timedelta(1)), leader(2)]}, [K.LEADER_ABSENT]),
        ({"leaders": [leader(1, max_minutes_week=119), leader(2)]}, [K.LOAD]),
        ({"leaders": [leader(1, max_minutes_week=120), leader(2)]}, []),
        ({"leaders": [leader(n, certificates=()) for n in (1, 2)]}, [K.CERTIFICATE]),
        ({"leaders": [leader(1, certificates=()), leader(2)]}, []),
    ],
)
def test_room_hours_and_leaders_set_limits(place: dict, expected: list[K]) -> None:
    """One thing at a time, at its edge."""
    assert kinds(house(**place), group()) == expected


def test_a_session_needs_a_room_and_its_leaders() -> None:
    """Both are named, so that neither is found out on the day."""
    bare = group(1, session(room=None, leaders=(leader(1).id,)))
    assert kinds(house(), bare) == [K.NO_ROOM, K.LEADERS_MISSING]
    assert kinds(house(), group(equipment=frozenset({"projector"}))) == [K.ROOM_EQUIPMENT]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (others_time(660), []),
        (others_time(660, room=room(1).id), [K.ROOM_TAKEN]),
        (others_time(720, room=room(1).id), []),
        (others_time(660, leaders=(leader(1).id, leader(3).id)), [K.LEADER_TAKEN]),
        (
            others_time(735, room=room(3).id, leaders=(leader(1).id, leader(3).id)),
            [K.TRAVEL],
        ),
        (others_time(750, room=room(3).id, leaders=(leader(1).id, leader(3).id)), []),
        (
            others_time(
                660, room=room(1).id, status=SessionStatus.CANCELLED, cancel_reason="other"
            ),
            [],
        ),
    ],
)
def test_sessions_of_other_groups_are_in_the_way(other: Group, expected: list[K]) -> None:
    """Same room, same leader, the way between two houses; a cancelled one is not."""
    assert kinds(house(), group(), other) == expected


def test_set_up_makes_the_booking_longer() -> None:
    """The longer of what group and room ask for counts, before and after."""
    other = others_time(720, room=room(1).id)
    assert kinds(house(), group(cleanup_minutes=15), other) == [K.ROOM_TAKEN]
    with_setup = house(rooms=[room(1, setup_minutes=30), room(2)])
    assert kinds(with_setup, group(), other) == [K.ROOM_TAKEN]


def test_other_bookings_take_rooms_and_leaders() -> None:
    """A meeting is in the way like a group is."""
    meeting = Booking(
        uuid_of(9), BookingKind.MEETING, DAY, 660, 60, "Möte", room=room(1).id,
        leaders=(leader(1).id,),
    )  # fmt: skip
    assert kinds(house(), group(), bookings=[meeting]) == [K.ROOM_TAKEN, K.LEADER_TAKEN]


def test_evenings_and_groups_are_limited_per_leader() -> None:
    """Two evenings a week where one is the limit; two groups in a term where one is."""
    late = session(1, start=1020)
    next_day = session(2, start=1020, day=DAY + dt.timedelta(days=1))
    place = house(leaders=[leader(1, max_evenings_week=1), leader(2)])
    assert kinds(place, group(1, late, next_day)) == [K.LOAD, K.LOAD]
    assert kinds(place, group(1, late, replace(next_day, start=800))) == []
    team = (TeamMember(leader(1).id), TeamMember(leader(2).id))
    other = replace(others_time(900), team=team)
    place = house(leaders=[leader(1, max_groups=1), *map(leader, (2, 3, 4))])
    assert kinds(place, group(team=team), other) == [K.LOAD]


@pytest.mark.parametrize(
    ("interpreters", "other", "expected"),
    [
        ((), None, [K.INTERPRETER]),
        ((("arabic", interpreter(1).id),), None, []),
        ((("arabic", interpreter(1).id),), 660, [K.INTERPRETER]),
        ((("arabic", interpreter(1).id),), 735, [K.INTERPRETER]),
        ((("arabic", interpreter(2).id),), 735, []),
    ],
)
def test_an_interpreter_speaks_the_language_and_is_free(
    interpreters: tuple, other: int | None, expected: list[K]
) -> None:
    """She is at one place at a time; who works remotely needs no travel."""
    mine = group(1, session(interpreters=interpreters), languages=("arabic",))
    groups = [mine]
    if other is not None:
        groups.append(others_time(other, room=room(3).id, interpreters=interpreters))
    assert kinds(house(), *groups) == expected


def test_an_interpreter_who_is_away_or_speaks_another_language_is_a_clash() -> None:
    """Booked is not enough."""
    booked = (("somali", interpreter(1).id),)
    assert kinds(house(), group(1, session(interpreters=booked), languages=("somali",))) == [
        K.INTERPRETER
    ]
    away = house(interpreters=[interpreter(1, absent=(Span(DAY, DAY),))])
    booked = (("arabic", interpreter(1).id),)
    assert kinds(away, group(1, session(interpreters=booked), languages=("arabic",))) == [
        K.INTERPRETER
    ]


@pytest.mark.parametrize(
    ("hours", "others", "expected"),
    [
        (Hours(HERE), 0, [K.CHILD_MINDING]),
        (Hours(HERE, most_children=5), 0, []),
        (Hours(HERE, most_children=5, minding=()), 0, [K.CHILD_MINDING]),
        (Hours(HERE, most_children=9), 4, []),
        (Hours(HERE, most_children=8), 4, [K.CHILD_MINDING]),
    ],
)
def test_child_minding_has_room_for_so_many(hours: Hours, others: int, expected: list[K]) -> None:
    """Children of all sessions that overlap are added up."""
    other = replace(others_time(660), children_minded=others)
    assert kinds(house(hours=[hours]), group(children_minded=5), other) == expected


@pytest.mark.parametrize(
    ("kind", "changes", "gap", "broken"),
    [
        (RelationType.NO_OVERLAP, {"start": 660}, 0, True),
        (RelationType.NO_OVERLAP, {"start": 720}, 0, False),
        (RelationType.NO_OVERLAP, {"start": 720}, 15, True),
        (RelationType.APART, {"start": 660, "room": room(3).id}, 0, False),
        (RelationType.APART, {"start": 660}, 0, True),
        (RelationType.PARALLEL, {"start": 660}, 0, True),
        (RelationType.PARALLEL, {"start": 600}, 0, False),
        (RelationType.SEPARATE_LEADERS, {"start": 900, "leaders": (leader(1).id,)}, 0, True),
        (RelationType.SEPARATE_LEADERS, {"start": 900}, 0, False),
    ],
)
def test_relations_between_groups(
    kind: RelationType, changes: dict, gap: int, broken: bool
) -> None:
    """Rule 15 of the plan, for the sessions of one day, seen from both groups."""
    mine = group()
    other = others_time(changes.pop("start"), **changes)
    relation = Relation(kind, mine.id, other.id, gap)
    expected = [K.RELATION] if broken else []
    assert kinds(house(), mine, other, relations=[relation]) == expected
    assert K.RELATION in kinds(house(), other, mine, relations=[relation]) or not broken


def test_what_is_held_cancelled_or_over_clashes_no_more() -> None:
    """History is not judged; it still takes room and time from others."""
    held = group(1, session(status=SessionStatus.HELD))
    other = others_time(660, room=room(1).id)
    assert kinds(house(), held, other) == []
    assert kinds(house(), other, held) == [K.ROOM_TAKEN]


def test_an_acceptance_fits_its_clash_only() -> None:
    """The same room on another day, with somebody else, is a new clash."""
    other = others_time(660, room=room(1).id)
    (clash,) = Schedule(house(), [group(), other]).open_clashes([group().id])
    accepted = session(accepted=(clash.accepted_with("agreed"),))
    assert Schedule(house(), [group(1, accepted), other]).open_clashes([group().id]) == ()
    third = group(3, session(3, start=660, leaders=(leader(3).id, leader(4).id)))
    (left,) = Schedule(house(), [group(1, accepted), other, third]).open_clashes([group().id])
    assert left.other == str(third.sessions[0].id)
    assert left.kind.rule == 8


def test_certificates_have_a_status_by_day() -> None:
    """Valid, in training, expired, missing: the best counts."""
    yesterday, tomorrow = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
    status = CertificateStatus
    for held, expected in (
        ((), status.MISSING),
        ((Certificate("abc"),), status.MISSING),
        ((Certificate("icdp", in_training=True),), status.IN_TRAINING),
        ((Certificate("icdp", first=tomorrow),), status.IN_TRAINING),
        ((Certificate("icdp", last=yesterday),), status.EXPIRED),
        ((Certificate("icdp", last=yesterday), Certificate("icdp", last=DAY)), status.VALID),
    ):
        assert leader(1, certificates=held).certificate("icdp", DAY) is expected


def test_spans_cover_and_touch() -> None:
    """A union covers without a gap; one minute is enough to touch."""
    spans = (Span(start=480, end=600), Span(start=600, end=720))
    assert covered(spans, DAY, 480, 720)
    assert not covered(spans, DAY, 470, 500)
    assert not covered((Span(start=480, end=600), Span(start=605)), DAY, 480, 720)
    assert not covered((), DAY, 0, 1)
    assert touched(spans, DAY, 719, 800)
    assert not touched(spans, DAY, 720, 800)
    assert not touched((Span(last=DAY - dt.timedelta(days=1)),), DAY, 0, 1440)
