"""Visits to the open preschool as counts of declared tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from db.store import SqlStore
from familjecentral.contacts.model import Counter
from familjecentral.contacts.tally import SOURCE
from familjecentral.statistics.declared import (
    DeclaredSet,
    Dimension,
    DimensionKind,
    Measure,
    TableSpec,
)
from tests.db.test_tally import AFTER, KEY, OCTOBER, ticked
from tests.factories import TODAY, SeededIds, centre

DECLARED = DeclaredSet(
    1,
    5,
    (
        Measure("visits", SOURCE, "people"),
        Measure("open_days", SOURCE, "things"),
        Measure("new_visitors", SOURCE, "people"),
    ),
    (Dimension("visitor", DimensionKind.CODE, "visitor", {}),),
    (
        TableSpec("t17", "open_days", ()),
        TableSpec("t17", "visits", ("visitor",)),
        TableSpec("t17", "new_visitors", ()),
    ),
)


def test_visits_of_the_open_preschool_are_counted_by_who_came(store: SqlStore) -> None:
    """Days, visits and new visitors of a month; a café and the count of October are neither, and
    the talks of the pad are contacts."""
    afternoon = replace(KEY, day=TODAY - dt.timedelta(days=1))
    twice = (Counter.CHILDREN, Counter.WOMEN, Counter.NEW_VISITORS, Counter.TALKS)
    ticked(store, *twice, *twice)
    ticked(store, Counter.CHILDREN, Counter.MEN, key=afternoon)
    ticked(store, Counter.CHILDREN, key=replace(KEY, occasion="october_count"))
    ticked(store, Counter.ADULTS, key=replace(KEY, open_group="cafe"))
    with store.unit_of_work() as uow:
        uow.periods.lock(centre().id, [OCTOBER], AFTER, SeededIds(4))
        found = uow.counts.count(DECLARED, centre().id, [OCTOBER], 1)
        later = uow.counts.count(DECLARED, centre().id, [OCTOBER], 2)
    assert {(row.table, row.codes): row.n for row in found} == {
        ("open_days:", ()): 2,
        ("visits:visitor", ("children",)): 3,
        ("visits:visitor", ("women",)): 2,
        ("visits:visitor", ("men",)): 1,
        ("new_visitors:", ()): 2,
    }
    assert later == ()
