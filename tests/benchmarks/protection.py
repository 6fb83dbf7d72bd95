"""Seconds and cells of the protection, by size: ``python tests/benchmarks/protection.py``.

Sizes are those that the product promises: 50 cells, 3×3×12, four releases of a year, and a
thousand linked cells of one centre group, audit included.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit" / "disclosure")]


def report(name, releases):
    """Protect releases one after the other and print one line."""
    from familjecentral.disclosure.policy import Policy
    from familjecentral.disclosure.protect import protect

    done, truth = [], []
    start = time.perf_counter()
    for release in releases:
        safe = protect(release, policy=Policy(), earlier=done, earlier_truth=truth)
        done.append(safe.tables)
        truth.append(release)
    seconds = time.perf_counter() - start
    cells = sum(len({c.key for c in r.cells}) for r in releases)
    shown = sum(len({c.key for c in r.cells if c.value is not None}) for r in done)
    kind = safe.certificate.solver.rpartition(" ")[2]
    print(f"{name:28} {cells:5} cells {shown / cells:4.0%} shown {kind:9} {seconds:6.2f} s")


def year(random):
    """Return three quarters and the year, level by topic and level by arena."""
    from generate import TableSet, margins

    topics, arenas = 6 * random.gamma(1, 1, (3, 12)), 8 * random.gamma(1, 1, (3, 9))
    quarters = []
    for _ in range(4):
        topic = random.poisson(topics)
        arena = [
            random.multinomial(n, p / p.sum()) for n, p in zip(topic.sum(1), arenas, strict=True)
        ]
        quarters.append((topic, np.array(arena)))
    quarters[3] = tuple(sum(parts) for parts in zip(*quarters, strict=True))
    return [
        TableSet(
            (
                *margins(topic, ["level", "topic"], period=period, table="t1"),
                *margins(arena, ["level", "arena"], period=period, table="t2"),
            )
        )
        for period, (topic, arena) in zip(
            ("2026Q1", "2026Q2", "2026Q3", "2026"), quarters, strict=True
        )
    ]


def linked(random):
    """Return eight tables that share centre and level: 960 cells."""
    from generate import TableSet, margins

    base = random.poisson(72 * random.gamma(2, 0.5, (3, 3)))
    lists = {
        "topic": 12,
        "form": 7,
        "arena": 9,
        "age": 6,
        "ordinal": 5,
        "initiative": 6,
        "referral": 9,
        "duration": 5,
    }
    cells = []
    for name, size in lists.items():
        share = random.gamma(0.8, 1, (3, 3, size))
        counts = np.array(
            [
                [random.multinomial(base[i, j], share[i, j] / share[i, j].sum()) for j in range(3)]
                for i in range(3)
            ]
        )
        cells += margins(counts, ["centre", "level", name], table=name)
    return TableSet(tuple(cells))


def main():
    from generate import TableSet, cross

    for seed in range(3):
        random = np.random.default_rng(seed)
        report("level × topic", [TableSet(tuple(cross(random, mean=6.0, level=3, topic=11)))])
        made = cross(random, mean=8.0, centre=3, level=3, topic=12)
        report("centre × level × topic", [TableSet(tuple(made))])
        report("a year in four releases", year(random))
    report("eight linked tables", [linked(np.random.default_rng(0))])


if __name__ == "__main__":
    main()
