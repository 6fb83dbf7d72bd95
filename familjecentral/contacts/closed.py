"""What is left of closed support cards, as far as it may be seen: protected half-years.

Only half-years that have ended are shown: a sum that still grows would tell each card that is
added to it. Source of the rule: the same protection as for every table that leaves the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from familjecentral.access.model import Act, Centre, CentreId, require
from familjecentral.calendar.periods import Period
from familjecentral.clock import Clock
from familjecentral.contacts.model import PreventionLevel
from familjecentral.contacts.store import ContactsUnitOfWork
from familjecentral.contacts.support import CardSums
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import protect
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.errors import NotPublishable

MOVES = ("lower", "same", "higher")
_TABLE, _DIMENSION = "closed_cards", "movement"
_LEVELS = tuple(PreventionLevel)


@dataclass(frozen=True, slots=True)
class ClosedHalfYear:
    """The closed cards of a house in a half-year. None: hidden.

    Attributes:
        closed: how many. mean: talks per card; hidden with the number.
        moves: how many ended at a lower, the same, a higher level than they began at.
    """

    period: Period
    closed: int | None
    mean: float | None
    moves: tuple[int | None, int | None, int | None]


def closed_cards(uow: ContactsUnitOfWork, clock: Clock) -> tuple[ClosedHalfYear, ...]:
    """Return the ended half-years of the actor's house in which cards were closed, newest first.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.KEEP_CARDS)
    return _of_house(uow.actor.centre_id, uow, clock)


def closed_by_centre(
    uow: ContactsUnitOfWork, clock: Clock
) -> tuple[tuple[Centre, tuple[ClosedHalfYear, ...]], ...]:
    """Return the same for every house: what the counsellors of each see, number by number, for
    another pattern of the same numbers would be another publication. Never a sum of houses.

    Raises:
        NotAllowed.
    """
    require(uow.actor, Act.READ_PROTECTED)
    return tuple((centre, _of_house(centre.id, uow, clock)) for centre in uow.centres())


def _of_house(
    centre: CentreId, uow: ContactsUnitOfWork, clock: Clock
) -> tuple[ClosedHalfYear, ...]:
    today = clock.today()
    ended = {p: sums for p, sums in uow.cards.sums(centre).items() if p.last < today}
    newest_first = sorted(ended, key=lambda period: period.first, reverse=True)
    return tuple(_protected(period, ended[period]) for period in newest_first)


def moves_of(sums: CardSums) -> tuple[int, int, int]:
    """Return how many cards ended lower, at the same level, higher."""
    found = [0, 0, 0]
    for first, last in product(_LEVELS, _LEVELS):
        step = _LEVELS.index(last) - _LEVELS.index(first)
        found[(step > 0) - (step < 0) + 1] += sums.get(("level", f"{first}>{last}"), 0)
    return found[0], found[1], found[2]


def _protected(period: Period, sums: CardSums) -> ClosedHalfYear:
    closed = sums[("closed", "")]
    numbers = {(): closed} | {
        ((_DIMENSION, move),): n for move, n in zip(MOVES, moves_of(sums), strict=True)
    }
    keys = {codes: Key("closed", (str(period),), 1, codes) for codes in numbers}
    cells = tuple(Cell(keys[codes], n, _TABLE) for codes, n in numbers.items())
    try:
        safe = protect(TableSet(cells), policy=Policy())
    except NotPublishable:
        return _hidden(period)
    shown = {cell.key: cell.value for cell in safe.tables.cells}
    total, *moves = (_number(shown[key]) for key in keys.values())
    if total is None:
        return _hidden(period)
    mean = sums.get(("talks", ""), 0) / total
    return ClosedHalfYear(period, total, mean, (moves[0], moves[1], moves[2]))


def _hidden(period: Period) -> ClosedHalfYear:
    return ClosedHalfYear(period, None, None, (None, None, None))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
