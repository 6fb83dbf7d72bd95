"""Late entries: how many may be told without telling of a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from familjecentral.releases.model import LateTold

# Sums of more numbers than these are not tried out; then nothing more is told.
MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class _Sum:
    """Told numbers of scopes that share nothing, added up."""

    places: frozenset[tuple[str, str]]
    number: int


def late_to_tell(now: LateTold, told: Sequence[LateTold], threshold: int) -> int | None:
    """Return the number of late entries if it may be told, else None.

    Told numbers can be added where their scopes share nothing, and taken from each other where
    one lies inside the other. No number that comes out may be smaller than the threshold,
    unless it is zero; nor may the difference of two that overlap.
    """
    if now in told:
        return now.number
    near = _connected(now, told)
    if len(near) > MOST_TOLD:
        return None
    steps = [now.number, *(abs(now.number - t.number) for t in near if now.overlaps(t))]
    apart = list(_sums(near))
    with_now = [
        _Sum(other.places | _places(now), other.number + now.number)
        for other in apart
        if not other.places & _places(now)
    ]
    steps += [
        abs(more.number - less.number)
        for more in with_now
        for less in apart
        if less.places <= more.places or more.places <= less.places
    ]
    return now.number if all(step == 0 or step >= threshold for step in steps) else None


def _places(told: LateTold) -> frozenset[tuple[str, str]]:
    return frozenset((str(m), centre) for m in told.period.months for centre in told.centres)


def _connected(now: LateTold, told: Sequence[LateTold]) -> list[LateTold]:
    """Return what overlaps the scope, directly or through others."""
    rest, found, ends = list(dict.fromkeys(told)), [], [now]
    while ends:
        end = ends.pop()
        touched = [t for t in rest if end.overlaps(t)]
        rest = [t for t in rest if t not in touched]
        found += touched
        ends += touched
    return found


def _sums(told: Sequence[LateTold]) -> Iterator[_Sum]:
    """Yield every sum of scopes that share nothing; the empty one first."""
    for count in range(len(told) + 1):
        for chosen in combinations(told, count):
            places = frozenset[tuple[str, str]]().union(*map(_places, chosen))
            if len(places) == sum(len(_places(t)) for t in chosen):
                yield _Sum(places, sum(t.number for t in chosen))
