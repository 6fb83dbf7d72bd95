"""A registered release written once more: the frozen cells, and the register as it was then."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from db.schema_definitions import release_basis
from db.store import SqlStore
from familjecentral.commands.reporting import (
    FORMATS,
    declared_set,
    report_readers,
    report_words,
    report_writer,
)
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.known import register_then
from familjecentral.releases.use_cases import (
    NoteApproval,
    list_releases,
    note_approval,
    reopen_release,
    write_draft,
)
from familjecentral.statistics.denominators import Frozen
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


def rename(house: Houses) -> None:
    """Call a type of activity, and the first house, something else."""
    with house.store.unit_of_work() as uow:
        code = uow.codes().lists["structural_activity_type"]["consultation"]
        uow.replace_code(dataclasses.replace(code, label="Råd till kollegor"))
        first, *_ = uow.centres()
        uow.replace_centre(dataclasses.replace(first, name="Tallens hus", region="Region Syd"))
        uow.commit()


def test_a_release_printed_again_has_the_words_it_was_published_with(house: Houses) -> None:
    """A label, a house and a key figure have other names since; every file has the same bytes."""
    draft = house.draft(ReportScope(Q1))
    first = house.publish(draft, FORMATS)
    rename(house)
    again = reopen_release(1, house.store.unit_of_work, declared=house.declared)
    assert again.centres == draft.centres
    copies = write_draft(
        again,
        house.folder / "igen",
        formats=FORMATS,
        writer=report_writer(),
        readers=report_readers(again),
    )
    for copy, file in zip(copies, first.files, strict=True):
        assert copy.read_bytes() == file.read_bytes(), copy.name
    assert {k.sv for k in report_words(again).key_figures} >= {"Antal kontakter"}
    newer = again.words.replace("Antal kontakter", "Kontakter förr")
    renamed = dataclasses.replace(again, words=newer)
    assert report_words(renamed).key_figures[0].sv == "Kontakter förr"


def test_a_release_from_before_words_were_kept_is_printed_with_those_of_today(
    house: Houses,
) -> None:
    """What was not kept cannot come back: the cells are the same, the names are new."""
    published = house.publish(house.draft(ReportScope(Q1)))
    with house.store.unit_of_work() as uow:
        made_by = uow.definitions.frozen(1)
        assert made_by is not None
        uow.connection.execute(release_basis.delete())
        uow.definitions.freeze(1, Frozen(made_by.denominators, made_by.targets))
        uow.commit()
    rename(house)
    again = reopen_release(1, house.store.unit_of_work, declared=house.declared)
    assert again.safe.tables.cells == published.release.cells.cells
    assert again.centres[0].name == "Tallens hus"
    assert report_words(again).labels.code("type", "consultation") == "Råd till kollegor"
    assert not again.words
