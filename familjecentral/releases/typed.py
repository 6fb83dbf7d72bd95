"""A printed table typed from paper: its squares as cells."""

from __future__ import annotations

from collections.abc import Mapping

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Cell, Key, TableSet, Value
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.statistics.cells import CENTRE, inner_codes
from familjecentral.statistics.declared import TOGETHER, DeclaredSet
from familjecentral.statistics.printed import Shape

HIDDEN = ".."
_ZEROS = ("–", "-", "−")
_SPACES = " \u00a0\u2009\u202f"
_MOST_DIGITS = 9


def typed_value(text: str) -> Value:
    """Return what a square says: a number, 0 for a dash, None for two points.

    Raises:
        ValueError: neither.
    """
    plain = text.translate({ord(space): None for space in _SPACES})
    if plain == HIDDEN:
        return None
    if plain in _ZEROS:
        return 0
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= _MOST_DIGITS):
        raise ValueError("not a count")
    return int(plain)


def typed_cells(
    shape: Shape,
    squares: Mapping[tuple[int, int], str],
    *,
    period: Period,
    centre: str,
    declared: DeclaredSet,
) -> TableSet:
    """Return the cells of a typed table.

    Args:
        squares: (row, column) → text; a square left empty was not in the table.
        centre: key of the centre; "" for all centres of the store together.

    Raises:
        InvalidInput: ``row,column`` of each square that is no count; ``cells``: nothing typed.
    """
    cells: list[Cell] = []
    problems: list[FieldProblem] = []
    place = ((CENTRE, centre),) if centre else ()
    months = tuple(str(month) for month in period.months)
    for (row, column), text in sorted(squares.items()):
        if not text.strip():
            continue
        down, across = shape.rows[row], shape.columns[column]
        measure = down.measure or across.measure or shape.measure
        codes = tuple(sorted((*place, *down.codes, *across.codes)))
        try:
            cells.append(Cell(Key(measure, months, 1, codes), typed_value(text), shape.key))
        except ValueError:
            problems.append(FieldProblem(f"{row},{column}", "not_a_count"))
    if problems or not cells:
        raise InvalidInput(tuple(problems) or (FieldProblem("cells", "required"),))
    return TableSet(tuple(cells), inner_codes(declared))


def strangers(tables: TableSet, declared: DeclaredSet) -> int:
    """Return how many cells count what the table set does not know: nothing can be compared with
    them, so they protect nothing."""
    known = {d.key: frozenset(d.codes) for d in declared.dimensions}
    measures = {spec.measure for spec in declared.tables}

    def is_known(key: Key) -> bool:
        return key.measure in measures and all(
            name == CENTRE or set(code.split(TOGETHER)) <= known.get(name, frozenset())
            for name, code in key.codes
        )

    return sum(not is_known(cell.key) for cell in tables.cells)
