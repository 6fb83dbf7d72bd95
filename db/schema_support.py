"""The tables of support cards, and of what is offered without individual assessment.

No column is shared with contacts but the owner, and a month or quarter that many of the owner's
contacts have. No day, no order: keys are random or natural, and no table has a rowid.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from db.schema import CODES_PER_LIST, LISTS, metadata
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.services import MOST_TALKS
from familjecentral.contacts.support import HIGHEST_RATING

_LOW = LISTS["open_service"] * CODES_PER_LIST
_HIGH = _LOW + CODES_PER_LIST - 1
_LEVELS = ", ".join(repr(level.value) for level in PreventionLevel)


def _check(sql: str, name: str) -> CheckConstraint:
    return CheckConstraint(sql, name=name)


def _is_day(column: str) -> CheckConstraint:
    return _check(f"{column} LIKE '____-__-__'", f"{column}_is_a_day")


open_service = Table(
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
    _check(f"code BETWEEN {_LOW} AND {_HIGH}", "code_list"),
    _is_day("decided_on"),
    _is_day("exempt_on"),
    _check("exempt IN (FALSE, TRUE)", "exempt"),
    _check(f"talks BETWEEN 1 AND {MOST_TALKS}", "talks"),
    _check("remind_at IS NULL OR (talks IS NOT NULL AND remind_at BETWEEN 1 AND talks)", "remind"),
    sqlite_with_rowid=False,
)

support_card = Table(
    "support_card",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    Column("owner", sa.Uuid, ForeignKey("staff.id"), nullable=False),
    Column("centre_key", sa.String(20), ForeignKey("centre.key"), nullable=False),
    Column("word", sa.String(40), nullable=False, unique=True),
    Column("first_level", sa.String(10), nullable=False),
    Column("level", sa.String(10), nullable=False),
    Column("talks", sa.Integer, nullable=False),
    # The month of the last talk, or its quarter: nothing finer.
    Column("since", sa.String(7), nullable=False),
    Column("open_service", sa.Integer, ForeignKey("open_service.code")),
    _check(f"first_level IN ({_LEVELS})", "first_level"),
    _check(f"level IN ({_LEVELS})", "level"),
    _check(f"talks BETWEEN 0 AND {MOST_TALKS}", "talks"),
    _check("length(since) = 7 AND since LIKE '____-__'", "since_is_a_month_or_quarter"),
    sa.Index(None, "owner"),
    sqlite_with_rowid=False,
)

card_rating = Table(
    "card_rating",
    metadata,
    Column("card", sa.Uuid, ForeignKey("support_card.id"), primary_key=True),
    Column("talk", sa.Integer, primary_key=True, autoincrement=False),
    Column("rating", sa.Integer, nullable=False),
    _check(f"talk BETWEEN 0 AND {MOST_TALKS}", "talk"),
    _check(f"rating BETWEEN 0 AND {HIGHEST_RATING}", "rating"),
    sqlite_with_rowid=False,
)

# Which code words have been in use: a digest each, so that none is drawn again. It says nothing
# of a card, of when or of whose it was.
card_word = Table(
    "card_word",
    metadata,
    Column("digest", sa.String(64), primary_key=True),
    _check("length(digest) = 64", "digest_length"),
    sqlite_with_rowid=False,
)

# What is left of closed cards: separate sums, never crossed, never by owner.
card_sum = Table(
    "card_sum",
    metadata,
    Column("centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True, nullable=False),
    Column("half_year", sa.String(7), primary_key=True),
    Column("measure", sa.String(10), primary_key=True),
    Column("code", sa.String(30), primary_key=True),
    Column("n", sa.Integer, nullable=False),
    _check("length(half_year) = 7 AND half_year LIKE '____-H_'", "half_year"),
    _check(
        "measure IN ('closed', 'talks', 'band', 'level', 'rating', 'reason')",
        "measure",
    ),
    _check("n >= 1", "n"),
    sqlite_with_rowid=False,
)

# Cards of a colleague who left, offered to a counsellor who has not answered yet.
card_offer = Table(
    "card_offer",
    metadata,
    Column("leaver", sa.Uuid, ForeignKey("staff.id"), primary_key=True),
    Column("receiver", sa.Uuid, ForeignKey("staff.id"), nullable=False),
    sqlite_with_rowid=False,
)
