"""What a group and its sessions may say. Limits are wide enough for a real term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.codes import CodeBook
from familjecentral.errors import FieldProblem
from familjecentral.groups.house import House, LeaderId
from familjecentral.groups.model import Group, GroupStatus, Session, SessionKind, SessionStatus

FIRST_DAY = dt.date(2000, 1, 1)
LONGEST_TITLE = 100
MOST_SEATS = 60
MOST_SESSIONS = 60
MINUTES = (15, 480)
DAY_MINUTES = 24 * 60
GRID = 5
TERMS = (PeriodType.TERM_SPRING, PeriodType.TERM_AUTUMN)
# What a coordinator may set by hand; full, running and completed follow from what happens.
_SET_BY_HAND = frozenset(
    {GroupStatus.PLANNED, GroupStatus.OPEN, GroupStatus.CONFIRMED, GroupStatus.CANCELLED,
     GroupStatus.ABORTED}
)  # fmt: skip


class Found(Protocol):
    """What the guard answers: ``level`` is ``ok``, ``warn`` or ``block``."""

    @property
    def level(self) -> str: ...


class Reads(Protocol):
    """The guard, as far as titles need it."""

    def read(self, text: str) -> Found: ...


def text_problems(
    field: str, text: str, guard: Reads, *, confirmed: bool, longest: int = LONGEST_TITLE
) -> Iterator[FieldProblem]:
    """Yield what is wrong with a text that somebody typed.

    ``required``, ``out_of_range``; ``personal_data`` when the guard is sure, and
    ``personal_data_possible`` when it asks and nobody has ``confirmed``.
    """
    if not text.strip():
        yield FieldProblem(field, "required")
    elif len(text.strip()) > longest:
        yield FieldProblem(field, "out_of_range", longest)
    else:
        level = str(guard.read(text).level)
        if level == "block":
            yield FieldProblem(field, "personal_data")
        elif level == "warn" and not confirmed:
            yield FieldProblem(field, "personal_data_possible")


def term_of(text: str) -> Period | None:
    """Return the term that a key such as ``2026-HT`` names, None for anything else."""
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    return period if period.type in TERMS and str(period) == text else None


def group_problems(
    group: Group, before: Group | None, house: House, codes: CodeBook
) -> Iterator[FieldProblem]:
    """Yield what is wrong with a group and its sessions, but for clashes and its title."""
    if term_of(group.term) is None:
        yield FieldProblem("term", "required")
    yield from _unknown("prevention_level", "prevention_level", [group.prevention_level], codes)
    yield from _unknown("programme", "programme", [group.values.programme], codes)
    yield from _numbers(group)
    yield from _unknown("languages", "language", group.languages, codes)
    yield from _unknown("equipment", "equipment", sorted(group.equipment), codes)
    if group.room is not None and group.room not in house.rooms:
        yield FieldProblem("room", "unknown_code")
    yield from _people("team", [member.leader for member in group.team], house)
    yield from _status_problems(group, before, codes)
    for place, session in enumerate(group.sessions):
        for problem in session_problems(session, group, house, codes):
            field = f"sessions[{place}].{problem.field}"
            yield FieldProblem(field, problem.problem, problem.limit)
    if len({session.id for session in group.sessions}) < len(group.sessions):
        yield FieldProblem("sessions", "taken")


def _numbers(group: Group) -> Iterator[FieldProblem]:
    values = group.values
    yield from _number("seats", group.seats, 1, MOST_SEATS)
    yield from _number("minimum", group.minimum, 0, group.seats)
    yield from _number("sessions", values.sessions, 1, MOST_SESSIONS)
    yield from _number("minutes", values.minutes, *MINUTES)
    yield from _number("every_weeks", values.every_weeks, 1, 26)
    yield from _number("leaders", values.leaders, 1, 6)
    yield from _number("certified", values.certified, 0, values.leaders)
    yield from _number("setup_minutes", group.setup_minutes, 0, 240)
    yield from _number("cleanup_minutes", group.cleanup_minutes, 0, 240)
    yield from _number("children_minded", group.children_minded, 0, MOST_SEATS)
    fathers, known = group.fathers, group.role_known
    if (fathers is None) != (known is None):
        yield FieldProblem("fathers" if fathers is None else "role_known", "required")
    if fathers is not None and known is not None:
        yield from _number("role_known", known, 0, MOST_SEATS)
        yield from _number("fathers", fathers, 0, known)
    if len(group.languages) > values.most_languages:
        yield FieldProblem("languages", "too_many", values.most_languages)


def session_problems(
    session: Session, group: Group, house: House, codes: CodeBook
) -> Iterator[FieldProblem]:
    """Yield what is wrong with one session."""
    yield from _number("number", session.number, 1, 2 * MOST_SESSIONS)
    yield from _number("minutes", session.minutes, *MINUTES)
    yield from _number("start", session.start, 0, DAY_MINUTES - session.minutes)
    if session.start % GRID or session.minutes % GRID:
        yield FieldProblem("start", "not_multiple", GRID)
    if session.day < FIRST_DAY:
        yield FieldProblem("day", "out_of_range")
    if session.room is not None and session.room not in house.rooms:
        yield FieldProblem("room", "unknown_code")
    yield from _people("leaders", list(session.leaders), house)
    for language, interpreter in session.interpreters:
        if language not in group.languages or interpreter not in house.interpreters:
            yield FieldProblem("interpreters", "unknown_code")
    cancelled = session.status is SessionStatus.CANCELLED
    yield from _reason(session.cancel_reason, codes, needed=cancelled)
    yield from _unknown("accepted", "clash_reason", [a.reason for a in session.accepted], codes)
    if session.replaces is not None:
        replaced = group.session(session.replaces)
        if replaced is None or replaced.is_on or session.kind is not SessionKind.REPLACEMENT:
            yield FieldProblem("replaces", "not_here")


def _status_problems(group: Group, before: Group | None, codes: CodeBook) -> Iterator[FieldProblem]:
    was = before.status if before else None
    over = group.status in (GroupStatus.CANCELLED, GroupStatus.ABORTED)
    if group.status is not was and group.status not in _SET_BY_HAND:
        yield FieldProblem("status", "not_here")
    held = any(session.status is SessionStatus.HELD for session in group.sessions)
    if group.status is GroupStatus.CANCELLED and held:
        yield FieldProblem("status", "not_here")
    yield from _reason(group.cancel_reason, codes, needed=over)


def _reason(reason: str | None, codes: CodeBook, *, needed: bool) -> Iterator[FieldProblem]:
    if needed != (reason is not None):
        yield FieldProblem("cancel_reason", "required" if needed else "not_here")
    elif reason is not None:
        yield from _unknown("cancel_reason", "cancel_reason", [reason], codes)


def _people(field: str, leaders: list[LeaderId], house: House) -> Iterator[FieldProblem]:
    if not set(leaders) <= set(house.leaders):
        yield FieldProblem(field, "unknown_code")
    if len(set(leaders)) < len(leaders):
        yield FieldProblem(field, "taken")


def _number(field: str, number: int, low: int, high: int) -> Iterator[FieldProblem]:
    if number < low:
        yield FieldProblem(field, "out_of_range", low)
    elif number > high:
        yield FieldProblem(field, "out_of_range", high)


def _unknown(
    field: str, list_key: str, keys: list[str] | tuple[str, ...], codes: CodeBook
) -> Iterator[FieldProblem]:
    if any(not codes.has(list_key, key) for key in keys):
        yield FieldProblem(field, "unknown_code")
