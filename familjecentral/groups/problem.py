"""The problem of planning a term: groups, rooms, leaders, days, relations and weights.

Times are minutes from midnight, local time; a week is an ISO week. The problem is complete in
itself: no calendar is looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from familjecentral.groups.jsonread import DAY_MINUTES
from familjecentral.groups.plan import PlannedGroup

CLOSED_TYPES = frozenset({"public_holiday", "eve", "staff_day", "closed"})
ALL_DAYS = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True)
class Span:
    """Every date of ``first``..``last`` on one of ``weekdays``, each from ``start`` to ``end``."""

    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] = ALL_DAYS
    start: int = 0
    end: int = DAY_MINUTES

    def on(self, day: date) -> bool:
        """Say whether the span has any time on this date."""
        return (
            (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and day.isoweekday() in self.weekdays
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A special day or run of days; no ``centres`` means all."""

    first: date
    last: date
    type: str
    name: str
    centres: frozenset[str] | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Centre:
    """A house with its opening hours."""

    id: str
    name: str
    opening: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a centre."""

    id: str
    centre: str
    name: str
    seats: int
    equipment: frozenset[str]
    unavailable: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """May lead a programme from ``first`` to ``last``, both included."""

    programme: str
    first: date | None
    last: date | None

    def valid(self, day: date) -> bool:
        """Say whether it is valid on this date."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who leads groups; ``available`` None means always."""

    id: str
    name: str
    centres: frozenset[str] | None
    certificates: tuple[Certificate, ...]
    available: tuple[Span, ...] | None
    absent: tuple[Span, ...]
    avoid: tuple[Span, ...]
    max_groups: int | None
    max_minutes_week: int | None
    share_percent: int


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter; a remote one needs no travel time."""

    id: str
    name: str
    languages: frozenset[str]
    remote: bool
    available: tuple[Span, ...] | None
    absent: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ChildMinding:
    """Child-minding at a centre."""

    centre: str
    max_children: int
    available: tuple[Span, ...] | None
    absent: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """A wished time and what it costs."""

    weekdays: frozenset[int]
    start: int
    end: int
    points: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is already decided for a series."""

    weekday: int | None = None
    start: int | None = None
    room: str | None = None
    leaders: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """A session announced (``held`` false) or held; ``accepted`` are rules it may break."""

    n: int
    date: date
    start: int
    room: str
    leaders: tuple[str, ...] | None
    interpreters: tuple[tuple[str, str], ...] | None
    held: bool
    accepted: frozenset[int]


@dataclass(frozen=True, slots=True)
class Group:
    """A group to be planned, with the values that its programme had."""

    id: str
    title: str
    programme: str
    centres: tuple[str, ...]
    rooms: frozenset[str] | None
    sessions: int
    minutes: int
    setup_minutes: int
    cleanup_minutes: int
    every_weeks: int
    extra_weeks: int
    start_earliest: date
    start_latest: date
    end_latest: date
    weekdays: frozenset[int]
    window_from: int
    window_to: int
    preferred: tuple[Preference, ...]
    max_moved: int
    seats: int
    equipment: frozenset[str]
    leaders: int
    certificate: str | None
    certified: int
    leader_pool: tuple[str, ...] | None
    languages: tuple[str, ...]
    children_minded: int
    avoid_school_breaks: bool
    fixed: Fixed
    locked: tuple[Locked, ...]

    @property
    def booking_minutes(self) -> int:
        """Return the length of a booking: set-up, session, clean-up."""
        return self.setup_minutes + self.minutes + self.cleanup_minutes


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold between groups when they are planned."""

    type: str
    groups: tuple[str, ...]
    gap_minutes: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the objective."""

    unplanned: int = 100_000
    not_preferred: int = 6
    moved_session: int = 20
    substitute: int = 10
    extra_week: int = 3
    leader_avoid: int = 4
    balance: int = 1
    changed_time: int = 15
    changed_room: int = 5
    changed_leader: int = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """A term to plan."""

    id: str
    title: str
    term_first: date
    term_last: date
    grid_minutes: int
    weights: Weights
    days: tuple[Day, ...]
    centres: tuple[Centre, ...]
    travel: tuple[tuple[str, str, int], ...]
    rooms: tuple[Room, ...]
    leaders: tuple[Leader, ...]
    interpreters: tuple[Interpreter, ...]
    child_minding: tuple[ChildMinding, ...]
    groups: tuple[Group, ...]
    relations: tuple[Relation, ...]
    previous: tuple[PlannedGroup, ...]


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str: ...


def by_id(items: Sequence[Named]) -> dict[str, int]:
    """Return the position of every id."""
    return {item.id: i for i, item in enumerate(items)}
