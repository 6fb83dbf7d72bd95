"""Home visits told apart in a second table of the same field, and warm handovers beside all
referrals: somebody tries every way in which the contacts of a small quarter can have gone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TableSet
from familjecentral.statistics.cells import tables_of
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
    never_together,
)
from familjecentral.statistics.rule import policy_of, policy_text
from tests.unit.statistics.released import Codes, released, told_by

THRESHOLD, MOST = 5, 10
LEVELS = ("universal", "selective")
STORED = ("talk", "home_visit", "joint_home_visit")
# The same three, as somebody who was guided on by a handover together, otherwise, or not at all.
GUIDED = dict(zip(STORED, (("no", "no"), ("yes", "no"), ("yes", "yes")), strict=True))
WAYS = tuple(itertools.product(STORED, LEVELS))
FORM = Dimension(
    *("form", DimensionKind.CODE, "contact_form"),
    {"talk": ("talk", "missing"), "home_visit": ("home_visit", "joint_home_visit")},
    codes=("talk", "home_visit"),
)
VISIT = Dimension(
    *("visit", DimensionKind.CODE, "contact_form"),
    {"alone": ("home_visit",), "joint": ("joint_home_visit",), "other": ("missing",)},
    codes=("alone", "joint", "other"),
)
LEVEL = Dimension("level", DimensionKind.CODE, "prevention_level", {}, codes=LEVELS)
DECLARED = DeclaredSet(
    version=1,
    threshold=THRESHOLD,
    measures=(Measure("contacts", "individual", "people"),),
    dimensions=(FORM, VISIT, LEVEL),
    tables=(
        TableSpec("t5", "contacts", ("form", "level")),
        TableSpec("t18", "contacts", ("visit",)),
    ),
    total_weight=2,
)
# The same tables, as if nobody knew that they group one field.
APART = replace(DECLARED, dimensions=(FORM, replace(VISIT, field="another"), LEVEL))
ANY, WARM = (
    Dimension(key, DimensionKind.FLAG, key, {}, ("yes",), "no", ("yes", "no"))
    for key in ("referral.any", "referral.warm")
)
REFERRALS = replace(
    DECLARED,
    dimensions=(ANY, WARM, LEVEL),
    tables=(
        TableSpec("t11", "contacts", ("referral.any", "level")),
        TableSpec("t11", "contacts", ("referral.warm", "referral.any")),
    ),
)
Counts = Mapping[tuple[str, str], int]  # of stored form and level


@dataclass(frozen=True, slots=True)
class Quarter:
    """The contacts of one month; the other two had none, and everybody may think otherwise."""

    counts: Counts

    def rows(self) -> list[CountRow]:
        return [
            CountRow("C1", "2026-01", 1, spec.id, codes, n, 0, 0)
            for way, n in self.counts.items()
            for spec in (*DECLARED.tables, *REFERRALS.tables)
            for codes in [tuple(codes_of(way)[name] for name in spec.dimensions)]
        ]

    def says(self, codes: Codes) -> int:
        return sum(self.counts[way] for way in WAYS if counts_in(way, codes))


def codes_of(way: tuple[str, str]) -> dict[str, str]:
    stored, level = way
    guided, warm = GUIDED[stored]
    return {
        "form": FORM.reporting(stored),
        "visit": VISIT.reporting(stored),
        "level": level,
        "referral.any": guided,
        "referral.warm": warm,
    }


def counts_in(way: tuple[str, str], codes: Codes) -> bool:
    return all(codes_of(way)[name] == code for name, code in codes)


def releases_of(
    quarter: Quarter, periods: Sequence[str] = ("2026-Q1",), declared: DeclaredSet = DECLARED
) -> list[TableSet]:
    return released(quarter.rows(), periods, declared)


GRID = np.indices((MOST,) * len(WAYS), dtype=np.int8).reshape(len(WAYS), -1)


def found_out(quarter: Quarter, releases: list[TableSet]) -> list[Codes]:
    """Return the small numbers whose interval is too short, the counts behind both tables too."""
    told = told_by(releases)
    sums = {
        codes: sum((GRID[n] for n, way in enumerate(WAYS) if counts_in(way, codes)), 0 * GRID[0])
        for codes in told
    }
    fits = np.logical_and.reduce(
        [np.full(GRID.shape[1], fill_value=True)]
        + [sums[codes] >= 1 if v is None else sums[codes] == v for codes, v in told.items()]
    )
    assert fits.any()
    broken = []
    for codes, value in told.items():
        true = quarter.says(codes)
        if not 0 < true < THRESHOLD:
            continue
        assert value is None, codes
        low, high = int(sums[codes][fits].min()), int(sums[codes][fits].max())
        if high < THRESHOLD or high - low < THRESHOLD - 1:
            broken.append(codes)
    return broken


def small() -> list[Quarter]:
    draw = random.Random(7)
    sizes = ((0, 3, 6, 8), (0, 1, 2, 4, 7), (0, 1, 2, 3, 6))
    return [
        Quarter({(form, level): draw.choice(sizes[STORED.index(form)]) for form, level in WAYS})
        for _ in range(12)
    ]


def test_two_tables_of_one_field_give_nothing_away() -> None:
    """Neither the visits in both tables together, nor what is left of all contacts."""
    for quarter in small():
        assert not found_out(quarter, releases_of(quarter)), quarter


def test_warm_handovers_beside_referrals_give_nothing_away() -> None:
    """Nor does what is left of the referrals, the difference of two numbers."""
    for quarter in small():
        assert not found_out(quarter, releases_of(quarter, declared=REFERRALS)), quarter


def test_nor_does_a_month_beside_its_quarter() -> None:
    """A month that is published first, of a quarter in which nothing else happened."""
    for quarter in small()[:4]:
        month, whole = releases_of(quarter, ("2026-01", "2026-Q1"))
        assert not found_out(quarter, [month])
        assert not found_out(quarter, [month, whole])


def test_what_two_tables_tell_of_each_other_is_needed() -> None:
    """Protected as if they were strangers, the tables give small numbers away."""
    broken = [q for q in small() if found_out(q, releases_of(q, declared=APART))]
    assert broken


def test_a_share_of_nearly_all_visits_tells_of_the_rest() -> None:
    """Nine joint visits of ten tell of the one that was not: the difference is a cell too."""
    quarter = Quarter(dict.fromkeys(WAYS, 0) | {WAYS[0]: 8, WAYS[2]: 1, WAYS[4]: 9})
    told = told_by(releases_of(quarter))
    shown = [told[("visit", "joint"),], told[("visit", "other"),]]
    assert told[("visit", "alone"),] is None
    assert None in shown


def test_codes_that_cannot_meet_are_part_of_the_rule() -> None:
    """A talk is no visit. Lists of other fields, and yes/no lists, say nothing of each other."""
    pairs = {tuple(code for _, code in pair) for pair in never_together(DECLARED)}
    assert pairs == {("talk", "alone"), ("talk", "joint"), ("home_visit", "other")}
    rows = tables_of((), declared=DECLARED, period=Period.parse("2026-Q1"), vintage=1, centres=())
    assert policy_of(DECLARED, rows).impossible == never_together(DECLARED)
    assert '"impossible":[{"form":"talk","visit":"alone"}' in policy_text(DECLARED)
    assert not never_together(APART)


@pytest.mark.parametrize("codes", [("talk", "home_visit", "joint_home_visit"), ("talk",)])
def test_a_list_that_is_not_grouped_is_its_own_codes(codes: tuple[str, ...]) -> None:
    """A list as it is stored meets the groups that its codes are in."""
    plain = Dimension("plain", DimensionKind.CODE, "contact_form", {}, codes=codes)
    pairs = never_together(replace(DECLARED, dimensions=(plain, VISIT)))
    met = {(code, VISIT.reporting(code)) for code in codes}
    every = set(itertools.product(codes, VISIT.codes))
    assert {tuple(code for _, code in pair) for pair in pairs} == every - met
