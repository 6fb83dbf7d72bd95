"""A house's own choice of tables: what may be chosen, and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from familjecentral.disclosure.policy import HIGHEST_THRESHOLD, LOWEST_THRESHOLD
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.statistics.declared import DeclaredSet, DimensionKind, TableSpec, own_rules
from familjecentral.statistics.kept import KeptSet
from familjecentral.statistics.printed import level_of

Merged = tuple[tuple[str, tuple[str, ...]], ...]
OWN_FROM = 31  # the numbers below are for tables that the program ships
_OF_ROWS = ("individual", "group", "structural")  # what counsellors log, field by field
_NUMBERED = re.compile(r"t(\d+)")


@dataclass(frozen=True, slots=True)
class TableWish:
    """A table that is wished for.

    Attributes:
        dimensions: one, or one and the prevention level, which is always the last.
        merged: dimension → codes that are counted together.
        threshold: what its rows are small below; 0: as in the other tables.
    """

    measure: str
    dimensions: tuple[str, ...]
    merged: Merged = ()
    threshold: int = 0


def wish_of(spec: TableSpec) -> TableWish:
    """Return the wish that gives a table of the set."""
    return TableWish(spec.measure, spec.dimensions, spec.merged, spec.threshold)


def choices(declared: DeclaredSet) -> tuple[TableSpec, ...]:
    """Return what can be chosen, as the finest tables: by level, every dimension that the
    shipped set counts a measure of logged rows by, and those that it counts nothing by."""
    level = level_of(declared)
    if level is None:
        return ()
    logged = {m.key for m in declared.measures if m.working_level in _OF_ROWS}
    counted = [spec for spec in declared.tables if spec.measure in logged]
    by_level = dict.fromkeys(spec.measure for spec in counted if level.key in spec.dimensions)
    used = {name for spec in declared.tables for name in spec.dimensions}
    found = []
    for measure in by_level:
        own = {name for s in declared.tables if s.measure == measure for name in s.dimensions}
        names = [d.key for d in declared.dimensions if d.key in own or d.key not in used]
        if len(own) > 1:  # a measure that is counted by level alone is told by nothing else
            found += [(measure, name) for name in names if name != level.key]
    return tuple(TableSpec("", measure, (name, level.key)) for measure, name in found)


def chosen_set(
    wishes: Sequence[TableWish], threshold: int, shipped: DeclaredSet, kept: Sequence[KeptSet]
) -> DeclaredSet:
    """Return the table set that is wished for, in the order of the wishes.

    A shipped table keeps its number and weight, and so does one that the house has had before;
    others get numbers of their own.

    Raises:
        InvalidInput: a threshold outside 3–10, or of a table below that of the set; a table that
            is unknown, twice or cannot be merged so; the first table is missing; all at once.
    """
    problems: list[FieldProblem] = []
    if not LOWEST_THRESHOLD <= threshold <= HIGHEST_THRESHOLD:
        problems.append(FieldProblem("threshold", "out_of_range", HIGHEST_THRESHOLD))
    if len({(wish.measure, wish.dimensions) for wish in wishes}) < len(wishes):
        problems.append(FieldProblem("dimension", "twice"))
    whole = [wish for wish in wishes if not wish.merged]
    first = shipped.tables[0]
    if not any((w.measure, w.dimensions) == (first.measure, first.dimensions) for w in whole):
        problems.append(FieldProblem("dimension", "first_table"))
    if any(w.threshold and not threshold <= w.threshold <= HIGHEST_THRESHOLD for w in wishes):
        problems.append(FieldProblem("own_threshold", "out_of_range", HIGHEST_THRESHOLD))
    for wish in wishes:
        problems += _problems(wish, shipped)
    if problems:
        raise InvalidInput(tuple(dict.fromkeys(problems)))
    known = [spec for one in (*kept[::-1],) for spec in one.declared.tables]
    tables: list[TableSpec] = []
    for wish in wishes:
        same = (wish.measure, wish.dimensions)
        spec = next(
            (s for s in (*shipped.tables, *known) if (s.measure, s.dimensions) == same),
            TableSpec(_free_key((*known, *tables)), *same),
        )
        tables.append(replace(spec, merged=wish.merged, threshold=wish.threshold))
    made = replace(shipped, threshold=threshold, tables=tuple(tables))
    return replace(made, sensitive=(*shipped.sensitive, *own_rules(made)))


def _problems(wish: TableWish, shipped: DeclaredSet) -> Iterator[FieldProblem]:
    is_shipped = any(
        (s.measure, s.dimensions) == (wish.measure, wish.dimensions) for s in shipped.tables
    )
    can_be = any(
        s.measure == wish.measure and wish.dimensions in (s.dimensions[:1], s.dimensions)
        for s in (*choices(shipped), *shipped.tables)
    )
    if not is_shipped and not can_be:
        yield FieldProblem("dimension", "unknown_table")
        return
    taken: set[tuple[str, str]] = set()
    for name, codes in wish.merged:
        own = {(name, code) for code in codes}
        is_list = name in wish.dimensions and (shipped.dimension(name).kind is DimensionKind.CODE)
        known = set(shipped.dimension(name).codes) if is_list else set()
        if not 1 < len(own) < len(known) or not set(codes) <= known or own & taken:
            yield FieldProblem("merged", "cannot_merge")
        taken |= own


def _free_key(known: Sequence[TableSpec]) -> str:
    """Return the key of a new table; none is used twice for different tables."""
    numbers = [int(match[1]) for spec in known if (match := _NUMBERED.fullmatch(spec.key))]
    return f"t{max([OWN_FROM - 1, *numbers]) + 1}"
