"""A year of releases: quarters, the year to date, a breakdown, a re-issue, the annual release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import SqlStore
from familjecentral.access.model import Role
from familjecentral.calendar.periods import Period
from familjecentral.commands.messages import sentence
from familjecentral.commands.reporting import coarser_words
from familjecentral.errors import NotAllowed, NotFound, NotPublishable, UnusableFile
from familjecentral.releases.draft import ReportScope
from familjecentral.releases.reissue import compared, differences, price_of_reissue
from familjecentral.releases.use_cases import reopen_release
from tests.factories import FixedClock, centre, staff
from tests.walks.houses import ASKEN, QUARTERS, TO_DATE, Houses, two_houses

YEAR = Period.parse("2026")


@pytest.fixture
def houses(store: SqlStore, clock: FixedClock, tmp_path: Path) -> Houses:
    return two_houses(store, clock, tmp_path / "ut", 60)


def test_quarters_then_year_to_date_then_a_breakdown_cannot_be_solved(houses: Houses) -> None:
    """Where no pattern is safe the breakdown is refused, nothing is shown or registered, and
    what is proposed instead is published; all of it together gives no small number away."""
    houses.lock(*QUARTERS)
    for quarter in QUARTERS:
        houses.publish(houses.draft(ReportScope(quarter)))
    houses.publish(houses.draft(ReportScope(TO_DATE)))
    wished = ReportScope(QUARTERS[1], ASKEN.id)
    with pytest.raises(NotPublishable) as refused:
        houses.draft(wished)
    declared = houses.declared
    with houses.store.unit_of_work() as uow:
        assert uow.releases.shown_of(wished.period, [ASKEN.key]) == ()
        said = coarser_words(refused.value.coarser, declared, uow.codes(), uow.centres())
    assert len(houses.releases) == 4
    assert refused.value.coarser
    assert all(sentence.startswith("Tabell ") and sentence.endswith(".") for sentence in said)
    assert not any("indicated" in sentence or "level" in sentence for sentence in said)
    coarser = ReportScope(wished.period, wished.centre, coarser=refused.value.coarser)
    draft = houses.draft(coarser)
    release = houses.publish(draft, ("pdf", "xlsx", "csv")).release
    assert release.number == 5
    again = reopen_release(5, houses.store.unit_of_work, declared=houses.declared)
    assert again.declared == draft.declared
    report = houses.attack()
    assert report.releases == 5
    assert report.safe


def test_a_re_issue_shows_its_price_first(houses: Houses) -> None:
    """It names what would be hidden, tells no number, and the draft keeps to it."""
    houses.lock(*QUARTERS)
    scope = ReportScope(QUARTERS[0])
    with pytest.raises(NotFound):
        price_of_reissue(
            scope, houses.store.unit_of_work, declared=houses.declared, progress=lambda _: None
        )
    first = houses.publish(houses.draft(scope)).release
    for centre_id in (centre().id, ASKEN.id):
        houses.log(12, date=dt.date(2026, 2, 3), centre_id=centre_id)
    price = price_of_reissue(
        scope, houses.store.unit_of_work, declared=houses.declared, progress=lambda _: None
    )
    assert price.replaces == 1
    assert price.scope.vintage == 2
    assert price.still_shown + len(price.hidden) == first.certificate.shown
    houses.log(1, date=dt.date(2026, 2, 4))  # belongs to the next state of the data
    draft = houses.draft(price.scope)
    now = {c.key: c.value for c in draft.safe.tables.cells}
    old = {(c.key.measure, c.key.codes): c.value for c in first.cells.cells}
    hidden = {key.codes for _, key in price.hidden}
    assert hidden <= {key.codes for key, value in now.items() if value is None}
    total = next(v for k, v in now.items() if k.measure == "contacts" and not k.codes)
    before = old["contacts", ()]
    assert isinstance(total, int)
    assert isinstance(before, int)
    assert total == before + 24
    second = houses.publish(draft).release
    assert (second.replaces, second.vintage) == (1, 2)
    changed = differences(first, second)
    assert any(d.key.codes == () and (d.before, d.after) == (before, total) for d in changed)
    assert houses.attack().safe


def test_the_annual_release_repeats_the_late_entries_of_its_first_draft(houses: Houses) -> None:
    """What comes between draft and release waits: one entry more would be told by the step."""
    houses.lock(*QUARTERS)
    houses.log(8, date=dt.date(2026, 2, 3))
    houses.clock.day = dt.date(2027, 1, 20)
    houses.lock(YEAR)
    first = houses.draft(ReportScope(YEAR))
    houses.log(1, date=dt.date(2026, 2, 3))
    houses.log(1, date=dt.date(2026, 8, 3))
    again = houses.draft(ReportScope(YEAR))
    assert (first.vintage, again.vintage) == (2, 2)
    assert again.safe.tables == first.safe.tables
    assert again.late is None
    assert houses.publish(again).release.vintage == 2


def test_what_a_year_has_counted_is_in_no_quarter(houses: Houses) -> None:
    """No entry waits for a quarter after the annual draft; the quarter says so only if it is all.

    After a year's numbers a small quarter has no safe pattern for all its tables: it merges rows.
    """
    houses.lock(*QUARTERS)
    houses.log(8, date=dt.date(2026, 2, 3))
    houses.clock.day = dt.date(2027, 1, 20)
    houses.lock(YEAR)
    houses.draft(ReportScope(YEAR))
    told = []
    for quarter in QUARTERS[:2]:
        with pytest.raises(NotPublishable) as refused:
            houses.draft(ReportScope(quarter))
        told.append(houses.draft(ReportScope(quarter, coarser=refused.value.coarser)).late)
    assert told == [None, 0]


def test_a_half_year_adds_up_to_its_quarters(houses: Houses) -> None:
    """What is shown of it agrees with what the quarters show."""
    houses.lock(*QUARTERS)
    shown = [houses.publish(houses.draft(ReportScope(q))).release.cells for q in QUARTERS[:2]]
    half = houses.publish(houses.draft(ReportScope(Period.parse("2026-H1")))).release.cells
    values = [{(c.key.measure, c.key.codes): c.value for c in t.cells} for t in (*shown, half)]
    for key, value in values[2].items():
        parts = [v.get(key) for v in values[:2]]
        if all(isinstance(number, int) for number in (*parts, value)):
            assert value == sum(parts)
    assert houses.attack().safe


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
def test_only_a_manager_asks_for_the_price(
    houses: Houses, open_as: Callable[..., SqlStore], role: Role
) -> None:
    """Whoever may not see protected cells may not see which would be hidden."""
    houses.lock(QUARTERS[0])
    declared = houses.declared
    other = open_as(staff(2, login_name="annan", roles=frozenset({role})))
    with pytest.raises(NotAllowed):
        price_of_reissue(
            ReportScope(QUARTERS[0]),
            other.unit_of_work,
            declared=declared,
            progress=lambda _: None,
        )


def test_two_releases_of_different_periods_are_not_compared(houses: Houses) -> None:
    """No number of one says what a number of the other says: that is said, not a list of all."""
    houses.lock(*QUARTERS[:2])
    first, second = (houses.publish(houses.draft(ReportScope(q))).release for q in QUARTERS[:2])
    with pytest.raises(UnusableFile, match="not_comparable") as refused:
        compared(first, second)
    assert refused.value.place == "1: 2026-Q1, C1, C2 / 2: 2026-Q2, C1, C2"
    assert "olika perioder" in sentence(refused.value)
    assert compared(first, first) == ()
