"""Support cards: own ones only, the digests of their words, and the sums of closed ones.

Every change of a card empties the write-ahead log after the commit: what lies side by side in
it would tell which contact was saved next to which card.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from db.guard import guard
from db.schema import contact, staff, staff_role
from db.schema_support import card_offer, card_rating, card_sum, card_word, support_card
from db.transaction import Transaction
from familjecentral.access.model import Act, CentreId, Role, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.services import SERVICES
from familjecentral.contacts.support import CardId, CardSums, Rating, SupportCard, halves
from familjecentral.errors import NotAllowed, Stale

_HIDDEN_WORD = ""
_HELD = (support_card, contact)
"""What somebody can leave behind."""


class SqlCardStore:
    """Cards inside one transaction."""

    def __init__(self, uow: Transaction) -> None:
        self._uow = uow

    @property
    def _connection(self) -> Connection:
        return self._uow.connection

    def own(self) -> tuple[SupportCard, ...]:
        """Return the own cards.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        return self._read(self._is_own())

    def get(self, card_id: CardId) -> SupportCard | None:
        """Return an own card, or None.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        return next(iter(self._read(self._is_own(), support_card.c.id == card_id)), None)

    def add(self, card: SupportCard) -> None:
        """Keep a card, and that its word has been in use. In a sample store an administrator
        may keep cards of any colleague: there they are made up.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        anybody = self._uow.shared.is_sample and self._uow.actor.may(Act.CHANGE_STAFF)
        if card.owner != self._uow.actor.staff_id and not anybody:
            raise NotAllowed(Act.KEEP_CARDS.value)
        digest = _digest(card.word)
        there = sa.select(card_word.c.digest).where(card_word.c.digest == digest)
        if self._connection.scalar(there) is None:
            self._connection.execute(card_word.insert(), {"digest": digest})
        self._connection.execute(support_card.insert(), {"id": card.id} | self._row(card))
        self._rate(card)
        self._uow.shared.must_settle = True

    def replace(self, card: SupportCard) -> bool:
        """Put other values on an own card; False if it is gone.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        if card.owner != self._uow.actor.staff_id:
            raise NotAllowed(Act.KEEP_CARDS.value)
        found = self._connection.execute(
            support_card.update()
            .where(self._is_own(), support_card.c.id == card.id)
            .values(self._row(card))
        )
        if not found.rowcount:
            return False
        self._unrate([card.id])
        self._rate(card)
        self._uow.shared.must_settle = True
        return True

    def remove(self, card_id: CardId) -> bool:
        """Destroy an own card; False if it is gone.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        mine = sa.select(support_card.c.id).where(self._is_own(), support_card.c.id == card_id)
        if self._connection.scalar(mine) is None:
            return False
        self._destroy([card_id])
        return True

    def is_used(self, word: str) -> bool:
        """Tell whether a code word is or has been in use in the store.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        there = sa.select(card_word.c.digest).where(card_word.c.digest == _digest(word))
        return self._connection.scalar(there) is not None

    def halves_in_use(self, centre: CentreId) -> frozenset[str]:
        """Return the halves of the code words of a house's open cards, without which go together
        and whose they are.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        words = self._connection.scalars(
            sa.select(support_card.c.word).where(
                support_card.c.centre_key == self._uow.centre_key(centre)
            )
        )
        return frozenset(half for word in words for half in halves(word))

    def add_sums(self, centre: CentreId, half_year: Period, sums: CardSums, sign: int) -> None:
        """Add to the separate sums of closed cards (``sign`` 1), or take back (−1).

        Raises:
            NotAllowed; Stale: there is less than is to be taken back.
        """
        guard(self._uow.actor, Act.KEEP_CARDS, Act.WEED_CARDS)
        where = {"centre_key": self._uow.centre_key(centre), "half_year": str(half_year)}
        for (measure, code), number in sums.items():
            key = where | {"measure": measure, "code": code}
            here = [card_sum.c[name] == value for name, value in key.items()]
            held = self._connection.scalar(sa.select(card_sum.c.n).where(*here)) or 0
            then = held + sign * number
            if then < 0:
                raise Stale("card")
            self._connection.execute(card_sum.delete().where(*here))
            if then:
                self._connection.execute(card_sum.insert(), key | {"n": then})

    def sums(self, centre: CentreId) -> dict[Period, CardSums]:
        """Return the sums of a house by half-year.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS, Act.READ_PROTECTED)
        found: dict[Period, dict[tuple[str, str], int]] = defaultdict(dict)
        key = self._uow.centre_key(centre)
        for row in self._connection.execute(
            sa.select(card_sum).where(card_sum.c.centre_key == key)
        ):
            found[Period.parse(row.half_year)][row.measure, row.code] = row.n
        return dict(found)

    def receivers(self) -> tuple[tuple[StaffId, str], ...]:
        """Return id and first name of the other counsellors of the house.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        return self._counsellors(self._uow.actor.centre_id, self._uow.actor.staff_id)

    def hand_over(self, cards: Sequence[CardId], to: StaffId) -> int:
        """Give own cards to a counsellor of the house; return how many.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        return self._give(self._is_own(), support_card.c.id.in_(cards), to=to)

    def forgotten(self, before: Month) -> tuple[SupportCard, ...]:
        """Return everybody's cards whose month or quarter lies before a month (weeding); the
        code word is left out.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.WEED_CARDS)
        ids = self._forgotten_ids(before)
        return self._read(support_card.c.id.in_(ids), with_word=False)

    def weed(self, before: Month) -> int:
        """Destroy everybody's cards whose month or quarter lies before a month.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.WEED_CARDS)
        ids = self._forgotten_ids(before)
        self._destroy(ids)
        return len(ids)

    def offer(self, of: StaffId, to: StaffId) -> bool:
        """Offer rows and cards of a colleague whose account has ended to a counsellor; False if
        there are none.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.HAND_ON)
        today = self._uow.shared.today().isoformat()
        left = sa.select(staff.c.id).where(staff.c.id == of, staff.c.ends_on < today)
        held = sa.select(sa.or_(*(sa.exists().where(mine.c.owner.in_(left)) for mine in _HELD)))
        centres = self._connection.scalars(sa.select(staff.c.centre_id).where(staff.c.id == of))
        known = {who for centre in centres for who, _ in self._counsellors(CentreId(centre), of)}
        if to not in known or not self._connection.scalar(held):
            return False
        self._connection.execute(card_offer.delete().where(card_offer.c.leaver == of))
        self._connection.execute(card_offer.insert(), {"leaver": of, "receiver": to})
        return True

    def offered(self) -> int:
        """Return how many cards of colleagues that left wait for the actor's yes.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        wanted = sa.select(sa.func.count()).select_from(support_card)
        return int(self._connection.scalar(wanted.where(self._is_offered())) or 0)

    def take_over(self) -> int:
        """Take the offered cards over; return how many. The offer stays.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        return self._give(self._is_offered(), to=self._uow.actor.staff_id)

    def decline(self) -> None:
        """End the offer: rows and cards that were not taken stay where they are.

        Raises:
            NotAllowed.
        """
        guard(self._uow.actor, Act.KEEP_CARDS)
        mine = card_offer.c.receiver == self._uow.actor.staff_id
        self._connection.execute(card_offer.delete().where(mine))

    def _is_own(self) -> ColumnElement[bool]:
        return support_card.c.owner == self._uow.actor.staff_id

    def _is_offered(self) -> ColumnElement[bool]:
        return is_offered(support_card.c.owner, self._uow.actor.staff_id)

    def _counsellors(self, centre: CentreId, but: StaffId) -> tuple[tuple[StaffId, str], ...]:
        today = self._uow.shared.today().isoformat()
        rows = self._connection.execute(
            sa.select(staff.c.id, staff.c.first_name)
            .join_from(staff, staff_role, staff_role.c.staff_id == staff.c.id)
            .where(
                staff_role.c.role == Role.COUNSELLOR.value,
                staff.c.centre_id == centre,
                staff.c.id != but,
                sa.or_(staff.c.ends_on.is_(None), staff.c.ends_on >= today),
            )
            .order_by(staff.c.first_name, staff.c.id)
        )
        return tuple((StaffId(who), name) for who, name in rows)

    def _give(self, *which: ColumnElement[bool], to: StaffId) -> int:
        found = self._connection.execute(support_card.update().where(*which).values(owner=to))
        self._uow.shared.must_settle = True
        return found.rowcount

    def _forgotten_ids(self, before: Month) -> list[UUID]:
        rows = self._connection.execute(sa.select(support_card.c.id, support_card.c.since))
        return [card for card, since in rows if Period.parse(since).months[-1] < before]

    def _destroy(self, ids: Sequence[UUID]) -> None:
        self._unrate(ids)
        self._connection.execute(support_card.delete().where(support_card.c.id.in_(ids)))
        # Overwritten in the file by the commit; the log would keep it until it is emptied.
        self._uow.shared.must_settle = True

    def _unrate(self, ids: Iterable[UUID]) -> None:
        self._connection.execute(card_rating.delete().where(card_rating.c.card.in_(ids)))

    def _rate(self, card: SupportCard) -> None:
        rows = [{"card": card.id, "talk": r.talk, "rating": r.value} for r in card.ratings]
        if rows:
            self._connection.execute(card_rating.insert(), rows)

    def _row(self, card: SupportCard) -> dict[str, object]:
        service = None
        if card.service is not None:
            service = self._uow.shared.index.id_of(SERVICES, card.service, "service")
        return {
            "owner": card.owner,
            "centre_key": self._uow.centre_key(card.centre_id),
            "word": card.word,
            "first_level": card.first_level.value,
            "level": card.level.value,
            "talks": card.talks,
            "since": str(card.since),
            "open_service": service,
        }

    def _read(self, *which: ColumnElement[bool], with_word: bool = True) -> tuple[SupportCard, ...]:
        cards = self._connection.execute(sa.select(support_card).where(*which)).all()
        ratings: dict[UUID, list[Rating]] = defaultdict(list)
        ids = [row.id for row in cards]
        for card, talk, value in self._connection.execute(
            sa.select(card_rating)
            .where(card_rating.c.card.in_(ids))
            .order_by(card_rating.c.card, card_rating.c.talk)
        ):
            ratings[card].append(Rating(talk, value))
        return tuple(
            SupportCard(
                CardId(row.id),
                StaffId(row.owner),
                self._uow.centre_id(row.centre_key),
                row.word if with_word else _HIDDEN_WORD,
                PreventionLevel(row.first_level),
                PreventionLevel(row.level),
                Period.parse(row.since),
                row.talks,
                tuple(ratings[row.id]),
                self._uow.shared.index.keys[row.open_service] if row.open_service else None,
            )
            for row in cards
        )


def is_offered(owner: ColumnElement[UUID], to: StaffId) -> ColumnElement[bool]:
    """Return the condition that the owner has left, and that what she left is offered."""
    return owner.in_(sa.select(card_offer.c.leaver).where(card_offer.c.receiver == to))


def _digest(word: str) -> str:
    return hashlib.sha256(word.casefold().encode()).hexdigest()
