"""Where no safe pattern exists: a coarser table set that has one.

Each printed table is first made publishable on its own, next to everything published before;
then all of them together, the blamed ones coarser step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from familjecentral.disclosure.beside import beside
from familjecentral.disclosure.protect import Protection, solve
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import Coarser, NotPublishable
from familjecentral.statistics.cells import Counted
from familjecentral.statistics.coarser import LEAVE, candidates, coarsened
from familjecentral.statistics.declared import DeclaredSet
from familjecentral.statistics.quiet import Ended, told_by_calendar
from familjecentral.statistics.rule import policy_of
from familjecentral.statistics.standing import Standing

Count = Callable[[DeclaredSet], Counted]
Progress = Callable[[float], None]
_FIRST = 0.95  # where the second part of the work begins


@dataclass(frozen=True, slots=True)
class Known:
    """What is known outside, and its true values, in the same order; and what everybody knows
    of the groups that ended."""

    earlier: tuple[TableSet, ...]
    truth: tuple[TableSet, ...]
    ended: Ended = field(default_factory=Ended)


def propose(
    declared: DeclaredSet, count: Count, known: Known, progress: Progress
) -> tuple[Coarser, ...]:
    """Return steps that together make a table set publishable; all of them have been tried.

    Args:
        count: counts a table set.
        progress: called with a share from 0 to 1; it may raise ``Cancelled``.
    """
    keys = list(dict.fromkeys(spec.key for spec in declared.tables))
    ways: dict[str, Iterator[Coarser]] = {key: candidates(declared, key) for key in keys}
    taken: dict[str, Coarser] = {}
    for place, key in enumerate(keys):
        progress(0.7 * place / len(keys))
        others = [Coarser(LEAVE, other) for other in keys if other != key]
        while _refused(coarsened(declared, [*others, *_steps(taken, key)]), count, known):
            taken[key] = next(ways[key])
    rounds = 0
    while (blamed := _refused(coarsened(declared, taken.values()), count, known)) is not None:
        rounds += 1
        progress(1 - 0.3 / (1 + rounds))
        left = [key for key in keys if taken.get(key, Coarser("", "")).kind != LEAVE]
        # The first table is what people read: it is made coarser when nothing else is left.
        named = [key for key in left if key in blamed] or left
        taken[named[-1]] = next(ways[named[-1]])
    return tuple(taken[key] for key in keys if key in taken)


def _steps(taken: Mapping[str, Coarser], key: str) -> list[Coarser]:
    return [taken[key]] if key in taken else []


def _refused(declared: DeclaredSet, count: Count, known: Known) -> tuple[str, ...] | None:
    """Return the tables to blame, None if the set can be published. Without tables it can."""
    if not declared.tables:
        return None
    try:
        protected(declared, count(declared), known, lambda _: None)
    except NotPublishable as refused:
        return refused.tables
    return None


def protected(
    declared: DeclaredSet, counted: Counted, known: Known, progress: Progress
) -> Protection:
    """Protect counted tables against everything known outside: first all that stand by
    themselves, then the rows that may stand beside what came out of it.

    Raises:
        NotPublishable: no safe pattern exists; without a proposal.
    """
    policy = policy_of(declared, counted)

    def solved(
        tables: TableSet, earlier: tuple[TableSet, ...], start: float, end: float
    ) -> Protection:
        return solve(
            tables,
            policy=policy,
            earlier=earlier,
            earlier_truth=known.truth,
            advise=False,
            progress=lambda share: progress(start + (end - start) * share),
        )

    rows = Standing(declared, counted, known.earlier)
    told = told_by_calendar(declared, rows.first, known.earlier, known.ended)
    first = solved(rows.first, told, 0.0, _FIRST)
    second = rows.second(first.safe.tables)
    if not second.cells:
        return first
    found = solved(second, (*known.earlier, first.safe.tables), _FIRST, 1.0)
    return beside(first, found, counted.tables)
