"""A slow second opinion: one unknown for every cell of the full cross of all dimensions.

Shares nothing with the product but the table type. Intervals come from branch and bound over
whole numbers, or, for the smallest sets, from writing down every table that fits.
"""

from __future__ import annotations

import itertools

import highspy
import numpy as np

from familjecentral.disclosure.table import Bound, Hierarchy

OPEN = 10**5


class Oracle:
    """What fits the cells of some releases (increments by vintage, from 0)."""

    def __init__(self, releases, *, hidden_min=1, leaves=None):
        inner = {}
        for release in releases:
            for name, codes in release.hierarchy.children.items():
                inner.setdefault(name, {}).update(codes)
        self.hierarchy = Hierarchy(inner)
        cells = [(c.key, c.value) for r in releases for c in r.cells]
        self.dims = sorted({n for k, _ in cells for n, _ in k.codes})
        self.leaves = {
            d: sorted(
                {
                    f
                    for k, _ in cells
                    for n, c in k.codes
                    if n == d
                    for f in self.hierarchy.leaves(d, c)
                }
            )
            for d in self.dims
        }
        periods = sorted({k.period for k, _ in cells})
        groups = {}
        for atom in sorted({a for p in periods for a in p}):
            groups.setdefault(tuple(atom in p for p in periods), []).append(atom)
        self.atoms = [tuple(g) for g in groups.values()]
        self.vintages = sorted({k.vintage for k, _ in cells})
        combos = itertools.product(*(self.leaves[d] for d in self.dims))
        self.unknowns = list(itertools.product(self.atoms, self.vintages, combos))
        self.bounds = {}
        for key, value in cells:
            mask = self.mask(key.period, key.vintage, key.codes)
            low, high = (
                (hidden_min, OPEN)
                if value is None
                else (value.low, value.high)
                if isinstance(value, Bound)
                else (value, value)
            )
            old = self.bounds.get(mask, (0, OPEN))
            self.bounds[mask] = (max(old[0], low), min(old[1], high))
        self._solver()

    def mask(self, period, vintage, codes):
        """Return which unknowns a number counts."""
        where = {n: self.hierarchy.leaves(n, c) for n, c in codes}
        return tuple(
            set(atoms) <= set(period)
            and v <= vintage
            and all(
                code in where.get(d, (code,)) for d, code in zip(self.dims, combo, strict=False)
            )
            for atoms, v, combo in self.unknowns
        )

    def _solver(self):
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        lp = highspy.HighsLp()
        count = len(self.unknowns)
        lp.num_col_, lp.num_row_ = count, len(self.bounds)
        lp.col_cost_ = np.zeros(count)
        lp.col_lower_, lp.col_upper_ = np.zeros(count), np.full(count, OPEN)
        lp.row_lower_ = np.array([low for low, _ in self.bounds.values()], dtype=float)
        lp.row_upper_ = np.array([high for _, high in self.bounds.values()], dtype=float)
        rows = [np.flatnonzero(mask) for mask in self.bounds]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0] + [len(r) for r in rows])
        lp.a_matrix_.index_ = np.concatenate(rows)
        lp.a_matrix_.value_ = np.ones(sum(len(r) for r in rows))
        lp.integrality_ = [highspy.HighsVarType.kInteger] * count
        self.highs.passModel(lp)

    def interval(self, mask):
        """Return the least and most a sum of unknowns can be."""
        ends = []
        for way in (1.0, -1.0):
            cost = way * np.array(mask, dtype=float)
            self.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
            self.highs.run()
            assert self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(way * self.highs.getInfo().objective_function_value)
        return round(ends[0]), round(ends[1])

    def every(self, limit):
        """Return every table that fits, with no unknown above the limit, one a row."""
        masks = np.array(list(self.bounds), dtype=int)
        low = np.array([b[0] for b in self.bounds.values()])
        high = np.array([b[1] for b in self.bounds.values()])
        points = np.zeros((1, 0), dtype=int)
        sums = np.zeros((1, len(masks)), dtype=int)
        left = masks.sum(axis=1)
        for n in range(len(self.unknowns)):
            values = np.arange(limit + 1)
            points = np.column_stack(
                [np.repeat(points, len(values), axis=0), np.tile(values, len(points))]
            )
            added = np.tile(values, len(sums))[:, None] * masks[:, n]
            sums = np.repeat(sums, len(values), axis=0) + added
            left = left - masks[:, n]
            fits = (sums <= high).all(axis=1) & (sums + left * limit >= low).all(axis=1)
            points, sums = points[fits], sums[fits]
        return points


def breaches(releases, world, *, threshold=5, hidden_min=1):
    """Return the small numbers of a world that its protected releases give away.

    Judged: every written cell, every elementary count of the crosses behind the tables (by
    period and vintage), every change of these between two vintages.
    """
    oracle = Oracle(releases, hidden_min=hidden_min)
    found = []
    for what, mask in _judged(oracle, releases):
        value = _true(oracle, world, mask)
        if 0 < value < threshold:
            low, high = oracle.interval(mask)
            if high < threshold or high - low < threshold - 1:
                found.append((what, value, low, high))
    return found


def _judged(oracle, releases):
    keys = {c.key for r in releases for c in r.cells}
    asked = {}
    for key in keys:
        asked.setdefault((key.period, key.codes), set()).add(key.vintage)
    crossed = [tuple(n for n, _ in k.codes) for k in keys]
    for group in _cliques(oracle.dims, crossed):
        for codes in itertools.product(*(oracle.leaves[d] for d in group)):
            for atoms in oracle.atoms:
                seen = {k.vintage for k in keys if set(atoms) <= set(k.period)}
                pairs = tuple(zip(group, codes, strict=True))
                asked.setdefault((atoms, pairs), set()).update(seen)
    for (period, codes), vintages in sorted(asked.items()):
        masks = [np.array(oracle.mask(period, v, codes)) for v in sorted(vintages)]
        yield from (((period, codes), mask) for mask in masks)
        for one, other in itertools.combinations(masks, 2):
            yield (period, codes, "change"), other & ~one


def _true(oracle, world, mask):
    """Return the true value of a sum of unknowns (increments by vintage)."""
    total = 0
    for place in np.flatnonzero(mask):
        atoms, vintage, combo = oracle.unknowns[place]
        where = tuple(int(code[1:]) for code in combo)
        now = world.vintages.index(vintage)
        for number, period in enumerate(world.periods):
            if set(atoms) <= set(_atoms(period)):
                total += int(world.counts[(number, now, *where)])
                if now:
                    total -= int(world.counts[(number, now - 1, *where)])
    return total


def _atoms(period):
    quarter = int(period[-1])
    return [f"2026-{m:02d}" for m in range(3 * quarter - 2, 3 * quarter + 1)]


def _cliques(dims, crossed):
    joined = {frozenset(p) for group in crossed for p in itertools.combinations(group, 2)}
    every = [
        group
        for size in range(len(dims) + 1)
        for group in itertools.combinations(dims, size)
        if all(frozenset(p) in joined for p in itertools.combinations(group, 2))
    ]
    return [g for g in every if not any(set(g) < set(o) for o in every)]
