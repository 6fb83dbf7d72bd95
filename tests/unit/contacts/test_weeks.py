"""Own weeks, and what others see of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.calendar.periods import Month, Period, WeekPart
from familjecentral.contacts.model import Contact, ContactId, DatePrecision
from familjecentral.contacts.weeks import (
    AnswerWeek,
    WeekStatus,
    answer_week,
    own_weeks,
    spans,
    status_of,
)
from familjecentral.errors import InvalidInput, PeriodLocked
from familjecentral.releases.lock import period_state
from tests.factories import TODAY, contact_values, staff, uuid_of
from tests.unit.contacts.both import COLLEAGUE, House

REPORTED, NOTHING, MISSING = WeekStatus.REPORTED, WeekStatus.NOTHING, WeekStatus.MISSING
W39 = dt.date(2026, 9, 21)
W40_OF_SEPTEMBER, W40_OF_OCTOBER = dt.date(2026, 9, 28), dt.date(2026, 10, 1)
W36 = dt.date(2026, 8, 31)  # one day in August, six in September
Q3, Q4 = Period.parse("2026-Q3"), Period.parse("2026-Q4")


def own(house: House) -> dict[dt.date, WeekStatus | None]:
    with house.begin() as uow:
        return {week.part.first: week.status for week in own_weeks(uow, house.clock)}


def answer(house: House, first: dt.date, *, nothing: bool = True) -> None:
    with house.begin() as uow:
        answer_week(AnswerWeek(first, nothing), uow, house.clock)


def answer_as_colleague(house: House, first: dt.date) -> None:
    with house.begin_as_colleague() as uow:
        answer_week(AnswerWeek(first), uow, house.clock)


def log(house: House, day: dt.date, number: int = 1, **changes: object) -> None:
    values = contact_values(date=day, **changes)
    with house.begin() as uow:
        uow.contacts.add(Contact(ContactId(uuid_of(number)), staff().id, values))
        uow.commit()


def of_the_house(house: House, period: Period = Q3) -> dict[dt.date, WeekStatus | None]:
    with house.begin() as uow:
        state = period_state(period, None, uow, house.clock)
    return {week.part.first: week.status for week in state.weeks}


def test_a_week_is_reported_answered_or_missing(house: House) -> None:
    """The running week and later ones are none of them, until there is a row."""
    log(house, W39)
    answer(house, W40_OF_SEPTEMBER)
    found = own(house)
    assert (found[W39], found[W40_OF_SEPTEMBER], found[W40_OF_OCTOBER]) == (
        REPORTED,
        NOTHING,
        MISSING,
    )
    assert found[dt.date(2026, 10, 5)] is None
    log(house, TODAY, 2)
    assert own(house)[dt.date(2026, 10, 5)] is REPORTED
    assert min(found) == dt.date(2026, 7, 1)
    assert max(found) == dt.date(2026, 12, 28)


def test_an_answer_can_be_taken_back(house: House) -> None:
    """Also one that covers two months."""
    answer(house, W36)
    answer(house, W36)
    assert own(house)[W36] is NOTHING
    answer(house, W36, nothing=False)
    assert own(house)[W36] is MISSING


def test_rows_of_which_only_the_month_is_known_report_no_week(house: House) -> None:
    """They stand on the 15th for want of a day."""
    log(house, dt.date(2026, 9, 15), date_precision=DatePrecision.MONTH)
    assert own(house)[dt.date(2026, 9, 14)] is MISSING
    assert of_the_house(house)[dt.date(2026, 9, 14)] is MISSING


@pytest.mark.parametrize(
    ("first", "problem"),
    [(dt.date(2026, 9, 22), "out_of_range"), (dt.date(2026, 10, 5), "future_date")],
)
def test_only_own_weeks_that_have_ended_can_be_answered(
    house: House, first: dt.date, problem: str
) -> None:
    """By their first day; the running week may still get a row."""
    with pytest.raises(InvalidInput) as caught:
        answer(house, first)
    assert caught.value.problems[0].problem == problem


def test_others_see_nothing_to_log_when_all_have_said_so(house: House) -> None:
    """One silent colleague leaves the week missing; who it is stays unsaid."""
    answer(house, W39)
    assert of_the_house(house)[W39] is MISSING
    answer_as_colleague(house, W39)
    assert of_the_house(house)[W39] is NOTHING
    log(house, W39)
    assert of_the_house(house)[W39] is REPORTED


def test_who_has_left_need_not_answer(house: House) -> None:
    """Her account ended before the week began; on its last day she still counts."""
    answer(house, W39)
    for ends_on, status in ((W39, MISSING), (W39 - dt.timedelta(days=1), NOTHING)):
        with house.begin() as uow:
            uow.staff.replace(replace(COLLEAGUE, ends_on=ends_on))
            uow.commit()
        assert of_the_house(house)[W39] is status


def test_the_answers_go_at_lock_and_their_statuses_stay(house: House) -> None:
    """By month: the part of week 36 in September keeps its answer when August is locked."""
    for first in (W36, W39):
        answer(house, first)
        answer_as_colleague(house, first)
    with house.begin() as uow:
        found = [w for w in period_state(Q3, None, uow, house.clock).weeks if w.status]
        uow.periods.keep_completeness([w for w in found if w.part.last.month == 8])
        uow.commit()
    house.lock(Month(2026, 8))
    with house.begin() as uow:
        assert uow.weeks.answered(dt.date(2026, 8, 1), dt.date(2026, 8, 31)) == frozenset()
    assert own(house)[dt.date(2026, 9, 1)] is NOTHING
    assert of_the_house(house)[W39] is NOTHING
    with pytest.raises(PeriodLocked):
        answer(house, W36)
    house.lock(Month(2026, 7), Month(2026, 9))
    assert W39 not in own(house)


def test_in_a_house_of_no_months_there_are_no_weeks(house: House) -> None:
    """Everything is locked."""
    house.clock.day = dt.date(2026, 12, 31)
    house.lock(*Q3.months, *Q4.months)
    assert own(house) == {}


def test_a_part_without_a_working_day_is_closed() -> None:
    """New Year's Day and a weekend: nobody has to answer; while it lasts it says nothing."""
    part = WeekPart(2026, 53, dt.date(2027, 1, 1), dt.date(2027, 1, 3))
    assert status_of(part, frozenset(), frozenset(), None) is NOTHING
    assert status_of(part, frozenset(), frozenset(), part.last) is None
    assert status_of(part, frozenset([part.last]), frozenset(), part.last) is REPORTED


@given(st.sets(st.integers(0, 30)))
def test_spans_are_unbroken_and_cover_their_months(numbers: set[int]) -> None:
    """Each month lies in one span, and no span reaches into another month."""
    months = sorted(Month(2026, 1).shifted(n) for n in numbers)
    found = list(spans(months))
    covered = [m for m in months if any(f <= m.first and m.last <= last for f, last in found)]
    assert covered == months
    for (_, last), (first, _) in pairwise(found):
        assert (first - last).days > 1
    assert sum((last - first).days + 1 for first, last in found) == sum(m.last.day for m in months)
