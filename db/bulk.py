"""Many rows in one statement, as tuples: SQLAlchemy's dictionaries cost three times as much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import Connection, Table

CHUNK = 5000


def insert_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[object, ...]]
) -> int:
    """Insert rows whose values stand in the order of ``columns``; return how many.

    Values are given as the driver takes them (UUIDs as the column's type writes them).
    """
    statement = table.insert().compile(dialect=connection.dialect, column_keys=list(columns))
    text, order = str(statement), list(statement.positiontup or columns)
    places = [list(columns).index(name) for name in order]
    straight = places == list(range(len(places)))
    total, rest = 0, iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        if not straight:
            chunk = [tuple(row[place] for place in places) for row in chunk]
        connection.exec_driver_sql(text, chunk)
        total += len(chunk)
    return total
