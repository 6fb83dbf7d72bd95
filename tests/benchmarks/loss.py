"""Hidden cells beside the small ones, compared with elimination, and how many optima are proved.

The baseline is what other tools do: from the largest cell downwards a cell is shown if no small
one can then be worked out exactly (Gaussian elimination), and more is hidden afterwards until all
intervals hold. Both sides take hidden cells as zero or more, as those tools do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from familjecentral.disclosure.audit import Audit
from familjecentral.disclosure.facts import gather
from familjecentral.disclosure.master import Master
from familjecentral.disclosure.mend import fill
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import problem_of, protect
from familjecentral.disclosure.system import Part
from familjecentral.disclosure.table import TableSet
from tests.benchmarks.figures import Figure
from tests.benchmarks.protection import linked

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "disclosure"))

_PRIME = 2**31 - 1


def _reduced(line, basis, pivots):
    """Return a line without the columns of the pivots, its first entry one; None: it is empty."""
    rest = line % _PRIME
    for at, pivot in enumerate(pivots):
        if rest[pivot]:
            rest = (rest - rest[pivot] * basis[at]) % _PRIME
    if not rest.any():
        return None
    return rest * pow(int(rest[np.flatnonzero(rest)[0]]), _PRIME - 2, _PRIME) % _PRIME


def _eliminated(part: Part):
    """Return which rows elimination hides; arithmetic is modulo a large prime."""
    size = part.size
    matrix = np.zeros((part.matrix.count, size), dtype=np.int64)
    matrix[part.matrix.row, part.matrix.column] = part.matrix.sign.astype(np.int64)
    ties = np.zeros((part.ties.count, size), dtype=np.int64)
    ties[part.ties.row, part.ties.column] = part.ties.sign.astype(np.int64)
    small = matrix[part.hidden]
    basis = np.zeros((0, size), dtype=np.int64)
    pivots: list[int] = []
    hidden = part.hidden.copy()
    free = np.flatnonzero(part.free)
    order = free[np.lexsort((free, -part.value[free]))]
    for row, line in [(None, line) for line in ties] + [(row, matrix[row]) for row in order]:
        rest = _reduced(line, basis, pivots)
        if rest is None:
            continue
        pivot = int(np.flatnonzero(rest)[0])
        left = (small - (small[:, [pivot]] * rest) % _PRIME) % _PRIME
        if row is not None and (~left.any(axis=1)).any():
            hidden[row] = True
            continue
        small = left
        basis = np.vstack([(basis - (basis[:, [pivot]] * rest) % _PRIME) % _PRIME, rest])
        pivots.append(pivot)
    return hidden


def baseline(tables: TableSet) -> float:
    """Return how many cells elimination hides once all intervals hold."""
    facts = gather(tables, [], [])
    lost = 0.0
    for name in sorted({key.measure for key in facts.new}):
        problem = problem_of(facts, name, policy=Policy(), hidden_min=0, tick=lambda: None)
        for part in problem.reduction.parts:
            audit = Audit(part, lambda: None)
            guide = np.zeros(part.matrix.count)
            lost += audit.loss(fill(audit, Master(part), _eliminated(part), guide, whole=False))
    return lost


def compared(name: str, tables: TableSet) -> Figure:
    """Compare one set."""
    ours = protect(tables, policy=Policy(), hidden_min=0).certificate.hidden_other
    other = baseline(tables)
    return Figure(f"hidden / by elimination, {name}", ours / other, 1.0, f"{ours} / {other:.0f}")


def proved() -> Figure:
    """Return the share of sets below 300 cells whose pattern is proved to be the cheapest."""
    from generate import cross

    best = [
        protect(TableSet(tuple(cross(random, mean=mean, centre=3, level=3, topic=12))),
                policy=Policy()).certificate.solver.endswith("exact")
        for random in (np.random.default_rng(seed) for seed in range(6))
        for mean in (3.0, 8.0)
    ]  # fmt: skip
    share = sum(best) / len(best)
    return Figure("share proved, 208 cells", share, 0.9, f"{len(best)} sets", at_least=True)


def measure() -> Iterator[Figure]:
    """Compare made-up sets of about a thousand cells."""
    from generate import cross

    yield proved()
    for seed in range(2):
        random = np.random.default_rng(seed)
        yield compared(f"linked {seed}", linked(random))
        whole = cross(random, mean=4.0, centre=4, work=3, level=3, topic=12)
        yield compared(f"crossed {seed}", TableSet(tuple(whole)))
