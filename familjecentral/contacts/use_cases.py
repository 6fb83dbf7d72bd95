"""Log, correct, withdraw and list own contacts.

Every function checks the role, then the rules, then keeps; it returns what changed. Leaving
without ``commit`` keeps nothing. A date in a locked month makes a late entry: stored at once as
a locked row that nobody sees again, counted with the annual release.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from familjecentral.access.model import Act, CentreId, require
from familjecentral.calendar.periods import Month
from familjecentral.changes import Changes
from familjecentral.clock import Clock, IdSource
from familjecentral.codes import CodeBook
from familjecentral.contacts.drafts import end_draft
from familjecentral.contacts.model import Contact, ContactId, ContactValues
from familjecentral.contacts.rules import MOST_ALIKE, check, check_centre
from familjecentral.contacts.store import ContactPage, ContactQuery, ContactsUnitOfWork
from familjecentral.contacts.undo import CONTACTS_CHANGED, Late, RowsStep, RowStep
from familjecentral.errors import FieldProblem, InvalidInput, NotFound, PeriodLocked, Stale

READ_KIND = "contacts"


@dataclass(frozen=True, slots=True)
class LogContact:
    """Log one occasion. ``contact_id``, drawn by the form, makes a repeated save harmless.

    ``ends_draft``: the person's draft was this form; it goes in the same transaction.
    """

    values: ContactValues
    contact_id: ContactId | None = None
    ends_draft: bool = False


@dataclass(frozen=True, slots=True)
class LogSeveral:
    """Log several occasions that were alike, one for each of the ids that the form drew."""

    values: ContactValues
    contact_ids: tuple[ContactId, ...]
    ends_draft: bool = False


@dataclass(frozen=True, slots=True)
class CorrectContact:
    """Put other values on an own row of an open month.

    ``seen``: what the row said when the change began; None: whatever it says. ``ends_draft``:
    the person's draft was this change; it goes in the same transaction.
    """

    contact_id: ContactId
    values: ContactValues
    seen: ContactValues | None = None
    ends_draft: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawContact:
    """Take an own row of an open month away."""

    contact_id: ContactId


@dataclass(frozen=True, slots=True)
class Logged:
    """The outcome: what changed, how to take it back, whether it became a late entry."""

    changes: Changes
    step: RowStep | RowsStep
    late: bool


@dataclass(frozen=True, slots=True)
class FormStart:
    """What an empty form starts from.

    Attributes:
        today, centre_id: the defaults. codes: the lists to choose from.
        locked: months of the centre whose dates become late entries.
        undecided: open services that lack a decision of the board.
    """

    today: dt.date
    centre_id: CentreId
    codes: CodeBook
    locked: frozenset[Month]
    undecided: frozenset[str] = frozenset()


def log_contact(
    command: LogContact, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> Logged:
    """Keep a new contact in the actor's name.

    Raises:
        NotAllowed, InvalidInput; PeriodLocked: the month is locked and its annual release is out.
    """
    require(uow.actor, Act.LOG_CONTACT)
    _check(command.values, uow, clock)
    step = _kept(command.values, command.contact_id or ContactId(ids.new_id()), uow)
    if command.ends_draft:
        uow.drafts.clear()
    uow.commit()
    return Logged(CONTACTS_CHANGED, step, isinstance(step.after, Late))


def log_several(
    command: LogSeveral, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> Logged:
    """Keep several new contacts that are alike in the actor's name: all of them, or none.

    Raises:
        NotAllowed, PeriodLocked; InvalidInput: also ``alike`` when they are not 1–20.
    """
    del ids  # every use case has the same four; the form drew the ids
    require(uow.actor, Act.LOG_CONTACT)
    if not 1 <= len(command.contact_ids) <= MOST_ALIKE:
        raise InvalidInput((FieldProblem("alike", "out_of_range", MOST_ALIKE),))
    _check(command.values, uow, clock)
    rows = tuple((None, _kept(command.values, row_id, uow).after) for row_id in command.contact_ids)
    if command.ends_draft:
        uow.drafts.clear()
    uow.commit()
    return Logged(CONTACTS_CHANGED, RowsStep(rows), isinstance(rows[0][1], Late))


def correct_contact(
    command: CorrectContact, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> Logged:
    """Keep other values on an own row; a new date in a locked month makes it a late entry.

    Raises:
        NotAllowed, InvalidInput, PeriodLocked; NotFound: the row is gone; Stale: it says
        something else than was ``seen``.
    """
    require(uow.actor, Act.LOG_CONTACT)
    before = _own(command.contact_id, uow)
    if command.seen is not None and before.values != command.seen:
        raise Stale("contact")
    _check(command.values, uow, clock, kept=before.values)
    if command.ends_draft:
        end_draft(uow)
    if becomes_late(command.values, uow):
        late = Late(ids.new_id(), command.values)
        uow.contacts.remove(before.id)
        uow.contacts.add_late(late.values, late.row_id)
        uow.commit()
        return Logged(CONTACTS_CHANGED, RowStep(before, late), True)
    after = Contact(before.id, before.owner, command.values, before.batch)
    uow.contacts.replace(after)
    uow.commit()
    return Logged(CONTACTS_CHANGED, RowStep(before, after), False)


def withdraw_contact(
    command: WithdrawContact, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> Logged:
    """Delete an own row of an open month.

    Raises:
        NotAllowed; NotFound: the row is gone.
    """
    del clock, ids  # every use case has the same four
    require(uow.actor, Act.LOG_CONTACT)
    before = _own(command.contact_id, uow)
    uow.contacts.remove(before.id)
    uow.commit()
    return Logged(CONTACTS_CHANGED, RowStep(before, None), False)


def form_start(uow: ContactsUnitOfWork, clock: Clock) -> FormStart:
    """Return what an empty form starts from.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    centre = uow.actor.centre_id
    lacking = frozenset(s.key for s in uow.services.all() if s.key and s.lacks_decision)
    locked = uow.locks.locked_months(centre)
    return FormStart(clock.today(), centre, uow.codes(), locked, lacking)


def list_contacts(
    query: ContactQuery,
    uow: ContactsUnitOfWork,
    clock: Clock,
    *,
    after: str | None = None,
    size: int = 200,
) -> ContactPage:
    """Return one page of own rows of open months; the access log notes the read.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    page = uow.contacts.page(query, after=after, size=size)
    _note_read(uow, clock)
    return page


def count_contacts(query: ContactQuery, uow: ContactsUnitOfWork) -> int:
    """Return how many own rows a query finds.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    return uow.contacts.count(query)


def get_contact(contact_id: ContactId, uow: ContactsUnitOfWork, clock: Clock) -> Contact:
    """Return one own row.

    Raises:
        NotAllowed; NotFound: it is gone, locked or somebody else's.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    found = _own(contact_id, uow)
    _note_read(uow, clock)
    return found


def day_contacts(day: dt.date, uow: ContactsUnitOfWork, clock: Clock) -> tuple[Contact, ...]:
    """Return the own rows of one day, in an order that says nothing about when they came.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    rows = tuple(sorted(uow.contacts.on_day(day), key=lambda row: row.id))
    _note_read(uow, clock)
    return rows


def becomes_late(values: ContactValues, uow: ContactsUnitOfWork) -> bool:
    """Tell whether values would become a late entry.

    Raises:
        PeriodLocked: too late for that too, the annual release is out.
    """
    month = Month.of(values.date)
    if month not in uow.locks.locked_months(values.centre_id):
        return False
    if uow.locks.annual_released(values.centre_id, month.year):
        raise PeriodLocked(str(month))
    return True


def _check(
    values: ContactValues,
    uow: ContactsUnitOfWork,
    clock: Clock,
    kept: ContactValues | None = None,
) -> None:
    if values.centre_id != uow.actor.centre_id:
        check_centre(values.centre_id, frozenset(centre.id for centre in uow.centres()))
    check(values, codes=uow.codes(), today=clock.today(), kept=kept)


def _kept(values: ContactValues, row_id: ContactId, uow: ContactsUnitOfWork) -> RowStep:
    if becomes_late(values, uow):
        uow.contacts.add_late(values, row_id)
        return RowStep(None, Late(row_id, values))
    after = Contact(row_id, uow.actor.staff_id, values)
    uow.contacts.add(after)
    return RowStep(None, after)


def _own(contact_id: ContactId, uow: ContactsUnitOfWork) -> Contact:
    found = uow.contacts.get(contact_id)
    if found is None:
        raise NotFound("contact")
    return found


def _note_read(uow: ContactsUnitOfWork, clock: Clock) -> None:
    uow.audit.read(READ_KIND, clock.today())
    uow.commit()
