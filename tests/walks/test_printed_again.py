"""A registered release written once more: the frozen cells, and the register as it was then."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.commands.reporting import FORMATS, declared_set, report_readers, report_writer
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.known import register_then
from familjecentral.releases.use_cases import (
    NoteApproval,
    list_releases,
    note_approval,
    reopen_release,
    write_draft,
)
from tests.factories import FixedClock
from tests.walks.houses import QUARTERS, Houses, two_houses

Q1, Q2, _ = QUARTERS


@pytest.fixture
def house(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    made = two_houses(store, clock, tmp_path / "ut", 60)
    made.lock(Q1, Q2)
    return made


def test_a_release_can_be_opened_and_written_again(house: Houses) -> None:
    """From the frozen cells alone, as often as wanted."""
    published = house.publish(house.draft(ReportScope(Q1)), FORMATS)
    with house.store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
    again = reopen_release(1, house.store.unit_of_work, declared=declared)
    assert again.release == published.release
    assert again.safe.tables.cells == published.release.cells.cells
    copies = write_draft(again, house.folder / "igen", formats=FORMATS, writer=report_writer())
    for copy, first in zip(copies, published.files, strict=True):
        assert copy.read_bytes() == first.read_bytes(), copy.name


def test_a_release_printed_again_knows_nothing_newer(house: Houses) -> None:
    """The period before is withdrawn and issued anew since; every file has the same bytes."""
    house.publish(house.draft(ReportScope(Q1)))
    first = house.publish(house.draft(ReportScope(Q2)), FORMATS)
    with house.store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
        assert register_then(uow, 2) == list_releases(uow)[:1]
        house.clock.day += dt.timedelta(days=1)
        note_approval(NoteApproval(1, approved=False, name=""), uow, house.clock)
    house.publish(house.draft(ReportScope(Q1)))
    again = reopen_release(2, house.store.unit_of_work, declared=declared)
    assert again.previous is not None
    assert again.before is not None
    assert [release.number for release in again.before] == [1]
    with house.store.unit_of_work() as uow:
        writer = report_writer(list_releases(uow))
        assert [r.status for r in register_then(uow, 3)] == ["withdrawn", "released"]
    copies = write_draft(
        again,
        house.folder / "igen",
        formats=FORMATS,
        writer=writer,
        readers=report_readers(again),
    )
    assert [c.name for c in copies] == [f.name for f in first.files]
    for copy, file in zip(copies, first.files, strict=True):
        assert copy.read_bytes() == file.read_bytes(), copy.name
