"""The tables round the register: how far late entries have been counted."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from db.schema import metadata

# Up to which state of the data a locked month has been counted; without a row: its first.
month_state = Table(
    "month_state",
    metadata,
    Column("centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True, nullable=False),
    Column("month", sa.String(7), primary_key=True),
    Column("vintage", sa.Integer, nullable=False),
    CheckConstraint("vintage >= 2", name="vintage"),
    CheckConstraint(
        "length(month) = 7 AND month LIKE '____-__' AND substr(month, 6, 2) BETWEEN '01' AND '12'",
        name="month_is_a_month",
    ),
    sqlite_with_rowid=False,
)
