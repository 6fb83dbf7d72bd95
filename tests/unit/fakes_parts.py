"""Further parts of the unit of work in memory: imports, services, support cards."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from familjecentral.access.model import Actor, CentreId, StaffId
from familjecentral.calendar.periods import Month, Period
from familjecentral.contacts.services import OpenService
from familjecentral.contacts.store import KeptImport
from familjecentral.contacts.support import CardId, CardSums, SupportCard, halves
from tests.unit.fakes_rows import imports

if TYPE_CHECKING:
    from tests.unit.fakes import Kept


@dataclass
class FakeBatches:
    """Imports that can be taken back."""

    kept: Kept
    owner: StaffId

    def imported_on(self, content_hash: str, month_hash: str) -> dt.date | None:
        for by_day, by_month, day in self.kept.batches.values():
            if content_hash == by_day or (by_day is None and month_hash == by_month):
                return day
        return None

    def add(
        self, batch: uuid.UUID, content_hash: str | None, month_hash: str, day: dt.date
    ) -> None:
        self.kept.batches[batch] = (content_hash, month_hash, day)

    def open_ones(self) -> tuple[KeptImport, ...]:
        own = (c for c in self.kept.contacts.values() if c.owner == self.owner)
        return imports(self.kept.batches, own)

    def remove(self, batch: uuid.UUID) -> None:
        self.kept.batches.pop(batch, None)


@dataclass
class FakeServices:
    """What is offered without individual assessment."""

    kept: Kept

    def all(self) -> Sequence[OpenService]:
        return tuple(self.kept.services.values())

    def put(self, service: OpenService) -> str:
        key = service.key or f"service_{len(self.kept.services) + 1}"
        self.kept.services[key] = replace(service, key=key)
        return key


@dataclass
class FakeCards:
    """Own cards, and the sums of closed ones."""

    kept: Kept
    actor: Actor

    def own(self) -> Sequence[SupportCard]:
        return [c for c in self.kept.cards.values() if c.owner == self.actor.staff_id]

    def get(self, card_id: CardId) -> SupportCard | None:
        return next((card for card in self.own() if card.id == card_id), None)

    def add(self, card: SupportCard) -> None:
        self.kept.cards[card.id] = card
        self.kept.card_words.add(card.word)

    def replace(self, card: SupportCard) -> bool:
        if self.get(card.id) is None:
            return False
        self.kept.cards[card.id] = card
        return True

    def remove(self, card_id: CardId) -> bool:
        return self.get(card_id) is not None and bool(self.kept.cards.pop(card_id))

    def is_used(self, word: str) -> bool:
        return word in self.kept.card_words

    def halves_in_use(self, centre: CentreId) -> frozenset[str]:
        return frozenset(half for card in self.kept.cards.values() for half in halves(card.word))

    def add_sums(self, centre: CentreId, half_year: Period, sums: CardSums, sign: int) -> None:
        held = dict(self.kept.card_sums.get(half_year, {}))
        for key, number in sums.items():
            held[key] = held.get(key, 0) + sign * number
        self.kept.card_sums[half_year] = {key: n for key, n in held.items() if n}

    def sums(self, centre: CentreId) -> dict[Period, CardSums]:
        return dict(self.kept.card_sums)

    def receivers(self) -> Sequence[tuple[StaffId, str]]:
        return []

    def hand_over(self, cards: Sequence[CardId], to: StaffId) -> int:
        return 0

    def forgotten(self, before: Month) -> Sequence[SupportCard]:
        return [c for c in self.kept.cards.values() if c.since.months[-1] < before]

    def weed(self, before: Month) -> int:
        gone = [card.id for card in self.forgotten(before)]
        for card_id in gone:
            del self.kept.cards[card_id]
        return len(gone)

    def offer(self, of: StaffId, to: StaffId) -> bool:
        return False

    def offered(self) -> int:
        return 0

    def take_over(self) -> int:
        return 0

    def decline(self) -> None:
        pass
