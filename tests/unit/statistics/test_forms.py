"""Forms of a small quarter: somebody tries every way in which they can have been filled in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from familjecentral.disclosure.table import TableSet, Value
from familjecentral.statistics.declared import (
    CountRow,
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from tests.unit.statistics.released import Codes, released, told_by

THRESHOLD, MOST = 5, 16
BACK, ASKED = "form.returned", ("form.benefit", "form.confidence")
DECLARED = DeclaredSet(
    version=1,
    threshold=THRESHOLD,
    measures=(Measure("group_forms", "group_run", "people"),),
    dimensions=(
        Dimension(BACK, DimensionKind.FLAG, "returned", {}, ("yes",), "no", ("yes", "no")),
        *(
            Dimension(
                *(key, DimensionKind.FLAG, key.partition(".")[2], {}, ("yes",), "missing"),
                codes=("yes", "no", "missing"),
            )
            for key in ASKED
        ),
    ),
    tables=tuple(TableSpec("t15", "group_forms", (BACK, key)) for key in ASKED),
    total_weight=2,
)
Told = Mapping[Codes, Value]
Answers = tuple[int, int]  # yes, no


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms that came back and that did not, and what a question was answered."""

    returned: int
    lost: int
    answers: Mapping[str, Answers]

    def rows(self) -> Iterator[CountRow]:
        for question in self.answers:
            table = f"group_forms:{BACK}*{question}"
            for codes in itertools.product(("yes", "no"), ("yes", "no", "missing")):
                named = ((BACK, codes[0]), (question, codes[1]))
                yield CountRow("C1", "2026-01", 1, table, codes, self.says(named), 0, 0)

    def says(self, named: Codes) -> int:
        """Return what a cell says."""
        codes = dict(named)
        back, asked = codes.pop(BACK, ""), next(iter(codes.items()), None)
        came, lost = self.returned, self.lost
        if asked is not None:
            yes, no = self.answers[asked[0]]
            came = {"yes": yes, "no": no}.get(asked[1], self.returned - yes - no)
            lost = lost if asked[1] == "missing" else 0
        return {"yes": came, "no": lost}.get(back, came + lost)

    def agrees(self, told: Told) -> bool:
        return all(
            self.says(key) >= 1 if value is None else self.says(key) == value
            for key, value in told.items()
        )


def intervals(told: Told) -> dict[Codes, tuple[int, int]]:
    """Return what is left possible of each hidden cell. It is only how many forms came back that
    ties the questions to each other."""
    ends: dict[Codes, tuple[int, int]] = {}
    about = {q: {k: v for k, v in told.items() if q in dict(k)} for q in ASKED}
    base = {k: v for k, v in told.items() if all(k not in own for own in about.values())}
    for returned, lost in itertools.product(range(MOST), repeat=2):
        if not Forms(returned, lost, {}).agrees(base):
            continue
        found = [
            [
                way
                for yes in range(returned + 1)
                for no in range(returned + 1 - yes)
                if (way := Forms(returned, lost, {question: (yes, no)})).agrees(own)
            ]
            for question, own in about.items()
        ]
        if not all(found):
            continue
        for way, (_, own) in itertools.chain.from_iterable(
            itertools.product(same, [item]) for same, item in zip(found, about.items(), strict=True)
        ):
            for key in (k for k, v in {**base, **own}.items() if v is None):
                n = way.says(key)
                low, high = ends.get(key, (n, n))
                ends[key] = min(low, n), max(high, n)
    return ends


def small() -> list[Forms]:
    draw = random.Random(4)
    found = []
    for _ in range(10):
        returned = draw.randint(4, 10)
        answers = {}
        for question in ASKED:
            yes = draw.randint(0, returned)
            answers[question] = yes, draw.randint(0, returned - yes)
        found.append(Forms(returned, draw.choice((0, 2, 6)), answers))
    return found


def found_out(forms: Forms, releases: list[TableSet]) -> list[Codes]:
    """Return the small numbers whose interval is too short."""
    told = told_by(releases)
    assert all(v is None or not isinstance(v, int) or not 0 < v < THRESHOLD for v in told.values())
    return [
        key
        for key, (low, high) in intervals(told).items()
        if 0 < forms.says(key) < THRESHOLD and (high < THRESHOLD or high - low < THRESHOLD - 1)
    ]


@pytest.mark.parametrize("periods", [("2026-Q1",), ("2026-01", "2026-Q1")])
def test_two_questions_to_the_same_forms_give_nothing_away(periods: tuple[str, ...]) -> None:
    """Neither by how many came back, nor by the other question, nor by a month of the quarter,
    of which everybody knows that no group ended in the others."""
    for forms in small():
        assert not found_out(forms, released([*forms.rows()], periods, DECLARED)), forms


def test_the_stranger_sees_what_each_table_tells_of_the_other() -> None:
    """A form that did not come back is found where only the answers are protected."""
    forms = Forms(8, 2, dict.fromkeys(ASKED, (8, 0)))
    (whole,) = released([*forms.rows()], ("2026-Q1",), DECLARED)
    assert not found_out(forms, [whole])
    told = dict(told_by([whole]))
    told[(BACK, "yes"),] = 8
    told[()] = 10
    low, high = intervals(told)[(BACK, "no"),]
    assert low == high == 2
