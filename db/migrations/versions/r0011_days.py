"""Local days have a version, so that a stale edit of one is noticed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

revision = "r0011"
down_revision = "r0010"
branch_labels = None
depends_on = None

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
_COLUMNS = "id, first, last, type, name, centre_key, until, source"


def _day(name: str) -> tuple[SchemaItem, ...]:
    return (
        Column(name, sa.String(10), nullable=False),
        CheckConstraint(
            f"length({name}) = 10 AND {name} LIKE '____-__-__'"
            f" AND substr({name}, 6, 2) BETWEEN '01' AND '12'"
            f" AND substr({name}, 9, 2) BETWEEN '01' AND '31'",
            name=f"{name}_is_a_day",
        ),
    )


def _rebuild(version: tuple[SchemaItem, ...], kept: str) -> None:
    """Make the table anew, with these items for a version, and move the days over."""
    metadata = sa.MetaData(naming_convention=_NAMES)
    Table("centre", metadata, Column("key", sa.String(20), primary_key=True))  # is referred to
    made = Table(
        "local_day",
        metadata,
        Column("id", sa.Uuid, primary_key=True, nullable=False),
        *version,
        *_day("first"),
        *_day("last"),
        Column("type", sa.String(20), nullable=False),
        CheckConstraint(
            "type IN ('weekday', 'public_holiday', 'eve', 'pre_holiday', 'bridge_day',"
            " 'school_break', 'staff_day', 'closed')",
            name="type",
        ),
        Column("name", sa.String(100), nullable=False),
        CheckConstraint("length(name) <= 100", name="name_length"),
        Column("centre_key", sa.String(20), ForeignKey("centre.key")),
        Column("until", sa.Integer, autoincrement=False),
        CheckConstraint("until BETWEEN 0 AND 1440", name="until_limit"),
        Column("source", sa.String(500), nullable=False),
        CheckConstraint("length(source) <= 500", name="source_length"),
        CheckConstraint("first <= last", name="days_in_order"),
        sa.Index(None, "first"),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_local_day_first")
    op.rename_table("local_day", "local_day_before")
    metadata.create_all(op.get_bind(), [made])
    names = f"{_COLUMNS}, version" if version else _COLUMNS
    op.execute(f"INSERT INTO local_day ({names}) SELECT {kept} FROM local_day_before")  # noqa: S608
    op.drop_table("local_day_before")


def upgrade() -> None:
    """Every day that is kept is its first version."""
    version = (
        Column("version", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("version BETWEEN 1 AND 1000000000", name="version_limit"),
    )
    _rebuild(version, f"{_COLUMNS}, 1")


def downgrade() -> None:
    """The days stay, without a version."""
    _rebuild((), _COLUMNS)
