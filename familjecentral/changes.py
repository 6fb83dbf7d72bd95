"""What a use case hands back: which kinds of thing changed, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of thing that a page can show."""

    CONTACTS = "contacts"
    TALLIES = "tallies"
    PERIODS = "periods"
    WEEKS = "weeks"
    RELEASES = "releases"
    STAFF = "staff"
    CENTRES = "centres"
    CODES = "codes"
    CARDS = "cards"
    SERVICES = "services"
    GROUPS = "groups"
    ATTENDANCE = "attendance"
    HOUSE = "house"
    PROGRAMMES = "programmes"


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds that changed; every open page decides itself whether it reloads."""

    kinds: frozenset[Kind]
