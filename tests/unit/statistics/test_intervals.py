"""The intervals of hidden sums, in the words and the order of the printed tables."""

from __future__ import annotations

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import Bound, Key
from familjecentral.export.figures import grouped
from familjecentral.statistics.intervals import interval_words
from familjecentral.statistics.printed import shapes
from tests.unit.export import sample

QUARTER = Period.parse("2026-Q3")
MONTHS = tuple(str(month) for month in QUARTER.months)
DECLARED = sample.declared_set()
SHAPES = shapes(DECLARED, sample.labels(DECLARED), ["S1", "S2"], QUARTER)


def said(*given: tuple[str, tuple[str, ...], dict[str, str], int, int]) -> tuple[str, ...]:
    bounds = {
        Key(measure, months, 1, tuple(sorted(codes.items()))): Bound(low, high)
        for measure, months, codes, low, high in given
    }
    return interval_words(SHAPES, bounds, QUARTER, grouped)


def test_rows_come_as_in_the_table_with_their_columns_after_them() -> None:
    """A row is named once, its total first, whatever order the cells come in."""
    topics = [line for line in next(s for s in SHAPES if s.number == "3").rows if line.codes]
    first, second = (dict(line.codes) for line in topics[:2])
    assert said(
        ("contacts", MONTHS, {"level": "indicated", **second}, 7, 34),
        ("contacts", MONTHS, {"level": "selective", **first}, 11, 1224),
        ("contacts", MONTHS, second, 41, 54),
        ("contacts", MONTHS, {"level": "indicated", **first}, 3, 60),
    ) == (
        f"Tabell 3: {topics[0].label}: Selektiv 11–1\u202f224, Indikerad 3–60; "
        f"{topics[1].label}: totalt 41–54, Indikerad 7–34.",
    )


def test_a_month_is_said_under_the_table_of_months_and_a_list_without_its_columns() -> None:
    """Each under the very table that has the number."""
    visitors = next(s for s in SHAPES if s.number == "17b")
    child = dict(visitors.columns[1].codes)
    measure = visitors.columns[1].measure
    assert said((measure, MONTHS[:1], child, 2, 49)) == ("Tabell 17b: Juli: Barn 2–49.",)
    assert said((measure, MONTHS, child, 2, 49)) == ("Tabell 17a: Barn 2–49.",)


def test_what_is_not_on_paper_is_not_said() -> None:
    """The no of a yes/no list is what is left of the total."""
    absent = {"participants.mother": "no"}
    assert said(("contacts", MONTHS, absent, 2, 49)) == ()
    there = {"participants.mother": "yes"}
    assert said(("contacts", MONTHS, there, 2, 49)) == ("Tabell 10: Mamma deltog: totalt 2–49.",)
