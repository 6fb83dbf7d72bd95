"""A table set declared as data: which tables a release holds and how codes are merged in it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from familjecentral.disclosure.table import MISSING

OTHER = "other"
_NOT_NAMED = ""  # stands for every stored code that neither of two dimensions names
# Between codes that one table counts together: ``selective+indicated``.
TOGETHER = "+"


class DimensionKind(StrEnum):
    """How a stored field becomes a dimension."""

    CODE = "code"  # one code a row; groups merge codes
    FLAG = "flag"  # yes / no / missing over a list of which a row can hold several codes


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the table set.

    Attributes:
        key: name of the column in table files, such as ``level`` or ``participants.father``.
        kind: see :class:`DimensionKind`.
        field: field of the contact: ``prevention_level``, ``topic`` (the main one),
            ``contact_form``, ``participants``, ``referral_target`` …
        groups: reporting code → stored codes merged into it, in printed order; ``missing``
            among them stands for rows without the value. A stored code that no group names
            is put into the group ``other``. Empty: the codes as they are.
        any_of: for flags: the stored codes that make it a yes (empty: any code at all).
        empty_means: for flags: what a row without any code of the field counts as.
        codes: every reporting code that can occur, in printed order; filled in from the code
            lists when the set is loaded.
    """

    key: str
    kind: DimensionKind
    field: str
    groups: Mapping[str, tuple[str, ...]]
    any_of: tuple[str, ...] = ()
    empty_means: str = "missing"
    codes: tuple[str, ...] = ()

    @property
    def stored(self) -> frozenset[str]:
        """The stored codes that it names; ``missing`` for rows without the value."""
        return frozenset(itertools.chain(*self.groups.values()) if self.groups else self.codes)

    def reporting(self, stored: str | None) -> str:
        """Return the reporting code of a stored code (None: the row lacks the value)."""
        wanted = stored or MISSING
        for code, members in self.groups.items():
            if wanted in members:
                return code
        return OTHER if self.groups else wanted


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: rows of one working level. ``things`` are never small."""

    key: str
    working_level: str
    kind: str  # "people" or "things"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One declared table: every combination of its dimensions' codes and totals is published.

    ``by_centre``: in a release of several centres, also broken down by centre.
    ``counted_by``: the dimensions of its kept counts where it is published by fewer.
    ``merged``: dimension → codes that it counts together, where it is published coarser.
    ``threshold``: what its rows are small below, if that is its own; 0: as elsewhere.
    ``by_month``: in a release of several months, also broken down by month.
    """

    key: str
    measure: str
    dimensions: tuple[str, ...]
    weight: int = 1
    by_centre: bool = False
    counted_by: tuple[str, ...] = ()
    merged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    threshold: int = 0
    by_month: bool = False

    @property
    def counted(self) -> tuple[str, ...]:
        """The dimensions of its kept counts."""
        return self.counted_by or self.dimensions

    @property
    def id(self) -> str:
        """The identifier under which its counts are kept: several specs may share a printed
        table's ``key``, none share measure and dimensions."""
        return f"{self.measure}:{'*'.join(self.counted)}"

    def published(self, dimension: str, code: str) -> str:
        """Return the code that stands for a reporting code in this table."""
        for name, codes in self.merged:
            if name == dimension and code in codes:
                return TOGETHER.join(codes)
        return code


@dataclass(frozen=True, slots=True)
class SensitiveRule:
    """A higher threshold for some reporting codes of a dimension."""

    dimension: str
    codes: tuple[str, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class DeclaredSet:
    """The whole set. ``version`` is printed in every report; ``total_weight`` is the price of
    hiding a total of a table, so that inner cells are hidden before the sums that people read."""

    version: int
    threshold: int
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    tables: tuple[TableSpec, ...]
    sensitive: tuple[SensitiveRule, ...] = ()
    zeros_sensitive: tuple[str, ...] = ()
    total_weight: int = 1

    def dimension(self, key: str) -> Dimension:
        """Return the dimension with a key (KeyError if there is none)."""
        for found in self.dimensions:
            if found.key == key:
                return found
        raise KeyError(key)

    def published(self, spec: TableSpec, key: str) -> Dimension:
        """Return a dimension with the codes that a table publishes, merged ones in the place of
        their first."""
        found = self.dimension(key)
        return replace(
            found, codes=tuple(dict.fromkeys(spec.published(key, code) for code in found.codes))
        )


def never_together(declared: DeclaredSet) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the pairs of (dimension, code) that no row can have: where two dimensions group the
    same field, everybody knows which of their codes share no stored code."""
    lists = [d for d in declared.dimensions if d.kind is DimensionKind.CODE]
    found: list[tuple[tuple[str, str], ...]] = []
    for one, other in itertools.combinations(lists, 2):
        if one.field != other.field:
            continue
        stored = {*one.stored, *other.stored, _NOT_NAMED}
        together = {(one.reporting(code), other.reporting(code)) for code in stored}
        found += [
            ((one.key, a), (other.key, b))
            for a, b in itertools.product(one.codes, other.codes)
            if (a, b) not in together
        ]
    return tuple(found)


def own_rules(declared: DeclaredSet) -> tuple[SensitiveRule, ...]:
    """Return the thresholds that tables declare for themselves, as rules for the codes of their
    rows: wherever such a number is told, in a sum of months or beside another level, they hold."""
    rules = []
    for spec in declared.tables:
        if spec.threshold and spec.dimensions:
            row = spec.dimensions[0]
            merged = tuple(TOGETHER.join(codes) for name, codes in spec.merged if name == row)
            codes = (*declared.dimension(row).codes, *merged)
            rules.append(SensitiveRule(row, codes, spec.threshold))
    return tuple(rules)


@dataclass(frozen=True, slots=True)
class CountRow:
    """One kept count: a finest cell of a declared table in one centre, month and vintage.

    Attributes:
        centre: the centre's key.
        month: ``YYYY-MM``.
        vintage: 1 for the snapshot at lock; later vintages hold what came on top (increments).
        table: the declared table's :attr:`TableSpec.id`.
        codes: one reporting code per dimension of the table, in the table's order.
        n: rows counted. known: rows with a known ordinal. first: first or single contacts.
    """

    centre: str
    month: str
    vintage: int
    table: str
    codes: tuple[str, ...]
    n: int
    known: int
    first: int
