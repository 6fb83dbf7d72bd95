"""The attack against enumeration of every world that fits the releases."""

from __future__ import annotations

from math import comb, prod
from random import Random

import pytest

from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.table import Cell, TableSet
from tests.unit.attack.worlds import World, hidden, indistinguishable, random_world

SHAPES = (
    ({"a": 2}, [("a",)]),
    ({"a": 3}, [("a",)]),
    ({"a": 4}, [("a",)]),
    ({"a": 2, "b": 2}, [("a", "b")]),
    ({"a": 2, "b": 2}, [("a",), ("b",)]),
    ({"a": 3, "b": 2}, [("a", "b")]),
    ({"a": 2, "b": 2, "c": 2}, [("a", "b"), ("b", "c")]),
    ({"a": 2, "b": 2, "c": 2}, [("a", "b"), ("b", "c"), ("a", "c")]),
    ({"a": 2, "b": 2, "c": 2}, [("a", "b", "c")]),
    ({"a": 2, "b": 2, "c": 2}, [("a", "b"), ("c",)]),
    ({"a": 2, "b": 2, "c": 2, "d": 2}, [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]),
)
GROUPINGS = {
    3: ({"g": ("a0", "a1")},),
    4: ({"g": ("a0", "a1"), "h": ("a1", "a2")}, {"g": ("a0", "a1"), "h": ("g", "a2")}),
}
MOST_WORLDS = 150_000


def scenario(seed: int) -> tuple[World, list[TableSet], int]:
    """Return a world, its releases with cells hidden at random, and the least hidden value."""
    random = Random(seed)
    while True:
        dims, tables = random.choice(SHAPES)
        wide = len(dims) > 2
        months = ("2026-01",) if wide or random.random() < 0.5 else ("2026-01", "2026-02")
        vintages = 2 if not wide and random.random() < 0.35 else 1
        grouping = {"a": random.choice(g)} if (g := GROUPINGS.get(dims["a"])) else {}
        world = random_world(
            random,
            dims=dims,
            months=months,
            vintages=vintages,
            most=1 if wide else 2,
            hierarchy=grouping,
        )
        if prod(comb(int(r.sum()) + len(r) - 1, len(r) - 1) for r in world.counts) < MOST_WORLDS:
            break
    hidden_min, share = random.choice((0, 1)), random.choice((0.2, 0.5, 0.8))
    chosen: dict[object, bool] = {}

    def which(key) -> bool:
        zero_is_shown = hidden_min and world.value(key) == 0
        if not key.codes or zero_is_shown:
            return False
        return chosen.setdefault(key, random.random() < share)

    releases = []
    for vintage in range(1, vintages + 1):
        for period in sorted({*((m,) for m in months), months}):
            cells = world.table("total", (), period, vintage)
            for number, table in enumerate(tables):
                if random.random() < 0.85:
                    cells += world.table(f"t{number}", table, period, vintage)
            releases.append(hidden(TableSet(tuple(cells), world.hierarchy), which))
    return world, releases, hidden_min


@pytest.mark.parametrize("seeds", [range(n, n + 25) for n in range(0, 150, 25)], ids=str)
def test_intervals_are_those_of_all_worlds_that_fit(seeds: range) -> None:
    """Both ends of every interval are exact, and no hidden cell is left out."""
    for seed in seeds:
        world, releases, hidden_min = scenario(seed)
        # With a threshold above every count each number that is not known to be zero is listed.
        report = attack(releases, thresholds=1000, hidden_min=hidden_min, strict=True)
        worlds = indistinguishable(world, releases, hidden_min)
        listed = {(f.key, f.since): (f.low, f.high) for f in report.breaches}
        for (key, since), ends in listed.items():
            values = (worlds * world.mask(key, since)).sum((1, 2))
            assert ends == (values.min(), values.max()), (seed, key, since)
        for release in releases:
            for cell in release.cells:
                if cell.value is None and (worlds * world.mask(cell.key)).sum((1, 2)).max() > 0:
                    assert (cell.key, 0) in listed, (seed, cell.key)


@pytest.mark.parametrize("threshold", [3, 5])
def test_with_truth_the_verdict_is_that_of_rule_two(threshold: int) -> None:
    """A small number is a breach exactly if high < T or high - low < T - 1."""
    breaches = 0
    for seed in range(200, 260):
        world, releases, hidden_min = scenario(seed)
        cells = [Cell(c.key, world.value(c.key)) for r in releases for c in r.cells]
        truth = TableSet(tuple(cells), world.hierarchy)
        report = attack(releases, thresholds=threshold, hidden_min=hidden_min, truth=truth)
        worlds = indistinguishable(world, releases, hidden_min)
        given_away = {f.key for f in report.breaches if not f.since}
        for cell in cells:
            values = (worlds * world.mask(cell.key)).sum((1, 2))
            low, high = values.min(), values.max()
            small = 1 <= cell.value < threshold
            expected = small and (high < threshold or high - low < threshold - 1)
            assert (cell.key in given_away) == expected, (seed, cell.key)
            breaches += expected
    assert breaches > 50
