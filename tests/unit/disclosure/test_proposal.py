"""What is proposed where no safe pattern exists."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from generate import cell

from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.proposal import merge, propose
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import Hierarchy, TableSet
from familjecentral.errors import Coarser, NotPublishable

INNER = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a1"), "h": ("a1", "a2")}}))
TABLE = TableSet(
    (
        *(cell(n + 1, a=f"a{n}", b="b0") for n in range(4)),
        *(cell(3 + 2 * n, a=code, b="b0") for n, code in enumerate("gh")),
        cell(10, b="b0"),
        cell(10),
        cell(50, c="c0", table="u"),
    ),
    INNER,
)


def test_codes_are_merged_in_one_table_only():
    """The merged code is the sum; inner codes that it would cut are left out."""
    made = merge(TABLE, "t", "a", ("a0", "a1"))
    values = {dict(c.key.codes).get("a"): c.value for c in made.cells if c.table == "t"}
    assert values == {"a0+a1": 3, "a2": 3, "a3": 4, "g": 3, None: 10}
    assert made.hierarchy.leaves("a", "a0+a1") == {"a0", "a1"}
    assert [c.value for c in made.cells if c.table == "u"] == [50]


def test_a_sum_with_an_absent_part_is_not_made():
    """What is absent is not known, so the merged row is left out and not too small."""
    cells = tuple(c for c in TABLE.cells if dict(c.key.codes).get("a") != "a1")
    cells += (cell(5, a="a1"), cell(6, a="a0"))
    made = merge(TableSet(cells, INNER), "t", "a", ("a0", "a1"))
    values = {c.key.codes: c.value for c in made.cells if "a0+a1" in dict(c.key.codes).values()}
    assert values == {(("a", "a0+a1"),): 11}


def test_a_refusal_is_not_lost_in_a_proposal_that_contradicts_itself():
    """Left alone, the other table would name one code of a total that counts four."""
    old = [TableSet((cell(8, table="old"),))]
    wished = [cell(v, a=f"a{n}", table="new") for n, v in enumerate((3, 2, 1, 2))]
    other = [cell(20, a="a0", period="2027Q1", table="u"), cell(61, period="2027Q1", table="u")]
    with pytest.raises(NotPublishable) as refused:
        protect(TableSet((*wished, *other)), policy=Policy(threshold=8), earlier=old)
    assert refused.value.tables == ("new",)
    assert [(step.kind, step.table) for step in refused.value.coarser] == [
        ("leave", "new"),
        ("dimension", "u"),
    ]


def tried(tables, works, *, blamed=("t",), truth=()):
    """Return the proposal and every set that was tried."""
    seen = []

    def judge(coarser):
        seen.append(coarser)
        return works(coarser, len(seen))

    return propose(tables, blamed, truth, judge), seen


def test_what_costs_the_reader_least_is_tried_first():
    """Merging, a longer period, a dimension less, and the table last."""
    truth = [
        TableSet(tuple(cell(5, period="2026Q2", **dict(c.key.codes)) for c in TABLE.cells)),
        TableSet((cell(5, period="2026Q4"), cell(5, period="2026M03:2026M05"))),
    ]

    def without_t(made, number):
        return ("t",) if any(c.table == "t" for c in made.cells) else None

    steps, seen = tried(TABLE, without_t, truth=truth)
    assert steps == (Coarser("leave", "t"),)
    assert len(seen) == 2 + 1 + 2 + 1
    longer = seen[2]
    assert {c.value for c in longer.cells if c.table == "t"} == {6, 7, 8, 9, 10, 15}
    assert len(next(iter(longer.cells)).key.period) == 6


def test_steps_add_up_until_something_can_be_published():
    """If one table less is not enough, the next one is made coarser too."""
    steps, _ = tried(TABLE, lambda made, n: ("u",))
    assert [(step.kind, step.table) for step in steps] == [("leave", "t"), ("leave", "u")]


def test_periods_of_one_table_are_counted_together():
    """Two quarters become a half-year; a table with a gap in its cells does not."""
    two = TableSet((cell(2, period="2026Q1", a="x"), cell(4, period="2026Q2", a="x")))
    (step,), _ = tried(two, lambda made, n: None)
    assert step.kind == "period"
    assert len(step.period) == 6
    gap = TableSet((*two.cells, cell(2, period="2026Q1", a="y")))
    steps, _ = tried(gap, lambda made, n: None if len(made.cells) < 2 else ("t",))
    assert [step.kind for step in steps] != ["period"]
    twice = TableSet((*two.cells, cell(6, period="2026", a="x")))
    steps, _ = tried(twice, lambda made, n: None)
    assert [step.kind for step in steps] == ["leave"]


@pytest.mark.parametrize("threshold", [8])
def test_a_proposal_can_be_published(threshold):
    """The steps, taken, give a set that is protected without refusal."""
    old = [TableSet((cell(9, table="old"),))]
    wished = TableSet(tuple(cell(v, a=f"a{n}", table="new") for n, v in enumerate((3, 2, 1, 3))))
    with pytest.raises(NotPublishable) as refused:
        protect(wished, policy=Policy(threshold=threshold), earlier=old)
    (step,) = refused.value.coarser
    assert refused.value.tables == ("new",)
    if step.kind == "merge":
        coarser = merge(wished, "new", "a", step.codes)
        assert protect(coarser, policy=Policy(threshold=threshold), earlier=old)
    else:
        assert step.kind in ("dimension", "leave")
