"""Versions of the table set: what is in force, and what months counted by several can tell."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from familjecentral.disclosure.table import Key
from familjecentral.statistics.cells import CENTRE
from familjecentral.statistics.declared import (
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    SensitiveRule,
    TableSpec,
    own_rules,
)

_Named = TypeVar("_Named", Measure, Dimension)


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A version of the table set that was in force; none is ever changed or taken away.

    Attributes:
        is_own: chosen by the house; else the shipped one of that time.
        noted_on: from which day on what is locked is counted by it.
    """

    version: int
    declared: DeclaredSet
    is_own: bool
    noted_on: dt.date


def set_text(declared: DeclaredSet) -> str:
    """Return a table set as JSON text, in its printed order."""
    return json.dumps(dataclasses.asdict(declared), ensure_ascii=False, separators=(",", ":"))


def set_from_text(text: str) -> DeclaredSet:
    """Return what :func:`set_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    return DeclaredSet(
        **data
        | {
            "measures": tuple(Measure(**item) for item in data["measures"]),
            "dimensions": tuple(_dimension(item) for item in data["dimensions"]),
            "tables": tuple(_spec(item) for item in data["tables"]),
            "sensitive": tuple(
                SensitiveRule(**item | {"codes": tuple(item["codes"])})
                for item in data["sensitive"]
            ),
            "zeros_sensitive": tuple(data["zeros_sensitive"]),
        }
    )


def _dimension(item: dict[str, Any]) -> Dimension:
    groups = {code: tuple(members) for code, members in item["groups"].items()}
    texts = {name: tuple(item[name]) for name in ("any_of", "codes")}
    return Dimension(**item | texts | {"groups": groups, "kind": DimensionKind(item["kind"])})


def _spec(item: dict[str, Any]) -> TableSpec:
    texts = {name: tuple(item[name]) for name in ("dimensions", "counted_by")}
    merged = tuple((name, tuple(codes)) for name, codes in item["merged"])
    return TableSpec(**item | texts | {"merged": merged})


def is_own(kept: Sequence[KeptSet]) -> bool:
    """Tell whether the newest version is the house's own."""
    return bool(kept) and kept[-1].is_own


def in_force(kept: Sequence[KeptSet], shipped: DeclaredSet) -> DeclaredSet:
    """Return the set that the next lock counts by, with its version: that of an equal newest one,
    or the next number. A house's own choice goes by the dimensions that the program has now."""
    now = renewed(kept[-1].declared, shipped) if is_own(kept) else shipped
    if not kept:
        return now
    newest = kept[-1]
    same = replace(now, version=newest.version) == newest.declared
    return replace(now, version=newest.version if same else next_version(kept, shipped))


def next_version(kept: Sequence[KeptSet], shipped: DeclaredSet) -> int:
    """Return the number of a version that comes next."""
    return max([shipped.version, *(one.version + 1 for one in kept)])


def renewed(own: DeclaredSet, shipped: DeclaredSet) -> DeclaredSet:
    """Return a house's choice of tables and thresholds over the shipped measures, dimensions and
    sensitive codes. A table whose parts are no longer there goes."""
    made = replace(
        shipped,
        version=own.version,
        threshold=own.threshold,
        tables=tuple(spec for spec in own.tables if _is_known(spec, shipped)),
    )
    return replace(made, sensitive=(*shipped.sensitive, *own_rules(made)))


def _is_known(spec: TableSpec, declared: DeclaredSet) -> bool:
    codes = {dimension.key: set(dimension.codes) for dimension in declared.dimensions}
    return (
        spec.measure in {measure.key for measure in declared.measures}
        and set(spec.counted) <= codes.keys()
        and all(set(several) <= codes[name] for name, several in spec.merged)
    )


def together(counted: Sequence[DeclaredSet], near: Sequence[DeclaredSet] = ()) -> DeclaredSet:
    """Return the set of a report over months counted by one or several sets: the tables that all
    of them hold, under the strictest thresholds.

    Args:
        counted: sets of the report's own months, at least one.
        near: sets of months that are published together with these. What was hidden under a
            higher threshold stays hidden, so that threshold holds here too.
    """
    newest = max(counted, key=lambda one: one.version)
    every = (newest, *counted, *near)
    return replace(
        newest,
        threshold=max(one.threshold for one in every),
        # What the others count and by what, too: the rule is also for what they have published.
        measures=_each_once([m for one in every for m in one.measures]),
        dimensions=_each_once([d for one in every for d in one.dimensions]),
        tables=tuple(
            spec for spec in newest.tables if all(_counts(one, newest, spec) for one in counted)
        ),
        sensitive=tuple(dict.fromkeys(rule for one in every for rule in one.sensitive)),
        zeros_sensitive=tuple(dict.fromkeys(key for one in every for key in one.zeros_sensitive)),
    )


def _each_once(named: Sequence[_Named]) -> tuple[_Named, ...]:
    """Return the first of each key, in order."""
    found: dict[str, _Named] = {}
    for one in named:
        found.setdefault(one.key, one)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Mixed:
    """What a report lacks because its months were counted by several versions.

    Attributes:
        versions: of the table set, in order; none: all months were counted alike.
        without: keys of tables that it lacks. partly: of tables that it lacks a part of.
    """

    versions: tuple[int, ...] = ()
    without: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


def mixed(counted: Sequence[DeclaredSet]) -> Mixed:
    """Return what some of the sets of a report's months hold and :func:`together` does not."""
    held = {spec.id for spec in together(counted).tables}
    every = dict.fromkeys((spec.key, spec.id) for one in counted for spec in one.tables)
    keys = dict.fromkeys(key for key, name in every if name not in held)
    if not keys:
        return Mixed()
    some = {key for key, name in every if name in held}
    return Mixed(
        tuple(sorted({one.version for one in counted})),
        tuple(key for key in keys if key not in some),
        tuple(key for key in keys if key in some),
    )


def _counts(one: DeclaredSet, newest: DeclaredSet, spec: TableSpec) -> bool:
    """Tell whether a set has counted a table of the newest one, by the same groups of codes."""
    return any(own.id == spec.id for own in one.tables) and all(
        _same(one.dimension(name), newest.dimension(name)) for name in spec.counted
    )


def _same(old: Dimension, new: Dimension) -> bool:
    """Tell whether counts by one stand for counts by the other; new codes may have come."""
    return replace(old, codes=new.codes) == new and set(old.codes) <= set(new.codes)


def counts_the_same(old: DeclaredSet, new: DeclaredSet, key: Key) -> bool:
    """Tell whether a published number of one version means what it means in another: the same
    measure, and each of its dimensions by the same groups of codes."""
    measures = {measure.key: measure for measure in new.measures}
    if not any(measures.get(m.key) == m for m in old.measures if m.key == key.measure):
        return False
    then = {dimension.key: dimension for dimension in old.dimensions}
    now = {dimension.key: dimension for dimension in new.dimensions}
    return all(
        name in then and name in now and _same(then[name], now[name])
        for name, _ in key.codes
        if name != CENTRE
    )


def everything(sets: Sequence[DeclaredSet]) -> DeclaredSet:
    """Return all tables that some set counts, to find the counts behind what was published."""
    newest = max(sets, key=lambda one: one.version)
    ordered = (newest, *sets)
    dimensions: dict[str, Dimension] = {}
    for dimension in (d for one in ordered for d in one.dimensions):
        held = dimensions.get(dimension.key, dimension)
        codes = tuple(dict.fromkeys((*held.codes, *dimension.codes)))
        dimensions[dimension.key] = replace(held, codes=codes)
    tables: dict[str, TableSpec] = {}
    for spec in (s for one in ordered for s in one.tables):
        tables.setdefault(spec.id, spec)
    return replace(
        newest,
        threshold=max(one.threshold for one in ordered),
        dimensions=tuple(dimensions.values()),
        tables=tuple(tables.values()),
    )
