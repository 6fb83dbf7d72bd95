"""Why the number of contacts of a whole report is hidden, as everybody can see it.

Only what is published decides: which numbers the report and earlier releases show or hide. Whether
the number is small itself, or hidden for the sake of another, is not looked at and not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from familjecentral.calendar.periods import Period, PeriodType
from familjecentral.disclosure.table import TableSet
from familjecentral.releases.late import total_cell
from familjecentral.releases.model import Release, ReleaseStatus

_PARTS = (PeriodType.QUARTER, PeriodType.HALF_YEAR, PeriodType.TERTIAL, PeriodType.MONTH)


class Why(StrEnum):
    """What stands in the way of showing the number."""

    LATE = "late"  # its parts are published, and it counts late entries besides
    PART = "part"  # some of its parts are published and others hidden
    EARLIER = "earlier"  # other releases have months in common with it
    ALONE = "alone"  # nothing that is published touches it


@dataclass(frozen=True, slots=True)
class HiddenTotal:
    """A hidden number of contacts.

    Attributes:
        releases: numbers of the earlier releases that stand in the way, in order.
        parts: what shorter periods add up to, where all of them show their number (LATE).
    """

    why: Why
    releases: tuple[int, ...] = ()
    parts: int | None = None


def why_hidden(
    period: Period, centres: Sequence[str], cells: TableSet, register: Sequence[Release]
) -> HiddenTotal | None:
    """Return why a report hides its number of contacts; None where it shows it or has none.

    Args:
        centres: keys of the centres that the report covers.
        register: the releases before it.
    """
    total = total_cell(cells, centres)
    if total is None or total.value is not None:
        return None
    found = _parts(period, centres, register)
    values = [(r.number, c.value) for r in found if (c := total_cell(r.cells, centres))]
    shown = [value for _, value in values if isinstance(value, int)]
    if found and len(shown) == len(found) and total.key.vintage > found[0].vintage:
        return HiddenTotal(Why.LATE, tuple(sorted(r.number for r in found)), sum(shown))
    if shown and len(shown) < len(values):
        hidden = (number for number, value in values if not isinstance(value, int))
        return HiddenTotal(Why.PART, tuple(sorted(hidden)))
    months = set(period.months)
    near = tuple(r.number for r in register if months & set(r.period.months))
    return HiddenTotal(Why.EARLIER if near else Why.ALONE, near)


def _parts(
    period: Period, centres: Sequence[str], register: Sequence[Release]
) -> tuple[Release, ...]:
    """Return valid releases of shorter periods of one length, of the same centres and of one
    state of the data, that together make up a period; none if there are no such."""
    for kind in _PARTS:
        found = {
            r.period: r
            for r in register
            if r.period.type is kind
            and r.period != period
            and r.centres == tuple(centres)
            and r.status is ReleaseStatus.RELEASED
            and set(r.period.months) <= set(period.months)
        }
        held = {month for part in found for month in part.months}
        if held == set(period.months) and len({r.vintage for r in found.values()}) == 1:
            return tuple(found.values())
    return ()
