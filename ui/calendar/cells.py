"""What stands in each cell of the calendar: frozen cards, rows and columns. No Qt.

A cell holds cards in order of time. The same cards serve the week (drawn with time, title and
people) and the term (drawn as the number of the session).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from familjecentral.access.model import CentreId
from familjecentral.groups.clashes import EVENING_FROM, Schedule
from familjecentral.groups.house import Booking, BookingKind, DayType
from familjecentral.groups.model import Clash, Group, GroupId, Session, SessionKind, SessionStatus
from familjecentral.order import by_name
from ui.calendar.draft import Draft
from ui.calendar.words import clock, day_head, day_note, session_word, status_word, times, words_of
from ui.widgets.daytext import WEEKDAYS

By = Literal["room", "leader", "group"]
Span = Literal["week", "term"]
NOBODY = "none"
_DAY = dt.timedelta(days=1)
_SHUT = (DayType.PUBLIC_HOLIDAY, DayType.EVE, DayType.STAFF_DAY, DayType.CLOSED)
_MARKED = (*_SHUT, DayType.SCHOOL_BREAK, DayType.BRIDGE_DAY, DayType.PRE_HOLIDAY)


@dataclass(frozen=True, slots=True)
class Card:
    """A session or another booking as it is drawn.

    Attributes:
        group_id: None for a booking.
        room, leaders: keys of the rows that it stands in.
        kind: ``group`` or a :class:`BookingKind`. number: of the session, ``of``
            so many (0 where it is no session of the course).
        state: what has become of it. is_draft: it lies elsewhere than it is saved.
        clashes: those that nobody has accepted; ``clash`` their words. accepted: it has some.
        by_leader: it stands in the row of a leader.
    """

    id: UUID
    group_id: GroupId | None
    day: dt.date
    start: int
    minutes: int
    title: str
    people: str
    place: str
    kind: str
    room: str = ""
    leaders: tuple[str, ...] = ()
    number: int = 0
    of: int = 0
    part: str = ""
    state: SessionStatus = SessionStatus.PLANNED
    is_draft: bool = False
    clashes: tuple[Clash, ...] = ()
    clash: str = ""
    accepted: bool = False
    by_leader: bool = False

    @property
    def below(self) -> str:
        """Who leads it; in the row of a leader, where it is."""
        return self.place if self.by_leader else self.people

    @property
    def end(self) -> int:
        """Minutes from midnight at which it ends."""
        return self.start + self.minutes

    @property
    def moves(self) -> bool:
        """Whether it can be moved."""
        return self.state in (SessionStatus.PLANNED, SessionStatus.MOVED)

    def text(self) -> str:
        """Return one sentence that says all of it, for who hears the calendar."""
        head = f"{self.title}, {self.part}" if self.part else self.title
        parts = [day_head(self.day), times(self.start, self.end), head, self.place, self.people]
        if self.group_id is not None:
            parts.append(status_word(self.state))
        text = ", ".join(part for part in parts if part)
        if self.is_draft:
            text += ", utkast"
        return f"{text}, krock: {self.clash}" if self.clash else text


@dataclass(frozen=True, slots=True)
class Target:
    """Where a card is held: row and column of the grid, start and length in minutes."""

    row: int
    column: int
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Column:
    """A day or an ISO week (its Monday). ``note`` names what the calendar says of it."""

    first: dt.date
    head: str
    sub: str = ""
    note: str = ""
    shut: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A room, leader or group with its cells; ``shut`` says per column why nothing lies there."""

    key: str
    title: str
    sub: str
    cells: tuple[tuple[Card, ...], ...]
    shut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """Evenings of a leader per column, and how many she may have (None: no limit)."""

    name: str
    evenings: tuple[int, ...]
    most: int | None


@dataclass(frozen=True, slots=True)
class GridData:
    """Everything that the calendar shows at once."""

    span: Span
    by: By
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    loads: tuple[Load, ...] = ()
    may_plan: bool = True

    def count(self) -> int:
        """Return how many different cards there are."""
        return len({card.id for row in self.rows for cell in row.cells for card in cell})


def week_grid(draft: Draft, monday: dt.date, by: By, today: dt.date) -> GridData:
    """Return one week; Saturday and Sunday only when something lies there."""
    schedule = draft.now
    cards = list(_cards(draft, monday, monday + 6 * _DAY))
    if by == "leader":
        cards = [replace(card, by_leader=True) for card in cards]
    length = 5 + max((card.day.weekday() - 4 for card in cards), default=0)
    days = [monday + n * _DAY for n in range(max(length, 5))]
    columns = tuple(_day_column(schedule, day, today) for day in days)
    corner = f"v. {monday.isocalendar().week}"
    return GridData("week", by, corner, columns, _rows(draft, cards, by, days, days))


def term_grid(
    draft: Draft, first: dt.date, last: dt.date, by: By, today: dt.date, corner: str
) -> GridData:
    """Return a term: a column for each ISO week from the first to the last with a session, or
    of the term where there is none yet."""
    cards = list(_cards(draft, first, last))
    lessons = [card.day for card in cards if card.group_id is not None]
    start, end = min(lessons, default=first), max(lessons, default=last)
    start -= start.weekday() * _DAY
    mondays = [start + 7 * n * _DAY for n in range((end - start).days // 7 + 1)]
    columns = tuple(_week_column(draft.now, monday, today) for monday in mondays)
    rows = _rows(draft, [c for c in cards if c.group_id], by, mondays, [None] * len(mondays))
    return GridData("term", by, corner, columns, rows, _loads(draft.now, mondays))


def _cards(draft: Draft, first: dt.date, last: dt.date) -> Iterator[Card]:
    schedule = draft.now
    changed = draft.changed_sessions()
    for group in schedule.groups.values():
        for session in group.sessions:
            if first <= session.day <= last:
                clashes = draft.clashes(session.id)
                yield session_card(schedule, group, session, clashes, session.id in changed)
    for booking in schedule.bookings:
        if first <= booking.day <= last:
            yield _booking_card(schedule, booking, booking.id in draft.booked)


def session_card(
    schedule: Schedule,
    group: Group,
    session: Session,
    clashes: tuple[Clash, ...] = (),
    is_draft: bool = False,
) -> Card:
    """Return a session as a card."""
    house = schedule.house
    names = [house.leaders[one].first_name for one in session.leaders if one in house.leaders]
    room = house.rooms.get(session.room) if session.room else None
    regular = sum(s.is_course and s.is_on for s in group.sessions)
    return Card(
        session.id, group.id, session.day, session.start, session.minutes, group.title,
        ", ".join(names), room.name if room else "", "group", _key(session.room),
        tuple(map(str, session.leaders)), session.number,
        regular if session.kind is SessionKind.REGULAR else 0,
        session_word(session.kind, session.number, regular), session.status, is_draft,
        clashes, words_of(clashes), bool(session.accepted),
    )  # fmt: skip


def _booking_card(schedule: Schedule, booking: Booking, is_draft: bool) -> Card:
    house = schedule.house
    names = [house.leaders[one].first_name for one in booking.leaders if one in house.leaders]
    room = house.rooms.get(booking.room) if booking.room else None
    title = "Upptaget" if booking.kind is BookingKind.BUSY else booking.title
    return Card(
        booking.id, None, booking.day, booking.start, booking.minutes, title, ", ".join(names),
        room.name if room else "", booking.kind.value, _key(booking.room),
        tuple(map(str, booking.leaders)), is_draft=is_draft,
        clash=words_of(schedule.clashes_of_booking(booking)),
    )  # fmt: skip


def _rows(
    draft: Draft, cards: list[Card], by: By, firsts: list[dt.date], days: Iterable[dt.date | None]
) -> tuple[Row, ...]:
    house = draft.now.house
    placed: dict[str, dict[dt.date, list[Card]]] = {}
    weekly = len(firsts) > 1 and (firsts[1] - firsts[0]).days == 7
    for card in cards:
        column = card.day - card.day.weekday() * _DAY if weekly else card.day
        for key in _keys(card, by):
            placed.setdefault(key, {}).setdefault(column, []).append(card)
    heads: list[tuple[str, str, str, CentreId | None]] = []
    if by == "room":
        rooms = [r for r in house.rooms.values() if r.active or str(r.id) in placed]
        heads = [(str(r.id), r.name, f"{r.seats} platser", r.centre_id) for r in rooms]
    elif by == "leader":
        first = min(firsts)
        people = [
            leader
            for leader in house.leaders.values()
            if str(leader.id) in placed or leader.ends_on is None or leader.ends_on >= first
        ]
        heads = [(str(p.id), p.first_name, "", None) for p in people]
    else:
        shown = [g for g in draft.now.groups.values() if weekly or str(g.id) in placed]
        heads = [(str(g.id), g.title, _series_line(draft, g), g.centre_id) for g in shown]
    if NOBODY in placed:
        heads.append((NOBODY, "Utan lokal" if by == "room" else "Utan ledare", "", None))
    return tuple(
        Row(
            key,
            title,
            sub,
            tuple(
                tuple(
                    sorted(
                        placed.get(key, {}).get(first, ()),
                        key=lambda c: (c.day, c.start, by_name(c.title)),
                    )
                )
                for first in firsts
            ),
            tuple("" if day is None else _shut(draft.now, day, centre) for day in days),
        )
        for key, title, sub, centre in heads
    )


def _keys(card: Card, by: By) -> tuple[str, ...]:
    """Return the rows that a card stands in; what is cancelled takes no room and no leader."""
    session = card.group_id is not None
    if by == "group":
        return (str(card.group_id),) if session else ()
    if card.state is SessionStatus.CANCELLED:
        return ()
    found = tuple(filter(None, (card.room,))) if by == "room" else card.leaders
    return found or ((NOBODY,) if session else ())


def _key(room: UUID | None) -> str:
    return str(room) if room else ""


def _series_line(draft: Draft, group: Group) -> str:
    """Return ``tis · Sara, Johan`` of a group's series."""
    house = draft.now.house
    names = [house.leaders[m.leader].first_name for m in group.team if m.leader in house.leaders]
    if group.status.is_over and group.cancel_reason:
        return "inställd"
    days = Counter((s.day.weekday(), s.start) for s in group.course)
    parts = []
    if days:
        (weekday, start), _ = days.most_common(1)[0]
        parts.append(f"{WEEKDAYS[weekday][:3]} {clock(start)}")
    if names:
        parts.append(", ".join(names))
    return " · ".join(parts)


def _shut(schedule: Schedule, day: dt.date, centre: CentreId | None) -> str:
    found = [d for d in schedule.days(day, centre) if d.type in (*_SHUT, DayType.SCHOOL_BREAK)]
    return found[0].name if found else ""


def _day_column(schedule: Schedule, day: dt.date, today: dt.date) -> Column:
    found = [d for d in schedule.days(day, None) if d.type in _MARKED]
    note = ", ".join(dict.fromkeys(day_note(d.type, d.name) for d in found))
    shut = any(d.type in _SHUT for d in found)
    return Column(day, day_head(day), "i dag" if day == today else "", note, shut, day == today)


def _week_column(schedule: Schedule, monday: dt.date, today: dt.date) -> Column:
    names: list[str] = []
    gone = 0
    for n in range(5):
        found = [
            d
            for d in schedule.days(monday + n * _DAY, None)
            if d.type in (*_SHUT, DayType.SCHOOL_BREAK)
        ]
        names += [d.name for d in found]
        gone += bool(found)
    sub = f"{monday.day}/{monday.month}"
    note = ", ".join(dict.fromkeys(names))
    now = monday <= today < monday + 7 * _DAY
    return Column(monday, str(monday.isocalendar().week), sub, note, gone >= 3, now)


def _loads(schedule: Schedule, mondays: list[dt.date]) -> tuple[Load, ...]:
    evenings: dict[tuple[object, dt.date], set[dt.date]] = {}
    for group in schedule.groups.values():
        for session in group.sessions:
            if session.is_on and session.end > EVENING_FROM:
                monday = session.day - session.day.weekday() * _DAY
                for leader in session.leaders:
                    evenings.setdefault((leader, monday), set()).add(session.day)
    return tuple(
        Load(
            leader.first_name,
            tuple(len(evenings.get((leader.id, monday), ())) for monday in mondays),
            leader.max_evenings_week,
        )
        for leader in schedule.house.leaders.values()
        if any((leader.id, monday) in evenings for monday in mondays)
    )
