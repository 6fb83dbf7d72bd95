"""Seconds that protection takes, by size, audit included (two loaded cores)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import protect
from tests.benchmarks.figures import Figure

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "disclosure"))


def timed(name: str, releases, limit: float) -> Figure:
    """Protect releases one after the other, each against those before it."""
    done, truth = [], []
    begun = time.perf_counter()
    for release in releases:
        safe = protect(release, policy=Policy(), earlier=done, earlier_truth=truth)
        done.append(safe.tables)
        truth.append(release)
    seconds = time.perf_counter() - begun
    cells = sum(len({c.key for c in r.cells}) for r in releases)
    shown = sum(len({c.key for c in r.cells if c.value is not None}) for r in done)
    kind = safe.certificate.solver.rpartition(" ")[2]
    note = f"{cells} cells, {shown / cells:.0%} shown, {kind}"
    return Figure(f"seconds, {name}", seconds, limit, note)


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


def crossed_year(random):
    """Return three quarters and the year of centre by level by topic: 208 cells each."""
    from generate import TableSet, margins

    counts = [random.poisson(5 * random.gamma(1, 1, (3, 3, 12))) for _ in range(3)]
    counts.append(sum(counts) + random.poisson(5 * random.gamma(1, 1, (3, 3, 12))))
    periods = ("2026Q1", "2026Q2", "2026Q3", "2026")
    return [
        TableSet(tuple(margins(one, ["centre", "level", "topic"], period=period)))
        for one, period in zip(counts, periods, strict=True)
    ]


def measure() -> Iterator[Figure]:
    """Protect made-up sets of the sizes that a report and a year have."""
    from generate import TableSet, cross

    for seed in range(3):
        random = np.random.default_rng(seed)
        small = TableSet(tuple(cross(random, mean=6.0, level=3, topic=11)))
        yield timed("level × topic", [small], 0.5)
        large = TableSet(tuple(cross(random, mean=8.0, centre=3, level=3, topic=12)))
        yield timed("centre × level × topic", [large], 5)
        yield timed("a year in four releases", year(random), 20)
    yield timed("a year of 208 cells a release", crossed_year(np.random.default_rng(0)), 20)
    yield timed("eight linked tables", [linked(np.random.default_rng(0))], 60)
    whole = cross(np.random.default_rng(0), mean=4.0, centre=4, work=3, level=3, topic=12)
    yield timed("a full cross of four dimensions", [TableSet(tuple(whole))], 60)
