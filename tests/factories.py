"""Values with valid defaults, so that a test names only what it is about."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from familjecentral.access.model import Centre, CentreId, Role, Staff, StaffId
from familjecentral.codes import Code
from familjecentral.contacts.model import (
    Contact,
    ContactId,
    ContactValues,
    PreventionLevel,
    WorkingLevel,
)

TODAY = dt.date(2026, 10, 8)
PASSPHRASE = "korrekt häst batteri"
CODES = Path(__file__).parents[1] / "resources" / "codes"


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, day: dt.date = TODAY) -> None:
        self.day = day

    def today(self) -> dt.date:
        """Return the day it stands on."""
        return self.day


class SeededIds:
    """Random ids that are the same in every run."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def new_id(self) -> UUID:
        """Return the next id."""
        return UUID(int=self._random.getrandbits(128), version=4)


@cache
def seed_codes() -> tuple[Code, ...]:
    """Return the product's code lists, and two programmes."""
    codes = [
        Code(
            list=content["list"],
            key=code["key"],
            label=code["sv"],
            label_en=code["en"],
            definition=code.get("definition", ""),
            order=order,
            valid_from=code.get("valid_from"),
            valid_to=code.get("valid_to"),
            sensitive=code.get("sensitive", False),
        )
        for path in sorted(CODES.glob("*.toml"))
        for content in [tomllib.loads(path.read_text(encoding="utf-8"))]
        for order, code in enumerate(content["codes"])
    ]
    codes += [
        Code("programme", key, key.upper(), key.upper(), "", order)
        for order, key in enumerate(("icdp", "abc"))
    ]
    return tuple(codes)


def uuid_of(number: int) -> UUID:
    """Return a fixed id."""
    return UUID(int=0x4000_8000_0000_0000_0000 + number)


def centre(number: int = 1, **changes: Any) -> Centre:
    """Return a centre."""
    values: dict[str, Any] = {
        "id": CentreId(uuid_of(1000 + number)),
        "key": f"C{number}",
        "name": "Linden",
        "municipality": "Vinge",
        "region": "Region",
    }
    return Centre(**values | changes)


def staff(number: int = 1, **changes: Any) -> Staff:
    """Return a colleague: by default administrator, counsellor and manager."""
    values: dict[str, Any] = {
        "id": StaffId(uuid_of(number)),
        "first_name": f"Förnamn{number}",
        "login_name": f"login{number}",
        "centre_id": centre().id,
        "roles": frozenset({Role.ADMINISTRATOR, Role.COUNSELLOR, Role.MANAGER}),
    }
    return Staff(**values | changes)


def contact_values(**changes: Any) -> ContactValues:
    """Return the values of an individual contact of yesterday."""
    values: dict[str, Any] = {
        "date": TODAY - dt.timedelta(days=1),
        "centre_id": centre().id,
        "prevention_level": PreventionLevel.UNIVERSAL,
        "working_level": WorkingLevel.INDIVIDUAL,
        "contact_form": "booked_talk",
        "arena": "centre_room",
        "topics": ("routines",),
    }
    level = changes.get("working_level")
    if level in (WorkingLevel.GROUP, WorkingLevel.STRUCTURAL):
        values |= {"contact_form": None, "arena": "other", "topics": ()}
    if level is WorkingLevel.GROUP:
        values |= {"open_group": "cafe", "women": 5, "men": 2, "children": 7, "new_visitors": 1}
    if level is WorkingLevel.STRUCTURAL:
        values |= {"structural_activity_type": "consultation"}
    return ContactValues(**values | changes)


def contact(number: int = 1, owner: StaffId | None = None, **changes: Any) -> Contact:
    """Return a contact of the first colleague."""
    batch = changes.pop("batch", None)
    owner = owner or staff().id
    return Contact(ContactId(uuid_of(50_000 + number)), owner, contact_values(**changes), batch)
