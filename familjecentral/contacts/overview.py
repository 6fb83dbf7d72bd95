"""A person's own open quarter: how many, at which levels, about how long. Nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from familjecentral.access.model import Act, require
from familjecentral.calendar.periods import Period
from familjecentral.clock import Clock
from familjecentral.contacts.model import PreventionLevel, WorkingLevel
from familjecentral.contacts.store import ContactsUnitOfWork

# Minutes that a contact of a band is reckoned with: the middle of the band; the open one begins
# at 60 and gets what a booked talk usually takes beyond that. An estimate, and shown as one.
MINUTES: Mapping[str, int] = MappingProxyType({"lt15": 10, "m15_30": 23, "m31_60": 45, "gt60": 75})

Place = tuple[PreventionLevel, WorkingLevel]


@dataclass(frozen=True, slots=True)
class Share:
    """The rows at one prevention level and one working level.

    Attributes:
        rows: how many. bands: how many by duration band. minutes: estimate of those.
    """

    rows: int = 0
    bands: Mapping[str, int] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """About how long they took, those without a band left out."""
        return sum(MINUTES.get(band, 0) * n for band, n in self.bands.items())

    @property
    def without_length(self) -> int:
        """How many say nothing of their length."""
        return self.rows - sum(n for band, n in self.bands.items() if band in MINUTES)


@dataclass(frozen=True, slots=True)
class OwnOverview:
    """The person's own rows of a quarter that lie in open months. The three working levels have
    three units: they are never added up."""

    quarter: Period
    shares: Mapping[Place, Share]

    def at(self, prevention: str, working: str) -> Share:
        """Return the rows at two levels."""
        place = PreventionLevel(prevention), WorkingLevel(working)
        return self.shares.get(place, Share())

    def __repr__(self) -> str:
        return f"OwnOverview({self.quarter})"


def own_overview(uow: ContactsUnitOfWork, clock: Clock) -> OwnOverview:
    """Return the person's own quarter so far.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    quarter = Period.containing(clock.today())
    bands: dict[Place, dict[str, int]] = {}
    rows: dict[Place, int] = {}
    for (prevention, working, band), n in uow.contacts.lengths(quarter.first, quarter.last).items():
        place = prevention, working
        rows[place] = rows.get(place, 0) + n
        if band is not None:
            bands.setdefault(place, {})[band] = n
    shares = {place: Share(n, bands.get(place, {})) for place, n in rows.items()}
    return OwnOverview(quarter, shares)
