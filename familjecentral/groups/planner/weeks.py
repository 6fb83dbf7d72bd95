"""Which weeks a group meets in: the cheapest sequence that keeps the interval (rule 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familjecentral.groups.planner.term import bits

INFINITE = 10**9
State = tuple[int, int]
"""(week, sessions moved so far)"""
Layer = dict[State, tuple[int, State | None, int]]
"""State → (cost, state before, position of the choice)"""
PINNED = ((-1, 0, 0),)


def fewest_extra(
    mask: int, first: int, sessions: int, every: int, extra: int
) -> tuple[int, tuple[tuple[int, int], ...]] | None:
    """Return the fewest skipped weeks and all (first, last) weeks that reach it.

    ``mask`` are the weeks that are possible, ``first`` those that may be the first one. All
    gaps cost the same, so only first and last week count; reachability is one shift a gap.
    """
    best = INFINITE
    ends: list[tuple[int, int]] = []
    shortest = (sessions - 1) * every
    for start in bits(mask & first):
        reach = 1 << start
        for _ in range(sessions - 1):
            ahead = reach << every
            spread = ahead
            for _ in range(extra):
                ahead <<= 1
                spread |= ahead
            reach = spread & mask
            if not reach:
                break
        else:
            last = (reach & -reach).bit_length() - 1
            skipped = last - start - shortest
            if skipped < best:
                best, ends = skipped, []
            if skipped == best:
                ends.append((start, last))
    return (best, tuple(ends)) if ends else None


def path(
    mask: int, start: int, last: int, sessions: int, every: int, extra: int
) -> tuple[int, ...]:
    """Return the weeks from ``start`` to ``last``; skips come as late as possible."""
    reach = [0] * sessions
    reach[-1] = 1 << last
    for k in range(sessions - 2, -1, -1):
        behind = reach[k + 1] >> every
        spread = behind
        for _ in range(extra):
            behind >>= 1
            spread |= behind
        reach[k] = spread & mask
    weeks = [start]
    for k in range(1, sessions):
        ahead = ((1 << (extra + 1)) - 1) << (weeks[-1] + every)
        found = reach[k] & ahead
        weeks.append((found & -found).bit_length() - 1)
    return tuple(weeks)


@dataclass(frozen=True, slots=True)
class Pin:
    """A session whose week is given."""

    week: int
    loose: bool = False
    """Accepted to break the interval"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a session in some week costs; ``moved`` counts against the allowed number."""

    cost: int
    moved: int = 0
    first: bool = True
    """May be the first session"""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Number of sessions and the interval between them; ``price`` is of one skipped week."""

    sessions: int
    every: int
    extra: int
    price: int
    max_moved: int = 0


def cheapest(
    rhythm: Rhythm, choices: Mapping[int, Sequence[Choice]], pins: Mapping[int, Pin]
) -> tuple[int, tuple[tuple[int, int], ...]] | None:
    """Return cost and, for every session, (week, position in its choices; −1 if pinned).

    ``choices`` by week, ``pins`` by position of the session from 0. Dynamic programming over
    position, week and number of moved sessions.
    """
    weeks = sorted(choices)
    layers: list[Layer] = []
    for k in range(rhythm.sessions):
        before = layers[-1] if layers else None
        pin = pins.get(k)
        layer: Layer = {}
        for week in [pin.week] if pin else weeks:
            offers = PINNED if pin else tuple(
                (i, c.cost, c.moved) for i, c in enumerate(choices[week]) if k > 0 or c.first
            )  # fmt: skip
            if offers:
                _arrive(layer, _arrivals(rhythm, before, week, pins.get(k - 1), pin), week, offers,
                        rhythm.max_moved)  # fmt: skip
        if not layer:
            return None
        layers.append(layer)
    end = min(layers[-1], key=lambda key: (layers[-1][key][0], key))
    total, at, taken = layers[-1][end][0], end, []
    for layer in reversed(layers):
        _, came, i = layer[at]
        taken.append((at[0], i))
        if came is not None:
            at = came
    return total, tuple(reversed(taken))


def _arrive(
    layer: Layer,
    arrivals: list[tuple[State | None, int, int]],
    week: int,
    offers: tuple[tuple[int, int, int], ...],
    max_moved: int,
) -> None:
    """Keep the cheapest way to every state of a week."""
    for came, paid, moved in arrivals:
        for i, cost, more in offers:
            if moved + more > max_moved:
                continue
            key, value = (week, moved + more), paid + cost
            if key not in layer or value < layer[key][0]:
                layer[key] = (value, came, i)


def _arrivals(
    rhythm: Rhythm,
    before: Layer | None,
    week: int,
    last: Pin | None,
    pin: Pin | None,
) -> list[tuple[State | None, int, int]]:
    """Return (state before, cost so far with the skipped weeks, moved) that may lead to a week."""
    if before is None:
        return [(None, 0, 0)]
    if last and pin:  # two given weeks: whether they may stand so is asked elsewhere
        low, high = -INFINITE, INFINITE
    elif (last and last.loose) or (pin and pin.loose):
        low, high = 1, INFINITE
    else:
        low, high = rhythm.every, rhythm.every + rhythm.extra
    found: list[tuple[State | None, int, int]] = []
    for state, (cost, _, _) in before.items():
        gap = week - state[0]
        if low <= gap <= high:
            found.append((state, cost + rhythm.price * (gap - rhythm.every), state[1]))
    return found
