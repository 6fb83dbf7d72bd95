"""Rows and small numbers of one measure: what may be hidden, and what must stay uncertain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from familjecentral.disclosure.facts import Facts
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.solver import Ints
from familjecentral.disclosure.space import Number, Space
from familjecentral.disclosure.system import Contradiction, Row, State
from familjecentral.disclosure.table import Key


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be small: a written cell, an elementary count, or a change.

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
        """Return the highest threshold of the cells that write this number."""
        return max(self.policy.threshold_of(key) for key in self.written[number])

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
        """Yield every number that might be small and is not shown already, in a fixed order."""
        if not self.people:
            return
        known = self._known()
        none = np.empty(0, dtype=np.int64)
        for number in sorted(self.written):
            keys = self.written[number]
            if any(key in self.facts.shown for key in keys):
                continue
            yield Candidate(
                self.space.columns(number),
                none,
                self.threshold(number),
                known[number],
                number,
                self._tables(keys),
                zero_too=any(self.sensitive(k) and not self.impossible(k) for k in keys),
            )
        yield from self._changes(known)
        yield from self._elementary(known)

    def _known(self) -> dict[Number, int | None]:
        known: dict[Number, int | None] = {}
        for key, value in self.facts.truth.items():
            try:
                known[self.space.number(key)] = value
            except KeyError:
                continue
        for number, keys in self.written.items():
            values = [self.facts.value(key) for key in keys]
            found = next((value for value in values if value is not None), None)
            known[number] = known.get(number) if found is None else found
        return known

    def _tables(self, keys: list[Key]) -> tuple[str, ...]:
        return tuple(sorted({name for key in keys for name in self.facts.tables[key]}))

    def _changes(self, known: dict[Number, int | None]) -> Iterator[Candidate]:
        issues: dict[tuple[object, ...], list[Number]] = {}
        for number in sorted(self.written):
            issues.setdefault((number.codes, number.parts), []).append(number)
        for numbers in issues.values():
            for before, after in combinations(numbers, 2):
                value_before, value_after = known[before], known[after]
                value = (
                    None
                    if value_before is None or value_after is None
                    else value_after - value_before
                )
                yield from self._change(
                    self.space.columns(before),
                    self.space.columns(after),
                    max(self.threshold(before), self.threshold(after)),
                    value,
                    after,
                    before.vintage,
                    self._tables(self.written[after]),
                )

    def _change(
        self,
        before: Ints,
        after: Ints,
        threshold: int,
        value: int | None,
        number: Number,
        since: int,
        tables: tuple[str, ...] = (),
    ) -> Iterator[Candidate]:
        more = np.setdiff1d(after, before, assume_unique=True)
        less = np.setdiff1d(before, after, assume_unique=True)
        if value is None or value > 0:
            yield Candidate(more, less, threshold, value, number, tables, since)
        if not self.space.grows and (value is None or value < 0):
            taken = None if value is None else -value
            yield Candidate(less, more, threshold, taken, number, tables, since)

    def _elementary(self, known: dict[Number, int | None]) -> Iterator[Candidate]:
        none = np.empty(0, dtype=np.int64)
        for number in self.space.elementary_numbers():
            names = [
                (name, code)
                for name, (place,) in number.codes
                for code in self.space.names(name, place)
            ]
            threshold = self.policy.threshold_of_codes(names)
            if number not in self.written:
                yield Candidate(
                    self.space.columns(number), none, threshold, known.get(number), number
                )
            before = [v for v in self.space.vintages[number.parts[0]] if v < number.vintage]
            if not before:
                continue
            last = Number(number.codes, number.parts, before[-1])
            if number in self.written and last in self.written:
                continue
            value, earlier = known.get(number), known.get(last)
            yield from self._change(
                self.space.columns(last),
                self.space.columns(number),
                threshold,
                None if value is None or earlier is None else value - earlier,
                number,
                last.vintage,
            )

    def describe(self, number: Number) -> Key:
        """Return a key for a number, for messages; unwritten groups of codes are joined by +."""
        if number in self.written:
            return self.written[number][0]
        codes = []
        for name, places in number.codes:
            named = self.space.names(name, places[0])
            codes.append(
                (
                    name,
                    named[0]
                    if named
                    else "+".join(
                        sorted(leaf for place in places for leaf in self.space.classes[name][place])
                    ),
                )
            )
        period = sorted(atom for part in number.parts for atom in self.space.parts[part])
        return Key(self.name, tuple(period), number.vintage, tuple(codes))
