"""From kept counts to the cells of a release: every combination of codes and totals."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.disclosure.table import TOTAL, Cell, Hierarchy, Key, TableSet, period_atoms
from familjecentral.statistics.declared import (
    TOGETHER,
    CountRow,
    DeclaredSet,
    DimensionKind,
    TableSpec,
)

CENTRE = "centre"
HELD = "held"  # field of a dimension that is counted and never published: how groups were held
FEW_FIRST = 3  # fewer first or single contacts than this may be one family
FEW_FAMILIES_THRESHOLD = 10  # such a cell is small up to 9


@dataclass(frozen=True, slots=True)
class Counted:
    """True counts of a release's tables. Never leaves the core but through ``disclosure``.

    Attributes:
        tables: the cells with their true values, zeros included.
        thresholds: cells with a threshold of their own, because few families may stand behind.
        totals: sums of a table over one of its dimensions, or over months that it tells apart.
        held: key of a row of attendance → the ways in which its groups were held, such as ``8:6``.
        centres: keys of the centres that are covered.
    """

    tables: TableSet
    thresholds: Mapping[Key, int]
    totals: frozenset[Key]
    held: Mapping[Key, frozenset[str]] = field(default_factory=dict)
    centres: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Counted(cells={len(self.tables.cells)})"


@dataclass(slots=True)
class _Sum:
    n: int = 0
    known: int = 0
    first: int = 0

    def add(self, row: CountRow) -> None:
        self.n += row.n
        self.known += row.known
        self.first += row.first


def key_of(*, measure: str, period: Period, vintage: int, codes: Iterable[tuple[str, str]]) -> Key:
    """Return the key of a cell; totals are left out of it."""
    return Key(
        measure,
        period_atoms(period.file_text),
        vintage,
        tuple(sorted((d, c) for d, c in codes if c != TOTAL)),
    )


def tables_of(
    counts: Sequence[CountRow],
    *,
    declared: DeclaredSet,
    period: Period,
    vintage: int,
    centres: Sequence[str],
) -> Counted:
    """Return every cell of the declared tables for a period and the centres it covers.

    A release of one centre carries that centre's code; one of several centres carries their
    total, and for tables marked ``by_centre`` each centre too. Tables marked ``by_month`` carry
    each month besides.
    """
    wanted = {str(m) for m in period.months}
    by_table: dict[str, list[CountRow]] = defaultdict(list)
    for row in counts:
        if row.month in wanted and row.centre in centres and row.vintage <= vintage:
            by_table[row.table].append(row)
    cells: list[Cell] = []
    thresholds: dict[Key, int] = {}
    totals: set[Key] = set()
    kinds = {m.key: m.kind for m in declared.measures}
    for spec in declared.tables:
        places = tuple(centres) if len(centres) == 1 else (TOTAL,)
        if spec.by_centre and len(centres) > 1:
            places = (TOTAL, *centres)
        rows = by_table[spec.id]
        sums = {part: _sums(rows, spec, part) for part in _told_apart(period, spec)}
        lists = [(*declared.published(spec, d).codes, TOTAL) for d in spec.dimensions]
        for part, place in itertools.product(sums, places):
            for codes in itertools.product(*lists):
                key = key_of(
                    measure=spec.measure,
                    period=part,
                    vintage=vintage,
                    codes=((CENTRE, place), *zip(spec.dimensions, codes, strict=True)),
                )
                found = sums[part].get((place, codes), _Sum())
                cells.append(Cell(key, found.n, spec.key))
                if kinds[spec.measure] == "people" and may_be_few_families(found):
                    thresholds[key] = FEW_FAMILIES_THRESHOLD
                if TOTAL in codes or (part == period and len(sums) > 1):
                    totals.add(key)
    found_cells = TableSet(tuple(cells), inner_codes(declared))
    held = _held(by_table, declared, period, vintage, one=len(centres) == 1)
    return Counted(found_cells, thresholds, frozenset(totals), held, tuple(centres))


def may_be_few_families(found: _Sum) -> bool:
    """Tell whether a cell may be contacts of few families: at least half of the ordinals are
    known, and fewer than three contacts are first or single (unknown counts as returning)."""
    return (
        0 < found.n < FEW_FAMILIES_THRESHOLD
        and 2 * found.known >= found.n
        and found.first < FEW_FIRST
    )


def _held(
    rows: Mapping[str, Sequence[CountRow]],
    declared: DeclaredSet,
    period: Period,
    vintage: int,
    *,
    one: bool,
) -> dict[Key, frozenset[str]]:
    """Return in which ways the groups behind a row were held; a row is told by lists, not by yes
    and no."""
    found: dict[Key, frozenset[str]] = {}
    for spec in declared.tables:
        for name in (n for n in spec.counted if declared.dimension(n).field == HELD):
            lists = [d for d in spec.dimensions if declared.dimension(d).kind is DimensionKind.CODE]
            for row in rows.get(spec.id, ()):
                codes = dict(zip(spec.counted, row.codes, strict=True))
                own = [(d, spec.published(d, codes[d])) for d in lists]
                key = key_of(
                    measure=spec.measure,
                    period=period,
                    vintage=vintage,
                    codes=((CENTRE, row.centre if one else TOTAL), *own),
                )
                found[key] = found.get(key, frozenset()) | {codes[name]}
    return found


def inner_codes(declared: DeclaredSet) -> Hierarchy:
    """Return the codes that some table counts together."""
    inner: dict[str, dict[str, tuple[str, ...]]] = {}
    for spec in declared.tables:
        for name, codes in spec.merged:
            inner.setdefault(name, {})[TOGETHER.join(codes)] = codes
    return Hierarchy(inner) if inner else Hierarchy()


def _told_apart(period: Period, spec: TableSpec) -> tuple[Period, ...]:
    """Return the periods that a table has cells for: the whole, and its months if it has several
    and tells them apart."""
    if not spec.by_month or len(period.months) == 1:
        return (period,)
    return (period, *(Period(PeriodType.MONTH, m.year, m.month) for m in period.months))


def _sums(
    rows: Iterable[CountRow], spec: TableSpec, period: Period
) -> dict[tuple[str, tuple[str, ...]], _Sum]:
    """Sum finest cells over centres, the months of a period, vintages, and dimensions that are not
    published, into every margin."""
    months = {str(month) for month in period.months}
    sums: dict[tuple[str, tuple[str, ...]], _Sum] = defaultdict(_Sum)
    places = [spec.counted.index(name) for name in spec.dimensions]
    for row in (row for row in rows if row.month in months):
        own = [
            spec.published(name, row.codes[place])
            for name, place in zip(spec.dimensions, places, strict=True)
        ]
        for codes in itertools.product(*((code, TOTAL) for code in own)):
            for place in (row.centre, TOTAL):
                sums[place, codes].add(row)
    return sums


def truth_of(
    released: TableSet,
    rows: Sequence[CountRow],
    *,
    declared: DeclaredSet,
    centres: Sequence[str],
) -> TableSet:
    """Return the true values of released cells, as far as the kept counts give them.

    Cells of tables that are no longer declared are left out.
    """
    margins: dict[tuple[str, str, str, int, tuple[str, ...]], int] = defaultdict(int)
    for row in rows:
        for codes in itertools.product(*((code, TOTAL) for code in row.codes)):
            margins[row.table, row.month, row.centre, row.vintage, codes] += row.n
    cells = []
    for cell in released.cells:
        asked = dict(cell.key.codes)
        places = (asked.pop(CENTRE),) if CENTRE in asked else tuple(centres)
        spec = next(
            (
                s
                for s in declared.tables
                if s.measure == cell.key.measure and asked.keys() <= set(s.counted)
            ),
            None,
        )
        parts = {d: code.split(TOGETHER) for d, code in asked.items()}
        if spec is None or any(
            not set(codes) <= set(declared.dimension(d).codes) for d, codes in parts.items()
        ):
            continue
        value = sum(
            margins.get((spec.id, month, place, vintage, wanted), 0)
            for wanted in itertools.product(*(parts.get(d, [TOTAL]) for d in spec.counted))
            for month in cell.key.period
            for place in places
            for vintage in range(1, cell.key.vintage + 1)
        )
        cells.append(Cell(cell.key, value, cell.table))
    return TableSet(tuple(cells), released.hierarchy)
