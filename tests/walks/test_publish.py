"""The third walk without the window: rows, lock, draft, proof, register, files."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.__main__ import main
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands import reporting
from familjecentral.commands.composition import guard, synonyms
from familjecentral.commands.reporting import (
    declared_set,
    frozen_words,
    report_readers,
    report_writer,
)
from familjecentral.contacts.importing.mapping import ImportMapping
from familjecentral.contacts.importing.use_case import ImportLog, import_log
from familjecentral.contacts.store import ContactQuery
from familjecentral.contacts.use_cases import LogContact, count_contacts, log_contact
from familjecentral.contacts.weeks import WeekStatus
from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.disclosure.safe import reopen
from familjecentral.disclosure.table import Cell, Key
from familjecentral.errors import (
    AlreadyImported,
    Cancelled,
    FamiljecentralError,
    FilesNotPlaced,
    InvalidInput,
    NotAllowed,
    NotPublishable,
    PeriodNotEnded,
    PeriodOpen,
    Stale,
)
from familjecentral.readers.log import open_log
from familjecentral.readers.tables_csv import read_tables
from familjecentral.releases.draft import Draft, Progress, Published, ReportScope
from familjecentral.releases.known import read_basis
from familjecentral.releases.lock import LockPeriod, PeriodState, lock_period, period_state
from familjecentral.releases.public import FILE_NAME
from familjecentral.releases.use_cases import (
    NoteApproval,
    list_releases,
    make_draft,
    note_approval,
    publish,
    reopen_release,
    verify_releases,
    write_draft,
)
from tests.factories import TODAY, FixedClock, SeededIds, contact_values, staff

FORMATS = reporting.FORMATS
WRITTEN = 0.4  # share of publishing that the writers take
SAMPLE = Path(__file__).parents[1] / "data" / "import" / "kontakter-2026-kv1-kv2.csv"
Q1, Q2, Q3, YEAR = (Period.parse(text) for text in ("2026-Q1", "2026-Q2", "2026-Q3", "2026"))


@dataclass
class House:
    """A store with the sample quarters, and the acts of its manager."""

    store: SqlStore
    clock: FixedClock
    folder: Path
    ids: SeededIds

    def lock(self, period: Period) -> None:
        with self.store.unit_of_work() as uow:
            lock_period(
                LockPeriod(period),
                uow,
                declared=declared_set(uow.codes()),
                clock=self.clock,
                ids=self.ids,
            )

    def state(self, period: Period) -> PeriodState:
        with self.store.unit_of_work() as uow:
            return period_state(period, None, uow, self.clock)

    def draft(self, period: Period, progress: Progress = lambda _: None) -> Draft:
        with self.store.unit_of_work() as uow:
            declared = declared_set(uow.codes())
        return make_draft(
            ReportScope(period),
            self.store.unit_of_work,
            declared=declared,
            clock=self.clock,
            progress=progress,
        )

    def publish(
        self, draft: Draft, formats: tuple[str, ...] = ("csv",), progress: Progress = lambda _: None
    ) -> Published:
        with self.store.unit_of_work() as uow:
            history = list_releases(uow)
        return publish(
            draft,
            self.folder,
            self.store.unit_of_work,
            formats=formats,
            writer=report_writer(history),
            readers=report_readers(draft),
            words=frozen_words,
            clock=self.clock,
            progress=progress,
        )


@pytest.fixture
def house(store: SqlStore, clock: FixedClock, tmp_path: Path) -> House:
    found = House(store, clock, tmp_path / "ut", SeededIds(7))
    with store.unit_of_work() as uow:
        command = ImportLog(open_log(SAMPLE, ImportMapping()), commit=True)
        import_log(command, uow, clock, found.ids, synonyms=synonyms(), guard=guard())
    return found


def test_two_quarters_are_published_and_nothing_can_be_worked_out(house: House) -> None:
    """Import, lock, publish twice; the stranger with both releases in hand finds nothing."""
    files: list[Path] = []
    others: list[Path] = []
    for period in (Q1, Q2):
        house.lock(period)
        published = house.publish(house.draft(period), FORMATS)
        endings = [*dict.fromkeys(f.suffix for f in published.files)]
        assert endings == [".pdf", ".xlsx", ".csv", ".px", ".json", ".html"]
        files += [f for f in published.files if f.suffix == ".csv"]
        others += [f for f in published.files if f.suffix in (".px", ".html")]
        others += [f for f in published.files if f.suffix == ".json" and "regler" not in f.name]
    releases = [read_tables(file).tables for file in files]
    policy = read_policy(json.loads(published.release.policy))
    report = attack(releases, thresholds=policy)
    assert report.safe
    assert report.releases == 4
    statistics = [str(file) for file in files if "excel" not in file.name]
    assert main(["attack", *statistics]) == 0, "the rule beside the files tells what is a thing"
    assert main(["attack", *map(str, others)]) == 0
    parts = [str(file) for file in others if ".t3-" not in file.name]
    assert main(["attack", *parts]) == 2, "a table of the release is not there"
    with house.store.unit_of_work() as uow:
        assert verify_releases(uow) == ()
        assert [r.number for r in list_releases(uow)] == [1, 2]
    assert house.store.verify() == ()


def test_the_same_file_is_refused_when_a_quarter_of_it_is_locked(house: House) -> None:
    """As a whole: its rows of the locked quarter would all become late entries."""
    house.lock(Q1)
    command = ImportLog(open_log(SAMPLE, ImportMapping()), commit=True)
    with house.store.unit_of_work() as uow, pytest.raises(AlreadyImported):
        import_log(command, uow, house.clock, house.ids, synonyms=synonyms(), guard=guard())
    assert house.draft(Q1).late == 0


def test_true_totals_stand_in_the_release(house: House) -> None:
    """What is shown is what was logged: the expected counts of the sample file."""
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text("utf-8"))["counts"]
    house.lock(Q1)
    draft = house.draft(Q1)
    rows = [c for c in draft.safe.tables.cells if c.table == "t1"]
    for level, total in expected["2026Q1"].items():
        parts = [c.value for c in rows if dict(c.key.codes).get("level") == level]
        assert all(isinstance(part, int) for part in parts)
        assert sum(part for part in parts if isinstance(part, int)) == total


def test_a_period_is_locked_only_after_its_last_day(house: House) -> None:
    """On the last day of the quarter it is still open."""
    house.clock.day = Q3.last
    with pytest.raises(PeriodNotEnded):
        house.lock(Q3)
    house.clock.day = TODAY
    house.lock(Q3)
    assert house.state(Q3).is_locked


def test_locked_rows_are_not_seen_one_by_one(house: House) -> None:
    """After the lock the counsellor's list holds the rows of open months only."""
    with house.store.unit_of_work() as uow:
        before = count_contacts(ContactQuery(), uow)
    house.lock(Q1)
    with house.store.unit_of_work() as uow:
        after = count_contacts(ContactQuery(), uow)
        in_quarter = count_contacts(ContactQuery(first=Q1.first, last=Q1.last), uow)
    assert before == 405
    assert in_quarter == 0
    assert after == 201


def test_a_draft_needs_every_month_locked(house: House) -> None:
    """A half-year with an open quarter is refused, naming the open months."""
    house.lock(Q1)
    with pytest.raises(PeriodOpen) as found:
        house.draft(Period.parse("2026-H1"))
    assert found.value.open_months == ("2026-04", "2026-05", "2026-06")


def test_weeks_without_rows_are_missing_and_stay_so(house: House) -> None:
    """Completeness is frozen at the lock: what comes in late does not mend a week."""
    before = house.state(Q1)
    missing = [w.part for w in before.weeks if w.status is WeekStatus.MISSING]
    assert missing
    house.lock(Q1)
    with house.store.unit_of_work() as uow:
        values = contact_values(date=missing[0].first)
        assert log_contact(LogContact(values), uow, house.clock, house.ids).late
    after = house.state(Q1)
    assert after.weeks == before.weeks
    assert before.open_months
    assert not after.open_months


def test_an_open_quarter_has_upcoming_weeks(house: House) -> None:
    """A week that has not ended is neither reported nor missing unless somebody logged."""
    state = house.state(Period.parse("2026-Q4"))
    assert [w.status for w in state.weeks][-1] is None
    assert state.weeks[0].part.first == dt.date(2026, 10, 1)


def test_the_same_draft_twice_is_the_same(house: House) -> None:
    """What a draft has shown counts as shown; the next draft of the snapshot repeats it."""
    house.lock(Q1)
    first, second = house.draft(Q1), house.draft(Q1)
    assert first.safe.tables == second.safe.tables


def test_somebody_publishing_in_between_makes_the_draft_stale(house: House) -> None:
    """A draft holds the number it would get; another release takes it away."""
    house.lock(Q1)
    house.lock(Q2)
    waiting = house.draft(Q1)
    house.publish(house.draft(Q2))
    with pytest.raises(Stale):
        house.publish(waiting)


@pytest.mark.parametrize("name", FORMATS)
def test_cancelling_leaves_no_half_release(house: House, name: str) -> None:
    """At whatever step it is stopped, nothing is registered or lies in the folder; at the very
    end it is too late, and all of it is there. The proof is walked through once."""
    house.lock(Q1)
    draft = house.draft(Q1)
    for last in itertools.count(1):
        told: list[float] = []

        def stop(done: float, told: list[float] = told, last: int = last) -> None:
            told.append(done)
            if len(told) == last:
                raise Cancelled

        try:
            files = house.publish(draft, (name,), stop).files
        except Cancelled:
            with house.store.unit_of_work() as uow:
                assert list_releases(uow) == ()
            assert list(house.folder.iterdir()) == []
            assert told == sorted(told)
            if told[-1] > WRITTEN and name != "csv":
                return
        else:
            break
    assert told[-1] == 1
    assert set(house.folder.iterdir()) == {*files, house.folder / FILE_NAME}


def test_a_draft_can_be_cancelled(house: House) -> None:
    """Before anything of it is shown."""
    house.lock(Q1)

    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        house.draft(Q1, stop)


def test_a_leaking_file_stops_the_release(house: House) -> None:
    """The proof reads the written files: a number that stands where it should be hidden is
    found, and nothing is registered."""
    house.lock(Q1)
    draft = house.draft(Q1)
    hidden = next(c for c in draft.safe.tables.cells if c.value is None)

    def leak(cell: Cell) -> Cell:
        return replace(cell, value=3) if cell.key == hidden.key else cell

    readers = dict(report_readers(draft))
    honest = readers[".csv"]
    readers[".csv"] = lambda path: replace(
        honest(path), cells=tuple(leak(c) for c in honest(path).cells)
    )
    with pytest.raises(FamiljecentralError):
        publish(
            draft,
            house.folder,
            house.store.unit_of_work,
            formats=("csv",),
            writer=report_writer(),
            readers=readers,
            words=frozen_words,
            clock=house.clock,
        )
    with house.store.unit_of_work() as uow:
        assert list_releases(uow) == ()
    assert list(house.folder.iterdir()) == []


def test_an_unprotected_draft_is_caught_by_the_proof(house: House) -> None:
    """Were the protection wrong, the attack would name the tables and stop the release."""
    house.lock(Q1)
    draft = house.draft(Q1)
    with house.store.unit_of_work() as uow:
        truth = read_basis(uow, ReportScope(Q1), draft.declared).counted.tables
    first_hidden = next(c.key for c in draft.safe.tables.cells if c.value is None)
    values = {c.key: c.value for c in truth.cells}

    def shown(cell: Cell) -> Cell:
        return replace(cell, value=values[cell.key]) if cell.key == first_hidden else cell

    cells = tuple(shown(c) for c in draft.safe.tables.cells)
    weak = reopen(replace(draft.safe.tables, cells=cells), draft.safe.certificate)
    with pytest.raises(NotPublishable) as found:
        house.publish(replace(draft, safe=weak))
    assert found.value.tables
    with house.store.unit_of_work() as uow:
        assert list_releases(uow) == ()


def test_what_a_killed_process_left_is_cleared(house: House) -> None:
    """A day later; what is younger may be at work, and other folders are none of ours."""
    house.lock(Q1)
    places = [house.folder / f"{name}/utkast.pdf" for name in (".familjecentral-old", "old")]
    places.append(house.folder / ".familjecentral-young/utkast.pdf")
    for place in places:
        place.parent.mkdir(parents=True)
        place.touch()
    long_ago = house.folder.stat().st_mtime - 25 * 3600
    for place in places[:2]:
        os.utime(place.parent, (long_ago, long_ago))
    write_draft(house.draft(Q1), house.folder, formats=("csv",), writer=report_writer())
    assert [place.exists() for place in places] == [False, True, True]
    assert len(list(house.folder.glob(".familjecentral-*"))) == 1


def test_files_that_cannot_be_placed_leave_a_release_to_save_again(house: House) -> None:
    """The error says what is true: the release stands in the register."""
    house.lock(Q1)
    draft = house.draft(Q1)

    def write_and_block(
        final: Draft, work: Path, formats: Sequence[str], progress: Progress
    ) -> tuple[Path, ...]:
        written = report_writer()(final, work, formats, progress)
        (house.folder / written[0].name).mkdir()
        return written

    with pytest.raises(FilesNotPlaced):
        publish(
            draft,
            house.folder,
            house.store.unit_of_work,
            formats=("csv",),
            writer=write_and_block,
            readers=report_readers(draft),
            words=frozen_words,
            clock=house.clock,
        )
    with house.store.unit_of_work() as uow:
        assert [r.number for r in list_releases(uow)] == [1]
        declared = declared_set(uow.codes())
    again = reopen_release(1, house.store.unit_of_work, declared=declared)
    other = house.folder / "igen"
    assert write_draft(again, other, formats=("csv",), writer=report_writer())


def test_late_entries_wait_for_the_annual_release(house: House) -> None:
    """They are counted with the year, by the next state of the data, and the quarter stands."""
    for quarter in (Q1, Q2, Q3):
        house.lock(quarter)
    q1 = house.publish(house.draft(Q1)).release
    with house.store.unit_of_work() as uow:
        for _ in range(6):
            values = contact_values(date=dt.date(2026, 2, 3))
            assert log_contact(LogContact(values), uow, house.clock, house.ids).late
    house.clock.day = dt.date(2027, 1, 20)
    house.lock(YEAR)
    year = house.draft(YEAR)
    assert year.vintage == 2
    total = Key("contacts", year.safe.tables.cells[0].key.period, 2, (("centre", "C1"),))
    by_key = {c.key: c.value for c in year.safe.tables.cells}
    quarter_total = next(
        c.value for c in q1.cells.cells if c.key.measure == "contacts" and len(c.key.codes) == 1
    )
    assert isinstance(quarter_total, int)
    q2_total = 188
    assert by_key[total] == quarter_total + q2_total + 6
    release = house.publish(year).release
    assert (release.number, release.vintage) == (2, 2)


def test_it_is_told_that_no_late_entries_wait_and_never_how_many_do(house: House) -> None:
    """6 in the quarter and 7 in what the year shows beyond it would tell of a single entry."""
    house.lock(Q1)
    assert house.draft(Q1).late == 0
    for _ in range(7):
        with house.store.unit_of_work() as uow:
            log_contact(
                LogContact(contact_values(date=dt.date(2026, 2, 3))), uow, house.clock, house.ids
            )
        assert house.draft(Q1).late is None


def test_a_release_tells_of_late_entries_as_it_did_when_it_was_published(house: House) -> None:
    """Printed again it is the same document, also when the first late entry came since."""
    house.lock(Q1)
    with house.store.unit_of_work() as uow:
        declared = declared_set(uow.codes())
    late = LogContact(contact_values(date=dt.date(2026, 2, 3)))

    def log(times: int) -> None:
        for _ in range(times):
            with house.store.unit_of_work() as uow:
                assert log_contact(late, uow, house.clock, house.ids).late

    for more, told in ((0, 0), (6, None)):
        log(more)
        number = house.publish(house.draft(Q1)).release.number
        log(1)
        again = reopen_release(number, house.store.unit_of_work, declared=declared)
        assert again.late == told


def test_the_region_can_refuse_and_the_register_keeps_it(house: House) -> None:
    """A refused release is marked withdrawn; the next draft's columns do not repeat it."""
    house.lock(Q1)
    house.lock(Q2)
    house.publish(house.draft(Q1))
    assert house.draft(Q2).previous is not None
    with house.store.unit_of_work() as uow:
        note_approval(NoteApproval(1, approved=False, name=""), uow, house.clock)
    with house.store.unit_of_work() as uow:
        (release,) = list_releases(uow)
        assert release.status == "withdrawn"
        assert verify_releases(uow) == ()
    assert house.draft(Q2).previous is None


def test_a_refused_release_counts_again_only_as_a_new_one(house: House) -> None:
    """Nothing could tell those who took it in that it is valid after all; the new one has the same
    cells and replaces nothing."""
    house.lock(Q1)
    first = house.publish(house.draft(Q1)).release
    with house.store.unit_of_work() as uow:
        note_approval(NoteApproval(1, approved=False, name=""), uow, house.clock)
        with pytest.raises(InvalidInput) as refused:
            note_approval(NoteApproval(1, approved=True, name="Regionen"), uow, house.clock)
    assert [(p.field, p.problem) for p in refused.value.problems] == [("approved", "withdrawn")]
    again = house.publish(house.draft(Q1)).release
    assert (again.number, again.replaces) == (2, None)
    assert again.cells == first.cells
    with house.store.unit_of_work() as uow:
        note_approval(NoteApproval(2, approved=True, name="Regionen"), uow, house.clock)
        assert [r.status for r in list_releases(uow)] == ["withdrawn", "released"]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
def test_only_a_manager_locks_drafts_and_publishes(
    house: House, open_as: object, role: Role
) -> None:
    """Every other role is refused by the core, whatever the screen offers."""
    house.lock(Q1)
    draft = house.draft(Q1)
    person = staff(2, login_name="annan", roles=frozenset({role}))
    other = House(open_as(person), house.clock, house.folder, house.ids)  # type: ignore[operator]
    for act in (
        lambda: other.lock(Q2),
        lambda: other.draft(Q1),
        lambda: other.state(Q1),
        lambda: other.publish(draft),
    ):
        with pytest.raises(NotAllowed):
            act()
