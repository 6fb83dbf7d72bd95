"""What is printed of a group comes from the plan, and from nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest

from familjecentral.access.model import CentreId
from familjecentral.commands.composition import guard
from familjecentral.commands.paper import Sheets, invitation_to
from familjecentral.export.group_sheets import (
    attendance_sheet,
    poster,
    room_sheet,
    skipped_weeks,
    term_programme,
)
from familjecentral.export.sheets import SheetFrame
from familjecentral.groups.house import (
    Booking,
    BookingId,
    BookingKind,
    CalendarDay,
    DayType,
    House,
    Leader,
    LeaderId,
    Room,
    RoomId,
)
from familjecentral.groups.invitation import Invitation, invitation_problems
from familjecentral.groups.model import (
    Group,
    GroupId,
    GroupStatus,
    Session,
    SessionId,
    SessionKind,
    SessionStatus,
    TeamMember,
)
from familjecentral.groups.on_paper import RoomOnPaper
from familjecentral.groups.programme import Programme, Range, Values

FRAME = SheetFrame("Familjecentralen Eken", dt.date(2026, 9, 1), sample=True)
HOUSE_ID = CentreId(UUID(int=1))
ROOM, OTHER = RoomId(UUID(int=2)), RoomId(UUID(int=3))
MAJA, JOHAN = LeaderId(UUID(int=4)), LeaderId(UUID(int=5))
HOUSE = House(
    leaders={MAJA: Leader(MAJA, "Maja"), JOHAN: Leader(JOHAN, "Johan")},
    rooms={ROOM: Room(ROOM, HOUSE_ID, "Lilla salen", 12), OTHER: Room(OTHER, HOUSE_ID, "Köket", 6)},
    days=(
        CalendarDay(dt.date(2026, 10, 26), dt.date(2026, 10, 30), DayType.SCHOOL_BREAK, "Höstlov"),
        CalendarDay(dt.date(2026, 9, 21), dt.date(2026, 9, 21), DayType.WEEKDAY, "Tisdag"),
    ),
)
WEEKS = (38, 39, 40, 41, 42, 43, 45, 46)
PROGRAMME = Programme(
    "ICDP", "Vägledande samspel (ICDP)", "ICDP", 1, "ICDP Sverige", dt.date(2026, 1, 1),
    ("universal",), ages=Range(0, 6),
)  # fmt: skip


def session(number: int, week: int, **more) -> Session:
    day = dt.date.fromisocalendar(2026, week, 4)
    more = {"room": ROOM, "leaders": (MAJA, JOHAN), **more}
    return Session(SessionId(UUID(int=100 + number)), number, day, 810, 120, **more)


def group(**more) -> Group:
    values = Values("ICDP", 1, dt.date(2026, 1, 1), 8, 120, leaders=2)
    made = Group(
        GroupId(UUID(int=9)), 1, HOUSE_ID, "Vägledande samspel", values, "universal", 10, 5,
        "2026-HT", room=ROOM, team=(TeamMember(MAJA), TeamMember(JOHAN)),
        sessions=tuple(session(n, week) for n, week in enumerate(WEEKS, 1)),
    )  # fmt: skip
    return replace(made, **more)


def test_the_attendance_sheet_has_the_programmes_own_sessions() -> None:
    """A talk before the group and the booster have no column."""
    sessions = (
        session(0, 37, kind=SessionKind.PRE_INTERVIEW),
        *group().sessions,
        session(9, 50, kind=SessionKind.BOOSTER),
    )
    sheet = attendance_sheet(group(sessions=sessions), HOUSE, frame=FRAME)
    assert [m.number for m in sheet.meetings] == list(range(1, 9))
    assert (sheet.place, sheet.term, sheet.seats) == ("Lilla salen", "höstterminen 2026", 10)
    assert sheet.leaders == ("Maja", "Johan")
    assert sheet.skipped == ((44, "höstlov"),)


def test_a_week_without_session_is_explained_by_the_break_or_by_nothing() -> None:
    """A group every second week skips no week by its rhythm."""
    bare = House()
    assert skipped_weeks(group(), bare) == ((44, ""),)
    every_second = replace(group().values, every_weeks=2)
    sessions = tuple(session(n, week) for n, week in enumerate((38, 40, 42, 45), 1))
    assert skipped_weeks(group(values=every_second, sessions=sessions), HOUSE) == ((44, "höstlov"),)
    assert skipped_weeks(group(sessions=()), HOUSE) == ()


def test_the_poster_says_what_the_plan_says() -> None:
    """Time, place and seats; minding and interpreter only where the group has them."""
    said = invitation_to(group(opens_on=dt.date(2026, 8, 12)))
    assert said.sign_up == "Anmäl dig från 12 augusti"
    assert "åtta gånger" in said.intro
    made = poster(group(), HOUSE, said, programme=PROGRAMME, frame=FRAME)
    assert made.kicker == "För dig med barn 0–6 år"
    assert [(f.sign, f.head) for f in made.facts] == [
        ("time", "Torsdagar 13.30–15.30"),
        ("place", "Familjecentralen Eken"),
        ("seats", "Tio platser"),
        ("free", "Kostar inget"),
    ]
    assert made.facts[0].text == "17 september–12 november, inte höstlov"
    full = group(children_minded=4, languages=("ara",), sessions=(session(1, 38),))
    made = poster(full, HOUSE, invitation_to(full), programme=None, frame=FRAME)
    assert [f.sign for f in made.facts] == ["time", "place", "seats", "child", "language", "free"]
    assert made.kicker == "För dig som är förälder"
    empty = poster(group(sessions=()), HOUSE, said, programme=PROGRAMME, frame=FRAME)
    assert empty.facts[0].head == "Tid meddelas"
    one = group(values=replace(group().values, sessions=1))
    assert "träffas en gång" in invitation_to(one).intro
    assert invitation_to(one).sign_up == "Anmäl dig till oss"


@pytest.mark.parametrize(
    ("ages", "expected"),
    [((0, 18), "För dig med barn"), ((13, 18), "För dig med barn från 13 år")],
)
def test_ages_on_the_poster(ages, expected) -> None:
    """A programme for all ages names none."""
    programme = replace(PROGRAMME, ages=Range(*ages))
    made = poster(group(), HOUSE, invitation_to(group()), programme=programme, frame=FRAME)
    assert made.kicker == expected


def test_words_of_the_poster_pass_the_guard() -> None:
    """Names of others are stopped, too long texts too; the house's telephone is not a person's."""
    said = invitation_to(group())
    assert not list(invitation_problems(replace(said, phone="0123-45 67 89"), guard()))
    bad = Invitation(
        title="", intro="Ring Anna Andersson 070-123 45 67", sign_up="x" * 51, phone="1" * 25
    )
    found = {(p.field, p.problem) for p in invitation_problems(bad, guard())}
    assert found == {
        ("title", "required"),
        ("intro", "personal_data"),
        ("sign_up", "out_of_range"),
        ("phone", "out_of_range"),
    }
    asks = SimpleNamespace(read=lambda _text: SimpleNamespace(level="warn"))
    assert len(list(invitation_problems(said, asks))) == 4
    assert len(list(invitation_problems(said, asks, confirmed=frozenset({"title"})))) == 3


def test_the_notice_board_leaves_out_what_is_over() -> None:
    """Groups by first session; breaks that touch their days; full groups say so."""
    later = group(
        id=GroupId(UUID(int=10)), title="ABC", status=GroupStatus.FULL,
        sessions=(session(1, 44), session(2, 45)),
    )  # fmt: skip
    gone = group(title="Inställd", status=GroupStatus.CANCELLED)
    sheet = term_programme(
        "2026-HT", (later, gone, group(), group(sessions=())), HOUSE,
        programmes={"ICDP": PROGRAMME}, sign_up="Ring oss.", frame=FRAME,
    )  # fmt: skip
    assert sheet.term == "Höstterminen 2026"
    assert [(e.title, e.seats) for e in sheet.entries] == [
        ("Vägledande samspel", "tio platser"),
        ("ABC", "fullt"),
    ]
    assert sheet.closed == ((dt.date(2026, 10, 26), dt.date(2026, 10, 30), "höstlov"),)
    assert not term_programme("2026-HT", (), HOUSE, programmes={}, sign_up="", frame=FRAME).closed


def on_paper(room: RoomId, made: Group, *bookings: Booking) -> RoomOnPaper:
    """Return what is read for the door of a room in the autumn."""
    first, last = dt.date(2026, 9, 1), dt.date(2026, 10, 31)
    return RoomOnPaper(room, first, last, (made,), bookings, HOUSE, "Eken")


def test_a_rooms_door_shows_its_sessions_and_no_talks() -> None:
    """Of the days asked for; a moved session says that it is moved."""
    sessions = (
        session(1, 38),
        session(2, 39, room=OTHER, status=SessionStatus.MOVED),
        session(3, 40, status=SessionStatus.CANCELLED),
        session(4, 41, kind=SessionKind.PRE_INTERVIEW),
        session(5, 52),
    )
    made = group(sessions=sessions)
    here = room_sheet(on_paper(ROOM, made), frame=FRAME)
    there = room_sheet(on_paper(OTHER, made), frame=FRAME)
    assert [m.number for m in here.meetings] == [1]
    assert [(m.number, m.note) for m in there.meetings] == [(2, "flyttad")]


def test_a_rooms_door_shows_open_activities_and_meetings_too() -> None:
    """Whoever reads it must not believe that the room is free; a talk stays off the door."""
    day, leader = dt.date(2026, 10, 5), next(iter(HOUSE.leaders))
    booked = [
        Booking(BookingId(UUID(int=number)), kind, day, 540, 180, title, 1, ROOM, (leader,))
        for number, (kind, title) in enumerate((
            (BookingKind.OPEN_ACTIVITY, "Öppna förskolan"), (BookingKind.MEETING, "Samråd"),
            (BookingKind.BUSY, ""),
        ))
    ]  # fmt: skip
    sheet = room_sheet(on_paper(ROOM, group(sessions=()), *booked), frame=FRAME)
    name = HOUSE.leaders[leader].first_name
    assert [(m.title, m.times, m.leaders) for m in sheet.meetings] == [
        ("Öppna förskolan", "9.00–12.00", (name,)), ("Samråd", "9.00–12.00", (name,)),
    ]  # fmt: skip


def test_every_sheet_can_be_written(tmp_path) -> None:
    """The four of them, for the window and the command line alike."""
    sheets = Sheets("Familjecentralen Eken", dt.date(2026, 9, 1), sample=False)
    made = group()
    sheets.attendance(tmp_path / "a.pdf", made, HOUSE)
    sheets.poster(tmp_path / "b.pdf", made, HOUSE, invitation_to(made), PROGRAMME)
    sheets.programme(tmp_path / "c.pdf", "2026-HT", [made], HOUSE, {"ICDP": PROGRAMME})
    sheets.room(tmp_path / "d.pdf", on_paper(ROOM, made))
    assert all((tmp_path / f"{x}.pdf").read_bytes().startswith(b"%PDF") for x in "abcd")
