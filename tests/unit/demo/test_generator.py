"""What a demo contains, checked on the generator's output before anything is locked."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter
from functools import cache
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familjecentral.calendar.days import is_bridge_day, is_working_day
from familjecentral.calendar.periods import Period
from familjecentral.commands.composition import first_codes
from familjecentral.contacts.model import WorkingLevel
from familjecentral.contacts.rules import check
from familjecentral.demo.awkward import SMALL_CELLS
from familjecentral.demo.contacts import ContactMaker, MadeUp
from familjecentral.demo.days import is_christmas, is_closed_week
from familjecentral.demo.dice import Dice, Table, poisson, shared_out
from familjecentral.demo.others import OtherMaker
from familjecentral.demo.plan import DemoParameters, DemoPlan
from familjecentral.demo.weights import FORMS, GROWTH, MONTHS, ONLY_WITH, TOPICS, WEEKDAYS
from familjecentral.errors import InvalidInput

# The hash of a small demo. It changes only when the demo itself is meant to change.
GOLDEN = "f2443aafc3ea04534b59ba8630822464b4ba6aaae7723b58ede38e4bdf98d2d4"


@cache
def plan(**parameters) -> DemoPlan:
    return DemoPlan(DemoParameters(**parameters))


@cache
def contacts(**parameters) -> tuple[MadeUp, ...]:
    found = plan(**parameters)
    maker = ContactMaker(found)
    return tuple(row for quarter in found.quarters for row in maker.quarter(quarter))


@cache
def others(**parameters) -> tuple[MadeUp, ...]:
    found = plan(**parameters)
    maker = OtherMaker(found)
    return tuple(row for quarter in found.quarters for row in maker.quarter(quarter))


BIG = {"contacts": 50_000}


def p_value(chi_square: float, freedom: int) -> float:
    """The upper tail of the chi-square distribution (Abramowitz and Stegun 26.4.4–5)."""
    half = chi_square / 2
    if freedom % 2 == 0:
        term = total = math.exp(-half)
        for n in range(1, freedom // 2):
            term *= half / n
            total += term
        return total
    total = math.erfc(math.sqrt(half))
    term = math.exp(-half) * math.sqrt(half) / math.gamma(1.5)
    for n in range(1, freedom // 2 + 1):
        total += term
        term *= half / (n + 0.5)
    return total


def test_the_tail_of_chi_square_is_the_tables() -> None:
    """Known points: 3.841, 18.307 and 31.264."""
    assert p_value(3.841, 1) == pytest.approx(0.05, abs=1e-4)
    assert p_value(18.307, 10) == pytest.approx(0.05, abs=1e-4)
    assert p_value(31.264, 11) == pytest.approx(0.001, abs=1e-5)


@pytest.mark.parametrize(
    "parameters",
    [
        {"contacts": 0},
        {"contacts": 1, "years": 1},
        {"contacts": 777, "centres": 7, "years": 2},
        {"contacts": 5000},
        {"contacts": 100, "centres": 30, "years": 1, "seed": 9},
        {"contacts": 300, "years": 1, "until": dt.date(2026, 8, 20)},
        {"contacts": 40, "years": 1, "until": dt.date(2026, 1, 1)},
    ],
)
def test_there_are_exactly_as_many_contacts_as_asked_for(parameters: dict) -> None:
    """All houses and years together, and none after the last day."""
    rows = contacts(**parameters)
    assert len(rows) == parameters["contacts"]
    last = parameters.get("until", dt.date(2026, 9, 30))
    assert all(row.values.date <= last for row in (*rows, *others(**parameters)))


def test_months_have_their_shares() -> None:
    """Within three standard errors of weight and growth; the awkward quarter has 0.45 of it."""
    found = plan(**BIG)
    counts = Counter((r.values.date.year, r.values.date.month) for r in contacts(**BIG))
    weights = {
        (m.year, m.month): MONTHS[m.month - 1]
        * GROWTH ** found.year_index(q)
        * (0.45 if q == found.awkward else 1)
        for q in found.quarters
        for m in q.months
    }
    total = sum(weights.values())
    for month, weight in weights.items():
        share = weight / total
        error = math.sqrt(share * (1 - share) / 50_000)
        assert abs(counts[month] / 50_000 - share) <= 3 * error


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weekdays_have_their_shares(seed: int) -> None:
    """Within three standard errors of 20, 24, 20, 24 and 12 percent."""
    counts = Counter(r.values.date.weekday() for r in contacts(contacts=9000, seed=seed))
    for weekday, percent in enumerate(WEEKDAYS):
        share = percent / 100
        error = math.sqrt(share * (1 - share) / 9000)
        assert abs(counts[weekday] / 9000 - share) <= 3 * error
    assert set(counts) <= set(range(5))


@pytest.mark.parametrize("level", list(FORMS))
@pytest.mark.parametrize("column", ["form", "topic"])
def test_forms_and_topics_have_their_shares_at_every_level(level: str, column: str) -> None:
    """Chi-square with p over 0.001, awkward quarter and closed weeks included."""
    weights = {"form": FORMS, "topic": TOPICS}[column][level]
    counts = Counter(
        r.values.contact_form if column == "form" else r.values.topics[0]
        for r in contacts(**BIG)
        if r.values.prevention_level == level
    )
    rows, whole = sum(counts.values()), sum(weights.values())
    possible = {key: rows * weight / whole for key, weight in weights.items() if weight}
    assert set(counts) <= set(possible)
    chi_square = sum((counts[key] - n) ** 2 / n for key, n in possible.items())
    assert p_value(chi_square, len(possible) - 1) > 0.001


def test_some_forms_go_only_with_some_topics() -> None:
    """And telephone calls are commoner where somebody needs a guide to society."""
    rows = [r.values for r in contacts(**BIG)]
    for form, topics in ONLY_WITH.items():
        assert {v.topics[0] for v in rows if v.contact_form == form} <= topics
    selective = [v for v in rows if v.prevention_level == "selective"]
    guides = [v.contact_form == "phone" for v in selective if v.topics[0] == "society_guide"]
    rest = [v.contact_form == "phone" for v in selective if v.topics[0] == "parenting"]
    assert sum(guides) / len(guides) > 1.3 * sum(rest) / len(rest)


def test_nothing_happens_on_a_closed_day() -> None:
    """No weekend, red day, eve or bridge day; no drop-in talk in the summer weeks."""
    for parameters in (BIG, {"contacts": 3000, "centres": 5}):
        for row in (*contacts(**parameters), *others(**parameters)):
            day = row.values.date
            assert is_working_day(day)
            assert not is_bridge_day(day)
            closed = is_closed_week(day) and row.values.contact_form == "drop_in_talk"
            assert not closed


def test_christmas_is_for_emergencies() -> None:
    """A twentieth of an ordinary day."""
    days = Counter(r.values.date for r in contacts(**BIG))
    christmas = [n for day, n in days.items() if is_christmas(day)]
    assert sum(christmas) < 0.01 * 50_000
    assert christmas


@pytest.mark.parametrize("centres", [1, 5])
def test_every_house_has_an_empty_week_every_year(centres: int) -> None:
    """A whole ISO week without a row, not in the closed weeks: zero is not missing."""
    parameters = {"contacts": 20_000, "centres": centres}
    found = plan(**parameters)
    for number, house in enumerate(found.houses):
        empty = sorted(found.empty_days(number))
        assert len(empty) == 7 * 3
        assert all(empty[n].weekday() == 0 for n in (0, 7, 14))
        assert not any(is_closed_week(day) or is_christmas(day) for day in empty)
        logged = {
            r.values.date
            for r in (*contacts(**parameters), *others(**parameters))
            if r.values.centre_id == house.centre.id
        }
        assert not logged & set(empty)


@pytest.mark.parametrize("parameters", [{}, {"contacts": 4000, "centres": 3}, {"seed": 5}, BIG])
def test_the_awkward_quarter_has_small_cells(parameters: dict) -> None:
    """In every house: the planned cells, at least ten with one to four, one lonely row."""
    found = plan(**parameters)
    assert found.awkward == found.quarters[-4]
    for house in found.houses:
        rows = [
            r.values
            for r in contacts(**parameters)
            if r.values.centre_id == house.centre.id and r.values.date in found.awkward
        ]
        cells = Counter((v.prevention_level.value, v.contact_form) for v in rows)
        assert {cell: cells[cell] for cell in SMALL_CELLS} == SMALL_CELLS
        assert [level for level, form in cells if form == "accompany"] == ["indicated"]
        finest = Counter((v.prevention_level, v.contact_form, v.topics[0]) for v in rows)
        assert sum(1 <= n <= 4 for n in finest.values()) >= 10


def test_small_cells_can_be_worked_out_from_the_year() -> None:
    """Year minus three quarters gives at least two of them away if only the quarter hides them:
    the other quarters' cells are large enough to be shown."""
    found = plan()
    year = Counter(
        (Period.containing(r.values.date), r.values.prevention_level.value, r.values.contact_form)
        for r in contacts()
        if r.values.date.year == found.awkward.year
    )
    others_of_the_year = [Period(found.awkward.type, found.awkward.year, n) for n in (1, 2, 3)]
    given_away = [
        cell
        for cell in SMALL_CELLS
        if all(year[quarter, *cell] >= 5 for quarter in others_of_the_year)
    ]
    assert len(given_away) >= 2


@pytest.mark.parametrize(
    "parameters", [{}, {"contacts": 900, "centres": 12, "years": 1, "seed": 3}]
)
def test_every_row_follows_the_field_table(parameters: dict) -> None:
    """What is made up could have been logged by hand."""
    book = first_codes()
    for row in (*contacts(**parameters), *others(**parameters)):
        check(row.values, codes=book, today=dt.date(2026, 9, 30))


def test_late_entries_are_three_percent_of_the_locked_quarters() -> None:
    """One to sixty days after the lock, half of them within twelve; the open quarter has none."""
    found = plan(**BIG)
    locked = [r for r in contacts(**BIG) if r.values.date not in found.quarters[-1]]
    lags = [r.lag for r in contacts(**BIG) if r.lag is not None]
    assert len(lags) == sum(r.lag is not None for r in locked)
    share, error = len(lags) / len(locked), math.sqrt(0.03 * 0.97 / len(locked))
    assert abs(share - 0.03) <= 3 * error
    assert min(lags) >= 1
    assert 50 < max(lags) <= 60
    assert 11 <= median(lags) <= 13


def test_fathers_come_more_often_as_the_years_go() -> None:
    """From 18 to 25 percent of the contacts; a child is there in 45."""
    found = plan(**BIG)
    rows = [(found.year_index(Period.containing(r.values.date)), r.values) for r in contacts(**BIG)]
    with_father = {"father", "co_parent", "both_parents"}
    for year, expected in ((0, 0.18), (2, 0.25)):
        of_year = [bool(with_father & set(v.participants)) for n, v in rows if n == year]
        assert sum(of_year) / len(of_year) == pytest.approx(expected, abs=0.01)
    children = sum("child_present" in v.participants for _, v in rows)
    assert children / len(rows) == pytest.approx(0.45, abs=0.01)


def test_other_work_keeps_its_size() -> None:
    """Three to five structural activities a quarter; open groups in term time."""
    found = plan()
    for quarter in found.quarters:
        rows = [r.values for r in others() if r.values.date in quarter]
        structural = [v for v in rows if v.working_level is WorkingLevel.STRUCTURAL]
        assert 3 <= len(structural) <= 5
        groups = [v for v in rows if v.working_level is WorkingLevel.GROUP]
        assert groups
        assert all(v.new_visitors <= v.women + v.men + v.children for v in groups)


def digest(**parameters) -> str:
    rows = [
        (str(r.owner), repr_of(r), r.lag) for r in (*contacts(**parameters), *others(**parameters))
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def repr_of(row: MadeUp) -> list[object]:
    names = row.values.__dataclass_fields__
    return [str(getattr(row.values, name)) for name in names]


def test_the_same_seed_gives_the_same_rows_on_every_machine() -> None:
    """Byte for byte; another seed gives others."""
    small = {"contacts": 400, "centres": 2, "years": 1}
    assert digest(**small) == GOLDEN
    assert digest(**small, seed=2) != GOLDEN


def test_a_part_has_its_own_chance() -> None:
    """More contacts leave the other parts as they were."""
    assert [r.values for r in others(contacts=10)] == [r.values for r in others(contacts=900)]


def test_people_and_centres_carry_the_names_of_a_demo() -> None:
    """Login names as promised; every centre says that it is made up."""
    found = plan(contacts=0, centres=30)
    first, second = found.houses[:2]
    assert [p.login_name for p in first.staff] == [
        "kurator1",
        "kurator2",
        "samordnare",
        "chef",
        "systemansvarig",
        "pinnare",
        "lasare",
    ]
    assert [p.login_name for p in second.staff][:2] == ["kurator1-2", "kurator2-2"]
    assert first.staff[0].first_name == "Kurator 1, Linden"
    names = [house.centre.name for house in found.houses]
    assert len(set(names)) == 30
    assert all("Exempeldata" in name for name in names)
    everybody = [p.login_name for house in found.houses for p in house.staff]
    assert len(set(everybody)) == len(everybody)
    assert [house.centre.key for house in found.houses][-1] == "C30"


@pytest.mark.parametrize(
    "wrong",
    [{"contacts": -1}, {"years": 0}, {"years": 11}, {"centres": 301}, {"seed": -1}],
)
def test_parameters_outside_their_range_are_refused(wrong: dict) -> None:
    """By name."""
    with pytest.raises(InvalidInput, match=f"{next(iter(wrong))}:out_of_range"):
        DemoParameters(**wrong)


def test_until_in_a_quarter_closes_with_that_quarter() -> None:
    """Full years back from the last day of its quarter."""
    found = plan(contacts=0, years=2, until=dt.date(2026, 5, 5))
    assert (str(found.quarters[0]), str(found.quarters[-1])) == ("2024-Q3", "2026-Q2")
    assert len(found.quarters) == 8


@given(st.integers(0, 10_000), st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_a_number_is_shared_out_whole(total: int, weights: list[float]) -> None:
    """The parts add up, and none is more than one away from its exact share."""
    parts = shared_out(total, weights)
    whole = sum(weights)
    if whole < 1e-9:
        return
    assert sum(parts) == total
    assert all(abs(n - total * w / whole) < 1 + 1e-6 for n, w in zip(parts, weights, strict=True))


def test_nothing_is_shared_out_over_no_weight() -> None:
    """A month without any working day takes no contact."""
    assert shared_out(5, [0.0, 0.0]) == [0, 0]


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.integers(0, 200))
def test_a_spread_meets_every_share_as_closely_as_whole_numbers_can(seed: int, count: int) -> None:
    """Systematic sampling: at most one away from the exact number."""
    found = Counter(Dice(seed, "x").spread(count, Table({"a": 50, "b": 30, "c": 20})))
    for key, share in (("a", 0.5), ("b", 0.3), ("c", 0.2)):
        assert abs(found[key] - count * share) <= 1.001


def test_poisson_has_its_mean() -> None:
    """By its recurrence, without an exponential."""
    dice = Dice(1, "poisson")
    drawn = [dice.pick(poisson(6.0, 20)) for _ in range(4000)]
    assert sum(drawn) / 4000 == pytest.approx(6.0, abs=0.15)
