"""Two sets that were protected one after the other, as one."""

from __future__ import annotations

import pytest

from familjecentral.disclosure.attack import attack
from familjecentral.disclosure.attack_policy import AttackPolicy
from familjecentral.disclosure.beside import beside
from familjecentral.disclosure.policy import Policy
from familjecentral.disclosure.protect import Protection, solve
from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.errors import Bug


def table(measure: str, **values: int) -> TableSet:
    """Return counts by a code, and their total."""
    cells = [
        Cell(Key(measure, ("2026-01",), 1, (("code", code),)), n, measure)
        for code, n in values.items()
    ]
    return TableSet((*cells, Cell(Key(measure, ("2026-01",), 1, ()), sum(values.values()))))


def protection(tables: TableSet) -> Protection:
    return solve(tables, policy=Policy(), advise=False)


def test_both_stand_in_the_order_of_the_whole() -> None:
    """The certificate speaks of both, and each is hidden as it was alone."""
    one, other = table("people", a=3, b=9, c=20), table("answers", a=30, b=8)
    whole = TableSet((*other.cells, *one.cells))
    first, second = protection(one), protection(other)
    made = beside(first, second, whole).safe
    assert [cell.key for cell in made.tables.cells] == [cell.key for cell in whole.cells]
    hidden = {cell.key for cell in made.tables.cells if cell.value is None}
    assert hidden == {cell.key for cell in first.safe.tables.cells if cell.value is None}
    said = made.certificate
    assert (said.shown, said.hidden_small + said.hidden_other) == (5, 2)
    assert said.smallest_interval == first.safe.certificate.smallest_interval
    assert said.proved


def test_no_measure_is_protected_twice() -> None:
    """What each half hides could be worked out from the other."""
    one = protection(table("people", a=3, b=9, c=20))
    with pytest.raises(Bug):
        beside(one, one, TableSet(()))


def test_codes_that_a_measure_lacks_are_asked_for_together() -> None:
    """Rows of some codes, without a total: the truth of the rest is not known, and not needed."""
    rows = TableSet(
        tuple(
            Cell(Key("attendance", ("2026-01",), 1, (("code", "a"), *side)), n, "t")
            for side, n in (((), 30), ((("came", "yes"),), 21), ((("came", "no"),), 9))
        )
    )
    people = table("people", a=9, b=8, c=20)
    truth = TableSet((*people.cells, *rows.cells))
    report = attack([people, rows], thresholds=AttackPolicy(), truth=truth)
    assert report.safe
