"""The attack keeps its time on the sizes of a real year."""

from __future__ import annotations

import time
from random import Random

from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.table import TOTAL, Cell, Key, TableSet, period_atoms

LEVELS = ("indicated", "selective", "universal")
SIZES = (9, 6, 5, 5, 6, 8, 4, 3, 7, 4)


def release(rows: list[tuple[int, ...]], period: str) -> TableSet:
    """Return every list crossed with the level, with totals, small counts and some more hidden."""
    cells = []
    for place, size in enumerate(SIZES, 1):
        for level in (*range(3), TOTAL):
            for code in (*range(size), TOTAL):
                count = sum(
                    r[0] in (level,) or level == TOTAL for r in rows if code in (r[place], TOTAL)
                )
                codes = [("level", LEVELS[level])] if level != TOTAL else []
                if code != TOTAL:
                    codes.append((f"list{place}", str(code)))
                key = Key("contacts", period_atoms(period), 1, tuple(sorted(codes)))
                inner = len(codes) == 2
                hide = count and inner and (count < 5 or (count + code) % 3 == 0)
                cells.append(Cell(key, None if hide else count, f"t{place}"))
    return TableSet(tuple(cells))


def test_a_thousand_linked_cells_take_less_than_thirty_seconds() -> None:
    """Four quarters and their year of ten tables linked by level."""
    random = Random(1)
    quarters = [
        [
            (random.randrange(3), *(min(int(random.expovariate(0.6)), s - 1) for s in SIZES))
            for _ in range(200)
        ]
        for _ in range(4)
    ]
    releases = [release(rows, f"2026Q{q}") for q, rows in enumerate(quarters, 1)]
    releases.append(release([row for rows in quarters for row in rows], "2026"))
    begun = time.perf_counter()
    report = attack(releases, thresholds=5)
    assert time.perf_counter() - begun < 30
    assert len({c.key for r in releases for c in r.cells}) > 1000
    assert report.targets > 1000
    assert not report.unproven
