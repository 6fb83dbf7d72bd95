"""Late entries: rows of locked months, without day and worker, undone only from memory."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from db.periods import SqlPeriodStore
from db.schema import locked_contact
from db.schema_releases import month_state
from db.transaction import Transaction
from db.values import to_columns
from familjecentral.access.model import CentreId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import ContactValues
from familjecentral.errors import PeriodLocked, PeriodOpen

FIRST_LATE_VINTAGE = 2


class LateRows:
    """Late entries inside one transaction; a file of old rows asks of the same month thousands of
    times, so the answer is remembered until the transaction ends."""

    def __init__(self, uow: Transaction, locks: SqlPeriodStore) -> None:
        self._uow = uow
        self._locks = locks
        self._vintages: dict[tuple[CentreId, Month], int] = {}

    def insert(self, values: ContactValues, row_id: UUID) -> None:
        """Keep an entry of a locked month as a locked row: month, no worker, next vintage.

        Raises:
            PeriodOpen: the month is not locked. PeriodLocked: its annual release is out.
        """
        place = values.centre_id, Month.of(values.date)
        if place not in self._vintages:
            self._vintages[place] = self._next_vintage(*place)
        self._uow.connection.execute(
            locked_contact.insert(),
            {
                "centre_key": self._uow.centre_key(values.centre_id),
                "vintage": self._vintages[place],
                "month": str(place[1]),
                "id": row_id,
                **to_columns(values, self._uow.shared.index, self._uow.code_store),
            },
        )

    def _next_vintage(self, centre: CentreId, month: Month) -> int:
        if month not in self._locks.locked_months(centre):
            raise PeriodOpen(str(month), (str(month),))
        if self._locks.annual_released(centre, month.year):
            raise PeriodLocked(str(month))
        counted = self._uow.connection.scalar(
            sa.select(month_state.c.vintage).where(
                month_state.c.centre_key == self._uow.centre_key(centre),
                month_state.c.month == str(month),
            )
        )
        return FIRST_LATE_VINTAGE if counted is None else counted + 1

    def delete(self, row_id: UUID) -> bool:
        """Take a late row back; False if it is gone, or has been counted since."""
        counted = sa.exists().where(
            month_state.c.centre_key == locked_contact.c.centre_key,
            month_state.c.month == locked_contact.c.month,
            month_state.c.vintage >= locked_contact.c.vintage,
        )
        # The key begins with centre and vintage: naming both keeps the search among late rows.
        found = self._uow.connection.execute(
            locked_contact.delete().where(
                locked_contact.c.centre_key.in_([c.key for c in self._uow.centres()]),
                locked_contact.c.vintage >= FIRST_LATE_VINTAGE,
                locked_contact.c.id == row_id,
                sa.not_(counted),
            )
        )
        return found.rowcount > 0
