"""Spans of time in the store, and the small conversions that all tables of groups share."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from db.schema_groups import time_span
from familjecentral.errors import StaleEdit
from familjecentral.groups.problem import Preference, Span

Spans = Mapping[tuple[str, str], tuple[Span, ...]]
_SEPARATOR = "|"


def day(text: str | None) -> dt.date | None:
    """Return a stored day."""
    return dt.date.fromisoformat(text) if text else None


def plain(value: dt.date | None) -> str | None:
    """Return a day as it is stored."""
    return value.isoformat() if value else None


def joined(keys: Iterable[str]) -> str:
    """Return keys as one text, in order."""
    return _SEPARATOR.join(keys)


def split(text: str) -> tuple[str, ...]:
    """Return the keys of a text."""
    return tuple(text.split(_SEPARATOR)) if text else ()


def bits(weekdays: Iterable[int]) -> int:
    """Return weekdays (1 = Monday) as a sum of bits."""
    return sum(1 << (number - 1) for number in weekdays)


def weekdays(number: int) -> frozenset[int]:
    """Return the weekdays of a sum of bits."""
    return frozenset(n for n in range(1, 8) if number & 1 << (n - 1))


def read_spans(connection: Connection, purposes: Sequence[str]) -> Spans:
    """Return all spans of some purposes by owner and purpose, in order."""
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    rows = connection.execute(
        sa.select(time_span)
        .where(time_span.c.purpose.in_(purposes))
        .order_by(time_span.c.owner, time_span.c.purpose, time_span.c.place)
    )
    for row in rows:
        found[row.owner, row.purpose].append(
            Span(day(row.first), day(row.last), weekdays(row.weekdays), row.start, row.end)
        )
    return {key: tuple(spans) for key, spans in found.items()}


def read_preferences(connection: Connection, owners: Sequence[str]) -> dict[str, list[Preference]]:
    """Return the wished times of groups."""
    found: dict[str, list[Preference]] = defaultdict(list)
    rows = connection.execute(
        sa.select(time_span)
        .where(time_span.c.purpose == "preferred", time_span.c.owner.in_(owners))
        .order_by(time_span.c.owner, time_span.c.place)
    )
    for row in rows:
        wished = Preference(weekdays(row.weekdays), row.start, row.end, row.points)
        found[row.owner].append(wished)
    return found


def write_spans(
    connection: Connection, owner: str, purpose: str, spans: Iterable[Span | Preference]
) -> None:
    """Keep exactly these spans of an owner and purpose."""
    here = (time_span.c.owner == owner, time_span.c.purpose == purpose)
    connection.execute(time_span.delete().where(*here))
    rows = [
        {
            "owner": owner,
            "purpose": purpose,
            "place": place,
            "first": plain(span.first) if isinstance(span, Span) else None,
            "last": plain(span.last) if isinstance(span, Span) else None,
            "weekdays": bits(span.weekdays),
            "start": span.start,
            "end": span.end,
            "points": span.points if isinstance(span, Preference) else 0,
        }
        for place, span in enumerate(spans)
    ]
    if rows:
        connection.execute(time_span.insert(), rows)


def replace_rows(
    connection: Connection,
    table: Table,
    where: Mapping[str, object],
    rows: Sequence[dict[str, Any]],
) -> None:
    """Keep exactly these rows where some columns have these values."""
    connection.execute(table.delete().where(*(table.c[k] == v for k, v in where.items())))
    if rows:
        connection.execute(table.insert(), [{**where, **row} for row in rows])


def put_version(
    connection: Connection,
    table: Table,
    key: Mapping[str, object],
    version: int,
    row: Mapping[str, object],
) -> bool:
    """Insert version 1 of a row, or replace the version before; False if another one is there."""
    here = [table.c[name] == value for name, value in key.items()]
    stored = connection.scalar(sa.select(table.c.version).where(*here))
    if stored is None:
        if version != 1:
            return False
        connection.execute(table.insert(), {**key, **row, "version": version})
        return True
    if stored != version - 1:
        return False
    connection.execute(table.update().where(*here).values({**row, "version": version}))
    return True


def stale(kind: str, mine: object, theirs: object) -> StaleEdit:
    """Return the error that carries both versions."""
    return StaleEdit(kind, mine, theirs)
