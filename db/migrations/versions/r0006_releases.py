"""Steps of releases, what is known from outside, denominators, late entries counted."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

revision = "r0006"
down_revision = "r0005"
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


def _month(name: str) -> CheckConstraint:
    return CheckConstraint(
        f"length({name}) = 7 AND {name} LIKE '____-__' "
        f"AND substr({name}, 6, 2) BETWEEN '01' AND '12'",
        name=f"{name}_is_a_month",
    )


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


def _centre() -> Column[str]:
    return Column(
        "centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True, nullable=False
    )


def _tables() -> list[Table]:
    metadata = sa.MetaData(naming_convention=_NAMES)
    # What the foreign keys refer to.
    Table("centre", metadata, Column("key", sa.String(20)))
    Table("staff", metadata, Column("id", sa.Uuid))
    return [
        Table(
            "month_state",
            metadata,
            _centre(),
            Column("month", sa.String(7), primary_key=True),
            Column("vintage", sa.Integer, nullable=False),
            CheckConstraint("vintage >= 2", name="vintage"),
            _month("month"),
            sqlite_with_rowid=False,
        ),
        Table(
            "release_step",
            metadata,
            Column("id", sa.Uuid, primary_key=True),
            Column("period", sa.String(10), nullable=False),
            Column("centres", sa.Text, nullable=False),
            Column("step", sa.String(10), nullable=False),
            Column("number", sa.Integer),
            *_noted(),
            CheckConstraint(
                "step IN ('locked', 'drafted', 'reviewed', 'published', 'approved', 'refused')",
                name="step",
            ),
            CheckConstraint("number >= 1", name="number"),
            sa.Index(None, "period"),
            sqlite_with_rowid=False,
        ),
        Table(
            "outside",
            metadata,
            Column("id", sa.String(64), primary_key=True),
            Column("kind", sa.String(10), nullable=False),
            Column("name", sa.String(200), nullable=False),
            Column("cells", sa.Text, nullable=False),
            Column("content", sa.Text, nullable=False),
            *_noted(),
            CheckConstraint("kind IN ('before', 'exchange', 'joint')", name="kind"),
            CheckConstraint("length(id) = 64", name="id_length"),
            sqlite_with_rowid=False,
        ),
        Table(
            "partner",
            metadata,
            Column("public_key", sa.String(64), primary_key=True),
            Column("name", sa.String(200), nullable=False),
            *_noted(),
            CheckConstraint("length(public_key) = 64", name="public_key_length"),
            sqlite_with_rowid=False,
        ),
        Table(
            "denominator",
            metadata,
            Column("kind", sa.String(20), primary_key=True),
            _centre(),
            Column("period", sa.String(10), primary_key=True),
            Column("hundredths", sa.Integer, nullable=False),
            Column("source", sa.String(200), nullable=False),
            *_noted(),
            CheckConstraint(
                "kind IN ('children_0_5', 'full_time_posts', 'opening_days')", name="kind"
            ),
            CheckConstraint("hundredths > 0", name="hundredths"),
            CheckConstraint("length(source) > 0", name="source"),
            sqlite_with_rowid=False,
        ),
    ]


def upgrade() -> None:
    """Make the tables; months that late entries have been counted in keep their state."""
    for table in _tables():
        table.create(op.get_bind())
    op.execute(_COUNTED)


def downgrade() -> None:
    """Take the tables away."""
    for table in reversed(_tables()):
        table.drop(op.get_bind())
