"""The tables round the register: its steps, what is known from outside, denominators,
and how far late entries have been counted."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

from db.schema import metadata
from familjecentral.releases.model import OutsideKind, ReleaseStep
from familjecentral.statistics.denominators import DenominatorKind


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


def month_check(name: str) -> CheckConstraint:
    """A column holds ``YYYY-MM``."""
    return CheckConstraint(
        f"length({name}) = 7 AND {name} LIKE '____-__' "
        f"AND substr({name}, 6, 2) BETWEEN '01' AND '12'",
        name=f"{name}_is_a_month",
    )


def noted() -> Iterator[SchemaItem]:
    """On which day, and by whom."""
    yield Column("noted_on", sa.String(10), nullable=False)
    yield CheckConstraint(
        "length(noted_on) = 10 AND noted_on LIKE '____-__-__' "
        "AND substr(noted_on, 6, 2) BETWEEN '01' AND '12' "
        "AND substr(noted_on, 9, 2) BETWEEN '01' AND '31'",
        name="noted_on_is_a_day",
    )
    yield Column("noted_by", sa.Uuid, ForeignKey("staff.id"), nullable=False)


def centre_column() -> Column[str]:
    """The key of a centre, as part of the primary key."""
    return Column(
        "centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True, nullable=False
    )


# Up to which state of the data a locked month has been counted; without a row: its first.
month_state = Table(
    "month_state",
    metadata,
    centre_column(),
    Column("month", sa.String(7), primary_key=True),
    Column("vintage", sa.Integer, nullable=False),
    CheckConstraint("vintage >= 2", name="vintage"),
    month_check("month"),
    sqlite_with_rowid=False,
)

# Who took which step of a period, once a day for each; ``number`` is that of the release, if any.
release_step = Table(
    "release_step",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    Column("period", sa.String(10), nullable=False),
    Column("centres", sa.Text, nullable=False),
    Column("step", sa.String(10), nullable=False),
    Column("number", sa.Integer),
    *noted(),
    CheckConstraint(_one_of("step", ReleaseStep), name="step"),
    CheckConstraint("number >= 1", name="number"),
    sa.Index(None, "period"),
    sqlite_with_rowid=False,
)

# What left the house without this register: the attacker knows it too.
outside = Table(
    "outside",
    metadata,
    Column("id", sa.String(64), primary_key=True),
    Column("kind", sa.String(10), nullable=False),
    Column("name", sa.String(200), nullable=False),
    Column("cells", sa.Text, nullable=False),
    Column("content", sa.Text, nullable=False),
    *noted(),
    CheckConstraint(_one_of("kind", OutsideKind), name="kind"),
    CheckConstraint("length(id) = 64", name="id_length"),
    sqlite_with_rowid=False,
)

# Whose signatures are believed: the fingerprint was compared on paper.
partner = Table(
    "partner",
    metadata,
    Column("public_key", sa.String(64), primary_key=True),
    Column("name", sa.String(200), nullable=False),
    *noted(),
    CheckConstraint("length(public_key) = 64", name="public_key_length"),
    sqlite_with_rowid=False,
)

# Typed numbers that rates are counted by, in hundredths.
denominator = Table(
    "denominator",
    metadata,
    Column("kind", sa.String(20), primary_key=True),
    centre_column(),
    Column("period", sa.String(10), primary_key=True),
    Column("hundredths", sa.Integer, nullable=False),
    Column("source", sa.String(200), nullable=False),
    *noted(),
    CheckConstraint(_one_of("kind", DenominatorKind), name="kind"),
    CheckConstraint("hundredths > 0", name="hundredths"),
    CheckConstraint("length(source) > 0", name="source"),
    sqlite_with_rowid=False,
)

# How a report is set out: the newest of a draft (number 0), and that of each release for good.
report_layout = Table(
    "report_layout",
    metadata,
    Column("period", sa.String(10), primary_key=True),
    Column("centres", sa.Text, primary_key=True),
    Column("number", sa.Integer, primary_key=True, autoincrement=False),
    Column("content", sa.Text, nullable=False),
    Column("mark", sa.LargeBinary, nullable=False),
    CheckConstraint("number >= 0", name="number"),
    CheckConstraint("length(mark) <= 300000", name="mark"),
    sqlite_with_rowid=False,
)
