"""A contact: one occasion, codes and numbers only. No text, no time of day, no link.

Beside it the tally of an open group: how many came, by half-day, and nothing of who.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from familjecentral.access.model import CentreId, StaffId

ContactId = NewType("ContactId", UUID)


class PreventionLevel(StrEnum):
    """The vertical axis of the 3×3 field."""

    UNIVERSAL = "universal"
    SELECTIVE = "selective"
    INDICATED = "indicated"


class WorkingLevel(StrEnum):
    """The horizontal axis: three units (contacts, sessions, activities), never added up."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    STRUCTURAL = "structural"


class DatePrecision(StrEnum):
    """Whether the day is known or only the month (rows from tally sheets)."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Referral:
    """Guided on to a target; ``warm_handover`` None when not said."""

    target: str
    warm_handover: bool | None = None


@dataclass(frozen=True, slots=True)
class ContactValues:
    """What is recorded of an occasion, without id and owner. None or empty: missing.

    Attributes:
        date: the day; for precision ``month`` the 15th.
        topics: up to three code keys, the first is the main one.
        participants, partners, actions: code keys in order of their list.
        women, men, children, new_visitors: counts at group level.
        programme, open_group: which group (exactly one at group level when logged by hand).
        colleagues: number of colleagues who took part beside the owner.
        open_service: which support without individual assessment it belongs to.
    """

    date: dt.date
    centre_id: CentreId
    prevention_level: PreventionLevel
    working_level: WorkingLevel
    date_precision: DatePrecision = DatePrecision.DAY
    contact_form: str | None = None
    arena: str | None = None
    topics: tuple[str, ...] = ()
    child_age_band: str | None = None
    contact_ordinal: str | None = None
    interpreter: str | None = None
    initiative_taker: str | None = None
    participants: tuple[str, ...] = ()
    women: int | None = None
    men: int | None = None
    children: int | None = None
    new_visitors: int | None = None
    programme: str | None = None
    open_group: str | None = None
    structural_activity_type: str | None = None
    duration_band: str | None = None
    partners: tuple[str, ...] = ()
    colleagues: int | None = None
    actions: tuple[str, ...] = ()
    referrals: tuple[Referral, ...] = ()
    open_service: str | None = None

    def __repr__(self) -> str:
        return "ContactValues(…)"


@dataclass(frozen=True, slots=True)
class Contact:
    """A stored occasion of an open month: id, owner, values, and the import batch it came with.

    Without an owner: a short talk that was ticked on the tally pad by somebody who logs no
    contacts. Nobody sees such a row one by one; only the pad takes it back.
    """

    id: ContactId
    owner: StaffId | None
    values: ContactValues
    batch: UUID | None = None

    def __repr__(self) -> str:
        return f"Contact(id={self.id})"


class HalfDay(StrEnum):
    """When on the day visitors are counted; nothing finer is kept."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Counter(StrEnum):
    """What is counted on the pad. Adults are counted together, or women and men apart."""

    ADULTS = "adults"
    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"
    NEW_VISITORS = "new_visitors"
    TALKS = "talks"


ORDINARY_DAY = "ordinary"


@dataclass(frozen=True, slots=True)
class TallyKey:
    """What one record counts: an activity in a house, on a day, in a half of it.

    ``occasion`` tells a named count, such as the yearly one in October, from ordinary days; its
    sum is kept apart when the month is locked.
    """

    centre_id: CentreId
    open_group: str
    day: dt.date
    half_day: HalfDay
    occasion: str = ORDINARY_DAY


@dataclass(frozen=True, slots=True)
class Tally:
    """How many came. Visits, not people: nobody is recognised from day to day.

    Attributes:
        adults: counted without saying women or men.
        new_visitors: how many of all were here for the first time.
        talks: short talks ticked; each is a contact row of its own as well.
    """

    key: TallyKey
    adults: int = 0
    women: int = 0
    men: int = 0
    children: int = 0
    new_visitors: int = 0
    talks: int = 0

    def count(self, counter: Counter) -> int:
        """Return one number."""
        number: int = getattr(self, counter.value)
        return number

    @property
    def all_adults(self) -> int:
        """Adults in all, however they were counted."""
        return self.adults + self.women + self.men

    def __repr__(self) -> str:
        return "Tally(…)"
