"""What a benchmark hands back, and how two sides are timed in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured ratio (or share).

    Attributes:
        name: what is compared with what.
        value: the figure. limit: what it must not exceed (a share: must not fall below).
        note: the two sides, for whoever wants to know.
    """

    name: str
    value: float
    limit: float | None = None
    note: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        limit = "" if self.limit is None else f"{sign} {self.limit:g}"
        verdict = "" if self.limit is None else ("ok" if self.holds else "MISSED")
        return f"{self.name:<58} {self.value:7.2f}  {limit:<8} {verdict:<7} {self.note}"


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act took."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def in_turn(
    ours: Callable[[], object], baseline: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Return the median seconds of both sides, measured in turn (A B A B …) after one warm-up."""
    ours()
    baseline()
    pairs = [(seconds(ours), seconds(baseline)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def ratio(name: str, ours: float, baseline: float, limit: float | None = None) -> Figure:
    """Return the ratio of two times as a figure."""
    note = f"{ours * 1000:.1f} ms / {baseline * 1000:.1f} ms"
    return Figure(name, ours / baseline, limit, note)
