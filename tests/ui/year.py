"""A store with two houses and three published quarters, for the window."""

from __future__ import annotations

import random
from pathlib import Path

from familjecentral.releases.draft import ReportScope
from tests.factories import PASSPHRASE, FixedClock
from tests.ui.stage import MAJA, Sample, make_gate, make_sample
from tests.walks.houses import QUARTERS, two_houses


def published_year(folder: Path) -> Sample:
    """Make the store and close it."""
    sample = make_sample(folder, random.Random(1), rows=0)
    fill_year(sample.path, folder / "utgivet")
    return sample


def fill_year(path: Path, folder: Path, a_quarter: int = 60) -> None:
    """Log, lock and publish three quarters of two houses in a closed store."""
    store = make_gate().open(path, MAJA.login_name, PASSPHRASE)
    houses = two_houses(store, FixedClock(), folder, a_quarter)
    houses.lock(*QUARTERS)
    for quarter in QUARTERS:
        houses.publish(houses.draft(ReportScope(quarter)))
    store.close()
