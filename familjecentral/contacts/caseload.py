"""What a counsellor does with her own support cards, and what ends one.

Counting a talk is an act of its own, in a transaction of its own: logging the talk as a contact
is another one. Nothing here is noted in the access log but that the cards were read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, StaffId, require
from familjecentral.calendar.periods import Month, Period, PeriodType
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock, IdSource
from familjecentral.codes import CodeBook
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.store import ContactQuery, ContactsUnitOfWork
from familjecentral.contacts.support import (
    FEWEST_CANDIDATES,
    FORGOTTEN_AFTER,
    HIGHEST_RATING,
    MOST_TALKS,
    CardId,
    CardSums,
    Rating,
    Reason,
    Standing,
    SupportCard,
    closing_sums,
    coarser,
    draw_word,
    is_code_word,
    month_of,
    standing,
)
from familjecentral.errors import FieldProblem, InvalidInput, NotFound, Stale

READ_KIND = "cards"
CARDS_CHANGED = Changes(frozenset({Kind.CARDS}))
HalfWords = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class OpenCard:
    """Open a card with a word that was drawn for it."""

    word: str
    level: PreventionLevel
    service: str | None = None

    def __repr__(self) -> str:
        return "OpenCard(…)"


@dataclass(frozen=True, slots=True)
class CountTalk:
    """One talk more."""

    card_id: CardId


@dataclass(frozen=True, slots=True)
class SetLevel:
    """The level now is another one."""

    card_id: CardId
    level: PreventionLevel


@dataclass(frozen=True, slots=True)
class SetService:
    """The card belongs to another open service, or to none."""

    card_id: CardId
    service: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """The family rates how it is, after the talks so far; again at the same talk: instead."""

    card_id: CardId
    value: int


@dataclass(frozen=True, slots=True)
class CloseCard:
    """Destroy a card; its sums stay."""

    card_id: CardId
    reason: Reason


@dataclass(frozen=True, slots=True)
class CardStep:
    """A card went from one state to another (None: it was not there). ``sums`` went to the sums
    of the half-year when it was closed."""

    before: SupportCard | None
    after: SupportCard | None
    half_year: Period | None = None
    sums: CardSums | None = None

    @property
    def card_id(self) -> CardId:
        """Which card."""
        card = self.after or self.before
        assert card is not None
        return card.id

    @property
    def is_closing(self) -> bool:
        """Whether the card was closed by it."""
        return self.sums is not None

    def __repr__(self) -> str:
        return "CardStep(…)"


@dataclass(frozen=True, slots=True)
class CardKept:
    """The outcome: what changed, how to take it back."""

    changes: Changes
    step: CardStep


@dataclass(frozen=True, slots=True)
class CardSeen:
    """An own card with what it is measured by."""

    card: SupportCard
    service: OpenService | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Offered:
    """What colleagues that left have left behind and waits for a yes: how many cards, and
    whether there are open rows."""

    cards: int = 0
    rows: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything waits."""
        return bool(self.cards) or self.rows


@dataclass(frozen=True, slots=True)
class Caseload:
    """The own cards by code word.

    Attributes:
        today, codes: what the page is drawn with. services: those that can be chosen.
        receivers: counsellors of the house that cards can be handed to.
        offered: what of a colleague who left waits for a yes.
        ended: how many forgotten cards have just ended by themselves.
    """

    today: dt.date
    cards: tuple[CardSeen, ...]
    codes: CodeBook
    services: tuple[OpenService, ...]
    receivers: tuple[tuple[StaffId, str], ...]
    offered: Offered
    ended: int


def read_cards(uow: ContactsUnitOfWork, clock: Clock) -> Caseload:
    """Return the own cards; the access log notes the read. Cards without a talk for a long time
    end here, and a month that has become too thin becomes its quarter.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.KEEP_CARDS)
    today = clock.today()
    before = forgotten_before(today)
    cards = uow.cards.own()
    ended = [card for card in cards if card.since.months[-1] < before]
    for card in ended:
        uow.cards.remove(card.id)
    sum_up(ended, uow, today)
    cards = thinned([card for card in cards if card not in ended], uow)
    services = {service.key: service for service in uow.services.all()}
    found = tuple(_seen(card, services) for card in sorted(cards, key=lambda c: c.word))
    uow.audit.read(READ_KIND, today)
    seen = Caseload(
        today,
        found,
        uow.codes(),
        tuple(s for s in services.values() if s.is_offered(today)),
        tuple(uow.cards.receivers()),
        waiting(uow),
        len(ended),
    )
    uow.commit()
    return seen


def waiting(uow: ContactsUnitOfWork) -> Offered:
    """Return what of colleagues that left waits for the actor's yes, unread.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.KEEP_CARDS)
    return Offered(uow.cards.offered(), uow.contacts.offered())


def reminders(uow: ContactsUnitOfWork, clock: Clock) -> tuple[CardSeen, ...]:
    """Return the own cards that are near the board's limit, at it or over it; the access log
    notes the read.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.KEEP_CARDS)
    services = {service.key: service for service in uow.services.all()}
    cards = [_seen(card, services) for card in uow.cards.own()]
    uow.audit.read(READ_KIND, clock.today())
    uow.commit()
    quiet = (Standing.NO_LIMIT, Standing.BELOW)
    return tuple(
        sorted((c for c in cards if c.standing not in quiet), key=lambda seen: seen.card.word)
    )


def propose_word(words: HalfWords, uow: ContactsUnitOfWork, ids: IdSource) -> str:
    """Return a code word that has never been in use in the store.

    Raises:
        NotAllowed, NoWordLeft.
    """
    require(uow.actor, Act.KEEP_CARDS)
    in_use = uow.cards.halves_in_use(uow.actor.centre_id)
    return draw_word(words, in_use, ids, uow.cards.is_used)


def open_card(command: OpenCard, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> CardKept:
    """Keep a new card in the actor's name.

    Raises:
        NotAllowed; InvalidInput: ``taken`` (the word), ``unknown_code`` (the service, or a word
            that was not drawn).
    """
    require(uow.actor, Act.KEEP_CARDS)
    if not is_code_word(command.word):
        raise InvalidInput((FieldProblem("word", "unknown_code"),))
    if uow.cards.is_used(command.word):
        raise InvalidInput((FieldProblem("word", "taken"),))
    _check_service(command.service, None, uow, clock)
    who = uow.actor
    card = SupportCard(
        CardId(ids.new_id()),
        who.staff_id,
        who.centre_id,
        command.word,
        command.level,
        command.level,
        _month_or_quarter(month_of(clock.today()), uow),
        service=command.service,
    )
    uow.cards.add(card)
    uow.commit()
    return CardKept(CARDS_CHANGED, CardStep(None, card))


def count_talk(
    command: CountTalk, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> CardKept:
    """Count one talk more; no contact is logged by it.

    Raises:
        NotAllowed; NotFound: the card is gone. InvalidInput: ``out_of_range``.
    """
    del ids  # every use case has the same four
    before = _own(command.card_id, uow)
    if before.talks >= MOST_TALKS:
        raise InvalidInput((FieldProblem("talks", "out_of_range", MOST_TALKS),))
    since = _month_or_quarter(month_of(clock.today()), uow)
    return _keep(before, replace(before, talks=before.talks + 1, since=since), uow)


def set_level(command: SetLevel, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> CardKept:
    """Keep another level now; the one at the start stays.

    Raises:
        NotAllowed, NotFound.
    """
    del clock, ids
    before = _own(command.card_id, uow)
    return _keep(before, replace(before, level=command.level), uow)


def set_service(
    command: SetService, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> CardKept:
    """Keep another open service, or none.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``unknown_code``, ``retired_code``.
    """
    del ids
    before = _own(command.card_id, uow)
    _check_service(command.service, before.service, uow, clock)
    return _keep(before, replace(before, service=command.service), uow)


def rate(command: Rate, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource) -> CardKept:
    """Keep a rating after the talks so far.

    Raises:
        NotAllowed, NotFound; InvalidInput: ``out_of_range``.
    """
    del clock, ids
    before = _own(command.card_id, uow)
    if not 0 <= command.value <= HIGHEST_RATING:
        raise InvalidInput((FieldProblem("rating", "out_of_range", HIGHEST_RATING),))
    others = tuple(rating for rating in before.ratings if rating.talk != before.talks)
    ratings = (*others, Rating(before.talks, command.value))
    return _keep(before, replace(before, ratings=ratings), uow)


def close_card(
    command: CloseCard, uow: ContactsUnitOfWork, clock: Clock, ids: IdSource
) -> CardKept:
    """Take a card out of the store and add it to the sums. What is left of it is the step, in
    memory: dropped after ten minutes, at the screen lock, or with the program.

    Raises:
        NotAllowed, NotFound.
    """
    del ids
    before = _own(command.card_id, uow)
    step = CardStep(
        before,
        None,
        Period.containing(clock.today(), PeriodType.HALF_YEAR),
        closing_sums(before, command.reason),
    )
    move(step, uow, back=False)
    uow.commit()
    return CardKept(CARDS_CHANGED, step)


def move(step: CardStep, uow: ContactsUnitOfWork, *, back: bool) -> None:
    """Do a step, or take it back.

    Raises:
        Stale: the card is not as the step left it.
    """
    now, then = (step.after, step.before) if back else (step.before, step.after)
    found = uow.cards.get(step.card_id)
    if found != now and not _same_but_coarser(found, now):
        raise Stale("card")
    if then is None:
        uow.cards.remove(step.card_id)
    elif now is None:
        uow.cards.add(then)
    else:
        uow.cards.replace(then)
    if step.sums is not None and step.half_year is not None:
        card = step.before
        assert card is not None
        uow.cards.add_sums(card.centre_id, step.half_year, step.sums, -1 if back else 1)


def thinned(cards: Iterable[SupportCard], uow: ContactsUnitOfWork) -> list[SupportCard]:
    """Return cards of the actor with the quarter instead of a month in which too few contacts
    are left; they are kept so."""
    found = []
    for card in cards:
        now = replace(card, since=_month_or_quarter(card.since, uow))
        if now != card:
            uow.cards.replace(now)
        found.append(now)
    return found


def _same_but_coarser(found: SupportCard | None, now: SupportCard | None) -> bool:
    return found is not None and now is not None and replace(now, since=coarser(now.since)) == found


def _month_or_quarter(period: Period, uow: ContactsUnitOfWork) -> Period:
    """Return a month if a card can hide in it among the actor's contacts, else its quarter."""
    if period.type is not PeriodType.MONTH:
        return period
    rows = uow.contacts.count(ContactQuery(first=period.first, last=period.last))
    return period if rows >= FEWEST_CANDIDATES else coarser(period)


def _own(card_id: CardId, uow: ContactsUnitOfWork) -> SupportCard:
    require(uow.actor, Act.KEEP_CARDS)
    found = uow.cards.get(card_id)
    if found is None:
        raise NotFound("card")
    return found


def _keep(before: SupportCard, after: SupportCard, uow: ContactsUnitOfWork) -> CardKept:
    uow.cards.replace(after)
    uow.commit()
    return CardKept(CARDS_CHANGED, CardStep(before, after))


def _check_service(
    key: str | None, held: str | None, uow: ContactsUnitOfWork, clock: Clock
) -> None:
    if key is None or key == held:
        return
    service = next((s for s in uow.services.all() if s.key == key), None)
    if service is None:
        raise InvalidInput((FieldProblem("service", "unknown_code"),))
    if not service.is_offered(clock.today()):
        raise InvalidInput((FieldProblem("service", "retired_code"),))


def _seen(card: SupportCard, services: dict[str | None, OpenService]) -> CardSeen:
    service = services.get(card.service) if card.service else None
    if service is None:
        return CardSeen(card, None, Standing.NO_LIMIT)
    return CardSeen(card, service, standing(card.talks, service.limit, service.reminds_at))


def forgotten_before(today: dt.date) -> Month:
    """Return the month before which a card's month or quarter is too long ago."""
    return Month.of(today).shifted(-FORGOTTEN_AFTER)


def sum_up(cards: Iterable[SupportCard], uow: ContactsUnitOfWork, today: dt.date) -> None:
    """Add cards that end by themselves to the sums of the half-year."""
    half_year = Period.containing(today, PeriodType.HALF_YEAR)
    for card in cards:
        uow.cards.add_sums(card.centre_id, half_year, closing_sums(card, Reason.UNKNOWN), 1)
