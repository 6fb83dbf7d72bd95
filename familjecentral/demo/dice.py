"""Chance that is the same everywhere: only ``getrandbits`` of a seeded generator, integers for
every choice, and no float function whose last digit may differ between machines."""

from __future__ import annotations

import hashlib
import random
import uuid
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
_BITS = 32
_WHOLE = 1 << _BITS


class Table(Generic[T]):
    """Things to choose from, each with its weight; those without weight are left out."""

    def __init__(self, weights: Mapping[T, float] | Iterable[tuple[T, float]]) -> None:
        pairs = weights.items() if isinstance(weights, Mapping) else weights
        found = [(thing, weight) for thing, weight in pairs if weight > 0]
        total = sum(weight for _, weight in found)
        self.things = [thing for thing, _ in found]
        self._bounds: list[int] = []
        reached = 0.0
        for _, weight in found:
            reached += weight
            self._bounds.append(int(reached / total * _WHOLE))

    def at(self, point: int) -> T:
        """Return the thing that a point from 0 to 2³²−1 falls on."""
        return self.things[min(bisect_right(self._bounds, point), len(self.things) - 1)]


class Dice:
    """The chance of one part of the demo, seeded by the demo's seed and the part's name."""

    def __init__(self, seed: int, part: str) -> None:
        digest = hashlib.sha256(f"{seed}:{part}".encode()).digest()
        # Not for secrets: a demo is to be the same on every run.
        self._bits = random.Random(int.from_bytes(digest)).getrandbits  # noqa: S311

    def pick(self, table: Table[T]) -> T:
        """Choose one thing by weight."""
        return table.at(self._bits(_BITS))

    def happens(self, percent: float) -> bool:
        """Tell whether something of this probability happens now."""
        return self._bits(_BITS) < percent / 100 * _WHOLE

    def below(self, end: int) -> int:
        """Return a whole number from 0 to ``end`` − 1, all alike."""
        size = end.bit_length()
        while (number := self._bits(size)) >= end:
            pass
        return number

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order (Fisher and Yates)."""
        found = list(things)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found

    def spread(self, count: int, table: Table[T]) -> list[T]:
        """Choose ``count`` things so that every share is met as closely as whole numbers allow
        (systematic sampling: evenly spaced points from one random start), in random order."""
        if not count:
            return []
        start = self._bits(_BITS)
        points = ((n * _WHOLE + start) // count for n in range(count))
        return self.shuffled([table.at(point) for point in points])

    def new_id(self) -> uuid.UUID:
        """Return a seeded UUID (version 4)."""
        return uuid.UUID(int=self._bits(128), version=4)


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Divide a number by weights into whole numbers that add up to it (largest remainders)."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(weights)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_rest[: total - sum(parts)]:
        parts[n] += 1
    return parts


def poisson(mean: float, most: int) -> Table[int]:
    """Return a Poisson distribution cut at ``most``, by its recurrence."""
    weight, pairs = 1.0, []
    for n in range(most + 1):
        pairs.append((n, weight))
        weight = weight * mean / (n + 1)
    return Table(pairs)
