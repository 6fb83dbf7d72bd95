"""The rule's settings: thresholds, kinds of measures, weights, structural zeros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from familjecentral.disclosure.table import Cell, Hierarchy, Key
from familjecentral.errors import UnusableFile

DEFAULT_THRESHOLD = 5
LOWEST_THRESHOLD = 3
HIGHEST_THRESHOLD = 10
HIGHEST_WEIGHT = 1000

Kind = Literal["people", "things"]
Changes = Literal["grow", "any"]


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """Cells with one of these codes in the dimension have (at least) this threshold."""

    dimension: str
    codes: frozenset[str]
    threshold: int


@dataclass(frozen=True, slots=True)
class Policy:
    """How a table set is to be protected. Everything in it is public.

    Attributes:
        threshold: a count of people is small at 1…threshold - 1.
        kinds: measure → people or things; a measure that is not named counts people.
        rules: higher thresholds by code (sensitive topics).
        cells: thresholds of single cells.
        zeros_sensitive: tables whose zeros are hidden like small counts.
        impossible: structural zeros, each a set of (dimension, code) pairs.
        weights: table → price of hiding one of its cells; 1 where none is given.
        prices: price of hiding single cells, where it is higher than that of their table;
            like the weights chosen by what a cell is, never by its value.
        changes: a later vintage can only grow, or change in any way.
    """

    threshold: int = DEFAULT_THRESHOLD
    kinds: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    rules: tuple[ThresholdRule, ...] = ()
    cells: Mapping[Key, int] = field(default_factory=lambda: MappingProxyType({}))
    zeros_sensitive: frozenset[str] = frozenset()
    impossible: tuple[tuple[tuple[str, str], ...], ...] = ()
    weights: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    prices: Mapping[Key, int] = field(default_factory=lambda: MappingProxyType({}))
    changes: Changes = "grow"

    def __post_init__(self) -> None:
        for threshold in (self.threshold, *(r.threshold for r in self.rules), *self.cells.values()):
            if not LOWEST_THRESHOLD <= threshold <= HIGHEST_THRESHOLD:
                raise ValueError("a threshold lies between 3 and 10")

    def counts_people(self, measure: str) -> bool:
        """Tell whether small numbers of the measure are to be hidden."""
        return self.kinds.get(measure, "people") == "people"

    def threshold_of(self, key: Key) -> int:
        """Return the cell's own threshold: the highest that applies to its codes."""
        return max(self.threshold_of_codes(key.codes), self.cells.get(key, 0))

    def threshold_of_codes(self, codes: Sequence[tuple[str, str]]) -> int:
        """Return the highest threshold that applies to these (dimension, code) pairs.

        A code is what a rule names, not what it is the sum of: sensitive codes are guarded by
        a threshold of their own or by being merged, and a merged code needs no more than the
        default unless a rule names it too.
        """
        found = [
            rule.threshold
            for rule in self.rules
            for dimension, code in codes
            if rule.dimension == dimension and code in rule.codes
        ]
        return max([self.threshold, *found])

    def price_of(self, key: Key, tables: Sequence[str]) -> int:
        """Return the price of hiding a cell that stands in these tables (the dearest counts)."""
        return max(self.prices.get(key, 1), *(self.weights.get(table, 1) for table in tables))

    def is_impossible(self, key: Key, hierarchy: Hierarchy) -> bool:
        """Tell whether the cell is a structural zero (all of it lies inside one)."""
        codes = dict(key.codes)
        return any(
            all(
                dimension in codes
                and hierarchy.leaves(dimension, codes[dimension])
                <= hierarchy.leaves(dimension, code)
                for dimension, code in pattern
            )
            for pattern in self.impossible
        )


def policy_from_json(
    data: object, *, threshold: int = DEFAULT_THRESHOLD, cells: Sequence[Cell] = ()
) -> Policy:
    """Read a policy.

    Args:
        data: what ``json`` made of the file; None or ``{}`` is the default policy.
        threshold: used where the file names none.
        cells: cells whose value is a threshold of their own.

    Raises:
        UnusableFile: a part is unknown or has a wrong type; ``place`` is its path.
    """
    top = _object({} if data is None else data, "")
    _only(
        top,
        "",
        [
            "threshold",
            "measures",
            "thresholds",
            "zeros_sensitive",
            "impossible",
            "weights",
            "changes",
        ],
    )
    changes = top.get("changes", "grow")
    if changes not in ("grow", "any"):
        raise UnusableFile("policy", "changes")
    kinds: dict[str, Kind] = {}
    for name, value in _object(top.get("measures", {}), "measures").items():
        path = f"measures.{name}"
        kind = _only(_object(value, path), path, ["kind"]).get("kind", "people")
        if kind not in ("people", "things"):
            raise UnusableFile("policy", f"{path}.kind")
        kinds[name] = kind
    rules: list[ThresholdRule] = []
    for path, item in _items(top, "thresholds", ["dimension", "codes", "threshold"]):
        codes = item.get("codes")
        if not isinstance(codes, list) or not codes:
            raise UnusableFile("policy", f"{path}.codes")
        names = frozenset(_text(code, f"{path}.codes[{n}]") for n, code in enumerate(codes))
        rules.append(
            ThresholdRule(
                _text(item.get("dimension"), f"{path}.dimension"),
                names,
                _threshold(item.get("threshold"), f"{path}.threshold"),
            )
        )
    impossible: list[tuple[tuple[str, str], ...]] = []
    for path, item in _items(top, "impossible", None):
        pairs = sorted((name, _text(code, f"{path}.{name}")) for name, code in item.items())
        if not pairs:
            raise UnusableFile("policy", path)
        impossible.append(tuple(pairs))
    weights = {
        _text(item.get("table"), f"{path}.table"): _whole(
            item.get("weight"), f"{path}.weight", 1, HIGHEST_WEIGHT
        )
        for path, item in _items(top, "weights", ["table", "weight"])
    }
    own: dict[Key, int] = {}
    for number, cell in enumerate(cells):
        found = _threshold(cell.value, f"cells[{number}].threshold")
        own[cell.key] = max(found, own.get(cell.key, 0))
    return Policy(
        threshold=_threshold(top.get("threshold", threshold), "threshold"),
        kinds=MappingProxyType(kinds),
        rules=tuple(rules),
        cells=MappingProxyType(own),
        zeros_sensitive=frozenset(
            _text(item.get("table"), f"{path}.table")
            for path, item in _items(top, "zeros_sensitive", ["table"])
        ),
        impossible=tuple(impossible),
        weights=MappingProxyType(weights),
        changes=changes,
    )


def _object(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnusableFile("policy", path)
    return value


def _only(value: dict[str, object], path: str, names: Sequence[str]) -> dict[str, object]:
    for name in value:
        if name not in names:
            raise UnusableFile("policy", f"{path}.{name}" if path else name)
    return value


def _items(
    top: dict[str, object], name: str, names: Sequence[str] | None
) -> list[tuple[str, dict[str, object]]]:
    value = top.get(name, [])
    if not isinstance(value, list):
        raise UnusableFile("policy", name)
    found = []
    for number, item in enumerate(value):
        path = f"{name}[{number}]"
        read = _object(item, path)
        found.append((path, read if names is None else _only(read, path, names)))
    return found


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value:
        raise UnusableFile("policy", path)
    return value


def _whole(value: object, path: str, lowest: int, highest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise UnusableFile("policy", path)
    return value


def _threshold(value: object, path: str) -> int:
    return _whole(value, path, LOWEST_THRESHOLD, HIGHEST_THRESHOLD)
