"""Random worlds: nothing that was published together gives a small number away."""

from __future__ import annotations

import numpy as np
import pytest
from generate import KINDS, cross, margins, world
from oracle import Oracle, breaches

from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import NotPublishable

SETS = 300


def publish(made, *, hidden_min=1, with_truth=True):
    """Publish the releases of a world one after the other; a refused one stays out."""
    done, truth = [], []
    for release in made.releases:
        try:
            safe = protect(
                release,
                policy=Policy(),
                earlier=done,
                earlier_truth=truth if with_truth else (),
                hidden_min=hidden_min,
            )
        except NotPublishable:
            continue
        done.append(safe.tables)
        truth.append(release)
    return done


@pytest.mark.parametrize("kind", KINDS)
def test_random_sets_give_nothing_away(kind):
    """Three hundred sets of all kinds, both attackers: an independent solver finds no breach."""
    hidden = 0
    for seed in range(SETS // len(KINDS) + 1):
        random = np.random.default_rng(seed)
        mean, size = float(random.choice([2, 4, 8])), 2 if kind == "cyclic" else 3
        made = world(random, kind, mean=mean, size=size)
        least = seed % 2
        done = publish(made, hidden_min=least)
        hidden += sum(cell.value is None for release in done for cell in release.cells)
        assert breaches(done, made, hidden_min=least) == []
    assert hidden > 100


@pytest.mark.parametrize("kind", ["sequence", "late", "year"])
def test_without_the_truth_of_earlier_cells_nothing_more_is_revealed(kind):
    """A house that only has its published files protects what they hid as well."""
    for seed in range(400, 408):
        made = world(np.random.default_rng(seed), kind)
        done = publish(made, with_truth=False)
        assert breaches(done, made) == []


def test_tiny_sets_stand_against_writing_down_every_table():
    """On 2 × 2 tables every table that fits is written down; intervals come from the list."""
    limit, tried = 24, 0
    for seed in range(12):
        counts = np.random.default_rng(seed).integers(0, 7, (2, 2))
        true = TableSet(tuple(margins(counts, ["a", "b"])))
        safe = protect(true, policy=Policy())
        oracle = Oracle([safe.tables])
        points = oracle.every(limit)
        assert len(points)
        for cell, out in zip(true.cells, safe.tables.cells, strict=True):
            mask = oracle.mask(cell.key.period, 1, cell.key.codes)
            found = points @ np.array(mask, dtype=int)
            low, high = oracle.interval(mask)
            assert low == found.min()
            assert high == found.max() or found.max() >= limit
            if 0 < cell.value < 5:
                tried += 1
                assert out.value is None
                assert found.max() >= 5
                assert found.max() - found.min() >= 4
    assert tried > 10


def test_fewest_cells_stand_against_trying_every_pattern():
    """No smaller pattern of a tiny table is safe."""
    for seed in range(6):
        true = TableSet(tuple(cross(np.random.default_rng(seed), mean=4.0, a=2, b=3)))
        safe = protect(true, policy=Policy())
        free = [n for n, c in enumerate(true.cells) if c.value >= 5]
        used = sum(safe.tables.cells[n].value is None for n in free)
        for picked in range(2 ** len(free)):
            if picked.bit_count() < used:
                assert not _holds(true, {n for i, n in enumerate(free) if picked >> i & 1})


def _holds(true, secondary):
    hidden = {n for n, cell in enumerate(true.cells) if 0 < cell.value < 5 or n in secondary}
    shown = TableSet(
        tuple(
            type(c)(c.key, None if n in hidden else c.value, c.table)
            for n, c in enumerate(true.cells)
        )
    )
    oracle = Oracle([shown])
    for cell in true.cells:
        if 0 < cell.value < 5:
            low, high = oracle.interval(oracle.mask(cell.key.period, 1, cell.key.codes))
            if high < 5 or high - low < 4:
                return False
    return True


def test_the_order_of_rows_changes_nothing():
    """Cells are sorted first, so a shuffled file gives the same pattern."""
    random = np.random.default_rng(5)
    made = world(random, "linked", size=4)
    cells = made.releases[0].cells
    first = {c.key: c.value for c in protect(made.releases[0], policy=Policy()).tables.cells}
    for _ in range(3):
        mixed = TableSet(tuple(cells[n] for n in random.permutation(len(cells))))
        again = protect(mixed, policy=Policy()).tables
        assert [c.key for c in again.cells] == [c.key for c in mixed.cells]
        assert {c.key: c.value for c in again.cells} == first
