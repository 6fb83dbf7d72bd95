"""What the contacts room needs kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from familjecentral.access.model import Actor, Centre, CentreId, StaffId
from familjecentral.access.store import AuditStore, SettingsStore
from familjecentral.calendar.periods import Month, Period
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

if TYPE_CHECKING:
    from familjecentral.contacts.favourites import Favourite
    from familjecentral.contacts.services import OpenService
    from familjecentral.contacts.support import CardId, CardSums, SupportCard


class SortColumn(StrEnum):
    """What the list of own contacts can be sorted by."""

    DATE = "date"
    PREVENTION_LEVEL = "prevention_level"
    WORKING_LEVEL = "working_level"
    CONTACT_FORM = "contact_form"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """Which own rows of open periods to show, and in which order. None: no filter."""

    first: dt.date | None = None
    last: dt.date | None = None
    prevention_level: str | None = None
    working_level: str | None = None
    contact_form: str | None = None
    topic: str | None = None
    sort: SortColumn = SortColumn.DATE
    descending: bool = True


@dataclass(frozen=True, slots=True)
class ContactPage:
    """One page of rows. ``after`` is the key to ask for the next page, None at the end."""

    rows: tuple[Contact, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of rows of one prevention and working level. Visitors are counted at group level."""

    prevention_level: PreventionLevel
    working_level: WorkingLevel
    rows: int
    women: int = 0
    men: int = 0
    children: int = 0
    new_visitors: int = 0


@dataclass(frozen=True, slots=True)
class KeptImport:
    """An import that can be taken back: its day, its rows, and their first and last month."""

    batch: UUID
    imported_on: dt.date
    rows: int
    first: Month
    last: Month


class ContactStore(Protocol):
    """Rows of open months. Every read and write is limited to the actor's own rows."""

    def add(self, contact: Contact) -> None:
        """Keep a new row. An id that is there already with the same values is no error."""

    def add_many(self, contacts: Iterable[Contact]) -> int:
        """Keep many rows (import); return how many."""

    def add_late(self, values: ContactValues, row_id: UUID) -> None:
        """Keep an entry of a locked month as a locked row: month, no worker, next vintage."""

    def remove_late(self, row_id: UUID) -> bool:
        """Take a late row back; False if it is gone, or has been counted since."""

    def get(self, contact_id: ContactId) -> Contact | None:
        """Return one own row, or None."""

    def replace(self, contact: Contact) -> bool:
        """Put new values on an own row; False if it is gone."""

    def remove(self, contact_id: ContactId) -> Contact | None:
        """Delete an own row for good and return what it held; None if it is gone."""

    def page(self, query: ContactQuery, *, after: str | None, size: int) -> ContactPage:
        """Return one page of own rows, by key, never by offset."""

    def count(self, query: ContactQuery) -> int:
        """Return how many own rows the query finds."""

    def totals(self, query: ContactQuery) -> tuple[Total, ...]:
        """Return the sums of the own rows that the query finds, by level, in no order."""

    def on_day(self, day: dt.date) -> Sequence[Contact]:
        """Return the own rows of one day, newest key last is NOT implied (no time is kept)."""

    def remove_batch(self, batch: UUID) -> int:
        """Delete the rows of an import that are still open; return how many."""

    def days(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days on which there are own rows with day precision."""

    def lengths(
        self, first: dt.date, last: dt.date
    ) -> Mapping[tuple[PreventionLevel, WorkingLevel, str | None], int]:
        """Return how many own rows there are by both levels and duration band."""

    def hand_over(self, to: StaffId) -> int:
        """Give all own rows to a counsellor of the house; return how many."""

    def offered(self) -> bool:
        """Tell whether rows of colleagues that left wait for the actor's yes."""

    def take_over(self) -> int:
        """Take the offered rows over; the offer stays until it is answered for the cards too."""


class TallyStore(Protocol):
    """Tallies of open months, and the short talks that nobody owns."""

    def change(self, key: TallyKey, counter: Counter, by: int) -> Tally | None:
        """Add to one number of a record, made at its first tick and gone when all of it is 0;
        return the record, or None (nothing changed) when the number would leave its limits."""

    def on_day(self, centre: CentreId, day: dt.date) -> Sequence[Tally]:
        """Return the records of one day."""

    def add_many(self, tallies: Iterable[Tally]) -> int:
        """Keep whole records (sample data); return how many."""

    def add_talk(self, talk: Contact) -> None:
        """Keep a short talk without an owner."""

    def talks(self, centre: CentreId, day: dt.date) -> Sequence[ContactId]:
        """Return the ids of the day's short talks without an owner, in order of id."""

    def remove_talk(self, contact_id: ContactId) -> bool:
        """Delete a short talk without an owner; False if it is gone."""


class ServiceStore(Protocol):
    """What is offered without individual assessment."""

    def all(self) -> Sequence[OpenService]:
        """Return all services, those that are no longer offered too."""

    def put(self, service: OpenService) -> str:
        """Keep a service, a new one when it has no key; return its key."""


class CardStore(Protocol):
    """Open support cards. Every read and write of a card is limited to the actor's own."""

    def own(self) -> Sequence[SupportCard]:
        """Return the own cards."""

    def get(self, card_id: CardId) -> SupportCard | None:
        """Return an own card, or None."""

    def add(self, card: SupportCard) -> None:
        """Keep a card, and that its word has been in use."""

    def replace(self, card: SupportCard) -> bool:
        """Put other values on an own card; False if it is gone."""

    def remove(self, card_id: CardId) -> bool:
        """Destroy an own card; False if it is gone."""

    def is_used(self, word: str) -> bool:
        """Tell whether a code word is or has been in use in the store."""

    def halves_in_use(self, centre: CentreId) -> frozenset[str]:
        """Return the halves of the code words of a house's open cards, without which go together
        and whose they are."""

    def add_sums(self, centre: CentreId, half_year: Period, sums: CardSums, sign: int) -> None:
        """Add to the separate sums of closed cards (``sign`` 1), or take back (−1)."""

    def sums(self, centre: CentreId) -> Mapping[Period, CardSums]:
        """Return the sums of a house by half-year."""

    def receivers(self) -> Sequence[tuple[StaffId, str]]:
        """Return id and first name of the other counsellors of the house."""

    def hand_over(self, cards: Sequence[CardId], to: StaffId) -> int:
        """Give own cards to a counsellor of the house; return how many."""

    def forgotten(self, before: Month) -> Sequence[SupportCard]:
        """Return everybody's cards whose month or quarter lies before a month (weeding); the
        code word is left out."""

    def weed(self, before: Month) -> int:
        """Destroy everybody's cards whose month or quarter lies before a month."""

    def offer(self, of: StaffId, to: StaffId) -> bool:
        """Offer rows and cards of a colleague whose account has ended to a counsellor; False if
        there are none."""

    def offered(self) -> int:
        """Return how many cards of colleagues that left wait for the actor's yes."""

    def take_over(self) -> int:
        """Take the offered cards over; return how many. The offer stays."""

    def decline(self) -> None:
        """End the offer: rows and cards that were not taken stay where they are."""


class BatchStore(Protocol):
    """Imports that can be taken back until they are undone or their period is locked."""

    def imported_on(self, content_hash: str, month_hash: str) -> dt.date | None:
        """Return the day on which these rows were imported, or None. Where the hash by day is
        gone, the one by month tells."""

    def add(self, batch: UUID, content_hash: str | None, month_hash: str, day: dt.date) -> None:
        """Keep an import; without a hash by day if the store does not know all its days."""

    def open_ones(self) -> tuple[KeptImport, ...]:
        """Return the actor's own imports whose months are all open, the newest first."""

    def remove(self, batch: UUID) -> None:
        """Forget an import that is taken back."""


class DraftStore(Protocol):
    """The person's own slot for a half-filled form, sealed to her alone."""

    def put(self, centre: CentreId, month: Month, content: bytes) -> None:
        """Keep a form in place of what the slot held. Centre and month stand in the clear, so
        that a period lock can take it away."""

    def get(self) -> bytes | None:
        """Return what the slot holds; None when it is empty or cannot be opened any more."""

    def clear(self) -> bool:
        """Empty the slot; False if it was empty."""


class ChoiceStore(Protocol):
    """Counters of the person's own choices: field and code key, nothing of rows or days."""

    def counts(self) -> Mapping[tuple[WorkingLevel, str], Mapping[str, int]]:
        """Return how often each code was chosen, by working level and field."""

    def put(self, level: WorkingLevel, field: str, counts: Mapping[str, int]) -> None:
        """Keep the counters of a field in place of what was there."""


class FavouriteStore(Protocol):
    """The person's own favourites."""

    def all(self) -> tuple[Favourite, ...]:
        """Return them by name."""

    def add(self, favourite: Favourite) -> None:
        """Keep a new one."""

    def remove(self, favourite_id: UUID) -> Favourite | None:
        """Take one away and return it; None if it is gone."""


class WeekStore(Protocol):
    """The person's own answers that there was nothing to log."""

    def answered(self, first: dt.date, last: dt.date) -> frozenset[dt.date]:
        """Return the days between two days for which there is an answer."""

    def put(self, centre: CentreId, first: dt.date, last: dt.date, *, nothing: bool) -> None:
        """Keep, or take away, the answer for a part of a week within one month."""


class LockStore(Protocol):
    """Which months are locked in which centre."""

    def locked_months(self, centre: CentreId) -> frozenset[Month]:
        """Return the locked months of a centre."""

    def annual_released(self, centre: CentreId, year: int) -> bool:
        """Tell whether the annual release that holds the centre's late entries is out."""


class ContactsUnitOfWork(Protocol):
    """The part of the unit of work that contacts use. Leaving without commit rolls back."""

    @property
    def actor(self) -> Actor: ...
    @property
    def contacts(self) -> ContactStore: ...
    @property
    def tallies(self) -> TallyStore: ...
    @property
    def services(self) -> ServiceStore: ...
    @property
    def cards(self) -> CardStore: ...
    @property
    def batches(self) -> BatchStore: ...
    @property
    def drafts(self) -> DraftStore: ...
    @property
    def choices(self) -> ChoiceStore: ...
    @property
    def favourites(self) -> FavouriteStore: ...
    @property
    def weeks(self) -> WeekStore: ...
    @property
    def locks(self) -> LockStore: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def settings(self) -> SettingsStore: ...
    def centres(self) -> tuple[Centre, ...]: ...
    def codes(self) -> CodeBook: ...
    def commit(self) -> None: ...
