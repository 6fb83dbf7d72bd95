"""How many late entries may be told."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.calendar.periods import Period
from familjecentral.releases.late import MOST_TOLD, late_to_tell
from familjecentral.releases.model import LateTold

SCOPES = (
    ("2026-Q1", ("C1",)),
    ("2026-Q1", ("C2",)),
    ("2026-Q1", ("C1", "C2")),
    ("2026-Q2", ("C1",)),
    ("2026-H1", ("C1",)),
    ("2026-H1", ("C1", "C2")),
)


def scope(period: str, *centres: str, number: int) -> LateTold:
    return LateTold(Period.parse(period), centres, number)


@pytest.mark.parametrize(
    ("period", "centres", "number", "expected"),
    [
        ("2026-Q1", ("C1",), 6, 6),
        ("2026-Q1", ("C1",), 7, None),
        ("2026-Q1", ("C1",), 0, 0),
        ("2026-Q1", ("C1",), 11, 11),
        ("2026-Q1", ("C1", "C2"), 8, None),
        ("2026-Q1", ("C2",), 8, 8),
        ("2026", ("C1",), 7, None),
        ("2026-Q2", ("C1",), 7, 7),
        ("2026-Q2", ("C1",), 3, None),
        ("2026-Q2", ("C1",), 0, 0),
    ],
)
def test_late_entries_are_told_in_steps_of_the_threshold(
    period: str, centres: tuple[str, ...], number: int, expected: int | None
) -> None:
    """Counted from zero and from each number told of an overlapping period and centres."""
    told = [LateTold(Period.parse("2026-Q1"), ("C1",), 6)]
    now = LateTold(Period.parse(period), centres, number)
    assert late_to_tell(now, told, 5) == expected


def test_sums_of_several_scopes_are_told_in_steps_too() -> None:
    """6 and 6 of two houses and 13 of both tell of one entry, though each pair differs by 7."""
    told = [scope("2026-Q1", "C1", number=6), scope("2026-Q1", "C2", number=6)]
    both = scope("2026-Q1", "C1", "C2", number=13)
    assert late_to_tell(both, told[:1], 5) == 13
    assert late_to_tell(both, told, 5) is None
    assert late_to_tell(scope("2026-Q1", "C1", "C2", number=17), told, 5) == 17
    year = scope("2026", "C1", number=30)
    halves = [scope("2026-H1", "C1", number=13), scope("2026-Q3", "C1", number=6)]
    assert late_to_tell(year, halves, 5) == 30
    assert late_to_tell(year, [*halves, scope("2026-Q4", "C1", number=9)], 5) is None


def test_what_has_been_told_can_be_told_again() -> None:
    """It tells nothing new, whatever else was told since."""
    six = scope("2026-Q1", "C1", number=6)
    assert late_to_tell(six, [six, scope("2026-Q1", "C1", number=7)], 5) == 6


def test_where_too_much_was_told_nothing_more_is() -> None:
    """The sums would be too many to try."""
    told = [scope("2026-Q1", "C1", number=5 * n) for n in range(1, MOST_TOLD + 2)]
    assert late_to_tell(scope("2026-Q1", "C1", number=200), told[:-1], 5) == 200
    assert late_to_tell(scope("2026-Q1", "C1", number=200), told, 5) is None
    assert late_to_tell(scope("2026-Q2", "C1", number=200), told, 5) == 200


@given(
    st.lists(
        st.tuples(st.sampled_from(SCOPES), st.dictionaries(
            st.tuples(st.sampled_from(["Q1", "Q2"]), st.sampled_from(["C1", "C2"])),
            st.integers(0, 9),
        )),
        max_size=5,
    )
)  # fmt: skip
def test_no_told_numbers_can_be_combined_to_a_few(asked: list) -> None:
    """Whatever grows between the tellings: a sum of houses and quarters, taken from another of the
    same places or from one number that holds them, is zero or at least the threshold."""
    now: dict[tuple[str, str], int] = {}
    told: list[LateTold] = []
    for (period, centres), grown in asked:
        for place, number in grown.items():
            now[place] = now.get(place, 0) + number
        quarters = ("Q1", "Q2") if period.endswith("H1") else (period[-2:],)
        number = sum(now.get((q, c), 0) for q in quarters for c in centres)
        new = scope(period, *centres, number=number)
        if late_to_tell(new, told, 5) is not None:
            told.append(new)
    sums = []
    for chosen in chain.from_iterable(combinations(told, n) for n in range(len(told) + 1)):
        places = [(m, c) for t in chosen for m in t.period.months for c in t.centres]
        if len(places) == len(set(places)):
            sums.append((set(places), sum(t.number for t in chosen), len(chosen)))
    for more, high, count in sums:
        for less, low, _ in sums:
            if less == more or (count == 1 and less < more):
                assert abs(high - low) == 0 or abs(high - low) >= 5
