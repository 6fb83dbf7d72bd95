"""Tables of what is a person's own: the draft, counters of choices, favourites, answers for weeks.

None of them knows a contact row. They go with the person's account, and what touches a month
goes when the month is locked.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Table

from db.schema import CODES_PER_LIST, LISTS, _check, _is_day, _is_month, _one_of, metadata
from familjecentral.contacts.defaults import COUNTED
from familjecentral.contacts.favourites import KEPT, LONGEST_NAME
from familjecentral.contacts.model import PreventionLevel, WorkingLevel


def _own(*, primary_key: bool = True) -> Column[sa.Uuid[str]]:
    return Column(
        "staff_id", sa.Uuid, ForeignKey("staff.id"), primary_key=primary_key, nullable=False
    )


# One slot for each person, sealed to her; centre and month in the clear for the period lock.
draft = Table(
    "draft",
    metadata,
    _own(),
    Column("centre_key", sa.String(20), ForeignKey("centre.key"), nullable=False),
    Column("month", sa.String(7), nullable=False),
    Column("sealed", sa.LargeBinary, nullable=False),
    _check(_is_month("month"), "month_is_a_month"),
    sqlite_with_rowid=False,
)

# An empty code: the field was left empty.
choice_count = Table(
    "choice_count",
    metadata,
    _own(),
    Column("working_level", sa.String(10), primary_key=True),
    Column("field", sa.String(40), primary_key=True),
    Column("code", sa.String(60), primary_key=True),
    Column("n", sa.Integer, nullable=False),
    _check(_one_of("working_level", tuple(WorkingLevel)), "working_level"),
    _check(
        _one_of("field", dict.fromkeys(name for names in COUNTED.values() for name in names)),
        "field",
    ),
    _check("n BETWEEN 1 AND 1000", "n"),
    sqlite_with_rowid=False,
)

favourite = Table(
    "favourite",
    metadata,
    Column("id", sa.Uuid, primary_key=True),
    _own(primary_key=False),
    Column("name", sa.String(LONGEST_NAME), nullable=False),
    Column("prevention_level", sa.String(10), nullable=False),
    Column("working_level", sa.String(10), nullable=False),
    _check(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", "name_length"),
    _check(_one_of("prevention_level", tuple(PreventionLevel)), "prevention_level"),
    _check(_one_of("working_level", tuple(WorkingLevel)), "working_level"),
    sa.Index(None, "staff_id"),
    sqlite_with_rowid=False,
)

favourite_code = Table(
    "favourite_code",
    metadata,
    Column("favourite_id", sa.Uuid, ForeignKey("favourite.id"), primary_key=True),
    Column("field", sa.String(40), primary_key=True),
    Column("place", sa.Integer, primary_key=True, autoincrement=False),
    Column("code_id", sa.Integer, ForeignKey("code.id"), nullable=False),
    _check(
        " OR ".join(
            f"(field = '{name}' AND code_id / {CODES_PER_LIST} = {LISTS[code_list]})"
            for name, code_list in KEPT.items()
        ),
        "code_of_the_field",
    ),
    _check("place BETWEEN 0 AND 99", "place"),
    sqlite_with_rowid=False,
)

# There was nothing to log: one answer for a part of an ISO week within one month.
week_answer = Table(
    "week_answer",
    metadata,
    _own(),
    Column("centre_key", sa.String(20), ForeignKey("centre.key"), primary_key=True),
    Column("first_day", sa.String(10), primary_key=True),
    Column("last_day", sa.String(10), nullable=False),
    _check(_is_day("first_day"), "first_day_is_a_day"),
    _check(_is_day("last_day"), "last_day_is_a_day"),
    _check(
        "first_day <= last_day AND substr(first_day, 1, 7) = substr(last_day, 1, 7)",
        "within_a_month",
    ),
    sqlite_with_rowid=False,
)
