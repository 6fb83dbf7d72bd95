"""Late entries: rows of locked months, without day and worker, undone only from memory."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from db.periods import SqlPeriodStore
from db.schema import locked_contact
from db.schema_releases import month_state
from db.transaction import Transaction
from db.values import to_columns
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import ContactValues
from familjecentral.errors import PeriodLocked, PeriodOpen

FIRST_LATE_VINTAGE = 2


def insert_late(
    uow: Transaction, locks: SqlPeriodStore, values: ContactValues, row_id: UUID
) -> None:
    """Keep an entry of a locked month as a locked row: month, no worker, next vintage.

    Raises:
        PeriodOpen: the month is not locked. PeriodLocked: its annual release is out.
    """
    month = Month.of(values.date)
    if month not in locks.locked_months(values.centre_id):
        raise PeriodOpen(str(month), (str(month),))
    if locks.annual_released(values.centre_id, month.year):
        raise PeriodLocked(str(month))
    centre_key = uow.centre_key(values.centre_id)
    counted = uow.connection.scalar(
        sa.select(month_state.c.vintage).where(
            month_state.c.centre_key == centre_key, month_state.c.month == str(month)
        )
    )
    uow.connection.execute(
        locked_contact.insert(),
        {
            "centre_key": centre_key,
            "vintage": FIRST_LATE_VINTAGE if counted is None else counted + 1,
            "month": str(month),
            "id": row_id,
            **to_columns(values, uow.shared.index, uow.code_store),
        },
    )


def delete_late(uow: Transaction, row_id: UUID) -> bool:
    """Take a late row back; False if it is gone, or has been counted since."""
    counted = sa.exists().where(
        month_state.c.centre_key == locked_contact.c.centre_key,
        month_state.c.month == locked_contact.c.month,
        month_state.c.vintage >= locked_contact.c.vintage,
    )
    # The key begins with centre and vintage: naming both keeps the search among late rows.
    found = uow.connection.execute(
        locked_contact.delete().where(
            locked_contact.c.centre_key.in_([c.key for c in uow.centres()]),
            locked_contact.c.vintage >= FIRST_LATE_VINTAGE,
            locked_contact.c.id == row_id,
            sa.not_(counted),
        )
    )
    return found.rowcount > 0
