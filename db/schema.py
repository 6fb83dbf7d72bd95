"""The tables of the store, with every limit that must hold whatever program writes to them.

Codes: the id of a code is ``number of its list × 1000 + n``, so that a foreign key says that the
code exists and a CHECK says that it is of the right list. Fields that hold several codes refer
to a row of ``code_set``, one for each combination in use; its id begins with the list's number.
Dates are ISO texts. No time of day, no row order: keys are random or natural, and tables with
random keys have no rowid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

from familjecentral.access.model import Role
from familjecentral.contacts.model import (
    Counter,
    DatePrecision,
    HalfDay,
    PreventionLevel,
    WorkingLevel,
)
from familjecentral.contacts.rules import MOST_COLLEAGUES, MOST_VISITORS
from familjecentral.contacts.tally import MOST_TALLIED
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.releases.model import ReleaseStatus

LISTS = {
    "contact_form": 1,
    "arena": 2,
    "topic": 3,
    "child_age_band": 4,
    "contact_ordinal": 5,
    "interpreter": 6,
    "initiative_taker": 7,
    "participants": 8,
    "programme": 9,
    "open_group": 10,
    "structural_activity_type": 11,
    "duration_band": 12,
    "partner": 13,
    "action_given": 14,
    "referral_target": 15,
    "tally_occasion": 16,
    "open_service": 17,
}
FIRST_OTHER_LIST = 100
CODES_PER_LIST = 1000
SETS_PER_LIST = 2**40

# Field of a row → list of its one code, or of its set of codes.
CODE_FIELDS = {
    "contact_form": "contact_form",
    "arena": "arena",
    "topic_1": "topic",
    "topic_2": "topic",
    "topic_3": "topic",
    "child_age_band": "child_age_band",
    "contact_ordinal": "contact_ordinal",
    "interpreter": "interpreter",
    "initiative_taker": "initiative_taker",
    "programme": "programme",
    "open_group": "open_group",
    "structural_activity_type": "structural_activity_type",
    "duration_band": "duration_band",
    "open_service": "open_service",
}
TALLY_CODES = {"open_group": "open_group", "occasion": "tally_occasion"}
SET_FIELDS = {
    "participants": "participants",
    "partners": "partner",
    "actions": "action_given",
    "referrals": "referral_target",
}
NUMBER_FIELDS = {
    "women": MOST_VISITORS,
    "men": MOST_VISITORS,
    "children": MOST_VISITORS,
    "new_visitors": MOST_VISITORS,
    "colleagues": MOST_COLLEAGUES,
}
_INDIVIDUAL_ONLY = [
    "contact_form",
    "child_age_band",
    "contact_ordinal",
    "interpreter",
    "initiative_taker",
    "participants",
    "actions",
    "referrals",
    "open_service",
]
_GROUP_ONLY = ["women", "men", "children", "new_visitors", "programme", "open_group"]

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(v)) for v in values)})"


def _in_year(column: str) -> str:
    return f"substr({column}, 6, 2) BETWEEN '01' AND '12'"


def _is_day(column: str) -> str:
    day = f"substr({column}, 9, 2) BETWEEN '01' AND '31'"
    return f"length({column}) = 10 AND {column} LIKE '____-__-__' AND {_in_year(column)} AND {day}"


def _is_month(column: str) -> str:
    return f"length({column}) = 7 AND {column} LIKE '____-__' AND {_in_year(column)}"


def _check(sql: str, name: str) -> CheckConstraint:
    return CheckConstraint(sql, name=name)


def _day(name: str, *, nullable: bool = False) -> Iterator[SchemaItem]:
    yield Column(name, sa.String(10), nullable=nullable)
    yield _check(_is_day(name), f"{name}_is_a_day")


def _centre_key(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "centre_key",
        sa.String(20),
        ForeignKey("centre.key"),
        primary_key=primary_key,
        nullable=False,
    )


def _value_columns() -> Iterator[SchemaItem]:
    """What open and locked rows have in common: codes, numbers, and what fits which level."""
    for field, list_key in CODE_FIELDS.items():
        low = LISTS[list_key] * CODES_PER_LIST
        yield Column(field, sa.Integer, ForeignKey("code.id"))
        yield _check(f"{field} BETWEEN {low} AND {low + CODES_PER_LIST - 1}", f"{field}_list")
    for field, list_key in SET_FIELDS.items():
        low = LISTS[list_key] * SETS_PER_LIST
        yield Column(field, sa.BigInteger, ForeignKey("code_set.id"))
        yield _check(f"{field} BETWEEN {low} AND {low + SETS_PER_LIST - 1}", f"{field}_list")
    for field, most in NUMBER_FIELDS.items():
        yield Column(field, sa.Integer)
        yield _check(f"{field} BETWEEN 0 AND {most}", f"{field}_limit")
    yield _check(_one_of("prevention_level", tuple(PreventionLevel)), "prevention_level")
    yield _check(_one_of("working_level", tuple(WorkingLevel)), "working_level")
    yield _check("working_level <> 'individual' OR contact_form IS NOT NULL", "individual_has_form")
    yield _check(
        "(working_level = 'structural') = (structural_activity_type IS NOT NULL)",
        "structural_has_type",
    )
    nothing = " AND ".join(f"{field} IS NULL" for field in _INDIVIDUAL_ONLY)
    yield _check(f"working_level = 'individual' OR ({nothing})", "individual_only")
    nothing = " AND ".join(f"{field} IS NULL" for field in _GROUP_ONLY)
    yield _check(f"working_level = 'group' OR ({nothing})", "group_only")
    yield _check("working_level <> 'structural' OR topic_1 IS NULL", "structural_has_no_topic")
    yield _check("programme IS NULL OR open_group IS NULL", "one_group")
    yield _check(
        "(topic_2 IS NULL OR topic_2 <> topic_1) AND (topic_2 IS NULL OR topic_1 IS NOT NULL)"
        " AND (topic_3 IS NULL OR (topic_2 IS NOT NULL AND topic_3 <> topic_1"
        " AND topic_3 <> topic_2))",
        "topics_differ",
    )
    yield _check("new_visitors <= women + men + children", "new_are_visitors")


_PLAIN = (*CODE_FIELDS, *SET_FIELDS, *NUMBER_FIELDS, "batch")
_PLAIN_TALK = (
    "owner IS NOT NULL OR (prevention_level = 'universal' AND working_level = 'individual'"
    " AND date_precision = 'day' AND "
    + " AND ".join(f"{field} IS NULL" for field in _PLAIN if field != "contact_form")
    + ")"
)


def _tally_key(when: str) -> Iterator[SchemaItem]:
    """The key that open and frozen tallies have in common."""
    yield _centre_key(primary_key=True)
    yield Column(when, sa.String(10 if when == "date" else 7), primary_key=True)
    for field, list_key in TALLY_CODES.items():
        low = LISTS[list_key] * CODES_PER_LIST
        yield Column(
            field, sa.Integer, ForeignKey("code.id"), primary_key=True, autoincrement=False
        )
        yield _check(f"{field} BETWEEN {low} AND {low + CODES_PER_LIST - 1}", f"{field}_list")


def _tally_numbers(most: int = MOST_TALLIED) -> Iterator[SchemaItem]:
    for counter in Counter:
        yield Column(counter.value, sa.Integer, nullable=False)
        yield _check(f"{counter.value} BETWEEN 0 AND {most}", f"{counter.value}_limit")
    yield _check(" + ".join(Counter) + " > 0", "something_counted")


centre = Table(
    "centre",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    Column("key", sa.String(20), nullable=False, unique=True),
    Column("name", sa.String(200), nullable=False),
    Column("municipality", sa.String(200), nullable=False),
    Column("region", sa.String(200), nullable=False),
    _check("length(key) > 0", "key_is_not_empty"),
    sqlite_with_rowid=False,
)

staff = Table(
    "staff",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    Column("first_name", sa.String(200), nullable=False),
    Column("login_name", sa.String(200), nullable=False),
    Column("login_folded", sa.String(200), nullable=False, unique=True),
    Column("centre_id", sa.Uuid, ForeignKey("centre.id"), nullable=False),
    *_day("ends_on", nullable=True),
    sqlite_with_rowid=False,
)

staff_role = Table(
    "staff_role",
    metadata,
    Column("staff_id", sa.Uuid, ForeignKey("staff.id"), primary_key=True),
    Column("role", sa.String(20), primary_key=True),
    _check(_one_of("role", Role), "role"),
    sqlite_with_rowid=False,
)

# Which public keys of the key file count; without an owner: the recovery key's.
key_slot = Table(
    "key_slot",
    metadata,
    Column("public_key", sa.String(64), primary_key=True),
    Column("staff_id", sa.Uuid, ForeignKey("staff.id"), unique=True),
    _check("length(public_key) = 64", "public_key_length"),
    sqlite_with_rowid=False,
)

code = Table(
    "code",
    metadata,
    Column("id", sa.Integer, primary_key=True, autoincrement=False),
    Column("list", sa.String(40), nullable=False),
    Column("key", sa.String(60), nullable=False),
    Column("label", sa.String(200), nullable=False),
    Column("label_en", sa.String(200), nullable=False),
    Column("definition", sa.Text, nullable=False),
    Column("sort", sa.Integer, nullable=False),
    *_day("valid_from", nullable=True),
    *_day("valid_to", nullable=True),
    Column("sensitive", sa.Boolean, nullable=False),
    Column("active", sa.Boolean, nullable=False),
    sa.UniqueConstraint("list", "key"),
    _check("sensitive IN (FALSE, TRUE)", "sensitive"),
    _check("active IN (FALSE, TRUE)", "active"),
    _check("valid_from <= valid_to", "valid_span"),
)

code_set = Table(
    "code_set",
    metadata,
    Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

code_set_code = Table(
    "code_set_code",
    metadata,
    Column("set_id", sa.BigInteger, ForeignKey("code_set.id"), primary_key=True),
    Column("code_id", sa.Integer, ForeignKey("code.id"), primary_key=True),
    Column("warm_handover", sa.Boolean),
    _check(f"set_id / {SETS_PER_LIST} = code_id / {CODES_PER_LIST}", "same_list"),
    _check("warm_handover IN (FALSE, TRUE)", "warm_handover"),
    sqlite_with_rowid=False,
)

contact = Table(
    "contact",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    # None: a short talk ticked on the tally pad by somebody who logs no contacts.
    Column("owner", sa.Uuid, ForeignKey("staff.id")),
    # Deferred: an import knows the hash of its rows only when the last of them is kept.
    Column("batch", sa.Uuid, ForeignKey("import_batch.id", deferrable=True, initially="DEFERRED")),
    _centre_key(),
    *_day("date"),
    Column("date_precision", sa.String(5), nullable=False),
    Column("prevention_level", sa.String(10), nullable=False),
    Column("working_level", sa.String(10), nullable=False),
    *_value_columns(),
    _check(_one_of("date_precision", tuple(DatePrecision)), "date_precision"),
    _check("date_precision = 'day' OR date LIKE '%-15'", "month_row_on_the_15th"),
    _check(_PLAIN_TALK, "nobody_owns_plain_talks_only"),
    sa.Index(None, "owner", "date"),
    sa.Index(None, "centre_key", "date"),
    sqlite_with_rowid=False,
)

# One record for an activity, day and half-day; the occasion keeps a named count apart.
tally = Table(
    "tally",
    metadata,
    *_tally_key("date"),
    Column("half_day", sa.String(10), primary_key=True),
    *_tally_numbers(),
    _check(_is_day("date"), "date_is_a_day"),
    _check(_one_of("half_day", HalfDay), "half_day"),
    sa.Index(None, "centre_key", "date"),
    sqlite_with_rowid=False,
)

# What is left of the records of a locked month: sums, and on how many days there were any.
tally_month = Table(
    "tally_month",
    metadata,
    *_tally_key("month"),
    Column("days", sa.Integer, nullable=False),
    *_tally_numbers(most=31 * len(HalfDay) * MOST_TALLIED),
    _check(_is_month("month"), "month_is_a_month"),
    _check("days BETWEEN 1 AND 31", "days"),
    sqlite_with_rowid=False,
)

# Clustered by what is counted: the rows of a centre, vintage and month lie together, by level,
# and within a level in random order. Counting a quarter reads them once and nothing else.
locked_contact = Table(
    "locked_contact",
    metadata,
    _centre_key(primary_key=True),
    Column("vintage", sa.Integer, primary_key=True, autoincrement=False),
    Column("month", sa.String(7), primary_key=True),
    Column("working_level", sa.String(10), primary_key=True),
    Column("prevention_level", sa.String(10), primary_key=True),
    Column("id", sa.Uuid, primary_key=True),
    *_value_columns(),
    _check("vintage >= 1", "vintage"),
    _check(_is_month("month"), "month_is_a_month"),
    sqlite_with_rowid=False,
)

month_lock = Table(
    "month_lock",
    metadata,
    _centre_key(primary_key=True),
    Column("month", sa.String(7), primary_key=True),
    *_day("locked_on"),
    _check(_is_month("month"), "month_is_a_month"),
    _check("substr(locked_on, 1, 7) > month", "locked_after_its_end"),
    sqlite_with_rowid=False,
)

completeness = Table(
    "completeness",
    metadata,
    _centre_key(primary_key=True),
    Column("first_day", sa.String(10), primary_key=True),
    *_day("last_day"),
    Column("iso_year", sa.Integer, nullable=False),
    Column("week", sa.Integer, nullable=False),
    Column("status", sa.String(10), nullable=False),
    _check(_one_of("status", tuple(WeekStatus)), "status"),
    _check("week BETWEEN 1 AND 53", "week"),
    _check("first_day <= last_day", "days_in_order"),
    _check(_is_day("first_day"), "first_day_is_a_day"),
    sqlite_with_rowid=False,
)

kept_count = Table(
    "kept_count",
    metadata,
    _centre_key(primary_key=True),
    Column("month", sa.String(7), primary_key=True),
    Column("vintage", sa.Integer, primary_key=True, autoincrement=False),
    Column("table_id", sa.String(200), primary_key=True),
    Column("codes", sa.String(400), primary_key=True),
    Column("n", sa.Integer, nullable=False),
    Column("known", sa.Integer, nullable=False),
    Column("first", sa.Integer, nullable=False),
    _check("n >= 0 AND known BETWEEN 0 AND n AND first BETWEEN 0 AND known", "counts"),
    _check("vintage >= 1", "vintage"),
    _check(_is_month("month"), "month_is_a_month"),
    sqlite_with_rowid=False,
)

release = Table(
    "release",
    metadata,
    Column("number", sa.Integer, primary_key=True, autoincrement=False),
    Column("period", sa.String(10), nullable=False),
    Column("centres", sa.Text, nullable=False),
    Column("vintage", sa.Integer, nullable=False),
    Column("cells", sa.Text, nullable=False),
    Column("policy", sa.Text, nullable=False),
    Column("certificate", sa.Text, nullable=False),
    Column("declared_version", sa.Integer, nullable=False),
    Column("codes_version", sa.Integer, nullable=False),
    *_day("published_on"),
    Column("published_by", sa.Uuid, ForeignKey("staff.id"), nullable=False),
    Column("previous_hash", sa.String(64), nullable=False),
    Column("hash", sa.String(64), nullable=False, unique=True),
    Column("replaces", sa.Integer, ForeignKey("release.number")),
    Column("late", sa.Integer),
    Column("status", sa.String(10), nullable=False),
    *_day("approved_on", nullable=True),
    Column("approved_by", sa.String(200), nullable=False),
    _check("number >= 1", "number"),
    _check("vintage >= 1", "vintage"),
    _check("length(hash) = 64 AND length(previous_hash) = 64", "hash_length"),
    _check("replaces < number", "replaces_an_earlier_one"),
    _check("late >= 0", "late"),
    _check(_one_of("status", tuple(ReleaseStatus)), "status"),
)
RELEASE_CAN_CHANGE = ("status", "approved_on", "approved_by")

draft_shown = Table(
    "draft_shown",
    metadata,
    Column("id", sa.String(64), primary_key=True),
    Column("period", sa.String(10), nullable=False),
    Column("centres", sa.Text, nullable=False),
    Column("cells", sa.Text, nullable=False),
    Column("late", sa.Integer),
    _check("late >= 0", "late"),
    sqlite_with_rowid=False,
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    # By day, as long as the days are in the store; then only the one by month is left.
    Column("content_hash", sa.String(64), index=True),
    Column("month_hash", sa.String(64), nullable=False, index=True),
    *_day("imported_on"),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("day", sa.String(10), primary_key=True),
    Column("staff_id", sa.Uuid, ForeignKey("staff.id"), primary_key=True),
    Column("act", sa.String(5), primary_key=True),
    Column("kind", sa.String(60), primary_key=True),
    Column("reference", sa.String(200), primary_key=True),
    _check(_is_day("day"), "day_is_a_day"),
    _check("act IN ('read', 'done')", "act"),
    _check("act = 'done' OR reference = ''", "reads_name_nothing"),
    sqlite_with_rowid=False,
)

setting = Table(
    "setting",
    metadata,
    Column("key", sa.String(100), primary_key=True),
    Column("value", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
