"""The tables of groups and of what they are planned with.

Times are minutes from midnight, weekdays a sum of bits (Monday 1 … Sunday 64). Keys of code
lists are texts, but for programmes, which locked rows count. What is short-lived (seats, queue,
grid) stands in tables of its own, so that it can go for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.sql.schema import SchemaItem

from db.schema import CODES_PER_LIST, LISTS, metadata
from familjecentral.groups.house import BookingKind, DayType
from familjecentral.groups.left import Owner
from familjecentral.groups.model import (
    ClashKind,
    GroupStatus,
    LeaderRole,
    Mark,
    Moment,
    RelationType,
    SessionKind,
    SessionStatus,
    WaitingState,
)
from familjecentral.groups.rules import DAY_MINUTES

RANGES = ("sessions", "minutes", "every_weeks", "size", "leaders", "ages")
OUTCOME = (
    "at_first", "present", "possible", "threshold", "registered", "waiting", "participants",
    "completed", "only_first", "fathers", "role_known", "booster",
)  # fmt: skip
ALWAYS_KNOWN = OUTCOME[:6]
MOST = 10_000


def _check(sql: str, name: str) -> CheckConstraint:
    return CheckConstraint(sql, name=name)


def _id(name: str = "id", *, primary_key: bool = True) -> Column[object]:
    return Column(name, sa.Uuid, primary_key=primary_key, nullable=False)


def _ref(name: str, table: str, *, key: bool = False, nullable: bool = False) -> Column[object]:
    return Column(name, sa.Uuid, ForeignKey(f"{table}.id"), primary_key=key, nullable=nullable)


def _text(
    name: str, most: int = 60, *, key: bool = False, nullable: bool = False
) -> Iterator[SchemaItem]:
    yield Column(name, sa.String(most), primary_key=key, nullable=nullable)
    yield _check(f"length({name}) <= {most}", f"{name}_length")


def _number(
    name: str, low: int = 0, high: int = MOST, *, key: bool = False, nullable: bool = False
) -> Iterator[SchemaItem]:
    yield Column(name, sa.Integer, primary_key=key, nullable=nullable, autoincrement=False)
    yield _check(f"{name} BETWEEN {low} AND {high}", f"{name}_limit")


def _flag(name: str, *, nullable: bool = False) -> Iterator[SchemaItem]:
    yield Column(name, sa.Boolean, nullable=nullable)
    yield _check(f"{name} IN (FALSE, TRUE)", name)


def _day(name: str, *, nullable: bool = False) -> Iterator[SchemaItem]:
    yield Column(name, sa.String(10), nullable=nullable)
    yield _check(
        f"length({name}) = 10 AND {name} LIKE '____-__-__'"
        f" AND substr({name}, 6, 2) BETWEEN '01' AND '12'"
        f" AND substr({name}, 9, 2) BETWEEN '01' AND '31'",
        f"{name}_is_a_day",
    )


def _one_of(name: str, values: Iterable[str], *, key: bool = False) -> Iterator[SchemaItem]:
    yield Column(name, sa.String(20), primary_key=key, nullable=False)
    yield _check(f"{name} IN ({', '.join(repr(str(v)) for v in values)})", name)


def _centre(name: str, *, key: bool = False, nullable: bool = False) -> Column[object]:
    return Column(name, sa.String(20), ForeignKey("centre.key"), primary_key=key, nullable=nullable)


def _times(start: str = "start", minutes: str = "minutes") -> Iterator[SchemaItem]:
    yield from _number(start, 0, DAY_MINUTES)
    yield from _number(minutes, 5, DAY_MINUTES)
    yield _check(f"{start} + {minutes} <= {DAY_MINUTES}", "ends_the_same_day")


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_with_rowid=False)


programme_version = _table(
    "programme_version",
    *_text("code", key=True),
    *_number("version", 1, key=True),
    *_text("name", 100),
    *_text("short", 100),
    *_text("source", 500),
    *_day("as_of"),
    *_text("levels"),
    *(
        item
        for name in RANGES
        for end in ("low", "high")
        for item in _number(f"{name}_{end}", nullable=True)
    ),
    *(_check(f"{name}_low <= {name}_high", f"{name}_range") for name in RANGES),
    *_text("size_unit", 20),
    *_text("certificate", 200),
    *_number("booster_weeks", 0, 104, nullable=True),
    *_flag("parallel"),
    *_number("most_languages", 0, 2),
    *_flag("child_minding", nullable=True),
    *_flag("avoid_school_breaks"),
    *_text("working_level", 20),
    *_text("measures", 500),
    *_text("note", 500),
    *_text("assumed", 200),
    *_flag("active"),
    *_number("sort"),
)

leader = _table(
    "leader",
    _id(),
    *_number("version", 1, 10**9),
    *_text("first_name", 40),
    Column("staff_id", sa.Uuid, ForeignKey("staff.id"), unique=True),
    *_flag("always_available"),
    *_number("max_groups", 0, 50, nullable=True),
    *_number("max_minutes_week", nullable=True),
    *_number("max_evenings_week", 0, 7, nullable=True),
    *_number("share_percent", 0, 1000),
    *_day("ends_on", nullable=True),
)
leader_centre = _table(
    "leader_centre", _ref("leader_id", "leader", key=True), _centre("centre_key", key=True)
)
leader_certificate = _table(
    "leader_certificate",
    _ref("leader_id", "leader", key=True),
    *_number("place", 0, 200, key=True),
    *_text("programme"),
    *_day("first", nullable=True),
    *_day("last", nullable=True),
    *_flag("in_training"),
    _check("first <= last", "days_in_order"),
)
room = _table(
    "room",
    _id(),
    *_number("version", 1, 10**9),
    _centre("centre_key"),
    *_text("name", 100),
    *_number("seats", 0, 500),
    *_text("equipment", 500),
    *_number("setup_minutes", 0, 240),
    *_number("cleanup_minutes", 0, 240),
    *_flag("active"),
)
interpreter = _table(
    "interpreter",
    _id(),
    *_number("version", 1, 10**9),
    *_text("name", 100),
    *_text("languages", 500),
    *_flag("remote"),
    *_flag("always_available"),
    *_flag("active"),
)
centre_hours = _table(
    "centre_hours",
    _centre("centre_key", key=True),
    *_number("version", 1, 10**9),
    *_number("most_children", 0, 60),
    *_flag("minding_always"),
)
travel = _table(
    "travel",
    _centre("from_key", key=True),
    _centre("to_key", key=True),
    *_number("minutes", 0, 240),
    _check("from_key <> to_key", "two_houses"),
)
# Spans of leaders, rooms, interpreters (their ids) and centres (their keys): owner is not a
# foreign key because it can be any of them.
time_span = _table(
    "time_span",
    *_text("owner", 36, key=True),
    *_one_of(
        "purpose",
        ("available", "absent", "avoid", "unavailable", "opening", "minding", "preferred"),
        key=True,
    ),
    *_number("place", 0, 1000, key=True),
    *_day("first", nullable=True),
    *_day("last", nullable=True),
    *_number("weekdays", 1, 127),
    *_number("start", 0, DAY_MINUTES),
    *_number("end", 0, DAY_MINUTES),
    *_number("points", 0, 1000),
    _check("first <= last", "days_in_order"),
    _check('start < "end"', "times_in_order"),
)
local_day = _table(
    "local_day",
    _id(),
    *_number("version", 1, 10**9),
    *_day("first"),
    *_day("last"),
    *_one_of("type", DayType),
    *_text("name", 100),
    _centre("centre_key", nullable=True),
    *_number("until", 0, DAY_MINUTES, nullable=True),
    *_text("source", 500),
    _check("first <= last", "days_in_order"),
    sa.Index(None, "first"),
)
booking = _table(
    "booking",
    _id(),
    *_number("version", 1, 10**9),
    *_one_of("kind", BookingKind),
    *_day("day"),
    *_times(),
    *_text("title", 100),
    _ref("room", "room", nullable=True),
    _check("kind <> 'busy' OR title = ''", "busy_says_nothing"),
    sa.Index(None, "day"),
)
booking_leader = _table(
    "booking_leader",
    _ref("booking_id", "booking", key=True),
    *_number("place", 0, 100, key=True),
    _ref("leader_id", "leader"),
)

_PROGRAMMES = LISTS["programme"] * CODES_PER_LIST
group_run = _table(
    "group_run",
    _id(),
    *_number("version", 1, 10**9),
    _centre("centre_key"),
    *_text("title", 100),
    Column("programme", sa.Integer, ForeignKey("code.id"), nullable=False),
    _check(
        f"programme BETWEEN {_PROGRAMMES} AND {_PROGRAMMES + CODES_PER_LIST - 1}",
        "programme_list",
    ),
    *_number("catalogue_version", 1),
    *_day("as_of"),
    *_number("session_count", 1, 60),
    *_number("minutes", 5, DAY_MINUTES),
    *_number("every_weeks", 1, 26),
    *_number("leaders", 0, 6),
    *_number("certified", 0, 6),
    *_text("certificate", 200),
    *_number("booster_weeks", 0, 104, nullable=True),
    *_flag("parallel"),
    *_number("most_languages", 0, 2),
    *_flag("child_minding"),
    *_flag("programme_avoids_breaks"),
    *_one_of("prevention_level", ("universal", "selective", "indicated")),
    *_number("seats", 1, 60),
    *_number("minimum", 0, 60),
    *_text("term", 7),
    *_one_of("status", GroupStatus),
    *_day("opens_on", nullable=True),
    *_day("decision_day", nullable=True),
    _ref("room", "room", nullable=True),
    *_number("setup_minutes", 0, 240),
    *_number("cleanup_minutes", 0, 240),
    *_text("equipment", 500),
    *_text("languages", 130),
    *_number("children_minded", 0, 60),
    *_flag("avoid_school_breaks"),
    *_day("start_earliest", nullable=True),
    *_day("start_latest", nullable=True),
    *_day("end_latest", nullable=True),
    *_number("weekdays", 0, 127),
    *_number("window_from", 0, DAY_MINUTES),
    *_number("window_to", 0, DAY_MINUTES),
    *_number("max_moved", 0, 60),
    *_number("extra_weeks", 0, 26),
    *_text("cancel_reason", nullable=True),
    *_day("closed_on", nullable=True),
    _check(
        "(status IN ('cancelled', 'aborted')) = (cancel_reason IS NOT NULL)",
        "reason_when_cancelled",
    ),
    _check("minimum <= seats", "minimum_fits"),
    _check("term LIKE '____-VT' OR term LIKE '____-HT'", "term"),
    sa.Index(None, "term"),
)
group_wish = _table(
    "group_wish",
    _ref("group_id", "group_run", key=True),
    *_one_of("kind", ("room", "leader", "centre"), key=True),
    *_text("wanted", 36, key=True),
)
group_team = _table(
    "group_team",
    _ref("group_id", "group_run", key=True),
    *_number("place", 0, 20, key=True),
    _ref("leader_id", "leader"),
    *_one_of("role", LeaderRole),
)
group_session = _table(
    "group_session",
    _id(),
    _ref("group_id", "group_run"),
    *_number("number", 1, 200),
    *_day("day"),
    *_times(),
    *_one_of("kind", SessionKind),
    *_one_of("status", SessionStatus),
    _ref("room", "room", nullable=True),
    Column("replaces", sa.Uuid),
    *_text("cancel_reason", nullable=True),
    *_number("present", 0, 500, nullable=True),
    *_number("expected", 0, 500, nullable=True),
    *_flag("counts_only"),
    *_number("sequence", 0, 10**9),
    _check("(status = 'cancelled') = (cancel_reason IS NOT NULL)", "reason_when_cancelled"),
    _check("present <= expected", "present_are_expected"),
    sa.Index(None, "group_id"),
    sa.Index(None, "day"),
)
session_withdrawn = _table(
    "session_withdrawn",
    _id(),
    _ref("group_id", "group_run"),
    *_number("number", 1, 200),
    *_day("day"),
    *_times(),
    *_one_of("kind", SessionKind),
    _ref("room", "room", nullable=True),
    *_text("leaders", 800),
    *_number("sequence", 0, 10**9),
    sa.Index(None, "group_id"),
)
# Has to outlive the group, so nothing in it refers to one.
calendar_left = _table(
    "calendar_left",
    *_one_of("whose", Owner, key=True),
    _id("owner"),
    _id("session"),
    Column("group_id", sa.Uuid, nullable=False),
    *_text("term", 7),
    *_text("title", 100),
    *_number("number", 1, 200),
    *_one_of("kind", SessionKind),
    *_day("day"),
    *_times(),
    *_number("sequence", 0, 10**9),
    sa.Index(None, "group_id"),
    sa.Index(None, "term"),
)
session_leader = _table(
    "session_leader",
    _ref("session_id", "group_session", key=True),
    *_number("place", 0, 20, key=True),
    _ref("leader_id", "leader"),
)
session_interpreter = _table(
    "session_interpreter",
    _ref("session_id", "group_session", key=True),
    *_text("language", key=True),
    _ref("interpreter_id", "interpreter"),
)
session_accepted = _table(
    "session_accepted",
    _ref("session_id", "group_session", key=True),
    *_one_of("kind", ClashKind, key=True),
    *_text("about", 60, key=True),
    *_text("other", 36, key=True),
    *_text("reason"),
)
group_relation = _table(
    "group_relation",
    *_one_of("type", RelationType, key=True),
    _ref("one", "group_run", key=True),
    _ref("other", "group_run", key=True),
    *_number("gap_minutes", 0, DAY_MINUTES),
    _check("one <> other", "two_groups"),
)
group_seat = _table(
    "group_seat",
    _ref("group_id", "group_run", key=True),
    *_number("number", 1, 200, key=True),
    *_text("source", nullable=True),
)
group_waiting = _table(
    "group_waiting",
    _id(),
    _ref("group_id", "group_run"),
    *_text("alias", 60),
    *_number("iso_year", 2000, 2200),
    *_number("week", 1, 53),
    *_number("lot", 0, 2**31),
    *_one_of("state", WaitingState),
    *_text("source", nullable=True),
    sa.Index(None, "group_id"),
)
group_mark = _table(
    "group_mark",
    _ref("group_id", "group_run", key=True),
    *_number("seat", 1, 200, key=True),
    _ref("session_id", "group_session", key=True),
    *_one_of("mark", Mark),
    sa.ForeignKeyConstraint(["group_id", "seat"], ["group_seat.group_id", "group_seat.number"]),
)
group_outcome = _table(
    "group_outcome",
    _ref("group_id", "group_run", key=True),
    *(item for name in OUTCOME for item in _number(name, nullable=name not in ALWAYS_KNOWN)),
    _check("present <= possible", "present_are_possible"),
    _check("fathers <= role_known", "fathers_are_known"),
)
group_role = _table(
    "group_role",
    _ref("group_id", "group_run", key=True),
    *_number("fathers", 0, 500),
    *_number("known", 0, 500),
    _check("fathers <= known", "fathers_are_known"),
)
group_source = _table(
    "group_source",
    _ref("group_id", "group_run", key=True),
    *_text("source", key=True),
    *_number("n", 1, 200),
)
group_rating = _table(
    "group_rating",
    _ref("group_id", "group_run", key=True),
    *_text("question", key=True),
    *_one_of("moment", Moment, key=True),
    *_number("n", 1, 500),
    *_number("total", 0, 5000),
    *_number("positive", 0, 500),
    _check("positive <= n", "positive_are_answers"),
)
group_forms = _table(
    "group_forms",
    _ref("group_id", "group_run", key=True),
    *_number("before", 0, 500, nullable=True),
    *_number("after", 0, 500, nullable=True),
)
