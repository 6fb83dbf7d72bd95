"""From kept counts to cells: totals, zeros, centres, vintages, and few families."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Cell, Key, TableSet, period_atoms
from familjecentral.statistics.cells import tables_of, truth_of
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)

QUARTER = Period.parse("2026-Q1")
LEVEL = Dimension("level", DimensionKind.CODE, "prevention_level", {}, codes=("u", "s", "i"))
TOPIC = Dimension(
    "topic", DimensionKind.CODE, "topic", {"a": ("x", "y"), "other": ("missing",)},
    codes=("a", "other"),
)  # fmt: skip
DECLARED = DeclaredSet(
    version=1,
    threshold=5,
    measures=(
        Measure("contacts", "individual", "people"),
        Measure("sessions", "group", "things"),
    ),
    dimensions=(LEVEL, TOPIC),
    tables=(
        TableSpec("t1", "contacts", ("level",), by_centre=True),
        TableSpec("t1", "sessions", ("level",)),
        TableSpec("t3", "contacts", ("topic", "level")),
    ),
)


def row(
    n: int,
    *codes: str,
    table: str = "contacts:topic*level",
    month: str = "2026-01",
    centre: str = "C1",
    vintage: int = 1,
    known: int = 0,
    first: int = 0,
) -> CountRow:
    return CountRow(centre, month, vintage, table, codes, n, known, first)


def everywhere(rows: list[CountRow]) -> list[CountRow]:
    """The same contacts, counted by topic and level and by level alone."""
    return rows + [dataclasses.replace(r, table="contacts:level", codes=r.codes[1:]) for r in rows]


def value(tables: TableSet, measure: str = "contacts", **codes: str) -> int | None:
    wanted = tuple(sorted(codes.items()))
    found = {c.value for c in tables.cells if c.key.codes == wanted and c.key.measure == measure}
    assert len(found) == 1, "a number has one value wherever it stands"
    (only,) = found
    assert not isinstance(only, tuple)
    return only  # type: ignore[return-value]


def test_totals_are_sums_and_absent_counts_are_zero() -> None:
    """Every combination of codes and totals is a cell; what was never counted is zero."""
    counted = tables_of(
        [row(3, "a", "u"), row(4, "a", "u", month="2026-03"), row(5, "other", "i")],
        declared=DECLARED, period=QUARTER, vintage=1, centres=["C1"],
    )  # fmt: skip
    assert value(counted.tables, centre="C1", topic="a", level="u") == 7
    assert value(counted.tables, centre="C1", topic="a") == 7
    assert value(counted.tables, centre="C1", topic="other", level="s") == 0
    table = [c for c in counted.tables.cells if c.table == "t3"]
    assert len(table) == 3 * 4


def test_rows_of_other_months_centres_and_later_vintages_do_not_count() -> None:
    """A release counts its own period, its own centres, and the data of its own vintage."""
    rows = everywhere(
        [
            row(3, "a", "u"),
            row(9, "a", "u", month="2026-04"),
            row(9, "a", "u", centre="C2"),
            row(9, "a", "u", vintage=2),
        ]
    )
    arguments = {"declared": DECLARED, "period": QUARTER, "centres": ["C1"]}
    first = tables_of(rows, vintage=1, **arguments)  # type: ignore[arg-type]
    second = tables_of(rows, vintage=2, **arguments)  # type: ignore[arg-type]
    assert value(first.tables, centre="C1", level="u") == 3
    assert value(second.tables, centre="C1", level="u") == 12


def test_several_centres_give_their_total_and_marked_tables_each_centre() -> None:
    """A release of the whole store breaks only the tables marked so down by centre."""
    rows = everywhere([row(3, "a", "u"), row(4, "a", "u", centre="C2")])
    counted = tables_of(rows, declared=DECLARED, period=QUARTER, vintage=1, centres=["C1", "C2"])
    t1 = {c.key.codes: c.value for c in counted.tables.cells if c.key.measure == "contacts"}
    assert t1[(("level", "u"),)] == 7
    assert t1[("centre", "C2"), ("level", "u")] == 4
    assert not any("centre" in dict(c.key.codes) for c in counted.tables.cells if c.table == "t3")


def test_marked_tables_have_their_months_besides() -> None:
    """Each month is a cell of its own, zeros too; a release of one month is that month."""
    tables = tuple(dataclasses.replace(s, by_month=s.key == "t1") for s in DECLARED.tables)
    declared = dataclasses.replace(DECLARED, tables=tables)
    rows = everywhere([row(3, "a", "u"), row(4, "a", "u", month="2026-03")])
    arguments = {"declared": declared, "vintage": 1, "centres": ["C1", "C2"]}
    counted = tables_of(rows, period=QUARTER, **arguments)  # type: ignore[arg-type]
    universal = {
        c.key.period: c.value
        for c in counted.tables.cells
        if (c.table, c.key.measure) == ("t1", "contacts") and c.key.codes == (("level", "u"),)
    }
    assert universal == {
        ("2026-01",): 3,
        ("2026-02",): 0,
        ("2026-03",): 4,
        ("2026-01", "2026-02", "2026-03"): 7,
    }
    assert {len(c.key.period) for c in counted.tables.cells if c.table == "t3"} == {3}
    truth = truth_of(counted.tables, rows, declared=declared, centres=["C1", "C2"])
    assert {(c.table, c.key): c.value for c in truth.cells} == {
        (c.table, c.key): c.value for c in counted.tables.cells
    }
    alone = tables_of(rows, period=Period.parse("2026-03"), **arguments)  # type: ignore[arg-type]
    assert len(alone.tables.cells) == len({(c.table, c.key) for c in alone.tables.cells})


@pytest.mark.parametrize(
    ("n", "known", "first", "expected"),
    [
        (6, 3, 2, True),  # half are known, two families at the most began here
        (6, 2, 0, False),  # most ordinals unknown
        (6, 6, 3, False),  # three began here
        (9, 9, 0, True),
        (10, 10, 0, False),  # not small under any threshold
    ],
)
def test_contacts_of_few_families_have_the_higher_threshold(
    n: int, known: int, first: int, expected: bool
) -> None:
    """Six contacts can be one family: such a cell is small up to nine."""
    rows = [row(n, "u", table="contacts:level", known=known, first=first)]
    counted = tables_of(rows, declared=DECLARED, period=QUARTER, vintage=1, centres=["C1"])
    key = Key("contacts", period_atoms("2026Q1"), 1, (("centre", "C1"), ("level", "u")))
    assert (counted.thresholds.get(key) == 10) is expected


def test_things_have_no_threshold_of_their_own() -> None:
    """Counts of sessions are counts of things, whoever came."""
    rows = [row(6, "u", table="sessions:level", known=6, first=0)]
    counted = tables_of(rows, declared=DECLARED, period=QUARTER, vintage=1, centres=["C1"])
    assert not counted.thresholds


def test_counts_never_show_in_a_repr() -> None:
    """True counts may not reach a log by way of repr."""
    counted = tables_of(
        [row(4711, "a", "u")], declared=DECLARED, period=QUARTER, vintage=1, centres=["C1"]
    )
    assert "4711" not in repr(counted)


counts = st.lists(
    st.builds(
        row,
        st.integers(1, 9),
        st.sampled_from(["a", "other"]),
        st.sampled_from(["u", "s", "i"]),
        month=st.sampled_from(["2026-01", "2026-02", "2026-04"]),
        centre=st.sampled_from(["C1", "C2"]),
        vintage=st.integers(1, 2),
    ),
    max_size=12,
)


@given(counts, st.sampled_from([["C1"], ["C1", "C2"]]), st.integers(1, 2))
def test_released_cells_find_their_truth_again(
    rows: list[CountRow], centres: list[str], vintage: int
) -> None:
    """What a release counted is what the kept counts give for its cells later."""
    rows = everywhere(rows)
    counted = tables_of(rows, declared=DECLARED, period=QUARTER, vintage=vintage, centres=centres)
    hidden = TableSet(tuple(Cell(c.key, None, c.table) for c in counted.tables.cells))
    truth = truth_of(hidden, rows, declared=DECLARED, centres=["C1", "C2"])
    if len(centres) == 2:
        assert [c.value for c in truth.cells] == [c.value for c in counted.tables.cells]
    else:
        assert {c.key: c.value for c in truth.cells} == {
            c.key: c.value for c in counted.tables.cells
        }


def test_cells_of_tables_no_longer_declared_have_no_truth() -> None:
    """A dimension, a code or a measure that is gone gives no value rather than a wrong one."""
    atoms = period_atoms("2026Q1")
    gone = [
        Key("contacts", atoms, 1, (("form", "x"),)),
        Key("contacts", atoms, 1, (("level", "gone"),)),
        Key("visits", atoms, 1, ()),
    ]
    released = TableSet(tuple(Cell(key, None) for key in gone))
    assert truth_of(released, [], declared=DECLARED, centres=["C1"]).cells == ()


def test_every_table_says_the_same_total() -> None:
    """A margin that stands in two tables is one number."""
    pairs = itertools.product("a", "usi")
    rows = everywhere([row(n, topic, level) for n, (topic, level) in enumerate(pairs, start=2)])
    counted = tables_of(rows, declared=DECLARED, period=QUARTER, vintage=1, centres=["C1"])
    values: dict[Key, set[object]] = {}
    for cell in counted.tables.cells:
        values.setdefault(cell.key, set()).add(cell.value)
    assert all(len(found) == 1 for found in values.values())
