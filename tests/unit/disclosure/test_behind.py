"""Numbers that nobody wrote: sums and changes behind the tables are guarded like cells."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from generate import cell, margins
from oracle import Oracle

from familjecentral.disclosure.facts import gather
from familjecentral.disclosure.known import Known
from familjecentral.disclosure.measure import Measure
from familjecentral.disclosure.policy import Policy, ThresholdRule
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.space import Number
from familjecentral.disclosure.table import Hierarchy, TableSet

SENSITIVE = (ThresholdRule("a", frozenset({"a0"}), 10),)


def line(values, **keys):
    """Return a one-way table with its total."""
    return [*(cell(v, a=f"a{n}", **keys) for n, v in enumerate(values)), cell(sum(values), **keys)]


def interval(releases, *, period="2026Q1", **codes):
    """Return what an independent solver makes of a sum."""
    oracle = Oracle(releases)
    key = cell(0, period=period, **codes).key
    return oracle.interval(oracle.mask(key.period, key.vintage, key.codes))


def test_a_sum_whose_row_was_left_out_is_guarded():
    """The row of an inner code is absent, and a sensitive code's seven inside it stays open."""
    inner = Hierarchy(MappingProxyType({"b": {"g1": ("b0", "b1"), "g2": ("g1", "b2")}}))
    b0, b1, b2 = [5, 4, 5, 14], [2, 2, 0, 4], [0, 0, 2, 2]
    cells = []
    for n, name in enumerate(("a0", "a1", "a2", "")):
        values = {"b0": b0[n], "b1": b1[n], "b2": b2[n], "b3": 0, "g1": b0[n] + b1[n]}
        values |= {"g2": values["g1"] + b2[n], "": values["g1"] + b2[n]}
        cells += [cell(value, a=name, b=code) for code, value in values.items()]
    absent = {("a0", "g1"), ("a0", "b2"), ("a1", "g2"), ("a2", "b3")}
    names = [(dict(c.key.codes).get("a"), dict(c.key.codes).get("b")) for c in cells]
    true = TableSet(tuple(c for c, n in zip(cells, names, strict=True) if n not in absent), inner)
    safe = protect(true, policy=Policy(rules=SENSITIVE))
    low, high = interval([safe.tables], a="a0", b="g1")
    assert low <= 7 <= high
    assert high >= 10
    assert high - low >= 9


def test_a_sum_over_periods_that_nobody_wrote_is_guarded():
    """Two quarters crossed and the half-year's margins: the half-year's cross can be small."""
    first = [[3, 3, 3], [3, 4, 2], [1, 1, 3], [0, 0, 1], [3, 1, 2]]
    second = [[4, 1, 3], [2, 2, 2], [1, 1, 0], [3, 2, 2], [1, 1, 1]]
    half = [sum(row) + sum(other) for row, other in zip(first, second, strict=True)]
    cells = (
        *margins(np.array(first), ["a", "b"], period="2026Q1"),
        *margins(np.array(second), ["a", "b"], period="2026Q2"),
        *line(half, period="2026H1"),
    )
    policy = Policy(threshold=3, rules=(ThresholdRule("b", frozenset({"b2"}), 10),))
    safe = protect(TableSet(cells), policy=policy)
    for row in range(5):
        true = first[row][2] + second[row][2]
        low, high = interval([safe.tables], period="2026H1", a=f"a{row}", b="b2")
        assert low <= true <= high
        assert true == 0 or (high >= 10 and high - low >= 9)


def test_a_change_that_was_never_written_is_guarded():
    """The year less its second half is the first half once more: with a change of one in it."""
    first = TableSet(
        (
            *line([10, 6], period="2026Q1"),
            *line([14, 7], period="2026Q2"),
            *line([24, 13], period="2026H1"),
        )
    )
    later = TableSet(
        (*line([29, 13], period="2026H2", vintage=2), *line([54, 28], period="2026", vintage=2))
    )
    policy = Policy(threshold=3, changes="any")
    before = protect(first, policy=policy).tables
    assert None not in [c.value for c in before.cells]
    after = protect(later, policy=policy, earlier=[before]).tables
    values = {(len(c.key.period), c.key.codes): c.value for c in after.cells}
    for name in ("a0", "a1"):
        codes = (("a", name),)
        assert None in (values[6, codes], values[12, codes])


def test_a_hidden_zero_is_guarded_in_later_releases():
    """A sensitive zero of the first quarter must not come out of the half-year."""
    policy = Policy(zeros_sensitive=frozenset({"t"}))
    done = []
    for period, values in (("2026Q1", [8, 0, 3]), ("2026Q2", [12, 5, 2]), ("2026H1", [20, 5, 5])):
        release = TableSet(tuple(line(values, period=period)))
        done.append(protect(release, policy=policy, earlier=done, hidden_min=0).tables)
    oracle = Oracle(done, hidden_min=0)
    key = cell(0, a="a1").key
    low, high = oracle.interval(oracle.mask(key.period, 1, key.codes))
    assert low == 0
    assert high >= 5


def test_the_truth_of_another_measure_says_nothing():
    """A cell that was hidden in one measure is small, however large it is in another."""
    seen = TableSet((cell(2, a="a0", measure="m"), cell(30, a="a1", measure="m")))
    hidden = protect(seen, policy=Policy()).tables
    new = TableSet(tuple(line([30, 40], measure="m", period="2026Q2")))
    year = (cell(60, a="a1", measure="m", period="2026H1"), cell(92, measure="m", period="2026H1"))
    new = TableSet((*new.cells, *year, cell(50, a="a0", measure="n")))
    truth = [seen, TableSet((cell(50, a="a0", measure="n"), cell(70, a="a1", measure="n")))]
    facts = gather(new, [hidden], truth)
    measure = Measure(facts, "m", policy=Policy(), hidden_min=1, wide=False)
    values = {one.value for one in measure.candidates()}
    assert 2 in values
    assert not values & {50, 70}


def test_truth_adds_up():
    """What is known of the parts is known of the whole, and no more."""
    counts = np.arange(12).reshape(3, 4)
    cells = [
        cell(int(n), a=f"a{i}", b=f"b{j}", period=f"2026Q{q}")
        for q in (1, 2)
        for (i, j), n in np.ndenumerate(counts)
    ]
    inner = Hierarchy(MappingProxyType({"a": {"g": ("a0", "a1")}}))
    year = (cell(1, a="g", period="2026H1"), cell(1, b="b1"), cell(1, c="c0"), cell(1, c="c1"))
    facts = gather(TableSet((*cells, *year), inner), [], [])
    space = Measure(facts, "", policy=Policy(), hidden_min=1, wide=False).space
    values = {space.number(c.key): c.value for c in cells[:-1]}
    known = Known(space, values)

    def value(period, **codes):
        return known.value(space.number(cell(0, period=period, **codes).key))

    assert value("2026Q1", a="g") == counts[:2].sum()
    assert value("2026Q1", b="b1") == counts[:, 1].sum()
    assert value("2026H1", a="g") == 2 * counts[:2].sum()
    assert value("2026Q1") == counts.sum()
    assert value("2026Q2", a="a2", b="b3") is None
    assert value("2026H1") is None
    assert value("2026Q1", c="c0") is None
    assert known.value(Number((), (0,), 1)) == counts.sum()
