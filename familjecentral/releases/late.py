"""Late entries: what may be told of them without telling of a few.

A number told while entries still come in would be a state of the data between two issues: beside
the annual release it would tell how many came since, and those may be one. So a quarter tells
that none wait, or that some do. How many a year holds beyond its quarters follows from shown
numbers, which are protected together.
"""

from __future__ import annotations

from collections.abc import Sequence

from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.disclosure.table import Cell, TableSet
from familjecentral.releases.model import Release

# Contacts with people; groups held and structural activities are things.
CONTACTS = "contacts"
_FIRST = 1
_QUARTERS = 4


def late_to_tell(waiting: int) -> int | None:
    """Return 0 where no late entry waits, None where some do: their number is not told."""
    return 0 if waiting == 0 else None


def late_counted(
    period: Period,
    centres: Sequence[str],
    cells: TableSet,
    register: Sequence[Release],
    threshold: int,
) -> int | None:
    """Return how many contacts a year shows beyond the first issues of its quarters, as everybody
    can work it out; None where one of these numbers is hidden or not registered.

    ``threshold``: a smaller difference is not said in words, 0 is.
    """
    if period.type is not PeriodType.YEAR:
        return None
    quarters = [
        release
        for release in register
        if release.period.type is PeriodType.QUARTER
        and set(release.period.months) <= set(period.months)
        and release.centres == tuple(centres)
        and release.vintage == _FIRST
    ]
    found = ((release.period, total_cell(release.cells, centres)) for release in quarters)
    totals = {p: c.value for p, c in found if c is not None and isinstance(c.value, int)}
    year = total_cell(cells, centres)
    if year is None or not isinstance(year.value, int) or len(totals) < _QUARTERS:
        return None
    more = year.value - sum(totals.values())
    return more if more == 0 or more >= threshold else None


def total_cell(cells: TableSet, centres: Sequence[str]) -> Cell | None:
    """Return the number of contacts of all centres of a report, shown or hidden."""
    codes = (("centre", centres[0]),) if len(centres) == 1 else ()
    return next(
        (c for c in cells.cells if c.key.measure == CONTACTS and c.key.codes == codes), None
    )
