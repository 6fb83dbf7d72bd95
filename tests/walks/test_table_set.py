"""The house's own table set: tried on what is locked, in force for what is locked next."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from db.store import SqlStore
from familjecentral.__main__ import main
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.commands.composition import guard
from familjecentral.errors import Cancelled, InvalidInput, NotAllowed, NotFound, Stale
from familjecentral.export.figures import Status
from familjecentral.export.report_input import ReportInput, ReportWords
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.table_set import (
    ChooseTables,
    TableSets,
    choose_tables,
    read_table_sets,
    restore_tables,
    try_table_set,
)
from familjecentral.releases.use_cases import reopen_release
from familjecentral.statistics.choosing import TableWish, wish_of
from familjecentral.statistics.defining import (
    TypeDenominator,
    TypeTarget,
    type_denominator,
    type_target,
)
from familjecentral.statistics.denominators import DenominatorKind
from tests.factories import FixedClock, staff
from tests.walks.houses import QUARTERS, Houses, two_houses

Q1, Q2, Q3 = QUARTERS
HALF = Period.parse("2026-H1")
DURATION = TableWish("contacts", ("duration", "level"))
MERGED_AGE = TableWish("contacts", ("age", "level"), (("age", ("m0_11", "y1_2")),))


@pytest.fixture
def houses(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    return two_houses(store, clock, tmp_path / "ut", 40)


def sets(houses: Houses) -> TableSets:
    shipped = houses.declared
    with houses.store.unit_of_work() as uow:
        return read_table_sets(uow, shipped)


def own_choice(houses: Houses, threshold: int = 5) -> ChooseTables:
    """Return the shipped set without arenas, with ages merged and with durations."""
    now = sets(houses)
    wishes = [
        MERGED_AGE if spec.dimensions[:1] == ("age",) else wish_of(spec)
        for spec in now.now.tables
        if spec.dimensions[:1] != ("arena",)
    ]
    return ChooseTables((*wishes, DURATION), threshold, now.kept[-1].version if now.kept else 0)


def choose(houses: Houses, command: ChooseTables, progress=lambda _: None):
    return choose_tables(
        command,
        houses.store.unit_of_work,
        shipped=houses.declared,
        clock=houses.clock,
        progress=progress,
    )


def restore(houses: Houses, version: int | None) -> None:
    shipped = houses.declared
    with houses.store.unit_of_work() as uow:
        restore_tables(version, uow, shipped=shipped, clock=houses.clock)


def dimensions(cells) -> set[str]:
    return {name for cell in cells.cells for name, _ in cell.key.codes}


def test_another_set_holds_for_what_is_locked_next(houses: Houses) -> None:
    """What is locked before keeps its tables, a longer period has those that both hold, and
    nothing of all that is published together can be worked out."""
    houses.lock(Q1)
    houses.publish(houses.draft(ReportScope(Q1)))
    shares: list[float] = []
    trial, changes = choose(houses, own_choice(houses), shares.append)
    assert changes is not None
    assert (trial.periods, trial.is_safe) == (1, True)
    assert trial.shown_percent is not None
    assert trial.shown_percent % 10 == 0
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    houses.lock(Q2)
    for period in (Q2, HALF):
        houses.publish(houses.draft(ReportScope(period)))
    first, second, half = houses.releases
    assert [r.declared_version - houses.declared.version for r in houses.releases] == [0, 1, 1]
    assert "arena" in dimensions(first.cells)
    assert "duration" not in dimensions(first.cells)
    assert "arena" not in dimensions(second.cells)
    assert "duration" in dimensions(second.cells)
    assert {"arena", "duration"}.isdisjoint(dimensions(half.cells))
    assert {t for t in (c.table for c in second.cells.cells) if t == "t31"}
    again = reopen_release(2, houses.store.unit_of_work, declared=houses.declared)
    beside = ReportInput(again, cast("ReportWords", None)).previous
    assert beside.get("contacts", {"level": "universal"}).status is not Status.MISSING
    assert beside.get("contacts", {"duration": "missing"}).status is Status.MISSING
    ages = {dict(c.key.codes).get("age") for c in second.cells.cells} - {None}
    assert "m0_11+y1_2" in ages
    assert "m0_11" not in ages
    assert houses.attack(age={"m0_11+y1_2": ("m0_11", "y1_2")}).safe


def test_pages_with_own_tables_are_tried_by_what_lies_beside_them(houses: Houses) -> None:
    """The rule beside the files tells tables that the program does not ship, and their words."""
    choose(houses, own_choice(houses))
    houses.lock(Q1)
    formats = ("csv", "pdf", "html", "xlsx")
    files = houses.publish(houses.draft(ReportScope(Q1)), formats).files
    by_ending = {file.suffix: file for file in files if "regler" not in file.name}
    for ending in (".pdf", ".html", ".xlsx"):
        assert main(["attack", str(by_ending[ending])]) == 0
    assert main(["attack", str(by_ending[".csv"]), str(by_ending[".pdf"])]) == 0
    (rule,) = (file for file in files if "regler" in file.name)
    told = json.loads(rule.read_text("utf-8"))
    assert "duration" in {d["key"] for d in told["definitions"]["set"]["dimensions"]}
    told["definitions"]["labels"] = {}
    rule.write_text(json.dumps(told), "utf-8")
    assert main(["attack", str(by_ending[".pdf"])]) == 2


def test_a_release_is_printed_again_by_its_own_version(houses: Houses) -> None:
    """Its tables, its number and its thresholds, whatever the house chooses later."""
    houses.lock(Q1)
    houses.publish(houses.draft(ReportScope(Q1)))
    choose(houses, own_choice(houses, threshold=7))
    again = reopen_release(1, houses.store.unit_of_work, declared=houses.declared)
    shipped = houses.declared.version
    assert (again.declared.version, again.declared.threshold) == (shipped, 5)
    assert "t6" in {spec.key for spec in again.declared.tables}
    houses.lock(Q2)
    draft = houses.draft(ReportScope(Q2))
    assert (draft.declared.version, draft.declared.threshold) == (shipped + 1, 7)


def test_what_stood_beside_the_counts_stays_beside_them(houses: Houses) -> None:
    """A number typed again or taken away, and a target changed later, the same day included."""
    children = TypeDenominator(DenominatorKind.CHILDREN, "C1", "2026", "1 200", "SCB")
    units = {"kpi_fathers": "share"}

    def typed(number: str, target: str) -> None:
        clock, begin = houses.clock, houses.store.unit_of_work
        with begin() as uow:
            type_denominator(replace(children, number=number), uow, clock, guard())
        with begin() as uow:
            type_target(TypeTarget("kpi_fathers", target), uow, clock, units=units)

    def again() -> tuple[list[int], list[int]]:
        draft = reopen_release(1, houses.store.unit_of_work, declared=houses.declared)
        return [d.hundredths for d in draft.denominators], [t.hundredths for t in draft.targets]

    typed("1 200", "30")
    houses.lock(Q1)
    houses.publish(houses.draft(ReportScope(Q1)))
    typed("1 500", "50")
    assert again() == ([120_000], [3000])
    typed("", "")
    assert again() == ([120_000], [3000])


def test_a_lower_threshold_waits_where_a_higher_one_was_published(houses: Houses) -> None:
    """What was hidden under the higher one stays hidden in every sum of it."""
    houses.lock(Q1)
    choose(houses, own_choice(houses, threshold=3))
    houses.lock(Q2)
    assert houses.draft(ReportScope(Q2)).declared.threshold == 3
    assert houses.draft(ReportScope(HALF)).declared.threshold == 5


def test_late_entries_are_counted_by_the_set_of_their_month(houses: Houses) -> None:
    """A table that the month was not counted by gets no counts later."""
    houses.lock(Q1)
    choose(houses, own_choice(houses))
    houses.lock(Q2, Q3)
    houses.log(6, date=Q1.first, duration_band="gt60")
    houses.log(6, date=Q2.first, duration_band="gt60")
    houses.clock.day = houses.clock.day.replace(year=2027)
    houses.lock(Period.parse("2026-Q4"))
    houses.draft(ReportScope(Period.parse("2026")))
    with houses.store.unit_of_work() as uow:
        kept = uow.counts.kept([c.id for c in uow.centres()], [*Q1.months, *Q2.months], 2)
    late = {(row.month, row.table) for row in kept if row.vintage == 2}
    assert ("2026-04", "contacts:duration*level") in late
    assert ("2026-01", "contacts:arena*level") in late
    assert ("2026-01", "contacts:duration*level") not in late


def test_the_way_back(houses: Houses) -> None:
    """To the shipped set and to a version that was accepted before; every step is kept."""
    assert not sets(houses).is_own
    choose(houses, own_choice(houses))
    assert sets(houses).is_own
    own = sets(houses).kept[-1]
    restore(houses, None)
    assert not sets(houses).is_own
    assert replace(sets(houses).now, version=houses.declared.version) == houses.declared
    restore(houses, own.version)
    now = sets(houses)
    assert now.is_own
    assert replace(now.now, version=own.version) == own.declared
    assert [one.version for one in now.kept] == sorted(one.version for one in now.kept)
    with pytest.raises(NotFound):
        restore(houses, 99)


def test_a_set_is_tried_on_a_half_year_with_its_quarters(houses: Houses) -> None:
    """What each quarter can keep may be solved from their sum: they are tried together, under the
    threshold that a table has of its own."""
    houses.lock(Q1, Q2, Q3)
    command = own_choice(houses)
    wishes = tuple(replace(w, threshold=8) if w == DURATION else w for w in command.tables)
    trial, changes = choose(houses, replace(command, tables=wishes))
    assert changes is not None
    assert (trial.periods, trial.is_safe, trial.longest) == (4, True, PeriodType.HALF_YEAR)
    assert sets(houses).now.sensitive[-1].threshold == 8


def test_nothing_is_tried_before_anything_is_locked(houses: Houses) -> None:
    """Then the set is taken as it is."""
    trial, changes = choose(houses, own_choice(houses))
    assert (trial.periods, trial.is_safe, trial.shown_percent) == (0, True, None)
    assert changes is not None


def test_a_trial_keeps_nothing_and_can_be_stopped(houses: Houses) -> None:
    """Neither counts nor a version, whether it comes to its end or not."""
    houses.lock(Q1)
    before = sets(houses).kept

    def stop(share: float) -> None:
        if share > 0:
            raise Cancelled

    def kept() -> tuple:
        with houses.store.unit_of_work() as uow:
            return uow.counts.kept([c.id for c in uow.centres()], Q1.months, 9)

    counts = kept()
    begin, command = houses.store.unit_of_work, own_choice(houses)
    shipped = houses.declared
    try_table_set(command, begin, shipped=shipped, clock=houses.clock, progress=lambda _: None)
    with pytest.raises(Cancelled):
        choose(houses, command, stop)
    assert sets(houses).kept == before
    assert kept() == counts


def test_a_set_that_cannot_be_protected_is_not_taken(
    store: SqlStore, clock: FixedClock, tmp_path: Path
) -> None:
    """Five contacts have been told; that four were short and one long would tell of few."""
    houses = two_houses(store, clock, tmp_path / "ut", 0)
    houses.clock.day = Q1.last
    alike = {"date": Q1.first, "contact_ordinal": "first"}
    houses.log(4, duration_band="lt15", **alike)
    houses.log(1, duration_band="gt60", **alike)
    houses.clock.day = Q3.last
    houses.lock(Q1)
    houses.publish(houses.draft(ReportScope(Q1)))
    kept = sets(houses).kept
    trial, changes = choose(houses, own_choice(houses))
    assert (trial.is_safe, trial.shown_percent, changes) == (False, None, None)
    assert trial.longest is PeriodType.QUARTER
    assert sets(houses).kept == kept


def test_two_managers_do_not_overwrite_each_other(houses: Houses) -> None:
    """The second choice was begun before the first was kept."""
    command = own_choice(houses)
    choose(houses, command)
    with pytest.raises(Stale):
        choose(houses, command)


def test_what_cannot_be_a_table_set_is_refused(houses: Houses) -> None:
    """Before anything is tried."""
    shipped = tuple(wish_of(spec) for spec in houses.declared.tables)
    with pytest.raises(InvalidInput, match="dimension:twice"):
        choose(houses, ChooseTables((*shipped, DURATION, DURATION), 5))
    assert sets(houses).kept == ()


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
def test_only_a_manager_chooses_tables(store: SqlStore, open_as, clock, role: Role) -> None:
    """As the table of roles says."""
    other = open_as(staff(2, login_name="annan", roles=frozenset({role})))
    houses = Houses(other, clock, Path(), None)  # type: ignore[arg-type]
    shipped = houses.declared
    command = ChooseTables(tuple(wish_of(spec) for spec in shipped.tables), 5)
    with other.unit_of_work() as uow:
        with pytest.raises(NotAllowed):
            read_table_sets(uow, shipped)
        with pytest.raises(NotAllowed):
            restore_tables(None, uow, shipped=shipped, clock=clock)
    with pytest.raises(NotAllowed):
        choose(houses, command)
