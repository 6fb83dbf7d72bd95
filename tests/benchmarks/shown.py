"""The share of cells that a small centre's quarters still show."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from familjecentral.commands.composition import store_gate
from familjecentral.commands.demo import PASSPHRASE, make_demo
from familjecentral.demo.plan import DemoParameters
from familjecentral.releases.use_cases import list_releases
from tests.benchmarks.figures import Figure

# The true size of a centre: about 200 contacts a quarter.
CONTACTS, YEARS = 2200, 3


def measure() -> Iterator[Figure]:
    """Publish the sample quarters, each protected against all before it; most must be shown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "linden.fcdb"
        made = make_demo(path, DemoParameters(CONTACTS, YEARS))
        store = store_gate().open(path, "chef", PASSPHRASE)
        with store.unit_of_work() as uow:
            releases = list_releases(uow)
        store.close()
    shares: list[float] = []
    for release in releases:
        cells = {cell.key: cell.value for cell in release.cells.cells}
        people = [value for key, value in cells.items() if key.measure == "contacts"]
        shares.append(sum(value is not None for value in people) / len(people))
        total = next(v for k, v in cells.items() if k.measure == "contacts" and len(k.codes) == 1)
        yield Figure(
            f"share of shown cells, {release.period}", shares[-1], note=f"{total} contacts"
        )
    if shares:
        name = f"share of shown cells, {len(shares)} quarters"
        yield Figure(name, sum(shares) / len(shares), 0.5, at_least=True)
    yield Figure("quarters without a safe pattern", len(made.unpublished), 0)
