"""Which tables a report prints, row by row and column by column: public, without any number.

The writers fill these shapes, and the readers of the proof find the same rows and columns again
by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from familjecentral.calendar.names import MONTHS, capital
from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import MISSING, Key
from familjecentral.errors import Coarser
from familjecentral.statistics.declared import DeclaredSet, Dimension, DimensionKind, TableSpec
from familjecentral.statistics.labels import TOTAL_LABEL, SetLabels

CENTRE, MONTH = "centre", "month"
# On paper a flag has its yes (and what is missing); no is what is left of the total.
NO = "no"
# What a coarser step does (:class:`~familjecentral.errors.Coarser`).
_MERGE, _DIMENSION = "merge", "dimension"
LEVEL_FIELD = "prevention_level"
# Head of the rows that have measures of their own.
ITEM = "item"
# Before the label of a part, in a list.
PART = "därav "
_NUMBERED = re.compile(r"t([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of counts: its words and the codes that it stands for.

    Attributes:
        measure: set where the lines of one table have different measures.
        group: words above several columns.
        note: footnote.
        month: the month of the year that it is a part for; 0: the whole period.
        parts: the lines that it adds up, in a view that merges rows.
    """

    label: str
    codes: tuple[tuple[str, str], ...] = ()
    measure: str = ""
    group: str = ""
    is_total: bool = False
    note: str = ""
    month: int = 0
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A printed table.

    Attributes:
        key: key of the declared tables it shows.
        number: ``3``, or ``11a`` where one key is printed in two parts.
        row_head: words above the row labels.
        measure: what is counted ("" when the columns say so).
        field: field of the contact that the rows tell apart.
        adds_up: the rows but the last are all there is, each occasion in one of them.
        is_side_by_side: the columns are measures, and the rows what they are all told apart by.
        is_list: the rows are measures, and what is part of them.
    """

    key: str
    number: str
    title: str
    row_head: str
    measure: str
    field: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    adds_up: bool
    is_side_by_side: bool = False
    is_list: bool = False

    @property
    def is_matrix(self) -> bool:
        """Whether the columns are the measures of the working levels."""
        return not self.measure and not self.is_side_by_side and not self.is_list


def level_of(declared: DeclaredSet) -> Dimension | None:
    """Return the dimension of the prevention level, if the set has one."""
    return next((d for d in declared.dimensions if d.field == LEVEL_FIELD), None)


def is_on_paper(declared: DeclaredSet, key: Key) -> bool:
    """Tell whether a cell has a place of its own in the printed tables. What is left of a total has
    none: the *no* of a yes/no dimension, and of two such crossed all but the yes to one of them."""
    flags = {d.key for d in declared.dimensions if d.kind is DimensionKind.FLAG}
    crossed = {
        name
        for spec in declared.tables
        if set(spec.dimensions) <= flags
        for name in spec.dimensions[1:]
    }
    codes = dict(key.codes)
    return (
        NO not in codes.values()
        and (len(flags & codes.keys()) < 2)
        and not any(codes.get(name) == MISSING for name in crossed)
    )


def free_number(declared: DeclaredSet) -> str:
    """Return the lowest table number that no declared table has: that of the key figures."""
    return _free_numbers(declared)[0]


def next_number(declared: DeclaredSet) -> str:
    """Return the free number after that: of the key figures on groups."""
    return _free_numbers(declared)[1]


def _free_numbers(declared: DeclaredSet) -> list[str]:
    taken = {match[1] for spec in declared.tables if (match := _NUMBERED.fullmatch(spec.key))}
    return [str(n) for n in range(1, len(taken) + 3) if str(n) not in taken]


def shapes(
    declared: DeclaredSet,
    labels: SetLabels,
    centres: Sequence[str] = (),
    period: Period | None = None,
) -> tuple[Shape, ...]:
    """Return the printed tables in order: every declared cell has its place in one of them.

    Args:
        centres: keys of the centres when the release covers several.
        period: of the release, whose months some tables have rows for.
    """
    months = [month.month for month in period.months] if period else []
    level = level_of(declared)
    found: list[Shape] = []
    for place, (key, specs) in enumerate(_by_key(declared).items(), start=1):
        match = _NUMBERED.fullmatch(key)
        parts = list(_parts(declared, labels, level, key, specs, centres))
        monthly = [spec for spec in specs if spec.by_month]
        if monthly and len(months) > 1:
            parts.append(_by_month(declared, labels, key, monthly, months))
        for part, shape in enumerate(parts):
            letter = "abcdefgh"[part] if len(parts) > 1 else ""
            found.append(replace(shape, number=(match[1] if match else str(place)) + letter))
    return tuple(found)


def _by_key(declared: DeclaredSet) -> Mapping[str, list[TableSpec]]:
    found: dict[str, list[TableSpec]] = {}
    for spec in declared.tables:
        found.setdefault(spec.key, []).append(spec)
    return found


def _parts(
    declared: DeclaredSet,
    labels: SetLabels,
    level: Dimension | None,
    key: str,
    specs: Sequence[TableSpec],
    centres: Sequence[str],
) -> Iterator[Shape]:
    """Yield the matrix, then tables with level, then those without, then those by centre."""
    only_level = (level.key,) if level else ()
    matrix = [spec for spec in specs if spec.dimensions == only_level and level]
    if level and matrix:
        yield _matrix(labels, declared.published(matrix[0], level.key), key, matrix)
    rest = [spec for spec in specs if spec not in matrix]
    if not matrix and len({spec.measure for spec in rest}) > 1:
        yield from _several_measures(declared, labels, key, rest)
        return
    for crossed in (True, False):
        chosen = [s for s in rest if (level is not None and level.key in s.dimensions) is crossed]
        for measure in dict.fromkeys(spec.measure for spec in chosen):
            same = [spec for spec in chosen if spec.measure == measure]
            yield from _rows_shapes(declared, labels, level if crossed else None, key, same)
    if len(centres) > 1:
        for spec in specs:
            if spec.by_centre and level and spec in matrix:
                yield _by_centre(labels, level, spec, centres)


def _matrix(labels: SetLabels, level: Dimension, key: str, specs: Sequence[TableSpec]) -> Shape:
    return Shape(
        key=key,
        number="",
        title=labels.table(key),
        row_head=labels.dimension(level.key),
        measure="",
        field=level.field,
        rows=(
            *(Line(labels.code(level.key, c), ((level.key, c),)) for c in level.codes),
            Line(TOTAL_LABEL, is_total=True),
        ),
        columns=tuple(
            Line(
                labels.measures[spec.measure].level,
                measure=spec.measure,
                group=labels.measures[spec.measure].head,
            )
            for spec in specs
        ),
        adds_up=True,
    )


def _several_measures(
    declared: DeclaredSet, labels: SetLabels, key: str, specs: Sequence[TableSpec]
) -> Iterator[Shape]:
    """Yield measures that are told apart in the same way beside each other, the rest in a list."""
    by_rows: dict[tuple[str, ...], list[TableSpec]] = {}
    for spec in specs:
        for name in spec.dimensions[:1]:
            by_rows.setdefault((name, *declared.published(spec, name).codes), []).append(spec)
    beside = [same for same in by_rows.values() if len({spec.measure for spec in same}) > 1]
    for same in beside:
        yield _side_by_side(declared, labels, key, same)
    left = [spec for spec in specs if not any(spec in same for same in beside)]
    if left:
        yield _list(declared, labels, key, left)


def _side_by_side(
    declared: DeclaredSet, labels: SetLabels, key: str, specs: Sequence[TableSpec]
) -> Shape:
    """Return measures beside each other; of a further yes or no the yes stands before its whole."""
    row = declared.published(specs[0], specs[0].dimensions[0])
    columns: list[Line] = []
    for spec in specs:
        flags = [declared.published(spec, name) for name in spec.dimensions[1:]]
        columns += [*_parts_of(labels, flags, spec.measure)]
        columns.append(Line(labels.measures[spec.measure].head, measure=spec.measure))
    return Shape(
        key=key,
        number="",
        title=labels.table(key),
        row_head=labels.dimension(row.key),
        measure="",
        field=row.field,
        rows=(
            *(
                Line(
                    labels.code(row.key, code),
                    ((row.key, code),),
                    note=labels.notes.get(row.key, {}).get(code, ""),
                )
                for code in row.codes
            ),
            Line(TOTAL_LABEL, is_total=True),
        ),
        columns=tuple(columns),
        adds_up=True,
        is_side_by_side=True,
    )


def _list(declared: DeclaredSet, labels: SetLabels, key: str, specs: Sequence[TableSpec]) -> Shape:
    """Return measures below each other, each with its parts by one dimension at a time."""
    rows: list[Line] = []
    for measure in dict.fromkeys(spec.measure for spec in specs):
        own = [spec for spec in specs if spec.measure == measure]
        parts = {name: declared.published(s, name) for s in own for name in s.dimensions}
        crossed = {name for spec in own for name in spec.dimensions[1:]}
        rows.append(Line(labels.measures[measure].head, measure=measure))
        for line in _parts_of(labels, [*parts.values()], measure):
            if any(name in crossed and code == MISSING for name, code in line.codes):
                continue  # left of those that the first dimension tells
            text = f"{PART}{line.label[:1].lower()}{line.label[1:]}"
            rows.append(replace(line, label=text))
    return Shape(
        key=key,
        number="",
        title=labels.table(key),
        row_head=labels.dimension(ITEM),
        measure="",
        field=next((declared.dimension(d).field for s in specs for d in s.dimensions), ITEM),
        rows=tuple(rows),
        columns=(Line(TOTAL_LABEL),),
        adds_up=False,
        is_list=True,
    )


def _parts_of(labels: SetLabels, dimensions: Sequence[Dimension], measure: str) -> Iterator[Line]:
    for dimension in dimensions:
        for code in dimension.codes:
            if dimension.kind is not DimensionKind.FLAG or code != NO:
                yield Line(
                    labels.code(dimension.key, code), ((dimension.key, code),), measure=measure
                )


def _level_columns(labels: SetLabels, level: Dimension | None) -> tuple[Line, ...]:
    codes = level.codes if level else ()
    return (
        Line(TOTAL_LABEL),
        *(
            Line(labels.code(level.key, code), ((level.key, code),), group="därav")
            for code in codes
            if level
        ),
    )


def _rows_shapes(
    declared: DeclaredSet,
    labels: SetLabels,
    level: Dimension | None,
    key: str,
    specs: Sequence[TableSpec],
) -> Iterator[Shape]:
    """Yield a table for every list, and one for all flags together."""
    flags: list[Dimension] = []
    singles: list[Dimension] = []
    for spec in specs:
        row = next((d for d in spec.dimensions if level is None or d != level.key), None)
        if row is None:
            continue
        dimension = declared.published(spec, row)
        (flags if dimension.kind is DimensionKind.FLAG else singles).append(dimension)
    total = Line(TOTAL_LABEL, is_total=True)
    for group in (*([single] for single in singles), flags):
        if not group:
            continue
        first = group[0]
        is_flag = first.kind is DimensionKind.FLAG
        yield Shape(
            key=key,
            number="",
            title=labels.table(key),
            row_head=labels.dimension(first.key.partition(".")[0] if is_flag else first.key),
            measure=specs[0].measure,
            field=first.field,
            rows=(
                *(
                    Line(
                        labels.code(d.key, code),
                        ((d.key, code),),
                        note=labels.notes.get(d.key, {}).get(code, ""),
                    )
                    for d in group
                    for code in d.codes
                    if not is_flag or code != NO
                ),
                total,
            ),
            columns=_level_columns(labels, level and declared.published(specs[0], level.key)),
            adds_up=not is_flag,
        )


def _by_centre(
    labels: SetLabels, level: Dimension, spec: TableSpec, centres: Sequence[str]
) -> Shape:
    measure = labels.measures[spec.measure]
    return Shape(
        key=spec.key,
        number="",
        title=f"{measure.level} efter familjecentral och {labels.dimension(level.key).lower()}",
        row_head=labels.dimension(CENTRE),
        measure=spec.measure,
        field=CENTRE,
        rows=(
            *(Line(labels.code(CENTRE, c), ((CENTRE, c),)) for c in centres),
            Line(TOTAL_LABEL, is_total=True),
        ),
        columns=_level_columns(labels, level),
        adds_up=True,
    )


def _by_month(
    declared: DeclaredSet,
    labels: SetLabels,
    key: str,
    specs: Sequence[TableSpec],
    months: Sequence[int],
) -> Shape:
    """Return the months below each other, and beside each other all that was counted in them."""
    columns: list[Line] = []
    for spec in specs:
        own = [declared.published(spec, name) for name in spec.dimensions]
        columns += _parts_of(labels, own, spec.measure)
        columns.append(Line(labels.measures[spec.measure].head, measure=spec.measure))
    return Shape(
        key=key,
        number="",
        title=f"{labels.table(key)} efter månad",
        row_head=labels.dimension(MONTH),
        measure="",
        field=MONTH,
        rows=(
            *(Line(capital(MONTHS[month - 1]), month=month) for month in months),
            Line(TOTAL_LABEL, is_total=True),
        ),
        columns=tuple(columns),
        adds_up=True,
        is_side_by_side=True,
    )


@dataclass(frozen=True, slots=True)
class TextTable:
    """A printed table as texts, for a window that lists it: caption, heads (that of the rows
    first; a group above on a line of its own), rows (their label first), and the lines below."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def in_words(steps: Sequence[Coarser], declared: DeclaredSet, labels: SetLabels) -> tuple[str, ...]:
    """Return what each step means, in Swedish and in the words of the printed tables."""
    numbers = _numbers(declared, labels)
    return tuple(_said(step, numbers.get(step.table, step.table), labels) for step in steps)


def cell_words(table: str, key: Key, declared: DeclaredSet, labels: SetLabels) -> str:
    """Return which number is meant: ``Tabell 4: 1–2 år, Indikerad``."""
    named = [labels.code(name, code) for name, code in key.codes if name != CENTRE]
    if not named:
        named = [f"{labels.measures[key.measure].many}, {TOTAL_LABEL.lower()}"]
    places = [labels.code(name, code) for name, code in key.codes if name == CENTRE]
    if len(key.period) == 1 and any(s.by_month for s in declared.tables if s.key == table):
        places.insert(0, MONTHS[int(key.period[0][5:]) - 1])
    number = _numbers(declared, labels).get(table, table)
    return f"Tabell {number}: {', '.join((*named, *places))}"


def _numbers(declared: DeclaredSet, labels: SetLabels) -> Mapping[str, str]:
    numbers: dict[str, str] = {}
    for shape in shapes(declared, labels):
        numbers.setdefault(shape.key, shape.number.rstrip("abcdefgh"))
    return numbers


def _said(step: Coarser, number: str, labels: SetLabels) -> str:
    table = f"Tabell {number}, {labels.table(step.table)}"
    if step.kind == _MERGE:
        codes = " och ".join(labels.code(step.dimension, code) for code in step.codes)
        return f"{table}: {codes} räknas ihop."
    if step.kind == _DIMENSION:
        return f"{table}: utan uppdelning efter {labels.dimension(step.dimension).lower()}."
    return f"{table}: utelämnas. Den kan visas för en längre period."
