"""Table sets for tests: a small reader of the sample files, and seeded random sets."""

from __future__ import annotations

import csv
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from familjecentral.disclosure.table import (
    RESERVED,
    TOTAL,
    Cell,
    Hierarchy,
    Key,
    TableSet,
    period_atoms,
)

TABLES = Path(__file__).parents[2] / "data" / "tables"


def load(name: str) -> TableSet:
    """Read one of the sample files with its hierarchy."""
    beside = TABLES / f"{name}.hierarchy.json"
    inner = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    hierarchy = Hierarchy(
        {d: {code: tuple(c) for code, c in codes.items()} for d, codes in inner.items()}
    )
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        cells = tuple(
            cell(
                int(line["value"]),
                period=line.get("period", ""),
                table=line.get("table", ""),
                **{n: c for n, c in line.items() if n not in RESERVED},
            )
            for line in csv.DictReader(file)
        )
    return TableSet(cells, hierarchy)


def cell(value, *, period="2026Q1", table="t", measure="", vintage=1, **codes) -> Cell:
    """Make a cell from keyword codes; TOTAL and empty codes are left out."""
    pairs = tuple(sorted((n, c) for n, c in codes.items() if c not in ("", TOTAL)))
    return Cell(Key(measure, period_atoms(period), vintage, pairs), value, table)


def cross(random, *, period="2026Q1", table="t", mean=4.0, measure="", vintage=1, **sizes):
    """Make a full table with all margins over dimensions of the given sizes."""
    names = list(sizes)
    counts = random.poisson(mean * random.gamma(1.0, 1.0, tuple(sizes.values())))
    return margins(counts, names, period=period, table=table, measure=measure, vintage=vintage)


def margins(counts, names, **keys):
    """Return the cells of a full array with all its margins."""
    cells = []
    for picked in np.ndindex(*(size + 1 for size in counts.shape)):
        where = tuple(
            slice(None) if p == n else p for p, n in zip(picked, counts.shape, strict=False)
        )
        codes = {
            name: TOTAL if p == n else f"{name}{p}"
            for name, p, n in zip(names, picked, counts.shape, strict=False)
        }
        cells.append(cell(int(counts[where].sum()), **keys, **codes))
    return cells


@dataclass
class World:
    """Releases in order, all counted from one log that the tests can see.

    ``counts`` has the axes period, vintage (cumulative), then the dimensions; ``elementary``
    lists the crosses of dimensions behind the tables.
    """

    releases: list[TableSet]
    names: list[str]
    counts: np.ndarray
    periods: list[str]
    vintages: list[int]
    crossed: set[tuple[str, ...]]


KINDS = ("single", "linked", "hierarchical", "cyclic", "sequence", "late", "year")


def world(random, kind, *, size=3, mean=3.0) -> World:
    """Make a random world of a kind."""
    dims = {"single": 2, "linked": 3, "hierarchical": 2, "cyclic": 3}.get(kind, 2)
    names = list("abcd"[:dims])
    sizes = [int(random.integers(2, size + 1)) for _ in names]
    if kind == "hierarchical":
        sizes[0] = max(sizes[0], 3)
    several = kind in ("sequence", "late", "year")
    periods = ["2026Q1", "2026Q2", "2026Q3"][: 2 if several else 1]
    vintages = [1, 2] if kind == "late" else [1]
    shape = (len(periods), len(vintages), *sizes)
    rates = mean * random.gamma(0.7, 1.4, shape)
    rates[:, 1:] *= 0.3
    counts = random.poisson(rates).cumsum(axis=1)
    tables = {
        "linked": [("a", "b"), ("b", "c")],
        "cyclic": [("a", "b"), ("b", "c"), ("a", "c")],
    }.get(kind, [tuple(names)])
    inner = {}
    if kind == "hierarchical":
        inner = {"a": {"g1": ("a0", "a1"), "g2": ("a1", "a2")}}
        if random.random() < 0.5:
            inner["a"]["g2"] = ("g1", "a2")
    hierarchy = Hierarchy(inner)

    def table(dimensions, where, period, vintage):
        axes = tuple(
            n + where.ndim - len(names) for n, d in enumerate(names) if d not in dimensions
        )
        return inner_margins(
            where.sum(axis=axes),
            dimensions,
            inner,
            period=period,
            table="".join(dimensions),
            vintage=vintage,
        )

    releases = []
    for number, period in enumerate(periods):
        cells = [c for d in tables for c in table(d, counts[number, 0], period, 1)]
        releases.append(TableSet(tuple(cells), hierarchy))
    if kind == "year":
        both = counts[:, 0].sum(axis=0)
        cells = [c for d in (("a",), ("a", "b")) for c in table(d, both, "2026Q1:2026Q2", 1)]
        releases.append(TableSet(tuple(dict.fromkeys(cells)), hierarchy))
        tables = [*tables, ("a",)]
    if kind == "late":
        cells = [c for d in (("a",), ("b",)) for c in table(d, counts[0, 1], "2026Q1", 2)]
        releases = [releases[0], TableSet(tuple(dict.fromkeys(cells)), hierarchy)]
        if random.random() < 0.5:
            cells = table(("a", "b"), counts[0, 1], "2026Q1", 2)
            releases[1] = TableSet(tuple(cells), hierarchy)
        counts, periods = counts[:1], periods[:1]
    return World(releases, names, counts, periods, vintages, set(tables))


def inner_margins(counts, names, inner, **keys):
    """Return the cells of a full array with all margins and inner codes."""
    choices = []
    for name, size in zip(names, counts.shape, strict=False):
        codes = {f"{name}{n}": (n,) for n in range(size)}
        for code in inner.get(name, {}):
            below = Hierarchy(inner).leaves(name, code)
            codes[code] = tuple(sorted(int(leaf[1:]) for leaf in below))
        codes[TOTAL] = tuple(range(size))
        choices.append(list(codes.items()))
    cells = []
    for picked in itertools.product(*choices):
        part = counts[np.ix_(*(places for _, places in picked))]
        codes = {name: code for name, (code, _) in zip(names, picked, strict=False)}
        cells.append(cell(int(part.sum()), **keys, **codes))
    return cells
