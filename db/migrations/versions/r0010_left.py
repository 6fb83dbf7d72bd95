"""Entries that have left somebody's calendar; roles of participants counted before the close."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

revision = "r0010"
down_revision = "r0009"
branch_labels = None
depends_on = None

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
_TABLE, _ROLES = "calendar_left", "group_role"


def upgrade() -> None:
    """Make the tables."""
    metadata = sa.MetaData(naming_convention=_NAMES)
    made = Table(
        _TABLE,
        metadata,
        Column("whose", sa.String(20), primary_key=True, nullable=False),
        CheckConstraint("whose IN ('group', 'room', 'leader')", name="whose"),
        Column("owner", sa.Uuid, primary_key=True, nullable=False),
        Column("session", sa.Uuid, primary_key=True, nullable=False),
        Column("group_id", sa.Uuid, nullable=False),
        Column("term", sa.String(7), nullable=False),
        CheckConstraint("length(term) <= 7", name="term_length"),
        Column("title", sa.String(100), nullable=False),
        CheckConstraint("length(title) <= 100", name="title_length"),
        Column("number", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("number BETWEEN 1 AND 200", name="number_limit"),
        Column("kind", sa.String(20), nullable=False),
        CheckConstraint(
            "kind IN ('info', 'regular', 'replacement', 'booster', 'pre_interview')", name="kind"
        ),
        Column("day", sa.String(10), nullable=False),
        CheckConstraint(
            "length(day) = 10 AND day LIKE '____-__-__'"
            " AND substr(day, 6, 2) BETWEEN '01' AND '12'"
            " AND substr(day, 9, 2) BETWEEN '01' AND '31'",
            name="day_is_a_day",
        ),
        Column("start", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("start BETWEEN 0 AND 1440", name="start_limit"),
        Column("minutes", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes_limit"),
        CheckConstraint("start + minutes <= 1440", name="ends_the_same_day"),
        Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("sequence BETWEEN 0 AND 1000000000", name="sequence_limit"),
        sa.Index(None, "group_id"),
        sa.Index(None, "term"),
        sqlite_with_rowid=False,
    )
    Table("group_run", metadata, Column("id", sa.Uuid, primary_key=True))  # is referred to
    roles = Table(
        _ROLES,
        metadata,
        Column("group_id", sa.Uuid, ForeignKey("group_run.id"), primary_key=True, nullable=False),
        Column("fathers", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("fathers BETWEEN 0 AND 500", name="fathers_limit"),
        Column("known", sa.Integer, nullable=False, autoincrement=False),
        CheckConstraint("known BETWEEN 0 AND 500", name="known_limit"),
        CheckConstraint("fathers <= known", name="fathers_are_known"),
        sqlite_with_rowid=False,
    )
    metadata.create_all(op.get_bind(), [made, roles])


def downgrade() -> None:
    """Take them away; what is on stays in its calendars."""
    op.drop_table(_ROLES)
    op.drop_table(_TABLE)
