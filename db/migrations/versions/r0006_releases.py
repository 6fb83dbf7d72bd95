"""How far late entries have been counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

revision = "r0006"
down_revision = "r0002"
branch_labels = None
depends_on = None

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
_COUNTED = (
    "INSERT INTO month_state SELECT centre_key, month, max(vintage) FROM kept_count "
    "GROUP BY centre_key, month HAVING max(vintage) > 1"
)


def _tables() -> list[Table]:
    metadata = sa.MetaData(naming_convention=_NAMES)
    Table("centre", metadata, Column("key", sa.String(20)))  # what the foreign key refers to
    return [
        Table(
            "month_state",
            metadata,
            Column(
                "centre_key",
                sa.String(20),
                ForeignKey("centre.key"),
                primary_key=True,
                nullable=False,
            ),
            Column("month", sa.String(7), primary_key=True),
            Column("vintage", sa.Integer, nullable=False),
            CheckConstraint("vintage >= 2", name="vintage"),
            CheckConstraint(
                "length(month) = 7 AND month LIKE '____-__' "
                "AND substr(month, 6, 2) BETWEEN '01' AND '12'",
                name="month_is_a_month",
            ),
            sqlite_with_rowid=False,
        ),
    ]


def upgrade() -> None:
    """Make the table; months that late entries have been counted in keep their state."""
    for table in _tables():
        table.create(op.get_bind())
    op.execute(_COUNTED)


def downgrade() -> None:
    """Take the table away."""
    for table in reversed(_tables()):
        table.drop(op.get_bind())
