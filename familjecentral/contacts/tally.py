"""The tally pad: visitors of an open group, one tick at a time, and short talks.

Every tick is kept at once in the record of its activity, day and half-day. A short talk is a
contact row too, in the same transaction: universal, individual, all else missing; owned by the
counsellor who ticked it, by nobody when somebody did who logs no contacts. Record and row do
not know each other: a talk is taken back by finding a row that says no more than a tick does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from familjecentral.access.model import Act, CentreId, require
from familjecentral.calendar.days import is_working_day
from familjecentral.calendar.periods import Month
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import (
    Contact,
    ContactId,
    ContactValues,
    Counter,
    PreventionLevel,
    Tally,
    TallyKey,
    WorkingLevel,
)
from familjecentral.contacts.rules import FIRST_DAY, check_centre
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.errors import (
    FieldProblem,
    InvalidInput,
    NoTalkToTakeBack,
    Stale,
    TallyLocked,
)

MOST_TALLIED = 999
# What a declared measure names as its working level when it counts visitors of the pad.
SOURCE = "tally"
OPEN_PRESCHOOL = "open_preschool"
TALK_FORM = "drop_in_talk"
SPLIT_SETTING = "tally.women_and_men"
READ_KIND = "tallies"
_LISTS = {"open_group": "open_group", "occasion": "tally_occasion"}


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick more (``by`` 1) or one fewer (−1)."""

    key: TallyKey
    counter: Counter
    by: int = 1


@dataclass(frozen=True, slots=True)
class TickStep:
    """A tick that was kept. ``talk``: the contact row that came or went with it."""

    key: TallyKey
    counter: Counter
    by: int
    talk: Contact | None = None

    @property
    def back(self) -> TickStep:
        """The tick that takes this one back."""
        return TickStep(self.key, self.counter, -self.by, self.talk)

    @property
    def changes(self) -> Changes:
        """What a page has to read anew."""
        talks = {Kind.CONTACTS} if self.counter is Counter.TALKS else set()
        return Changes(frozenset({Kind.TALLIES, *talks}))


@dataclass(frozen=True, slots=True)
class Ticked:
    """The outcome: what changed, the record as it is now, how to take the tick back."""

    changes: Changes
    tally: Tally
    step: TickStep


@dataclass(frozen=True, slots=True)
class PadStart:
    """What the pad shows.

    Attributes:
        today, centre_id: what is counted. codes: activities and occasions.
        tallies: the day's records so far.
        is_closed: the calendar says that the house is closed; a hint, never a block.
        is_split: count women and men apart.
    """

    today: dt.date
    centre_id: CentreId
    codes: CodeBook
    tallies: tuple[Tally, ...]
    is_closed: bool
    is_split: bool


@dataclass(frozen=True, slots=True)
class CountApart:
    """Count women and men apart from now on, or together."""

    apart: bool


def count_apart(command: CountApart, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Keep how adults are counted in the store; what is counted already stays as it is.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.CHANGE_CENTRE)
    uow.settings.put(SPLIT_SETTING, "1" if command.apart else "0")
    uow.audit.done("change_tally", clock.today())
    uow.commit()
    return Changes(frozenset({Kind.TALLIES}))


def is_split(uow: ContactsUnitOfWork) -> bool:
    """Tell whether women and men are counted apart; no secret."""
    return uow.settings.get(SPLIT_SETTING) == "1"


def read_pad(uow: ContactsUnitOfWork, clock: Clock) -> PadStart:
    """Return what the pad of the actor's centre shows today; the access log notes the read.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.TALLY)
    today, centre = clock.today(), uow.actor.centre_id
    found = PadStart(
        today,
        centre,
        uow.codes(),
        tuple(uow.tallies.on_day(centre, today)),
        not is_working_day(today),
        is_split(uow),
    )
    uow.audit.read(READ_KIND, today)
    uow.commit()
    return found


def tick(command: Tick, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> Ticked:
    """Keep one tick, and with a short talk its contact row.

    Raises:
        NotAllowed; TallyLocked: the month is locked; NoTalkToTakeBack.
        InvalidInput: an unknown or retired code, a day to come, or a number that would fall
            below 0 or grow beyond the limit.
    """
    require(uow.actor, Act.TALLY)
    problems = tuple(_problems(command, uow.codes(), clock.today()))
    if problems:
        raise InvalidInput(problems)
    if command.key.centre_id != uow.actor.centre_id:
        check_centre(command.key.centre_id, frozenset(centre.id for centre in uow.centres()))
    _refuse_locked(command.key, uow)
    talk = None
    if command.counter is Counter.TALKS:
        talk = _new_talk(command.key, uow, ids) if command.by > 0 else _old_talk(command.key, uow)
    step = TickStep(command.key, command.counter, command.by, talk)
    tally = carry_out(step, uow)
    if tally is None:
        limit = MOST_TALLIED if command.by > 0 else 0
        raise InvalidInput((FieldProblem(command.counter.value, "out_of_range", limit),))
    uow.commit()
    return Ticked(step.changes, tally, step)


def carry_out(step: TickStep, uow: ContactsUnitOfWork) -> Tally | None:
    """Change record and contact row together; None when the number would leave its limits.

    Raises:
        Stale: the talk's row is not as the tick left it.
    """
    tally = uow.tallies.change(step.key, step.counter, step.by)
    if tally is not None and step.talk is not None:
        if step.by > 0:
            _keep(step.talk, uow)
        elif not _take(step.talk, uow):
            raise Stale("tally")
    return tally


def talk_values(key: TallyKey) -> ContactValues:
    """Return what a ticked talk says: its day and house, and nothing else that could be told."""
    return ContactValues(
        date=key.day,
        centre_id=key.centre_id,
        prevention_level=PreventionLevel.UNIVERSAL,
        working_level=WorkingLevel.INDIVIDUAL,
        contact_form=TALK_FORM,
    )


def _problems(command: Tick, codes: CodeBook, today: dt.date) -> Iterator[FieldProblem]:
    key = command.key
    if key.day > today:
        yield FieldProblem("day", "future_date")
    elif key.day < FIRST_DAY:
        yield FieldProblem("day", "out_of_range")
    if command.by not in (1, -1):
        yield FieldProblem("by", "out_of_range", 1)
    for field, list_key in _LISTS.items():
        code = codes.lists.get(list_key, {}).get(getattr(key, field))
        if code is None:
            yield FieldProblem(field, "unknown_code")
        elif not code.is_valid(key.day):
            yield FieldProblem(field, "retired_code")


def _refuse_locked(key: TallyKey, uow: ContactsUnitOfWork) -> None:
    month = Month.of(key.day)
    if month in uow.locks.locked_months(key.centre_id):
        raise TallyLocked(str(month))


def _new_talk(key: TallyKey, uow: ContactsUnitOfWork, ids: IdSource) -> Contact:
    owner = uow.actor.staff_id if uow.actor.may(Act.LOG_CONTACT) else None
    return Contact(ContactId(ids.new_id()), owner, talk_values(key))


def _old_talk(key: TallyKey, uow: ContactsUnitOfWork) -> Contact:
    """Return a row of the day that says no more than a tick: an own one, else nobody's."""
    plain = talk_values(key)
    if uow.actor.may(Act.LOG_CONTACT):
        own = [c for c in uow.contacts.on_day(key.day) if c.values == plain and c.batch is None]
        if own:
            return min(own, key=lambda contact: contact.id)
    of_nobody = uow.tallies.talks(key.centre_id, key.day)
    if not of_nobody:
        raise NoTalkToTakeBack
    return Contact(of_nobody[0], None, plain)


def _keep(talk: Contact, uow: ContactsUnitOfWork) -> None:
    if talk.owner is None:
        uow.tallies.add_talk(talk)
    else:
        uow.contacts.add(talk)


def _take(talk: Contact, uow: ContactsUnitOfWork) -> bool:
    if talk.owner is None:
        return uow.tallies.remove_talk(talk.id)
    found = uow.contacts.get(talk.id)
    if found is None or found.values != talk.values:
        return False
    uow.contacts.remove(talk.id)
    return True
