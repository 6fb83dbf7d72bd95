"""Which numbers must stay unknown: hidden cells, what lies behind them, and changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from familjecentral.disclosure.attack_knowledge import Known
from familjecentral.disclosure.attack_policy import AttackPolicy
from familjecentral.disclosure.attack_space import PERIOD, Codes, Period, Space
from familjecentral.disclosure.table import TOTAL, Key

_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    """A number with a threshold.

    Attributes:
        since: for a change, the vintage it is counted from, otherwise 0.
        least: the smallest sensitive count, 1, or 0 where zeros are sensitive.
        known: what the releases say of it, for a number that was written.
    """

    key: Key
    since: int
    threshold: int
    least: int
    known: Known | None

    @property
    def kind(self) -> str:
        if self.since:
            return "change"
        if self.known is None:
            return "behind"
        return "cell" if self.known.number is None else "shown"


def targets(
    space: Space, measure: str, cells: Mapping[Key, Known], policy: AttackPolicy
) -> Iterator[Target]:
    """Give the written cells, then the sums and changes behind the tables, each number once.

    A shown cell is one too: rule 1 forbids that it is small.
    """
    for key, known in cells.items():
        yield Target(key, 0, policy.threshold_of(key), 0 if known.zero_hidden else 1, known)
    seen: set[tuple[Key, int]] = {(key, 0) for key in cells}
    for period, vintages, codes in _behind(space):
        for vintage in vintages:
            key = Key(measure, period, vintage, codes)
            if (key, 0) not in seen:
                seen.add((key, 0))
                least = 0 if policy.hides_zero(key, _NOWHERE) else 1
                yield Target(key, 0, policy.threshold_of(key), least, None)
        for since, vintage in combinations(vintages, 2):
            key = Key(measure, period, vintage, codes)
            if (key, since) not in seen:
                seen.add((key, since))
                earlier = Key(measure, period, since, codes)
                threshold = policy.threshold_of_codes(codes)
                if key in cells and earlier in cells:  # a cell's own threshold goes with the cell
                    threshold = max(policy.threshold_of(key), policy.threshold_of(earlier))
                yield Target(key, since, threshold, 1, None)


def _behind(space: Space) -> Iterator[tuple[Period, tuple[int, ...], Codes]]:
    """Give each combination of codes of a published clique, with its periods and vintages.

    Cliques of the graph before fill-in; a clique without time is counted over all periods.
    """
    spans = _spans(space)
    for clique in space.published:
        names = tuple(name for name in clique if name != PERIOD)
        for period in spans if PERIOD in clique else (space.everything,):
            classes = space.period_classes(period)
            issued = (
                space.issued.get((name, p), set()) for name in (names or ("",)) for p in classes
            )
            vintages = tuple(sorted(set.intersection(*issued)))
            if vintages:
                for codes in product(*(_codes(space, name) for name in names)):
                    chosen = zip(names, codes, strict=True)
                    yield period, vintages, tuple(it for it in chosen if it[1] != TOTAL)


def _codes(space: Space, name: str) -> tuple[str, ...]:
    return tuple(sorted(space.codes[name].members))


def _spans(space: Space) -> tuple[Period, ...]:
    """Return the periods that were written, those that no cell divides, and differences."""
    written = set(space.written)
    found = written | {tuple(sorted(c)) for c in space.periods.classes}
    for longer in written:
        for shorter in written:
            if set(shorter) < set(longer):
                found.add(tuple(sorted(set(longer) - set(shorter))))
    return tuple(sorted(found))
