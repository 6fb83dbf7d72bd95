"""Counts of locked rows: grouped in the database by stored codes, merged into reporting codes.

Declared tables share passes over the rows, so twenty yes/no tables over one list cost as much as
one. Rows never leave the database; only sums do. What a pass groups more finely than a declared
table is added up here at once and handed to nobody; only the margins of declared tables are kept.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from db import schema
from db.codes import CodeIndex
from db.groups_figures import count_groups
from db.guard import guard
from db.schema import kept_count, locked_contact
from db.tally_figures import count_visits
from db.transaction import Transaction
from familjecentral.access.model import Act, CentreId
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.tally import SOURCE as VISITS
from familjecentral.errors import Bug
from familjecentral.groups.figures import SOURCE as GROUPS
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    TableSpec,
)

YES, NO = "yes", "no"
_SEPARATOR = "|"
_LEVEL = "prevention_level"
_HANDOVER = "handover"  # whether one of the referrals was a warm handover
_MOST_GROUPS = 1500  # possible groups of one pass, month and level
# Field of a declared dimension → columns of a row.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "prevention_level": ("prevention_level",),
    "topic": ("topic_1",),
    "topics": ("topic_1", "topic_2", "topic_3"),
    "participants": ("participants",),
    "partner": ("partners",),
    "consulted": ("partners",),
    "action_given": ("actions",),
    "referral_target": ("referrals",),
    _HANDOVER: ("referrals",),
    **{field: (field,) for field in schema.CODE_FIELDS if not field.startswith("topic_")},
}
# Source of a measure that counts some rows of a working level → that level, and a field's code.
_SOME: Mapping[str, tuple[str, tuple[str, str]]] = {
    "consultation": ("structural", ("structural_activity_type", "consultation"))
}
_UNKNOWN_ORDINALS = ("unknown",)
_FIRST_ORDINALS = ("first", "single")

Stored = str | int | None
Group = tuple[Any, ...]  # month, level, stored values of the pass's columns, n, known, first
Sums = list[int]  # n, known, first


@dataclass(frozen=True, slots=True)
class _Pass:
    """One reading of the rows of a working level, or of some of them, month by month and prevention
    level by level, grouped by further columns, for some declared tables."""

    source: str
    columns: tuple[str, ...]
    tables: tuple[TableSpec, ...]

    def place_of(self, column: str) -> int:
        """Return where the value of a column stands in a group."""
        return 1 if column == _LEVEL else 2 + self.columns.index(column)


class SqlCountStore:
    """Counts inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
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
        found: list[CountRow] = []
        for one in _passes(declared, self._uow.shared.index):
            groups = self._grouped(one, centre_key, wanted, vintage)
            for spec in one.tables:
                for (month, *codes), sums in self._table(declared, spec, one, groups).items():
                    n, known, first = sums
                    found.append(
                        CountRow(centre_key, month, vintage, spec.id, tuple(codes), n, known, first)
                    )
        found += count_groups(self._uow, declared, centre_key, months, vintage)
        found += count_visits(self._uow, declared, centre_key, months, vintage)
        return tuple(sorted(found, key=lambda row: (row.month, row.table, row.codes)))

    def _table(
        self, declared: DeclaredSet, spec: TableSpec, one: _Pass, groups: list[Group]
    ) -> dict[tuple[str, ...], Sums]:
        """Add up the groups of a pass into the cells (month, code, …) of a table."""
        dimensions = [declared.dimension(key) for key in spec.dimensions]
        places = [
            tuple(one.place_of(name) for name in _columns_of(dimension)) for dimension in dimensions
        ]
        # First by stored codes, which is cheap and leaves few; then by reporting codes.
        stored = _added_up(
            groups, itemgetter(0, 0, *(place for several in places for place in several))
        )
        readers = [_reader(dimension, self._uow.shared.index) for dimension in dimensions]
        cells: dict[tuple[str, ...], Sums] = defaultdict(lambda: [0, 0, 0])
        for (month, _, *values), sums in stored.items():
            rest = iter(values)
            codes = [
                reader(tuple(islice(rest, len(several))))
                for reader, several in zip(readers, places, strict=True)
            ]
            cell = cells[month, *codes]
            for place, number in enumerate(sums):
                cell[place] += number
        return cells

    def _grouped(self, one: _Pass, centre_key: str, months: list[str], vintage: int) -> list[Group]:
        rows = locked_contact
        ordinal = rows.c.contact_ordinal
        ids = self._uow.shared.index.ids
        unknown = [ids.get(("contact_ordinal", key), 0) for key in _UNKNOWN_ORDINALS]
        first = [ids.get(("contact_ordinal", key), 0) for key in _FIRST_ORDINALS]
        columns = [rows.c[name] for name in one.columns]
        level, *codes = _SOME.get(one.source, (one.source,))
        only = [rows.c[field] == ids.get((field, code), 0) for field, code in codes]
        statement = (
            sa.select(
                sa.bindparam("month", type_=sa.String),
                sa.bindparam("level", type_=sa.String),
                *columns,
                sa.func.count(),
                sa.func.count(sa.case((ordinal.not_in(unknown), 1))),
                sa.func.count(sa.case((ordinal.in_(first), 1))),
            )
            .where(
                rows.c.centre_key == centre_key,
                rows.c.vintage == vintage,
                rows.c.month == sa.bindparam("month"),
                rows.c.working_level == level,
                *only,
                rows.c.prevention_level == sa.bindparam("level"),
            )
            .group_by(*columns)
            .having(sa.func.count() > 0)
        )
        # Nine short stretches of a quarter instead of one long: the rows lie in this order, and
        # sorting a stretch by few numbers takes half the time of sorting all by month and level.
        return [
            group
            for month in months
            for level in PreventionLevel
            for group in self._uow.connection.execute(
                statement, {"month": month, "level": level.value}
            ).all()
        ]

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


def _passes(declared: DeclaredSet, index: CodeIndex) -> tuple[_Pass, ...]:
    """Return few passes that serve all tables.

    Sorting the rows costs more than the number of groups, so tables are packed together, the
    widest first, as long as the possible groups of a pass stay few.
    """
    levels = {measure.key: measure.working_level for measure in declared.measures}
    sizes = _sizes(index)
    passes: list[tuple[str, set[str], list[TableSpec]]] = []
    needs = [
        (
            spec,
            {c for key in spec.dimensions for c in _columns_of(declared.dimension(key))} - {_LEVEL},
        )
        for spec in declared.tables
        if levels[spec.measure] not in (GROUPS, VISITS)  # counted by themselves
    ]
    for spec, columns in sorted(needs, key=lambda need: -math.prod(sizes[c] for c in need[1])):
        for level, held, tables in passes:
            together = math.prod(sizes[c] for c in held | columns)
            if level == levels[spec.measure] and (columns <= held or together <= _MOST_GROUPS):
                held.update(columns)
                tables.append(spec)
                break
        else:
            passes.append((levels[spec.measure], set(columns), [spec]))
    return tuple(
        _Pass(source, tuple(sorted(columns)), tuple(tables)) for source, columns, tables in passes
    )


def _sizes(index: CodeIndex) -> dict[str, int]:
    """Return how many values a column can have, the missing one included."""
    codes = Counter(list_key for list_key, _ in index.ids)
    sets = Counter(set_id // schema.SETS_PER_LIST for set_id in index.sets)
    sizes = {name: codes[list_key] + 1 for name, list_key in schema.CODE_FIELDS.items()}
    for name, list_key in schema.SET_FIELDS.items():
        sizes[name] = sets[schema.LISTS[list_key]] + 1
    return sizes


def _columns_of(dimension: Dimension) -> tuple[str, ...]:
    try:
        return _COLUMNS[dimension.field]
    except KeyError:
        raise Bug(f"no such field of a contact: {dimension.field}") from None


def _added_up(groups: Iterable[Group], key: Callable[[Group], Group]) -> dict[Group, Sums]:
    """Sum (n, known, first), the last three of each group, by a key."""
    sums: dict[Group, Sums] = {}
    for group in groups:
        place = key(group)
        held = sums.get(place)
        if held is None:
            sums[place] = list(group[-3:])
        else:
            held[0] += group[-3]
            held[1] += group[-2]
            held[2] += group[-1]
    return sums


def _reader(dimension: Dimension, index: CodeIndex) -> Callable[[tuple[Stored, ...]], str]:
    """Return what turns the stored values of a dimension's columns into its reporting code."""
    keys, sets = index.keys, index.sets

    def code(values: tuple[Stored, ...]) -> str:
        value = values[0]
        return dimension.reporting(keys[value] if isinstance(value, int) else value)

    def flag(values: tuple[Stored, ...]) -> str:
        numbers = [value for value in values if isinstance(value, int)]
        if not numbers:
            return dimension.empty_means
        held = {keys[code] for number in numbers for code, _ in sets.get(number, ((number, None),))}
        return YES if not dimension.any_of or held & set(dimension.any_of) else NO

    def warm(values: tuple[Stored, ...]) -> str:
        members = (sets.get(value, ()) for value in values if isinstance(value, int))
        return YES if any(handover for own in members for _, handover in own) else NO

    if dimension.field == _HANDOVER:
        return warm
    return code if dimension.kind is DimensionKind.CODE else flag
