"""The visitors of a demo: how many, when, and that they have a chance of their own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.schema import tally, tally_month
from familjecentral.calendar.days import is_working_day
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import Tally
from familjecentral.demo.days import is_closed_week
from familjecentral.demo.plan import DemoParameters, DemoPlan
from familjecentral.demo.tally import TallyMaker
from tests.unit.demo.test_fill import filled


@cache
def made(**parameters: int) -> tuple[TallyMaker, tuple[Tally, ...]]:
    """Return the maker and its records."""
    plan = DemoPlan(DemoParameters(**parameters))
    maker = TallyMaker(plan)
    return maker, tuple(t for quarter in plan.quarters for t in maker.quarter(quarter))


def by_day(records: tuple[Tally, ...]) -> dict[dt.date, list[Tally]]:
    """Return the records of each day."""
    days = defaultdict(list)
    for record in records:
        days[record.key.day].append(record)
    return days


def test_a_day_has_about_as_many_visitors_as_a_real_house() -> None:
    """In spring about fourteen adults, 1.15 children for each, six in a hundred new."""
    _, records = made(years=10, contacts=0)
    spring = {d: r for d, r in by_day(records).items() if d.month in (1, 2, 3)}
    adults = sum(t.all_adults for r in spring.values() for t in r)
    children = sum(t.children for r in spring.values() for t in r)
    new = sum(t.new_visitors for r in spring.values() for t in r)
    assert adults / len(spring) == pytest.approx(14, abs=0.5)
    assert children / adults == pytest.approx(1.15, abs=0.02)
    assert new / (adults + children) == pytest.approx(0.06, abs=0.005)


def test_more_and_more_men_come() -> None:
    """From ten to sixteen in a hundred adults."""
    _, records = made(years=10, contacts=0)
    shares = []
    for year in (min(t.key.day for t in records), dt.date(2025, 10, 1)):
        found = [t for t in records if 0 <= (t.key.day - year).days < 365]
        shares.append(sum(t.men for t in found) / sum(t.all_adults for t in found))
    assert shares == pytest.approx([0.10, 0.16], abs=0.015)


def test_only_open_days_and_one_month_is_missing() -> None:
    """Monday to Friday, no closed weeks; in all other months there are visitors."""
    maker, records = made(contacts=0)
    days = set(by_day(records))
    assert all(is_working_day(day) and not is_closed_week(day) for day in days)
    months = {Month.of(day) for day in days}
    assert maker.missing_month(0) not in months
    assert len([month for month in months if month.month != 7]) == 32
    assert all(t.adults == t.talks == 0 for t in records)


def test_visitors_have_a_chance_of_their_own() -> None:
    """More contacts change nothing; another seed does."""
    assert made(contacts=10)[1] == made(contacts=900)[1]
    assert made(contacts=10)[1] != made(contacts=10, seed=2)[1]


def test_a_filled_store_has_them_by_month_and_the_last_quarter_by_day(tmp_path: Path) -> None:
    """What was locked is sums; what is open is half-days."""
    plan, store = filled(tmp_path / "demo.fcdb", DemoParameters(contacts=20, years=1))
    maker = TallyMaker(plan)
    records = [t for quarter in plan.quarters for t in maker.quarter(quarter)]
    last = [t for t in records if t.key.day >= plan.quarters[-1].first]
    with store._session.engine.connect() as connection:
        open_rows = connection.execute(sa.select(tally.c.women)).all()
        locked = connection.scalar(sa.select(sa.func.sum(tally_month.c.women)))
    assert len(open_rows) == len(last) > 0
    assert sum(n for (n,) in open_rows) + (locked or 0) == sum(t.women for t in records)
    store.close()
