"""The published example tables: as few secondary cells as is possible."""

from __future__ import annotations

import json

import pytest
from generate import TABLES, load
from oracle import Oracle

from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import protect

OPTIMUM = json.loads((TABLES / "optimum.json").read_text("utf-8"))
SETTINGS = ((0, "hidden_may_be_zero"), (1, "hidden_is_at_least_one"))


@pytest.mark.parametrize("name", sorted(OPTIMUM))
@pytest.mark.parametrize(("hidden_min", "label"), SETTINGS)
def test_hides_the_fewest_cells_that_are_possible(name, hidden_min, label):
    """Exactly the known optimum is hidden, zeros are shown, and nothing can be worked out."""
    true = load(name)
    safe = protect(true, policy=Policy(), hidden_min=hidden_min)
    pairs = list(zip(true.cells, safe.tables.cells, strict=True))
    secondary = sum(o.value is None and not 0 < c.value < 5 for c, o in pairs)
    fewest = OPTIMUM[name]["fewest_secondary"][label]
    assert fewest is None or secondary == fewest
    assert all(o.value == 0 for c, o in pairs if c.value == 0)
    oracle = Oracle([safe.tables], hidden_min=hidden_min)
    for cell, out in pairs:
        assert out.value in (None, cell.value)
        if 0 < cell.value < 5:
            key = cell.key
            low, high = oracle.interval(oracle.mask(key.period, key.vintage, key.codes))
            assert low <= cell.value <= high
            assert high >= 5
            assert high - low >= 4
    assert safe.certificate.proved
    assert safe.certificate.solver.endswith("exact")
