"""Imports of logs: that they were made, and which can be taken back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from db.guard import guard
from db.schema import contact, import_batch
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.calendar.periods import Month
from familjecentral.contacts.store import KeptImport


class SqlBatchStore:
    """Imports that can be taken back."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def imported_on(self, content_hash: str, month_hash: str) -> dt.date | None:
        """Return the day on which these rows were imported, or None. Where the hash by day is
        gone, the one by month tells.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.IMPORT_CONTACTS)
        found = self._uow.connection.scalar(
            sa.select(sa.func.max(import_batch.c.imported_on)).where(
                sa.or_(
                    import_batch.c.content_hash == content_hash,
                    sa.and_(
                        import_batch.c.content_hash.is_(None),
                        import_batch.c.month_hash == month_hash,
                    ),
                )
            )
        )
        return dt.date.fromisoformat(found) if found else None

    def add(self, batch: UUID, content_hash: str | None, month_hash: str, day: dt.date) -> None:
        """Keep an import; without a hash by day if the store does not know all its days.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.IMPORT_CONTACTS)
        row = {
            "id": batch,
            "content_hash": content_hash,
            "month_hash": month_hash,
            "imported_on": day.isoformat(),
        }
        self._uow.connection.execute(import_batch.insert(), row)

    def open_ones(self) -> tuple[KeptImport, ...]:
        """Return the actor's own imports whose months are all open, the newest first: a lock
        takes the id from all rows of the imports that it touches.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.IMPORT_CONTACTS)
        kept = import_batch.c.id, import_batch.c.imported_on
        found = self._uow.connection.execute(
            sa.select(
                *kept, sa.func.count(), sa.func.min(contact.c.date), sa.func.max(contact.c.date)
            )
            .join(contact, contact.c.batch == import_batch.c.id)
            .where(contact.c.owner == self._uow.actor.staff_id)
            .group_by(*kept)
            .order_by(import_batch.c.imported_on.desc(), import_batch.c.id)
        )
        day = dt.date.fromisoformat
        return tuple(
            KeptImport(batch, day(on), rows, Month.of(day(first)), Month.of(day(last)))
            for batch, on, rows, first, last in found
        )

    def remove(self, batch: UUID) -> None:
        """Forget an import; rows of it that are open stay and lose its id.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.IMPORT_CONTACTS)
        self._uow.connection.execute(
            contact.update().where(contact.c.batch == batch).values(batch=None)
        )
        self._uow.connection.execute(import_batch.delete().where(import_batch.c.id == batch))
