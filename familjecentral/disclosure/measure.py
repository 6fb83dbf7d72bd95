"""Rows and small numbers of one measure: what may be hidden, and what must stay uncertain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from familjecentral.disclosure.facts import Facts
from familjecentral.disclosure.known import Known
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.solver import Ints
from familjecentral.disclosure.space import Codes, Number, Space
from familjecentral.disclosure.system import Contradiction, Row, State
from familjecentral.disclosure.table import Key


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be small: a written cell, a count behind the tables, or a change.

    Attributes:
        plus, minus: unknowns of which it is the sum and the difference.
        threshold: it is small at 1…threshold - 1.
        value: true value if known. zero_too: zero counts as small (zeros tell of a group).
        number: what it counts; since: for a change, the vintage before.
        tables: names for messages.
    """

    plus: Ints
    minus: Ints
    threshold: int
    value: int | None
    number: Number
    tables: tuple[str, ...] = ()
    since: int | None = None
    zero_too: bool = False


class Measure:
    """One measure's keys, space, rows and candidates.

    Args:
        facts: all written cells.
        measure: whose cells.
        wide: count with the codes of the whole file, not only those of this measure.

    Raises:
        Contradiction: a cell hidden as at least one is zero, or has left its shown bounds.
    """

    def __init__(
        self, facts: Facts, measure: str, *, policy: Policy, hidden_min: int, wide: bool
    ) -> None:
        self.facts, self.policy, self.name = facts, policy, measure
        self.people = policy.counts_people(measure)
        self.keys = facts.keys(measure)
        self.space = Space(
            self.keys,
            codes=self._codes(wide),
            hierarchy=facts.hierarchy,
            impossible=policy.impossible,
            grows=policy.changes == "grow",
        )
        self.numbers = {key: self.space.number(key) for key in self.keys}
        self.written: dict[Number, list[Key]] = {}
        for key, number in self.numbers.items():
            self.written.setdefault(number, []).append(key)
        self.rows = [self._row(n, key, hidden_min) for n, key in enumerate(self.keys)]

    def _codes(self, wide: bool) -> dict[str, frozenset[str]]:
        facts = self.facts
        if wide:
            return facts.codes
        found: dict[str, set[str]] = {}
        for key in self.keys:
            for name, code in key.codes:
                found.setdefault(name, set()).add(code)
        return {
            name: frozenset().union(
                *(
                    facts.hierarchy.leaves(name, code)
                    for code in codes | set(facts.hierarchy.children.get(name, ()))
                )
            )
            for name, codes in found.items()
        }

    def sensitive(self, key: Key) -> bool:
        """Tell whether the cell's zero is hidden too."""
        return any(name in self.policy.zeros_sensitive for name in self.facts.tables[key])

    def threshold(self, number: Number) -> int:
        """Return the highest threshold that applies to the codes of a number.

        Its codes are those it is written with and those that mean the same. A merged code has
        the threshold that the policy gives to itself, not that of the codes inside it: to merge
        is the other way to guard a sensitive topic. If there is one code inside, they are equal.
        """
        own = (self.policy.threshold_of(key) for key in self.written.get(number, ()))
        return max(self._threshold_of(number.codes), *own, 0)

    def _threshold_of(self, codes: Codes) -> int:
        return self.policy.threshold_of_codes(
            [(name, code) for name, classes in codes for code in self.space.names(name, classes)]
        )

    def small(self, key: Key, value: int) -> bool:
        """Tell whether the cell would be small with this value."""
        if not self.people:
            return False
        if value == 0:
            return self.sensitive(key) and not self.impossible(key)
        return value < self.threshold(self.numbers[key])

    def impossible(self, key: Key) -> bool:
        """Tell whether the cell is a structural zero."""
        return self.policy.is_impossible(key, self.facts.hierarchy)

    def _row(self, place: int, key: Key, hidden_min: int) -> Row:
        facts = self.facts
        value = facts.value(key)
        bound = facts.hidden.get(key)
        low = 0 if self.sensitive(key) else hidden_min
        high = None
        if bound is not None:
            low, high = bound.low, bound.high
        price, small = 0, False
        if key in facts.shown:
            state = State.SHOWN
        elif key in facts.hidden:
            state = State.HIDDEN
            small = key in facts.new and self.small(key, facts.new[key])
            if value is not None and not low <= value <= (value if high is None else high):
                raise Contradiction([place])
        else:
            small = self.small(key, facts.new[key])
            free = self.people and facts.new[key] > 0
            state = State.HIDDEN if small else State.FREE if free else State.SHOWN
            price = self.policy.price_of(key, facts.tables[key])
        return Row(
            number=self.numbers[key],
            value=value,
            low=low,
            high=high,
            state=state,
            price=price,
            order=len(self.space.dimensions) - len(key.codes) + 1,
            small=small,
            new=key in facts.new,
            tables=facts.tables[key],
        )

    def candidates(self) -> Iterator[Candidate]:
        """Yield every number that may be small and is not shown already, in a fixed order:
        written cells, counts behind the tables, and what later vintages changed of them."""
        if not self.people:
            return
        known = Known(self.space, self._values())
        asked: dict[tuple[Codes, tuple[int, ...]], set[int]] = {}
        for number in self.written:
            asked.setdefault((number.codes, number.parts), set()).add(number.vintage)
        for codes, parts in self.space.behind():
            asked.setdefault((codes, parts), set()).update(self.space.issued(parts))
        for (codes, parts), vintages in sorted(asked.items()):
            numbers = [Number(codes, parts, vintage) for vintage in sorted(vintages)]
            for number in numbers:
                yield from self._count(number, known.value(number))
            for before, after in combinations(numbers, 2):
                yield from self._change(before, after, known)

    def _values(self) -> dict[Number, int]:
        """Return the true value of every number that some key gives."""
        values: dict[Number, int] = {}
        for key, value in self.facts.truth.items():
            if key.measure == self.name:
                with suppress(KeyError):
                    values[self.space.number(key)] = value
        for key, number in self.numbers.items():
            found = self.facts.value(key)
            if found is not None:
                values[number] = found
        return values

    def _count(self, number: Number, value: int | None) -> Iterator[Candidate]:
        keys = self.written.get(number, [])
        if any(key in self.facts.shown for key in keys):
            return
        threshold = self.threshold(number)
        zero_too = any(self.sensitive(k) and not self.impossible(k) for k in keys)
        if value is None or (0 if zero_too else 1) <= value < threshold:
            none = np.empty(0, dtype=np.int64)
            columns = self.space.columns(number)
            tables = self._tables(keys)
            yield Candidate(columns, none, threshold, value, number, tables, zero_too=zero_too)

    def _tables(self, keys: list[Key]) -> tuple[str, ...]:
        return tuple(sorted({name for key in keys for name in self.facts.tables[key]}))

    def _change(self, before: Number, after: Number, known: Known) -> Iterator[Candidate]:
        values = known.value(before), known.value(after)
        value = None if values[0] is None or values[1] is None else values[1] - values[0]
        threshold = self._threshold_of(after.codes)
        tables: tuple[str, ...] = ()
        if before in self.written and after in self.written:
            threshold = max(self.threshold(before), self.threshold(after))
            tables = self._tables(self.written[after])
        if value is not None and (value == 0 or abs(value) >= threshold):
            return
        old, new = self.space.columns(before), self.space.columns(after)
        more = np.setdiff1d(new, old, assume_unique=True)
        less = np.setdiff1d(old, new, assume_unique=True)
        since = before.vintage
        if value is None or value > 0:
            yield Candidate(more, less, threshold, value, after, tables, since)
        if not self.space.grows and (value is None or value < 0):
            taken = None if value is None else -value
            yield Candidate(less, more, threshold, taken, after, tables, since)

    def describe(self, number: Number) -> Key:
        """Return a key for a number, for messages; unwritten groups of codes are joined by +."""
        if number in self.written:
            return self.written[number][0]
        codes = []
        for name, classes in number.codes:
            leaves = sorted(leaf for n in classes for leaf in self.space.classes[name][n])
            named = self.space.names(name, classes)
            codes.append((name, named[0] if named else "+".join(leaves)))
        period = sorted(atom for part in number.parts for atom in self.space.parts[part])
        return Key(self.name, tuple(period), number.vintage, tuple(codes))
