"""How open rows and support cards change hands unread: handed over by who leaves, offered when an
account has ended. And how cards end without their owner: weeded when nobody has counted a talk
for a long time."""

from __future__ import annotations

from dataclasses import dataclass

from familjecentral.access.model import Act, StaffId, require
from familjecentral.changes import Changes
from familjecentral.clock import Clock
from familjecentral.contacts.caseload import CARDS_CHANGED, forgotten_before, sum_up, waiting
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.contacts.support import CardId
from familjecentral.contacts.undo import CONTACTS_CHANGED
from familjecentral.errors import NotFound

TAKEN_OVER = Changes(CARDS_CHANGED.kinds | CONTACTS_CHANGED.kinds)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give own cards to a colleague, unread. Nobody takes that back but she."""

    card_ids: tuple[CardId, ...]
    to: StaffId


@dataclass(frozen=True, slots=True)
class HandOverRows:
    """Give all own rows of open months to a colleague, unread: the last act of who leaves."""

    to: StaffId


@dataclass(frozen=True, slots=True)
class HandOn:
    """Offer the open rows and the cards of a colleague whose account has ended to a counsellor,
    who takes them over or not: nobody does it alone."""

    of: StaffId
    to: StaffId


def hand_over(command: HandOver, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Give own cards to another counsellor of the house, unread.

    Raises:
        NotAllowed; NotFound: a card is gone, or nobody of the house has the id.
    """
    require(uow.actor, Act.KEEP_CARDS)
    if command.to not in {who for who, _ in uow.cards.receivers()}:
        raise NotFound("staff")
    if uow.cards.hand_over(command.card_ids, command.to) < len(command.card_ids):
        raise NotFound("card")
    uow.audit.done("cards_handed_over", clock.today())
    uow.commit()
    return CARDS_CHANGED


def list_receivers(uow: ContactsUnitOfWork) -> tuple[tuple[StaffId, str], ...]:
    """Return id and first name of the counsellors of the house that rows can be handed to.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    return tuple(uow.cards.receivers())


def hand_over_rows(command: HandOverRows, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Give all own rows of open months to another counsellor of the house, unread.

    Raises:
        NotAllowed; NotFound: there is no row, or nobody of the house has the id.
    """
    require(uow.actor, Act.LOG_CONTACT)
    if command.to not in {who for who, _ in uow.cards.receivers()}:
        raise NotFound("staff")
    if not uow.contacts.hand_over(command.to):
        raise NotFound("contact")
    uow.audit.done("rows_handed_over", clock.today())
    uow.commit()
    return CONTACTS_CHANGED


def hand_on(command: HandOn, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Offer what a colleague has left whose account has ended. Who does it learns nothing of
    it but whether there is any.

    Raises:
        NotAllowed; NotFound: there is nothing, or nobody has the id.
    """
    require(uow.actor, Act.HAND_ON)
    if not uow.cards.offer(command.of, command.to):
        raise NotFound("left")
    uow.audit.done("handed_on", clock.today(), str(command.of))
    uow.commit()
    return CARDS_CHANGED


def answer_offer(accept: bool, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Take over what is offered, or leave it.

    Raises:
        NotAllowed; NotFound: nothing is offered.
    """
    require(uow.actor, Act.KEEP_CARDS)
    if not waiting(uow).is_any:
        raise NotFound("left")
    if accept:
        uow.contacts.take_over()
        uow.cards.take_over()
        uow.audit.done("taken_over", clock.today())
    uow.cards.decline()
    uow.commit()
    return TAKEN_OVER


def count_forgotten(uow: ContactsUnitOfWork, clock: Clock, *, months_ahead: int = 0) -> int:
    """Return how many cards of all owners weeding would end now, or would so many months ahead if
    no talk were counted until then.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.WEED_CARDS)
    return len(uow.cards.forgotten(forgotten_before(clock.today()).shifted(months_ahead)))


def weed_cards(uow: ContactsUnitOfWork, clock: Clock) -> int:
    """End the cards of all owners that have had no talk for a long time; return how many. Runs
    whenever an administrator opens the store; a counsellor's own end when she looks at them.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.WEED_CARDS)
    today = clock.today()
    before = forgotten_before(today)
    found = uow.cards.forgotten(before)
    if not found:
        return 0
    sum_up(found, uow, today)
    gone = uow.cards.weed(before)
    uow.audit.done("cards_weeded", today)
    uow.commit()
    return gone
