"""The tables of what the manager defines: versions of the table set, targets, and what each
release was made by."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from db.schema import metadata
from db.schema_releases import centre_column, month_check, noted

# Every version of the table set that was in force.
table_set = Table(
    "table_set",
    metadata,
    Column("version", sa.Integer, primary_key=True, autoincrement=False),
    Column("content", sa.Text, nullable=False),
    Column("own", sa.Boolean, nullable=False),
    *noted(),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("own IN (0, 1)", name="own"),
    sqlite_with_rowid=False,
)

# By which version a locked month was counted; without a row: before versions were kept.
month_set = Table(
    "month_set",
    metadata,
    centre_column(),
    Column("month", sa.String(7), primary_key=True),
    Column("version", sa.Integer, ForeignKey("table_set.version"), nullable=False),
    month_check("month"),
    sqlite_with_rowid=False,
)

# What a house aims at with a key figure, in hundredths.
target = Table(
    "target",
    metadata,
    Column("code", sa.String(60), primary_key=True),
    Column("hundredths", sa.Integer, nullable=False),
    *noted(),
    CheckConstraint("hundredths >= 0", name="hundredths"),
    sqlite_with_rowid=False,
)

# Denominators, targets and words as they stood when a release was made.
release_basis = Table(
    "release_basis",
    metadata,
    Column("number", sa.Integer, primary_key=True, autoincrement=False),
    Column("content", sa.Text, nullable=False),
    CheckConstraint("number >= 1", name="number"),
    sqlite_with_rowid=False,
)
