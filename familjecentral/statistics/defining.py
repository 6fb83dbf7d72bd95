"""Typed denominators and targets: entered by the manager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from familjecentral.access.model import Act, Actor, Centre, require
from familjecentral.access.store import AuditStore
from familjecentral.calendar.periods import Period
from familjecentral.changes import Changes, Kind
from familjecentral.clock import Clock
from familjecentral.errors import FieldProblem, InvalidInput
from familjecentral.privacy.texts import Reads, text_problems
from familjecentral.statistics.denominators import Denominator, DenominatorKind, Target
from familjecentral.statistics.store import DefinitionStore

LARGEST = {
    DenominatorKind.CHILDREN: 1_000_000,
    DenominatorKind.POSTS: 1_000,
    DenominatorKind.OPENING_DAYS: 366,
}
LONGEST_SOURCE = 120
LARGEST_TARGET = 1_000_000
SHARE = "share"


class DefiningUnitOfWork(Protocol):
    """The part of the unit of work that definitions use."""

    @property
    def actor(self) -> Actor: ...
    @property
    def definitions(self) -> DefinitionStore: ...
    @property
    def audit(self) -> AuditStore: ...
    def centres(self) -> tuple[Centre, ...]: ...
    def commit(self) -> None: ...


@dataclass(frozen=True, slots=True)
class TypeDenominator:
    """A number as it is typed: ``1 200`` or ``2,75``; empty takes it away. ``confirmed``: the
    source looked like a person, and it was answered that it is nobody."""

    kind: DenominatorKind
    centre: str
    period: str
    number: str
    source: str
    confirmed: bool = False


def list_denominators(uow: DefiningUnitOfWork) -> tuple[Denominator, ...]:
    """Return every typed number.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.DEFINE)
    return uow.definitions.denominators()


def type_denominator(
    command: TypeDenominator, uow: DefiningUnitOfWork, clock: Clock, guard: Reads
) -> Changes:
    """Keep a denominator, or take it away.

    Raises:
        NotAllowed; InvalidInput: all problems at once.
    """
    require(uow.actor, Act.DEFINE)
    problems: list[FieldProblem] = []
    if command.centre not in {centre.key for centre in uow.centres()}:
        problems.append(FieldProblem("centre", "unknown_centre"))
    period = _period(command.period)
    if period is None:
        problems.append(FieldProblem("period", "not_a_period"))
    typed = "".join(command.number.split())
    hundredths = _hundredths(typed)
    most = LARGEST[command.kind]
    if typed and hundredths is None:
        problems.append(FieldProblem("number", "not_a_number"))
    elif hundredths is not None and not 0 < hundredths <= 100 * most:
        problems.append(FieldProblem("number", "out_of_range", most))
    source = " ".join(command.source.split())
    if typed and not source:
        problems.append(FieldProblem("source", "required"))
    elif len(source) > LONGEST_SOURCE:
        problems.append(FieldProblem("source", "too_long", LONGEST_SOURCE))
    problems += text_problems({"source": source}, guard, ("source",) if command.confirmed else ())
    if problems or period is None:
        raise InvalidInput(tuple(problems))
    if hundredths is None:
        uow.definitions.remove_denominator(command.kind, command.centre, period)
    else:
        uow.definitions.put_denominator(
            Denominator(command.kind, command.centre, period, hundredths, source, clock.today())
        )
    uow.audit.done("denominator", clock.today(), f"{command.kind.value} {period}")
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


@dataclass(frozen=True, slots=True)
class TypeTarget:
    """A target of a key figure as it is typed: ``30`` (per cent, for a share) or ``2,5``; empty
    takes it away."""

    code: str
    number: str


def list_targets(uow: DefiningUnitOfWork) -> tuple[Target, ...]:
    """Return the targets of key figures.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.DEFINE)
    return uow.definitions.targets()


def type_target(
    command: TypeTarget, uow: DefiningUnitOfWork, clock: Clock, *, units: Mapping[str, str]
) -> Changes:
    """Keep the target of a key figure, or take it away. It is printed with the definition.

    Args:
        units: key figure → its unit; :data:`SHARE` for per cent.

    Raises:
        NotAllowed; InvalidInput: no such key figure, no number, or more than there can be.
    """
    require(uow.actor, Act.DEFINE)
    typed = "".join(command.number.split())
    hundredths = _hundredths(typed)
    most = 100 if units.get(command.code) == SHARE else LARGEST_TARGET
    problems: list[FieldProblem] = []
    if command.code not in units:
        problems.append(FieldProblem("code", "unknown_code"))
    if typed and hundredths is None:
        problems.append(FieldProblem("number", "not_a_number"))
    elif hundredths is not None and not 0 <= hundredths <= 100 * most:
        problems.append(FieldProblem("number", "out_of_range", most))
    if problems:
        raise InvalidInput(tuple(problems))
    if hundredths is None:
        uow.definitions.remove_target(command.code)
    else:
        uow.definitions.put_target(Target(command.code, hundredths, clock.today()))
    uow.audit.done("target", clock.today(), command.code)
    uow.commit()
    return Changes(frozenset({Kind.RELEASES}))


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _hundredths(text: str) -> int | None:
    """Return a number times hundred; None for what is no number with at most two decimals."""
    try:
        value = Decimal(text.replace(",", ".")) * 100
    except InvalidOperation:
        return None
    return int(value) if value.is_finite() and value == value.to_integral_value() else None
