"""Tables that left the house before the program came: entered once, protected against for ever."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.disclosure.history import history
from familjecentral.disclosure.policy import policy_from_json
from familjecentral.disclosure.table import TableSet
from familjecentral.disclosure.targets import Lost
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.privacy import Reads, text_problems
from familjecentral.releases.counted_by import every_set
from familjecentral.releases.draft import Begin
from familjecentral.releases.model import Outside, OutsideKind
from familjecentral.releases.register import cells_text
from familjecentral.releases.store import ReleasesUnitOfWork
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.rule import policy_text

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class EnterTables:
    """Enter tables that were given out without this register.

    Attributes:
        name: what the house calls them, such as ``Årsberättelse 2024``.
        cells: as they were given out; what was not shown holds None.
        confirmed: the name looked like somebody's, and the person said that it is nobody's.
    """

    name: str
    cells: TableSet
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """The outcome: what changed, and the small numbers that all tables together give away."""

    changes: Changes
    lost: tuple[Lost, ...]


def enter_tables(
    command: EnterTables, begin: Begin, *, declared: DeclaredSet, clock: Clock, guard: Reads
) -> Entered:
    """Keep tables as known outside. Small numbers that they give away can no longer be saved.

    Raises:
        NotAllowed; InvalidInput: no name, or one with personal data, or no numbers.
        UnusableFile: they contradict what has been published; nothing was kept.
    """
    name = checked_text(command.name, "name", guard, LONGEST_NAME, confirmed=command.confirmed)
    if not command.cells.cells:
        raise InvalidInput((FieldProblem("cells", "required"),))
    with begin() as uow:
        require(uow.actor, Act.PUBLISH)
        lost = what_is_lost(uow, declared, command.cells)
        text = cells_text(command.cells)
        uow.outside.add(
            Outside(
                hashlib.sha256(text.encode()).hexdigest(),
                OutsideKind.BEFORE,
                name,
                command.cells,
                clock.today(),
            )
        )
        uow.audit.done("outside", clock.today())
        uow.commit()
    return Entered(Changes(frozenset({Kind.RELEASES})), lost)


def what_is_lost(
    uow: ReleasesUnitOfWork, declared: DeclaredSet, *more: TableSet
) -> tuple[Lost, ...]:
    """Return the small numbers that everything known outside gives away by itself.

    Raises:
        NotAllowed. UnusableFile: the tables contradict each other.
    """
    require(uow.actor, Act.READ_PROTECTED)
    known = [
        *(release.cells for release in uow.releases.all()),
        *(other.cells for other in uow.outside.all()),
        *more,
    ]
    return history(
        known, policy=policy_from_json(json.loads(policy_text(every_set(uow, declared))))
    )


def list_outside(uow: ReleasesUnitOfWork) -> tuple[Outside, ...]:
    """Return what is known outside without a release of this store.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_PROTECTED)
    return uow.outside.all()


def checked_text(
    text: str, field: str, guard: Reads, longest: int, *, confirmed: bool = False
) -> str:
    """Return a typed text without white space round it.

    Raises:
        InvalidInput: it is empty, too long, or has personal data; looks like it and is not
        ``confirmed``.
    """
    clean = " ".join(text.split())
    if not clean:
        raise InvalidInput((FieldProblem(field, "required"),))
    if len(clean) > longest:
        raise InvalidInput((FieldProblem(field, "too_long", longest),))
    if problems := text_problems({field: clean}, guard, (field,) if confirmed else ()):
        raise InvalidInput(tuple(problems))
    return clean
