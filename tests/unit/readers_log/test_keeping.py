"""What an import keeps: all or nothing, once, as one step, by a counsellor alone."""

from __future__ import annotations

import pytest

from familjecentral.access.model import Role
from familjecentral.calendar.periods import Month
from familjecentral.contacts.undo import UndoStack, undo
from familjecentral.errors import AlreadyImported, Cancelled, NotAllowed
from tests.unit.fakes import LINDEN, FakeStore, SeededIds, actor
from tests.unit.readers_log.reading import CLOCK, HEAD, TALK, Lines, new_store, report, run


@pytest.fixture
def store() -> FakeStore:
    return new_store()


def test_the_same_rows_twice_are_refused_unless_insisted(store: FakeStore) -> None:
    """Known by their content, in whatever order they stand."""
    other = TALK.replace("telefon", "hb")
    run(Lines(HEAD, TALK, other), commit=True, store=store)
    preview = run(Lines(HEAD, other, TALK), store=store)
    assert preview.report.imported_on == CLOCK.day
    with pytest.raises(AlreadyImported):
        run(Lines(HEAD, other, TALK), commit=True, store=store)
    assert len(store.kept.contacts) == 2
    run(Lines(HEAD, other, TALK), commit=True, insist=True, store=store)
    assert len(store.kept.contacts) == 4
    run(Lines(HEAD, TALK), commit=True, store=store)


def test_a_preview_keeps_nothing(store: FakeStore) -> None:
    """Neither rows nor the memory of the file."""
    found = run(Lines(HEAD, TALK), store=store)
    assert (store.kept.contacts, store.kept.batches, found.step) == ({}, {}, None)


def test_a_file_without_rows_keeps_nothing(store: FakeStore) -> None:
    """There is no import of nothing."""
    found = run(Lines(HEAD, "", ""), commit=True, store=store)
    assert (found.step, found.report.imported_on, store.kept.batches) == (None, None, {})


def test_a_locked_month_takes_late_entries(store: FakeStore) -> None:
    """The report names the month and not how many."""
    store.lock(Month(2026, 9))
    shown = report(store, HEAD, TALK + "2", TALK.replace("-09-", "-10-"), commit=True)
    assert shown["late_months"] == ["2026-09"]
    assert (len(store.kept.contacts), len(store.kept.locked_rows)) == (1, 2)


def test_a_month_whose_annual_release_is_out_takes_nothing(store: FakeStore) -> None:
    """Its rows are rejected, the others come in."""
    store.lock(Month(2026, 9))
    store.kept.annual.add((LINDEN.id, 2026))
    shown = report(store, HEAD, TALK, TALK.replace("-09-", "-10-"), commit=True)
    assert shown["rejected"] == [{"row": 2, "column": "Datum", "reason": "period_locked"}]
    assert shown["accepted_rows"] == 1


def test_an_import_is_one_step_of_undo(store: FakeStore) -> None:
    """Open rows, late rows and the memory of the file go together."""
    store.lock(Month(2026, 9))
    found = run(Lines(HEAD, TALK, TALK.replace("-09-", "-10-")), commit=True, store=store)
    stack = UndoStack()
    stack.push(found.step)
    with store.unit_of_work() as uow:
        undo(stack, uow, CLOCK, SeededIds())
    assert (store.kept.contacts, store.kept.locked_rows, store.kept.batches) == ({}, {}, {})


def test_a_cancelled_import_keeps_nothing(store: FakeStore) -> None:
    """It stops between two rows, however many were read."""
    shares = []

    def stop(share: float) -> None:
        shares.append(share)
        if len(shares) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(Lines(HEAD, *[TALK] * 2000), commit=True, progress=stop, store=store)
    assert store.kept.contacts == {}


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.COUNSELLOR])
def test_only_a_counsellor_imports(store: FakeStore, role: Role) -> None:
    """The rows become her own."""
    with pytest.raises(NotAllowed):
        run(Lines(HEAD, TALK), who=actor(role), store=store)
