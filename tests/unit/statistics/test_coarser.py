"""Coarser table sets: what a step does, how a release tells which were taken, and the words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TOTAL, Cell, TableSet
from familjecentral.errors import Coarser
from familjecentral.statistics.cells import tables_of, truth_of
from familjecentral.statistics.coarser import as_published, candidates, coarsened
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from familjecentral.statistics.labels import MeasureText, SetLabels
from familjecentral.statistics.printed import cell_words, in_words, shapes

LEVELS = ("universal", "selective", "indicated")
Q1 = Period.parse("2026-Q1")
DECLARED = DeclaredSet(
    version=1,
    threshold=5,
    measures=(Measure("contacts", "individual", "people"),),
    dimensions=(
        Dimension("level", DimensionKind.CODE, "prevention_level", {}, codes=LEVELS),
        Dimension("age", DimensionKind.CODE, "child_age_band", {}, codes=("m0", "y1", "y3")),
        Dimension("took.part", DimensionKind.FLAG, "participants", {}, ("x",), "no", ("yes", "no")),
    ),
    tables=(
        TableSpec("t1", "contacts", ("level",), by_centre=True),
        TableSpec("t4", "contacts", ("age", "level")),
        TableSpec("t5", "contacts", ("took.part",)),
    ),
)
LABELS = SetLabels(
    tables={"t1": "Kontakter", "t4": "Kontakter efter ålder och nivå"},
    dimensions={"level": "Preventionsnivå"},
    codes={
        "level": {"universal": "Universell", "selective": "Selektiv", "indicated": "Indikerad"},
        "age": {"m0": "0 år"},
        "centre": {"C1": "Linden"},
    },
    measures={"contacts": MeasureText("Individ", "kontakt", "kontakter", "Kontakter")},
)
ROWS = (
    CountRow("C1", "2026-01", 1, "contacts:age*level", ("m0", "universal"), 7, 0, 0),
    CountRow("C2", "2026-01", 1, "contacts:age*level", ("m0", "selective"), 3, 0, 0),
    CountRow("C1", "2026-02", 1, "contacts:age*level", ("y1", "indicated"), 2, 0, 0),
    CountRow("C1", "2026-01", 1, "contacts:level", ("universal",), 7, 0, 0),
    CountRow("C2", "2026-01", 1, "contacts:level", ("selective",), 3, 0, 0),
    CountRow("C1", "2026-02", 1, "contacts:level", ("indicated",), 2, 0, 0),
)
MERGE = Coarser("merge", "t4", "level", ("selective", "indicated"))


def cells_of(declared: DeclaredSet) -> TableSet:
    return tables_of(ROWS, declared=declared, period=Q1, vintage=1, centres=("C1", "C2")).tables


def values(declared: DeclaredSet, table: str) -> dict[tuple[tuple[str, str], ...], object]:
    return {c.key.codes: c.value for c in cells_of(declared).cells if c.table == table}


def test_merged_codes_are_counted_together_in_one_table() -> None:
    """The others keep them apart, and the merged code is known as their sum."""
    coarse = coarsened(DECLARED, [MERGE])
    together = "selective+indicated"
    found = values(coarse, "t4")
    assert found[(("age", "m0"), ("level", together))] == 3
    assert found[(("level", together),)] == 5
    assert {dict(codes).get("level", TOTAL) for codes in found} == {"universal", together, TOTAL}
    assert cells_of(coarse).hierarchy.leaves("level", together) == {"selective", "indicated"}
    assert values(coarse, "t1").keys() == values(DECLARED, "t1").keys()


def test_a_dimension_that_is_left_out_is_summed_over() -> None:
    """The counts are still those that were kept by both."""
    coarse = coarsened(DECLARED, [Coarser("dimension", "t4", "level")])
    assert coarse.tables[1].id == "contacts:age*level"
    assert values(coarse, "t4")[(("age", "m0"),)] == 10


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (Coarser("leave", "t4"), ["t1", "t5"]),
        (Coarser("dimension", "t4", "age"), ["t1", "t5"]),
        (Coarser("dimension", "t5", "took.part"), ["t1", "t4"]),
        (Coarser("dimension", "t5", "age"), ["t1", "t4", "t5"]),
        (Coarser("merge", "t5", "age", ("m0", "y1")), ["t1", "t4", "t5"]),
    ],
)
def test_a_table_that_says_no_more_than_the_first_goes(step: Coarser, kept: list[str]) -> None:
    """Nothing but the prevention level, or nothing at all, is printed in table 1 already."""
    assert [spec.key for spec in coarsened(DECLARED, [step]).tables] == kept


def test_the_breakdown_by_centre_can_be_left() -> None:
    """The table stays, for all houses together."""
    coarse = coarsened(DECLARED, [Coarser("dimension", "t1", "centre")])
    assert not any("centre" in dict(codes) for codes in values(coarse, "t1"))
    assert any("centre" in dict(codes) for codes in values(DECLARED, "t1"))


def test_the_breakdown_by_month_can_be_left() -> None:
    """It is the first to go, and a release without it is opened so again."""
    monthly = replace(DECLARED, tables=tuple(replace(s, by_month=True) for s in DECLARED.tables))
    assert next(candidates(monthly, "t4")) == Coarser("dimension", "t4", "month")
    coarse = coarsened(monthly, [Coarser("dimension", "t4", "month")])
    assert [spec.by_month for spec in coarse.tables] == [True, False, True]
    assert as_published(monthly, cells_of(coarse)) == coarse


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [MERGE],
        [Coarser("dimension", "t4", "level")],
        [Coarser("leave", "t4")],
        [Coarser("dimension", "t1", "centre")],
        [MERGE, Coarser("leave", "t5")],
    ],
)
def test_a_release_tells_what_was_made_coarser(steps: list[Coarser]) -> None:
    """Opened again it is printed as it was published."""
    coarse = coarsened(DECLARED, steps)
    assert as_published(DECLARED, cells_of(coarse)) == coarse


def test_a_release_of_one_house_has_no_breakdown_to_lose() -> None:
    """Every cell carries the house; a table without dimensions is its total."""
    bare = replace(DECLARED, tables=(TableSpec("t0", "contacts", ()), *DECLARED.tables))
    cells = tables_of(ROWS, declared=bare, period=Q1, vintage=1, centres=("C1",)).tables
    assert as_published(bare, cells) == bare
    gone = TableSet(tuple(c for c in cells.cells if c.table != "t0"))
    assert as_published(bare, gone) == DECLARED


def test_the_ways_to_make_a_table_coarser_end_with_leaving_it() -> None:
    """Those that cost the reader least come first; merging follows the printed order."""
    assert [(w.kind, w.dimension) for w in candidates(DECLARED, "t1")] == [
        ("dimension", "centre"),
        ("merge", "level"),
        ("leave", ""),
    ]
    assert [(w.kind, w.codes) for w in candidates(DECLARED, "t4")] == [
        ("merge", ("selective", "indicated")),
        ("dimension", ()),
        ("leave", ()),
    ]
    assert [w.kind for w in candidates(DECLARED, "t5")] == ["leave"]
    two = tuple(
        replace(d, codes=d.codes[:2]) if d.key == "level" else d for d in DECLARED.dimensions
    )
    assert [w.kind for w in candidates(replace(DECLARED, dimensions=two), "t4")] == [
        "dimension",
        "leave",
    ]


def test_steps_and_cells_are_said_in_the_words_of_the_report() -> None:
    """Never in codes."""
    steps = [MERGE, Coarser("dimension", "t4", "level"), Coarser("leave", "t1")]
    assert in_words(steps, DECLARED, LABELS) == (
        "Tabell 4, Kontakter efter ålder och nivå: Selektiv och Indikerad räknas ihop.",
        "Tabell 4, Kontakter efter ålder och nivå: utan uppdelning efter preventionsnivå.",
        "Tabell 1, Kontakter: utelämnas. Den kan visas för en längre period.",
    )
    cell = next(c for c in cells_of(DECLARED).cells if c.table == "t4")
    assert cell_words("t4", cell.key, DECLARED, LABELS) == "Tabell 4: 0 år, Universell"
    total = next(c for c in cells_of(DECLARED).cells if c.key.codes == (("centre", "C1"),))
    monthly = replace(DECLARED, tables=tuple(replace(s, by_month=True) for s in DECLARED.tables))
    march = replace(cell.key, period=("2026-03",))
    assert cell_words("t4", march, monthly, LABELS) == "Tabell 4: 0 år, Universell, mars"
    assert cell_words("t1", total.key, DECLARED, LABELS) == "Tabell 1: kontakter, totalt, Linden"


def test_a_coarser_table_is_printed_with_its_own_lines() -> None:
    """Merged columns stand in the place of the first of them."""
    coarse = coarsened(DECLARED, [MERGE])
    shape = next(s for s in shapes(coarse, LABELS) if s.key == "t4")
    assert [c.label for c in shape.columns] == ["Totalt", "Universell", "Selektiv + Indikerad"]


def test_the_truth_of_a_merged_cell_is_the_sum_of_its_codes() -> None:
    """So the next release is judged by what the coarser one hides too."""
    coarse = cells_of(coarsened(DECLARED, [MERGE]))
    hidden = TableSet(tuple(replace(c, value=None) for c in coarse.cells), coarse.hierarchy)
    wanted = TableSet(tuple(c for c in coarse.cells if c.table == "t4"))
    told = truth_of(
        TableSet(tuple(c for c in hidden.cells if c.table == "t4")),
        ROWS,
        declared=DECLARED,
        centres=("C1", "C2"),
    )
    assert [c.value for c in told.cells] == [c.value for c in wanted.cells]
    strange = TableSet((Cell(replace(coarse.cells[0].key, codes=(("level", "x+y"),)), None, "t"),))
    assert truth_of(strange, ROWS, declared=DECLARED, centres=("C1",)).cells == ()


def test_a_table_of_which_only_the_sum_stands_keeps_its_dimensions() -> None:
    """No row stands beside it in this release; printed again, the table has its rows all the
    same, as places without a number."""
    cells = tables_of(ROWS, declared=DECLARED, period=Q1, vintage=1, centres=["C1", "C2"]).tables
    alone = TableSet(
        tuple(c for c in cells.cells if c.table != "t5" or not c.key.codes), cells.hierarchy
    )
    assert as_published(DECLARED, alone) == DECLARED
