"""Sums over several published sets: shown, hidden, or bounded by what everybody can work out."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from familjecentral.disclosure.attack_bounds import public_bounds
from familjecentral.disclosure.attack_policy import AttackPolicy, Selector
from familjecentral.disclosure.joint import bounded_sums
from familjecentral.disclosure.table import Bound, Cell, Key, TableSet, Value

POLICY = AttackPolicy(threshold=5)


def key(code: str = "", name: str = "a") -> Key:
    return Key("people", ("2026-01",), 1, ((name, code),) if code else ())


def table(total: Value, *values: Value) -> TableSet:
    cells = [Cell(key(), total, "t")]
    cells += [Cell(key(f"c{n}"), value, "t") for n, value in enumerate(values)]
    return TableSet(tuple(cells))


def test_what_a_margin_leaves_is_the_bound() -> None:
    """Two hidden of twenty with twelve shown share eight, each at least one."""
    found = public_bounds(table(20, 12, None, None), POLICY)
    assert found == {key("c1"): Bound(1, 7), key("c2"): Bound(1, 7)}


def test_nothing_bounds_what_no_shown_number_holds() -> None:
    """A hidden total, and a set that shows nothing."""
    assert public_bounds(table(None, 12, None), POLICY) == {}
    assert public_bounds(table(None, None, None), POLICY) == {}


def test_impossible_combinations_are_known_to_be_zero() -> None:
    """What cannot occur takes no part of the margin."""
    never = AttackPolicy(5, impossible=(Selector(codes=(("a", "c3"),)),))
    tables = table(20, 12, None, None, 0)
    assert public_bounds(tables, never)[key("c1")] == Bound(1, 7)
    other = AttackPolicy(5, impossible=(Selector(codes=(("a", "c3"),), measure="things"),))
    assert public_bounds(tables, other)[key("c1")] == Bound(1, 7)


def sums(*parts: TableSet, threshold: int = 5) -> dict[Key, Bound]:
    named = {f"S{n}": part for n, part in enumerate(parts)}
    bounds = {name: public_bounds(part, POLICY) for name, part in named.items()}
    return bounded_sums(named, bounds, lambda _: threshold)


def test_a_sum_has_the_bounds_of_its_parts_added() -> None:
    """Shown parts count as they are; sums of shown parts need no bounds."""
    found = sums(table(20, 12, None, None), table(30, 10, 11, 9))
    assert found == {key("c1"): Bound(12, 18), key("c2"): Bound(10, 16)}


def test_a_narrow_interval_is_not_told() -> None:
    """Neither of a part nor, with a higher threshold, of the sum."""
    narrow = table(16, 12, None, None)  # each 1–3
    assert sums(narrow, table(30, 10, 11, 9)) == {}
    assert sums(narrow, narrow) == {}
    wide = table(20, 12, None, None)
    assert sums(wide, wide, threshold=8) == {}


def test_an_absent_or_unbounded_part_leaves_the_sum_hidden() -> None:
    """A part of a sum would be a false sum."""
    wide = table(20, 12, None, None)
    absent = TableSet(wide.cells[:3])
    assert key("c2") not in sums(wide, absent)
    assert sums(wide, table(None, 12, None, None)) == {}


@given(
    st.lists(
        st.tuples(*[st.integers(0, 12)] * 3, st.tuples(*[st.booleans()] * 3)),
        min_size=2,
        max_size=3,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_bound_is_exactly_what_can_be_worked_out(
    houses: list[tuple[int, int, int, tuple[bool, bool, bool]]],
) -> None:
    """Counted through: each end is possible, and nothing outside it."""
    parts, possible = [], []
    for *values, hide in houses:
        shown = [None if h and v else v for v, h in zip(values, hide, strict=True)]
        parts.append(table(sum(values), *shown))
        free = [range(1, 37) if v is None else (v,) for v in shown]
        possible.append([p for p in product(*free) if sum(p) == sum(values)])
    found = sums(*parts)
    for place in range(3):
        ends = [[p[place] for p in each] for each in possible]
        low, high = sum(min(e) for e in ends), sum(max(e) for e in ends)
        if key(f"c{place}") in found:
            assert found[key(f"c{place}")] == Bound(low, high)
            assert high - low >= 4
