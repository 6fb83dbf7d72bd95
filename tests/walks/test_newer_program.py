"""A house takes a newer program into use in the middle of a year: what its months were counted by
differs, and the year goes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.calendar.periods import Period
from familjecentral.commands.reporting import report_readers, report_tables, report_writer
from familjecentral.commands.rule_file import read_rule
from familjecentral.contacts.model import WorkingLevel
from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_policy import read_policy
from familjecentral.readers.tables_csv import read_tables
from familjecentral.releases.draft import Draft, ReportScope
from familjecentral.releases.lock import LockPeriod, lock_period
from familjecentral.releases.use_cases import make_draft, reopen_release, write_draft
from familjecentral.statistics.declared import DeclaredSet
from tests.factories import FixedClock
from tests.walks.houses import QUARTERS, Houses, two_houses

Q1, Q2, Q3 = QUARTERS
HALF = Period.parse("2026-H1")
NEW = ("t18", "t19")
VISITS = (("home_visit", 6), ("joint_home_visit", 2))


def older(declared: DeclaredSet) -> DeclaredSet:
    """Return the table set of a program that did not know home visits and partners."""
    return replace(
        declared,
        version=declared.version - 1,
        measures=tuple(m for m in declared.measures if m.key != "consultations"),
        dimensions=tuple(
            d for d in declared.dimensions if d.key != "visit" and d.field != "consulted"
        ),
        tables=tuple(spec for spec in declared.tables if spec.key not in NEW),
    )


@pytest.fixture
def houses(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    made = two_houses(store, clock, tmp_path / "ut", 40)
    for quarter in QUARTERS:
        for form, times in VISITS:
            made.log(times, date=quarter.first + dt.timedelta(days=9), contact_form=form)
        made.log(
            1,
            date=quarter.first + dt.timedelta(days=9),
            working_level=WorkingLevel.STRUCTURAL,
            structural_activity_type="consultation",
            partners=("school",),
        )
    then = older(made.declared)
    with made.store.unit_of_work() as uow:
        lock_period(LockPeriod(Q1), uow, declared=then, clock=made.clock, ids=made.ids)
    begin = made.store.unit_of_work
    made.publish(make_draft(ReportScope(Q1), begin, declared=then, clock=made.clock))
    made.lock(Q2, Q3)
    return made


def is_safe(houses: Houses) -> bool:
    """Try to solve all releases together by the newest rule."""
    files = sorted(houses.folder.glob("*.csv"))
    rules = sorted(houses.folder.glob("*.regler.json"), key=lambda rule: rule.stat().st_mtime_ns)
    policy = read_policy(read_rule(rules[-1]))
    return attack([read_tables(file).tables for file in files], thresholds=policy).safe


def tables_in(draft: Draft) -> set[str]:
    return {cell.table for cell in draft.safe.tables.cells}


def test_a_longer_period_tells_what_it_lacks_and_gives_nothing_away(houses: Houses) -> None:
    """Quarters by their own version, a half-year and a year to date by what both count; every
    file is read back, all releases together are tried, and the pages say what is lacking."""
    houses.publish(houses.draft(ReportScope(Q2)))
    half = houses.draft(ReportScope(HALF))
    assert not tables_in(half) & set(NEW)
    assert "t5" in tables_in(half)
    assert half.mixed.without == NEW
    assert half.mixed.versions == (houses.declared.version - 1, houses.declared.version)
    assert set(NEW) <= tables_in(houses.draft(ReportScope(Q2)))
    published = houses.publish(half, ("csv", "pdf", "html", "xlsx"))
    page = next(f for f in published.files if f.suffix == ".html").read_text("utf-8")
    assert "olika versioner av definitionerna ({} och {})".format(*half.mixed.versions) in page
    assert "efter hembesök; Konsultationer till personal efter samverkanspart. Det" in page
    houses.publish(houses.draft(ReportScope(Q3)))
    houses.publish(houses.draft(ReportScope(Period.parse("2026-YTD3"))))
    assert is_safe(houses)
    again = reopen_release(3, houses.store.unit_of_work, declared=houses.declared)
    assert again.mixed == half.mixed
    copies = write_draft(
        again,
        houses.folder / "igen",
        formats=("pdf",),
        writer=report_writer(),
        readers=report_readers(again),
    )
    pages = next(f for f in published.files if f.suffix == ".pdf")
    assert copies[0].read_bytes() == pages.read_bytes()


def test_a_quarter_beside_one_by_an_older_version_compares_what_both_count(houses: Houses) -> None:
    """What the older did not count is missing beside it, not zero; the rest stands."""
    houses.publish(houses.draft(ReportScope(Q2)))
    draft = houses.draft(ReportScope(Q2))
    assert not draft.mixed.versions
    by_caption = {table.caption: table for table in report_tables(draft, houses.releases)}
    visits = next(t for caption, t in by_caption.items() if "efter hembesök" in caption)
    (joint,) = (row for row in visits.rows if row[0].startswith("Gemensamt"))
    assert "saknas" in joint
    forms = next(t for caption, t in by_caption.items() if "efter kontaktform" in caption)
    (home,) = (row for row in forms.rows if row[0].startswith("Hembesök"))
    assert home[-2] != "saknas"


def test_a_quarter_by_the_older_version_can_be_corrected_later(houses: Houses) -> None:
    """It keeps its own tables, and knows which codes of the newer ones cannot meet."""
    houses.publish(houses.draft(ReportScope(Q2)))
    houses.publish(houses.draft(ReportScope(HALF)))
    houses.log(6, date=Q1.first + dt.timedelta(days=20), contact_form="booked_talk")
    corrected = houses.draft(ReportScope(Q1, vintage=2))
    assert not tables_in(corrected) & set(NEW)
    assert "visit" in {d.key for d in corrected.declared.dimensions}
    houses.publish(corrected)
    assert is_safe(houses)
