"""A house and its neighbour, each with a published quarter, for the joint follow-up."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from familjecentral.releases import exchange
from familjecentral.releases.draft import ReportScope
from tests.factories import PASSPHRASE, FixedClock
from tests.ui.stage import MAJA, Sample, make_gate, make_sample
from tests.walks.houses import QUARTERS, two_houses

LAST = QUARTERS[2]


@dataclass(frozen=True)
class Neighbour:
    """A signed file of another house, and what stands on its paper."""

    file: Path
    fingerprint: str


def publish_last(path: Path, folder: Path, a_quarter: int) -> tuple[str, str]:
    """Fill a closed store and publish its last quarter; return its signed file and fingerprint."""
    store = make_gate().open(path, MAJA.login_name, PASSPHRASE)
    houses = two_houses(store, FixedClock(), folder, a_quarter)
    houses.lock(*QUARTERS)
    houses.publish(houses.draft(ReportScope(LAST)))
    with store.unit_of_work() as uow:
        text = exchange.export_release(1, uow)
    with store.unit_of_work() as uow:
        print_ = exchange.fingerprint(exchange.own_key(uow))
    store.close()
    return text, print_


def neighbour_of(folder: Path) -> Neighbour:
    """Make the other house's file."""
    folder.mkdir(parents=True, exist_ok=True)
    sample: Sample = make_sample(folder, random.Random(2), rows=0)
    text, print_ = publish_last(sample.path, folder / "ut", 70)
    file = folder / "utgava-1.fcutgava.json"
    file.write_text(text, "utf-8")
    return Neighbour(file, print_)
