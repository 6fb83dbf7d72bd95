"""Tables made from elementary counts."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from generate import cell

from familjecentral.disclosure import elementary
from familjecentral.disclosure.elementary import layouts_from_json, make_tables
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import Cell, Hierarchy, TableSet, period_atoms
from familjecentral.errors import UnusableFile

INNER = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a1", "a9")}}))
COUNTS = TableSet(
    (
        cell(4, period="2026-01", a="a0", b="b0", c="c0"),
        cell(30, period="2026-02", a="a0", b="b1", c="c0"),
        cell(20, period="2026-04", a="a1", b="b0", c="c1"),
        cell(40, period="2026-03", a="a2", b="b1", c="c1"),
    ),
    INNER,
)


def made(spec, counts=COUNTS, earlier=()):
    return make_tables(counts, layouts_from_json(spec, counts), earlier)


def test_every_combination_of_codes_inner_codes_and_totals_is_made():
    """Combinations that are not written are zero; TOTAL is every period."""
    tables, _ = made([{"name": "t", "dims": ["a", "b"], "periods": ["2026Q1", "TOTAL"]}])
    assert len(tables.cells) == 2 * (4 + 1 + 1) * (2 + 1)
    values = {(c.key.period, c.key.codes): c.value for c in tables.cells}
    quarter = period_atoms("2026Q1")
    assert values[quarter, ()] == 74
    assert values[quarter, (("a", "g"),)] == 34
    assert values[quarter, (("a", "a1"), ("b", "b0"))] == 0
    assert values[("2026-01", "2026-02", "2026-03", "2026-04"), ()] == 94
    assert {c.table for c in tables.cells} == {"t"}


def test_the_counts_behind_the_tables_are_targets():
    """A cycle of two-way tables has three-way elementary counts; their truth is known."""
    spec = [
        {"name": "x", "dims": ["a", "b"]},
        {"name": "y", "dims": ["b", "c"]},
        {"name": "z", "dims": ["a", "c"]},
    ]
    earlier = [TableSet((cell(74, period="2026Q1"),))]
    tables, truth = made(spec, earlier=earlier)
    keys = {(len(c.key.codes), c.key.period) for c in truth.cells}
    assert keys == {(3, period_atoms("2026Q1")), (3, ("2026-04",))}
    safe = protect(tables, policy=Policy(), earlier=earlier, earlier_truth=[truth])
    assert safe.certificate.hidden_small > 0


def test_a_cross_too_large_to_list_is_left_unknown(monkeypatch):
    """Unknown counts are protected as if they were small."""
    monkeypatch.setattr(elementary, "_LARGEST_CROSS", 1)
    _, truth = made([{"name": "x", "dims": ["a", "b"]}])
    assert truth.cells == ()


def test_counts_that_an_earlier_period_cuts_are_left_unknown():
    """A count of January to February tells nothing certain of January."""
    counts = TableSet((cell(9, period="2026M01:2026M02", a="a0"),))
    earlier = [TableSet((cell(8, period="2026-01"),))]
    tables, truth = made([{"name": "x", "dims": ["a"]}], counts, earlier)
    assert truth.cells == ()
    assert tables.cells[0].value == 9
    _, truth = made([{"name": "x", "dims": ["a"], "periods": ["2026-04"]}])
    assert {c.key.period for c in truth.cells} == {("2026-04",)}


@pytest.mark.parametrize(
    ("spec", "reason", "place"),
    [
        ({}, "tables", ""),
        ([], "tables", ""),
        (["t"], "tables", "[0]"),
        ([{"name": "t", "dims": [], "rows": []}], "tables", "[0]"),
        ([{"name": "", "dims": []}], "tables", "[0].name"),
        ([{"name": "t", "dims": "a"}], "tables", "[0].dims"),
        ([{"name": "t", "dims": [1]}], "tables", "[0].dims[0]"),
        ([{"name": "t", "dims": ["a", "a"]}], "no_such_column", "[0].dims"),
        ([{"name": "t", "dims": ["z"]}], "no_such_column", "[0].dims"),
        ([{"name": "t", "dims": [], "periods": []}], "tables", "[0].periods"),
        ([{"name": "t", "dims": [], "periods": ["2020"]}], "no_such_period", "[0].periods 2020"),
    ],
)
def test_a_fault_of_the_tables_file_is_named(spec, reason, place):
    """The path inside the file is given."""
    with pytest.raises(UnusableFile) as refused:
        made(spec)
    assert (refused.value.reason, refused.value.place) == (reason, place)


@pytest.mark.parametrize(
    "odd",
    [
        cell(4, period="2026-01", a="a0", b="b0"),
        cell(4, period="2026-01", a="g", b="b0", c="c0"),
        Cell(cell(4, period="2026-01", a="a0", b="b0", c="c0").key, None),
    ],
)
def test_totals_inner_codes_and_hidden_counts_are_not_elementary(odd):
    """Elementary counts have the finest code in every column."""
    with pytest.raises(UnusableFile) as refused:
        made([{"name": "t", "dims": ["a"]}], TableSet((*COUNTS.cells[1:], odd), INNER))
    assert refused.value.reason == "not_elementary"


def test_a_table_cannot_cut_a_counts_period():
    """A quarter's count cannot be divided into months."""
    counts = TableSet((cell(9, period="2026Q1", a="a0"),))
    with pytest.raises(UnusableFile) as refused:
        made([{"name": "t", "dims": ["a"], "periods": ["2026-01"]}], counts)
    assert refused.value.reason == "period_cut"
