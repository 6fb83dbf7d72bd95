"""Close a group, and weed what must not stay: seats, grid and queue go, numbers remain.

At close, at the latest four weeks after the last session (product.md). The booster comes later
and is counted only. What is deleted is overwritten in the file, and every step that could bring
it back is forgotten.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import FieldProblem, InvalidInput, NotFound, StaleEdit
from familjecentral.groups.model import (
    WEEKS_UNTIL_WEEDED,
    Group,
    GroupId,
    GroupStatus,
    SessionStatus,
    WaitingState,
)
from familjecentral.groups.outcome import COMPLETION, COMPLETION_SETTING, counted, outcome_of
from familjecentral.groups.rules import MOST_SEATS, term_of
from familjecentral.groups.steps import GroupUndo
from familjecentral.groups.store import GroupsUnitOfWork

_STILL_WAITING = (WaitingState.WAITING, WaitingState.ASKED)
CLOSED = Changes(frozenset({Kind.GROUPS, Kind.ATTENDANCE}))


@dataclass(frozen=True, slots=True)
class CloseGroup:
    """Close a group that has run to its end.

    ``fathers`` and co-parents of ``role_known`` participants, counted by whoever led it; None:
    as counted while it ran.
    """

    group_id: GroupId
    version: int
    fathers: int | None = None
    role_known: int | None = None


def close_group(
    command: CloseGroup, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, stack: GroupUndo
) -> Changes:
    """Count the attendance and delete grid, seats and queue for good. Cannot be taken back.

    Raises:
        NotAllowed, NotFound, StaleEdit; InvalidInput: ``sessions`` (``left``: one is neither held
        nor cancelled), ``fathers``, or it is closed already.
    """
    del ids
    require(uow.actor, Act.PLAN_GROUPS)
    group = uow.groups.get(command.group_id)
    if group is None:
        raise NotFound("group")
    if group.version != command.version:
        raise StaleEdit("group", None, group)
    if group.closed_on is not None:
        raise InvalidInput((FieldProblem("status", "not_here"),))
    if any(s.status is not SessionStatus.HELD for s in group.course):
        raise InvalidInput((FieldProblem("sessions", "left"),))
    fathers, known = command.fathers, command.role_known
    if (fathers is None) != (known is None) or (
        fathers is not None and known is not None and not 0 <= fathers <= known <= MOST_SEATS
    ):
        raise InvalidInput((FieldProblem("fathers", "out_of_range", known),))
    if known is not None:
        group = replace(group, fathers=fathers, role_known=known)
    _close(group, uow, clock.today())
    uow.audit.done("group_closed", clock.today())
    uow.commit()
    stack.forget_group(group.id)
    return CLOSED


def weed_groups(uow: GroupsUnitOfWork, clock: Clock, stack: GroupUndo | None = None) -> int:
    """Close whatever is due, and return how many groups that were. Runs at every start.

    Nobody has to be asked: the day is fixed by the rule, and the store checks it once more.
    """
    today = clock.today()
    due = [group for group in uow.groups.to_weed() if is_due(group, today)]
    for group in due:
        _close(group, uow, today)
        if stack is not None:
            stack.forget_group(group.id)
    if due:
        uow.audit.done("groups_weeded", today)
        uow.commit()
    return len(due)


def count_due(uow: GroupsUnitOfWork, clock: Clock) -> int:
    """Return how many groups :func:`weed_groups` would close now."""
    today = clock.today()
    return sum(is_due(group, today) for group in uow.groups.to_weed())


def is_due(group: Group, today: dt.date) -> bool:
    """Tell whether grid and aliases of a group must go: four weeks after its last session, or,
    of a group without sessions, after its term. One cancelled or aborted needs them no longer
    than until the next day."""
    if group.closed_on is not None:
        return False
    if group.status.is_over:
        return True
    last = group.weeded_by
    if last is None:
        term = term_of(group.term)
        last = term.last + dt.timedelta(weeks=WEEKS_UNTIL_WEEDED) if term else dt.date.min
    return last < today


def completion_threshold(uow: GroupsUnitOfWork) -> int:
    """Return the per cent of the sessions held that make somebody one who completed."""
    return int(uow.settings.get(COMPLETION_SETTING) or COMPLETION)


def _close(group: Group, uow: GroupsUnitOfWork, today: dt.date) -> None:
    seats, grid, queue = uow.groups.private(group.id)
    outcome = outcome_of(
        group,
        seats,
        grid,
        waiting=sum(w.state in _STILL_WAITING for w in queue),
        threshold=completion_threshold(uow),
    )
    status = group.status
    if not status.is_over and any(s.status is SessionStatus.HELD for s in group.course):
        status = GroupStatus.COMPLETED
    after = replace(
        counted(group, grid, len(seats)),
        version=group.version + 1,
        status=status,
        closed_on=today,
        outcome=outcome,
    )
    uow.groups.close(after)
