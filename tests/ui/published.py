"""A store with three published quarters of one house and a locked fourth, and its page."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import declared_set
from familjecentral.contacts.model import Contact, ContactId
from familjecentral.releases.draft import ReportScope
from tests.factories import PASSPHRASE, FixedClock, SeededIds
from tests.ui.stage import MAJA, Sample, Stage, invented, make_gate, make_sample
from tests.walks.houses import Houses
from ui.statistics.page import StatisticsPage

QUARTERS = tuple(Period.parse(text) for text in ("2025-Q4", "2026-Q1", "2026-Q2"))
LOCKED = Period.parse("2026-Q3")


def fill_published(path: Path, folder: Path, rows: int = 150) -> None:
    """Log four quarters, lock them and publish three."""
    store = make_gate().open(path, MAJA.login_name, PASSPHRASE)
    chance, ids = random.Random(5), SeededIds(31)
    with store.unit_of_work() as uow:
        for place, quarter in enumerate((*QUARTERS, LOCKED)):
            for number in range(rows + 20 * place):
                day = quarter.first + dt.timedelta(days=number % 89)
                values = invented(chance, day)
                uow.contacts.add(Contact(ContactId(ids.new_id()), MAJA.id, values))
        uow.commit()
    house = Houses(store, FixedClock(), folder, SeededIds(32))
    house.lock(*QUARTERS, LOCKED)
    for quarter in QUARTERS:
        house.publish(house.draft(ReportScope(quarter)))
    with store.unit_of_work() as uow:
        assert declared_set(uow.codes()).tables
    store.close()


def published_sample(folder: Path) -> Sample:
    """Make the store and close it."""
    sample = make_sample(folder, random.Random(1), rows=0)
    fill_published(sample.path, folder / "utgivet")
    return sample


def stats_page(stage: Stage) -> StatisticsPage:
    """Return the page after it has been opened."""
    shell = stage.window.shell
    assert shell is not None
    page = shell.page_of("stats")
    assert isinstance(page, StatisticsPage)
    return page
