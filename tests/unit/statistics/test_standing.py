"""Which rows on places and attendance are cells: told by what is published, never by a number."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.disclosure.table import Cell, Key, TableSet, Value
from familjecentral.statistics.cells import CENTRE
from familjecentral.statistics.standing import (
    Standing,
    carries,
    standing_in_all,
    standing_set,
)
from tests.group_quarters import (
    ATTENDANCE,
    DECLARED,
    PEOPLE,
    PLACES,
    PRESENT,
    THRESHOLD,
    Run,
    counted,
    least,
    most,
    released,
)

WHOLE = (Run("a", (7, 0, 0), missed=9), Run("b", (6, 0, 0), missed=9))
SPRING = (*WHOLE, *(replace(run, month="2026-04") for run in WHOLE))


def rows(
    runs: Sequence[Run],
    period: str = "2026-Q1",
    earlier: Sequence[TableSet] = (),
    hidden: Mapping[str, str] | None = None,
    centres: Sequence[str] = ("C1",),
) -> set[str]:
    """Return the rows that stand, such as ``places a`` or ``attendance`` (of all programmes).

    ``hidden``: dimension → code of participants that the protection is to have hidden.
    """
    own = Standing(DECLARED, counted(runs, period, centres), earlier)
    away = set((hidden or {}).items())
    cells = (
        replace(cell, value=None)
        if cell.key.measure == PEOPLE and away & set(cell.key.codes)
        else cell
        for cell in own.first.cells
    )
    second = own.second(TableSet(tuple(cells)))
    return {
        " ".join((cell.key.measure.removeprefix("group_"), *named))
        for cell in second.cells
        if PRESENT not in (codes := dict(cell.key.codes))
        for named in ([codes["programme"]] if "programme" in codes else [],)
    }


EVERY = {"places", "places a", "places b", "attendance", "attendance a", "attendance b"}


def test_every_row_stands_where_all_participants_are_shown() -> None:
    """The sums of both programmes too."""
    assert rows(WHOLE) == EVERY
    assert rows(()) == EVERY  # no group ended: zeros


def test_a_programme_with_hidden_participants_has_no_rows() -> None:
    """Nor is there a sum over programmes that it could be taken from; places have their sum, for
    the participants have theirs."""
    assert rows(WHOLE, hidden={"programme": "a"}) == {"places", "attendance b"}


def test_no_attendance_stands_where_a_way_through_the_course_is_hidden() -> None:
    """Absences tell who cannot have completed."""
    assert rows(WHOLE, hidden={"course": "other"}) == EVERY - {
        "attendance", "attendance a", "attendance b",
    }  # fmt: skip


def test_groups_held_differently_have_no_common_row() -> None:
    """Two equations would tell two groups apart."""
    mixed = (*WHOLE, Run("a", (5, 0, 0), held=10, missed=5))
    assert rows(mixed) == EVERY - {"attendance", "attendance a"}


def test_few_sessions_carry_no_attendance() -> None:
    """Of three sessions nobody who completed missed one: the absences would be known."""
    assert rows((Run("a", (6, 0, 0), held=3), WHOLE[1])) == EVERY - {"attendance", "attendance a"}


def test_a_hidden_row_has_no_sum_beside_it() -> None:
    """Three absences are small; with the sum of all programmes they could be worked out."""
    few = (replace(WHOLE[0], missed=3), WHOLE[1])
    assert rows(few) == EVERY - {"attendance"}
    (quarter,) = released(few, ["2026-Q1"])
    values = {
        (codes["programme"], codes.get(PRESENT)): cell.value
        for cell in quarter.cells
        if cell.key.measure == ATTENDANCE
        for codes in (dict(cell.key.codes),)
    }
    assert values == {
        ("a", None): 56, ("a", "yes"): None, ("a", "no"): None,
        ("b", None): 48, ("b", "yes"): 39, ("b", "no"): 9,
    }  # fmt: skip


def test_longer_periods_hold_sums_of_what_was_shown() -> None:
    """Both quarters stood: so does the half-year. One of them did not: nor does the half-year."""
    quarters = released(SPRING, ["2026-Q1", "2026-Q2"])
    assert rows(SPRING, "2026-H1", quarters) == EVERY
    few = (*WHOLE, replace(WHOLE[0], month="2026-04", missed=2), SPRING[3])
    quarters = released(few, ["2026-Q1", "2026-Q2"])
    assert rows(few, "2026-H1", quarters) == EVERY - {"attendance", "attendance a"}
    assert "attendance b" not in rows(SPRING, "2026-H1", quarters[:1])
    alone = (WHOLE[0], SPRING[2])
    quarters = released((*WHOLE, SPRING[2]), ["2026-Q1", "2026-Q2"])
    assert "attendance b" in rows((*WHOLE, SPRING[2]), "2026-H1", quarters)
    assert rows(alone, "2026-H1") == EVERY


def test_a_period_that_cuts_another_has_no_attendance() -> None:
    """Three quarters and the second half share one quarter."""
    runs = (*WHOLE, *(replace(run, month="2026-08") for run in WHOLE))
    earlier = released(runs, ["2026-H2"])
    assert not {r for r in rows(runs, "2026-YTD3", earlier) if r.startswith("attendance")}


def test_a_part_of_what_has_attendance_does_not_tell_how_people_came_through() -> None:
    """Attendance of the half-year would tell of the quarter; the quarter again may repeat it."""
    half = released(SPRING, ["2026-H1"])
    part = Standing(DECLARED, counted(SPRING, "2026-Q1"), half)
    assert not any("course" in dict(cell.key.codes) for cell in part.first.cells)
    assert not any(cell.key.measure == ATTENDANCE for cell in part.second(part.first).cells)
    again = Standing(DECLARED, counted(SPRING, "2026-H1"), half)
    assert any("course" in dict(cell.key.codes) for cell in again.first.cells)
    quarters = released(SPRING, ["2026-Q1", "2026-Q2", "2026-H1"])
    assert rows(SPRING, "2026-Q1", quarters) == EVERY


def test_a_centre_is_a_part_of_all_centres() -> None:
    """Attendance of all houses would tell of one house; of houses one by one it adds up."""
    houses = (*WHOLE, *(replace(run, centre="C2") for run in WHOLE))
    both = ("C1", "C2")
    together = released(houses, ["2026-Q1"], both)
    assert "attendance a" not in rows(houses, earlier=together)
    one = released(houses, ["2026-Q1"], ("C1",))
    other = released(houses, ["2026-Q1"], ("C2",))
    assert rows(houses, earlier=[*one, *other], centres=both) == EVERY
    assert "attendance a" not in rows(houses, earlier=one, centres=both)
    assert rows(houses, earlier=other) == EVERY  # another house says nothing of this one


def test_what_was_hidden_in_one_state_of_the_data_is_not_shown() -> None:
    """A later issue of the same quarter does not make up for it."""
    (first,) = released(WHOLE, ["2026-Q1"])
    assert rows(WHOLE, earlier=[first]) == EVERY
    dark = TableSet(
        tuple(
            replace(cell, value=None) if ("course", "other") in cell.key.codes else cell
            for cell in first.cells
        )
    )
    for earlier in ([first, dark], [dark, first]):
        found = rows(WHOLE, earlier=earlier)
        assert found == EVERY - {"attendance", "attendance a", "attendance b"}


@pytest.mark.parametrize("without", ["course", "programme"])
def test_a_house_without_the_tables_behind_has_no_rows(without: str) -> None:
    """A table set that tells less of participants has nothing for the rows to stand beside."""
    lacking = [s for s in DECLARED.tables if (s.measure, s.dimensions) != (PEOPLE, (without,))]
    declared = replace(DECLARED, tables=tuple(lacking))
    full = counted(WHOLE, "2026-Q1")
    cells = tuple(
        cell
        for cell in full.tables.cells
        if cell.key.measure != PEOPLE or without not in dict(cell.key.codes)
    )
    own = Standing(declared, replace(full, tables=replace(full.tables, cells=cells)), ())
    assert not any(cell.key.measure == ATTENDANCE for cell in own.second(own.first).cells)


def test_the_set_of_a_release_lacks_tables_of_which_nothing_stands() -> None:
    """A sum alone keeps its table."""

    def kept(cells: Sequence[Cell]) -> set[tuple[str, tuple[str, ...]]]:
        return {(s.measure, s.dimensions) for s in standing_set(DECLARED, TableSet(cells)).tables}

    cells = counted(WHOLE, "2026-Q1").tables.cells
    every = {(s.measure, s.dimensions) for s in DECLARED.tables}
    assert kept(cells) == every
    assert kept([c for c in cells if c.key.measure != ATTENDANCE]) == {
        one for one in every if one[0] != ATTENDANCE
    }
    few = [c for c in cells if c.key.measure != PLACES or len(c.key.codes) == 1]
    assert {name for name, _ in few[-1].key.codes} >= {CENTRE}
    assert kept(few) == every


def test_a_joint_report_holds_the_rows_that_stand_in_every_store() -> None:
    """A row that one store lacks could be zero there: it is not written as hidden."""
    whole, few = (counted(WHOLE, "2026-Q1").tables for _ in range(2))
    away = ("programme", "a")
    few = replace(
        few,
        cells=tuple(c for c in few.cells if c.key.measure != ATTENDANCE or away not in c.key.codes),
    )
    parts = standing_in_all({"S1": whole, "S2": few})
    assert parts == {"S1": few, "S2": few}


@given(st.integers(1, 9), st.integers(1, 10), st.integers(1, 10), st.integers(3, 10))
def test_a_row_is_carried_when_every_way_through_leaves_its_absences_open(
    people: int, held: int, share: int, threshold: int
) -> None:
    """The rule by its words: whoever knows everybody's way still finds a wide interval."""
    enough = -(-share * held // 10)

    def is_open(went: tuple[int, int, int]) -> bool:
        run = Run("a", went, held=held)
        low = went[1] * (held - enough + 1) + went[2] * (held - 1)
        high = went[0] * (held - enough) + (went[1] + went[2]) * (held - 1)
        if enough == run.enough:
            assert (low, high) == (least(run, went), most(run, went))
        may_be_small = low < threshold
        return not may_be_small or (high >= threshold and high - max(low, 1) >= threshold - 1)

    ways = (
        (people - other - first, other, first)
        for other, first in itertools.product(range(people + 1), repeat=2)
        if other + first <= people
    )
    assert carries(people, held, enough, threshold) == all(map(is_open, ways))


def test_an_ordinary_group_carries_its_attendance() -> None:
    """Eight people and eight sessions do; four people, or three sessions, do not."""
    assert carries(8, 8, 6, THRESHOLD)
    assert carries(5, 4, 3, THRESHOLD)
    assert not carries(4, 4, 3, THRESHOLD)
    assert not carries(8, 3, 3, THRESHOLD)
    assert not carries(6, 4, 3, 10)


def test_a_hidden_number_of_people_is_no_number() -> None:
    """Hidden cells have neither value nor bound here."""
    value: Value = None
    key = Key(PEOPLE, ("2026-01",), 1, ((CENTRE, "C1"), ("programme", "a")))
    own = Standing(DECLARED, counted(WHOLE, "2026-Q1"), [TableSet((Cell(key, value),))])
    assert not any(cell.key.measure == ATTENDANCE for cell in own.second(own.first).cells)
