"""Versions of the table set, targets of key figures, what each release was made by."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def _noted() -> Iterator[SchemaItem]:
    """On which day, and by whom."""
    yield Column("noted_on", sa.String(10), nullable=False)
    yield CheckConstraint(
        "length(noted_on) = 10 AND noted_on LIKE '____-__-__' "
        "AND substr(noted_on, 6, 2) BETWEEN '01' AND '12' "
        "AND substr(noted_on, 9, 2) BETWEEN '01' AND '31'",
        name="noted_on_is_a_day",
    )
    yield Column("noted_by", sa.Uuid, ForeignKey("staff.id"), nullable=False)


def _tables() -> list[Table]:
    metadata = sa.MetaData(naming_convention=_NAMES)
    # What the foreign keys refer to.
    Table("centre", metadata, Column("key", sa.String(20)))
    Table("staff", metadata, Column("id", sa.Uuid))
    return [
        Table(
            "table_set",
            metadata,
            Column("version", sa.Integer, primary_key=True, autoincrement=False),
            Column("content", sa.Text, nullable=False),
            Column("own", sa.Boolean, nullable=False),
            *_noted(),
            CheckConstraint("version >= 1", name="version"),
            CheckConstraint("own IN (0, 1)", name="own"),
            sqlite_with_rowid=False,
        ),
        Table(
            "month_set",
            metadata,
            Column(
                "centre_key",
                sa.String(20),
                ForeignKey("centre.key"),
                primary_key=True,
                nullable=False,
            ),
            Column("month", sa.String(7), primary_key=True),
            Column("version", sa.Integer, ForeignKey("table_set.version"), nullable=False),
            CheckConstraint(
                "length(month) = 7 AND month LIKE '____-__' "
                "AND substr(month, 6, 2) BETWEEN '01' AND '12'",
                name="month_is_a_month",
            ),
            sqlite_with_rowid=False,
        ),
        Table(
            "target",
            metadata,
            Column("code", sa.String(60), primary_key=True),
            Column("hundredths", sa.Integer, nullable=False),
            *_noted(),
            CheckConstraint("hundredths >= 0", name="hundredths"),
            sqlite_with_rowid=False,
        ),
        Table(
            "release_basis",
            metadata,
            Column("number", sa.Integer, primary_key=True, autoincrement=False),
            Column("content", sa.Text, nullable=False),
            CheckConstraint("number >= 1", name="number"),
            sqlite_with_rowid=False,
        ),
    ]


def upgrade() -> None:
    """Make the tables. Months that are locked already were counted by the set of their time."""
    for table in _tables():
        table.create(op.get_bind())


def downgrade() -> None:
    """Take the tables away."""
    for table in reversed(_tables()):
        table.drop(op.get_bind())
