"""Lay up, change, cancel and remove groups; other bookings; relations between groups.

A screen edits frozen groups (``groups.series``) and hands them back whole. Saving checks the
role, the versions, the rules, and inside the same transaction the clashes of every session that
is new or changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from familjecentral.access.model import Act, CentreId, require
from familjecentral.clock import Clock, IdSource
from familjecentral.errors import ClashesLeft, FieldProblem, InvalidInput, NotFound, StaleEdit
from familjecentral.groups.booking import as_kept, booking_problems
from familjecentral.groups.clashes import Schedule
from familjecentral.groups.house import Booking, BookingId
from familjecentral.groups.model import (
    Group,
    GroupId,
    GroupStatus,
    Relation,
    Session,
    SessionStatus,
)
from familjecentral.groups.programme import Values, proposed
from familjecentral.groups.reading import read_house, read_schedule
from familjecentral.groups.rules import Reads, group_problems, term_of, text_problems
from familjecentral.groups.series import cancelled_group
from familjecentral.groups.steps import Saved, State, keep
from familjecentral.groups.store import GroupsUnitOfWork

Booked = Mapping[BookingId, tuple[Booking | None, Booking | None]]
"""Bookings as they are stored and as they would be kept; None: not there"""


@dataclass(frozen=True, slots=True)
class NewGroup:
    """Lay up a group from a programme; what is None is taken from the programme.

    Attributes:
        values: None for :func:`familjecentral.groups.programme.proposed` of the catalogue.
        seats, minimum: None for the highest and lowest size of the programme.
        confirmed: the guard asked about the title and the person said that it names nobody.
    """

    centre_id: CentreId
    term: str
    title: str
    programme: str
    prevention_level: str | None = None
    values: Values | None = None
    seats: int | None = None
    minimum: int | None = None
    languages: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SaveGroups:
    """Keep groups and other bookings as they were edited, all or none. Each carries the version
    it was read with; bookings in ``removed`` are deleted."""

    groups: tuple[Group, ...] = ()
    confirmed: bool = False
    bookings: tuple[Booking, ...] = ()
    removed: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelGroup:
    """Cancel a group (abort it when a session has been held), with a reason."""

    group_id: GroupId
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class RemoveGroup:
    """Delete a group that was laid up by mistake: nobody registered, nothing held."""

    group_id: GroupId
    version: int


@dataclass(frozen=True, slots=True)
class CopyTerm:
    """Lay up the groups of a term once more in another, without dates and people's seats."""

    from_term: str
    to_term: str


@dataclass(frozen=True, slots=True)
class RelateGroups:
    """Say what must hold between two groups, or that it need not (``holds`` False)."""

    relation: Relation
    holds: bool = True


def new_group(
    command: NewGroup, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Lay up a group without sessions, with a copy of the programme's values.

    Raises:
        NotAllowed, InvalidInput; NotFound: the catalogue does not have the programme.
    """
    del clock
    require(uow.actor, Act.PLAN_GROUPS)
    programme = next((p for p in uow.house.programmes() if p.code == command.programme), None)
    if programme is None:
        raise NotFound("programme")
    values = command.values or proposed(programme)
    size = programme.size
    seats = command.seats if command.seats is not None else size.high if size else 8
    low = min(size.low if size else seats // 2, seats)
    group = Group(
        id=GroupId(ids.new_id()),
        version=0,
        centre_id=command.centre_id,
        title=command.title.strip(),
        values=values,
        prevention_level=command.prevention_level or programme.levels[0],
        seats=seats,
        minimum=command.minimum if command.minimum is not None else low,
        term=command.term,
        languages=command.languages,
        avoid_school_breaks=values.avoid_school_breaks,
    )
    return _save([group], uow, guard, confirmed=command.confirmed, at="")


def save_groups(
    command: SaveGroups, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource, *, guard: Reads
) -> Saved:
    """Keep groups as they were edited, sessions and accepted clashes included.

    Raises:
        NotAllowed; NotFound: one is gone; StaleEdit: one was saved by somebody else meanwhile
        (carries ``mine`` and ``theirs``); InvalidInput: fields as ``groups[0].sessions[2].day``;
        ClashesLeft: a new or changed session clashes, or a session with a changed booking, and
        the clash is not accepted; PeriodLocked: a session that has been counted would change.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    return _save(
        command.groups, uow, guard, confirmed=command.confirmed, booked=_booked(command, uow, guard)
    )


def cancel_group(command: CancelGroup, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Saved:
    """Cancel a group: sessions still to come are cancelled, rooms and leaders are free.

    Raises:
        NotAllowed, NotFound, StaleEdit, InvalidInput (``reason``, or it is over already).
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    before = _as_read(command.group_id, command.version, uow)
    if before.status.is_over:
        raise InvalidInput((FieldProblem("status", "not_here"),))
    if not uow.codes().has("cancel_reason", command.reason):
        raise InvalidInput((FieldProblem("reason", "unknown_code"),))
    after = cancelled_group(before, command.reason)
    return _kept([(before, after)], uow)


def remove_group(command: RemoveGroup, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Saved:
    """Delete a group that was laid up by mistake.

    Raises:
        NotAllowed, NotFound, StaleEdit; InvalidInput: ``in_use`` when a seat is taken, somebody
        waits or a session has been held (such a group is cancelled, not deleted).
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    before = _as_read(command.group_id, command.version, uow)
    held = any(s.status is SessionStatus.HELD for s in before.sessions)
    if held or before.closed_on or uow.groups.seats(before.id) or uow.groups.queue(before.id):
        raise InvalidInput((FieldProblem("group", "in_use"),))
    relations = {r: True for r in uow.groups.relations() if before.id in (r.one, r.other)}
    gone = dict.fromkeys(relations, False)
    step = keep(
        State(groups={before.id: before}, relations=relations),
        State(groups={before.id: None}, relations=gone),
        uow,
    )
    uow.commit()
    return Saved(step.changes, step)


def copy_term(command: CopyTerm, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource) -> Saved:
    """Lay up every group of a term once more, planned anew: no sessions, seats or queue.

    Raises:
        NotAllowed; InvalidInput: no such term; NotFound: the term has no group.
    """
    del clock
    require(uow.actor, Act.PLAN_GROUPS)
    if term_of(command.to_term) is None or command.to_term == command.from_term:
        raise InvalidInput((FieldProblem("to_term", "required"),))
    models = uow.groups.in_term(command.from_term)
    if not models:
        raise NotFound("group")
    pairs: list[tuple[Group | None, Group]] = []
    for model in models:
        wishes = replace(model.wishes, start_earliest=None, start_latest=None, end_latest=None)
        fresh = replace(
            model, id=GroupId(ids.new_id()), version=0, term=command.to_term, sessions=(),
            withdrawn=(), status=GroupStatus.PLANNED, cancel_reason=None, closed_on=None,
            outcome=None, fathers=None, role_known=None, opens_on=None, decision_day=None,
            wishes=wishes,
        )  # fmt: skip
        pairs.append((None, fresh))
    return _kept(pairs, uow)


def relate_groups(
    command: RelateGroups, uow: GroupsUnitOfWork, clock: Clock, ids: IdSource
) -> Saved:
    """Keep a relation between two groups, or forget it.

    Raises:
        NotAllowed; NotFound: a group is gone; InvalidInput: a group beside itself.
    """
    del clock, ids
    require(uow.actor, Act.PLAN_GROUPS)
    relation = command.relation
    if relation.one == relation.other:
        raise InvalidInput((FieldProblem("other", "taken"),))
    if any(uow.groups.get(group_id) is None for group_id in (relation.one, relation.other)):
        raise NotFound("group")
    was = relation in uow.groups.relations()
    step = keep(State(relations={relation: was}), State(relations={relation: command.holds}), uow)
    uow.commit()
    return Saved(step.changes, step)


def _save(
    groups: Iterable[Group],
    uow: GroupsUnitOfWork,
    guard: Reads,
    *,
    confirmed: bool,
    booked: Booked = MappingProxyType({}),
    at: str = "groups[{}].",
) -> Saved:
    pairs = [(_stored(group, uow), group) for group in groups]
    days = [s.day for _, group in pairs for s in group.sessions]
    house = read_house(uow, min(days, default=None), max(days, default=None))
    problems = []
    for place, (before, group) in enumerate(pairs):
        found = [*group_problems(group, before, house, uow.codes())]
        if group.centre_id not in {centre.id for centre in uow.centres()}:
            found.append(FieldProblem("centre_id", "unknown_code"))
        if before is None or before.title != group.title:
            found += text_problems("title", group.title, guard, confirmed=confirmed)
        problems += [FieldProblem(at.format(place) + p.field, p.problem, p.limit) for p in found]
    if problems:
        raise InvalidInput(tuple(problems))
    _refuse_clashes(pairs, booked, uow)
    return _kept([(before, _settled(before, group)) for before, group in pairs], uow, booked)


def _booked(command: SaveGroups, uow: GroupsUnitOfWork, guard: Reads) -> Booked:
    """Return the bookings as they are stored and as they would be kept."""
    problems = [
        FieldProblem(f"bookings[{place}].{p.field}", p.problem, p.limit)
        for place, one in enumerate(command.bookings)
        for p in booking_problems(one, uow, guard, confirmed=command.confirmed)
    ]
    if problems:
        raise InvalidInput(tuple(problems))
    found: dict[BookingId, tuple[Booking | None, Booking | None]] = {}
    for one in command.bookings:
        found[one.id] = as_kept(one, uow)
    for one in command.removed:
        found[one.id] = as_kept(one, uow)[0], None
    return found


def _stored(group: Group, uow: GroupsUnitOfWork) -> Group | None:
    if group.version == 0:
        return None
    return _as_read(group.id, group.version, uow, mine=group)


def _as_read(
    group_id: GroupId, version: int, uow: GroupsUnitOfWork, mine: Group | None = None
) -> Group:
    found = uow.groups.get(group_id)
    if found is None:
        raise NotFound("group")
    if found.version != version:
        raise StaleEdit("group", mine, found)
    return found


def _settled(before: Group | None, group: Group) -> Group:
    """Return a group with what only other use cases change taken from the store."""
    if before is None:
        return replace(group, closed_on=None, outcome=None)
    return replace(group, closed_on=before.closed_on, outcome=before.outcome)


def _refuse_clashes(
    pairs: list[tuple[Group | None, Group]], booked: Booked, uow: GroupsUnitOfWork
) -> None:
    changed = {s.id for before, group in pairs for s in changed_sessions(before, group)}
    moved = {str(one.id): one.day for _, one in booked.values() if one is not None}
    if not changed and not moved:
        return
    schedule = schedule_around([group for _, group in pairs], uow, moved.values())
    schedule = schedule.with_bookings({one: after for one, (_, after) in booked.items()})
    days = frozenset(moved.values())
    wanted = {group.id for _, group in pairs}
    wanted |= {
        group.id for group in schedule.groups.values() if days & {s.day for s in group.sessions}
    }
    left = tuple(
        c for c in schedule.open_clashes(wanted) if c.session in changed or c.other in moved
    )
    if left:
        raise ClashesLeft(left)


def changed_sessions(before: Group | None, group: Group) -> Iterator[Session]:
    """Yield the sessions that are new or lie elsewhere than before."""
    old = {s.id: _place(s) for s in before.sessions} if before else {}
    for session in group.sessions:
        if old.get(session.id) != _place(session):
            yield session


def _place(session: Session) -> tuple[object, ...]:
    return (
        session.day, session.start, session.minutes, session.room, session.leaders,
        session.interpreters, session.is_on,
    )  # fmt: skip


def schedule_around(
    groups: Iterable[Group], uow: GroupsUnitOfWork, more_days: Iterable[dt.date] = ()
) -> Schedule:
    """Return the schedule of the weeks and terms that some groups (and days) touch, with these
    groups as they are handed in."""
    drafts = {group.id: group for group in groups}
    days = [*more_days, *(s.day for group in drafts.values() for s in group.sessions)]
    schedule = schedule_of_days(uow, min(days), max(days))
    for term in {group.term for group in drafts.values()}:  # how many groups a leader has
        more = [g for g in uow.groups.in_term(term) if g.id not in schedule.groups]
        schedule = schedule.with_groups(more) if more else schedule
    return schedule.with_groups(drafts.values())


def schedule_of_days(uow: GroupsUnitOfWork, first: dt.date, last: dt.date) -> Schedule:
    """Return everything planned in the whole weeks around some days. Reading is
    ``groups.reading``'s: this is what saving and planning judge by."""
    require(uow.actor, Act.PLAN_GROUPS)
    return read_schedule(uow, first, last)


def _kept(
    pairs: list[tuple[Group | None, Group]],
    uow: GroupsUnitOfWork,
    booked: Booked = MappingProxyType({}),
) -> Saved:
    step = keep(
        State(
            groups={group.id: before for before, group in pairs},
            bookings={one: before for one, (before, _) in booked.items()},
        ),
        State(
            groups={group.id: group for _, group in pairs},
            bookings={one: after for one, (_, after) in booked.items()},
        ),
        uow,
    )
    uow.commit()
    return Saved(step.changes, step, tuple(g for g in step.after.groups.values() if g))
