"""Full tables of the statistical agencies' formats back to cells, by the codes of their axes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from familjecentral.disclosure.table import NO_MEASURE, NO_PERIOD, TOTAL, Cell, Key, TableSet, Value
from familjecentral.errors import UnusableFile
from familjecentral.readers.parse import Unreadable, read_period, read_vintage

# Cells of a larger table than this are no publication; reading stops before memory does.
MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension: its key (``measure``, ``period``, ``vintage`` or a name of its own), its codes
    in order, and which of them are the sum of the others."""

    key: str
    codes: tuple[str, ...]
    totals: frozenset[str] = frozenset((TOTAL, ""))


@dataclass(frozen=True, slots=True)
class Cube:
    """A table: one value for each combination of codes, the last axis running fastest.

    ``values`` are read texts; None stands for a combination that the table does not hold.
    """

    table: str
    axes: tuple[Axis, ...]
    values: tuple[Value | Absent, ...]


class Absent:
    """What stands where a table holds no cell: not hidden, not zero, not known."""


ABSENT = Absent()


def set_of(cubes: Sequence[Cube], place: str) -> TableSet:
    """Return the cells of tables.

    Raises:
        UnusableFile: a period or vintage that cannot be read, a wrong number of values, no cell,
            or two cells with one key and different values.
    """
    periods = [
        code
        for cube in cubes
        for axis in cube.axes
        if axis.key == "period"
        for code in axis.codes
        if code not in axis.totals
    ]
    try:
        everything = tuple(sorted({atom for text in periods for atom in read_period(text)}))
        cells = [cell for cube in cubes for cell in _cells(cube, everything or NO_PERIOD, place)]
    except Unreadable as error:
        raise UnusableFile(error.reason, place) from error
    if not cells:
        raise UnusableFile("no_rows", place)
    known: dict[Key, Value] = {}
    for cell in cells:
        if known.setdefault(cell.key, cell.value) != cell.value:
            raise UnusableFile("contradiction", place)
    return TableSet(tuple(cells))


def _cells(cube: Cube, everything: tuple[str, ...], place: str) -> Iterator[Cell]:
    size = math.prod(len(axis.codes) for axis in cube.axes)
    if size > MOST_CELLS:
        raise UnusableFile("too_large", place)
    if size != len(cube.values) or len({axis.key for axis in cube.axes}) < len(cube.axes):
        raise UnusableFile("number_of_fields", place)
    combinations = itertools.product(*(axis.codes for axis in cube.axes))
    for codes, value in zip(combinations, cube.values, strict=True):
        if not isinstance(value, Absent):
            yield Cell(_key(cube.axes, codes, everything), value, cube.table)


def _key(axes: Sequence[Axis], codes: Sequence[str], everything: tuple[str, ...]) -> Key:
    measure, period, vintage = NO_MEASURE, everything, 1
    own: list[tuple[str, str]] = []
    for axis, code in zip(axes, codes, strict=True):
        if axis.key == "measure":
            measure = code
        elif axis.key == "vintage":
            vintage = read_vintage(code)
        elif code in axis.totals:
            continue
        elif axis.key == "period":
            period = read_period(code)
        else:
            own.append((axis.key, code))
    return Key(measure, period, vintage, tuple(sorted(own)))
