"""From groups as they are planned to what is printed of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from familjecentral.calendar.names import capital, listed, period_name
from familjecentral.export.sheets import (
    AttendanceSheet,
    Meeting,
    Poster,
    PosterFact,
    ProgrammeEntry,
    RoomSheet,
    SheetFrame,
    TermProgramme,
    long_day,
    seats_in_words,
    usual_time,
)
from familjecentral.groups.house import BookingKind, DayType, House, LeaderId, RoomId
from familjecentral.groups.invitation import Invitation
from familjecentral.groups.model import Group, GroupStatus, Session, SessionKind, SessionStatus
from familjecentral.groups.on_paper import RoomOnPaper
from familjecentral.groups.programme import Programme
from familjecentral.groups.rules import term_of
from familjecentral.order import by_name

_CLOSED = frozenset({DayType.SCHOOL_BREAK, DayType.CLOSED, DayType.STAFF_DAY})
# What families are never invited to on a notice board any more.
_GONE = frozenset({GroupStatus.CANCELLED, GroupStatus.ABORTED, GroupStatus.COMPLETED})
_KINDS = {
    SessionKind.INFO: "informationsträff",
    SessionKind.REPLACEMENT: "ersättningsträff",
    SessionKind.BOOSTER: "uppföljningsträff",
    SessionKind.PRE_INTERVIEW: "samtal före gruppen",
}


def attendance_sheet(group: Group, house: House, *, frame: SheetFrame) -> AttendanceSheet:
    """Return the list of a group: its seats, and the programme's own sessions."""
    return AttendanceSheet(
        frame,
        group.title,
        _room(group.room, house),
        _term(group),
        _names((member.leader for member in group.team), house),
        tuple(_meeting(group, s, house) for s in group.sessions if s.is_course),
        group.seats,
        skipped_weeks(group, house),
    )


def skipped_weeks(group: Group, house: House) -> tuple[tuple[int, str], ...]:
    """Return the ISO weeks between first and last session that the rhythm would have used and
    that have none, with the break that explains it (empty: none does)."""
    course = group.course
    if len(course) < 2:
        return ()
    step = dt.timedelta(weeks=max(group.values.every_weeks, 1))
    used = {s.day.isocalendar()[:2] for s in course}
    skipped = []
    monday = course[0].day - dt.timedelta(days=course[0].day.weekday())
    while monday < course[-1].day:
        if monday.isocalendar()[:2] not in used:
            last = monday + dt.timedelta(days=6)
            reason = next(
                (d.name for d in house.days
                 if d.first <= last and monday <= d.last and d.centre_id in (None, group.centre_id)
                 and d.type in _CLOSED | {DayType.PUBLIC_HOLIDAY, DayType.EVE}),
                "",
            )  # fmt: skip
            skipped.append((monday.isocalendar().week, reason.lower()))
            monday += dt.timedelta(weeks=1)
        else:
            monday += step
    return tuple(skipped)


def poster(
    group: Group, house: House, said: Invitation, *, programme: Programme | None, frame: SheetFrame
) -> Poster:
    """Return an invitation with the facts of a group."""
    course = [_meeting(group, s, house) for s in group.course]
    days = ""
    if course:
        days = capital(long_day(course[0].day))
        if len(course) > 1:
            days += f"–{long_day(course[-1].day)}"
    skipped = [reason for _, reason in skipped_weeks(group, house) if reason]
    if skipped:
        days += f", inte {listed(list(dict.fromkeys(skipped)))}"
    facts = [
        PosterFact("time", usual_time(course) or "Tid meddelas", days),
        PosterFact("place", frame.centre, _room(group.room, house)),
        PosterFact("seats", seats_in_words(group.seats), "Du behöver inte kunna något innan"),
    ]
    if group.children_minded:
        facts.append(PosterFact("child", "Barnpassning finns", "Säg till när du anmäler dig"))
    if group.languages:
        facts.append(PosterFact("language", "Tolk finns", "Säg till när du anmäler dig"))
    facts.append(PosterFact("free", "Kostar inget", "Vi för ingen journal över dig som deltar"))
    return Poster(
        frame,
        _audience(programme),
        said.title,
        said.intro,
        tuple(facts),
        said.sign_up,
        said.sign_up_text,
        said.phone,
        said.parties,
        said.logo,
    )


def term_programme(
    term: str,
    groups: Iterable[Group],
    house: House,
    *,
    programmes: Mapping[str, Programme],
    sign_up: str,
    frame: SheetFrame,
) -> TermProgramme:
    """Return what is on in a term, by first session; cancelled and ended groups are left out."""
    shown = [g for g in groups if g.status not in _GONE and g.course]
    shown.sort(key=lambda g: (g.course[0].day, g.course[0].start, by_name(g.title)))
    entries = tuple(
        ProgrammeEntry(
            group.title,
            _audience(programmes.get(group.values.programme)),
            tuple(_meeting(group, s, house) for s in group.course),
            _room(group.room, house),
            "fullt" if group.status is GroupStatus.FULL else seats_in_words(group.seats).lower(),
        )
        for group in shown
    )
    days = [s.day for g in shown for s in g.course]
    closed = tuple(
        (d.first, d.last, d.name.lower())
        for d in house.days
        if days and d.type in _CLOSED and d.first <= max(days) and min(days) <= d.last
    )
    period = term_of(term)
    return TermProgramme(
        frame, capital(period_name(period)) if period else term, entries, sign_up, closed
    )


def room_sheet(found: RoomOnPaper, *, frame: SheetFrame) -> RoomSheet:
    """Return who has a room between two days, both included: sessions, open activities and
    meetings. Talks are never on a door."""
    house, first, last = found.house, found.first, found.last
    meetings = [
        _meeting(group, session, house)
        for group in found.groups
        for session in group.sessions
        if session.room == found.room
        and session.is_on
        and session.kind is not SessionKind.PRE_INTERVIEW
        and first <= session.day <= last
    ]
    room = house.rooms[found.room]
    meetings += [
        Meeting(0, b.day, b.start, b.minutes, b.title, room.name, _names(b.leaders, house))
        for b in found.bookings
        if b.kind is not BookingKind.BUSY
    ]
    return RoomSheet(frame, room.name, room.seats, first, last, tuple(meetings))


def _meeting(group: Group, session: Session, house: House) -> Meeting:
    note = _KINDS.get(session.kind, "")
    if session.status is SessionStatus.MOVED:
        note = ", ".join(filter(None, (note, "flyttad")))
    return Meeting(
        session.number,
        session.day,
        session.start,
        session.minutes,
        group.title,
        _room(session.room, house),
        _names(session.leaders, house),
        note,
        cancelled=not session.is_on,
    )


def _room(room: RoomId | None, house: House) -> str:
    return house.rooms[room].name if room in house.rooms else ""


def _names(leaders: Iterable[LeaderId], house: House) -> tuple[str, ...]:
    return tuple(house.leaders[x].first_name if x in house.leaders else "–" for x in leaders)


def _term(group: Group) -> str:
    period = term_of(group.term)
    return period_name(period) if period else group.term


def _audience(programme: Programme | None) -> str:
    ages = programme.ages if programme else None
    if ages is None:
        return "För dig som är förälder"
    if ages.high >= 18:
        return "För dig med barn" if ages.low == 0 else f"För dig med barn från {ages.low} år"
    return f"För dig med barn {ages.low}–{ages.high} år"
