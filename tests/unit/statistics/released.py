"""Releases of small tables one after another, and what all of them tell together."""

from __future__ import annotations

from collections.abc import Sequence

from familjecentral.calendar.periods import Period
from familjecentral.disclosure.table import TableSet, Value
from familjecentral.releases.propose import Known, protected
from familjecentral.statistics.cells import tables_of, truth_of
from familjecentral.statistics.declared import CountRow, DeclaredSet

Codes = tuple[tuple[str, str], ...]
ONE = ("C1",)


def released(
    rows: Sequence[CountRow], periods: Sequence[str], declared: DeclaredSet
) -> list[TableSet]:
    """Return the releases of some periods, each protected against those before it."""
    found: list[TableSet] = []
    for text in periods:
        truth = tuple(truth_of(t, rows, declared=declared, centres=ONE) for t in found)
        period = Period.parse(text)
        counted = tables_of(rows, declared=declared, period=period, vintage=1, centres=ONE)
        made = protected(declared, counted, Known(tuple(found), truth), lambda _: None)
        found.append(made.safe.tables)
    return found


def told_by(releases: Sequence[TableSet]) -> dict[Codes, Value]:
    """Return what the first release tells, without the centre, and what later ones add to it."""
    found: dict[Codes, Value] = {}
    for cell in (cell for tables in releases for cell in tables.cells):
        named = tuple(pair for pair in cell.key.codes if pair[0] != "centre")
        if found.get(named) is None:
            found[named] = cell.value
    return found
