"""Somebody who sees how participants, places and attendance hang together finds nothing small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familjecentral.disclosure.table import TableSet
from familjecentral.errors import NotPublishable
from familjecentral.statistics.declared import DeclaredSet
from tests.group_quarters import (
    ATTENDANCE,
    DECLARED,
    MERGED,
    PLACES,
    Run,
    Stranger,
    least,
    most,
    naive,
    released,
)

# Ten completed, five came now and then, one came once; all missed as little as they could.
FEW_MISSED = (Run("a", (10, 5, 1), missed=22, free=4),)
# Three and five came to groups with five places each: hidden, and eight together.
FEW_PLACES = (Run("a", (3, 0, 0), free=2), Run("b", (5, 0, 0), free=0))
# All through the course, and attendance of one of the groups with few absences.
ALL_THROUGH = (Run("a", (7, 0, 0), missed=3, free=1), Run("b", (6, 0, 0), missed=9))


def standing(release: TableSet, measure: str) -> dict[str, int | None]:
    """Return programme (and yes or no) → what is published of a measure."""
    return {
        "/".join(code for name, code in cell.key.codes if name != "centre"): cell.value
        for cell in release.cells
        if cell.key.measure == measure and (cell.value is None or isinstance(cell.value, int))
    }


@st.composite
def runs(
    draw: st.DrawFn, month: str = "2026-01", most_people: int = 8, programmes: str = "ab"
) -> Run:
    went = draw(
        st.tuples(
            st.sampled_from((0, 4, 5, 6, 7)),
            st.sampled_from((0, 0, 0, 1, 2, 5)),
            st.sampled_from((0, 0, 0, 1, 5)),
        ).filter(lambda went: 1 <= sum(went) <= most_people)
    )
    run = Run(
        draw(st.sampled_from(programmes)),
        went,
        held=draw(st.sampled_from((8, 8, 4, 3))),
        free=draw(st.integers(0, 4)),
        month=month,
    )
    low, high = least(run, went), most(run, went)
    return replace(run, missed=min(high, low + draw(st.sampled_from((0, 0, 1, 3, 20)))))


@pytest.mark.parametrize("groups", [FEW_MISSED, FEW_PLACES])
def test_publishing_every_row_would_give_small_numbers_away(groups: Sequence[Run]) -> None:
    """Each measure by itself is safe, together they are not; by the rule for rows they are."""
    every = naive(groups, "2026-Q1")
    assert not Stranger(groups, [every], relates=False).breaches()
    assert Stranger(groups, [every]).breaches()
    assert not Stranger(groups, released(groups, ["2026-Q1"])).breaches()


def test_rows_stand_where_all_that_they_could_tell_is_shown() -> None:
    """Few absences are hidden with the presence beside them; the sum over programmes then goes."""
    (quarter,) = released(ALL_THROUGH, ["2026-Q1"])
    assert standing(quarter, PLACES) == {"a": 8, "b": 6, "": 14}
    assert standing(quarter, ATTENDANCE) == {
        "a": 56, "yes/a": None, "no/a": None, "b": 48, "yes/b": 39, "no/b": 9,
    }  # fmt: skip
    assert not Stranger(ALL_THROUGH, [quarter]).breaches()


@settings(max_examples=30)
@given(st.lists(runs(), min_size=1, max_size=2))
def test_no_quarter_can_be_solved_by_its_relations(groups: list[Run]) -> None:
    """Whatever the groups were like: hidden participants, ways and absences stay uncertain."""
    assert not Stranger(groups, released(groups, ["2026-Q1"])).breaches()


@settings(max_examples=20)
@given(
    st.tuples(runs(most_people=7), runs("2026-04", most_people=7)),
    st.sampled_from(
        (
            ("2026-Q1", "2026-Q2", "2026-H1"),
            ("2026-Q1", "2026-H1", "2026-Q2"),
            ("2026-H1", "2026-Q1"),
            ("2026-Q2", "2026-01", "2026-H1"),
        )
    ),
)
def test_no_sequence_can_be_solved_by_its_relations(
    groups: tuple[Run, Run], periods: tuple[str, ...]
) -> None:
    """Quarters and the half-year, in any order, by somebody who has read the notice board."""
    try:
        releases = released(groups, periods)
    except NotPublishable:
        return  # a coarser table is proposed, and this one is not published
    assert not Stranger(groups, releases).breaches()


def test_a_house_that_merges_what_is_rare_sees_attendance() -> None:
    """One who came once hides how all came through; counted with the others nothing is hidden."""
    apart = released(FEW_MISSED, ["2026-Q1"])
    together = released(FEW_MISSED, ["2026-Q1"], sets=[MERGED])
    assert not standing(apart[0], ATTENDANCE)
    assert standing(together[0], ATTENDANCE)["no/a"] == 22
    assert not Stranger(FEW_MISSED, together).breaches()


@pytest.mark.parametrize(
    ("periods", "sets"),
    [
        (("2026-Q1", "2026-H1"), (MERGED, DECLARED)),
        (("2026-H1", "2026-Q1"), (DECLARED, MERGED)),
        (("2026-H1", "2026-Q1"), (MERGED, DECLARED)),
        (("2026-Q1", "2026-H1"), (DECLARED, MERGED)),
        (("2026-Q1", "2026-Q1"), (MERGED, DECLARED)),
    ],
)
def test_ways_are_not_told_apart_beside_attendance(
    periods: tuple[str, ...], sets: tuple[DeclaredSet, ...]
) -> None:
    """Who came once would be exact, were the ways told apart in another release, by another set
    of tables, before or after: then either the ways or the attendance are left out."""
    releases = released(FEW_MISSED, periods, sets=sets)
    assert not Stranger(FEW_MISSED, releases).breaches()
    told = {dict(cell.key.codes).get("course") for release in releases for cell in release.cells}
    has_attendance = any(standing(release, ATTENDANCE) for release in releases)
    assert not (has_attendance and "only_first" in told)


@settings(max_examples=25, deadline=None)
@given(groups=st.lists(runs(), min_size=1, max_size=2), swap=st.booleans())
def test_nothing_small_is_found_where_ways_are_merged(groups: list[Run], swap: bool) -> None:
    """Whatever way the groups have gone, by one set of tables or by two."""
    sets = [MERGED, DECLARED] if swap else [MERGED, MERGED]
    try:
        releases = released(groups, ["2026-Q1", "2026-H1"], sets=sets)
    except NotPublishable:
        return
    assert not Stranger(groups, releases).breaches()
