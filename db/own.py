"""What is a person's own: the draft, counters of choices, favourites, answers for weeks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from db.encryption import PersonalKey
from db.guard import guard
from db.schema_own import (
    choice_count,
    draft,
    favourite,
    favourite_code,
    week_answer,
)
from db.transaction import Transaction
from familjecentral.access.model import Act, CentreId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.favourites import KEPT, Favourite
from familjecentral.contacts.model import PreventionLevel, WorkingLevel


class SqlDraftStore:
    """The person's slot for a half-filled form, sealed under a key that only her passphrase
    opens."""

    def __init__(self, uow: Transaction, own: PersonalKey) -> None:
        self._uow = uow
        self._own = own

    def put(self, centre: CentreId, month: Month, content: bytes) -> None:
        """Keep a form in place of what the slot held.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        key = self._uow.centre_key(centre)
        sealed = self._own.seal(content, self._bound(key, str(month)))
        row = {"centre_key": key, "month": str(month), "sealed": sealed}
        connection = self._uow.connection
        if not connection.execute(draft.update().where(self._is_own()).values(row)).rowcount:
            connection.execute(draft.insert(), {"staff_id": self._uow.actor.staff_id, **row})

    def get(self) -> bytes | None:
        """Return what the slot holds; None when it is empty or sealed to a key that is lost.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        row = self._uow.connection.execute(sa.select(draft).where(self._is_own())).one_or_none()
        if row is None:
            return None
        return self._own.open(row.sealed, self._bound(row.centre_key, row.month))

    def clear(self) -> bool:
        """Empty the slot; False if it was empty.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        return self._uow.connection.execute(draft.delete().where(self._is_own())).rowcount > 0

    def _is_own(self) -> ColumnElement[bool]:
        return draft.c.staff_id == self._uow.actor.staff_id

    def _bound(self, centre_key: str, month: str) -> bytes:
        """What the seal is bound to: nobody can put it under another person or month."""
        return self._uow.actor.staff_id.bytes + f"{month} {centre_key}".encode()


class SqlChoiceStore:
    """Counters of the person's own choices."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def counts(self) -> Mapping[tuple[WorkingLevel, str], Mapping[str, int]]:
        """Return how often each code was chosen, by working level and field.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        found: dict[tuple[WorkingLevel, str], dict[str, int]] = defaultdict(dict)
        own = choice_count.c.staff_id == self._uow.actor.staff_id
        for row in self._uow.connection.execute(sa.select(choice_count).where(own)):
            found[WorkingLevel(row.working_level), row.field][row.code] = row.n
        return dict(found)

    def put(self, level: WorkingLevel, field: str, counts: Mapping[str, int]) -> None:
        """Keep the counters of a field in place of what was there.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        place = {
            "staff_id": self._uow.actor.staff_id,
            "working_level": level.value,
            "field": field,
        }
        table, connection = choice_count, self._uow.connection
        connection.execute(
            table.delete().where(*(table.c[name] == value for name, value in place.items()))
        )
        if counts:
            rows = [{**place, "code": key, "n": n} for key, n in counts.items()]
            connection.execute(table.insert(), rows)


class SqlFavouriteStore:
    """The person's own favourites."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def all(self) -> tuple[Favourite, ...]:
        """Return them by name.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        own = favourite.c.staff_id == self._uow.actor.staff_id
        return self._read(own)

    def _read(self, which: ColumnElement[bool]) -> tuple[Favourite, ...]:
        connection, keys = self._uow.connection, self._uow.shared.index.keys
        codes: dict[UUID, dict[str, tuple[str, ...]]] = defaultdict(dict)
        held = (
            sa.select(favourite_code)
            .join(favourite, favourite.c.id == favourite_code.c.favourite_id)
            .where(which)
            .order_by(favourite_code.c.field, favourite_code.c.place)
        )
        for row in connection.execute(held):
            of = codes[row.favourite_id]
            of[row.field] = (*of.get(row.field, ()), keys[row.code_id])
        found = [
            Favourite(
                row.id,
                row.name,
                PreventionLevel(row.prevention_level),
                WorkingLevel(row.working_level),
                codes[row.id],
            )
            for row in connection.execute(sa.select(favourite).where(which))
        ]
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def add(self, new: Favourite) -> None:
        """Keep a new one.

        Raises:
            NotAllowed; InvalidInput: a code that the store does not have.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        row = {
            "id": new.id,
            "staff_id": self._uow.actor.staff_id,
            "name": new.name,
            "prevention_level": new.prevention_level.value,
            "working_level": new.working_level.value,
        }
        index = self._uow.shared.index
        codes = [
            {
                "favourite_id": new.id,
                "field": field,
                "place": place,
                "code_id": index.id_of(KEPT[field], key, field),
            }
            for field, keys in new.codes.items()
            for place, key in enumerate(keys)
        ]
        self._uow.connection.execute(favourite.insert(), row)
        if codes:
            self._uow.connection.execute(favourite_code.insert(), codes)

    def remove(self, favourite_id: UUID) -> Favourite | None:
        """Take one away and return it; None if it is gone.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        mine = favourite.c.staff_id == self._uow.actor.staff_id
        found = self._read(sa.and_(mine, favourite.c.id == favourite_id))
        if not found:
            return None
        connection = self._uow.connection
        codes = favourite_code.c.favourite_id == favourite_id
        connection.execute(favourite_code.delete().where(codes))
        connection.execute(favourite.delete().where(favourite.c.id == favourite_id))
        return found[0]


class SqlWeekStore:
    """The person's own answers that there was nothing to log."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def answered(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days between two days for which there is an answer.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_OWN_CONTACTS)
        rows = self._uow.connection.execute(
            sa.select(week_answer.c.first_day, week_answer.c.last_day).where(
                week_answer.c.staff_id == self._uow.actor.staff_id,
                week_answer.c.first_day <= last.isoformat(),
                week_answer.c.last_day >= first.isoformat(),
            )
        )
        return frozenset(day for row in rows for day in days_between(*row) if first <= day <= last)

    def put(self, centre: CentreId, first: dt.date, last: dt.date, *, nothing: bool) -> None:
        """Keep, or take away, the answer for a part of a week within one month.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOG_CONTACT)
        row = {
            "staff_id": self._uow.actor.staff_id,
            "centre_key": self._uow.centre_key(centre),
            "first_day": first.isoformat(),
        }
        table, connection = week_answer, self._uow.connection
        connection.execute(
            table.delete().where(*(table.c[name] == value for name, value in row.items()))
        )
        if nothing:
            connection.execute(table.insert(), {**row, "last_day": last.isoformat()})


def days_between(first: str, last: str) -> frozenset[dt.date]:
    """Return the days from one ISO day to another, both included."""
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return frozenset(begin + dt.timedelta(days=n) for n in range((end - begin).days + 1))
