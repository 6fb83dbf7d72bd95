"""Own weeks: was something logged, was there nothing to log, or is the week still missing?

Zero is not missing: only the person herself can say that a week without a row is empty. Answers
are kept by the part of a week that lies in one month, because months are locked one by one; what
others see is one status for each centre and week (``familjecentral.releases.lock``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.access.model import Act, require
from familjecentral.calendar.days import is_working_day
from familjecentral.calendar.periods import Month, Period, WeekPart, week_parts
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.errors import FieldProblem, InvalidInput, PeriodLocked

WEEKS_CHANGED = Changes(frozenset({Kind.WEEKS}))
_DAY = dt.timedelta(days=1)


class WeekStatus(StrEnum):
    """Completeness of a week part. Zero is not missing."""

    REPORTED = "reported"
    NOTHING = "nothing"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """The part of an ISO week that lies in open months, and what is known of it; a week that
    has not ended, and holds no row yet, has None."""

    part: WeekPart
    status: WeekStatus | None


@dataclass(frozen=True, slots=True)
class AnswerWeek:
    """Say that there was nothing to log in a week, or take that back.

    ``first``: first day of the part, as :func:`own_weeks` gave it.
    """

    first: dt.date
    nothing: bool = True


def own_weeks(uow: ContactsUnitOfWork, clock: Clock) -> tuple[OwnWeek, ...]:
    """Return the weeks of the last quarter and this one that lie in open months, in order.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    return tuple(_own_weeks(uow, clock.today()))


def _own_weeks(uow: ContactsUnitOfWork, today: dt.date) -> Iterator[OwnWeek]:
    now = Period.containing(today)
    locked = uow.locks.locked_months(uow.actor.centre_id)
    days = uow.contacts.days(now.previous.first, now.last)
    answered = uow.weeks.answered(now.previous.first, now.last)
    for quarter in (now.previous, now):  # a report tells of the part of a week that it covers
        for first, last in spans([m for m in quarter.months if m not in locked]):
            for part in week_parts(first, last):
                yield OwnWeek(part, status_of(part, days, answered, today))


def status_of(
    part: WeekPart, days: frozenset[dt.date], answered: frozenset[dt.date], today: dt.date | None
) -> WeekStatus | None:
    """Return the status of a week part.

    Args:
        days: days with rows. answered: days on which there was nothing to log.
        today: a part that has not ended by then has None; None: every part has a status.

    A part without a working day (a weekend, holidays) is closed: there was nothing to log.
    """
    every = {part.first + n * _DAY for n in range((part.last - part.first).days + 1)}
    if every & days:
        return WeekStatus.REPORTED
    if today is not None and part.last >= today:
        return None
    working = {day for day in every if is_working_day(day)}
    return WeekStatus.NOTHING if working <= answered else WeekStatus.MISSING


def first_working_day(part: WeekPart) -> dt.date:
    """Return the day on which filling in a week part begins: its first working day, if any."""
    days = [part.first + n * _DAY for n in range((part.last - part.first).days + 1)]
    return next((day for day in days if is_working_day(day)), part.first)


def unanswered(weeks: Sequence[OwnWeek]) -> tuple[OwnWeek, ...]:
    """Return the missing weeks that a person should be reminded of: those after the first with
    a row. Before that she may not have worked here yet."""
    reported = [n for n, week in enumerate(weeks) if week.status is WeekStatus.REPORTED]
    first = reported[0] if reported else len(weeks)
    return tuple(week for week in weeks[first:] if week.status is WeekStatus.MISSING)


def answer_week(command: AnswerWeek, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Keep or take back the answer for an own week that has ended.

    Raises:
        NotAllowed; PeriodLocked: it lies in a locked month;
        InvalidInput: ``first`` is no first day of an own week, or the week has not ended.
    """
    require(uow.actor, Act.LOG_CONTACT)
    today = clock.today()
    if Month.of(command.first) in uow.locks.locked_months(uow.actor.centre_id):
        raise PeriodLocked(str(Month.of(command.first)))
    found = [week.part for week in _own_weeks(uow, today) if week.part.first == command.first]
    if not found:
        raise InvalidInput((FieldProblem("first", "out_of_range"),))
    if found[0].last >= today:
        raise InvalidInput((FieldProblem("first", "future_date"),))
    for first, last in _month_parts(found[0]):
        uow.weeks.put(uow.actor.centre_id, first, last, nothing=command.nothing)
    uow.commit()
    return WEEKS_CHANGED


def spans(months: Sequence[Month]) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the first and last day of each unbroken run of months, given in order."""
    start = 0
    for place, month in enumerate(months):
        if place + 1 == len(months) or months[place + 1] != month.shifted(1):
            yield months[start].first, month.last
            start = place + 1


def _month_parts(part: WeekPart) -> Iterator[tuple[dt.date, dt.date]]:
    first, end = part.first, Month.of(part.first).last
    if part.last > end:
        yield first, end
        first = end + _DAY
    yield first, part.last
