"""Tallies of open groups; contact rows that nobody owns."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

from db.migrations.versions.r0001_first import CODE_FIELDS, NUMBER_FIELDS, SET_FIELDS

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

_CODES = {"open_group": 10, "occasion": 16}
_NUMBERS = ("adults", "women", "men", "children", "new_visitors", "talks")
_FILLED = (*CODE_FIELDS, *SET_FIELDS, *NUMBER_FIELDS, "batch")
_NOTHING_ELSE = " AND ".join(f"{field} IS NULL" for field in _FILLED if field != "contact_form")
# What changes in the table of contacts, as it is written down in the file.
_ON_THE_15TH = "CHECK (date_precision = 'day' OR date LIKE '%-15')"
_PLAIN_TALK = (
    ", \n\tCONSTRAINT ck_contact_nobody_owns_plain_talks_only CHECK (owner IS NOT NULL OR"
    " (prevention_level = 'universal' AND working_level = 'individual'"
    f" AND date_precision = 'day' AND {_NOTHING_ELSE}))"
)
_CHANGES = (
    ("owner CHAR(32) NOT NULL", "owner CHAR(32)"),
    (_ON_THE_15TH, _ON_THE_15TH + _PLAIN_TALK),
)
_BEFORE = "contact_before"
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def _key(when: str, length: int) -> Iterator[SchemaItem]:
    yield Column(
        "centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True, nullable=False
    )
    yield Column(when, sa.String(length), primary_key=True)
    for field, number in _CODES.items():
        yield Column(
            field, sa.Integer, ForeignKey("code.id"), primary_key=True, autoincrement=False
        )
        low = number * 1000
        yield CheckConstraint(f"{field} BETWEEN {low} AND {low + 999}", name=f"{field}_list")


def _numbers(most: int) -> Iterator[SchemaItem]:
    for name in _NUMBERS:
        yield Column(name, sa.Integer, nullable=False)
        yield CheckConstraint(f"{name} BETWEEN 0 AND {most}", name=f"{name}_limit")
    yield CheckConstraint(" + ".join(_NUMBERS) + " > 0", name="something_counted")


def _make_tables() -> None:
    metadata = sa.MetaData(naming_convention=_NAMES)
    for name, key in (("centre", "key"), ("code", "id")):
        Table(name, metadata, Column(key, sa.String(20)))  # what the foreign keys refer to
    Table(
        "tally",
        metadata,
        *_key("date", 10),
        Column("half_day", sa.String(10), primary_key=True),
        *_numbers(999),
        CheckConstraint("length(date) = 10 AND date LIKE '____-__-__'", name="date_is_a_day"),
        CheckConstraint("half_day IN ('morning', 'afternoon')", name="half_day"),
        sa.Index(None, "centre_key", "date"),
        sqlite_with_rowid=False,
    ).create(op.get_bind())
    Table(
        "tally_month",
        metadata,
        *_key("month", 7),
        Column("days", sa.Integer, nullable=False),
        *_numbers(61938),
        CheckConstraint("length(month) = 7 AND month LIKE '____-__'", name="month_is_a_month"),
        CheckConstraint("days BETWEEN 1 AND 31", name="days"),
        sqlite_with_rowid=False,
    ).create(op.get_bind())


def _rebuild_contact(changes: tuple[tuple[str, str], ...]) -> None:
    """Make the table anew, as it is written down but for the changes. The old one steps aside
    first: a table that got its name by renaming would be written down in quotes."""
    bind = op.get_bind()
    find = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'contact' AND type = '{}' AND sql > ''"
    (written,) = bind.exec_driver_sql(find.format("table")).scalars()
    for old, new in changes:
        if old not in written:
            raise ValueError("the table is not as the step before left it")
        written = written.replace(old, new)
    indexes = bind.exec_driver_sql(find.format("index")).scalars().all()
    for name in ("ix_contact_owner_date", "ix_contact_centre_key_date"):
        op.drop_index(name)
    op.rename_table("contact", _BEFORE)
    for statement in (written, *indexes):
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql(f"INSERT INTO contact SELECT * FROM {_BEFORE}")  # noqa: S608
    op.drop_table(_BEFORE)


def upgrade() -> None:
    """Make the tables of tallies, and let a contact have no owner."""
    _make_tables()
    _rebuild_contact(_CHANGES)


def downgrade() -> None:
    """Take tallies away, and the talks that nobody owns."""
    op.execute("DELETE FROM contact WHERE owner IS NULL")
    _rebuild_contact(tuple((new, old) for old, new in _CHANGES))
    for name in ("tally", "tally_month"):
        op.drop_table(name)
