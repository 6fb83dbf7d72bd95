"""Tallies of open months, their freezing, and the short talks that nobody owns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from db.bulk import insert_many
from db.guard import guard
from db.periods import SqlPeriodStore
from db.schema import TALLY_CODES, contact, tally
from db.transaction import Transaction
from db.values import to_columns
from familjecentral.access.model import Act, CentreId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import Contact, ContactId, Counter, HalfDay, Tally, TallyKey
from familjecentral.contacts.tally import MOST_TALLIED
from familjecentral.errors import NotAllowed, TallyLocked

_NUMBERS = tuple(counter.value for counter in Counter)
_KEY = ("centre_key", "date", *TALLY_CODES, "half_day")


class SqlTallyStore:
    """Tallies inside one transaction. They are the house's, not a person's."""

    def __init__(self, uow: Transaction, locks: SqlPeriodStore) -> None:
        self._uow = uow
        self._locks = locks

    @property
    def _connection(self) -> Connection:
        return self._uow.connection

    def change(self, key: TallyKey, counter: Counter, by: int) -> Tally | None:
        """Add to one number of a record, made at its first tick and gone when all of it is 0;
        return the record, or None (nothing changed) when the number would leave its limits.

        Raises:
            NotAllowed; TallyLocked: the month is locked. InvalidInput: an unknown code.
        """
        guard(self._uow.actor, Act.TALLY)
        columns = self._key(key)
        here = self._is(columns)
        column = tally.c[counter.value]
        rest = sum((tally.c[name] for name in _NUMBERS if name != counter.value), sa.literal(0))
        if by < 0:  # the last tick of a record takes the record along
            gone = tally.delete().where(*here, column + by == 0, rest == 0)
            if self._connection.execute(gone).rowcount:
                return Tally(key)
        moved = self._connection.execute(
            tally.update()
            .where(*here, (column + by).between(0, MOST_TALLIED))
            .values({column: column + by})
            .returning(*(tally.c[name] for name in _NUMBERS))
        ).one_or_none()
        if moved is not None:
            return Tally(key, *moved)
        if by < 0 or self._connection.scalar(sa.select(sa.true()).where(*here)):
            return None
        row = {**columns, **dict.fromkeys(_NUMBERS, 0), counter.value: by}
        self._connection.execute(tally.insert(), row)
        return Tally(key, **{counter.value: by})

    def on_day(self, centre: CentreId, day: dt.date) -> Sequence[Tally]:
        """Return the records of one day.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.TALLY)
        rows = self._connection.execute(
            sa.select(tally)
            .where(
                tally.c.centre_key == self._uow.centre_key(centre), tally.c.date == day.isoformat()
            )
            .order_by(*(tally.c[name] for name in _KEY))
        )
        keys = self._uow.shared.index.keys
        return tuple(
            Tally(
                TallyKey(
                    centre, keys[row.open_group], day, HalfDay(row.half_day), keys[row.occasion]
                ),
                *(getattr(row, name) for name in _NUMBERS),
            )
            for row in rows
        )

    def add_many(self, tallies: Iterable[Tally]) -> int:
        """Keep whole records; return how many. In a sample store only: there they are made up.

        Raises:
            NotAllowed, TallyLocked.
        """
        guard(self._uow.actor, Act.TALLY)
        if not self._uow.shared.is_sample:
            raise NotAllowed(Act.TALLY.value)
        rows = (
            (*self._key(found.key).values(), *(found.count(counter) for counter in Counter))
            for found in tallies
        )
        return insert_many(self._connection, tally, (*_KEY, *_NUMBERS), rows)

    def add_talk(self, talk: Contact) -> None:
        """Keep a short talk without an owner.

        Raises:
            NotAllowed: the role, or the row has an owner. TallyLocked: the month is locked.
        """
        guard(self._uow.actor, Act.TALLY)
        if talk.owner is not None:
            raise NotAllowed(Act.TALLY.value)
        values = talk.values
        self._refuse_locked(values.centre_id, values.date)
        self._connection.execute(
            contact.insert(),
            {
                "id": talk.id,
                "owner": None,
                "batch": None,
                "centre_key": self._uow.centre_key(values.centre_id),
                "date": values.date.isoformat(),
                "date_precision": values.date_precision.value,
                **to_columns(values, self._uow.shared.index, self._uow.code_store),
            },
        )

    def talks(self, centre: CentreId, day: dt.date) -> Sequence[ContactId]:
        """Return the ids of the day's short talks without an owner, in order of id.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.TALLY)
        found = self._connection.scalars(
            sa.select(contact.c.id)
            .where(
                contact.c.owner.is_(None),
                contact.c.centre_key == self._uow.centre_key(centre),
                contact.c.date == day.isoformat(),
            )
            .order_by(contact.c.id)
        )
        return tuple(ContactId(row_id) for row_id in found)

    def remove_talk(self, contact_id: ContactId) -> bool:
        """Delete a short talk without an owner; False if it is gone.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.TALLY)
        found = self._connection.execute(
            contact.delete().where(contact.c.id == contact_id, contact.c.owner.is_(None))
        )
        return found.rowcount > 0

    def _key(self, key: TallyKey) -> dict[str, object]:
        self._refuse_locked(key.centre_id, key.day)
        index = self._uow.shared.index
        return {
            "centre_key": self._uow.centre_key(key.centre_id),
            "date": key.day.isoformat(),
            **{
                field: index.id_of(list_key, getattr(key, field), field)
                for field, list_key in TALLY_CODES.items()
            },
            "half_day": key.half_day.value,
        }

    def _is(self, columns: dict[str, Any]) -> list[ColumnElement[bool]]:
        return [tally.c[name] == value for name, value in columns.items()]

    def _refuse_locked(self, centre: CentreId, day: dt.date) -> None:
        month = Month.of(day)
        if month in self._locks.locked_months(centre):
            raise TallyLocked(str(month))
