"""How reports are set out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, Table

revision = "r0008"
down_revision = "r0007"
branch_labels = None
depends_on = None

_NAMES = {"pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}


def _table() -> Table:
    return Table(
        "report_layout",
        sa.MetaData(naming_convention=_NAMES),
        Column("period", sa.String(10), primary_key=True),
        Column("centres", sa.Text, primary_key=True),
        Column("number", sa.Integer, primary_key=True, autoincrement=False),
        Column("content", sa.Text, nullable=False),
        Column("mark", sa.LargeBinary, nullable=False),
        CheckConstraint("number >= 0", name="number"),
        CheckConstraint("length(mark) <= 300000", name="mark"),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    """Make the table."""
    _table().create(op.get_bind())


def downgrade() -> None:
    """Take it away."""
    _table().drop(op.get_bind())
