"""Contacts of open months, own rows only; late entries go straight to the locked rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from db.bulk import insert_many
from db.guard import guard
from db.late import LateRows
from db.periods import SqlPeriodStore
from db.schema import code, contact
from db.sqlite import execute_raw
from db.support import is_offered
from db.transaction import Transaction
from db.values import ROW_FIELDS, from_columns, to_columns, to_row
from familjecentral.access.model import Act, Actor, CentreId, StaffId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import (
    Contact,
    ContactId,
    ContactValues,
    PreventionLevel,
    WorkingLevel,
)
from familjecentral.contacts.store import (
    ContactPage,
    ContactQuery,
    SortColumn,
    Total,
)
from familjecentral.errors import NotAllowed, PeriodLocked, Stale

_LAST = 9999  # rows without the value come after all others
_OWN = ("id", "owner", "batch", "centre_key", "date", "date_precision")
_COLUMNS = (*_OWN, *ROW_FIELDS)


@lru_cache(maxsize=2)
def _insert_unless_there(dialect: sa.Dialect) -> tuple[str, tuple[str, ...]]:
    """Return the one statement of saving a contact, which asks and inserts at once, and the
    order of its parameters. Compiled once: composing it again would cost more than the insert."""
    there = sa.select(contact.c.id).where(contact.c.id == sa.bindparam("id"))
    row = sa.select(*(sa.bindparam(name, type_=contact.c[name].type) for name in _COLUMNS))
    insert = contact.insert().from_select(_COLUMNS, row.where(~there.exists()))
    compiled = insert.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


class SqlContactStore:
    """Own rows inside one transaction."""

    def __init__(self, uow: Transaction, locks: SqlPeriodStore) -> None:
        self._uow = uow
        self._locks = locks
        self._late = LateRows(uow, locks)

    @property
    def _connection(self) -> Connection:
        return self._uow.connection

    @property
    def _actor(self) -> Actor:
        return self._uow.actor

    def add(self, contact_: Contact) -> None:
        """Keep a new row. An id that is there already with the same values is no error.

        Raises:
            NotAllowed: the role, or another owner. Stale: the id holds another row.
            PeriodLocked: the month is locked.
        """
        guard(self._actor, Act.LOG_CONTACT, Act.IMPORT_CONTACTS)
        row = self._row(contact_, self._actor.staff_id)
        statement, order = _insert_unless_there(self._connection.dialect)
        plain = {name: _plain(value) for name, value in row.items()}
        values = tuple(plain[name] for name in order)
        if execute_raw(self._connection, statement, values):
            return
        held = self._connection.execute(sa.select(contact).where(contact.c.id == contact_.id))
        found = held.mappings().one()
        if any(found[name] != value for name, value in row.items()):
            raise Stale("contact")

    def add_many(self, contacts: Iterable[Contact]) -> int:
        """Keep many rows; return how many. In a sample store an administrator may keep rows of
        any colleague: there the rows are made up.

        Raises:
            NotAllowed, PeriodLocked.
        """
        guard(self._actor, Act.IMPORT_CONTACTS)
        anybody = self._uow.shared.is_sample and self._actor.may(Act.CHANGE_STAFF)
        rows = self._rows(contacts, None if anybody else self._actor.staff_id)
        return insert_many(self._connection, contact, _COLUMNS, rows)

    def add_late(self, values: ContactValues, row_id: UUID) -> None:
        """Keep an entry of a locked month as a locked row: month, no worker, next vintage.

        Raises:
            NotAllowed; PeriodOpen: the month is not locked.
            PeriodLocked: its annual release is out.
        """
        guard(self._actor, Act.LOG_CONTACT, Act.IMPORT_CONTACTS)
        self._late.insert(values, row_id)

    def remove_late(self, row_id: UUID) -> bool:
        """Take a late row back; False if it is gone, or has been counted since.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.LOG_CONTACT, Act.IMPORT_CONTACTS)
        return self._late.delete(row_id)

    def get(self, contact_id: ContactId) -> Contact | None:
        """Return one own row, or None.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        rows = self._read(sa.select(contact).where(contact.c.id == contact_id, self._is_own()))
        return rows[0] if rows else None

    def replace(self, contact_: Contact) -> bool:
        """Put new values on an own row; False if it is gone.

        Raises:
            NotAllowed, PeriodLocked.
        """
        guard(self._actor, Act.LOG_CONTACT)
        row = self._row(contact_, self._actor.staff_id)
        found = self._connection.execute(
            contact.update().where(contact.c.id == contact_.id, self._is_own()).values(row)
        )
        return found.rowcount > 0

    def remove(self, contact_id: ContactId) -> Contact | None:
        """Delete an own row for good and return what it held; None if it is gone.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.LOG_CONTACT)
        held = self.get(contact_id)
        if held is not None:
            self._connection.execute(contact.delete().where(contact.c.id == contact_id))
        return held

    def page(self, query: ContactQuery, *, after: str | None, size: int) -> ContactPage:
        """Return one page of own rows, by key, never by offset.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        key = self._sort_key(query.sort)
        statement = sa.select(contact, *(k.label(f"key_{n}") for n, k in enumerate(key))).where(
            *self._conditions(query)
        )
        if after is not None:
            last = sa.tuple_(*(sa.literal(value) for value in json.loads(after)))
            here = sa.tuple_(*key)
            statement = statement.where(here < last if query.descending else here > last)
        order = [k.desc() if query.descending else k.asc() for k in key]
        found = self._connection.execute(statement.order_by(*order).limit(size + 1))
        rows = found.mappings().all()
        contacts = tuple(self._contact(row) for row in rows[:size])
        token = None
        if len(rows) > size:
            token = json.dumps([rows[size - 1][f"key_{n}"] for n in range(len(key))])
        return ContactPage(contacts, token)

    def count(self, query: ContactQuery) -> int:
        """Return how many own rows the query finds.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        wanted = sa.select(sa.func.count()).select_from(contact).where(*self._conditions(query))
        return int(self._connection.scalar(wanted) or 0)

    def totals(self, query: ContactQuery) -> tuple[Total, ...]:
        """Return the sums of the own rows that the query finds, by level, in no order.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        levels = contact.c.prevention_level, contact.c.working_level
        numbers = (contact.c.women, contact.c.men, contact.c.children, contact.c.new_visitors)
        sums = [sa.func.coalesce(sa.func.sum(number), 0) for number in numbers]
        wanted = sa.select(*levels, sa.func.count(), *sums)
        found = self._connection.execute(wanted.where(*self._conditions(query)).group_by(*levels))
        return tuple(
            Total(PreventionLevel(level), WorkingLevel(working), *counts)
            for level, working, *counts in found
        )

    def on_day(self, day: dt.date) -> Sequence[Contact]:
        """Return the own rows of one day, in no meaningful order.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        wanted = sa.select(contact).where(self._is_own(), contact.c.date == day.isoformat())
        return self._read(wanted)

    def days(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days on which there are own rows with day precision.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        days = self._connection.scalars(
            sa.select(contact.c.date)
            .where(*self._between(first, last), contact.c.date_precision == "day")
            .distinct()
        )
        return frozenset(dt.date.fromisoformat(day) for day in days)

    def lengths(
        self, first: dt.date, last: dt.date
    ) -> Mapping[tuple[PreventionLevel, WorkingLevel, str | None], int]:
        """Return how many own rows there are by both levels and duration band.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.READ_OWN_CONTACTS)
        by = (contact.c.prevention_level, contact.c.working_level, contact.c.duration_band)
        keys = self._uow.shared.index.keys
        rows = self._connection.execute(
            sa.select(*by, sa.func.count()).where(*self._between(first, last)).group_by(*by)
        )
        return {
            (PreventionLevel(prevention), WorkingLevel(working), band and keys[band]): n
            for prevention, working, band, n in rows
        }

    def hand_over(self, to: StaffId) -> int:
        """Give all own rows to a counsellor of the house; return how many.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.LOG_CONTACT)
        return self._give(self._is_own(), to=to)

    def offered(self) -> bool:
        """Tell whether rows of colleagues that left wait for the actor's yes.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.LOG_CONTACT)
        mine = is_offered(contact.c.owner, self._actor.staff_id)
        return self._connection.scalar(sa.select(contact.c.id).where(mine).limit(1)) is not None

    def take_over(self) -> int:
        """Take the offered rows over; return how many. The offer stays.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.LOG_CONTACT)
        return self._give(
            is_offered(contact.c.owner, self._actor.staff_id), to=self._actor.staff_id
        )

    def _give(self, which: ColumnElement[bool], *, to: StaffId) -> int:
        found = self._connection.execute(contact.update().where(which).values(owner=to))
        # Until the log is emptied it tells whose the rows were.
        self._uow.shared.must_settle = True
        return found.rowcount

    def _between(self, first: dt.date, last: dt.date) -> list[ColumnElement[bool]]:
        return [self._is_own(), contact.c.date.between(first.isoformat(), last.isoformat())]

    def remove_batch(self, batch: UUID) -> int:
        """Delete the own rows of an import that are still open; return how many.

        Raises:
            NotAllowed.
        """
        guard(self._actor, Act.IMPORT_CONTACTS)
        found = self._connection.execute(
            contact.delete().where(self._is_own(), contact.c.batch == batch)
        )
        return found.rowcount

    def _is_own(self) -> ColumnElement[bool]:
        return contact.c.owner == self._actor.staff_id

    def _row(self, contact_: Contact, owner: StaffId) -> dict[str, object]:
        if contact_.owner != owner:
            raise NotAllowed(Act.LOG_CONTACT.value)
        values = contact_.values
        self._check_open(values)
        return {
            "id": contact_.id,
            "owner": contact_.owner,
            "batch": contact_.batch,
            "centre_key": self._uow.centre_key(values.centre_id),
            "date": values.date.isoformat(),
            "date_precision": values.date_precision.value,
            **to_columns(values, self._uow.shared.index, self._uow.code_store),
        }

    def _rows(
        self, contacts: Iterable[Contact], owner: StaffId | None
    ) -> Iterator[tuple[object, ...]]:
        """Yield rows as the driver takes them, asking once for each centre and day whether its
        month is open."""
        index, codes = self._uow.shared.index, self._uow.code_store
        places: dict[tuple[CentreId, dt.date], tuple[str, str]] = {}
        for one in contacts:
            values = one.values
            where = values.centre_id, values.date
            place = places.get(where)
            if place is None:
                self._check_open(values)
                place = self._uow.centre_key(values.centre_id), values.date.isoformat()
                places[where] = place
            if one.owner is None or (owner is not None and one.owner != owner):
                raise NotAllowed(Act.LOG_CONTACT.value)
            yield (
                one.id.hex,
                one.owner.hex,
                one.batch.hex if one.batch else None,
                *place,
                values.date_precision.value,
                *to_row(values, index, codes),
            )

    def _check_open(self, values: ContactValues) -> None:
        month = Month.of(values.date)
        if month in self._locks.locked_months(values.centre_id):
            raise PeriodLocked(str(month))

    def _read(self, statement: sa.Select[Any]) -> list[Contact]:
        return [self._contact(row) for row in self._connection.execute(statement).mappings()]

    def _contact(self, row: sa.RowMapping) -> Contact:
        centre: CentreId = self._uow.centre_id(row["centre_key"])
        values = from_columns(row, centre, self._uow.shared.index)
        return Contact(ContactId(row["id"]), StaffId(row["owner"]), values, row["batch"])

    def _conditions(self, query: ContactQuery) -> list[ColumnElement[bool]]:
        index = self._uow.shared.index
        found = [self._is_own()]
        if query.first is not None:
            found.append(contact.c.date >= query.first.isoformat())
        if query.last is not None:
            found.append(contact.c.date <= query.last.isoformat())
        if query.prevention_level is not None:
            found.append(contact.c.prevention_level == query.prevention_level)
        if query.working_level is not None:
            found.append(contact.c.working_level == query.working_level)
        if query.contact_form is not None:
            form = index.id_of("contact_form", query.contact_form, "contact_form")
            found.append(contact.c.contact_form == form)
        if query.topic is not None:
            topic = index.id_of("topic", query.topic, "topic")
            topics = (contact.c.topic_1, contact.c.topic_2, contact.c.topic_3)
            found.append(sa.or_(*(column == topic for column in topics)))
        return found

    def _sort_key(self, sort: SortColumn) -> list[ColumnElement[Any]]:
        by_date: list[ColumnElement[Any]] = [
            contact.c.date,
            # As text: the key of the next page travels as JSON.
            sa.type_coerce(contact.c.id, sa.String),
        ]
        if sort is SortColumn.PREVENTION_LEVEL:
            return [_rank(contact.c.prevention_level, PreventionLevel), *by_date]
        if sort is SortColumn.WORKING_LEVEL:
            return [_rank(contact.c.working_level, WorkingLevel), *by_date]
        if sort is SortColumn.CONTACT_FORM:
            return [_place(contact.c.contact_form), *by_date]
        if sort is SortColumn.TOPIC:
            return [_place(contact.c.topic_1), *by_date]
        return by_date


def _plain(value: object) -> object:
    """As the driver takes it."""
    return value.hex if isinstance(value, UUID) else value


def _rank(
    column: sa.Column[Any], levels: type[PreventionLevel] | type[WorkingLevel]
) -> ColumnElement[Any]:
    return sa.case({level.value: n for n, level in enumerate(levels)}, value=column)


def _place(column: sa.Column[Any]) -> ColumnElement[Any]:
    """The place of a code in its list."""
    place = sa.select(code.c.sort).where(code.c.id == column).scalar_subquery()
    return sa.func.coalesce(place, _LAST)
