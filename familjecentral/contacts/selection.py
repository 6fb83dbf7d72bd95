"""A selection of own rows: its totals, and one code put in the place of another in all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from familjecentral.access.model import Act, require
from familjecentral.changes import Changes
from familjecentral.clock import Clock
from familjecentral.contacts.model import Contact, ContactId, ContactValues, PreventionLevel
from familjecentral.contacts.rules import RULES, Need, check
from familjecentral.contacts.store import ContactQuery, ContactsUnitOfWork, Total
from familjecentral.contacts.undo import CONTACTS_CHANGED, RowsStep
from familjecentral.contacts.use_cases import READ_KIND
from familjecentral.errors import FieldProblem, InvalidInput

LEVEL: Final = "prevention_level"
CORRECTABLE: Final = (
    LEVEL,
    "contact_form",
    "arena",
    "topics",
    "child_age_band",
    "participants",
    "initiative_taker",
    "duration_band",
    "contact_ordinal",
    "interpreter",
    "open_group",
    "programme",
    "structural_activity_type",
    "partners",
    "actions",
)
"""Fields whose code can be changed in many rows at once."""

Progress = Callable[[float], None]
"""Gets a share from 0 to 1; it may raise ``Cancelled``, and then nothing is changed."""

_AT_ONCE = 1000
_TOLD_EACH = 100  # rows
_EXAMINED = 0.4  # of the time of a correction
_MOST_EXAMPLES = 100

Scope = ContactQuery | tuple[ContactId, ...]
"""All rows that a query finds, or those that were marked."""


@dataclass(frozen=True, slots=True)
class CorrectMany:
    """Put ``new`` where ``old`` stands in one field of many rows; None: nothing is said there."""

    rows: Scope
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction would do, or has done.

    Attributes:
        changed: rows that hold the old code and take the new one. untouched: rows that do not
            hold it.
        refused: problem → rows that hold it and cannot take the new one; they stay as they are.
        examples: the first of the changed rows, before and after.
        step: undoes all of it at once; None in a preview and where nothing changed.
    """

    changed: int
    untouched: int
    refused: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[tuple[Contact, Contact], ...] = ()
    step: RowsStep | None = None
    changes: Changes = CONTACTS_CHANGED


def total_contacts(query: ContactQuery, uow: ContactsUnitOfWork) -> tuple[Total, ...]:
    """Return the sums of the own rows that a query finds, by prevention and working level.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_OWN_CONTACTS)
    return uow.contacts.totals(query)


def _silent(_: float) -> None:
    """No progress is wanted."""


def preview_correction(
    command: CorrectMany, uow: ContactsUnitOfWork, clock: Clock, *, progress: Progress = _silent
) -> Correction:
    """Return what :func:`correct_many` would do; nothing is changed.

    Raises:
        NotAllowed, InvalidInput: as :func:`correct_many`.
    """
    require(uow.actor, Act.LOG_CONTACT)
    found = _examine(command, uow, clock, progress)
    uow.audit.read(READ_KIND, clock.today())
    uow.commit()
    return found.told()


def correct_many(
    command: CorrectMany, uow: ContactsUnitOfWork, clock: Clock, *, progress: Progress = _silent
) -> Correction:
    """Change the rows that hold the old code and may take the new one, in one transaction.

    Raises:
        NotAllowed; InvalidInput: ``unknown_field``: the field cannot be changed in many rows;
        ``repeated``: old and new are the same; ``unknown_code``: the new code is in no list.
    """
    require(uow.actor, Act.LOG_CONTACT)
    found = _examine(command, uow, clock, lambda share: progress(_EXAMINED * share))
    for place, (_, after) in enumerate(found.pairs):
        if place % _TOLD_EACH == 0:
            progress(_EXAMINED + (1 - _EXAMINED) * place / len(found.pairs))
        uow.contacts.replace(after)
    uow.commit()
    step = RowsStep(tuple(found.pairs)) if found.pairs else None
    return replace(found.told(), step=step)


@dataclass(slots=True)
class _Found:
    pairs: list[tuple[Contact, Contact]] = field(default_factory=list)
    untouched: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def told(self) -> Correction:
        examples = tuple(self.pairs[:_MOST_EXAMPLES])
        return Correction(len(self.pairs), self.untouched, self.refused, examples)


def _examine(
    command: CorrectMany, uow: ContactsUnitOfWork, clock: Clock, progress: Progress
) -> _Found:
    codes, today = uow.codes(), clock.today()
    if command.field not in CORRECTABLE:
        raise InvalidInput((FieldProblem("field", "unknown_field"),))
    if command.old == command.new:
        raise InvalidInput((FieldProblem("new", "repeated"),))
    code_list = RULES[command.field].code_list if command.field in RULES else LEVEL
    if command.new not in (None, *codes.lists.get(code_list or "", {})):
        raise InvalidInput((FieldProblem("new", "unknown_code"),))
    found, scope = _Found(), command.rows
    of = len(scope) if isinstance(scope, tuple) else uow.contacts.count(scope)
    for place, contact in enumerate(_rows(scope, uow)):
        if place % _TOLD_EACH == 0:
            progress(place / of)
        if not _holds(contact.values, command):
            found.untouched += 1
            continue
        try:
            values = _corrected(contact.values, command)
            check(values, codes=codes, today=today, kept=contact.values)
        except InvalidInput as error:
            problem = error.problems[0].problem
            found.refused[problem] = found.refused.get(problem, 0) + 1
        else:
            found.pairs.append((contact, replace(contact, values=values)))
    return found


def _rows(scope: Scope, uow: ContactsUnitOfWork) -> Iterator[Contact]:
    if isinstance(scope, tuple):
        yield from (row for row in map(uow.contacts.get, scope) if row is not None)
        return
    after: str | None = None
    while True:
        page = uow.contacts.page(scope, after=after, size=_AT_ONCE)
        yield from page.rows
        if (after := page.after) is None:
            return


def _holds(values: ContactValues, command: CorrectMany) -> bool:
    """Say whether a row says what shall be changed; at another level nothing can be said."""
    if command.field == LEVEL:
        return values.prevention_level.value == command.old
    if RULES[command.field].needs[values.working_level] is Need.NEVER:
        return False
    held = getattr(values, command.field)
    if isinstance(held, tuple):
        return command.old in held if command.old is not None else not held
    return bool(held == command.old)


def _corrected(values: ContactValues, command: CorrectMany) -> ContactValues:
    new = command.new
    if command.field == LEVEL:
        if new is None:
            raise InvalidInput((FieldProblem(LEVEL, "required"),))
        return replace(values, prevention_level=PreventionLevel(new))
    held = getattr(values, command.field)
    fresh: Any = new
    if isinstance(held, tuple):
        there = [new if key == command.old else key for key in held] if held else [new]
        fresh = tuple(dict.fromkeys(key for key in there if key))
    return replace(values, **{command.field: fresh})
