"""Visits to the open preschool as counts of declared tables: made at the lock, from the months
that the pad's records have become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from db.schema import tally_month
from db.transaction import Transaction
from familjecentral.calendar.periods import Month
from familjecentral.contacts.model import ORDINARY_DAY, Counter
from familjecentral.contacts.tally import OPEN_PRESCHOOL, SOURCE
from familjecentral.statistics.declared import CountRow, DeclaredSet

# Declared measure → what the pad counted for it, by the code of the dimension ``visitor``.
_VISITORS = {
    c.value: c.value for c in (Counter.CHILDREN, Counter.WOMEN, Counter.MEN, Counter.ADULTS)
}
_MEASURES = {
    "open_days": {"": "days"},
    "visits": _VISITORS,
    "new_visitors": {"": Counter.NEW_VISITORS.value},
}


def count_visits(
    uow: Transaction, declared: DeclaredSet, centre_key: str, months: Sequence[Month], vintage: int
) -> Iterator[CountRow]:
    """Yield the finest cells of the declared tables that count visits. A named count, such as the
    one of October, is one that others ask for and is no visit twice."""
    measures = {m.key for m in declared.measures if m.working_level == SOURCE}
    tables = [spec for spec in declared.tables if spec.measure in measures]
    if not tables or vintage != 1:
        return
    codes = uow.shared.index
    found = uow.connection.execute(
        sa.select(tally_month)
        .where(
            tally_month.c.centre_key == centre_key,
            tally_month.c.month.in_([str(month) for month in months]),
            tally_month.c.open_group == codes.ids["open_group", OPEN_PRESCHOOL],
            tally_month.c.occasion == codes.ids["tally_occasion", ORDINARY_DAY],
        )
        .order_by(tally_month.c.month)
    ).mappings()
    for row in found:
        for spec in tables:
            for visitor, column in _MEASURES[spec.measure].items():
                if row[column]:
                    own = tuple(declared.dimension(d).reporting(visitor) for d in spec.dimensions)
                    yield CountRow(
                        centre_key, row["month"], vintage, spec.id, own, row[column], 0, 0
                    )
