"""Counts of locked rows: grouped in the database by stored codes, merged into reporting codes.

Declared tables that need the same stored fields share one pass over the rows, so twenty yes/no
tables over one list cost as much as one. Rows never leave the database; only sums do, and only
the margins of declared tables are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from db import schema
from db.codes import CodeIndex
from db.guard import guard
from db.schema import kept_count, locked_contact
from familjecentral.access.model import Act, CentreId
from familjecentral.calendar.periods import Month
from familjecentral.disclosure.table import MISSING
from familjecentral.errors import Bug
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    TableSpec,
)

if TYPE_CHECKING:
    from db.unit_of_work import SqlUnitOfWork

YES, NO = "yes", "no"
_SEPARATOR = "|"
# Field of a declared dimension → columns of a row.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "prevention_level": ("prevention_level",),
    "topic": ("topic_1",),
    "topics": ("topic_1", "topic_2", "topic_3"),
    "participants": ("participants",),
    "partner": ("partners",),
    "action_given": ("actions",),
    "referral_target": ("referrals",),
    **{field: (field,) for field in schema.CODE_FIELDS if not field.startswith("topic_")},
}
_UNKNOWN_ORDINALS = ("unknown",)
_FIRST_ORDINALS = ("first", "single")

Stored = str | int | None
Sums = list[int]  # n, known, first


@dataclass(frozen=True, slots=True)
class _Pass:
    """One reading of the rows: a working level grouped by columns, for some declared tables."""

    working_level: str
    columns: tuple[str, ...]
    tables: tuple[TableSpec, ...]


class SqlCountStore:
    """Counts inside one transaction."""

    def __init__(self, uow: SqlUnitOfWork) -> None:
        self._uow = uow

    def count(
        self, declared: DeclaredSet, centre: CentreId, months: Sequence[Month], vintage: int
    ) -> tuple[CountRow, ...]:
        """Count the locked rows of a vintage: the finest cells, n > 0, of every declared table.

        Raises:
            NotAllowed. Bug: a dimension names a field that rows do not have.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD)
        centre_key = self._uow.centre_key(centre)
        wanted = [str(month) for month in months]
        cells: dict[tuple[str, str, tuple[str, ...]], Sums] = defaultdict(lambda: [0, 0, 0])
        for one in _passes(declared):
            readers = [self._reader(declared, spec, one.columns) for spec in one.tables]
            for month, *group, n, known, first in self._grouped(one, centre_key, wanted, vintage):
                for spec, reader in zip(one.tables, readers, strict=True):
                    sums = cells[month, spec.id, reader.codes(group)]
                    sums[0] += n
                    sums[1] += known
                    sums[2] += first
        return tuple(
            CountRow(centre_key, month, vintage, table, codes, n, known, first)
            for (month, table, codes), (n, known, first) in sorted(cells.items())
        )

    def _grouped(
        self, one: _Pass, centre_key: str, months: list[str], vintage: int
    ) -> Iterator[tuple[str, *tuple[Stored, ...], int, int, int]]:
        rows = locked_contact
        ordinal = rows.c.contact_ordinal
        ids = self._uow.shared.index.ids
        unknown = [ids.get(("contact_ordinal", key), 0) for key in _UNKNOWN_ORDINALS]
        first = [ids.get(("contact_ordinal", key), 0) for key in _FIRST_ORDINALS]
        columns = [rows.c.month, *(rows.c[name] for name in one.columns)]
        statement = (
            sa.select(
                *columns,
                sa.func.count(),
                sa.func.count(sa.case((ordinal.not_in(unknown), 1))),
                sa.func.count(sa.case((ordinal.in_(first), 1))),
            )
            .where(
                rows.c.centre_key == centre_key,
                rows.c.vintage == vintage,
                rows.c.month.in_(months),
                rows.c.working_level == one.working_level,
            )
            .group_by(*columns)
        )
        for row in self._uow.connection.execute(statement):
            yield tuple(row)

    def _reader(
        self, declared: DeclaredSet, spec: TableSpec, columns: tuple[str, ...]
    ) -> _GroupReader:
        index = self._uow.shared.index
        return _GroupReader(
            tuple(
                (
                    _CodeReader(dimension, index)
                    if dimension.kind is DimensionKind.CODE
                    else _FlagReader(dimension, index),
                    tuple(columns.index(name) for name in _columns_of(dimension)),
                )
                for dimension in map(declared.dimension, spec.dimensions)
            )
        )

    def keep(self, rows: Iterable[CountRow]) -> None:
        """Keep counts; a row that is there already is replaced.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.LOCK_PERIOD)
        new = [
            {
                "centre_key": row.centre,
                "month": row.month,
                "vintage": row.vintage,
                "table_id": row.table,
                "codes": _SEPARATOR.join(row.codes),
                "n": row.n,
                "known": row.known,
                "first": row.first,
            }
            for row in rows
        ]
        if not new:
            return
        key = [column.name for column in kept_count.primary_key]
        self._uow.connection.execute(
            kept_count.delete().where(
                *(kept_count.c[name] == sa.bindparam(f"old_{name}") for name in key)
            ),
            [{f"old_{name}": row[name] for name in key} for row in new],
        )
        self._uow.connection.execute(kept_count.insert(), new)

    def kept(
        self, centres: Sequence[CentreId], months: Sequence[Month], up_to_vintage: int
    ) -> tuple[CountRow, ...]:
        """Return the kept counts of centres and months, vintages 1 to ``up_to_vintage``.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.READ_PROTECTED)
        table = kept_count
        rows = self._uow.connection.execute(
            sa.select(table)
            .where(
                table.c.centre_key.in_([self._uow.centre_key(centre) for centre in centres]),
                table.c.month.in_([str(month) for month in months]),
                table.c.vintage <= up_to_vintage,
            )
            .order_by(*table.primary_key)
        )
        return tuple(
            CountRow(
                centre,
                month,
                vintage,
                table_id,
                tuple(codes.split(_SEPARATOR)) if codes else (),
                n,
                known,
                first,
            )
            for centre, month, vintage, table_id, codes, n, known, first in rows
        )


def _passes(declared: DeclaredSet) -> Iterator[_Pass]:
    levels = {measure.key: measure.working_level for measure in declared.measures}
    shared: dict[tuple[str, tuple[str, ...]], list[TableSpec]] = defaultdict(list)
    for spec in declared.tables:
        columns = {name for key in spec.dimensions for name in _columns_of(declared.dimension(key))}
        shared[levels[spec.measure], tuple(sorted(columns))].append(spec)
    for (level, names), tables in shared.items():
        yield _Pass(level, names, tuple(tables))


def _columns_of(dimension: Dimension) -> tuple[str, ...]:
    try:
        return _COLUMNS[dimension.field]
    except KeyError:
        raise Bug(f"no such field of a contact: {dimension.field}") from None


class _CodeReader:
    """Stored code → reporting code."""

    def __init__(self, dimension: Dimension, index: CodeIndex) -> None:
        self._dimension = dimension
        self._keys = index.keys
        self._known: dict[Stored, str] = {}

    def code(self, values: tuple[Stored, ...]) -> str:
        value = values[0]
        if value not in self._known:
            key = self._keys[value] if isinstance(value, int) else value
            self._known[value] = self._dimension.reporting(key)
        return self._known[value]


class _FlagReader:
    """Set of codes (or several columns of codes) → yes, no or what an empty one means."""

    def __init__(self, dimension: Dimension, index: CodeIndex) -> None:
        self._dimension = dimension
        self._index = index
        self._known: dict[tuple[Stored, ...], str] = {}

    def code(self, values: tuple[Stored, ...]) -> str:
        if values not in self._known:
            self._known[values] = self._read(values)
        return self._known[values]

    def _read(self, values: tuple[Stored, ...]) -> str:
        numbers = [value for value in values if isinstance(value, int)]
        if not numbers:
            return self._dimension.empty_means or MISSING
        sets, keys = self._index.sets, self._index.keys
        held = {keys[code] for number in numbers for code, _ in sets.get(number, ((number, None),))}
        wanted = self._dimension.any_of
        return YES if not wanted or held & set(wanted) else NO


@dataclass(frozen=True, slots=True)
class _GroupReader:
    """A row of stored codes → the codes of a declared table's cell."""

    dimensions: tuple[tuple[_CodeReader | _FlagReader, tuple[int, ...]], ...]

    def codes(self, group: Sequence[Stored]) -> tuple[str, ...]:
        return tuple(
            reader.code(tuple(group[place] for place in places))
            for reader, places in self.dimensions
        )
