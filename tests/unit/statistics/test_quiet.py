"""What the notice board tells between two releases: where nobody of a programme can have been."""

from __future__ import annotations

from dataclasses import replace

from familjecentral.disclosure.table import Cell, Key, TableSet
from familjecentral.statistics.cells import CENTRE
from familjecentral.statistics.quiet import Ended, told_by_calendar
from tests.group_quarters import DECLARED, PEOPLE, Run, Stranger, calendar, counted, released

SPRING = (Run("a", (0, 0, 2)), Run("b", (5, 1, 0), month="2026-04"))


def zeros(*releases: TableSet, ended: Ended, period: str = "2026-H1") -> dict[str, set[str]]:
    """Return what is added to the releases: months (first and last) → centre and programme."""
    new = counted(SPRING, period).tables
    told = told_by_calendar(DECLARED, new, releases, ended)
    before = {id(cell) for tables in releases for cell in tables.cells}
    found: dict[str, set[str]] = {}
    for cell in (c for tables in told for c in tables.cells if id(c) not in before):
        assert cell.value == 0
        assert cell.key.measure == PEOPLE
        codes = dict(cell.key.codes)
        where = f"{codes.get(CENTRE, '')} {codes['programme']}".strip()
        found.setdefault(f"{cell.key.period[0]} {cell.key.period[-1]}", set()).add(where)
    return found


def test_a_quarter_and_its_half_year_tell_of_the_other_quarter() -> None:
    """Both halves of it, each by the programmes that had no group."""
    first = counted(SPRING, "2026-Q1").tables
    assert zeros(first, ended=calendar(SPRING, ("C1",))) == {
        "2026-01 2026-03": {"C1 b"}, "2026-04 2026-06": {"C1 a"},
    }  # fmt: skip


def test_months_that_nobody_knows_of_tell_nothing() -> None:
    """They are open, or were counted by a table set without places."""
    first = counted(SPRING, "2026-Q1").tables
    whole = calendar(SPRING, ("C1",))
    known = replace(whole, months=whole.months - {("C1", "2026-05")})
    assert zeros(first, ended=known) == {"2026-01 2026-03": {"C1 b"}}
    assert zeros(first, ended=Ended()) == {}


def test_without_earlier_releases_of_participants_there_is_nothing_to_add() -> None:
    """Zeros of a release stand in it anyway."""
    other = TableSet((Cell(Key("contacts", ("2026-01",), 1, ()), 7),))
    assert zeros(ended=calendar(SPRING, ("C1",))) == {}
    assert zeros(other, ended=calendar(SPRING, ("C1",))) == {}


def test_all_centres_together_tell_of_each() -> None:
    """A house that is not published by itself has its notice board too."""
    both = (*SPRING, Run("b", (6, 0, 0), centre="C2"))
    all_of = counted(both, "2026-Q1", ("C1", "C2")).tables
    found = zeros(all_of, ended=calendar(both, ("C1", "C2")), period="2026-Q1")
    assert found == {"2026-01 2026-03": {"C1 b", "C2 a"}}


def test_a_half_year_after_one_quarter_cannot_be_solved_by_the_calendar() -> None:
    """Two who came once, in the only programme of the quarter: the rest is the other quarter."""
    releases = released(SPRING, ["2026-Q1", "2026-H1"])
    assert not Stranger(SPRING, releases).breaches()
