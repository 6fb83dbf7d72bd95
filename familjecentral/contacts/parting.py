"""How support cards change hands or end without their owner: handed over unread, offered when an
account has ended, weeded when nobody has counted a talk for a long time."""

from __future__ import annotations

from dataclasses import dataclass

from familjecentral.access.model import Act, StaffId, require
from familjecentral.changes import Changes
from familjecentral.clock import Clock
from familjecentral.contacts.caseload import CARDS_CHANGED, forgotten_before, sum_up
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.contacts.support import CardId
from familjecentral.errors import NotFound


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give own cards to a colleague, unread. Nobody takes that back but she."""

    card_ids: tuple[CardId, ...]
    to: StaffId


@dataclass(frozen=True, slots=True)
class OfferCards:
    """Offer the cards of a colleague whose account has ended to a counsellor, who takes them
    over or not: nobody does it alone."""

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


def offer_cards(command: OfferCards, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Offer the cards of a colleague whose account has ended.

    Raises:
        NotAllowed; NotFound: there are none, or nobody has the id.
    """
    require(uow.actor, Act.OFFER_CARDS)
    if not uow.cards.offer(command.of, command.to):
        raise NotFound("card")
    uow.audit.done("cards_offered", clock.today(), str(command.of))
    uow.commit()
    return CARDS_CHANGED


def answer_offer(accept: bool, uow: ContactsUnitOfWork, clock: Clock) -> Changes:
    """Take the offered cards over, or leave them.

    Raises:
        NotAllowed; NotFound: nothing is offered.
    """
    require(uow.actor, Act.KEEP_CARDS)
    if not uow.cards.offered():
        raise NotFound("card")
    if accept:
        uow.cards.take_over()
        uow.audit.done("cards_taken_over", clock.today())
    else:
        uow.cards.decline()
    uow.commit()
    return CARDS_CHANGED


def count_forgotten(uow: ContactsUnitOfWork, clock: Clock) -> int:
    """Return how many cards of all owners weeding would end.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.WEED_CARDS)
    return len(uow.cards.forgotten(forgotten_before(clock.today())))


def weed_cards(uow: ContactsUnitOfWork, clock: Clock) -> int:
    """End the cards of all owners that have had no talk for a long time; return how many.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.WEED_CARDS)
    today = clock.today()
    before = forgotten_before(today)
    sum_up(uow.cards.forgotten(before), uow, today)
    gone = uow.cards.weed(before)
    uow.audit.done("cards_weeded", today)
    uow.commit()
    return gone
