"""Late entries: what may be told of them without telling of a few.

A number told while entries still come in would be a state of the data between two issues: beside
the annual release it would tell how many came since, and those may be one. So a quarter tells
that none wait, or that some do. How many a year holds beyond its quarters follows from shown
numbers, which are protected together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.disclosure.table import TableSet
from familjecentral.releases.model import Release

# Contacts with people; groups held and structural activities are things.
_MEASURE = "contacts"
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
    totals = {r.period: number for r in quarters for number in _totals(r.cells, centres)}
    for year in _totals(cells, centres):
        more = year - sum(totals.values())
        if len(totals) == _QUARTERS and (more == 0 or more >= threshold):
            return more
    return None


def _totals(cells: TableSet, centres: Sequence[str]) -> Iterator[int]:
    """Yield the number of contacts of all centres of a report, if it is shown."""
    codes = (("centre", centres[0]),) if len(centres) == 1 else ()
    for cell in cells.cells:
        if cell.key.measure == _MEASURE and cell.key.codes == codes:
            if isinstance(cell.value, int):
                yield cell.value
            return
