"""Who somebody is and what the roles allow (the table of docs/roles.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from familjecentral.errors import NotAllowed

StaffId = NewType("StaffId", UUID)
CentreId = NewType("CentreId", UUID)


class Role(StrEnum):
    """The six roles. A person may hold several."""

    COUNSELLOR = "counsellor"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    TALLY = "tally"
    READER = "reader"


class Act(StrEnum):
    """What can be allowed; one name for each act that a use case checks."""

    LOG_CONTACT = "log_contact"
    READ_OWN_CONTACTS = "read_own_contacts"
    TALLY = "tally"
    IMPORT_CONTACTS = "import_contacts"
    KEEP_CARDS = "keep_cards"
    READ_SERVICES = "read_services"
    CHANGE_SERVICES = "change_services"
    WEED_CARDS = "weed_cards"
    HAND_ON = "hand_on"
    READ_COMPLETENESS = "read_completeness"
    LOCK_PERIOD = "lock_period"
    READ_PROTECTED = "read_protected"
    PUBLISH = "publish"
    READ_RELEASED = "read_released"
    DEFINE = "define"
    CHANGE_CENTRE = "change_centre"
    CHANGE_STAFF = "change_staff"
    CHANGE_CODES = "change_codes"
    VERIFY_STORE = "verify_store"
    BACK_UP = "back_up"
    PLAN_GROUPS = "plan_groups"
    READ_GROUPS = "read_groups"
    TAKE_ATTENDANCE = "take_attendance"
    READ_OCCUPANCY = "read_occupancy"
    CHANGE_HOUSE = "change_house"


_ALLOWED: dict[Act, frozenset[Role]] = {
    Act.LOG_CONTACT: frozenset({Role.COUNSELLOR}),
    Act.READ_OWN_CONTACTS: frozenset({Role.COUNSELLOR}),
    Act.TALLY: frozenset({Role.COUNSELLOR, Role.TALLY}),
    Act.IMPORT_CONTACTS: frozenset({Role.COUNSELLOR}),
    Act.KEEP_CARDS: frozenset({Role.COUNSELLOR}),
    Act.READ_SERVICES: frozenset({Role.COUNSELLOR, Role.ADMINISTRATOR}),
    Act.CHANGE_SERVICES: frozenset({Role.ADMINISTRATOR}),
    Act.WEED_CARDS: frozenset({Role.ADMINISTRATOR}),
    Act.HAND_ON: frozenset({Role.ADMINISTRATOR}),
    Act.READ_COMPLETENESS: frozenset({Role.MANAGER}),
    Act.LOCK_PERIOD: frozenset({Role.MANAGER}),
    Act.READ_PROTECTED: frozenset({Role.MANAGER}),
    Act.PUBLISH: frozenset({Role.MANAGER}),
    Act.READ_RELEASED: frozenset({Role.COUNSELLOR, Role.COORDINATOR, Role.MANAGER, Role.READER}),
    Act.DEFINE: frozenset({Role.MANAGER}),
    Act.CHANGE_CENTRE: frozenset({Role.ADMINISTRATOR}),
    Act.CHANGE_STAFF: frozenset({Role.ADMINISTRATOR}),
    Act.CHANGE_CODES: frozenset({Role.ADMINISTRATOR}),
    Act.VERIFY_STORE: frozenset({Role.ADMINISTRATOR, Role.MANAGER}),
    Act.BACK_UP: frozenset({Role.ADMINISTRATOR}),
    Act.PLAN_GROUPS: frozenset({Role.COORDINATOR}),
    Act.READ_GROUPS: frozenset({Role.COORDINATOR, Role.COUNSELLOR}),
    Act.TAKE_ATTENDANCE: frozenset({Role.COORDINATOR, Role.COUNSELLOR}),
    Act.READ_OCCUPANCY: frozenset({Role.COORDINATOR, Role.COUNSELLOR, Role.MANAGER}),
    Act.CHANGE_HOUSE: frozenset({Role.COORDINATOR}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person in whose name a use case runs: id, roles and own centre."""

    staff_id: StaffId
    roles: frozenset[Role]
    centre_id: CentreId

    def may(self, act: Act) -> bool:
        """Tell whether one of the roles gives the act."""
        return bool(self.roles & _ALLOWED[act])


def require(actor: Actor, act: Act) -> None:
    """Stop unless the actor may do the act.

    Raises:
        NotAllowed: none of the roles gives it.
    """
    if not actor.may(act):
        raise NotAllowed(act.value)


@dataclass(frozen=True, slots=True)
class Centre:
    """One house. ``key`` is the code in statistics files (``C1``), stable."""

    id: CentreId
    key: str
    name: str
    municipality: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """A colleague with an account.

    Attributes:
        first_name: shown where work is planned, never in statistics.
        login_name: typed at unlock; compared casefolded.
        ends_on: last day on which the account opens the store (None: open).
    """

    id: StaffId
    first_name: str
    login_name: str
    centre_id: CentreId
    roles: frozenset[Role]
    ends_on: dt.date | None = None

    def __repr__(self) -> str:
        return f"Staff(id={self.id})"
