"""Favourites: sets of codes that a person has given a name, to log the usual in a few keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from familjecentral.access.model import Act, require
from familjecentral.clock import IdSource
from familjecentral.contacts.model import PreventionLevel, WorkingLevel
from familjecentral.contacts.rules import RULES, Need
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.errors import FieldProblem, InvalidInput, NotFound
from familjecentral.privacy.texts import Reads, text_problems

MOST_FAVOURITES = 9  # each has a digit
LONGEST_NAME = 40
# What a favourite can hold: fields of a contact, and the list that their codes come from.
KEPT: Mapping[str, str] = MappingProxyType(
    {
        "contact_form": "contact_form",
        "arena": "arena",
        "topics": "topic",
        "child_age_band": "child_age_band",
        "contact_ordinal": "contact_ordinal",
        "interpreter": "interpreter",
        "initiative_taker": "initiative_taker",
        "participants": "participants",
        "programme": "programme",
        "open_group": "open_group",
        "structural_activity_type": "structural_activity_type",
        "duration_band": "duration_band",
        "partners": "partner",
        "actions": "action_given",
        "referrals": "referral_target",
    }
)


@dataclass(frozen=True, slots=True)
class Favourite:
    """A named set of codes: two levels, and code keys by field. No numbers, no day."""

    id: UUID
    name: str
    prevention_level: PreventionLevel
    working_level: WorkingLevel
    codes: Mapping[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return f"Favourite(id={self.id})"


@dataclass(frozen=True, slots=True)
class KeepFavourite:
    """Keep a set of codes under a name."""

    name: str
    prevention_level: PreventionLevel
    working_level: WorkingLevel
    codes: Mapping[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return "KeepFavourite(…)"


@dataclass(frozen=True, slots=True)
class RemoveFavourite:
    """Take a favourite away."""

    favourite_id: UUID


def keep_favourite(
    command: KeepFavourite,
    uow: ContactsUnitOfWork,
    ids: IdSource,
    *,
    guard: Reads,
    confirmed: Collection[str] = (),
) -> Favourite:
    """Keep a favourite; codes that do not belong to the working level are left out.

    ``confirmed``: holds ``name`` when the person has said that the name is nobody's.

    Raises:
        NotAllowed; InvalidInput: on ``name`` ``required``, ``out_of_range``, ``taken``,
        ``personal_data``, ``personal_data_possible`` or ``too_many``; on a field
        ``unknown_code``.
    """
    require(uow.actor, Act.LOG_CONTACT)
    name = " ".join(command.name.split())
    held = uow.favourites.all()
    problem = _name_problem(name, held)
    problems = [problem] if problem else text_problems({"name": name}, guard, confirmed)
    book, codes = uow.codes(), {}
    for field, keys in command.codes.items():
        if not keys or field not in KEPT:
            continue
        if RULES[field].needs[command.working_level] is Need.NEVER:
            continue
        if not all(book.has(KEPT[field], key) for key in keys):
            problems.append(FieldProblem(field, "unknown_code"))
        codes[field] = tuple(keys)
    if problems:
        raise InvalidInput(tuple(problems))
    kept = Favourite(ids.new_id(), name, command.prevention_level, command.working_level, codes)
    uow.favourites.add(kept)
    uow.commit()
    return kept


def _name_problem(name: str, held: tuple[Favourite, ...]) -> FieldProblem | None:
    if not name:
        return FieldProblem("name", "required")
    if len(name) > LONGEST_NAME:
        return FieldProblem("name", "out_of_range", LONGEST_NAME)
    if len(held) >= MOST_FAVOURITES:
        return FieldProblem("name", "too_many", MOST_FAVOURITES)
    if name.casefold() in {other.name.casefold() for other in held}:
        return FieldProblem("name", "taken")
    return None


def list_favourites(uow: ContactsUnitOfWork) -> tuple[Favourite, ...]:
    """Return the person's own favourites by name.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    return uow.favourites.all()


def remove_favourite(command: RemoveFavourite, uow: ContactsUnitOfWork) -> Favourite:
    """Take an own favourite away and return it, so that it can be put back.

    Raises:
        NotAllowed; NotFound: it is gone.
    """
    require(uow.actor, Act.LOG_CONTACT)
    found = uow.favourites.remove(command.favourite_id)
    if found is None:
        raise NotFound("favourite")
    uow.commit()
    return found


def restore_favourite(favourite: Favourite, uow: ContactsUnitOfWork) -> None:
    """Put back a favourite that was taken away.

    Raises:
        NotAllowed; InvalidInput: its name or its place has been given to another since.
    """
    require(uow.actor, Act.LOG_CONTACT)
    problem = _name_problem(favourite.name, uow.favourites.all())
    if problem is not None:
        raise InvalidInput((problem,))
    uow.favourites.add(favourite)
    uow.commit()
