"""A group: one run of a programme, its sessions and seats. No names of participants anywhere.

Two coordinators: every change of a group carries the ``version`` it was made from. Marks of the
grid and the waiting list are kept beside it, because they go when the group is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from familjecentral.access.model import CentreId
from familjecentral.groups.house import InterpreterId, LeaderId, RoomId
from familjecentral.groups.problem import Preference
from familjecentral.groups.programme import Values

GroupId = NewType("GroupId", UUID)
SessionId = NewType("SessionId", UUID)
WaitingId = NewType("WaitingId", UUID)

WEEKS_UNTIL_WEEDED = 4
"""Weeks after the last regular session until grid and aliases go at the latest (product.md)."""


class GroupStatus(StrEnum):
    """The code list ``group_status``."""

    PLANNED = "planned"
    OPEN = "open"
    FULL = "full"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in the group."""
        return self in _OVER


_OVER = frozenset({GroupStatus.COMPLETED, GroupStatus.CANCELLED, GroupStatus.ABORTED})


class SessionStatus(StrEnum):
    """The code list ``session_status``."""

    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"
    CANCELLED = "cancelled"


class SessionKind(StrEnum):
    """The code list ``session_kind``."""

    INFO = "info"
    REGULAR = "regular"
    REPLACEMENT = "replacement"
    BOOSTER = "booster"
    PRE_INTERVIEW = "pre_interview"


class Mark(StrEnum):
    """One square of the grid: the code list ``attendance_status``."""

    PRESENT = "present"
    ABSENT_NOTIFIED = "absent_notified"
    ABSENT = "absent"
    LEFT = "left"
    NOT_STARTED = "not_started"


class LeaderRole(StrEnum):
    """The code list ``leader_role``, as far as a leader can hold it."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    TRAINEE = "trainee"
    CHILD_MINDER = "child_minder"


class WaitingState(StrEnum):
    """Where somebody in the queue stands."""

    WAITING = "waiting"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class RelationType(StrEnum):
    """What must hold between two groups (formats/plan.md, rule 15)."""

    NO_OVERLAP = "no_overlap"
    APART = "apart"
    PARALLEL = "parallel"
    SEPARATE_LEADERS = "separate_leaders"


class ClashKind(StrEnum):
    """What stands against a session; ``rule`` is the plan's rule that it breaks."""

    RED_DAY = "red_day"
    EVE = "eve"
    SCHOOL_BREAK = "school_break"
    CLOSED_DAY = "closed_day"
    SHORT_DAY = "short_day"
    OPENING_HOURS = "opening_hours"
    NO_ROOM = "no_room"
    ROOM_TAKEN = "room_taken"
    ROOM_UNAVAILABLE = "room_unavailable"
    ROOM_TOO_SMALL = "room_too_small"
    ROOM_EQUIPMENT = "room_equipment"
    LEADERS_MISSING = "leaders_missing"
    LEADER_TAKEN = "leader_taken"
    LEADER_ABSENT = "leader_absent"
    LEADER_ELSEWHERE = "leader_elsewhere"
    TRAVEL = "travel"
    LOAD = "load"
    CERTIFICATE = "certificate"
    INTERPRETER = "interpreter"
    CHILD_MINDING = "child_minding"
    RELATION = "relation"

    @property
    def rule(self) -> int:
        """Number of the hard rule of formats/plan.md, as in ``Locked.accepted``."""
        return _RULES[self]


_RULES = {
    ClashKind.RED_DAY: 5,
    ClashKind.EVE: 5,
    ClashKind.SCHOOL_BREAK: 5,
    ClashKind.CLOSED_DAY: 5,
    ClashKind.SHORT_DAY: 5,
    ClashKind.OPENING_HOURS: 7,
    ClashKind.NO_ROOM: 8,
    ClashKind.ROOM_TAKEN: 8,
    ClashKind.ROOM_UNAVAILABLE: 8,
    ClashKind.ROOM_TOO_SMALL: 8,
    ClashKind.ROOM_EQUIPMENT: 8,
    ClashKind.LEADERS_MISSING: 9,
    ClashKind.CERTIFICATE: 9,
    ClashKind.LEADER_ELSEWHERE: 9,
    ClashKind.LEADER_ABSENT: 10,
    ClashKind.LEADER_TAKEN: 11,
    ClashKind.TRAVEL: 11,
    ClashKind.LOAD: 12,
    ClashKind.INTERPRETER: 13,
    ClashKind.CHILD_MINDING: 14,
    ClashKind.RELATION: 15,
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A clash that the coordinator has accepted; it stays accepted when planning again.

    Attributes:
        kind: what clashed. about: id of the room, leader, interpreter, or the day's type.
        other: id of the session or booking on the other side, "" without one.
        reason: key of the list ``clash_reason``.
    """

    kind: ClashKind
    about: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Session:
    """One dated meeting of a group.

    Attributes:
        number: 1 … in order of the series; booster, replacement and others go on from there.
        start, minutes: local time, minutes from midnight, and length.
        accepted: clashes with their reasons.
        replaces: the cancelled session that this one replaces.
        cancel_reason: key of the list ``cancel_reason``.
        present, expected: how many came of how many seats, when only the number was entered or
            the grid has gone; ``counts_only``: there is no grid for it.
        sequence: SEQUENCE of its calendar entry as last changed (RFC 5545).
    """

    id: SessionId
    number: int
    day: dt.date
    start: int
    minutes: int
    kind: SessionKind = SessionKind.REGULAR
    status: SessionStatus = SessionStatus.PLANNED
    room: RoomId | None = None
    leaders: tuple[LeaderId, ...] = ()
    interpreters: tuple[tuple[str, InterpreterId], ...] = ()
    accepted: tuple[Accepted, ...] = ()
    replaces: SessionId | None = None
    cancel_reason: str | None = None
    present: int | None = None
    expected: int | None = None
    counts_only: bool = False
    sequence: int = 0

    @property
    def end(self) -> int:
        """Minutes from midnight at which it ends."""
        return self.start + self.minutes

    @property
    def is_on(self) -> bool:
        """Whether it takes place or has taken place."""
        return self.status is not SessionStatus.CANCELLED

    @property
    def is_course(self) -> bool:
        """Whether it is one of the programme's own sessions (in the grid)."""
        return self.kind in (SessionKind.REGULAR, SessionKind.REPLACEMENT)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A leader of the series and her part in it."""

    leader: LeaderId
    role: LeaderRole = LeaderRole.LEAD


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where and when a group may lie; what the planner is bound by.

    Attributes:
        start_earliest, start_latest, end_latest: None: the term's own days.
        weekdays: ISO, 1 = Monday. window_from, window_to: minutes from midnight.
        rooms, pool: which rooms and leaders may be used; empty: all.
        centres: further houses where it may be held beside its own.
    """

    start_earliest: dt.date | None = None
    start_latest: dt.date | None = None
    end_latest: dt.date | None = None
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    window_from: int = 0
    window_to: int = 24 * 60
    preferred: tuple[Preference, ...] = ()
    max_moved: int = 0
    extra_weeks: int = 2
    rooms: frozenset[RoomId] = frozenset()
    pool: frozenset[LeaderId] = frozenset()
    centres: frozenset[CentreId] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stays of attendance when the grid has gone: numbers of the whole group.

    Attributes:
        at_first: participants at the first session held.
        present, possible: seats present, and participants × sessions held.
        threshold: per cent of the sessions held that make a participant one who completed.
        participants: at the first session or the second. completed: at the threshold or more.
            only_first: at the first and at no other. None where a session has a number only:
            then no seat can be followed.
        registered, sources, waiting: seats taken, by recruitment source, and the queue left.
        fathers, role_known: fathers and co-parents, of participants whose role is known.
        booster: present at the booster.
    """

    at_first: int
    present: int
    possible: int
    threshold: int
    registered: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    waiting: int = 0
    participants: int | None = None
    completed: int | None = None
    only_first: int | None = None
    fathers: int | None = None
    role_known: int | None = None
    booster: int | None = None

    def __repr__(self) -> str:
        return "Outcome(…)"


@dataclass(frozen=True, slots=True)
class Group:
    """One run of a programme.

    Attributes:
        version: rises by one with each change; a change made from an older one is refused.
        title: has passed the guard.
        values: the copy of the programme's values it was planned with.
        seats, minimum: places, and how many must be registered at the decision day.
        opens_on: first day of registration. decision_day: started, waited for or cancelled.
        room, team: of the series; single sessions can differ.
        setup_minutes, cleanup_minutes: the booking is that much longer than the session.
        languages: keys of the list ``language``, at most ``values.most_languages``.
        children_minded: children in child-minding at each session.
        sessions: in order of day and time.
        cancel_reason: key of the list ``cancel_reason``, when cancelled or aborted.
        fathers: fathers and co-parents of ``role_known`` participants, as counted while the group
            runs; the quarter may be locked before it is closed. None: not counted.
        closed_on: grid and waiting list went on that day; ``outcome`` is what stays.
        withdrawn: sessions that were taken out of the series, as cancelled: calendars that have
            their entry must hear of it. What is done to them later raises their SEQUENCE.
    """

    id: GroupId
    version: int
    centre_id: CentreId
    title: str
    values: Values
    prevention_level: str
    seats: int
    minimum: int
    term: str
    status: GroupStatus = GroupStatus.PLANNED
    opens_on: dt.date | None = None
    decision_day: dt.date | None = None
    room: RoomId | None = None
    team: tuple[TeamMember, ...] = ()
    setup_minutes: int = 0
    cleanup_minutes: int = 0
    equipment: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    children_minded: int = 0
    avoid_school_breaks: bool = False
    wishes: Wishes = Wishes()
    sessions: tuple[Session, ...] = ()
    cancel_reason: str | None = None
    fathers: int | None = None
    role_known: int | None = None
    closed_on: dt.date | None = None
    outcome: Outcome | None = None
    withdrawn: tuple[Session, ...] = ()

    @property
    def course(self) -> tuple[Session, ...]:
        """The programme's own sessions that are on, in order."""
        return tuple(s for s in self.sessions if s.is_course and s.is_on)

    @property
    def first_day(self) -> dt.date | None:
        """Day of the first session that is on."""
        return self.course[0].day if self.course else None

    @property
    def last_day(self) -> dt.date | None:
        """Day of the last regular session that is on."""
        return self.course[-1].day if self.course else None

    @property
    def weeded_by(self) -> dt.date | None:
        """Day on which grid and aliases go at the latest; None without sessions."""
        last = max((s.day for s in self.sessions if s.is_course), default=None)
        return last and last + dt.timedelta(weeks=WEEKS_UNTIL_WEEDED)

    def session(self, session_id: SessionId) -> Session | None:
        """Return one of its sessions."""
        return next((s for s in self.sessions if s.id == session_id), None)

    def is_led_by(self, leaders: frozenset[LeaderId]) -> bool:
        """Tell whether one of these leads the series or a session."""
        return any(m.leader in leaders for m in self.team) or any(
            leaders.intersection(s.leaders) for s in self.sessions
        )

    def __repr__(self) -> str:
        return f"Group(id={self.id}, version={self.version})"


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold between two groups; ``gap_minutes`` between sessions of one day."""

    type: RelationType
    one: GroupId
    other: GroupId
    gap_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A registration: a place number of this group and how it was found out about."""

    number: int
    source: str | None = None

    def __repr__(self) -> str:
        return f"Seat({self.number})"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the queue, under a bird's name drawn by lot; gone at close.

    Attributes:
        iso_year, week: since when; nothing finer is kept.
        lot: order among those of one week, drawn.
    """

    id: WaitingId
    alias: str
    iso_year: int
    week: int
    lot: int
    state: WaitingState = WaitingState.WAITING
    source: str | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        """The visible rule of the queue: the earlier week first, within a week by lot."""
        return self.iso_year, self.week, self.lot

    def __repr__(self) -> str:
        return "Waiting(…)"


Grid = Mapping[tuple[int, SessionId], Mark]
"""Seat number and session → mark; a square without a mark is not filled in."""


class Moment(StrEnum):
    """When a rating form was filled in."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Rating:
    """What is kept of the answers to one question: how many, and their sum (so their mean).

    ``positive``: answers that count as yes (benefit 4–5, goal wholly or partly, recommend yes).
    """

    question: str
    moment: Moment
    n: int
    total: int
    positive: int

    def __repr__(self) -> str:
        return "Rating(…)"


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that stands against a session as it would be saved.

    Attributes:
        kind, about, other: as in :class:`Accepted`; ``label`` names the other side or the day
            (title of a group or booking, name of a holiday, first name of a leader).
        day, start, end: when, minutes from midnight.
    """

    session: SessionId
    kind: ClashKind
    about: str
    other: str
    label: str
    day: dt.date
    start: int
    end: int

    def accepted_with(self, reason: str) -> Accepted:
        """Return the acceptance of it."""
        return Accepted(self.kind, self.about, self.other, reason)

    def is_accepted(self, session: Session) -> bool:
        """Tell whether the session carries an acceptance of it."""
        return any(
            (a.kind, a.about, a.other) == (self.kind, self.about, self.other)
            for a in session.accepted
        )
