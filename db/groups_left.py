"""Entries that have left calendars. They outlive their group, so that calendars hear of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from db.groups_spans import replace_rows
from db.guard import guard
from db.schema_groups import calendar_left
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.groups.left import Left, Owner
from familjecentral.groups.model import GroupId, SessionId, SessionKind

SEEN_BY = (Act.READ_OCCUPANCY, Act.TAKE_ATTENDANCE)


class SqlLeftStore:
    """The part of ``GroupStore`` that remembers what has left calendars."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    @property
    def _connection(self) -> Connection:
        return self._uow.connection

    def left(self, group_id: GroupId) -> Sequence[Left]:
        """Return the entries of a group that have left calendars, of one that is no more too.

        Raises:
            NotAllowed.
        """
        return self._left(calendar_left.c.group_id == group_id)

    def left_in(self, term: str) -> Sequence[Left]:
        """Return the entries of a term's groups that have left calendars.

        Raises:
            NotAllowed.
        """
        return self._left(calendar_left.c.term == term)

    def put_left(self, group_id: GroupId, left: Iterable[Left]) -> None:
        """Keep exactly these.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.PLAN_GROUPS)
        rows = [
            {
                "whose": one.whose.value,
                "owner": one.owner,
                "session": one.session,
                "term": one.term,
                "title": one.title,
                "number": one.number,
                "kind": one.kind.value,
                "day": one.day.isoformat(),
                "start": one.start,
                "minutes": one.minutes,
                "sequence": one.sequence,
            }
            for one in left
        ]
        replace_rows(self._connection, calendar_left, {"group_id": group_id}, rows)

    def _left(self, where: sa.ColumnElement[bool]) -> tuple[Left, ...]:
        guard(self._uow.actor, *SEEN_BY)
        table = calendar_left
        order = (table.c.day, table.c.start, table.c.whose, table.c.owner, table.c.session)
        return tuple(
            Left(
                Owner(row.whose),
                row.owner,
                SessionId(row.session),
                GroupId(row.group_id),
                row.term,
                row.title,
                row.number,
                SessionKind(row.kind),
                dt.date.fromisoformat(row.day),
                row.start,
                row.minutes,
                row.sequence,
            )
            for row in self._connection.execute(sa.select(table).where(where).order_by(*order))
        )
