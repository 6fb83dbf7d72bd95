"""What the attacker knows: every cell of every release, as relations between unknowns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from familjecentral.disclosure.attack_policy import AttackPolicy
from familjecentral.disclosure.attack_solve import Relation
from familjecentral.disclosure.attack_space import Space
from familjecentral.disclosure.table import TOTAL, Bound, Hierarchy, Key, TableSet
from familjecentral.errors import UnusableFile


@dataclass(frozen=True, slots=True)
class Known:
    """What the releases together say of one cell.

    Attributes:
        low, high: what it is at least, and at most (None: not said).
        number: its value where some release shows it.
        tables: names of the tables it is written in.
        zero_hidden: its zero is as sensitive as a small count.
    """

    low: int
    high: int | None
    number: int | None
    tables: frozenset[str]
    zero_hidden: bool


def all_leaves(tables: Sequence[TableSet]) -> dict[str, dict[str, frozenset[str]]]:
    """Return dimension → code → finest codes, ``TOTAL`` among the codes.

    The codes of a dimension are those that occur in any of the tables or in their hierarchies.

    Raises:
        UnusableFile: hierarchies that contradict each other, or a code below itself.
    """
    children: dict[str, dict[str, tuple[str, ...]]] = {}
    codes: dict[str, set[str]] = {}
    for table in tables:
        for cell in table.cells:
            for name, code in cell.key.codes:
                codes.setdefault(name, set()).add(code)
        for name, inner in table.hierarchy.children.items():
            for code, below in inner.items():
                same = children.setdefault(name, {}).setdefault(code, tuple(below))
                if set(same) != set(below):
                    raise UnusableFile("contradiction_of_hierarchies", f"{name}/{code}")
                codes.setdefault(name, set()).update((code, *below))
    hierarchy = Hierarchy(children)
    found: dict[str, dict[str, frozenset[str]]] = {}
    for name, its in codes.items():
        try:
            found[name] = {code: hierarchy.leaves(name, code) for code in sorted(its)}
        except ValueError as error:
            raise UnusableFile("circle", name) from error
        found[name][TOTAL] = frozenset().union(*found[name].values())
    return found


def known_cells(
    releases: Sequence[TableSet], policy: AttackPolicy, hidden_min: int
) -> dict[str, dict[Key, Known]]:
    """Return what is known of each cell, by measure, in the order of the keys.

    Raises:
        UnusableFile: two releases say different things of the same number.
    """
    written: dict[Key, list[int | Bound | None]] = {}
    tables: dict[Key, set[str]] = {}
    for release in releases:
        for cell in release.cells:
            written.setdefault(cell.key, []).append(cell.value)
            tables.setdefault(cell.key, set()).add(cell.table)
    found: dict[str, dict[Key, Known]] = {}
    for key in sorted(written):
        named = frozenset(tables[key])
        zero_hidden = policy.hides_zero(key, named)
        least = 0 if zero_hidden else hidden_min
        low, high = 0, None
        for value in written[key]:
            if value is None:
                low = max(low, least)
                continue
            ends = (value, value) if isinstance(value, int) else (value.low, value.high)
            low = max(low, ends[0])
            high = ends[1] if high is None else min(high, ends[1])
        if high is not None and low > high:
            raise UnusableFile("contradiction_of_releases", "/".join(sorted(named)))
        number = next((value for value in written[key] if isinstance(value, int)), None)
        found.setdefault(key.measure, {})[key] = Known(low, high, number, named, zero_hidden)
    return found


def relations(space: Space, cells: Mapping[Key, Known]) -> tuple[list[Relation], int]:
    """Return all relations of the attacker, and how many cells are sums of finer ones."""
    found, sums = _structure(space), 0
    for key, known in cells.items():
        columns = space.columns(key.period, key.codes, vintage=key.vintage)
        sums += len(columns) > 1
        found.append(Relation(columns, _NONE, known.low, known.high))
    return found, sums


def relations_of_truth(space: Space, cells: Mapping[Key, int]) -> list[Relation]:
    """Return what the true numbers say of the same unknowns, as far as these can express it."""
    found = _structure(space)
    for key, value in cells.items():
        if space.expresses(key):
            columns = space.columns(key.period, key.codes, vintage=key.vintage)
            found.append(Relation(columns, _NONE, value, value))
    return found


_NONE = np.zeros(0, dtype=np.int64)


def _structure(space: Space) -> list[Relation]:
    found = [Relation(columns, _NONE, 0, 0) for columns in space.never()]
    found.extend(Relation(one, other, 0, 0) for one, other in space.ties())
    return found
