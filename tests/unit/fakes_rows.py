"""What the fake store counts over its rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import (
    Contact,
    ContactValues,
    DatePrecision,
    PreventionLevel,
    WorkingLevel,
)
from familjecentral.contacts.rules import DAY_OF_A_MONTH_ROW
from familjecentral.contacts.store import KeptImport, Total


def sums(rows: Iterable[Contact]) -> tuple[Total, ...]:
    """Return the sums of rows by level."""
    found: dict[tuple[PreventionLevel, WorkingLevel], list[int]] = {}
    for row in (contact.values for contact in rows):
        held = found.setdefault((row.prevention_level, row.working_level), [0] * 5)
        numbers = (1, row.women, row.men, row.children, row.new_visitors)
        held[:] = [a + (b or 0) for a, b in zip(held, numbers, strict=True)]
    return tuple(Total(*levels, *held) for levels, held in found.items())


def imports(
    batches: Mapping[uuid.UUID, tuple[str | None, str, dt.date]], rows: Iterable[Contact]
) -> tuple[KeptImport, ...]:
    """Return the imports that rows come from, the newest first."""
    months: dict[uuid.UUID, list[Month]] = {}
    for row in rows:
        if row.batch in batches:
            months.setdefault(row.batch, []).append(Month.of(row.values.date))
    found = (
        KeptImport(batch, batches[batch][2], len(held), min(held), max(held))
        for batch, held in months.items()
    )
    return tuple(sorted(found, key=lambda one: one.imported_on, reverse=True))


def coarse(values: ContactValues) -> ContactValues:
    """Return values as a locked row keeps them: the month instead of the day."""
    return replace(
        values,
        date=values.date.replace(day=DAY_OF_A_MONTH_ROW),
        date_precision=DatePrecision.MONTH,
    )
