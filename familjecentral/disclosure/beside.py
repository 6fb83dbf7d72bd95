"""Two protected sets that were solved one after the other, as one."""

from __future__ import annotations

from dataclasses import replace

from familjecentral.disclosure.protect import Protection
from familjecentral.disclosure.safe import seal
from familjecentral.disclosure.table import TableSet
from familjecentral.errors import Bug


def beside(first: Protection, second: Protection, tables: TableSet) -> Protection:
    """Return both in the order of the tables they were made from. They share no measure: each
    measure is protected on its own, so the proof of each set is that of its part of the whole.

    Raises:
        Bug: a measure is in both.
    """
    one, other = first.safe.certificate, second.safe.certificate
    parts = (first.safe.tables, second.safe.tables)
    measures = [{cell.key.measure for cell in part.cells} for part in parts]
    if measures[0] & measures[1]:
        raise Bug("a measure was protected twice")
    values = {cell.key: cell.value for part in parts for cell in part.cells}
    cells = tuple(replace(c, value=values[c.key]) for c in tables.cells if c.key in values)
    ends = [c.smallest_interval for c in (one, other) if c.smallest_interval is not None]
    certificate = replace(
        one,
        shown=one.shown + other.shown,
        hidden_small=one.hidden_small + other.hidden_small,
        hidden_other=one.hidden_other + other.hidden_other,
        smallest_interval=min(ends, default=None),
        solver=max(one.solver, other.solver),  # "… heuristic" is the weaker word of the two
        seconds=one.seconds + other.seconds,
        proved=one.proved and other.proved,
        interrupted=one.interrupted or other.interrupted,
    )
    impossible = first.safe.impossible | second.safe.impossible
    safe = seal(TableSet(cells, tables.hierarchy), impossible, certificate)
    return Protection(safe, (*first.lost, *second.lost))
