"""The walks use the real store and the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.gate import SqlStoreGate
from tests.factories import FixedClock
from tests.fixtures_store import (
    Template,
    clock,
    gate,
    open_as,
    store,
    store_path,
    store_template,
)
from tests.ui.conftest import dress, make_stage
from tests.walks.houses import QUARTERS
from tests.walks.three import Three, three_stores

__all__ = [
    "clock",
    "dress",
    "gate",
    "make_stage",
    "open_as",
    "store",
    "store_path",
    "store_template",
]


@pytest.fixture
def three(
    gate: SqlStoreGate, store_template: Template, clock: FixedClock, tmp_path: Path
) -> Iterator[Three]:
    made = three_stores(gate, store_template, clock, tmp_path, periods=QUARTERS)
    yield made
    made.close()


@pytest.fixture
def met(three: Three) -> Three:
    """Fingerprints compared, the first quarter published."""
    three.meet()
    three.publish(QUARTERS[0])
    return three
