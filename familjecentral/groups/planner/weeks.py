"""Which weeks a group meets in: the cheapest sequence that keeps the interval (rule 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

from familjecentral.groups.planner.term import bits

INFINITE = 10**9
REACHED = INFINITE // 2
"""Costs from here on are of what cannot be"""
Ends = tuple[int, tuple[tuple[int, int], ...]]
"""Fewest skipped weeks, and all (first, last) weeks that reach it"""
Weeks = tuple[int, tuple[tuple[int, int], ...]]
"""Cost, and (week, choice or −1 where the session is given) of every session"""
Layer = list[list[int]]
"""Cost by number of sessions moved so far, and by week"""


def fewest_extra(mask: int, first: int, sessions: int, every: int, extra: int) -> Ends | None:
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
) -> Weeks | None:
    """Return cost and, for every session, (week, position in its choices; −1 if pinned).

    ``choices`` by week, ``pins`` by position of the session from 0. Dynamic programming over
    position, number of moved sessions and week. A row of a layer holds costs by week, so that
    the step to the next session is a few passes over short lists.
    """
    size = 1 + max((*choices, *(pin.week for pin in pins.values())), default=0)
    counts = range(rhythm.max_moved + 1)
    later = [_prices(choices, size, moved, first=False) for moved in (0, 1)]
    nothing = [INFINITE] * size
    layers: list[Layer] = []
    for k in range(rhythm.sessions):
        pin = pins.get(k)
        if pin is not None:
            plain, moved = list(nothing), nothing
            plain[pin.week] = 0
        elif k:
            plain, moved = later
        else:
            plain, moved = (_prices(choices, size, how, first=True) for how in (0, 1))
        if k:
            before = [_arrive(rhythm, layers[-1][n], pins.get(k - 1), pin) for n in counts]
        else:
            before = [[0] * size, *(nothing for _ in counts[1:])]
        layer = [list(map(add, before[0], plain))]
        for n in counts[1:]:
            moving, staying = map(add, before[n - 1], moved), map(add, before[n], plain)
            layer.append(list(map(min, staying, moving)))
        if min(map(min, layer)) >= REACHED:
            return None
        layers.append(layer)
    total, week, n = min((min(row), row.index(min(row)), n) for n, row in enumerate(layers[-1]))
    return total, _way(rhythm, choices, pins, layers, (total, week, n))


def _prices(
    choices: Mapping[int, Sequence[Choice]], size: int, moved: int, *, first: bool
) -> list[int]:
    """Return, by week, what the cheapest session costs that is (not) moved."""
    found = [INFINITE] * size
    for week, offers in choices.items():
        for c in offers:
            if c.moved == moved and c.cost < found[week] and (c.first or not first):
                found[week] = c.cost
    return found


def _arrive(rhythm: Rhythm, row: list[int], last: Pin | None, pin: Pin | None) -> list[int]:
    """Return, by week, the least cost of being there with the session before in ``row``."""
    size, price = len(row), rhythm.price
    if last or pin:
        low, high = _gaps(rhythm, last, pin)
        return [
            min(
                (row[w] + price * (week - w - rhythm.every)
                 for w in range(size) if low <= week - w <= high),
                default=INFINITE,
            )
            for week in range(size)
        ]  # fmt: skip
    padded = [INFINITE] * (rhythm.every + rhythm.extra) + row
    found = padded[rhythm.extra : rhythm.extra + size]
    for more in range(1, rhythm.extra + 1):
        paid, begin = price * more, rhythm.extra - more
        found = [min(a, b + paid) for a, b in zip(found, padded[begin:], strict=False)]
    return found


def _gaps(rhythm: Rhythm, last: Pin | None, pin: Pin | None) -> tuple[int, int]:
    """Return the least and the greatest number of weeks between two sessions in a row."""
    if last and pin:  # two given weeks: whether they may stand so is asked elsewhere
        return -INFINITE, INFINITE
    if (last and last.loose) or (pin and pin.loose):
        return 1, INFINITE
    return rhythm.every, rhythm.every + rhythm.extra


def _way(
    rhythm: Rhythm,
    choices: Mapping[int, Sequence[Choice]],
    pins: Mapping[int, Pin],
    layers: list[Layer],
    end: tuple[int, int, int],
) -> tuple[tuple[int, int], ...]:
    """Go back from ``end`` (cost, week, moved) along costs that add up."""
    cost, week, n = end
    taken: list[tuple[int, int]] = []
    for k in range(rhythm.sessions - 1, -1, -1):
        pin = pins.get(k)
        low, high = _gaps(rhythm, pins.get(k - 1), pin)
        offers = [(-1, 0, 0)] if pin else [
            (i, c.cost, c.moved) for i, c in enumerate(choices[week])
            if c.moved <= n and (k or c.first)
        ]  # fmt: skip
        i, came = next(
            (i, state)
            for i, paid, more in offers
            if (state := _from(rhythm, layers[k - 1] if k else None, cost - paid,
                               (week, n - more), (low, high)))
        )  # fmt: skip
        taken.append((week, i))
        cost, week, n = came
    return tuple(reversed(taken))


def _from(
    rhythm: Rhythm,
    layer: Layer | None,
    cost: int,
    state: tuple[int, int],
    gaps: tuple[int, int],
) -> tuple[int, int, int] | None:
    """Return a state (cost, week, moved) of the session before from which ``cost`` is right."""
    week, n = state
    if layer is None:
        return (0, -1, 0) if cost == 0 and n == 0 else None
    for w, paid in enumerate(layer[n]):
        if gaps[0] <= week - w <= gaps[1] and (
            paid + rhythm.price * (week - w - rhythm.every) == cost
        ):
            return paid, w, n
    return None
