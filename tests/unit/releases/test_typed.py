"""A printed table typed from paper."""

from __future__ import annotations

import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Cell, Key, TableSet, Value
from familjecentral.errors import InvalidInput
from familjecentral.releases.typed import strangers, typed_cells, typed_value
from familjecentral.statistics.printed import Shape, shapes
from tests.unit.export.sample import declared_set, words

QUARTER = Period.parse("2025-Q4")
MONTHS = ("2025-10", "2025-11", "2025-12")


def table(number: str) -> Shape:
    declared = declared_set()
    found = shapes(declared, words(declared).labels)
    return next(shape for shape in found if shape.number == number)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1\u2009204", 1204), ("–", 0), ("-", 0), ("0", 0), ("..", None), (" 7 ", 7)],
)
def test_a_square_is_read_as_it_is_printed(text: str, value: Value) -> None:
    """Thin spaces in thousands, a dash for zero, two points for hidden."""
    assert typed_value(text) == value


@pytest.mark.parametrize("text", ["fem", "4,5", "-3", "<5", ".", "²", "9" * 10])
def test_what_is_no_count_is_refused(text: str) -> None:
    """A guess would be attacker knowledge that is wrong."""
    with pytest.raises(ValueError, match="count"):
        typed_value(text)


@pytest.mark.parametrize(("centre", "codes"), [("C1", (("centre", "C1"),)), ("", ())])
def test_squares_become_the_cells_of_the_register(
    centre: str, codes: tuple[tuple[str, str], ...]
) -> None:
    """The same keys as a release has; empty squares were not in the table."""
    shape = table("1")
    last = len(shape.rows) - 1
    squares = {(0, 0): "12", (0, 1): " ", (last, 0): "..", (last, 1): "–"}
    made = typed_cells(shape, squares, period=QUARTER, centre=centre, declared=declared_set())
    measures = [column.measure for column in shape.columns]
    first = tuple(sorted((*codes, *shape.rows[0].codes)))
    assert made.cells == (
        Cell(Key(measures[0], MONTHS, 1, first), 12, shape.key),
        Cell(Key(measures[0], MONTHS, 1, codes), None, shape.key),
        Cell(Key(measures[1], MONTHS, 1, codes), 0, shape.key),
    )
    assert strangers(made, declared_set()) == 0


def test_every_wrong_square_is_named() -> None:
    """And an empty table is said to be empty."""
    shape = table("3")
    squares = {(0, 0): "12", (1, 0): "fem", (2, 1): "<5"}
    with pytest.raises(InvalidInput) as refused:
        typed_cells(shape, squares, period=QUARTER, centre="", declared=declared_set())
    assert [p.field for p in refused.value.problems] == ["1,0", "2,1"]
    with pytest.raises(InvalidInput) as refused:
        typed_cells(shape, {(0, 0): ""}, period=QUARTER, centre="", declared=declared_set())
    assert [p.field for p in refused.value.problems] == ["cells"]


def test_cells_that_nothing_can_be_compared_with_are_counted() -> None:
    """Another measure, another dimension, another code; centres may be anybody's."""

    def cell(measure: str, *codes: tuple[str, str]) -> Cell:
        return Cell(Key(measure, MONTHS, 1, codes), 7, "t")

    cells = (
        cell("contacts"),
        cell("contacts", ("centre", "norra")),
        cell("ärenden"),
        cell("contacts", ("kön", "flicka")),
        cell("contacts", ("level", "hög")),
    )
    assert strangers(TableSet(cells), declared_set()) == 3
