"""What is a person's own: draft, counters of choices, favourites, answers for weeks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
_FIELDS = {
    "contact_form": 1,
    "arena": 2,
    "topics": 3,
    "child_age_band": 4,
    "contact_ordinal": 5,
    "interpreter": 6,
    "initiative_taker": 7,
    "participants": 8,
    "programme": 9,
    "open_group": 10,
    "structural_activity_type": 11,
    "duration_band": 12,
    "partners": 13,
    "actions": 14,
    "referrals": 15,
}
_YEAR = "substr({0}, 6, 2) BETWEEN '01' AND '12'"
_DAY = f"length({{0}}) = 10 AND {{0}} LIKE '____-__-__' AND {_YEAR}" + (
    " AND substr({0}, 9, 2) BETWEEN '01' AND '31'"
)
_LEVELS = ("individual", "group", "structural")
_PREVENTION = ("universal", "selective", "indicated")
_COUNTED = ("arena", "initiative_taker", "duration_band", "interpreter")


def _own(*, primary_key: bool = True) -> Column[sa.Uuid[str]]:
    return Column(
        "staff_id", sa.Uuid, ForeignKey("staff.id"), primary_key=primary_key, nullable=False
    )


def _centre(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "centre_key",
        sa.String(20),
        ForeignKey("centre.key"),
        primary_key=primary_key,
        nullable=False,
    )


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(repr(value) for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _tables() -> tuple[Table, ...]:
    metadata = sa.MetaData(naming_convention=_NAMES)
    for name, key in (("centre", "key"), ("code", "id"), ("staff", "id")):
        Table(name, metadata, Column(key, sa.String(20)))  # what the foreign keys refer to
    codes = " OR ".join(
        f"(field = '{name}' AND code_id / 1000 = {number})" for name, number in _FIELDS.items()
    )
    return (
        Table(
            "draft",
            metadata,
            _own(),
            _centre(),
            Column("month", sa.String(7), nullable=False),
            Column("sealed", sa.LargeBinary, nullable=False),
            CheckConstraint(
                f"length(month) = 7 AND month LIKE '____-__' AND {_YEAR.format('month')}",
                name="month_is_a_month",
            ),
            sqlite_with_rowid=False,
        ),
        Table(
            "choice_count",
            metadata,
            _own(),
            Column("working_level", sa.String(10), primary_key=True),
            Column("field", sa.String(40), primary_key=True),
            Column("code", sa.String(60), primary_key=True),
            Column("n", sa.Integer, nullable=False),
            _one_of("working_level", _LEVELS),
            _one_of("field", _COUNTED),
            CheckConstraint("n BETWEEN 1 AND 1000", name="n"),
            sqlite_with_rowid=False,
        ),
        Table(
            "favourite",
            metadata,
            Column("id", sa.Uuid, primary_key=True),
            _own(primary_key=False),
            Column("name", sa.String(40), nullable=False),
            Column("prevention_level", sa.String(10), nullable=False),
            Column("working_level", sa.String(10), nullable=False),
            CheckConstraint("length(name) BETWEEN 1 AND 40", name="name_length"),
            _one_of("prevention_level", _PREVENTION),
            _one_of("working_level", _LEVELS),
            sa.Index(None, "staff_id"),
            sqlite_with_rowid=False,
        ),
        Table(
            "favourite_code",
            metadata,
            Column("favourite_id", sa.Uuid, ForeignKey("favourite.id"), primary_key=True),
            Column("field", sa.String(40), primary_key=True),
            Column("place", sa.Integer, primary_key=True, autoincrement=False),
            Column("code_id", sa.Integer, ForeignKey("code.id"), nullable=False),
            CheckConstraint(codes, name="code_of_the_field"),
            CheckConstraint("place BETWEEN 0 AND 99", name="place"),
            sqlite_with_rowid=False,
        ),
        Table(
            "week_answer",
            metadata,
            _own(),
            _centre(primary_key=True),
            Column("first_day", sa.String(10), primary_key=True),
            Column("last_day", sa.String(10), nullable=False),
            CheckConstraint(_DAY.format("first_day"), name="first_day_is_a_day"),
            CheckConstraint(_DAY.format("last_day"), name="last_day_is_a_day"),
            CheckConstraint(
                "first_day <= last_day AND substr(first_day, 1, 7) = substr(last_day, 1, 7)",
                name="within_a_month",
            ),
            sqlite_with_rowid=False,
        ),
    )


def upgrade() -> None:
    """Make the tables."""
    for table in _tables():
        table.create(op.get_bind())


def downgrade() -> None:
    """Take them away, the one that refers to another first."""
    for table in reversed(_tables()):
        op.drop_table(table.name)
