"""What the attack knows of the policy: thresholds, kinds, impossible cells.

Read on its own, apart from the reader of the protection: a policy that one of the two
misunderstands must not look safe to both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from familjecentral.disclosure.table import RESERVED, TOTAL, Key, period_atoms
from familjecentral.errors import UnusableFile

LOWEST_THRESHOLD = 3
HIGHEST_DEFAULT = 10
_PARTS = frozenset(
    (
        *("threshold", "measures", "thresholds", "zeros_sensitive"),
        *("impossible", "weights", "changes"),
    )
)


@dataclass(frozen=True, slots=True)
class CodeThreshold:
    """Cells whose code on ``dimension`` is one of ``codes`` have at least this threshold."""

    dimension: str
    codes: frozenset[str]
    threshold: int


@dataclass(frozen=True, slots=True)
class Selector:
    """Some cells: those with these codes, in this table, measure and period (None: any)."""

    codes: tuple[tuple[str, str], ...]
    table: str | None = None
    measure: str | None = None
    period: tuple[str, ...] | None = None

    def fits(self, key: Key, tables: frozenset[str]) -> bool:
        """Say whether a cell that is written in ``tables`` is one of them."""
        return (
            (self.table is None or self.table in tables)
            and self.measure in (None, key.measure)
            and self.period in (None, key.period)
            and set(self.codes) <= set(key.codes)
        )


@dataclass(frozen=True, slots=True)
class AttackPolicy:
    """The rule as the attacker knows it.

    Attributes:
        threshold: default T; counts of 1 to T - 1 are small.
        by_code: thresholds of codes; the highest that applies to a cell counts.
        by_cell: thresholds of single cells; they too only raise.
        things: measures that count things, in which nothing is small.
        zeros_sensitive: cells whose zero is hidden like a small count.
        impossible: cells that everybody knows to be zero.
        changes: ``"grow"``, or ``"any"`` when a later vintage may also take away.
    """

    threshold: int = 5
    by_code: tuple[CodeThreshold, ...] = ()
    by_cell: Mapping[Key, int] = field(default_factory=lambda: MappingProxyType({}))
    things: frozenset[str] = frozenset()
    zeros_sensitive: tuple[Selector, ...] = ()
    impossible: tuple[Selector, ...] = ()
    changes: str = "grow"

    def threshold_of(self, key: Key) -> int:
        """Return the highest threshold that applies to a cell."""
        return max(self.threshold_of_codes(key.codes), self.by_cell.get(key, 0))

    def threshold_of_codes(self, codes: Sequence[tuple[str, str]]) -> int:
        """Return the highest threshold that applies to a combination of codes."""
        named = dict(codes)
        rules = (
            rule.threshold
            for rule in self.by_code
            if named.get(rule.dimension, TOTAL) in rule.codes
        )
        return max(self.threshold, *rules, 0)

    def hides_zero(self, key: Key, tables: frozenset[str]) -> bool:
        """Say whether the zero of this cell is as sensitive as a small count."""
        return any(selector.fits(key, tables) for selector in self.zeros_sensitive)


def read_policy(
    data: object, *, threshold: int | None = None, by_cell: Mapping[Key, int] | None = None
) -> AttackPolicy:
    """Return the policy of a parsed ``POLICY.json``.

    Args:
        data: what the JSON file holds.
        threshold: the default where the policy names none.

    Raises:
        UnusableFile: an unknown part, a wrong type, or a threshold out of range; the place is
            the path inside the file.
    """
    policy = _mapping(data, "policy")
    for name in policy:
        if name not in _PARTS:
            raise UnusableFile("policy", name)
    things = set()
    for name, measure in _mapping(policy.get("measures", {}), "measures").items():
        kind = _mapping(measure, f"measures/{name}").get("kind", "people")
        if kind not in ("people", "things"):
            raise UnusableFile("policy", f"measures/{name}/kind")
        if kind == "things":
            things.add(name)
    changes = policy.get("changes", "grow")
    if changes not in ("grow", "any"):
        raise UnusableFile("policy", "changes")
    default = 5 if threshold is None else threshold
    return AttackPolicy(
        threshold=_threshold(policy.get("threshold", default), "threshold", HIGHEST_DEFAULT),
        by_code=tuple(_rule(rule, place) for rule, place in _listed(policy, "thresholds")),
        by_cell=by_cell or MappingProxyType({}),
        things=frozenset(things),
        zeros_sensitive=tuple(_selector(*it) for it in _listed(policy, "zeros_sensitive")),
        impossible=tuple(_selector(*it) for it in _listed(policy, "impossible")),
        changes=str(changes),
    )


def _mapping(data: object, place: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise UnusableFile("policy", place)
    return data


def _listed(policy: dict[str, object], name: str) -> list[tuple[dict[str, object], str]]:
    listed = policy.get(name, [])
    if not isinstance(listed, list):
        raise UnusableFile("policy", name)
    places = [f"{name}/{number}" for number in range(1, len(listed) + 1)]
    return [(_mapping(it, place), place) for it, place in zip(listed, places, strict=True)]


def _threshold(data: object, place: str, highest: int | None = None) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or data < LOWEST_THRESHOLD:
        raise UnusableFile("policy", place)
    if highest is not None and data > highest:
        raise UnusableFile("policy", place)
    return data


def _rule(rule: dict[str, object], place: str) -> CodeThreshold:
    dimension, codes = rule.get("dimension"), rule.get("codes")
    if not isinstance(dimension, str) or not isinstance(codes, list):
        raise UnusableFile("policy", place)
    if not all(isinstance(code, str) for code in codes):
        raise UnusableFile("policy", f"{place}/codes")
    return CodeThreshold(
        dimension, frozenset(codes), _threshold(rule.get("threshold"), f"{place}/threshold")
    )


def _selector(selector: dict[str, object], place: str) -> Selector:
    named: dict[str, str] = {}
    for name, code in selector.items():
        if not isinstance(code, str) or name in ("vintage", "value"):
            raise UnusableFile("policy", f"{place}/{name}")
        named[name] = code
    period = named.get("period")
    return Selector(
        codes=tuple(sorted((name, code) for name, code in named.items() if name not in RESERVED)),
        table=named.get("table"),
        measure=named.get("measure"),
        period=None if period is None else period_atoms(period),
    )
