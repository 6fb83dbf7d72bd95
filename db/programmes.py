"""The catalogue of programmes: every version of each, the newest counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from db.groups_spans import joined, split, stale
from db.guard import guard
from db.schema_groups import RANGES, programme_version
from db.transaction import Transaction
from familjecentral.access.model import Act
from familjecentral.groups.programme import Programme, Range

_SAME = (
    "code", "name", "short", "version", "source", "size_unit", "certificate", "booster_weeks",
    "parallel", "most_languages", "child_minding", "avoid_school_breaks", "working_level",
    "measures", "note", "active",
)  # fmt: skip


def seed(connection: Connection, programmes: Iterable[Programme]) -> None:
    """Add the programmes that the store does not have yet; what is there is never changed."""
    known = set(connection.scalars(sa.select(programme_version.c.code)))
    rows = [
        _row(programme, place)
        for place, programme in enumerate(programmes)
        if programme.code not in known
    ]
    if rows:
        connection.execute(programme_version.insert(), rows)


def _row(programme: Programme, place: int) -> dict[str, Any]:
    row = {name: getattr(programme, name) for name in _SAME}
    for name in RANGES:
        found: Range | None = getattr(programme, name)
        row[f"{name}_low"] = found.low if found else None
        row[f"{name}_high"] = found.high if found else None
    return {
        **row,
        "as_of": programme.as_of.isoformat(),
        "levels": joined(programme.levels),
        "assumed": joined(programme.assumed),
        "sort": place,
    }


def _programme(row: sa.RowMapping) -> Programme:
    ranges: dict[str, Any] = {
        name: None if row[f"{name}_low"] is None else Range(row[f"{name}_low"], row[f"{name}_high"])
        for name in RANGES
    }
    return Programme(
        **{name: row[name] for name in _SAME},
        **ranges,
        as_of=dt.date.fromisoformat(row["as_of"]),
        levels=split(row["levels"]),
        assumed=split(row["assumed"]),
    )


class SqlProgrammeStore:
    """The catalogue inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    def programmes(self) -> Sequence[Programme]:
        """Return the newest version of each programme, in order of the catalogue.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_GROUPS, Act.CHANGE_HOUSE)
        table = programme_version
        newest = (
            sa.select(table.c.code, sa.func.max(table.c.version).label("version"))
            .group_by(table.c.code)
            .subquery()
        )
        rows = self._uow.connection.execute(
            sa.select(table)
            .join(
                newest,
                sa.and_(table.c.code == newest.c.code, table.c.version == newest.c.version),
            )
            .order_by(table.c.sort, table.c.code)
        )
        return tuple(_programme(row) for row in rows.mappings())

    def put_programme(self, programme: Programme) -> None:
        """Keep the next version of a programme.

        Raises:
            NotAllowed, StaleEdit.
        """
        guard(self._uow.actor, Act.CHANGE_HOUSE)
        known = {found.code: found for found in self.programmes()}
        before = known.get(programme.code)
        if programme.version != (before.version + 1 if before else 1):
            raise stale("programme", programme, before)
        place = list(known).index(programme.code) if before else len(known)
        self._uow.connection.execute(programme_version.insert(), _row(programme, place))
