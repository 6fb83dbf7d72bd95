"""Seats and the queue: numbers and short-lived birds' names, never a person.

The rule of the queue, shown beside it: who has waited longest, by week, is asked first; within
a week the lot decides. A free seat goes to the queue before anybody new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import FieldProblem, InvalidInput, NotFound
from familjecentral.groups.model import (
    Group,
    GroupId,
    GroupStatus,
    Seat,
    Waiting,
    WaitingId,
    WaitingState,
)
from familjecentral.groups.steps import State, Step, keep
from familjecentral.groups.store import GroupsUnitOfWork

ALIASES = "waiting_alias"
"""The code list of birds' names"""
_LOTS = 2**31
_FREE_FOR_ALL = (GroupStatus.OPEN, GroupStatus.CONFIRMED, GroupStatus.RUNNING, GroupStatus.FULL)


@dataclass(frozen=True, slots=True)
class Register:
    """Somebody wants to join; ``source`` is a key of ``recruitment_source``. ``queue``: puts her
    in the queue though a seat is free."""

    group_id: GroupId
    source: str | None = None
    queue: bool = False


@dataclass(frozen=True, slots=True)
class Unregister:
    """A seat becomes free before anything was marked on it (later it is marked as left)."""

    group_id: GroupId
    seat: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Offer the free seat to somebody in the queue."""

    group_id: GroupId
    waiting_id: WaitingId


@dataclass(frozen=True, slots=True)
class Answer:
    """What she said: yes takes the seat, no steps out of the queue."""

    group_id: GroupId
    waiting_id: WaitingId
    accepts: bool


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """Somebody waits no longer; the alias is deleted for good."""

    group_id: GroupId
    waiting_id: WaitingId


@dataclass(frozen=True, slots=True)
class Registered:
    """The outcome: a seat, or a place in the queue (then ``alias`` is drawn)."""

    changes: Changes
    step: Step
    seat: int | None = None
    alias: str | None = None


def next_to_ask(
    queue: Sequence[Waiting], skipped: frozenset[WaitingId] = frozenset()
) -> Waiting | None:
    """Return who is asked next by the rule of the queue, but for those skipped."""
    waits = [w for w in queue if w.state is WaitingState.WAITING and w.id not in skipped]
    return min(waits, key=lambda w: w.place, default=None)


def free_seats(group: Group, seats: Sequence[Seat], queue: Sequence[Waiting]) -> int:
    """Return how many seats can be given to somebody new: those asked keep theirs."""
    asked = sum(w.state is WaitingState.ASKED for w in queue)
    return max(group.seats - len(seats) - asked, 0)


def register(command: Register, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Registered:
    """Give the lowest free seat, or a place in the queue when none is free or others wait.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``source``, or the group does not take registrations.
    """
    require(uow.actor, Act.PLAN_GROUPS)
    group, seats, queue = _open_group(command.group_id, uow)
    if command.source is not None and not uow.codes().has("recruitment_source", command.source):
        raise InvalidInput((FieldProblem("source", "unknown_code"),))
    if command.queue or next_to_ask(queue) or not free_seats(group, seats, queue):
        year, week, _ = clock.today().isocalendar()
        taken = {w.alias for w in queue}
        waiting = Waiting(
            WaitingId(ids.new_id()), _draw(taken, uow, ids), year, week,
            ids.new_id().int % _LOTS, source=command.source,
        )  # fmt: skip
        step = _keep(group, seats, seats, queue, (*queue, waiting), uow)
        return Registered(step.changes, step, alias=waiting.alias)
    seat = Seat(_lowest(seats), command.source)
    step = _keep(group, seats, _sorted(seats, seat), queue, queue, uow)
    return Registered(step.changes, step, seat=seat.number)


def unregister(
    command: Unregister, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Registered:
    """Free a seat.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``in_use``, the seat has marks (mark it as left).
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    group, seats, queue = _open_group(command.group_id, uow)
    if all(seat.number != command.seat for seat in seats):
        raise NotFound("seat")
    if any(number == command.seat for number, _ in uow.groups.grid(group.id)):
        raise InvalidInput((FieldProblem("seat", "in_use"),))
    left = tuple(seat for seat in seats if seat.number != command.seat)
    step = _keep(group, seats, left, queue, queue, uow)
    return Registered(step.changes, step, seat=command.seat)


def ask(command: Ask, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Registered:
    """Note that somebody in the queue has been asked; a seat is held for her.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``full``, no seat is free.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    group, seats, queue = _open_group(command.group_id, uow)
    waiting = _in_queue(command.waiting_id, queue)
    if not free_seats(group, seats, queue):
        raise InvalidInput((FieldProblem("seat", "full"),))
    return _answered(group, seats, seats, queue, waiting, WaitingState.ASKED, uow)


def answer(command: Answer, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Registered:
    """Note what somebody said who was asked.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``full``, or she has not been asked.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    group, seats, queue = _open_group(command.group_id, uow)
    waiting = _in_queue(command.waiting_id, queue)
    if waiting.state is not WaitingState.ASKED:
        raise InvalidInput((FieldProblem("waiting_id", "not_asked"),))
    if not command.accepts:
        return _answered(group, seats, seats, queue, waiting, WaitingState.DECLINED, uow)
    if len(seats) >= group.seats:
        raise InvalidInput((FieldProblem("seat", "full"),))
    seat = Seat(_lowest(seats), waiting.source)
    done = _answered(group, seats, _sorted(seats, seat), queue, waiting, WaitingState.ACCEPTED, uow)
    return replace(done, seat=seat.number)


def leave_queue(
    command: LeaveQueue, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Registered:
    """Take somebody out of the queue.

    Raises:
        NotAllowed, NotFound.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    group, seats, queue = _open_group(command.group_id, uow)
    waiting = _in_queue(command.waiting_id, queue)
    left = tuple(w for w in queue if w.id != waiting.id)
    step = _keep(group, seats, seats, queue, left, uow)
    return Registered(step.changes, step)


def _open_group(
    group_id: GroupId, uow: GroupsUnitOfWork
) -> tuple[Group, tuple[Seat, ...], tuple[Waiting, ...]]:
    group = uow.groups.get(group_id)
    if group is None:
        raise NotFound("group")
    if group.status not in _FREE_FOR_ALL or group.closed_on is not None:
        raise InvalidInput((FieldProblem("status", "not_open"),))
    return group, tuple(uow.groups.seats(group_id)), tuple(uow.groups.queue(group_id))


def _in_queue(waiting_id: WaitingId, queue: Sequence[Waiting]) -> Waiting:
    found = next((w for w in queue if w.id == waiting_id), None)
    if found is None:
        raise NotFound("waiting")
    return found


def _answered(
    group: Group,
    seats: tuple[Seat, ...],
    seats_then: tuple[Seat, ...],
    queue: tuple[Waiting, ...],
    waiting: Waiting,
    state: WaitingState,
    uow: GroupsUnitOfWork,
) -> Registered:
    then = tuple(replace(w, state=state) if w.id == waiting.id else w for w in queue)
    step = _keep(group, seats, seats_then, queue, then, uow)
    return Registered(step.changes, step, alias=waiting.alias)


def _keep(
    group: Group,
    seats: tuple[Seat, ...],
    seats_then: tuple[Seat, ...],
    queue: tuple[Waiting, ...],
    queue_then: tuple[Waiting, ...],
    uow: GroupsUnitOfWork,
) -> Step:
    """Keep seats and queue, and the status that follows from how many seats are taken."""
    before, after = State(), State()
    if seats != seats_then:
        before.seats[group.id], after.seats[group.id] = seats, seats_then
    if queue != queue_then:
        before.queues[group.id], after.queues[group.id] = queue, queue_then
    status = _status(group, len(seats_then))
    if status is not group.status:
        before.groups[group.id], after.groups[group.id] = group, replace(group, status=status)
    step = keep(before, after, uow)
    uow.commit()
    return step


def _status(group: Group, taken: int) -> GroupStatus:
    if group.status is GroupStatus.OPEN and taken >= group.seats:
        return GroupStatus.FULL
    if group.status is GroupStatus.FULL and taken < group.seats:
        return GroupStatus.OPEN
    return group.status


def _lowest(seats: Sequence[Seat]) -> int:
    taken = {seat.number for seat in seats}
    return next(n for n in range(1, len(taken) + 2) if n not in taken)


def _sorted(seats: Sequence[Seat], more: Seat) -> tuple[Seat, ...]:
    return tuple(sorted((*seats, more), key=lambda seat: seat.number))


def _draw(taken: set[str], uow: GroupsUnitOfWork, ids: IdSource) -> str:
    """Draw a bird that nobody in this queue has; when all are out, one with a number."""
    birds = list(_names(uow))
    free = [bird for bird in birds if bird not in taken]
    if free:
        return free[ids.new_id().int % len(free)]
    bird = birds[ids.new_id().int % len(birds)] if birds else "Fågel"
    return next(name for n in range(2, len(taken) + 3) if (name := f"{bird} {n}") not in taken)


def _names(uow: GroupsUnitOfWork) -> Iterator[str]:
    for code in uow.codes().lists.get(ALIASES, {}).values():
        if code.active:
            yield code.label
