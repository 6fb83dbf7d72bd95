"""What hiding a cell costs: chosen by what a cell is, never by its value."""

from __future__ import annotations

from familjecentral.disclosure.policy import HIGHEST_WEIGHT
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.statistics.cells import Counted
from familjecentral.statistics.declared import DeclaredSet, Measure, TableSpec
from familjecentral.statistics.rule import policy_of

QUARTER = ("2026-01", "2026-02", "2026-03")
CENTRE, LEVEL = ("centre", "C1"), ("level", "universal")


def priced(weight: int, *totals: Key) -> dict[Key, int]:
    declared = DeclaredSet(
        version=1,
        threshold=5,
        measures=(
            Measure("contacts", "individual", "people"),
            Measure("visits", "visit", "things"),
        ),
        dimensions=(),
        tables=(TableSpec("t1", "contacts", (), weight), TableSpec("t9", "visits", ())),
        sensitive=(),
        total_weight=2,
    )
    cells = TableSet(tuple(Cell(key, 9, "t1") for key in totals))
    return dict(policy_of(declared, Counted(cells, {}, frozenset(totals))).prices)


def test_the_number_of_a_whole_report_is_hidden_last() -> None:
    """Dearer than all rows of the level table together; sums inside it, of a month or of another
    measure are ordinary totals."""
    whole, house = Key("contacts", QUARTER, 1, ()), Key("contacts", QUARTER, 1, (CENTRE,))
    others = (
        Key("contacts", QUARTER, 1, (CENTRE, LEVEL)),
        Key("contacts", QUARTER[:1], 1, (CENTRE,)),
        Key("visits", QUARTER, 1, (CENTRE,)),
    )
    found = priced(20, whole, house, *others)
    assert (found[whole], found[house]) == (100, 100)
    assert [found[key] for key in others] == [2, 2, 2]


def test_a_price_stays_within_what_a_rule_may_say() -> None:
    """A set whose tables are alike has no level table, and nothing is dearer than the highest."""
    whole = Key("contacts", QUARTER, 1, ())
    assert priced(HIGHEST_WEIGHT, whole)[whole] == HIGHEST_WEIGHT
    assert priced(1, whole)[whole] == 2
    assert priced(20) == {}
