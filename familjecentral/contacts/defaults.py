"""What a person usually chooses, from counters of her own choices.

A counter knows a field and a code and nothing else: no row, no day, and never what a contact was
about or whom it was with. It forgets: when a field has been counted often, all its numbers are
halved, so that a new habit soon shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from familjecentral.access.model import Act, require
from familjecentral.contacts.model import ContactValues, WorkingLevel
from familjecentral.contacts.rules import codes_of, follows_form
from familjecentral.contacts.store import ContactsUnitOfWork

# The circumstances of a contact. What it was about and who came is never proposed: a default
# there would be a guess in the statistics.
COUNTED: Mapping[WorkingLevel, tuple[str, ...]] = MappingProxyType(
    {
        WorkingLevel.INDIVIDUAL: ("arena", "initiative_taker", "duration_band", "interpreter"),
        WorkingLevel.GROUP: ("arena", "duration_band"),
        WorkingLevel.STRUCTURAL: ("arena", "duration_band"),
    }
)
FEWEST = 5
"""So often must a code have been chosen before it is proposed."""
MOST = 40
"""When a field has been counted so often, its numbers are halved."""
LEFT_EMPTY = ""

Counts = Mapping[tuple[WorkingLevel, str], Mapping[str, int]]
Defaults = Mapping[tuple[WorkingLevel, str], str]


@dataclass(frozen=True, slots=True)
class CountChoices:
    """Count what was chosen in a contact that has been saved."""

    values: ContactValues


def count_choices(command: CountChoices, uow: ContactsUnitOfWork) -> None:
    """Count the choices of a saved contact; a field that was left empty counts as that.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    values, level = command.values, command.values.working_level
    counts = uow.choices.counts()
    for name in COUNTED[level]:
        if name == "arena" and follows_form(values.contact_form):
            continue  # the form chose it, not the person
        counted = dict(counts.get((level, name), {}))
        key = next(iter(codes_of(values, name)), LEFT_EMPTY)
        counted[key] = counted.get(key, 0) + 1
        if sum(counted.values()) >= MOST:
            counted = {key: n // 2 for key, n in counted.items() if n > 1}
        uow.choices.put(level, name, counted)
    uow.commit()


def usual_choices(uow: ContactsUnitOfWork) -> Defaults:
    """Return the code that a person chooses more often than not, by working level and field.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    found = {}
    for place, counted in uow.choices.counts().items():
        key, n = max(counted.items(), key=lambda item: item[1])
        if key != LEFT_EMPTY and n >= FEWEST and 2 * n > sum(counted.values()):
            found[place] = key
    return found


def forget_choices(uow: ContactsUnitOfWork) -> None:
    """Set all counters of the person to nothing.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.LOG_CONTACT)
    for level, name in uow.choices.counts():
        uow.choices.put(level, name, {})
    uow.commit()
