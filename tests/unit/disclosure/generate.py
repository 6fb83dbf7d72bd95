"""Table sets for tests: a small reader of the sample files, and seeded random sets."""

from __future__ import annotations

import csv
import json
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
        where = tuple(slice(None) if p == n else p for p, n in zip(picked, counts.shape))
        codes = {
            name: TOTAL if p == n else f"{name}{p}"
            for name, p, n in zip(names, picked, counts.shape)
        }
        cells.append(cell(int(counts[where].sum()), **keys, **codes))
    return cells
