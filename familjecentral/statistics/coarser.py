"""A coarser table set: the declared one after some of its tables have been made coarser.

What is published stays inside what is counted, so the kept counts of the declared tables serve
the coarser ones too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from familjecentral.disclosure.table import TableSet
from familjecentral.errors import Coarser
from familjecentral.statistics.cells import CENTRE
from familjecentral.statistics.declared import TOGETHER, DeclaredSet, DimensionKind, TableSpec
from familjecentral.statistics.printed import MONTH, level_of

MERGE, DIMENSION, LEAVE = "merge", "dimension", "leave"


def coarsened(declared: DeclaredSet, steps: Iterable[Coarser]) -> DeclaredSet:
    """Return the table set after the steps, in their order. A table that is left with the
    prevention level alone, or with nothing, says no more than the first table and goes."""
    for step in steps:
        tables = (_stepped(declared, spec, step) for spec in declared.tables)
        declared = replace(declared, tables=tuple(spec for spec in tables if spec is not None))
    return declared


def _stepped(declared: DeclaredSet, spec: TableSpec, step: Coarser) -> TableSpec | None:
    if spec.key != step.table:
        return spec
    if step.kind == LEAVE:
        return None
    if step.dimension in (CENTRE, MONTH):
        by_centre = spec.by_centre and step.dimension != CENTRE
        return replace(
            spec, by_centre=by_centre, by_month=spec.by_month and step.dimension != MONTH
        )
    kept = tuple(m for m in spec.merged if m[0] != step.dimension)
    if step.kind == MERGE:
        more = ((step.dimension, step.codes),) if step.dimension in spec.dimensions else ()
        return replace(spec, merged=(*kept, *more))
    left = tuple(name for name in spec.dimensions if name != step.dimension)
    level = level_of(declared)
    if left == spec.dimensions:
        return spec
    says_more = left and (level is None or left != (level.key,))
    return (
        replace(spec, dimensions=left, counted_by=spec.counted, merged=kept) if says_more else None
    )


def candidates(declared: DeclaredSet, key: str) -> Iterator[Coarser]:
    """Yield ways to make a printed table coarser, those that cost the reader least first: leave
    the breakdowns by month and by centre, merge neighbours, leave the prevention level, leave the
    table.

    Which codes are merged follows the printed order alone: a choice that depends on numbers
    would tell them.
    """
    specs = [spec for spec in declared.tables if spec.key == key]
    if any(spec.by_month for spec in specs):
        yield Coarser(DIMENSION, key, MONTH)
    if any(spec.by_centre for spec in specs):
        yield Coarser(DIMENSION, key, CENTRE)
    level = level_of(declared)
    names = list(dict.fromkeys(name for spec in specs for name in spec.dimensions))
    singles = [n for n in names if declared.dimension(n).kind is DimensionKind.CODE]
    if level is not None and level.key in singles:
        if len(level.codes) > 2:
            yield Coarser(MERGE, key, level.key, level.codes[-2:])
        if any(len(spec.dimensions) > 1 for spec in specs):
            yield Coarser(DIMENSION, key, level.key)
    yield Coarser(LEAVE, key)


def as_published(declared: DeclaredSet, cells: TableSet) -> DeclaredSet:
    """Return the table set as a release holds it: what it was coarsened to is told by its cells."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    codes: dict[tuple[str, str], set[str]] = {}
    by_centre: set[tuple[str, str]] = set()
    months: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    places = {dict(cell.key.codes).get(CENTRE, "") for cell in cells.cells}
    for cell in cells.cells:
        own = (cell.table, cell.key.measure)
        names = tuple(name for name, _ in cell.key.codes if name != CENTRE)
        found.setdefault(own, set()).add(names)
        months.setdefault(own, set()).add(cell.key.period)
        for name, code in cell.key.codes:
            codes.setdefault((cell.table, name), set()).add(code)
        if CENTRE in dict(cell.key.codes):
            by_centre.add(own)
    tables = []
    for spec in declared.tables:
        own = (spec.key, spec.measure)
        kept = _kept(spec, found.get(own, set()))
        if kept is None:
            continue
        merged = tuple(
            (name, tuple(code.split(TOGETHER)))
            for name in kept
            for code in sorted(codes.get((spec.key, name), ()))
            if TOGETHER in code
        )
        tables.append(
            replace(
                spec,
                dimensions=kept,
                counted_by=spec.counted_by if kept == spec.dimensions else spec.counted,
                merged=merged,
                by_centre=spec.by_centre and (own in by_centre or "" not in places),
                by_month=spec.by_month and len(months[own]) > 1,
            )
        )
    return replace(declared, tables=tuple(tables))


def _kept(spec: TableSpec, found: set[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the dimensions of a table that a release holds, None if it holds nothing of it."""
    first = spec.dimensions[0] if spec.dimensions else ""
    for count in range(len(spec.dimensions), 0, -1):
        for names in combinations(spec.dimensions, count):
            if first in names and tuple(sorted(names)) in found:
                return names
    if found == {()}:
        return spec.dimensions  # a sum of which no row stands
    return () if not spec.dimensions and () in found else None
