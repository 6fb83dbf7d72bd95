"""Support cards; services without individual assessment, which a contact can name."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None

_TABLES = ("card_offer", "card_sum", "card_word", "card_rating", "support_card", "open_service")
_LEVELS = "'universal', 'selective', 'indicated'"
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def _check(sql: str, name: str) -> CheckConstraint:
    return CheckConstraint(sql, name=name)


def _is_day(column: str) -> CheckConstraint:
    return _check(f"{column} LIKE '____-__-__'", f"{column}_is_a_day")


def _make_services(metadata: sa.MetaData) -> None:
    Table(
        "open_service",
        metadata,
        Column("code", sa.Integer, ForeignKey("code.id"), primary_key=True, autoincrement=False),
        Column("decided_on", sa.String(10)),
        Column("reference", sa.String(60), nullable=False),
        Column("condition", sa.String(300), nullable=False),
        Column("exempt", sa.Boolean),
        Column("exempt_on", sa.String(10)),
        Column("exempt_reference", sa.String(60), nullable=False),
        Column("talks", sa.Integer),
        Column("remind_at", sa.Integer),
        _check("code BETWEEN 17000 AND 17999", "code_list"),
        _is_day("decided_on"),
        _is_day("exempt_on"),
        _check("exempt IN (FALSE, TRUE)", "exempt"),
        _check("talks BETWEEN 1 AND 99", "talks"),
        _check(
            "remind_at IS NULL OR (talks IS NOT NULL AND remind_at BETWEEN 1 AND talks)", "remind"
        ),
        sqlite_with_rowid=False,
    ).create(op.get_bind())


def _make_cards(metadata: sa.MetaData) -> None:
    Table(
        "support_card",
        metadata,
        Column("id", sa.Uuid, primary_key=True),
        Column("owner", sa.Uuid, ForeignKey("staff.id"), nullable=False),
        Column("centre_key", sa.String(20), ForeignKey("centre.key"), nullable=False),
        Column("word", sa.String(40), nullable=False, unique=True),
        Column("first_level", sa.String(10), nullable=False),
        Column("level", sa.String(10), nullable=False),
        Column("talks", sa.Integer, nullable=False),
        Column("since", sa.String(7), nullable=False),
        Column("open_service", sa.Integer, ForeignKey("open_service.code")),
        _check(f"first_level IN ({_LEVELS})", "first_level"),
        _check(f"level IN ({_LEVELS})", "level"),
        _check("talks BETWEEN 0 AND 99", "talks"),
        _check("length(since) = 7 AND since LIKE '____-__'", "since_is_a_month_or_quarter"),
        sa.Index(None, "owner"),
        sqlite_with_rowid=False,
    ).create(op.get_bind())
    Table(
        "card_rating",
        metadata,
        Column("card", sa.Uuid, ForeignKey("support_card.id"), primary_key=True),
        Column("talk", sa.Integer, primary_key=True, autoincrement=False),
        Column("rating", sa.Integer, nullable=False),
        _check("talk BETWEEN 0 AND 99", "talk"),
        _check("rating BETWEEN 0 AND 10", "rating"),
        sqlite_with_rowid=False,
    ).create(op.get_bind())
    Table(
        "card_word",
        metadata,
        Column("digest", sa.String(64), primary_key=True),
        _check("length(digest) = 64", "digest_length"),
        sqlite_with_rowid=False,
    ).create(op.get_bind())


def _make_sums(metadata: sa.MetaData) -> None:
    Table(
        "card_sum",
        metadata,
        Column(
            "centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True, nullable=False
        ),
        Column("half_year", sa.String(7), primary_key=True),
        Column("measure", sa.String(10), primary_key=True),
        Column("code", sa.String(30), primary_key=True),
        Column("n", sa.Integer, nullable=False),
        _check("length(half_year) = 7 AND half_year LIKE '____-H_'", "half_year"),
        _check("measure IN ('closed', 'talks', 'band', 'level', 'rating', 'reason')", "measure"),
        _check("n >= 1", "n"),
        sqlite_with_rowid=False,
    ).create(op.get_bind())
    Table(
        "card_offer",
        metadata,
        Column("leaver", sa.Uuid, ForeignKey("staff.id"), primary_key=True),
        Column("receiver", sa.Uuid, ForeignKey("staff.id"), nullable=False),
        sqlite_with_rowid=False,
    ).create(op.get_bind())


def _changes(table: str) -> tuple[tuple[str, str], ...]:
    """What is written down anew of a table of contacts: the column after the last code, its two
    constraints, and the two that name every field."""
    last = "duration_band INTEGER, \n"
    column = "\topen_service INTEGER, \n"
    list_ = (
        f"CONSTRAINT ck_{table}_duration_band_list CHECK (duration_band BETWEEN 12000 AND 12999)"
    )
    own = f"CONSTRAINT ck_{table}_open_service_list CHECK (open_service BETWEEN 17000 AND 17999)"
    key = f"CONSTRAINT fk_{table}_duration_band FOREIGN KEY(duration_band) REFERENCES code (id)"
    refers = f"CONSTRAINT fk_{table}_open_service FOREIGN KEY(open_service) REFERENCES code (id)"
    individual = "referrals IS NULL))"
    plain = "duration_band IS NULL AND participants"
    found = [
        (last, last + column),
        (list_, f"{list_}, \n\t{own}"),
        (key, f"{key}, \n\t{refers}"),
        (individual, "referrals IS NULL AND open_service IS NULL))"),
    ]
    if table == "contact":
        found.append((plain, "duration_band IS NULL AND open_service IS NULL AND participants"))
    return tuple(found)


def _rebuild(table: str, changes: Iterable[tuple[str, str]]) -> None:
    """Make a table anew, as it is written down but for the changes; the rows keep what both have.
    The old one steps aside first: a table that got its name by renaming would be written down in
    quotes."""
    bind = op.get_bind()
    find = (
        f"SELECT sql FROM sqlite_schema WHERE tbl_name = '{table}' AND type = '{{}}' AND sql > ''"  # noqa: S608
    )
    (written,) = bind.exec_driver_sql(find.format("table")).scalars()
    for old, new in changes:
        if written.count(old) != 1:
            raise ValueError("the table is not as the step before left it")
        written = written.replace(old, new)
    indexes = bind.exec_driver_sql(find.format("index")).scalars().all()
    names = bind.exec_driver_sql(
        f"SELECT name FROM sqlite_schema WHERE tbl_name = '{table}' AND type = 'index' AND sql > ''"  # noqa: S608
    )
    for name in names.scalars().all():
        op.drop_index(name)
    before = f"{table}_before"
    op.rename_table(table, before)
    for statement in (written, *indexes):
        bind.exec_driver_sql(statement)
    kept = ", ".join(
        name
        for name in bind.exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}')").scalars()  # noqa: S608
        if name != "open_service"
    )
    bind.exec_driver_sql(f"INSERT INTO {table} ({kept}) SELECT {kept} FROM {before}")  # noqa: S608
    op.drop_table(before)


def upgrade() -> None:
    """Make the tables, and let a contact name a service."""
    metadata = sa.MetaData(naming_convention=_NAMES)
    for name, key, kind in (
        ("centre", "key", sa.String(20)),
        ("code", "id", sa.Integer()),
        ("staff", "id", sa.Uuid()),
    ):
        Table(name, metadata, Column(key, kind, primary_key=True))  # what foreign keys refer to
    _make_services(metadata)
    _make_cards(metadata)
    _make_sums(metadata)
    for table in ("contact", "locked_contact"):
        _rebuild(table, _changes(table))


def downgrade() -> None:
    """Take cards and services away; contacts stay and name none."""
    for table in ("contact", "locked_contact"):
        _rebuild(table, [(new, old) for old, new in _changes(table)])
    for name in _TABLES:
        op.drop_table(name)
    op.execute("DELETE FROM code WHERE list = 'open_service'")
