"""Sessions held: each is one session of work at group level, once, however many led it.

No row is added while the month is open. At its lock every session held in it becomes a locked
row like those that counsellors logged: month, level, programme, a fresh id, and nothing that
leads back to group or leader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from db.schema import locked_contact
from db.schema_groups import group_run, group_session
from db.transaction import Transaction
from familjecentral.clock import IdSource
from familjecentral.contacts.model import WorkingLevel
from familjecentral.groups.model import SessionKind, SessionStatus

# All kinds but the individual talk before a group, which is a contact (product.md).
_COUNTS = (
    group_session.c.status == SessionStatus.HELD.value,
    group_session.c.kind != SessionKind.PRE_INTERVIEW.value,
)


def freeze_sessions(uow: Transaction, centre_key: str, months: Sequence[str], ids: IdSource) -> int:
    """Make locked rows of the sessions held in some months of a centre; return how many."""
    month = sa.func.substr(group_session.c.day, 1, 7)
    held = uow.connection.execute(
        sa.select(month, group_run.c.prevention_level, group_run.c.programme)
        .join_from(group_session, group_run, group_session.c.group_id == group_run.c.id)
        .where(group_run.c.centre_key == centre_key, month.in_(months), *_COUNTS)
        .order_by(month, group_session.c.id)
    ).all()
    rows = [
        {
            "centre_key": centre_key,
            "vintage": 1,
            "month": month,
            "working_level": WorkingLevel.GROUP.value,
            "prevention_level": level,
            "id": ids.new_id(),
            "programme": programme,
        }
        for month, level, programme in held
    ]
    if rows:
        uow.connection.execute(locked_contact.insert(), sorted(rows, key=lambda row: row["id"]))
    return len(rows)


def days_held(
    connection: Connection, centre_key: str, first: dt.date, last: dt.date
) -> Sequence[str]:
    """Return the days of a span on which a session of the centre was held."""
    return connection.scalars(
        sa.select(group_session.c.day)
        .join_from(group_session, group_run, group_session.c.group_id == group_run.c.id)
        .where(
            group_run.c.centre_key == centre_key,
            group_session.c.day.between(first.isoformat(), last.isoformat()),
            *_COUNTS,
        )
        .distinct()
    ).all()
