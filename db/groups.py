"""Groups with their sessions, and beside them what is short-lived: seats, queue, grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa

from db import groups_rows as rows
from db.groups_left import SEEN_BY as _SEEN_BY
from db.groups_left import SqlLeftStore
from db.groups_spans import replace_rows, stale
from db.guard import guard
from db.late import LateRows
from db.periods import SqlPeriodStore
from db.schema_groups import (
    group_forms,
    group_mark,
    group_outcome,
    group_rating,
    group_relation,
    group_role,
    group_run,
    group_seat,
    group_session,
    group_source,
    group_team,
    group_waiting,
    group_wish,
    leader,
    session_accepted,
    session_interpreter,
    session_leader,
    session_withdrawn,
)
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.contacts.model import ContactValues, PreventionLevel, WorkingLevel
from familjecentral.errors import NotAllowed, NotFound, StaleEdit
from familjecentral.groups.closing import is_due
from familjecentral.groups.model import (
    Grid,
    Group,
    GroupId,
    Mark,
    Moment,
    Rating,
    Relation,
    RelationType,
    Seat,
    SessionId,
    Waiting,
    WaitingId,
    WaitingState,
)
from familjecentral.groups.reading import terms_between


class SqlGroupStore(SqlLeftStore):
    """Groups inside one transaction. Fits ``GroupStore``."""

    def __init__(self, uow: Transaction, locks: SqlPeriodStore) -> None:
        super().__init__(uow)
        self._locks = locks
        self._late = LateRows(uow, locks)

    def get(self, group_id: GroupId) -> Group | None:
        """Return one group.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_SEEN_BY)
        return next(iter(rows.read_groups(self._uow, group_run.c.id == group_id)), None)

    def of_session(self, session_id: SessionId) -> Group | None:
        """Return the group that a session belongs to.

        Raises:
            NotAllowed.
        """
        group_id = self._connection.scalar(
            sa.select(group_session.c.group_id).where(group_session.c.id == session_id)
        )
        return None if group_id is None else self.get(GroupId(group_id))

    def in_term(self, term: str) -> Sequence[Group]:
        """Return the groups planned for a term, by title.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_SEEN_BY)
        return rows.read_groups(self._uow, group_run.c.term == term)

    def between(self, first: dt.date, last: dt.date) -> Sequence[Group]:
        """Return the groups of the terms of these days, and those with a session on them.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_SEEN_BY)
        there = sa.select(group_session.c.group_id).where(
            group_session.c.day.between(first.isoformat(), last.isoformat())
        )
        terms = terms_between(first, last)
        return rows.read_groups(
            self._uow, sa.or_(group_run.c.term.in_(terms), group_run.c.id.in_(there))
        )

    def to_weed(self) -> Sequence[Group]:
        """Return the groups that are not closed yet, whoever asks: weeding runs at every start."""
        return rows.read_groups(self._uow, group_run.c.closed_on.is_(None))

    def terms(self) -> Sequence[str]:
        """Return the terms that have groups, newest first.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_SEEN_BY)
        found = self._connection.scalars(sa.select(group_run.c.term).distinct()).all()
        # VT comes before HT in a year, and after it in the alphabet.
        return sorted(found, key=lambda term: (term[:4], term[5:] == "HT"), reverse=True)

    def put(self, group: Group) -> None:
        """Keep a new group (version 1) or the next version of one.

        Raises:
            NotAllowed; StaleEdit: the stored version is not the one before; carries both.
        """
        self._guard_own(group.id, new=group.version == 1)
        self._put(group)

    def _put(self, group: Group) -> None:
        if not rows.write_group(self._uow, group):
            found = rows.read_groups(self._uow, group_run.c.id == group.id)
            raise stale("group", group, next(iter(found), None))

    def remove(self, group_id: GroupId) -> None:
        """Delete a group with all that hangs on it.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        self._forget_private(group_id)
        of = sa.select(group_session.c.id).where(group_session.c.group_id == group_id)
        for table in (session_leader, session_interpreter, session_accepted):
            self._connection.execute(table.delete().where(table.c.session_id.in_(of)))
        for table in (
            group_session, session_withdrawn, group_team, group_wish, group_outcome, group_source,
            group_rating, group_forms, group_role,
        ):  # fmt: skip
            self._connection.execute(table.delete().where(table.c.group_id == group_id))
        rows.forget_wished_times(self._connection, group_id)
        self._connection.execute(group_run.delete().where(group_run.c.id == group_id))

    def relations(self) -> Sequence[Relation]:
        """Return what must hold between groups.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_SEEN_BY)
        table = group_relation
        found = self._connection.execute(
            sa.select(table).order_by(table.c.type, table.c.one, table.c.other)
        )
        return tuple(
            Relation(RelationType(r.type), GroupId(r.one), GroupId(r.other), r.gap_minutes)
            for r in found
        )

    def put_relation(self, relation: Relation) -> None:
        """Keep a relation; one of the same type and groups is replaced.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        row = {"gap_minutes": relation.gap_minutes}
        replace_rows(self._connection, group_relation, _relation_key(relation), [row])

    def remove_relation(self, relation: Relation) -> None:
        """Forget a relation.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        replace_rows(self._connection, group_relation, _relation_key(relation), [])

    def seats(self, group_id: GroupId) -> Sequence[Seat]:
        """Return the registrations in order of number.

        Raises:
            NotAllowed: another counsellor's group.
        """
        self._guard_own(group_id)
        found = self._connection.execute(
            sa.select(group_seat.c.number, group_seat.c.source)
            .where(group_seat.c.group_id == group_id)
            .order_by(group_seat.c.number)
        )
        return tuple(Seat(number, source) for number, source in found)

    def taken(self, groups: Iterable[GroupId]) -> dict[GroupId, tuple[int, int]]:
        """Return how many seats are taken and how many wait, by group.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, *_SEEN_BY)
        wanted = list(groups)
        seats, queue = group_seat.c.group_id, group_waiting.c.group_id
        waits = group_waiting.c.state.in_((WaitingState.WAITING, WaitingState.ASKED))
        of_seats = sa.select(seats, sa.func.count()).where(seats.in_(wanted)).group_by(seats)
        of_queue = sa.select(queue, sa.func.count()).where(queue.in_(wanted), waits).group_by(queue)
        taken = {group: n for group, n in self._connection.execute(of_seats)}  # noqa: C416
        waiting = {group: n for group, n in self._connection.execute(of_queue)}  # noqa: C416
        return {one: (taken.get(one, 0), waiting.get(one, 0)) for one in wanted}

    def put_seats(self, group_id: GroupId, seats: Iterable[Seat]) -> None:
        """Keep exactly these registrations; marks of seats that go are deleted for good.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        kept = list(seats)
        here, numbers = group_seat.c.group_id == group_id, [seat.number for seat in kept]
        self._connection.execute(
            group_mark.delete().where(
                group_mark.c.group_id == group_id, group_mark.c.seat.not_in(numbers)
            )
        )
        self._connection.execute(
            group_seat.delete().where(here, group_seat.c.number.not_in(numbers))
        )
        known = set(self._connection.scalars(sa.select(group_seat.c.number).where(here)))
        new = [
            {"group_id": group_id, "number": seat.number, "source": seat.source}
            for seat in kept
            if seat.number not in known
        ]
        if new:
            self._connection.execute(group_seat.insert(), new)

    def queue(self, group_id: GroupId) -> Sequence[Waiting]:
        """Return who waits, in order of the queue, whatever their state.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        return self._queue(group_id)

    def _queue(self, group_id: GroupId) -> tuple[Waiting, ...]:
        table = group_waiting
        found = self._connection.execute(
            sa.select(table)
            .where(table.c.group_id == group_id)
            .order_by(table.c.iso_year, table.c.week, table.c.lot, table.c.id)
        )
        return tuple(
            Waiting(
                WaitingId(r.id), r.alias, r.iso_year, r.week, r.lot, WaitingState(r.state), r.source
            )
            for r in found
        )

    def put_queue(self, group_id: GroupId, queue: Iterable[Waiting]) -> None:
        """Keep exactly this queue; who is not in it is deleted for good.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        new = [
            {
                "id": one.id,
                "alias": one.alias,
                "iso_year": one.iso_year,
                "week": one.week,
                "lot": one.lot,
                "state": one.state.value,
                "source": one.source,
            }
            for one in queue
        ]
        replace_rows(self._connection, group_waiting, {"group_id": group_id}, new)

    def grid(self, group_id: GroupId) -> Grid:
        """Return the marks.

        Raises:
            NotAllowed: another counsellor's group.
        """
        self._guard_own(group_id)
        found = self._connection.execute(
            sa.select(group_mark.c.seat, group_mark.c.session_id, group_mark.c.mark).where(
                group_mark.c.group_id == group_id
            )
        )
        return {(seat, SessionId(session)): Mark(mark) for seat, session, mark in found}

    def put_marks(
        self, group_id: GroupId, marks: Iterable[tuple[int, SessionId, Mark | None]]
    ) -> None:
        """Set marks, or take them away (None).

        Raises:
            NotAllowed.
        """
        self._guard_own(group_id)
        for seat, session, mark in marks:
            where = {"group_id": group_id, "seat": seat, "session_id": session}
            row = [{"mark": mark.value}] if mark is not None else []
            replace_rows(self._connection, group_mark, where, row)

    def ratings(self, group_id: GroupId) -> Sequence[Rating]:
        """Return what is kept of the answers.

        Raises:
            NotAllowed.
        """
        self._guard_own(group_id)
        table = group_rating
        found = self._connection.execute(
            sa.select(table)
            .where(table.c.group_id == group_id)
            .order_by(table.c.question, table.c.moment)
        )
        return tuple(Rating(r.question, Moment(r.moment), r.n, r.total, r.positive) for r in found)

    def put_rating(self, group_id: GroupId, rating: Rating) -> None:
        """Keep the sums of one question and moment.

        Raises:
            NotAllowed.
        """
        self._guard_own(group_id)
        where = {
            "group_id": group_id,
            "question": rating.question,
            "moment": rating.moment.value,
        }
        row = {"n": rating.n, "total": rating.total, "positive": rating.positive}
        replace_rows(self._connection, group_rating, where, [row])

    def handed_out(self, group_id: GroupId) -> tuple[int | None, int | None]:
        """Return how many forms were handed out before and after.

        Raises:
            NotAllowed.
        """
        self._guard_own(group_id)
        found = self._connection.execute(
            sa.select(group_forms.c.before, group_forms.c.after).where(
                group_forms.c.group_id == group_id
            )
        ).one_or_none()
        return (None, None) if found is None else (found.before, found.after)

    def put_handed_out(self, group_id: GroupId, before: int | None, after: int | None) -> None:
        """Keep how many forms were handed out.

        Raises:
            NotAllowed.
        """
        self._guard_own(group_id)
        row = {"before": before, "after": after}
        replace_rows(self._connection, group_forms, {"group_id": group_id}, [row])

    def add_late_session(self, session_id: SessionId, row_id: UUID) -> None:
        """Keep a session of a locked month that is marked held now as a locked row.

        Raises:
            NotAllowed, NotFound; PeriodOpen; PeriodLocked: its annual release is out.
        """
        group = self.of_session(session_id)
        session = group.session(session_id) if group else None
        if group is None or session is None:
            raise NotFound("session")
        self._guard_own(group.id)
        values = ContactValues(
            date=session.day,
            centre_id=group.centre_id,
            prevention_level=PreventionLevel(group.prevention_level),
            working_level=WorkingLevel.GROUP,
            programme=group.values.programme,
        )
        self._late.insert(values, row_id)

    def remove_late_session(self, row_id: UUID) -> bool:
        """Take a late row back; False if it is gone.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.TAKE_ATTENDANCE)
        return self._late.delete(row_id)

    def close(self, group: Group) -> None:
        """Keep the last version of a group, and delete seats, queue and grid for good.

        Raises:
            NotAllowed: neither a coordinator's act nor due. StaleEdit.
        """
        found = rows.read_groups(self._uow, group_run.c.id == group.id)
        if not found:
            raise StaleEdit("group", group, None)
        if not is_due(found[0], self._uow.shared.today()):
            guard(self._uow.actor, Act.PLAN_GROUPS)
        self._put(group)
        self._forget_private(group.id)
        # Until the log is emptied it still holds the grid; see the store's settling.
        self._uow.shared.must_settle = self._uow.shared.doubtful = True

    def private(self, group_id: GroupId) -> tuple[Sequence[Seat], Grid, Sequence[Waiting]]:
        """Return seats, grid and queue of a group that is due, whoever asks.

        Raises:
            NotAllowed: it is not due, and the actor plans no groups.
        """
        found = rows.read_groups(self._uow, group_run.c.id == group_id)
        if not (found and is_due(found[0], self._uow.shared.today())):
            guard(self._uow.actor, Act.PLAN_GROUPS)
        marks = self._connection.execute(
            sa.select(group_mark).where(group_mark.c.group_id == group_id)
        )
        seats = self._connection.execute(
            sa.select(group_seat)
            .where(group_seat.c.group_id == group_id)
            .order_by(group_seat.c.number)
        )
        return (
            tuple(Seat(row.number, row.source) for row in seats),
            {(row.seat, SessionId(row.session_id)): Mark(row.mark) for row in marks},
            self._queue(group_id),
        )

    def _forget_private(self, group_id: GroupId) -> None:
        for table in (group_mark, group_seat, group_waiting):
            self._connection.execute(table.delete().where(table.c.group_id == group_id))

    def _guard_own(self, group_id: GroupId, *, new: bool = False) -> None:
        """Stop unless the actor plans groups, or takes attendance in a group that she leads."""
        if self._uow.actor.may(Act.PLAN_GROUPS):
            return
        guard(self._uow.actor, Act.TAKE_ATTENDANCE)
        me = sa.select(leader.c.id).where(leader.c.staff_id == self._uow.actor.staff_id)
        in_team = sa.select(group_team.c.group_id).where(
            group_team.c.group_id == group_id, group_team.c.leader_id.in_(me)
        )
        in_session = (
            sa.select(group_session.c.group_id)
            .join(session_leader, session_leader.c.session_id == group_session.c.id)
            .where(group_session.c.group_id == group_id, session_leader.c.leader_id.in_(me))
        )
        own = self._connection.scalar(sa.select(sa.or_(in_team.exists(), in_session.exists())))
        if new or not own:
            raise NotAllowed(Act.PLAN_GROUPS.value)


def _relation_key(relation: Relation) -> dict[str, object]:
    return {"type": relation.type.value, "one": relation.one, "other": relation.other}
