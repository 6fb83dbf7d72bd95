"""Which tables a report prints: public shapes without any number."""

from __future__ import annotations

from dataclasses import replace

from familjecentral.statistics.declared import TableSpec
from familjecentral.statistics.printed import shapes
from tests.unit.export import sample


def test_a_total_alone_is_no_table() -> None:
    """A declared table without dimensions is a cell of the statistics file, not a page."""
    declared = sample.declared_set()
    labels = sample.labels(declared)
    more = replace(declared, tables=(*declared.tables, TableSpec("t90", "contacts", ())))
    assert shapes(more, labels, ["C1"]) == shapes(declared, labels, ["C1"])


def test_every_declared_code_stands_in_a_row_or_a_column() -> None:
    """Nothing that is counted is left off the paper, but the no of a yes/no list."""
    declared = sample.declared_set()
    printed = {
        pair
        for shape in shapes(declared, sample.labels(declared), ["C1"])
        for line in (*shape.rows, *shape.columns)
        for pair in line.codes
    }
    used = {key for spec in declared.tables for key in spec.dimensions}
    for dimension in declared.dimensions:
        if dimension.key in used:
            of_forms = dimension.key.startswith(("form.", "before."))
            left = {"no", "missing"} if of_forms else {"no"}
            wanted = {(dimension.key, code) for code in dimension.codes if code not in left}
            assert wanted <= printed, dimension.key
