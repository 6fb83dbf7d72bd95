"""Support without individual assessment: what the board has decided to offer, on which conditions.

Such a service is a code of the list ``open_service`` (its name, its validity), so that a contact
or a support card can name it, and a decision beside it. The limit is a reminder, never a block.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.errors import FieldProblem, InvalidInput, NotFound
from familjecentral.privacy.texts import Reads, text_problems

SERVICES = "open_service"
LONGEST_NAME, LONGEST_REFERENCE, LONGEST_CONDITION = 60, 60, 300
MOST_TALKS = 99
_CHANGED = Changes(frozenset({Kind.SERVICES, Kind.CODES}))
_NUMBER_OF_A_DECISION = {"case_number"}
_TEXTS = ("name", "condition", "reference", "exempt_reference")


@dataclass(frozen=True, slots=True)
class OpenService:
    """One service. ``key`` is the code's; None before it is kept.

    Attributes:
        decided_on, reference: the board's decision. None, empty: there is none yet.
        condition: on which conditions it is offered, in the board's words.
        exempt: whether the board has exempted it from documenting who; None: not decided.
        exempt_on, exempt_reference: the decision of that.
        limit: how many talks the board allows (None: no limit).
        remind_at: the talk before which the card first reminds (None: the last but one).
        valid_from, valid_to: first and last day on which it can be chosen.
        active: False when it is no longer offered.
    """

    key: str | None
    name: str
    decided_on: dt.date | None = None
    reference: str = ""
    condition: str = ""
    exempt: bool | None = None
    exempt_on: dt.date | None = None
    exempt_reference: str = ""
    limit: int | None = None
    remind_at: int | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    active: bool = True

    @property
    def lacks_decision(self) -> bool:
        """Whether the board's decision is missing: its day or its reference."""
        return self.decided_on is None or not self.reference

    @property
    def reminds_at(self) -> int | None:
        """The talk before which a card reminds for the first time; None without a limit."""
        if self.limit is None:
            return None
        return self.remind_at or max(self.limit - 1, 1)

    def is_offered(self, day: dt.date) -> bool:
        """Tell whether it can be chosen on a day."""
        return (
            self.active
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class SaveService:
    """Keep a service, a new one when it has no key. ``confirmed``: the fields whose doubt the
    person has answered, that it is nobody."""

    service: OpenService
    confirmed: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return "SaveService(…)"


@dataclass(frozen=True, slots=True)
class ServiceSaved:
    """What changed, and the service as it was kept."""

    changes: Changes
    service: OpenService


def list_services(uow: ContactsUnitOfWork) -> tuple[OpenService, ...]:
    """Return all services by name, those that are no longer offered last.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_SERVICES)
    return tuple(sorted(uow.services.all(), key=lambda s: (not s.active, s.name.casefold())))


def save_service(
    command: SaveService, uow: ContactsUnitOfWork, clock: Clock, guard: Reads
) -> ServiceSaved:
    """Keep a new or changed service from now on.

    Raises:
        NotAllowed; NotFound: no service has the key.
        InvalidInput: ``required``, ``out_of_range``, ``taken``, ``future_date``,
            ``bad_combination``, ``personal_data``, ``personal_data_possible`` (unless confirmed).
    """
    require(uow.actor, Act.CHANGE_SERVICES)
    service = _stripped(command.service)
    known = uow.services.all()
    if service.key is not None and service.key not in {other.key for other in known}:
        raise NotFound("service")
    problems = (
        *_form_problems(service, known, clock.today()),
        *text_problems(_texts(service, guard), guard, command.confirmed),
    )
    if problems:
        raise InvalidInput(problems)
    kept = replace(service, key=uow.services.put(service))
    uow.audit.done("service_changed", clock.today(), kept.key or "")
    uow.commit()
    return ServiceSaved(_CHANGED, kept)


def _stripped(service: OpenService) -> OpenService:
    return replace(
        service,
        name=service.name.strip(),
        reference=service.reference.strip(),
        condition=service.condition.strip(),
        exempt_reference=service.exempt_reference.strip(),
    )


def _form_problems(
    service: OpenService, known: Sequence[OpenService], today: dt.date
) -> Iterator[FieldProblem]:
    if not service.name:
        yield FieldProblem("name", "required")
    elif any(
        other.key != service.key and other.name.casefold() == service.name.casefold()
        for other in known
    ):
        yield FieldProblem("name", "taken")
    for field, most in (
        ("name", LONGEST_NAME),
        ("reference", LONGEST_REFERENCE),
        ("condition", LONGEST_CONDITION),
        ("exempt_reference", LONGEST_REFERENCE),
    ):
        if len(getattr(service, field)) > most:
            yield FieldProblem(field, "out_of_range", most)
    for field in ("decided_on", "exempt_on"):
        day: dt.date | None = getattr(service, field)
        if day is not None and day > today:
            yield FieldProblem(field, "future_date")
    if service.limit is not None and not 1 <= service.limit <= MOST_TALKS:
        yield FieldProblem("limit", "out_of_range", MOST_TALKS)
    if service.remind_at is not None and not 1 <= service.remind_at <= (service.limit or 0):
        yield FieldProblem("remind_at", "bad_combination")
    if service.valid_from and service.valid_to and service.valid_from > service.valid_to:
        yield FieldProblem("valid_to", "bad_combination")


def _texts(service: OpenService, guard: Reads) -> dict[str, str]:
    """Return what the guard has to read. The reference of a decision is the number of a matter:
    there it belongs."""
    found = {field: str(getattr(service, field)) for field in _TEXTS}
    return {
        field: text
        for field, text in found.items()
        if not field.endswith("reference")
        or not set(guard.read(text).kinds) <= _NUMBER_OF_A_DECISION
    }
