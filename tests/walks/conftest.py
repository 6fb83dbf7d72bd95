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
    make_gate,
    open_as,
    store,
    store_path,
    store_template,
)
from tests.ui.conftest import dress, make_stage
from tests.walks.houses import QUARTERS
from tests.walks.three import Three, open_copies, three_stores

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


@pytest.fixture(scope="session")
def three_locked(store_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of three closed stores with locked quarters."""
    folder = tmp_path_factory.mktemp("tre")
    three_stores(make_gate(), store_template, FixedClock(), folder, periods=QUARTERS).close()
    return folder


@pytest.fixture(scope="session")
def three_met(three_locked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same, fingerprints compared and the first quarter published."""
    folder = tmp_path_factory.mktemp("mötta")
    made = open_copies(three_locked, make_gate(), FixedClock(), folder)
    made.meet()
    made.publish(QUARTERS[0])
    made.close()
    return folder


@pytest.fixture
def three(
    three_locked: Path, gate: SqlStoreGate, clock: FixedClock, tmp_path: Path
) -> Iterator[Three]:
    made = open_copies(three_locked, gate, clock, tmp_path)
    yield made
    made.close()


@pytest.fixture
def met(three_met: Path, gate: SqlStoreGate, clock: FixedClock, tmp_path: Path) -> Iterator[Three]:
    """Fingerprints compared, the first quarter published."""
    made = open_copies(three_met, gate, clock, tmp_path)
    yield made
    made.close()
