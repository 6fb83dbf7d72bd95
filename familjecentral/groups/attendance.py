"""What happened: sessions held, the grid seat × session, numbers only, ratings.

A session marked as held is one session of work at group level, however many led it: it is
counted from the group at the lock of its month, and no contact row is added. One that is marked
when its month is locked already becomes a late row at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from familjecentral.access.model import Act, require
from familjecentral.calendar.periods import Month
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import FieldProblem, InvalidInput, NotFound, PeriodLocked, StaleEdit
from familjecentral.groups.model import (
    Grid,
    Group,
    GroupId,
    GroupStatus,
    Mark,
    Moment,
    Rating,
    Session,
    SessionId,
    SessionKind,
    SessionStatus,
)
from familjecentral.groups.outcome import LEAST_ANSWERS, QUESTIONS
from familjecentral.groups.rules import MOST_SEATS
from familjecentral.groups.series import with_session
from familjecentral.groups.steps import GroupUndo, Square, State, Step, keep
from familjecentral.groups.store import GroupsUnitOfWork

MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True)
class MarkHeld:
    """A session took place, or (``held`` False) did not after all."""

    session_id: SessionId
    held: bool = True


@dataclass(frozen=True, slots=True)
class MarkSeats:
    """Fill in squares of one session: seat → mark, None empties. ``seen`` is what the grid showed
    there before, so that two who fill in at once do not overwrite each other."""

    session_id: SessionId
    marks: Mapping[int, Mark | None]
    seen: Mapping[int, Mark | None]


@dataclass(frozen=True, slots=True)
class MarkAllPresent:
    """Fill every empty square of a session: present, or left where the seat has left before."""

    session_id: SessionId


@dataclass(frozen=True, slots=True)
class CountOnly:
    """Keep one number for a session instead of its squares, which are deleted for good.

    For sessions that never have squares (information, booster) it can be taken back. ``seen`` are
    the numbers that were shown when it was filled in; None: whatever stands there.
    """

    session_id: SessionId
    present: int
    expected: int | None = None
    seen: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class EnterRatings:
    """A bundle of forms of one moment: question → the answers on all of them, in any order.

    Single forms are not kept, only how many answered and their sum. ``seen`` are the forms handed
    out before and after that were shown when ``handed_out`` was filled in; None: whatever stands
    there. Answers are added to what others have put in, so two bundles never meet.
    """

    group_id: GroupId
    moment: Moment
    answers: Mapping[str, tuple[int, ...]]
    handed_out: int | None = None
    seen: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """The outcome: what changed, how to take it back (None: it cannot be), the group as kept."""

    changes: Changes
    step: Step | None
    group: Group


def mark_held(command: MarkHeld, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Marked:
    """Mark a session as held. The first one makes the group *running*.

    Raises:
        NotAllowed, NotFound; InvalidInput: cancelled, or still to come; PeriodLocked: it has
        been counted, or the annual release of its year is out.
    """
    require(uow.actor, Act.TAKE_ATTENDANCE)
    group, session = _session(command.session_id, uow)
    _check_day(session, clock.today())
    if (session.status is SessionStatus.HELD) == command.held:
        return Marked(Changes(frozenset()), None, group)
    before, after = _holding(group, session, uow, ids, held=command.held)
    step = keep(before, after, uow)
    uow.commit()
    return _marked(step, group)


def mark_seats(command: MarkSeats, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Marked:
    """Fill in squares. A session with a square filled in has been held.

    Raises:
        NotAllowed, NotFound; InvalidInput: the session has no squares (``not_here``), is still to
        come, or there is no such seat; StaleEdit: a square is not what the grid showed
        (``theirs``: those squares as they are kept, by seat).
    """
    require(uow.actor, Act.TAKE_ATTENDANCE)
    group, session = _with_squares(command.session_id, uow, clock.today())
    if not set(command.marks) <= {seat.number for seat in uow.groups.seats(group.id)}:
        raise InvalidInput((FieldProblem("seat", "unknown_code"),))
    grid = uow.groups.grid(group.id)
    theirs = {
        n: grid.get((n, session.id))
        for n in command.marks
        if grid.get((n, session.id)) != command.seen.get(n)
    }
    if theirs:
        raise StaleEdit("attendance", command, theirs)
    return _fill(group, session, command.marks, grid, uow, ids)


def mark_all_present(
    command: MarkAllPresent, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Marked:
    """Fill every empty square of a session.

    Raises:
        NotAllowed, NotFound; InvalidInput: as :func:`mark_seats`.
    """
    require(uow.actor, Act.TAKE_ATTENDANCE)
    group, session = _with_squares(command.session_id, uow, clock.today())
    grid = uow.groups.grid(group.id)
    left = {seat for (seat, _), mark in grid.items() if mark is Mark.LEFT}
    marks = {
        seat.number: Mark.LEFT if seat.number in left else Mark.PRESENT
        for seat in uow.groups.seats(group.id)
        if (seat.number, session.id) not in grid
    }
    return _fill(group, session, marks, grid, uow, ids)


def count_only(
    command: CountOnly, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, stack: GroupUndo
) -> Marked:
    """Keep one number for a session. It has been held.

    Squares of a session of the course are deleted, and the steps that hold them: this cannot be
    taken back, so ask first.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``present``, ``expected``, cancelled or still to come;
        StaleEdit: other numbers were saved meanwhile (``theirs``: present and expected).
    """
    require(uow.actor, Act.TAKE_ATTENDANCE)
    group, session = _session(command.session_id, uow)
    _check_day(session, clock.today())
    most = command.expected if command.expected is not None else MOST_SEATS
    if not 0 <= command.present <= min(most, MOST_SEATS):
        raise InvalidInput((FieldProblem("present", "out_of_range", most),))
    theirs = session.present, session.expected
    if command.seen is not None and command.seen != theirs:
        raise StaleEdit("count", command, theirs)
    before, after = _holding(group, session, uow, ids, held=True)
    kept = after.groups[group.id] or group
    counting = replace(
        kept.session(session.id) or session,
        present=command.present,
        expected=command.expected,
        counts_only=session.is_course,
    )
    after.groups[group.id] = with_session(kept, counting)
    grid = uow.groups.grid(group.id)
    gone: dict[Square, Mark | None] = {
        (group.id, seat, where): None for seat, where in grid if where == session.id
    }
    step = keep(replace(before, marks=gone), replace(after, marks=gone), uow)
    uow.commit()
    if session.is_course:
        stack.forget_session(session.id)
        return replace(_marked(step, group), step=None)
    return _marked(Step(before, step.after), group)


def enter_ratings(
    command: EnterRatings, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Changes:
    """Add a bundle of forms to what is kept: numbers and sums only; it cannot be taken back.

    Raises:
        NotAllowed, NotFound; InvalidInput: an answer outside its scale, a question that the
        moment does not have, more answers than forms; ``too_few``: the mean is shown already,
        and fewer than five more answers would give them away; StaleEdit: another number of forms
        was saved meanwhile (``theirs``: that number, None when it was taken away).
    """
    del clock, ids
    require(uow.actor, Act.TAKE_ATTENDANCE)
    group = uow.groups.get(command.group_id)
    if group is None or not _is_own(group, uow):
        raise NotFound("group")
    kept = {(r.question, r.moment): r for r in uow.groups.ratings(group.id)}
    forms = dict(zip(Moment, uow.groups.handed_out(group.id), strict=True))
    if command.handed_out is not None:
        theirs = forms[command.moment]
        seen = dict(zip(Moment, command.seen, strict=True)) if command.seen else forms
        if theirs not in (seen[command.moment], command.handed_out):
            raise StaleEdit("forms", command, theirs)
        forms[command.moment] = command.handed_out
    problems = tuple(_rating_problems(command, kept, forms[command.moment]))
    if problems:
        raise InvalidInput(problems)
    for question, answers in command.answers.items():
        if not answers:
            continue
        was = kept.get((question, command.moment), Rating(question, command.moment, 0, 0, 0))
        least = QUESTIONS[question].positive
        uow.groups.put_rating(
            group.id,
            Rating(
                question,
                command.moment,
                was.n + len(answers),
                was.total + sum(answers),
                was.positive + sum(answer >= least for answer in answers),
            ),
        )
    if command.handed_out is not None:
        uow.groups.put_handed_out(group.id, forms[Moment.BEFORE], forms[Moment.AFTER])
    uow.commit()
    return Changes(frozenset({Kind.GROUPS}))


def _rating_problems(
    command: EnterRatings, kept: Mapping[tuple[str, Moment], Rating], forms: int | None
) -> Iterator[FieldProblem]:
    """``forms``: how many were handed out at that moment, now or before; nobody answers twice."""
    most = MOST_ANSWERS if forms is None else forms
    answered = max((r.n for r in kept.values() if r.moment is command.moment), default=0)
    if not 0 <= most <= MOST_ANSWERS:
        yield FieldProblem("handed_out", "out_of_range", MOST_ANSWERS)
    elif most < answered:
        yield FieldProblem("handed_out", "fewer_than_answers", answered)
    for question, answers in command.answers.items():
        scale = QUESTIONS.get(question)
        if scale is None or command.moment not in scale.moments:
            yield FieldProblem(question, "not_here")
            continue
        if any(not scale.low <= answer <= scale.high for answer in answers):
            yield FieldProblem(question, "out_of_range", scale.high)
        was = kept.get((question, command.moment))
        in_all = len(answers) + (was.n if was else 0)
        if in_all > min(MOST_ANSWERS, most):
            yield FieldProblem(question, "more_than_forms", min(MOST_ANSWERS, most))
        if was and was.n >= LEAST_ANSWERS and 0 < len(answers) < LEAST_ANSWERS:
            yield FieldProblem(question, "too_few", LEAST_ANSWERS)


def _session(session_id: SessionId, uow: GroupsUnitOfWork) -> tuple[Group, Session]:
    group = uow.groups.of_session(session_id)
    session = group.session(session_id) if group else None
    if group is None or session is None or not _is_own(group, uow):
        raise NotFound("session")
    return group, session


def _is_own(group: Group, uow: GroupsUnitOfWork) -> bool:
    return uow.actor.may(Act.PLAN_GROUPS) or group.is_led_by(uow.house.led_by(uow.actor))


def _check_day(session: Session, today: dt.date) -> None:
    if not session.is_on:
        raise InvalidInput((FieldProblem("session", "cancelled"),))
    if session.day > today:
        raise InvalidInput((FieldProblem("day", "future_date"),))


def _with_squares(
    session_id: SessionId, uow: GroupsUnitOfWork, today: dt.date
) -> tuple[Group, Session]:
    group, session = _session(session_id, uow)
    _check_day(session, today)
    if group.closed_on is not None or session.counts_only or not session.is_course:
        raise InvalidInput((FieldProblem("session", "not_here"),))
    return group, session


def _fill(
    group: Group,
    session: Session,
    marks: Mapping[int, Mark | None],
    grid: Grid,
    uow: GroupsUnitOfWork,
    ids: IdSource,
) -> Marked:
    before, after = State(), State()
    if session.status is not SessionStatus.HELD and any(marks.values()):
        before, after = _holding(group, session, uow, ids, held=True)
    for seat, mark in marks.items():
        before.marks[group.id, seat, session.id] = grid.get((seat, session.id))
        after.marks[group.id, seat, session.id] = mark
    step = keep(before, after, uow)
    uow.commit()
    return _marked(step, group)


def _holding(
    group: Group, session: Session, uow: GroupsUnitOfWork, ids: IdSource, *, held: bool
) -> tuple[State, State]:
    """Return the group before and after a session is marked, with the late row it becomes."""
    status = SessionStatus.HELD if held else SessionStatus.PLANNED
    after = with_session(group, replace(session, status=status))
    began = any(s.status is SessionStatus.HELD and s.is_course for s in after.sessions)
    if began and group.status in _BEFORE_RUNNING:
        after = replace(after, status=GroupStatus.RUNNING)
    late: dict[SessionId, UUID | None] = {}
    month = Month.of(session.day)
    counts = session.kind is not SessionKind.PRE_INTERVIEW
    if (
        counts
        and held
        and session.status is not SessionStatus.HELD
        and month in uow.locks.locked_months(group.centre_id)
    ):
        if uow.locks.annual_released(group.centre_id, month.year):
            raise PeriodLocked(str(month))
        late[session.id] = ids.new_id()
    return (
        State(groups={group.id: group}, late=dict.fromkeys(late)),
        State(groups={group.id: after}, late=late),
    )


_BEFORE_RUNNING = (
    GroupStatus.PLANNED, GroupStatus.OPEN, GroupStatus.FULL, GroupStatus.CONFIRMED,
)  # fmt: skip


def _marked(step: Step, group: Group) -> Marked:
    return Marked(step.changes, step, step.after.groups.get(group.id) or group)
