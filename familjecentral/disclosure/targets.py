"""Which small numbers must stay uncertain, given what is true and what has been given away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.interval import disagreeing
from familjecentral.disclosure.measure import Candidate, Measure
from familjecentral.disclosure.system import (
    Contradiction,
    Reduction,
    Row,
    Target,
)
from familjecentral.disclosure.table import Key

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Lost:
    """A small number (or one that may be small) that earlier releases give away.

    Attributes:
        key: what it counts; since: for a change, the vintage before.
        low, high: what can be worked out, both ends included.
        sure: it is known to be small, not only possible.
    """

    key: Key
    since: int | None
    low: int
    high: int
    sure: bool


@dataclass(slots=True)
class Problem:
    """One measure, reduced, with its targets in their parts and what was lost before."""

    measure: Measure
    reduction: Reduction
    targets: list[Target]
    lost: list[Lost]


def state(measure: Measure, tick: Tick, *, only_earlier: bool = False) -> Problem:
    """Find the targets of a measure.

    Args:
        measure: rows and candidates.
        tick: called between programmes; it may raise ``Cancelled``.
        only_earlier: ask only what the earlier releases give away.

    Raises:
        Contradiction: the written numbers cannot all be true.
    """
    candidates = [one for one in measure.candidates() if _may_be_small(one)]
    links = [np.concatenate((one.plus, one.minus)) for one in candidates]
    reduction = Reduction(measure.space, measure.rows, links)
    small = _really(reduction, candidates, tick)
    targets = [_target(candidates[n]) for n in small]
    lost: dict[int, tuple[int, int]] = {}
    before = [
        row
        for row, key in zip(measure.rows, measure.keys, strict=True)
        if key in measure.facts.shown or key in measure.facts.hidden
    ]
    if before and targets:
        lost = _given_away(measure, before, targets, links, tick)
    listed = [
        Lost(key, None, value, value, True)
        for key, value in sorted(measure.facts.shown.items())
        if key.measure == measure.name and measure.small(key, value)
    ]
    listed += [
        Lost(
            measure.describe(targets[n].number),
            candidates[small[n]].since,
            low,
            high,
            candidates[small[n]].value is not None,
        )
        for n, (low, high) in sorted(lost.items())
    ]
    if not only_earlier:
        for n, (low, high) in lost.items():
            targets[n] = replace(targets[n], up=high, span=0, low=low)
        reduction.place(targets)
    return Problem(measure, reduction, targets, listed)


def _may_be_small(one: Candidate) -> bool:
    if one.value is None:
        return True
    return 0 < one.value < one.threshold or (one.value == 0 and one.zero_too)


def _target(one: Candidate) -> Target:
    return Target(
        one.plus, one.minus, one.threshold, one.threshold - 1, None, one.number, one.tables
    )


def _really(reduction: Reduction, candidates: Sequence[Candidate], tick: Tick) -> list[int]:
    """Return the candidates that are small, or may be as far as all true numbers tell."""
    asked = [
        replace(_target(one), up=1, span=0, low=one.threshold - 1)
        if one.value is None
        else replace(_target(one), up=0, span=0, low=None)
        for one in candidates
    ]
    reduction.place(asked)
    dropped: set[int] = set()
    for part in reduction.parts:
        audit = Audit(part, tick)
        pattern = (part.hidden & ~part.known).astype(float)
        ends = audit.ends(pattern)
        none = np.empty(0, dtype=np.int64)
        if audit.attacker.least(none, np.empty(0)) is None:
            raise Contradiction([part.rows[line][0] for line in disagreeing(part)])
        for place, target in enumerate(part.targets):
            if candidates[target].value is not None:
                continue
            tick()
            if audit.short(*ends)[place]:
                audit.interval(place, ends)
            if audit.short(*ends)[place]:
                dropped.add(target)
    return [n for n in range(len(candidates)) if n not in dropped]


def _given_away(
    measure: Measure,
    before: Sequence[Row],
    targets: Sequence[Target],
    links: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]],
    tick: Tick,
) -> dict[int, tuple[int, int]]:
    """Return the intervals of the targets that earlier releases leave too short."""
    reduction = Reduction(measure.space, before, links)
    reduction.place(targets)
    lost: dict[int, tuple[int, int]] = {}
    for part in reduction.parts:
        audit = Audit(part, tick)
        ends = audit.ends(part.hidden.astype(float))
        for place, target in enumerate(part.targets):
            if not audit.short(*ends)[place]:
                continue
            tick()
            low, high = audit.interval(place, ends)
            if high is not None and audit.short(*ends)[place]:
                lost[target] = (low, high)
    return lost
